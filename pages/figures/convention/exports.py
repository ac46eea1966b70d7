"""The follow-up to take away: table for French Excel, workbook, and the relevé of the comité, a PDF of two pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from data_loaders.contracts.convention import PARTIES, THEMES
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Attente, Suivi, evolution
from data_loaders.exports.ecriture import classeur
from data_loaders.francais import FINE, INSEC, date_libelle, enumeration, nombre, periode_libelle
from data_loaders.versions.approbations import Logo, Statut
from geo.territoire import OBSERVATOIRE
from pages.figures import pdf, tables, theme
from pages.figures.convention import cockpit, vue

# State of a period -> its sign; the legend under the table says them.
SIGNES = {"recu": "R", "retard": "!", "attendu": "a", "non_transmis": "–"}
RIEN = "·"


def auteur(c: Cadre) -> str:
    """Who speaks: the observatory and who publishes it."""
    sans = f"organisme qui publie non renseigné{FINE}; ne parle au nom d’aucun des signataires"
    return f"{OBSERVATOIRE}, {c.editeur or sans}"


def lignes(suivis: Sequence[Suivi]) -> pd.DataFrame:
    """One row a measure; a missing value is null, and its reason stands in `raison`."""
    return pd.DataFrame([[lire(s) for lire in _COLONNES.values()] for s in suivis], columns=list(_COLONNES))


def _raison(s: Suivi) -> str:
    """Why a measure has no value; "" where it has one."""
    if s.points and s.points[-1].value is None:
        return "non disponible" if s.points[-1].obs_status == "O" else "secret statistique"
    return "" if s.points else "aucune valeur transmise"


_COLONNES: Mapping[str, Callable[[Suivi], Any]] = {
    "dispositif": lambda s: s.mesure.dispositif,
    "code_mesure": lambda s: s.mesure.code,
    "mesure": lambda s: s.mesure.court,
    "libelle": lambda s: s.mesure.libelle,
    "unite": lambda s: s.mesure.unite,
    "rythme": lambda s: s.mesure.rythme,
    "partie_proposee": lambda s: PARTIES[s.proposition.partie],
    "etat": lambda s: ETATS[s.etat],
    "valeurs_recues": lambda s: s.nombre("recu"),
    "valeurs_attendues": lambda s: s.attendues_nb,
    "derniere_periode": lambda s: s.points[-1].periode if s.points else "",
    "valeur": lambda s: s.points[-1].value if s.points else None,
    "raison": _raison,
    "evolution": lambda s: e[0] if (e := evolution(s)) else None,
    "cible": lambda s: s.proposition.cible,
    "statut_proposition": lambda s: s.proposition.statut,
    "echeance_depassee": lambda s: str(s.depuis() or ""),
    "prochaine_echeance": lambda s: str(s.prochaine or ""),
}


def periodes(suivis: Sequence[Suivi]) -> pd.DataFrame:
    """One row a measure and period: due date, state, value, reception."""
    rangs = []
    for s, a in ((x, a) for x in suivis for a in x.attentes):
        recu = ("", "", None, "", "")
        if p := a.point:
            recu = PARTIES[p.partie], p.recu_le, p.value, p.obs_status, p.commentaire
        rangs.append((s.mesure.code, a.periode, str(a.echeance or ""), ETATS[a.etat], *recu))
    colonnes = ["code_mesure", "periode", "echeance", "etat", "partie", "recu_le", "valeur", "obs_status"]
    return pd.DataFrame(rangs, columns=[*colonnes, "commentaire"])


def csv(suivis: Sequence[Suivi], jour: date, statut: Statut) -> bytes:
    """The follow-up for French Excel, day of observation, source and mention on each row."""
    df = lignes(suivis).assign(observe_le=jour.isoformat(), source=vue.SOURCE, mention=tables.mention(False, statut))
    decimales = dict.fromkeys(("valeur", "evolution", "cible")) | {"valeurs_recues": 0, "valeurs_attendues": 0}
    return tables.csv_francais(df, decimales)


def xlsx(suivis: Sequence[Suivi], v: vue.VueConvention, c: Cadre, jour: date, statut: Statut, instantane: str) -> bytes:
    """The follow-up as a workbook: cover, measures, periods, points, engagements, meetings."""
    couverture = {"Titre": v.titre, "Objet": v.sous_titre, "Mention": tables.mention(False, statut)}
    couverture |= {"Auteur": auteur(c), "Observé le": jour.isoformat(), "Comité de pilotage": v.comite}
    couverture |= {"Source": v.source, "Champ": v.champ, "Instantané des valeurs": instantane or "aucune valeur reçue"}
    couverture |= {f"Mesures{INSEC}: {ETATS[k.etat]}": nombre(k.nombre) for k in v.comptes}
    engagements = []
    for e in c.engagements:
        dit = {"qui": enumeration([PARTIES[p] for p in e.parties]), "etat": e.etat, "date": e.date, "preuve": e.preuve}
        engagements.append({"theme": f"{e.theme} – {THEMES[e.theme]}", "engagement": e.libelle} | dit)
    reunions = [
        {"instance": i.libelle, "rythme": i.rythme, "date": d}
        for i in c.instances
        for d in [x.isoformat() for x in i.dates] or ["aucune date renseignée"]
    ]
    listes = {"Points à traiter": [{"point": p.phrase} for p in v.points], "Engagements": engagements}
    listes = {nom: pd.DataFrame(liste) for nom, liste in (listes | {"Réunions": reunions}).items()}
    return classeur([*couverture.items()], {"Suivi": lignes(suivis), "Périodes": periodes(suivis), **listes})


def document(
    suivis: Sequence[Suivi], v: vue.VueConvention, c: Cadre, jour: date, statut: Statut, logos: Mapping[str, Logo] = {}
) -> bytes:
    """The follow-up for the comité, as a tagged PDF; logos are printed only where both signatories approved.

    Raises ErreurDonnees: rule `composition`, when a logo or a text cannot be composed.
    """
    e, fichiers, entete = pdf.echapper, {}, ""
    for partie, logo in logos.items() if statut.valide else ():
        nom = f"{partie}.{'svg' if logo.mime == 'image/svg+xml' else 'png'}"
        fichiers[nom] = logo.contenu
        entete += f"#box(image({pdf.chaine(nom)}, height: 12mm, alt: {pdf.chaine(PARTIES[partie])})) #h(6mm)\n"
    comptes = "  ·  ".join(f"{nombre(k.nombre)} {k.mot}" for k in v.comptes)
    points = "\n".join(f"+ {e(p.phrase)}" for p in v.points)
    signes = ", ".join([*(f"{signe} {ETATS[etat]}" for etat, signe in SIGNES.items()), f"{RIEN} rien d’attendu"])
    lignes = [
        pdf.preambule(v.titre, jour, auteur=auteur(c), description=v.sous_titre),
        f"#set page(flipped: true)\n{entete}\n= {e(v.titre)}",
        f"{e(v.sous_titre)} \\",
        f"*{e(tables.mention(False, statut))}* — {e(v.comite)}\n\n*{e(comptes)}*",
        f"== Points à traiter\n{points or e('Rien à traiter.')}",
        f"== Suivi des mesures\n#set text(size: 7.5pt)\n{_tableau(suivis)}",
        e(f"Périodes{INSEC}: {signes}. {v.lacunes}".strip()) + " \\",
        *(f"*{nom}.* {e(dit)} \\" for nom, dit in (("Lecture", v.lecture), ("Champ", v.champ), ("Source", v.source))),
        f"*Auteur.* {e(auteur(c))}.",
    ]
    return pdf.composer("\n".join(lignes), fichiers)


def _tableau(suivis: Sequence[Suivi]) -> str:
    """One row a measure, one column a year; a column of which no cell would hold anything is left out."""
    annees, valeurs, cibles = vue.colonnes(suivis)
    colonnes = [("Dispositif", "2fr"), ("Mesure (libellé de l’annexe)", "8fr"), ("Transmise par", "1.7fr")]
    colonnes += [(annee, "0.7fr") for annee in annees]
    colonnes += [("Dernière valeur", "2.4fr"), ("Évolution", "2fr")] if valeurs else []
    colonnes += [("Cible", "1.6fr")] if cibles else []
    colonnes += [("État", "2.1fr"), ("Échéance", "1.9fr")]
    corps = []
    for _, groupe in groupby(suivis, key=lambda s: s.mesure.dispositif):
        siens = list(groupe)
        for i, s in enumerate(siens):
            cellules = [_texte(s.mesure.dispositif, f"rowspan: {len(siens)}, breakable: false")] if i == 0 else []
            cellules += [_texte(f"{s.mesure.libelle} ({s.mesure.unite}, {s.mesure.rythme})")]
            cellules += [_texte(PARTIES[s.proposition.partie]), *_periodes(s.attentes, annees)]
            if valeurs and s.points:
                valeur, quand = vue.valeur(s, s.points[-1]), periode_libelle(s.points[-1].periode)
                cellules += [_texte(f"{valeur}, {quand}"), _texte(cockpit.ecart(s))]
            elif valeurs:
                cellules += [_texte("non transmise"), _texte("aucune")]
            cellules += [_texte(", ".join(filter(None, cockpit.cible(s))))] if cibles else []
            etat = ETATS[s.etat] + (f" ({s.nombre('recu')} sur {s.attendues_nb})" if s.attendues_nb else "")
            cellules += [_attirer(etat) if s.etat == "retard" else _texte(etat)]
            cellules += [_texte(date_libelle(s.prochaine) if s.prochaine else "aucune")]
            corps.append(f"  {', '.join(cellules)},")
    largeurs = ", ".join(largeur for _, largeur in colonnes)
    tetes = ", ".join(f"[*{pdf.echapper(nom)}*]" for nom, _ in colonnes)
    traits = f'stroke: (x: none, y: 0.4pt + rgb("{theme.CLAIR["contour"]}")), inset: 3pt'
    return "\n".join([f"#table(columns: ({largeurs}), {traits},", f"  table.header({tetes}),", *corps, ")"])


def _texte(texte: str, option: str = "") -> str:
    contenu = f"[{pdf.echapper(texte)}]"
    return f"table.cell({option}){contenu}" if option else contenu


def _periodes(attentes: Sequence[Attente], annees: Sequence[str]) -> list[str]:
    """One cell a year, halves side by side; a year with a late period stands out."""
    if not attentes:
        return [_texte("sans rythme écrit", f"colspan: {len(annees)}")] if annees else []
    dites = [" ".join(SIGNES[a.etat] for a in attentes if a.periode[:4] == annee) or RIEN for annee in annees]
    return [_attirer(signes) if SIGNES["retard"] in signes else _texte(signes) for signes in dites]


def _attirer(texte: str) -> str:
    """Bold on the ground of attention: neither alone."""
    return f'table.cell(fill: rgb("{theme.CLAIR["balise-t"]}"))[*{pdf.echapper(texte)}*]'

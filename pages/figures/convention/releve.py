"""The relevé of the comité: what is late, what is to settle and every measure, as a PDF of two pages in landscape."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import ETATS, Attente, Suivi
from data_loaders.francais import INSEC
from data_loaders.versions.approbations import Logo, Statut
from pages.figures import pdf, tables, theme
from pages.figures.convention import suivi as tableau, vue
from pages.figures.convention.exports import auteur
from pages.figures.convention.vue import VueConvention
from pages.figures.donnees.catalogue import jour_libelle

# State of a period -> its sign; the legend under the table says them.
SIGNES = {"recu": "R", "retard": "!", "attendu": "a", "non_transmis": "–"}
RIEN = "·"


def document(
    suivis: Sequence[Suivi],
    v: VueConvention,
    c: Cadre,
    jour: date,
    statut: Statut,
    logos: Mapping[str, Logo] | None = None,
) -> bytes:
    """The follow-up for the comité, as a tagged PDF.

    Args:
        logos: of both signatories, printed only on a document that both approved.

    Raises:
        ErreurDonnees: rule `composition`, when a logo or a text cannot be composed.
    """
    e = pdf.echapper
    fichiers = {}
    entete = ""
    if statut.valide and logos:
        for partie, logo in logos.items():
            nom = f"{partie}.{'svg' if logo.mime == 'image/svg+xml' else 'png'}"
            fichiers[nom] = logo.contenu
            entete += f"#box(image({pdf.chaine(nom)}, height: 12mm, alt: {pdf.chaine(PARTIES[partie])})) #h(6mm)\n"
    comptes = "  ·  ".join(f"{francais.nombre(k.nombre)} {k.mot}" for k in v.comptes)
    points = "\n".join(f"+ {e(p.phrase)}" for p in v.points)
    signes = ", ".join([*(f"{signe} {ETATS[etat]}" for etat, signe in SIGNES.items()), f"{RIEN} rien d’attendu"])
    source = "\n".join(
        [
            pdf.preambule(v.titre, jour, auteur=auteur(c), description=v.sous_titre),
            "#set page(flipped: true)",
            entete,
            f"= {e(v.titre)}",
            f"{e(v.sous_titre)} \\",
            f"*{e(tables.mention(False, statut))}* — {e(v.comite)}",
            "",
            f"*{e(comptes)}*",
            "== Points à traiter",
            points or e("Rien à traiter."),
            "== Suivi des mesures",
            "#set text(size: 7.5pt)",
            _tableau(suivis),
            e(" ".join(filter(None, [f"Périodes{INSEC}: {signes}.", v.lacunes]))) + " \\",
            f"*Lecture.* {e(v.lecture)} \\",
            f"*Champ.* {e(v.champ)} \\",
            f"*Source.* {e(v.source)} \\",
            f"*Auteur.* {e(auteur(c))}.",
        ]
    )
    return pdf.composer(source, fichiers)


def _tableau(suivis: Sequence[Suivi]) -> str:
    """One row a measure, one column a year; a column of which no cell would hold anything is left out."""
    annees = sorted({a.periode[:4] for s in suivis for a in s.attentes})
    valeurs = any(s.points for s in suivis)
    cibles = any(s.proposition.cible is not None for s in suivis)
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
            cellules += [_texte(_valeur(s)), _texte(tableau.ecart(s) if s.points else "aucune")] if valeurs else []
            cellules += [_texte(", ".join(filter(None, tableau.cible(s))))] if cibles else []
            cellules += [_etat(s), _texte(jour_libelle(s.prochaine) if s.prochaine else "aucune")]
            corps.append(f"  {', '.join(cellules)},")
    largeurs = ", ".join(largeur for _, largeur in colonnes)
    tetes = ", ".join(f"[*{pdf.echapper(nom)}*]" for nom, _ in colonnes)
    contour = theme.CLAIR["contour"]
    return "\n".join(
        [
            f'#table(columns: ({largeurs}), stroke: (x: none, y: 0.4pt + rgb("{contour}")), inset: 3pt,',
            f"  table.header({tetes}),",
            *corps,
            ")",
        ]
    )


def _texte(texte: str, option: str = "") -> str:
    contenu = f"[{pdf.echapper(texte)}]"
    return f"table.cell({option}){contenu}" if option else contenu


def _periodes(attentes: Sequence[Attente], annees: Sequence[str]) -> list[str]:
    """One cell a year, halves side by side; a year with a late period stands out."""
    if not attentes:
        return [_texte("sans rythme écrit", f"colspan: {len(annees)}")] if annees else []
    cellules = []
    for annee in annees:
        siennes = [a.etat for a in attentes if a.periode[:4] == annee]
        signes = " ".join(SIGNES[etat] for etat in siennes) or RIEN
        cellules.append(_attirer(signes) if "retard" in siennes else _texte(signes))
    return cellules


def _etat(s: Suivi) -> str:
    rang = f" ({s.nombre('recu')} sur {s.attendues_nb})" if s.attendues_nb else ""
    texte = f"{ETATS[s.etat]}{rang}"
    return _attirer(texte) if s.etat == "retard" else _texte(texte)


def _attirer(texte: str) -> str:
    """Bold on the ground of attention: neither alone."""
    return f'table.cell(fill: rgb("{theme.CLAIR["balise-t"]}"))[*{pdf.echapper(texte)}*]'


def _valeur(s: Suivi) -> str:
    if not s.points:
        return "non transmise"
    dernier = s.points[-1]
    texte = vue.valeur(s, dernier)
    return f"{texte}, {francais.periode_libelle(dernier.periode)}"

"""The table of the follow-up: one row a measure, its periods year by year, its last value and what moved."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import suivi
from data_loaders.convention.suivi import ETATS, Attente, Suivi
from data_loaders.francais import INSEC, echapper as escape
from pages.figures import chiffres_cles, lecture
from pages.figures.convention import vue
from pages.figures.convention.frise import jour_court
from pages.figures.convention.grille import forme, lu
from pages.figures.svg import image
from pages.figures.tables import cadre_html

ETAT = "État et échéance"
LARGEUR_COURBE, HAUTEUR_COURBE = 76, 20


def html(suivis: Sequence[Suivi], legende: str) -> str:
    """A real `<table>`, the rows of a dispositif under one header.

    A column of which no cell would hold anything is left out: `vue.lacunes` says why.

    Args:
        suivis: measures in the order of the annex.
        legende: caption, read aloud.
    """
    annees = sorted({a.periode[:4] for s in suivis for a in s.attentes})
    valeurs = any(s.points for s in suivis)
    cibles = any(s.proposition.cible is not None for s in suivis)
    tetes = ["Dispositif", "Mesure, puis libellé de l’annexe", "Transmise par", *annees, ETAT]
    tetes += ["Dernière valeur et évolution"] if valeurs else []
    tetes += ["Cible"] if cibles else []
    classes = dict.fromkeys(annees, " class=c") | {ETAT: " class=obs-etat"}
    titres = "".join(f'<th scope="col"{classes.get(t, "")}>{escape(t)}</th>' for t in tetes)
    corps, indicateur = "", ""
    for dispositif, groupe in groupby(suivis, key=lambda s: s.mesure.dispositif):
        siens = list(groupe)
        for i, s in enumerate(siens):
            premier = f'<th scope="rowgroup" rowspan="{len(siens)}">{escape(dispositif)}</th>' if i == 0 else ""
            cellules = [f'<th scope="row">{_mesure(s, s.mesure.code_indicateur == indicateur)}</th>']
            cellules += [f"<td>{escape(PARTIES[s.proposition.partie])}</td>", _periodes(s, annees)]
            cellules += [f'<td class="obs-etat">{_etat(s)}</td>']
            cellules += [f"<td>{_valeur(s)}</td>"] if valeurs else []
            cellules += [f'<td class="obs-cible">{_cible(s)}</td>'] if cibles else []
            corps += f"<tr{' class=obs-groupe' if i == 0 else ''}>{premier}{''.join(cellules)}</tr>"
            indicateur = s.mesure.code_indicateur
    return cadre_html(legende, titres, f"<tbody>{corps}</tbody>", "obs-suivi")


def _mesure(s: Suivi, deja: bool) -> str:
    """Short name, unit and rhythm, then the annex's label; one written just above is not written again for the eye."""
    m = s.mesure
    precision = f"({escape(m.unite)}, {escape(_rythme(m.rythme))})"
    if deja:
        return f"{escape(m.court)} <small>{precision}</small>{lu(m.libelle)}"
    return f'{escape(m.court)}<small class="obs-annexe">{escape(m.libelle)} {precision}</small>'


def _rythme(rythme: str) -> str:
    return f"rythme {rythme}" if rythme == suivi.SANS_RYTHME else rythme


def _periodes(s: Suivi, annees: Sequence[str]) -> str:
    """One cell a year, halves side by side; each shape is also read aloud."""
    if not s.attentes:
        return f'<td colspan="{len(annees)}"><small>sans rythme écrit</small></td>' if annees else ""
    par = {annee: list(g) for annee, g in groupby(s.attentes, key=lambda a: a.periode[:4])}
    return "".join(
        f'<td class="c">{"".join(map(_forme_lue, par[a])) if a in par else lu("rien d’attendu")}</td>' for a in annees
    )


def _forme_lue(a: Attente) -> str:
    texte = f"{francais.periode_libelle(a.periode)}{INSEC}: {ETATS[a.etat]}"
    return f'<span class="obs-forme obs-forme--{a.etat}" title="{escape(texte)}"></span>{lu(f"{texte}, ")}'


def _etat(s: Suivi) -> str:
    detail = ""
    if s.attendues_nb and s.mesure.rythme != suivi.SANS_RYTHME:
        manquent = s.nombre("retard") + s.nombre("non_transmis")
        detail = f" <small>{s.attendues_nb - manquent} sur {s.attendues_nb}</small>"
    dates = []
    if s.etat == "retard":
        dates.append(f"depuis le {jour_court(s.depuis())}")
    if s.prochaine:
        dates.append(f"prochaine le {jour_court(s.prochaine)}")
    suite = "".join(f"<small>{escape(d)}</small>" for d in dates)
    return f"<span>{forme(s.etat)} <strong>{escape(ETATS[s.etat])}</strong>{detail}</span>{suite}"


def _valeur(s: Suivi) -> str:
    """Last value and its period, the gap with the one before, then the curve of the values known."""
    if not s.points:
        return "<small>aucune valeur transmise</small>"
    p = s.points[-1]
    raison = "" if p.value is not None else f" ({lecture.MOTS_STATUT[p.obs_status]})"
    texte = f"{vue.valeur(s, p)}{raison}"
    quand = francais.en_periode(p.periode)
    connus = tuple((x.periode, x.value) for x in s.points if x.value is not None)
    valeurs = francais.enumeration([f"{francais.nombre(v)} {francais.en_periode(q)}" for q, v in connus])
    courbe = partial(chiffres_cles.courbe_svg, connus, largeur=LARGEUR_COURBE, hauteur=HAUTEUR_COURBE)
    return (
        f'<span class="obs-valeur"><span><strong>{escape(texte)}</strong> <small>{escape(quand)}</small>'
        f"<small>{escape(ecart(s))}</small></span>{image(courbe, valeurs)}</span>"
    )


def ecart(s: Suivi) -> str:
    """« +77 depuis 2013 », or why there is none."""
    e = suivi.evolution(s)
    if e is None:
        return "pas de valeur comparable avant"
    gap, periode = e
    return (
        f"{francais.nombre(gap, 0 if gap.is_integer() else 2, signe=True)} depuis {francais.periode_libelle(periode)}"
    )


def cible(s: Suivi) -> tuple[str, str]:
    """The target, then where it comes from and how far the last value reaches; « non fixée » alone without one."""
    p = s.proposition
    if p.cible is None:
        return "non fixée", ""
    dernier = s.points[-1] if s.points else None
    atteint = ""
    if dernier and dernier.value is not None and p.cible:
        atteint = f", {francais.nombre(100 * dernier.value / p.cible)}{INSEC}% atteints"
    return francais.nombre(p.cible, 0 if p.cible.is_integer() else 2), f"{p.statut}e{atteint}"


def _cible(s: Suivi) -> str:
    nombre, suite = cible(s)
    return f"<strong>{nombre}</strong><small>{escape(suite)}</small>" if suite else f"<small>{nombre}</small>"

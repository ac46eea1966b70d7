"""Two indicators face to face over the zones of a zoning, sized by a third: no line is fitted, no link is said."""

import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.francais import FINE, INSEC
from geo import lieux, zonages
from pages.figures import lecture, nuage, parts, tables, theme
from pages.figures.explorer.croise import court
from pages.figures.nuage import Axe, Nuage
from pages.figures.svg import graduations, graduations_log
from pages.figures.vues import Vue, badges_decoupage, badges_demo, source_dite

HAUTEUR, MARQUE_MIN, MARQUE_MAX = 405, 0.7, 3.2  # px; diameters of discs, in parts of the usual one
NOMS_MAX = 26
MARGES = 80  # px around the plot


class Releve(NamedTuple):
    """What is drawn: a point a zone, its third figure as `taille`, None where it is empty; the zones that lack one of
    the two others; the region's own figures."""

    zones: list[nuage.Point]
    absents: list[str]
    region: tuple[float | None, float | None]


def preparer(
    x: Tableau, y: Tableau, taille: Tableau | None, regions: Sequence[Tableau], codes: Sequence[str]
) -> Releve:
    """The zones kept, at the last period of each indicator, on one zoning; `regions`: figures of x and y on
    `region`."""
    lus = [t.periode(t.periodes[-1]) for t in (x, y)]
    lt = taille.periode(taille.periodes[-1]) if taille is not None and taille.periodes else None
    vues, absents = [], []
    for code in codes:
        rs, nom = [li.loc[code] for li in lus], zonages.libelle_zone(x.zonage, code)
        if any(r["obs_status"] in VIDES or parts.trop_large(t.indicateur, r) for t, r in zip((x, y), rs, strict=True)):
            absents.append(nom)
            continue
        grosseur = None if lt is None or lt.loc[code, "obs_status"] in VIDES else float(lt.loc[code, "value"])
        valeurs = [float(r["value"]) for r in rs]
        bornes = [(float(r["borne_basse"]), float(r["borne_haute"])) for r in rs]
        dits = (f"{_titre(t)}{INSEC}: {lecture.nombre(t.indicateur, v)}" for t, v in zip((x, y), valeurs, strict=True))
        vues.append(nuage.Point(*valeurs, nom, (nom, *dits), taille=grosseur, bornes=tuple(bornes)))
    connues = []
    for r, p in zip(regions, (x.periodes[-1], y.periodes[-1]), strict=True):
        # A total has no place among the figures of its parts.
        ligne = r.periode(p).loc[zonages.REGION] if r.indicateur.genre == "taux" and p in r.periodes else None
        connues.append(None if ligne is None or ligne["obs_status"] in VIDES else float(ligne["value"]))
    return Releve(vues, absents, tuple(connues))


def figure(r: Releve, x: Tableau, y: Tableau, mode: theme.Mode, largeur: int) -> go.Figure:
    """The chart, `largeur` px wide: a disc a zone, its bounds in grey, the region in dashes, names where they have
    room."""
    place, taille = largeur - MARGES, theme.TAILLES[mode]
    plus_grand = max((z.taille for z in r.zones if z.taille), default=1)
    axe_x = _axe(r, x, 0, place, taille, lambda mot: 0.6 * taille * (len(mot) + 2))
    axe_y = _axe(r, y, 1, HAUTEUR - nuage.AUTOUR * taille, taille, lambda _: 4 * taille)
    marques = (max(MARQUE_MIN, MARQUE_MAX * ((z.taille or 0) / (plus_grand or 1)) ** 0.5) for z in r.zones)
    points = [z._replace(taille=marque) for z, marque in zip(r.zones, marques, strict=True)]
    # The farthest from the others are the first to be named.
    ou = [(axe_x.part(p.x), axe_y.part(p.y)) for p in points]
    mx, my = (sum(v) / len(points) for v in zip(*ou, strict=True)) if ou else (0, 0)
    ordre = sorted(range(len(points)), key=lambda i: -abs(ou[i][0] - mx) - abs(ou[i][1] - my))
    reperes = [
        (axe, v, f"région {lecture.nombre(t.indicateur, v)}")
        for axe, v, t in zip("xy", r.region, (x, y), strict=True)
        if v is not None
    ]
    dessin = Nuage([points[i] for i in ordre], axe_x, axe_y, (("", "circle"),), NOMS_MAX, reperes)
    return nuage.figure(dessin, mode, HAUTEUR, place)


def _axe(r: Releve, t: Tableau, rang: int, place: float, taille: float, prendre: Callable[[str], float]) -> Axe:
    """An axis `place` px long: its title folded to its length, its marks as far apart as their words need (`prendre`).
    Counts that differ by ten or more stand on a logarithmic axis; its title says it."""
    valeurs = [z[rang] for z in r.zones]
    log = t.indicateur.genre == "compte" and bool(valeurs) and 0 < 10 * min(valeurs) <= max(valeurs)
    bornes = [*valeurs, *(v for z in r.zones for v in z.bornes[rang]), *(v for v in [r.region[rang]] if v is not None)]
    bornes = [v for v in bornes if v > 0 or not log]
    bas, haut = min(bornes, default=0.0), max(bornes, default=1.0)
    if log:
        marge = (haut / bas) ** 0.06
        gradue = graduations_log(bas, haut, place, lambda v: prendre(francais.nombre(v)))
        bas, haut = bas / marge, haut * marge
    else:
        marge = 0.06 * ((haut - bas) or 1)
        bas, haut = bas - marge, haut + marge
        nb = max(3, int(place / prendre(lecture.nombre(t.indicateur, haut))))
        gradue = [v for v in graduations(bas, haut, nb) if bas <= v <= haut]
    titre = f"{_titre(t)} (échelle logarithmique)" if log else _titre(t)
    plie = "<br>".join(textwrap.wrap(titre, int(place / (0.47 * taille)), break_long_words=False))
    decimales = 0 if all(float(v).is_integer() for v in gradue) else 1
    return Axe((bas, haut), {v: francais.nombre(v, decimales) for v in gradue}, plie, log)


def _titre(t: Tableau) -> str:
    ind = t.indicateur
    unite = "" if ind.unite.lower() in ind.libelle.lower() else f" ({ind.unite})"
    return f"{court(ind)}{unite}, {francais.periode_libelle(t.periodes[-1])}"


def table(r: Releve, x: Tableau, y: Tableau, taille: Tableau | None) -> tables.Table:
    """The same in rows, in alphabetical order."""
    inds = [t.indicateur for t in (x, y, taille) if t is not None]
    lignes = [
        ["", z.nom, *(francais.nombre(v, i.decimales) for v, i in zip((z.x, z.y, z.taille), inds, strict=False))]
        for z in r.zones
    ]
    tetes = (i.libelle if i.unite.lower() in i.libelle.lower() else f"{i.libelle} ({i.unite})" for i in inds)
    return tables.Table([("", False), ("Territoire", False), *((tete, True) for tete in tetes)], lignes)


def vue(r: Releve, x: Tableau, y: Tableau, taille: Tableau | None) -> Vue:
    """Words around the chart: what is on each axis, who is missing; that nothing is deduced from it."""
    unites = lieux.pluriel(zonages.zonage(x.zonage).libelle_zone)
    absents = f" Sans chiffre : {francais.enumeration(r.absents)}." if r.absents else ""
    tous, grosseur = [t for t in (x, y, taille) if t is not None], ""
    if taille is not None:
        grosseur = f" La surface d’un disque dit : {francais.en_phrase(taille.indicateur.libelle)}."
    demo, sources = any(t.demonstration for t in tous), dict.fromkeys(t.indicateur.source for t in tous)
    return Vue(
        f"{court(y.indicateur)} et {francais.en_phrase(court(x.indicateur))}{INSEC}: {len(r.zones)} {unites}",
        f"Vertical{INSEC}: {francais.en_phrase(_titre(y))}{FINE}; horizontal{INSEC}: {francais.en_phrase(_titre(x))}",
        f"Un disque par territoire, ses bornes en gris, la région en tirets.{grosseur} Aucun lien n’est affirmé entre "
        f"les deux : ni droite, ni coefficient.{absents}",
        f"{' ; '.join(dict.fromkeys(t.indicateur.champ for t in (x, y)))}.",
        source_dite(" ; ".join(sources), demo),
        badges_demo(demo) + badges_decoupage(x.zonage),
    )

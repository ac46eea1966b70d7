"""Answers that show a figure: its map, its curve, places side by side."""

from collections.abc import Iterator, Sequence
from typing import Final

from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.metiers.recherche import Entree, Trouve
from geo import rattachement, zonages
from geo.recherche import Lieu
from pages.figures.recherche import adresses
from pages.figures.recherche.adresses import REGION, Reponse, reponse
from pages.figures.recherche.demande import COMPARES_MAX, SPO_ZEF_GTEC, Demande, Niveau, au_niveau, enumerer, nom_lieu

ENTIER: Final = 0.999
# Where a figure is not published for a département, and then for the region: the nearest one that is.
REMPLACANTS: Final = {
    "defm_a": ("inscrits_a_e", "defm_a_cvs"),
    "defm_abc": ("inscrits_a_e", "defm_abc_cvs"),
}


def cle(groupe: Entree | Trouve) -> str:
    """`niveau:code` of a group of métiers, as addresses write it."""
    return f"{groupe.niveau}:{groupe.code}"


def repondre(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    """Every way to show a figure, the one asked first; that of a métier is an answer on the métier."""
    if d.metiers():
        return
    if ind.zonages == ("region",):
        yield reponse(adresses.tendances(ind.code, "region"), f"Courbe : {ind.libelle}, Pays de la Loire")
        return
    if d.evolution():
        yield from evolution(d, ind)
    elif d.compare() and (places := d.places(_sans_region(ind))):
        yield comparer(d, ind, places)
    yield from cartes(d, ind)
    if not d.evolution():
        yield from evolution(d, ind)


def _sans_region(ind: Indicateur) -> tuple[str, ...]:
    return tuple(z for z in ind.zonages if z != "region")


def comparer(d: Demande, ind: Indicateur, places: Sequence[Niveau]) -> Reponse:
    """Places side by side, the region beside a single one."""
    compares = list(places)
    if len(places) == 1 or any(choix[0].zonage == "region" for choix in d.lieux):
        compares = [*compares, Niveau(REGION, "les Pays de la Loire")][:COMPARES_MAX]
    suivi = ind.dataset != "population"
    quoi = f"{ind.libelle}, " if suivi else ""
    return reponse(
        adresses.comparer([p.zone for p in compares], ind.code if suivi else None),
        f"Comparer : {quoi}{enumerer(compares)}",
    )


def cartes(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    """A map for each place, else the nearest figure that is published there, else the whole region."""
    niveaux: dict[str, Niveau] = {}
    absents = []
    for choix in d.lieux:
        for lieu in choix:
            if n := _a_cheval(lieu, _sans_region(ind)) or au_niveau(lieu, _sans_region(ind)):
                niveaux.setdefault(n.zone, n)
            else:
                absents.append(lieu)
    for n in niveaux.values():
        periode, quand = d.periode(ind, n.zonage if n.zonage in ind.zonages else _sans_region(ind)[0])
        vers = adresses.carte(ind.code, n.zonage, n.zone, periode)
        yield reponse(vers, f"Carte : {ind.libelle}{quand}, {n.dit}")
    if niveaux:
        return
    for code in REMPLACANTS.get(ind.code, ()):
        autre = INDICATEURS[code]
        region = any(li.zonage == "region" for li in absents)
        if absents and (autre.zonages == ("region",)) == region:
            yield from repondre(d, autre)
            return
    zonage = d.zonage if d.zonage in ind.zonages else _habituel(ind)
    if d.zonage != zonage:  # the last year of a rate is out by département before it is by zone d’emploi
        zonage = next((z for z in (zonage, *_sans_region(ind)) if d.periode(ind, z)[0]), zonage)
    periode, quand = d.periode(ind, zonage)
    par = zonages.zonage(zonage).libelle_zone
    ou = (
        "Pays de la Loire"
        if not absents or absents[0].zonage == "region"
        else f"faute de chiffre pour {nom_lieu(absents[0])}, Pays de la Loire"
    )
    yield reponse(adresses.carte(ind.code, zonage, None, periode), f"Carte : {ind.libelle}{quand}, {ou}, par {par}")


def _a_cheval(lieu: Lieu, possibles: Sequence[str]) -> Niveau | None:
    """A SPO, ZEF or GTEC astride several zones of the figure: the map shows them all under its outline."""
    if lieu.zonage not in SPO_ZEF_GTEC or lieu.zonage in possibles:
        return None
    r = rattachement.rattacher(lieu.zonage, lieu.code, possibles[:1])
    if r is not None and r.part_population > ENTIER:
        return None
    sous = zonages.zonage(possibles[0]).libelle_zone
    return Niveau(lieu.cle, f"{nom_lieu(lieu)}, {sous} par {sous}")


def _habituel(ind: Indicateur) -> str:
    """The zoning of a map asked without a place: the SPO where the figure is true on them, else the finest."""
    return "spo" if "spo" in ind.zonages else _sans_region(ind)[0]


def evolution(d: Demande, ind: Indicateur) -> Iterator[Reponse]:
    """Curves of the places of one zoning, or of the region."""
    if ind.dataset == "population":
        return
    groupe = d.metiers()[0][0] if d.metiers() and ind.metiers else None
    quoi = ind.libelle
    if groupe:
        quoi += f", {d.contexte.index(d.annee_bmo()[0]).libelles[groupe.niveau][groupe.code]}"
    places = d.places(_sans_region(ind), unir=True)
    zonage = places[0].zonage if places else d.zonage if d.zonage in ind.zonages else ""
    places = [p for p in places if p.zonage == zonage]
    if places:
        vers = adresses.tendances(ind.code, zonage, [p.zone for p in places], cle(groupe) if groupe else None)
        yield reponse(vers, f"Courbe : {quoi}, {enumerer(places)}")
    elif not d.lieux or d.lieux[0][0].zonage == "region":
        if "region" in ind.zonages:
            vers = adresses.tendances(ind.code, "region", [REGION], cle(groupe) if groupe else None)
            yield reponse(vers, f"Courbe : {quoi}, Pays de la Loire")
        for code in REMPLACANTS.get(ind.code, ()):
            if INDICATEURS[code].zonages == ("region",):
                yield from repondre(d, INDICATEURS[code])

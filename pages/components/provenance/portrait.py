"""Every figure of a portrait, followed back: key figures, skies, figures of the convention, shares of population."""

from collections.abc import Callable
from functools import partial

from data_loaders.chiffres.origine import Origine, remonter
from data_loaders.francais import periode_libelle
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import semblables
from data_loaders.portraits.meteo import Meteo
from data_loaders.portraits.territoire import Chiffre, Portrait
from geo import zonages
from geo.territoire import NOM_REGION
from pages.components import cache
from pages.components.partage import une_fois
from pages.components.provenance import Piste, choisir
from pages.figures.chiffres_cles import CHIFFRES_CONVENTION
from pages.figures.portrait import territoire
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance

PART = "bmo_part_difficiles_estimee"
Suites = dict[str, Callable[[], Origine | Provenance]]


def piste(d: Donnees, p: Portrait) -> Piste:
    """What follows back a figure of the portrait; their hundreds of names are written once the fold is open."""
    suites = partial(une_fois, chiffres, d, p)
    return Piste(lambda nom: suites()[nom](), lambda cle: (choisir(cle, "Chiffre", list(suites())),))


def chiffres(d: Donnees, p: Portrait) -> Suites:
    """Name of each figure printed -> what follows it back, in reading order.

    A composed territory has no figure of its own in a `Tableau`: those of the zones it meets are followed.
    """
    suites: Suites = {}
    for c in p.chiffres.values():
        quand = f", {periode_libelle(c.periode)}" if c.periode else ""
        suivis = [(p.sujet.zonage, p.sujet.code, "")] if c.ligne is not None and p.sujet.zonage else []
        for r in c.recoupe.itertuples():
            suivis.append((c.zonage, r.code_zone, f", {zonages.libelle_zone(c.zonage, r.code_zone)}"))
        if c.region is not None:
            suivis.append(("region", zonages.REGION, f", {NOM_REGION}"))
        for zonage, code, ou in suivis:
            suites[f"{c.ind.libelle}{ou}{quand}"] = partial(_chiffre, d, c, zonage, code)
    if p.meteo is not None:
        suites |= _cieux(d, p.meteo)
    for zonage, parts in p.recoupements.items():
        for r in parts.itertuples():
            nom = f"Part de la population, {zonages.zonage(zonage).libelle_zone}, {r.libelle_zone or 'hors zone'}"
            suites[nom] = partial(documents.part, p.sujet, zonage, r.code_zone)
    lus = partial(semblables.instantanes, d, p.semblables)
    for v in p.semblables.voisins:
        suites[territoire.nom_semblable(p.semblables, v)] = lambda v=v: territoire.provenance(p, v, lus())
    suites |= {
        f"Convention, {nom}": partial(documents.ecrit, code)
        for code, nom in documents.ecrits(CHIFFRES_CONVENTION).items()
    }
    return suites


def _chiffre(d: Donnees, c: Chiffre, zonage: str, code: str) -> Origine:
    return remonter(d, cache.lire_tableau(d, c.ind.code, zonage), code, c.periode)


def _cieux(d: Donnees, m: Meteo) -> Suites:
    """The sky of each family in each zone read, then the métiers of the first one."""
    suites: Suites = {}
    for f in m.familles:
        for c in f.cellules:
            nom = f"Météo, {f.libelle}, {c.libelle_zone}, {m.annee}"
            suites[nom] = cache.suivre(d, PART, m.zonage, c.r.code_zone, m.annee, Metier("famille", f.code))
    for r in m.metiers:
        nom = f"Météo, {r.nom}, {zonages.libelle_zone(m.zonage, r.code_zone)}, {m.annee}"
        suites[nom] = cache.suivre(d, PART, m.zonage, r.code_zone, m.annee, Metier("metier", r.code_groupe))
    return suites

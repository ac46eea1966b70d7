"""The three sides of a zone’s market, employers, job-seekers, training: each figure with its date and its place."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres import tableau
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.jeux import offre
from data_loaders.magasin.donnees import Donnees
from geo.rattachement import rattacher

# side -> indicators; of those between « | », the first that is true in the zone, else the first.
COTES = {
    "Employeurs": ("bmo_projets", "bmo_part_difficiles_estimee", "offres", "offres_projets"),
    "Demandeurs d’emploi": ("defm_a|inscrits_a_e", "taux_chomage"),
    "Formation": (
        "places_pro", "places_pro_pression", "places_bts", "places_bts_pression", "places_apprentis",
        "emploi_6_scolaires", "emploi_6_apprentis",
    ),
}  # fmt: skip


class Terme(NamedTuple):
    """A figure of a zone.

    Attributes:
        zonage, code_zone: where it stands: the zone that answers for the one asked, where it is not true there.
        periode: the last that has a value; the last loaded where none has.
        statut, raison, minorant: as a row of `Tableau.lignes`; `valeur` is NaN where there is none.
        producteur: who publishes it; demonstration: it is invented.
    """

    cote: str
    indicateur: Indicateur
    zonage: str
    code_zone: str
    periode: str
    valeur: float
    statut: str
    raison: str
    minorant: bool
    producteur: str
    demonstration: bool


def lire(
    donnees: Donnees, zonage: str, code_zone: str, tableau_de: Callable[[str, str], Tableau] | None = None
) -> list[Terme]:
    """What is known of a zone, side by side; an indicator of which nothing is loaded is left out.

    Args:
        tableau_de: (indicator, zoning) -> its figures, where readers share them.

    Raises:
        KeyError: no such zone.
    """
    calculer = tableau_de or partial(tableau.calculer, donnees)
    termes = (
        _terme(donnees, calculer, cote, _choisir(codes.split("|"), zonage), zonage, code_zone)
        for cote, tous in COTES.items()
        for codes in tous
    )
    return [t for t in termes if t]


def _choisir(codes: Iterable[str], zonage: str) -> Indicateur:
    inds = [INDICATEURS[c] for c in codes]
    return next((i for i in inds if zonage in i.zonages), inds[0])


def _terme(
    donnees: Donnees, calculer: Callable[[str, str], Tableau], cote: str, ind: Indicateur, zonage: str, code_zone: str
) -> Terme | None:
    r = rattacher(zonage, code_zone, ind.zonages)
    if r is None:
        return None
    ou, code = r.zonage, r.code
    t = calculer(ind.code, ou)
    if not t.periodes:
        return None
    lignes = t.zone(code)
    pleines = lignes.index[~lignes["obs_status"].isin(VIDES)]
    periode = pleines[-1] if len(pleines) else t.periodes[-1]
    ligne, dataset = (
        lignes.loc[periode],
        tableau.provenance_de(donnees, ind, periode, ou)["instantane"].partition("/")[0],
    )
    return Terme(
        cote, ind, ou, code, periode, float(ligne["value"]), ligne["obs_status"], ligne["raison"],
        bool(ligne["minorant"]), CONTRATS[dataset].producteur, t.demonstration,
    )  # fmt: skip


def offres_ouvertes(donnees: Donnees, romes: Collection[str], zonage: str) -> tuple[str, pd.Series]:
    """Last day of offers loaded, then code_zone -> offers open that day for some ROME; ("", empty) without the file.

    A zone without an offer, and communes of no zone, are left out.
    """
    if not donnees.millesimes("offres"):
        return "", pd.Series(dtype="float64")
    lues = donnees.lire("offres")
    jour = lues["jour"].max()
    lues = lues[lues["jour"].eq(jour) & lues["code_rome"].isin(romes)]
    codes = offre.zones(lues, zonage)
    return jour, lues["value"].groupby(codes[codes.ne("")].rename("code_zone")).sum()

"""Job-seekers registered at the end of the month, by whole EPCI, summed on zonings that keep the EPCI whole.

Four EPCI straddle the region's border and the producer counts them whole; the Île d'Yeu is in no EPCI. A zone holding
one of them has status D (definition differs), with the reason said.
"""

import pandas as pd

from data_loaders.contracts.defm import DIPLOMES, ENSEMBLE, PAR_PUBLIC, PARTITIONS
from data_loaders.measures import secret
from geo.territoire import NOM_ILE

# Publics, then each level of diploma and all of them: what a zone is asked for by criterion.
_PAR_CRITERE = PAR_PUBLIC | {c: ("ABC", "", (c,)) for c in (*DIPLOMES, ENSEMBLE)}
# indicator -> categories, or criteria of a public, added up
CATEGORIES = {"defm_a": ("A",), "defm_abc": ("A", "B", "C")} | {code: p for code, (*_, p) in _PAR_CRITERE.items()}
RAISON_SECRET = "secret statistique : le producteur masque cet effectif"
RAISON_TOUT_CACHE = "secret statistique : le producteur masque tous les effectifs de ce regroupement"
RAISON_A_CHEVAL = "EPCI entiers, dont communes hors région"
RAISON_ILE = f"sans {NOM_ILE}, qui n’est dans aucun EPCI"


def calculer(
    observations: pd.DataFrame,
    indicateur: str,
    zones: dict[str, list[str]],
    a_cheval: frozenset[str] = frozenset(),
    sans_ile: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Job-seekers by zone and period.

    Args:
        observations: rows of the contract `defm_epci`, or `defm_publics` for a public or a level of diploma.
        indicateur: key of `CATEGORIES`.
        zones: code_zone -> SIREN of the whole EPCI it is made of.
        a_cheval: SIREN of the EPCI astride the region's border, counted whole by the producer.
        sans_ile: zones that also hold the Île d'Yeu.

    Returns:
        Columns code_zone, periode, then those of `secret.sommes`.
    """
    return sommer(lignes(observations, indicateur, zones), indicateur, zones, a_cheval, sans_ile)


def lignes(observations: pd.DataFrame, indicateur: str, zones: dict[str, list[str]]) -> pd.DataFrame:
    """Rows of the contract that make the figures, with the `code_zone` that each belongs to."""
    appartenance = pd.DataFrame(
        [(z, s) for z, sirens in zones.items() for s in sirens], columns=["code_zone", "siren_epci"]
    )
    if indicateur in _PAR_CRITERE:
        observations = _par_critere(observations, _PAR_CRITERE[indicateur][0])
    return observations[observations["categorie"].isin(CATEGORIES[indicateur])].merge(appartenance, on="siren_epci")


def _par_critere(observations: pd.DataFrame, categorie: str) -> pd.DataFrame:
    """Rows of `defm_publics` in one category, or A+B+C, their criterion as `categorie`.

    A hidden count is at most (`plafond`) what its partition leaves of the whole, which the producer publishes.
    """
    lues = observations[observations["categorie"] == categorie]
    cle = [lues["periode"], lues["siren_publie"]]
    tous = lues["value"].where(lues["critere"] == ENSEMBLE).groupby(cle).transform("sum")
    plafond = pd.Series(0.0, index=lues.index)
    for criteres in PARTITIONS:
        dedans = lues["critere"].isin(criteres)
        visibles = lues["value"].where(dedans).groupby(cle).transform("sum")
        plafond = plafond.mask(dedans, tous - visibles)
    return lues.assign(categorie=lues["critere"], plafond=plafond)


def sommer(
    prises: pd.DataFrame,
    indicateur: str,
    zones: dict[str, list[str]],
    a_cheval: frozenset[str] = frozenset(),
    sans_ile: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """The figures of `calculer`, from the rows of `lignes`."""
    cle = ["code_zone", "periode"]
    r = secret.sommes(prises, cle)
    caches = r["obs_status"].eq("Q")
    r.loc[caches, "raison"] = r["cellules_nb"].eq(1).map({True: RAISON_SECRET, False: RAISON_TOUT_CACHE})[caches]
    attendus = {z: len(s) * len(CATEGORIES[indicateur]) for z, s in zones.items()}
    # An EPCI born of a merger has a row for each of those it replaces.
    lus = prises.drop_duplicates([*cle, "siren_epci", "categorie"]).groupby(cle).size()
    incomplet = lus.to_numpy() < r["code_zone"].map(attendus).to_numpy()
    r.loc[incomplet, ["value", "borne_basse", "borne_haute"]] = None
    r.loc[incomplet, "minorant"] = False
    r.loc[incomplet, "obs_status"] = "O"
    r.loc[incomplet, "raison"] = "un EPCI de ce territoire manque dans le fichier du producteur"
    debordent = {z for z, sirens in zones.items() if a_cheval.intersection(sirens)}
    for marque, raison in ((debordent, RAISON_A_CHEVAL), (sans_ile, RAISON_ILE)):
        concerne = r["code_zone"].isin(marque) & r["value"].notna()
        r.loc[concerne, "obs_status"] = "D"
        r.loc[concerne, "raison"] = r.loc[concerne, "raison"].where(r["raison"] == "", r["raison"] + " ; ") + raison
    return r

"""Job-seekers registered at the end of the month, by whole EPCI, summed on zonings that keep the EPCI whole.

Four EPCI straddle the region's border and the producer counts them whole; the Île d'Yeu is in no EPCI. A zone holding
one of them has status D (definition differs), with the reason said.
"""

from __future__ import annotations

import pandas as pd

from data_loaders.measures import secret

CATEGORIES = {"defm_a": ("A",), "defm_abc": ("A", "B", "C")}
RAISON_A_CHEVAL = "EPCI entiers, dont communes hors région"
RAISON_ILE_YEU = "sans l’Île d’Yeu, qui n’est dans aucun EPCI"


def calculer(
    observations: pd.DataFrame,
    indicateur: str,
    zones: dict[str, list[str]],
    a_cheval: frozenset[str] = frozenset(),
    sans_ile: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Job-seekers by zone and period.

    Args:
        observations: rows of the contract `defm_epci`.
        indicateur: `defm_a` or `defm_abc`.
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
    return observations[observations["categorie"].isin(CATEGORIES[indicateur])].merge(appartenance, on="siren_epci")


def sommer(
    prises: pd.DataFrame,
    indicateur: str,
    zones: dict[str, list[str]],
    a_cheval: frozenset[str] = frozenset(),
    sans_ile: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """The figures of `calculer`, from the rows of `lignes`."""
    r = secret.sommes(prises, ["code_zone", "periode"])
    attendus = {z: len(s) * len(CATEGORIES[indicateur]) for z, s in zones.items()}
    incomplet = r["cellules_nb"] < r["code_zone"].map(attendus)
    r.loc[incomplet, ["value", "borne_basse", "borne_haute"]] = None
    r.loc[incomplet, "minorant"] = False
    r.loc[incomplet, "obs_status"] = "O"
    r.loc[incomplet, "raison"] = "un EPCI de ce territoire manque dans le fichier du producteur"
    debordent = {z for z, sirens in zones.items() if a_cheval.intersection(sirens)}
    for marque, raison in ((debordent, RAISON_A_CHEVAL), (sans_ile, RAISON_ILE_YEU)):
        concerne = r["code_zone"].isin(marque) & r["value"].notna()
        r.loc[concerne, "obs_status"] = "D"
        r.loc[concerne, "raison"] = r.loc[concerne, "raison"].where(r["raison"] == "", r["raison"] + " ; ") + raison
    return r

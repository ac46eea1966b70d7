"""Series of the State's barometer on the periods of their own rhythm: a stock a month, a flow a month or a year.

The producer cumulates; the importer turned the counts into flows and says of how many months each is. A year whose
months are not all there has no value, and is left out when it is the last: ten months are not a year.
"""

import pandas as pd

from data_loaders.contracts.formation import SERIES
from data_loaders.measures import series

# Months of a flow, by rhythm.
MOIS = {"mensuel": 1, "annuel": 12}


def periode(mois: str, rythme: str) -> str:
    """The period of a rhythm that holds a month: `2022-09` itself, or `2022`."""
    return mois[:4] if rythme == "annuel" else mois


def lignes(observations: pd.DataFrame, serie: str, rythme: str) -> pd.DataFrame:
    """Rows of one series under the period of the rhythm that each belongs to; `ou` keeps the published month."""
    lues = observations[observations["serie"] == serie]
    return lues.assign(ou=lues["periode"], periode=[periode(p, rythme) for p in lues["periode"]])


def sommer(observations: pd.DataFrame, serie: str, rythme: str) -> pd.DataFrame:
    """Rows of one series, one a zone and period of its rhythm.

    Args:
        observations: rows of the contracts `barometre_dep` or `barometre_region`.
        serie: key of `contracts.formation.SERIES`.
        rythme: `mensuel` or `annuel`.

    Returns:
        Columns code_zone, periode, value, obs_status, mois_nb (months counted; 0 for a stock), cellules_nb (rows added
        up), in the unit of the series. Status O and no value where months are missing.
    """
    lues = lignes(observations, serie, rythme)
    cles = ["code_zone", "periode"]
    r = lues.groupby(cles, as_index=False)[["mois_nb"]].sum()
    r["value"] = lues.groupby(cles)["value"].sum(min_count=1).to_numpy()
    r["cellules_nb"] = lues.groupby(cles).size().to_numpy()
    attendus = MOIS[rythme] if SERIES[serie].remise_a_zero else 0
    entiere = r["mois_nb"].eq(attendus) & r["value"].notna()
    r = r.assign(value=r["value"].where(entiere), obs_status=entiere.map({True: "A", False: "O"}))
    return r[r["periode"] <= r.loc[entiere, "periode"].max()].reset_index(drop=True)


def calculer(observations: pd.DataFrame, serie: str, rythme: str) -> pd.DataFrame:
    """The same with reasons and bounds: columns of `series.publiees`."""
    sommes = sommer(observations, serie, rythme)
    r = series.publiees(sommes)
    incomplets = sommes["obs_status"].eq("O") & sommes["mois_nb"].gt(0)
    raisons = "n.d. : période incomplète, " + sommes["mois_nb"].astype(str) + " mois publiés"
    return r.assign(raison=r["raison"].where(~incomplets, raisons), cellules_nb=sommes["cellules_nb"])

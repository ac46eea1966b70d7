"""Demonstration of the State's barometer: a monthly stock, flows of a month, of a quarter and of a year.

The last year of the yearly series stops in October, as in the real file: it has no value.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts.formation import SERIES
from geo import zonages
from tests.demo.outils import Tables, hasard, table

ANNEES = range(2017, 2023)
# A month's stock, a month's flow, a year's flow, a quarter's flow, for one inhabitant.
IAE, JEUNES, CONTRATS, ENTREES = 0.0023, 0.0025, 0.0065, 0.004
RENTREE = (0.9, 0.7, 0.9, 0.9, 0.8, 0.8, 1.0, 1.1, 3.6, 1.3, 0.9, 0.6)  # January to December


def barometre_dep() -> Iterator[tuple[str, Tables]]:
    """One edition of the three series that départements have."""
    mois = [f"{a}-{m:02d}" for a in ANNEES for m in range(1, 13)]
    fins = [f"{a}-{'10' if a == ANNEES[-1] else '12'}" for a in ANNEES]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        h = hasard("barometre", d.code_zone)
        stock, jeunes, contrats = d.population_nb * np.array([IAE, JEUNES, CONTRATS]) * h.normal(1, 0.1, 3)
        series = {
            "nb-beneficiaires-siae": (mois, stock * h.normal(1, 0.03, len(mois))),
            "nombre-recrutements-jeunes": (mois, jeunes * np.tile(RENTREE, len(ANNEES)) * h.normal(1, 0.04, len(mois))),
            "nombre-contrats-apprentissage": (fins, contrats * np.linspace(0.8, 1.6, len(fins))),
        }
        lignes += [
            pd.DataFrame({"periode": p, "code_zone": d.code_zone, "serie": s, "value": np.round(v)})
            for s, (p, v) in series.items()
        ]
    yield mois[-1], {"observations": table(_cumuler(pd.concat(lignes, ignore_index=True)), "barometre_dep")}


def barometre_region() -> Iterator[tuple[str, Tables]]:
    """One edition: the sums of the départements, and entries in training, which only the region has."""
    ((_, departements),) = barometre_dep()
    somme = departements["observations"].to_pandas().groupby(["periode", "serie"], as_index=False)["value"].sum()
    trimestres = [f"{a}-{m:02d}" for a in ANNEES for m in (3, 6, 9, 12)]
    population_nb = zonages.zones("region")["population_nb"].iloc[0]
    entrees = population_nb * ENTREES * hasard("barometre", zonages.REGION).normal(1, 0.08, len(trimestres))
    formation = pd.DataFrame({"periode": trimestres, "serie": "nb-formation-pic", "value": entrees.round()})
    toutes = pd.concat([somme, formation], ignore_index=True).assign(code_zone=zonages.REGION)
    yield toutes["periode"].max(), {"observations": table(_cumuler(toutes), "barometre_region")}


def _cumuler(flux: pd.DataFrame) -> pd.DataFrame:
    """Flows with the counts that a producer would publish, and the months that each covers."""
    flux = flux.sort_values(["serie", "code_zone", "periode"], ignore_index=True)
    remise = flux["serie"].map(lambda s: SERIES[s].remise_a_zero)
    rang = flux["periode"].map(lambda p: int(p[:4]) * 12 + int(p[5:])) - remise
    cycle = [flux["serie"], flux["code_zone"], rang // 12]
    place = rang % 12
    mois = place - place.groupby(cycle).shift(fill_value=-1)
    return flux.assign(
        cumul=flux["value"].groupby(cycle).cumsum().where(remise > 0),
        mois_nb=mois.where(remise > 0, 0).astype("int64"),
        obs_status="A",
        conf_status="F",
    )

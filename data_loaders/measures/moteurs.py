"""What an estimated share is made of: from the same métiers in France to the estimate, in points that add up.

Points are percentage points of the share of projects judged difficult.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from data_loaders.measures.estimation import Estimation
from data_loaders.parametres import ParametresMeteo, meteo

# What each step of the method adds to the one before: column or pair of columns of `estimation.estimer`.
ETAPES = ("niveau", "delta", "phi", "epsilon", "r")


class Moteurs(NamedTuple):
    """From the share in France to the estimated share.

    Attributes:
        depart: F, mean of the cells by projects, 0..1; arrivee: the estimated share.
        points: step (of `ETAPES`) -> what it adds, in points; they add up to 100 × (arrivee − depart).
    """

    depart: float
    arrivee: float
    points: dict[str, float]


def moteurs(cellules: pd.DataFrame) -> Moteurs:
    """Take apart the estimate of a group of cells, each weighing its projects.

    Args:
        cellules: rows of `estimation.estimer`, one vintage, at least one.
    """
    pas = cellules.assign(niveau=cellules["b"] - cellules["F"])
    # The bounds kept around each share take what little is left.
    pas["r"] = pas["q_estimee"] - pas["U"] - pas["epsilon"]
    moyennes = {c: float(np.average(pas[c], weights=pas["P"])) for c in ("F", "q_estimee", *ETAPES)}
    points = {c: 100 * moyennes[c] for c in ETAPES}
    return Moteurs(moyennes["F"], moyennes["q_estimee"], points)


def historiques(est: Estimation, cellule: pd.Series, p: ParametresMeteo | None = None) -> dict[str, pd.DataFrame]:
    """What each step of one cell is pooled from, this vintage and the earlier ones.

    Args:
        est: from `estimation.estimer`; cellule: one row of its cells.

    Returns:
        `france`, `metier`, `famille`, `cellule` -> one row a vintage, oldest first: annee, `poids` (oubli^years), `n`
        (√P), `e` (gap with the step before). The sums Σ poids·n and Σ poids·n·e make the step.
    """
    p = p or meteo()
    cellules = est.cellules[est.cellules["annee"] <= cellule["annee"]]
    du_metier = (cellules["nomenclature"] == cellule["nomenclature"]) & (
        cellules["code_metier"] == cellule["code_metier"]
    )
    du_bassin = cellules["code_bassin"] == cellule["code_bassin"]
    source = est.annees.set_index("annee").loc[cellule["annee"], "annee_france"]
    de_france = est.france["annee"] <= source if source else pd.Series(False, index=est.france.index)
    for c in ("nomenclature", "code_metier"):
        de_france &= est.france[c] == cellule[c]
    choix = {
        "metier": (du_metier, "metier"),
        "famille": (du_bassin & (cellules["famille"] == cellule["famille"]), "famille"),
        "cellule": (du_metier & du_bassin, "cellule"),
    }
    tables = {"france": est.france.loc[de_france, ["annee", "n", "e"]]}
    for nom, (lignes, suffixe) in choix.items():
        colonnes = {f"n_{suffixe}": "n", f"e_{suffixe}": "e"}
        tables[nom] = cellules.loc[lignes, ["annee", *colonnes]].rename(columns=colonnes)
    return {nom: _dater(t, source if nom == "france" else cellule["annee"], p) for nom, t in tables.items()}


def _dater(t: pd.DataFrame, annee: str, p: ParametresMeteo) -> pd.DataFrame:
    t = t.drop_duplicates("annee").sort_values("annee", ignore_index=True)
    ecoulees = [int(annee) - int(a) for a in t["annee"]]
    return t.assign(poids=[p.oubli**k for k in ecoulees])

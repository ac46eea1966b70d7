"""Territories alike: distance over standardised structural variables, and what brings two of them together.

Variables are grouped in themes of equal weight, so that ten families of métiers do not outweigh the size of a place. A
variable enters only when it is known for every territory compared.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

MINIMUM = 4


class Voisin(NamedTuple):
    """A territory close to another.

    Attributes:
        distance: root mean square of the standardised gaps, theme by theme; 0 for two identical territories.
        proche: variable of the least gap; eloigne: variable of the widest gap.
        valeurs: variable -> (value here, value there), in the units of the table.
        ecarts: variable -> value there less value here, in standard deviations.
        themes: theme -> mean square of the gaps of its variables.
    """

    code: str
    distance: float
    proche: str
    eloigne: str
    valeurs: Mapping[str, tuple[float, float]]
    ecarts: Mapping[str, float]
    themes: Mapping[str, float]


def semblables(variables: pd.DataFrame, code: str, themes: Mapping[str, Sequence[str]], nombre: int) -> list[Voisin]:
    """The territories nearest to one, nearest first.

    Args:
        variables: one row a territory (index = code), one column a variable; sizes already in logarithms.
        code: the territory, a row of the table.
        themes: theme -> its variables; those that are not columns, or are unknown somewhere, are left out.

    Returns:
        Empty when fewer than four territories can be compared.
    """
    comparables = set(variables.columns[variables.notna().all() & (variables.std() > 0)])
    retenus = {t: gardees for t, noms in themes.items() if (gardees := [n for n in noms if n in comparables])}
    if len(variables) < MINIMUM or not retenus:
        return []
    noms = [n for gardees in retenus.values() for n in gardees]
    reduites = (variables[noms] - variables[noms].mean()) / variables[noms].std(ddof=0)
    ecarts = (reduites - reduites.loc[code]).drop(index=code)
    carres = pd.DataFrame({t: (ecarts[gardees] ** 2).mean(axis=1) for t, gardees in retenus.items()})
    distances = np.sqrt(carres.mean(axis=1)).sort_values(kind="stable")
    ici = variables.loc[code, noms]
    return [
        _voisin(ici, variables.loc[autre, noms], autre, float(d), ecarts.loc[autre], carres.loc[autre])
        for autre, d in distances.head(nombre).items()
    ]


def _voisin(ici: pd.Series, la: pd.Series, autre: str, distance: float, ecarts: pd.Series, themes: pd.Series) -> Voisin:
    absolus = ecarts.abs()
    valeurs = {n: (float(x), float(y)) for n, x, y in zip(ecarts.index, ici, la, strict=True)}
    return Voisin(
        autre,
        distance,
        str(absolus.idxmin()),
        str(absolus.idxmax()),
        valeurs,
        {str(n): float(x) for n, x in ecarts.items()},
        {str(t): float(x) for t, x in themes.items()},
    )

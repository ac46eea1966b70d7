"""Did a figure move in a year? Same month or quarter, known on both sides, further than what its test asks.

A count is administrative and exhaustive, a rate is an estimate: each has its own threshold, in `portrait.toml`.
"""

from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.measures import sauts
from data_loaders.parametres.portrait import ParametresPortrait, portrait

RUPTURE = "B"


class Evolution(NamedTuple):
    """A move since an earlier period.

    Attributes:
        depuis: period compared with.
        sens: `hausse`, `baisse`, or `aucun` (nothing established).
        ecart: points for a rate, % for a count; None when the size of the move is not published.
    """

    depuis: str
    sens: str
    ecart: float | None


def evolution(
    ind: Indicateur, lignes: pd.DataFrame, periode: str, p: ParametresPortrait | None = None
) -> Evolution | None:
    """The move of one zone in a year, None where nothing can be said.

    Args:
        ind: its genre decides the test.
        lignes: rows of the zone, indexed by periode, columns of `calculs.COLONNES`.
        periode: the later of the two.
    """
    p = p or portrait()
    depuis = francais.un_an_avant(periode)
    if not {depuis, periode} <= set(lignes.index):
        return None
    avant, apres = lignes.loc[depuis], lignes.loc[periode]
    if avant["obs_status"] in VIDES or apres["obs_status"] in VIDES or avant["minorant"] or apres["minorant"]:
        return None
    if _rompue(lignes, depuis, periode):
        return None
    if ind.genre == "taux":
        ecart = float(apres["value"] - avant["value"])
        return Evolution(depuis, _sens(ecart, p.seuil_taux), ecart)
    if not avant["value"] > 0:
        return None
    ecart = 100 * (apres["value"] / avant["value"] - 1)
    return Evolution(depuis, _sens(ecart, p.seuil_compte), float(ecart))


def _sens(ecart: float, seuil: float) -> str:
    if abs(ecart) < seuil - 1e-9:
        return "aucun"
    return "hausse" if ecart > 0 else "baisse"


def _rompue(lignes: pd.DataFrame, depuis: str, periode: str) -> bool:
    debut, fin = francais.rang_periode(depuis), francais.rang_periode(periode)
    rompues = lignes.index[lignes["obs_status"].eq(RUPTURE) | sauts.marques(lignes)]
    return any(debut < francais.rang_periode(p) <= fin for p in rompues)

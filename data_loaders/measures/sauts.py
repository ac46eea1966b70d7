"""A figure that leaps by itself: far from the period before and from what the other zones did, for no known cause.

One rule for every complete series. A sample moves by chance and is left out by who calls.
"""

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur

RATIO_MIN = 1.5  # a count that grows by half, or loses a third, in a year
POINTS_MIN = 3.0  # a rate, in points
ECARTS_MIN = 8.0  # times the usual spread of the zones the same year
EFFECTIF_MIN = 100  # smaller counts leap for a few persons
# Zones the same year, or steps of the series itself, below which nothing is usual: then nothing is said.
HABITUDES_MIN = 5
RUPTURE = "B"
PROBABLE = "rupture probable"
# A sample leaps by chance; what is counted from outlines does not leap.
SANS_REGLE = frozenset({"bmo", "population"})


def concerne(ind: Indicateur, dataset: str) -> bool:
    """Whether the rule reads an indicator: counts and percentages of a complete series, never a class « sur 5 »."""
    return dataset not in SANS_REGLE and (ind.genre == "compte" or ind.unite == "%")


def trouver(lignes: pd.DataFrame, genre: str) -> pd.DataFrame:
    """The leaps of a table of figures, each from the same period a year before.

    Args:
        lignes: code_zone, periode, value, obs_status, minorant.
        genre: `compte` (compared by its ratio) or `taux` (by its difference).

    Returns:
        Columns code_zone, periode, avant, ecart (% for a count, points for a rate), in the order of zones and periods.
    """
    vides = lignes["obs_status"].isin(VIDES) | lignes["minorant"].astype(bool)
    large = lignes[~vides].pivot(index="periode", columns="code_zone", values="value")
    rompues = lignes[lignes["obs_status"] == RUPTURE].groupby("periode").size().index
    apres = [
        p
        for p in large.index
        if francais.rythme_periode(p) and francais.un_an_avant(p) in large.index and p not in rompues
    ]
    if not apres:
        return pd.DataFrame(columns=["code_zone", "periode", "avant", "ecart"])
    fin = large.loc[apres].to_numpy(float)
    debut = large.loc[[francais.un_an_avant(p) for p in apres]].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pas = np.log(fin / debut) if genre == "compte" else fin - debut
        grands = np.maximum(fin, debut) >= EFFECTIF_MIN if genre == "compte" else np.ones_like(fin, bool)
    pas[~np.isfinite(pas)] = np.nan
    par_zone = np.sum(~np.isnan(pas), axis=1) >= HABITUDES_MIN
    par_serie = np.sum(~np.isnan(pas), axis=0) >= HABITUDES_MIN
    communs = np.where(par_zone, _mediane(pas, 1), 0.0)[:, None]
    propres = pas - communs
    # The spread of the zones that year, or that of the series itself where they are too few.
    ecarts = np.where(
        par_zone[:, None],
        1.4826 * _mediane(np.abs(propres), 1)[:, None],
        1.4826 * _mediane(np.abs(pas - _mediane(pas, 0)), 0),
    )
    grands &= par_zone[:, None] | par_serie[None, :]
    seuil = np.log(RATIO_MIN) if genre == "compte" else POINTS_MIN
    with np.errstate(invalid="ignore"):
        sautes = grands & (np.abs(propres) >= seuil) & (np.abs(propres) >= ECARTS_MIN * ecarts)
    quand, ou = np.nonzero(sautes)
    # A level that shifts differs from the year before for twelve months: its first period is the leap.
    premiers = [i == 0 or not sautes[i - 1, j] for i, j in zip(quand, ou, strict=True)]
    quand, ou = quand[premiers], ou[premiers]
    trouves = pd.DataFrame(
        {
            "code_zone": large.columns.to_numpy()[ou],
            "periode": np.asarray(apres, dtype=object)[quand],
            "avant": [francais.un_an_avant(apres[i]) for i in quand],
            "ecart": (100 * np.expm1(pas) if genre == "compte" else pas)[quand, ou],
        }
    )
    return trouves.sort_values(["code_zone", "periode"], ignore_index=True)


def dire(ecart: float, genre: str) -> str:
    """« rupture probable : +90 % en un an, cause non dite par le producteur »."""
    dit = francais.ecart(ecart, "%", 0) if genre == "compte" else francais.ecart(ecart, "points", 1)
    return f"{PROBABLE} : {dit} en un an, cause non dite par le producteur"


def signaler(lignes: pd.DataFrame, genre: str) -> pd.DataFrame:
    """The same rows, each leap with its words in `raison`, after those that it has."""
    trouves = trouver(lignes, genre)
    if trouves.empty:
        return lignes
    dits = {(z, p): dire(e, genre) for z, p, e in trouves[["code_zone", "periode", "ecart"]].itertuples(index=False)}
    cles = zip(lignes["code_zone"], lignes["periode"], strict=True)
    raisons = [
        " ; ".join(filter(None, (r, dits.get(c)))) for r, c in zip(lignes["raison"].fillna(""), cles, strict=True)
    ]
    return lignes.assign(raison=raisons)


def marques(lignes: pd.DataFrame) -> pd.Series:
    """True for each row that `signaler` marked."""
    raisons = lignes["raison"] if "raison" in lignes else [""] * len(lignes)
    return pd.Series([isinstance(r, str) and PROBABLE in r for r in raisons], index=lignes.index, dtype=bool)


def _mediane(x: np.ndarray, axe: int) -> np.ndarray:
    with np.errstate(all="ignore"):
        vides = np.isnan(x).all(axis=axe)
        m = np.nanmedian(np.where(np.expand_dims(vides, axe), 0.0, x), axis=axe)
    return m

"""What changed for some territories between two versions of a dataset: the figures that the screens show, not cells."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import Contrat
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.magasin.store import Magasin
from data_loaders.versions import difference

# What makes a figure another one for its reader.
MONTRES = ["value", "obs_status", "minorant", "borne_basse", "borne_haute"]


class Changement(NamedTuple):
    """One figure of one territory, before and after.

    Attributes:
        lieu: `zonage:code`.
        avant, apres: rows of a `Tableau` (with `periode`), None where the version does not hold the period.
    """

    lieu: str
    indicateur: Indicateur
    avant: pd.Series | None
    apres: pd.Series | None


# Identifier of a version, indicator, zoning -> figures.
Lecture = Callable[[str, Indicateur, str], Tableau]


@lru_cache(maxsize=64)
def comparables(dataset: str) -> bool:
    """True when a dataset holds figures of territories."""
    return any(dataset in i.datasets_pour(z) for i in INDICATEURS.values() for z in i.zonages)


def par_territoire(
    magasin: Magasin, contrat: Contrat, avant: str, apres: str, lieux: Sequence[str], lire: Lecture | None = None
) -> list[Changement]:
    """Figures that differ, in the order of the territories, then of the indicators and periods.

    Two vintages of a survey are compared figure to figure; two versions of a series, period by period.

    Args:
        lieux: territories, `zonage:code`.
        lire: gives the figures of an indicator on a zoning in a version, where they are kept; else they are computed.

    Raises:
        ErreurDonnees: a version is absent or damaged.
    """
    if lire is None:
        versions = {i: difference.figer(magasin, contrat, i) for i in (avant, apres)}

        def lire(identifiant: str, ind: Indicateur, zonage: str) -> Tableau:
            return versions[identifiant].tableau(ind, zonage)

    memes_periodes = contrat.serie or difference.millesime(avant) == difference.millesime(apres)
    trouves = []
    for lieu in lieux:
        zonage, _, code = lieu.partition(":")
        for ind in INDICATEURS.values():
            if zonage in ind.zonages and contrat.dataset in ind.datasets_pour(zonage) and not ind.estime:
                a, b = (_Lignes(lire(v, ind, zonage), code, memes_periodes) for v in (avant, apres))
                differents = [p for p in sorted(a.montres.keys() | b.montres.keys()) if a.montre(p) != b.montre(p)]
                trouves += [Changement(lieu, ind, a.ligne(p), b.ligne(p)) for p in differents]
    return trouves


class _Lignes:
    """The figures of a zone in a version.

    Attributes:
        montres: period -> place of its row, one alone under "" where periods are not those of the other version.
    """

    def __init__(self, t: Tableau, code: str, memes_periodes: bool) -> None:
        self._ici = t.lignes[t.lignes["code_zone"] == code]
        colonnes = ([None if pd.isna(x) else x for x in self._ici[c]] for c in MONTRES)
        self._vus = list(zip(*colonnes, strict=True))
        self.montres = {p if memes_periodes else "": i for i, p in enumerate(self._ici["periode"])}

    def montre(self, periode: str) -> tuple | None:
        """What is shown of a figure, two empty values being the same; None without any row."""
        return self._vus[self.montres[periode]] if periode in self.montres else None

    def ligne(self, periode: str) -> pd.Series | None:
        """The row of a figure."""
        return self._ici.iloc[self.montres[periode]] if periode in self.montres else None

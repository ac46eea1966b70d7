"""Classes of a rate: frozen limits, words, counts; gaps with the region on a fixed symmetric scale."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur

# Limits of the gap with the region, by unit: the middle class is « comme la région ».
LIMITES_ECART = {
    "%": (-5.0, -1.0, 1.0, 5.0),
    "pour 100 places": (-15.0, -5.0, 5.0, 15.0),
    "pour 100 projets": (-15.0, -5.0, 5.0, 15.0),
    "pour 1 000 habitants": (-3.0, -1.0, 1.0, 3.0),
    "vœux par place": (-1.0, -0.25, 0.25, 1.0),
}
LIMITES_ECART_INDICATEUR = {
    "taux_chomage": (-1.5, -0.5, 0.5, 1.5),
    "densite": (-100.0, -30.0, 30.0, 100.0),
}


def classe(valeur: float | None, limites: Sequence[float]) -> int | None:
    """Class 1…n of a value; a limit belongs to the upper class; None without limits or value."""
    if not limites or valeur is None or not math.isfinite(valeur):
        return None
    return bisect_right(limites, valeur) + 1


def limites_ecart(ind: Indicateur) -> tuple[float, ...]:
    """Frozen limits of the gap with the region, in points (or in the unit of the indicator)."""
    return LIMITES_ECART_INDICATEUR.get(ind.code) or LIMITES_ECART[ind.unite]


def textes_limites(limites: Sequence[float], unite: str, decimales: int = 0) -> list[str]:
    """« moins de 40 % », « 40 à 50 % », … « 70 % et plus »."""
    signe = min(limites, default=0) < 0
    d = decimales if all(float(x).is_integer() for x in limites) is False else 0
    n = [francais.nombre(x, d, signe=signe) for x in limites]
    u = f"{francais.INSEC}{unite}"
    return [f"moins de {n[0]}{u}", *(f"{a} à {b}{u}" for a, b in pairwise(n)), f"{n[-1]}{u} et plus"]

"""Classes of a rate: round limits near its fifths, their words; gaps with the region on a fixed symmetric scale."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur

CLASSES = 5
# How uneven evenly spaced classes may be: their squared counts over those of equal ones.
INEGAL_MAX = 1.6
# Steps on which the limits of a map fall, the roundest first.
_PAS = tuple(m * 10.0**e for e in range(4, -3, -1) for m in (5, 2, 1))

# Limits of the gap with the region, by unit: the middle class is « comme la région ».
LIMITES_ECART = {
    "%": (-5.0, -1.0, 1.0, 5.0),
    "pour 100 places": (-15.0, -5.0, 5.0, 15.0),
    "pour 100 projets": (-15.0, -5.0, 5.0, 15.0),
    "pour 1 000 habitants": (-3.0, -1.0, 1.0, 3.0),
    "vœux par place": (-1.0, -0.25, 0.25, 1.0),
}
LIMITES_ECART_INDICATEUR = {"taux_chomage": (-1.5, -0.5, 0.5, 1.5), "densite": (-100.0, -30.0, 30.0, 100.0)}


def classe(valeur: float | None, limites: Sequence[float]) -> int | None:
    """Class 1…n of a value; a limit belongs to the upper class; None without limits or value."""
    if not limites or valeur is None or not math.isfinite(valeur):
        return None
    return bisect_right(limites, valeur) + 1


def limites_rondes(valeurs: Collection[float]) -> tuple[float, ...]:
    """Round limits near the fifths of the values, such that no class is empty; fewer where few values differ. Evenly
    spaced ones are preferred, as long as no class takes nearly all."""
    rangees = sorted(valeurs)
    for n in range(min(CLASSES, len(set(rangees))), 1, -1):
        cinquiemes = [rangees[math.ceil(i * len(rangees) / n)] for i in range(1, n)]
        milieu = sum(cinquiemes) / len(cinquiemes)
        for regulieres, inegales in ((True, False), (False, True), (True, True)):
            for pas in _PAS:
                debut = round(milieu / pas - (n - 2) / 2)
                rangs = range(debut, debut + n - 1) if regulieres else [round(x / pas) for x in cinquiemes]
                limites = tuple(round(r * pas, 2) for r in rangs)
                comptes = Counter(classe(v, limites) for v in rangees)
                egales = sum(c * c for c in comptes.values()) <= INEGAL_MAX * len(rangees) ** 2 / n
                if len(comptes) == n and (egales or inegales):
                    return limites
    return ()


def limites_ecart(ind: Indicateur) -> tuple[float, ...]:
    """Frozen limits of the gap with the region, in points (or in the unit of the indicator)."""
    ici = LIMITES_ECART_INDICATEUR.get(ind.code) or LIMITES_ECART.get(ind.unite)
    # Of a described unit, those of a percentage at the size of its classes.
    return ici or tuple(x * max(map(abs, ind.limites), default=100.0) / 100 for x in LIMITES_ECART["%"])


def textes_limites(limites: Sequence[float], unite: str, decimales: int = 0) -> list[str]:
    """« moins de 40 % », « 40 à 50 % », … « 70 % et plus »."""
    signe = min(limites, default=0) < 0
    d = decimales if all(float(x).is_integer() for x in limites) is False else 0
    n = [francais.nombre(x, d, signe=signe) for x in limites]
    u = f"{francais.INSEC}{unite}"
    return [f"moins de {n[0]}{u}", *(f"{a} à {b}{u}" for a, b in pairwise(n)), f"{n[-1]}{u} et plus"]

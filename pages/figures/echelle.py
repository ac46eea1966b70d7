"""Round values along an axis."""

import math
from collections.abc import Callable


def pas(brut: float) -> float:
    """The least of 1, 2, 5 or 10 times a power of ten that is not under `brut`."""
    base = 10 ** math.floor(math.log10(brut)) if brut > 0 else 1.0
    return next(m * base for m in (1, 2, 5, 10) if m * base >= brut * (1 - 1e-9))


def graduations(bas: float, haut: float, nb: int = 6) -> list[float]:
    """Round values from under `bas` to over `haut`, about `nb` of them."""
    p = pas(((haut - bas) or 1) / nb)
    return [p * i for i in range(math.floor(bas / p), math.ceil(haut / p) + 1)]


def graduations_log(bas: float, haut: float, place: float, prendre: Callable[[float], float]) -> list[float]:
    """1, 2 and 5 of each power of ten, those that have room on a length: the powers first.

    Args:
        prendre: length that a mark takes.
    """
    debut, fin = math.log10(bas), math.log10(haut)
    puissances = range(math.floor(debut), math.ceil(fin) + 1)
    gardes: list[float] = []
    for v in (chiffre * 10.0**p for chiffre in (1, 5, 2) for p in puissances):
        if all(abs(math.log10(v / g)) * place / (fin - debut) >= prendre(v) for g in gardes):
            gardes.append(v)
    return sorted(gardes)

"""Values of the convention that jump from one period to the next: asked of the operator, never refused silently."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts.convention import PARTIES, mesures, regles

EXEMPLES_MAX = 5


class Saut(NamedTuple):
    """A value and the one of the period before, for the same measure and party."""

    code_mesure: str
    partie: str
    avant: str
    apres: str
    valeur_avant: float
    valeur_apres: float

    def phrase(self) -> str:
        """« vae_1_euros (Région) : 100 en 2014 puis 400 en 2015 »."""
        avant, apres = (francais.nombre(v, _decimales(v)) for v in (self.valeur_avant, self.valeur_apres))
        return f"{self.code_mesure} ({PARTIES[self.partie]}) : {avant} en {self.avant} puis {apres} en {self.apres}"


def _decimales(valeur: float) -> int:
    return 0 if float(valeur).is_integer() else 2


def invraisemblable(avant: float, apres: float) -> bool:
    """True when the ratio of two values calls for a question; small values may vary as they like."""
    bas, haut = sorted((avant, apres))
    r = regles()
    return haut >= r.saut_minimum and (bas == 0 or haut / bas >= r.saut)


def trouver(table: pd.DataFrame, connues: pd.DataFrame | None = None) -> list[Saut]:
    """Jumps of a table of observations, in the order of the annex then of time.

    Args:
        table: columns code_mesure, periode, partie, value.
        connues: edition in force; a pair of values that it holds already was asked then, and is left out.
    """
    cle = ["code_mesure", "periode", "partie"]
    vues = set() if connues is None else set(connues[[*cle, "value"]].itertuples(index=False, name=None))
    ordre = {code: i for i, code in enumerate(mesures())}
    lignes = table[table["value"].notna()].sort_values(cle, key=lambda c: c.map(ordre) if c.name == cle[0] else c)
    sauts = []
    # A year and a half-year of the same measure are not compared.
    longueur = lignes["periode"].str.len()
    for (code, partie, _), serie in lignes.groupby(["code_mesure", "partie", longueur], sort=False):
        points = list(serie[["periode", "value"]].itertuples(index=False, name=None))
        for (avant, a), (apres, b) in pairwise(points):
            deja = {(code, avant, partie, a), (code, apres, partie, b)} <= vues
            if not deja and invraisemblable(a, b):
                sauts.append(Saut(code, partie, avant, apres, a, b))
    return sauts


def resumer(table: pa.Table, proches: Sequence[pa.Table]) -> list[tuple[str, str, int, str]]:
    """Words of the constat that `publication` asks about: found, examples, count, likely cause; empty without jump."""
    sauts = trouver(table.to_pandas(), proches[-1].to_pandas() if proches else None)
    if not sauts:
        return []
    exemples = " ; ".join(s.phrase() for s in sauts[:EXEMPLES_MAX])
    trouve = f"valeur au moins {francais.nombre(regles().saut)} fois plus grande ou plus petite : {exemples}"
    return [(trouve, sauts[0].phrase(), len(sauts), "unité ou virgule confondue, ou vrai changement à confirmer")]

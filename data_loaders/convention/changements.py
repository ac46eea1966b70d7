"""What a reception, or a snapshot, changes in the values of the convention, measure by measure."""

from typing import NamedTuple

import pandas as pd

from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import mesures

NOUVELLE, REMPLACEE, RETIREE, MASQUEE, IDENTIQUE = "nouvelle", "remplacée", "retirée", "masquée", "identique"


class Valeur(NamedTuple):
    """A value received; `value` is None when it is not available (O) or hidden (Q)."""

    value: float | None
    obs_status: str
    commentaire: str = ""
    reservee: bool = False


class Changement(NamedTuple):
    """A measure, period and party: what was in force, None for nothing, then what is.

    `genre` is `NOUVELLE`, `REMPLACEE`, `RETIREE` (not available any more), `MASQUEE` (secrecy) or `IDENTIQUE`.
    """

    code_mesure: str
    periode: str
    partie: str
    genre: str
    avant: Valeur | None
    apres: Valeur


def comparer(avant: pd.DataFrame | None, apres: pd.DataFrame) -> list[Changement]:
    """Every row of `apres` beside the one of `avant`, in the order of the annex, then of time.

    Args:
        avant: observations in force, None when there is none; no row of it is ever removed.
    """
    anciennes = {} if avant is None else valeurs(avant)
    rang = {code: i for i, code in enumerate(mesures())}
    lignes = sorted(valeurs(apres).items(), key=lambda ligne: (rang[ligne[0][0]], *ligne[0][1:]))
    return [Changement(*cle, _genre(anciennes.get(cle), v), anciennes.get(cle), v) for cle, v in lignes]


def valeurs(table: pd.DataFrame) -> dict[tuple[str, str, str], Valeur]:
    """(measure, period, party) -> value, of observations."""
    return {
        (r.code_mesure, r.periode, r.partie): Valeur(
            None if pd.isna(r.value) else float(r.value), r.obs_status, r.commentaire, r.conf_status == RESERVE
        )
        for r in table.itertuples()
    }


def _genre(avant: Valeur | None, apres: Valeur) -> str:
    if avant is None:
        return NOUVELLE
    if avant == apres:
        return IDENTIQUE
    if apres.obs_status == "Q" and avant.obs_status != "Q":
        return MASQUEE
    return RETIREE if apres.value is None and avant.value is not None else REMPLACEE

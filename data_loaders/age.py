"""How old a figure is, by one rule: its period ended more than two years before today."""

from datetime import date
from typing import Final

from data_loaders import francais
from data_loaders.francais import INSEC
from geo import reglages

ANS: Final = 2
VARIABLE: Final = reglages.JOUR


def aujourdhui() -> date:
    """The day from which ages are counted."""
    return reglages.jour()


def est_ancien(periode: str) -> bool:
    """Whether a period (year, half, quarter, month) ended more than two years ago; ValueError when it is none."""
    rythme = francais.rythme_periode(periode)
    if rythme is None:
        raise ValueError(periode)
    demi = {"annuel": 1.0, "semestriel": 0.25, "trimestriel": 0.125, "mensuel": 1 / 24}[rythme]
    fin = francais.rang_periode(periode) + demi
    jour = aujourdhui()
    return jour.year + (jour.timetuple().tm_yday - 1) / 366 - fin > ANS


def mention(periode: str) -> str:
    """« ancien : 2019 », which takes the place of the date of an old figure; "" for another."""
    return f"ancien{INSEC}: {periode[:4]}" if est_ancien(periode) else ""

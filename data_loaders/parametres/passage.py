"""The break of 2024 in the list of the survey: métiers of before (FAP 2009), métiers of since (FAP 2021).

`passage_bmo.csv` is a working table of the Observatoire, a row a link and what proves it: the same label, or the share
of couples ROME × qualification that both have in the tables of the Dares, then the projects of France in the surveys of
2024 and 2023 (1 = as all métiers). No producer publishes one. Seven codes are in both lists: what goes on is read here,
never from the code alone.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

FICHIER = Path(__file__).with_name("passage_bmo.csv")
RUPTURE = "2024"  # first vintage of the new list
LISTE_AVANT = "FAP2009"
UN_POUR_UN = "1:1"  # the only kind whose share and projects are read across


class Suites(NamedTuple):
    """What a métier was before the break, or is since.

    Attributes:
        genre: `1:1`, `1:n`, `n:1`, `n:m`, the same followed by « volume rompu », `sans suite` or `nouveau`; "" for a
            code that the table does not hold on this side.
        codes: those of the other list, in the order of their code.
    """

    genre: str
    codes: tuple[str, ...]


@cache
def _liens() -> dict[bool, dict[str, Suites]]:
    """Whether a code is of the list of since -> code -> its suites."""
    with FICHIER.open(encoding="utf-8", newline="") as f:
        lignes = list(csv.DictReader(f, delimiter=";"))
    lus: dict[bool, dict[str, Suites]] = {False: {}, True: {}}
    for ligne in lignes:
        cotes = ligne["code_2023"], ligne["code_2024"]
        for depuis, ici, autre in ((False, *cotes), (True, *reversed(cotes))):
            if ici:
                connus = lus[depuis].get(ici, Suites("", ())).codes
                lus[depuis][ici] = Suites(ligne["genre"], tuple(sorted({*connus, autre} - {""})))
    return lus


def suites(code: str, millesime: str) -> Suites:
    """The successors of a métier of a vintage before the break, the predecessors of one since."""
    return _liens()[millesime >= RUPTURE].get(code, Suites("", ()))


def chaine(code: str) -> bool:
    """Whether a code is that of a métier that goes on across the break."""
    return any(lus.get(code, Suites("", ())).genre == UN_POUR_UN for lus in _liens().values())


@cache
def pareils() -> dict[str, str]:
    """Code -> the other code of the same métier, for those that the break renames one for one, both ways."""
    tous = [(code, s) for lus in _liens().values() for code, s in lus.items() if s.genre == UN_POUR_UN]
    return {code: s.codes[0] for code, s in tous if s.codes[0] != code}


@lru_cache(maxsize=8)
def groupes(longueur: int) -> tuple[frozenset[str], frozenset[str]]:
    """The first letters of the codes of before the break, then of since."""
    avant, depuis = (frozenset(c[:longueur] for c in _liens()[cote]) for cote in (False, True))
    return avant, depuis

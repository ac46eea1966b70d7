"""Known turns of phrase, and what a word typed may stand for: itself, its beginning, a misspelling, what is heard."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

EDITIONS: Final = ((5, 1), (8, 2), (12, 3))  # length of a word from which so many letters may be wrong
CONNU_MIN: Final = 5  # letters of a word that may be misspelt: « math » is not what « mothe » meant
INACHEVE: Final = 0.7
ENTENDU: Final = 0.9  # written as it is heard
INITIALE_SURE: Final = 6  # up to so many letters, the first one is not mistyped
DEBUT_MIN: Final = 3


class Suite(NamedTuple):
    """A turn of phrase: its words, what it is (`genre`), what it means, and what it costs to prefer it."""

    mots: tuple[str, ...]
    genre: str
    valeur: Any
    malus: float = 0.0


def plat(texte: str) -> str:
    """Lower case, without accents."""
    lu = texte.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", lu) if not unicodedata.combining(c))


# Spellings of one sound, in order; silent endings last.
_SONS: Final = tuple(
    (re.compile(motif), son)
    for motif, son in (
        ("ph", "f"),
        ("qu|k|c(?![eiyh])", "k"),
        ("c(?=[eiy])|sc(?=[eiy])", "s"),
        ("h", ""),
        ("e?aux?", "o"),
        ("[ae][iy]", "e"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
        ("(?<=..)(?:es?|[stxdz])$", ""),
    )
)


@lru_cache(maxsize=1 << 16)
def sonner(mot: str) -> str:
    """A flat word as it is heard: « nazere » and « nazaire » are one."""
    for motif, son in _SONS:
        mot = motif.sub(son, mot)
    return mot


class Vocabulaire:
    """Turns of phrase that can be found from any word typed."""

    def __init__(self, suites: Iterable[Suite]) -> None:
        self.par_debut: dict[str, list[Suite]] = defaultdict(list)
        for s in dict.fromkeys(s for s in suites if s.mots):
            self.par_debut[s.mots[0]].append(s)
        self.mots = frozenset(m for suites in self.par_debut.values() for s in suites for m in s.mots)
        self._tries = sorted(self.mots)
        self._par_longueur: dict[int, list[str]] = defaultdict(list)
        for m in self._tries:
            self._par_longueur[len(m)].append(m)
        self._par_son: dict[str, list[str]] = defaultdict(list)
        for m in self._tries:
            if len(m) >= CONNU_MIN:
                self._par_son[sonner(m)].append(m)
        self.proches = lru_cache(maxsize=4096)(self._proches)

    def _proches(self, mot: str, entier: str, inacheve: bool, justes: bool) -> dict[str, float]:
        """Known words that a word typed may stand for, with what each costs.

        Args:
            mot: in the form of the vocabulary; entier: as it was typed, its ending included.
            inacheve: the word may be the beginning of another one. justes: a known word is no misspelling.
        """
        proches = {mot: 0.0} if mot in self.mots else {}
        if inacheve and len(mot) >= DEBUT_MIN:
            for connu in self._tries[bisect_left(self._tries, mot) :]:
                if not connu.startswith(mot):
                    break
                if not (connu.startswith(entier) or entier.startswith(connu)):
                    continue  # « conte » does not begin « contre », though their forms would
                proches.setdefault(connu, INACHEVE + min(0.3, 0.03 * (len(connu) - len(mot))))
        permises = max((n for longueur, n in EDITIONS if min(len(entier), len(mot) + 1) >= longueur), default=0)
        if not permises or (justes and mot in proches):
            return proches
        if len(mot) >= CONNU_MIN:
            for connu in self._par_son.get(sonner(mot), ()):
                proches.setdefault(connu, ENTENDU)
        for longueur in range(max(CONNU_MIN, len(mot) - permises), len(mot) + permises + 1):
            connus = self._par_longueur.get(longueur, [])
            for connu, d, _ in process.extract(mot, connus, scorer=OSA.distance, score_cutoff=permises, limit=8):
                if connu[0] != mot[0] and len(mot) <= INITIALE_SURE:
                    continue  # « loyer » is no « foyer »
                cout = d * (0.5 + 3.2 / len(mot)) + 0.3 * (connu[0] != mot[0])
                proches[connu] = min(cout, proches.get(connu, cout))
        return proches

"""Known names, found from the words typed: a word is itself, its beginning, a misspelling, or what is heard."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
FAUTES_MAX: Final = 32  # known words near to a misspelt one
SUITE_MAX: Final = 7  # words of one name, as typed


class Suite(NamedTuple):
    """A name: its words, what it is (`genre`), what it means, and what it costs to prefer it."""

    mots: tuple[str, ...]
    genre: str
    valeur: Any
    malus: float = 0.0


class Lue(NamedTuple):
    """A name read up to a word typed (`fin`, excluded); `reste`: the part of its cost due to what is not said of it."""

    fin: int
    suite: Suite
    cout: float
    reste: float


# For each word typed, the known words that it may stand for, and what each costs.
Proches = Sequence[Mapping[str, float]]


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


def entiere(suite: Suite, dits: Proches) -> float | None:
    """What a name costs that is said to its end; None of one that is not."""
    return 0.0 if len(dits) == len(suite.mots) else None


class Vocabulaire:
    """Names that can be found from their words."""

    def __init__(
        self, suites: Iterable[Suite], manque: Callable[[Suite, Proches], float | None] = entiere, ordre: bool = True
    ) -> None:
        """Sort the words.

        Args:
            manque: what it costs that only these words of a name are said; None where they do not say it.
            ordre: whether the words of a name are said in their order.
        """
        self.suites = [s for s in dict.fromkeys(suites) if s.mots]
        self.manque, self.ordre = manque, ordre
        self._rangs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, s in enumerate(self.suites):
            for rang, m in enumerate(s.mots):
                self._rangs[m].append((i, rang))
        self.mots = self._rangs.keys()
        self._tries = sorted(self.mots)
        self._longs = [m for m in self._tries if len(m) >= CONNU_MIN]
        self._par_son: dict[str, list[str]] = defaultdict(list)
        for m in self._longs:
            self._par_son[sonner(m)].append(m)
        self.proches = lru_cache(maxsize=4096)(self._proches)

    def trouver(self, proches: Proches, debut: int) -> Iterator[Lue]:
        """Names that hold the words typed from `debut` to another one."""
        lues: dict[int, tuple[float, int]] | None = None  # name -> cost of its words, rank of the last
        for fin in range(debut + 1, min(debut + SUITE_MAX, len(proches)) + 1):
            ici: dict[int, tuple[float, int]] = {}
            for connu, cout in proches[fin - 1].items():
                for i, rang in self._rangs.get(connu, ()):
                    avant = (0.0, -1) if lues is None else lues.get(i)
                    if avant and (rang > avant[1] or not self.ordre):
                        lue = avant[0] + cout, rang
                        ici[i] = min(lue, ici.get(i, lue))
            lues = ici
            for i in sorted(lues):
                s, cout = self.suites[i], lues[i][0]
                if (reste := self.manque(s, proches[debut:fin])) is not None:
                    yield Lue(fin, s, cout + s.malus + reste, reste)

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
        for connu, d, _ in process.extract(
            mot, self._longs, scorer=OSA.distance, score_cutoff=permises, limit=FAUTES_MAX
        ):
            if connu[0] != mot[0] and len(mot) <= INITIALE_SURE:
                continue  # « loyer » is no « foyer »
            cout = d * (0.5 + 3.2 / len(mot)) + 0.3 * (connu[0] != mot[0])
            proches[connu] = min(cout, proches.get(connu, cout))
        return proches

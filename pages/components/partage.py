"""Results computed once for all readers: finished text, arrays and figures, shared, read-only, bounded in bytes.

`une_fois(f, *args)` is `f(*args)`, kept under the function, the perimeters in force and every argument, so that a key
cannot forget an input; `lire_une_fois` is the same for the frames that things are drawn from. `finie(f)` and `lue(f)`
are `f`, every result of which is kept so. What a function reads elsewhere than in its arguments must be the same for
all readers: it is so in `data_loaders` and `pages.figures`, not in what reads the session.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import fields, is_dataclass
from functools import partial, update_wrapper
from itertools import count
from sys import getsizeof
from types import FunctionType
from typing import Any, ClassVar, Final, NamedTuple, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from plotly.basedatatypes import BaseFigure

from data_loaders.magasin.donnees import Donnees
from geo import zonages

# What is drawn is many and light, what it is drawn from is few and slow to make: one never drives the other out.
OCTETS_FINIS: Final = 160_000_000
OCTETS_LUS: Final = 200_000_000
_VALEURS: Final = (str, bytes, int, float, bool, type(None))
_ATOMES: Final = {type(v): 32 for v in (0, 0.0, True, None, pd.NA, np.float64(0), np.int64(0), np.bool_(0))}
# Weighing a short frame cell by cell takes longer than making it.
CADRE_COURT, CELLULE = 2_000, 64

P = ParamSpec("P")
R = TypeVar("R")


class _NonPartage(Exception):
    """An argument can be neither compared by value nor recognised as a shared result."""


class _Partage(NamedTuple):
    """A result that is kept, as an argument: its number, which no other ever has, and how many keys give it.

    A key holds the number alone: what was made of a result that has left is asked by nobody, and leaves in its turn.
    """

    numero: int
    cles: int


class Reserve:
    """Results kept, the least recently used leaving when they weigh more than `octets_max` together.

    Attributes:
        octets: weight of what is kept.
        calculs: name of a function -> how many times it was computed since the start.
    """

    # Common to all, by the id of each result: what one keeps is an argument of what another computes.
    _partages: ClassVar[dict[int, _Partage]] = {}
    _numeros: ClassVar[Iterator[int]] = count()
    _verrou: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, octets_max: int) -> None:
        self.octets_max = octets_max
        self.octets = 0
        self.calculs: Counter[str] = Counter()
        self._faits: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()  # result and its weight
        self._en_cours: dict[Hashable, Future] = {}

    def __len__(self) -> int:
        return len(self._faits)

    def une_fois(self, fonction: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a pure function, computed by the first who asks; the others wait for it, then share it.

        Nothing is kept when the function raises, nor when an argument can be neither compared by value nor recognised
        as a shared result: a frame filtered on the spot, a lambda.
        """
        try:
            cle = (fonction, zonages.empreinte(), self._cle(args), self._cle(kwargs))
        except _NonPartage:
            self.calculs[fonction.__qualname__] += 1
            return fonction(*args, **kwargs)
        with self._verrou:
            if (fait := self._faits.get(cle)) is not None:
                self._faits.move_to_end(cle)
                return fait[0]
            attendu = self._en_cours.get(cle)
            if attendu is None:
                mien = self._en_cours[cle] = Future()
        if attendu is not None:
            return attendu.result()
        try:
            resultat = fonction(*args, **kwargs)
        except BaseException as e:
            with self._verrou:
                del self._en_cours[cle]
            mien.set_exception(e)
            raise
        self._garder(cle, fonction.__qualname__, resultat)
        mien.set_result(resultat)
        return resultat

    def partager(self, fonction: Callable[P, R]) -> Callable[P, R]:
        """The same function, each of its results computed once; also a decorator."""
        return update_wrapper(partial(self.une_fois, fonction), fonction, updated=())

    def garde(self, fonction: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """The same where it is kept already; None otherwise, and nothing is computed."""
        with self._verrou:
            fait = self._faits.get((fonction, zonages.empreinte(), self._cle(args), self._cle(kwargs)))
            return fait and fait[0]

    def vider(self) -> None:
        """Forget everything."""
        with self._verrou:
            while self._faits:
                self._oublier(next(iter(self._faits)))

    def _cle(self, x: Any) -> Hashable:
        # What tells an argument from another: its value, or the object itself when it is a shared result.
        if isinstance(x, _VALEURS):
            return type(x), (x if x == x else None)  # an empty number is equal to no other
        if partage := self._partages.get(id(x)):
            return _Partage, partage.numero
        if isinstance(x, tuple | list | set | frozenset):
            return type(x), tuple(map(self._cle, x))
        if isinstance(x, Mapping):
            return type(x), tuple((self._cle(k), self._cle(v)) for k, v in x.items())
        if isinstance(x, Donnees):
            return Donnees, str(x.racine), x.empreinte  # compared much sooner than a path
        if isinstance(x, FunctionType) and "<" in x.__qualname__:
            raise _NonPartage  # another function at each run
        if is_dataclass(x):
            return type(x), tuple(self._cle(getattr(x, f.name)) for f in fields(x))
        try:
            hash(x)
        except TypeError:
            raise _NonPartage from None
        return x

    def _garder(self, cle: Hashable, nom: str, resultat: Any) -> None:
        octets = poids(resultat)
        with self._verrou:
            self.calculs[nom] += 1
            del self._en_cours[cle]
            self._faits[cle] = resultat, octets
            self.octets += octets
            if not isinstance(resultat, _VALEURS):
                partage = self._partages.get(id(resultat)) or _Partage(next(self._numeros), 0)
                self._partages[id(resultat)] = partage._replace(cles=partage.cles + 1)
            while self.octets > self.octets_max and len(self._faits) > 1:
                self._oublier(next(iter(self._faits)))

    def _oublier(self, cle: Hashable) -> None:
        resultat, octets = self._faits.pop(cle)
        self.octets -= octets
        if (partage := self._partages.pop(id(resultat), None)) and partage.cles > 1:
            self._partages[id(resultat)] = partage._replace(cles=partage.cles - 1)


def poids(x: Any) -> int:
    """Bytes of a result and of what it holds, each object once; numbers and short frames at what they weigh at most."""
    vus: set[int] = set()
    total, a_peser = 0, [(x,)]
    while a_peser:
        for y in a_peser.pop():
            if (atome := _ATOMES.get(type(y))) is not None:
                total += atome
            elif id(y) not in vus and not isinstance(y, type | FunctionType):
                vus.add(id(y))
                octets, dedans = _peser(y)
                total += octets
                a_peser.append(dedans)
    return total


def _peser(x: Any) -> tuple[int, Iterable[Any]]:
    """Bytes of an object alone, and what it holds."""
    if isinstance(x, str | bytes):
        return getsizeof(x), ()
    if isinstance(x, pd.DataFrame | pd.Series):
        # Texts of a long frame are shared with what it was read from; those of a short one are not counted.
        return (x.size + 1) * CELLULE if x.size < CADRE_COURT else int(np.sum(x.memory_usage())), ()
    if isinstance(x, BaseFigure):
        return 0, (x.to_dict(),)
    if isinstance(x, np.ndarray):
        return x.nbytes, ()
    if isinstance(x, Mapping):
        return getsizeof(x), [*x.keys(), *x.values()]
    if isinstance(x, tuple | list | set | frozenset):
        return getsizeof(x), x
    autour = (getattr(x, n, None) for n in getattr(x, "__slots__", ()))
    return getsizeof(x), [*getattr(x, "__dict__", {}).values(), *autour]


FINIS: Final = Reserve(OCTETS_FINIS)
LUS: Final = Reserve(OCTETS_LUS)
une_fois = FINIS.une_fois
lire_une_fois = LUS.une_fois
finie, lue = FINIS.partager, LUS.partager

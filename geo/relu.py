"""What is read of files, kept as long as they are the same: who edits one is heard at once."""

import os
import stat
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def _etat(chemin: Path) -> tuple[tuple[object, ...], ...]:
    """What changes when a file does, or one of a folder; nothing of what cannot be seen: its reading says why."""
    try:
        vus = {"": chemin.stat()}
        if stat.S_ISDIR(vus[""].st_mode):
            with os.scandir(chemin) as fichiers:
                vus = {f.name: f.stat() for f in fichiers if f.is_file()}
    except OSError:
        return ()
    return tuple(sorted((nom, e.st_ino, e.st_size, e.st_mtime_ns, e.st_ctime_ns) for nom, e in vus.items()))


def relu(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a function reads of the files and folders among its arguments, the last `maxsize` results.

    A refusal is not kept.
    """

    def decorer(lire: Callable[P, R]) -> Callable[P, R]:
        usuels = lire.__defaults__ or ()

        @lru_cache(maxsize=maxsize)
        def garder(_etats: tuple, *quoi: P.args) -> R:
            return lire(*quoi)

        @wraps(lire)
        def relire(*quoi: P.args) -> R:
            quoi += usuels[len(usuels) + len(quoi) - lire.__code__.co_argcount :]
            return garder(tuple(_etat(x) for x in quoi if isinstance(x, Path)), *quoi)

        return relire

    return decorer

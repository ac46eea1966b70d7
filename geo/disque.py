"""What the product reads of the disk: kept as long as a file is the same, so that who edits one is heard at once; the
text of bytes, whichever program wrote them; and, in French, what the system says when a file cannot be read or written.
"""

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

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
    """Keep what a function reads of the files and folders among its arguments, the last `maxsize` results; no
    refusal."""

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


CONTROLES: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # signs that no cell of a workbook may hold
# Two or three bytes of an accent, each read as a letter.
_ACCENTS = re.compile(
    "\ufffd|[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2030\u2039\u203a\u20ac\u2122]"
)
EXTRAIT = 20


def decoder(octets: bytes) -> str:
    """Return the text: UTF-8 with or without BOM, the UTF-16 that spreadsheets write, else cp1252."""
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return octets.decode("utf-16", errors="replace")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def accents_abimes(texte: str) -> dict[int, str]:
    """Return line number -> extract around an accent that cannot be read: UTF-8 read as cp1252, once damaged or written
    so, would show « VendÃ©e », or half of it."""
    trouves = {}
    for i, ligne in enumerate(texte.splitlines(), 1):
        if m := _ACCENTS.search(ligne):
            trouves[i] = ligne[max(m.start() - EXTRAIT, 0) : m.start() + EXTRAIT]
    return trouves


_DITES = {
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.ELOOP: "liens qui se renvoient l'un à l'autre",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EFBIG: "taille maximale de fichier atteinte",
    errno.EROFS: "dossier de données en lecture seule",
    errno.EACCES: "droits insuffisants sur le dossier de données",
    errno.EPERM: "opération interdite",
    errno.EIO: "panne du disque",
}


def cause(erreur: Exception) -> str:
    """Return what stopped a reading, in French, whatever the library that says it."""
    return dire(erreur) if isinstance(erreur, OSError) and erreur.errno else "contenu illisible, coupé ou changé"


def dire(erreur: OSError) -> str:
    """Return the French words for a failure; its number when it is none of the usual ones."""
    return _DITES.get(erreur.errno or 0) or f"erreur {erreur.errno} du système"

"""Bytes of a table as text, whichever program wrote them; and accents that were damaged on the way."""

import codecs
import re

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
    """Return line number -> extract around an accent that cannot be read.

    UTF-8 read as cp1252, once damaged or written so: a name would be shown « VendÃ©e », or half of it.
    """
    trouves = {}
    for i, ligne in enumerate(texte.splitlines(), 1):
        if m := _ACCENTS.search(ligne):
            trouves[i] = ligne[max(m.start() - EXTRAIT, 0) : m.start() + EXTRAIT]
    return trouves

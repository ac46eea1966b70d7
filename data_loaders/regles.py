"""The rules that may refuse a file and that an operator may confirm by name: what each says is in `regles.toml`."""

import string
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from data_loaders.erreurs import LIGNES_CITEES, Constat
from data_loaders.francais import avec_unite, en_periode, nombre, periode_libelle

DITES: Final[dict[str, dict[str, Any]]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
# Rule of `--confirmer` -> what it refuses.
REGLES: Final = {regle: dite["refuse"] for regle, dite in DITES.items()}
JOINT = " · "


class _Phrase(string.Formatter):
    """A sentence whose figures and periods are written in French."""

    def format_field(self, value: Any, format_spec: str) -> str:
        genre, decimales = format_spec[:1], format_spec[1:]
        match genre:
            case "n":
                return nombre(value, int(decimales or 0))
            case "%":
                return avec_unite(value, "%", int(decimales or 0))
            case "e":
                return en_periode(value)
            case "p":
                return periode_libelle(value)
        return super().format_field(value, format_spec)


def constat(
    regle: str, cases: Sequence[Sequence[object]] = (), cas: str = "", *, exemple: str = "", nb: int = 0, **mots: Any
) -> Constat:
    """What a rule says of a file.

    Args:
        cases: keys of the rows concerned; the first ones are cited.
        cas: which of its sentences, where it has several.
        nb: how many rows are concerned, where they have no key.
        mots: what the sentence names.
    """
    dite = DITES[regle] | DITES[regle].get(cas, {})
    nb = len(cases) or nb
    lire = lambda texte: _Phrase().vformat(texte, (), {"nb": nb, **mots})  # noqa: E731
    cites = tuple(JOINT.join(map(str, c)) for c in cases[:LIGNES_CITEES])
    return Constat(regle, lire(dite["dit"]), exemple, nb, lire(dite["cause"]), cites)

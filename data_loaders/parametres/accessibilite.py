"""What was looked at of each criterion of accessibility, and how: `accessibilite.toml`."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FICHIER: Final = Path(__file__).with_name("accessibilite.toml")
VERDICTS: Final = {"C": "respecté", "NC": "non respecté", "NA": "sans objet", "NV": "non vérifié"}


class Critere(NamedTuple):
    """A criterion.

    Attributes:
        demande: what it asks for. verdict: a key of `VERDICTS`, where a screen has none of its own.
        note: how it was seen, what is missing, or why nothing is concerned; essais: the tests that check it.
    """

    numero: str
    demande: str
    verdict: str
    note: str
    essais: tuple[str, ...]


class Theme(NamedTuple):
    """A theme and its criteria."""

    numero: int
    titre: str
    criteres: tuple[Critere, ...]


class Releve(NamedTuple):
    """All the criteria.

    Attributes:
        parcours: day of the last walk. ecrans: screen -> criterion -> its verdict there.
    """

    parcours: date
    themes: tuple[Theme, ...]
    ecrans: dict[str, dict[str, str]]

    @property
    def criteres(self) -> list[Critere]:
        """The criteria of every theme."""
        return [c for t in self.themes for c in t.criteres]

    def verdicts(self, ecran: str) -> dict[str, str]:
        """Criterion -> its verdict on a screen."""
        return {c.numero: c.verdict for c in self.criteres} | self.ecrans.get(ecran, {})


@cache
def lire() -> Releve:
    """The file."""
    lu = tomllib.loads(FICHIER.read_text("utf-8"))
    themes = tuple(
        Theme(t["numero"], t["titre"], tuple(Critere(*c[:4], tuple(c[4:])) for c in t["criteres"]))
        for t in lu["themes"]
    )
    ecrans = {e: {n: verdict for verdict, numeros in dits.items() for n in numeros} for e, dits in lu["ecrans"].items()}
    return Releve(lu["parcours"], themes, ecrans)

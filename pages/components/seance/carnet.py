"""What a screen draws, noted while it runs for a meeting rather than for a reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pages.components import feuille as st
from pages.figures.seance import Diapo
from pages.figures.tables import Table
from pages.figures.vues import Vue

CADRE: Final = "diapo-"  # key of the container of each, before its rank


class Carnet:
    """Figures of one run, in the order they began, and what is drawn, in a figure or beside them."""

    def __init__(self) -> None:
        self.diapos: list[Diapo] = []
        self.dessins: dict[str, Any] = {}  # key of a component -> what it draws

    @contextmanager
    def noter(self, cle: str, v: Vue, table: tuple | None, csv: tuple | None) -> Iterator[None]:
        """A figure, in the body of the `with`; a key taken already has its rank after it."""
        pris = sum(d.cle == cle or d.cle.startswith(f"{cle}-n") for d in self.diapos)
        d = Diapo("", f"{cle}-n{pris + 1}" if pris else cle, v, Table(*table) if table else None, csv=csv)
        self.diapos.append(d)
        with st.container(key=f"{CADRE}{len(self.diapos) - 1}"):
            yield


def ouvert() -> Carnet | None:
    """The notebook of this drawing; None for a reader."""
    feuille = st.ouverte()
    return feuille.carnet if feuille else None

"""What a screen draws, noted while it is drawn for a meeting rather than for a reader."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from pages.components import feuille as st
from pages.figures.seance import Diapo
from pages.figures.tables import Table
from pages.figures.vues import Vue

CARTE: Final = "territory_map"


@dataclass
class Carnet:
    """Figures of one drawing of a screen, in the order they began."""

    dessins: dict[str, Any] = field(default_factory=dict)  # key of a component -> what it draws
    constats: list[Any] = field(default_factory=list)  # what the heads of the page say
    vides: list[str] = field(default_factory=list)  # why something is not shown, in words
    instantane: str = ""  # snapshots read, in words
    _notes: list[tuple[Diapo, st.Boite]] = field(default_factory=list)

    @contextmanager
    def noter(self, cle: str, v: Vue, table: tuple | None, csv: tuple | None) -> Iterator[None]:
        """A figure, in the body of the `with`; a key taken already has its rank after it."""
        pris = sum(d.cle == cle or d.cle.startswith(f"{cle}-n") for d, _ in self._notes)
        d = Diapo("", f"{cle}-n{pris + 1}" if pris else cle, v, Table(*table) if table else None, csv=csv)
        with st.container() as boite:
            self._notes.append((d, boite))
            yield

    def diapos(self) -> list[Diapo]:
        """The figures, each with what it draws and not what another one draws inside it; those that show something."""
        autres = {id(boite) for _, boite in self._notes}
        for d, boite in self._notes:
            # Some figures stand in a fold: without anything else to show, what it holds is shown.
            d.html = self._dedans(d, boite, autres) or self._dedans(d, boite, autres, plis=True)
        return [d for d, _ in self._notes if d.html or d.table]

    def _dedans(self, d: Diapo, boite: st.Noeud, autres: set[int], *, plis: bool = False) -> str:
        # Under a figure (« pied-… ») is what its words say already.
        vus = (n for n in boite.enfants if id(n) not in autres and not n.cle.startswith("pied-"))
        return "".join(self._partie(d, n, autres, plis=plis) for n in vus)

    def _partie(self, d: Diapo, n: st.Noeud, autres: set[int], *, plis: bool) -> str:
        """A part as a room draws it: text and drawings; a control is of no use there, nor what holds nothing."""
        carte = n.genre == "composant" and n.dit["nom"] == CARTE
        if carte or (n.genre == "boite" and n.cle in self.dessins):
            d.dessins.append(self.dessins[n.cle])
            if carte:
                donnees = escape(json.dumps(n.dit["donnees"], ensure_ascii=False))
                return f'<div class="hote-carte" data-de="{donnees}"></div>'
            return f'<div class="hote-graphique">{n.enfants[0].dit["corps"]}</div>'
        if n.genre == "html":
            return f"<div data-testid=stHtml>{n.dit['corps']}</div>"
        dedans = isinstance(n, st.Boite) and (plis or n.genre != "pli") and self._dedans(d, n, autres, plis=plis)
        if not dedans:
            return ""
        if n.genre == "colonne":
            return f'<div class=colonne style="--poids:{n.dit["poids"]:.3f}" data-testid=stVerticalBlock>{dedans}</div>'
        ligne = n.genre == "colonnes" or n.dit.get("horizontal")
        genre, sens = ("ligne", "Horizontal") if ligne else ("bloc", "Vertical")
        return f'<div class="{genre} st-key-{n.cle}" data-testid=st{sens}Block>{dedans}</div>'


def ouvert() -> Carnet | None:
    """The notebook of this drawing; None for a reader."""
    feuille = st.ouverte()
    return feuille.carnet if feuille else None

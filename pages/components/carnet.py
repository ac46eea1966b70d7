"""What a screen draws, noted while it is drawn for a meeting rather than for a reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from pages.components import feuille as st
from pages.figures.seance import Diapo, feuilles
from pages.figures.tables import Table
from pages.figures.vues import Vue

CARTE: Final = "territory_map"
Partie = dict[str, Any]


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
            d.elements = self._dedans(boite, autres) or self._dedans(boite, autres, plis=True)
            d.dessins = [self.dessins[x["c"]] for x in feuilles(d.elements) if x["t"] in (CARTE, "graphique")]
        return [d for d, _ in self._notes if d.elements or d.table]

    def _dedans(self, boite: st.Noeud, autres: set[int], *, plis: bool = False) -> list[Partie]:
        # Under a figure (« pied-… ») is what its words say already.
        vus = (n for n in boite.enfants if id(n) not in autres and not n.cle.startswith("pied-"))
        return [p for n in vus if (p := self._partie(n, autres, plis=plis))]

    def _partie(self, n: st.Noeud, autres: set[int], *, plis: bool) -> Partie | None:
        """A part as a room draws it: text and drawings; a control is of no use there, nor what holds nothing."""
        match n.genre:
            case "html":
                return {"t": "html", "h": n.dit["corps"]}
            case "composant" if n.dit["nom"] == CARTE:
                return {"t": CARTE, "d": n.dit["donnees"], "c": n.cle}
            case "boite" if n.cle in self.dessins:
                return {"t": "graphique", "h": n.enfants[0].dit["corps"], "c": n.cle}
        if not isinstance(n, st.Boite) or (n.genre == "pli" and not plis):
            return None
        dedans = self._dedans(n, autres, plis=plis)
        if not dedans:
            return None
        if n.genre == "colonne":
            return {"t": "colonne", "c": "", "poids": round(n.dit["poids"], 3), "e": dedans}
        horizontal = n.genre == "colonnes" or n.dit.get("horizontal")
        return {"t": "pli" if n.genre == "pli" else "ligne" if horizontal else "bloc", "c": n.cle, "e": dedans}


def ouvert() -> Carnet | None:
    """The notebook of this drawing; None for a reader."""
    feuille = st.ouverte()
    return feuille.carnet if feuille else None

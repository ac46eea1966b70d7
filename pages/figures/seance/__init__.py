"""One figure of a screen, taken out of it: what a meeting shows, carries away and writes in its record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from pages.figures.tables import Table
from pages.figures.vues import Vue


@dataclass
class Diapo:
    """A figure as its screen drew it for a room, `cle` unique there; the address of that screen holds the choices made.

    Attributes:
        dessins: what is drawn, in order: maps, each the arguments of `territory_map`, and charts.
        html: what the browser draws, with the place of each drawing. instantane: snapshots read.
        dessin: the chart of a slide, as a standalone SVG, and `ecran` the screen to explore; "" for another figure.
        csv: (name, what makes it) of the file of the figure.
    """

    adresse: str
    cle: str
    vue: Vue
    table: Table | None = None
    dessins: list[dict[str, Any] | go.Figure] = field(default_factory=list)
    html: str = ""
    instantane: str = ""
    csv: tuple[str, Callable[[], bytes]] | None = None
    dessin: str = ""
    ecran: str = ""

    @property
    def cartes(self) -> list[dict[str, Any]]:
        """The maps."""
        return [x for x in self.dessins if isinstance(x, dict)]

    @property
    def graphiques(self) -> list[go.Figure]:
        """The charts."""
        return [x for x in self.dessins if not isinstance(x, dict)]

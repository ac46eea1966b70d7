"""Territories at the only period there is: bars from zero, where lines over time would be points."""

import plotly.graph_objects as go

from pages.figures import barres as vue_barres, theme
from pages.figures.barres import Barre
from pages.figures.tendances.series import Tendance

LECTURE = "Une seule période est publiée : rien ne se dit dans le temps."


def conviennent(info: Tendance) -> bool:
    """Whether nothing can be said over time."""
    return len({p for s in info.series for p in s.periodes if p}) == 1


def preparer(info: Tendance) -> tuple[Barre, ...]:
    """Bars of the territories, the longest first; the region is beside them where it is no sum of what they count."""
    series = [s for s in info.series if not s.reference or info.unite == "%" or "/" in info.unite]
    trouvees = [Barre(s.libelle, s.y[0], s.textes[0], s.textes[0]) for s in series]
    return tuple(sorted(trouvees, key=lambda b: (b.valeur is None, -(b.valeur or 0.0))))


def figure(info: Tendance, mode: theme.Mode = "ecran", _largeur: int = 0, _hauteur: int | None = None) -> go.Figure:
    """The bars. Args: as `tendances.dessin.figure`."""
    return vue_barres.figure(preparer(info), mode)

"""Bars from zero, each with its value beside it."""

from typing import NamedTuple

import plotly.graph_objects as go

from pages.figures import theme

HAUTEUR = 44  # px a bar


class Barre(NamedTuple):
    """One bar: its name, its length (null when nothing is visible), its reading in words, what is written beside it."""

    libelle: str
    valeur: float | None
    texte: str
    court: str


def figure(barres: tuple[Barre, ...], mode: theme.Mode = "ecran") -> go.Figure:
    """Horizontal bars with their values; the axis starts at zero and needs no tick. `mode`: as of `theme.vide`."""
    fig, police = theme.vide(mode), {"size": theme.TAILLES[mode], "color": theme.CLAIR["encre"]}
    noms, longueurs = [b.libelle for b in barres], [b.valeur or 0.0 for b in barres]
    textes, lus = ([theme.en_clair(getattr(b, champ)) for b in barres] for champ in ("court", "texte"))
    dits = {"text": textes, "textfont": police, "customdata": lus}
    vus = [f"{nom} : {lu}" for nom, lu in zip(noms, lus, strict=True)]
    fig.add_bar(x=longueurs, y=noms, orientation="h", hovertext=vus, **dits)
    # Room at the right of the longest bar for its label.
    fig.update_xaxes(range=[0, (max(longueurs, default=0.0) or 1.0) * 2.2], visible=False)
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont=police, ticklabelstandoff=8)
    return fig.update_layout(height=HAUTEUR * len(barres) + 16, hovermode="closest", bargap=0.4)

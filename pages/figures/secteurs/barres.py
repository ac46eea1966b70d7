"""Projects of a sector by département, as bars from zero: `preparer` thinks, `figure` draws."""

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.francais import INSEC
from data_loaders.measures import mots_estimation as mots
from data_loaders.metiers.secteurs import Releve
from geo import zonages
from pages.figures import lecture, theme

ZONAGE = "departement"
HAUTEURS: dict[str, int] = {"ecran": 44, "projection": 44, "papier": 24}  # px a bar, before the scale
# Room at the right of the longest bar for its label, as a part of it.
PLACE = 1.2


class Barre(NamedTuple):
    """One bar: its name, its length (null when nothing is visible), its reading in words, what is written beside it."""

    libelle: str
    valeur: float | None
    texte: str
    court: str


def preparer(releve: Releve, annee: str) -> tuple[Barre, ...]:
    """Bars of the départements, the longest first, those without figure last with their reason."""
    projets = releve.tableau("bmo_projets", ZONAGE).periode(annee)
    noms = zonages.noms(ZONAGE)
    barres = [_barre(noms[code], ligne, releve.marche(annee, ZONAGE, code)) for code, ligne in projets.iterrows()]
    return tuple(sorted(barres, key=lambda b: (b.valeur is None, -(b.valeur or 0.0), b.libelle)))


def _barre(nom: str, projets: pd.Series, r: Any) -> Barre:
    if projets["obs_status"] in VIDES:
        raison = projets["raison"].partition(" :")[0]
        texte = f"{lecture.SIGNES[projets['obs_status']]}{INSEC}: {raison}"
        return Barre(nom, None, texte, texte)
    nombre = francais.nombre(projets["value"])
    texte, court = (f"au moins {nombre}", f"≥{INSEC}{nombre}") if projets["minorant"] else (nombre, nombre)
    if r is not None and r.statut == "estime":
        difficiles = mots.part_dite(r.q_estimee)
        texte, court = f"{texte}, dont {difficiles} jugés difficiles, estimé", f"{court}, {difficiles}"
    return Barre(nom, float(projets["value"]), texte, court)


def figure(
    barres: tuple[Barre, ...], nom_theme: str = "clair", mode: theme.Mode = "ecran", echelle: float = 1.0
) -> go.Figure:
    """Horizontal bars with their values; the axis starts at zero and needs no tick.

    Args:
        barres: what is drawn.
        nom_theme: `"clair"` or `"sombre"`.
        mode: type size, `"ecran"`, `"projection"` or `"papier"`.
        echelle: multiplies type and height (width of the screen over 1280 in projection).
    """
    jetons, taille = theme.tokens(nom_theme), theme.TAILLES[mode] * echelle
    fig = theme.vide(nom_theme, mode, echelle)
    longueurs = [b.valeur or 0.0 for b in barres]
    textes, lus = ([theme.en_clair(getattr(b, champ)) for b in barres] for champ in ("court", "texte"))
    fig.add_bar(
        x=longueurs,
        y=[b.libelle for b in barres],
        orientation="h",
        text=textes,
        textposition="outside",
        textfont={"size": taille, "color": jetons["encre"]},
        cliponaxis=False,
        constraintext="none",  # else Plotly shrinks a label to the thickness of its bar
        customdata=lus,
        hovertemplate="%{y} : %{customdata}<extra></extra>",
    )
    fig.update_xaxes(range=[0, (max(longueurs, default=0.0) or 1.0) * (1 + PLACE)], visible=False)
    fig.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"size": taille, "color": jetons["encre"]},
        ticks="",
        ticklabelstandoff=8,
        tickformat="",
        type="category",
    )
    hauteur = (HAUTEURS[mode] * len(barres) + 16) * echelle
    return fig.update_layout(height=hauteur, hovermode="closest", bargap=0.4)

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
HAUTEUR = 44  # px a bar
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


def figure(barres: tuple[Barre, ...], mode: theme.Mode = "ecran") -> go.Figure:
    """Horizontal bars with their values; the axis starts at zero and needs no tick. `mode`: as of `theme.vide`."""
    police = {"size": theme.TAILLES[mode], "color": theme.CLAIR["encre"]}
    fig = theme.vide(mode)
    longueurs = [b.valeur or 0.0 for b in barres]
    textes, lus = ([theme.en_clair(getattr(b, champ)) for b in barres] for champ in ("court", "texte"))
    fig.add_bar(
        x=longueurs,
        y=[b.libelle for b in barres],
        orientation="h",
        text=textes,
        textfont=police,
        customdata=lus,
        hovertemplate="%{y} : %{customdata}<extra></extra>",
    )
    fig.update_xaxes(range=[0, (max(longueurs, default=0.0) or 1.0) * (1 + PLACE)], visible=False)
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont=police, ticklabelstandoff=8)
    return fig.update_layout(height=HAUTEUR * len(barres) + 16, hovermode="closest", bargap=0.4)

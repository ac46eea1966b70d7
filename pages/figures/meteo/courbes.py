"""Estimated share of difficult projects over the vintages: `preparer` thinks, `figure` draws.

Each point is the estimate, the one the movement is tested on, with its interval; what the answers of the year say is in
the table. Two vintages that do not follow each other are not joined, nor are two nomenclatures of métiers.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_loaders.francais import FINE, INSEC
from data_loaders.measures import bmo, mots_estimation as mots
from data_loaders.measures.marches import NIVEAUX_CHAINES
from pages.figures import theme
from pages.figures.estimees import enonce, estimee, estimee_dite, motif, mouvement
from pages.figures.tables import en_tetes

HAUTEUR = 400  # px
PARTS = {0: "0", 20: "20", 40: "40", 60: "60", 80: "80", 100: f"100{INSEC}%"}
LARGEUR_NOM = 16  # characters on a line of the names at the right


class Suivi(NamedTuple):
    """What is followed: its name, its rows of `marches.decrire` (one a vintage, oldest first)."""

    nom: str
    lignes: Sequence[Any]
    reference: bool = False

    @property
    def connues(self) -> list[Any]:
        """Its rows that have an estimate."""
        return [r for r in self.lignes if estimee(r)]

    def ligne(self, annee: str) -> Any:
        """Its row of a vintage."""
        return next(r for r in self.lignes if r.annee == annee)


class Courbes(NamedTuple):
    """All that is drawn; `ruptures`: years before which the nomenclature changes, named; `coupe`: lines stop there."""

    suivis: Sequence[Suivi]
    ruptures: tuple[tuple[int, str], ...]
    coupe: bool

    @property
    def annees(self) -> list[int]:
        """Vintages, oldest first."""
        return sorted({int(r.annee) for s in self.suivis for r in s.lignes})


def preparer(suivis: Sequence[Suivi], nomenclatures: Mapping[str, str], niveau: str, code: str = "") -> Courbes:
    """Lines ready to draw, the reference last; `nomenclatures`: vintage -> that of its métiers.

    `niveau`, `code`: families chain over a change of nomenclature, and the métiers that it only renames.
    """
    annees = sorted(nomenclatures)
    ruptures = tuple((int(b), nomenclatures[b]) for a, b in pairwise(annees) if nomenclatures[a] != nomenclatures[b])
    return Courbes(suivis, ruptures, niveau not in NIVEAUX_CHAINES and not bmo.chaine(code))


def figure(t: Courbes, mode: theme.Mode = "ecran") -> go.Figure:
    """Points with their intervals, names at the right. `mode`: as of `theme.vide`."""
    jetons, taille, fig = theme.CLAIR, theme.TAILLES[mode], theme.vide(mode)
    for s in t.suivis:
        _tracer(fig, t, s, taille)
    for annee, nom in t.ruptures:
        fig.add_vline(x=annee - 0.5, line={"color": jetons["contour"], "dash": "dash", "width": 1.5})
        fig.add_annotation(x=annee - 0.5, y=1, yref="paper", yanchor="bottom", text=f"nouvelle nomenclature ({nom})")
    place, annees = _nommer(fig, t, taille), t.annees
    fig.update_xaxes(tickvals=annees, range=[annees[0] - 0.4, annees[-1] + 0.4])
    fig.update_yaxes(range=[0, 101], tickvals=list(PARTS), ticktext=list(PARTS.values()))
    haut = taille * (2.2 if t.ruptures else 1)
    return fig.update_layout(height=HAUTEUR, margin={"r": place * taille * 0.56, "t": haut}, hovermode="closest")


def _tracer(fig: go.Figure, t: Courbes, s: Suivi, taille: float) -> None:
    couleur, marque, tiret = theme.rampe("series")[0], theme.MARQUES[0], theme.TIRETS[0]
    if s.reference:
        couleur, marque, tiret = theme.CLAIR["encre2"], "line-ew-open", "dot"
    annees, parts = [int(r.annee) for r in s.connues], [100 * r.q_estimee for r in s.connues]
    xs, ys = list[float | None](), list[float | None]()
    for (annee, part), (suivante, autre) in pairwise(zip(annees, parts, strict=True)):
        # Two points are joined when their years follow each other and no break comes between.
        if suivante - annee == 1 and not (t.coupe and any(annee < an <= suivante for an, _ in t.ruptures)):
            xs += [annee, suivante, None]
            ys += [part, autre, None]
    plus = [100 * r.borne_haute - part for r, part in zip(s.connues, parts, strict=True)]
    moins = [part - 100 * r.borne_basse for r, part in zip(s.connues, parts, strict=True)]
    trait = {"color": couleur, "dash": tiret, "width": taille / 6}
    fig.add_scatter(x=xs, y=ys, mode="lines", line=trait)
    contour = {"color": couleur, "width": taille / 6 if s.reference else 1.6}
    signe = {"symbol": marque, "size": taille * (1.1 if s.reference else 0.8), "opacity": 1, "color": couleur}
    marge = {"array": plus, "arrayminus": moins, "color": couleur, "thickness": 1.5, "width": taille / 4}
    points = {"x": annees, "y": parts, "name": s.nom, "marker": signe | {"line": contour}, "error_y": marge}
    dites = [estimee_dite(r) for r in s.connues]
    survol = [f"{theme.en_clair(s.nom)}, {a}{INSEC}: {dite}" for a, dite in zip(annees, dites, strict=True)]
    fig.add_scatter(mode="markers", customdata=dites, hovertext=survol, **points)


def _nommer(fig: go.Figure, t: Courbes, taille: float) -> float:
    """Value and name at the right of each last point, pushed apart; returns the longest, in characters."""
    derniers = [(100 * s.connues[-1].q_estimee, s) for s in t.suivis if s.connues]
    pas = 100 * 1.5 * taille / (0.8 * HAUTEUR)
    place, plus_long, lignes = None, 0, 1
    for part, s in sorted(derniers, key=lambda d: d[0]):
        # The value in bold first, on the same line when both are short.
        valeur = mots.part_dite(part / 100)
        texte = [theme.en_clair(x) for x in textwrap.wrap(s.nom, LARGEUR_NOM, max_lines=2, placeholder="…")]
        court = len(valeur) + 1 + len(texte[0]) <= LARGEUR_NOM
        texte = [f"<b>{valeur}</b> {texte[0]}", *texte[1:]] if court else [f"<b>{valeur}</b>", *texte]
        place = part if place is None else max(part, place + pas * (lignes + len(texte)) / 2)
        lignes = len(texte)
        plus_long = max(plus_long, *(len(re.sub("<[^>]+>", "", x)) for x in texte))
        police = {"color": theme.CLAIR["encre2" if s.reference else "encre"], "size": taille}
        fig.add_annotation(x=1, xref="paper", y=place, text="<br>".join(texte), xanchor="left", font=police)
    return plus_long


def table(t: Courbes) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the table twin, newest vintage first: share, words and movement of each series."""
    entetes, corps = en_tetes("Enquête", "Millésime"), [["BMO", str(annee)] for annee in reversed(t.annees)]
    for s in t.suivis:
        entetes += en_tetes(f"{s.nom}{INSEC}: difficiles #", f"{s.nom}{INSEC}: ce que cela dit")
        entetes += en_tetes(f"{s.nom}{INSEC}: depuis l’enquête d’avant")
        for ligne in corps:
            r = next((r for r in s.lignes if r.annee == ligne[1]), None)
            if r is None:
                ligne += ["non transmis", "", ""]
            else:
                ligne += [estimee_dite(r), enonce(r), mouvement(r)] if estimee(r) else [r.raison, "", r.fleche_raison]
    return entetes, corps


def titre(s: Suivi, annee: str) -> str:
    """The finding: its movement up to `annee`, or why none is said."""
    r = s.ligne(annee)
    if not estimee(r):
        return f"{s.nom}{INSEC}: {motif(r.raison)}"
    avant = next((x for x in s.connues if x.annee == r.annee_precedente), None)
    dit = motif(r.fleche_raison) or mots.mouvement_dit(r.fleche, r.grand)
    fin = f" ({estimee_dite(avant)} en {avant.annee})" if avant is not None and r.fleche in ("hausse", "baisse") else ""
    return f"{s.nom}{INSEC}: {estimee_dite(r)} de projets difficiles en {annee}, {dit}{fin}"


def lecture(t: Courbes, annee: str) -> str:
    """How to read the marks, then the movement of each series up to `annee`."""
    lues = ((s.nom, s.ligne(annee)) for s in t.suivis)
    dits = f"{FINE}; ".join(f"{nom}{INSEC}: {motif(r.fleche_raison) or mouvement(r)}" for nom, r in lues)
    traits = f"Chaque point est la part estimée{FINE}; son trait vertical, la marge de l’estimation."
    change = " La liste des métiers a changé, la suite ne se compare pas avec ce qui précède."
    coupe = change if t.ruptures and t.coupe else ""
    return f"{traits} Deux points sont joints quand leurs années se suivent. {dits}.{coupe}"

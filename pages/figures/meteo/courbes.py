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
    """What is followed: its name, its rows of `marches.decrire` (one a vintage, oldest first), its mark."""

    nom: str
    lignes: Sequence[Any]
    rang: int | None = 0


class Courbes(NamedTuple):
    """All that is drawn.

    Attributes:
        ruptures: year before which the nomenclature changes, with its name; coupe: whether a line stops there.
    """

    suivis: Sequence[Suivi]
    ruptures: tuple[tuple[int, str], ...]
    coupe: bool


def preparer(suivis: Sequence[Suivi], nomenclatures: Mapping[str, str], niveau: str, code: str = "") -> Courbes:
    """Lines ready to draw.

    Args:
        suivis: the reference last. nomenclatures: vintage -> nomenclature of its métiers.
        niveau, code: families chain over a change of nomenclature, and the métiers that it only renames.
    """
    annees = sorted(nomenclatures)
    ruptures = tuple((int(b), nomenclatures[b]) for a, b in pairwise(annees) if nomenclatures[a] != nomenclatures[b])
    return Courbes(suivis, ruptures, niveau not in NIVEAUX_CHAINES and not bmo.chaine(code))


def figure(t: Courbes, mode: theme.Mode = "ecran") -> go.Figure:
    """Points with their intervals, names at the right. `mode`: as of `theme.vide`."""
    jetons, couleurs, taille = theme.CLAIR, theme.rampe("series"), theme.TAILLES[mode]
    fig = theme.vide(mode)
    for s in t.suivis:
        _tracer(fig, t, s, jetons["encre2"] if s.rang is None else couleurs[s.rang], taille)
    for annee, nom in t.ruptures:
        fig.add_vline(x=annee - 0.5, line={"color": jetons["contour"], "dash": "dash", "width": 1.5})
        fig.add_annotation(x=annee - 0.5, y=1, yref="paper", yanchor="bottom", text=f"nouvelle nomenclature ({nom})")
    place = _nommer(fig, t, jetons, taille)
    annees = _annees(t)
    fig.update_xaxes(tickvals=annees, range=[annees[0] - 0.4, annees[-1] + 0.4])
    fig.update_yaxes(range=[0, 101], tickvals=list(PARTS), ticktext=list(PARTS.values()))
    haut = taille * (2.2 if t.ruptures else 1)
    return fig.update_layout(height=HAUTEUR, margin={"r": place * taille * 0.56, "t": haut}, hovermode="closest")


def _annees(t: Courbes) -> list[int]:
    return sorted({int(r.annee) for s in t.suivis for r in s.lignes})


def _tracer(fig: go.Figure, t: Courbes, s: Suivi, couleur: str, taille: float) -> None:
    marque, tiret = ("line-ew-open", "dot") if s.rang is None else (theme.MARQUES[s.rang], theme.TIRETS[s.rang])
    connus = [r for r in s.lignes if estimee(r)]
    annees, parts = [int(r.annee) for r in connus], [100 * r.q_estimee for r in connus]
    xs, ys = list[float | None](), list[float | None]()
    for (annee, part), (suivante, autre) in pairwise(zip(annees, parts, strict=True)):
        # Two points are joined when their years follow each other and no break comes between.
        if suivante - annee == 1 and not (t.coupe and any(annee < an <= suivante for an, _ in t.ruptures)):
            xs += [annee, suivante, None]
            ys += [part, autre, None]
    plus = [100 * r.borne_haute - part for r, part in zip(connus, parts, strict=True)]
    moins = [part - 100 * r.borne_basse for r, part in zip(connus, parts, strict=True)]
    trait = {"color": couleur, "dash": tiret, "width": taille / 6}
    fig.add_scatter(x=xs, y=ys, mode="lines", line=trait, hoverinfo="skip")
    fig.add_scatter(
        x=annees,
        y=parts,
        name=s.nom,
        mode="markers",
        marker={
            "symbol": marque,
            "size": taille * (1.1 if s.rang is None else 0.8),
            "opacity": 1,
            "color": couleur,
            "line": {"color": couleur, "width": taille / 6 if s.rang is None else 1.6},
        },
        error_y={"array": plus, "arrayminus": moins, "color": couleur, "thickness": 1.5, "width": taille / 4},
        customdata=[estimee_dite(r) for r in connus],
        hovertemplate=f"{theme.en_clair(s.nom)}, %{{x}}{INSEC}: %{{customdata}}<extra></extra>",
    )


def _nommer(fig: go.Figure, t: Courbes, jetons: theme.Theme, taille: float) -> float:
    """Value and name at the right of each last point, pushed apart; returns the longest, in characters."""
    derniers = [(100 * connus[-1].q_estimee, s) for s in t.suivis if (connus := [r for r in s.lignes if estimee(r)])]
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
        police = {"color": jetons["encre2"] if s.rang is None else jetons["encre"], "size": taille}
        fig.add_annotation(x=1, xref="paper", y=place, text="<br>".join(texte), xanchor="left", font=police)
    return plus_long


def table(t: Courbes, suivis: Sequence[Suivi]) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the table twin, newest vintage first: share, words and movement of each series."""
    entetes = en_tetes("Enquête", "Millésime")
    for s in suivis:
        entetes += en_tetes(f"{s.nom}{INSEC}: difficiles #", f"{s.nom}{INSEC}: ce que cela dit")
        entetes += en_tetes(f"{s.nom}{INSEC}: depuis l’enquête d’avant")
    par_annee = [{int(r.annee): r for r in rows} for _, rows, _ in suivis]
    corps = []
    for annee in reversed(_annees(t)):
        ligne = ["BMO", str(annee)]
        for rows in par_annee:
            if (r := rows.get(annee)) is None:
                ligne += ["non transmis", "", ""]
            else:
                dits = [estimee_dite(r), enonce(r), mouvement(r)]
                ligne += dits if estimee(r) else [r.raison, "", r.fleche_raison]
        corps.append(ligne)
    return entetes, corps


def titre(suivis: Sequence[Suivi], annee: str) -> str:
    """The finding on the first one: its movement up to `annee`, or why none is said."""
    s, r = suivis[0], _ligne(suivis[0], annee)
    if not estimee(r):
        return f"{s.nom}{INSEC}: {motif(r.raison)}"
    avant = next((x for x in s.lignes if x.annee == r.annee_precedente and estimee(x)), None)
    dit = motif(r.fleche_raison) or mots.mouvement_dit(r.fleche, r.grand)
    fin = f" ({estimee_dite(avant)} en {avant.annee})" if avant is not None and r.fleche in ("hausse", "baisse") else ""
    return f"{s.nom}{INSEC}: {estimee_dite(r)} de projets difficiles en {annee}, {dit}{fin}"


def _ligne(s: Suivi, annee: str) -> Any:
    return next(r for r in s.lignes if r.annee == annee)


def lecture(t: Courbes, suivis: Sequence[Suivi], annee: str) -> str:
    """How to read the marks, then the movement of each series up to `annee`."""
    dits = [f"{s.nom}{INSEC}: {motif(r.fleche_raison) or mouvement(r)}" for s in suivis for r in [_ligne(s, annee)]]
    traits = (
        f"Chaque point est la part estimée{FINE}; son trait vertical contient la part qui dure huit fois sur dix. Deux "
        "points sont joints quand leurs années se suivent. "
    )
    coupe = ""
    if t.ruptures and t.coupe:
        coupe = " La liste des métiers a changé, la suite ne se compare pas avec ce qui précède."
    return f"{traits}{f'{FINE}; '.join(dits)}.{coupe}"

"""Marks on the time axis of a chart: two events at most, on its base line.

Every event is named in the table and explained under the chart; nothing says that it caused anything.
"""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.contexte.evenements import Evenement
from data_loaders.francais import FINE, INSEC
from pages.figures import theme

DESSINES = 2
HAUTEUR = 0.14  # of the plot, that of the line of an event
LARGEUR_ETROITE = 620  # px of a chart of a phone
EM = 0.56  # mean width of a character
PAS_ANNEES = {"annuel": 1.0, "semestriel": 0.5, "trimestriel": 0.25, "mensuel": 1 / 12}
# Two marks nearer than this are one line (a year is 1).
CONFONDUS = 0.05


class Repere(NamedTuple):
    """An event at its place: `x` (and `fin` for what lasts) on an axis in years."""

    x: float
    fin: float | None
    evenement: Evenement


def situer(evenements: Sequence[Evenement], periodes: Sequence[str]) -> tuple[Repere, ...]:
    """Place the events that fall within the periods drawn.

    On an axis of years alone, a year is drawn at its number and stands for its twelve months: the event is moved back
    half a year, so that what opens a year falls between it and the year before.
    """
    if not periodes:
        return ()
    rythmes = {francais.rythme_periode(p) for p in periodes}
    recul = 0.5 if rythmes == {"annuel"} else 0.0
    rangs = [francais.rang_periode(p) for p in periodes]
    demi = max(PAS_ANNEES[r] for r in rythmes) / 2
    debut, fin = min(rangs) - demi, max(rangs) + demi
    places = [(e.debut - recul, e.terme and e.terme - recul, e) for e in evenements]
    return tuple(Repere(x, terme and min(terme, fin), e) for x, terme, e in places if debut < x < fin)


def principaux(reperes: Sequence[Repere]) -> list[Repere]:
    """The few that are drawn: what lasted first, then in time order; the others are told under the chart."""
    return sorted(sorted(reperes, key=lambda r: (r.fin is None, r.x))[:DESSINES], key=lambda r: r.x)


def tracer(fig: go.Figure, reperes: Sequence[Repere], jetons: theme.Theme, taille: float, largeur: float) -> None:
    """Each a short dotted line on the base, its date and words at its left, or at its right near the left end.

    Args:
        largeur: of the plot, in px.
    """
    debut, fin = fig.layout.xaxis.range
    trait = {"color": jetons["contour"], "dash": "dot", "width": 1.5}
    for i, r in enumerate(principaux(reperes)):
        mots = f"{francais.periode_libelle(r.evenement.date[:7])}{INSEC}: {francais.en_phrase(r.evenement.court)}"
        place = largeur * (r.x - debut) / ((fin - debut) or 1)
        large = len(mots) * EM * taille
        gauche = place > large
        if not gauche and place + large > largeur:
            continue  # it is told under the chart
        fig.add_shape(type="line", x0=r.x, x1=r.x, y0=0, y1=HAUTEUR, yref="y domain", line=trait)
        fig.add_annotation(
            x=r.x,
            y=HAUTEUR / 2,
            yref="y domain",
            yshift=(0.7 if i % 2 else -0.7) * taille,
            xanchor="right" if gauche else "left",
            xshift=-4 if gauche else 4,
            text=theme.en_clair(mots),
            font={"color": jetons["encre2"], "size": theme.lettre(taille)},
        )


def par_periode(reperes: Sequence[Repere], periodes: Sequence[str]) -> dict[str, str]:
    """period -> events that fall in it (or before it, since the period drawn before), for the table twin."""
    rangs = sorted((francais.rang_periode(p), p) for p in periodes)
    dits: dict[str, list[str]] = {}
    for r in reperes:
        ici = next((p for x, p in rangs if x + PAS_ANNEES[francais.rythme_periode(p)] / 2 > r.x), rangs[-1][1])
        dits.setdefault(ici, []).append(r.evenement.court)
    return {p: f"{FINE}; ".join(textes) for p, textes in dits.items()}


def liste_html(reperes: Sequence[Repere]) -> str:
    """The events in words, each with its source; "" when there is none."""
    lignes = "".join(
        f"<li>{francais.echapper(r.evenement.libelle)}, {francais.echapper(r.evenement.quand)} "
        f"<small>({francais.echapper(r.evenement.source)})</small></li>"
        for r in reperes
    )
    if not lignes:
        return ""
    return f'<ul class="obs-evenements">{lignes}</ul>'

"""Drawing of a trend: colour, dash and marker of each line, direct labels, ringed extremes, dotted reference."""

import math
import textwrap
from collections.abc import Collection, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.francais import INSEC
from pages.figures import theme
from pages.figures.tendances import formes, reperes
from pages.figures.tendances.series import Serie, Tendance

LARGEUR = 1240  # px of the card on a desk screen
TIRETS = tuple(t for t in theme.TIRETS if t != "dot")  # dots are those of the reference
NOM_MAX = 30  # characters of a line of a name beside the plot
LEGENDE_MAX = 34  # characters of a line of the legend of a phone
TICS_MAX = 8  # periods under which each has its own tick
HAUTEURS: dict[str, int] = {"ecran": 410, "projection": 385}  # px


def figure(info: Tendance, mode: theme.Mode = "ecran", largeur: int = LARGEUR, hauteur: int | None = None) -> go.Figure:
    """The chart: lines by colour, dash and marker, direct labels, dotted reference.

    Args:
        info: what is drawn. mode: as of `theme.vide`.
        largeur: of the whole chart, in px: labels of the events are placed by it.
        hauteur: of the whole chart, in px; by default that of the mode.
    """
    jetons, taille, hauteur = theme.CLAIR, theme.TAILLES[mode], hauteur or HAUTEURS[mode]
    fig = theme.vide(mode)
    seules = [s for s in info.series if not s.reference]
    seule, ind = seules[0] if len(seules) == 1 and info.indicateur else None, info.indicateur
    sommets = formes.extremes(ind, info, seule) if seule else ()
    for s, trait in traits(info, taille):
        tracer(fig, s, trait, jetons["surface"], taille, {p.periode for p in sommets} if s is seule else set())
    etroite = largeur < reperes.LARGEUR_ETROITE
    _axes(fig, info, jetons, taille, etroite)
    for x, mots in _ruptures_dites(info):
        fig.add_vline(x=x, line={"color": jetons["contour"], "dash": "dash", "width": 1.5})
        fig.add_annotation(
            x=x,
            y=1,
            yref="y domain",
            yanchor="bottom",
            xanchor="left" if _au_debut(fig, x) else "right",
            text=theme.en_clair(mots),
            font={"size": theme.lettre(taille)},
        )
    fig.update_layout(margin_t=1.6 * taille)
    if fig.layout.xaxis.range is not None:
        reperes.tracer(fig, info.reperes, jetons, taille, largeur - fig.layout.margin.r - 4 * taille)
    if seule:
        _nommer(fig, info, seule, sommets, traits(info, taille), taille)
    _etiqueter(fig, info, jetons, taille, hauteur - 6 * taille, etroite)
    return fig.update_layout(height=hauteur)


def _nommer(
    fig: go.Figure,
    info: Tendance,
    s: Serie,
    sommets: Sequence[formes.Point],
    rendus: Sequence[tuple[Serie, "Trait"]],
    taille: float,
) -> None:
    """Value and date of the ringed points of the only curve, and its first value."""
    couleur = next(trait.couleur for autre, trait in rendus if autre is s)
    points = formes.connus(info.indicateur, info, s)
    if len(points) < 3 or info.mode != "niveau":
        return
    premier = points[0]
    ecrits = [(premier, "", -1 if points[1].valeur >= premier.valeur else 1)]
    for p in sommets:
        haut = p.valeur > points[-1].valeur
        mots = f"plus {'haut' if haut else 'bas'}{INSEC}: {theme.en_clair(francais.periode_libelle(p.periode))}"
        ecrits.append((p, mots, 1 if haut else -1))
    for p, mots, sens in ecrits:
        valeur = f"<b>{s.dire(info.indicateur, info, p.periode, info.unite)}</b>"
        lignes = [mots, valeur] if sens > 0 else [valeur, mots]
        fig.add_annotation(
            x=francais.rang_periode(p.periode),
            y=p.valeur,
            text="<br>".join(filter(None, lignes)),
            yshift=sens * taille * (1.7 if mots else 1.1),
            xanchor="center" if mots else "left",
            font={"color": couleur, "size": taille},
        )


def _au_debut(fig: go.Figure, x: float) -> bool:
    """Whether words at the left of a date would leave the chart."""
    if fig.layout.xaxis.range is None:
        return False
    debut, fin = fig.layout.xaxis.range
    return x - debut < (fin - debut) / 3


def _ruptures_dites(info: Tendance) -> list[tuple[float, str]]:
    """Breaks to draw and name: one that cuts nothing is told where an event explains it."""
    return [
        (r.x, r.texte)
        for r in info.ruptures
        if r.coupe or not any(abs(r.x - e.x) < reperes.CONFONDUS for e in info.reperes)
    ]


class Trait(NamedTuple):
    """Colour, dash, marker and width of a line."""

    couleur: str
    tiret: str
    marque: str
    largeur: float


def traits(info: Tendance, taille: float) -> list[tuple[Serie, Trait]]:
    """Each series and its style; the region is dotted. `taille`: of the text, in px."""
    couleurs, rendus, rang = theme.rampe("series"), [], 0
    for s in info.series:
        if s.reference:
            trait = Trait(theme.CLAIR["encre2"], "dot", "circle", max(2.0, taille / 7))
        else:
            place = rang if s.rang is None else s.rang
            couleur, tiret, marque = (c[place % len(c)] for c in (couleurs, TIRETS, theme.MARQUES))
            trait = Trait(couleur, tiret, marque, max(3.0, taille / 5) if place == 0 else max(2.2, taille / 6))
            rang += 1
        rendus.append((s, trait))
    return rendus


def tracer(
    fig: go.Figure, s: Serie, trait: Trait, surface: str, taille: float, cernes: Collection[str] = (), **ou: str
) -> None:
    """Draw one line, on the axes `xaxis`, `yaxis` of a chart that has several; `cernes`: periods that are ringed."""
    connus = [i for i, v in enumerate(s.y) if v is not None]
    dense = len(connus) > 24  # a long monthly or quarterly series keeps one marker, at its last point
    marques = {connus[-1]} if dense and connus else set(connus)
    marques |= {i for i, p in enumerate(s.periodes) if p in cernes}
    tailles = [taille * 0.75 if i in marques else 0 for i in range(len(s.y))]
    fig.add_scatter(
        x=s.x,
        y=s.y,
        name=s.libelle,
        mode="lines+markers",
        connectgaps=False,
        line={"color": trait.couleur, "dash": trait.tiret, "width": trait.largeur},
        marker={
            "symbol": trait.marque,
            "size": tailles,
            "opacity": 1,
            "color": [
                surface if provisoire or p in cernes else trait.couleur
                for p, provisoire in zip(s.periodes, s.provisoires, strict=True)
            ],
            "line": {"color": trait.couleur, "width": 2.2},
        },
        customdata=[[t, francais.periode_libelle(p)] for t, p in zip(s.textes, s.periodes, strict=True)],
        hovertemplate=f"{theme.en_clair(s.libelle)} : %{{customdata[0]}}<extra></extra>",
        **ou,
    )


def _etiqueter(
    fig: go.Figure, info: Tendance, jetons: theme.Theme, taille: float, hauteur: float, etroite: bool
) -> None:
    """Value and name at the right of the last point, pushed apart; on a phone the names go under the chart.

    Args:
        hauteur: of the plot, in px.
    """
    derniers = []
    for s in info.series:
        connus = [i for i, v in enumerate(s.y) if v is not None]
        if connus:
            derniers.append((s.y[connus[-1]], s.x[connus[-1]], s))
    if not derniers:
        return
    derniers.sort(key=lambda d: d[0])
    lignes = [[] if etroite else _lignes(s.libelle) for _, _, s in derniers]
    valeurs = [v for s in info.series for v in s.y if v is not None]
    bas = min(0, *valeurs) if _depuis_zero(info) else min(valeurs)
    places = _etager([v for v, _, _ in derniers], list(map(len, lignes)), (bas, max(valeurs)), 1.4 * taille / hauteur)
    for (v, x, s), noms, place in zip(derniers, lignes, places, strict=True):
        unite = f"{francais.INSEC}%" if info.unite == "%" and info.mode == "niveau" else ""
        texte = f"<b>{francais.nombre(v, info.decimales, signe=info.mode == 'ecart')}{unite}</b>"
        fig.add_annotation(
            x=x,
            y=place,
            text=" ".join([texte, "<br>".join(map(theme.en_clair, noms))]).strip(),
            xanchor="left",
            xshift=taille * 0.8,
            font={"color": jetons["encre2"] if s.reference else jetons["encre"], "size": taille},
        )


def _etager(
    valeurs: Sequence[float], lignes_nb: Sequence[int], bornes: tuple[float, float], ligne: float
) -> list[float]:
    """Middles of labels, so that none covers another.

    Args:
        valeurs: what each label stands beside, increasing.
        lignes_nb: lines of text of each.
        bornes: least and greatest value drawn; a label above the greatest stretches the axis, hence the other labels.
        ligne: height of a line, as a share of the plot.
    """
    bas, haut = bornes
    places: list[float] = []
    for _ in range(4):
        places, libre = [], -math.inf  # free above the last label placed
        for v, n in zip(valeurs, lignes_nb, strict=True):
            demi = max(n, 1) * ligne * ((haut - bas) or 1) / 2
            places.append(max(v, libre + demi))
            libre = places[-1] + demi
        haut = max(haut, libre)
    return places


def _lignes(libelle: str) -> list[str]:
    """A name on as many lines as it takes beside the plot."""
    return textwrap.wrap(libelle, NOM_MAX, break_on_hyphens=False)


def _depuis_zero(info: Tendance) -> bool:
    return info.mode == "niveau" and info.unite != "%"


def _axes(fig: go.Figure, info: Tendance, jetons: theme.Theme, taille: float, etroite: bool) -> None:
    x = [v for s in info.series for v in s.x]
    if not x:
        return
    # An event may stand just before the first point: its period had begun.
    debut, fin = min([*x, *(r.x for r in info.reperes)]), max([*x, *(r.x for r in info.reperes)])
    largeur = max(fin - debut, 1)
    noms = [ligne for s in info.series for ligne in _lignes(s.libelle)]
    place = 9 + (0 if etroite else max(map(len, noms), default=0))
    fig.update_xaxes(
        range=[debut - 0.03 * largeur, fin + 0.03 * largeur], tickformat="d", dtick=1 if largeur <= 10 else 5
    )
    points = {p: francais.rang_periode(p) for s in info.series for p in s.periodes if p}
    if len(points) <= TICS_MAX and any(francais.rythme_periode(p) != "annuel" for p in points):
        # A few Decembers or half-years: a tick « 2017 » beside December 2016 would be read as its year.
        fig.update_xaxes(tickvals=list(points.values()), ticktext=[francais.periode_courte(p) for p in points])
    fig.update_yaxes(nticks=7, tickformat=",.1~f", ticksuffix=f"{francais.INSEC}%" if info.unite == "%" else "")
    if _depuis_zero(info):
        fig.update_yaxes(rangemode="tozero")
    if info.mode != "niveau":
        fig.add_hline(y=100 if info.mode == "indice" else 0, line={"width": 1.2, "color": jetons["contour"]})
    fig.update_layout(margin={"r": place * taille * 0.56, "t": taille})
    if etroite:
        fig.for_each_trace(lambda t: t.update(name="<br>".join(textwrap.wrap(t.name, LEGENDE_MAX))))
        fig.update_layout(showlegend=True)
        fig.update_xaxes(dtick=2 if 5 < largeur <= 10 else fig.layout.xaxis.dtick)

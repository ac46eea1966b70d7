"""Trend of an indicator over its vintages: `preparer` thinks, `figure` draws.

A missing vintage is a gap, never joined; a break of nomenclature interrupts the line; provisional points are hollow.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.evenements import Evenement
from data_loaders.indicateurs import Indicateur
from pages.figures import lecture, reperes, theme
from pages.figures.reperes import PAS_ANNEES, Repere

LARGEUR = 1240  # px of the card on a desk screen
TIRETS = tuple(t for t in theme.TIRETS if t != "dot")  # dots are those of the reference
TICS_MAX = 8  # periods under which each has its own tick
HAUTEURS: dict[str, int] = {"ecran": 440, "projection": 385, "papier": 260}  # px, before the scale
PROVISOIRES = frozenset("PE")


class Serie(NamedTuple):
    """One line: x in years, y null at a gap or at an empty period."""

    libelle: str
    periodes: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    textes: tuple[str, ...]
    provisoires: tuple[bool, ...]
    reference: bool
    rang: int | None = None


class Rupture(NamedTuple):
    """An event of the series: a dashed line and its sentence; it interrupts the lines when it `coupe`."""

    x: float
    texte: str
    coupe: bool = True


class Tendance(NamedTuple):
    """All that is drawn, and nothing else; `base` is the period at which an index is 100, "" when there is none."""

    series: tuple[Serie, ...]
    unite: str
    decimales: int
    mode: str
    ruptures: tuple[Rupture, ...]
    reperes: tuple[Repere, ...] = ()
    base: str = ""


class DemandeSerie(NamedTuple):
    """A zone to draw: its name, its rows (indexed by periode), whether it is the reference.

    `rang` fixes its colour, dash and marker (0 to 5); by default they follow the order of the zones.
    """

    libelle: str
    lignes: pd.DataFrame
    reference: bool = False
    rang: int | None = None


def preparer(
    ind: Indicateur,
    demandes: Sequence[DemandeSerie],
    rythme: str,
    *,
    mode: str = "niveau",
    ruptures: Sequence[Rupture] = (),
    evenements: Sequence[Evenement] = (),
) -> Tendance:
    """Series ready to draw.

    Args:
        ind: the indicator.
        demandes: zones, the reference (region) among them when there is one.
        rythme: rhythm of the dataset; two points further apart than one step are not joined.
        mode: `niveau`; `indice` (100 at the first period known by every zone); `ecart` (gap with the reference).
        ruptures: breaks that interrupt every line.
        evenements: those to draw where they fall within the periods of the zones.
    """
    ruptures = [*ruptures, *_ruptures_marquees(demandes)]
    base = _base(ind, demandes) if mode == "indice" else None
    reference = next((d.lignes for d in demandes if d.reference), None)
    gardees = [d for d in demandes if not (mode == "ecart" and d.reference)]
    series = tuple(_serie(ind, d, rythme, mode, base, reference, ruptures) for d in gardees)
    unite = {"indice": "", "ecart": "points" if ind.unite == "%" else ind.unite}.get(mode, ind.unite)
    places = reperes.situer(evenements, sorted({p for s in series for p in s.periodes if p}))
    decimales = 1 if mode == "indice" else ind.decimales
    return Tendance(series, unite, decimales, mode, tuple(ruptures), places, base or "")


def _ruptures_marquees(demandes: Sequence[DemandeSerie]) -> list[Rupture]:
    """Breaks that the producer marks on its own points (status B), one a period."""
    periodes = {p for d in demandes for p in d.lignes.index[d.lignes["obs_status"] == "B"]}
    return [Rupture(francais.rang_periode(p), "rupture de série") for p in sorted(periodes)]


def _base(ind: Indicateur, demandes: Sequence[DemandeSerie]) -> str | None:
    """First period at which every zone has a positive value, in the season of the last one for a raw series."""
    communes = None
    for d in demandes:
        connues = {p for p, ligne in d.lignes.iterrows() if ligne["obs_status"] not in VIDES and ligne["value"] > 0}
        communes = connues if communes is None else communes & connues
    if not communes:
        return None
    saison = max(communes, key=francais.rang_periode)[4:]
    return min((p for p in communes if ind.corrige or p[4:] == saison), key=francais.rang_periode)


def _transformer(
    ligne: pd.Series, periode: str, mode: str, depart: float | None, reference: pd.DataFrame | None
) -> float | None:
    if ligne["obs_status"] in VIDES:
        return None
    if mode == "indice":
        return 100 * ligne["value"] / depart if depart else None
    if mode == "ecart":
        if reference is None or periode not in reference.index or reference.loc[periode, "obs_status"] in VIDES:
            return None
        return ligne["value"] - reference.loc[periode, "value"]
    return float(ligne["value"])


def _serie(
    ind: Indicateur,
    d: DemandeSerie,
    rythme: str,
    mode: str,
    base: str | None,
    reference: pd.DataFrame | None,
    ruptures: Sequence[Rupture],
) -> Serie:
    depart = d.lignes.loc[base, "value"] if base and base in d.lignes.index else None
    periodes, x, y, textes, provisoires = [], [], [], [], []
    precedent = None
    for periode in sorted(d.lignes.index, key=francais.rang_periode):
        ligne = d.lignes.loc[periode]
        rang = francais.rang_periode(periode)
        coupe = precedent is not None and (
            rang - precedent > 1.5 * PAS_ANNEES[rythme] or any(r.coupe and precedent < r.x <= rang for r in ruptures)
        )
        if coupe:
            periodes.append("")
            x.append((precedent + rang) / 2)
            y.append(None)
            textes.append("")
            provisoires.append(False)
        valeur = _transformer(ligne, periode, mode, depart, reference)
        periodes.append(periode)
        x.append(rang)
        y.append(valeur)
        textes.append(_texte(ind, ligne, valeur, mode))
        provisoires.append(ligne["obs_status"] in PROVISOIRES)
        precedent = rang
    return Serie(d.libelle, tuple(periodes), tuple(x), tuple(y), tuple(textes), tuple(provisoires), d.reference, d.rang)


def _texte(ind: Indicateur, ligne: pd.Series, valeur: float | None, mode: str) -> str:
    if valeur is None:
        return lecture.valeur_longue(ligne, ind) if ligne["obs_status"] in VIDES else "n.d."
    if mode == "indice":
        return francais.nombre(valeur, 1)
    if mode == "ecart":
        return francais.ecart(valeur, "points" if ind.unite == "%" else ind.unite, ind.decimales)
    marque = lecture.INDICES.get(ligne["obs_status"], "")
    return lecture.valeur_longue(ligne, ind) + (f" ({marque})" if marque else "")


def figure(
    info: Tendance,
    nom_theme: str = "clair",
    mode: theme.Mode = "ecran",
    echelle: float = 1.0,
    largeur: int = LARGEUR,
    hauteur: float | None = None,
) -> go.Figure:
    """The chart: lines by colour, dash and marker, direct labels, dotted reference.

    Args:
        info: what is drawn.
        nom_theme: `"clair"` or `"sombre"`.
        mode: type size, `"ecran"`, `"projection"` or `"papier"`.
        echelle: multiplies type and height (width of the screen over 1280 in projection).
        largeur: of the whole chart, in px: labels of the events are placed by it.
        hauteur: of the whole chart, in px before the scale; by default that of the mode, and the rows of labels.
    """
    jetons, couleurs = theme.tokens(nom_theme), theme.rampe("series", nom_theme)
    taille = theme.TAILLES[mode] * echelle
    fig = go.Figure(layout={"template": theme.modele(nom_theme, mode, echelle)})
    rang = 0
    for s in info.series:
        if s.reference:
            trait = _Trait(jetons["encre2"], "dot", "circle", max(2.0, taille / 7))
        else:
            place = rang if s.rang is None else s.rang
            couleur, tiret, marque = (c[place % len(c)] for c in (couleurs, TIRETS, theme.MARQUES))
            trait = _Trait(couleur, tiret, marque, taille / 4 if place == 0 else max(2.2, taille / 6))
            rang += 1
        _tracer(fig, s, trait, jetons["surface"], taille)
    fixee, hauteur = hauteur is not None, (hauteur or HAUTEURS[mode]) * echelle
    etroite = largeur < reperes.LARGEUR_ETROITE
    _etiqueter(fig, info, jetons, taille, hauteur, etroite)
    for r in info.ruptures:
        fig.add_vline(x=r.x, line={"color": jetons["contour"], "dash": "dash", "width": 1.5})
    _axes(fig, info, jetons, taille, etroite)
    etiquettes = reperes.marques([(r.x, r.texte) for r in info.ruptures], info.reperes)
    if not etiquettes or fig.layout.xaxis.range is None:
        return fig.update_layout(height=hauteur)
    utile = largeur - fig.layout.margin.r - 4 * taille
    places = reperes.ranger(etiquettes, fig.layout.xaxis.range, utile, taille)
    haut = reperes.tracer(fig, places, info.reperes, jetons, taille)
    # The first row fits in the height of a chart; the others are added to it, unless the height is all there is.
    ajout = 0 if fixee else max(haut - 1.35 * taille, 0)
    return fig.update_layout(height=hauteur + ajout, margin_t=haut + 0.8 * taille)


class _Trait(NamedTuple):
    couleur: str
    tiret: str
    marque: str
    largeur: float


def _tracer(fig: go.Figure, s: Serie, trait: _Trait, surface: str, taille: float) -> None:
    connus = [i for i, v in enumerate(s.y) if v is not None]
    dense = len(connus) > 24  # a long monthly or quarterly series keeps one marker, at its last point
    marques = {connus[-1]} if dense and connus else set(connus)
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
            "color": [surface if p else trait.couleur for p in s.provisoires],
            "line": {"color": trait.couleur, "width": 1.6},
        },
        customdata=[[t, francais.periode_libelle(p)] for t, p in zip(s.textes, s.periodes, strict=True)],
        hovertemplate=f"{_echapper(s.libelle)} : %{{customdata[0]}}<extra></extra>",
    )


def _etiqueter(
    fig: go.Figure, info: Tendance, jetons: theme.Theme, taille: float, hauteur: float, etroite: bool
) -> None:
    """Value and name at the right of the last point, pushed apart; on a phone the names go under the chart."""
    derniers = []
    for s in info.series:
        connus = [i for i, v in enumerate(s.y) if v is not None]
        if connus:
            derniers.append((s.y[connus[-1]], s.x[connus[-1]], s))
    if not derniers:
        return
    valeurs = [v for s in info.series for v in s.y if v is not None]
    etendue = (max(valeurs) - min(valeurs)) or 1
    minimum = etendue * 1.6 * taille / (0.8 * hauteur)
    place = None
    for v, x, s in sorted(derniers, key=lambda d: d[0]):
        place = v if place is None else max(v, place + minimum)
        texte = francais.nombre(v, info.decimales, signe=info.mode == "ecart")
        fig.add_annotation(
            x=x,
            y=place,
            text=f"<b>{texte}</b>" + ("" if etroite else f" {_echapper(s.libelle)}"),
            xanchor="left",
            xshift=taille * 0.8,
            font={"color": jetons["encre2"] if s.reference else jetons["encre"], "size": taille},
        )


def _echapper(texte: str) -> str:
    return html.escape(texte, quote=False).replace("%", "&#37;")


def _axes(fig: go.Figure, info: Tendance, jetons: theme.Theme, taille: float, etroite: bool) -> None:
    x = [v for s in info.series for v in s.x]
    if not x:
        return
    debut, fin = min(x), max(x)
    largeur = max(fin - debut, 1)
    place = 8 + (0 if etroite else max((len(s.libelle) for s in info.series), default=0))
    fig.update_xaxes(
        range=[debut - 0.03 * largeur, fin + 0.03 * largeur],
        tickformat="d",
        dtick=1 if largeur <= 10 else 5,
        hoverformat=".1f",
    )
    points = {p: francais.rang_periode(p) for s in info.series for p in s.periodes if p}
    if len(points) <= TICS_MAX and any(francais.rythme_periode(p) != "annuel" for p in points):
        # A few Decembers or half-years: a tick « 2017 » beside December 2016 would be read as its year.
        fig.update_xaxes(tickvals=list(points.values()), ticktext=[francais.periode_courte(p) for p in points])
    fig.update_yaxes(tickformat=",.1~f", ticksuffix=f"{francais.INSEC}%" if info.unite == "%" else "")
    if info.mode == "niveau" and info.unite != "%":
        fig.update_yaxes(rangemode="tozero")
    if info.mode != "niveau":
        fig.add_hline(
            y=100 if info.mode == "indice" else 0,
            line={"width": 1.2, "color": jetons["contour"]},
        )
    fig.update_layout(margin={"r": place * taille * 0.56, "t": taille})
    if etroite:
        fig.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.12, "x": 0, "itemclick": False})
        fig.update_xaxes(dtick=2 if 5 < largeur <= 10 else fig.layout.xaxis.dtick, tickangle=0)


def table(t: Tendance) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the table twin: one row a period, the newest first; reasons in the empty cells."""
    periodes = sorted({p for s in t.series for p in s.periodes if p}, key=francais.rang_periode, reverse=True)
    textes = [dict(zip(s.periodes, s.textes, strict=True)) for s in t.series]
    dits = reperes.par_periode(t.reperes, periodes)
    entetes = [("", False), ("Période", False), *((s.libelle, True) for s in t.series)]
    entetes += [("Événement", False)] if dits else []
    corps = [
        ["", francais.periode_libelle(p), *(x.get(p, "n.d.") for x in textes), *([dits.get(p, "")] if dits else [])]
        for p in periodes
    ]
    return entetes, corps


def constat(ind: Indicateur, t: Tendance) -> str:
    """The finding of the first zone: from its first to its last known point; silent about causes.

    Raw months or quarters are read at the same time of the year, so that a season is never taken for a change.
    """
    s = t.series[0]
    connus = [(p, v) for p, v in zip(s.periodes, s.y, strict=True) if v is not None]
    if len(connus) < 2:
        return f"{s.libelle}{francais.INSEC}: {ind.libelle.lower()}, moins de deux périodes connues"
    if not ind.corrige:
        connus = [(p, v) for p, v in connus if p[4:] == connus[-1][0][4:]]
    (p0, v0), (p1, v1) = connus[0], connus[-1]
    if p0 == p1:
        valeur = francais.avec_unite(v1, t.unite, t.decimales, signe=t.mode == "ecart")
        return f"{s.libelle}{francais.INSEC}: {valeur} {francais.en_periode(p1, flux=ind.flux)}"
    signe = t.mode == "ecart"
    # « 1 000 contrats…, 1 200… »: the unit of a count is said once.
    unites = (t.unite, "" if ind.genre == "compte" and t.mode == "niveau" else t.unite)
    avant, apres = (francais.avec_unite(v, u, t.decimales, signe=signe) for v, u in zip((v0, v1), unites, strict=True))
    quand0, quand1 = (francais.en_periode(p, flux=ind.flux) for p in (p0, p1))
    texte = f"{s.libelle}{francais.INSEC}: {avant} {quand0}, {apres} {quand1}"
    if any(r.coupe and francais.rang_periode(p0) < r.x <= francais.rang_periode(p1) for r in t.ruptures):
        return f"{texte} (rupture de série entre les deux)"
    reference = next((dict(zip(r.periodes, r.y, strict=True)).get(p1) for r in t.series if r.reference), None)
    if reference is None or t.mode != "niveau" or ind.genre == "compte":
        return texte
    return f"{texte}, contre {francais.avec_unite(reference, t.unite, t.decimales)} dans la région"

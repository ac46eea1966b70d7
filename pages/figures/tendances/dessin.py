"""Drawing of a trend: lines labelled at their end; a panel each where one axis would hide the small ones."""

import math
import textwrap
from collections.abc import Collection, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import FINE, INSEC
from pages.figures import theme
from pages.figures.tendances import evolution, series
from pages.figures.tendances.series import Serie, Tendance

LARGEUR = 1240  # px of the card on a desk screen
LARGEUR_ETROITE = 620  # of a chart of a phone
EM = 0.56  # mean width of a character
EVENEMENTS_MAX = 2
HAUTEUR_REPERE = 0.14  # of the plot, that of the line of an event
TIRETS = tuple(t for t in theme.TIRETS if t != "dot")  # dots are those of the reference
NOM_MAX = 30  # characters of a line of a name beside the plot
LEGENDE_MAX = 34  # characters of a line of the legend of a phone
TICS_MAX = 8  # periods under which each has its own tick
HAUTEURS: dict[str, int] = {"ecran": 410, "projection": 385}  # px


def figure(info: Tendance, mode: theme.Mode = "ecran", largeur: int = LARGEUR, hauteur: int | None = None) -> go.Figure:
    """The chart, `largeur` × `hauteur` px (by default that of the mode, as of `theme.vide`): lines by colour, dash and
    marker, direct labels, dotted reference."""
    taille, hauteur, fig = theme.TAILLES[mode], hauteur or HAUTEURS[mode], theme.vide(mode)
    propres = [i for i, s in enumerate(info.series) if not s.reference]
    seule = propres[0] if len(propres) == 1 else None
    sommets = evolution.extremes(info.indicateur, info, info.series[seule]) if len(propres) == 1 else ()
    cernes = {p.periode for p in sommets}
    couleurs = [_tracer(fig, info, i, taille, cernes if i == seule else ()) for i in range(len(info.series))]
    etroite = largeur < LARGEUR_ETROITE
    _axes(fig, info, taille, etroite)
    debut, fin = fig.layout.xaxis.range or (-math.inf, 0.0)
    for r in info.ruptures:
        if not r.coupe and any(abs(r.x - e.x) < series.CONFONDUS for e in info.reperes):
            continue  # one that cuts nothing is told where an event explains it
        fig.add_vline(x=r.x, line={"color": theme.CLAIR["contour"], "dash": "dash", "width": 1.5})
        vers = "left" if r.x - debut < (fin - debut) / 3 else "right"  # words stay in the chart
        place = {"yref": "y domain", "yanchor": "bottom", "xanchor": vers}
        _ecrire(fig, r.x, 1, theme.en_clair(r.texte), theme.lettre(taille), **place)
    fig.update_layout(margin_t=1.6 * taille)
    if fig.layout.xaxis.range is not None:
        _marquer(fig, info.reperes, taille, largeur - fig.layout.margin.r - 4 * taille)
    if seule is not None:
        _nommer(fig, info, info.series[seule], sommets, couleurs[seule], taille, largeur)
    _etiqueter(fig, info, taille, hauteur - 6 * taille, etroite)
    return fig.update_layout(height=hauteur)


def _ecrire(
    fig: go.Figure, x: float, y: float, texte: str, taille: float, couleur: str = "encre2", **place: str | float
) -> None:
    police = {"color": theme.CLAIR.get(couleur, couleur), "size": taille}
    fig.add_annotation(x=x, y=y, text=texte, font=police, **place)


def _nommer(
    fig: go.Figure,
    info: Tendance,
    s: Serie,
    sommets: Sequence[evolution.Point],
    couleur: str,
    taille: float,
    largeur: float,
) -> None:
    """Value and date of the ringed points of the only curve, and its first value, off the curve that runs beside it;
    `largeur`: of the chart, px."""
    points = evolution.connus(info.indicateur, info, s)
    if len(points) < 3 or info.mode != "niveau":
        return
    premier = points[0]
    debut, fin = fig.layout.xaxis.range
    place = (
        (fin - debut)
        * EM
        * taille
        * len(s.dire(info.indicateur, info, premier.periode, info.unite))
        / (largeur - fig.layout.margin.r)
    )
    longes = [
        v for p, v in s.valeurs.items() if francais.rang_periode(p) <= francais.rang_periode(premier.periode) + place
    ]
    sens = -1 if premier.valeur - min(longes) < max(longes) - premier.valeur else 1
    ecrits = [(premier, max(longes) if sens > 0 else min(longes), "", sens)]
    for p in sommets:
        haut = p.valeur > points[-1].valeur
        mots = f"plus {'haut' if haut else 'bas'}{INSEC}: {theme.en_clair(francais.periode_libelle(p.periode))}"
        ecrits.append((p, p.valeur, mots, 1 if haut else -1))
    for p, y, mots, sens in ecrits:
        valeur = f"<b>{s.dire(info.indicateur, info, p.periode, info.unite)}</b>"
        lignes = [mots, valeur] if sens > 0 else [valeur, mots]
        place = {"yshift": sens * taille * (1.7 if mots else 1.1), "xanchor": "center" if mots else "left"}
        texte = "<br>".join(filter(None, lignes))
        _ecrire(fig, francais.rang_periode(p.periode), y, texte, taille, couleur, **place)


def _marquer(fig: go.Figure, reperes: Sequence[series.Repere], taille: float, largeur: float) -> None:
    """Events, each a short dotted line on the base, its date and words at its left, or at its right near the left end
    of the plot, `largeur` px wide."""
    debut, fin = fig.layout.xaxis.range
    trait = {"color": theme.CLAIR["contour"], "dash": "dot", "width": 1.5}
    # What lasted first, then in time order; the others are told under the chart.
    dessines = sorted(reperes, key=lambda r: (r.fin is None, r.x))[:EVENEMENTS_MAX]
    for i, r in enumerate(sorted(dessines, key=lambda r: r.x)):
        mots = f"{francais.periode_libelle(r.evenement.date[:7])}{INSEC}: {francais.en_phrase(r.evenement.court)}"
        place = largeur * (r.x - debut) / ((fin - debut) or 1)
        large = len(mots) * EM * taille
        gauche = place > large
        if not gauche and place + large > largeur:
            continue  # it is told under the chart
        fig.add_shape(type="line", x0=r.x, x1=r.x, y0=0, y1=HAUTEUR_REPERE, yref="y domain", line=trait)
        ou = {"xanchor": "right", "xshift": -4} if gauche else {"xanchor": "left", "xshift": 4}
        ou |= {"yref": "y domain", "yshift": (0.7 if i % 2 else -0.7) * taille}
        _ecrire(fig, r.x, HAUTEUR_REPERE / 2, theme.en_clair(mots), theme.lettre(taille), **ou)


def _tracer(fig: go.Figure, info: Tendance, i: int, taille: float, cernes: Collection[str] = (), **ou: str) -> str:
    """Draw one line, dotted for the region, and return its colour; `cernes`: periods that are ringed; `ou`: the axes
    `xaxis`, `yaxis` of a chart that has several."""
    s = info.series[i]
    couleur, tiret, marque, large = theme.CLAIR["encre2"], "dot", "circle", max(2.0, taille / 7)
    if not s.reference:
        place = sum(not x.reference for x in info.series[:i]) if s.rang is None else s.rang
        couleur, tiret, marque = (c[place % len(c)] for c in (theme.rampe("series"), TIRETS, theme.MARQUES))
        large = max(3.0, taille / 5) if place == 0 else max(2.2, taille / 6)
    connus = list(s.valeurs)
    # A long monthly or quarterly series keeps one marker, at its last point.
    marques = {*(connus[-1:] if len(connus) > 24 else connus), *cernes}
    fig.add_scatter(
        x=s.x,
        y=s.y,
        name=s.libelle,
        mode="lines+markers",
        line={"color": couleur, "dash": tiret, "width": large},
        marker={
            "symbol": marque,
            "size": [taille * 0.75 if p in marques else 0 for p in s.periodes],
            "opacity": 1,
            "color": [
                theme.CLAIR["surface"] if provisoire or p in cernes else couleur
                for p, provisoire in zip(s.periodes, s.provisoires, strict=True)
            ],
            "line": {"color": couleur, "width": 2.2},
        },
        customdata=[[t, francais.periode_libelle(p)] for t, p in zip(s.textes, s.periodes, strict=True)],
        hovertext=[f"{theme.en_clair(s.libelle)} : {t}" for t in s.textes],
        **ou,
    )
    return couleur


def _etiqueter(fig: go.Figure, info: Tendance, taille: float, hauteur: float, etroite: bool) -> None:
    """Value and name at the right of the last point, pushed apart in the height of the plot, px; on a phone the names
    go under the chart."""
    derniers = sorted(((*list(s.valeurs.items())[-1], s) for s in info.series if s.valeurs), key=lambda d: d[1])
    if not derniers:
        return
    lignes = [[] if etroite else _lignes(s.libelle) for _, _, s in derniers]
    valeurs = [v for s in info.series for v in s.valeurs.values()]
    bas = min(0, *valeurs) if _depuis_zero(info) else min(valeurs)
    places = _etager([v for _, v, _ in derniers], list(map(len, lignes)), (bas, max(valeurs)), 1.4 * taille / hauteur)
    for (p, v, s), noms, place in zip(derniers, lignes, places, strict=True):
        unite = f"{francais.INSEC}%" if info.unite == "%" and info.mode == "niveau" else ""
        texte = f"<b>{francais.nombre(v, info.decimales, signe=info.mode == 'ecart')}{unite}</b>"
        texte = " ".join([texte, "<br>".join(map(theme.en_clair, noms))]).strip()
        encre = "encre2" if s.reference else "encre"
        _ecrire(fig, francais.rang_periode(p), place, texte, taille, encre, xanchor="left", xshift=taille * 0.8)


def _etager(
    valeurs: Sequence[float], lignes_nb: Sequence[int], bornes: tuple[float, float], ligne: float
) -> list[float]:
    """Middles of labels, so that none covers another: what each stands beside, increasing, and its lines of text;
    `bornes`: least and greatest value drawn (a label above stretches the axis, hence the others); `ligne`: height of a
    line, as a share of the plot."""
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
    return textwrap.wrap(libelle, NOM_MAX, break_on_hyphens=False)


def _depuis_zero(info: Tendance) -> bool:
    return info.mode == "niveau" and info.unite != "%"


def _axes(fig: go.Figure, info: Tendance, taille: float, etroite: bool) -> None:
    x = [v for s in info.series for v in s.x]
    if not x:
        return
    x += [r.x for r in info.reperes]  # one may stand just before the first point: its period had begun
    debut, fin = min(x), max(x)
    largeur = max(fin - debut, 1)
    noms = [ligne for s in info.series for ligne in _lignes(s.libelle)]
    place = 9 + (0 if etroite else max(map(len, noms), default=0))
    bords = [debut - 0.03 * largeur, fin + 0.03 * largeur]
    fig.update_xaxes(range=bords, tickformat="d", dtick=1 if largeur <= 10 else 5)
    points = {p: francais.rang_periode(p) for s in info.series for p in s.periodes if p}
    if len(points) <= TICS_MAX and any(francais.rythme_periode(p) != "annuel" for p in points):
        # A few Decembers or half-years: a tick « 2017 » beside December 2016 would be read as its year.
        fig.update_xaxes(tickvals=list(points.values()), ticktext=[francais.periode_courte(p) for p in points])
    fig.update_yaxes(nticks=7, tickformat=",.1~f", ticksuffix=f"{francais.INSEC}%" if info.unite == "%" else "")
    if _depuis_zero(info):
        fig.update_yaxes(rangemode="tozero")
    if info.mode != "niveau":
        fig.add_hline(y=100 if info.mode == "indice" else 0, line={"width": 1.2, "color": theme.CLAIR["contour"]})
    fig.update_layout(margin_r=place * taille * 0.56)
    if etroite:
        fig.for_each_trace(lambda t: t.update(name="<br>".join(textwrap.wrap(t.name, LEGENDE_MAX))))
        fig.update_layout(showlegend=True)
        fig.update_xaxes(dtick=2 if 5 < largeur <= 10 else fig.layout.xaxis.dtick)


# How many times the largest may be the smallest on one axis: beyond, the lower line is under a quarter of the height.
RAPPORT_MAX = 4
HAUTEUR_PHONE = 150  # px of a panel where they are stacked
NOM_PANNEAU_MAX = {"ecran": 26, "projection": 17}  # characters of a line of a name above its panel


def _sommet(s: Serie) -> float:
    return max(s.valeurs.values(), default=0.0)


def _etales(series: Sequence[Serie]) -> bool:
    sommets = [m for s in series if (m := _sommet(s)) > 0]
    return len(sommets) > 1 and max(sommets) > RAPPORT_MAX * min(sommets)


def en_panneaux(ind: Indicateur, info: Tendance) -> bool:
    """Whether the lines are counts that one axis cannot show together."""
    return info.mode == "niveau" and ind.genre == "compte" and _etales(info.series)


def lecture_panneaux(info: Tendance) -> str:
    """What the panels change to the reading of heights."""
    if _commune(info):
        return "Les territoires ont la même échelle, qui part de zéro ; la région a la sienne."
    return f"Chaque panneau part de zéro, à sa propre échelle{FINE}: les pentes se comparent, pas les hauteurs."


def _commune(info: Tendance) -> float:
    """The highest point of the territories themselves, without the region, where they fit on one axis; else 0."""
    propres = [s for s in info.series if not s.reference]
    return 0.0 if _etales(propres) else max(map(_sommet, propres), default=0.0)


def panneaux(
    info: Tendance, mode: theme.Mode = "ecran", largeur: int = LARGEUR, hauteur: int | None = None
) -> go.Figure:
    """One panel a series, side by side, stacked on a phone; name above, first and last values written. As `figure`."""
    taille = theme.TAILLES[mode]
    etroite, n = largeur < LARGEUR_ETROITE, len(info.series)
    titres = [
        "<br>".join(map(theme.en_clair, [s.libelle] if etroite else textwrap.wrap(s.libelle, NOM_PANNEAU_MAX[mode])))
        for s in info.series
    ]
    rangs = {"rows": n, "cols": 1, "vertical_spacing": 0.34 / n} if etroite else {"rows": 1, "cols": n}
    fig = make_subplots(subplot_titles=titres, horizontal_spacing=0.045, figure=theme.vide(mode), **rangs)
    police = {"size": taille, "color": theme.CLAIR["encre"]}
    fig.update_annotations(font=police, yshift=0.3 * taille)
    xs, commune, ecrits, coupures = [x for s in info.series for x in s.x], _commune(info), [], []
    marge = 0.12 * max(max(xs) - min(xs), 1)
    etendue = [min(xs) - marge, max(xs) + marge]
    for i, s in enumerate(info.series):
        axe = str(i + 1) if i else ""
        ou = {"xref": f"x{axe}", "yref": f"y{axe}"}
        _tracer(fig, info, i, taille, xaxis=ou["xref"], yaxis=ou["yref"])
        haut = 1.3 * ((commune if not s.reference else 0.0) or _sommet(s) or 1.0)
        fig.layout[f"yaxis{axe}"].update(range=[0, haut], showticklabels=False, nticks=4)
        periodes = [p for p in s.periodes if p]
        bouts = dict.fromkeys(periodes[:1] + periodes[-1:])
        ecrit = {"tickvals": [*map(francais.rang_periode, bouts)], "ticktext": [*map(francais.periode_courte, bouts)]}
        fig.layout[f"xaxis{axe}"].update(range=etendue, **ecrit)
        connus = list(s.valeurs.items())
        for p, v in dict(connus[:1] + connus[-1:]).items():
            texte, dernier = francais.nombre(v, info.decimales), len(connus) > 1 and p == connus[-1][0]
            dessous = (connus[-2] if dernier else connus[:2][-1])[1] > v  # on the side that the line leaves free
            place = {"xanchor": "right" if dernier else "left", "xshift": (0.8 if dernier else -0.8) * taille, **ou}
            place |= {"yshift": (-1.05 if dessous else 0.95) * taille, "font": police}
            texte = f"<b>{texte}</b>" if p == connus[-1][0] else texte
            ecrits.append({"x": francais.rang_periode(p), "y": v, "text": texte} | place)
        trace = {"color": theme.CLAIR["contour"], "dash": "dash", "width": 1.5}
        commun = {"type": "line", "y0": 0, "y1": 1, "line": trace, **ou, "yref": f"{ou['yref']} domain"}
        coupures += [{"x0": r.x, "x1": r.x} | commun for r in info.ruptures if r.coupe]  # the others are told below
    lignes = max(t.count("<br>") for t in titres) + 1
    if coupures:
        fig.layout.shapes = coupures
    fig.layout.annotations = [*fig.layout.annotations, *ecrits]  # set at once: `update` takes them one by one
    return fig.update_layout(
        height=n * HAUTEUR_PHONE if etroite else hauteur or HAUTEURS[mode],
        margin={"l": 0.5 * taille, "r": 0.5 * taille, "t": (lignes + 0.8) * 1.3 * taille, "b": 2 * taille},
    )

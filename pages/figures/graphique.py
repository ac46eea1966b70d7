"""A Plotly figure as SVG: the traces, shapes and notes that our charts are made of, in a page as in a file.

A page has its charts before any script, at the width it has, in its own colours: it needs neither Plotly's script nor
what that takes at each choice. What is here follows what Plotly does of the same figure: ranges, margins, ticks,
dashes, marks; a trace that no chart of ours has is refused rather than left out.
"""

import html
import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby, product
from typing import Any

import plotly.graph_objects as go

from data_loaders import francais
from pages.figures import theme
from pages.figures.svg import Dessin, chemin as tracer, dire, el, nb, pas as pas_rond

LARGEUR = 1232  # px of a chart on a screen 1280 px wide
ETROIT = 320  # px of a chart on a phone
INFIME = 246  # px of a chart on a screen of 320 px, or at 400 % of zoom
# Labels that cover one another where the chart is narrow have a class of their own.
_ETROITS = ((ETROIT, "serre"), (INFIME, "infime"))
_TRAITS: Mapping[str, tuple[int, ...]] = {
    "dot": (1, 1),
    "dash": (3, 3),
    "dashdot": (3, 1, 1, 1),
    "longdash": (5, 5),
    "longdashdot": (5, 2, 1, 2),
}
_EM, _EM_CHIFFRE = 0.47, 0.6  # mean width of a letter, of a digit or a sign
_INTERLIGNE = 1.3
_BASE = 0.35  # from the middle of a line to its baseline, in parts of its size
_GRAS = re.compile(r"(</?b>)")
_BORD = 8  # px around what is beside the plot
_JOUR_MAX = 5  # decimals looked at in a tick
_COULEUR = re.compile("|".join(theme.VARIABLES))


class GenreInconnu(ValueError):
    """A trace or a shape that is not drawn here: the figure has no image rather than a wrong one."""


# What an axis must show: a value, and how many px beyond it at its lower and upper side.
_Poussee = tuple[float, float, float]


class _Axe:
    """An axis: its settings, its range, its ticks, and the px that it takes, from the left or from the top."""

    def __init__(self, nom: str, dit: Mapping[str, Any]) -> None:
        self.nom, self.lettre, self.dit = nom, nom[0], defaultdict[str, Any](lambda: None, dit)
        self.log, self.corps = dit.get("type") == "log", float(dit["tickfont"]["size"])
        self.categories: list[str] = []
        self.bornes, self.debut, self.longueur = (0.0, 1.0), 0.0, 0.0

    def rang(self, v: Any) -> float:
        """A value as a number along the axis."""
        if self.categories:
            return float(self.categories.index(v)) if isinstance(v, str) else float(v)
        return math.log10(v) if self.log else float(v)

    def fixer(self, poussees: Sequence[_Poussee], longueur: float) -> None:
        """Its range: as said, else what holds all it must show."""
        if self.dit["range"] is not None:
            debut, fin = self.dit["range"]
            self.bornes = float(debut), float(fin)
        elif self.categories:
            self.bornes = (-0.5, len(self.categories) - 0.5)
        elif poussees:
            self.bornes = _etendre(poussees, longueur, zero=self.dit["rangemode"] == "tozero")
        if self.dit["autorange"] == "reversed":
            self.bornes = self.bornes[::-1]

    def part(self, rang: float) -> float:
        """Where a rank is between both ends, 0 to 1."""
        bas, haut = self.bornes
        return (rang - bas) / ((haut - bas) or 1)

    def px(self, part: float) -> float:
        """Where a part of the axis is drawn."""
        return self.debut + self.longueur * (part if self.lettre == "x" else 1 - part)

    def graduations(self, longueur: float) -> list[tuple[float, str]]:
        """(part of the axis, text) of each tick in the range, for an axis of that length."""
        if self.categories:
            return [(self.part(i), nom) for i, nom in enumerate(self.categories)]
        bas, haut = sorted(self.bornes)
        if (valeurs := self.dit["tickvals"]) is not None:
            places = ((self.rang(v), str(t)) for v, t in zip(valeurs, self.dit["ticktext"] or valeurs, strict=True))
        else:
            # As many as Plotly wishes on that length.
            voulues = self.dit["nticks"] or min(max(longueur / (40 if self.lettre == "y" else 80), 4), 9) + 1
            pas = self.dit["dtick"] or pas_rond((haut - bas) / voulues)
            valeurs = [i * pas for i in range(math.ceil(bas / pas - 1e-9), math.floor(haut / pas + 1e-9) + 1)]
            forme, suffixe = self.dit["tickformat"], self.dit["ticksuffix"]
            decimales = max(map(_decimales, valeurs), default=0) if "~" in forme else 0
            places = ((v, f"{v:.0f}" if forme == "d" else francais.nombre(v, decimales) + suffixe) for v in valeurs)
        return [(self.part(v), texte) for v, texte in places if bas - 1e-9 <= v <= haut + 1e-9]


def _decimales(v: float) -> int:
    return next((d for d in range(_JOUR_MAX) if abs(v - round(v, d)) < 1e-9 * max(1, abs(v))), _JOUR_MAX)


def _etendre(poussees: Sequence[_Poussee], longueur: float, *, zero: bool) -> tuple[float, float]:
    """The tightest range in which each value has its room."""
    bases, hauts = [(v, avant) for v, avant, _ in poussees], [(v, apres) for v, _, apres in poussees]
    if zero and min(bases)[0] >= 0:
        bases = [(0.0, 0.0)]
    elif zero and max(hauts)[0] <= 0:
        hauts = [(0.0, 0.0)]

    def unite(bas: tuple[float, float], haut: tuple[float, float]) -> float:
        return (haut[0] - bas[0]) / max(longueur - bas[1] - haut[1], longueur / 10)

    bas, haut = max(product(bases, hauts), key=lambda bouts: unite(*bouts))
    if bas[0] == haut[0]:
        return bas[0] - 1, haut[0] + 1
    return bas[0] - unite(bas, haut) * bas[1], haut[0] + unite(bas, haut) * haut[1]


def _poser(defaut: Mapping[str, Any], dit: Mapping[str, Any]) -> dict[str, Any]:
    """Settings over those by default, part by part."""
    poses = {nom: _poser(defaut.get(nom) or {}, v) if isinstance(v, Mapping) else v for nom, v in dit.items()}
    return {**defaut, **poses}


class _Graphique:
    """A figure under way: what it says, over what our template says, its axes once they are set; `souple`: it takes the
    width of its place, where letters and marks keep their size."""

    def __init__(self, figure: go.Figure, largeur: float, *, souple: bool = False) -> None:
        self.souple = souple
        dite = figure.to_plotly_json()
        modele = dite["layout"]["template"]["layout"]
        self.traces, self.mise = dite["data"], _poser(modele, dite["layout"])
        self.large, self.haut = largeur, float(self.mise["height"])
        self.unies = self.mise["hovermode"] == "x unified"  # all the points of an abscissa are said together
        self.notes = [_poser(self.mise["annotationdefaults"], a) for a in self.mise.get("annotations", ())]
        self.axes: dict[str, _Axe] = {}
        for nom in sorted(n for n in self.mise if re.fullmatch(r"[xy]axis\d*", n)):
            dit = _poser(modele[f"{nom[0]}axis"], dite["layout"].get(nom, {}))
            self.axes[nom.replace("axis", "")] = _Axe(nom.replace("axis", ""), dit)
        for t in self.traces:
            if t["type"] not in ("scatter", "bar"):
                raise GenreInconnu(t["type"])
            for lettre in "xy":
                textes = dict.fromkeys(v for v in t.get(lettre, ()) if isinstance(v, str))
                self.axes[t.get(f"{lettre}axis", lettre)].categories += textes
        m = self._marges()
        # Of the whole plot, along each letter: where it begins, its length.
        self.plot = {"x": (m["l"], self.large - m["l"] - m["r"]), "y": (m["t"], self.haut - m["t"] - m["b"])}
        self.gauche, self.etendue = self.plot["x"]
        for axe in self.axes.values():
            (debut, longueur), (de, a) = self.plot[axe.lettre], axe.dit["domain"]
            axe.debut, axe.longueur = debut + (de if axe.lettre == "x" else 1 - a) * longueur, (a - de) * longueur
            axe.fixer(self._poussees(axe, axe.longueur), axe.longueur)

    # Room

    def _marges(self) -> dict[str, float]:
        """What is left around the plot: as said, and what the labels of the axes take."""
        pris = {"l": 0.0, "b": 0.0}
        for axe in filter(lambda axe: axe.dit["visible"], self.axes.values()):
            titre, ecrits, place = axe.dit["title"]["text"], axe.dit["showticklabels"], 0.0
            if axe.lettre == "x":
                place = axe.dit["ticklen"] + 3 + 1.5 * axe.corps if ecrits else 0
                place += (1.1 + _INTERLIGNE * titre.count("<br>")) * axe.corps if titre else 0
            elif ecrits and self.axes[axe.dit["anchor"]].dit["domain"][0] == 0:  # at the left of the plot
                axe.fixer(self._poussees(axe, self.haut), self.haut)
                large = max((_large(t, axe.corps) for _, t in axe.graduations(0.8 * self.haut)), default=0)
                du_titre = _INTERLIGNE * axe.corps * len(_lignes(titre)) if titre else 0
                place = large + axe.dit["ticklabelstandoff"] + 3 + du_titre
            cote = "b" if axe.lettre == "x" else "l"
            pris[cote] = max(pris[cote], place)
        dites = self.mise["margin"]
        return dites | {cote: max(dites[cote], place + _BORD) for cote, place in pris.items() if place}

    def _poussees(self, axe: _Axe, longueur: float) -> list[_Poussee]:
        """What an axis without a range must show: marks with 5 % of its length around them, level lines, texts. An axis
        of time has a range, as have those of intervals."""
        sortie, bord = [], 0.05 * longueur
        for t in (t for t in self.traces if t.get("yaxis", "y") == axe.nom):
            tailles = t.get("marker", {}).get("size", 6) if "markers" in t.get("mode", "lines") else 0
            for i, v in enumerate(t["y"]):
                if v is not None:
                    plus = max(_un(tailles, i) / 1.6, 3) + bord if tailles else bord
                    sortie.append((axe.rang(v), plus, plus))
        for s in self.mise.get("shapes", ()):
            if s.get("yref", "y") == axe.nom:
                demi = s.get("line", {}).get("width", 2) / 2
                sortie += [(axe.rang(s[c]), demi, demi) for c in ("y0", "y1")]
        for a in self.notes:
            if a.get("yref", "y") == axe.nom:
                demi = (len(_lignes(a["text"])) * _INTERLIGNE * a["font"]["size"] + 4) / 2
                decale = a.get("yshift", 0)
                sortie.append((axe.rang(a["y"]), demi - decale, demi + decale))
        return sortie

    # Places

    def place(self, t: Mapping[str, Any], vx: Any, vy: Any) -> tuple[float, float]:
        """Where a point of a trace is drawn."""
        return self.cote("x", t.get("xaxis", "x"), vx), self.cote("y", t.get("yaxis", "y"), vy)

    def cote(self, lettre: str, ref: str, v: Any) -> float:
        """Where a value is along `x` or `y`: of an axis, of the domain of an axis or of the whole plot."""
        if ref == "paper":
            debut, longueur = self.plot[lettre]
            return debut + longueur * (v if lettre == "x" else 1 - v)
        axe = self.axes[ref.removesuffix(" domain")]
        return axe.px(v if "domain" in ref else axe.part(axe.rang(v)))

    # Drawing

    def dessiner(self) -> str:
        """The whole chart."""
        self.parties: list[str | list[str]] = []
        for axe in filter(lambda axe: axe.dit["visible"], self.axes.values()):
            (self._abscisses if axe.lettre == "x" else self._ordonnees)(axe)
        for t in self.traces:
            (self._barres if t["type"] == "bar" else self._points)(t)
        for s in self.mise.get("shapes", ()):
            if s["type"] != "line":
                raise GenreInconnu(s["type"])
            x0, x1, y0, y1 = (self.cote(c[0], s.get(f"{c[0]}ref", c[0]), s[c]) for c in ("x0", "x1", "y0", "y1"))
            self._ligne(f"M{nb(x0)} {nb(y0)}L{nb(x1)} {nb(y1)}", s.get("line", {}))
        for a in self.notes:
            self._note(a)
        boite = " ".join(map(nb, (self.gauche, 0, self.etendue, self.haut)))
        etire = {"viewBox": boite, "preserveAspectRatio": "none", "width": "100%", "height": self.haut}
        return "".join(p if isinstance(p, str) else el("svg", *p, **etire) for p in self.parties)

    def vus(self) -> list[list[Any]]:
        """What the pointer finds: place of each point, its words, those of its abscissa, its colour."""
        sortie = []
        for t in (t for t in self.traces if "hovertext" in t):
            for i, (vx, vy, texte) in enumerate(zip(t["x"], t["y"], t["hovertext"], strict=True)):
                if vx is None or vy is None:
                    continue
                x, y = self.place(t, vx, vy)
                mots = "\n".join(html.unescape(_GRAS.sub("", ligne)) for ligne in _lignes(texte))
                couleur = t.get("line", {}).get("color") or _un(t.get("marker", {}).get("color"), i)
                quand, couleur = t["customdata"][i][1] if self.unies else "", couleur or self.mise["font"]["color"]
                sortie.append([round(self.part(x), 2), round(y), mots, quand, couleur])
        return sortie

    def legende(self) -> str:
        """Marks and names of the traces, where the layout asks for them."""
        lignes = []
        for t in self.traces if self.mise["showlegend"] else ():
            marque, couleur = t["marker"], t["line"]["color"]
            dessin = _marquer((14, 7), marque["symbol"], max(marque["size"]), couleur, marque.get("line", {}))
            trait = el("svg", _trait("M0 7H28", t["line"]), dessin, width=28, height=14)
            lignes.append(el("li", trait, dire(html.unescape(t["name"].replace("<br>", " ")))))
        return el("ul", *lignes) if lignes else ""

    def part(self, x: float) -> float:
        """An abscissa in hundredths of the plot."""
        return 100 * (x - self.gauche) / self.etendue

    def _x(self, x: float) -> float | str:
        return f"{nb(self.part(x))}%" if self.souple else float(x)

    def _tendre(self, forme: str) -> None:
        """Draw what follows the width of the plot; such shapes are together as long as nothing comes between."""
        if not self.souple:
            self.parties.append(forme)
        elif self.parties and isinstance(self.parties[-1], list):
            self.parties[-1].append(forme)
        else:
            self.parties.append([forme])

    def _ligne(self, d: str, trait: Mapping[str, Any]) -> None:
        if trace := _trait(d, trait, vector_effect="non-scaling-stroke" if self.souple else None):
            self._tendre(trace)

    def _ecrire(
        self, texte: str, x: float, y: float, police: Mapping[str, Any], ancre: str, classe: str | None = None
    ) -> None:
        """One line of text around the ordinate of its middle; what is between `<b>` and `</b>` is bold."""
        balises = iter(_GRAS.split(f"</b>{texte}")[1:])
        parties = [
            el("tspan", dire(html.unescape(mots)), font_weight=700 if b == "<b>" else None)
            for b, mots in zip(balises, balises, strict=True)
            if mots
        ]
        corps = float(police["size"])
        place = {"class_": classe, "x": self._x(x), "y": float(y + _BASE * corps), "text_anchor": ancre}
        # A space at the end of a line keeps its width: names are set apart from their points by it.
        aspect = {"fill": police["color"], "font_family": police.get("family"), "style": "white-space:pre"}
        self.parties.append(el("text", *parties, **place, font_size=corps, **aspect))

    def _ordonnees(self, axe: _Axe) -> None:
        bas = self.axes[axe.dit["anchor"]]
        for part, texte in axe.graduations(axe.longueur):
            y = axe.px(part)
            if axe.dit["showgrid"]:
                self._ligne(f"M{nb(bas.debut)} {nb(y)}h{nb(bas.longueur)}", {"color": axe.dit["gridcolor"], "width": 1})
            if axe.dit["showticklabels"]:
                self._ecrire(texte, bas.debut - 3 - axe.dit["ticklabelstandoff"], y, axe.dit["tickfont"], "end")
        if titre := axe.dit["title"]["text"]:  # upright at the left edge
            aspect = {"font_size": axe.corps, "fill": axe.dit["title"]["font"]["color"], "text_anchor": "middle"}
            lignes = (
                el("text", dire(html.unescape(mots)), y=_INTERLIGNE * axe.corps * i, **aspect)
                for i, mots in enumerate(_lignes(titre))
            )
            milieu = axe.debut + axe.longueur / 2
            self.parties.append(_ici(self._x(axe.corps), milieu, el("g", *lignes, transform="rotate(-90)")))

    def _abscisses(self, axe: _Axe) -> None:
        dit, corps, cote = axe.dit, axe.corps, self.axes[axe.dit["anchor"]]
        bas, pied = cote.debut + cote.longueur, dit["ticklen"] if dit["ticks"] else 0
        if dit["showline"]:
            self._ligne(
                f"M{nb(axe.debut)} {nb(bas)}h{nb(axe.longueur)}", {"color": dit["linecolor"], "width": dit["linewidth"]}
            )
        graduations = axe.graduations(axe.longueur)
        serres = {classe: self._serrees(graduations, corps, large) for large, classe in _ETROITS if self.souple}
        for part, texte in graduations:
            x, serre = axe.px(part), next((c for c, parts in serres.items() if part in parts), None)
            if pied:
                self._ligne(f"M{nb(x)} {nb(bas)}v{pied}", {"color": dit["tickcolor"], "width": 1})
            if dit["showticklabels"]:
                self._ecrire(texte, x, bas + pied + 3 + 0.78 * corps, dit["tickfont"], "middle", serre)
        titre, y = dit["title"], bas + pied + 3 + 1.8 * corps + dit["title"]["standoff"]
        for i, ligne in enumerate(_lignes(titre["text"]) if titre["text"] else ()):
            police = {"size": corps, "color": titre["font"]["color"]}
            self._ecrire(ligne, axe.px(0.5), y + _INTERLIGNE * corps * i, police, "middle")

    def _serrees(self, graduations: Sequence[tuple[float, str]], corps: float, large: float) -> set[float]:
        """Those that would cover the next one in a chart that wide; the last one stays."""
        large, libre, serrees = large - (self.large - self.etendue), math.inf, set()
        for part, texte in reversed(graduations):
            milieu, demi = large * part, _large(texte, corps) / 2
            if milieu + demi < libre:
                libre = milieu - demi - 2
            else:
                serrees.add(part)
        return serrees

    def _barres(self, t: Mapping[str, Any]) -> None:
        haut = self.plot["y"][1] / len(self.axes["y"].categories) * (1 - self.mise["bargap"])
        for vx, vy, texte in zip(t["x"], t["y"], t["text"], strict=True):
            (x0, milieu), (x1, _) = self.place(t, 0, vy), self.place(t, vx, vy)
            place = {"x": x0, "y": milieu - haut / 2, "width": x1 - x0, "height": haut}
            self._tendre(el("rect", fill=theme.rampe("series")[0], **place))
            self._ecrire(texte, x1 + 3, milieu, t["textfont"], "start")

    def _points(self, t: Mapping[str, Any]) -> None:
        mode = t.get("mode", "lines")
        paires = list(zip(t["x"], t["y"], strict=True))
        points = [None if vx is None or vy is None else self.place(t, vx, vy) for vx, vy in paires]
        if "lines" in mode:
            suites = (list(suite) for connus, suite in groupby(points, key=bool) if connus)
            self._ligne("".join(f"M{'L'.join(f'{nb(a)} {nb(b)}' for a, b in suite)}" for suite in suites), t["line"])
        for lettre in "xy":
            if e := t.get(f"error_{lettre}"):
                trait = {"color": e["color"], "width": e["thickness"]}
                for (vx, vy), plus, moins in zip(paires, e["array"], e["arrayminus"], strict=True):
                    ecarts = ((-moins, 0), (plus, 0)) if lettre == "x" else ((0, plus), (0, -moins))
                    (a, b), (c, d) = (self.place(t, vx + dx, vy + dy) for dx, dy in ecarts)
                    demi = e["width"]
                    pieds = "".join(f"M{nb(c - demi)} {nb(f)}h{2 * demi}" for f in (b, d)) if demi else ""
                    self._ligne(f"{pieds}M{nb(a)} {nb(b)}L{nb(c)} {nb(d)}", trait)
        marque = t.get("marker", {}) if "markers" in mode else {}
        places = [(i, p, _un(marque.get("size", 0), i)) for i, p in enumerate(points) if p]
        if marque:
            genre, bord = marque.get("symbol", "circle"), marque.get("line", {})
            disques = (
                _marquer((self._x(x), y), genre, taille, _un(marque["color"], i), bord)
                for i, (x, y), taille in places
                if taille
            )
            self.parties.append(el("g", "".join(disques), opacity=marque.get("opacity")))
        # The name of a point, beside its mark, as Plotly places it.
        serre = "serre" if self.souple and self.large > 2 * ETROIT else None  # placed for more room
        for i, (x, y), taille in places if "text" in mode else ():
            ou, ecart = _un(t["textposition"], i), taille / 1.6 + 1 if taille else 0
            cote = -1 if "left" in ou else 0 if "center" in ou else 1
            if "middle" not in ou:
                y += (-1 if "top" in ou else 1) * (ecart + t["textfont"]["size"] / 2)
            ancre = ("end", "middle", "start")[cote + 1]
            self._ecrire(_un(t["text"], i), x + cote * ecart, y, t["textfont"], ancre, serre)

    def _note(self, a: Mapping[str, Any]) -> None:
        """A text at its place: on an axis, or in parts of the plot."""
        x, y = (self.cote(c, a.get(f"{c}ref", c), a[c]) for c in "xy")
        ligne, lignes = _INTERLIGNE * a["font"]["size"], _lignes(a["text"])
        haut = len(lignes) * ligne + 4
        x, y = x + a.get("xshift", 0), y - a.get("yshift", 0)
        y += {"bottom": -haut, "top": 0}.get(a.get("yanchor"), -haut / 2) + 2
        ancre = {"left": "start", "right": "end"}.get(a.get("xanchor"), "middle")
        x += {"start": 2, "end": -2}.get(ancre, 0)
        for i, mots in enumerate(lignes):
            self._ecrire(mots, x, y + (i + 0.5) * ligne, a["font"], ancre, "note")


def _un(v: Any, i: int) -> Any:
    return v[i] if isinstance(v, (list, tuple)) else v


def _lignes(texte: str) -> list[str]:
    return texte.split("<br>")


def _large(texte: str, corps: float) -> float:
    lignes = (html.unescape(_GRAS.sub("", ligne)) for ligne in _lignes(texte))
    return max(sum(_EM if c.isalpha() else _EM_CHIFFRE for c in ligne) for ligne in lignes) * corps


def _trait(d: str, trait: Mapping[str, Any], **autres: Any) -> str:
    large = trait.get("width", 2)
    tirets = " ".join(nb(n * max(large, 3.0)) for n in _TRAITS.get(trait.get("dash", ""), ()))
    return tracer(d, trait.get("color"), large, stroke_dasharray=tirets or None, **autres) if large else ""


def _ici(x: float | str, y: float, dessin: str) -> str:
    """A drawing around a point of its own."""
    if isinstance(x, str):
        return el("svg", dessin, x=x, y=float(y), overflow="visible")
    return el("g", dessin, transform=f"translate({nb(x)} {nb(y)})")


def _marquer(p: tuple[float | str, float], symbole: str, taille: float, couleur: str, trait: Mapping[str, Any]) -> str:
    """A mark, in the shapes and proportions of Plotly."""
    nom, r = symbole.removesuffix("-open"), taille / 2
    aspect = {"fill": couleur, "stroke": trait.get("color"), "stroke_width": trait.get("width")}
    if nom != symbole:
        aspect |= {"fill": "none", "stroke": couleur}
    if nom == "circle":
        return el("circle", cx=p[0], cy=p[1], r=float(r), **aspect)
    d, t, c, g = r * 1.3, r * 2 / math.sqrt(3), r * 0.4, r * 1.2
    coins = {
        "square": ((r, r), (-r, r), (-r, -r), (r, -r)),
        "diamond": ((d, 0), (0, d), (-d, 0), (0, -d)),
        "triangle-up": ((-t, r / 2), (t, r / 2), (0, -r)),
        "triangle-down": ((-t, -r / 2), (t, -r / 2), (0, r)),
        "cross": [
            *((g, c), (c, c), (c, g), (-c, g), (-c, c), (-g, c)),
            *((-g, -c), (-c, -c), (-c, -g), (c, -g), (c, -c), (g, -c)),
        ],
        "line-ew": ((r * 1.4, 0), (-r * 1.4, 0)),
    }[nom]
    return _ici(*p, el("path", d=f"M{'L'.join(f'{nb(x)} {nb(y)}' for x, y in coins)}Z", **aspect))


def dessiner(figure: go.Figure, largeur: float = LARGEUR) -> Dessin:
    """The chart as the browser draws it at that width, in px. GenreInconnu: a trace that no chart of ours has;
    KeyError: a mark that none has."""
    g = _Graphique(figure, largeur)
    return Dessin(g.dessiner(), g.large, g.haut)


def en_html(figure: go.Figure, alt: str, largeur: float) -> str:
    """The chart in a page, as wide as its place, about `largeur` px, in the colours of the theme, for those of the
    light one; `alt`: the chart in words. Raises as `dessiner`."""
    g = _Graphique(figure, largeur, souple=True)
    style = f"margin-left:{nb(g.gauche)}px;width:calc(100% - {nb(largeur - g.etendue)}px);height:{nb(g.haut)}px"
    vus = json.dumps(g.vus(), ensure_ascii=False, separators=(",", ":"))
    dessin = el("svg", g.dessiner(), style=style, data_vus=vus, aria_hidden="true")
    unies = "" if g.unies else None
    page = el("div", dessin, g.legende(), class_="obs-graphique", role="img", aria_label=alt, data_unies=unies)
    return _COULEUR.sub(lambda m: theme.VARIABLES[m[0]], page)

"""A Plotly figure as SVG: the traces, shapes and notes that our charts are made of, in a page as in a file.

A page has its charts before any script, at the width it has, in its own colours: it needs neither Plotly's script nor
what that takes at each choice. What is here follows what Plotly does of the same figure: ranges, margins, ticks,
dashes, marks; a trace that no chart of ours has is refused rather than left out.
"""

import html
import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import plotly.graph_objects as go

from data_loaders import francais
from pages.figures import theme
from pages.figures.svg import Dessin, chemin as tracer, dire, el, nb, pas as pas_rond

LARGEUR = 1232  # px of a chart on a screen 1280 px wide
HAUTEUR = 450  # Plotly's own
ETROIT = 320  # px of a chart on a phone
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
_CHAMP = re.compile(r"%\{(\w+)(?:\[(\d)\])?\}")
_COULEUR = re.compile("|".join(theme.VARIABLES))


class GenreInconnu(ValueError):
    """A trace or a shape that is not drawn here: the figure has no image rather than a wrong one."""


class Poussee(NamedTuple):
    """What an axis must show: a value, and how many px beyond it at its lower and upper side."""

    valeur: float
    avant: float
    apres: float


class _Axe:
    """An axis: its range, its ticks, and where a value is on a length in px."""

    def __init__(self, lettre: str, dit: Mapping[str, Any], modele: Mapping[str, Any]) -> None:
        self.lettre, self.dit, self.modele = lettre, dit, modele
        self.categories: list[str] = []
        self.bornes = (0.0, 1.0)

    def lire(self, *chemin: str, defaut: Any = None) -> Any:
        """A setting of the axis, else that of the template."""
        for source in (self.dit, self.modele):
            v: Any = source
            for nom in chemin:
                v = v.get(nom) if isinstance(v, Mapping) else None
            if v is not None:
                return v
        return defaut

    @property
    def log(self) -> bool:
        return self.lire("type") == "log"

    @property
    def montre(self) -> bool:
        return self.lire("visible", defaut=True)

    @property
    def domaine(self) -> tuple[float, float]:
        return tuple(self.lire("domain", defaut=(0.0, 1.0)))

    def rang(self, v: Any) -> float:
        """A value as a number along the axis."""
        if self.categories:
            return float(self.categories.index(v)) if isinstance(v, str) else float(v)
        return math.log10(v) if self.log else float(v)

    def fixer(self, poussees: Sequence[Poussee], longueur: float) -> None:
        """Its range: as said, else what holds all it must show."""
        if (dite := self.lire("range")) is not None:
            self.bornes = (float(dite[0]), float(dite[1]))
        elif self.categories:
            self.bornes = (-0.5, len(self.categories) - 0.5)
        elif poussees:
            self.bornes = _etendre(poussees, longueur, zero=self.lire("rangemode") == "tozero")
        if self.lire("autorange") == "reversed":
            self.bornes = self.bornes[::-1]

    def part(self, v: Any) -> float:
        """Where a value is between both ends, 0 to 1."""
        bas, haut = self.bornes
        return (self.rang(v) - bas) / ((haut - bas) or 1)

    def graduations(self, longueur: float) -> list[tuple[float, str]]:
        """(place along the axis, text) of each tick in the range."""
        if self.categories:
            return [(float(i), nom) for i, nom in enumerate(self.categories)]
        bas, haut = sorted(self.bornes)
        if (valeurs := self.lire("tickvals")) is not None:
            seules = [self._ecrire(v, _decimales(v)) if self.lire("tickformat") else f"{v:g}" for v in valeurs]
            textes = self.lire("ticktext") or seules
            places = ((self.rang(v), str(t)) for v, t in zip(valeurs, textes, strict=True))
        else:
            # As many as Plotly wishes on that length.
            voulues = self.lire("nticks") or min(max(longueur / (40 if self.lettre == "y" else 80), 4), 9) + 1
            pas = self.lire("dtick") or pas_rond((haut - bas) / voulues)
            debut, fin = math.ceil(bas / pas - 1e-9), math.floor(haut / pas + 1e-9)
            decimales = max((_decimales(i * pas) for i in range(debut, fin + 1)), default=0)
            places = ((i * pas, self._ecrire(i * pas, decimales)) for i in range(debut, fin + 1))
        return [(v, texte) for v, texte in places if bas - 1e-9 <= v <= haut + 1e-9]

    def _ecrire(self, v: float, decimales: int) -> str:
        if self.lire("tickformat") == "d":
            return f"{v:.0f}"
        return francais.nombre(v, decimales if "~" in self.lire("tickformat", defaut="~") else 0) + self.lire(
            "ticksuffix", defaut=""
        )


def _decimales(v: float) -> int:
    return next((d for d in range(_JOUR_MAX) if abs(v - round(v, d)) < 1e-9 * max(1, abs(v))), _JOUR_MAX)


def _etendre(poussees: Sequence[Poussee], longueur: float, *, zero: bool) -> tuple[float, float]:
    """The tightest range in which each value has its room."""
    bas, haut = min(p.valeur for p in poussees), max(p.valeur for p in poussees)
    bases, hauts = [(p.valeur, p.avant) for p in poussees], [(p.valeur, p.apres) for p in poussees]
    if zero and bas >= 0:
        bases = [(0.0, 0.0)]
    elif zero and haut <= 0:
        hauts = [(0.0, 0.0)]
    meilleur, retenus = -1.0, ((bas, 0.0), (haut, 0.0))
    for b in bases:
        for h in hauts:
            unite = (h[0] - b[0]) / max(longueur - b[1] - h[1], longueur / 10)
            if unite > meilleur:
                meilleur, retenus = unite, (b, h)
    (b, pb), (h, ph) = retenus
    if h == b:
        return b - 1, h + 1
    return b - meilleur * pb, h + meilleur * ph


class _Cadre(NamedTuple):
    """Where a pair of axes is drawn, in px."""

    x: float
    y: float
    large: float
    haut: float


class _Graphique:
    """A figure under way: what it says, its template, its axes once they are set.

    `souple`: it takes the width of its place, where letters and marks keep their size.
    """

    def __init__(self, figure: go.Figure, largeur: float, *, souple: bool = False) -> None:
        self.souple = souple
        dite = figure.to_plotly_json()
        self.traces, self.mise = dite["data"], dite["layout"]
        self.modele = self.mise.get("template", {})
        self.base = self.modele.get("layout", {})
        self.large, self.haut = largeur, float(self.mise.get("height", HAUTEUR))
        self.corps = self.base.get("font", {}).get("size", 14)
        self.encre = self.base.get("font", {}).get("color", "#000")
        self.axes = {
            nom.replace("axis", ""): _Axe(nom[0], self.mise.get(nom, {}), self.base.get(f"{nom[0]}axis", {}))
            for nom in sorted({"xaxis", "yaxis", *(n for n in self.mise if re.fullmatch(r"[xy]axis\d*", n))})
        }
        for t in self.traces:
            if t["type"] not in ("scatter", "bar"):
                raise GenreInconnu(t["type"])
            for lettre in "xy":
                axe = self.axes[t.get(f"{lettre}axis", lettre)]
                textes = [v for v in t.get(lettre, ()) if isinstance(v, str)]
                axe.categories += [v for v in dict.fromkeys(textes) if v not in axe.categories]
        self.marges = self._marges()
        for nom, axe in self.axes.items():
            cadre, (debut, fin) = self.feuille, axe.domaine
            longueur = (cadre.large if nom[0] == "x" else cadre.haut) * (fin - debut)
            axe.fixer(self._poussees(nom, longueur), longueur)

    # Room

    @cached_property
    def notes(self) -> list[Mapping[str, Any]]:
        """Annotations, over the defaults of the template."""
        defaut = self.base.get("annotationdefaults", {})
        police = {"size": self.corps, "color": self.encre} | defaut.get("font", {})
        return [{**defaut, **a, "font": {**police, **a.get("font", {})}} for a in self.mise.get("annotations", ())]

    def _marges(self) -> dict[str, float]:
        """What is left around the plot: as said, and what the labels of the axes take."""
        dites = {"l": 80.0, "r": 80.0, "t": 100.0, "b": 80.0}
        dites |= self.base.get("margin", {}) | self.mise.get("margin", {})
        pris = {"l": 0.0, "b": 0.0}
        for nom, axe in self.axes.items():
            corps, titre = axe.lire("tickfont", "size", defaut=self.corps), axe.lire("title", "text")
            ecrits = axe.montre and axe.lire("showticklabels", defaut=True)
            place = 0.0
            if nom[0] == "x":
                place = axe.lire("ticklen", defaut=5) + 3 + 1.5 * corps if ecrits else 0
                place += (1.1 + _INTERLIGNE * titre.count("<br>")) * corps if titre and axe.montre else 0
            elif ecrits and self.axes[axe.lire("anchor", defaut="x")].domaine[0] == 0:  # at the left of the plot
                axe.fixer(self._poussees(nom, self.haut), self.haut)
                large = max((_large(t, corps) for _, t in axe.graduations(0.8 * self.haut)), default=0)
                du_titre = _INTERLIGNE * corps * len(_lignes(titre)) if titre else 0
                place = large + axe.lire("ticklabelstandoff", defaut=0) + 3 + du_titre
            cote = "b" if nom[0] == "x" else "l"
            pris[cote] = max(pris[cote], place)
        return dites | {cote: max(dites[cote], place + _BORD) for cote, place in pris.items() if place}

    def cadre(self, x: str, y: str) -> _Cadre:
        """The rectangle of a pair of axes."""
        m = self.marges
        large, haut = self.large - m["l"] - m["r"], self.haut - m["t"] - m["b"]
        (x0, x1), (y0, y1) = self.axes[x].domaine, self.axes[y].domaine
        return _Cadre(m["l"] + x0 * large, m["t"] + (1 - y1) * haut, (x1 - x0) * large, (y1 - y0) * haut)

    @property
    def feuille(self) -> _Cadre:
        """The rectangle of the whole plot."""
        m = self.marges
        return _Cadre(m["l"], m["t"], self.large - m["l"] - m["r"], self.haut - m["t"] - m["b"])

    def _poussees(self, nom: str, longueur: float) -> list[Poussee]:
        """What an axis must show: marks with 5 % of its length around them, level lines, texts."""
        axe, sortie = self.axes[nom], []
        for t in self.traces:
            if t.get(f"{nom[0]}axis", nom[0]) != nom:
                continue
            tailles = t.get("marker", {}).get("size", 6) if "markers" in t.get("mode", "lines") else 0
            for i, v in enumerate(t.get(nom[0], ())):
                if v is not None:
                    taille = tailles[i] if isinstance(tailles, (list, tuple)) else tailles
                    plus = max(taille / 1.6, 3) + 0.05 * longueur if tailles else 0.05 * longueur
                    sortie.append(Poussee(axe.rang(v), plus, plus))
            if e := t.get(f"error_{nom[0]}"):
                bouts = zip(t[nom[0]], e["array"], e["arrayminus"], strict=True)
                plus = 0.05 * longueur
                sortie += [Poussee(axe.rang(b), plus, plus) for v, p, m in bouts for b in (v - m, v + p)]
        for s in self.mise.get("shapes", ()):
            if s.get(f"{nom[0]}ref", nom[0]) == nom and nom[0] == "y":
                demi = s.get("line", {}).get("width", 2) / 2
                sortie += [Poussee(axe.rang(s[c]), demi, demi) for c in ("y0", "y1")]
        for a in self.notes:
            if a.get(f"{nom[0]}ref", nom[0]) == nom and nom[0] == "y":
                demi = (len(_lignes(a["text"])) * _INTERLIGNE * a["font"]["size"] + 4) / 2
                decale = a.get("yshift", 0)
                sortie.append(Poussee(axe.rang(a["y"]), demi - decale, demi + decale))
        return sortie

    # Places

    def place(self, x: str, y: str, vx: Any, vy: Any) -> tuple[float, float]:
        """Where a point of a pair of axes is drawn."""
        c = self.cadre(x, y)
        return c.x + c.large * self.axes[x].part(vx), c.y + c.haut * (1 - self.axes[y].part(vy))

    def cote(self, lettre: str, ref: str, v: Any) -> float:
        """Where a value is along `x` or `y`: of an axis, of the domain of an axis or of the whole plot."""
        nom = ref.removesuffix(" domain")
        axes = (nom, "y") if lettre == "x" else ("x", nom)
        cadre = self.feuille if ref == "paper" else self.cadre(*axes)
        part = float(v) if ref == "paper" or "domain" in ref else self.axes[nom].part(v)
        return cadre.x + cadre.large * part if lettre == "x" else cadre.y + cadre.haut * (1 - part)

    # Drawing

    def dessiner(self) -> str:
        """The whole chart."""
        self.parties: list[str | list[str]] = []
        for nom, axe in self.axes.items():
            if axe.montre:
                (self._abscisses if nom[0] == "x" else self._ordonnees)(axe, nom)
        for t in self.traces:
            (self._barres if t["type"] == "bar" else self._points)(t)
        for s in self.mise.get("shapes", ()):
            if s["type"] != "line":
                raise GenreInconnu(s["type"])
            x0, x1, y0, y1 = (self.cote(c[0], s.get(f"{c[0]}ref", c[0]), s[c]) for c in ("x0", "x1", "y0", "y1"))
            self._ligne(f"M{nb(x0)} {nb(y0)}L{nb(x1)} {nb(y1)}", s.get("line", {}))
        for a in self.notes:
            self._note(a)
        boite = " ".join(map(nb, (self.feuille.x, 0, self.feuille.large, self.haut)))
        etire = {"viewBox": boite, "preserveAspectRatio": "none", "width": "100%", "height": self.haut}
        return "".join(p if isinstance(p, str) else el("svg", *p, **etire) for p in self.parties)

    def vus(self) -> list[list[Any]]:
        """What the pointer finds: place of each point, its words, those of its abscissa, its colour."""
        sortie = []
        for t in self.traces:
            if not (modele := t.get("hovertemplate", "").partition("<extra>")[0]):
                continue
            for i, (vx, vy) in enumerate(zip(t["x"], t["y"], strict=True)):
                if vx is None or vy is None:
                    continue
                x, y = self.place(t.get("xaxis", "x"), t.get("yaxis", "y"), vx, vy)
                dits = _un(t.get("customdata"), i)
                champs = {"x": _dire(vx), "y": _dire(vy), "customdata": dits}
                texte = _CHAMP.sub(lambda m, c=champs: str(c[m[1]][int(m[2])] if m[2] else c[m[1]]), modele)
                mots = "\n".join(html.unescape(_GRAS.sub("", ligne)) for ligne in _lignes(texte))
                couleur = t.get("line", {}).get("color") or _un(t.get("marker", {}).get("color"), i) or self.encre
                sortie.append([round(self.part(x), 2), round(y), mots, dits[1] if self.unies else "", couleur])
        return sortie

    @property
    def unies(self) -> bool:
        """Whether all the points of an abscissa are said together."""
        return self.mise.get("hovermode", self.base.get("hovermode")) == "x unified"

    def legende(self) -> str:
        """Marks and names of the traces, where the layout asks for them."""
        lignes = []
        for t in self.traces if self.mise.get("showlegend") else ():
            marque, couleur = t["marker"], t["line"]["color"]
            dessin = _marquer((14, 7), marque["symbol"], max(marque["size"]), couleur, marque.get("line", {}))
            trait = el("svg", _trait("M0 7H28", t["line"]), dessin, width=28, height=14)
            lignes.append(el("li", trait, dire(html.unescape(t["name"].replace("<br>", " ")))))
        return el("ul", *lignes) if lignes else ""

    def part(self, x: float) -> float:
        """An abscissa in hundredths of the plot."""
        return 100 * (x - self.feuille.x) / self.feuille.large

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
        self,
        texte: str,
        x: float,
        y: float,
        corps: float,
        couleur: str,
        ancre: str,
        famille: str | None = None,
        classe: str | None = None,
    ) -> None:
        """One line of text around the ordinate of its middle; what is between `<b>` and `</b>` is bold."""
        balises = iter(_GRAS.split(f"</b>{texte}")[1:])
        parties = [
            el("tspan", dire(html.unescape(mots)), font_weight=700 if b == "<b>" else None)
            for b, mots in zip(balises, balises, strict=True)
            if mots
        ]
        # A space at the end of a line keeps its width: names are set apart from their points by it.
        aspect = {"font_size": float(corps), "fill": couleur, "font_family": famille, "style": "white-space:pre"}
        place = {"class_": classe, "x": self._x(x), "y": float(y + _BASE * corps), "text_anchor": ancre}
        self.parties.append(el("text", *parties, **place, **aspect))

    def _lettres(self, axe: _Axe) -> tuple[float, str]:
        return axe.lire("tickfont", "size", defaut=self.corps), axe.lire("tickfont", "color", defaut=self.encre)

    def _ordonnees(self, axe: _Axe, nom: str) -> None:
        cadre = self.cadre(axe.lire("anchor", defaut="x"), nom)
        for v, texte in axe.graduations(cadre.haut):
            y = cadre.y + cadre.haut * (1 - axe.part(v if not axe.log else 10**v))
            if axe.lire("showgrid", defaut=True):
                self._ligne(f"M{nb(cadre.x)} {nb(y)}h{nb(cadre.large)}", {"color": axe.lire("gridcolor"), "width": 1})
            if axe.lire("showticklabels", defaut=True):
                x = cadre.x - 3 - axe.lire("ticklabelstandoff", defaut=0)
                self._ecrire(texte, x, y, *self._lettres(axe), "end")
        if titre := axe.lire("title", "text"):  # upright at the left edge
            corps, _ = self._lettres(axe)
            aspect = {"font_size": float(corps), "fill": axe.lire("title", "font", "color"), "text_anchor": "middle"}
            lignes = (
                el("text", dire(html.unescape(mots)), y=float(_INTERLIGNE * corps * i), **aspect)
                for i, mots in enumerate(_lignes(titre))
            )
            milieu = cadre.y + cadre.haut / 2
            self.parties.append(_ici(self._x(corps), milieu, el("g", *lignes, transform="rotate(-90)")))

    def _abscisses(self, axe: _Axe, nom: str) -> None:
        cadre, (corps, couleur) = self.cadre(nom, axe.lire("anchor", defaut="y")), self._lettres(axe)
        bas, pied = cadre.y + cadre.haut, axe.lire("ticklen", defaut=5) if axe.lire("ticks") else 0
        if axe.lire("showline"):
            trait = {"color": axe.lire("linecolor"), "width": axe.lire("linewidth", defaut=1)}
            self._ligne(f"M{nb(cadre.x)} {nb(bas)}h{nb(cadre.large)}", trait)
        gradue = axe.graduations(cadre.large)
        serres = self._serres([(axe.part(v if not axe.log else 10**v), texte) for v, texte in gradue], corps)
        for (v, texte), serre in zip(gradue, serres, strict=True):
            x = cadre.x + cadre.large * axe.part(v if not axe.log else 10**v)
            if pied:
                self._ligne(f"M{nb(x)} {nb(bas)}v{pied}", {"color": axe.lire("tickcolor"), "width": 1})
            if axe.lire("showticklabels", defaut=True):
                self._ecrire(texte, x, bas + pied + 3 + 0.78 * corps, corps, couleur, "middle", None, serre)
        if titre := axe.lire("title", "text"):
            y = bas + pied + 3 + 1.8 * corps + axe.lire("title", "standoff", defaut=0)
            for i, ligne in enumerate(_lignes(titre)):
                milieu = cadre.x + cadre.large / 2, y + _INTERLIGNE * corps * i
                self._ecrire(ligne, *milieu, corps, axe.lire("title", "font", "color"), "middle")

    def _serres(self, gradue: Sequence[tuple[float, str]], corps: float) -> list[str | None]:
        """Class of the labels that cover one another where the chart is narrow; the last one stays."""
        large, libre, sortie = ETROIT - (self.large - self.feuille.large), math.inf, list[str | None]()
        for part, texte in reversed(gradue):
            demi = _large(texte, corps) / 2
            tient = not self.souple or large * part + demi < libre
            sortie.append(None if tient else "serre")
            libre = large * part - demi - 2 if tient else libre
        return sortie[::-1]

    def _barres(self, t: Mapping[str, Any]) -> None:
        x, y = t.get("xaxis", "x"), t.get("yaxis", "y")
        blanc = self.mise.get("bargap", self.base.get("bargap", 0.2))
        haut = self.cadre(x, y).haut / len(self.axes[y].categories) * (1 - blanc)
        police = {"size": self.corps, "color": self.encre} | t.get("textfont", {})
        couleur = self.modele["data"]["bar"][0]["marker"]["color"]
        for vx, vy, texte in zip(t["x"], t["y"], t["text"], strict=True):
            (x0, milieu), (x1, _) = self.place(x, y, 0, vy), self.place(x, y, vx, vy)
            self._tendre(el("rect", fill=couleur, x=x0, y=milieu - haut / 2, width=x1 - x0, height=haut))
            self._ecrire(texte, x1 + 3, milieu, police["size"], police["color"], "start")

    def _points(self, t: Mapping[str, Any]) -> None:
        x, y, mode = t.get("xaxis", "x"), t.get("yaxis", "y"), t.get("mode", "lines")
        paires = list(zip(t["x"], t["y"], strict=True))
        points = [None if vx is None or vy is None else self.place(x, y, vx, vy) for vx, vy in paires]
        if "lines" in mode:
            suites = (list(suite) for connus, suite in groupby(points, key=bool) if connus)
            self._ligne("".join(f"M{'L'.join(f'{nb(a)} {nb(b)}' for a, b in suite)}" for suite in suites), t["line"])
        for lettre in "xy":
            if e := t.get(f"error_{lettre}"):
                trait = {"color": e["color"], "width": e["thickness"]}
                for (vx, vy), plus, moins in zip(paires, e["array"], e["arrayminus"], strict=True):
                    ecarts = ((-moins, 0), (plus, 0)) if lettre == "x" else ((0, plus), (0, -moins))
                    (a, b), (c, d) = (self.place(x, y, vx + dx, vy + dy) for dx, dy in ecarts)
                    demi = e["width"]
                    pieds = "".join(f"M{nb(c - demi)} {nb(f)}h{2 * demi}" for f in (b, d)) if demi else ""
                    self._ligne(f"{pieds}M{nb(a)} {nb(b)}L{nb(c)} {nb(d)}", trait)
        marque = t.get("marker", {}) if "markers" in mode else {}
        tailles = [_un(marque.get("size", 0), i) for i in range(len(points))]
        if marque:
            disques = "".join(
                _marquer(
                    (self._x(p[0]), p[1]),
                    marque.get("symbol", "circle"),
                    taille,
                    _un(marque["color"], i),
                    marque.get("line", {}),
                )
                for i, (p, taille) in enumerate(zip(points, tailles, strict=True))
                if p and taille
            )
            self.parties.append(el("g", disques, opacity=marque.get("opacity")))
        if "text" in mode:
            for i, (p, taille) in enumerate(zip(points, tailles, strict=True)):
                if p:
                    self._nommer(t, i, p, taille)

    def _nommer(self, t: Mapping[str, Any], i: int, p: tuple[float, float], taille: float) -> None:
        """The name of a point, beside its mark, as Plotly places it."""
        (a, b), ou, police = p, _un(t["textposition"], i), t["textfont"]
        ecart = taille / 1.6 + 1 if taille else 0
        cote = -1 if "left" in ou else 0 if "center" in ou else 1
        if "middle" not in ou:
            b += (-1 if "top" in ou else 1) * (ecart + police["size"] / 2)
        aspect = police["size"], police["color"], ("end", "middle", "start")[cote + 1], police.get("family")
        serre = "serre" if self.souple and self.large > 2 * ETROIT else None  # placed for more room
        self._ecrire(_un(t["text"], i), a + cote * ecart, b, *aspect, serre)

    def _note(self, a: Mapping[str, Any]) -> None:
        """A text at its place: on an axis, or in parts of the plot."""
        x, y = (self.cote(c, a.get(f"{c}ref", c), a[c]) for c in "xy")
        corps, lignes = a["font"]["size"], _lignes(a["text"])
        haut = len(lignes) * _INTERLIGNE * corps + 4
        x, y = x + a.get("xshift", 0), y - a.get("yshift", 0)
        y += {"bottom": -haut, "top": 0}.get(a.get("yanchor"), -haut / 2) + 2
        ancre = {"left": "start", "right": "end"}.get(a.get("xanchor"), "middle")
        x += {"start": 2, "end": -2}.get(ancre, 0)
        for i, ligne in enumerate(lignes):
            milieu = y + (i + 0.5) * _INTERLIGNE * corps
            self._ecrire(ligne, x, milieu, corps, a["font"]["color"], ancre, a["font"].get("family"))


def _dire(v: Any) -> str:
    return francais.nombre(v, min(_decimales(v), 1)) if isinstance(v, float) else str(v)


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
    return tracer(d, trait.get("color"), large, tirets=tirets or None, **autres) if large else ""


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
    """The chart as the browser draws it at that width, in px.

    Raises:
        GenreInconnu: a trace that no chart of ours has.
        KeyError: a mark that no chart of ours has.
    """
    g = _Graphique(figure, largeur)
    return Dessin(g.dessiner(), g.large, g.haut)


def en_html(figure: go.Figure, alt: str, largeur: float) -> str:
    """The chart in a page, as wide as its place, in the colours of the theme.

    Args:
        figure: in the colours of the light theme. alt: the chart in words. largeur: of its place, more or less, in px.

    Raises: as `dessiner`.
    """
    g = _Graphique(figure, largeur, souple=True)
    marges = nb(largeur - g.feuille.large)
    style = f"margin-left:{nb(g.feuille.x)}px;width:calc(100% - {marges}px);height:{nb(g.haut)}px"
    vus = json.dumps(g.vus(), ensure_ascii=False, separators=(",", ":"))
    dessin = el("svg", g.dessiner(), style=style, data_vus=vus, aria_hidden="true")
    unies = "" if g.unies else None
    page = el("div", dessin, g.legende(), class_="obs-graphique", role="img", aria_label=alt, data_unies=unies)
    return _COULEUR.sub(lambda m: theme.VARIABLES[m[0]], page)

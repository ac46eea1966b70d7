"""The drawing of a map: a frame over the traces, and what is laid on its ground, one layer over the other.

What is drawn on every map of ours is here: sea, neighbours, region, outlines, names. `dessin` colours zones on it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from geo import zonages
from pages.figures import svg
from pages.figures.svg import Boite, chemin, el
from pages.figures.theme import tokens

Point = tuple[float, float]
_NOMBRE = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


@lru_cache(maxsize=32)
def lire(fichier: Path) -> Mapping[str, Any]:
    """A trace or the ground; its name changes with its content."""
    return json.loads(fichier.read_text(encoding="utf-8"))


def zone(zonage: str, code: str) -> Mapping[str, Any] | None:
    """A zone of the trace in force; None for what is not drawn (interregional zones)."""
    return next((z for z in lire(zonages.trace(zonage))["zones"] if z["code"] == code), None)


def anneaux(d: str) -> list[list[Point]]:
    """Vertices of each ring of a path, which the traces write as a point then moves from the last one."""
    lus = ([float(x) for x in _NOMBRE.findall(anneau)] for anneau in d.split("M")[1:])
    return [list(zip(accumulate(n[::2]), accumulate(n[1::2]), strict=True)) for n in lus]


@lru_cache(maxsize=4096)
def points(d: str) -> frozenset[Point]:
    """Vertices of a path, in units of the traces."""
    return frozenset((round(x, 1), round(y, 1)) for anneau in anneaux(d) for x, y in anneau)


@lru_cache(maxsize=4096)
def boite(d: str) -> Boite:
    """Least and greatest abscissa and ordinate of a path: x, y, x, y."""
    return englober(p for anneau in anneaux(d) for p in anneau)


def englober(places: Iterable[Point]) -> Boite:
    """The box of some points."""
    xs, ys = zip(*places, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def cadrer(b: Boite, taille: tuple[float, float], marge: float, moindre: float) -> Boite:
    """Corner, width and height of a frame of the shape of a picture around a box; `marge`: room on each side, in parts
    of what is framed; `moindre`: least side of what is framed."""
    large = max(b[2] - b[0], moindre, max(b[3] - b[1], moindre) * taille[0] / taille[1])
    # Nothing is drawn past the frame of the traces.
    large = min(large * (1 + 2 * marge), svg.LARGEUR)
    haut = large * taille[1] / taille[0]
    return min(max((b[0] + b[2] - large) / 2, 0.0), svg.LARGEUR - large), (b[1] + b[3] - haut) / 2, large, haut


class Plan:
    """A map under way. Places are in units of the traces, lengths in px of the picture: `u` units each."""

    def __init__(
        self, theme: str, cadre: Boite, taille: tuple[float, float], fond: Mapping[str, Any] | None = None
    ) -> None:
        self.cadre, self.taille, self.t = cadre, taille, tokens(theme)
        self.u, self.fond, self.couches = cadre[2] / taille[0], fond or lire(zonages.fond()), list[str]()

    @classmethod
    def entier(cls, theme: str, large: float = svg.LARGEUR, fond: Mapping[str, Any] | None = None) -> "Plan":
        """The whole frame of the traces."""
        cadre = tuple((fond or lire(zonages.fond()))["viewBox"])
        return cls(theme, cadre, (large, large * cadre[3] / cadre[2]), fond)

    def sol(self, terre: str = "surface", *, eaux: bool = False) -> None:
        """Sea, neighbours, the region in one of the colours of the interface; `eaux`: waterlines."""
        x, y, large, haut = self.cadre
        self.couches.append(el("rect", x=x, y=y, width=large, height=haut, fill=self.t["mer"]))
        self.tracer(self.fond["voisin"], "voisin-b", fond="voisin")
        for eau in self.fond["eaux"] if eaux else ():
            self.tracer(eau["d"], "eau", eau["largeur"], class_="eau", opacity=eau["opacite"])
        self.tracer(self.fond["region"], fond=terre, class_="dehors")

    def tracer(
        self,
        d: str,
        trait: str | None = None,
        large: float = 1.0,
        *,
        fond: str = "none",
        tirets: Sequence[float] = (),
        dessous: float = 0.0,
        **autres: Any,
    ) -> None:
        """A shape, in colours of the interface by their names, or in any others; `dessous`: how much wider a line of
        the colour of the surface is under the outline."""
        if dessous:
            self.tracer(d, "surface", large + dessous)
        traits = " ".join(svg.nb(n * self.u) for n in tirets) or None
        couleurs = {"trait": trait and self.t.get(trait, trait), "fond": self.t.get(fond, fond)}
        self.couches.append(chemin(d, large=large * self.u, stroke_dasharray=traits, **couleurs, **autres))

    def contours(self, zonage: str) -> str:
        """Outlines of the zones of a zoning that are in the frame."""
        x, y, large, haut = self.cadre
        boites = ((z["d"], boite(z["d"])) for z in lire(zonages.trace(zonage))["zones"])
        return "".join(d for d, b in boites if b[0] < x + large and b[2] > x and b[1] < y + haut and b[3] > y)

    def rond(self, x: float, y: float, rayon: float, trait: str | None, large: float = 1.0, fond: str = "none") -> None:
        """A disc or a ring."""
        aspect = {"fill": self.t.get(fond, fond), "stroke": trait and self.t[trait], "stroke_width": large * self.u}
        self.couches.append(el("circle", cx=float(x), cy=float(y), r=rayon * self.u, **aspect))

    def nommer(self, texte: str, x: float, y: float, corps: float, ancre: str = "middle", *, encre: str = "") -> None:
        """Words around the ordinate of their middle, cased to read on every ground but where their colour is said."""
        corps *= self.u
        aspect = {} if encre else svg.cerne(self.t["surface"], 0.2 * corps)
        couleur = self.t.get(encre or "encre", encre)
        self.couches.append(svg.lettres(texte, x, y + 0.35 * corps, corps, couleur, ancre, font_weight=700, **aspect))

    def dans(self, x: float = 0.0, y: float = 0.0) -> str:
        """The map as a part of a picture, at its place."""
        place = {"x": float(x), "y": float(y), "width": float(self.taille[0]), "height": float(self.taille[1])}
        return el("svg", *self.couches, **place, viewBox=" ".join(map(svg.nb, self.cadre)), stroke_linejoin="round")

    def svg(self, **autres: Any) -> str:
        """The map as a whole file; where its place is of another shape, what is around the middle is cut."""
        aspect = {"stroke_linejoin": "round", "preserveAspectRatio": "xMidYMid slice"} | autres
        return svg.fichier(self.taille, *self.couches, cadre=self.cadre, **aspect)

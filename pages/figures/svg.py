"""What every SVG file of ours is made of: elements, words, places for them, round values along an axis.

A piece of drawing is a text; what is written first is under what follows. Nothing in a file points outside it.
"""

import math
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from data_loaders.francais import echapper
from pages.figures.theme import POLICE_TEXTE, POLICE_TITRES, RAMPES, tokens

ESPACE = "http://www.w3.org/2000/svg"  # of the names of elements
# Width of a picture in its own units, shared with the traces; sizes are in these units.
LARGEUR = 1000
MARGE = 24
CORPS = 13.5  # size of the words around a drawing
# Mean width of a character in em, with the margin that a system font takes: the file may be read without our fonts.
EM_TEXTE, EM_TITRE = 0.6, 0.66
_CLAIRS = " /:=,.;()'"  # as they are in the address of a picture
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Boite = tuple[float, float, float, float]


def nb(x: float) -> str:
    """A length, to a hundredth of a unit."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


def el(nom: str, *dedans: str, **attributs: Any) -> str:
    """An element around pieces of drawing; an attribute that is None is left out, `_` is written `-`."""
    dits = "".join(
        f' {cle.rstrip("_").replace("_", "-")}="{nb(v) if isinstance(v, float) else escape(_propre(str(v)))}"'
        for cle, v in attributs.items()
        if v is not None
    )
    return f"<{nom}{dits}>{''.join(dedans)}</{nom}>" if dedans else f"<{nom}{dits}/>"


def dire(texte: str) -> str:
    """Words inside an element, typeset."""
    return echapper(_propre(texte))


def chemin(d: str, trait: str | None = None, large: float = 1.0, *, fond: str = "none", **autres: Any) -> str:
    """A shape, filled, outlined or both; "" for a path that holds nothing."""
    if trait:
        autres = {"stroke": trait, "stroke_width": float(large)} | autres
    return el("path", d=d, fill=fond, **autres) if d else ""


def lettres(texte: str, x: float, y: float, corps: float, couleur: str, ancre: str | None = None, **autres: Any) -> str:
    """A line of words whose base is at `y`."""
    place = {"x": float(x), "y": float(y), "text_anchor": ancre, "font_size": float(corps), "fill": couleur}
    return el("text", dire(texte), **place, **autres)


def cerne(couleur: str, large: float) -> dict[str, Any]:
    """Attributes of words that read on every ground."""
    return {"stroke": couleur, "stroke_width": float(large), "stroke_linejoin": "round", "paint_order": "stroke"}


def fichier(
    taille: tuple[float, float],
    *dessin: str,
    titre: str = "",
    texte: str = "",
    cadre: Boite | None = None,
    **autres: Any,
) -> str:
    """A whole file; `cadre`: what is seen of the drawing, all of it by default; `titre`, `texte`: read aloud."""
    dits = [el(nom, dire(mots)) for nom, mots in (("title", titre), ("desc", texte)) if mots]
    boite = " ".join(map(nb, cadre or (0.0, 0.0, *taille)))
    place = {"viewBox": boite, "width": float(taille[0]), "height": float(taille[1]), "font_family": POLICE_TEXTE}
    return el("svg", *dits, *dessin, xmlns=ESPACE, lang="fr", role="img", **place | autres)


def image(dessiner: Callable[[str], str], alternative: str = "") -> str:
    """HTML of a drawing in both themes, of which the page shows one, and paper the light one; "" when there is none.
    Streamlit strips inline SVG from HTML: each is a picture. `dessiner`: theme -> a whole file, "" when nothing is
    drawn."""

    # Its words rather than base64: an answer is compressed.
    return "".join(
        f'<img class="{theme}" alt="{escape(alternative)}" src="data:image/svg+xml,{quote(dessin, safe=_CLAIRS)}">'
        for theme in RAMPES
        if (dessin := dessiner(theme))
    )


class Dessin(NamedTuple):
    """A map or a chart in its own units, the sentence that goes above it, and what of it is read aloud."""

    corps: str
    large: float
    haut: float
    phrase: str = ""
    dit: str = ""


class Affiche:
    """A picture under way, one part under the other: words, a drawing, words."""

    def __init__(self) -> None:
        self.t, self.y, self.parties = tokens("clair"), 0.0, list[str]()

    def ecrire(
        self, texte: str, corps: float, couleur: str, *, avant: float = 4, gras: int = 400, titre: bool = False
    ) -> None:
        """Lines of words, `avant` under what precedes."""
        signes = int((LARGEUR - 2 * MARGE) / (corps * (EM_TITRE if titre else EM_TEXTE)))
        lignes = textwrap.wrap(texte, max(1, signes), break_long_words=False, break_on_hyphens=False)
        self.y += avant if lignes else 0
        for ligne in lignes:
            self.y += corps * 1.28
            police = {"font_weight": gras, "font_family": POLICE_TITRES if titre else None}
            self.parties.append(lettres(ligne, MARGE, self.y, corps, self.t[couleur], **police))

    def marquer(self, badges: Sequence[str]) -> None:
        """Badges, on as many rows as they take."""
        corps = CORPS * 1.05
        x, haut = float(MARGE), corps * 1.75
        self.y += 12 if badges else 14
        for badge in badges:
            large = len(badge) * corps * EM_TITRE + 18
            if x > MARGE and x + large > LARGEUR - MARGE:
                x, self.y = float(MARGE), self.y + haut + 6
            couleur, aspect = self.t["encre2"], {"fill": "none", "stroke": self.t["contour"]}
            if "démonstration" in badge.lower():
                couleur = self.t["balise"]
                aspect = {"fill": self.t["balise-t"], "stroke": couleur, "stroke_dasharray": "4 3"}
            boite = {"x": x, "y": self.y, "width": large, "height": haut, "rx": 3}
            self.parties += [
                el("rect", class_="badge", **boite, **aspect),
                lettres(badge, x + 9, self.y + corps * 1.22, corps, couleur, font_weight=600),
            ]
            x += large + 10
        self.y += haut + 14 if badges else 0

    def poser(self, d: Dessin) -> None:
        """A drawing, as wide as the picture."""
        haut = d.haut * LARGEUR / d.large
        place = {"x": 0, "y": self.y, "width": LARGEUR, "height": haut, "viewBox": f"0 0 {nb(d.large)} {nb(d.haut)}"}
        self.parties.append(el("svg", d.corps, **place))
        self.y += haut

    def svg(self, titre: str, texte: str) -> str:
        """The whole file, on its ground."""
        fond = el("rect", width="100%", height="100%", fill=self.t["surface"])
        return fichier((LARGEUR, self.y), fond, *self.parties, titre=titre, texte=texte)


def placer(
    essais: Iterable[Boite], prises: list[Boite], dans: Boite | None = None, avec: Sequence[Boite] = ()
) -> int | None:
    """Rank of the first of these boxes that is inside and covers none of those taken; it is then taken too, with those
    that come with it, `avec`, free too."""
    for i, b in enumerate(essais):
        dedans = dans is None or (dans[0] <= b[0] and dans[1] <= b[1] and b[2] <= dans[2] and b[3] <= dans[3])
        if dedans and not any(
            x[0] < p[2] and p[0] < x[2] and x[1] < p[3] and p[1] < x[3] for x in (b, *avec) for p in prises
        ):
            prises += [b, *avec]
            return i
    return None


def _propre(texte: str) -> str:
    return _INTERDITS.sub("", texte)


def pas(brut: float) -> float:
    """The least of 1, 2, 5 or 10 times a power of ten that is not under `brut`."""
    base = 10 ** math.floor(math.log10(brut)) if brut > 0 else 1.0
    return next(m * base for m in (1, 2, 5, 10) if m * base >= brut * (1 - 1e-9))


def graduations(bas: float, haut: float, nb: int = 6) -> list[float]:
    """Round values from under `bas` to over `haut`, about `nb` of them."""
    p = pas(((haut - bas) or 1) / nb)
    return [p * i for i in range(math.floor(bas / p), math.ceil(haut / p) + 1)]


def graduations_log(bas: float, haut: float, place: float, prendre: Callable[[float], float]) -> list[float]:
    """1, 2 and 5 of each power of ten, those that have room on a length, of which a mark takes `prendre`: the powers
    first."""
    debut, fin = math.log10(bas), math.log10(haut)
    puissances = range(math.floor(debut), math.ceil(fin) + 1)
    gardes: list[float] = []
    for v in (chiffre * 10.0**p for chiffre in (1, 5, 2) for p in puissances):
        if all(abs(math.log10(v / g)) * place / (fin - debut) >= prendre(v) for g in gardes):
            gardes.append(v)
    return sorted(gardes)

"""What every standalone SVG file of ours is made of: elements, lines of text, badges. Nothing in it points outside."""

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from pages.figures.theme import POLICE_TEXTE, POLICE_TITRES, Theme

ESPACE = "http://www.w3.org/2000/svg"  # of the names of elements
# Width of a drawing in its own units, shared with the traces; sizes are in these units.
LARGEUR = 1000
MARGE = 24
# Mean width of a character in em, with the margin that a system font takes: the file may be read without our fonts.
EM_TEXTE, EM_TITRE = 0.6, 0.66
# A drawing read again is written without a prefix before each name.
ET.register_namespace("", ESPACE)
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def racine(titre: str, description: str, prefixe: str) -> ET.Element:
    """The root of a file: its title and its description are read aloud; `prefixe` is put before their ids."""
    attributs = {"xmlns": ESPACE, "lang": "fr", "role": "img", "font-family": POLICE_TEXTE}
    r = ET.Element("svg", attributs | {"aria-labelledby": f"{prefixe}titre {prefixe}texte"})
    el(r, "title", titre, id=f"{prefixe}titre")
    el(r, "desc", description, id=f"{prefixe}texte")
    return r


def el(parent: ET.Element, nom: str, texte: str = "", **attributs: Any) -> ET.Element:
    """An element under `parent`; an attribute that is None is left out, `_` is written `-`."""
    propres = {cle.rstrip("_").replace("_", "-"): _propre(str(v)) for cle, v in attributs.items() if v is not None}
    element = ET.SubElement(parent, nom, propres)
    if texte:
        element.text = _propre(texte)
    return element


def nb(x: float) -> str:
    """A length, to a tenth of a unit."""
    return f"{x:.1f}".removesuffix(".0")


def paragraphe(
    parent: ET.Element, texte: str, y: float, corps: float, couleur: str, *, gras: int = 400, titre: bool = False
) -> float:
    """Write lines from `y` down; return the ordinate under them."""
    famille = POLICE_TITRES if titre else None
    for ligne in _lignes(texte, LARGEUR - 2 * MARGE, corps * (EM_TITRE / EM_TEXTE if titre else 1)):
        y += corps * 1.28
        el(
            parent,
            "text",
            ligne,
            x=MARGE,
            y=nb(y),
            font_size=nb(corps),
            font_weight=gras,
            fill=couleur,
            font_family=famille,
        )
    return y


def ecrire_badges(parent: ET.Element, badges: Sequence[str], y: float, corps: float, t: Theme) -> float:
    """Write badges under `y`, on as many rows as they take; return the ordinate where what follows begins."""
    x, haut = float(MARGE), corps * 1.75
    y += 12 if badges else 14
    for badge in badges:
        demo = "démonstration" in badge.lower()
        large = len(badge) * corps * EM_TITRE + 18
        if x > MARGE and x + large > LARGEUR - MARGE:
            x, y = float(MARGE), y + haut + 6
        couleur = t["balise"] if demo else t["encre2"]
        el(
            parent,
            "rect",
            class_="badge",
            x=nb(x),
            y=nb(y),
            width=nb(large),
            height=nb(haut),
            rx=3,
            fill=t["balise-t"] if demo else "none",
            stroke=couleur if demo else t["contour"],
            stroke_dasharray="4 3" if demo else None,
        )
        police = {"font_size": nb(corps), "font_weight": 600, "fill": couleur}
        el(parent, "text", badge, x=nb(x + 9), y=nb(y + corps * 1.22), **police)
        x += large + 10
    return y + haut + 14 if badges else y


def _propre(texte: str) -> str:
    return _INTERDITS.sub("", texte)


def _lignes(texte: str, largeur: float, corps: float) -> list[str]:
    """The text cut at spaces into lines that hold in the width."""
    signes, lignes = max(1, int(largeur / (corps * EM_TEXTE))), [""]
    for mot in texte.split(" "):
        if lignes[-1] and len(lignes[-1]) + 1 + len(mot) > signes:
            lignes.append(mot)
        else:
            lignes[-1] = f"{lignes[-1]} {mot}" if lignes[-1] else mot
    return [ligne for ligne in lignes if ligne]

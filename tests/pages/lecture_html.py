"""Markup as a tree, and what of a screen stands in its first view: folds and « ? » closed."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from pages.components.feuille import Noeud
from tests.pages.lecteur import Lecteur

VIDES = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
FERMES = {"details", "script", "style"}


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faiseur = ET.TreeBuilder()
        self.faiseur.start("div", {})

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.faiseur.start(tag, {nom: valeur or "" for nom, valeur in attrs})
        if tag in VIDES:
            self.faiseur.end(tag)

    def handle_endtag(self, tag):
        if tag not in VIDES:
            self.faiseur.end(tag)

    def handle_data(self, data):
        self.faiseur.data(data)


def arbre(markup: str) -> ET.Element:
    """The tree of some markup, under one `div`."""
    lecteur = _Lecteur()
    lecteur.feed(markup)
    lecteur.faiseur.end("div")
    return lecteur.faiseur.close()


def dit(e: ET.Element, sauf: frozenset[str] = frozenset(FERMES)) -> str:
    """The words of an element in one line, without those of the tags and classes of `sauf` and what is hidden."""
    return re.sub(r"[ \n]+", " ", "".join(_mots(e, sauf))).strip()


def _mots(e: ET.Element, sauf: frozenset[str]) -> Iterator[str]:
    if e.tag not in sauf and e.get("class") not in sauf and "hidden" not in e.attrib:
        yield e.text or ""
        for enfant in e:
            yield from _mots(enfant, sauf)
    yield f" {e.tail or ''}" if e.tag not in ("b", "em", "span", "small", "strong", "sup") else e.tail or ""


def premiere_vue(at: Lecteur) -> list[ET.Element]:
    """What a screen draws outside its closed folds, in order."""
    return [arbre(n.dit["corps"]) for n in _ouverts(at.feuille.racine) if n.genre == "html"]


def _ouverts(n: Noeud) -> Iterator[Noeud]:
    yield n
    for enfant in n.enfants:
        if enfant.genre != "volet" and enfant.dit.get("ouvert", True):
            yield from _ouverts(enfant)

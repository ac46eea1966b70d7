"""Markup as a tree, and what of a screen stands in its first view: folds and « ? » closed."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

VIDES = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
FERMES = {"details", "script", "style"}


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faiseur = ET.TreeBuilder()
        self.faiseur.start("div", {})

    def handle_starttag(self, tag, attrs):
        self.faiseur.start(tag, {nom: valeur or "" for nom, valeur in attrs})
        if tag in VIDES:
            self.faiseur.end(tag)

    def handle_startendtag(self, tag, attrs):
        self.faiseur.start(tag, {nom: valeur or "" for nom, valeur in attrs})
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


def premiere_vue(at: AppTest) -> list[ET.Element]:
    """What a screen draws outside its closed folds, in order."""
    return [arbre(str(e.value)) for e in _ouverts(at.main) if e.type == "html"]


def _ouverts(bloc: Block) -> Iterator[Element]:
    for enfant in bloc.children.values():
        if not isinstance(enfant, Block):
            yield enfant
        elif enfant.type != "expander" or enfant.proto.expanded:
            yield from _ouverts(enfant)

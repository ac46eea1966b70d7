"""PDF documents composed by typst: tagged (PDF/UA-1), in French, with the product's fonts, the same bytes each time.

A caller writes typst markup, passes every text through `echapper` and gives `composer` the images that it names.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from data_loaders.erreurs import ErreurDonnees
from pages.figures import theme

# Static instances of the screen's fonts: typst reads neither WOFF2 nor variable fonts.
POLICES = Path(__file__).with_name("polices")
CHARTE = Path(__file__).with_name("charte.typ")
INCONNU = "?"
# What our fonts draw (« Obs Signes » is six signs of DejaVu Sans), or Libertinus Serif that typst carries for letters
# they lack; PDF/UA refuses any other sign.
_HORS_POLICES = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u02b3\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1d49"
    "\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u20ac\u2190-\u2193"
    "\u2212\u2248\u2260\u2264\u2265\u25a0\u25b2\u25bc\u25cf]"
)
_MARQUE_PAGES = "<document-pages>"
_DESSIN = re.compile(rb"(<svg\b[^>]*>).*", re.S)
_COULEURS = ("encre", "encre2", "contour", "filet", "balise", "surface")


@lru_cache(maxsize=1)
def polices() -> typst.Fonts:
    """Our fonts, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(POLICES)])


def signes(texte: str) -> str:
    """The text in signs that a font here draws: the standard refuses the whole document for one that is not."""
    return _HORS_POLICES.sub(INCONNU, unicodedata.normalize("NFC", texte))


def chaine(texte: str) -> str:
    """A typst string literal holding any text, for arguments in code: `alt: {chaine(phrase)}`; see `signes`."""
    return '"' + signes(texte).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def echapper(texte: str) -> str:
    """The text as it reads, for markup: nothing in it is taken for typst syntax, whatever follows it."""
    return f"#{chaine(texte)};"


@lru_cache(maxsize=8)
def charte(echelle: float = 1.0) -> str:
    """What every document shares: its colours, then `charte.typ`, whose sizes for a portrait `echelle` multiplies."""
    couleurs = "".join(f'#let {nom} = rgb("{theme.CLAIR[nom]}")\n' for nom in _COULEURS)
    return f"{couleurs}#let echelle = {echelle}\n{CHARTE.read_text('utf-8')}\n"


def preambule(titre: str, jour: date, *, auteur: str, description: str, echelle: float = 1.0) -> str:
    """Settings of a document in the house style; the content follows. `jour`: date written in the file, that of the
    newest snapshot shown, never the clock's; `echelle`: see `charte`."""
    quand = f"datetime(year: {jour.year}, month: {jour.month}, day: {jour.day})"
    dits = f"title: {chaine(titre)}, author: {chaine(auteur)}, description: {chaine(description)}, date: {quand}"
    return f"#set document({dits})\n{charte(echelle)}#show: papier\n"


def composer(source: str, fichiers: Mapping[str, bytes] | None = None) -> bytes:
    """The document as a tagged PDF, of `source` (see `preambule`) and of the images that it names, each with its `alt`;
    the same ones give the same bytes. ErreurDonnees: rule `composition` when typst refuses the source."""
    entrees = {"main.typ": source.encode()} | (fichiers or {})
    with _dite():
        return typst.compile(entrees, format="pdf", pdf_standards=["ua-1"], **_options())


def pages_nb(source: str, fichiers: Mapping[str, bytes]) -> int:
    """How many pages the document takes: it is laid out, not written, and its images take their place, empty. Raises as
    `composer`."""
    marquee = f"{source}\n#context [#metadata(counter(page).final().first()) {_MARQUE_PAGES}]".encode()
    entrees = {"main.typ": marquee} | {nom: _DESSIN.sub(rb"\1</svg>", image) for nom, image in fichiers.items()}
    with _dite():
        nb = int(typst.query(entrees, _MARQUE_PAGES, field="value", one=True, **_options()))
        # What typst lays out stays in its memory, 12 MB a portrait, until it next writes a document: an empty one.
        typst.compile({"main.typ": b""}, format="pdf", **_options())
    return nb


def exiger_pages(source: str, fichiers: Mapping[str, bytes], pages: int) -> None:
    """Refuse a document that does not take so many pages. ErreurDonnees: rule `pages`; as `pages_nb`."""
    composees = pages_nb(source, fichiers)
    if composees != pages:
        dit = f"{composees} page{'s' if composees > 1 else ''} au lieu de {pages}"
        cause = "un texte plus long que prévu, nom de territoire ou liste"
        remede = "raccourcir le nom du territoire, ou signaler ce cas"
        raise ErreurDonnees("pages", "document PDF", dit, cause=cause, remede=remede)


def _options() -> dict[str, Any]:
    return {"font_paths": polices(), "ignore_system_fonts": True}


@contextmanager
def _dite() -> Iterator[None]:
    """A refusal of typst becomes one of ours."""
    try:
        yield
    except typst.TypstError as e:
        dit, remede = str(e).splitlines()[0], "signaler ce message ; l’écran et les exports CSV restent lisibles"
        echec = "la composition a échoué"
        raise ErreurDonnees("composition", "document PDF", echec, exemple=dit, remede=remede) from e

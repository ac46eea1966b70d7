"""What a figure shows, as typst markup: drawings, then the words, lists and tables of its HTML, in their order.

Nothing here knows a screen: a cell is a cell, a list of cards is a grid, a sky is an image in the line. What a style
sheet hides from a reader is left out by the class that says so.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter
from typing import Final
from urllib.parse import unquote_to_bytes

from data_loaders.francais import typographier
from pages.figures import theme
from pages.figures.pdf import chaine, echapper

Lire = Callable[[str], bytes | None]
_VIDES: Final = frozenset({"img", "br", "hr", "input", "col", "wbr", "meta", "link", "source"})
_TUS: Final = frozenset({"style", "script", "button", "input", "caption", "summary", "svg", "template", "label"})
# Definitions, links, the drawing of the other theme.
_CACHES: Final = frozenset({"obs-mot", "sombre", "obs-suites"})
# Words for who does not see a shape: a cell that holds a shape alone is said by them.
_ENTENDUS: Final = frozenset({"obs-lu", "obs-entendu"})
_POINTS: Final = {"obs-candidat": "candidat", "obs-employeur": "employeur"}
_BLOCS = frozenset({"p", "div", "section", "article", "ul", "ol", "li", "dl", "dt", "dd", "table", "figure"})
_BLOCS |= {"figcaption", "header", "footer", "blockquote", "pre", "details", "thead", "tbody", "tfoot", "tr"}
_TITRES: Final = frozenset({"h1", "h2", "h3", "h4", "h5"})
_BLOCS |= _TITRES
# Paragraphs of a document: small or loud, they stay with what follows, but for the notes under it.
_TONS: Final = frozenset({"petit", "fort", "notes"})
_GRAS: Final = frozenset({"b", "strong", "dt", "th"})
_LARGEUR: Final = re.compile(rb'<svg[^>]*? viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
_DESSIN: Final = re.compile(r"--dessin:url\('([^']+)'\)")
_FOND: Final = re.compile(r"background:var\(--obs-([\w-]+)\)")
_PUCE: Final = re.compile(r"obs-puce--([1-5])\Z")
_ICONE_MAX: Final = 60  # px: narrower, a drawing stands in the line
_HOTES: Final = frozenset({"hote-carte", "hote-graphique"})
_BLANCS: Final = re.compile(r"[ \t\r\n]+")
COLONNES: Final = 4  # cards side by side
_MOTS_MAX: Final = 34  # characters beyond which a column is no wider
# Room for the words of a table, in characters of its type over the width of a page, and what a column takes beside.
_SIGNES_LIGNE, _SIGNES_COLONNE = 118.0, 2.2


@dataclass
class Balise:
    """An element of a page and what it holds."""

    nom: str
    attributs: Mapping[str, str]
    enfants: list[Balise | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributs.get("class", "").split())

    def trouver(self, *noms: str) -> Iterator[Balise]:
        """Elements of these names under this one, the outermost."""
        for x in self.enfants:
            if isinstance(x, Balise):
                if x.nom in noms:
                    yield x
                else:
                    yield from x.trouver(*noms)

    def texte(self) -> str:
        """Words of the element; those that a style sheet sets apart are not one word."""
        dit, avant = "", None
        for x in self.enfants:
            apart = isinstance(avant, Balise) and (isinstance(x, Balise) or avant.nom in _BLOCS)
            apart = apart or (isinstance(x, Balise) and x.nom in {*_BLOCS, "small", "br"})
            dit += (" " if dit and apart else "") + (x if isinstance(x, str) else x.texte())
            avant = x
        return dit


class _Lecteur(HTMLParser):
    """Reads such a tree, without the elements of which `tait` is true, once they are whole."""

    def __init__(self, tait: Callable[[Balise], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self.tait, self.racine = tait, Balise("div", {})
        self.pile = [self.racine]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        b = Balise(tag, {nom: v or "" for nom, v in attrs})
        self.pile[-1].enfants.append(b)
        self.pile.append(b)
        if tag in _VIDES:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        ferme = None if tag in {b.nom for b in self.pile[1:]} else tag
        while ferme != tag:
            b = self.pile.pop()
            ferme = b.nom
            if self.tait(b):
                self.pile[-1].enfants.pop()

    def handle_data(self, data: str) -> None:
        self.pile[-1].enfants.append(data)


def arbre(texte: str, tait: Callable[[Balise], bool] = lambda _: False) -> Balise:
    """The tree of a piece of our own HTML, without what `tait` leaves out."""
    lecteur = _Lecteur(tait)
    lecteur.feed(texte)
    return lecteur.racine


@dataclass
class Composition:
    """Markup under way, and the files that it names."""

    lire: Lire = lambda _: None
    titre: str = ""
    point: str = "candidat"
    prefixe: str = ""  # of its files
    titres: bool = False  # headings are those of the document, rather than words in bold in a figure
    colonnes: int = COLONNES  # cards side by side, where the figure is now
    entendre: bool = False  # whether the words of shapes are written
    dessins: Iterator[str] = field(default_factory=lambda: iter(()))  # markup of each drawing of the figure, in order
    fichiers: dict[str, bytes] = field(default_factory=dict)

    def deposer(self, contenu: bytes) -> str:
        """Name of a file of the document."""
        nom = f"{self.prefixe}image-{len(self.fichiers)}.svg"
        self.fichiers[nom] = contenu
        return nom

    def dessin(self, svg: bytes, alt: str) -> str:
        """A drawing of ours, as wide as its column; one that is high leaves room for its words on the page."""
        taille = _LARGEUR.search(svg)
        part = 75 if float(taille[2]) > 0.8 * float(taille[1]) else 100
        return f"#align(center, image({chaine(self.deposer(svg))}, alt: {chaine(alt)}, width: {part}%))"

    def html(self, texte: str) -> str:
        """Markup of a piece of HTML."""
        return self._blocs(self._arbre(texte))

    def mots(self, texte: str) -> str:
        """Words of a piece of HTML."""
        return _mots(self._arbre(texte))

    def morceaux(self, texte: str) -> list[str]:
        """Words of each paragraph, heading and item of a list of a piece of HTML."""
        return [mots for b in self._arbre(texte).trouver("p", "li", "dt", "dd", *_TITRES) if (mots := _mots(b))]

    def tables(self, texte: str) -> list[list[list[str]]]:
        """Words of the cells of each table of a piece of HTML, row by row."""
        tables_ = self._arbre(texte).trouver("table")
        return [[[_mots(c).strip() for c in r.trouver("td", "th")] for r in t.trouver("tr")] for t in tables_]

    def _arbre(self, texte: str) -> Balise:
        """The tree of a piece of HTML, without what its reader neither sees nor hears."""

        def tait(b: Balise) -> bool:
            points = {_POINTS[c] for c in b.classes & _POINTS.keys()}
            return not b.classes & _ENTENDUS and (
                b.nom in _TUS
                or bool(b.classes & _CACHES)
                or "hidden" in b.attributs
                or (b.nom == "details" and "obs-detail" in b.classes)  # folded on a tile
                or (b.nom in _TITRES and _mots(b) == self.titre)  # said above the figure
                or (bool(points) and self.point not in points)
            )

        return arbre(texte, tait)

    def _muet(self, b: Balise) -> bool:
        """Whether an element is only heard, and not written now."""
        return bool(b.classes & _ENTENDUS) and not self.entendre

    def _blocs(self, b: Balise) -> str:
        """Children, a paragraph for each run of words between blocks; cards and figures in a row stand side by side."""
        parties, ligne = list[tuple[bool, str]](), ""
        for i, x in enumerate(b.enfants):
            if isinstance(x, Balise) and _contient_bloc(x):
                parties += [(False, ligne), (_montre_fiche(x), self._bloc(x))]
                ligne = ""
            else:
                ligne += self._ligne(x) + self._espace(b, i)
        return self._ranger([*parties, (False, ligne)])

    def _ranger(self, parties: Iterable[tuple[bool, str]]) -> str:
        """Parts one under the other, whether each is a card, and its markup; cards in a row stand side by side."""
        rendus = list[str]()
        for fiches, suite in groupby((p for p in parties if p[1].strip()), key=itemgetter(0)):
            dits = [rendu for _, rendu in suite]
            rendus += [self._grille(dits)] if fiches else dits
        return "\n\n".join(rendus)

    def _grille(self, fiches: Sequence[str]) -> str:
        cases = ",\n".join(f"[{f}]" for f in fiches)
        return f"#grid(columns: ({'1fr, ' * min(len(fiches), self.colonnes)}), gutter: 8pt,\n{cases})"

    def _espace(self, b: Balise, i: int) -> str:
        """What stands between two elements that a style sheet sets apart: on a card each has its line."""
        paire = [x for x in b.enfants[i : i + 2] if isinstance(x, Balise) and not self._muet(x)]
        if len(paire) < 2:
            return ""
        if b.nom != "li" or not all(_mots(x) for x in paire):
            return " "
        return " \\\n" if _est_fiche(b) else " · "

    def _bloc(self, b: Balise) -> str:
        if b.nom == "table":
            return self._table(b)
        if b.nom in ("ul", "ol"):
            items = [(x, r) for x in b.trouver("li") if not self._muet(x) and (r := self._blocs(x))]
            if any(_est_fiche(x) for x, _ in items):
                return self._grille([f"#fichecarte[{r}]" for _, r in items])
            genre = "enum" if b.nom == "ol" else "list"
            return f"#{genre}({', '.join(f'[{r}]' for _, r in items)})" if items else ""
        if b.classes & _HOTES:
            return next(self.dessins)
        colonnes = [x for x in b.enfants if isinstance(x, Balise) and "colonne" in x.classes]
        if len(colonnes) > 1:
            poids = ", ".join(f"{x.attributs['style'].removeprefix('--poids:')}fr" for x in colonnes)
            self.colonnes = COLONNES // 2
            cases = ",\n".join(f"[{self._blocs(x)}]" for x in colonnes)
            self.colonnes = COLONNES
            return f"#grid(columns: ({poids}), gutter: 12pt,\n{cases})"
        contenu = "" if self._muet(b) else self._blocs(b)
        if not contenu:
            return ""
        if b.nom in _TITRES:
            titre = f"{'=' * int(b.nom[1])} {contenu}"
            return titre if self.titres else f"#block(sticky: true)[#strong[{contenu}]]"
        if b.nom == "dt":
            return f"#block(sticky: true, below: 2pt)[#strong[{contenu}]]"
        if "obs-chiffre" in b.classes:
            return f'#block(below: 4pt)[#text(font: "Obs Titres", weight: 700, size: 1.5em)[{contenu}]]'
        if b.nom == "article":
            return f"#fichecarte[{contenu}]"
        if ton := b.classes & _TONS:
            dit = f"#{'strong' if 'fort' in ton else 'petit'}[{contenu}]"
            return f"#block(sticky: {'false' if 'notes' in ton else 'true'})[{dit}]"
        return contenu if b.nom not in ("p", "dd", "figcaption") else f"#block[{contenu}]"

    def _table(self, b: Balise) -> str:
        tetes = [r for t in b.trouver("thead") for r in t.trouver("tr")]
        rangs = [list(r.trouver("td", "th")) for r in b.trouver("tr")]
        n = max((sum(_portee(c, "colspan") for c in r) for r in rangs), default=0)
        if not n:
            return ""
        # Where cells span rows, they are the first ones: a row under them holds the last columns.
        seuls = [r for r in rangs if all(_portee(c, "colspan") == 1 for c in r)]
        colonnes = [[r[i - n] for r in seuls if len(r) >= n - i] for i in range(n)]
        dits = [[_mots(c) for c in cases] for cases in colonnes]
        moindre = [max([3, *(len(x) for mots in cases for x in re.split(r"[ \-/]", mots))]) for cases in dits]
        voulu = [max(m, min(max(map(len, x), default=0), _MOTS_MAX)) for m, x in zip(moindre, dits, strict=True)]
        place = _SIGNES_LIGNE - _SIGNES_COLONNE * n
        # The longest word of each column is never cut: the type gets smaller before.
        reste = min(max(place - sum(moindre), 0) / (sum(voulu) - sum(moindre) or 1), 1)
        larges = [m + reste * (v - m) + _SIGNES_COLONNE for m, v in zip(moindre, voulu, strict=True)]
        echelle = min(1, place / sum(moindre))
        cotes = ("right" if any("d" in c.classes for c in cases) else "left" for cases in colonnes)
        corps = [", ".join(map(self._case, r)) for r in rangs]
        tete = f"table.header({', '.join(corps[: len(tetes)])}),\n" if tetes else ""
        # A narrow table keeps its width: its rows are read at one glance.
        part = 100.0 if self.titres else min(100.0, 100 * sum(larges) / _SIGNES_LIGNE)
        return (
            f"#block(width: {part:.0f}%, tableau({echelle:.2f}, columns: ({', '.join(f'{n:.1f}fr' for n in larges)},), "
            f"align: ({', '.join(cotes)},),\n{tete}{f',{chr(10)}'.join(corps[len(tetes) :])}))"
        )

    def _case(self, x: Balise) -> str:
        if not (contenu := self._blocs(x)):
            self.entendre = True
            contenu, self.entendre = self._blocs(x), False
        if x.nom == "th" and contenu:
            contenu = f"#strong[{contenu}]"
        n, rangs = (_portee(x, nom) for nom in ("colspan", "rowspan"))
        return f"table.cell(colspan: {n}, rowspan: {rangs})[{contenu}]" if n * rangs > 1 else f"[{contenu}]"

    def _ligne(self, x: Balise | str) -> str:
        if isinstance(x, str):
            mots = typographier(_BLANCS.sub(" ", x))
            return echapper(mots) if mots.strip() else mots
        if self._muet(x):
            return ""
        if x.nom in ("br", "img"):
            return " \\\n" if x.nom == "br" else self._image(x)
        if dessinee := self._marque(x):
            return dessinee
        dedans = "".join(self._ligne(y) + self._espace(x, i) for i, y in enumerate(x.enfants))
        if not dedans.strip():
            return dedans
        if "obs-badge" in x.classes:
            return f" {marque(dedans, demo='obs-badge--demo' in x.classes)} "
        if self.titres and x.attributs.get("href", "").startswith("http"):
            return f"#link({chaine(x.attributs['href'])})[{dedans}]"
        if "petit" in x.classes:
            return f"#petit[{dedans}]"
        if x.nom in _GRAS:
            return f"#strong[{dedans}]"
        return f" {dedans}" if x.nom == "small" else dedans

    def _marque(self, b: Balise) -> str:
        """What a style sheet draws in place of an empty element: an arrow or a mark in its colour, a class."""
        style = b.attributs.get("style", "")
        if (dessin := _DESSIN.search(style)) and (svg := self._svg(dessin[1])):
            couleur = _couleur(m[1] if (m := _FOND.search(style)) else "encre")
            colore = svg.replace(b"#000", couleur.encode())
            return f"#box(baseline: 0.1em, pdf.artifact(image({chaine(self.deposer(colore))}, height: 0.85em))) "
        if puce := next((m for c in b.classes if (m := _PUCE.match(c))), None):
            trait = "stroke: 0.5pt + contour"
            return f'#box(width: 0.8em, height: 0.8em, fill: rgb("{_couleur(f"s{puce[1]}")}"), {trait}) '
        return ""

    def _image(self, b: Balise) -> str:
        svg, alt = self._svg(b.attributs.get("src", "")), b.attributs.get("alt", "")
        if not (taille := svg and _LARGEUR.search(svg)):
            return "" if svg else echapper(alt)
        large, mesure, autour = float(taille[1]), "height: 1.4em", "#box(baseline: 0.3em, {}) "
        if large > _ICONE_MAX:
            mesure = f"width: calc.min(taille.width, 330pt, {0.75 * large:.0f}pt)"
            autour = "#layout(taille => {})"
        image = f"image({chaine(self.deposer(svg))}, {f'alt: {chaine(alt)}, ' if alt else ''}{mesure})"
        return autour.format(image if alt else f"pdf.artifact({image})")

    def _svg(self, src: str) -> bytes | None:
        genre, _, dessin = src.partition(",")
        if genre == "data:image/svg+xml;base64":
            return base64.b64decode(dessin)
        return unquote_to_bytes(dessin) if genre == "data:image/svg+xml" else self.lire(src)


def marque(contenu: str, *, demo: bool) -> str:
    """A badge in markup."""
    return f"#badge(demo: {'true' if demo else 'false'})[{contenu}]"


def _portee(case: Balise, sens: str) -> int:
    return int(case.attributs.get(sens, "1"))


def _mots(b: Balise) -> str:
    mots = typographier(_BLANCS.sub(" ", b.texte())).strip()
    # A drawing in a line takes as much as a few words.
    return mots + "\u00a0" * 14 if any(True for _ in b.trouver("img")) and not mots else mots


def _couleur(nom: str) -> str:
    """A colour of the charter by the name of its variable: « encre2 », « c1 »."""
    rampes = {lettre: rampe for rampe, lettre in theme.LETTRES.items()}
    if nom[1:].isdigit() and nom[0] in rampes:
        return theme.rampe(rampes[nom[0]])[int(nom[1:]) - 1]
    return theme.CLAIR[nom]


def _contient_bloc(b: Balise) -> bool:
    """Whether an element is a block, or a span that holds some."""
    return b.nom in _BLOCS or any(isinstance(x, Balise) and _contient_bloc(x) for x in b.enfants)


def _montre_fiche(b: Balise) -> bool:
    """Whether an element is a card or a figure, or a box of a screen that holds a card alone."""
    boite, (premier, *autres) = b.attributs.get("data-testid"), b.enfants or [""]
    if not boite or not isinstance(premier, Balise) or (autres and boite != "stHtml"):
        return b.nom in ("article", "figure")
    return premier.nom != "figure" and _montre_fiche(premier)


def _est_fiche(li: Balise) -> bool:
    """Whether an item of a list is a card: it has a heading, a drawing, or its figure in bold first of its lines."""
    dites = sum(isinstance(x, Balise) and x.nom in ("span", "strong", "small") for x in li.enfants)
    return dites > 2 or any(True for _ in li.trouver(*_TITRES, "img"))

"""One figure as a file: SVG or PNG, with its title, source, date and status burned in.

A figure that is one map or one chart is drawn by itself, its text is text; the others, tiles, key figures, tables, are
laid out by typst, whose letters are outlines. PNG are made of both by typst, with our fonts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import typst

from data_loaders.francais import INSEC, typographier
from pages.figures import graphique, pdf, svg, tables
from pages.figures.carte import dessin as carte
from pages.figures.seance import Diapo
from pages.figures.seance.composition import Composition, Lire, marque
from pages.figures.vues import DEMONSTRATION

LARGEUR_PAGE: Final = 500  # pt of an image laid out by typst
LARGEUR_PNG: Final = 2000  # px
MOTS_MAX: Final = 1500  # characters of the words of an image
ET.register_namespace("", svg.ESPACE)  # a drawing read again is written without a prefix before each name
_CHIFFRES: Final = re.compile("([0-9]+)")


def badges(d: Diapo) -> list[str]:
    """Statuses of a figure in words; where nothing read is official, every figure says it."""
    dits = [typographier(mots) for mots, _ in d.vue.badges]
    inventee = d.instantane.startswith("Démonstration") and not any("démonstration" in b.lower() for b in dits)
    return [DEMONSTRATION[0], *dits] if inventee else dits


def pied(d: Diapo) -> str:
    """Source and snapshot, in one line."""
    source = f"Source{INSEC}: {d.vue.source.removesuffix('.')}" if d.vue.source else ""
    return typographier(". ".join(filter(None, (source, d.instantane)))) + "."


def dessiner(d: Diapo, dessin: go.Figure | dict[str, Any], *, seule: bool) -> str:
    """A map or a chart of a figure; `seule` when it is the whole image, with the title and the source around it."""
    fait = carte.dessiner(dessin) if isinstance(dessin, dict) else graphique.dessiner(dessin)
    a, v = svg.Affiche(), d.vue
    if seule:
        a.ecrire(v.titre, svg.CORPS * 2.2, "encre", avant=14, gras=650, titre=True)
        a.ecrire(v.sous_titre, svg.CORPS * 1.15, "encre2")
    a.ecrire(fait.phrase, svg.CORPS * 1.15, "encre", gras=600)
    if seule:
        a.marquer(badges(d))
    a.poser(fait)
    if seule:
        a.ecrire(pied(d), svg.CORPS, "encre2", avant=10)
        a.y += 20
    return a.svg(v.titre, " ; ".join(filter(None, (v.sous_titre, *badges(d), v.lecture, fait.dit, pied(d)))))


def seul(d: Diapo, *, nue: bool = False) -> str | None:
    """The whole image where the figure begins with its only drawing, what follows being its legend or its twin."""
    if d.dessin:
        return d.dessin if nue else None
    if len(d.dessins) != 1 or "stHtml" in d.html.partition('class="hote-')[0]:
        return None
    return dessiner(d, d.dessins[0], seule=not nue)


def corps(d: Diapo, c: Composition) -> str:
    """Markup of what a figure shows, without its title nor its source."""
    if d.dessin:
        return c.dessin(pour_typst(d.dessin), dire(d))
    c.dessins = (c.dessin(pour_typst(dessiner(d, x, seule=False)), dire(d)) for x in d.dessins)
    # The twin of a drawing is not repeated; a figure that has nothing else is its table.
    return c.html(texte(d)) or (c.html(tables.en_html(d.table, "")) if d.table else "")


def est_table(d: Diapo) -> bool:
    """Whether the figure is its table, and nothing else."""
    return d.table is not None and not d.html


def nu(case: str) -> str:
    """A cell of a table in words."""
    return Composition().mots(case) if isinstance(case, tables.Html) else typographier(str(case))


def texte(d: Diapo) -> str:
    """The HTML that a figure shows; "" of a slide, whose document is its chart or its rows."""
    return "" if d.ecran else d.html


def dire(d: Diapo) -> str:
    """The figure in words, for who does not see it: its reading, else the words of its HTML, cut at `MOTS_MAX`."""
    if d.vue.lecture:
        return typographier(f"{d.vue.titre}. {d.vue.lecture}")
    tout = typographier(f"{d.vue.titre}. {d.vue.sous_titre}. {composition(d).mots(texte(d))}")
    return tout if len(tout) <= MOTS_MAX else f"{tout[: MOTS_MAX - 1]}…"


def composition(d: Diapo, lire: Lire = lambda _: None, prefixe: str = "") -> Composition:
    """An empty layout for a figure, whose point of view it knows; `prefixe`: of its files, in a document of several."""
    choix = parse_qs(d.adresse.partition("?")[2])
    return Composition(lire, typographier(d.vue.titre), choix.get("point", ["candidat"])[0], prefixe)


def _planche(marge: str) -> str:
    return f"{pdf.charte()}#show: planche.with({LARGEUR_PAGE}pt, {marge})\n"


def _feuille(d: Diapo, lire: Lire, *, nue: bool) -> dict[str, bytes]:
    """Sources of an image laid out by typst; `nue` leaves out the title, the badges and the source."""
    c = composition(d, lire)
    marques = " #h(3pt) ".join(marque(pdf.echapper(b), demo="démonstration" in b.lower()) for b in badges(d))
    tete = (
        f'#block[#text(font: "Obs Titres", weight: 700, size: 15pt)[{pdf.echapper(typographier(d.vue.titre))}]]',
        f"#block[#text(fill: encre2)[{pdf.echapper(typographier(d.vue.sous_titre))}]]" if d.vue.sous_titre else "",
        f"#block[{marques}]" if marques else "",
    )
    bas = f"#block(above: 9pt)[#text(size: 6.8pt, fill: encre2)[{pdf.echapper(pied(d))}]]"
    parties = (_planche("14pt"), *(() if nue else tete), corps(d, c), "" if nue else bas)
    return {"main.typ": "\n\n".join(parties).encode()} | c.fichiers


def pour_typst(dessin: str) -> bytes:
    """A drawing whose digits are in the font that a screen takes for those of the text: typst reads no style sheet."""
    racine = ET.fromstring(dessin)
    for x in list(_textes(racine)):
        mots, *suite = _CHIFFRES.split(x.text or "")
        x.text = mots
        for i in range(0, len(suite), 2):
            part = ET.Element(f"{{{svg.ESPACE}}}tspan", {"font-family": "Obs Chiffres"})
            part.text, part.tail = suite[i], suite[i + 1]
            x.insert(i // 2, part)
    return ET.tostring(racine)


def _textes(x: ET.Element, titres: bool = False) -> Iterator[ET.Element]:
    """Pieces of text, but those in the font of titles."""
    titres = "Obs Titres" in x.get("font-family", "Obs Titres" if titres else "")
    if x.tag.endswith(("}text", "}tspan")) and not titres:
        yield x
    for enfant in x:
        yield from _textes(enfant, titres)


def _rendre(sources: Mapping[str, bytes], genre: str, ppi: float = 144.0) -> bytes:
    return typst.compile(dict(sources), format=genre, ppi=ppi, font_paths=pdf.polices(), ignore_system_fonts=True)


def en_svg(d: Diapo, lire: Lire, *, nue: bool = False) -> bytes:
    """The figure as a standalone SVG, read aloud by its title.

    Args:
        lire: bytes of an image of ours by its address in a page; None when there is none.
        nue: without title, badges nor source, for a document that writes them itself.
    """
    if dessin := seul(d, nue=nue):
        return dessin.encode()
    texte = _rendre(_feuille(d, lire, nue=nue), "svg").decode()
    suite = " ; ".join(filter(None, (d.vue.sous_titre, pied(d))))
    lus = svg.el("title", svg.dire(d.vue.titre)) + svg.el("desc", svg.dire(suite))
    return re.sub(r"<svg\b([^>]*)>", lambda m: f'<svg lang="fr" role="img"{m[1]}>{lus}', texte, count=1).encode()


def en_png(d: Diapo, lire: Lire, *, nue: bool = False, large: int = LARGEUR_PNG) -> bytes:
    """The figure as a picture, `large` px wide, on white; see `en_svg`."""
    if dessin := seul(d, nue=nue):
        source = f'{_planche("0pt")}#image("dessin.svg", width: 100%)'
        sources = {"main.typ": source.encode(), "dessin.svg": pour_typst(dessin)}
    else:
        sources = _feuille(d, lire, nue=nue)
    return _rendre(sources, "png", large / LARGEUR_PAGE * 72)

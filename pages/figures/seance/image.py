"""One figure as a file: SVG or PNG, with its title, source, date and status burned in.

A figure that is one map or one chart is drawn by itself, its text is text; the others, tiles, key figures, tables, are
laid out by typst, whose letters are outlines. PNG are made of both by typst, with our fonts.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import typst

from data_loaders.francais import INSEC, typographier
from pages.figures import pdf, svg, tables, theme
from pages.figures.carte.dessin import Carte, dessiner_svg
from pages.figures.pdf import echapper
from pages.figures.seance import Diapo, graphique
from pages.figures.seance.composition import OUTILS, Composition, Lire
from pages.figures.territoires import plan
from pages.figures.vues import DEMONSTRATION

CORPS: Final = 13.5  # size of the text around a chart, in units of the drawing
LARGEUR_PAGE: Final = 500  # pt of an image laid out by typst
LARGEUR_PNG: Final = 2000  # px
MOTS_MAX: Final = 1500  # characters of the words of an image
_DEMONSTRATION: Final = "Démonstration"
_PREFIXE: Final = "image-"
_CHIFFRES: Final = re.compile("([0-9]+)")
_PAGE: Final = """#set page(width: {large}pt, height: auto, margin: {marge}, fill: rgb("{surface}"))
#set text(lang: "fr", region: "FR", size: 8pt, fill: rgb("{encre}"), font: (
  (name: "Obs Chiffres", covers: regex("[0-9]")), "Obs Texte", "Obs Signes", "Libertinus Serif"))
#set par(leading: 0.5em, spacing: 0.7em)
#set block(spacing: 0.7em)
"""


def badges(d: Diapo) -> list[str]:
    """Statuses of a figure in words; where nothing read is official, every figure says it."""
    dits = [typographier(mots) for mots, _ in d.vue.badges]
    inventee = d.instantane.startswith(_DEMONSTRATION) and not any("démonstration" in b.lower() for b in dits)
    return [DEMONSTRATION[0], *dits] if inventee else dits


def pied(d: Diapo) -> str:
    """Source and snapshot, in one line."""
    source = f"Source{INSEC}: {d.vue.source.removesuffix('.')}" if d.vue.source else ""
    return typographier(". ".join(filter(None, (source, d.instantane)))) + "."


def carte_svg(d: Diapo, dessin: Mapping[str, Any], *, seule: bool) -> str:
    """A map of a figure; `seule` when it is the whole image, with the title and the source around it."""
    contours = plan.lire(Path(dessin["contours"])) if dessin.get("contours") else None
    if contours and not dessin.get("contours_tous", True):
        contours = {**contours, "zones": [z for z in contours["zones"] if z["code"] == dessin.get("contour_choisi")]}
    periode = dessin["periode"]
    carte = Carte(
        typographier(d.vue.titre) if seule else "",
        dessin["periodes"][periode],
        dessin["legende"].a(periode),
        dessin.get("mode", "classes"),
        typographier(d.vue.sous_titre) if seule else "",
        periode,
        dessin.get("selection"),
    )
    return dessiner_svg(
        plan.lire(Path(dessin["fond"])),
        plan.lire(Path(dessin["trace"])),
        carte,
        motifs=True,
        source=pied(d) if seule else "",
        badges=badges(d) if seule else (),
        contours=contours,
        contour_choisi=dessin.get("contour_choisi"),
    )


def graphique_svg(d: Diapo, figure: go.Figure, *, seule: bool) -> str:
    """A chart of a figure; see `carte_svg`."""
    t, v, dessin = theme.tokens("clair"), d.vue, graphique.dessiner(figure)
    large, haut = (float(x) for x in dessin.get("viewBox", "").split()[2:])
    hauteur = haut * svg.LARGEUR / large
    racine = svg.racine(typographier(v.titre), typographier(" ; ".join(filter(None, (v.lecture, pied(d))))), _PREFIXE)
    papier = svg.el(racine, "rect", width="100%", height="100%", fill=t["surface"])
    y = 0.0
    if seule:
        y = svg.paragraphe(racine, typographier(v.titre), 14, CORPS * 2.2, t["encre"], gras=650, titre=True)
        y = svg.paragraphe(racine, typographier(v.sous_titre), y + 4, CORPS * 1.15, t["encre2"])
        y = svg.ecrire_badges(racine, badges(d), y, CORPS * 1.05, t)
    place = {"x": "0", "y": svg.nb(y), "width": str(svg.LARGEUR), "height": svg.nb(hauteur)}
    for nom, valeur in place.items():
        dessin.set(nom, valeur)
    racine.append(dessin)
    y += hauteur
    if seule:
        y = svg.paragraphe(racine, pied(d), y + 10, CORPS, t["encre2"]) + 20
    racine.set("viewBox", f"0 0 {svg.LARGEUR} {svg.nb(y)}")
    racine.set("width", str(svg.LARGEUR))
    racine.set("height", svg.nb(y))
    papier.set("height", svg.nb(y))
    return ET.tostring(racine, encoding="unicode")


def seul(d: Diapo, *, nue: bool = False) -> str | None:
    """The whole image where the figure begins with its only drawing, what follows being its legend or its twin."""
    if d.dessin:
        return d.dessin if nue else None
    if len(d.cartes) + len(d.graphiques) != 1 or next(feuilles(d.elements))["t"] == "html":
        return None
    if d.cartes:
        return carte_svg(d, d.cartes[0], seule=not nue)
    return graphique_svg(d, d.graphiques[0], seule=not nue)


def corps(d: Diapo, c: Composition) -> str:
    """Markup of what a figure shows, without its title nor its source."""
    if d.dessin:
        return c.dessin(pour_typst(d.dessin), dire(d))
    cartes, graphiques = iter(d.cartes), iter(d.graphiques)

    def dessins() -> Iterator[str]:
        for x in feuilles(d.elements):
            if x["t"] == "territory_map":
                yield c.dessin(pour_typst(carte_svg(d, next(cartes), seule=False)), dire(d))
            elif x["t"] == "graphique":
                yield c.dessin(pour_typst(graphique_svg(d, next(graphiques), seule=False)), dire(d))

    markup = c.elements([x for x in d.elements if x["t"] != "diapositive"], dessins())
    # The twin of a drawing is not repeated; a figure that has nothing else is its table.
    return c.table(d.table) if d.table and not markup else markup


def feuilles(elements: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Elements that hold no other, in order."""
    for x in elements:
        if "e" in x:
            yield from feuilles(x["e"])
        else:
            yield x


def est_table(d: Diapo) -> bool:
    """Whether the figure is its table, and nothing else."""
    return d.table is not None and not d.elements


def nu(case: str) -> str:
    """A cell of a table in words."""
    return Composition(lambda _: None).mots(case) if isinstance(case, tables.Html) else typographier(str(case))


def dire(d: Diapo) -> str:
    """The figure in words, for who does not see it: its reading, else the words of its HTML, cut at `MOTS_MAX`."""
    if d.vue.lecture:
        return typographier(f"{d.vue.titre}. {d.vue.lecture}")
    c = composition(d, lambda _: None)
    dits = " ".join(c.mots(x["h"]) for x in feuilles(d.elements) if x["t"] == "html")
    tout = typographier(f"{d.vue.titre}. {d.vue.sous_titre}. {dits}")
    return tout if len(tout) <= MOTS_MAX else f"{tout[: MOTS_MAX - 1]}…"


def composition(d: Diapo, lire: Lire, prefixe: str = "") -> Composition:
    """An empty layout for a figure: it knows from which point of view the screen speaks.

    Args:
        prefixe: of the names of its files, where several figures are in one document.
    """
    choix = parse_qs(d.adresse.partition("?")[2])
    return Composition(lire, typographier(d.vue.titre), choix.get("point", ["candidat"])[0], prefixe)


def couleurs() -> str:
    """Colours that the markup names."""
    t = theme.tokens("clair")
    return "".join(f'#let {n} = rgb("{t[n]}")\n' for n in ("encre", "encre2", "contour", "filet", "balise")) + OUTILS


def _feuille(d: Diapo, lire: Lire, *, nue: bool) -> dict[str, bytes]:
    """Sources of an image laid out by typst; `nue` leaves out the title, the badges and the source."""
    t, c = theme.tokens("clair"), composition(d, lire)
    marques = " #h(3pt) ".join(marque(b) for b in badges(d))
    page = _PAGE.format(large=LARGEUR_PAGE, marge="14pt", surface=t["surface"], encre=t["encre"])
    tete = (
        f'#block[#text(font: "Obs Titres", weight: 700, size: 15pt)[{echapper(typographier(d.vue.titre))}]]',
        f"#block[#text(fill: encre2)[{echapper(typographier(d.vue.sous_titre))}]]" if d.vue.sous_titre else "",
        f"#block[{marques}]" if marques else "",
    )
    bas = f"#block(above: 9pt)[#text(size: 6.8pt, fill: encre2)[{echapper(pied(d))}]]"
    parties = (page, couleurs(), *(() if nue else tete), corps(d, c), "" if nue else bas)
    return {"main.typ": "\n\n".join(parties).encode()} | c.fichiers


def marque(mots: str) -> str:
    """A badge in markup; that of demonstration is dashed, in its colour."""
    demo = "démonstration" in mots.lower()
    couleur, tirets = ("balise", "dashed") if demo else ("contour", "solid")
    return (
        f'#box(stroke: (paint: {couleur}, dash: "{tirets}", thickness: 0.7pt), radius: 2pt, inset: (x: 3pt), '
        f"outset: (y: 2pt))[#text(size: 0.85em, weight: 700, fill: {'balise' if demo else 'encre2'})[{echapper(mots)}]]"
    )


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
    mots = svg.racine(
        typographier(d.vue.titre), typographier(" ; ".join(filter(None, (d.vue.sous_titre, pied(d))))), _PREFIXE
    )
    dits = "".join(ET.tostring(x, encoding="unicode") for x in mots)
    ouvert = f'<svg lang="fr" role="img" aria-labelledby="{_PREFIXE}titre {_PREFIXE}texte"'
    return re.sub(r"<svg\b([^>]*)>", lambda m: f"{ouvert}{m[1]}>{dits}", texte, count=1).encode()


def en_png(d: Diapo, lire: Lire, *, nue: bool = False, large: int = LARGEUR_PNG) -> bytes:
    """The figure as a picture, `large` px wide, on white; see `en_svg`."""
    dessin = seul(d, nue=nue)
    if dessin is None:
        sources = _feuille(d, lire, nue=nue)
    else:
        t = theme.tokens("clair")
        page = _PAGE.format(large=LARGEUR_PAGE, marge="0pt", surface=t["surface"], encre=t["encre"])
        sources = {"main.typ": f'{page}#image("dessin.svg", width: 100%)'.encode(), "dessin.svg": pour_typst(dessin)}
    return _rendre(sources, "png", large / LARGEUR_PAGE * 72)

"""A portrait on screen, and on two A4 sheets when it is printed: the document laid out in HTML."""

import re
from html import unescape

from data_loaders.francais import echapper as escape
from pages.figures import tuiles
from pages.figures.portrait.document import Bloc, Cellule, Ciel, Cle, Dessin, Document, Lien, Tableau
from pages.figures.svg import image
from pages.figures.tables import cadre_html


def html(d: Document, echelle: float = 1.0) -> str:
    """The whole portrait; every text is escaped.

    Args:
        echelle: part of the usual size of type on paper, that which holds in two pages.
    """
    feuilles = [_feuille(d, n, blocs) for n, blocs in enumerate(d.pages, 1)]
    return f'<article class="obs-portrait" style="--echelle:{echelle}">{"".join(feuilles)}</article>'


def texte(feuilles: str) -> str:
    """The words of a portrait laid out."""
    return unescape(re.sub(r"<[^>]+>", " ", feuilles))


def _feuille(d: Document, n: int, blocs: tuple[Bloc, ...]) -> str:
    tete = _tete(d) if n == 1 else ""
    pied = f"<span>{escape(d.pied)}</span><span>page {n} sur {len(d.pages)}</span>"
    return (
        f'<section class="obs-feuille">{tete}{"".join(_bloc(b) for b in blocs)}'
        f'<p class="obs-feuille-pied">{pied}</p></section>'
    )


def _tete(d: Document) -> str:
    badges = "".join(f'<span class="obs-badge obs-badge--{ton}">{escape(mot)}</span>' for mot, ton in d.badges)
    return (
        f'<header><div class="obs-regle"></div><p class="obs-surtitre">{escape(d.titre)}</p>'
        f'<p class="obs-badges">{badges}</p><h1>{escape(d.constat)}</h1></header>'
    )


def _bloc(b: Bloc) -> str:
    marque = '<span class="obs-badge obs-badge--demo">Données de démonstration</span>' if b.demonstration else ""
    notes = (("Champ", b.champ), ("Source", b.source))
    dites = " ".join(f"<strong>{nom}.</strong> {escape(texte)}" for nom, texte in notes if texte)
    source = f'<p class="obs-source">{dites}</p>' if dites else ""
    return (
        f'<section class="obs-bloc" id="bloc-{b.code}"><h2>{escape(b.titre)} {marque}</h2>'
        f"{bloc_html(b)}{source}</section>"
    )


def bloc_html(b: Bloc) -> str:
    """A part of the portrait between its heading and its notes."""
    textes = f"{_cles(b.cles)}{''.join(f'<p>{escape(p)}</p>' for p in b.phrases)}"
    if b.dessin:
        figure = _figure(b.dessin)
        textes = f'<div class="obs-cote obs-cote--{b.code}">{figure}<div>{textes}</div></div>'
    tableaux = "".join(_tableau(t) for t in b.tableaux)
    return f'<p class="obs-constat">{escape(b.constat)}</p>{textes}{tableaux}'


def _cles(cles: tuple[Cle, ...]) -> str:
    if not cles:
        return ""
    return f'<ul class="obs-cles">{"".join(map(_cle, cles))}</ul>'


def _cle(c: Cle) -> str:
    prefixe = f"<small>{escape(c.prefixe)}</small> " if c.prefixe else ""
    notes = "".join(f"<span>{escape(n)}</span>" for n in c.notes)
    return f"<li><span>{escape(c.titre)}</span><strong>{prefixe}{escape(c.valeur)}</strong>{notes}</li>"


def _figure(d: Dessin) -> str:
    """The drawing and its legend, which names the figure too; without one, who listens is told of the image alone."""
    dessin = image(d.rendre, d.alt)
    if not d.legende:
        return f'<figure role="none">{dessin}</figure>'
    legende = escape(d.legende)
    return f'<figure aria-label="{legende}">{dessin}<figcaption>{legende}</figcaption></figure>'


def _tableau(t: Tableau) -> str:
    tetes = "".join(f'<th scope="col"{_style(c.part)}{_cote(c.droite)}>{escape(c.titre)}</th>' for c in t.colonnes)
    lignes = "".join(f"<tr>{_ligne(t, ligne)}</tr>" for ligne in t.lignes)
    note = f'<p class="obs-source">{escape(t.note)}</p>' if t.note else ""
    table = f"{cadre_html(t.legende, tetes, f'<tbody>{lignes}</tbody>')}{note}"
    return f'<details class="obs-plie"><summary>{escape(t.legende)}</summary>{table}</details>' if t.plie else table


def _ligne(t: Tableau, ligne: tuple[Cellule, ...]) -> str:
    """Cells of a row, the first one its header."""
    cellules = []
    for j, (colonne, c) in enumerate(zip(t.colonnes, ligne, strict=True)):
        balise, portee = ("td", "") if j else ("th", ' scope="row"')
        cellules.append(f"<{balise}{portee}{_cote(colonne.droite)}>{_cellule(c)}</{balise}>")
    return "".join(cellules)


def _style(part: float) -> str:
    return f' style="width:{100 * part:g}%"' if part else ""


def _cote(droite: bool) -> str:
    return " class=d" if droite else ""


def _cellule(c: Cellule) -> str:
    match c:
        case Dessin():
            return image(c.rendre, c.alt)
        case Ciel():
            return _ciel(c)
        case Lien():
            return f'<a href="{escape(c.adresse)}" target="_self">{escape(c.texte)}</a>'
        case _:
            return escape(c)


def _ciel(c: Ciel) -> str:
    if not c.classe:
        return escape(c.mot)
    return f'<span class="obs-ciel obs-temps--{c.classe}">{tuiles.ciel_html(c.classe)}</span> {escape(c.mot)}'

"""The record of a meeting as a DOCX, to be reworded: real headings, header rows, images said in words."""

import io
from collections.abc import Iterable, Sequence
from typing import Final

import docx
from docx.document import Document as Fichier
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from pages.figures import theme
from pages.figures.seance import image, releve
from pages.figures.seance.composition import Balise, arbre

LARGEUR, HAUTEUR = Mm(178), Mm(170)  # room for an image in an A4 page
SIGNES_MAX: Final = 40  # characters beyond which a column is no wider
_LANGUE: Final = "fr-FR"
_POLICE: Final = "Arial"


def en_docx(d: releve.Document) -> bytes:
    """The record as a text document in French."""
    f = docx.Document()
    _preparer(f, d)
    f.add_paragraph(f"{releve.AUTEUR}, {releve.NOM_REGION}", "Header")
    f.add_paragraph(" · ".join(d.badges), "Intense Quote")
    f.add_heading(d.titre, 0)
    for x in d.morceaux:
        if isinstance(x, str):
            for b in arbre(x).enfants:
                _ecrire(f, b)
        elif image.est_table(x):
            t = x.table
            _table(f, (mots for mots, _ in t.entetes), ([image.nu(c) for c in ligne] for ligne in t.lignes))
        else:
            _image(f.add_paragraph(), releve.legere(x, d.lire), image.dire(x))
    f.sections[0].footer.paragraphs[0].text = d.pied
    sortie = io.BytesIO()
    f.save(sortie)
    return sortie.getvalue()


def _ecrire(f: Fichier, b: Balise) -> None:
    match b.nom:
        case "h2":
            f.add_heading(b.texte(), 1)
        case "table":
            tetes, *lignes = ([c.texte() for c in rang.trouver("th", "td")] for rang in b.trouver("tr"))
            _table(f, tetes, lignes)
        case "ol" | "ul":
            for x in b.trouver("li"):
                _courir(f.add_paragraph(style="List Number" if b.nom == "ol" else "List Bullet"), x)
        case "p" if "notes" in b.classes:
            for x in b.trouver("span"):
                p = f.add_paragraph()
                p.paragraph_format.space_after = Pt(2)
                _courir(p, x)
        case _:
            p = f.add_paragraph()
            p.paragraph_format.keep_with_next = bool(b.classes)
            _courir(p, b, gras="fort" in b.classes)


def _courir(p: Paragraph, b: Balise, *, gras: bool = False, petit: bool = False) -> None:
    for x in b.enfants:
        if isinstance(x, str):
            course = p.add_run(x)
            course.bold, course.font.size = gras, Pt(9) if petit else None
        elif x.nom == "br":
            p.add_run().add_break()
        elif x.nom == "a":
            _lier(p, x.attributs["href"])
        else:
            _courir(p, x, gras=gras or x.nom == "strong", petit="petit" in x.classes)


def _preparer(f: Fichier, d: releve.Document) -> None:
    p = f.core_properties
    p.title, p.author, p.language, p.comments, p.subject = d.complet, releve.AUTEUR, _LANGUE, "", d.quand
    s = f.sections[0]
    s.page_width, s.page_height = Mm(210), Mm(297)
    s.left_margin, s.right_margin, s.top_margin, s.bottom_margin = map(Mm, (16, 16, 15, 18))
    for langue in f.styles.element.xpath("//w:lang"):
        langue.set(qn("w:val"), _LANGUE)
    encre = RGBColor.from_string(theme.CLAIR["encre"].removeprefix("#"))
    for nom in ("Normal", "Title", "Heading 1", "Heading 2", "Intense Quote"):
        style = f.styles[nom]
        style.font.name, style.font.color.rgb = _POLICE, encre
        # The theme of the template names other fonts for headings.
        polices = style.element.rPr.rFonts
        for cle in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            polices.attrib.pop(qn(cle), None)
        polices.set(qn("w:hAnsi"), _POLICE)
    f.styles["Normal"].font.size = Pt(10.5)


def _table(f: Fichier, tetes: Iterable[str], lignes: Iterable[Sequence[str]]) -> None:
    """A table whose first row is repeated, and said to be of headings; columns as wide as their words ask."""
    rangs = [list(tetes), *map(list, lignes)]
    table = f.add_table(0, len(rangs[0]), "Table Grid")
    table.autofit = False
    voulus = [min(max(map(len, colonne)), SIGNES_MAX) + 4 for colonne in zip(*rangs, strict=True)]
    for rang in rangs:
        for case, texte, voulu in zip(table.add_row().cells, rang, voulus, strict=True):
            case.text, case.width = texte, Emu(LARGEUR * voulu // sum(voulus))
            p = case.paragraphs[0]
            p.paragraph_format.space_after = Pt(0)
            for course in p.runs:
                course.font.size, course.bold = Pt(9), rang is rangs[0]
    for colonne, voulu in zip(table.columns, voulus, strict=True):
        colonne.width = Emu(LARGEUR * voulu // sum(voulus))
    entete = OxmlElement("w:tblHeader")
    entete.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(entete)
    f.add_paragraph()


def _image(p: Paragraph, png: bytes, alt: str) -> None:
    dessin = p.add_run().add_picture(io.BytesIO(png))
    part = min(LARGEUR / dessin.width, HAUTEUR / dessin.height)
    dessin.width, dessin.height = Emu(round(part * dessin.width)), Emu(round(part * dessin.height))
    dessin._inline.docPr.set("descr", alt)
    p.paragraph_format.keep_with_next = True


def _lier(p: Paragraph, adresse: str) -> None:
    lien = OxmlElement("w:hyperlink")
    lien.set(qn("r:id"), p.part.relate_to(adresse, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    course = p.add_run(adresse)
    course.font.underline = True
    lien.append(course._r)
    p._p.append(lien)

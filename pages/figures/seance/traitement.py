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

from data_loaders.francais import typographier
from pages.figures import theme
from pages.figures.seance import image, releve
from pages.figures.seance.papiers import Section
from pages.figures.seance.releve import Document, Vue

LARGEUR, HAUTEUR = Mm(178), Mm(170)  # room for an image in an A4 page
SIGNES_MAX: Final = 40  # characters beyond which a column is no wider
_LANGUE: Final = "fr-FR"
_POLICE: Final = "Arial"


def en_docx(d: Document) -> bytes:
    """The record as a text document in French."""
    f = docx.Document()
    _preparer(f, d)
    f.add_paragraph(f"{releve.AUTEUR}, {releve.NOM_REGION}", "Header")
    f.add_paragraph(" · ".join(d.badges), "Intense Quote")
    f.add_heading(d.titre, 0)
    f.add_paragraph(releve.pieces(d.seance, d.quand))
    if d.presents:
        p = f.add_paragraph()
        p.add_run("Présents, par fonction\u00a0: ").bold = True
        p.add_run(d.presents)
    if d.papier.intro:
        f.add_paragraph(typographier(d.papier.intro))
    for s in d.sections:
        f.add_heading(typographier(s.titre), 1)
        if d.remplie(s):
            _section(f, s, d)
        else:
            f.add_paragraph(typographier(s.vide))
    for v in d.vues:
        _vue(f, v, d)
    f.sections[0].footer.paragraphs[0].text = d.pied
    sortie = io.BytesIO()
    f.save(sortie)
    return sortie.getvalue()


def _section(f: Fichier, s: Section, d: Document) -> None:
    match s.genre:
        case "decisions":
            for x in d.decisions:
                p = f.add_paragraph(style="List Number")
                p.add_run(x.texte).bold = True
                if x.devant:
                    p.add_run().add_break()
                    p.add_run(x.devant).font.size = Pt(9)
        case "remarques" | "questions":
            for x in getattr(d, s.genre):
                f.add_paragraph(x, "List Bullet")
        case "taches" | "suites":
            _table(f, releve.colonnes(s), getattr(d, s.genre))
        case "modele":
            _table(f, d.papier.colonnes, d.lignes_modele)
        case "vues":
            _table(f, ("Rang", *releve.COLONNES_VUES[1:]), d.lignes_vues)


def _preparer(f: Fichier, d: Document) -> None:
    """Page, styles, language and properties."""
    p = f.core_properties
    p.title, p.author, p.language, p.comments, p.subject = d.complet, releve.AUTEUR, _LANGUE, "", d.quand
    s = f.sections[0]
    s.page_width, s.page_height = Mm(210), Mm(297)
    s.left_margin = s.right_margin = Mm(16)
    s.top_margin, s.bottom_margin = Mm(15), Mm(18)
    langues = f.styles.element.xpath("//w:lang")
    for langue in langues:
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


def _vue(f: Fichier, v: Vue, d: Document) -> None:
    f.add_heading(releve.tete_vue(v), 1)
    avant = [(v.sous_titre, False), (" · ".join(v.badges), True), *((mots, True) for mots in releve.avis(v))]
    for mots, gras in avant:
        if mots:
            p = f.add_paragraph()
            p.add_run(mots).bold = gras
            p.paragraph_format.keep_with_next = True
    if v.diapo and image.est_table(v.diapo):
        t = v.diapo.table
        _table(f, (mots for mots, _ in t.entetes), ([image.nu(c) for c in ligne] for ligne in t.lignes))
    elif v.diapo:
        _image(f.add_paragraph(), releve.legere(v.diapo, d.lire), releve.dire(v))
    for nom, dit in v.notes:
        _note(f, nom).add_run(dit)
    p = _note(f, "Adresse")
    if v.adresse.startswith("http"):
        _lier(p, v.adresse)
    else:
        p.add_run(v.adresse)


def _note(f: Fichier, nom: str) -> Paragraph:
    p = f.add_paragraph()
    p.paragraph_format.space_after = Pt(2)
    p.add_run(f"{nom}. ").bold = True
    return p


def _image(p: Paragraph, png: bytes, alt: str) -> None:
    """An image that holds in a page, with its words for who does not see it."""
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

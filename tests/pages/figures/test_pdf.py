"""PDF documents: tagged, in French, with our fonts, the same bytes each time; any text is harmless."""

import resource
from datetime import date
from pathlib import Path

import pytest

from data_loaders.erreurs import ErreurDonnees
from pages.figures import pdf
from tests.lecture import en_pdf

CARRE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="5" height="5" fill="red"/></svg>'
HOSTILES = [
    '#import "@preview/x:0.1.0"',
    '"; #panic("x")',
    "*gras* _italique_ $x$ `code` <etiquette> @renvoi \\ ~ [crochets]",
    "= titre\n- liste",
    "\u202eaçlE\u202c \x00 \U0001f600 中",
    "Œuvre n\u02bc 1\u202f234,5\u00a0% «\u00a0é\u00a0» − – ’",
]


def _source(corps: str) -> str:
    return pdf.preambule("Essai", date(2024, 3, 2), auteur="Observatoire", description="") + corps


def test_a_document_is_tagged_dated_and_in_french():
    source = _source('\n= Titre\n12 #image("a.svg", alt: "un carré rouge")')
    contenu = pdf.composer(source, {"a.svg": CARRE})
    assert contenu == pdf.composer(source, {"a.svg": CARRE})
    lu = en_pdf(contenu)
    racine = lu.trailer["/Root"]
    assert racine["/Lang"] == "fr-FR"
    assert racine["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in racine
    assert lu.metadata.title == "Essai"
    assert lu.metadata.creation_date.date() == date(2024, 3, 2)
    polices = {p["/BaseFont"].split("+")[1] for p in lu.pages[0]["/Resources"]["/Font"].get_object().values()}
    assert {"ObsTitres-Bold", "ObsChiffres-Regular"} <= polices


def test_an_image_without_alternative_is_refused():
    with pytest.raises(ErreurDonnees, match="composition a échoué"):
        pdf.composer(_source('\n#image("a.svg")'), {"a.svg": CARRE})


@pytest.mark.parametrize("texte", HOSTILES)
def test_no_text_is_taken_for_syntax(texte):
    sortie = en_pdf(pdf.composer(_source(f"\n= T\n{pdf.echapper(texte)}.len()"))).pages[0].extract_text()
    assert sortie.rstrip().endswith(".len()")
    for mot in ("panic", "gras", "liste", "Œuvre"):
        assert (mot in sortie) == (mot in texte)
    assert pdf.chaine("a\u202eb\U0001f600é") == '"a?b?é"', "a sign without a glyph is replaced"


def test_an_expected_number_of_pages_is_kept():
    pdf.exiger_pages(_source("\na#pagebreak()b"), {}, 2)
    with pytest.raises(ErreurDonnees, match="1 page au lieu de 2"):
        pdf.exiger_pages(_source("\na"), {}, 2)


def test_an_image_takes_its_place_where_pages_are_counted():
    haute = CARRE.replace(b"0 0 10 10", b"0 0 10 12")
    source = _source('\n#image("a.svg", alt: "un carré", width: 100%)\n#image("b.svg", alt: "un carré", width: 100%)')
    for images, pages in (({"a.svg": CARRE, "b.svg": CARRE}, 2), ({"a.svg": haute, "b.svg": haute}, 2)):
        assert pdf.pages_nb(source, images) == len(en_pdf(pdf.composer(source, images)).pages) == pages
    assert pdf.pages_nb(source, {"a.svg": CARRE.replace(b"0 0 10 10", b"0 0 10 3"), "b.svg": CARRE}) == 1


def test_what_was_laid_out_is_not_kept():
    def pages(rang: int) -> None:
        lignes = (f"= {rang} {i}\n" + " ".join(f"mot{rang}{i}{j}" for j in range(900)) for i in range(12))
        assert pdf.pages_nb("\n".join(lignes), {}) > 1

    def memoire_mo() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6

    for rang in range(12):
        pages(rang)
    avant = memoire_mo()
    for rang in range(12, 32):
        pages(rang)
    assert memoire_mo() - avant < 40

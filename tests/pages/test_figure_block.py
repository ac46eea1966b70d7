"""A figure and what surrounds it: the same parts, in the same order, whatever the screen."""

import re

from pages.components import feuille as st, figure_block
from pages.components.feuille import Feuille
from pages.components.figure_block import Fichier, parmi
from pages.figures.provenance.chiffre import Provenance
from pages.figures.vues import DEMONSTRATION, Vue

MOTS = ("Un constat", "figure", "Ancenis", "Lecture", "D’où vient", "formule", "le tableau", "En rangs", "Partager")


def parties(*, ouvert=False, notes=("Une lecture.", "Un champ.", "Une source."), **options):
    """What a block draws, in order: titles, figure, table, notes, buttons, folds, open or not; and its words."""

    def page():
        table = ([("Lieu", False)], [["Ancenis"]])
        origine = parmi({"Part": lambda: Provenance("<p>formule</p>")})
        v = Vue("Un constat", "Où, quand", *notes, (DEMONSTRATION,))
        csv = Fichier("x.csv", lambda: b"csv")
        with figure_block.bloc("x", v, table=table, provenance=origine, csv=csv, **options):
            st.html("<p>figure</p>")

    feuille = Feuille([("_.pli-x", "1")] if ouvert else [])
    feuille.jouer(page)
    dits = (n.dit.get("corps") or n.dit.get("etiquette") or n.dit.get("mots", "") for n in feuille.racine.descendants())
    texte = re.sub(r"<[^>]+>", " ", " ".join(map(str, dits)))
    return sorted((m for m in MOTS if m in texte), key=texte.index), texte


def test_notes_are_under_the_title_the_table_under_the_figure_and_files_below():
    assert parties()[0] == ["Un constat", "Lecture", "figure", "Ancenis", "D’où vient", "le tableau", "Partager"]


def test_a_folded_table_comes_after_where_it_comes_from_once_it_is_open():
    attendu = ["Un constat", "Lecture", "figure", "D’où vient", "En rangs", "le tableau", "Partager"]
    assert parties(pli="En rangs")[0] == attendu
    assert parties(pli="En rangs", ouvert=True)[0] == [*attendu[:5], "Ancenis", *attendu[5:]]


def test_a_note_without_words_is_left_out_and_the_title_may_be_that_of_the_page():
    lues, texte = parties(notes=("", "", ""), tete="page")
    assert ("Lecture" in lues, "Source" in texte, texte.count("Un constat")) == (False, False, 1)
    assert "Données de démonstration" in texte

"""A figure and what surrounds it: the same parts, in the same order, whatever the screen."""

import re

from streamlit.testing.v1 import AppTest

from tests.pages.outils import sain


def parties(*, ouvert=False, **options):
    """What a block draws, in order: titles, figure, table, notes, buttons, folds, open or not."""

    def page(options):
        import streamlit as st

        from pages.components import figure_block
        from pages.components.figure_block import Fichier
        from pages.components.provenance import parmi
        from pages.figures.provenance.chiffre import Provenance
        from pages.figures.vues import DEMONSTRATION, Vue

        notes = options.pop("notes", ("Une lecture.", "Un champ.", "Une source."))
        with figure_block.bloc(
            "x",
            Vue("Un constat", "Où, quand", *notes, (DEMONSTRATION,)),
            table=([("Lieu", False)], [["Ancenis"]]),
            provenance=parmi({"Part": lambda: Provenance("<p>formule</p>")}),
            csv=Fichier("x.csv", lambda: b"csv"),
            **options,
        ):
            st.html("<p>figure</p>")

    at = sain(AppTest.from_function(page, kwargs={"options": options}).run())
    if ouvert:
        for cle in filter(None, (pli.proto.id.partition("-pli-")[2] for pli in at.expander)):
            at.session_state[f"pli-{cle}"] = True
        at.run()
    vues = []

    def lire(noeud):
        vues.append(re.sub(r"<[^>]+>", " ", str(getattr(noeud, "value", "") or getattr(noeud, "label", ""))))
        for enfant in getattr(noeud, "children", {}).values():
            lire(enfant)

    lire(at.main)
    texte = re.sub(r"\s+", " ", " ".join(vues))
    ordre = (
        "Un constat",
        "figure",
        "Ancenis",
        "Lecture",
        "D’où vient",
        "formule",
        "le tableau",
        "En rangs",
        "Partager",
    )
    return sorted((p for p in ordre if p in texte), key=texte.index), texte


def test_notes_are_under_the_title_the_table_under_the_figure_and_files_below():
    attendu = ["Un constat", "Lecture", "figure", "Ancenis", "D’où vient", "le tableau", "Partager"]
    assert parties()[0] == attendu


def test_a_folded_table_comes_after_where_it_comes_from_once_it_is_open():
    attendu = ["Un constat", "Lecture", "figure", "D’où vient", "En rangs", "le tableau", "Partager"]
    assert parties(pli="En rangs")[0] == attendu
    assert parties(pli="En rangs", ouvert=True)[0] == [*attendu[:5], "Ancenis", *attendu[5:]]


def test_a_note_without_words_is_left_out_and_the_title_may_be_that_of_the_page():
    lues, texte = parties(notes=("", "", ""), tete="page")
    assert "Lecture" not in lues
    assert "Source" not in texte
    assert texte.count("Un constat") == 1
    assert "Données de démonstration" in texte

"""The sheet that a screen writes on: each control says what Streamlit’s says, gestures are followed; lists, blocks."""

import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from pages.components import depot, document, feuille as st, figure_block
from pages.components.document.html import OPTIONS_MAX, Ecriture
from pages.components.feuille import Feuille, Geste, Noeud
from pages.components.figure_block import Fichier, parmi
from pages.figures import icones
from pages.figures.ecrans import PAR_MODULE
from pages.figures.provenance.chiffre import Provenance
from pages.figures.vues import Vue

NOTES = [1, 2, 3]


def jouer(ecran: Callable[[], object], adresse: str = "", *gestes: tuple[str, str]) -> SimpleNamespace:
    """A screen drawn on a sheet: what it returned the last time, the sheet, how many times it was drawn."""
    fait = SimpleNamespace(feuille=Feuille(parse_qsl(adresse, keep_blank_values=True), [Geste(*g) for g in gestes]))
    fait.fois = 0

    def dessiner() -> None:
        fait.fois += 1
        fait.rendu = ecran()

    fait.feuille.jouer(dessiner)
    return fait


def noeud(feuille: Feuille, cle: str) -> Noeud:
    (trouve,) = [n for n in feuille.racine.descendants() if n.cle == cle]
    return trouve


LISTE = lambda **suite: st.selectbox("Note", NOTES, key="c", **suite)  # noqa: E731
BOUTONS = lambda **suite: st.segmented_control("Note", NOTES, key="c", **suite)  # noqa: E731
LISTES = lambda **suite: st.multiselect("Notes", NOTES, key="c", **suite)  # noqa: E731
CASE = lambda **suite: st.toggle("Oui", key="c", **suite)  # noqa: E731
TEXTE = lambda **suite: st.text_input("Nom", key="c", **suite)  # noqa: E731
NOMBRE = lambda **suite: st.number_input("Combien", key="c", **suite)  # noqa: E731
JOUR = lambda: st.date_input("Au", key="c", min_value=date(2024, 1, 1), max_value=date(2024, 12, 31))  # noqa: E731


@pytest.mark.parametrize(("controle", "valeur"), [
    (LISTE, 1), (lambda: LISTE(index=2), 3), (lambda: LISTE(index=None), None),
    (lambda: st.selectbox("Rien", [], key="c"), None),
    (BOUTONS, None), (LISTES, []), (lambda: LISTES(default=[3, 1]), [3, 1]),
    (CASE, False), (lambda: CASE(value=True), True),
    (TEXTE, ""), (lambda: TEXTE(value="Mamers"), "Mamers"), (lambda: st.text_area("Codes", key="c"), ""),
    (NOMBRE, None), (lambda: st.button("Faire", key="c"), False),
])  # fmt: skip
def test_a_control_of_which_nothing_is_said_has_its_usual_value(controle, valeur):
    lu = jouer(controle)
    assert (lu.rendu, lu.fois) == (valeur, 1)
    assert lu.feuille.session_state.get("c", False) == valeur


@pytest.mark.parametrize(("controle", "dites", "valeur"), [
    *((LISTE, [dit], lu) for dit, lu in (("2", 2), ("9", 1), ("", 1))),  # 9 left the list
    (lambda: LISTE(index=None), [""], None),
    (BOUTONS, ["3"], 3), (BOUTONS, [""], None), (BOUTONS, ["9"], None),
    (LISTES, ["3", "1", "3"], [3, 1]), (LISTES, ["3", "9"], []), (lambda: LISTES(default=[2]), [""], []),
    (lambda: LISTES(default=[2], max_selections=2), ["1", "2", "3"], [2]),
    (lambda: LISTES(max_selections=2), ["1", "2", "2"], [1, 2]),
    (CASE, ["1"], True), (lambda: CASE(value=True), [""], False), (TEXTE, ["Le Mans"], "Le Mans"),
    (lambda: TEXTE(max_chars=3), ["Le Mans"], "Le "), (lambda: TEXTE(value="Mamers"), [""], ""),
    (NOMBRE, ["12"], 12), (NOMBRE, ["1\u202f234"], 1234), *((NOMBRE, [dit], None) for dit in ("nan", "1e999", "douze")),
    (lambda: NOMBRE(step=0.5), ["2,5"], 2.5), (lambda: NOMBRE(min_value=0), ["-1"], None),
    (lambda: NOMBRE(max_value=0), ["1"], None), (lambda: NOMBRE(min_value=1, max_value=3), ["4"], None),
    (JOUR, ["2024-02-29"], date(2024, 2, 29)), *((JOUR, [dit], date(2024, 12, 31)) for dit in ("2025-01-01", "hier")),
])  # fmt: skip
@pytest.mark.parametrize("par_geste", [False, True])
def test_what_a_request_says_of_a_control_is_what_it_holds_or_nothing(controle, dites, valeur, par_geste):
    """The same whether it is said beside the address, or by a gesture."""
    gestes = [("_.c", "\n".join(dites))] if par_geste else []
    adresse = "" if par_geste else "&".join(f"_.c={d}" for d in dites)
    assert jouer(controle, adresse, *gestes).rendu == valeur


def test_a_value_that_the_screen_sets_wins_over_the_default_and_one_that_left_the_list_does_not():
    ecran = lambda note: (st.session_state.update(c=note), LISTE(), st.session_state["c"])  # noqa: E731
    assert [jouer(lambda note=note: ecran(note)).rendu[1:] for note in (3, 9)] == [(3, 3), (1, 1)]


def test_what_the_reader_said_is_known_above_the_control_as_in_a_session():
    ecran = lambda: (st.session_state.setdefault("c", 2), LISTE())  # noqa: E731
    assert jouer(ecran).rendu == (2, 2)
    lu = jouer(ecran, "_.c=3")
    assert (lu.rendu, noeud(lu.feuille, "c").dit["repli"]) == ((3, 3), "2")


def test_a_choice_of_the_address_is_written_under_its_name_there_and_no_private_name_reaches_it():
    def ecran():
        st.ouverte().noms = {"c": "note"}
        st.session_state.setdefault("c", 2)
        return LISTE()

    lu = jouer(ecran, "_.c=3")
    assert (lu.rendu, noeud(lu.feuille, "c").dit["nom"]) == (2, "note")
    assert jouer(ecran, "", ("note", "3")).rendu == 3
    assert jouer(ecran, "", ("_.c", "3")).rendu == 2


def test_a_gesture_is_told_to_the_screen_before_it_is_drawn_again():
    dits = []
    suivre = {"on_change": lambda *quoi: dits.append((*quoi, st.session_state["c"])), "args": ("a",)}
    lu = jouer(lambda: LISTE(**suivre), "", ("_.c", "3"))
    assert (lu.rendu, lu.fois, dits) == (3, 2, [("a", 3)])
    assert jouer(lambda: LISTE(**suivre), "", ("_.c", "9")).rendu == len(dits) == 1


def test_gestures_are_followed_in_their_order_wherever_their_controls_are():
    def ecran():
        haut = st.selectbox("Haut", NOTES, key="haut")
        bas = st.selectbox("Bas", NOTES, key="bas", on_change=lambda: st.session_state.update(haut=1))
        return haut, bas

    assert jouer(ecran, "", ("_.haut", "3"), ("_.bas", "2")).rendu == (1, 2)
    assert jouer(ecran, "", ("_.bas", "2"), ("_.haut", "3")).rendu == (3, 2)


def test_a_gesture_of_no_control_is_left_out_and_the_others_are_followed():
    lu = jouer(LISTE, "", ("_.rien", ""), ("", ""), ("a.b", "{}"), ("_.c", "3"), ("_.rien", ""))
    assert lu.rendu == 3
    assert jouer(LISTE, "", *[("_.rien", "")] * 20).fois == 1


def test_a_button_is_pressed_in_the_drawing_that_follows_alone():
    faits = []

    def ecran():
        note = LISTE()
        faire = {"on_click": lambda *quoi, **noms: faits.append((quoi, noms)), "args": (1,), "kwargs": {"a": 2}}
        b, n = st.button("Faire", key="b", **faire), st.button("Non", key="n", disabled=True, on_click=faits.clear)
        return note, b, n

    lu = jouer(ecran, "", ("_.b", ""))
    assert (lu.rendu, lu.fois, faits) == ((1, True, False), 2, [((1,), {"a": 2})])
    assert jouer(ecran, "", ("_.b", ""), ("_.c", "2")).rendu == (2, False, False)
    lu = jouer(ecran, "", ("_.n", ""), ("_.c", "2"))  # what follows a press that does nothing is followed
    assert (lu.rendu, len(faits)) == ((2, False, False), 2)


@pytest.mark.parametrize(("deplie", "dite", "ouvert"), [
    (False, "", False), (True, "", True), (False, "_.p=1", True), (True, "_.p=0", False), (True, "_.p=x", False),
])  # fmt: skip
def test_what_a_fold_holds_is_drawn_once_it_is_open(deplie, dite, ouvert):
    def ecran():
        pli = st.expander("Plus", deplie, key="p", on_change="rerun")
        if pli.open:
            pli.html("<p>dedans</p>")
        return st.session_state["p"]

    lu = jouer(ecran, dite)
    pli = noeud(lu.feuille, "p")
    assert (lu.rendu, pli.dit["ouvert"], pli.dit["repli"], bool(pli.enfants)) == (ouvert, ouvert, deplie, ouvert)


def test_a_fold_stays_as_the_reader_left_it_after_a_gesture():
    lu = jouer(lambda: (st.expander("Plus", key="p", on_change="rerun"), LISTE()), "_.p=1", ("_.c", "2"))
    assert (noeud(lu.feuille, "p").dit["ouvert"], noeud(lu.feuille, "p").dit["repli"]) == (True, False)


def test_columns_have_the_parts_of_the_width_that_are_asked():
    colonnes = jouer(lambda: st.columns([1, 3])).feuille.racine.descendants()
    assert [n.dit["poids"] for n in colonnes if n.genre == "colonne"] == [0.25, 0.75]


COMPOSANT = st.Composant("essai_feuille", "statique/rien.js")


def test_a_component_tells_what_it_said_once_to_what_follows_it():
    dits = []

    def ecran():
        COMPOSANT(key="k", data={"a": 1}, on_choix_change=lambda: dits.append(st.session_state["k"].choix))
        return "k" in st.session_state

    assert jouer(ecran).rendu is False
    lu = jouer(ecran, "", ("k.choix", '{"choix": 3, "texte": "x"}'))
    assert (lu.rendu, lu.fois, dits) == (False, 2, [3])
    assert noeud(lu.feuille, "k").dit == {"nom": "essai_feuille", "donnees": {"a": 1}, "dits": ("choix",)}


@pytest.mark.parametrize("dit", ["", "null", "[1]", '"x"', "{", "[" * 5000, "9" * 5000, '{"choix": null}'])
def test_what_a_component_cannot_have_said_is_nothing(dit):
    dits = []
    ecran = lambda: COMPOSANT(key="k", data=0, on_choix_change=lambda: dits.append(st.session_state["k"].choix))  # noqa: E731
    jouer(ecran, "", ("k.choix", dit))
    assert dits == [None]


def test_no_gesture_writes_in_the_state_of_the_screen():
    gestes = [(f"{nom}.x", '{"removeprefix": 1}') for nom in ("lieu", "ouvrir", "_carnet")]
    assert jouer(lambda: dict(st.session_state), "", *gestes).rendu == {}


def test_what_a_screen_does_not_use_is_said_at_once_and_the_sheet_is_closed_behind_a_fault():
    with pytest.raises(AttributeError, match="balloons"):
        jouer(lambda: st.balloons())
    assert st.ouverte() is None


def test_two_sheets_written_at_once_know_nothing_of_each_other():
    barriere = threading.Barrier(2, timeout=10)
    lus = {}

    def lire(note):
        def ecran():
            st.session_state["vu"] = note
            barriere.wait()
            return LISTE(), st.session_state["vu"], st.query_params.get_all("x")

        lus[note] = jouer(ecran, f"_.c={note}&x={note}").rendu

    with ThreadPoolExecutor(2) as fils:
        list(fils.map(lire, (2, 3)))
    assert lus == {2: (2, 2, ["2"]), 3: (3, 3, ["3"])}


def test_the_choices_of_a_sheet_are_read_as_those_of_streamlit():
    lues = Feuille([("a", "1"), ("a", "2"), ("_.b", "3")]).query_params
    assert (lues.get("a"), lues.get_all("a"), lues.get_all("b"), "_.b" in lues) == ("2", ["1", "2"], [], False)
    lues.from_dict({"c": "x", "d": ["y", "z"]})
    assert dict(lues) == {"c": ["x"], "d": ["y", "z"]}


def ecrire(module: str, adresse: str, *gestes: tuple[str, str]) -> Feuille:
    choix = sorted(parse_qsl(adresse, keep_blank_values=True), key=lambda c: c[0])
    return document.ecrire(PAR_MODULE[module], choix, [Geste(*g) for g in gestes])


@pytest.mark.parametrize("choisie", ["ze:5214", ""])
def test_a_place_chosen_takes_the_place_of_the_one_before(racine, choisie):
    adresse = "indicateur=taux_chomage&zonage=ze&lieu=ze%3A5211&zone=ze%3A5211"
    lu = ecrire("carte", adresse, ("zone", choisie)).query_params
    assert lu.get("lieu", "") == lu.get("zone", "") == choisie


def test_a_choice_made_before_the_answer_to_another_is_kept_and_so_is_one_after_a_list_that_is_gone(racine):
    lu = ecrire("tendances", "indicateur=taux_chomage", ("_.place-1", "ze:5211"), ("_.place-2", "ze:5214"))
    assert lu.query_params.get_all("zones") == ["ze:5211", "ze:5214"]
    lu = ecrire("carte", "indicateur=taux_chomage&zonage=ze", ("_.partie", "rien"), ("zone", "ze:5214"))
    assert lu.query_params.get("zone") == "ze:5214"


@pytest.mark.parametrize(("dite", "ouvert"), [("", True), ("&_.pli-vignettes=0", False)])
def test_a_fold_that_the_address_opens_can_be_closed(racine, dite, ouvert):
    lu = ecrire("carte", f"indicateur=taux_chomage&annees=2023-T4{dite}")
    assert noeud(lu, "pli-vignettes").dit["ouvert"] is ouvert


COURTE = [f"Choix {i}" for i in range(OPTIONS_MAX)]
LONGUE = [*COURTE, "Château-Gontier"]


def ecrite(*, tout: bool = False, **choix) -> str:
    """HTML of a sheet that holds one list, as `Feuille.selectbox` or `multiselect` (with `default`) draw it."""
    feuille = Feuille()
    (feuille.multiselect if "default" in choix else feuille.selectbox)("Lieu", key="lieu", **choix)
    return Ecriture("", tout=tout).corps(feuille.racine)


def options(html: str) -> list[str]:
    return re.findall(r"<option[^>]*>([^<]*)", html)


def choisies(html: str) -> list[str]:
    return re.findall(r"<option[^>]* selected>([^<]*)", html)


def test_a_long_list_is_a_file_and_keeps_what_is_chosen():
    html = ecrite(options=LONGUE, index=3)
    assert options(html) == choisies(html) == ["Choix 3"]
    nom = re.search(r'data-options="([^"]+)"', html)[1]
    assert [mots for _, mots in json.loads(depot.relire(f"{icones.DOSSIER}/{nom}"))] == LONGUE
    assert options(ecrite(options=LONGUE, tout=True)) == LONGUE, "whole for who has no script"


def test_no_choice_comes_first_and_several_keep_their_order():
    for possibles in (COURTE, LONGUE):
        html = ecrite(options=possibles, index=None, placeholder="Toute la région")
        assert choisies(html) == options(html)[:1] == ["Toute la région"]
        html = ecrite(options=possibles, default=["Choix 7", "Choix 2"], max_selections=4)
        assert choisies(html) == options(html)[:2] == ["Choix 7", "Choix 2"]
        assert 'data-maximum="4"' in html
    assert options(ecrite(options=COURTE, default=["Choix 7"])) == ["Choix 7", *COURTE[:7], *COURTE[8:]]


def test_what_comes_before_a_list_leaves_its_id():
    dits = []
    for cles in (["lieu"], ["avant", "lieu"]):
        feuille = Feuille()
        for cle in cles:
            feuille.selectbox(cle, COURTE[:2], key=cle)
        dits.append(re.findall(r'id="(c-[^"]*lieu)"', Ecriture("").corps(feuille.racine)))
    assert dits[0] == dits[1] != []


@pytest.mark.parametrize(("ouvert", "dedans"), [("0", []), ("1", ["Ancenis"])])
def test_a_folded_table_comes_after_where_it_comes_from_once_it_is_open(ouvert, dedans):
    def page():
        v = Vue("Un constat", "Où, quand", "", "", "Une source.", ())
        origine = parmi({"Part": lambda: Provenance("<p>formule</p>")})
        table, csv = ([("Lieu", False)], [["Ancenis"]]), Fichier("x.csv", lambda: b"csv")
        with figure_block.bloc("x", v, table=table, pli="En rangs", provenance=origine, csv=csv):
            st.html("<p>figure</p>")

    feuille = Feuille([("_.pli-x", ouvert)])
    feuille.jouer(page)
    dits = (n.dit.get("corps") or n.dit.get("etiquette") or n.dit.get("mots", "") for n in feuille.racine.descendants())
    texte = " ".join(map(str, dits))
    mots = [m for m in ("Ancenis", "D’où vient", "En rangs", "Partager", "figure", "le tableau") if m in texte]
    attendus = ["figure", "D’où vient", "En rangs", *dedans, "le tableau", "Partager"]
    assert sorted(mots, key=texte.index) == attendus

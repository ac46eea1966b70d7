"""Choices made one after the other on a document: each is kept, whether or not the address holds it."""

from urllib.parse import parse_qsl

import pytest

from pages.components import document
from pages.components.feuille import Feuille, Geste, Noeud
from pages.figures.ecrans import PAR_MODULE

pytestmark = pytest.mark.usefixtures("racine")


def ecrire(module: str, adresse: str, *gestes: tuple[str, str]) -> Feuille:
    choix = sorted(parse_qsl(adresse, keep_blank_values=True), key=lambda c: c[0])
    return document.ecrire(PAR_MODULE[module], choix, [Geste(*g) for g in gestes])


def noeud(feuille: Feuille, cle: str) -> Noeud:
    (trouve,) = [n for n in feuille.racine.descendants() if n.cle == cle]
    return trouve


def test_a_place_chosen_takes_the_place_of_the_one_before():
    adresse = "indicateur=taux_chomage&zonage=ze&lieu=ze%3A5211&zone=ze%3A5211"
    for choisie in ("ze:5214", ""):
        lu = ecrire("carte", adresse, ("zone", choisie)).query_params
        assert lu.get("lieu", "") == lu.get("zone", "") == choisie


def test_two_choices_of_which_the_second_comes_before_the_answer_are_both_kept():
    lu = ecrire("tendances", "indicateur=taux_chomage", ("_.place-1", "ze:5211"), ("_.place-2", "ze:5214"))
    assert lu.query_params.get_all("zones") == ["ze:5211", "ze:5214"]


def test_a_choice_after_one_whose_list_is_gone_is_kept():
    lu = ecrire("carte", "indicateur=taux_chomage&zonage=ze", ("_.partie", "rien"), ("zone", "ze:5214"))
    assert lu.query_params.get("zone") == "ze:5214"


def test_a_choice_that_no_address_holds_is_kept_over_what_the_screen_takes_first():
    adresse = "indicateur=taux_chomage&zones=ze%3A5211&_.origine-tendances=1"
    assert noeud(ecrire("tendances", adresse), "suivi-periode").dit["valeur"] == "2024-T4"
    lu = ecrire("tendances", f"{adresse}&_.suivi-periode=2015-T1")
    assert noeud(lu, "suivi-periode").dit["valeur"] == "2015-T1"
    assert noeud(lu, "suivi-periode").dit["repli"] == "2024-T4"
    assert "1ᵉʳ trimestre 2015" in "".join(n.dit.get("corps", "") for n in noeud(lu, "origine-tendances").descendants())


@pytest.mark.parametrize(("dite", "ouvert"), [("", True), ("&_.pli-vignettes=0", False)])
def test_a_fold_that_the_address_opens_can_be_closed(dite, ouvert):
    lu = ecrire("carte", f"indicateur=taux_chomage&annees=2023-T4{dite}")
    assert noeud(lu, "pli-vignettes").dit["ouvert"] is ouvert

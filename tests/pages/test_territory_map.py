"""What the map sends, and what it believes of what comes back."""

import json
from pathlib import Path

import pytest

from pages.components.territory_map import Choix, charge_utile, compacter, lire_choix
from pages.figures.carte.dessin import EtatZone, Legende

NBSP = "\u00a0"
TAUX = EtatZone(4, "61,7", f"Nord Mayenne{NBSP}: 61,7{NBSP}%", nombre=61.7)
SECRET = EtatZone(None, "s", "Segré : secret statistique", "s")
PERIODES = {"2023-T4": {"a": TAUX}, "2024-T1": {"a": TAUX, "b": SECRET}}
PRESENT = Choix("a", "2024-T1")
LEGENDE = Legende(region={"2024-T1": (59.4, "59,4")}, suites={"2024-T1": {"a": "le plus haut"}})


def charge(**options):
    base = {"trace": "/ailleurs/spo.11f4f3a8.json", "fond": Path("fond.8c843877.json"), "periodes": PERIODES}
    return charge_utile(**base | {"periode": "2024-T1", "selection": "a", "legende": LEGENDE} | options)


def test_a_state_is_sent_without_the_fields_that_keep_their_default():
    assert compacter(SECRET) == [None, "s", "Segré : secret statistique", "s"]
    assert compacter(TAUX) == [4, "61,7", f"Nord Mayenne{NBSP}: 61,7{NBSP}%", "ok", 61.7]
    assert compacter(TAUX._replace(fragile=True))[-2:] == ["", True]


def test_only_names_of_shape_files_leave_the_server():
    envoi = charge(contours=Path("/ailleurs/departement.549dc5f7.json"))
    assert [envoi[nom] for nom in ("trace", "fond", "contours")] == [
        "spo.11f4f3a8.json",
        "fond.8c843877.json",
        "departement.549dc5f7.json",
    ]
    assert charge()["contours"] is None


def test_several_zones_taken_are_sent_as_a_list():
    assert charge(choisies={"b", "a"})["choisies"] == ["a", "b"]
    assert charge(choisies=())["choisies"] == []
    assert charge()["choisies"] is None


def test_all_periods_are_sent_at_once_in_order_with_their_names():
    envoi = charge()
    assert envoi["periodes"] == [["2023-T4", "4e trimestre 2023"], ["2024-T1", "1er trimestre 2024"]]
    assert set(envoi["etats"]["2024-T1"]) == {"a", "b"}
    assert json.loads(json.dumps(envoi))["legende"]["suites"] == {"2024-T1": {"a": "le plus haut"}}


def test_the_sentence_and_the_chosen_outline_are_sent():
    dits = {"2024-T1": ("Le territoire recoupe 2 bassins :", "47,5 à 53,0 %", "des projets")}
    envoi = json.loads(json.dumps(charge(contour_choisi="sud-vendee", legende=LEGENDE._replace(dits=dits))))
    assert envoi["contour_choisi"] == "sud-vendee"
    assert envoi["legende"]["dits"] == {
        "2024-T1": ["Le territoire recoupe 2 bassins :", "47,5 à 53,0 %", "des projets"]
    }
    assert charge()["contour_choisi"] is None


@pytest.mark.parametrize(
    ("indice", "ecrite"), [("", "42"), ("p", f"42{NBSP}p"), ("≥", f"≥{NBSP}42")], ids=["bare", "letter", "bound"]
)
def test_a_lower_bound_is_written_before_the_number_and_a_letter_after(indice, ecrite):
    assert EtatZone(None, "42", "A : 42", nombre=42.0, indice=indice).ecrite == ecrite


def test_an_unknown_period_is_refused():
    with pytest.raises(KeyError, match="1999"):
        charge(periode="1999")


@pytest.mark.parametrize(
    ("recu", "attendu"),
    [
        ({"selection": "b", "periode": "2024-T1"}, Choix("b", "2024-T1")),
        ({"selection": "a", "periode": "2023-T4"}, Choix("a", "2023-T4")),
        ({"selection": None, "periode": "2024-T1"}, Choix(None, "2024-T1")),
        ({"selection": "b", "periode": "1999"}, Choix("b", "2024-T1")),
        # « b » has no state for that period.
        ({"selection": "b", "periode": "2023-T4"}, Choix("a", "2023-T4")),
        ({"selection": "<script>", "periode": "2024-T1"}, PRESENT),
        ({"selection": ["a"], "periode": {}}, PRESENT),
        ({"selection": 3}, PRESENT),
        ("a", PRESENT),
        (None, PRESENT),
    ],
)
def test_a_choice_from_the_browser_is_believed_only_when_it_names_what_was_sent(recu, attendu):
    assert lire_choix(recu, PERIODES, PRESENT) == attendu

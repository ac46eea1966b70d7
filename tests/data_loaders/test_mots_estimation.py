"""The words of the estimate, on the cells printed in the method."""

import pytest

from data_loaders.measures import mots_estimation as mots

ESP = "\u00a0"
NUL = float("nan")


@pytest.mark.parametrize(
    ("q", "dite"),
    [
        (0.83365, f"83{ESP}%"),
        (0.5949, f"59{ESP}%"),
        (0.5951, f"près de 60{ESP}%"),
        (0.5999, f"près de 60{ESP}%"),
        (0.6049, f"près de 60{ESP}%"),
        (0.606, f"61{ESP}%"),
        (0.3951, f"près de 40{ESP}%"),
        (0.798, f"près de 80{ESP}%"),
    ],
)
def test_a_printed_share_never_contradicts_its_class(q, dite):
    assert mots.part_dite(q) == dite


@pytest.mark.parametrize(
    ("chance", "dite"), [(0.622, "6"), (0.65, "7"), (0.944, "9"), (0.9499, "9"), (0.95, "plus de 9"), (1, "plus de 9")]
)
def test_chances_are_whole_tenths(chance, dite):
    assert mots.chance_dite(chance) == f"{dite}{ESP}chances sur{ESP}10"


def test_a_statement_names_its_neighbour_when_it_must():
    assert mots.enonce(5, 0.622, None, None, "employeur") == f"très difficile, 6{ESP}chances sur{ESP}10"
    assert mots.enonce(4, 0.56, 3, 0.943, "employeur") == f"partagé ou difficile, 9{ESP}chances sur{ESP}10"
    assert mots.enonce(3, 0.56, 4, 0.96, "candidat") == f"variable ou recherché, plus de 9{ESP}chances sur{ESP}10"
    assert mots.enonce(4, NUL, None, NUL, "candidat", complet=True) == "favorable"


def test_no_icon_says_that_employers_have_no_difficulty():
    assert mots.ciel(1, "candidat").icone is None
    assert [mots.ciel(5, "candidat", c).mot for c in (False, True)] == ["très recherché", "très favorable"]
    assert mots.ciel(5, "candidat").icone == mots.ciel(1, "employeur").icone == "soleil"


@pytest.mark.parametrize(("point_de_vue", "complet", "icones", "mots_dits"), [
    ("employeur", False, "soleil eclaircies variable pluie orage",
     "aisé, plutôt aisé, partagé, difficile, très difficile"),
    ("candidat", False, "None pluie variable eclaircies soleil",
     "employeurs sans difficulté, peu recherché, variable, recherché, très recherché"),
    ("candidat", True, "orage pluie variable eclaircies soleil",
     "forte concurrence, concurrence, équilibré, favorable, très favorable"),
])  # fmt: skip
def test_the_skies_of_a_point_of_view_go_from_the_lowest_class_to_the_highest(point_de_vue, complet, icones, mots_dits):
    ciels = [mots.ciel(n, point_de_vue, complet) for n in range(1, 6)]
    assert " ".join(str(c.icone) for c in ciels) == icones
    assert ", ".join(c.mot for c in ciels) == mots_dits


def test_numbers_beside_the_share():
    assert mots.intervalle_dit(0.695, 0.972) == f"entre 70 et 97{ESP}%, 8{ESP}chances sur{ESP}10"
    assert mots.intervalle_dit(0.5, 0.9).startswith("entre 50 et 90")
    assert mots.declaree_dite(0.5, 0.5) == f"50{ESP}% (±{ESP}50)"
    assert mots.declaree_dite(0.6704, 0.21) == f"67{ESP}% (±{ESP}21)"
    assert mots.poids_dit(0.31, "de Nantes").startswith(f"Les réponses de Nantes y comptent pour 3{ESP}dixièmes")
    assert "presque toute" in mots.poids_dit(0.149, "de Nantes")
    assert "dixièmes" in mots.poids_dit(0.15, "de Nantes")
    assert [mots.POSITIONS_ZONE[i].split(" ")[0] for i in (-1, 0, 1)] == ["au-dessous", "non", "au-dessus"]
    assert [mots.POSITIONS_GROUPE[i].split(" ")[0] for i in (-1, 0, 1)] == ["au-dessous", "non", "au-dessus"]
    assert mots.rang_dit(1, 16, 26) == "rang 1 à 16 sur 26"
    assert mots.rang_dit(2, 2, 8) == "rang 2 sur 8"


def test_moves():
    assert mots.mouvement_dit("baisse", -0.0911, False, "") == f"baisse établie, 9{ESP}points"
    assert mots.mouvement_dit("hausse", 0.1238, True, "") == f"hausse établie et grande, 12{ESP}points"
    assert mots.mouvement_dit("aucun", 0.03, False, "") == "pas de mouvement établi"
    assert mots.mouvement_dit("non_mesurable", NUL, False, "non mesurable : x") == "non mesurable : x"
    assert mots.evolution_dite(-0.0843, -0.068) == f"−8,4 à −6,8{ESP}%"
    assert mots.evolution_dite(0.051, 0.051) == f"+5,1{ESP}%"

"""What is said of a share: classes, chances, ranks and moves, on numbers that a table of the normal law gives."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.measures import enonces, mots_estimation as mots


def dire(q: float, s: float) -> pd.Series:
    return enonces.dire(pd.Series([q]), pd.Series([s])).iloc[0]


@pytest.mark.parametrize(
    ("q", "s", "classe", "chance"),
    [
        (0.50, 0.05, 3, 0.9545),  # two errors on each side
        (0.70, 0.10, 4, 0.8413),  # one error above .60
        (0.30, 0.10, 2, 0.8413),
        (0.85, 0.05, 5, 0.8413),
        (0.15, 0.05, 1, 0.8413),
        (0.40, 0.001, 3, 0.5),  # a limit belongs to the upper class
        (0.60, 0.001, 4, 0.5),
    ],
)
def test_the_class_is_that_of_the_share_and_its_chance_that_of_its_words(q, s, classe, chance):
    d = dire(q, s)
    assert d["classe"] == classe
    assert d["chance"] == pytest.approx(chance, abs=5e-5)


def test_very_is_earned():
    assert dire(0.82, 0.10)["classe"] == 4  # over four fifths: 0.579 only
    assert dire(0.83, 0.10)["classe"] == 5  # 0.618
    assert dire(0.18, 0.10)["classe"] == 2
    assert dire(0.17, 0.10)["classe"] == 1


def test_the_likelier_neighbour_is_named_when_the_class_alone_is_not_sure_enough():
    d = dire(0.59, 0.05)
    assert (d["classe"], d["ou"]) == (3, 4)
    assert d["chance"] == pytest.approx(0.5792, abs=5e-4)
    assert d["chance_ou"] == pytest.approx(1 - 0.0001, abs=1e-3)
    assert (dire(0.41, 0.05)["classe"], dire(0.41, 0.05)["ou"]) == (3, 2)
    assert (dire(0.61, 0.1)["ou"], dire(0.39, 0.1)["ou"]) == (3, 3)
    assert pd.isna(dire(0.5, 0.05)["ou"])


def test_nothing_is_said_of_a_share_that_is_not_known():
    d = enonces.dire(pd.Series([np.nan, 0.5], index=["a", "b"]), pd.Series([0.1, 0.1], index=["a", "b"]))
    assert d.loc["a"].isna().all()
    assert d.loc["b", "classe"] == 3


def test_the_class_never_contradicts_the_share():
    q = pd.Series(np.linspace(0.01, 0.99, 197))
    for s in (0.02, 0.08, 0.15):
        classes = enonces.dire(q, pd.Series(s, index=q.index))["classe"].astype(int)
        attendues = 2 + (q >= 0.4 - 1e-9).astype(int) + (q >= 0.6 - 1e-9).astype(int)
        assert (classes.replace({1: 2, 5: 4}) == attendues).all()


def test_the_error_of_a_cell_and_of_a_larger_group():
    assert enonces.erreur(0.5, 1) == pytest.approx((0.25 * 0.084) ** 0.5)
    assert enonces.erreur_ecart(0.5, 0.05) == pytest.approx((0.25 * 0.004) ** 0.5)
    assert enonces.erreur(0.99, 1) == pytest.approx((0.09 * 0.084) ** 0.5)  # never surer than at .9


def test_a_gap_smaller_than_its_error_is_not_told():
    assert enonces.position(np.array([0.55, 0.63, 0.57]), 0.6, 0.04).tolist() == [-1, 0, 0]
    assert enonces.position(np.array([0.25, 0.75]), 0.5, 0.25).tolist() == [-1, 1]


def test_ranks_count_only_the_gaps_that_are_sure():
    r = enonces.rangs(pd.Series([0.9, 0.52, 0.5, 0.1]), pd.Series([0.02] * 4))
    assert r.to_numpy().tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]


def test_established_and_large_are_two_things():
    q0, q1 = np.array([0.5, 0.5, 0.5, 0.5]), np.array([0.58, 0.61, 0.61, 0.52])
    concentration = np.array([0.0, 0.0, 2.0, 0.0])
    t = enonces.tendance(q0, q1, concentration, concentration)
    assert t["etabli"].tolist() == [True, True, False, False]
    assert t["grand"].tolist() == [False, True, True, False]
    assert t["erreur"][3] == pytest.approx((0.2499 * 0.005) ** 0.5)
    juste = enonces.tendance(0.5, 0.6, 1, 0.5)
    assert juste["erreur"] == pytest.approx((0.2475 * (0.01 * 0.75 + 0.005)) ** 0.5)
    assert juste["grand"]


def test_the_change_of_projects_is_bounded_by_what_secrets_allow():
    # 100 and two hidden counts of 1 to 4, then 90 and three
    bas, haut = enonces.evolution_projets(100, 2, 4, 90, 3, 4)
    assert (bas, haut) == pytest.approx((93 / 108 - 1, 102 / 102 - 1))
    # counts with decimals: a hidden one may be as small as 0
    assert enonces.evolution_projets(100, 2, 5, 90, 3, 5) == pytest.approx((90 / 110 - 1, 105 / 100 - 1))


def test_the_number_of_projects_moves_with_its_own_error():
    assert enonces.z_projets(100.0, 200.0) == pytest.approx(np.log(2) / (1.5 * (1 / 10 + 1 / 200**0.5)) ** 0.5)


# The words of the estimate, on the cells printed in the method

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
    assert mots.poids_dit(0.15, "de Nantes").startswith(f"Les réponses de Nantes y comptent pour 15{ESP}%, le reste")
    assert mots.poids_dit(0.149, "de Nantes").startswith(f"Peu de projets ici{ESP}: l’estimation vient surtout du même")
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

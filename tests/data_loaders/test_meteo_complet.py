"""The complete index on invented counts, each number redone by hand; ρ* = 2.3122 for the only basis."""

import pandas as pd
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.measures import meteo_complet as mc
from data_loaders.parametres import meteo

BASE = "offres en ligne / DEFM ABC"
RHO = meteo().rapport_reference[BASE]


def offres(*lignes):
    return pd.DataFrame(lignes, columns=["code_zone", "code_rome", "offres", "inscrits"]).astype(
        {"offres": float, "inscrits": float}
    )


def enquete(*lignes):
    df = pd.DataFrame(lignes, columns=["code_zone", "code_rome", "P", "q_tilde", "e"])
    return df.assign(q_tilde_lo=df["q_tilde"], q_tilde_hi=df["q_tilde"])


def test_scores_at_known_ratios():
    assert mc.score_offres(RHO, RHO) == pytest.approx(50)
    assert mc.score_offres(2 * RHO, RHO) == pytest.approx(75)
    assert mc.score_offres(4 * RHO, RHO) == 100
    assert mc.score_offres(RHO / 64, RHO) == 0


def test_small_regional_counts_take_the_reference_ratio():
    o = offres(("a", "J1506", 100, 29), ("a", "J1505", 60, 20), ("b", "J1505", 60, 20), ("a", "J1507", 29, 100))
    assert mc.rapports_regionaux(o, BASE).to_dict() == pytest.approx({"J1505": 3, "J1506": RHO, "J1507": RHO})


@pytest.mark.parametrize("inscrits", [39, 101])
def test_a_file_far_from_the_published_total_is_refused(inscrits):
    with pytest.raises(
        ErreurDonnees, match=f"les inscrits font {inscrits}\u00a0% des catégories A, B et C publiées"
    ) as e:
        mc.verifier_inscrits(inscrits, 100, "tension.csv")
    assert e.value.regle == "inscrits"
    assert mc.verifier_inscrits(70, 100, "tension.csv") == 0.7

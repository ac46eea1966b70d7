"""The complete index from the snapshots of the demonstration, and one worked cell of the official ones."""

import pandas as pd
import pytest

from data_loaders.jeux import estimations
from data_loaders.metiers import indices_complets


@pytest.mark.parametrize("niveau", indices_complets.NIVEAUX)
@pytest.mark.parametrize("zonage", indices_complets.ZONAGES)
def test_every_level_and_zoning_has_an_index(demonstration, niveau, zonage):
    r = indices_complets.completes(demonstration, niveau, zonage)
    assert list(r.columns) == indices_complets.COLONNES
    entiers = r[(r["partiel"] == "") & r["classe"].notna()]
    assert len(entiers)
    attendu = 0.375 * entiers["s_r"] + 62.5 * entiers["q_estimee"]
    assert entiers["T"].tolist() == pytest.approx(attendu.tolist())
    sans = r[r["classe"].isna()]
    assert (sans["raison"] != "").all()
    assert (r["distance"] != "").eq((r["partiel"] == "") & r["classe"].fillna(0).ge(3)).all()


def test_the_survey_part_is_the_estimate_of_every_other_screen(demonstration):
    r = indices_complets.completes(demonstration, "famille").set_index(["annee", "code_zone", "code_groupe"])
    m = estimations.lire_marches(demonstration, "famille", "bassin").set_index(["annee", "code_zone", "code_groupe"])
    communs = r.index.intersection(m.index[m["statut"] == "estime"])
    assert len(communs) > 20
    pd.testing.assert_frame_equal(r.loc[communs, ["q_estimee", "s"]], m.loc[communs, ["q_estimee", "s"]])


def test_an_unknown_level_or_zoning_is_refused(demonstration):
    for niveau, zonage in (("fap225", "bassin"), ("metier", "epci")):
        with pytest.raises(KeyError):
            indices_complets.completes(demonstration, niveau, zonage)


def test_nurses_of_nantes(officielles):
    r = indices_complets.completes(officielles, "rome").set_index(["annee", "code_zone", "code_groupe"])
    x = r.loc[("2021", "5220", "J1506")]
    assert (round(x["offres"], 2), x["demandeurs"]) == (1546.06, 278)
    assert (x["r"], x["s_r"]) == pytest.approx((5.6956, 82.514), abs=5e-4)
    assert (x["q_estimee"], x["T"]) == pytest.approx((0.7408, 77.243), abs=5e-4)
    assert (x["classe"], x["candidats_en_plus"]) == (4, 768)
    assert x["chance"] == pytest.approx(0.985, abs=5e-4)

"""Past estimates against the next survey: two bassins redone by hand, and what may not be looked at."""

from math import log

import numpy as np
import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.demo import instantanes as demo
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evaluation, marches
from data_loaders.measures.estimation import estimer
from data_loaders.sources import bmo
from tests import builders
from tests.data_loaders.test_estimation import france, large, metiers
from tests.data_loaders.test_marches import CINQ_ETATS


def deux_bassins(annee: str, *parts: float, nomenclature: str = "FAP2009") -> list[tuple]:
    return [
        (annee, bassin, "B0Z20", "O", 100, 100 * part, nomenclature)
        for bassin, part in zip(("5203", "5220"), parts, strict=True)
    ]


def precision(*lignes: tuple) -> pd.DataFrame:
    return evaluation.evaluer(large(*lignes), france()).precision.set_index(["niveau", "annee", "suivante"])


def test_predictors_redone_by_hand():
    p = precision(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7)).loc[("metier", "2018", "2021")]
    assert p["cellules_nb"] == 2
    # last year's share is next year's: nothing is left but the noise of a share
    assert p["log_loss_declaree"] == pytest.approx(-(0.3 * log(0.3) + 0.7 * log(0.7)))
    assert (p["rang_declaree"], p["ecart_declaree"]) == pytest.approx((1, 0))
    # the region says one half everywhere, and ranks nothing
    assert (p["log_loss_regionale"], p["ecart_regionale"]) == pytest.approx((log(2), 0.2))
    assert np.isnan(p["rang_regionale"])
    # the estimate stands between the two
    assert 0 < p["ecart_estimee"] < 0.2
    assert p["rang_estimee"] == pytest.approx(1)


def test_a_gap_weighs_the_answers_of_both_surveys():
    # √P of 10 and 10, then of 20 and 40: weights 10 and √800
    lignes = [(a, b, "B0Z20", "O", p, q * p) for a, b, p, q in (
        ("2018", "5203", 100, 0.3), ("2018", "5220", 400, 0.5), ("2021", "5203", 100, 0.1), ("2021", "5220", 1600, 0.5),
    )]  # fmt: skip
    p = precision(*lignes).loc[("metier", "2018", "2021")]
    region = (10 + 800) / 1700  # the same figure everywhere, at the level of 2021
    ecarts = np.array([abs(0.1 - region), abs(0.5 - region)])
    assert p["ecart_regionale"] == pytest.approx(np.average(ecarts, weights=[10, 800**0.5]))


def test_a_very_high_class_is_seen_again_from_four_fifths():
    # both estimates brought to the level of 2021: .87, over .80 by 0.72 error, so « plus de 4 projets sur 5 »
    e = evaluation.evaluer(large(*deux_bassins("2018", 0.9, 0.9), *deux_bassins("2021", 0.99, 0.75)), france())
    (tous,) = e.chances[e.chances["niveau"] == "ensemble"].to_dict("records")
    assert (tous["de"], tous["cellules_nb"], tous["vue"]) == (0.7, 2, 0.5)
    assert tous["dite"] == pytest.approx(0.764, abs=0.001)


def test_predictors_are_brought_to_the_level_of_the_next_survey():
    # odds of 3/7 and 7/3 multiplied by 9: 27/34 and 21/22
    p = precision(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 27 / 34, 21 / 22))
    assert p.loc[("metier", "2018", "2021"), "ecart_declaree"] == pytest.approx(0, abs=1e-9)


def test_a_later_survey_changes_nothing_of_an_earlier_judgement():
    trois = (*deux_bassins("2016", 0.2, 0.5), *deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.9, 0.1))
    cellules = large(*trois)
    # France is known from 2021 on: 2016 must not borrow from it, as it may when it is shown.
    nationales = france(("2021", "B0Z20", 9000, 1000), ("2021", "R0Z60", 9000, 8000))
    tout = evaluation.evaluer(cellules, nationales).precision
    avant = evaluation.evaluer(cellules[cellules["annee"] < "2021"], france()).precision
    cle = "annee == '2016' and niveau == 'metier'"
    pd.testing.assert_frame_equal(tout.query(cle), avant.query(cle), check_like=True)


def test_metiers_are_not_compared_across_a_break_but_families_are():
    p = precision(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2024", 0.3, 0.7, nomenclature="FAP2021"))
    assert ("famille", "2018", "2024") in p.index
    assert "metier" not in p.index.get_level_values("niveau")


def test_only_groups_estimated_in_both_surveys_are_compared():
    petits = [("2018", "5205", "B0Z20", "O", 9, 5), ("2021", "5205", "B0Z20", "O", 90, 50)]
    p = precision(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7), *petits)
    assert p.loc[("metier", "2018", "2021"), "cellules_nb"] == 2


def test_intervals_and_chances_count_what_was_seen():
    e = evaluation.evaluer(large(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7)), france())
    i = e.intervalles.set_index(["niveau", "annee"]).loc[("metier", "2018")]
    assert i["promis"] == pytest.approx(0.8, abs=1e-4)
    assert (i["dans"], i["dispersion"] < 1) == (1, True)
    c = e.chances[e.chances["niveau"] == "metier"]
    assert c["cellules_nb"].sum() == 2
    assert (c["a"] > c["de"]).all()
    # both estimates lie between .4 and .6, both surveys outside
    assert (c["vue"] == 0).all()
    assert (c["attendue"] < c["dite"]).all()


def test_one_survey_says_nothing_of_the_method():
    e = evaluation.evaluer(large(*deux_bassins("2018", 0.3, 0.7)), france())
    assert all(df.empty for df in e)


def test_of_how_much_the_method_speaks():
    cellules = large(*CINQ_ETATS)
    table = marches.decrire(estimer(cellules, france()).cellules, metiers(cellules), "metier", "bassin")
    a = evaluation.annonces({"metier": table}).set_index("annee").loc["2018"]
    assert a["cellules_nb"] == 4
    assert a[["estime", "effectif", "secret"]].tolist() == [0.5, 0.25, 0.25]
    seules = table[(table["annee"] == "2018") & (table["statut"] == "estime")]["ou"].isna().mean()
    assert (a["une_classe"], a["deux_classes"]) == (seules, 1 - seules)
    assert seules < 1


def test_the_report_is_printed_in_french(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    monkeypatch.setattr(demo, "assurer", lambda d: [])
    d = Donnees(tmp_path / "racine")
    bmo.LECTEUR.importer(d, builders.fichier_bmo(tmp_path, 2018), None)
    assert main(["evaluation"]) == 0
    assert "rien à confronter" in capsys.readouterr().out
    bmo.LECTEUR.importer(d, builders.fichier_bmo(tmp_path, 2021), None)
    assert main(["evaluation"]) == 0
    sortie = capsys.readouterr().out
    assert "familles × bassins     2018 → 2021" in sortie
    assert all(mots in sortie for mots in evaluation.PREDICTIONS.values())
    assert "nan" not in sortie

"""Past estimates against the next survey: two bassins redone by hand, and what may not be looked at."""

from math import log

import numpy as np
import pytest

from data_loaders import demo
from data_loaders.__main__ import main
from data_loaders.measures import evaluation
from data_loaders.measures.estimation import preparer
from data_loaders.sources import bmo
from tests import builders
from tests.data_loaders.test_estimation import france, large


def deux_bassins(annee: str, *parts: float, nomenclature: str = "FAP2009", projets=(100, 100)) -> list[tuple]:
    return [
        (annee, bassin, "B0Z20", "O", p, p * part, nomenclature)
        for bassin, part, p in zip(("5203", "5220"), parts, projets, strict=True)
    ]


def evaluer(*lignes: tuple) -> evaluation.Evaluation:
    return evaluation.evaluer(preparer(large(*lignes), france()))


def ligne(e: evaluation.Evaluation, niveau: str = "metier", zonage: str = "bassin"):
    return e.lignes.set_index(["niveau", "zonage"]).loc[(niveau, zonage)]


def test_predictors_redone_by_hand():
    r = ligne(evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7)))
    assert r["groupes_nb"] == 2
    # last year's share is next year's: nothing is left but the noise of a share
    assert r["log_loss_declaree"] == pytest.approx(-(0.3 * log(0.3) + 0.7 * log(0.7)))
    # the region says one half everywhere; the estimate stands between the two
    assert r["log_loss_regionale"] == pytest.approx(log(2))
    assert r["log_loss_declaree"] < r["log_loss_estimee"] < r["log_loss_regionale"]
    assert (r["dans_80"], r["dans_95"]) == (1, 1)


def test_a_group_weighs_the_answers_of_the_next_survey_and_predictors_are_brought_to_its_level():
    r = ligne(evaluer(*deux_bassins("2018", 0.5, 0.5), *deux_bassins("2021", 0.1, 0.5, projets=(100, 1600))))
    niveau = (10 + 800) / 1700  # the same figure everywhere, at the level of 2021
    pertes = [-(y * log(niveau) + (1 - y) * log(1 - niveau)) for y in (0.1, 0.5)]
    assert r["log_loss_regionale"] == pytest.approx(np.average(pertes, weights=[10, 40]))
    # odds of 3/7 and 7/3 multiplied by 9: 27/34 and 21/22
    suivante = (27 / 34, 21 / 22)
    r = ligne(evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", *suivante)))
    assert r["log_loss_declaree"] == pytest.approx(-np.mean([y * log(y) + (1 - y) * log(1 - y) for y in suivante]))


def test_a_side_is_judged_at_its_level_and_as_published():
    # .9 and .9 are said hard to fill; published .7 and .3
    e = evaluer(
        *deux_bassins("2018", 0.9, 0.9, projets=(9000, 9000)), *deux_bassins("2021", 0.7, 0.3, projets=(9000, 9000))
    )
    c = e.certitudes.query("niveau == 'metier' and zonage == 'bassin'").set_index("certitude")
    assert (c["publiee"].dropna() * c["groupes_nb"]).sum() == 1
    assert set(c.index) <= set(evaluation.DEGRES)


def test_only_groups_that_had_an_estimate_in_one_nomenclature_are_compared():
    e = evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2024", 0.3, 0.7, nomenclature="FAP2021"))
    assert e.lignes.empty
    assert evaluer(*deux_bassins("2018", 0.3, 0.7)).lignes.empty
    petits = [("2018", "5205", "B0Z20", "O", 9, 5), ("2021", "5205", "B0Z20", "O", 90, 50)]
    assert ligne(evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7), *petits))["groupes_nb"] == 2


def test_the_method_says_when_it_fails():
    e = evaluer(*deux_bassins("2018", 0.3, 0.7), *deux_bassins("2021", 0.3, 0.7))
    assert "metier × bassin : la part estimée fait moins bien que la part déclarée" in e.defauts()
    meilleure = e._replace(lignes=e.lignes.assign(log_loss_declaree=1.0))
    assert meilleure.defauts() == []
    large_marge = meilleure._replace(lignes=meilleure.lignes.assign(groupes_nb=30, dans_80=0.99))
    assert len(large_marge.defauts()) == len(e.lignes)


def test_the_report_is_printed_in_french(donnees, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(demo, "assurer", lambda d: [])
    bmo.lire.importer(donnees, builders.fichier_bmo(tmp_path, 2018), None)
    assert main(["evaluation"]) == 0
    assert "rien à confronter" in capsys.readouterr().out
    bmo.lire.importer(donnees, builders.fichier_bmo(tmp_path, 2021), None)
    main(["evaluation"])
    sortie = capsys.readouterr().out
    assert "Enquêtes : 2018 → 2021" in sortie
    assert "familles × bassins" in sortie
    assert all(mots in sortie for mots in evaluation.PREDICTIONS.values())
    assert "nan" not in sortie

"""The State's barometer: which months make a figure, and which do not."""

import pandas as pd
import pytest

from data_loaders.measures import barometre


def observations(serie, lignes):
    df = pd.DataFrame(lignes, columns=["periode", "mois_nb", "value"])
    return df.assign(serie=serie, code_zone="52", obs_status="A")


def annees(lignes):
    r = barometre.calculer(
        observations("nombre-contrats-apprentissage", lignes), "nombre-contrats-apprentissage", "annuel"
    )
    return r.set_index("periode")


def test_the_flows_of_a_year_add_up_to_the_year():
    r = annees([("2021-04", 4, 10.0), ("2021-08", 4, 20.0), ("2021-12", 4, 30.0)])
    assert r["value"].to_dict() == {"2021": 60.0}


def test_an_unfinished_last_year_is_left_out_and_a_hole_is_said():
    r = annees([("2019-12", 12, 5.0), ("2020-10", 10, 7.0), ("2021-12", 12, 9.0), ("2022-10", 10, 11.0)])
    assert list(r.index) == ["2019", "2020", "2021"]
    assert pd.isna(r.loc["2020", "value"])
    assert (r.loc["2020", "obs_status"], r.loc["2020", "raison"]) == ("O", "n.d. : période incomplète, 10 mois publiés")


@pytest.mark.parametrize(("serie", "mois_nb"), [("nb-beneficiaires-siae", 0), ("nombre-recrutements-jeunes", 1)])
def test_a_stock_and_a_flow_of_one_month_are_read_as_they_are(serie, mois_nb):
    r = barometre.sommer(observations(serie, [("2022-01", mois_nb, 3.0), ("2022-02", mois_nb, 4.0)]), serie, "mensuel")
    assert r["value"].tolist() == [3.0, 4.0]


def test_a_flow_of_two_months_is_not_that_of_a_month():
    serie = "nombre-recrutements-jeunes"
    r = barometre.calculer(
        observations(serie, [("2022-01", 1, 3.0), ("2022-03", 2, 8.0), ("2022-04", 1, 4.0)]), serie, "mensuel"
    ).set_index("periode")
    assert pd.isna(r.loc["2022-03", "value"])
    assert r.loc["2022-03", "raison"].endswith("2 mois publiés")

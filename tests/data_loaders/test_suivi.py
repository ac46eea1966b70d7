"""Due dates, states and counts of the annex, redone by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data_loaders.contracts.convention import RECEPTIONS
from data_loaders.convention import cadre, suivi

DEFAUT = cadre.defaut()


def receptions(*lignes):
    """Rows = (numero, code, period, party, received on, value); a missing value is not available."""
    colonnes = ("numero", "code_mesure", "periode", "partie", "recu_le", "value")
    df = pd.DataFrame(list(lignes), columns=colonnes).astype({"value": "float64", "numero": "int64"})
    statuts = df["value"].isna().map({True: "O", False: "A"})
    return df.assign(obs_status=statuts, conf_status="F", commentaire="", fichier="f.xlsx")[
        [c.nom for c in RECEPTIONS.colonnes]
    ]


def mesure(code, jour, *lignes, c=DEFAUT):
    return next(s for s in suivi.suivre(receptions(*lignes), c, jour) if s.mesure.code == code)


@pytest.mark.parametrize(
    ("periode", "delai", "attendue"),
    [
        ("2014", 3, date(2015, 3, 31)),  # ends on 31 December
        ("2014-S1", 3, date(2014, 9, 30)),  # ends on 30 June
        ("2014-S2", 3, date(2015, 3, 31)),
        ("2015", 2, date(2016, 2, 29)),  # leap year
        ("2014", 2, date(2015, 2, 28)),
        ("2014-S1", 0, date(2014, 6, 30)),
        ("2014", 12, date(2015, 12, 31)),
    ],
)
def test_a_value_is_due_on_the_last_day_of_a_month(periode, delai, attendue):
    assert suivi.echeance(periode, delai) == attendue


def test_periods_are_those_that_meet_the_convention():
    debut, fin = DEFAUT.debut, DEFAUT.fin
    assert suivi.periodes("annuel", debut, fin) == ("2013", "2014", "2015", "2016", "2017")
    semestres = suivi.periodes("semestriel", debut, fin)
    assert (semestres[0], semestres[-1], len(semestres)) == ("2013-S2", "2017-S2", 9)
    assert suivi.periodes("non précisé", debut, fin) == ()
    assert suivi.cloture(DEFAUT) == date(2018, 3, 31)


@pytest.mark.parametrize(
    ("jour", "etat"),
    [
        (date(2013, 12, 31), "attendu"),
        (date(2014, 3, 31), "attendu"),  # the due date is still in time
        (date(2014, 4, 1), "retard"),
        (date(2018, 3, 31), "retard"),
        (date(2018, 4, 1), "non_transmis"),  # nothing is due any more
    ],
)
def test_a_measure_that_nobody_sent(jour, etat):
    assert mesure("cif_1_reunions", jour).etat == etat


@pytest.mark.parametrize(
    ("jour", "etat"),
    [
        (date(2014, 6, 30), "recu"),  # 2013 has come, 2014 runs
        (date(2015, 1, 1), "attendu"),  # 2014 is over, due on 31 March
        (date(2015, 4, 1), "retard"),
    ],
)
def test_a_measure_received_once(jour, etat):
    s = mesure("cif_1_reunions", jour, (1, "cif_1_reunions", "2013", "france_travail", "2014-02-01", 9))
    assert s.etat == etat
    assert s.depuis() == (date(2015, 3, 31) if etat == "retard" else None)


def test_a_measure_sent_in_part_is_incomplete_once_all_is_due():
    lignes = [(1, "cif_1_reunions", str(a), "france_travail", "2018-02-01", 9) for a in range(2013, 2018)]
    assert mesure("cif_1_reunions", date(2018, 4, 1), *lignes[:-1]).etat == "incomplet"
    assert mesure("cif_1_reunions", date(2018, 4, 1), *lignes).etat == "recu"


def test_a_half_yearly_measure_is_due_twice_a_year():
    s = mesure("lic_1_formations", date(2014, 7, 1))
    assert [(a.periode, a.etat) for a in s.attentes] == [
        ("2013-S2", "retard"),
        ("2014-S1", "attendu"),
        ("2014-S2", "attendu"),
    ]
    assert s.prochaine == date(2014, 9, 30)
    assert s.attendues_nb == 1


def test_the_day_of_observation_hides_what_came_later():
    ligne = (1, "cif_1_reunions", "2013", "france_travail", "2014-05-02", 9)
    assert mesure("cif_1_reunions", date(2014, 5, 1), ligne).points == ()
    assert mesure("cif_1_reunions", date(2014, 5, 2), ligne).points[0].value == 9


def test_a_measure_without_rhythm_has_no_due_date():
    assert mesure("spo_2_territoires", date(2016, 1, 1)).etat == "sans_echeance"
    s = mesure(
        "spo_2_territoires", date(2016, 1, 1), (1, "spo_2_territoires", "2015", "france_travail", "2015-02-01", 2)
    )
    assert (s.etat, s.prochaine, s.attentes[0].echeance) == ("recu", None, None)


def test_a_value_sent_again_replaces_and_two_parties_that_differ_are_told():
    s = mesure(
        "cif_1_reunions",
        date(2014, 9, 1),
        (1, "cif_1_reunions", "2013", "france_travail", "2014-02-01", 9),
        (2, "cif_1_reunions", "2013", "france_travail", "2014-03-01", 11),
        (3, "cif_1_reunions", "2013", "region", "2014-03-02", 12),
    )
    assert [(p.value, p.partie) for p in s.points] == [(11.0, "france_travail")]
    assert s.divergences == ("2013",)


def test_a_value_that_is_not_available_counts_as_received():
    s = mesure("cif_1_reunions", date(2014, 9, 1), (1, "cif_1_reunions", "2013", "france_travail", "2014-02-01", None))
    assert (s.etat, s.points[0].value, s.points[0].obs_status) == ("recu", None, "O")


def test_the_change_compares_two_periods_of_the_same_length():
    lignes = [(1, "spo_2_territoires", p, "france_travail", "2015-01-10", v) for p, v in (("2013", 4), ("2014", 7))]
    s = mesure("spo_2_territoires", date(2016, 1, 1), *lignes)
    assert suivi.evolution(s) == (3.0, "2013")
    autre = (1, "spo_2_territoires", "2015-S1", "france_travail", "2015-08-01", 8)
    assert suivi.evolution(mesure("spo_2_territoires", date(2016, 1, 1), *lignes, autre)) is None
    assert suivi.evolution(mesure("spo_2_territoires", date(2016, 1, 1))) is None


def test_counts_share_the_24_measures_between_states_and_parties():
    suivis = suivi.suivre(receptions(), DEFAUT, date(2015, 6, 30))
    n = suivi.comptes(suivis)
    assert {etat: k for etat, k in n.items() if k} == {"retard": 20, "sans_echeance": 4}
    assert n.keys() == suivi.ETATS.keys()
    partis = suivi.par_partie(suivis)
    assert sum(sum(n.values()) for n in partis.values()) == 24
    assert partis["region"]["retard"] + partis["france_travail"]["retard"] == 20


def test_a_settled_delay_and_a_longer_convention_move_the_due_dates():
    p = DEFAUT.propositions["cif_1_reunions"]
    c = replace(DEFAUT, propositions={**DEFAUT.propositions, "cif_1_reunions": p._replace(delai_mois=6)})
    assert mesure("cif_1_reunions", date(2014, 6, 30), c=c).etat == "attendu"
    longue = replace(DEFAUT, fin=date(2027, 8, 27))
    assert mesure("cif_1_reunions", date(2026, 6, 30), c=longue).etat == "retard"


def test_what_is_due_soon_comes_soonest_first():
    suivis = suivi.suivre(receptions(), DEFAUT, date(2014, 7, 1))
    assert [s.mesure.rythme for s in suivi.prochaines(suivis, date(2014, 7, 1))] == ["semestriel", "semestriel"]
    assert suivi.prochaines(suivis, date(2014, 7, 1), 30) == []


def test_a_change_of_decimals_carries_no_noise():
    lignes = [
        (1, "gtec_2_etp", "2013", "france_travail", "2014-02-01", 1.51),
        (2, "gtec_2_etp", "2014", "france_travail", "2015-02-01", 1.93),
    ]
    assert suivi.evolution(mesure("gtec_2_etp", date(2015, 3, 1), *lignes)) == (0.42, "2013")

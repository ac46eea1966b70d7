"""Who prepares a diploma, how far, in how many places: on invented establishments."""

import pytest

from data_loaders.metiers import diplomes, ou_se_former
from data_loaders.metiers.ou_se_former import CENTRE, LYCEE


@pytest.fixture(scope="module")
def s(demonstration):
    return diplomes.sources(demonstration, "FAP2021")


@pytest.fixture(scope="module")
def offre(demonstration, s):
    return ou_se_former.lire(demonstration, s)


@pytest.fixture(scope="module")
def autour(offre, s):
    return ou_se_former.autour(offre, s, sorted(set(offre.places["racine"])), "commune", "44109")


def test_pupils_of_a_1re_are_counted_once_rows_of_a_course_added_up_and_unknown_places_stay_so(offre, autour):
    niveaux = offre.places.groupby(["uai", "racine", "voie"])["niveau"].agg(set)
    assert not any({"1re", "2de"} <= n for n in niveaux)
    assert any("2de" in n for n in niveaux)
    for c in autour.cours:
        prises = offre.places[
            offre.places["uai"].eq(c.etablissement.uai)
            & offre.places["racine"].eq(c.code)
            & offre.places["voie"].eq(c.voie)
        ]["value"]
        assert c.places == (None if prises.isna().any() else prises.sum())


def test_the_nearest_comes_first_and_what_has_no_place_on_the_map_last(autour):
    kms = [c.km for c in autour.cours]
    situes = [km for km in kms if km is not None]
    assert situes == sorted(situes)
    assert kms[len(situes) :] == [None] * (len(kms) - len(situes))
    assert (autour.situes, autour.zone.zonage) == (autour.cours[: len(situes)], "bassin")
    assert {c.etablissement.code_commune for c in autour.ici} <= set(autour.zone.communes)
    assert {c.etablissement.genre for c in autour.cours} == {LYCEE, CENTRE}


def test_ceilings_of_centres_never_stand_in_the_places_of_lycees(offre, s):
    for code, lues in offre.places.groupby("racine"):
        b = ou_se_former.bilan(offre, s, code)
        connues = lues[lues["voie"].eq("scolaire") & lues["value"].notna()]
        assert b.places == connues["value"].sum()
        assert b.plafonds == lues.loc[lues["voie"].eq("apprentissage"), "value"].sum()
    assert ou_se_former.bilan(offre, s, "inconnu") is None


def test_a_hundred_kilometres_are_a_hundred_kilometres():
    nantes, angers = (47.2184, -1.5536), (47.4736, -0.5542)
    assert ou_se_former.kilometres(nantes, angers) == pytest.approx(80.4, abs=0.5)

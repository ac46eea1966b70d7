"""The address of a page: deep links, Back, changes of page, and whatever a stranger types."""

import pytest

from pages.components.url_state import ARRIVEE, LONGUEUR_MAX, Param, load, many, one, save, text

ZONAGES = ("spo", "bassin", "ze")
PARAMS = [
    one("zonage", "spo", ZONAGES),
    one("annee", 2024, (2023, 2024), int),
    many("metiers", ("A", "B", "C")),
    text("q"),
]


class FausseAdresse(dict):
    """Query string held in a dict of lists."""

    def get_all(self, key):
        return list(self.get(key, []))

    def from_dict(self, params):
        self.clear()
        self.update({cle: list(valeurs) for cle, valeurs in params.items()})


def ouvrir(**valeurs):
    """A new session on an address; the values refused come last."""
    etat, adresse = {}, FausseAdresse({cle: list(v) for cle, v in valeurs.items()})
    return etat, adresse, load(PARAMS, etat, adresse)


def test_new_session_takes_defaults_and_writes_them():
    etat, adresse, refusees = ouvrir()
    save(PARAMS, etat, adresse)
    assert (refusees, adresse) == ([], {"zonage": ["spo"], "annee": ["2024"]})


def test_deep_link_is_followed():
    etat, _, refusees = ouvrir(zonage=["bassin"], annee=["2023"], metiers=["B", "A", "B"], q=["soudeur à Nantes"])
    lus = {"zonage": "bassin", "annee": 2023, "metiers": ["B", "A"], "q": "soudeur à Nantes"}
    assert refusees == []
    assert {cle: etat[cle] for cle in lus} == lus


def test_widget_wins_over_the_address_it_has_itself_written():
    etat, adresse, _ = ouvrir(zonage=["bassin"])
    save(PARAMS, etat, adresse)
    etat["zonage"] = "ze"
    load(PARAMS, etat, adresse)
    save(PARAMS, etat, adresse)
    assert adresse["zonage"] == ["ze"]


def test_choices_of_another_screen_are_kept_in_the_session_and_leave_the_address():
    etat, adresse, _ = ouvrir(zonage=["bassin"], metiers=["B"], autre=["1"])
    montres = [p for p in PARAMS if p.key != "metiers"]
    save(montres, etat, adresse, [p.key for p in PARAMS])
    assert adresse == {"zonage": ["bassin"], "annee": ["2024"], "autre": ["1"]}
    etat["zonage"] = "ze"
    load(PARAMS, etat, adresse)
    assert (etat["zonage"], etat["metiers"]) == ("ze", ["B"])


def test_back_is_followed():
    etat, adresse, _ = ouvrir(zonage=["bassin"])
    save(PARAMS, etat, adresse)
    adresse["zonage"] = ["ze"]
    assert load(PARAMS, etat, adresse, navigation=True) == []
    assert etat["zonage"] == "ze"


def test_a_choice_made_before_the_browser_holds_the_address_of_the_last_one_undoes_nothing():
    etat, adresse, _ = ouvrir(zonage=["bassin"])
    save(PARAMS, etat, adresse)
    avant = dict(adresse)
    etat["zonage"] = "ze"
    load(PARAMS, etat, adresse)
    save(PARAMS, etat, adresse)
    etat["annee"] = 2023
    adresse.from_dict(avant)
    load(PARAMS, etat, adresse)
    assert (etat["zonage"], etat["annee"]) == ("ze", 2023)
    # Taken back to where it was, the address is said all the same: what is on its way is not it.
    etat["zonage"], etat["annee"] = "bassin", 2024
    adresse.from_dict = lambda params: dites.append(params)
    dites = []
    save(PARAMS, etat, adresse)
    assert dites == [avant]


def test_back_twice_before_the_end_of_a_run_is_followed_twice():
    etat, adresse, _ = ouvrir(zonage=["bassin"])
    save(PARAMS, etat, adresse)
    avant = dict(adresse)
    adresse["zonage"] = ["ze"]
    load(PARAMS, etat, adresse, navigation=True)  # this run is cut: it never saves
    adresse.from_dict(avant)
    load(PARAMS, etat, adresse, navigation=True)
    assert etat["zonage"] == "bassin"


def test_change_of_page_keeps_the_session_and_foreign_parameters_stay():
    etat, adresse, _ = ouvrir(zonage=["bassin"], embed=["true"])
    save(PARAMS, etat, adresse)
    assert adresse["embed"] == ["true"]
    adresse.clear()
    load(PARAMS, etat, adresse)
    save(PARAMS, etat, adresse)
    assert adresse["zonage"] == ["bassin"]


HABITUELS = {"zonage": "spo", "annee": 2024, "metiers": [], "q": ""}
REFUSEES = {
    "zonage": (["inconnu"], [""], ["spo", "ze"], ["spo\x00"], ["../ze"], ["<script>alert(1)</script>"], ["SPO"]),
    "annee": (["\uff12\uff10\uff12\uff13"], [" 2023"], ["2_023"], ["2023.0"], ["9" * 5000]),
    "metiers": (["A", "Z"], ["A"] * 51),
    "q": (["a\x00b"], ["a\u202eb"], ["a" * 201], ["a", "b"]),
}  # fmt: skip


@pytest.mark.parametrize(("cle", "valeurs"), [(cle, v) for cle, refusees in REFUSEES.items() for v in refusees])
def test_unexpected_value_falls_back_and_is_reported(cle, valeurs):
    etat, _, refusees = ouvrir(**{cle: valeurs})
    assert (refusees, etat[cle]) == ([cle], HABITUELS[cle])


def test_back_before_a_first_choice_forgets_it():
    etat, adresse, _ = ouvrir()
    save(PARAMS, etat, adresse)
    avant = dict(adresse)
    etat["q"], etat["metiers"] = "soudeur", ["A"]
    save(PARAMS, etat, adresse)
    adresse.from_dict(avant)
    load(PARAMS, etat, adresse, montres=["zonage", "q"], navigation=True)
    assert (etat["q"], etat["metiers"]) == ("", ["A"])  # the other screen's choice is not in question
    assert etat[ARRIVEE]
    save(PARAMS, etat, adresse)
    load(PARAMS, etat, adresse)
    assert not etat[ARRIVEE]


def test_refused_value_on_the_way_keeps_the_choice_made():
    etat, adresse, _ = ouvrir(zonage=["bassin"])
    save(PARAMS, etat, adresse)
    adresse["zonage"] = ["inconnu"]
    assert load(PARAMS, etat, adresse, navigation=True) == ["zonage"]
    save(PARAMS, etat, adresse)
    assert adresse["zonage"] == ["bassin"]


def test_very_long_address_is_refused_before_any_parsing():
    def parse(valeurs):
        raise AssertionError("parsed")

    params = [Param("x", None, parse, lambda valeur: [])]
    adresse = FausseAdresse(x=["a" * 100_000])
    assert len(adresse["x"][0]) > LONGUEUR_MAX
    assert load(params, {}, adresse) == ["x"]

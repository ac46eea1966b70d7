"""The search field: what it sends, what it refuses from the browser, what a choice opens."""

from data_loaders.metiers.recherche import Trouve
from pages.components import recherche
from pages.figures.meteo.recherche import Proposition, propositions

SOUDEUR = Trouve("metier", "D1X33", "Soudeurs", "titre courant\u00a0: soudeur", 100.0)


def test_a_proposal_says_its_level_its_code_and_why():
    assert propositions([SOUDEUR]) == [
        Proposition("metier:D1X33", "Soudeurs", "Métier D1X33", "titre courant\u00a0: soudeur")
    ]


def test_the_number_of_proposals_is_said_and_an_empty_answer_explains():
    un = recherche.charge_utile("soudeur", recherche.Trouvailles(propositions([SOUDEUR])))
    assert un["message"].startswith("1\u00a0proposition.")
    assert un["resultats"] == [["metier:D1X33", "Soudeurs", "Métier D1X33", "titre courant\u00a0: soudeur"]]
    rien = recherche.charge_utile("zzz", recherche.Trouvailles(()))
    assert "Aucun métier trouvé dans l’enquête pour «\u00a0zzz\u00a0»" in rien["message"]
    assert recherche.charge_utile("", recherche.Trouvailles(()))["message"] == ""


def test_what_the_browser_sends_is_a_short_text_or_nothing():
    assert recherche.lire_texte("  maçon ") == "maçon"
    assert recherche.lire_texte({"a": 1}) == ""
    assert recherche.lire_texte(None) == ""
    assert len(recherche.lire_texte("a" * 5000)) == recherche.LONGUEUR_MAX

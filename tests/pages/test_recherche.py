"""The search field: what it sends, what it refuses from the browser, what a choice opens."""

from urllib.parse import parse_qs

import pytest

from data_loaders.metiers.recherche import Trouve
from pages.components import cache, recherche
from pages.figures.recherche import ligne
from pages.figures.recherche.ligne import Proposition, des_metiers
from tests.pages.outils import contenu, ouvrir, titre

SOUDEUR = Trouve("metier", "D1X33", "Soudeurs", "titre courant\u00a0: soudeur", 100.0)
PROPOSE = ("metier:D1X33", "Soudeurs", "Métier D1X33 · titre courant\u00a0: soudeur")


def test_a_proposal_says_its_level_its_code_and_why():
    assert des_metiers([SOUDEUR]) == [Proposition(*PROPOSE)]


def test_the_number_of_proposals_is_said_and_an_empty_answer_explains():
    un = recherche.charge_utile("soudeur", recherche.Trouvailles(des_metiers([SOUDEUR])))
    assert un["message"].startswith("1\u00a0proposition.")
    assert un["resultats"] == [[*PROPOSE, "", ""]]
    for tape, dit, avis in (("zzz", "", recherche.METIER.aucun), ("zzz", "Non compris.", "Non compris."), ("", "", "")):
        rien = recherche.charge_utile(tape, recherche.Trouvailles((), dit))
        assert (rien["message"], rien["avis"]) == ("", avis)


def test_what_the_browser_sends_is_a_short_text_or_nothing():
    lus = [recherche.lire_texte(v) for v in ("  maçon ", {"a": 1}, None)]
    assert lus == ["maçon", "", ""]
    assert len(recherche.lire_texte("a" * 5000)) == recherche.LONGUEUR_MAX


@pytest.mark.parametrize(("tape", "cle"), [("soudeuse", "metier:D1X40"), ("plonbier", "metier:B2X40"), ("licorne", "")])
def test_the_boxes_of_metiers_understand_what_is_typed_as_the_search_does(demonstration, tape, cle):
    noms = {"metier:D1X40": "Soudeurs", "metier:B2X40": "Plombiers"}
    assert cache.entendu(demonstration, "", tape, noms) == cle


@pytest.fixture(scope="module")
def contexte(demonstration):
    return ligne.contexte(demonstration)


# One answer of each kind -> what the title of its screen names.
REPONSES = {
    "mamers": "Mamers", "chômage laval": "Laval", "chômage": "", "difficultés de recrutement zef cholet": "Cholet",
    "population vertou": "Vertou", "évolution chômage laval cholet": "Laval", "comparer chômage cholet laval": "Cholet",
    "demandeurs d'emploi pays de la loire": "", "comparer laval à la région": "Laval", "comparer les départements": "",
    "soudeur saint-nazaire": "Saint-Nazaire", "comparer soudeurs cholet laval": "", "portrait spo": "",
    "météo pays de la loire": "Pays de la Loire", "portrait sarthe nord": "Sarthe Nord", "btp 2022": "bâtiment",
    "zef": "", "bassins d'emploi": "", "vae": "", "je me qualifie": "",
}  # fmt: skip


@pytest.mark.parametrize("texte", REPONSES)
def test_what_is_answered_opens_as_it_is_said(racine, contexte, texte):
    premiere = ligne.chercher(texte, contexte).reponses[0]
    at = ouvrir(premiere.module, **parse_qs(premiere.adresse.partition("?")[2]))
    # On a map the title is of all its zones: the one asked is named beside it.
    assert REPONSES[texte] in (contenu(at) if premiere.module == "carte" else titre(at))
    assert [e.value for e in (*at.warning, *at.info, *at.error)] == []

"""One answer of each kind opened: its screen shows what was asked and falls back on nothing."""

from urllib.parse import parse_qs

import pytest

from pages.figures import recherche
from tests.pages.outils import ouvrir, sain, titre


@pytest.fixture(scope="module")
def contexte(demonstration):
    return recherche.contexte(demonstration)


@pytest.mark.parametrize(
    ("texte", "constat"),
    [
        ("mamers", "Mamers"),
        ("chômage laval", "Laval"),
        ("chômage", ""),
        ("difficultés de recrutement zef cholet", "Cholet"),
        ("population vertou", "Vertou"),
        ("évolution chômage laval cholet", "Laval"),
        ("demandeurs d'emploi pays de la loire", ""),
        ("comparer chômage cholet laval", "Cholet"),
        ("comparer laval à la région", "Laval"),
        ("comparer les départements", ""),
        ("soudeur saint-nazaire", "Saint-Nazaire"),
        ("comparer soudeurs cholet laval", ""),
        ("météo pays de la loire", "Pays de la Loire"),
        ("portrait sarthe nord", "Sarthe Nord"),
        ("portrait spo", ""),
        ("btp 2022", "bâtiment"),
        ("zef", ""),
        ("bassins d'emploi", ""),
        ("vae", ""),
        ("je me qualifie", ""),
    ],
)
def test_what_is_answered_opens_as_it_is_said(racine, contexte, texte, constat):
    premiere = recherche.chercher(texte, contexte).reponses[0]
    requete = premiere.adresse.partition("?")[2]
    at = sain(ouvrir(premiere.module, **parse_qs(requete)))
    assert constat in titre(at)
    assert [e.value for e in (*at.warning, *at.info, *at.error)] == []

"""The screens show places, pressure and open offers by themselves."""

import pytest

from tests.pages.outils import ouvrir, sain, texte


@pytest.mark.parametrize(
    ("ecran", "indicateur", "zonage", "attendu"),
    [
        ("carte", "places_bts_pression", "spo", "Vœux par place de BTS"),
        ("carte", "offres", "commune", "Offres d’emploi ouvertes"),
        ("tendances", "places_pro", "departement", "Places en CAP"),
        ("tendances", "offres_projets", "bassin", "Offres ouvertes pour 100 projets"),
    ],
)
def test_a_screen_shows_what_is_offered(demonstration, ecran, indicateur, zonage, attendu):
    assert attendu in texte(sain(ouvrir(ecran, indicateur=indicateur, zonage=zonage)))

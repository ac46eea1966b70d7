"""Codes that do not exist in an edited file: named, with the nearest, instead of the region."""

import pytest

from data_loaders.erreurs import ErreurDonnees
from pages.figures.seance import demande, modeles


@pytest.mark.parametrize(("adresse", "dit", "proche"), [
    ("/carte?zonage=zef&zone=zef:saint-nazare", "la zone « zef:saint-nazare » n’existe pas", "(zef:saint-nazaire)"),
    ("/tendances?zones=bassin:520", "la zone « bassin:520 »", "(bassin:"),
    ("/carte?lieu=secteur:batimen", "la zone « secteur:batimen »", "(secteur:batiment)"),
    ("/carte?indicateur=taux_chomag", "l’indicateur", "(taux_chomage)"),
    ("/carte?zonage=zeff", "le découpage", "(zef)"),
    ("/secteurs?secteur=batimen", "le secteur", "(batiment)"),
])  # fmt: skip
def test_a_code_that_does_not_exist_is_named_with_the_nearest(adresse, dit, proche):
    with pytest.raises(ErreurDonnees) as faute:
        demande.verifier(adresse)
    assert dit in faute.value.trouve.replace("\u00a0", " ")
    assert proche in faute.value.trouve


def test_places_of_the_ready_made_agendas_and_usual_choices_are_let_in():
    for m in modeles.MODELES.values():
        for lieu in m.lieux():
            demande.verifier(f"/seance?lieu={lieu.cle}")
    for adresse in ("/", "/carte?zonage=region&zone=bassin:5208", "/secteurs?secteur=tous", "/explorer?zonage=libre"):
        demande.verifier(adresse)


def test_a_meeting_is_told_of_the_wrong_code(client):
    r = client.get("/_seance/vues", params={"adresse": "/carte?zone=zef:saint-nazare"})
    assert r.status_code == 422
    assert "Proche\u00a0: Saint-Nazaire" in r.json()["raison"]

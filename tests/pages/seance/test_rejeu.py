"""Screens run again for a meeting: the same figures as on screen, nothing kept, nothing lost."""

import pytest

from data_loaders.erreurs import ErreurDonnees
from pages.components.seance import rejeu
from pages.figures.ecrans import ECRANS

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.mark.parametrize("module", [e.module for e in ECRANS if e.module != "seance"])
def test_every_screen_gives_figures_with_a_title(module):
    diapos = rejeu.jouer(f"/{module}")
    assert diapos
    assert all(d.vue.titre and (d.elements or d.table) for d in diapos)
    assert len({d.cle for d in diapos}) == len(diapos)


def test_choices_of_the_address_are_those_of_the_figure():
    (carte, *_) = rejeu.jouer("/carte?indicateur=bmo_projets&zonage=departement&zone=departement:72")
    assert carte.vue.titre.startswith("Dans la Sarthe")
    assert carte.cartes[0]["selection"] == "72"
    assert carte.adresse == "/carte?indicateur=bmo_projets&zonage=departement&zone=departement%3A72"


def test_both_points_of_view_of_the_meteo():
    employeur, candidat = (rejeu.jouer(f"/meteo?point={p}")[0].vue.titre for p in ("employeur", "candidat"))
    assert "recruter est" in employeur
    assert "recruter est" not in candidat


@pytest.mark.parametrize("adresse", ["/inconnu", "https://ailleurs.example/carte", "/carte?" + "x" * 3000])
def test_an_address_that_is_not_ours_is_refused(adresse):
    with pytest.raises(ErreurDonnees, match="aucun écran"):
        rejeu.jouer(adresse)


def test_a_figure_that_is_all_in_a_fold_is_shown():
    region = next(d for d in rejeu.jouer("/accueil") if d.cle == "region")
    assert "Taux de chômage" in str(region.elements)

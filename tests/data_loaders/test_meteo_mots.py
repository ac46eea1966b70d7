import pytest

from data_loaders.measures import meteo, meteo_mots


def test_the_switch_swaps_the_sky():
    assert meteo_mots.ciel(5, "employeur")[:2] == ("orage", "très difficile")
    assert meteo_mots.ciel(5, "candidat")[:2] == ("soleil", "très recherché")
    assert meteo_mots.ciel(5, "candidat", complet=True)[:2] == ("soleil", "très favorable")
    assert meteo_mots.ciel(4, "employeur").phrase == "3 à 4 projets de recrutement sur 5 sont jugés difficiles"
    assert meteo_mots.ciel(4, "candidat", complet=True).phrase == "indice de tension de 60 à 80 sur 100"


def test_the_survey_alone_never_says_concurrence():
    mots = [meteo_mots.ciel(n, v)[1:] for n in range(1, 6) for v in meteo_mots.POINTS_DE_VUE]
    assert not any("concurrence" in texte for paire in mots for texte in paire)
    assert meteo_mots.ciel(1, "candidat").icone is None
    assert meteo_mots.ciel(1, "candidat", complet=True)[:2] == ("orage", "forte concurrence")


@pytest.mark.parametrize("complet", [False, True])
@pytest.mark.parametrize("vue", meteo_mots.POINTS_DE_VUE)
def test_five_words_and_known_icons(vue, complet):
    ciels = [meteo_mots.ciel(n, vue, complet) for n in range(1, 6)]
    assert len({c.mot for c in ciels}) == 5
    assert len({c.icone for c in ciels}) == 5
    assert {c.icone for c in ciels} <= {*meteo_mots.ICONES, None}


@pytest.mark.parametrize(("niveau", "vue"), [(0, "candidat"), (6, "employeur"), (3, "région")])
def test_unknown_classes_are_refused(niveau, vue):
    with pytest.raises(KeyError):
        meteo_mots.ciel(niveau, vue)


def test_words_cover_what_the_measure_returns():
    assert meteo_mots.FIABILITES.keys() == {*meteo.meteo().fiabilite, ""}
    assert meteo_mots.ICONES_FLECHES.keys() == meteo_mots.FLECHES.keys()
    assert meteo_mots.FLECHES["aucun"] == "pas de mouvement établi"
    assert "stable" not in meteo_mots.FLECHES.values()


def test_small_sentences():
    assert meteo_mots.classe_dite(3, 4) == "3 sur 5, proche de 4"
    assert meteo_mots.classe_dite(3, None) == "3 sur 5"
    assert meteo_mots.part_propre(5494) == "79\u00a0% local, 21\u00a0% régional"
    assert (
        meteo_mots.fleche_dite("hausse", 0.3029, "non_mesurable", None)
        == "en hausse (+30,3\u00a0points)\u202f; région\u00a0: non mesurable"
    )
    assert meteo_mots.distance_dite(77) == "environ 77 candidats de plus"
    assert meteo_mots.distance_dite(-1) == "environ 1 candidat de moins"
    assert meteo_mots.distance_dite(None) == meteo_mots.HORS_D_ATTEINTE

"""One point of view: every sky of every screen is that of its class, for who seeks and for who recruits."""

import re

import pytest

from data_loaders.measures import mots_estimation as mots
from pages.figures import icones
from tests.pages.outils import contenu, ouvrir

ECRANS = {
    "meteo": {"zone": "bassin:5220"},
    "meteo, métier": {"onglet": "metier", "metier": "metier:B2X40", "zone": "bassin:5220"},
    "territoires": {"lieu": "commune:44109"},
    "formation": {"metier": "metier:B2X40", "zone": "bassin:5220"},
    "secteurs": {},
    "portrait": {"zonage": "bassin", "zone": "bassin:5220"},
}
# A class, then what is drawn in it: the image of each point of view.
CIEL = re.compile(r"obs-temps--(\d)[^>]*>((?:<(?!article|li\b)[^>]*>)*?)(?=[^<>]*[^<>\s][^<>]*<)")
IMAGE = re.compile(r'<span class="obs-(candidat|employeur)">(<img[^>]*>)</span>')


@pytest.mark.parametrize("ecran", ECRANS)
def test_a_metier_that_employers_seek_is_sunny_everywhere_and_recruiting_turns_every_sky(racine, ecran):
    at = ouvrir(ecran.partition(",")[0], point="employeur", **ECRANS[ecran])
    html = contenu(at)
    assert '<span hidden data-point="employeur">' in html
    assert at.query_params["point"] == "employeur"
    cieux = [(int(c), dict(IMAGE.findall(dedans))) for c, dedans in CIEL.findall(html)]
    dessines = [(c, images) for c, images in cieux if images]
    assert dessines
    for classe, images in dessines:
        assert images == {p: icones.image(i) for p in mots.POINTS_DE_VUE if (i := mots.ciel(classe, p).icone)}
    assert "obs-ic" not in IMAGE.sub("", html), "a sky is drawn for one point of view alone"

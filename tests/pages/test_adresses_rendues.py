"""Every choice of every screen is in its address: opened there, a new session shows the same page."""

import re

import pytest
from streamlit.runtime.state.common import TESTING_KEY
from streamlit.testing.v1 import AppTest

from pages.components import choices
from pages.components.convention import choices as convention
from pages.components.formation import choices as formation
from pages.components.meteo import choices as meteo
from pages.components.portrait import choices as portrait
from pages.components.territoires import choices as territoires
from pages.figures.ecrans import ECRANS, RUBRIQUES
from tests.pages.outils import contenu, ouvrir, sain
from tests.vues import courts

# Options of the switches, which the harness knows by their labels alone.
BASCULES = {
    "etats": territoires.ZONAGES_ETATS,
    "mesure": formation.MESURES,
    "mode": choices.MODES,
    "onglet": meteo.ONGLETS,
    "partie": RUBRIQUES,
    "point": choices.POINTS_DE_VUE,
    "portrait": portrait.SUJETS,
    "rubrique": convention.RUBRIQUES,
    "unite": territoires.UNITES,
    "volet": territoires.VOLETS,
}
# What is taken away from « Données », which shows nothing else.
FICHIERS = ("perimetre", "geojson", "zonage_geojson")


def autres(at: AppTest) -> dict[str, object]:
    """Key of each list or switch -> another choice than the present one, as far from it as its options go."""
    rangs = {w.key: len(w.options) - 1 for w in at.selectbox if w.value is None or w.index != len(w.options) - 1}
    bascules = {w.key: [o for o in BASCULES[w.key] if o != w.value] for w in at.button_group if w.key in BASCULES}
    return rangs | {cle: restent[-1] for cle, restent in bascules.items() if restent}


def vu(at: AppTest) -> list[str]:
    return re.findall(r"<(?:h1|h2|tr|li)\b.*?</(?:h1|h2|tr|li)>", contenu(at), re.S)


@pytest.mark.parametrize("pas", courts((2, 1), (2,)))
@pytest.mark.parametrize("ecran", [e.module for e in ECRANS])
def test_a_page_opened_at_the_address_of_each_of_its_choices_is_that_page(racine, ecran, pas):
    fautes = []
    for cle, choix in [*autres(sain(ouvrir(ecran))).items()][::pas]:
        if cle.startswith(FICHIERS):
            continue
        at = ouvrir(ecran)
        if isinstance(choix, int):
            liste = at.selectbox(key=cle).select_index(choix)
            # The harness reads a value by its label, and then labels it once more.
            at.session_state[TESTING_KEY][liste.id] = str
            liste.run()
        else:
            at.button_group(key=cle).set_value(choix).run()
        adresse = {nom: at.query_params[nom] for nom in at.query_params}
        if vu(ouvrir(ecran, **adresse)) != vu(sain(at)):
            fautes.append((cle, choix, adresse))
    assert fautes == []

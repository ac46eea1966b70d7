"""Every choice of every screen is in its address: opened there, a new session shows the same page."""

import re

import pytest

from pages.figures.ecrans import ECRANS
from tests.pages.lecteur import Lecteur
from tests.pages.outils import contenu, ouvrir
from tests.vues import courts

# What is taken away from « Données », which shows nothing else.
FICHIERS = ("perimetre", "geojson", "zonage_geojson")


def autres(at: Lecteur) -> dict[str, str]:
    """Key of each list or switch -> another choice than the present one, as far from it as its options go."""
    listes = [w for genre in ("selectbox", "button_group") for w in at.get(genre) if w.key]
    derniers = {w.key: [v for v, _ in w.dit["options"] if v != w.dit["valeur"]][-1:] for w in listes}
    return {cle: reste[0] for cle, reste in derniers.items() if reste}


def vu(at: Lecteur) -> list[str]:
    return re.findall(r"<(?:h1|h2|tr|li)\b.*?</(?:h1|h2|tr|li)>", contenu(at), re.S)


@pytest.mark.parametrize("pas", courts((2, 1), (2,)))
@pytest.mark.parametrize("ecran", [e.module for e in ECRANS])
def test_a_page_opened_at_the_address_of_each_of_its_choices_is_that_page(racine, ecran, pas):
    fautes = []
    for cle, choix in [*autres(ouvrir(ecran)).items()][::pas]:
        if cle.startswith(FICHIERS):
            continue
        at = ouvrir(ecran)
        genre = "selectbox" if cle in [w.key for w in at.selectbox] else "button_group"
        getattr(at, genre)(key=cle).set_value(choix).run()
        if vu(ouvrir(ecran, **at.query_params)) != vu(at):
            fautes.append((cle, choix, at.query_params))
    assert fautes == []

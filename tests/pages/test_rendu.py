"""`OBSERVATOIRE_RENDU=streamlit`: every screen in ordinary widgets, in a session."""

import pytest

from pages.components.document import routes
from pages.figures.ecrans import ECRANS
from tests.pages.outils import ouvrir, sain, titre


@pytest.mark.parametrize("ecran", [e.module for e in ECRANS])
def test_a_session_of_each_screen_runs_to_its_end(racine, moteur, ecran, monkeypatch):
    monkeypatch.setenv(routes.RENDU, "streamlit")
    assert routes.sessions() == tuple(e.module for e in ECRANS)
    assert titre(sain(ouvrir(ecran)))

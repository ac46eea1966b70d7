"""What the screens give back, without a browser: the origin of a figure."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loaders import demo
from data_loaders.donnees import Donnees

TABLEAU_DE_BORD = Path(__file__).parents[2] / "dashboard.py"


@pytest.fixture(scope="module")
def racine_demo(tmp_path_factory):
    racine = tmp_path_factory.mktemp("retour")
    demo.assurer(Donnees(racine))
    return racine


@pytest.fixture
def racine(racine_demo, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    st.cache_resource.clear()
    return racine_demo


def ouvrir(ecran: str, **adresse) -> AppTest:
    at = AppTest.from_file(str(TABLEAU_DE_BORD), default_timeout=30)
    at.query_params.update(adresse)
    return at.run().switch_page(f"pages/{ecran}.py").run()


def contenu(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in at.get("html"))


@pytest.mark.parametrize("ecran", ["carte", "tendances"])
def test_a_figure_is_followed_back_once_unfolded(racine, ecran):
    at = ouvrir(ecran, zonage="bassin", zone="bassin:5221", zones="bassin:5221")
    assert "obs-origine" not in contenu(at)
    at.session_state[f"origine-{ecran}"] = True
    at.run()
    assert [e.value for e in at.exception] == []
    page = contenu(at)
    assert "obs-origine" in page
    assert "÷" in page
    assert "Ancenis" in page
    assert "Données de démonstration" in page

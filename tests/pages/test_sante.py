"""What a watcher asks: the process answers, its data can be read, how old they are, what is late."""

import shutil

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data_loaders.magasin import copie
from pages.components import sante


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=sante.routes()))


def test_the_process_answers_without_reading_anything(client, monkeypatch):
    monkeypatch.setattr(sante, "Donnees", None)
    reponse = client.get("/healthz")
    assert (reponse.status_code, reponse.text, reponse.headers["cache-control"]) == (200, "ok", "no-store")


def test_a_ready_observatory_says_its_snapshots_their_age_and_its_perimeters(client, racine):
    reponse = client.get("/readyz")
    dit = reponse.json()
    assert (reponse.status_code, dit["pret"], dit["fautes"]) == (200, True, {})
    bmo = dit["jeux"]["bmo"]
    assert bmo["etat"] == "demonstration"
    assert all(i.startswith(f"{m}--") for m, i in bmo["instantanes"].items())
    assert bmo["age_jours"] >= 0
    assert dit["perimetres"]["spo"]["confiance"] == "hypothèse de travail"
    assert set(dit["en_retard"]) <= set(dit["jeux"])
    assert str(racine) not in reponse.text


def test_damaged_data_are_not_ready_and_the_reason_holds_no_path(client, racine, tmp_path, monkeypatch):
    shutil.copytree(racine, tmp_path / "d")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "d"))
    (tmp_path / "d" / "demonstration" / "current.json").write_text("{")
    reponse = client.get("/readyz")
    assert reponse.status_code == 503
    assert reponse.json()["pret"] is False
    assert str(tmp_path) not in reponse.text


def test_a_damaged_perimeter_is_not_ready(client, racine, tmp_path, monkeypatch):
    shutil.copytree(racine, tmp_path / "d")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "d"))
    version = tmp_path / "d" / "zonages" / "bassin" / "0a1b2c3d"
    version.mkdir(parents=True)
    (version.parents[1] / "courant.json").write_text('{"bassin": "0a1b2c3d"}')
    reponse = client.get("/readyz")
    assert reponse.status_code == 503
    assert list(reponse.json()["fautes"]) == ["bassin"]


def test_a_watcher_is_told_what_is_wrong_with_the_storage_and_this_machine_goes_on(
    client, racine, tmp_path, monkeypatch
):
    assert "stockage" not in client.get("/readyz").json()
    shutil.copytree(racine, tmp_path / "d")
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "d"))
    (tmp_path / "stock").mkdir()
    monkeypatch.setenv("OBSERVATOIRE_STOCKAGE", f"file://{tmp_path}/stock")
    assert copie.suivre()
    dit = client.get("/readyz").json()["stockage"]
    assert (dit["faute"], bool(dit["lu_le"])) == ("", True)
    (tmp_path / "stock").rmdir()
    (tmp_path / "stock").write_text("")
    copie.suivre()
    reponse = client.get("/readyz")
    assert reponse.status_code == 200
    assert "il ne répond pas" in reponse.json()["stockage"]["faute"]
    assert str(tmp_path) not in reponse.text

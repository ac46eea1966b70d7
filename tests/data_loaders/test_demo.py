"""Demonstration figures: the same everywhere, within the contracts, every state present, never mixed with official."""

import hashlib

import pyarrow.parquet as pq
import pytest

from data_loaders import demo
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from pages.figures.donnees.sources import SAISIS
from tests import builders
from tests.demo import outils
from tests.demo.__main__ import GENERATEURS, ecrire

INVENTES = set(demo.inventes())


def construire(racine):
    d = Donnees(racine)
    demo.assurer(d)
    return Donnees(racine)


@pytest.fixture
def donnees(demonstration):
    return demonstration


def empreintes(racine) -> dict[str, str]:
    return {
        str(f.relative_to(racine)): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(racine.rglob("*.parquet"))
    }


def test_a_dataset_is_invented_typed_or_read_without_invention():
    assert set(JEUX) - set(GENERATEURS) - SAISIS == {
        "appartenance", "appellations", "clpe", "defm_a_fap", "defm_abc_fap", "emploi_fap", "libelles_zones",
        "portraits_metiers", "portraits_variables", "tension_fap",
    }  # fmt: skip


@pytest.mark.parametrize("dataset", sorted(INVENTES | set(GENERATEURS)))
def test_what_is_shipped_is_exactly_what_its_generator_makes(dataset, tmp_path):
    ecrire(dataset, tmp_path)
    faits = sorted(tmp_path.iterdir())
    assert [f.name for f in faits] == sorted(f.name for f in demo.TABLES.glob(f"{dataset}.*"))
    for fait in faits:
        fait, livre = pq.ParquetFile(fait), pq.ParquetFile(demo.TABLES / fait.name)
        assert livre.read().equals(fait.read(), check_metadata=True), "python -m tests.demo writes the tables again"
        assert livre.metadata.metadata[b"mention"].decode() == demo.MENTION
        groupes = [[f.metadata.row_group(i).num_rows for i in range(f.num_row_groups)] for f in (fait, livre)]
        assert groupes[0] == groupes[1]


def test_two_roots_hold_the_same_files_and_building_again_does_nothing(donnees, tmp_path):
    autre = construire(tmp_path)
    assert empreintes(donnees.demo.racine)
    assert empreintes(donnees.demo.racine) == empreintes(autre.demo.racine)
    avant = donnees.empreinte
    assert demo.assurer(donnees) == []
    assert Donnees(donnees.racine).empreinte == avant


@pytest.mark.parametrize(("dataset", "statuts"), [
    ("bmo", {"A", "Q"}),
    ("defm_epci", {"A", "Q", "L"}),
    ("chomage_ze", {"A", "O", "B", "P"}),
    ("chomage_dep", {"A", "O", "B", "P"}),
    ("stmt_dep", {"A", "O", "B", "P"}),
])  # fmt: skip
def test_every_state_that_a_screen_draws_is_present(donnees, dataset, statuts):
    lues = donnees.lire(dataset)
    assert set(lues["obs_status"]) == statuts
    if "P" in statuts:  # the last of a series is not final
        assert set(lues[lues["periode"] == lues["periode"].max()]["obs_status"]) <= {"P", "O"}


def test_everything_is_marked_and_what_is_real_or_attributed_is_never_invented(donnees):
    for dataset in INVENTES:
        assert donnees.est_demonstration(dataset)
        i = donnees.instantane(dataset, donnees.millesimes(dataset)[0])
        assert i.manifeste["demonstration"] is True
        assert i.source["producteur"] == demo.PRODUCTEUR
        assert i.source["fichier"].startswith(demo.MENTION)
    assert {"convention", "population"}.isdisjoint(INVENTES)
    assert donnees.millesimes("convention") == []
    assert not donnees.est_demonstration("convention")
    assert not donnees.est_demonstration("population")


def test_another_version_is_built_again(demo_propre, tmp_path, monkeypatch):
    d = demo_propre
    monkeypatch.setattr(outils, "VERSION", "0")
    monkeypatch.setattr(demo, "TABLES", tmp_path)
    for dataset in ("bmo", "eleves"):
        ecrire(dataset, tmp_path)
    assert set(demo.assurer(d)) == {"bmo", "eleves"}
    assert Donnees(d.racine).instantane("bmo", "2023").source["fichier"].endswith("version 0.1")
    assert demo.assurer(d) == []


def test_official_snapshots_replace_demonstration_dataset_by_dataset(tmp_path):
    d = Donnees(tmp_path / "racine")
    builders.importer(d, "bmo", builders.fichier_bmo(tmp_path, 2023))
    assert set(demo.assurer(d)) == INVENTES - {"bmo"}
    d = Donnees(tmp_path / "racine")
    assert d.demo.millesimes("bmo") == []
    assert (d.est_demonstration("bmo"), d.est_demonstration("defm_epci")) == (False, True)
    assert set(d.lire("bmo")["annee"]) == {"2023"}

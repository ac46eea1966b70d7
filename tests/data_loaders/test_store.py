import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pyarrow as pa
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import store
from data_loaders.magasin.store import Magasin
from geo import zonages
from tests import builders
from tests.builders import SOURCE
from tests.descripteurs import verifier_descripteur, verifier_schema

BMO = CONTRATS["bmo"]


def tables(annee: str = "2023", value: float = 12.0) -> dict:
    return builders.tables_bmo(value, annee)


@pytest.fixture
def magasin(racine_propre) -> Magasin:
    return Magasin(racine_propre / "snapshots")


def test_publish_then_read_the_union_of_vintages(magasin):
    magasin.publier(BMO, "2023", tables("2023"), [SOURCE])
    magasin.publier(BMO, "2021", tables("2021", 7.0), [SOURCE])
    assert magasin.millesimes("bmo") == ["2021", "2023"]
    assert magasin.lire("bmo")["value"].to_pylist() == [7.0, 12.0]
    assert (magasin.instantane("bmo", "2021").source["fichier"], magasin.verifier()) == ("essai.xlsx", [])


def test_a_revision_supersedes_its_own_vintage_and_keeps_the_old_folder(magasin):
    ancien = magasin.publier(BMO, "2023", tables(), [SOURCE])
    neuf = magasin.publier(BMO, "2023", tables(value=13.0), [SOURCE])
    assert magasin.lire("bmo")["value"].to_pylist() == [13.0]
    assert neuf.manifeste["previous"] == ancien.identifiant
    assert (magasin.racine / "bmo" / ancien.identifiant / "manifest.json").exists()


def test_same_content_gives_the_same_snapshot_and_a_refused_table_changes_nothing(magasin):
    un, deux = (magasin.publier(BMO, "2023", tables(), [SOURCE]) for _ in range(2))
    assert (un.identifiant, un.manifeste) == (deux.identifiant, deux.manifeste)
    avant = (magasin.racine / "current.json").read_bytes()
    with pytest.raises(ErreurDonnees, match="valeur impossible"):
        magasin.publier(BMO, "2024", tables("2024", -5.0), [SOURCE])
    assert (magasin.racine / "current.json").read_bytes() == avant
    assert list((magasin.racine / "staging").iterdir()) == []


def test_a_flipped_bit_is_seen_by_reading_and_by_verifying(magasin):
    i = magasin.publier(BMO, "2023", tables(), [SOURCE])
    chemin = magasin.racine / "bmo" / i.identifiant / "observations.parquet"
    contenu = bytearray(chemin.read_bytes())
    contenu[len(contenu) // 8] ^= 1
    chemin.write_bytes(contenu)
    assert magasin.verifier() == [f"bmo/{i.identifiant} : observations.parquet modifié"]
    with pytest.raises(ErreurDonnees, match="abîmé"):
        magasin.lire("bmo")


def test_the_manifest_describes_columns_keeps_the_rules_of_the_standard_and_dates_what_it_read(magasin):
    m = magasin.publier(BMO, "2023", tables(), [SOURCE]).manifeste
    observations = next(r for r in m["resources"] if r["name"] == "observations")
    assert observations["schema"]["primaryKey"] == ["annee", "code_bassin", "code_metier", "mesure"]
    assert next(f for f in observations["schema"]["fields"] if f["name"] == "value")["unit"] == "projets"
    assert json.loads(json.dumps(m)) == m
    verifier_descripteur(m)
    assert m["periode"] == {"debut": "2023", "fin": "2023"}
    assert m["zonages"] == {
        c: {"millesime": zonages.zonage(c).millesime, "sha8": zonages.zonage(c).sha8} for c in ("departement", "bassin")
    }
    projet = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert m["version_code"] == projet["version"]


@pytest.mark.parametrize("nom", CONTRATS)
def test_every_contract_has_a_schema_and_a_licence_of_the_standard(nom):
    for table in CONTRATS[nom].tables.values():
        verifier_schema(table.descripteur())
    assert CONTRATS[nom].licence_decrite["title"] == CONTRATS[nom].licence


def test_the_manifest_says_how_secrecy_was_audited_and_what_was_odd_in_the_file(magasin):
    m = magasin.publier(BMO, "2023", tables(), [SOURCE], remarques=("fichier d'une région",)).manifeste
    audit = {"regle": "masquage du producteur", "cellules_masquees": 0, "sommes_essayees": 0, "retrouvees": 0}
    assert (m["audit_secret"], m["remarques"][0]) == (audit, "fichier d'une région")


def france(annee: str = "2023"):
    """A valid `bmo/france` table of one row."""
    textes = {"annee": annee, "code_region": "11", "code_departement": "75", "code_bassin": None}
    ligne = {**textes, "code_metier": "B0Z20", "code_famille": "O", "met": 50.0, "xmet": None}
    return BMO.tables["france"].valider(pa.Table.from_pylist([ligne], BMO.tables["france"].schema()), "essai")


def test_a_snapshot_without_its_supporting_table_gives_no_row_of_it_and_one_removed_is_missed(magasin):
    magasin.publier(BMO, "2023", {**tables("2023"), "france": france()}, [SOURCE])
    magasin.publier(BMO, "2021", tables("2021", 7.0), [SOURCE])
    assert magasin.lire("bmo", "france")["annee"].to_pylist() == ["2023"]
    assert magasin.lire("bmo", "france", ["2021"]).num_rows == 0
    i = magasin.publier(BMO, "2023", {**tables("2023"), "france": france()}, [SOURCE])
    (magasin.racine / "bmo" / i.identifiant / "france.parquet").unlink()
    with pytest.raises(ErreurDonnees, match="absent ou abîmé"):
        magasin.lire("bmo", "france")


@pytest.mark.parametrize("contenu", ["{}", "[]", "", None])
def test_a_manifest_that_is_not_the_one_published_is_not_read(magasin, contenu):
    publie = magasin.publier(BMO, "2023", tables(), [SOURCE])
    manifeste = magasin.racine / "bmo" / publie.identifiant / "manifest.json"
    # None: sound, and of another day.
    manifeste.write_text(manifeste.read_text().replace('"created"', '"create_"') if contenu is None else contenu)
    for lecture in (lambda: magasin.instantane("bmo", "2023"), lambda: magasin.lire("bmo")):
        with pytest.raises(ErreurDonnees, match=r"manifest\.json"):
            lecture()


def test_what_is_invented_has_the_same_fingerprint_on_every_machine(tmp_path, monkeypatch):
    machines = [Magasin(tmp_path / nom, demonstration=True) for nom in "ab"]
    for jour, magasin in enumerate(machines, 1):
        instant = datetime(2026, 1, jour, tzinfo=UTC)
        monkeypatch.setattr(store, "datetime", Mock(now=Mock(return_value=instant)))
        magasin.publier(BMO, "2023", tables(), [SOURCE])
    un, deux = machines
    assert un.instantane("bmo", "2023").manifeste["created"] != deux.instantane("bmo", "2023").manifeste["created"]
    assert un.empreinte() == deux.empreinte()
    deux.publier(BMO, "2023", tables(value=13.0), [SOURCE])
    assert un.empreinte() != deux.empreinte()


def test_rolling_back_changes_one_vintage_and_keeps_the_version_left(magasin, capsys):
    un, deux = builders.publier_bmo(magasin, 1.0), builders.publier_bmo(magasin, 2.0)
    builders.publier_bmo(magasin, 9.0, "2024")
    assert main(["revenir", "bmo", "2023", un]) == 0
    assert f"En place : bmo/{un} (auparavant : {deux}" in capsys.readouterr().out
    assert magasin.lire("bmo")["value"].to_pylist() == [1.0, 9.0]
    assert {i.identifiant for i in magasin.versions("bmo")} >= {un, deux}
    assert magasin.verifier() == []
    magasin.revenir(BMO, "2023", deux)
    assert magasin.lire("bmo")["value"].to_pylist() == [2.0, 9.0]


@pytest.mark.parametrize(("millesime", "instantane", "message"), [
    ("2023", "2023--00000000", "version absente du disque"),
    ("2023", "../../x--00000000", "version absente du disque"),
    ("2022", None, "celui d'un autre millésime"),
])  # fmt: skip
def test_rolling_back_to_something_else_is_refused(magasin, capsys, millesime, instantane, message):
    un = builders.publier_bmo(magasin, 1.0)
    avant = magasin.courant()
    assert main(["revenir", "bmo", millesime, instantane or un]) == 3
    assert message in capsys.readouterr().err
    assert magasin.courant() == avant


@pytest.mark.parametrize("fichier", ["observations.parquet", "manifest.json"])
def test_a_damaged_version_is_named_and_never_put_back(magasin, capsys, fichier):
    un = builders.publier_bmo(magasin, 1.0)
    builders.publier_bmo(magasin, 2.0)
    chemin = magasin.racine / "bmo" / un / fichier
    texte = chemin.read_bytes()
    # In a manifest, the checksum of a table is what is tampered with.
    chemin.write_bytes(texte.replace(b"sha256:", b"sha256:0") if fichier.endswith("json") else texte[:-1])
    assert main(["verifier"]) == 3
    sortie = capsys.readouterr().out
    assert "Instantanés en place : intègres." in sortie
    assert f"Abîmé, version gardée : bmo/{un} : {fichier.replace('manifest.json', 'manifeste')} modifié" in sortie
    avant = magasin.courant()
    with pytest.raises(ErreurDonnees, match="modifié"):
        magasin.revenir(BMO, "2023", un)
    assert magasin.courant() == avant


@pytest.mark.parametrize("manifeste", ["[]", "{}", '{"created": "x", "millesime": "2023", "sources": []}', "{", "\x00"])
def test_a_version_whose_manifest_lost_its_words_is_left_out_of_the_list(magasin, capsys, manifeste):
    un = builders.publier_bmo(magasin, 1.0)
    builders.publier_bmo(magasin, 2.0)
    (magasin.racine / "bmo" / un / "manifest.json").write_text(manifeste)
    assert main(["lister", "bmo"]) == 0
    assert un not in capsys.readouterr().out
    assert main(["verifier"]) == 3
    assert f"Abîmé, version gardée : bmo/{un} : manifeste" in capsys.readouterr().out


def test_listing_shows_every_version_newest_first(magasin, capsys):
    un, deux = builders.publier_bmo(magasin, 1.0), builders.publier_bmo(magasin, 2.0)
    assert main(["lister", "bmo"]) == 0
    titre, premiere, seconde = capsys.readouterr().out.splitlines()
    assert titre.endswith("(bmo) : 2 versions")
    assert premiere.startswith(f"  {deux} · en place · enregistrée le 20")
    assert seconde.startswith(f"  {un} · gardée · enregistrée le 20")


def test_pruning_keeps_the_three_newest_and_the_current_one(magasin, capsys):
    versions = [builders.publier_bmo(magasin, float(v)) for v in range(1, 7)]
    autre = builders.publier_bmo(magasin, 50.0, "2024")
    magasin.revenir(BMO, "2023", versions[0])
    assert main(["purger", "bmo"]) == 0
    assert {i.identifiant for i in magasin.versions("bmo")} == {versions[0], *versions[-3:], autre}
    assert capsys.readouterr().out.count("Effacé : bmo/") == 2
    assert magasin.verifier() == []
    assert main(["purger"]) == 0
    assert capsys.readouterr().out == "Rien à effacer.\n"

"""Versions on disk: list, verify, roll back, prune."""

import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.store import Magasin
from tests import builders

BMO = CONTRATS["bmo"]


@pytest.fixture
def magasin(tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path))
    return Magasin(tmp_path / "snapshots")


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


@pytest.mark.parametrize(
    ("millesime", "instantane", "message"),
    [
        ("2023", "2023--00000000", "version absente du disque"),
        ("2023", "../../x--00000000", "version absente du disque"),
        ("2022", None, "celui d'un autre millésime"),
    ],
)
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

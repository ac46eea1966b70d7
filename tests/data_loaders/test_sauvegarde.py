"""A data root in one file and back: whole, checked, and nothing of what is there is lost."""

import fcntl
import hashlib
import json
import shutil
import zipfile
from datetime import date

import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import sauvegarde
from data_loaders.magasin.instantane import Source
from data_loaders.magasin.store import Magasin
from tests.faults import publieur


def publier(racine, valeur):
    magasin = Magasin(racine / "snapshots", confirmees=publieur.INVENTE | {"volume"})
    return magasin.publier(CONTRATS["bmo"], "2023", publieur.tables(valeur), [Source("essai", "0" * 64, 1, "essai")])


def valeurs(racine):
    return set(Magasin(racine / "snapshots").lire("bmo")["value"].to_pylist())


@pytest.fixture
def racine(racine_propre):
    """A data root with a snapshot, what is typed by hand, and what can be made again."""
    racine = racine_propre
    publier(racine, 1.0)
    (racine / "approbations.jsonl").write_text('{"un": 1}\n')
    (racine / "secrets.toml").write_text("cle = 1")
    (racine / "dessins").mkdir()
    (racine / "dessins" / "a.svg").write_text("<svg/>")
    return racine


@pytest.fixture
def archive(racine, tmp_path):
    vers = tmp_path / "s" / "jour.zip"
    sauvegarde.sauvegarder({"donnees": racine}, vers)
    return vers


def contenu(racine):
    return {
        f.relative_to(racine).as_posix(): f.read_bytes() for f in racine.rglob("*") if f.is_file() and f.stat().st_size
    }


def test_a_lost_root_comes_back_without_what_can_be_made_again(archive, racine):
    noms = zipfile.ZipFile(archive).namelist()
    assert not [n for n in noms if "dessins" in n or "staging" in n or "/." in n or "secrets" in n]
    assert "donnees/snapshots/current.json" in noms
    avant = {n: o for n, o in contenu(racine).items() if not n.startswith(("dessins/", "secrets"))}
    shutil.rmtree(racine)
    assert main(["restaurer", str(archive)]) == 0
    assert {n: o for n, o in contenu(racine).items() if not n.startswith("derives/")} == avant
    assert Magasin(racine / "snapshots").verifier() == []


def test_a_return_replaces_and_keeps(racine, archive, capsys):
    neuf = publier(racine, 2.0)
    (racine / "approbations.jsonl").write_text('{"un": 1}\n{"deux": 2}\n')
    (racine / "logos").mkdir()
    (racine / "logos" / "region.svg").write_text("<svg/>")
    assert main(["restaurer", str(archive)]) == 0
    assert valeurs(racine) == {1.0}
    assert (racine / "approbations.jsonl").read_text() == '{"un": 1}\n'
    (garde,) = (racine / sauvegarde.REMPLACES).glob("*/approbations.jsonl")
    assert garde.read_text() == '{"un": 1}\n{"deux": 2}\n'
    assert "approbations.jsonl" in capsys.readouterr().out
    assert (racine / "logos" / "region.svg").exists()
    assert neuf.identifiant in {v.identifiant for v in Magasin(racine / "snapshots").versions("bmo")}


def test_a_file_damaged_since_comes_back_whole(racine, archive):
    (fichier,) = racine.glob("snapshots/bmo/*/observations.parquet")
    fichier.write_bytes(b"abime")
    assert main(["restaurer", str(archive)]) == 0
    assert Magasin(racine / "snapshots").verifier() == []


def du_fichier(fin, faire):
    """A damage: `faire` of the entries and of the name of the first that ends so."""
    return lambda entrees: faire(entrees, next(n for n in entrees if n.endswith(fin)))


def du_sommaire(faire):
    """A damage: `faire` of the entries and of the files that their summary lists."""

    def abimer(entrees):
        sommaire = json.loads(entrees[sauvegarde.SOMMAIRE])
        faire(entrees, sommaire["fichiers"])
        entrees[sauvegarde.SOMMAIRE] = json.dumps(sommaire).encode()

    return abimer


def retirer(entrees, listes):
    nom = next(n for n in entrees if n.endswith("manifest.json"))
    del entrees[nom], listes[nom]


EVADE, VIDE = "donnees/../../evade.txt", hashlib.sha256(b"").hexdigest()
ABIMES = {
    "one bit": du_fichier("observations.parquet", lambda e, nom: e.update({nom: e[nom][:-1] + b"x"})),
    "another text": lambda e: e.update({"donnees/approbations.jsonl": b'{"un": 2}\n'}),
    "a file added": lambda e: e.update({EVADE: b"x"}),
    "a file added to the summary too": du_sommaire(
        lambda e, listes: (e.update({EVADE: b""}), listes.update({EVADE: VIDE}))
    ),
    "a file taken away": du_sommaire(retirer),
    "another format": du_fichier(
        sauvegarde.SOMMAIRE, lambda e, nom: e.update({nom: e[nom].replace(b'"format": 1', b'"format": 9')})
    ),
    "nothing": lambda e: e.clear(),
}


@pytest.mark.parametrize("abime", ABIMES)
def test_an_archive_that_is_not_whole_is_refused_and_changes_nothing(racine, archive, abime, tmp_path):
    with zipfile.ZipFile(archive) as lue:
        entrees = {n: lue.read(n) for n in lue.namelist()}
    ABIMES[abime](entrees)
    with zipfile.ZipFile(archive, "w") as neuve:
        for nom, octets in entrees.items():
            neuve.writestr(nom, octets)
    publier(racine, 2.0)
    avant = contenu(racine)
    with pytest.raises(ErreurDonnees, match=r"jour\.zip"):
        sauvegarde.restaurer(archive, {"donnees": racine})
    assert contenu(racine) == avant
    assert not list(tmp_path.rglob("evade.txt"))


def test_a_file_cut_short_or_of_another_kind_is_refused(racine, archive):
    octets = archive.read_bytes()
    for autre in (octets[: len(octets) // 2], b"", b"PK\x03\x04" + b"0" * 400):
        archive.write_bytes(autre)
        with pytest.raises(ErreurDonnees, match="ce n'est pas une sauvegarde"):
            sauvegarde.verifier(archive)


def test_nothing_damaged_is_kept(racine, tmp_path):
    (fichier,) = racine.glob("snapshots/bmo/*/observations.parquet")
    fichier.write_bytes(b"abime")
    assert main(["sauvegarder", str(tmp_path / "s.zip")]) == 3
    assert not list(tmp_path.glob("*.zip*"))


def test_the_reserved_root_goes_with_it_and_comes_back_only_where_there_is_one(racine, tmp_path, monkeypatch):
    reserve = tmp_path / "r"
    (reserve / "extraits").mkdir(parents=True)
    (reserve / "extraits" / "un.json").write_text("{}")
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(reserve))
    assert main(["sauvegarder", str(tmp_path / "s.zip")]) == 0
    shutil.rmtree(reserve)
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert main(["restaurer", str(tmp_path / "s.zip")]) == 3
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(reserve))
    assert main(["restaurer", str(tmp_path / "s.zip")]) == 0
    assert (reserve / "extraits" / "un.json").read_text() == "{}"


def test_what_names_snapshots_is_put_back_last(racine, archive, monkeypatch):
    publier(racine, 2.0)
    (racine / "approbations.jsonl").write_text("")
    ecrits = []
    ecrire = sauvegarde.ecrire_atomique
    monkeypatch.setattr(sauvegarde, "ecrire_atomique", lambda c, o: ecrits.append(c.name) or ecrire(c, o))
    sauvegarde.restaurer(archive, {"donnees": racine})
    assert ecrits[-1] == "current.json"
    assert ecrits.index("approbations.jsonl") < ecrits.index("current.copie.json")


def test_what_a_killed_backup_left_goes_and_what_another_one_writes_stays(racine, tmp_path):
    for nom in (".2013-01-01.zip.41", ".s.zip.42", ".s.zip.43", ".autre.44"):
        (tmp_path / nom).write_bytes(b"PK")
    with (tmp_path / ".s.zip.43").open("rb") as tenu:
        fcntl.flock(tenu, fcntl.LOCK_EX)
        assert main(["sauvegarder", str(tmp_path / "s.zip")]) == 0
    assert {f.name for f in tmp_path.iterdir() if f.is_file()} == {"s.zip", ".s.zip.43", ".autre.44"}


def test_in_a_folder_an_archive_takes_the_day_and_the_oldest_leave(racine, tmp_path, capsys):
    dossier = tmp_path / "nuits"
    dossier.mkdir()
    for nom in ("2013-01-01.zip", "2013-01-02.zip", "2013-01-03.zip", "a la main.zip"):
        (dossier / nom).write_bytes(b"")
    assert main(["sauvegarder", str(dossier), "--garder", "2"]) == 0
    aujourdhui = f"{date.today().isoformat()}.zip"
    assert sorted(f.name for f in dossier.iterdir()) == ["2013-01-03.zip", aujourdhui, "a la main.zip"]
    assert "2013-01-01.zip" in capsys.readouterr().out
    sauvegarde.verifier(dossier / aujourdhui)


@pytest.mark.parametrize(("vers", "garder"), [("s.zip", "3"), ("", "0")])
def test_archives_are_removed_from_a_folder_alone_and_one_stays(racine, tmp_path, vers, garder):
    (tmp_path / "2013-01-01.zip").write_bytes(b"")
    assert main(["sauvegarder", str(tmp_path / vers), "--garder", garder]) == 2
    assert (tmp_path / "2013-01-01.zip").exists()

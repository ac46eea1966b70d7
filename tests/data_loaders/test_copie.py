"""Several machines, one published state. Here the storage is a folder; `tests/faults` has a server of objects."""

import json
import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from data_loaders.__main__ import main
from data_loaders.contexte import evenements
from data_loaders.contracts import CONTRATS
from data_loaders.convention import cadre, receptions
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import copie, stockage
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import verrouiller
from data_loaders.magasin.store import Magasin
from data_loaders.sources import producteurs, telechargement
from data_loaders.versions import approbations
from tests import builders
from tests.builders import SOURCE
from tests.data_loaders.test_reserve import ecrire_envoi, envoyer, lues


class Machine(NamedTuple):
    """A machine: its own data root."""

    racine: Path
    env: pytest.MonkeyPatch

    def ici(self) -> "Machine":
        """What follows runs on it, in a new process."""
        self.env.setenv("OBSERVATOIRE_DONNEES", str(self.racine))
        copie._etats.clear()
        return self

    def publier(self, valeur: float) -> str:
        self.ici()
        tables = builders.tables_bmo(valeur)
        with copie.publication(self.racine):
            return Magasin(self.racine / "snapshots").publier(CONTRATS["bmo"], "2023", tables, [SOURCE]).identifiant

    def lues(self) -> list[float]:
        """What it shows as it is."""
        magasin = Magasin(self.racine / "snapshots")
        assert magasin.verifier() == []
        return magasin.lire("bmo")["value"].to_pylist() if magasin.millesimes("bmo") else []

    def valeurs(self) -> list[float]:
        """What it shows, after its next look at the storage."""
        self.ici()
        copie.suivre()
        return self.lues()


@pytest.fixture
def stock(tmp_path, monkeypatch) -> Path:
    (tmp_path / "stock").mkdir()
    monkeypatch.setenv("OBSERVATOIRE_STOCKAGE", f"file://{tmp_path}/stock")
    return tmp_path / "stock"


@pytest.fixture
def machines(stock, tmp_path, monkeypatch) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "a", monkeypatch), Machine(tmp_path / "b", monkeypatch)


@pytest.fixture
def a_jour(machines) -> tuple[Machine, Machine]:
    """Both show what the first published."""
    machines[0].publier(1.0)
    machines[1].valeurs()
    return machines


def liste(stock: Path) -> Path:
    """The list in force."""
    return stock / "listes" / f"{(stock / 'courant').read_text()}.json"


def objet(stock: Path, chemin: str) -> Path:
    """The object of a file of the list in force."""
    return stock / "objets" / json.loads(liste(stock).read_text())["fichiers"][chemin][0]


def dossiers(racine: Path) -> list[str]:
    """Folders of what is published on a machine."""
    return sorted(str(d.relative_to(racine)) for d in (racine / "snapshots").glob("*/*"))


def test_what_one_machine_publishes_all_of_them_read(machines):
    a, b = machines
    assert b.valeurs() == []
    a.publier(1.0)
    assert b.valeurs() == [1.0]
    b.publier(2.0)
    assert a.valeurs() == [2.0]
    assert Donnees(a.racine).empreinte == Donnees(b.racine).empreinte
    with receptions.une_a_la_fois(b.racine):  # what is received on a screen, as what a command publishes
        b.publier(3.0)
        assert a.valeurs() == [2.0]
    assert a.valeurs() == [3.0]


def test_a_process_that_runs_sees_the_next_publication(a_jour):
    a, b = a_jour
    en_cours = dict(copie._etats)
    a.publier(2.0)
    b.ici()
    copie._etats |= en_cours
    copie.suivre()
    assert b.lues() == [2.0]


def test_approvals_and_what_is_written_by_hand_follow(machines):
    a, b = machines
    nom = a.publier(1.0)
    approbation = ["approuver", f"bmo/{nom}", "--partie", "region", "--nom", "N", "--reference", "R"]
    assert main(approbation) == 0
    (a.racine / "evenements.toml").write_text("# à la main\n")
    (a.racine / "une archive.tar").write_bytes(b"x")
    assert main(["partager"]) == 0
    assert b.valeurs() == [1.0]
    assert nom in (b.racine / "approbations.jsonl").read_text()
    assert (b.racine / "evenements.toml").exists()
    assert not (b.racine / "une archive.tar").exists()
    (b.racine / "evenements.toml").write_text("# autrement\n")
    a.publier(2.0)
    assert (b.valeurs(), (b.racine / "evenements.toml").read_text()) == ([2.0], "# autrement\n")
    assert main(["partager"]) == 0
    a.valeurs()
    assert (a.racine / "evenements.toml").read_text() == "# autrement\n"


def test_what_is_kept_beside_snapshots_is_shared_and_a_list_comes_after_what_it_names(tmp_path):
    memoire = telechargement.Memoire(tmp_path).chemin.name
    noms = [approbations.FICHIER, cadre.FICHIER, evenements.FICHIER.name, producteurs.FICHIER, memoire]
    for nom in noms:
        (tmp_path / nom).write_text("")
    assert sorted(copie.relever(tmp_path)) == sorted(noms)
    version = [f"snapshots/bmo/2023--0000000a/{nom}" for nom in ("observations.parquet", "manifest.json")]
    assert sorted([*reversed(copie.MUABLES), *reversed(version)], key=copie._rang) == [*version, *copie.MUABLES]


def test_a_version_purged_leaves_every_machine_and_the_storage(machines, stock, monkeypatch):
    a, b = machines
    noms = [a.publier(float(v)) for v in range(5)]
    b.valeurs()
    assert (b.racine / "snapshots" / "bmo" / noms[0]).exists()
    monkeypatch.setattr(stockage, "JEUNE", timedelta(0))
    monkeypatch.setattr(stockage, "LISTES_GARDEES", 1)
    manifeste = objet(stock, f"snapshots/bmo/{noms[0]}/manifest.json")
    assert main(["purger", "bmo"]) == 0  # on the machine where one looked last
    assert not manifeste.exists()
    assert len(list((stock / "listes").iterdir())) == 1
    assert a.valeurs() == [4.0]
    assert not (a.racine / "snapshots" / "bmo" / noms[0]).exists()


@pytest.mark.parametrize("coupure", range(8))
def test_a_publication_cut_anywhere_is_seen_whole_or_not_at_all(machines, monkeypatch, coupure):
    a, b = machines
    a.publier(1.0)
    ecrire, faites = stockage.Stockage._ecrire, []

    def couper(self, chemin, octets):
        faites.append(chemin)
        if len(faites) > coupure:
            raise OSError if coupure % 2 else ErreurDonnees("stockage", "stockage partagé", "il ne répond pas")
        ecrire(self, chemin, octets)

    with monkeypatch.context() as m:
        m.setattr(stockage.Stockage, "_ecrire", couper)
        try:
            a.publier(2.0)
        except (ErreurDonnees, OSError):
            montre = [1.0]
        else:
            montre = [2.0]
    assert b.valeurs() == montre
    # Not even here: this machine would differ from the others.
    assert (a.lues(), a.valeurs()) == (montre, montre)
    assert (montre == [2.0]) == (coupure == 7)


def test_a_damaged_object_is_named_and_refused_then_mended_from_a_whole_copy(a_jour, stock, capsys, caplog):
    a, b = a_jour
    nom = a.publier(2.0)
    chemin = f"snapshots/bmo/{nom}/observations.parquet"
    objet(stock, chemin).write_bytes(b"autre chose")
    assert b.valeurs() == [1.0]
    assert "objet abîmé, son empreinte est fausse" in copie.etat()["faute"]
    assert chemin in caplog.text
    assert main(["verifier"]) == 3
    assert f"Abîmé, stockage partagé, {chemin}" in capsys.readouterr().out
    a.ici()
    assert main(["partager"]) == 0
    assert main(["verifier"]) == 0
    assert b.valeurs() == [2.0]


@pytest.mark.parametrize(("abimer", "faute"), [
    *((lambda stock, o=o: (stock / "courant").write_bytes(o), "") for o in (b"", b"../../etc")),
    (lambda stock: (stock / "courant").write_bytes(b"20260101T000000000000Z--" + b"0" * 64), ""),
    (lambda stock: changer(liste(stock)), "liste des fichiers : empreinte fausse"),
])  # fmt: skip
def test_a_list_that_is_damaged_changed_or_lost_leaves_what_is_here(a_jour, stock, abimer, faute):
    a, b = a_jour
    a.publier(2.0)
    abimer(stock)
    assert b.valeurs() == [1.0]
    assert copie.etat()["faute"]
    assert faute in copie.etat()["faute"]


def changer(liste: Path) -> None:
    liste.write_text(liste.read_text().replace("publie_le", "publie_Le"))


def test_storage_that_lost_everything_is_no_empty_one_and_is_made_again(a_jour, stock):
    a, b = a_jour
    shutil.rmtree(stock)
    stock.mkdir()
    assert b.valeurs() == [1.0]
    assert "liste en vigueur : absente" in copie.etat()["faute"]
    assert main(["purger", "bmo"]) == 3
    assert main(["partager"]) == 0
    assert a.valeurs() == b.valeurs() == [1.0]
    assert copie.etat()["faute"] == ""


def test_an_address_where_there_is_nothing_is_no_empty_storage(machines, stock, capsys):
    """A machine that took it for one would show figures of demonstration."""
    stock.rmdir()
    a, _ = machines
    a.ici()
    assert not copie.suivre()
    assert main(["partager"]) == 75
    assert "le seau, ou le dossier, n'existe pas" in capsys.readouterr().err
    assert not stock.exists()


def test_what_another_process_of_this_machine_is_publishing_is_not_waited_for(a_jour):
    a, b = a_jour
    a.publier(2.0)
    with verrouiller(b.racine / copie.VERROU):
        b.ici()
        assert (copie.suivre(), copie.etat()["faute"], b.lues()) == (True, "", [1.0])
    assert b.valeurs() == [2.0]


def test_a_publication_waits_for_what_another_process_of_this_machine_does(machines):
    a, _ = machines
    tenu = threading.Event()

    def tenir():
        with verrouiller(a.racine / copie.VERROU):
            tenu.set()
            time.sleep(0.3)

    autre = threading.Thread(target=tenir)
    autre.start()
    tenu.wait()
    a.publier(1.0)
    autre.join()
    assert a.valeurs() == [1.0]


def test_no_list_writes_elsewhere_than_in_what_is_shared(machines, stock):
    a, b = machines
    a.publier(1.0)
    depot = copie.partage()
    (a.racine / "intrus").write_bytes(b"x")
    for chemin in ("../intrus", "snapshots/bmo/../../x--00000000/y", "/intrus", "demonstration/current.json"):
        entree = stockage.Entree(stockage.sha256(b"x"), 1)
        depot._ecrire(f"objets/{entree.sha256}", b"x")
        corps = json.dumps({"fichiers": {chemin: entree}}).encode()
        nom = f"20990101T000000000000Z--{stockage.sha256(corps)}"
        depot._ecrire(f"listes/{nom}.json", corps)
        depot._ecrire("courant", nom.encode())
        b.valeurs()
        assert "elle nomme un fichier qui n'est pas à elle" in copie.etat()["faute"]
        assert not (b.racine / "snapshots").exists()


def test_storage_that_does_not_answer_leaves_reading_and_refuses_publishing(machines, stock, monkeypatch, capsys):
    a, b = machines
    nom = a.publier(1.0)
    b.valeurs()

    stock.rename(stock.with_name("ailleurs"))
    stock.write_text("")
    assert b.valeurs() == [1.0]
    assert "il ne répond pas" in copie.etat()["faute"]
    assert main(["lister", "bmo"]) == 0
    dit = capsys.readouterr()
    assert nom in dit.out
    assert "Attention — stockage partagé : il ne répond pas" in dit.err
    assert main(["purger", "bmo"]) == 75
    assert "il ne répond pas" in capsys.readouterr().err
    nu = Machine(a.racine.parent / "c", monkeypatch).ici()
    assert not copie.suivre()
    assert main(["lister", "bmo"]) == 75
    assert "elle n'a jamais été faite ici" in capsys.readouterr().err
    assert not (nu.racine / "snapshots").exists()


def test_two_machines_that_publish_at_once_never_lose_one_publication(a_jour, stock):
    a, b = a_jour

    def croiser() -> None:
        with copie.publication(b.ici().racine):
            a.publier(2.0)
            (b.ici().racine / "approbations.jsonl").write_text("")

    with pytest.raises(ErreurDonnees, match="une autre machine a publié"):
        croiser()
    assert b.valeurs() == [2.0]
    (stock / "tickets").mkdir(exist_ok=True)
    (stock / "tickets" / "autre").write_bytes(b"")
    with pytest.raises(ErreurDonnees, match="publie en ce moment") as e:
        a.publier(3.0)
    assert e.value.remede.endswith("n'est plus attendue après 10 minutes")
    assert a.valeurs() == b.valeurs() == [2.0]
    (stock / "tickets" / "autre").unlink()
    a.publier(3.0)
    assert b.valeurs() == [3.0]


def test_a_reception_that_cannot_be_pushed_leaves_neither_of_its_parts(machines, stock, tmp_path, monkeypatch, capsys):
    a, _ = machines
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(tmp_path / "reserve"))
    a.publier(1.0)
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), ("cif_1_reunions", 4, ""))
    avant = dossiers(a.racine)
    (stock / "tickets" / "autre").write_bytes(b"")
    envoi = ecrire_envoi(tmp_path, ("vae_1_euros", 110, "réservée"), ("cif_1_reunions", 5, ""), recu_le="2015-03-01")
    commande = ["importer", "convention", str(envoi), "--recu-le", "2015-03-01"]
    assert main(commande) == 75
    dit = capsys.readouterr().err
    assert "une autre machine publie en ce moment" in dit
    assert "cette machine est remise comme avant la commande" in dit
    assert lues(Donnees()) == {"vae_1_euros": (100.0, "N"), "cif_1_reunions": (4.0, "F")}
    assert dossiers(a.racine) == avant
    (stock / "tickets" / "autre").unlink()
    assert main(commande) == 0
    assert lues(Donnees()) == {"vae_1_euros": (110.0, "N"), "cif_1_reunions": (5.0, "F")}


def test_what_is_published_is_so_even_when_the_storage_cannot_be_cleaned(machines, monkeypatch):
    a, b = machines

    def refuser(*_):
        raise ErreurDonnees("stockage", "stockage partagé", "il ne répond pas")

    monkeypatch.setattr(stockage.Stockage, "_effacer", refuser)
    a.publier(1.0)
    assert a.valeurs() == b.valeurs() == [1.0]


def test_a_ticket_left_by_a_machine_that_stopped_is_not_waited_for_for_ever(a_jour, stock, monkeypatch):
    a, b = a_jour
    (stock / "tickets" / "mort").write_bytes(b"")
    monkeypatch.setattr(stockage, "TICKET", timedelta(0))
    a.publier(2.0)
    assert b.valeurs() == [2.0]
    assert not list((stock / "tickets").iterdir())


@pytest.fixture
def seule(machines, monkeypatch) -> tuple[Machine, Machine]:
    """The second one has published for itself."""
    with monkeypatch.context() as m:
        m.delenv("OBSERVATOIRE_STOCKAGE")
        machines[1].publier(7.0)
    return machines


def test_a_folder_that_lives_its_own_life_is_never_made_a_copy(seule):
    a, b = seule
    a.publier(1.0)
    b.ici()
    assert not copie.suivre()
    assert "ne viennent pas du stockage partagé" in copie.etat()["faute"]
    assert b.lues() == [7.0]


def test_the_first_machine_brings_what_it_already_has(seule):
    a, b = seule
    b.ici()
    assert main(["partager"]) == 0
    assert a.valeurs() == [7.0]


def test_a_new_process_finds_what_was_damaged_here(machines):
    a, b = machines
    nom = a.publier(1.0)
    b.valeurs()
    (b.racine / "snapshots" / "bmo" / nom / "observations.parquet").write_bytes(b"")
    (b.racine / "snapshots" / "current.json").unlink()
    assert b.valeurs() == [1.0]


def test_without_the_setting_nothing_is_done(machines, monkeypatch, capsys):
    a, _ = machines
    monkeypatch.delenv("OBSERVATOIRE_STOCKAGE")
    a.publier(1.0)
    assert copie.suivre()
    assert copie.etat() is None
    assert not list(a.racine.glob(".stockage*"))
    assert main(["partager"]) == 2
    assert "OBSERVATOIRE_STOCKAGE" in capsys.readouterr().err


@pytest.mark.parametrize("adresse", ["seau", "s3://", "s3://seau?endpoint=h", "ftp://x/y", "s3://seau?region"])
def test_an_address_that_is_none_is_said_in_french(machines, monkeypatch, capsys, adresse):
    monkeypatch.setenv("OBSERVATOIRE_STOCKAGE", adresse)
    machines[0].ici()
    assert not copie.suivre()
    assert main(["lister", "bmo"]) == 75
    assert "adresse du stockage partagé" in capsys.readouterr().err

"""What is sent, received, backed up: refused before it is parsed, cut or killed at any step, whole or not come."""

import errno
import io
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.convention import receptions
from data_loaders.magasin import sauvegarde
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import fautes
from data_loaders.magasin.store import Magasin
from pages.components import chauffe
from tests.data_loaders.test_convention import remplir
from tests.data_loaders.test_sauvegarde import publier, valeurs
from tests.data_loaders.test_secret import envoyer, lues
from tests.faults import publieur
from tests.vues import courts

DEPOT = Path(__file__).parents[2]
AVANT = {"vae_1_euros": (100.0, "N"), "cif_1_reunions": (4.0, "F")}
APRES = {"vae_1_euros": (110.0, "N"), "cif_1_reunions": (5.0, "F")}
# For each folder, a child receives the workbook and is killed at its next step: what is written is written by renaming.
RECEVEUR = """
import os, signal, sys
from pathlib import Path
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import envois

def mourir_au(n):
    vrai, faits = Path.replace, iter(range(n))
    def replace(soi, cible):
        if next(faits, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return vrai(soi, cible)
    Path.replace = replace

for dossier in sys.argv[2:]:
    n = int(dossier.rpartition("-")[2])
    if not (enfant := os.fork()):
        os.environ |= {"OBSERVATOIRE_DONNEES": f"{dossier}/public", "OBSERVATOIRE_RESERVE": f"{dossier}/reserve"}
        mourir_au(n)
        envois.importer(Donnees(), Path(sys.argv[1]), lambda *_: None, recu_le="2015-03-01")
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]), flush=True)
"""
ETAPES = 10
TROIS = (1, 5, ETAPES - 1)


def regler(dossier, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(dossier / "public"))
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(dossier / "reserve"))
    return dossier


@pytest.fixture
def dossier(tmp_path, monkeypatch):
    """Both roots, after a first reception; `suite` sends the second."""
    regler(tmp_path / "racines", monkeypatch).mkdir()
    envoyer(tmp_path, ("vae_1_euros", 100, "réservée"), ("cif_1_reunions", 4, ""))
    return tmp_path / "racines"


def suite(tmp_path):
    return envoyer(tmp_path, ("vae_1_euros", 110, "réservée"), ("cif_1_reunions", 5, ""), recu_le="2015-03-01")


@pytest.mark.parametrize("etapes", courts((TROIS, range(ETAPES)), (TROIS,)), ids=len)
def test_killed_at_any_step_a_reception_is_whole_or_has_not_come(dossier, tmp_path, monkeypatch, capsys, etapes):
    copies = [Path(shutil.copytree(dossier, tmp_path / f"copie-{n}")) for n in etapes]
    suite(tmp_path)
    fini = subprocess.run(
        [sys.executable, "-c", RECEVEUR, str(tmp_path / "envoi-2015-03-01.xlsx"), *map(str, copies)],
        cwd=DEPOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    sorties = list(map(int, fini.stdout.split()))
    assert sorties == [-9] * (len(etapes) - 1) + [0], "each step but the last is cut"
    defaites = 0
    for copie in copies:
        regler(copie, monkeypatch)
        coupee = receptions.entamee(Donnees())
        assert main(["verifier"]) == (3 if coupee else 0)
        assert ("réception non finie" in capsys.readouterr().out) == coupee
        assert main(["reparer"]) == 0
        defaites += "est défaite" in capsys.readouterr().out
        assert lues(Donnees()) in (AVANT, APRES), "half a reception is in force"
        assert main(["verifier"]) == 0
        suite(tmp_path)
        assert lues(Donnees()) == APRES
        assert list(receptions.lire(Donnees())["numero"]) == [1, 1, 2, 2]
    assert defaites >= len(etapes) // 3


def test_a_disk_that_fails_on_the_public_part_takes_the_reserved_one_back(dossier, tmp_path, monkeypatch):
    vrai = Magasin.publier_ensemble

    def panne(soi, contrat, editions):
        if not soi.reserve:
            raise OSError(errno.ENOSPC, "No space left on device")
        return vrai(soi, contrat, editions)

    with monkeypatch.context() as m:
        m.setattr(Magasin, "publier_ensemble", panne)
        with pytest.raises(OSError, match="No space"):
            suite(tmp_path)
    assert lues(Donnees()) == AVANT
    assert not receptions.entamee(Donnees())
    suite(tmp_path)
    assert lues(Donnees()) == APRES


def couper(dossier, tmp_path, monkeypatch):
    """Cut between the two parts, as a kill would: nothing that follows is run."""
    with monkeypatch.context() as m:
        m.setattr(receptions, "reprendre", lambda _: False)
        vrai = Magasin.publier_ensemble
        m.setattr(Magasin, "publier_ensemble", lambda s, *a: vrai(s, *a) if s.reserve else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            suite(tmp_path)
    assert receptions.entamee(Donnees())
    assert lues(Donnees())["vae_1_euros"] == APRES["vae_1_euros"]


def test_the_reserved_server_undoes_at_its_start_what_was_cut(dossier, tmp_path, monkeypatch):
    couper(dossier, tmp_path, monkeypatch)
    chauffe.chauffer()
    assert lues(Donnees()) == AVANT


def test_the_next_reception_starts_from_what_was_in_force(dossier, tmp_path, monkeypatch):
    couper(dossier, tmp_path, monkeypatch)
    suite(tmp_path)
    assert lues(Donnees()) == APRES
    assert list(receptions.lire(Donnees())["numero"]) == [1, 1, 2, 2]


def test_a_first_reception_that_was_cut_leaves_nothing(tmp_path, monkeypatch):
    regler(tmp_path, monkeypatch)
    couper(tmp_path, tmp_path, monkeypatch)
    assert receptions.reprendre(Donnees().racine)
    assert lues(Donnees()) == {}


def test_a_note_that_is_damaged_undoes_nothing(dossier, tmp_path, monkeypatch):
    couper(dossier, tmp_path, monkeypatch)
    (dossier / "reserve" / receptions.EN_COURS).write_bytes(b"{")
    assert not receptions.reprendre(Donnees().racine)
    assert not receptions.entamee(Donnees())
    suite(tmp_path)
    assert lues(Donnees()) == APRES
    assert json.loads((dossier / "reserve" / "snapshots" / "current.json").read_text())


FEUILLE = "xl/worksheets/sheet1.xml"


def modele(dossier: Path) -> bytes:
    """The form, one value typed."""
    return remplir(dossier, [("vae_2_euros", {"periode": "2014", "value": 9})]).read_bytes()


def archive(membres: dict[str, bytes]) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as z:
        for nom, octets in membres.items():
            z.writestr(nom, octets)
    return sortie.getvalue()


def avec(changer):
    """The form, with what `changer` makes of the members of its archive."""

    def ecrire(dossier: Path) -> bytes:
        with zipfile.ZipFile(io.BytesIO(modele(dossier))) as z:
            membres = {nom: z.read(nom) for nom in z.namelist()}
        return archive(membres | changer(membres))

    return ecrire


def entites(*dites: str, codage: str = "utf-8"):
    def changer(membres):
        texte = membres[FEUILLE].decode()
        feuille = texte[texte.index("<worksheet") :].replace("<v>9</v>", "<v>&a9;</v>")
        return {FEUILLE: f"<!DOCTYPE x [{''.join(dites)}]>{feuille}".encode(codage)}

    return avec(changer)


def classeur_ods(rangees: str) -> bytes:
    noms = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    corps = f'<office:body><office:spreadsheet><table:table table:name="Saisie">{rangees}</table:table>'
    fin = "</office:spreadsheet></office:body></office:document-content>"
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<a/>"}
    return archive(ods | {"content.xml": f"<office:document-content {noms}>{corps}{fin}".encode()})


RECTANGLE = b'<worksheet><sheetData><c r="A1"><v>1</v></c><c r="XFD1200"><v>1</v></c></sheetData></worksheet>'
REPETEES = (
    '<table:table-row table:number-rows-repeated="30000"><table:table-cell table:number-columns-repeated="1000" '
    'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
)
MILLIARD = ['<!ENTITY a0 "x">', *(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))]
DEHORS = "appelle des fichiers extérieurs"
HORS = "une partie mène hors de lui"
# What is sent, and the words of its refusal.
PIEGES = {
    "zip bomb": (avec(lambda _: {"xl/media/x.bin": b"0" * (64 << 20)}), "contenu décompressé de 64 Mo"),
    "a lot of text": (
     avec(lambda _: {"xl/media/x.bin": (os.urandom(1 << 10) + bytes(1 << 16)) * 520}), "contenu décompressé de 33 Mo"),
    "rectangle": (avec(lambda _: {FEUILLE: RECTANGLE}), "classeur qui arrête le programme"),
    "repeated cells": (lambda _: classeur_ods(REPETEES), "classeur qui arrête le programme"),
    "XXE": (entites('<!ENTITY a9 SYSTEM "file:///etc/passwd">'), DEHORS),
    "XXE in two bytes": (entites('<!ENTITY a9 SYSTEM "file:///x">', codage="utf-16"), DEHORS),
    "a billion laughs": (entites(*MILLIARD), DEHORS),
    "macros": (avec(lambda _: {"xl/vbaProject.bin": b"x"}), "contient des macros"),
    "macros of another office": (avec(lambda _: {"Basic/Standard/Module1.xml": b"<a/>"}), "contient des macros"),
    "sheet of macros": (avec(lambda _: {"xl/macrosheets/sheet1.xml": b"<a/>"}), "contient des macros"),
    "old workbook": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "ni un classeur XLSX, ni un classeur ODS"),
    "member above": (avec(lambda _: {"../../evade.xml": b"x"}), HORS),
    "member above, backslashes": (avec(lambda _: {"xl\\..\\..\\evade.xml": b"x"}), HORS),
    "member of the root": (avec(lambda _: {"/etc/evade": b"x"}), HORS),
    "member of a drive": (avec(lambda _: {"C:evade.xml": b"x"}), HORS),
    "archive around the form": (lambda d: archive({"x.xlsx": modele(d)}), "ni un classeur XLSX, ni un classeur ODS"),
}  # fmt: skip
_EXAMINER = """
import json, resource, sys
from pathlib import Path
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import envois
from data_loaders.magasin.donnees import Donnees

def examiner(chemin):
    try:
        envois.examiner(Donnees(), Path(chemin), ("region",))
    except ErreurDonnees as e:
        return e.regle
    return ""

regles = [examiner(sys.argv[1])]  # a form that is read: what the first one imports is not counted
avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
regles += map(examiner, sys.argv[2:])
print(json.dumps([regles, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant) / 1024]))
"""


def test_what_is_sent_takes_little_memory_and_leaves_nothing(tmp_path):
    tmp, racine, envoyes = (tmp_path / nom for nom in ("tmp", "racine", "envoyes"))
    for dossier in (tmp, racine, envoyes):
        dossier.mkdir()
    contenus = {"modele": modele, **{nom: ecrire for nom, (ecrire, _) in PIEGES.items()}}
    chemins = []
    for i, ecrire in enumerate(contenus.values()):
        chemins.append(envoyes / f"{i}.xlsx")
        chemins[-1].write_bytes(ecrire(tmp_path))
    chemins.append(envoyes / "creux.xlsx")
    chemins[-1].write_bytes(contenus["modele"](tmp_path))
    os.truncate(chemins[-1], 500 << 20)
    env = {**os.environ, "TMPDIR": str(tmp), "OBSERVATOIRE_DONNEES": str(racine), "OBSERVATOIRE_RESERVE": str(racine)}
    commande = [sys.executable, "-c", _EXAMINER, *map(str, chemins)]
    dit = subprocess.run(commande, cwd=DEPOT, env=env, capture_output=True, text=True, check=True)
    regles, mo = json.loads(dit.stdout)
    assert (regles[0], set(regles[1:])) == ("", {"zip", "format", "taille"})
    assert mo < 200
    assert [*tmp.iterdir(), *racine.iterdir()] == []


TOURS = 40


def tuer(faire, hasard):
    """Run `faire` without end in a child, kill -9 it at a moment of chance; it has begun."""
    lit, ecrit = os.pipe()
    enfant = os.fork()
    if not enfant:
        try:
            for i in itertools.count():
                os.write(ecrit, b".")
                faire(i)
        finally:
            os._exit(1)
    os.read(lit, 1)
    time.sleep(hasard.uniform(0, 0.25))
    os.kill(enfant, signal.SIGKILL)
    assert os.waitpid(enfant, 0)[1] == signal.SIGKILL
    os.close(lit)
    os.close(ecrit)


@pytest.fixture
def deux(tmp_path):
    """A root, and the archives of two states of it."""
    racine, archives = tmp_path / "d", [tmp_path / f"{i}.zip" for i in range(2)]
    for i, archive in enumerate(archives):
        publier(racine, float(i))
        (racine / "approbations.jsonl").write_text(f"{i}\n" * 1000)
        sauvegarde.sauvegarder({"donnees": racine}, archive)
    return racine, archives


@pytest.mark.long
def test_a_return_killed_leaves_one_state_or_the_other(deux):
    racine, archives = deux
    hasard = random.Random(18)
    vues = set()
    for _ in range(TOURS):
        tuer(lambda i: sauvegarde.restaurer(archives[i % 2], {"donnees": racine}), hasard)
        assert Magasin(racine / "snapshots").verifier() == []
        assert not [f for d in racine.glob("snapshots/bmo/*") for f in fautes(d)]
        assert (racine / "approbations.jsonl").read_text() in ("0\n" * 1000, "1\n" * 1000)
        vues |= (en_place := valeurs(racine))
        assert len(en_place) == 1
    assert vues == {0.0, 1.0}
    sauvegarde.restaurer(archives[0], {"donnees": racine})
    assert valeurs(racine) == {0.0}
    assert not (racine / sauvegarde.ATELIER).exists()


@pytest.mark.long
def test_a_backup_killed_leaves_the_one_before(deux, tmp_path):
    racine, _ = deux
    vers, hasard = tmp_path / "s" / "jour.zip", random.Random(18)
    sauvegarde.sauvegarder({"donnees": racine}, vers)
    for _ in range(TOURS):
        tuer(lambda _: sauvegarde.sauvegarder({"donnees": racine}, vers), hasard)
        sauvegarde.verifier(vers)


@pytest.mark.long
def test_a_backup_under_publications_is_that_of_one_state(tmp_path):
    racine, vers = tmp_path / "d", tmp_path / "jour.zip"
    publier(racine, 0.0)
    enfant = os.fork()
    if not enfant:
        try:
            publieur.publier(racine / "snapshots", 1.0)
        finally:
            os._exit(1)
    try:
        for i in range(15):
            sauvegarde.sauvegarder({"donnees": racine}, vers)
            sauvegarde.restaurer(vers, {"donnees": tmp_path / f"r{i}"})
            assert len(valeurs(tmp_path / f"r{i}")) == 1
    finally:
        os.kill(enfant, signal.SIGKILL)
        os.waitpid(enfant, 0)

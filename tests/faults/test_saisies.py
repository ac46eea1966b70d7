"""Workbooks that people fill: what they break in them is refused in French, kept, and changes nothing."""

import json

import openpyxl
import pytest

from data_loaders.__main__ import main
from data_loaders.importation import reconnaissance
from data_loaders.magasin.donnees import Donnees
from tests.faults.test_fichiers import bombe, brut, couper_la_feuille

MODELES = ("labellisation", "gtec", "comites", "publications", "convention", "interim", "offre", "sites")


def modele(dossier, nom):
    chemin = dossier / f"{nom}.xlsx"
    chemin.unlink(missing_ok=True)
    assert main(["modele", nom, str(chemin)]) == 0
    return chemin


def change(changer):
    """A model whose first sheet was changed by `changer`."""

    def ecrire(dossier, nom):
        chemin = modele(dossier, nom)
        livre = openpyxl.load_workbook(chemin)
        changer(livre.worksheets[0])
        livre.save(chemin)
        return chemin

    return ecrire


def fichier(ecrire):
    return lambda dossier, _: ecrire(dossier)


def tronque(dossier, nom):
    chemin = modele(dossier, nom)
    chemin.write_bytes(chemin.read_bytes()[:2000])
    return chemin


def feuille_coupee(dossier, nom):
    return couper_la_feuille(modele(dossier, nom), "sheet1")


def remplir_au_hasard(onglet):
    """A word in every cell of a row."""
    for cellule in onglet[3]:
        cellule.value = "n'importe quoi"


PANNES = {
    "classeur tronqué": (tronque, "classeur illisible"),
    "feuille coupée dans une archive saine": (feuille_coupee, "classeur illisible"),
    "page HTML nommée .xlsx": (
        fichier(brut(b"<!DOCTYPE html>", "m.xlsx")),
        "une page web au lieu d'un fichier de données",
    ),
    "archive piégée": (fichier(bombe), "contenu décompressé de 32 Mo"),
    "fichier vide": (fichier(brut(b"", "m.xlsx")), "fichier vide (0 octet)"),
    "une colonne supprimée": (change(lambda o: o.delete_cols(1)), "repartir du modèle"),
    "en-tête réécrit": (change(lambda o: o.cell(1, 1, "Autre")), "repartir du modèle"),
    "n'importe quoi dans une ligne": (change(remplir_au_hasard), "ligne 3, colonne "),
    "modèle rendu tel quel": (modele, "aucune ligne"),
}


@pytest.fixture
def racine(tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    return tmp_path / "racine"


@pytest.mark.parametrize("nom", MODELES)
def test_a_model_is_recognised(racine, tmp_path, nom):
    assert str(reconnaissance.reconnaitre(modele(tmp_path, nom))) == nom


@pytest.mark.parametrize("nom", MODELES)
@pytest.mark.parametrize("panne", PANNES)
def test_a_broken_model_is_refused_and_kept(racine, tmp_path, capsys, cas, nom, panne):
    ecrire, mots = PANNES[panne]
    chemin = ecrire(tmp_path, nom)
    capsys.readouterr()
    assert main(["importer", nom, str(chemin)]) == 3
    sortie, erreur = capsys.readouterr()
    assert sortie == ""
    assert mots in erreur
    assert "À faire : " in erreur
    assert Donnees().officiel.courant() == {}
    (raison,) = racine.glob("quarantine/*/reason.json")
    assert json.loads(raison.read_text("utf-8"))["source"] == nom
    cas(panne, f"importer {nom}", erreur)

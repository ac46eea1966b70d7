"""The workbook of a perimeter: written with the zoning in force, taken back, refused by row and column."""

import functools
import io
import json

import openpyxl
import pytest

from data_loaders import __main__ as commande
from data_loaders.commandes import importation
from data_loaders.sources import zonage as saisie
from geo import zonages
from tests import builders

CODE, ZONE, LIBELLE = 1, 4, 5


@functools.cache
def livre_ecrit(nom):
    """The model of a shipped zoning, written once for all the tests."""
    flux = io.BytesIO()
    saisie.ecrire_modele(flux, nom)
    return flux.getvalue()


def modele(dossier, nom, changer=None):
    chemin = dossier / f"{nom}.xlsx"
    chemin.write_bytes(livre_ecrit(nom))
    if changer:
        livre = openpyxl.load_workbook(chemin)
        changer(livre)
        livre.save(chemin)
    return chemin


def charger(nom, chemin):
    return commande.main(["zonage", nom, str(chemin)])


@pytest.mark.parametrize("nom", zonages.REMPLACABLES)
def test_a_model_sent_back_is_the_zoning_in_force(tmp_path, nom):
    avant, chemin = zonages.appartenance(nom), tmp_path / "z.xlsx"
    assert commande.main(["modele", "zonage", str(chemin), "--decoupage", nom]) == 0
    assert importation.reconnaitre(chemin) == importation.Nature(importation.ZONAGE, nom)
    assert charger(nom, chemin) == 0
    assert zonages.zonage(nom).charge
    assert zonages.zonage(nom).confiance == "hypothèse de travail"
    assert zonages.appartenance(nom).to_dict() == avant.to_dict()


@pytest.mark.parametrize("forme", ["xlsx", "ods", "nombres", "csv-nombres"])
@pytest.mark.parametrize(("nom", "titres"), [
    ("bassin", ("code_commune_insee", "code_bassin_BMO", "lib_bassin_BMO")),
    ("ze", ("codgeo", "ze2020", "libze2020")),
])  # fmt: skip
def test_the_table_of_a_producer_saved_again_is_that_table(tmp_path, nom, titres, forme):
    avant, noms = zonages.appartenance(nom).to_dict(), zonages.zones(nom).set_index("code_zone")["libelle_zone"]
    nombre = int if "nombres" in forme else str
    corps = [["x", nombre(c), nombre(z), noms[z]] for c, z in avant.items() if z]
    table = [["reg", *titres], *corps]
    ecrire = {"ods": builders.ods, "csv-nombres": lambda f, t: builders.texte(f, t["Feuil1"], encodage="cp1252")}
    chemin = ecrire.get(forme, builders.classeur)(tmp_path / f"table_2021.{forme[:3]}", {"Feuil1": table})
    assert importation.reconnaitre(chemin) == importation.Nature(importation.ZONAGE, nom)
    assert charger(nom, chemin) == 0
    assert (zonages.zonage(nom).confiance, zonages.appartenance(nom).to_dict()) == ("attesté", avant)


def test_a_changed_perimeter_comes_with_what_its_sheet_says(tmp_path, racine_propre):
    def changer(livre):
        onglet = livre["Communes spo"]
        for i in range(2, onglet.max_row + 1):
            if onglet.cell(i, ZONE).value == "laval":
                onglet.cell(i, ZONE).value, onglet.cell(i, LIBELLE).value = "pays-de-laval", "Pays de Laval"
        fiche = {"source": "Délibération 12", "confiance": "Attesté", "millesime": 2027, "date": "03/02/2027"}
        for nom, valeur in fiche.items():
            livre["Fiche"].cell(2, list(saisie.FICHE.champs).index(nom) + 1).value = valeur

    chemin = modele(tmp_path, "spo", changer)
    assert charger("spo", chemin) == 0
    z = zonages.zonage("spo")
    assert (z.source, z.confiance, z.millesime, z.date) == ("Délibération 12", "attesté", "2027", "2027-02-03")
    assert zonages.libelle_zone("spo", "pays-de-laval") == "Pays de Laval"
    assert "laval" not in set(zonages.zones("spo")["code_zone"])
    fiche = json.loads((racine_propre / "zonages" / "spo" / z.sha8 / "zonage.json").read_text("utf-8"))
    assert fiche["fichier"] == "spo.xlsx"


def test_importing_a_folder_recognises_it(tmp_path):
    dossier = tmp_path / "recus"
    dossier.mkdir()
    modele(dossier, "gtec").rename(dossier / "perimetre.bin")
    assert commande.main(["importer", "tout", str(dossier)]) == 0
    assert zonages.zonage("gtec").charge


def cellule(onglet, colonne, valeur, ligne=5):
    def changer(livre):
        livre[onglet].cell(ligne, colonne).value = valeur

    return changer


FAUTES = {
    "code de commune": (cellule("Communes zef", CODE, "4400"), "ligne 5, colonne Code commune"),
    "code de zone": (cellule("Communes zef", ZONE, "Le Mans"), "ligne 5, colonne Code de zone zef"),
    "libellé vide": (cellule("Communes zef", LIBELLE, None), "ligne 5, colonne Libellé de zone"),
    "fiche sans source": (cellule("Fiche", 2, "attesté", 2), "feuille Fiche, ligne 2, colonne Source du périmètre"),
    "confiance inconnue": (cellule("Fiche", 2, "certain", 2), "feuille Fiche, ligne 2, colonne Confiance"),
    "deux libellés pour un code": (cellule("Communes zef", LIBELLE, "Ailleurs"), "plusieurs libellés"),
    "commune inconnue": (cellule("Communes zef", CODE, "44999"), "communes inconnues (1\u00a0: 44999)"),
    "commune sans zone": (lambda livre: livre["Communes zef"].delete_rows(5), "communes sans zone"),
    "commune en double": (cellule("Communes zef", CODE, "44001", 3), "ligne en double de la ligne 2"),
    "autre découpage": (
        lambda livre: cellule("Communes zef", ZONE, "Code de zone spo", 1)(livre),
        "repartir du modèle",
    ),
}


@pytest.mark.parametrize("faute", FAUTES)
def test_a_faulty_workbook_leaves_the_zoning_and_is_kept(tmp_path, racine_propre, capsys, faute):
    changer, mots = FAUTES[faute]
    chemin = modele(tmp_path, "zef", changer)
    assert charger("zef", chemin) == 3
    erreur = capsys.readouterr().err
    assert mots in erreur
    assert "Le découpage en place reste inchangé." in erreur
    assert not zonages.zonage("zef").charge
    (raison,) = racine_propre.glob("quarantine/*/reason.json")
    assert json.loads(raison.read_text("utf-8"))["source"] == "zonage zef"


def test_a_workbook_that_is_none_is_refused_and_the_zoning_of_a_model_has_to_be_said(tmp_path, capsys):
    chemin = tmp_path / "spo.xlsx"
    chemin.write_text("<html></html>")
    assert charger("spo", chemin) == 3
    assert "une page web au lieu d'un fichier de données" in capsys.readouterr().err
    assert charger("spo", tmp_path / "absent.xlsx") == 3
    assert "fichier introuvable" in capsys.readouterr().err
    assert commande.main(["modele", "zonage", str(tmp_path / "z.xlsx")]) == 2
    assert "--decoupage attend l'un de : bassin, ze, zef, spo, gtec" in capsys.readouterr().err
    assert not (tmp_path / "z.xlsx").exists()

"""A dataset added from outside is imported, asked, traced, mapped, charted, exported and listed by the entry alone."""

import io

import pandas as pd
import pytest

from data_loaders import contracts, jeux
from data_loaders.__main__ import main
from data_loaders.chiffres import origine, tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.registre import Registre
from data_loaders.exports import jeux as exports
from data_loaders.magasin.donnees import Donnees
from pages.figures.recherche import ligne
from tests import jouet
from tests.data_loaders.test_descriptions import ATELIERS, LONG
from tests.pages.outils import contenu, deplier, manquent, ouvrir, texte


@pytest.fixture
def inscrit(monkeypatch):
    monkeypatch.setitem(contracts.CONTRATS, "ateliers", jouet.CONTRAT)
    monkeypatch.setitem(INDICATEURS, "ateliers", jouet.INDICATEUR)
    monkeypatch.setitem(jeux.JEUX, "ateliers", jouet.JEU)


@pytest.fixture
def importe(inscrit, copie, tmp_path):
    dossier = tmp_path / "recus"
    dossier.mkdir()
    (dossier / "recu.dat").write_text(jouet.FICHIER, "utf-8")
    assert main(["importer", "tout", str(dossier)]) == 0
    return Donnees(copie)


def test_its_file_is_imported_by_name_and_chiffre_answers(inscrit, copie, tmp_path, capsys):
    (tmp_path / "recu.csv").write_text(jouet.FICHIER, "utf-8")
    assert main(["importer", "ateliers", str(tmp_path / "recu.csv")]) == 0
    assert main(["chiffre", "ateliers", "--zone", "departement:44", "--periode", "2023"]) == 0
    sortie = capsys.readouterr().out
    assert "15 lignes lues" in sortie
    assert "1 003" in sortie.replace(" ", " ").replace("\u202f", " ")


def test_its_total_is_made_of_the_rows_that_the_way_back_shows(importe):
    table = tableau.calculer(importe, "ateliers", "region")
    o = origine.remonter(importe, table, "52", "2023")
    assert o.ligne["value"] == o.termes["somme"] == 15015
    assert list(o.lignes["code"]) == ["44", "49", "53", "72", "85"]
    assert (o.genre, o.source["fichier"]) == ("somme", "recu.dat")


@pytest.mark.parametrize("ecran", ["carte", "tendances"])
def test_a_screen_shows_it(importe, ecran):
    at = ouvrir(ecran, indicateur="ateliers", zonage="departement", zones="departement:44")
    assert manquent(texte(at), "Ateliers de réparation", "Producteur d’essai") == []
    assert "recu.dat" not in contenu(at)


def test_it_is_listed_on_donnees_and_exported(importe):
    lu = texte(deplier(ouvrir("donnees")))
    assert manquent(lu, "Ateliers de réparation (essai)", "importer ateliers") == []
    lue = pd.read_csv(io.BytesIO(exports.csv(importe, "ateliers", "observations")), sep=";", comment="#")
    assert len(lue) == 15


def test_a_described_file_is_on_the_screens_and_in_the_search(copie, tmp_path):
    for suffixe, ecrit in ((".toml", ATELIERS), (".csv", LONG)):
        (tmp_path / "recu").with_suffix(suffixe).write_text(ecrit, "utf-8")
    try:
        assert main(["importer", "--description", *(str(tmp_path / f"recu.{x}") for x in ("toml", "csv"))]) == 0
        for ecran in ("carte", "tendances"):
            at = ouvrir(ecran, indicateur="ateliers_nb", zonage="departement", zones="departement:44", periode="2023")
            assert manquent(texte(at), "Ateliers d’essai", "Producteur d’essai") == []
        assert (
            manquent(texte(deplier(ouvrir("donnees"))), "Ateliers d’essai par commune", "importer ateliers_essai") == []
        )
        assert "ateliers_nb" in str(ligne.chercher("ateliers d’essai orée d’anjou", ligne.Contexte(Donnees(copie))))
    finally:
        Registre.inscrire(())

"""`importer tout DOSSIER`: files known by their columns, whatever they are called, and one row said about each."""

import shlex
import shutil

import openpyxl
import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import importation
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, convention
from geo import zonages
from tests import builders
from tests.faults.test_fichiers import CELLULE_LOINTAINE

STMT = "dept,mois,demandeurs_emploi\n" + "".join(f"{d},2024-12,{d}00\n" for d in (44, 49, 53, 72, 85))
OFFICIELS = {
    "bmo": ["2016", "2018", "2021", "2023", "2024"], "defm_epci": ["2016-12", "2017-12", "2018-12", "2019-12"],
    "defm_publics": ["2016-12"], "chomage_ze": ["2023-T3"], "chomage_dep": ["2024-T4"], "stmt_dep": ["2024-12"],
    "defm_cvs": ["2025-T2"], "defm_france": ["2025-T2"], "interim_dares": ["2025-T3"], "solidarite": ["2022-12"],
    "emploi_fap": ["2017"], "defm_a_fap": ["2020"], "defm_abc_fap": ["2020"], "tension_rome": ["2021"],
    "tension_fap": ["2019"], "apprentissage": ["2024-04"], "barometre_dep": ["2022-10"],
    "barometre_region": ["2022-12"], "nomenclatures": ["FAP2009", "FAP2021", "ROME3", "ROME4"],
    "passages": ["FAP2009", "FAP2021"], "insertion": ["2023"], "insertion_cfa": ["2023"], "metiers_2030": ["2030"],
    "diplomes": ["CFD", "MEFSTAT11", "NIVEAU", "NSF"], "suites_diplomes": ["SUITES"], "certifications": ["ROME3"],
    "appellations": ["FAP2009", "ROME4"], "portraits_metiers": ["SALAIRES", "SECTEURS", "SPECIALITES", "TENSIONS"],
    "portraits_variables": ["PSM"], "appartenance": ["2013", "2024"], "libelles_zones": ["2024"],
}  # fmt: skip


@pytest.fixture
def dossier(tmp_path):
    d = tmp_path / "fichiers"
    d.mkdir()
    return d


def tableau(sortie):
    """name -> result, from the table printed at the end."""
    lignes = sortie.splitlines()
    debut = next(i for i, ligne in enumerate(lignes) if ligne.startswith("Fichier"))
    fin = lignes[debut].index("Résultat")
    return {ligne.split("  ")[0]: ligne[fin:] for ligne in lignes[debut + 1 : -1]}


def test_files_are_known_by_their_columns_and_the_unknown_are_listed(racine_propre, dossier, capsys):
    (dossier / "rapport.bin").write_text(STMT, "utf-8")
    (dossier / "notes.md").write_text("# Notes\n", "utf-8")
    (dossier / "image.csv").write_bytes(b"\x89PNG\x00")
    (dossier / "sous").mkdir()
    (dossier / "sous" / "notes.txt").write_text("Notes", "utf-8")
    (dossier / ".cache").mkdir()
    (dossier / ".cache" / "x.csv").write_text(STMT, "utf-8")
    assert main(["importer", "tout", str(dossier)]) == 0
    sortie = capsys.readouterr().out
    assert tableau(sortie) == {
        "image.csv": "non reconnu", "notes.md": "non reconnu", "rapport.bin": "publié",
        "sous/notes.txt": "non reconnu",
    }  # fmt: skip
    assert sortie.splitlines()[-1] == "publié : 1 · refusé : 0 · non reconnu : 3"
    assert Donnees(racine_propre).millesimes("stmt_dep") == ["2024-12"]


def test_a_refused_file_leaves_the_others_and_gives_the_code_3(racine_propre, dossier, capsys):
    (dossier / "bon.csv").write_text(STMT, "utf-8")
    (dossier / "mauvais.csv").write_text("code_commune_insee,code_bassin_BMO,lib_bassin_BMO\n44001,,X\n", "utf-8")
    (dossier / "tronque.xlsx").write_bytes(b"PK\x03\x04abc")
    (dossier / "vide.csv").write_bytes(b"")
    assert main(["importer", "tout", str(dossier)]) == 3
    sortie, erreur = capsys.readouterr()
    assert tableau(sortie) == {
        "bon.csv": "publié", "mauvais.csv": "refusé", "tronque.xlsx": "refusé", "vide.csv": "refusé",
    }  # fmt: skip
    assert "classeur illisible" in erreur
    assert "vide.csv : fichier vide" in erreur
    assert "Le découpage en place reste inchangé" in erreur
    assert len(list((racine_propre / "quarantine").iterdir())) == 3
    assert zonages.zonage("bassin").charge is False


def test_the_refusal_of_an_unlikely_file_names_the_command_that_publishes_it(racine_propre, dossier, tmp_path, capsys):
    assert main(["importer", "bmo", str(builders.fichier_bmo(tmp_path, 2023))]) == 0
    de_plus = [("V0Z60", "Aides-soignants", "S", b, d, "7", "5", "*") for b, d in ((5205, 49), (5222, 44))]
    builders.fichier_bmo(dossier, 2024, [*builders.LIGNES_BMO, *de_plus]).rename(dossier / "enquête 2024.xlsx")
    assert main(["importer", "tout", str(dossier)]) == 3
    erreur = capsys.readouterr().err
    assert "24 lignes, 18 dans le millésime 2023 (+33\u00a0%)" in erreur
    (dite,) = (ligne for ligne in erreur.splitlines() if ligne.startswith("  Pour le publier quand même : "))
    python, m, module, *arguments = shlex.split(dite.partition(" : ")[2])
    assert (python, m, module) == ("python", "-m", "data_loaders")
    assert main(arguments) == 0
    assert Donnees(racine_propre).millesimes("bmo") == ["2023", "2024"]


def test_what_another_publication_stops_is_no_refusal(racine_propre, dossier, capsys):
    (dossier / "bon.csv").write_text(STMT, "utf-8")
    with Donnees(racine_propre).officiel.verrou():
        assert main(["importer", "tout", str(dossier)]) == 75
    sortie = capsys.readouterr().out
    assert tableau(sortie) == {"bon.csv": "à relancer"}
    assert sortie.endswith("refusé : 0 · non reconnu : 0 · à relancer : 1\n")
    assert not (racine_propre / "quarantine").exists()


def test_a_workbook_that_kills_its_reader_stops_nothing_else(racine_propre, dossier, capsys, monkeypatch):
    monkeypatch.setattr(classeur, "_mesurer", lambda *_: None)  # a fault that nobody here knows yet
    (dossier / "bon.csv").write_text(STMT, "utf-8")
    CELLULE_LOINTAINE(dossier).rename(dossier / "a.xlsx")
    assert main(["importer", "tout", str(dossier)]) == 3
    sortie, erreur = capsys.readouterr()
    assert tableau(sortie) == {"a.xlsx": "refusé", "bon.csv": "publié"}
    assert "a.xlsx : classeur qui arrête le programme qui le lit" in erreur
    assert len(list((racine_propre / "quarantine").iterdir())) == 1


def test_a_link_is_not_followed_out_of_the_folder(racine_propre, dossier, tmp_path, capsys):
    (tmp_path / "ailleurs.csv").write_text(STMT, "utf-8")
    (dossier / "lien.csv").symlink_to(tmp_path / "ailleurs.csv")
    assert main(["importer", "tout", str(dossier)]) == 0
    assert tableau(capsys.readouterr().out) == {"lien.csv": "non reconnu"}


@pytest.mark.parametrize(("nom", "message"), [("absent", "n'est pas un dossier"), (".", "aucun fichier")])
def test_what_is_not_a_folder_or_holds_nothing_is_a_bad_use(racine_propre, dossier, capsys, nom, message):
    assert main(["importer", "tout", str(dossier / nom)]) == 2
    assert message in capsys.readouterr().err


def test_the_same_name_in_two_folders_is_said(racine_propre, dossier, tmp_path, capsys):
    (dossier / "a.csv").write_text(STMT, "utf-8")
    shutil.copytree(dossier, tmp_path / "autre")
    assert main(["importer", "tout", str(dossier), str(tmp_path / "autre")]) == 2
    assert "« a.csv » est dans deux des dossiers" in capsys.readouterr().err


def test_a_table_of_an_unknown_layout_is_refused_with_its_columns(racine_propre, dossier, capsys):
    builders.fichier_bmo(dossier, 2026)
    livre = openpyxl.load_workbook(dossier / "bmo_2026.xlsx")
    for (cellule,) in livre["BMO"].iter_cols(min_row=1, max_row=1):
        if cellule.value == "smet":
            cellule.value = "Saisonnalité"
    livre.save(dossier / "bmo_2026.xlsx")
    (dossier / "autre.csv").write_text("ville;pluie\nLaval;12\n", "utf-8")
    assert main(["importer", "tout", str(dossier)]) == 3
    sortie, erreur = capsys.readouterr()
    assert tableau(sortie) == {"autre.csv": "refusé", "bmo_2026.xlsx": "refusé"}
    assert "autre.csv : mise en page inconnue ; colonnes lues : ville, pluie" in erreur
    assert "bmo_2026.xlsx : mise en page inconnue ; colonnes lues : annee, code_metier_bmo, " in erreur
    assert "met, xmet, saisonnalite\n" in erreur
    assert len(list((racine_propre / "quarantine").iterdir())) == 2


def test_invented_workbooks_are_known_and_perimeters_come_before_the_rest(dossier):
    assert importation.reconnaitre(builders.fichier_bmo(dossier)).source == "bmo"
    convention.ecrire_modele(dossier / "c.xlsx")
    assert importation.reconnaitre(dossier / "c.xlsx").source == "convention"
    natures = [importation.Nature(s) for s in ("tension-rome", "defm-cvs", "bmo", importation.ZONAGE)]
    assert [n.source for n in sorted(natures, key=importation.rang)] == ["zonage", "defm-cvs", "tension-rome", "bmo"]


def test_one_official_file_out_of_five_is_known_under_another_name(reference, dossier):
    for f in reference.fichiers()[::5]:
        shutil.copyfile(f, dossier / "f.dat")
        assert str(importation.reconnaitre(dossier / "f.dat")) == str(importation.reconnaitre(f))


def test_the_official_folder_gives_these_editions(producteurs):
    assert {d: producteurs.officiel.millesimes(d) for d in OFFICIELS} == OFFICIELS


@pytest.mark.long  # half a minute; each file is imported once for the tests of its own dataset
def test_the_whole_official_folder_comes_in_by_one_command(reference, capsys):
    assert main(["importer", "tout", str(reference.racine)]) == 0
    lus = tableau(capsys.readouterr().out)
    assert sum(r == "publié" for r in lus.values()) == len(reference.fichiers())
    assert [z.code for z in zonages.zonages().values() if z.charge] == ["bassin", "ze"]
    assert "série CVS-CJO chargée" in Donnees().instantane("tension_rome", "2021").manifeste["notes"][0]

"""The command line as a data steward uses it: exit codes, French messages, whole folders, official figures."""

import io
import json
import os
import shlex
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import importation
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.lignes import COLONNES, PARTS
from data_loaders.sources import classeur
from geo import zonages
from tests import builders
from tests.data_loaders.conftest import Cli
from tests.faults.test_fichiers import CELLULE_LOINTAINE
from tests.vues import un_sur

NBSP = "\u00a0"


def commandes_sur(racine):
    """A fixture: commands on the data root that another fixture gives."""

    @pytest.fixture
    def sur(request, capsys, monkeypatch):
        dossier = request.getfixturevalue(racine)
        monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(dossier))
        return Cli(dossier, capsys)

    return sur


demo, officiel, invente = map(commandes_sur, ("racine_demo", "racine_officielle", "racine_inventee"))


def test_a_refused_file_does_not_hold_back_the_sound_ones(cli, tmp_path):
    page = tmp_path / "page.xlsx"
    page.write_bytes(b"<!DOCTYPE html><html></html>")
    code, sortie, erreur = cli(
        "importer", "bmo", builders.fichier_bmo(tmp_path, 2022), page, builders.fichier_bmo(tmp_path, 2023)
    )
    assert code == 3
    assert erreur.startswith("Refusé — page.xlsx : une page web au lieu d'un fichier de données")
    assert "Les instantanés en place restent inchangés." in erreur
    assert "BMO 2022 : 7 lignes lues, 6 gardées (Pays de la Loire)" in sortie
    assert sortie.endswith("2 fichiers sur 3 publiés.\n")
    assert Donnees().officiel.millesimes("bmo") == ["2022", "2023"]


def test_a_terminal_alone_sees_how_far_an_import_is(cli, tmp_path, monkeypatch):
    fichier = builders.fichier_bmo(tmp_path, 2023)
    assert "%" not in cli("importer", "bmo", fichier)[2]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    dit = cli("importer", "bmo", fichier)[2]
    assert f"\r{fichier.name} 100\u00a0%" in dit
    assert dit.endswith("\r\x1b[K")


@pytest.mark.parametrize("argv", ["", "inconnue", "importer inconnue x.csv", "exporter bmo", "zonage canton x.csv"])
def test_a_command_badly_written_says_so_in_french(cli, argv):
    code, sortie, erreur = cli(*argv.split())
    assert (code, sortie) == (2, "")
    assert erreur.startswith("Commande mal écrite. Usage :")
    assert not {mot for mot in ("usage:", "error") if mot in erreur}


@pytest.mark.parametrize(("demande", "message"), [
    (("bmo_inconnu", "region:52", "2023"), "indicateur inconnu : « bmo_inconnu »"),
    (("bmo_projets", "canton:1", "2023"), "découpage inconnu : « canton »"),
    (("bmo_projets", "region:11", "2023"), "zone inconnue : « region:11 »"),
    # A name that is nearly one, a commune, a name that several zones have.
    (("bmo_projets", "lavall", "2023"), "zone inconnue : « lavall ». Vouliez-vous dire : bassin:5227 (Laval) ?"),
    (("bmo_projets", "Ernée", "2023"), "Cette commune est dans : bassin:5228 (Mayenne), departement:53 (Mayenne)"),
    (("bmo_projets", "basin:laval", "2023"), "découpage inconnu : « basin ». Vouliez-vous dire : bassin"),
    (("population", "epci:loire", "2023"), "plusieurs zones s’appellent « loire » : epci:"),
    (("bmo_projet", "region:52", "2023"), "Vouliez-vous dire : bmo_projets (Projets de recrutement)"),
    (("bmo_projets", "region:52", "2023", "--metier", "zzzz"), "métier mal écrit : « zzzz »"),
    (("bmo_projets", "region:52", "2023-T3"), "l’indicateur bmo_projets est annuel, forme AAAA"),
    (("taux_chomage", "region:52", "2019-12"), "l’indicateur taux_chomage est trimestriel, forme AAAA-Tn"),
    (("bmo_projets", "region:52", "\uff12\uff10\uff12\uff13"), "forme AAAA"),
    (("bmo_projets", "region:52", "2023", "--metier", "metier:Q9Z99"), "métier inconnu des enquêtes chargées"),
    (("population", "region:52", "2023", "--metier", "famille:O"), "n’existe pas par métier"),
    (("bmo_projets", "region:52", "2023", "--mesure", "rang"), "par=zone ou metier"),
    (("indicateur=bmo_projets&page=2", "", ""), "page : ce paramètre n’existe plus, la réponse est entière"),
])  # fmt: skip
def test_a_question_without_meaning_is_bad_use(demo, demande, message):
    indicateur, zone, periode, *suite = demande
    code, sortie, erreur = demo("chiffre", indicateur, "--zone", zone, "--periode", periode, *suite)
    assert (code, sortie) == (2, "")
    assert erreur.startswith("Demande mal formée : ")
    assert message in erreur


@pytest.fixture(scope="module")
def racine_inventee(racine_demo, tmp_path_factory):
    """Data root of one invented vintage, 2023, beside the demonstration of the other datasets; to be read only."""
    dossier = tmp_path_factory.mktemp("inventee")
    racine = shutil.copytree(racine_demo, dossier / "racine")
    builders.importer(Donnees(racine), "bmo", builders.fichier_bmo(dossier, 2023))
    return racine


def test_a_figure_is_one_line_of_json_or_in_words_with_all_that_makes_it_honest(invente):
    code, sortie, erreur = invente("chiffre", "bmo_projets", "--zone", "region:52", "--periode", "2023", "--json")
    assert (code, erreur, len(sortie.splitlines())) == (0, "", 1)
    c = json.loads(sortie)
    assert c.keys() == COLONNES.keys() - PARTS.keys()
    assert (c["valeur"], c["au_moins"], c["borne_basse"], c["borne_haute"]) == (368, True, 368, 372)
    assert (c["obs_status"], c["unite"], c["millesime"]) == ("U", "projets", "2023")  # a minimum is no plain value
    assert c["instantane"].startswith("bmo/2023--")
    assert c["demonstration"] is False
    code, sortie, _ = invente("chiffre", "bmo_projets", "--zone", "region:52", "--periode", "2023")
    premiere, source = sortie.splitlines()
    assert code == 0
    assert premiere == f"Projets de recrutement, Pays de la Loire, 2023 : au moins 368{NBSP}projets (368 à 372)"
    assert source.startswith("  Source : France Travail, enquête Besoins en main-d’œuvre (BMO), millésime 2023, ")


@pytest.mark.parametrize(
    ("metier", "valeur"),
    # The last one is listed by the survey, in no row of the region: a real zero.
    [("famille:O", 140), ("fap22:V", 228), ("fap87:B0Z", 140), ("metier:V0Z60", 228), ("metier:A0Z40", 0)],
)
def test_a_figure_by_metier(invente, metier, valeur):
    c = invente.chiffre("bmo_projets", "region:52", "2023", "--metier", metier)
    assert (c["valeur"], c["obs_status"]) == (valeur, "U" if c["au_moins"] else "A")


def test_a_hidden_cell_is_secret_and_never_zero(invente):
    c = invente.chiffre("bmo_projets", "bassin:5205", "2023")
    assert (c["valeur"], c["obs_status"], c["borne_haute"]) == (None, "Q", None)
    assert "masque toute valeur inférieure à 5" in c["raison"]
    code, sortie, _ = invente("chiffre", "bmo_projets", "--zone", "bassin:5205", "--periode", "2023")
    assert (code, sortie.splitlines()[0]) == (0, "Projets de recrutement, Cholet, 2023 : n.d.")
    assert sortie.splitlines()[1].startswith("  secret statistique : ")


@pytest.mark.parametrize(("zone", "periode", "statut", "raison"), [
    ("region:52", "2021", "O", "n.d. : période non chargée (chargées : 2023)"),
    ("spo:ancenis", "2023", "L", "n.d. : l’enquête est diffusée par bassin d’emploi"),
    # A bassin of the region that the file leaves out.
    ("bassin:5230", "2023", "L", "aucune ligne publiée pour ce territoire"),
])  # fmt: skip
def test_what_is_not_available_is_an_answer_with_its_reason(invente, zone, periode, statut, raison):
    c = invente.chiffre("bmo_projets", zone, periode)
    assert (c["valeur"], c["obs_status"]) == (None, statut)
    assert c["raison"].startswith(raison)


def test_demonstration_is_said_in_words_and_in_json(demo):
    _, sortie, _ = demo("chiffre", "bmo_projets", "--zone", "region:52", "--periode", "2023")
    assert " — Données de démonstration" in sortie.splitlines()[0]
    assert demo.chiffre("bmo_projets", "region:52", "2023")["demonstration"] is True
    assert demo.chiffre("population", "region:52", "2023")["demonstration"] is False


def test_names_are_read_where_codes_are_an_exact_one_first_and_the_sentence_says_what_was_understood(demo):
    code, sortie, _ = demo(
        "chiffre", "Projets de recrutement", "--zone", "laval", "bassin:nantes", "departement:53", "--periode", "2023",
        "2024", "--metier", "famille:O", "famille:autres metiers",
    )  # fmt: skip
    tetes = [ligne.partition(" : ")[0] for ligne in sortie.splitlines() if not ligne.startswith(" ")]
    assert code == 0
    assert len(tetes) == 12
    # « Loiré » is a commune; Loire-Authion and others hold its word.
    loire = demo.chiffre("population", "commune:loiré", "2023")
    assert (loire["code_zone"], loire["libelle_zone"]) == ("49178", "Loiré")


def test_every_zone_and_period_in_lines_of_json_then_in_files(demo, tmp_path):
    question = ("chiffre", "bmo_projets", "--zone", "bassin", "--periode", "toutes")
    _, sortie, _ = demo(*question, "--json")
    lus = [json.loads(ligne) for ligne in sortie.splitlines()]
    codes, annees = set(zonages.zones("bassin")["code_zone"]), Donnees().periodes("bmo")
    assert {(x["code_zone"], x["periode"]) for x in lus} == {(c, p) for c in codes for p in annees}
    textes = {"code_zone": str, "periode": str}
    for suffixe, lire in (
        ("csv", lambda f: pd.read_csv(f, sep=";", decimal=",", dtype=textes, encoding="utf-8-sig")),
        ("xlsx", lambda f: pd.read_excel(f, "chiffres", dtype=textes)),
        ("parquet", pd.read_parquet),
    ):
        vers = tmp_path / f"f.{suffixe}"
        code, sortie, _ = demo("exporter", "indicateur=bmo_projets&zonage=bassin", "--vers", vers)
        assert (code, sortie) == (0, f"f.{suffixe} : {len(lus)}{NBSP}lignes — Données de démonstration\n")
        df = lire(vers).set_index(["code_zone", "periode"])
        assert len(df) == len(lus)
        for x in lus:
            ligne = df.loc[(x["code_zone"], x["periode"])]
            assert (ligne["obs_status"], ligne["au_moins"]) == (x["obs_status"], x["au_moins"])
            assert (x["valeur"] is None and pd.isna(ligne["valeur"])) or ligne["valeur"] == round(x["valeur"])
    assert demo("exporter", "indicateur=bmo_projets", "--vers", tmp_path / "f.ods")[0] == 2
    ecran = "https://exemple.fr/explorer?explorer=tableau&page=2&indicateur=bmo_projets&zonage=bassin&periode=2023"
    assert demo("exporter", ecran, "--format", "parquet", "--vers", tmp_path / "d")[0] == 0
    assert len(pd.read_parquet(tmp_path / "d" / "bmo_projets_bassin_2023.parquet")) == len(codes)


def test_what_is_not_given_back_is_said_and_a_wrong_name_has_a_suggestion(demo, tmp_path):
    code, _, erreur = demo("exporter", "convention", "--vers", tmp_path)
    assert (code, erreur) == (2, "convention : non écrit, non transmis\n")
    code, _, erreur = demo("exporter", "bmoo", "--vers", tmp_path)
    assert code == 2
    assert "jeu inconnu : « bmoo ». Vouliez-vous dire : bmo" in erreur


@pytest.mark.parametrize("module", un_sur(2, ["data_loaders", "pages"]))
def test_a_reader_that_leaves_early_is_no_failure(racine_demo, module):
    """« … | head »: the pipe is closed before anything is written."""
    commande = ["chiffre", "population", "--zone", "commune", "--periode", "2023"]
    argv = commande if module == "data_loaders" else ["chercher", "laval"]
    lecture, ecriture = os.pipe()
    os.close(lecture)
    fait = subprocess.run(
        [sys.executable, "-m", module, *argv], stdout=ecriture, stderr=subprocess.PIPE,
        env=os.environ | {"OBSERVATOIRE_DONNEES": str(racine_demo)}, text=True, check=False,
    )  # fmt: skip
    os.close(ecriture)
    assert (fait.returncode, fait.stderr) == (0, "")


def test_state_says_what_is_loaded_what_is_of_demonstration_and_what_is_damaged(cli, racine_inventee):
    shutil.copytree(racine_inventee, cli.racine)
    code, sortie, _ = cli("etat")
    assert code == 0
    assert "Besoins en main-d’œuvre (BMO) (bmo) — officiel : 2023" in sortie
    assert "(stmt_dep) — données de démonstration : 2024-12" in sortie
    assert "(convention) — non transmis" in sortie
    assert "hypothèse de travail" in sortie
    assert sortie.endswith("Instantanés officiels : intègres.\n")
    etat = json.loads(cli("etat", "--json")[1])
    par_nom = {d["dataset"]: d for d in etat["datasets"]}
    assert (par_nom["bmo"]["demonstration"], par_nom["defm_epci"]["demonstration"]) == (False, True)
    assert (list(par_nom["bmo"]["millesimes"]), etat["fautes"]) == (["2023"], [])
    instantane = Donnees().officiel.instantane("bmo", "2023").identifiant
    parquet = cli.racine / "snapshots" / "bmo" / instantane / "observations.parquet"
    parquet.write_bytes(parquet.read_bytes()[:-8])
    assert f"Abîmé : bmo/{instantane} : observations.parquet modifié" in cli("etat")[1]


def test_a_filled_template_is_never_overwritten(cli, tmp_path):
    modele = tmp_path / "modele.xlsx"
    assert cli("modele", "convention", modele)[0] == 0
    contenu = modele.read_bytes()
    code, _, erreur = cli("modele", "convention", modele)
    assert (code, "existe déjà" in erreur, modele.read_bytes()) == (2, True, contenu)

    code, _, erreur = cli("modele", "convention", tmp_path / "convention.csv")
    assert (code, "pas « convention.csv »" in erreur, (tmp_path / "convention.csv").exists()) == (2, True, False)


@pytest.mark.parametrize(("zone", "periode", "valeur", "minorant"), [
    ("region:52", "2016", 104413, False), ("region:52", "2023", 203271, True), ("departement:44", "2023", 76498, True),
])  # fmt: skip
def test_official_projects_come_out_exactly(officiel, zone, periode, valeur, minorant):
    c = officiel.chiffre("bmo_projets", zone, periode)
    assert (round(c["valeur"]), c["au_moins"], c["demonstration"]) == (valeur, minorant, False)


def test_official_share_is_the_filled_one_and_is_not_rounded(officiel):
    c = officiel.chiffre("bmo_part_difficiles", "region:52", "2021")
    assert c["valeur"] == pytest.approx(51.666, abs=0.001)
    assert c["borne_basse"] < c["valeur"] < c["borne_haute"]
    assert (c["unite"], c["au_moins"]) == ("%", False)
    _, sortie, _ = officiel("chiffre", "bmo_part_difficiles", "--zone", "region:52", "--periode", "2021")
    assert f"2021 : 51,7{NBSP}%" in sortie


STMT = "dept,mois,demandeurs_emploi\n" + "".join(f"{d},2024-12,{d}00\n" for d in (44, 49, 53, 72, 85))


@pytest.fixture
def dossier(tmp_path):
    d = tmp_path / "fichiers"
    d.mkdir()
    return d


def resultats(sortie):
    """name -> result, from the table printed at the end."""
    lignes = sortie.splitlines()
    debut = next(i for i, ligne in enumerate(lignes) if ligne.startswith("Fichier"))
    fin = lignes[debut].index("Résultat")
    return {ligne.split("  ")[0]: ligne[fin:] for ligne in lignes[debut + 1 : -1]}


def test_files_are_known_by_their_columns_the_unknown_are_listed_no_link_is_followed(racine_propre, dossier, capsys):
    (dossier / "rapport.bin").write_text(STMT, "utf-8")
    (dossier / "notes.md").write_text("# Notes\n", "utf-8")
    (dossier / "image.csv").write_bytes(b"\x89PNG\x00")
    (dossier / "sous").mkdir()
    (dossier / "sous" / "notes.txt").write_text("Notes", "utf-8")
    (dossier / ".cache").mkdir()
    (dossier / ".cache" / "x.csv").write_text(STMT, "utf-8")
    (dossier.parent / "ailleurs.csv").write_text(STMT, "utf-8")
    (dossier / "lien.csv").symlink_to(dossier.parent / "ailleurs.csv")
    assert main(["importer", "tout", str(dossier)]) == 0
    sortie = capsys.readouterr().out
    assert resultats(sortie) == {
        "image.csv": "non reconnu", "lien.csv": "non reconnu", "notes.md": "non reconnu", "rapport.bin": "publié",
        "sous/notes.txt": "non reconnu",
    }  # fmt: skip
    assert sortie.splitlines()[-1] == "publié : 1 · refusé : 0 · non reconnu : 4"
    assert Donnees(racine_propre).millesimes("stmt_dep") == ["2024-12"]


def test_a_refused_file_leaves_the_others_and_one_of_an_unknown_layout_says_its_columns(racine_propre, dossier, capsys):
    (dossier / "bon.csv").write_text(STMT, "utf-8")
    (dossier / "mauvais.csv").write_text("code_commune_insee,code_bassin_BMO,lib_bassin_BMO\n44001,,X\n", "utf-8")
    (dossier / "tronque.xlsx").write_bytes(b"PK\x03\x04abc")
    (dossier / "vide.csv").write_bytes(b"")
    (dossier / "autre.csv").write_text("ville;pluie\nLaval;12\n", "utf-8")
    entete, *lignes = builders.lignes_bmo(2026)
    renommee = [c.replace("smet", "Saisonnalité") for c in entete]
    builders.classeur(dossier / "bmo_2026.xlsx", {"BMO": [renommee, *lignes]})
    assert main(["importer", "tout", str(dossier)]) == 3
    sortie, erreur = capsys.readouterr()
    assert resultats(sortie) == {
        "autre.csv": "refusé", "bmo_2026.xlsx": "refusé", "bon.csv": "publié", "mauvais.csv": "refusé",
        "tronque.xlsx": "refusé", "vide.csv": "refusé",
    }  # fmt: skip
    assert "autre.csv : mise en page inconnue ; colonnes lues : ville, pluie" in erreur
    assert "bmo_2026.xlsx : mise en page inconnue ; colonnes lues : annee, code_metier_bmo, " in erreur
    assert "met, xmet, saisonnalite\n" in erreur
    assert "classeur illisible" in erreur
    assert "vide.csv : fichier vide" in erreur
    assert "Le découpage en place reste inchangé" in erreur
    assert len(list((racine_propre / "quarantine").iterdir())) == 5
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
    assert resultats(sortie) == {"bon.csv": "à relancer"}
    assert sortie.endswith("refusé : 0 · non reconnu : 0 · à relancer : 1\n")
    assert not (racine_propre / "quarantine").exists()


def test_a_workbook_that_kills_its_reader_stops_nothing_else(racine_propre, dossier, capsys, monkeypatch):
    monkeypatch.setattr(classeur, "_mesurer", lambda *_: None)  # a fault that nobody here knows yet
    (dossier / "bon.csv").write_text(STMT, "utf-8")
    CELLULE_LOINTAINE(dossier).rename(dossier / "a.xlsx")
    assert main(["importer", "tout", str(dossier)]) == 3
    sortie, erreur = capsys.readouterr()
    assert resultats(sortie) == {"a.xlsx": "refusé", "bon.csv": "publié"}
    assert "a.xlsx : classeur qui arrête le programme qui le lit" in erreur
    assert len(list((racine_propre / "quarantine").iterdir())) == 1


def test_a_name_in_two_folders_and_what_is_not_a_folder_or_holds_nothing_are_a_bad_use(cli, dossier, tmp_path):
    assert "aucun fichier" in cli("importer", "tout", dossier)[2]
    assert "« importer tout » lit ceux" in cli("importer", "bmo", dossier)[2]
    (dossier / "a.csv").write_text(STMT, "utf-8")
    shutil.copytree(dossier, tmp_path / "autre")
    for autre, message in (("absent", "n'est pas un dossier"), ("autre", "« a.csv » est dans deux des dossiers")):
        code, _, erreur = cli("importer", "tout", dossier, tmp_path / autre)
        assert (code, message in erreur) == (2, True)


def test_what_is_said_wrong_is_said_before_what_is_missing(demo):
    code, _, erreur = demo("chiffre", "bmo_projets", "--zone", "lavel")
    assert (code, "zone inconnue : « lavel »" in erreur, "Laval" in erreur) == (2, True, True)
    assert "dire --zone et --periode" in demo("chiffre", "bmo_projets", "--zone", "laval")[2]


@pytest.mark.parametrize("forme", ["csv", "xlsx"])
def test_a_question_is_written_to_the_standard_output_alone(racine_demo, tmp_path, monkeypatch, capfdbinary, forme):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    question = "indicateur=bmo_projets&zonage=bassin&periode=derniere"
    assert main(["exporter", question, "--vers", str(tmp_path / f"a.{forme}")]) == 0
    capfdbinary.readouterr()
    assert main(["exporter", question, "--vers", "-", "--format", forme]) == 0
    sortie, erreur = capfdbinary.readouterr()
    ecrit = (tmp_path / f"a.{forme}").read_bytes()
    # A workbook bears the second of its making: its sheets are compared, not its bytes.
    lit = {"csv": bytes, "xlsx": lambda octets: pd.read_excel(io.BytesIO(octets), sheet_name=None, header=None)}[forme]
    assert str(lit(sortie)) == str(lit(ecrit))
    assert erreur.decode().startswith("sortie : 26\u00a0lignes")
    assert main(["exporter", "bmo", "--vers", "-"]) == 2


def test_what_is_not_data_is_no_conflict_between_two_folders(racine_propre, dossier, tmp_path, capsys):
    for nom, valeur in (("a.csv", STMT), ("SOURCES.md", "# Notes")):
        (dossier / nom).write_text(valeur, "utf-8")
    autre = tmp_path / "autre"
    autre.mkdir()
    (autre / "SOURCES.md").write_text("# Autres notes", "utf-8")
    assert main(["importer", "tout", str(dossier), str(autre)]) == 0
    dits = resultats(capsys.readouterr().out)
    assert dits == {"SOURCES.md": "non reconnu", "a.csv": "publié", "autre/SOURCES.md": "non reconnu"}


def test_perimeters_come_before_the_rest():
    natures = [importation.Nature(s) for s in ("tension-rome", "defm-cvs", "bmo", importation.ZONAGE)]
    assert [n.source for n in sorted(natures, key=importation.rang)] == ["zonage", "defm-cvs", "tension-rome", "bmo"]


def test_one_official_file_out_of_twelve_is_known_under_another_name(reference, dossier):
    for f in reference.fichiers()[::12]:
        shutil.copyfile(f, dossier / "f.dat")
        assert str(importation.reconnaitre(dossier / "f.dat")) == str(importation.reconnaitre(f))


@pytest.mark.long  # half a minute; each file is imported once for the tests of its own dataset
def test_the_whole_official_folder_comes_in_by_one_command(reference, capsys):
    assert main(["importer", "tout", str(reference.racine)]) == 0
    lus = resultats(capsys.readouterr().out)
    assert sum(r == "publié" for r in lus.values()) == len(reference.fichiers())
    assert [z.code for z in zonages.zonages().values() if z.charge] == ["bassin", "ze"]
    assert "série CVS-CJO chargée" in Donnees().instantane("tension_rome", "2021").manifeste["notes"][0]

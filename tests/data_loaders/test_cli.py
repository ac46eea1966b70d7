"""The command line as a data steward uses it: exit codes, French messages, one JSON line, official figures."""

import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.lignes import COLONNES, PARTS
from geo import zonages
from tests import builders
from tests.data_loaders.conftest import Cli

NBSP = "\u00a0"
A_CHEVAL = "EPCI entiers, dont communes hors région"
SANS_ILE = "sans l’Île d’Yeu, qui n’est dans aucun EPCI"


@pytest.fixture
def demo(racine_demo, capsys, monkeypatch):
    """Commands on the demonstration."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_demo))
    return Cli(racine_demo, capsys)


@pytest.fixture
def officiel(racine_officielle, capsys, monkeypatch):
    """Commands on the official files."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_officielle))
    return Cli(racine_officielle, capsys)


def test_several_vintages_are_published_at_once_with_a_french_summary(cli, tmp_path):
    fichiers = [builders.fichier_bmo(tmp_path, annee) for annee in (2022, 2023)]
    code, sortie, erreur = cli("importer", "bmo", *fichiers)
    assert (code, erreur) == (0, "")
    assert "BMO 2022 : 7 lignes lues, 6 gardées (Pays de la Loire)" in sortie
    assert "  cellules masquées par le producteur : 1 en projets, 2 en difficiles et 3 en saisonniers" in sortie
    assert "  totaux visibles : au moins 368 projets, au moins 210 difficiles et au moins 35 saisonniers" in sortie
    assert "2 fichiers sur 2 publiés." in sortie
    assert Donnees().officiel.millesimes("bmo") == ["2022", "2023"]


def test_a_refused_file_does_not_hold_back_the_sound_ones(cli, tmp_path):
    page = tmp_path / "page.xlsx"
    page.write_bytes(b"<!DOCTYPE html><html></html>")
    code, sortie, erreur = cli(
        "importer", "bmo", builders.fichier_bmo(tmp_path, 2022), page, builders.fichier_bmo(tmp_path, 2023)
    )
    assert code == 3
    assert erreur.startswith("Refusé — page.xlsx : une page web au lieu d'un fichier de données")
    assert "Les instantanés en place restent inchangés." in erreur
    assert sortie.endswith("2 fichiers sur 3 publiés.\n")
    assert Donnees().officiel.millesimes("bmo") == ["2022", "2023"]


def test_a_terminal_alone_sees_how_far_an_import_is(cli, tmp_path, monkeypatch):
    fichier = builders.fichier_bmo(tmp_path, 2023)
    assert "%" not in cli("importer", "bmo", fichier)[2]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    dit = cli("importer", "bmo", fichier)[2]
    assert f"\r{fichier.name} 100\u00a0%" in dit
    assert dit.endswith("\r\x1b[K")


@pytest.mark.parametrize("chemin", ["absent.xlsx", ""])
def test_a_missing_file_is_refused(cli, tmp_path, chemin):
    code, _, erreur = cli("importer", "bmo", tmp_path / chemin)
    assert (code, "fichier introuvable" in erreur) == (3, True)


@pytest.mark.parametrize(
    "argv", ["", "inconnue", "importer inconnue x.csv", "importer bmo", "exporter bmo", "zonage canton x.csv"]
)
def test_a_command_badly_written_says_so_in_french(cli, argv):
    code, sortie, erreur = cli(*argv.split())
    assert (code, sortie) == (2, "")
    assert erreur.startswith("Commande mal écrite. Usage :")
    assert not {mot for mot in ("usage:", "error") if mot in erreur}


def test_help_is_french(cli):
    code, sortie, _ = cli("chiffre", "--help")
    assert (code, "afficher cette aide" in sortie, "positional arguments" in sortie) == (0, True, False)
    assert sortie.startswith("Usage :")


@pytest.mark.parametrize(("demande", "message"), [
    (("bmo_inconnu", "region:52", "2023"), "indicateur inconnu : « bmo_inconnu »"),
    (("bmo_projets", "canton:1", "2023"), "découpage inconnu : « canton »"),
    (("bmo_projets", "region:11", "2023"), "zone inconnue : « region:11 »"),
    (("bmo_projets", "region:", "2023"), "zone inconnue : « region: »"),
    # A name that is nearly one, a commune, a name that several zones have.
    (("bmo_projets", "lavall", "2023"), "zone inconnue : « lavall ». Vouliez-vous dire : bassin:5227 (Laval) ?"),
    (("bmo_projets", "Ernée", "2023"), "Cette commune est dans : bassin:5228 (Mayenne), departement:53 (Mayenne)"),
    (("bmo_projets", "basin:laval", "2023"), "découpage inconnu : « basin ». Vouliez-vous dire : bassin"),
    (("population", "epci:loire", "2023"), "plusieurs zones s’appellent « loire » : epci:"),
    (("bmo_projet", "region:52", "2023"), "Vouliez-vous dire : bmo_projets (Projets de recrutement)"),
    (("bmo_projets", "region:52", "2023", "--metier", "zzzz"), "métier mal écrit : « zzzz »"),
    # The code of another zoning.
    (("population", "spo:5221", "2023"), "zone inconnue : « spo:5221 »"),
    (("bmo_projets", "region:52", "2023-T3"), "l’indicateur bmo_projets est annuel, forme AAAA"),
    (("defm_a", "spo:ancenis", "2019"), "l’indicateur defm_a est mensuel, forme AAAA-MM"),
    (("taux_chomage", "region:52", "2019-12"), "l’indicateur taux_chomage est trimestriel, forme AAAA-Tn"),
    (("bmo_projets", "region:52", "\uff12\uff10\uff12\uff13"), "forme AAAA"),
    (("bmo_projets", "region:52", "2023\n"), "forme AAAA"),
    (("bmo_projets", "region:52", "2023", "--metier", "ZZZ99"), "métier mal écrit : « ZZZ99 »"),
    (("bmo_projets", "region:52", "2023", "--metier", "rome:V1Z80"), "métier mal écrit"),
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


@pytest.fixture
def invente(racine_inventee, capsys, monkeypatch):
    """Commands on it."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_inventee))
    return Cli(racine_inventee, capsys)


def test_a_figure_is_one_line_of_json_or_in_words_with_all_that_makes_it_honest(invente):
    code, sortie, erreur = invente("chiffre", "bmo_projets", "--zone", "region:52", "--periode", "2023", "--json")
    assert (code, erreur, len(sortie.splitlines())) == (0, "", 1)
    c = json.loads(sortie)
    assert c.keys() == COLONNES.keys() - PARTS.keys()
    assert (c["valeur"], c["au_moins"], c["borne_basse"], c["borne_haute"]) == (368, True, 368, 372)
    assert (c["obs_status"], c["unite"], c["millesime"]) == ("A", "projets", "2023")
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
    assert (c["valeur"], c["obs_status"]) == (valeur, "A")


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
    assert {tuple(t.split(", ")[-2:]) for t in tetes} == {
        (lieu, annee) for lieu in ("Laval", "Nantes", "Mayenne") for annee in ("2023", "2024")
    }
    noms = {t.removeprefix("Projets de recrutement, ").rsplit(", ", 2)[0] for t in tetes}
    assert noms == {"Ouvriers de la construction et du bâtiment", "Autres métiers"}
    # « Loiré » is a commune; Loire-Authion and others hold its word.
    loire = demo.chiffre("population", "commune:loiré", "2023")
    assert (loire["code_zone"], loire["libelle_zone"]) == ("49178", "Loiré")


def test_every_zone_and_period_in_lines_of_json_then_in_files(demo, tmp_path):
    question = ("chiffre", "bmo_projets", "--zone", "bassin", "--periode", "toutes")
    _, sortie, _ = demo(*question, "--json")
    lus = [json.loads(ligne) for ligne in sortie.splitlines()]
    codes, annees = set(zonages.zones("bassin")["code_zone"]), Donnees().periodes("bmo")
    assert {(x["code_zone"], x["periode"]) for x in lus} == {(c, p) for c in codes for p in annees}
    for suffixe, lire in (("csv", lire_csv), ("xlsx", lire_xlsx), ("parquet", pd.read_parquet)):
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


def lire_csv(chemin):
    return pd.read_csv(chemin, sep=";", decimal=",", dtype={"code_zone": str, "periode": str}, encoding="utf-8-sig")


def lire_xlsx(chemin):
    return pd.read_excel(chemin, "chiffres", dtype={"code_zone": str, "periode": str})


@pytest.mark.parametrize("forme", ["csv", "parquet", "xlsx"])
def test_datasets_are_written_with_their_labels(demo, tmp_path, forme):
    code, sortie, _ = demo("exporter", "stmt_dep", "chomage_ze", "--format", forme, "--vers", tmp_path)
    assert code == 0
    ecrits = sorted(f.name for f in tmp_path.iterdir() if f.is_file())
    milieu = "" if forme == "xlsx" else "_observations"
    assert ecrits == [f"chomage_ze{milieu}.{forme}", f"stmt_dep{milieu}.{forme}"]
    assert all(" — Données de démonstration" in ligne for ligne in sortie.splitlines())
    lire = {
        "csv": lambda f: pd.read_csv(f, sep=";", encoding="utf-8-sig"),
        "parquet": pd.read_parquet,
        "xlsx": lambda f: pd.read_excel(f, "observations"),
    }[forme]
    assert {"libelle_departement", "libelle_obs_status"} <= set(lire(tmp_path / ecrits[1]))


def test_what_is_not_given_back_is_said_and_a_wrong_name_has_a_suggestion(demo, tmp_path):
    code, _, erreur = demo("exporter", "convention", "--vers", tmp_path)
    assert (code, erreur) == (2, "convention : non écrit, non transmis\n")
    code, _, erreur = demo("exporter", "bmoo", "--vers", tmp_path)
    assert code == 2
    assert "jeu inconnu : « bmoo ». Vouliez-vous dire : bmo" in erreur


@pytest.mark.parametrize("module", ["data_loaders", "pages"])
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
    (ligne,) = cli("etat", "--json")[1].splitlines()
    etat = json.loads(ligne)
    par_nom = {d["dataset"]: d for d in etat["datasets"]}
    assert (par_nom["bmo"]["demonstration"], par_nom["defm_epci"]["demonstration"]) == (False, True)
    assert list(par_nom["bmo"]["millesimes"]) == ["2023"]
    assert ({z["zonage"] for z in etat["zonages"]}, etat["fautes"]) == (set(zonages.CODES), [])
    instantane = Donnees().officiel.instantane("bmo", "2023").identifiant
    parquet = cli.racine / "snapshots" / "bmo" / instantane / "observations.parquet"
    parquet.write_bytes(parquet.read_bytes()[:-8])
    assert f"Abîmé : bmo/{instantane} : observations.parquet modifié" in cli("etat")[1]


def test_a_perimeter_is_replaced_and_refused_ones_change_nothing(cli, demo_propre, tmp_path):
    c = zonages.communes()
    table = c.assign(
        code_zone=c["code_departement"].map({"44": "ouest", "85": "ouest"}).fillna("est"),
        libelle_zone=lambda t: t["code_zone"].str.capitalize(),
    )
    fichier = tmp_path / "spo.csv"
    table[["code_commune", "code_zone", "libelle_zone"]].to_csv(fichier, sep=";", index=False)
    code, sortie, erreur = cli("zonage", "spo", fichier)
    assert (code, erreur) == (0, "")
    assert sortie
    assert set(zonages.zones("spo")["code_zone"]) == {"est", "ouest"}
    etat = cli("etat")[1]
    assert "Découpage spo" in etat
    assert ", chargé par fichier" in etat
    attendu = int(c.loc[c["code_departement"].isin(["44", "85"]), "population_nb"].sum())
    assert cli.chiffre("population", "spo:ouest", "2023")["valeur"] == attendu

    table.loc[0, "code_commune"] = "99999"
    table[["code_commune", "code_zone", "libelle_zone"]].to_csv(fichier, sep=";", index=False)
    code, _, erreur = cli("zonage", "spo", fichier)
    assert code == 3
    assert erreur.startswith("Refusé — ")
    assert "Le découpage en place reste inchangé." in erreur
    assert set(zonages.zones("spo")["code_zone"]) == {"est", "ouest"}


def test_a_filled_template_is_never_overwritten(cli, tmp_path):
    modele = tmp_path / "modele.xlsx"
    assert cli("modele", "convention", modele)[0] == 0
    contenu = modele.read_bytes()
    code, _, erreur = cli("modele", "convention", modele)
    assert (code, "existe déjà" in erreur, modele.read_bytes()) == (2, True, contenu)


@pytest.mark.parametrize(("nom", "fichier"), [("suivi", "suivi.xlsx"), ("convention", "convention.csv")])
def test_a_model_is_only_written_under_its_own_suffix(cli, tmp_path, nom, fichier):
    code, _, erreur = cli("modele", nom, tmp_path / fichier)
    assert (code, f"pas « {fichier} »" in erreur, (tmp_path / fichier).exists()) == (2, True, False)


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


@pytest.mark.parametrize("zonage", ["spo", "zef", "gtec"])
def test_every_area_shows_something_true(officielles, zonage):
    for indicateur in ("defm_a", "defm_abc"):
        t = tableau.calculer(officielles, indicateur, zonage)
        lignes = t.periode("2019-12")
        assert set(lignes.index) == set(zonages.zones(zonage)["code_zone"])
        assert (lignes["value"] > 0).all()
        assert t.demonstration is False


@pytest.mark.parametrize(("raison", "zones"), [
    (SANS_ILE, ("spo:les-sables-d-olonne", "zef:challans")),
    (A_CHEVAL, ("spo:chateaubriant", "spo:saint-nazaire", "spo:sarthe-nord", "zef:redon", "epci:246100663")),
])  # fmt: skip
def test_a_zone_not_quite_covered_by_the_file_says_so(officiel, zones, raison):
    lus = {zone: officiel.chiffre("defm_a", zone, "2019-12") for zone in zones}
    assert {z: (c["obs_status"], c["raison"]) for z, c in lus.items()} == dict.fromkeys(zones, ("D", raison))


def test_official_job_seekers_are_those_of_whole_groupings_and_the_region_has_none(officiel):
    spo, epci, region = (
        officiel.chiffre("defm_a", z, "2019-12") for z in ("spo:ancenis", "epci:244400552", "region:52")
    )
    assert (spo["valeur"], spo["obs_status"]) == (epci["valeur"], "A") == (2298, "A")
    assert (region["valeur"], region["obs_status"]) == (None, "L")
    assert region["raison"].startswith("n.d. : le fichier est diffusé par EPCI entier")

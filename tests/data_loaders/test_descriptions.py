"""An indicator by a file: what a description makes of it, and what it refuses."""

import io
import json
import shutil
import tomllib

import pandas as pd
import pytest

from data_loaders import contracts, jeux
from data_loaders.chiffres import origine, tableau
from data_loaders.commandes import importation
from data_loaders.contracts import descriptions
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.registre import Registre
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.evaluation import diffusable
from geo import zonages
from tests import builders

# Invented figures. 49069 and 49126 are one commune today, 35238 is elsewhere.
ENTETE = "GEO;TAILLE;TIME_PERIOD;OBS_STATUS;OBS_VALUE\n"
LONG = """GEO;TAILLE;TIME_PERIOD;OBS_STATUS;OBS_VALUE
49126;_T;2023;A;10
49069;_T;2023;A;4
49069;_T;2024;A;5
49126;_T;2024;A;11
44001;_T;2023;A;20
44001;_T;2024;P;21
44001;1T9;2024;A;7
53130;_T;2023;A;30
53130;_T;2024;K;0
35238;_T;2024;A;999
"""
ATELIERS = """nom = "ateliers_essai"
titre = "Ateliers d’essai par commune"
producteur = "Producteur d’essai"
licence = "Licence Ouverte 2.0"
adresse = "https://example.org/ateliers"
rythme = "annuel"
zonage = "commune"
zone = "GEO"
periode = "TIME_PERIOD"
statut = "OBS_STATUS"
secret = ["K"]
secret_max = 4
absent = "zero"
filtres = { TAILLE = "_T" }
[indicateurs.ateliers_nb]
valeur = "OBS_VALUE"
libelle = "Ateliers d’essai"
unite = "ateliers"
phrase = "ouverts à la fin de l’année"
champ = "Ateliers d’essai"
addition = "somme"
total = { 2023 = 64 }
"""
TAUX = """nom = "taux_essai"
titre = "Taux d’essai"
producteur = "Producteur d’essai"
licence = "ODbL"
adresse = "https://example.org"
rythme = "trimestriel"
zonage = "departement"
zone = "Code"
[indicateurs.taux_essai_pct]
valeur = "T{t}_{aaaa}"
libelle = "Taux d’essai"
unite = "%"
phrase = "d’essai"
champ = "Essais"
addition = "jamais"
"""
LARGE = "Code;Libellé;T3_1982;T4_1982;T1_1983\n44;Loire-Atlantique;7,1;7,25;nd\n53;Mayenne;6;6,1;5,9\n"


@pytest.fixture(autouse=True)
def registres():
    """What a test describes is forgotten after it."""
    yield
    Registre.inscrire(())


@pytest.fixture
def ecrire(tmp_path):
    def ecrire(description=ATELIERS, contenu=LONG, nom="ateliers", ext="csv", dossier="recus"):
        (tmp_path / dossier).mkdir(exist_ok=True)
        d, f = (tmp_path / dossier / f"{nom}.{e}" for e in ("toml", ext))
        d.write_text(description, "utf-8")
        f.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
        return d, f

    return ecrire


def importer(cli, d, f, *suite):
    return cli("importer", "--description", d, f, *suite)


def chiffre(cli, indicateur, zone, periode):
    return tableau.chiffre(Donnees(cli.racine), indicateur, *zone.split(":"), periode)


def test_a_count_by_commune_is_published_and_summed_to_every_zoning(cli, ecrire):
    assert len(ATELIERS.splitlines()) <= 22
    code, sortie, erreur = importer(cli, *ecrire())
    assert (code, erreur) == (0, "")
    assert "49069 dans Orée d’Anjou" in sortie
    assert chiffre(cli, "ateliers_nb", "commune:49126", "2024")["valeur"] == 16
    assert chiffre(cli, "ateliers_nb", "region:52", "2023")["valeur"] == 64
    maine = chiffre(cli, "ateliers_nb", "departement:49", "2024")
    assert (maine["valeur"], maine["source"]) == (16, "Producteur d’essai, ateliers d’essai par commune")
    assert chiffre(cli, "ateliers_nb", "departement:85", "2024")["valeur"] == 0  # the description says it
    assert chiffre(cli, "ateliers_nb", "commune:44001", "2024")["obs_status"] == "P"
    d = Donnees(cli.racine)
    for zonage in INDICATEURS["ateliers_nb"].zonages:
        lignes = tableau.calculer(d, "ateliers_nb", zonage).periode("2023")
        assert set(lignes.index) == set(zonages.noms(zonage))
        if zonages.zonage(zonage).partition:
            assert lignes["value"].sum() == 64


def test_a_mark_of_secrecy_is_a_status_and_a_sum_around_it_is_a_lower_bound(cli, ecrire):
    importer(cli, *ecrire())
    cache = chiffre(cli, "ateliers_nb", "commune:53130", "2024")
    assert (cache["valeur"], cache["obs_status"]) == (None, "Q")
    region = tableau.calculer(Donnees(cli.racine), "ateliers_nb", "region").periode("2024").loc["52"]
    assert (region["value"], region["minorant"], region["borne_haute"]) == (37, True, 41)
    sans = ATELIERS.replace("secret_max = 4\n", "")
    importer(cli, *ecrire(sans))
    assert chiffre(cli, "ateliers_nb", "region:52", "2024")["valeur"] is None


def test_the_way_back_names_the_communes_of_a_sum(cli, ecrire):
    importer(cli, *ecrire())
    d = Donnees(cli.racine)
    o = origine.remonter(d, tableau.calculer(d, "ateliers_nb", "departement"), "49", "2024")
    assert (list(o.lignes["libelle"]), o.genre, o.source["fichier"]) == (["Orée d’Anjou"], "somme", "ateliers.csv")


def test_a_column_a_period_and_a_rate_that_never_adds_up(cli, ecrire):
    d, f = ecrire(TAUX.replace('zone = "Code"', 'zone = "Code"\nmanquant = ["nd"]'), LARGE)
    code, sortie, erreur = importer(cli, d, f)
    assert (code, erreur) == (0, "")
    assert "3ᵉ trimestre 1982 à 1ᵉʳ trimestre 1983" in sortie
    assert chiffre(cli, "taux_essai_pct", "departement:44", "1982-T4")["valeur"] == 7.25
    assert chiffre(cli, "taux_essai_pct", "departement:44", "1983-T1")["obs_status"] == "O"
    assert INDICATEURS["taux_essai_pct"].genre == "taux"
    assert "aucun chiffre n’est estimé" in chiffre(cli, "taux_essai_pct", "region:52", "1982-T4")["raison"]


@pytest.mark.parametrize("ext", ["parquet", "xlsx", "ods"])
def test_a_workbook_and_a_parquet_give_the_same(cli, ecrire, tmp_path, ext):
    df = pd.read_csv(io.StringIO(LONG), sep=";", dtype={"GEO": str})
    chemin = tmp_path / f"source.{ext}"
    if ext == "parquet":
        df.to_parquet(chemin, index=False)
    elif ext == "xlsx":
        df.to_excel(chemin, index=False)
    else:
        builders.ods(chemin, {"Données": [list(df), *df.to_numpy().tolist()]})
    code, _, erreur = importer(cli, *ecrire(contenu=chemin.read_bytes(), ext=ext))
    assert (code, erreur) == (0, "")
    assert chiffre(cli, "ateliers_nb", "region:52", "2023")["valeur"] == 64


def test_it_is_known_of_a_new_process_then_imported_by_its_name(cli, ecrire):
    d, f = ecrire()
    importer(cli, d, f)
    Registre.inscrire(())
    f.write_text(LONG.replace("44001;_T;2024;P;21", "44001;_T;2024;A;23"), "utf-8")
    assert cli("importer", "ateliers_essai", f)[0] == 0
    assert chiffre(cli, "ateliers_nb", "commune:44001", "2024")["valeur"] == 23
    assert importation.reconnaitre(f).source == "ateliers_essai"
    assert (cli.racine / "snapshots/ateliers_essai").is_dir()
    assert cli("revenir", "ateliers_essai", "2024", *versions(cli)[1:])[0] == 0
    assert chiffre(cli, "ateliers_nb", "commune:44001", "2024")["valeur"] == 21


def versions(cli):
    return [i.identifiant for i in Donnees(cli.racine).officiel.versions("ateliers_essai")]


def test_a_lost_list_of_snapshots_is_repaired_with_what_was_described(cli, ecrire):
    importer(cli, *ecrire())
    for nom in ("current.json", "current.copie.json"):
        (cli.racine / "snapshots" / nom).unlink()
    assert cli("reparer")[0] == 0
    assert chiffre(cli, "ateliers_nb", "region:52", "2023")["valeur"] == 64


def test_a_folder_and_the_data_root_take_a_description_with_its_file(cli, ecrire, capsys):
    d, _ = ecrire()
    assert cli("importer", "tout", d.parent)[0] == 0
    assert chiffre(cli, "ateliers_nb", "region:52", "2023")["valeur"] == 64
    depot = cli.racine / importation.DEPOSES
    depot.mkdir()
    (depot / "taux.toml").write_text(TAUX.replace("zone =", 'fichier = "chomage*.csv"\nzone ='), "utf-8")
    (depot / "chomage_2001.csv").write_text(LARGE.replace("nd", "5,8"), "utf-8")
    importation.deposer(Donnees(cli.racine))
    assert chiffre(cli, "taux_essai_pct", "departement:44", "1983-T1")["valeur"] == 5.8
    # What was refused is said once, and tried again when it changes.
    (depot / "chomage_2001.csv").write_text(LARGE, "utf-8")
    for attendu in ("Refusé", ""):
        capsys.readouterr()
        importation.deposer(Donnees(cli.racine))
        assert capsys.readouterr().err[:6] == attendu
    assert chiffre(cli, "taux_essai_pct", "departement:44", "1983-T1")["valeur"] == 5.8


def test_verifier_says_what_is_missing_and_what_would_be_read(cli, ecrire):
    d, _ = ecrire(ATELIERS.replace('rythme = "annuel"\n', "").replace('unite = "ateliers"\n', ""))
    code, _, erreur = cli("verifier-description", d)
    assert code == 3
    assert "rythme manque" in erreur
    assert "[indicateurs.ateliers_nb] unite manque" in erreur
    code, sortie, erreur = cli("verifier-description", *ecrire())
    assert (code, erreur) == (0, "")
    assert "Ateliers d’essai, 2024" in sortie
    assert not (cli.racine / "snapshots" / "ateliers_essai").exists()
    assert "ateliers_essai" not in contracts.CONTRATS
    assert "ateliers_nb" not in INDICATEURS
    assert "ateliers_essai" not in jeux.JEUX


A, L, T = ATELIERS, LONG, TAUX
COMMUNES_D_AILLEURS = ENTETE + "35238;_T;2023;A;3\n"
REFUS = {
    "colonne": (A.replace('valeur = "OBS_VALUE"', 'valeur = "VALEUR"'), L, "VALEUR"),
    "doublon": (A.replace('filtres = { TAILLE = "_T" }\n', ""), L, "deux lignes pour la même zone"),
    "taux additionné": (T.replace('"jamais"', '"somme"'), LARGE, "un taux ne s’additionne pas"),
    "taux sans le dire": (
        A.replace("total = { 2023 = 64 }\n", ""),
        L.replace(";10\n", ";10.5\n")
        .replace(";20\n", ";20.5\n")
        .replace(";4\n", ";4.5\n")
        .replace(";5\n", ";5.5\n")
        .replace(";11\n", ";11.5\n"),
        "dits additionnables",
    ),
    "autre géographie": (
        A,
        "GEO;TAILLE;TIME_PERIOD;OBS_STATUS;OBS_VALUE\n244400537;_T;2023;A;3\n",
        "ceux de zones (EPCI)",
    ),
    "autre région": (A, COMMUNES_D_AILLEURS, "aucune ligne de la région"),
    "chemin": (A.replace('zone = "GEO"', 'zone = "GEO"\nfichier = "../../etc/x.csv"'), L, "sans dossier"),
    "nom hors du dossier": (A.replace('"ateliers_essai"', '"../essai"'), L, "nom : un code"),
    "script": (A.replace("Ateliers d’essai par", "<script>alert(1)</script>"), L, "signe interdit"),
    "adresse": (A.replace("https://example.org/ateliers", "javascript:alert(1)"), L, "adresse :"),
    "nom livré": (A.replace('"ateliers_essai"', '"bmo"'), L, "nom déjà pris"),
    "indicateur livré": (A.replace("indicateurs.ateliers_nb", "indicateurs.defm_a"), L, "nom déjà pris"),
    "clé inconnue": (A + "decimale_ = 1\n", L, "« decimale_ » n’est pas connu"),
    "total": (A.replace("= 64", "= 65"), L, "total attendu 65"),
    "bornes": (A.replace('addition = "somme"', 'addition = "somme"\nbornes = [0, 25]'), L, "valeur impossible"),
    "signe": (A, L.replace(";20\n", ";?\n"), "signe inconnu"),
    "statut": (A, L.replace("P;21", "Z;21"), "statut inconnu"),
    "filtre": (A.replace('"_T"', '"X"'), L, "aucune ligne où TAILLE vaut X"),
    "période": (A, L.replace("2023", "mars"), "période qui n’est pas"),
    "commune inconnue": (A, L.replace("P;21", "P;22") + "44999;_T;2023;A;1\n", "code inconnu"),
    "pas du TOML": ("nom = [" * 3000, L, "ce n’est pas du TOML"),
    "énorme": (A + "# " + "x" * 70_000, L, "description de plus de"),
    "vide": (A, "", "fichier vide"),
    "bombe": (A, b"PAR1" + b"\0" * 64, "illisible"),
}


def test_a_bad_input_is_refused_in_french_kept_and_replaces_nothing(cli, ecrire):
    importer(cli, *ecrire())
    avant = (cli.racine / "snapshots/current.json").read_bytes()
    for cas, (description, contenu, attendu) in REFUS.items():
        d, f = ecrire(description, contenu, nom=f"mauvais_{len(cas)}")
        code, sortie, erreur = importer(cli, d, f)
        assert (cas, code, sortie) == (cas, 3, "")
        assert attendu in erreur, cas
        assert "restent inchangés" in erreur
        assert (cli.racine / "snapshots/current.json").read_bytes() == avant
        (garde,) = (cli.racine / "quarantine").iterdir()
        assert json.loads((garde / "reason.json").read_text("utf-8"))["fichier"] == f.name
        assert (garde / "description.toml").read_text("utf-8") == description
        shutil.rmtree(garde)
    assert chiffre(cli, "ateliers_nb", "region:52", "2023")["valeur"] == 64
    assert not list(cli.racine.rglob("staging/*"))


def test_an_unknown_commune_is_left_aside_once_confirmed(cli, ecrire):
    d, f = ecrire(contenu=LONG + "44999;_T;2023;A;1\n")
    assert importer(cli, d, f)[0] == 3
    assert importer(cli, d, f, "--confirmer", "zone-inconnue")[0] == 0
    assert chiffre(cli, "ateliers_nb", "region:52", "2023")["valeur"] == 64


def test_a_licence_that_is_not_open_is_said_and_gives_no_file(cli, ecrire):
    d, f = ecrire(TAUX.replace('zone = "Code"', 'zone = "Code"\nmanquant = ["nd"]'), LARGE)
    assert "licence « ODbL »" in cli("verifier-description", d, f)[1]
    importer(cli, d, f)
    assert not diffusable(Donnees(cli.racine), "taux_essai")


def test_a_text_of_description_is_the_whole_of_it():
    d = descriptions.analyser(ATELIERS, "essai")
    assert d == descriptions.analyser(ATELIERS, "ailleurs")
    assert d.contrat.description == ATELIERS
    assert tomllib.loads(d.texte)["nom"] == d.nom
    with pytest.raises(ErreurDonnees):
        descriptions.analyser(ATELIERS.replace("addition", "adition"), "essai")


# Conversions of those who republish: their descriptions are here alone, their files beside the reference.
ENTETES = 'producteur = "{}"\nlicence = "non précisée"\nadresse = "https://example.org"\nrythme = "{}"\nzonage = "{}"\n'
EMPLOIS = f"""nom = "emplois_prives"
titre = "Emplois privés"
{ENTETES.format("Urssaf", "annuel", "commune")}zone = "code"
periode = "year"
filtres = {{ echelon = "communes" }}
absent = "zero"
[indicateurs.emplois_prives]
valeur = "eff_total"
libelle = "Emplois privés"
unite = "emplois"
phrase = "privés à la fin de l’année"
champ = "Salariés du privé au 31 décembre, hors agriculture ; intérim à l’agence"
addition = "somme"
total = {{ 2019 = 1083788, 2024 = 1168239 }}
"""
EMPLOIS_ZE = (
    (EMPLOIS.replace("emplois_prives", "emplois_prives_ze").replace('"commune"', '"ze"').replace('"communes"', '"ze"'))
    .replace("{ 2019 = 1083788, 2024 = 1168239 }", "{ 2024 = 1159954 }")
    .replace('absent = "zero"\n', "")
)
CHOMAGE = f"""nom = "chomage_recent"
titre = "Chômage récent"
{ENTETES.format("Insee", "trimestriel", "ze")}zone = "ZE2020"
periode = "trimestre"
[indicateurs.chomage_recent]
valeur = "taux_chomage_pct"
libelle = "Taux de chômage"
unite = "%"
decimales = 1
phrase = "de la population active est au chômage"
champ = "Chômeurs au sens du BIT"
addition = "jamais"
"""
SALARIES = f"""nom = "emploi_salarie"
titre = "Emploi salarié"
{ENTETES.format("Insee", "annuel", "ze")}zone = "code_ze"
periode = "year"
filtres = {{ na5 = "T" }}
[indicateurs.emploi_salarie]
valeur = "eff"
libelle = "Emploi salarié"
unite = "emplois"
phrase = "salariés"
champ = "Emploi salarié au lieu de travail"
addition = "somme"
total = {{ 1998 = 1164640, 2019 = 1478669, 2023 = 1570523 }}
"""
OTTD = f"""nom = "structure_ze"
titre = "Structure de la population"
{ENTETES.format("Insee", "annuel", "ze")}zone = "code"
[indicateurs.plus_de_75_ans]
valeur = "dmv_75p_pct_{{aa}}"
libelle = "Part des 75 ans et plus"
unite = "%"
phrase = "des habitants ont 75 ans ou plus"
champ = "Population des ménages"
addition = "jamais"
[indicateurs.population_ze]
valeur = "P{{aa}}_POP"
libelle = "Population"
unite = "habitants"
phrase = "recensés"
champ = "Population municipale"
addition = "somme"
"""
VRAIS = {
    "urssaf_effectifs_prives_2014_2024_communes_epci_ze_dep_region52.csv": [
        (EMPLOIS, ("emplois_prives", "region:52", "2024", 1168239)),
        (EMPLOIS_ZE, ("emplois_prives_ze", "ze:5216", "2024", 375621)),
    ],
    "insee_chomage_ze2020_2021T1_2025T4_region52.csv": [(CHOMAGE, ("chomage_recent", "ze:5213", "2025-T4", 4.3))],
    "insee_emploi_salarie_ze2020_1998_2023_region52.csv": [(SALARIES, ("emploi_salarie", "ze:5216", "2023", 482231))],
    "ottd_indicateurs_ze2020_region52.csv": [(OTTD, ("population_ze", "ze:5216", "2023", 998361))],
}


@pytest.mark.parametrize("nom", VRAIS)
def test_genuine_files_give_the_totals_that_are_known_of_them(cli, ecrire, reference, nom):
    chemin = reference.racine.parent / "emploi" / nom
    if not chemin.is_file():
        pytest.skip(f"{chemin.parent.name} is not beside the reference")
    for description, (indicateur, zone, periode, attendu) in VRAIS[nom]:
        d, f = ecrire(description, chemin.read_bytes())
        code, _, erreur = importer(cli, d, f)
        assert (code, erreur) == (0, "")
        lue = chiffre(cli, indicateur, zone, periode)["valeur"]
        assert lue == attendu

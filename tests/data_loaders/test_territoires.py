"""Zonings from tables: communes of the official ones, the workbook of a perimeter."""

import json
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data_loaders import __main__ as commande
from data_loaders.commandes import importation
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import communes, zonage as saisie
from geo import zonages
from pages.figures.territoires import lieu
from tests import builders

NANTES = "44109"


@pytest.fixture
def table():
    """One row a commune of today: arrondissement and EPCI invented, `ZZZZZZZZZ` for one commune without EPCI."""
    base = zonages.communes()
    df = pd.DataFrame({"CODGEO": base["code_commune"], "LIBGEO": base["libelle_commune"]})
    df["DEP"] = df["CODGEO"].str[:2]
    df["ARR"] = df["DEP"] + "9"
    df["EPCI"] = "299999999"
    df.loc[df["CODGEO"] == "85113", "EPCI"] = "ZZZZZZZZZ"
    df["ZE2020"], df["TYPO"] = "9901", "x"
    return df


def ecrire(dossier, df, nom="table_2031.csv"):
    df.to_csv(dossier / nom, index=False)
    return dossier / nom


def test_levels_are_known_by_name_and_a_table_without_any_year_takes_that_of_its_reading(table, tmp_path):
    ailleurs = table.iloc[:1].assign(CODGEO="35001", DEP="35")
    lu = communes.lire(ecrire(tmp_path, pd.concat([table, ailleurs])))
    assert (lu.dataset, lu.millesime) == ("appartenance", "2031")
    assert lu.dit[0].endswith(", édition 2031 : 1\u202f229 lignes lues, 1 d'autres régions laissées de côté")
    assert lu.dit[1] == "zones : département 5 · arrondissement 5 · intercommunalité 1 · zone d'emploi 1"
    df = lu.tables["communes"].to_pandas()
    assert df[df["code_commune"] == "85113"]["niveau"].tolist() == ["arrondissement", "departement", "zone_emploi"]
    assert set(df.loc[df["niveau"] == "zone_emploi", "vintage"]) == {"2020"}
    clpe = pd.DataFrame({"commune_id": table["CODGEO"], "territoire_id": "C1", "territoire_libelle": "Ici"})
    lu = communes.lire(ecrire(tmp_path, clpe, "clpe.csv"))
    assert (lu.dataset, lu.millesime, lu.dit[1]) == ("clpe", str(date.today().year), "zones : comité local 1")


@pytest.mark.parametrize(("nom", "edition", "note"), [
    ("x.csv", "2020", "de son découpage le plus récent"),
    ("x_1999.csv", "2020", "le plus récent"),
    ("a2031b.csv", "2031", ""),
])  # fmt: skip
def test_the_edition_is_said_or_its_origin_is(table, tmp_path, nom, edition, note):
    lu = communes.lire(ecrire(tmp_path, table, nom))
    assert lu.millesime == edition
    assert note in " ".join(lu.notes)
    assert bool(note) == bool(lu.notes)


@pytest.mark.parametrize(("change", "regle", "message"), [
    (lambda t: t.rename(columns={"ARR": "AUTRE"}), "colonnes", "CODGEO, LIBGEO, DEP, AUTRE"),
    (lambda t: t.iloc[1:], "communes", "communes absentes"),
    (lambda t: pd.concat([t, t.iloc[:1].assign(CODGEO="44999")]), "communes", "44999"),
    (lambda t: pd.concat([t, t.iloc[:1].assign(ARR="999")]), "cle", "en double"),
])  # fmt: skip
def test_refusals_say_what_was_seen_and_publish_nothing(table, donnees, tmp_path, change, regle, message):
    with builders.refus(regle, message):
        builders.importer(donnees, "communes", ecrire(tmp_path, change(table)))
    assert donnees.officiel.millesimes("appartenance") == []


@pytest.mark.parametrize("nombre", ["", "1.5"])
def test_a_label_counts_communes(tmp_path, nombre):
    df = pd.DataFrame({"NIVGEO": ["ARR"], "CODGEO": ["449"], "LIBGEO": ["Ici"], "NB_COM": [nombre]})
    with pytest.raises(ErreurDonnees, match="NB_COM"):
        communes.lire(ecrire(tmp_path, df))


def test_a_commune_is_placed_in_the_official_zonings_that_were_imported(table, donnees, tmp_path):
    assert lieu.de_commune(donnees, NANTES) == []
    builders.importer(donnees, "communes", ecrire(tmp_path, table))
    noms = {code: nom for _, nom, code, _ in lieu.de_commune(donnees, NANTES)}
    assert noms["449"] == "nom non transmis"
    lignes = [["ARR", "449", "<b>Ici</b>", "3"], ["XYZ", "1", "?", "1"]]
    libelles = pd.DataFrame(lignes, columns=["NIVGEO", "CODGEO", "LIBGEO", "NB_COM"])
    dit = builders.importer(donnees, "communes", ecrire(tmp_path, libelles, "libelles_2031.csv"))
    assert "Niveaux laissés de côté : XYZ." in "\n".join(dit)
    trouves = lieu.de_commune(donnees, NANTES)
    assert [quoi for quoi, *_ in trouves] == ["Département", "Arrondissement", "Intercommunalité", "Zone d’emploi 2020"]
    assert trouves[1] == ("Arrondissement", "<b>Ici</b>", "449", "Insee, 2031")
    assert "&lt;b&gt;Ici" in lieu.table_officiels(trouves).lignes[1][1]


def test_official_tables(producteurs):
    df = producteurs.lire("appartenance", "communes")
    zones = df.groupby(["edition", "niveau"])["code"].nunique()
    # 17 arrondissements in 2013, on which the working SPO perimeter rests; 16 since.
    assert (zones["2013", "arrondissement"], zones["2024", "arrondissement"]) == (17, 16)
    assert df.groupby("edition")["code_commune"].nunique().to_dict() == {"2013": 1496, "2024": 1232}
    dits = {quoi: nom for quoi, nom, *_ in lieu.de_commune(producteurs, NANTES)}
    assert dits["Comité local pour l’emploi"].startswith("Loire-Atlantique")
    assert "nom non transmis" not in dits.values()


CODE, ZONE, LIBELLE = 1, 4, 5


def modele(dossier, nom, changer):
    chemin = dossier / f"{nom}.xlsx"
    saisie.ecrire_modele(chemin, nom)
    livre = openpyxl.load_workbook(chemin)
    changer(livre)
    livre.save(chemin)
    return chemin


def charger(nom, chemin):
    return commande.main(["zonage", nom, str(chemin)])


@pytest.mark.parametrize("nom", ["bassin", "spo", "gtec"])
def test_a_model_sent_back_is_the_zoning_in_force(tmp_path, nom):
    avant, chemin = zonages.appartenance(nom), tmp_path / "z.xlsx"
    assert commande.main(["modele", "zonage", str(chemin), "--decoupage", nom]) == 0
    assert importation.reconnaitre(chemin) == importation.Nature(importation.ZONAGE, nom)
    assert charger(nom, chemin) == 0
    assert zonages.zonage(nom).charge
    assert zonages.zonage(nom).confiance == "hypothèse de travail"
    assert zonages.appartenance(nom).to_dict() == avant.to_dict()


@pytest.mark.parametrize("forme", ["ods", "nombres"])
@pytest.mark.parametrize(("nom", "titres"), [
    ("bassin", ("code_commune_insee", "code_bassin_BMO", "lib_bassin_BMO")),
    ("ze", ("codgeo", "ze2020", "libze2020")),
])  # fmt: skip
def test_the_table_of_a_producer_saved_again_is_that_table(tmp_path, nom, titres, forme):
    avant, noms = zonages.appartenance(nom).to_dict(), zonages.zones(nom).set_index("code_zone")["libelle_zone"]
    nombre = int if "nombres" in forme else str
    corps = [["x", nombre(c), nombre(z), noms[z]] for c, z in avant.items() if z]
    table = [["reg", *titres], *corps]
    ecrire = builders.ods if forme == "ods" else builders.classeur
    chemin = ecrire(tmp_path / "table_2021.xlsx", {"Feuil1": table})
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
    "commune sans zone": (lambda livre: livre["Communes zef"].delete_rows(5), "communes sans zone"),
    "commune en double": (cellule("Communes zef", CODE, "44001", 3), "ligne en double de la ligne 2"),
    "autre découpage": (cellule("Communes zef", ZONE, "Code de zone spo", 1), "repartir du modèle"),
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

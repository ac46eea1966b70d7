"""The workbooks of the training offer and of the sites of the networks; the agencies of 2019."""

import pytest

from data_loaders import __main__ as commande
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import chiffres, sites
from tests import builders
from tests.builders import importer

AGENCES = [
    ["REFERENCE_PE", "NOM", "CODE_SAFIR", "TYPE_SITE", "REGION", "ADRESSE", "CODE_POSTAL", "COMMUNE"],
    ["x", "SITE A", "44001", "ALE", "52", "1 rue d’essai", "44600", "ST NAZAIRE"],
    ["x", "SITE B", "85002", "DDA", "52", "NULL", "85000", "LA ROCHE SUR YON"],
    ["x", "SITE C", "85003", "ALE", "52", "2 rue d’essai", "85600", "BOUFFERE"],
    ["x", "SITE D", "49004", "ALE", "52", "3 rue d’essai", "49000", "ATLANTIDE"],
    ["x", "SITE E", "35001", "ALE", "53", "4 rue d’essai", "35000", "RENNES"],
]


def envoyer_offre(donnees, dossier, *lignes):
    chiffres.ecrire_modele(dossier / "offre.xlsx", "offre")
    return importer(
        donnees, "offre", builders.remplir(dossier / "offre.xlsx", chiffres.SAISIES["offre"].feuille, lignes)
    )


def envoyer_sites(donnees, dossier, *lignes):
    """The rows come after those that the model is filled with."""
    chemin = dossier / "sites.xlsx"
    chemin.unlink(missing_ok=True)
    assert commande.main(["modele", "sites", str(chemin)]) == 0
    depuis = 2 + (len(donnees.lire("sites", "sites")) if donnees.millesimes("sites") else 0)
    return importer(donnees, "sites", builders.remplir(chemin, sites.FEUILLE, lignes, depuis))


ANCENIS = {"objectif": "Je me qualifie", "territoire": "spo:ancenis", "libelle": "Ancenis", "periode": "2024"}
SITE = {"reseau": "Missions locales", "nom": "Site d’essai", "code_commune": "ancenis", "situation": "ouvert"}


def test_the_offer_keeps_what_is_hidden_apart_from_what_is_missing(donnees, tmp_path):
    envoyer_offre(
        donnees,
        tmp_path,
        ANCENIS | {"sous_ensemble": "Socle", "places": 120, "entrees": "s", "secteur": "Bâtiment et construction"},
    )
    lu = donnees.lire("offre").set_index("mesure")
    assert lu.loc["places", ["value", "obs_status", "sous_ensemble", "niveau"]].tolist() == [120, "A", "socle", "tous"]
    assert lu.loc["entrees", ["obs_status", "conf_status", "zonage", "code_zone"]].tolist() == [
        "Q", "C", "spo", "ancenis",
    ]  # fmt: skip


def test_a_small_number_of_entries_is_hidden_and_a_second_sending_replaces_its_rows(donnees, tmp_path):
    envoyer_offre(
        donnees, tmp_path, ANCENIS | {"places": 40, "entrees": 3}, ANCENIS | {"periode": "2023", "entrees": 30}
    )
    envoyer_offre(donnees, tmp_path, ANCENIS | {"periode": "2023", "entrees": 31})
    lu = donnees.lire("offre").set_index(["periode", "mesure"])
    assert (lu.loc[("2024", "entrees"), "obs_status"], lu.loc[("2023", "entrees"), "value"]) == ("Q", 31)


@pytest.mark.parametrize(("faute", "message"), [
    ({"objectif": "Je voyage"}, "valeur hors liste"),
    ({"territoire": "spo:rennes"}, "territoire inconnu"),
    ({"periode": "2024-T1"}, "période mal écrite"),
    ({"secteur": "Astronomie"}, "valeur hors liste"),
    ({"objectif": "Je me prépare", "sous_ensemble": "Socle"}, "valeur hors liste"),
    ({"objectif": "Je m’oriente, je me prépare", "sous_ensemble": "Socle"}, "sous-ensemble d’un autre objectif"),
    ({"entrees": 3.5}, "valeur à décimales"),
    ({"places": "une douzaine"}, "texte au lieu d’un nombre"),
])  # fmt: skip
def test_a_faulty_cell_of_the_offer_is_named(donnees, tmp_path, faute, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        envoyer_offre(donnees, tmp_path, ANCENIS | {"places": 10} | faute)
    assert "ligne 2, colonne" in str(e.value)


def test_a_site_is_put_in_the_commune_of_today_and_can_be_closed(donnees, tmp_path):
    envoyer_sites(donnees, tmp_path, SITE | {"cep": "oui"})
    (site,) = donnees.lire("sites", "sites").to_dict("records")
    assert (site["code_commune"], site["cep"], site["vae"]) == ("44003", "oui", "")
    assert site["code_site"] == "site_d_essai_44003"
    envoyer_sites(donnees, tmp_path, SITE | {"situation": "fermé"})
    (site,) = donnees.lire("sites", "sites").to_dict("records")
    assert (site["situation"], site["cep"]) == ("fermé", "oui")


@pytest.mark.parametrize(("faute", "message"), [
    ({"code_commune": "Atlantide"}, "commune inconnue"),
    ({"reseau": "Club d’essai"}, "valeur hors liste"),
    ({"vae": "peut-être"}, "valeur hors liste"),
    ({"code_postal": "4400"}, None),
    ({"code_postal": "Nantes"}, "code postal mal écrit"),
])  # fmt: skip
def test_a_faulty_cell_of_the_sites_is_named(donnees, tmp_path, faute, message):
    if message is None:  # a leading zero that a spreadsheet lost
        envoyer_sites(donnees, tmp_path, SITE | faute)
        assert donnees.lire("sites", "sites")["code_postal"].tolist() == ["04400"]
        return
    with pytest.raises(ErreurDonnees, match=message):
        envoyer_sites(donnees, tmp_path, SITE | faute)


def test_a_workbook_that_lost_its_column_of_checksums_is_still_the_model(donnees, tmp_path):
    titres = [c.titre for c in sites.FEUILLE.champs.values()]
    ligne = [(builders.TRANSMIS | SITE).get(nom) for nom in sites.FEUILLE.champs]
    importer(donnees, "sites", builders.classeur(tmp_path / "sites.xlsx", {sites.FEUILLE.titre: [titres, ligne]}))
    assert donnees.lire("sites", "sites")["code_commune"].tolist() == ["44003"]


def test_the_list_of_agencies_says_where_the_public_is_received(donnees, tmp_path):
    dit = importer(donnees, "sites", builders.texte(tmp_path / "agences_2019.csv", AGENCES, ","))
    lu = donnees.lire("sites", "sites").set_index("code_site")
    assert lu["code_commune"].to_dict() == {"44001": "44184", "85002": "85191", "85003": "85146"}
    assert lu["accueil"].to_dict() == {"44001": "oui", "85002": "non", "85003": "oui"}
    assert (lu.loc["85002", "adresse"], set(lu["etat_le"])) == ("", {"2019"})
    assert any("ATLANTIDE" in ligne for ligne in dit)
    envoyer_sites(donnees, tmp_path, SITE)
    assert len(donnees.lire("sites", "sites")) == 4


def test_a_list_without_a_year_in_its_name_has_no_date(donnees, tmp_path):
    dit = importer(donnees, "sites", builders.texte(tmp_path / "agences.csv", AGENCES, ","))
    assert set(donnees.lire("sites", "sites")["etat_le"]) == {""}
    assert any("date de la liste inconnue" in ligne for ligne in dit)


def test_the_official_list_is_read_whole(producteurs):
    lu = producteurs.lire("sites", "sites")
    assert (len(lu), (lu["accueil"] == "oui").sum()) == (54, 49)
    assert lu["code_commune"].str[:2].value_counts().to_dict() == {"44": 20, "49": 11, "85": 10, "72": 9, "53": 4}

"""Workbooks that organisations fill, training offer, sites, publications; events typed by hand."""

import openpyxl
import pytest

from data_loaders import __main__ as commande
from data_loaders.contexte import evenements, publications
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import saisies as saisie
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
    chemin = dossier / "offre.xlsx"
    saisie.ecrire_modele(donnees, chemin, "offre")
    return importer(donnees, "offre", builders.remplir(chemin, saisie.CHIFFRES["offre"], lignes))


def envoyer_sites(donnees, dossier, *lignes):
    """The rows come after those that the model is filled with."""
    chemin = dossier / "sites.xlsx"
    chemin.unlink(missing_ok=True)
    assert commande.main(["modele", "sites", str(chemin)]) == 0
    depuis = 2 + (len(donnees.lire("sites", "sites")) if donnees.millesimes("sites") else 0)
    return importer(donnees, "sites", builders.remplir(chemin, saisie.SITES, lignes, depuis))


ANCENIS = {"objectif": "Je me qualifie", "territoire": "spo:ancenis", "libelle": "Ancenis", "periode": "2024"}
SITE = {"reseau": "Missions locales", "nom": "Site d’essai", "code_commune": "ancenis", "situation": "ouvert"}


def test_the_offer_keeps_what_is_hidden_apart_from_what_is_missing(donnees, tmp_path):
    ligne = {"sous_ensemble": "Socle", "places": 120, "entrees": "s", "secteur": "Bâtiment et construction"}
    envoyer_offre(donnees, tmp_path, ANCENIS | ligne)
    lu = donnees.lire("offre").set_index("mesure")
    assert lu.loc["places", ["value", "obs_status", "sous_ensemble", "niveau"]].tolist() == [120, "A", "socle", "tous"]
    entrees = lu.loc["entrees", ["obs_status", "conf_status", "zonage", "code_zone"]]
    assert entrees.tolist() == ["Q", "C", "spo", "ancenis"]
    # A small number is hidden, and a second sending replaces its own rows.
    avant = ANCENIS | {"periode": "2023"}
    envoyer_offre(donnees, tmp_path, ANCENIS | {"places": 40, "entrees": 3}, avant | {"entrees": 30})
    envoyer_offre(donnees, tmp_path, avant | {"entrees": 31})
    lu = donnees.lire("offre").query("sous_ensemble == ''").set_index(["periode", "mesure"])
    assert (lu.loc[("2024", "entrees"), "obs_status"], lu.loc[("2023", "entrees"), "value"]) == ("Q", 31)


def test_a_site_is_put_in_the_commune_of_today_and_can_be_closed(donnees, tmp_path):
    envoyer_sites(donnees, tmp_path, SITE | {"cep": "oui"})
    (site,) = donnees.lire("sites", "sites").to_dict("records")
    assert (site["code_commune"], site["cep"], site["vae"]) == ("44003", "oui", "")
    assert site["code_site"] == "site_d_essai_44003"
    # a leading zero that a spreadsheet lost
    envoyer_sites(donnees, tmp_path, SITE | {"situation": "fermé", "code_postal": "4400"})
    (site,) = donnees.lire("sites", "sites").to_dict("records")
    assert (site["situation"], site["cep"], site["code_postal"]) == ("fermé", "oui", "04400")


OFFRE = ANCENIS | {"places": 10}


@pytest.mark.parametrize(("envoyer", "ligne", "faute", "message"), [
    (envoyer_offre, OFFRE, {"objectif": "Je voyage"}, "valeur hors liste"),
    (envoyer_offre, OFFRE, {"territoire": "spo:rennes"}, "territoire inconnu"),
    (envoyer_offre, OFFRE, {"periode": "2024-T1"}, "période mal écrite"),
    (envoyer_offre, OFFRE, {"objectif": "Je m’oriente, je me prépare", "sous_ensemble": "Socle"},
     "sous-ensemble d’un autre objectif"),
    (envoyer_sites, SITE, {"code_commune": "Atlantide"}, "commune inconnue"),
    (envoyer_sites, SITE, {"reseau": "Club d’essai"}, "valeur hors liste"),
    (envoyer_sites, SITE, {"code_postal": "Nantes"}, "code postal mal écrit"),
])  # fmt: skip
def test_a_faulty_cell_of_the_offer_or_of_the_sites_is_named(donnees, tmp_path, envoyer, ligne, faute, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        envoyer(donnees, tmp_path, ligne | faute)
    assert "ligne 2, colonne" in str(e.value)


def test_a_workbook_that_lost_its_column_of_checksums_is_still_the_model(donnees, tmp_path):
    titres = [c.titre for c in saisie.SITES.champs.values()]
    ligne = [(builders.TRANSMIS | SITE).get(nom) for nom in saisie.SITES.champs]
    importer(donnees, "sites", builders.classeur(tmp_path / "sites.xlsx", {saisie.SITES.titre: [titres, ligne]}))
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


ENTREE = """
[[publication]]
titre = "Bilan"
producteur = "producteur d'essai"
adresse = "https://exemple.test/bilan"
themes = ["demande"]
zones = ["spo:ancenis"]
date = "2024-03"
"""


def lire_catalogue(dossier, texte):
    (dossier / "publications.toml").write_text(texte, encoding="utf-8")
    return publications.livrees(dossier / "publications.toml")


def test_the_shipped_catalogue_is_read_an_entry_whole_and_a_missing_file_is_said(tmp_path):
    livrees = publications.livrees()
    assert len(livrees) >= 3
    assert len({p.adresse for p in livrees}) == len(livrees)
    with pytest.raises(ErreurDonnees, match="fichier illisible"):
        publications.livrees(tmp_path / "absent.toml")
    (p,) = lire_catalogue(tmp_path, ENTREE)
    assert p == publications.Publication(
        "Bilan", "producteur d'essai", "https://exemple.test/bilan", ("demande",), ("spo:ancenis",), "2024-03"
    )


@pytest.mark.parametrize(("ancien", "nouveau", "attendu"), [
    ('"Bilan"', '""', "champ manquant ou vide"),
    ('"Bilan"', "Bilan", "fichier illisible"),
    ("https://exemple.test/bilan", "javascript:alert(1)", "adresse refusée"),
    ("https://exemple.test/bilan", "http://exemple.test/bilan", "adresse refusée"),
    ('["demande"]', '["meteo"]', "thème inconnu"),
    ("spo:ancenis", "spo:atlantide", "territoire inconnu"),
    ("2024-03", "mars 2024", "date mal écrite"),
    ("date =", "jour =", "champ inconnu"),
    ("[[publication]]", "[[publications]]", "section inconnue"),
])  # fmt: skip
def test_a_faulty_entry_is_refused_with_its_place_and_remedy(tmp_path, ancien, nouveau, attendu):
    assert ancien in ENTREE
    with pytest.raises(ErreurDonnees, match=attendu) as refus:
        lire_catalogue(tmp_path, ENTREE.replace(ancien, nouveau))
    assert refus.value.remede
    assert refus.value.ou.startswith("publications.toml")


def test_filter_by_theme_and_by_zone(tmp_path):
    autre = ENTREE.replace("Bilan", "Région").replace('["demande"]', '["besoins"]').replace("spo:ancenis", "region:52")
    toutes = lire_catalogue(tmp_path, ENTREE + autre)

    def titres(*filtre):
        return [p.titre for p in publications.filtrer(toutes, *filtre)]

    assert titres() == ["Bilan", "Région"]
    assert titres("demande") == ["Bilan"]
    assert titres("formation") == []
    assert titres(None, "spo:ancenis") == ["Bilan", "Région"]
    assert titres(None, "departement:44") == ["Bilan", "Région"]  # shares communes with Ancenis
    assert titres(None, "departement:85") == ["Région"]


COLONNES = {nom: i for i, nom in enumerate(saisie.PUBLICATIONS.champs, 1)}
BILAN = {
    "adresse": "https://exemple.test/bilan", "titre": "Bilan", "producteur": "producteur d'essai",
    "themes": "demande, Formation".lower(), "zones": "spo:ancenis ; region:52", "date": 2024, "situation": "publiée",
}  # fmt: skip


def remplir(donnees, dossier, *lignes):
    """The model, filled from its first free row, or on row `rang`."""
    chemin = dossier / "publications.xlsx"
    saisie.ecrire_modele(donnees, chemin, "publications")
    livre = openpyxl.load_workbook(chemin)
    onglet = livre["Publications"]
    for ligne in lignes:
        rang = ligne.get("rang") or next(i for i in range(2, 99) if onglet.cell(i, 1).value is None)
        for nom in COLONNES.keys() & ligne.keys():
            onglet.cell(rang, COLONNES[nom]).value = ligne[nom]
    livre.save(chemin)
    return chemin


def test_what_is_received_adds_to_the_shipped_catalogue_and_replaces_or_withdraws_its_entries(donnees, tmp_path):
    livrees = publications.livrees()
    chemin = remplir(donnees, tmp_path, BILAN, {"rang": 2, "titre": "BMO, autrement dit"})
    resume = importer(donnees, "publications", chemin)
    assert "2\u00a0pages ajoutées ou modifiées" in resume[0]
    lues = publications.lire(donnees)
    assert [p.adresse for p in lues] == [*(p.adresse for p in livrees), BILAN["adresse"]]
    assert (lues[0].titre, lues[0].zones, lues[1:-1]) == ("BMO, autrement dit", livrees[0].zones, livrees[1:])
    assert lues[-1] == publications.Publication(
        "Bilan", "producteur d'essai", BILAN["adresse"], ("demande", "formation"), ("spo:ancenis", "region:52"), "2024"
    )
    importer(donnees, "publications", remplir(donnees, tmp_path, {"rang": 3, "situation": "retirée"}))
    assert [p.adresse for p in publications.lire(donnees)] == [p.adresse for p in lues if p != lues[1]]
    assert len(publications.recues(donnees)) == 3


def test_the_same_file_twice_changes_nothing_and_an_untouched_model_is_refused(donnees, tmp_path):
    with pytest.raises(ErreurDonnees, match="aucune ligne remplie ni modifiée"):
        importer(donnees, "publications", remplir(donnees, tmp_path))
    chemin = remplir(donnees, tmp_path, BILAN)
    importer(donnees, "publications", chemin)
    avant = donnees.officiel.courant()
    importer(donnees, "publications", chemin)
    assert donnees.officiel.courant() == avant


@pytest.mark.parametrize(("champ", "valeur", "trouve"), [
    ("adresse", "http://exemple.test", "adresse refusée"),
    ("themes", "demande, meteo", "thème inconnu : meteo"),
    ("zones", "spo:atlantide", "territoire inconnu : spo:atlantide"),
    ("date", "mars 2024", "date mal écrite"),
    ("situation", "cachée", "valeur hors liste"),
])  # fmt: skip
def test_a_faulty_cell_is_named_by_row_and_column(donnees, tmp_path, champ, valeur, trouve):
    with pytest.raises(ErreurDonnees) as e:
        importer(donnees, "publications", remplir(donnees, tmp_path, BILAN | {champ: valeur}))
    rang = len(publications.livrees()) + 2
    titre = saisie.PUBLICATIONS.champs[champ].titre
    assert e.value.ou == f"publications.xlsx, feuille Publications, ligne {rang}, colonne {titre}"
    assert e.value.trouve == trouve
    assert donnees.officiel.courant() == {}


def test_a_territory_that_the_zoning_in_force_has_lost_leaves_the_page_in_the_catalogue(donnees, tmp_path, monkeypatch):
    importer(donnees, "publications", remplir(donnees, tmp_path, BILAN | {"zones": "spo:ancenis"}))
    monkeypatch.setattr(publications, "zone_connue", lambda zone: zone == "region:52")
    (perdue,) = [p for p in publications.lire(donnees) if not p.zones]
    assert perdue.titre == "Bilan"
    assert publications.filtrer((perdue,), None, "spo:laval") == []


BON = '[[evenement]]\ndate = "2020-03-17"\ncourt = "Confinement"\nlibelle = "x"\njeux = ["tous"]\nsource = "y"\n'


def test_events_of_a_dataset_are_within_the_dates_drawn_and_placed_on_the_axis():
    lus = evenements.lire()
    bmo = [e.court for e in evenements.concernant(lus, "bmo", 2016.0, 2024.0)]
    assert bmo == ["Régions fusionnées", "Confinement", "FAP 2021", "France Travail"]
    assert "FAP 2021" not in [e.court for e in evenements.concernant(lus, "chomage_dep", 2016.0, 2025.0)]
    assert (evenements.rang("2014"), evenements.rang("2014-07")) == (2014.0, pytest.approx(2014.496, abs=0.001))


@pytest.mark.parametrize(("texte", "message"), [
    ("[[evenement", "fichier illisible"),
    ("[autre]", "section inconnue"),
    (BON.replace('court = "Confinement"\n', ""), "champ manquant ou vide"),
    (BON + 'couleur = "rouge"\n', "champ inconnu"),
    (BON.replace('"2020-03-17"', '"2020-13-17"'), "date mal écrite"),
    (BON.replace('"2020-03-17"', "2020-03-17"), "n'est pas un texte"),
    (BON + 'fin = "2020-03-01"\n', "la fin n'est pas après le début"),
    (BON.replace('["tous"]', '["bmoo"]'), "jeu de données inconnu"),
    (BON.replace("Confinement", "c" * 40), "trop long"),
])  # fmt: skip
def test_a_faulty_file_is_refused(tmp_path, texte, message):
    chemin = tmp_path / "evenements.toml"
    chemin.write_text(texte, encoding="utf-8")
    with pytest.raises(ErreurDonnees, match=message):
        evenements.lire(chemin)


def test_a_file_of_the_data_root_adds_to_what_ships_and_is_read_again(tmp_path):
    assert evenements.en_vigueur(tmp_path) == evenements.lire()
    chemin = tmp_path / "evenements.toml"
    for court in ("Ouverture d’usine", "Fermeture d’usine, un site"):
        chemin.write_text(BON.replace("Confinement", court), encoding="utf-8")
        lus = evenements.en_vigueur(tmp_path)
        assert len(lus) == len(evenements.lire()) + 1
        assert court in [e.court for e in lus]
        assert [e.debut for e in lus] == sorted(e.debut for e in lus)
    chemin.write_text("[[evenement", encoding="utf-8")
    with pytest.raises(ErreurDonnees, match="fichier illisible"):
        evenements.en_vigueur(tmp_path)

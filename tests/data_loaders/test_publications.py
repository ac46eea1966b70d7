"""The catalogue of publications: the shipped file is well formed, a faulty one is refused in French."""

import openpyxl
import pytest

from data_loaders.contexte import evenements, publications
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import publications as saisie
from tests import builders

ENTREE = """
[[publication]]
titre = "Bilan"
producteur = "producteur d'essai"
adresse = "https://exemple.test/bilan"
themes = ["demande"]
zones = ["spo:ancenis"]
date = "2024-03"
"""


@pytest.fixture
def ecrire(tmp_path):
    def ecrire(texte):
        chemin = tmp_path / f"publications{len(list(tmp_path.iterdir()))}.toml"
        chemin.write_text(texte, encoding="utf-8")
        return chemin

    return ecrire


def test_the_shipped_catalogue_is_read_an_entry_whole_and_a_missing_file_is_said(tmp_path, ecrire):
    livrees = publications.livrees()
    assert len(livrees) >= 3
    assert len({p.adresse for p in livrees}) == len(livrees)
    with pytest.raises(ErreurDonnees, match="fichier illisible"):
        publications.livrees(tmp_path / "absent.toml")
    (p,) = publications.livrees(ecrire(ENTREE))
    assert p == publications.Publication(
        "Bilan", "producteur d'essai", "https://exemple.test/bilan", ("demande",), ("spo:ancenis",), "2024-03"
    )


@pytest.mark.parametrize(("ancien", "nouveau", "attendu"), [
    ('"Bilan"', '""', "champ manquant ou vide"),
    ('"Bilan"', "Bilan", "fichier illisible"),
    ('"Bilan"', "12", "n'est pas un texte"),
    ("https://exemple.test/bilan", "javascript:alert(1)", "adresse refusée"),
    ("https://exemple.test/bilan", "http://exemple.test/bilan", "adresse refusée"),
    ("https://exemple.test/bilan", "https://exemple.test/<b>", "adresse refusée"),
    ('["demande"]', '["meteo"]', "thème inconnu"),
    ('["demande"]', '"demande"', "n'est pas une liste"),
    ("spo:ancenis", "spo:atlantide", "territoire inconnu"),
    ("spo:ancenis", "canton:1", "territoire inconnu"),
    ("2024-03", "mars 2024", "date mal écrite"),
    ("date =", "jour =", "champ inconnu"),
    ("[[publication]]", "[[publications]]", "section inconnue"),
])  # fmt: skip
def test_a_faulty_entry_is_refused_with_its_place_and_remedy(ecrire, ancien, nouveau, attendu):
    assert ancien in ENTREE
    with pytest.raises(ErreurDonnees, match=attendu) as refus:
        publications.livrees(ecrire(ENTREE.replace(ancien, nouveau)))
    assert refus.value.remede
    assert refus.value.ou.startswith("publications0.toml")


def test_filter_by_theme_and_by_zone(ecrire):
    autre = ENTREE.replace("Bilan", "Région").replace('["demande"]', '["besoins"]').replace("spo:ancenis", "region:52")
    toutes = publications.livrees(ecrire(ENTREE + autre))

    def titres(*filtre):
        return [p.titre for p in publications.filtrer(toutes, *filtre)]

    assert titres() == ["Bilan", "Région"]
    assert titres("demande") == ["Bilan"]
    assert titres("formation") == []
    assert titres(None, "spo:ancenis") == ["Bilan", "Région"]
    assert titres(None, "departement:44") == ["Bilan", "Région"]  # shares communes with Ancenis
    assert titres(None, "departement:85") == ["Région"]


COLONNES = {nom: i for i, nom in enumerate(saisie.FEUILLE.champs, 1)}
BILAN = {
    "adresse": "https://exemple.test/bilan", "titre": "Bilan", "producteur": "producteur d'essai",
    "themes": "demande, Formation".lower(), "zones": "spo:ancenis ; region:52", "date": 2024, "situation": "publiée",
}  # fmt: skip


def remplir(donnees, dossier, *lignes):
    """The model, filled from its first free row, or on row `rang`."""
    chemin = dossier / "publications.xlsx"
    saisie.ecrire_modele(chemin, publications.lire(donnees))
    livre = openpyxl.load_workbook(chemin)
    onglet = livre["Publications"]
    for ligne in lignes:
        rang = ligne.get("rang") or next(i for i in range(2, 99) if onglet.cell(i, 1).value is None)
        for nom in COLONNES.keys() & ligne.keys():
            onglet.cell(rang, COLONNES[nom]).value = ligne[nom]
    livre.save(chemin)
    return chemin


def importer(donnees, chemin):
    return builders.importer(donnees, "publications", chemin)


def test_what_is_received_adds_to_the_shipped_catalogue_and_replaces_or_withdraws_its_entries(donnees, tmp_path):
    livrees = publications.livrees()
    resume = importer(donnees, remplir(donnees, tmp_path, BILAN, {"rang": 2, "titre": "BMO, autrement dit"}))
    assert "2\u00a0pages ajoutées ou modifiées" in resume[0]
    lues = publications.lire(donnees)
    assert [p.adresse for p in lues] == [*(p.adresse for p in livrees), BILAN["adresse"]]
    assert (lues[0].titre, lues[0].zones, lues[1:-1]) == ("BMO, autrement dit", livrees[0].zones, livrees[1:])
    assert lues[-1] == publications.Publication(
        "Bilan", "producteur d'essai", BILAN["adresse"], ("demande", "formation"), ("spo:ancenis", "region:52"), "2024"
    )
    importer(donnees, remplir(donnees, tmp_path, {"rang": 3, "situation": "retirée"}))
    assert [p.adresse for p in publications.lire(donnees)] == [p.adresse for p in lues if p != lues[1]]
    assert len(publications.recues(donnees)) == 3


def test_the_same_file_twice_changes_nothing_and_an_untouched_model_is_refused(donnees, tmp_path):
    with pytest.raises(ErreurDonnees, match="aucune ligne remplie ni modifiée"):
        importer(donnees, remplir(donnees, tmp_path))
    chemin = remplir(donnees, tmp_path, BILAN)
    importer(donnees, chemin)
    avant = donnees.officiel.courant()
    importer(donnees, chemin)
    assert donnees.officiel.courant() == avant


@pytest.mark.parametrize(("champ", "valeur", "trouve"), [
    ("adresse", "http://exemple.test", "adresse refusée"),
    ("adresse", "javascript:alert(1)", "adresse refusée"),
    ("titre", None, "case vide"),
    ("themes", "demande, meteo", "thème inconnu : meteo"),
    ("zones", "spo:atlantide", "territoire inconnu : spo:atlantide"),
    ("date", "mars 2024", "date mal écrite"),
    ("situation", "cachée", "valeur hors liste"),
])  # fmt: skip
def test_a_faulty_cell_is_named_by_row_and_column(donnees, tmp_path, champ, valeur, trouve):
    with pytest.raises(ErreurDonnees) as e:
        importer(donnees, remplir(donnees, tmp_path, BILAN | {champ: valeur}))
    rang = len(publications.livrees()) + 2
    titre = saisie.FEUILLE.champs[champ].titre
    assert e.value.ou == f"publications.xlsx, feuille Publications, ligne {rang}, colonne {titre}"
    assert e.value.trouve == trouve
    assert donnees.officiel.courant() == {}


def test_a_territory_that_the_zoning_in_force_has_lost_leaves_the_page_in_the_catalogue(donnees, tmp_path, monkeypatch):
    importer(donnees, remplir(donnees, tmp_path, BILAN | {"zones": "spo:ancenis"}))
    monkeypatch.setattr(publications, "zone_connue", lambda zone: zone == "region:52")
    (perdue,) = [p for p in publications.lire(donnees) if not p.zones]
    assert perdue.titre == "Bilan"
    assert publications.filtrer((perdue,), None, "spo:laval") == []


BON = '[[evenement]]\ndate = "2020-03-17"\ncourt = "Confinement"\nlibelle = "x"\njeux = ["tous"]\nsource = "y"\n'


def test_what_ships_is_dated_sourced_and_written_as_french_is():
    lus = evenements.lire()
    assert [e.debut for e in lus] == sorted(e.debut for e in lus)
    assert {"Loi n° 2014-288 du 5 mars 2014", "Loi n° 2015-29 du 16 janvier 2015"} <= {e.source for e in lus}
    assert next(e for e in lus if e.court == "Confinement").quand == "du 17 mars 2020 au 11 mai 2020"
    textes = [t for e in evenements.lire() for t in (e.court, e.libelle, e.source)]
    assert not [t for t in textes if "'" in t or " :" in t or " ;" in t]


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
    (BON.replace('"2020-03-17"', '"mars"'), "date mal écrite"),
    (BON.replace('"2020-03-17"', "2020-03-17"), "n'est pas un texte"),
    (BON + 'fin = "2020-03-01"\n', "la fin n'est pas après le début"),
    (BON.replace('["tous"]', '"tous"'), "liste de textes"),
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

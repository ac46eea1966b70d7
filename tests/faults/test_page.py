"""A producer whose page lists its files, on 127.0.0.1, and every way it can fail."""

import pytest

from data_loaders.__main__ import main
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import adresses, telechargement
from tests import builders
from tests.producteur import repondre

HTML = {"content_type": "text/html; charset=utf-8"}


def page(*hrefs, plus=b""):
    corps = "".join(f'<li><a href="{h}">fichier</a></li>' for h in hrefs)
    return repondre(contenu=b"<!doctype html>" + corps.encode() + plus, **HTML)


@pytest.fixture
def liste(visites, tmp_path):
    """The server as the only source, by its page; `pages` and `fichiers` answer by path."""
    (tmp_path / "adresses.toml").write_text(
        f"[bmo]\npage = \"{visites.adresse}/page\"\nmotif = 'bmo_(?P<annee>\\d{{4}})\\.xlsx$'\ntaille_max_mo = 1\n",
        "utf-8",
    )
    visites.reponses = {"/page": page("/f/bmo_2022.xlsx", "/f/bmo_2023.xlsx")}
    for annee in (2022, 2023):
        contenu = builders.fichier_bmo(tmp_path, annee).read_bytes()
        visites.reponses[f"/f/bmo_{annee}.xlsx"] = repondre(contenu=contenu, etag=f'"{annee}"')
    visites.scenario = [lambda g: visites.reponses.get(g.path, repondre(404))(g)]
    return visites


def actualiser(capsys, *argv):
    return main(["actualiser", "bmo", *argv]), *capsys.readouterr()


def test_the_newest_file_of_the_page_is_fetched_and_cited(liste, capsys, cas):
    code, sortie, erreur = actualiser(capsys)
    assert (code, erreur) == (0, "")
    assert liste.chemins == ["/page", "/f/bmo_2023.xlsx"]
    assert Donnees().officiel.instantane("bmo", "2023").source["adresse"] == f"{liste.adresse}/f/bmo_2023.xlsx"
    cas("page qui liste deux fichiers", "actualiser", sortie)


def test_a_file_already_received_is_asked_for_under_condition(liste, capsys):
    assert actualiser(capsys)[0] == 0
    liste.reponses["/f/bmo_2023.xlsx"] = repondre(304)
    code, sortie, _ = actualiser(capsys)
    assert code == 0
    assert sortie.startswith("Source bmo : déjà à jour")
    assert [d.get("if-none-match") for d in liste.demandes] == [None, None, None, '"2023"']


def test_a_year_of_the_page_can_be_asked_for(liste, capsys):
    assert actualiser(capsys, "--millesime", "2022")[0] == 0
    assert Donnees().officiel.millesimes("bmo") == ["2022"]


def test_a_page_that_moved_within_its_site_is_followed(liste, capsys):
    liste.reponses |= {"/page": repondre(302, location="/neuf/page"), "/neuf/page": page("../f/bmo_2023.xlsx")}
    assert actualiser(capsys)[0] == 0


PANNES = {
    "page sans le lien": ({"/page": page("/f/autre.xlsx")}, "n'a plus de lien de la forme « bmo_"),
    "lien vers un autre site": ({"/page": page("http://127.0.0.2:9/bmo_2024.xlsx")}, "mène à un autre site"),
    "page de 10 Mo": ({"/page": page(plus=b" " * (10 << 20))}, "plus de 4 Mo reçus"),
    "page renvoyée ailleurs": ({"/page": repondre(302, location="http://127.0.0.2:9/")}, "vers un autre site"),
    "page disparue": ({"/page": repondre(404)}, "le producteur répond 404"),
    "fichier à la place de la page": (
        {"/page": repondre(contenu=b"PK", content_type="application/zip")},
        "un fichier au lieu de la page",
    ),
    "page à la place du fichier": ({"/f/bmo_2023.xlsx": page()}, "une page web au lieu du fichier"),
    "page HTML nommée .xlsx": (
        {"/f/bmo_2023.xlsx": repondre(contenu=b"<!doctype html>", content_type="application/octet-stream")},
        "une page web au lieu d'un fichier de données",
    ),
    "lien du fichier renvoyé ailleurs": (
        {"/f/bmo_2023.xlsx": repondre(302, location="http://127.0.0.2:9/x")},
        "vers un autre site",
    ),
}


@pytest.mark.parametrize("panne", PANNES)
def test_a_failing_page_leaves_what_is_in_place(liste, capsys, cas, panne):
    assert actualiser(capsys)[0] == 0
    avant = Donnees().empreinte
    reponses, mots = PANNES[panne]
    liste.reponses |= reponses
    code, _, erreur = actualiser(capsys)
    assert code == 3
    assert mots in erreur
    assert Donnees().empreinte == avant
    cas(panne, "actualiser", erreur)


def test_a_source_to_fetch_by_hand_says_where(liste, tmp_path, capsys, cas):
    table = '[stmt-dep]\npage = "https://producteur.test/page"\nmanuel = "fichier composé à la demande"\n'
    (tmp_path / "adresses.toml").write_text(table, "utf-8")
    assert main(["actualiser", "stmt-dep"]) == 3
    erreur = capsys.readouterr().err
    assert "pas de téléchargement automatique" in erreur
    assert "fichier composé à la demande" in erreur
    assert "https://producteur.test/page, puis : python -m data_loaders importer stmt-dep FICHIER" in erreur
    assert liste.demandes == []
    cas("source sans téléchargement automatique", "actualiser", erreur)


@pytest.mark.parametrize(
    ("entree", "mots"),
    [
        ("[bmo]\npage = 'http://127.0.0.1:9/'\nmotif = '('\n", "motif mal écrit"),
        ("[bmo]\npage = 'http://127.0.0.1:9/'\n", "ni adresse, ni page et motif"),
    ],
)
def test_a_faulty_entry_of_the_table_is_said(liste, tmp_path, capsys, entree, mots):
    (tmp_path / "adresses.toml").write_text(entree, "utf-8")
    code, _, erreur = actualiser(capsys)
    assert code == 3
    assert mots in erreur


def test_an_address_to_confirm_is_only_tried_by_name(liste, tmp_path, capsys):
    table = tmp_path / "adresses.toml"
    table.write_text(table.read_text("utf-8") + "a_verifier = true\n", "utf-8")
    assert main(["actualiser"]) == 0
    assert "Aucune source d'adresse sûre" in capsys.readouterr().out
    assert liste.demandes == []
    assert actualiser(capsys)[0] == 0


def test_the_genuine_file_comes_through_the_page_of_the_shipped_table(liste, reference, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("OBSERVATOIRE_ADRESSES")
    livree = adresses.lire()["chomage-ze"]
    site, chemin = livree["page"][: len("https://www.insee.fr")], livree["page"][len("https://www.insee.fr") :]
    table = f"[chomage-ze]\npage = \"{liste.adresse}{chemin}\"\nmotif = '{livree['motif']}'\n"
    (tmp_path / "adresses.toml").write_text(table, "utf-8")
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(tmp_path / "adresses.toml"))
    monkeypatch.setattr(telechargement, "DELAIS_S", (2, 10))
    fichier = "/fr/statistiques/fichier/1893230/chomage-zone-t1-2003-t3-2023.xlsx"
    contenu = (reference / "chomage/chomage-zone-t1-2003-t3-2023.xlsx").read_bytes()
    liste.reponses = {chemin: page("/fr/statistiques", fichier, f"{site}/x.xlsx"), fichier: repondre(contenu=contenu)}
    assert main(["actualiser", "chomage-ze"]) == 0
    assert "série : 1ᵉʳ trimestre 2003 à 3ᵉ trimestre 2023" in capsys.readouterr().out

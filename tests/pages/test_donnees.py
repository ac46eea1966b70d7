"""Données: freshness at its limits, what a snapshot changed, the dictionary; its screen, the state that all name."""

import dataclasses
import re
import shutil
from datetime import date, timedelta

import pyarrow as pa
import pytest

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import REGLES
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.sources import producteurs
from data_loaders.versions import approbations
from pages.figures.donnees import catalogue, sources
from tests import builders
from tests.builders import publier_bmo, tables_bmo
from tests.data_loaders.test_classeurs import BILAN, remplir
from tests.pages.outils import Lecteur, contenu, deplier, manquent, ouvrir, texte, titre

SOURCE = Source("essai.xlsx", "ab" * 32, 10, "producteur d'essai")


def contrat(rythme, retard_mois):
    return dataclasses.replace(CONTRATS["bmo"], rythme=rythme, retard_mois=retard_mois)


@pytest.mark.parametrize(("rythme", "retard", "periode", "du"), [
    ("annuel", 0, "2024", "2025-12-31"),
    ("annuel", 18, "2021", "2024-06-30"),
    ("annuel", 6, "2019-12", "2021-06-30"),
    ("trimestriel", 6, "2024-T3", "2025-06-30"),
    ("trimestriel", 5, "2024-T3", "2025-05-31"),
    ("mensuel", 2, "2024-11", "2025-02-28"),
    ("mensuel", 2, "2023-11", "2024-02-29"),
])  # fmt: skip
def test_late_the_day_after_the_day_it_is_due(rythme, retard, periode, du):
    c, dernier_jour = contrat(rythme, retard), date.fromisoformat(du)
    assert catalogue.fraicheur(c, periode, dernier_jour) == ("à jour", "ok", dernier_jour)
    assert catalogue.fraicheur(c, periode, dernier_jour + timedelta(1)) == ("en retard", "retard", dernier_jour)


def test_no_promise_is_never_late_nor_is_what_is_invented(demonstration):
    assert catalogue.fraicheur(contrat("selon la série", 0), "2001", date(2026, 1, 1)).ton == "gris"
    assert catalogue.fraicheur(contrat("annuel", 0), "", date(2026, 1, 1)).ton == "attendu"
    assert catalogue.fraicheur_de(demonstration, "bmo", date(2099, 1, 1)).ton == "demo"


@pytest.fixture
def d(tmp_path):
    return Donnees(tmp_path, confirmees=frozenset(REGLES))


def publier(d, projets, annee="2023", bassins=("5220",)):
    lignes = [(b, "44", "B0Z20", m, projets) for b in bassins for m in ("met", "xmet", "smet")]
    return d.officiel.publier(CONTRATS["bmo"], annee, tables_bmo(lignes, annee), [SOURCE]).identifiant


def publier_lignes(d, contrat, edition, lignes):
    """A snapshot of the observations of another dataset."""
    noms = contrat.tables["observations"].schema().names
    table = pa.Table.from_pylist([dict(zip(noms, ligne, strict=True)) for ligne in lignes])
    d.officiel.publier(contrat, edition, {"observations": table}, [SOURCE])


DEPARTEMENTS = ("44", "49", "53", "72", "85")


def test_what_the_last_snapshot_changed(d):
    assert catalogue.changements(d, "bmo") == ["Aucun instantané officiel n’est en place."]
    publier(d, 40.0)
    assert catalogue.changements(d, "bmo")[0].startswith("Première version de 2023--")
    publier(d, 60.0)
    lignes = catalogue.changements(d, "bmo")
    assert lignes[0].endswith("(révision)\u00a0: 3 changements.")
    assert lignes[1].startswith("Chiffres révisés\u00a0: 3. ")
    assert "40 puis 60 (+20)" in lignes[1]


def test_a_new_vintage_is_compared_with_the_one_before(d):
    publier(d, 40.0)
    publier(d, 60.0, "2024")
    lignes = catalogue.changements(d, "bmo")
    assert lignes[0].startswith("De 2023--")
    assert "(nouveau millésime, comparé au précédent)" in lignes[0]
    assert "40 puis 60 (+20)" in lignes[-1]


def test_a_part_of_a_dataset_is_no_vintage_of_another(d):
    parties = {"SALAIRES": ("salaire", "2003-2005", "2016-2018"), "TENSIONS": ("tension", "2019", "2020")}
    for partie, (mesure, *annees) in parties.items():
        lignes = [(mesure, "A", annee, "", "", 3.0, "A", "F") for annee in annees]
        publier_lignes(d, CONTRATS["portraits_metiers"], partie, lignes)
    (dit,) = catalogue.changements(d, "portraits_metiers")
    assert dit.startswith("Première version de TENSIONS--")


def test_the_files_read_are_cited_with_what_was_confirmed(d):
    publier(d, 40.0)
    publier(d, 40.0, "2024")
    _, _, neuf, ancien = (re.findall(r"<t[hd] .*?>(.*?)</t", x) for x in sources.lus_html(d, "bmo").split("<tr"))
    assert [neuf[0], ancien[0]] == ["2024", "2023"]
    assert neuf[1] == "essai.xlsx (10\u00a0octets)"
    assert SOURCE.sha256 in neuf[5]
    assert d.instantane("bmo", "2024").identifiant in neuf[4]
    assert neuf[6].startswith("règle contenu-repete confirmée\u00a0: mêmes valeurs que le millésime 2023")
    # The invented survey knows one bassin: a first version says which have no row, a later one is compared with it.
    assert ancien[6].startswith("première version, et 25 zones sans aucune ligne, colonne code_bassin\u00a0: 5203")


def test_freshness_and_state_in_the_table_of_sources(d):
    def ligne(jour):
        return sources.sources(d, jour)["suivies"][0]

    assert not sources.sources(d, date(2024, 1, 1))["suivies"]
    assert sources.sources(d, date(2024, 1, 1))["non_transmises"][0][3] == "non transmis"
    publier(d, 40.0)
    assert "obs-badge--ok" in ligne(date(2024, 12, 31))[3]
    assert "obs-badge--retard" in ligne(date(2025, 1, 1))[3]
    assert "31 décembre 2024" in ligne(date(2025, 1, 1))[3]


# « Ce qui a changé »: the last day of publication in sentences, and why nothing is compared

NOM_BMO = "« Besoins en main-d’œuvre (BMO) »"


def phrases(d):
    return catalogue.nouveautes(Donnees(d.racine))


def test_demonstration_has_nothing_to_compare_and_says_so_in_escaped_words(d):
    assert phrases(d) == (catalogue.DEMONSTRATION,)
    html = catalogue.nouveautes_html(["<b>l'essai</b>"])
    assert "&lt;b&gt;l’essai&lt;/b&gt;" in html
    assert '<a href="donnees" target="_self">' in html


def test_the_first_files_say_what_was_loaded_and_that_nothing_is_replaced(d):
    publier(d, 40.0)
    publier(d, 50.0, "2024")
    chargement, comparaison = phrases(d)
    assert chargement.startswith("Derniers fichiers chargés le ")
    assert chargement.endswith(f"\u00a0: {NOM_BMO} (2023 à 2024).")
    assert comparaison == catalogue.PREMIERS


def test_revised_figures_are_counted_and_the_others_apart(d):
    publier(d, 40.0)
    publier(d, 60.0)
    assert phrases(d)[1] == f"{NOM_BMO}\u00a0: 3\u00a0chiffres révisés, par rapport à la version remplacée."
    publier(d, 60.0, bassins=("5220", "5221"))
    assert phrases(d)[1].startswith(f"{NOM_BMO}\u00a0: ")
    assert "révisé" not in phrases(d)[1]
    assert phrases(d)[1].endswith("changements, par rapport à la version remplacée.")


def test_what_replaces_another_version_is_named_first(d):
    publier(d, 40.0)
    contrat = CONTRATS["stmt_dep"]
    for valeur in (1000.0, 1010.0):
        publier_lignes(d, contrat, "2024-01", [("2024-01", c, valeur, "A", "F") for c in DEPARTEMENTS])
    chargement, revision = phrases(d)
    assert chargement.index(contrat.titre) < chargement.index("Besoins en main-d’œuvre")
    assert revision.startswith(f"« {contrat.titre} »\u00a0: 5\u00a0chiffres révisés")


def test_a_version_that_cannot_be_read_again_is_a_reason(d):
    avant = publier(d, 40.0)
    publier(d, 60.0)
    dossier = d.racine / "snapshots" / "bmo" / avant
    (dossier / "observations.parquet").write_bytes(b"PAR1")
    assert "ne peut plus être relue" in phrases(d)[1]
    shutil.rmtree(dossier)
    assert "n’est plus gardée" in phrases(d)[1]


def test_what_a_producer_has_stopped_is_not_late(d, tmp_path, monkeypatch):
    table = tmp_path / "adresses.toml"
    table.write_text('[bmo]\npage = "https://exemple.fr"\narret = { bmo = "2025" }\n', "utf-8")
    publier_bmo(d.officiel, 40.0)
    loin = date(2030, 1, 1)
    assert [nom for nom, _ in catalogue.manquants(d, loin)] == ["bmo"]
    assert sources.titre(d, loin).startswith("Il manque 1\u00a0fichier, le plus ancien attendu depuis le ")
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(table))
    assert catalogue.fraicheur_de(d, "bmo", loin) == ("publication arrêtée en 2025", "gris", None)
    assert sources.titre(d, loin).endswith("tous les fichiers attendus sont là")
    assert sources.sources(d, loin)["sans_echeance"][0][3] == "publication arrêtée en 2025"
    table.write_text("[bmo", "utf-8")  # damaged: said by who downloads, a screen goes on
    assert catalogue.fraicheur_de(d, "bmo", loin).ton == "retard"


def test_late_datasets_come_first_and_each_source_says_what_to_fetch(d):
    publier_bmo(d.officiel, 40.0)
    assert sources.sources(d, date(2030, 1, 1))["suivies"][0][0] == CONTRATS["bmo"].titre
    assert sources.commandes_html(d, date(2030, 1, 1)).startswith(f"<ul><li>{CONTRATS['bmo'].titre}")
    for nom, jeu in JEUX.items():
        if nom not in sources.SAISIS:
            fiche = producteurs.fiche(jeu.commande)
            assert fiche["page"].startswith("https://"), nom
            assert all((fiche["frequence"], fiche["fichier"])), nom
    assert set(producteurs.arrets()) <= set(CONTRATS)


TITRE = "Bilan ![x](https://ailleurs.test/x.png) <img src=x>"


@pytest.fixture
def recu(copie, tmp_path):
    """A catalogue with one page more, of a hostile title."""
    donnees = Donnees(copie)
    chemin = remplir(donnees, tmp_path, BILAN | {"titre": TITRE})
    builders.importer(donnees, "publications", chemin)
    return donnees


def test_a_page_received_is_listed_with_its_title_typeset(recu):
    at = deplier(ouvrir("donnees"))
    n = len(publications.livrees()) + 1
    attendus = (francais.typographier(TITRE), f"{n} sur {n}.", "reçu le ", "python -m data_loaders modele publications")
    assert manquent(texte(at), *attendus) == []
    assert "<img src=x>" not in contenu(at)


def test_the_catalogue_is_filtered_by_a_zone_of_any_zoning(copie, tmp_path):
    donnees = Donnees(copie)
    builders.importer(donnees, "publications", remplir(donnees, tmp_path, BILAN | {"zones": "spo:ancenis"}))
    at = deplier(ouvrir("donnees"))
    liste = at.selectbox(key="territoire_publications")
    n = len(publications.livrees())
    for zone, lus in (("departement:85", n), ("spo:ancenis", n + 1), ("bassin:5221", n + 1)):
        assert f"{lus} sur {n + 1}." in texte(liste.set_value(zone).run())


def test_a_damaged_catalogue_is_said_in_french(recu):
    (fichier,) = recu.racine.glob("snapshots/publications/*/publications.parquet")
    fichier.write_bytes(b"PAR1")
    assert "fichier absent ou abîmé" in texte(ouvrir("donnees", theme="chomage"))


def test_an_approval_is_said_at_the_next_run(recu):
    (version,) = recu.officiel.versions("publications")
    dit = "Approuvé par la Région"
    at = ouvrir("donnees", jeu="publications")
    assert dit not in texte(at)
    approbations.approuver(recu.racine, f"publications/{version.identifiant}", "region", "Nom saisi", "compte rendu")
    assert dit in texte(at.run())


def etat(at: Lecteur) -> str:
    return re.search(r"Version des données\u00a0: <code>(\w{8})</code>", contenu(at))[1]


def test_what_is_published_is_what_the_next_drawing_reads_whole(copie):
    officielles = Donnees(copie, confirmees=frozenset(REGLES))
    at = ouvrir("carte", indicateur="bmo_projets", zonage="bassin", zone="bassin:5221", periode="2023")
    assert "obs-badge--demo" in contenu(at)
    publier(officielles, 40.0, bassins=("5220", "5221"))
    assert "40" in titre(at.run())
    assert etat(at) == Donnees(copie).etat
    assert "1\u00a0jeu de données officiel" in contenu(at)
    assert "obs-badge--demo" not in contenu(at)
    (ancienne,) = (copie / "snapshots" / "bmo").iterdir()
    publier(officielles, 60.0, bassins=("5220", "5221"))
    shutil.rmtree(ancienne)
    assert "60" in titre(at.run())


def test_a_dataset_under_another_licence_is_not_given_back(racine, monkeypatch):
    monkeypatch.setattr("data_loaders.exports.jeux.diffusable", lambda d, nom: False)
    at = ouvrir("donnees")
    assert "n’est pas proposé au téléchargement" in contenu(at)
    assert not [b for b in at.get("download_button") if "bmo_observations" in str(b.key)]

"""What the screens give back, without a browser: the state of the data and a newer one."""

import re
import shutil

from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import REGLES
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from tests.builders import metiers_bmo, observations_bmo
from tests.pages.lecteur import Lecteur
from tests.pages.outils import contenu, deplier, ouvrir, titre


def publier(racine, projets: float) -> None:
    mesures = ("met", "xmet", "smet")
    lignes = [(bassin, "44", "B0Z20", m, projets) for bassin in ("5220", "5221") for m in mesures]
    tables = {"observations": observations_bmo(lignes), "metiers": metiers_bmo()}
    source = Source("essai.xlsx", "ab" * 32, 10, "producteur d'essai")
    Donnees(racine, confirmees=frozenset(REGLES)).officiel.publier(CONTRATS["bmo"], "2023", tables, [source])


def etat(at: Lecteur) -> str:
    return re.search(r"Version des données\u00a0: <code>(\w{8})</code>", contenu(at))[1]


def test_the_state_of_the_data_is_named_under_the_page(racine):
    at = ouvrir("accueil")
    assert etat(at) == Donnees(racine).etat
    assert "jeux de démonstration" in contenu(at)
    assert "officiel" not in re.search(r"Version des données.*", contenu(at)).group(0)


def test_what_is_published_is_what_the_next_drawing_reads_whole(copie):
    at = ouvrir("carte", indicateur="bmo_projets", zonage="bassin", zone="bassin:5221", periode="2023")
    assert "obs-badge--demo" in contenu(at)
    publier(copie, 40.0)
    assert "40" in titre(at.run())
    assert etat(at) == Donnees(copie).etat
    assert "1\u00a0jeu de données officiel" in contenu(at)
    assert "obs-badge--demo" not in contenu(at)
    (ancienne,) = (copie / "snapshots" / "bmo").iterdir()
    publier(copie, 60.0)
    shutil.rmtree(ancienne)
    assert "60" in titre(at.run())


def test_page_donnees_follows_the_chosen_dataset_and_filters_publications(racine):
    at = deplier(ouvrir("donnees"))
    assert "Bassin d’emploi de France Travail" in contenu(at)
    fichiers = {b.key for b in at.get("download_button")}
    assert {f"export-bmo_observations_{Donnees(racine).etat}.csv", "export-zonage_region.csv"} <= fichiers
    at.selectbox(key="jeu").select("chomage_ze").run()
    assert "Zone d’emploi 2020" in contenu(at)
    at.selectbox(key="theme").select("chomage").run()
    assert "statistiques/1893230" in contenu(at)
    assert "Enquête Besoins en main-d'œuvre (BMO) : fichiers par métier" not in contenu(at)


def test_a_dataset_under_another_licence_is_not_given_back(racine, monkeypatch):
    monkeypatch.setattr("data_loaders.exports.jeux.diffusable", lambda d, nom: False)
    at = ouvrir("donnees")
    assert "n’est pas proposé au téléchargement" in contenu(at)
    assert not [b for b in at.get("download_button") if "bmo_observations" in str(b.key)]

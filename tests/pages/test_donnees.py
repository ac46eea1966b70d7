"""Page Données: a catalogue received is shown and escaped, a damaged one is said in French."""

import pytest

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from tests import builders
from tests.data_loaders.test_classeurs import BILAN, remplir
from tests.pages.outils import contenu, deplier, manquent, ouvrir, texte

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

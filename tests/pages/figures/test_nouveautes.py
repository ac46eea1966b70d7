"""« Ce qui a changé »: the last day of publication in sentences, and why nothing is compared."""

import shutil

import pyarrow as pa
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.controle import REGLES
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Source
from pages.figures.donnees import nouveautes
from tests.builders import metiers_bmo, observations_bmo

SOURCE = Source("essai.xlsx", "ab" * 32, 10, "producteur d'essai")
BMO = "« Besoins en main-d’œuvre (BMO) »"


@pytest.fixture
def d(tmp_path):
    return Donnees(tmp_path, confirmees=frozenset(REGLES))


def publier(d, projets, annee="2023", bassins=("5220",)):
    lignes = [(b, "44", "B0Z20", m, projets) for b in bassins for m in ("met", "xmet", "smet")]
    tables = {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}
    return d.officiel.publier(CONTRATS["bmo"], annee, tables, [SOURCE]).identifiant


def phrases(d):
    return nouveautes.preparer(Donnees(d.racine)).phrases


def test_demonstration_has_nothing_to_compare_and_says_so(d):
    assert phrases(d) == (nouveautes.DEMONSTRATION,)


def test_the_first_files_say_what_was_loaded_and_that_nothing_is_replaced(d):
    publier(d, 40.0)
    publier(d, 50.0, "2024")
    chargement, comparaison = phrases(d)
    assert chargement.startswith("Derniers fichiers chargés le ")
    assert chargement.endswith(f"\u00a0: {BMO} (2023 à 2024).")
    assert comparaison == nouveautes.PREMIERS


def test_revised_figures_are_counted_and_the_others_apart(d):
    publier(d, 40.0)
    publier(d, 60.0)
    assert phrases(d)[1] == f"{BMO}\u00a0: 3\u00a0chiffres révisés, par rapport à la version remplacée."
    publier(d, 60.0, bassins=("5220", "5221"))
    assert phrases(d)[1].startswith(f"{BMO}\u00a0: ")
    assert "révisé" not in phrases(d)[1]
    assert phrases(d)[1].endswith("changements, par rapport à la version remplacée.")


def test_what_replaces_another_version_is_named_first(d):
    publier(d, 40.0)
    contrat = CONTRATS["stmt_dep"]
    noms = contrat.tables["observations"].schema().names
    for valeur in (1000.0, 1010.0):
        lignes = [("2024-01", c, valeur, "A", "F") for c in ("44", "49", "53", "72", "85")]
        table = pa.Table.from_pylist([dict(zip(noms, ligne, strict=True)) for ligne in lignes])
        d.officiel.publier(contrat, "2024-01", {"observations": table}, [SOURCE])
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


def test_the_words_are_escaped_and_lead_to_the_page_of_the_data():
    html = nouveautes.html(nouveautes.Nouveautes(("<b>l'essai</b>",)))
    assert "&lt;b&gt;l’essai&lt;/b&gt;" in html
    assert '<a href="donnees" target="_self">' in html

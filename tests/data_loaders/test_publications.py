"""The catalogue of publications: the shipped file is well formed, a faulty one is refused in French."""

import pytest

from data_loaders import publications
from data_loaders.erreurs import ErreurDonnees

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


def test_the_shipped_catalogue_is_read():
    livrees = publications.lire()
    assert len(livrees) >= 3
    assert len({p.adresse for p in livrees}) == len(livrees)


def test_an_entry_is_read_whole(ecrire):
    (p,) = publications.lire(ecrire(ENTREE))
    assert p == publications.Publication(
        "Bilan", "producteur d'essai", "https://exemple.test/bilan", ("demande",), ("spo:ancenis",), "2024-03"
    )


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendu"),
    [
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
    ],
)
def test_a_faulty_entry_is_refused_with_its_place_and_remedy(ecrire, ancien, nouveau, attendu):
    assert ancien in ENTREE
    with pytest.raises(ErreurDonnees, match=attendu) as refus:
        publications.lire(ecrire(ENTREE.replace(ancien, nouveau)))
    assert refus.value.remede
    assert refus.value.ou.startswith("publications0.toml")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ErreurDonnees, match="fichier illisible"):
        publications.lire(tmp_path / "absent.toml")


def test_filter_by_theme_and_by_zone(ecrire):
    autre = ENTREE.replace("Bilan", "Région").replace('["demande"]', '["besoins"]').replace("spo:ancenis", "region:52")
    toutes = publications.lire(ecrire(ENTREE + autre))

    def titres(*filtre):
        return [p.titre for p in publications.filtrer(toutes, *filtre)]

    assert titres() == ["Bilan", "Région"]
    assert titres("demande") == ["Bilan"]
    assert titres("formation") == []
    assert titres(None, "spo:ancenis") == ["Bilan", "Région"]
    assert titres(None, "departement:44") == ["Bilan", "Région"]  # shares communes with Ancenis
    assert titres(None, "departement:85") == ["Région"]

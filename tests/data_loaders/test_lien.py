"""Which link of a producer's page is the file: the newest of the right form, on the same site."""

import re

import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import lien, telechargement

PAGE = "https://producteur.test/fr/statistiques/1893230"
MOTIF = re.compile(r"/fichier/zones-t1-2003-t(?P<trimestre>[1-4])-(?P<annee>20\d\d)\.xlsx$")


def choisir(texte, millesime=""):
    return lien.choisir(texte, PAGE, MOTIF, "essai", millesime)


def test_the_newest_by_year_then_quarter_is_taken_whatever_the_order():
    texte = "".join(
        f'<a href="/fichier/zones-t1-2003-t{t}-{a}.xlsx">x</a>' for t, a in ((4, 2023), (2, 2024), (1, 2024), (3, 2022))
    )
    assert choisir(texte) == "https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx"
    assert choisir(texte, "2023") == "https://producteur.test/fichier/zones-t1-2003-t4-2023.xlsx"


@pytest.mark.parametrize(
    "attribut",
    [
        'href="/fichier/zones-t1-2003-t2-2024.xlsx"',
        "HREF = '../../fichier/zones-t1-2003-t2-2024.xlsx'",
        "href=https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
        'href="//producteur.test/fichier/zones&#45;t1-2003-t2-2024.xlsx"',
        'href="http://[/fichier/zones-t1-2003-t4-2024.xlsx" href="/fichier/zones-t1-2003-t2-2024.xlsx"',
        'class="a" href=" /fichier/zones-t1-2003-t2-2024.xlsx " data-href="/x"',
    ],
)
def test_links_are_read_however_they_are_written(attribut):
    assert choisir(f"<!doctype html><![x<p <a {attribut}>fichier") == (
        "https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx"
    )


@pytest.mark.parametrize(
    "adresse",
    [
        "https://ailleurs.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "http://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "https://producteur.test:8443/fichier/zones-t1-2003-t2-2024.xlsx",
        "https://producteur.test@ailleurs.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "ftp://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
        "javascript:x/fichier/zones-t1-2003-t2-2024.xlsx",
    ],
)
def test_a_link_out_of_the_site_is_refused(adresse):
    with pytest.raises(ErreurDonnees, match="mène à un autre site") as e:
        choisir(f'<a href="{adresse}">x</a>')
    assert e.value.regle == "redirection"


def test_a_page_without_the_link_names_page_and_pattern():
    with pytest.raises(ErreurDonnees) as e:
        choisir('<a href="/fichier/autre.xlsx">x</a>')
    assert PAGE in e.value.trouve
    assert MOTIF.pattern in e.value.trouve
    assert "adresses.toml" in e.value.remede


def test_a_year_that_is_not_there_says_which_ones_are():
    with pytest.raises(ErreurDonnees, match="aucun fichier de 2019") as e:
        choisir('<a href="/fichier/zones-t1-2003-t2-2024.xlsx">x</a>', "2019")
    assert e.value.exemple == "2024"


def test_the_shipped_table_has_entries_of_three_kinds_all_well_formed(monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_ADRESSES", raising=False)
    table = telechargement.adresses()
    assert telechargement.par_defaut() == ["bmo", "chomage-ze"]
    assert telechargement.par_defaut("2023") == ["bmo"]
    for source, fiche in table.items():
        assert sum(c in fiche for c in ("adresse", "motif", "manuel")) == 1, source
        assert fiche["page"].startswith("https://")
    motif = re.compile(table["chomage-ze"]["motif"])
    nom = "https://www.insee.fr/fr/statistiques/fichier/1893230/chomage-zone-t1-2003-t3-2023.xlsx"
    assert motif.search(nom).groupdict() == {"trimestre": "3", "annee": "2023"}

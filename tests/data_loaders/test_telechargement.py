"""Downloading from a local producer; how it fails is in tests/faults/test_producteur.py."""

import re

import pytest

from data_loaders.__main__ import main
from data_loaders.commandes import PLUS_TARD
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import adresses, telechargement
from tests import builders
from tests.producteur import repondre, silence

NOM = "Base_open_data_BMO_2023.xlsx"


PAGE_INTROUVABLE = repondre(contenu=b"<html>", content_type="text/html")  # as many sites say it


def test_a_sound_file_is_downloaded_imported_and_cited(producteur, genuin, capsys):
    producteur.scenario = [repondre(contenu=genuin)]
    assert main(["actualiser", "bmo"]) == 0
    sortie = capsys.readouterr().out
    assert sortie.startswith(f"Reçu {NOM} (0,0 Mo) de {producteur.adresse}/dossier/{NOM}\n")
    assert "BMO 2023 : 7 lignes lues" in sortie
    source = Donnees().officiel.instantane("bmo", "2023").source
    assert source["fichier"] == NOM
    assert source["adresse"] == f"{producteur.adresse}/dossier/{NOM}"
    assert source["octets"] == len(genuin)


def test_the_newest_vintage_published_is_fetched(producteur, tmp_path, monkeypatch, capsys):
    """2026 is not there, 2025 is a page of « not found », 2024 is the file; 2023, the one known, is not asked for."""
    neuf = builders.fichier_bmo(tmp_path, 2024).read_bytes()

    def par_annee(guichet):
        annee = next((a for a in ("2026", "2025") if a in guichet.path), "")
        {"2026": repondre(404), "2025": PAGE_INTROUVABLE, "": repondre(contenu=neuf)}[annee](guichet)

    producteur.scenario = [par_annee]
    monkeypatch.setattr(telechargement, "annee_courante", lambda: 2026)
    assert main(["actualiser", "bmo"]) == 0
    assert "Base_open_data_BMO_2024.xlsx" in capsys.readouterr().out
    assert Donnees().officiel.millesimes("bmo") == ["2024"]


def test_no_vintage_at_all_is_the_refusal_of_the_one_known(producteur, monkeypatch, capsys):
    producteur.scenario = [PAGE_INTROUVABLE]
    monkeypatch.setattr(telechargement, "annee_courante", lambda: 2025)
    assert main(["actualiser", "bmo"]) == 3
    erreur = capsys.readouterr().err
    assert "une page web au lieu du fichier attendu" in erreur
    assert NOM in erreur


def test_the_vintage_asked_for_is_the_one_fetched(producteur, tmp_path, capsys):
    producteur.scenario = [repondre(contenu=builders.fichier_bmo(tmp_path, 2022).read_bytes())]
    assert main(["actualiser", "bmo", "--millesime", "2022"]) == 0
    assert producteur.chemins == ["/dossier/Base_open_data_BMO_2022.xlsx"]
    assert Donnees().officiel.millesimes("bmo") == ["2022"]


def test_a_redirect_within_the_same_site_is_followed(producteur, genuin, capsys):
    producteur.scenario = [repondre(302, location="/ailleurs.xlsx"), repondre(contenu=genuin)]
    assert main(["actualiser", "bmo"]) == 0
    assert producteur.chemins == [f"/dossier/{NOM}", "/ailleurs.xlsx"]


def test_nobody_answers(producteur, monkeypatch, capsys, tmp_path):
    table = tmp_path / "personne.toml"
    table.write_text('[bmo]\nadresse = "http://127.0.0.1:9/x.xlsx"\n', "utf-8")
    monkeypatch.setenv("OBSERVATOIRE_ADRESSES", str(table))
    assert main(["actualiser", "bmo"]) == PLUS_TARD
    assert "le producteur ne répond pas" in capsys.readouterr().err


def test_nothing_half_received_is_kept(producteur, tmp_path):
    producteur.scenario = [silence]
    dossier = tmp_path / "recu"
    dossier.mkdir()
    with pytest.raises(ErreurDonnees):
        telechargement.telecharger("bmo", dossier)
    assert list(dossier.iterdir()) == []


def test_progress_goes_up_to_the_announced_length(producteur, genuin, tmp_path):
    producteur.scenario = [repondre(contenu=genuin)]
    vus = []
    telechargement.telecharger("bmo", tmp_path, progres=lambda fait, total: vus.append((fait, total)))
    assert vus[-1] == (len(genuin), len(genuin))
    assert vus == sorted(vus)


def test_a_source_without_address_is_bad_use(producteur, tmp_path, capsys):
    assert main(["actualiser", "defm-epci"]) == 2
    assert "aucune adresse pour la source « defm-epci ». Sources connues : bmo." in capsys.readouterr().err
    with pytest.raises(DemandeInvalide):
        telechargement.telecharger("x", tmp_path)


def test_an_unreadable_table_of_addresses_is_refused(producteur, tmp_path, capsys):
    (tmp_path / "adresses.toml").write_text("[bmo\n", "utf-8")
    assert main(["actualiser", "bmo"]) == 3
    assert "fichier d'adresses illisible" in capsys.readouterr().err


def test_the_shipped_table_is_complete_and_encrypted(monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_ADRESSES", raising=False)
    fiche = adresses.lire()["bmo"]
    assert fiche["adresse"].startswith("https://")
    assert fiche["adresse"].format(millesime="2023").endswith("2023.xlsx")
    assert fiche["millesime_par_defaut"].isdigit()


def test_the_genuine_file_comes_through(producteur, reference, monkeypatch, tmp_path, capsys):
    table = tmp_path / "adresses.toml"
    table.write_text(table.read_text("utf-8").replace("taille_max_mo = 1", "taille_max_mo = 80"), "utf-8")
    producteur.scenario = [repondre(contenu=(reference / "bmo/Base_open_data_BMO_2024.xlsx").read_bytes())]
    monkeypatch.setattr(telechargement, "DELAIS_S", (2, 10))
    assert main(["actualiser", "bmo", "--millesime", "2024"]) == 0
    assert "au moins 187\u202f291 projets" in capsys.readouterr().out


# Which link of a producer's page is the file: the newest of the right form, on the same site

PAGE = "https://producteur.test/fr/statistiques/1893230"
MOTIF = re.compile(r"/fichier/zones-t1-2003-t(?P<trimestre>[1-4])-(?P<annee>20\d\d)\.xlsx$")


def choisir(texte, millesime=""):
    return telechargement.choisir(texte, PAGE, MOTIF, "essai", millesime)


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
    table = adresses.lire()
    assert adresses.par_defaut() == ["bmo", "chomage-ze"]
    assert adresses.par_defaut("2023") == ["bmo"]
    for source, fiche in table.items():
        assert sum(c in fiche for c in ("adresse", "motif", "manuel")) == 1, source
        assert fiche["page"].startswith("https://")
    motif = re.compile(table["chomage-ze"]["motif"])
    nom = "https://www.insee.fr/fr/statistiques/fichier/1893230/chomage-zone-t1-2003-t3-2023.xlsx"
    assert motif.search(nom).groupdict() == {"trimestre": "3", "annee": "2023"}

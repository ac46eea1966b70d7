"""Downloading from a local producer, and what each visit gave; how it fails is in tests/faults/test_producteur.py."""

import json
import re

import pytest

from data_loaders.__main__ import main
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import producteurs, telechargement
from tests import builders
from tests.producteur import repondre, silence

NOM = "Base_open_data_BMO_2023.xlsx"


PAGE_INTROUVABLE = repondre(contenu=b"<html>", content_type="text/html")  # as many sites say it


def test_a_sound_file_is_downloaded_imported_and_cited(producteur, genuin, capsys):
    producteur.scenario = [repondre(contenu=genuin)]
    assert main(["actualiser", "bmo"]) == 0
    sortie = capsys.readouterr().out
    assert sortie.startswith(f"Reçu {NOM} (0,0 Mo) de {producteur.adresse}/dossier/{NOM}\n")
    source = Donnees().officiel.instantane("bmo", "2023").source
    assert (source["fichier"], source["adresse"]) == (NOM, f"{producteur.adresse}/dossier/{NOM}")
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


def test_a_redirect_within_the_same_site_is_followed(producteur, genuin):
    producteur.scenario = [repondre(302, location="/ailleurs.xlsx"), repondre(contenu=genuin)]
    assert main(["actualiser", "bmo"]) == 0
    assert producteur.chemins == [f"/dossier/{NOM}", "/ailleurs.xlsx"]


def test_nothing_half_received_is_kept(producteur, tmp_path):
    producteur.scenario = [silence]
    dossier = tmp_path / "recu"
    dossier.mkdir()
    with pytest.raises(ErreurDonnees):
        telechargement.telecharger("bmo", dossier)
    assert list(dossier.iterdir()) == []


def test_a_source_without_address_is_bad_use_and_an_unreadable_table_is_refused(producteur, tmp_path, capsys):
    assert main(["actualiser", "defm-epci"]) == 2
    assert "aucune adresse pour la source « defm-epci ». Sources connues : bmo." in capsys.readouterr().err
    with pytest.raises(DemandeInvalide):
        telechargement.telecharger("x", tmp_path)
    (tmp_path / "adresses.toml").write_text("[bmo\n", "utf-8")
    assert main(["actualiser", "bmo"]) == 3
    assert "fichier d'adresses illisible" in capsys.readouterr().err


PAGE = "https://producteur.test/fr/statistiques/1893230"
MOTIF = re.compile(r"/fichier/zones-t1-2003-t(?P<trimestre>[1-4])-(?P<annee>20\d\d)\.xlsx$")


def choisir(texte, millesime=""):
    return telechargement.choisir(texte, PAGE, MOTIF, "essai", millesime)


@pytest.mark.parametrize("attribut", [
    'href="/fichier/zones-t1-2003-t2-2024.xlsx"',
    "HREF = '../../fichier/zones-t1-2003-t2-2024.xlsx'",
    'href="//producteur.test/fichier/zones&#45;t1-2003-t2-2024.xlsx"',
    'href="http://[/fichier/zones-t1-2003-t4-2024.xlsx" href="/fichier/zones-t1-2003-t2-2024.xlsx"',
    'class="a" href=" /fichier/zones-t1-2003-t2-2024.xlsx " data-href="/x"',
])  # fmt: skip
def test_links_are_read_however_they_are_written(attribut):
    assert choisir(f"<!doctype html><![x<p <a {attribut}>fichier") == (
        "https://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx"
    )


@pytest.mark.parametrize("adresse", [
    "https://ailleurs.test/fichier/zones-t1-2003-t2-2024.xlsx",
    "http://producteur.test/fichier/zones-t1-2003-t2-2024.xlsx",
    "https://producteur.test:8443/fichier/zones-t1-2003-t2-2024.xlsx",
    "https://producteur.test@ailleurs.test/fichier/zones-t1-2003-t2-2024.xlsx",
    "javascript:x/fichier/zones-t1-2003-t2-2024.xlsx",
])  # fmt: skip
def test_a_link_out_of_the_site_is_refused(adresse):
    with builders.refus("redirection", "mène à un autre site"):
        choisir(f'<a href="{adresse}">x</a>')


@pytest.fixture
def deux(visites, tmp_path):
    """Two producers at addresses that are sure: that of unemployment, asked first, and that of the survey."""
    (tmp_path / "adresses.toml").write_text(
        f'[chomage-ze]\nadresse = "{visites.adresse}/ze.xlsx"\n'
        f'[bmo]\nadresse = "{visites.adresse}/{{millesime}}/bmo.xlsx"\nmillesime_par_defaut = "2023"\n'
        '[a-la-main]\npage = "https://exemple.fr"\nmanuel = "non"\n'
    )
    return visites


def lues():
    return {s: (p.issue, p.dit) for s, p in producteurs.passages(Donnees().racine).items()}


def test_what_each_gave_is_kept_and_a_refusal_fails(deux, genuin, capsys):
    deux.scenario = [lambda g: repondre(contenu=genuin if "bmo" in g.path else b"ce n'est pas un classeur")(g)]
    assert main(["actualiser"]) == 3
    assert "publié : 1 · inchangé : 0 · refusé : 1 · injoignable : 0" in capsys.readouterr().out
    dites = lues()
    assert (dites["bmo"], dites["chomage-ze"][0]) == ((producteurs.PRIS, "bmo.xlsx"), producteurs.REFUSE)
    assert "\n" not in dites["chomage-ze"][1]
    assert list(dites) == ["bmo", "chomage-ze"]


def test_a_network_that_is_down_changes_nothing_and_says_so(deux, genuin):
    deux.scenario = [repondre(contenu=genuin)]
    main(["actualiser", "bmo"])
    avant = Donnees().officiel.empreinte()
    deux.shutdown()
    deux.server_close()
    assert main(["actualiser"]) == 75
    assert Donnees().officiel.empreinte() == avant
    assert {i for i, _ in lues().values()} == {producteurs.ABSENT}
    dit = "le producteur ne répond pas, ou la transmission a été coupée (adresse inconnue, ou connexion refusée)"
    assert lues()["bmo"][1] == dit


def test_a_publication_that_runs_is_for_another_day(deux, genuin):
    deux.scenario = [repondre(contenu=genuin)]
    with Donnees().officiel.verrou():
        assert main(["actualiser", "bmo"]) == 75
    assert lues()["bmo"][0] == producteurs.ABSENT


def test_a_refusal_says_its_cause_and_a_visit_to_one_leaves_what_is_known_of_the_others(tmp_path):
    producteurs.retenir(tmp_path, {"a": producteurs.maintenant(producteurs.PRIS, "un")})
    producteurs.retenir(tmp_path, {"b": producteurs.maintenant(producteurs.REFUSE, "deux")})
    issues = {s: p.issue for s, p in producteurs.passages(tmp_path).items()}
    assert issues == {"a": producteurs.PRIS, "b": producteurs.REFUSE}
    e = ErreurDonnees("reseau", "fichier", "il est abîmé", cause="transmission coupée")
    assert producteurs.refus(e, recu=True).dit == "il est abîmé (transmission coupée)"


@pytest.mark.parametrize("abime", ["", "{", "[]", '{"a": {}}', '{"a": 3}'])
def test_a_lost_file_is_no_visit(tmp_path, abime):
    (tmp_path / producteurs.FICHIER).write_text(abime)
    assert producteurs.passages(tmp_path) == {}
    producteurs.retenir(tmp_path, {"a": producteurs.maintenant(producteurs.PRIS, "un")})
    assert json.loads((tmp_path / producteurs.FICHIER).read_text())["a"]["dit"] == "un"

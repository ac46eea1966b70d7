"""The screens of the reserved process: nothing before a login with a role."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.__main__ import main
from pages.components import acces
from pages.components.acces import session
from pages.components.document import routes
from pages.figures.ecrans import ECRANS
from tests.pages.acces.conftest import regler, revendications
from tests.pages.outils import TABLEAU_DE_BORD, contenu, manquent, ouvrir, sain, texte, titre


def aller(ecran: str = "") -> AppTest:
    at = AppTest.from_file(str(TABLEAU_DE_BORD), default_timeout=60)
    return sain(at.switch_page(f"pages/{ecran}.py").run() if ecran else at.run())


def test_settings_that_became_wrong_close_the_door_and_offer_no_login(racine, reserve, presenter, tmp_path):
    presenter(revendications())
    assert "Mes extraits" in texte(aller())
    (tmp_path / "reglages.toml").write_text("[acces_pro", "utf-8")
    at = aller()
    assert "ne peut pas lire ses réglages" in texte(at)
    assert [*at.button] == []


@pytest.mark.parametrize("ecran", [e.module for e in ECRANS if e.module != "acces_pro"])
def test_no_screen_answers_before_a_login(racine, reserve, presenter, ecran):
    presenter({"is_logged_in": False})
    at = aller(ecran)
    assert titre(at) == "Accès Pro"
    assert "Connexion nécessaire" in texte(at)
    assert [b.key for b in at.button] == ["connexion"]
    assert [*at.selectbox, *at.multiselect, *at.text_input] == []


@pytest.mark.parametrize(("dites", "mot", "boutons"), [
    (revendications(exp=1), "Votre session a pris fin", ["connexion"]),
    (revendications("inconnu@ailleurs.exemple"), "n’a pas de rôle ici", ["connexion", "deconnexion"]),
    (revendications(aud="autre"), "ne dit pas qui vous êtes", ["connexion", "deconnexion"]),
])  # fmt: skip
def test_the_door_says_why_it_is_closed(racine, reserve, presenter, dites, mot, boutons):
    presenter(dites)
    at = aller("carte")
    assert mot in texte(at)
    assert [b.key for b in at.button] == boutons


def test_without_a_provider_the_door_says_so(racine, reserve, presenter, monkeypatch):
    presenter({})
    monkeypatch.setattr("pages.components.compat.relie", lambda: False)
    at = aller()
    assert "pas encore relié" in texte(at)
    assert not at.button


def test_who_is_in_starts_at_acces_pro_and_reads_every_screen(racine, reserve, presenter):
    presenter(revendications())
    at = aller()
    assert titre(at) == "Accès Pro"
    assert "Signataire d’essai" in texte(at)
    assert titre(aller("carte")) != "Accès Pro"
    assert titre(aller("accueil")).startswith("Lire l’emploi")


def test_what_is_drawn_for_the_reserved_space_is_kept_under_its_root(copie, reserve, presenter):
    presenter(revendications())
    avant = {f for f in copie.rglob("*") if f.parts[-2] in ("dessins", "derives")}
    aller("carte")
    assert any((reserve / "dessins").iterdir())
    assert {f for f in copie.rglob("*") if f.parts[-2] in ("dessins", "derives")} == avant


def test_a_session_that_ends_while_a_page_is_open_shows_the_door_at_the_next_choice(racine, reserve, presenter):
    presenter(revendications())
    at = aller("carte")
    presenter(revendications(exp=1))
    sain(at.selectbox(key="indicateur").select("population").run())
    assert "Votre session a pris fin" in texte(at)


def test_the_public_page_says_where_acces_pro_is_or_that_it_is_not_open(racine, tmp_path, monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE", raising=False)
    at = ouvrir("acces_pro")
    assert "n’est pas ouvert ici" in texte(at)
    regler(tmp_path, '[acces_pro]\nadresse = "https://reserve.exemple.fr"\n', monkeypatch)
    at = ouvrir("acces_pro")
    assert 'href="https://reserve.exemple.fr"' in contenu(at)
    assert "n’est pas ouvert ici" not in texte(at)
    assert not at.button


def test_who_runs_the_observatory_reads_the_log_and_nobody_else(racine, reserve, presenter):
    presenter(revendications())
    chemin = reserve / "acces" / "journal.jsonl"
    chemin.parent.mkdir()  # a line written before accounts were kept
    chemin.write_text('{"qui": "ancien@region.exemple", "role": "region", "action": "connexion"}\n', "utf-8")
    acces.journal("extrait", format="csv", nom="<b>", instantanes=["bmo/1", "rome/2"], sha256="0a1b2c3d" * 8)
    assert "Registre" not in texte(aller())
    presenter(revendications("x@y.exemple", acces={"roles": "exploitant"}))
    at = aller()
    compte = "compte « region.essai@region.exemple » de https://fournisseur.exemple (Région)"
    lu = texte(at).replace("\u00a0", " ")
    dits = ("ancien@region.exemple (Région)", "emporte un extrait", "instantanés : bmo/1 et rome/2", " : 0a1b2c3d")
    assert manquent(lu, f"region.essai@region.exemple, {compte}", *dits) == []
    assert ("0a1b2c3d0a" in lu, "<b>" in contenu(at)) == (False, False)
    assert re.search(r"\d{1,2} h \d\d", lu)


@pytest.mark.parametrize(("autres", "dit"), [
    ({}, "region.essai@region.exemple, compte « 42 » de https://fournisseur.exemple"),
    ({"email_verified": False}, "sans adresse vérifiée, compte « 42 » de https://fournisseur.exemple"),
    ({"sub": "<b>7"}, "compte « <b>7 » de https://fournisseur.exemple"),
])  # fmt: skip
def test_one_reads_under_which_identity_from_which_provider_in_which_role_one_acts(
    racine, reserve, presenter, autres, dit
):
    presenter(revendications(**{"sub": "42", "acces": {"roles": ["region"]}} | autres))
    for ecran in ("", "saisie"):
        at = aller(ecran)
        lu = texte(at).replace("\u00a0", " ")
        assert manquent(lu, dit, "Signataire d’essai , rôle : Région. Cette session prend fin à") == []
        assert "<b>7" not in contenu(at)


OFFERTES = {"region": True, "france_travail": True, "exploitant": True, "carif_oref": False}


@pytest.mark.parametrize(("role", "offerte"), OFFERTES.items())
def test_the_menu_offers_nobody_what_they_are_refused(reserve, role, offerte):
    agent = session.reconnaitre(revendications("x@y.exemple", acces={"roles": role}))
    page = routes.de_session("saisie", agent)[0]
    assert ('href="saisie"' in page, 'href="carte"' in page, "data-reste" in page) == (offerte, True, True)
    dehors = routes.de_session("saisie", None)[0]
    assert ('href="carte"' in dehors, "data-reste" in dehors) == (False, False)


def test_the_page_of_personal_data_says_what_the_reserved_space_knows(racine, reserve, presenter, monkeypatch):
    presenter(revendications())
    at = AppTest.from_file(str(TABLEAU_DE_BORD), default_timeout=60)
    at.query_params["partie"] = "personnelles"
    assert "Vous y êtes connu" in texte(sain(at.switch_page("pages/a_propos.py").run()))
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert "Vous y êtes connu" not in texte(ouvrir("a_propos", partie="personnelles"))


def test_the_search_leads_to_the_page(racine, capsys):
    assert main(["chercher", "espace pro"]) == 0
    assert "/acces_pro" in capsys.readouterr().out.splitlines()[1]

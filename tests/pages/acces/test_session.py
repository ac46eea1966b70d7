"""Who is let in, in which role, until when; what the log keeps."""

import json
import math
import time

import pytest

from pages.components import acces
from pages.components.acces import registre, session
from pages.components.acces.session import ANONYME, EXPIRE, SANS_REGLES, SANS_ROLE, SORTI
from tests.pages.acces.conftest import regler, revendications, temoin


def role(dites: dict) -> str:
    lu = session.reconnaitre(dites)
    return lu if isinstance(lu, str) else lu.role


def test_the_table_of_persons_gives_a_role_whatever_the_case_of_the_address(reserve):
    agent = session.reconnaitre(revendications("REGION.essai@region.exemple"))
    assert (agent.role, agent.partie, agent.nom) == ("region", "region", "Signataire d’essai")


@pytest.mark.parametrize(
    ("dits", "attendu"),
    [
        ({"acces": {"roles": ["france_travail"]}}, "france_travail"),
        ({"acces": {"roles": "carif_oref"}}, "carif_oref"),
        ({"acces": {"roles": ["autre", "exploitant"]}}, "exploitant"),
        ({"acces": {"roles": ["administrateur"]}}, SANS_ROLE),
        ({"acces": "region"}, SANS_ROLE),
        ({"roles": ["region"]}, SANS_ROLE),
        ({}, SANS_ROLE),
    ],
)
def test_the_claim_named_by_the_settings_gives_a_role_that_exists(reserve, dits, attendu):
    assert role(revendications("inconnu@ailleurs.exemple", **dits)) == attendu


def test_a_role_removed_from_the_table_is_removed_at_once(reserve, tmp_path):
    dites, reglages = revendications("analyste@carif.exemple"), tmp_path / "reglages.toml"
    assert role(dites) == "carif_oref"
    avant = reglages.read_text("utf-8")
    reglages.write_text(avant.replace('"analyste@carif.exemple" = "carif_oref"', ""), "utf-8")
    assert role(dites) == SANS_ROLE
    reglages.write_text(avant, "utf-8")
    assert role(dites) == "carif_oref"


@pytest.mark.parametrize("faute", ["[acces_pro", "[acces_pro]\npersonnes = 3", "[acces_pro]\nduree_max_minutes = '60'"])
def test_settings_that_became_wrong_let_nobody_in_and_the_log_says_why(reserve, tmp_path, caplog, faute):
    assert role(revendications()) == "region"
    (tmp_path / "reglages.toml").write_text(faute, "utf-8")
    assert role(revendications()) == SANS_REGLES
    assert "Réglages" in caplog.text
    (tmp_path / "reglages.toml").unlink()
    assert role(revendications()) == SANS_REGLES


@pytest.mark.parametrize("prouve", [False, "true", None])
def test_an_address_that_the_provider_has_not_proved_is_nobody_s(reserve, prouve):
    assert role(revendications(email_verified=prouve)) == SANS_ROLE


def test_who_writes_the_address_of_another_is_not_them(reserve):
    dites = revendications(sub="42", email_verified=False, preferred_username="region.essai@region.exemple")
    agent = session.reconnaitre(dites | {"acces": {"roles": ["region"]}})
    assert (agent.role, agent.courriel) == ("region", "42")


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        ({"exp": time.time() - 1}, EXPIRE),
        ({"iat": time.time() - 3601, "exp": time.time() + 90_000}, EXPIRE),  # an hour at most, say the settings
        ({"iat": time.time() + 3600, "exp": time.time() + 90_000}, EXPIRE),  # a clock that is an hour ahead
        ({"iat": time.time() + 60, "exp": time.time() + 600}, "region"),
        ({"exp": None}, EXPIRE),
        ({"exp": "demain"}, EXPIRE),
        ({"exp": math.nan}, EXPIRE),  # neither before nor after any hour
        ({"iat": math.nan}, EXPIRE),
        ({"iat": True}, EXPIRE),
        ({"is_logged_in": False}, ANONYME),
    ],
)
def test_a_session_ends_with_its_token_or_after_the_longest_one_allowed(reserve, autres, attendu):
    assert role(revendications(**autres)) == attendu


def test_a_session_closed_is_refused_to_every_copy_of_its_cookie(reserve):
    dites = revendications()
    session.sortir(dites)
    assert role(dites) == SORTI
    assert role(revendications(nonce="n2")) == "region"


@pytest.mark.parametrize(
    "dites", [revendications(origin="https://autre.exemple"), {"is_logged_in": True}, [1], "texte"]
)
def test_a_cookie_signed_for_elsewhere_or_malformed_says_nothing(reserve, dites):
    assert session.du_temoin(temoin(dites)) == {}


def test_a_cookie_signed_by_others_says_nothing(reserve):
    assert session.du_temoin(temoin(revendications()))["email"]
    assert session.du_temoin(temoin(revendications(), "le secret de quelqu'un d'autre")) == {}


def test_nobody_is_there_in_the_public_process(reserve, presenter, monkeypatch):
    presenter(revendications())
    assert acces.agent().role == "region"
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert not acces.reserve()
    assert acces.agent() is None


def test_the_log_adds_a_line_of_json_with_the_address_and_the_role_alone(reserve, presenter):
    presenter(revendications(phone_number="06"))
    acces.journal("extrait", instantane="bmo/2024--0a1b2c3d", nom="a\nb")
    acces.journal("extrait")
    (une, _) = (reserve / "acces" / "journal.jsonl").read_text("utf-8").splitlines()
    ligne = json.loads(une)
    assert ligne.pop("quand").endswith("+00:00")
    assert ligne == {
        "qui": "region.essai@region.exemple",
        "role": "region",
        "action": "extrait",
        "instantane": "bmo/2024--0a1b2c3d",
        "nom": "a\nb",
    }
    assert [x["action"] for x in registre.lire()] == ["extrait", "extrait"]


def test_no_line_of_the_log_hides_another(reserve, presenter):
    presenter(revendications())
    acces.journal("un", nom="a\u2028b\x85c\ud800")
    chemin = reserve / "acces" / "journal.jsonl"
    chemin.write_bytes(chemin.read_bytes() + b'3\n\xff\n{"action": "interro')  # killed while it wrote
    acces.journal("deux")
    assert [x["action"] for x in registre.lire()] == ["deux", "un"]


def test_nothing_is_logged_in_the_name_of_nobody(reserve, presenter):
    presenter(revendications(exp=0))
    with pytest.raises(PermissionError):
        acces.journal("extrait")
    assert registre.lire() == []


@pytest.mark.parametrize("adresse", ["javascript:alert(1)", "//x", ""])
def test_the_link_to_the_reserved_address_is_an_address(reserve, tmp_path, monkeypatch, adresse):
    regler(tmp_path, f'[acces_pro]\nadresse = "{adresse}"\n', monkeypatch)
    assert session.adresse() == ""

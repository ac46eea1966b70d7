"""Who is let in, in which role, until when; what the log keeps."""

import json
import math
import time

import pytest

from pages.components import acces, compat
from pages.components.acces import session
from pages.components.acces.session import ANONYME, EXPIRE, INCONNU, SANS_REGLES, SANS_ROLE, SORTI
from tests.pages.acces.conftest import REGLAGES, regler, revendications, temoin


def role(dites: dict) -> str:
    lu = session.reconnaitre(dites)
    return lu if isinstance(lu, str) else lu.role


REGION = "region.essai@region.exemple"
PERSONNE = "inconnu@ailleurs.exemple"
SANS = ({"acces": {"roles": ["administrateur"]}}, {"acces": "region"}, {"roles": ["region"]}, {})


@pytest.mark.parametrize(("courriel", "dits", "attendu"), [
    ("REGION.essai@region.exemple", {}, "region"),
    (PERSONNE, {"acces": {"roles": ["france_travail"]}}, "france_travail"),
    (PERSONNE, {"acces": {"roles": "carif_oref"}}, "carif_oref"),
    (PERSONNE, {"acces": {"roles": ["autre", "exploitant"]}}, "exploitant"),
    *((PERSONNE, dits, SANS_ROLE) for dits in SANS),
])  # fmt: skip
def test_the_table_of_persons_or_the_claim_named_by_the_settings_gives_a_role_that_exists(
    reserve, courriel, dits, attendu
):
    lu = session.reconnaitre(revendications(courriel, **dits))
    assert attendu in (lu, getattr(lu, "role", ""))
    if attendu == "region":
        assert (lu.partie, lu.nom) == ("region", "Signataire d’essai")


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


ABSENT = object()  # a claim that the provider does not send


def jeton(autres: dict) -> dict:
    """Claims of a region's account whose address is proved, changed."""
    return {c: v for c, v in (revendications() | autres).items() if v is not ABSENT}


@pytest.mark.parametrize(
    ("autres", "attendu"),
    {
        "proof left out": ({"email_verified": ABSENT}, SANS_ROLE),
        "proof denied": ({"email_verified": False}, SANS_ROLE),
        "proof as text": ({"email_verified": "true"}, SANS_ROLE),
        "proof as a number": ({"email_verified": 1}, SANS_ROLE),
        "proof as a list": ({"email_verified": [True]}, SANS_ROLE),
        "proof empty": ({"email_verified": None}, SANS_ROLE),
        "preferred name": ({"email": ABSENT, "preferred_username": REGION}, SANS_ROLE),
        "identifier": ({"email": ABSENT, "sub": REGION}, SANS_ROLE),
        "other address, preferred name": ({"email": "x@y.exemple", "preferred_username": REGION}, SANS_ROLE),
        "name": ({"email": ABSENT, "name": REGION}, SANS_ROLE),
        "other claim": ({"email": ABSENT, "emails": [REGION], "upn": REGION}, SANS_ROLE),
        "address as a list": ({"email": [REGION]}, SANS_ROLE),
        "address as a table": ({"email": {REGION: True}}, SANS_ROLE),
        "space before": ({"email": f" {REGION}"}, SANS_ROLE),
        "space after": ({"email": f"{REGION}\n"}, SANS_ROLE),
        "space without width": ({"email": f"{REGION}\u200b"}, SANS_ROLE),
        "two addresses": ({"email": f"x@y.exemple,{REGION}"}, SANS_ROLE),
        "dotless i": ({"email": REGION.replace("i", "ı")}, SANS_ROLE),
        "long s": ({"email": REGION.replace("ss", "ſſ")}, SANS_ROLE),
        "sharp s": ({"email": REGION.replace("ss", "ß")}, SANS_ROLE),
        "Cyrillic e": ({"email": REGION.replace("e", "е")}, SANS_ROLE),
        "full width": ({"email": REGION.replace("@", "＠")}, SANS_ROLE),
        "no identifier": ({"sub": ABSENT}, INCONNU),
        "identifier as a number": ({"sub": 42}, INCONNU),
        "identifier with what cannot be seen": ({"sub": "42\u202e"}, INCONNU),
        "no issuer": ({"iss": ABSENT}, INCONNU),
        "issuers as a list": ({"iss": ["https://fournisseur.exemple"]}, INCONNU),
        "for another application": ({"aud": "autre"}, INCONNU),
        "for nobody": ({"aud": ABSENT}, INCONNU),
        "for part of our name": ({"aud": "observatoire-autre"}, INCONNU),
        "for a table": ({"aud": {"observatoire": True}}, INCONNU),
        "for us and another": ({"aud": ["autre", "observatoire"]}, "region"),
        "expired": ({"exp": 1}, EXPIRE),
        "end as text": ({"exp": "9999999999"}, EXPIRE),
        "logged in, as text": ({"is_logged_in": "false"}, ANONYME),
        "role as a table": ({"email": ABSENT, "acces": {"roles": {"region": True}}}, SANS_ROLE),
        "role in a list of lists": ({"email": ABSENT, "acces": {"roles": [["region"]]}}, SANS_ROLE),
        "roles in one text": ({"email": ABSENT, "acces": {"roles": "region france_travail"}}, SANS_ROLE),
        "role as yes": ({"email": ABSENT, "acces": {"roles": True}}, SANS_ROLE),
        "role in another case": ({"email": ABSENT, "acces": {"roles": ["REGION"]}}, SANS_ROLE),
    }.values(),
)
def test_no_shape_of_a_token_gives_the_role_of_another(reserve, autres, attendu):
    assert role(jeton(autres)) == attendu


@pytest.mark.parametrize(("prouve", "attendu"), [
    (ABSENT, "region"), (True, "region"), (False, SANS_ROLE), ("true", SANS_ROLE), (None, SANS_ROLE),
])  # fmt: skip
def test_a_provider_that_never_says_addresses_are_proved_is_believed_once_the_settings_say_so(
    reserve, tmp_path, monkeypatch, prouve, attendu
):
    regler(tmp_path, REGLAGES.replace("duree", "courriels_verifies = true\nduree"), monkeypatch)
    assert role(jeton({"email_verified": prouve})) == attendu


def test_who_writes_the_address_of_another_has_their_own_files_and_name(reserve):
    mien = session.reconnaitre(revendications())
    dites = revendications(sub="42", email_verified=False, preferred_username=REGION, acces={"roles": ["region"]})
    autre = session.reconnaitre(dites)
    assert (autre.role, autre.courriel, autre.sujet) == ("region", "", "42")
    assert autre.cle != mien.cle


@pytest.mark.parametrize("autres", [{"sub": "42"}, {"iss": "https://autre.exemple"}])
def test_two_accounts_of_one_address_share_nothing_and_one_account_keeps_its_own_under_a_new_address(reserve, autres):
    un, autre = (session.reconnaitre(revendications(**a)) for a in ({}, autres))
    assert (un.courriel, un.role) == (autre.courriel, autre.role)
    assert un.cle != autre.cle
    marie = revendications(sub=REGION) | {"email": "analyste@carif.exemple"}
    assert session.reconnaitre(marie).cle == un.cle


# Seconds from the hour of the test, or what is no hour.
@pytest.mark.parametrize(("autres", "attendu"), [
    ({"exp": -1}, EXPIRE),
    ({"iat": -3601, "exp": 90_000}, EXPIRE),  # an hour at most, say the settings
    ({"iat": 3600, "exp": 90_000}, EXPIRE),  # a clock that is an hour ahead
    ({"iat": 60, "exp": 600}, "region"),
    ({"exp": None}, EXPIRE), ({"exp": "demain"}, EXPIRE),
    ({"exp": math.nan}, EXPIRE),  # neither before nor after any hour
    ({"iat": math.nan}, EXPIRE), ({"iat": True}, EXPIRE), ({"is_logged_in": False}, ANONYME),
])  # fmt: skip
def test_a_session_ends_with_its_token_or_after_the_longest_one_allowed(reserve, autres, attendu):
    dites = {nom: time.time() + v if type(v) is int else v for nom, v in autres.items()}
    assert role(revendications(**dites)) == attendu


def test_a_session_closed_is_refused_to_every_copy_of_its_cookie(reserve):
    dites = revendications()
    session.sortir(dites)
    assert (role(dites), role(revendications(nonce="n2"))) == (SORTI, "region")


AILLEURS = revendications(origin="https://autre.exemple")


@pytest.mark.parametrize("dites", [AILLEURS, {"is_logged_in": True}, [1], "texte"])
def test_a_cookie_signed_by_others_or_for_elsewhere_or_malformed_says_nothing(reserve, dites):
    assert compat.du_temoin(temoin(dites)) == {}
    assert compat.du_temoin(temoin(revendications()))["email"]
    assert compat.du_temoin(temoin(revendications(), "le secret de quelqu'un d'autre")) == {}


def test_nobody_is_there_in_the_public_process(reserve, presenter, monkeypatch):
    presenter(revendications())
    assert acces.agent().role == "region"
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert not acces.reserve()
    assert acces.agent() is None


def test_the_log_adds_a_line_of_json_with_the_account_and_the_role_alone(reserve, presenter):
    presenter(revendications(phone_number="06", sub="42"))
    acces.journal("extrait", instantane="bmo/2024--0a1b2c3d", nom="a\nb")
    acces.journal("extrait")
    (une, _) = (reserve / "acces" / "journal.jsonl").read_text("utf-8").splitlines()
    ligne = json.loads(une)
    assert ligne.pop("quand").endswith("+00:00")
    compte = {"qui": "region.essai@region.exemple", "sub": "42", "iss": "https://fournisseur.exemple", "role": "region"}
    assert ligne == compte | {"action": "extrait", "instantane": "bmo/2024--0a1b2c3d", "nom": "a\nb"}
    assert [x["action"] for x in session.inscriptions()] == ["extrait", "extrait"]


def test_no_line_of_the_log_hides_another(reserve, presenter):
    presenter(revendications())
    acces.journal("un", nom="a\u2028b\x85c\ud800")
    chemin = reserve / "acces" / "journal.jsonl"
    chemin.write_bytes(chemin.read_bytes() + b'3\n\xff\n{"action": "interro')  # killed while it wrote
    acces.journal("deux")
    assert [x["action"] for x in session.inscriptions()] == ["deux", "un"]


def test_nothing_is_logged_in_the_name_of_nobody(reserve, presenter):
    presenter(revendications(exp=0))
    with pytest.raises(PermissionError):
        acces.journal("extrait")
    assert session.inscriptions() == []


@pytest.mark.parametrize("adresse", ["javascript:alert(1)", "//x", ""])
def test_the_link_to_the_reserved_address_is_an_address(reserve, tmp_path, monkeypatch, adresse):
    regler(tmp_path, f'[acces_pro]\nadresse = "{adresse}"\n', monkeypatch)
    assert session.adresse() == ""

"""A reserved process without a network: its settings, and sessions signed as a provider would have them."""

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from geo import reglages
from pages.components import acces

ORIGINE = "http://testserver"
SECRET = "un secret d'essai assez long"
REGLAGES = """
[acces_pro]
adresse = "https://reserve.exemple.fr"
revendication = "acces.roles"
duree_max_minutes = 60

[acces_pro.personnes]
"Region.Essai@region.exemple" = "region"
"analyste@carif.exemple" = "carif_oref"
"""
SECRETS = f"""
[auth]
redirect_uri = "{ORIGINE}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "observatoire"
client_secret = "x"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""


def regler(dossier: Path, texte: str, monkeypatch) -> None:
    (dossier / "reglages.toml").write_text(texte, "utf-8")
    monkeypatch.setenv(reglages.FICHIER, str(dossier / "reglages.toml"))
    reglages._lire.cache_clear()


@pytest.fixture
def reserve(tmp_path, monkeypatch):
    """The reserved root of a process, set up with its settings and a provider that nobody answers for."""
    racine = tmp_path / "reserve"
    racine.mkdir()
    regler(tmp_path, REGLAGES, monkeypatch)
    (tmp_path / "secrets.toml").write_text(SECRETS, "utf-8")
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", str(racine))
    avant = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    secrets_singleton._reset()
    yield racine
    config.set_option("secrets.files", avant)
    secrets_singleton._reset()


def revendications(courriel: str = "region.essai@region.exemple", **autres) -> dict:
    """What a provider says of somebody who has just logged in."""
    maintenant = int(time.time())
    dites = {"iss": "https://fournisseur.exemple", "sub": courriel, "aud": "observatoire", "name": "Signataire d’essai"}
    dites |= {"email": courriel, "email_verified": True, "iat": maintenant, "exp": maintenant + 3600, "nonce": "n1"}
    return dites | {"is_logged_in": True, "origin": ORIGINE, "provider": "default"} | autres


def temoin(dites: dict, secret: str = SECRET) -> dict[str, str]:
    """The cookie that Streamlit makes of them."""
    return {USER_COOKIE_NAME: create_signed_value(secret, USER_COOKIE_NAME, json.dumps(dites)).decode()}


def jetons(tete: dict, signature: str = "c2ln") -> dict[str, str]:
    """The cookie that it makes of an identity token of this heading."""
    id_token = ".".join([base64.urlsafe_b64encode(json.dumps(tete).encode()).decode().rstrip("="), "e30", signature])
    valeur = create_signed_value(SECRET, TOKENS_COOKIE_NAME, json.dumps({"id_token": id_token}))
    return {TOKENS_COOKIE_NAME: valeur.decode()}


@pytest.fixture
def presenter(monkeypatch) -> Callable[[dict], None]:
    """`presenter(claims)`: who is there in the screens run without a browser."""
    return lambda dites: monkeypatch.setattr(acces.st, "user", SimpleNamespace(to_dict=lambda: dict(dites)))

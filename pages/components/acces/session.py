"""Who is behind a request: what the provider signed, whether it still holds, and which role it gives.

Streamlit keeps the claims of the identity token in a signed cookie for thirty days, and reads neither when the token
ends nor that somebody logged out elsewhere: both are checked here, for a run as for a request.
"""

import hashlib
import json
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from streamlit import auth_util
from streamlit.errors import StreamlitAuthError
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data_loaders.contracts.convention import PARTIES
from geo import reglages
from geo.racine import racine_reservee
from pages.components import journal

ROLES: Final = {
    "region": "Région",
    "france_travail": "France Travail",
    "carif_oref": "Carif-Oref",
    "exploitant": "exploitant",
}
REGLAGES: Final = "acces_pro"  # table of the settings
_GENRES: Final = {"duree_max_minutes": int, "revendication": str, "personnes": dict}  # its keys read here
DUREE_MAX_MIN: Final = 480  # of a session, whatever the token says
ANONYME, EXPIRE, SORTI, SANS_ROLE, SANS_REGLES = "anonyme", "expire", "sorti", "sans_role", "sans_regles"
DOSSIER: Final = "acces"
_SORTIES: Final = "sorties"
_UN_JOUR: Final = 86_400
_AVANCE_MAX_S: Final = 300  # of the clock of the provider: a token of tomorrow would make a longer session


class Agent(NamedTuple):
    """Somebody with a role.

    Attributes:
        courriel: the address that the provider knows, else its own identifier of the person.
        role: key of `ROLES`.
        partie: signatory of the convention signed for, key of `PARTIES`; None for who signs nothing.
        fin: when the session ends, in seconds of the epoch.
    """

    courriel: str
    nom: str
    role: str
    partie: str | None
    fin: float


def adresse() -> str:
    """Where the reserved process is, for a link from the public one; "" when it is not set, or is no address."""
    dite = str(reglages.table(REGLAGES).get("adresse", ""))
    return dite if dite.startswith(("https://", "http://")) else ""


def reconnaitre(revendications: Mapping[str, Any], maintenant: float | None = None) -> Agent | str:
    """The person whom claims of a provider describe, or why nobody is let in (`ANONYME`, `EXPIRE`…).

    The public process lets nobody in.
    """
    racine = racine_reservee()
    if racine is None or not revendications.get("is_logged_in"):
        return ANONYME
    maintenant = time.time() if maintenant is None else maintenant
    debut, fin = (revendications.get(cle) for cle in ("iat", "exp"))
    if not _est_date(debut) or not _est_date(fin) or debut > maintenant + _AVANCE_MAX_S:
        return EXPIRE
    regles = _regles()
    if regles is None:
        return SANS_REGLES
    fin = min(fin, debut + 60 * regles.get("duree_max_minutes", DUREE_MAX_MIN))
    if maintenant >= fin:
        return EXPIRE
    if _sortie(racine, revendications).exists():
        return SORTI
    courriel = _courriel(revendications)
    role = _role(revendications, courriel, regles)
    if role is None:
        return SANS_ROLE
    partie = role if role in PARTIES else None
    return Agent(courriel, str(revendications.get("name") or courriel), role, partie, fin)


def sortir(revendications: Mapping[str, Any]) -> None:
    """Refuse from now on a session that its owner closed: the cookie, copied elsewhere, is still signed."""
    racine = racine_reservee()
    if racine is None or not revendications.get("is_logged_in"):
        return
    sortie = _sortie(racine, revendications)
    sortie.parent.mkdir(parents=True, exist_ok=True)
    for ancienne in sortie.parent.iterdir():
        if time.time() - ancienne.stat().st_mtime > 31 * _UN_JOUR:  # the signature itself no longer holds
            ancienne.unlink(missing_ok=True)
    sortie.touch()


def du_temoin(temoins: Mapping[str, str]) -> dict[str, Any]:
    """Claims of the signed cookie of a request; empty without one, or when it was signed by others or for elsewhere."""
    try:
        lu = starlette_websocket._get_signed_cookie_with_chunks(dict(temoins), USER_COOKIE_NAME)
        revendications = json.loads(lu) if lu else {}
        ici = bool(revendications) and revendications.get("origin") == auth_util.get_origin_from_redirect_uri()
    except (ValueError, AttributeError, StreamlitAuthError):
        return {}
    return revendications if ici else {}


def configuree() -> bool:
    """Whether a provider of identity is set, and the library that talks to it installed."""
    try:
        auth_util.validate_auth_credentials("default")
    except StreamlitAuthError:
        return False
    return auth_util.is_authlib_installed()


def _regles() -> dict[str, Any] | None:
    """The table of the settings as it is now; None where it cannot be followed, which lets nobody in."""
    try:
        lues = reglages.table_relue(REGLAGES)
        if fautes := [c for c, genre in _GENRES.items() if not isinstance(lues.get(c, genre()), genre)]:
            raise reglages.ErreurReglages(f"Réglages, table {REGLAGES} : {fautes[0]} ne convient pas.")
    except reglages.ErreurReglages as e:
        journal.noter(e, str(e))
        return None
    return lues


def _est_date(valeur: object) -> bool:
    return isinstance(valeur, int | float) and not isinstance(valeur, bool) and math.isfinite(valeur)


def _courriel(revendications: Mapping[str, Any]) -> str:
    """The address; the identifier where it is unproved: who writes that of another neither reads nor signs theirs."""
    noms = ("email", "preferred_username", "sub") if _prouve(revendications) else ("sub",)
    return str(next((revendications[c] for c in noms if revendications.get(c)), ""))


def _prouve(revendications: Mapping[str, Any]) -> bool:
    return revendications.get("email_verified", True) is True


def _role(revendications: Mapping[str, Any], courriel: str, regles: Mapping[str, Any]) -> str | None:
    """Role that the settings give by address, else the one that the provider says; an address must not be unproved."""
    par_courriel = {c.casefold(): r for c, r in regles.get("personnes", {}).items()}
    if _prouve(revendications) and courriel.casefold() in par_courriel:
        return _connu([par_courriel[courriel.casefold()]])
    dit: Any = revendications
    if not regles.get("revendication"):
        return None
    for cle in str(regles["revendication"]).split("."):  # some providers nest: « realm_access.roles »
        dit = dit.get(cle) if isinstance(dit, Mapping) else None
    return _connu(dit if isinstance(dit, list) else [dit])


def _connu(roles: list[Any]) -> str | None:
    return next((r for r in ROLES if r in roles), None)


def _sortie(racine: Path, revendications: Mapping[str, Any]) -> Path:
    """The file whose presence says that this session was closed."""
    dits = json.dumps([revendications.get(cle) for cle in ("iss", "sub", "iat", "exp", "nonce")])
    return racine / DOSSIER / _SORTIES / hashlib.sha256(dits.encode()).hexdigest()[:32]

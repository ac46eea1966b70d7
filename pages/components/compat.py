"""All that is used of what Streamlit keeps to itself, each with its reason: to be read again at each new version."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from streamlit import auth_util, file_util, logger
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

INDEX: Final = f"{file_util.get_static_dir()}/index.html"  # its page: ours, once it is rewritten
PRISE: Final = _get_signed_cookie_with_chunks.__module__  # its log of a message that cannot be read: nothing failed
# A folder named `pages` would run by itself until a first session has called `st.navigation`.
PagesManager.uses_pages_directory = False


def en_session() -> bool:
    """Whether a session runs this: `dashboard.py` is the module of the server and the script of its sessions."""
    return get_script_run_ctx(suppress_warning=True) is not None


def navigation() -> bool:
    """Whether « Back » asked for this run: the address has then the last word, not the session."""
    return getattr(get_script_run_ctx(suppress_warning=True), "is_history_navigation", False)


def rendre_journaux(rendre: Callable[..., None]) -> None:
    """Each module of Streamlit that is yet to be imported gives its log an output: `rendre` takes it away."""
    logger.setup_formatter = rendre


def du_temoin(temoins: Mapping[str, str], *, jetons: bool = False) -> dict[str, Any]:
    """Claims of the signed cookie of a request, which `st.user` says of a session alone, or tokens; empty: not ours."""
    try:
        lu = _get_signed_cookie_with_chunks(dict(temoins), TOKENS_COOKIE_NAME if jetons else USER_COOKIE_NAME)
        return dites if (dites := json.loads(lu or b"{}")) and (jetons or dites.get("origin") == origine()) else {}
    except (ValueError, AttributeError, StreamlitAuthError):
        return {}


def origine() -> str:
    """Our own address as the provider knows it, where a proxy stands before us; "" without one."""
    return auth_util.get_origin_from_redirect_uri() or ""


def client(fournisseur: str) -> str | None:
    """Under which name this application asks for tokens: the provider makes those of others too."""
    return (lus := auth_util.get_secrets_auth_section()).get(fournisseur, lus).get("client_id")


def relie() -> bool:
    """Whether a provider is set and its library installed, which `st.login` says by failing."""
    try:
        auth_util.validate_auth_credentials("default")
    except StreamlitAuthError:
        return False
    return auth_util.is_authlib_installed()

"""A screen run without a browser, and what it shows."""

import asyncio
import html
import json
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.testclient import TestClient
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager

from data_loaders.erreurs import ErreurDonnees
from pages.components import document, partage
from pages.components.seance import rejeu
from tests.pages.lecteur import Choix, Lecteur

TABLEAU_DE_BORD = Path(__file__).parents[2] / "dashboard.py"
_lue: list[Path] = []


def vivre(suite: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns, in a thread of its own: a browser test of this process may have left a loop running."""
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(asyncio.run, suite).result()


def sans_serveur(m: pytest.MonkeyPatch) -> None:
    """What runs a screen asks the runtime for the files to download: there is one, which serves nobody."""
    m.setattr(PagesManager, "uses_pages_directory", False)
    if not Runtime.exists():
        m.setattr(Runtime, "_instance", None)
        depots = MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/")
        Runtime(RuntimeConfig(str(TABLEAU_DE_BORD), None, *depots))


def oublier() -> None:
    """Nothing computed for another test, or before a change of the data, is found again."""
    partage.FINIS.vider()
    partage.LUS.vider()
    document.GARDES.vider()
    _lue.clear()


def relire(racine: Path) -> None:
    """What was computed from this root is found again, as one reader finds what another asked; the rest is not."""
    if _lue != [racine]:
        oublier()
        _lue.append(racine)


def ouvrir(ecran: str, **adresse: Any) -> Lecteur:
    """One screen, opened on an address, as a link opens it."""
    return Lecteur(ecran, Choix(parse_qsl(urlencode(adresse, doseq=True))).paires())


def servir(routes: Sequence[BaseRoute], middleware: Sequence[Middleware] = (), **options: Any) -> TestClient:
    """Asks these routes over HTTP; an address that leads to another one is not followed."""
    return TestClient(Starlette(routes=routes, middleware=middleware), follow_redirects=False, **options)


def sain(at: Any) -> Any:
    """The same screen of a session, which raised nothing."""
    assert at.exception == []
    return at


def deplier(at: Lecteur) -> Lecteur:
    """The same screen, its folds open but for « D’où vient ce chiffre ? »."""
    return at.deplier(lambda cle: cle.startswith("pli-"))


def contenu(at: Lecteur) -> str:
    """All that a screen writes, markup included."""
    return "\n".join(str(e.value) for e in at.get("html"))


def texte(at: Lecteur) -> str:
    """The words of a screen, in one line; spaces that do not break are kept."""
    return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", contenu(at))))


def titre(at: Lecteur) -> str:
    """Its only h1."""
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", contenu(at))
    return html.unescape(h1)


def manquent(lu: str, *mots: str) -> list[str]:
    """What is not in a text, of the words that must be."""
    return [m for m in mots if m not in lu]


def figures(at: Lecteur) -> list[dict]:
    """Charts of a screen, at its address, in order."""
    try:
        diapos = rejeu.jouer(f"/{at.module}?{urlencode(at.query_params, doseq=True)}")
    except ErreurDonnees:
        return []
    return [json.loads(g.to_json()) for d in diapos for g in d.dessins if not isinstance(g, dict)]

"""For a watcher: `/healthz`, the process answers; `/readyz`, its data can be read, and how fresh they are.

systemd watches too: it restarts a process whose loop no longer turns.
"""

import asyncio
import threading
from contextlib import suppress
from datetime import date
from socket import AF_UNIX, SOCK_DGRAM, socket
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from geo import disque, reglages
from pages.components import journal
from pages.figures.donnees import catalogue

_SANS_GARDE: Final = {"cache-control": "no-store"}
_verrou: Final = threading.Lock()
_dites: dict[str, Any] = {}  # faults that the log holds already


async def donner_signe() -> None:
    """Tell systemd, twice in the time that `WatchdogSec` gives, that the loop turns; nothing where it does not ask."""
    ou, delai_s = reglages.veille()
    if not ou:
        return
    with socket(AF_UNIX, SOCK_DGRAM) as prise:
        prise.setblocking(False)
        while True:
            with suppress(OSError):  # systemd itself restarts: it is told the next time
                prise.sendto(b"WATCHDOG=1", ou)
            await asyncio.sleep(delai_s / 2)


def _consigner(fautes: dict[str, Any]) -> None:
    """Write in the log what has just made the data unreadable, or readable again: once, however often it is asked."""
    global _dites
    with _verrou:
        if fautes != _dites:
            _dites = fautes
            journal.dire("les données ne se lisent plus" if fautes else "les données se lisent de nouveau", **fautes)


async def _vivant(_requete: Request) -> Response:
    return PlainTextResponse("ok", headers=_SANS_GARDE)


def _pret(_requete: Request) -> Response:
    try:
        d = Donnees()
        dit = catalogue.sante(d, date.today(), d.periodes)
    except ErreurDonnees as e:
        dit = {"pret": False, "fautes": {"donnees": f"{e.ou} : {e.trouve}"}}
    except OSError as e:
        dit = {"pret": False, "fautes": {"donnees": disque.dire(e)}}
    _consigner(dit["fautes"])
    return JSONResponse(dit, 200 if dit["pret"] else 503, _SANS_GARDE)


def routes() -> list[BaseRoute]:
    """The two addresses."""
    return [Route("/healthz", _vivant), Route("/readyz", _pret)]

"""What the server tells who runs it: one line of JSON an event on the error output, nothing about who reads.

A fault has a code, shown on the page and written in the log beside where it happened. The same fault has the same code
whoever meets it: it is a digest of its kind and place. What an unforeseen exception says is left out, because it may
quote what a reader chose or typed.

For a watcher, `/healthz`: the process answers; `/readyz`: its data can be read, and how fresh they are. systemd watches
too: it restarts a process whose loop no longer turns.
"""

import asyncio
import hashlib
import json
import logging
import sys
import threading
import traceback
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from socket import AF_UNIX, SOCK_DGRAM, socket
from typing import Any, Final

from google.protobuf.message import DecodeError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC
from data_loaders.magasin.donnees import Donnees
from geo import disque, reglages
from geo.reglages import DEPOT
from geo.zonages import ErreurZonage
from pages.components import compat, guichet
from pages.figures.donnees import catalogue

NIVEAUX: Final = {"DEBUG": "détail", "INFO": "information", "WARNING": "avertissement", "CRITICAL": "erreur"}
# What a session sends that cannot be read closes it: nothing of ours failed.
_ILLISIBLES: Final = {"uvicorn.error": UnicodeDecodeError, compat.PRISE: DecodeError}
_journal: Final = logging.getLogger("observatoire")


def installer() -> None:
    """Send every message of this process there, Streamlit's and the server's too; called once they are configured."""
    sortie = logging.StreamHandler(sys.stderr)
    sortie.setFormatter(_EnJson())
    sortie.addFilter(lambda r: not (r.exc_info and isinstance(r.exc_info[1], _ILLISIBLES.get(r.name, ()))))
    logging.root.handlers[:] = [sortie]
    logging.root.setLevel(logging.WARNING)
    compat.rendre_journaux(_rendre)
    for nom in list(logging.root.manager.loggerDict):
        _rendre(logging.getLogger(nom))
    for nom in ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets"):  # each connection, with its IP address
        logging.getLogger(nom).setLevel(logging.WARNING)
    _journal.setLevel(logging.INFO)


def dire(message: str, **quoi: Any) -> None:
    """Write an event, with what a machine may read of it."""
    _journal.info(message, extra={"quoi": quoi})


def noter(e: BaseException, message: str = "panne") -> str:
    """Write a fault; returns its code, to show where it was met."""
    _journal.error(message, exc_info=e)
    return code(e)


def code(e: BaseException) -> str:
    """Code of a fault: the same in every process, until the code of the product changes."""
    return hashlib.sha256("\n".join([type(e).__name__, _dit(e), *_cadres(e)[-1:]]).encode()).hexdigest()[:8]


def dire_code(code: str) -> str:
    """How a page says the code of a fault, after the fault."""
    return f"Code{INSEC}: {code}."


def imprevue(code: str) -> str:
    """What a reader does of a fault that nobody foresaw."""
    return f"Prévenir la personne qui tient l’observatoire, en lui donnant ce code{INSEC}: {code}."


def _dit(e: BaseException) -> str:
    # Their text is about files and perimeters, never about a reader.
    return _sans_chemin(str(e)) if isinstance(e, ErreurDonnees | ErreurZonage | OSError) else ""


def _cadres(e: BaseException) -> list[str]:
    cadres = traceback.extract_tb(e.__traceback__)
    notres = [c for c in cadres[:-1] if Path(c.filename).is_relative_to(DEPOT) and "site-packages" not in c.filename]
    return [f"{_sans_chemin(c.filename)}:{c.lineno} {c.name}" for c in (*notres, *cadres[-1:])]


def _sans_chemin(texte: str) -> str:
    """A text without the folder of the product; a library is known by its package."""
    return texte.rpartition("site-packages/")[2].replace(f"{DEPOT}/", "")


def _rendre(journal: logging.Logger) -> None:
    journal.handlers.clear()
    journal.propagate = True


class _EnJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        dit = {
            "date": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": NIVEAUX.get(record.levelname, "erreur"),
            "message": record.getMessage(),
            "source": record.name,
            **getattr(record, "quoi", {}),
        }
        if record.exc_info and (e := record.exc_info[1]) is not None:
            dit |= {"code": code(e), "genre": type(e).__name__, "dit": _dit(e), "ou": _cadres(e)}
        return json.dumps(dit, ensure_ascii=False, default=str)


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
            dire("les données ne se lisent plus" if fautes else "les données se lisent de nouveau", **fautes)


def _pret(_requete: Request) -> Response:
    try:
        dit = catalogue.sante(Donnees(), date.today())
    except ErreurDonnees as e:
        dit = {"pret": False, "fautes": {"donnees": f"{e.ou} : {e.trouve}"}}
    except OSError as e:
        dit = {"pret": False, "fautes": {"donnees": disque.dire(e)}}
    _consigner(dit["fautes"])
    return JSONResponse(dit, 200 if dit["pret"] else 503, guichet.SANS_GARDER)


async def _vivant(_requete: Request) -> Response:
    return PlainTextResponse("ok", headers=guichet.SANS_GARDER)


def routes() -> list[BaseRoute]:
    """The two addresses."""
    return [Route("/healthz", _vivant), Route("/readyz", _pret)]

"""Files of the map that the browser keeps. Nothing here draws.

Its modules, its style sheet and the constants that Python shares with them are served under a folder whose name holds a
digest of them all: a new version is fetched whole, the same one never asked for again.

States of the zones are files of `depot`.
"""

import contextlib
import functools
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.components import depot
from pages.figures.carte.dessin import constantes
from pages.figures.carte.vue import Dessin

SOURCES: Final = Path(__file__).parent / "static" / "territory_map"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
NOMS_GARDES: Final = 32


@functools.cache
def _fichiers() -> dict[str, bytes]:
    lus = {f.name: f.read_bytes() for f in sorted(SOURCES.iterdir()) if f.suffix in (".js", ".css")}
    return lus | {"constantes.json": json.dumps(constantes(), ensure_ascii=False, separators=(",", ":")).encode()}


def lire(nom: str) -> bytes:
    """One of them. Raises KeyError where there is none of that name."""
    return _fichiers()[nom]


def modules() -> tuple[str, ...]:
    """Names of the modules that draw a map."""
    return tuple(nom for nom in _fichiers() if nom.endswith(".js"))


@functools.cache
def dossier() -> str:
    """Name of the folder they are served under, in `/statique/`."""
    empreinte = hashlib.sha256()
    for nom, contenu in _fichiers().items():
        empreinte.update(f"{nom}\0{len(contenu)}\0".encode() + contenu)
    return f"territory_map.{empreinte.hexdigest()[:8]}"


# Drawings already written: id -> (drawings, name). Holding them keeps the ids theirs; only names come from here.
_ecrits: OrderedDict[tuple[int, ...], tuple[tuple, str]] = OrderedDict()


def deposer(
    dessins: Mapping[str, Dessin], ecrire: Callable[[Mapping[str, Dessin]], dict[str, Any]]
) -> str | dict[str, Any]:
    """Name of the file that holds what `ecrire` makes of the drawings, written when it is not there yet.

    Where the data root cannot be written, the states themselves, to be sent with the message.
    """
    parties = tuple(partie for nom in sorted(dessins) for partie in (dessins[nom].etats, dessins[nom].titres))
    cle = tuple(map(id, parties))
    if cle in _ecrits:
        _ecrits.move_to_end(cle)
        nom = _ecrits[cle][1]
        with contextlib.suppress(OSError):
            depot.toucher(nom)
            return nom
    ecrits = ecrire(dessins)
    try:
        nom = depot.poser(json.dumps(ecrits, ensure_ascii=False, separators=(",", ":")).encode(), ".json")
    except OSError:
        return ecrits
    _ecrits[cle] = parties, nom
    if len(_ecrits) > NOMS_GARDES:
        _ecrits.popitem(last=False)
    return nom


async def _servir(requete: Request) -> Response:
    nom = requete.path_params["nom"]
    if nom not in _fichiers():
        raise HTTPException(404)
    en_tetes = {"cache-control": depot.TOUJOURS, "etag": f'"{dossier()}"'}
    return Response(_fichiers()[nom], media_type=TYPES[Path(nom).suffix], headers=en_tetes)


def routes() -> list[Route]:
    """Where they are served; to be put before the other files of `/statique`."""
    return [Route(f"/statique/{dossier()}/{{nom}}", _servir)]

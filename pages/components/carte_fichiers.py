"""Files of the map that the browser keeps: its modules, its style sheet, the constants that Python shares with them.

They are served under a folder whose name holds a digest of them all, so that a new version is fetched whole and the
same one never asked for again. Nothing here draws.
"""

import functools
import hashlib
import json
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pages.figures.carte.dessin import constantes

SOURCES: Final = Path(__file__).parent / "static" / "territory_map"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
TOUJOURS: Final = "public, max-age=31536000, immutable"


@functools.cache
def _fichiers() -> dict[str, bytes]:
    lus = {f.name: f.read_bytes() for f in sorted(SOURCES.iterdir()) if f.suffix in (".js", ".css")}
    return lus | {"constantes.json": json.dumps(constantes(), ensure_ascii=False, separators=(",", ":")).encode()}


@functools.cache
def dossier() -> str:
    """Name of the folder they are served under, in `/statique/`."""
    empreinte = hashlib.sha256()
    for nom, contenu in _fichiers().items():
        empreinte.update(f"{nom}\0{len(contenu)}\0".encode() + contenu)
    return f"territory_map.{empreinte.hexdigest()[:8]}"


async def _servir(requete: Request) -> Response:
    nom = requete.path_params["nom"]
    if nom not in _fichiers():
        raise HTTPException(404)
    en_tetes = {"cache-control": TOUJOURS, "etag": f'"{dossier()}"'}
    return Response(_fichiers()[nom], media_type=TYPES[Path(nom).suffix], headers=en_tetes)


def route() -> Route:
    """Where they are served; to be put before the other files of `/statique`."""
    return Route(f"/statique/{dossier()}/{{nom}}", _servir)

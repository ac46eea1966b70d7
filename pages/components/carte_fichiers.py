"""Files of the map that the browser keeps. Nothing here draws.

Its modules, its style sheet and the constants that Python shares with them are served under a folder whose name holds a
digest of them all: a new version is fetched whole, the same one never asked for again.

States of the zones are written under the data root, each file named by its own digest: whichever process answers, after
a restart too, the address that a page received is that of its states.
"""

import contextlib
import functools
import gzip
import hashlib
import json
import os
import re
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.racine import racine_donnees
from pages.figures.carte.dessin import constantes
from pages.figures.carte.vue import Dessin

SOURCES: Final = Path(__file__).parent / "static" / "territory_map"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
TOUJOURS: Final = "public, max-age=31536000, immutable"


NOM_ETATS: Final = re.compile(r"[0-9a-f]{32}\.json")
ETATS_MAX: Final = 64 * 2**20  # bytes on disk; the oldest leave first
NOMS_GARDES: Final = 32


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
    dossier_etats = racine_donnees() / "etats_carte"
    if cle in _ecrits:
        _ecrits.move_to_end(cle)
        nom = _ecrits[cle][1]
        with contextlib.suppress(OSError):
            os.utime(dossier_etats / nom)  # used: among the last to leave
            return nom
    ecrits = ecrire(dessins)
    contenu = json.dumps(ecrits, ensure_ascii=False, separators=(",", ":")).encode()
    nom = f"{hashlib.sha256(contenu).hexdigest()[:32]}.json"
    try:
        _poser(dossier_etats / nom, contenu)
    except OSError:
        return ecrits
    _ecrits[cle] = parties, nom
    if len(_ecrits) > NOMS_GARDES:
        _ecrits.popitem(last=False)
    return nom


def _poser(chemin: Path, contenu: bytes) -> None:
    if chemin.exists():
        return os.utime(chemin)
    chemin.parent.mkdir(parents=True, exist_ok=True)
    _faire_place(chemin.parent)
    with tempfile.NamedTemporaryFile(dir=chemin.parent, prefix=".", delete=False) as f:
        f.write(gzip.compress(contenu, 6))
    Path(f.name).replace(chemin)


def _faire_place(dossier_etats: Path) -> None:
    fichiers = sorted(((f.stat().st_mtime, f.stat().st_size, f) for f in dossier_etats.iterdir()), reverse=True)
    total = 0
    for _, taille, fichier in fichiers:
        total += taille
        if total > ETATS_MAX:
            fichier.unlink(missing_ok=True)


async def _servir(requete: Request) -> Response:
    nom = requete.path_params["nom"]
    if nom not in _fichiers():
        raise HTTPException(404)
    en_tetes = {"cache-control": TOUJOURS, "etag": f'"{dossier()}"'}
    return Response(_fichiers()[nom], media_type=TYPES[Path(nom).suffix], headers=en_tetes)


async def _servir_etats(requete: Request) -> Response:
    nom = requete.path_params["nom"]
    if not NOM_ETATS.fullmatch(nom):
        raise HTTPException(404)
    try:
        contenu = (racine_donnees() / "etats_carte" / nom).read_bytes()
    except FileNotFoundError:
        raise HTTPException(404) from None
    en_tetes = {"cache-control": TOUJOURS, "vary": "Accept-Encoding"}
    if "gzip" in Headers(scope=requete.scope).get("accept-encoding", ""):
        en_tetes["content-encoding"] = "gzip"
    else:
        contenu = gzip.decompress(contenu)
    return Response(contenu, media_type=TYPES[".json"], headers=en_tetes)


def routes() -> list[Route]:
    """Where they are served; to be put before the other files of `/statique`."""
    return [Route(f"/statique/{dossier()}/{{nom}}", _servir), Route("/statique/etats/{nom}", _servir_etats)]

"""Files that screens draw from and that the browser keeps: states of the map, drawings of a page, charts.

Each is named by its own digest under the data root: whichever process answers, after a restart too, the address that a
page received is that of its drawing, and a drawing already seen is never sent again. Of several machines, the one that
drew a page has its drawings: nginx asks the next one where it was not this one.
"""

import base64
import gzip
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.reglages import racine_donnees, racine_reservee
from pages.components.partage import une_fois
from pages.figures import icones

TOUJOURS: Final = "public, max-age=31536000, immutable"
DOSSIER: Final = Path(icones.DOSSIER).name  # under the data root
OCTETS_MAX: Final = 64 * 2**20  # on disk; the oldest leave first
_poses: Final[dict[Path, int]] = {}  # folder -> bytes written since it was looked through
MODE: Final = 0o664  # servers that run under several users of one group share the folder
TYPES: Final = {".json": "application/json", ".svg": "image/svg+xml"}
NOM: Final = re.compile(r"[0-9a-f]{32}\.(?:json|svg)")
# An image shorter than that costs less in the page than a request.
IMAGE_MIN: Final = 2000
_IMAGE: Final = re.compile(rf'src="data:image/svg\+xml(;base64)?,([^"]{{{IMAGE_MIN},}})"')
_TAILLE: Final = re.compile(rb'<svg[^>]* viewBox="\S+ \S+ (\S+) (\S+)"')


def _dossier() -> Path:
    """Where drawings are kept: what was drawn for the reserved space is never beside what the public reads."""
    return (racine_reservee() or racine_donnees()) / DOSSIER


def poser(contenu: bytes, suffixe: str) -> str:
    """Write a file, when it is not there yet, and return its name. Raises OSError: it cannot be written."""
    nom = f"{hashlib.sha256(contenu).hexdigest()[:32]}{suffixe}"
    chemin = _dossier() / nom
    if chemin.exists():
        os.utime(chemin)
        return nom
    compresse = gzip.compress(contenu, 6)
    chemin.parent.mkdir(parents=True, exist_ok=True)
    # The folder is long to look through: at the first file, then once a sixty-fourth of what fits was written.
    _poses[chemin.parent] = _poses.get(chemin.parent, OCTETS_MAX) + len(compresse)
    if _poses[chemin.parent] > OCTETS_MAX // 64:
        _poses[chemin.parent] = 0
        _faire_place(chemin.parent)
    with tempfile.NamedTemporaryFile(dir=chemin.parent, prefix=".", delete=False) as f:
        os.fchmod(f.fileno(), MODE)
        f.write(compresse)
    Path(f.name).replace(chemin)
    return nom


def en_place(noms: Iterable[str]) -> bool:
    """Whether none of these files has left; they are in use: among the last to leave."""
    try:
        for nom in noms:
            os.utime(_dossier() / nom)
    except OSError:
        return False
    return True


def relire(adresse: str) -> bytes | None:
    """What a page would draw at `statique/dessins/…`; None when it is no file of ours, or has left."""
    dossier, _, nom = adresse.rpartition("/")
    if dossier != icones.DOSSIER or not NOM.fullmatch(nom):
        return None
    try:
        compresse = _lire(nom)
        return gzip.decompress(compresse) if compresse else None
    except OSError:
        return None


def _lire(nom: str) -> bytes | None:
    """A file, compressed, None when it is not here; the skies are in no folder, and never leave."""
    if ciel := icones.FICHIERS.get(nom):
        return gzip.compress(ciel, 6)
    try:
        return (_dossier() / nom).read_bytes()
    except FileNotFoundError:
        return None


def _faire_place(dossier: Path) -> None:
    fichiers, total = ((f.stat().st_mtime, f.stat().st_size, f) for f in dossier.iterdir()), 0
    for _, taille, fichier in sorted(fichiers, reverse=True):
        total += taille
        if total > OCTETS_MAX:
            fichier.unlink(missing_ok=True)


def _une_fois(faire: Callable[..., tuple[Any, tuple[str, ...]]], /, *args: Any, **kwargs: Any) -> Any:
    rendu, noms = une_fois(faire, *args, **kwargs)
    return rendu if en_place(noms) else faire(*args, **kwargs)[0]


def _nommer(fonction: Callable[..., str], /, *args: Any, **kwargs: Any) -> tuple[Any, tuple[str, ...]]:
    texte = fonction(*args, **kwargs)
    try:
        nom = poser(texte.encode(), ".json")
    except OSError:
        return json.loads(texte), ()
    return nom, (nom,)


def _alleger(fonction: Callable[..., str], /, *args: Any, **kwargs: Any) -> tuple[str, tuple[str, ...]]:
    entier, noms = fonction(*args, **kwargs), []

    def deposer(image: re.Match) -> str:
        svg = base64.b64decode(image[2]) if image[1] else unquote_to_bytes(image[2])
        noms.append(poser(svg, ".svg"))
        # Its place is kept while it comes.
        place = f' style="aspect-ratio:auto {t[1].decode()}/{t[2].decode()}"' if (t := _TAILLE.match(svg)) else ""
        return f'src="{icones.DOSSIER}/{noms[-1]}"{place}'

    try:
        return _IMAGE.sub(deposer, entier), tuple(noms)
    except OSError:
        return entier, ()


# The HTML that a pure function of these arguments writes, kept as `une_fois` keeps it, its large drawings in files of
# their own; the name of the file that holds the JSON that it writes. Where the data root cannot be written, the
# drawings stay in the text, and what the JSON says is given.
html_une_fois = partial(_une_fois, _alleger)
json_une_fois = partial(_une_fois, _nommer)


async def _servir(requete: Request) -> Response:
    nom = requete.path_params["nom"]
    contenu = _lire(nom) if NOM.fullmatch(nom) else None
    if contenu is None:
        raise HTTPException(404)
    en_tetes = {"cache-control": TOUJOURS, "vary": "Accept-Encoding"}
    if "gzip" in Headers(scope=requete.scope).get("accept-encoding", ""):
        en_tetes["content-encoding"] = "gzip"
    else:
        contenu = gzip.decompress(contenu)
    return Response(contenu, media_type=TYPES[Path(nom).suffix], headers=en_tetes)


def routes() -> list[Route]:
    """Where they are served; to be put before the other files of `/statique`."""
    return [Route(f"/{icones.DOSSIER}/{{nom}}", _servir)]

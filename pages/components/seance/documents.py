"""What one takes away from a meeting, over plain HTTP: images of a figure. Nothing of it is kept."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data_loaders.erreurs import ErreurDonnees
from pages.components import depot
from pages.components.seance.routes import PREFIXE, jouer, refuser
from pages.figures.seance import Diapo, image

_IMAGES: Final = {"svg": (image.en_svg, "image/svg+xml"), "png": (image.en_png, "image/png")}


async def vue(adresse: str, cle: str) -> Diapo:
    """One figure of an address.

    Raises:
        ErreurDonnees: as `rejeu.jouer`, and when the screen has no such figure.
    """
    diapos = await jouer(adresse)
    if trouvee := next((d for d in diapos if d.cle == cle), None):
        return trouvee
    raison, remede = "cet écran n’a plus cette figure", "rouvrir l’écran et y reprendre la figure"
    raise ErreurDonnees("absent", "cette vue", raison, remede=remede)


async def _image(requete: Request) -> Response:
    """One figure as SVG or PNG, under a name that says which."""
    genre, choix = requete.path_params["genre"], requete.query_params
    if genre not in _IMAGES:
        raise HTTPException(404)
    rendre, type_media = _IMAGES[genre]
    try:
        d = await vue(choix.get("adresse", "/"), choix.get("cle", ""))
        contenu = await asyncio.to_thread(rendre, d, depot.relire)
    except ErreurDonnees as e:
        return refuser(e)
    return fichier(contenu, f"{d.cle.removeprefix('bloc-')}.{genre}", type_media)


def fichier(contenu: bytes, nom: str, type_media: str) -> Response:
    """A file to keep; its name is ASCII."""
    en_tetes = {"content-disposition": f'attachment; filename="{nom}"', "cache-control": "no-store"}
    return Response(contenu, media_type=type_media, headers=en_tetes)


def routes() -> list[Route]:
    """Addresses of the documents, under the prefix of the meeting."""
    return [Route(f"{PREFIXE}/image.{{genre}}", _image)]

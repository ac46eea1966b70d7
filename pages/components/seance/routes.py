"""What a room asks of the server, over plain HTTP: the figures of an address. Nothing of it is kept."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import typographier
from pages.components.seance import rejeu
from pages.figures.seance import Diapo
from pages.figures.tables import en_html

PREFIXE: Final = "/_seance"
# Screens run one beside the other: more would only wait for the same processor.
_PLACES: Final = asyncio.Semaphore(2)


def charge_utile(d: Diapo) -> dict[str, Any]:
    """What the browser draws of a figure, typeset; `elements` as `rejeu` writes them."""
    v = d.vue
    textes = {nom: typographier(getattr(v, nom)) for nom in ("titre", "sous_titre", "lecture", "champ", "source")}
    return textes | {
        "adresse": d.adresse,
        "cle": d.cle,
        "badges": [[typographier(mots), ton] for mots, ton in v.badges],
        "elements": d.elements,
        "table": en_html(d.table, v.sous_titre) if d.table else "",
        "instantane": d.instantane,
    }


async def jouer(adresse: str) -> list[Diapo]:
    """Figures of an address, run outside the loop of the server. Raises as `rejeu.jouer`."""
    async with _PLACES:
        return await asyncio.to_thread(rejeu.jouer, adresse)


async def _vues(requete: Request) -> Response:
    try:
        diapos = await jouer(requete.query_params.get("adresse", "/"))
    except ErreurDonnees as e:
        return refuser(e)
    return JSONResponse({"vues": [charge_utile(d) for d in diapos]}, headers={"cache-control": "no-store"})


def refuser(e: ErreurDonnees) -> Response:
    """A refusal in French, with what can be done."""
    corps = {"raison": f"{e.trouve[:1].upper()}{e.trouve[1:]}.", "remede": e.remede}
    return JSONResponse(corps, 422, headers={"cache-control": "no-store"})


def routes() -> list[Route]:
    """Addresses of the meeting, all under one prefix."""
    return [Route(f"{PREFIXE}/vues", _vues)]

"""What comes before an answer computed outside the pages: a place, its parameters, the address of the site.

Few answers are made at a time, thirty-two requests wait, the next are asked to come back: whoever asks without end
takes neither the processor from the readers of the screens nor its place from another.
"""

import asyncio
import re
import time
from collections.abc import Callable, Collection
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from data_loaders.francais import INSEC
from geo import reglages

T = TypeVar("T")

ATTENTE_MAX: Final = 32  # requests that wait for a place of one kind
REVENIR_S: Final = 5
SITE: Final = "OBSERVATOIRE_SITE"
SANS_GARDER: Final = {"cache-control": "no-store"}  # an answer that nobody keeps
_ADRESSE: Final = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./-]*)?", re.ASCII)


class Occupe(Exception):
    """Too many requests wait already; the text, in French, is for who asks."""

    def __init__(self, trop: str) -> None:
        super().__init__(f"{trop}{INSEC}: revenir dans quelques secondes")


class Guichet:
    """Places where answers of one kind are made; requests get one in the order they came.

    `repos`: how long readers have the processor between two, in times of what the first took.
    """

    def __init__(self, places: int, repos: float = 0) -> None:
        self._repos, self._suivante = repos, 0.0
        self._places, self._nombre = asyncio.Semaphore(places), places
        self._presents = 0  # those that are served, and those that wait
        self._servis: set[str] = set()

    async def servir(self, faire: Callable[..., T], *quoi: Any, seul: str = "") -> T:
        """What a function gives, outside the loop of the server, once a place is free.

        `seul`: who asks, for what is made for one person at a time. Raises Occupe: too many wait, or this person does.
        """
        if seul in self._servis:
            raise Occupe("un document se prépare déjà pour cette adresse")
        if self._presents >= self._nombre + ATTENTE_MAX:
            raise Occupe("trop de demandes à la fois")
        self._servis |= {seul} - {""}
        self._presents += 1
        try:
            async with self._places:
                await asyncio.sleep(self._suivante - time.monotonic())
                debut = time.monotonic()
                try:
                    return await asyncio.to_thread(faire, *quoi)
                finally:
                    fin = time.monotonic()
                    self._suivante = fin + self._repos * (fin - debut)
        finally:
            self._presents -= 1
            self._servis.discard(seul)


# What scripts read; views, pictures and searches; documents of a whole meeting: none of them waits for another kind.
API: Final = Guichet(2)
VUES: Final = Guichet(2)
DOCUMENTS: Final = Guichet(1, repos=1)


def piece(contenu: bytes, nom: str, type_media: str) -> Response:
    """A file to keep; its name is ASCII."""
    en_tetes = {"content-disposition": f'attachment; filename="{nom}"', **SANS_GARDER}
    return Response(contenu, media_type=type_media, headers=en_tetes)


def inconnus(requete: Request, connus: Collection[str]) -> list[str]:
    """Parameters that the address does not know: an answer that leaves one aside answers another question."""
    return sorted(set(requete.query_params) - set(connus))


def qui(requete: Request) -> str:
    """Address of who asks, as nginx says it; compared while an answer is made, never written."""
    return requete.client.host if requete.client else ""


def site_regle() -> str:
    """Public address of the site, that of the settings; "" when they say none. Raises ErreurReglages: it is none."""
    regle = reglages.texte(SITE).rstrip("/")
    if regle and not _ADRESSE.fullmatch(regle):
        raise reglages.ErreurReglages(
            f"Réglages, « site »{INSEC}: ce n’est pas une adresse ({regle[:80]}).\n"
            "  À faire : écrire par exemple https://observatoire.exemple.fr."
        )
    return regle


def site(requete: Request) -> str:
    """The same, or without it the address that this reader asked: what leaves the site names it by that."""
    return site_regle() or f"{requete.url.scheme}://{requete.url.netloc}"

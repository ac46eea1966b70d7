"""What comes before an answer computed outside the pages: a place, its parameters, the address of the site.

Few answers are made at a time, thirty-two requests wait, the next are asked to come back: whoever asks without end
takes neither the processor from the readers of the screens nor its place from another. A file is made piece by piece,
each in its turn.
"""

import asyncio
import re
import time
from collections import Counter, deque
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
    """Places where answers of one kind are made. Who took the least of the last minute comes first, whatever the number
    of those who wait: the one who asks most waits, and is the one sent away when too many do.

    `repos`: how long readers have the processor between two, in times of what the first took.
    """

    def __init__(self, places: int, repos: float = 0) -> None:
        self._libres, self._repos, self._suivante, self._minute = places, repos, 0.0, 0.0
        self._files: dict[str, deque[asyncio.Future[None]]] = {}  # who asks -> those of its requests that wait
        self._pris: Counter[str] = Counter()  # who asks -> seconds lately
        self._servis: Counter[str] = Counter()  # who asks -> answers being made
        self.refus = 0

    @property
    def attente(self) -> int:
        """How many requests wait."""
        return sum(map(len, self._files.values()))

    async def servir(self, faire: Callable[..., T], *quoi: Any, pour: Request | None = None, seul: bool = False) -> T:
        """What a function gives, outside the loop of the server, once a place is free.

        `pour`: the request, of whom the address tells who asks; it leaves the queue with its asker. `seul`: what is
        made for one person at a time. Raises Occupe: too many wait, this person has one already, or has left.
        """
        client = qui(pour) if pour else ""
        if seul and (self._servis[client] or client in self._files):
            self.refus += 1
            raise Occupe("un document se prépare déjà pour cette adresse")
        if self._libres:
            self._libres -= 1
        else:
            await self._attendre(client, pour)
        self._servis[client] += 1
        debut = time.monotonic()
        try:
            await asyncio.sleep(self._suivante - debut)
            debut = time.monotonic()
            return await asyncio.to_thread(faire, *quoi)
        finally:
            fin = time.monotonic()
            self._suivante = fin + self._repos * (fin - debut)
            if fin > self._minute:
                self._pris, self._minute = Counter(), fin + 60
            self._pris[client] += fin - debut
            self._servis[client] -= 1
            self._servis += Counter()  # forgets who is at zero
            self._rendre()

    async def _attendre(self, client: str, pour: Request | None) -> None:
        """Return with a place."""
        if self.attente >= ATTENTE_MAX:
            poids = {q: (len(f), self._pris[q]) for q, f in self._files.items()}
            lourd = max(poids, key=poids.__getitem__, default=client)
            self.refus += 1
            trop = Occupe("trop de demandes à la fois")
            if poids.get(lourd, (0,)) <= (poids.get(client, (0,))[0] + 1, self._pris[client]):
                raise trop
            derniere = self._files[lourd][-1]
            self._retirer(lourd, derniere)
            derniere.set_exception(trop)
        tour: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._files.setdefault(client, deque()).append(tour)
        parti = asyncio.ensure_future(_partir(pour))
        try:
            await asyncio.wait({tour, parti}, return_when=asyncio.FIRST_COMPLETED)
            if not tour.done():
                raise Occupe("demande abandonnée")
            tour.result()
        except BaseException:
            self._retirer(client, tour)
            if tour.done() and not tour.exception():
                self._rendre()
            raise
        finally:
            parti.cancel()

    def _retirer(self, client: str, tour: asyncio.Future[None]) -> None:
        self._files[client] = deque(t for t in self._files.get(client, ()) if t is not tour)
        if not self._files[client]:
            del self._files[client]

    def _rendre(self) -> None:
        """The place goes to who has none, then to who took the least, then to who came first."""
        if not self._files:
            self._libres += 1
            return
        client = min(self._files, key=lambda q: (self._servis[q], self._pris[q]))
        tour = self._files[client][0]
        self._retirer(client, tour)
        tour.set_result(None)


async def _partir(requete: Request | None) -> None:
    """Return when the asker has left; never, where nobody knows who asks."""
    if requete is None:
        await asyncio.Event().wait()
    while (await requete.receive())["type"] != "http.disconnect":
        pass


# What scripts read; views, pictures and searches; documents of a whole meeting: none of them waits for another kind.
API: Final = Guichet(2)
FICHIERS: Final = Guichet(1)  # pieces of what is streamed
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

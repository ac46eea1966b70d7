"""What surrounds the pages on the server: security headers, compression and local files.

`entourage` puts it all around a script. Nothing here draws, nor reads data.
"""

import asyncio
import gc
import gzip
import os
import re
import socket
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_loaders.magasin.instantane import version_code
from geo import reglages
from geo.territoire import OBSERVATOIRE
from pages.components import depot, ensembles, guichet, identite, journal, territory_map
from pages.components.acces import extraits
from pages.components.acces.gardien import Gardien
from pages.components.api import routes as routes_api
from pages.components.document import page, routes as documents_ecrans
from pages.components.partage import Reserve
from pages.components.seance import documents
from pages.figures.ecrans import formulaires

DOSSIER_STATIQUE: Final = Path(__file__).parent / "static"

EN_TETES: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}
# Streamlit publishes its metrics to anybody, answers on its agent addresses even when they are switched off, keeps in
# memory what anybody sends, and signs people in: none of it is of use to the public. The reserved process signs in, and
# takes the files of who is in (`acces.gardien`).
FERMES: Final = ("/_stcore/metrics", "/_stcore/agent")
FERMES_AU_PUBLIC: Final = (*FERMES, "/_stcore/upload_file", "/auth", "/oauth2callback")

NOM_HACHE: Final = re.compile(r"\.[0-9a-f]{8}\.\w+$")
NOM_TRACE: Final = re.compile(r"[a-z]+\.[0-9a-f]{8}\.json")
COMPRESSIBLE: Final = re.compile(r"^/(?:static|statique)/.+\.(?:js|css|json|svg)$")
POIDS_MIN: Final = 1024
COMPRESSES_MAX: Final = 32 * 2**20  # bytes


class Bouclier:
    """Security headers on every answer, 404 on the addresses that nobody outside should read, no session for others.

    No session is opened where every screen is a document, nor by a page of another site: the handshake is refused here,
    because Streamlit would first ask a service outside for its own address, and hold every session meanwhile.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not (formulaires() and _de_chez_nous(Headers(scope=scope))):
            return await send({"type": "websocket.close", "code": 1008})

        async def en_octets() -> Message:
            """What a browser says; a text, which no page of ours sends, closes the session: it would be a fault."""
            message = await receive()
            if message["type"] != "websocket.receive" or message.get("bytes") is not None:
                return message
            await send({"type": "websocket.close", "code": 1003})
            return {"type": "websocket.disconnect", "code": 1003}

        if scope["type"] == "websocket":
            return await self.app(scope, en_octets, send)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        chemin = re.sub(r"/{2,}", "/", scope["path"])
        fermes = FERMES if reglages.racine_reservee() else FERMES_AU_PUBLIC
        if any(chemin == ferme or chemin.startswith(ferme + "/") for ferme in fermes):
            return await PlainTextResponse("Introuvable", 404, EN_TETES)(scope, receive, send)

        commence = False

        async def envoyer(message: Message) -> None:
            nonlocal commence
            commence = True
            if message["type"] == "http.response.start":
                en_tetes = MutableHeaders(scope=message)
                for nom, valeur in EN_TETES.items():
                    en_tetes.setdefault(nom, valeur)
                if not reglages.racine_reservee():  # nobody signs in: Streamlit sets one as it says that it lives
                    del en_tetes["set-cookie"]
                if page.cadres() != page.ICI:
                    # This header knows no list; the policy of the page says the same, and more.
                    del en_tetes["x-frame-options"]
                if "content-encoding" in en_tetes and (etag := en_tetes.get("etag", "")).startswith('"'):
                    en_tetes["etag"] = f"W/{etag}"  # a strong one would name the same bytes without compression
                if chemin.startswith(("/media/", "/statique/")):
                    en_tetes.setdefault("content-security-policy", page.CSP_FICHIER)
            await send(message)

        try:
            await self.app(scope, receive, envoyer)
        except Exception as e:  # nobody foresaw it: what it lets say of itself, where nothing was said yet
            if commence:
                raise
            dit = f"Erreur imprévue. {journal.imprevue(journal.noter(e))}"
            await PlainTextResponse(dit, 500)(scope, receive, envoyer)


class Compression:
    """Static files leave compressed, each compressed once: Streamlit sends its bundle as it is, 10 MB for a chart."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.gardes = app, Reserve(COMPRESSES_MAX)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or not COMPRESSIBLE.match(scope["path"])
            or "gzip" not in Headers(scope=scope).get("accept-encoding", "")
        ):
            return await self.app(scope, receive, send)
        debut: Message | None = None
        corps = bytearray()

        async def envoyer(message: Message) -> None:
            nonlocal debut
            if message["type"] == "http.response.start" and message["status"] == 200:
                debut = message
                return
            if debut is None:
                return await send(message)
            corps.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            en_tetes = MutableHeaders(scope=debut)
            contenu = bytes(corps)
            en_tetes.add_vary_header("Accept-Encoding")
            if len(contenu) >= POIDS_MIN and "content-encoding" not in en_tetes:
                contenu = await asyncio.to_thread(self.gardes.une_fois, gzip.compress, contenu, 6)
                en_tetes["content-encoding"] = "gzip"
                en_tetes["content-length"] = str(len(contenu))
                del en_tetes["accept-ranges"]
            await send(debut)
            await send({"type": "http.response.body", "body": contenu})

        entier = [(nom, valeur) for nom, valeur in scope["headers"] if nom.lower() != b"range"]
        await self.app({**scope, "headers": entier}, receive, envoyer)


class Statique(StaticFiles):
    """Our own files, then the traces of the zonings loaded under the data root."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        trouve, etat = super().lookup_path(path)
        dossier, nom = os.path.split(path)
        if etat is None and dossier == "traces" and NOM_TRACE.fullmatch(nom):
            for fichier in (reglages.racine_donnees() / "zonages").glob(f"*/*/{nom}"):
                return str(fichier), fichier.stat()
        return trouve, etat

    def file_response(self, full_path, stat_result, scope, status_code=200) -> Response:
        reponse = super().file_response(full_path, stat_result, scope, status_code)
        nom = Path(full_path).name
        # A browser asks for the icon again at each address.
        duree = "public, max-age=604800" if nom.endswith((".woff2", ".svg")) else "no-cache"
        reponse.headers["cache-control"] = depot.TOUJOURS if NOM_HACHE.search(nom) else duree
        return reponse


def _de_chez_nous(en_tetes: Headers) -> bool:
    """Whether a handshake comes from our own pages, from an address of the settings, or from no browser at all."""
    origine = en_tetes.get("origin")
    if origine is None:
        return True
    admises = {en_tetes.get("host", ""), *(urlsplit(o).netloc for o in st.get_option("server.corsAllowedOrigins"))}
    return urlsplit(origine).netloc in admises - {""}


def middleware() -> list[Middleware]:
    """Layers to put around Streamlit, outermost first."""
    gardien = [Middleware(Gardien)] if reglages.racine_reservee() else []
    return [Middleware(Bouclier), *gardien, Middleware(Compression)]


def routes() -> list[BaseRoute]:
    """Ours, before Streamlit's; `/statique`: fonts, style sheets, words, traces."""
    return [
        *ensembles.routes(),
        *territory_map.routes(),
        *depot.routes(),
        *journal.routes(),
        *extraits.routes(),
        *documents.routes(),
        *routes_api.routes(),
        *documents_ecrans.routes(),
        Mount("/statique", Statique(directory=DOSSIER_STATIQUE)),
        *documents_ecrans.routes_du_reste(),
    ]


def sans_attendre() -> None:
    """Let the body of an answer follow its head at once, instead of the 40 ms that a browser takes to say it has it.

    asyncio asks this of every connection whose socket says that it is TCP: Streamlit's, which it keeps, says nothing.
    """
    for prise in gc.get_objects():
        if type(prise) is socket.socket and prise.family in (socket.AF_INET, socket.AF_INET6):
            prise.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def annoncer() -> None:
    """Say at its start the address of the server, in French, without asking anybody for it."""
    adresse, port, base = (st.get_option(f"server.{nom}") for nom in ("address", "port", "baseUrlPath"))
    print(f"{OBSERVATOIRE} : http://{adresse or '127.0.0.1'}:{port}/{base.strip('/')}".rstrip("/"), flush=True)
    journal.dire("démarrage", version=version_code(), reserve=reglages.racine_reservee() is not None)


def entourage() -> dict[str, Any]:
    """Arguments of `st.App`: everything of this module, to put around a script.

    The caller writes `app = st.App(__file__, **shell.entourage())` itself: `streamlit run` looks for these very words
    in the source before it runs the file as an application. Raises SystemExit where the settings are wrong.
    """
    try:
        reglages.verifier()
        guichet.site_regle()
    except reglages.ErreurReglages as e:
        raise SystemExit(str(e)) from None
    return {"middleware": middleware(), "routes": routes(), "on_script_error": identite.imprevu}

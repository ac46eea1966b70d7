"""The read API as an application of its own, its page, and where the server mounts it."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.territoire import OBSERVATOIRE
from pages.components.api import adresses, reponses
from pages.components.api.reponses import probleme
from pages.figures.api import page

PREFIXE: Final = "/api/v1"
VERSION: Final = "1.0.0"
# The page of the API alone: its own style, nothing from elsewhere, nothing that runs.
CSP: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; base-uri 'none'"


def application() -> FastAPI:
    """The API as an application of its own, to mount at `PREFIXE`."""
    api = FastAPI(
        title=f"{OBSERVATOIRE} : données à lire",
        version=VERSION,
        description=(
            "Lecture seule, sans compte. Les chiffres sont ceux des écrans, avec leur statut. "
            "Licence Ouverte 2.0, sauf mention contraire d’un jeu."
        ),
        docs_url=None,
        redoc_url=None,
        exception_handlers=reponses.FAUTES,
        redirect_slashes=False,
    )
    api.include_router(adresses.routeur)
    api.add_middleware(GZipMiddleware, minimum_size=1024)
    api.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match", "If-Range", "Range"],
        expose_headers=["ETag", "Content-Disposition", "Content-Range", "Accept-Ranges"],
    )
    api.add_middleware(_Entetes)
    decrire = api.openapi

    def description() -> dict[str, Any]:
        schema = decrire()
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        for anglais in ("HTTPValidationError", "ValidationError"):
            schemas.pop(anglais, None)
        schemas["Probleme"] = page.PROBLEME
        return schema

    api.openapi = description

    @api.get("/", include_in_schema=False)
    async def documentation() -> Response:
        return HTMLResponse(page.html(api.openapi(), PREFIXE), headers={"content-security-policy": CSP})

    return api


class _Entetes:
    """`HEAD` is answered as `GET`, without its body; a part of a file, and its length, are those of the file itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        tete = scope["type"] == "http" and scope["method"] == "HEAD"
        if tete or any(nom == b"range" for nom, _ in scope.get("headers", ())):
            entetes = [x for x in scope["headers"] if x[0] != b"accept-encoding"]
            scope = {**scope, "method": "GET" if tete else scope["method"], "headers": entetes}

        async def sans_corps(message: Message) -> None:
            await send({**message, "body": b""} if tete and message["type"] == "http.response.body" else message)

        await self._app(scope, receive, sans_corps)


class _Tout(StringConvertor):
    """Whatever follows, the ends of lines that no other path takes included."""

    regex = r"[\s\S]*"


register_url_convertor("tout", _Tout())


async def _inconnue(_requete: Request) -> Response:
    return probleme(404, reponses.RIEN)


async def _vers_la_page(_requete: Request) -> Response:
    return RedirectResponse("v1/", 308)


def routes() -> list[BaseRoute]:
    """The API, under its version; its page is also found without the slash."""
    return [Route(PREFIXE, _vers_la_page), Mount(PREFIXE, application()), Route(f"{PREFIXE}/{{reste:tout}}", _inconnue)]

"""Documents over HTTP: the page of a screen, what a choice changes in it, what a search finds, its files.

Then what is no document: the page that Streamlit fills for a session, in French and under our header; where nothing is.
"""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from data_loaders.francais import capitale
from geo import reglages
from geo.territoire import OBSERVATOIRE as TITRE
from pages.components import compat, document, ensembles, guichet, journal, recherche
from pages.components.acces import Agent
from pages.components.document import DIT, GESTE, page
from pages.components.feuille import PRIVE, Geste
from pages.components.guichet import SANS_GARDER
from pages.figures import adresses
from pages.figures.ecrans import ECRANS, accueil, formulaires, ouverts, plan_html

T = TypeVar("T")

ADRESSE_MAX: Final = 6_000  # characters
PUBLIC: Final = "public, max-age=0, s-maxage=30"
RESERVE: Final = "private, no-store"
SANS_ECRAN: Final = "Aucun écran n’est à cette adresse."
IMPREVUE: Final = "Une erreur imprévue empêche de répondre à ce choix. Ce qui est affiché est resté le même."
GUICHET: Final = guichet.Guichet(2)


def modules() -> tuple[str, ...]:
    """Screens that are served as documents: all, but the forms of the reserved process."""
    return tuple(e.module for e in ECRANS if e.module not in formulaires())


def _lus(requete: Request) -> tuple[list[tuple[str, str]], list[Geste]]:
    """Choices, in one order however an address writes them, and gestures. Raises HTTPException: it is too long."""
    if len(requete.url.query) > ADRESSE_MAX:
        raise HTTPException(414, "Cette adresse est trop longue.", SANS_GARDER)
    dits = parse_qsl(requete.url.query, keep_blank_values=True)
    choix = [(nom, v) for nom, v in dits if nom not in (GESTE, DIT) and (v or nom.startswith(PRIVE))]
    faits = [v for nom, v in dits if nom == GESTE]
    disent = [v for nom, v in dits if nom == DIT] + [""] * len(faits)
    return sorted(choix, key=lambda c: c[0]), [Geste(*g) for g in zip(faits, disent, strict=False)]


def _garde() -> str:
    return RESERVE if reglages.racine_reservee() else PUBLIC  # by nobody, where it is for who is in


def _envoyer(requete: Request, corps: bytes, etag: str, genre: str, **en_tetes: str) -> Response:
    """An answer kept by proxies for a moment; 304 for who has it. `corps`: compressed."""
    entetes = {"cache-control": _garde(), "vary": "accept-encoding", **en_tetes}
    if not reglages.racine_reservee():  # there nobody has it
        entetes["etag"] = etag
        if etag.removeprefix("W/") in requete.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=entetes)
    if "gzip" in requete.headers.get("accept-encoding", ""):
        return Response(corps, media_type=genre, headers=entetes | {"content-encoding": "gzip"})
    return Response(gzip.decompress(corps), media_type=genre, headers=entetes)


async def _servir(requete: Request, faire: Callable[..., T], *quoi: Any) -> T:
    """What a function gives, in its turn. Raises HTTPException: too many wait."""
    try:
        return await GUICHET.servir(faire, *quoi, pour=requete)
    except guichet.Occupe as e:
        # A page asks for itself again, as the script of a page does.
        revenir = dict.fromkeys(("retry-after", "refresh"), str(guichet.REVENIR_S))
        raise HTTPException(503, capitale(str(e)), SANS_GARDER | revenir) from None


def _ecran(requete: Request) -> str:
    """Screen of an address of `/ecran`. Raises HTTPException: there is none."""
    module = requete.path_params["module"]
    if module not in modules():
        raise HTTPException(404, SANS_ECRAN)
    return module


async def _lire(requete: Request, module: str) -> document.Reponse | BaseException:
    """The answer as it is kept, or the unforeseen exception that stopped it."""
    quoi = (module, *_lus(requete))
    lue = document.gardee(*quoi)
    if not lue:
        (lue,) = await asyncio.gather(_servir(requete, document.lire, *quoi), return_exceptions=True)
        if isinstance(lue, HTTPException):
            raise lue
    return lue


async def _choisir(requete: Request) -> Response:
    """What the screen says for these choices; what is refused is said in `detail`."""
    try:
        reponse = await _lire(requete, _ecran(requete))
    except HTTPException as e:
        return JSONResponse({"detail": e.detail}, e.status_code, e.headers)
    if isinstance(reponse, BaseException):
        journal.noter(reponse)
        return JSONResponse({"detail": IMPREVUE}, 500, SANS_GARDER)
    return _envoyer(requete, reponse.corps, reponse.etag, "application/json")


def ailleurs(module: str, suite: str) -> Response | None:
    """The way to what answers today an address of before, or to the home page from its own name."""
    if module == accueil():
        return RedirectResponse("./" + (f"?{suite}" if suite else ""), 308)
    vers = adresses.mener(module, suite)
    return vers and RedirectResponse(vers.removeprefix("/"), 308)


async def _page(requete: Request) -> Response:
    module = requete.url.path.strip("/")
    if (vers := ailleurs(module, requete.url.query)) is not None:
        return vers
    module = module or accueil()
    reponse = await _lire(requete, module)
    en_tetes = {"content-security-policy": page.politique(page.THEME)}
    if isinstance(reponse, BaseException):
        dit = document.panne(module, reponse)
        return HTMLResponse(page.de_document(module, dit, requete.scope.get("agent")), 500, en_tetes | SANS_GARDER)
    dit = document.relire(reponse)
    if dit.aller:
        return RedirectResponse(f".{dit.aller}", 303)
    if any(nom == GESTE for nom, _ in parse_qsl(requete.url.query)):
        vers = f"./{'' if module == accueil() else module}"
        return RedirectResponse(vers + (f"?{dit.requete}" if dit.requete else ""), 303)

    def composer() -> tuple[bytes, str]:
        corps = page.de_document(module, dit, requete.scope.get("agent")).encode()
        return gzip.compress(corps, 6), f'W/"{hashlib.sha256(corps).hexdigest()[:24]}"'

    return _envoyer(requete, *await asyncio.to_thread(composer), "text/html; charset=utf-8", **en_tetes)


async def _chercher(requete: Request) -> Response:
    module, (choix, _) = _ecran(requete), _lus(requete)
    texte, choix = recherche.lire_texte(dict(choix).get("q", "")), [c for c in choix if c[0] != "q"]
    trouve = await _servir(requete, document.chercher, module, choix, requete.path_params["cle"], texte)
    if trouve is None:
        raise HTTPException(404, "Cette recherche n’est plus à cette adresse.")
    return JSONResponse(trouve, headers={"cache-control": _garde()})


async def _fichier(requete: Request) -> Response:
    module, (choix, _) = _ecran(requete), _lus(requete)
    fichier = await _servir(requete, document.fichier, module, choix, requete.path_params["cle"])
    if fichier is None:
        raise HTTPException(404, "Ce fichier n’est plus à cette adresse\u00a0: rouvrir l’écran et le demander de là.")
    return guichet.piece(*fichier)


def routes() -> list[Route]:
    """Their addresses; to be put before Streamlit's."""
    return [
        Route("/ecran/{module}", _choisir),
        Route("/ecran/{module}/recherche/{cle}", _chercher),
        Route("/ecran/{module}/fichier/{cle}", _fichier),
        *(Route("/" if m == accueil() else f"/{m}", _page) for m in modules()),
    ]


# Streamlit formats numbers and dates in the browser's language: freeze it before any module runs.
LANGUE_FIGEE: Final = (
    "(function(){var L=['fr-FR','fr'];"
    "Object.defineProperty(navigator,'language',{get:function(){return L[0]},configurable:true});"
    "Object.defineProperty(navigator,'languages',{get:function(){return L},configurable:true});"
    "window[Symbol.for('react-aria.i18n.locale')]=L[0]})();"
)
# The theme that was chosen on another page is that of this one, which Streamlit keeps by address.
THEME: Final = (
    "try{var t={clair:'Light',sombre:'Dark'}[localStorage.getItem('obs-theme')]||'System';"
    "localStorage.setItem('stActiveTheme-'+location.pathname+'-v2',JSON.stringify(t))}catch(e){}"
)
SANS_SCRIPT: Final = "Cette page se remplit avec JavaScript\u202f; les autres se lisent sans."
# What Streamlit answers of itself to its own pages, and to who signs in.
DE_SESSION: Final = re.compile(r"/(?:static|media|component|_stcore|auth|oauth2callback)(?:/.*)?")
VIT: Final = "/_stcore/health"
METHODES: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def de_session(module: str, present: Agent | None) -> tuple[str, str]:
    """Streamlit's page for a screen and who reads it, and its content security policy, with the hash of its scripts."""
    html = Path(compat.INDEX).read_text("utf-8")
    tete = (
        f"<script>{LANGUE_FIGEE}{THEME}</script><script>{page.THEME}</script>{page.scripts(present)}"
        f'<script defer src="{ensembles.adresse("session.js")}"></script>'
        f'<link rel="stylesheet" href="{ensembles.adresse("session.css")}">'
    )
    for motif, mis in (
        (r'<html lang="en">', '<html lang="fr">'),
        (r"<title>.*?</title>", f'<title>{TITRE}</title><meta name="application-name" content="{TITRE}">'),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{SANS_SCRIPT}</p></noscript>"),
        (r"<!--.*?-->", ""),
        (r'<link\s+rel="(?:service-desc|preload)"[^>]*>', ""),  # its agent, its own font
        (r"\./favicon\.png", "./statique/icone.svg"),
        (r"<head>", f"<head>{tete}"),
        (r'<div id="root">', page.entete(module, present, "root") + '<div id="root">'),
    ):
        html = re.sub(motif, lambda _, mis=mis: mis, html, flags=re.S)
    return html, page.politique(*re.findall(r"<script>(.*?)</script>", html, flags=re.S))


async def _session(requete: Request) -> Response:
    html, politique = de_session(requete.url.path.strip("/") or accueil(), requete.scope.get("agent"))
    return HTMLResponse(html, headers={"content-security-policy": politique, "cache-control": "no-cache"})


async def _nulle_part(requete: Request) -> Response:
    """Where no screen is: the way to one, where its name is known, else the list of them."""
    module, suite = requete.url.path.strip("/"), requete.url.query
    if dessous := requete.scope["path"].count("/") - 1:  # what a page names is beside it
        vers, statut = (module, 308) if module in {e.module for e in ouverts()} else ("introuvable", 302)
        return RedirectResponse("../" * dessous + vers + (f"?{suite}" if suite else ""), statut)
    if (vers := ailleurs(module, suite)) is not None:
        return vers
    titre = f'<header class="obs-titre"><h1>{escape(SANS_ECRAN.rstrip("."))}</h1></header>'
    dit = f"{titre}<p>Voici ceux qui sont ouverts.</p>{plan_html()}"
    corps = f'<div id="{page.CONTENU}" data-testid="stMainBlockContainer"><div class="stHtml">{dit}</div></div>'
    en_tetes = SANS_GARDER | {"content-security-policy": page.politique(page.THEME)}
    return HTMLResponse(page.envelopper("Page introuvable", corps, requete.scope.get("agent")), 404, en_tetes)


class _Reste(Route):
    """Every address but those that Streamlit answers: to its sessions, or that it lives."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        chemin = re.sub(r"/{2,}", "/", scope["path"]) if scope["type"] == "http" else ""
        if chemin == VIT or (formulaires() and DE_SESSION.fullmatch(chemin)):
            return Match.NONE, {}
        return super().matches(scope)


def routes_du_reste() -> list[BaseRoute]:
    """Addresses of all the rest; to be put after all of ours, before Streamlit's."""
    pages: list[Any] = [Route("/" if m == accueil() else f"/{m}", _session) for m in formulaires()]
    return [*pages, _Reste("/{chemin:path}", _nulle_part, methods=METHODES)]

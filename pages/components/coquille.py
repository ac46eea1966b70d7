"""What is no document: the page that Streamlit fills for a session, in French and under our header; where nothing is.

Where every screen is a document, nothing of Streamlit answers but whether it lives.
"""

import re
from html import escape
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from geo.territoire import OBSERVATOIRE as TITRE
from pages.components import compat, ensembles, politiques
from pages.components.acces.session import Agent
from pages.components.document import page, routes as documents
from pages.figures.ecrans import accueil, ouverts, plan_html

# Streamlit formats numbers and dates in the browser's language: freeze it before any module runs.
LANGUE_FIGEE: Final = (
    "(function(){var L=['fr-FR','fr'];"
    "Object.defineProperty(navigator,'language',{get:function(){return L[0]},configurable:true});"
    "Object.defineProperty(navigator,'languages',{get:function(){return L},configurable:true});"
    "window[Symbol.for('react-aria.i18n.locale')]=L[0]})();"
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
        f"<script>{LANGUE_FIGEE}</script>{page.scripts(present)}"
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
    return html, politiques.page(*re.findall(r"<script>(.*?)</script>", html, flags=re.S))


async def _session(requete: Request) -> Response:
    html, politique = de_session(requete.url.path.strip("/") or accueil(), requete.scope.get("agent"))
    return HTMLResponse(html, headers={"content-security-policy": politique, "cache-control": "no-cache"})


async def _nulle_part(requete: Request) -> Response:
    """Where no screen is: the way to one, where its name is known, else the list of them."""
    module, suite = requete.url.path.strip("/"), requete.url.query
    if dessous := requete.scope["path"].count("/") - 1:  # what a page names is beside it
        vers, statut = (module, 308) if module in {e.module for e in ouverts()} else ("introuvable", 302)
        return RedirectResponse("../" * dessous + vers + (f"?{suite}" if suite else ""), statut)
    if (vers := documents.ailleurs(module, suite)) is not None:
        return vers
    titre = f'<header class="obs-titre"><h1>{escape(documents.SANS_ECRAN.rstrip("."))}</h1></header>'
    dit = f"{titre}<p>Voici ceux qui sont ouverts.</p>{plan_html()}"
    corps = f'<div id="{page.CONTENU}" data-testid="stMainBlockContainer"><div class="stHtml">{dit}</div></div>'
    en_tetes = documents.SANS_GARDER | {"content-security-policy": politiques.page(page.THEME)}
    return HTMLResponse(page.envelopper("Page introuvable", corps, requete.scope.get("agent")), 404, en_tetes)


class _Reste(Route):
    """Every address but those that Streamlit answers: to its sessions, or that it lives."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        chemin = re.sub(r"/{2,}", "/", scope["path"]) if scope["type"] == "http" else ""
        if chemin == VIT or (documents.sessions() and DE_SESSION.fullmatch(chemin)):
            return Match.NONE, {}
        return super().matches(scope)


def routes() -> list[BaseRoute]:
    """Their addresses; to be put after all of ours, before Streamlit's."""
    pages: list[Any] = [Route("/" if m == accueil() else f"/{m}", _session) for m in documents.sessions()]
    return [*pages, _Reste("/{chemin:path}", _nulle_part, methods=METHODES)]

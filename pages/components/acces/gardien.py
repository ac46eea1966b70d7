"""Layer of the reserved process: nothing but the door answers to who has no role, whatever the address.

What is open without a login is listed; all the rest asks for a session that still holds, at each request. Nothing that
was read here is kept by a browser or a proxy.
"""

import base64
import contextlib
import json
import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.components import compat
from pages.components.acces import session
from pages.components.document import routes as documents
from pages.components.guichet import SANS_GARDER
from pages.figures import acces_pro
from pages.figures.ecrans import RESERVES

CONNEXION, DECONNEXION, RETOUR = "/auth/login", "/auth/logout", "/oauth2callback"
# Pages whose session shows the door, and what draws it; whether the process lives. A screen that is a document is
# closed as all the rest.
OUVERTES: Final = frozenset(
    {"/", "/acces_pro", *(f"/{e.module}" for e in RESERVES), "/healthz", "/_stcore/health", "/_stcore/host-config"}
)
FICHIERS: Final = re.compile(r"/(?:static|component|_stcore/component|_stcore/bidi-components)/.+")
STATIQUE: Final = re.compile(r"/statique/(?!dessins/).+")
CSP: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
PORTE: Final = "/_stcore/stream"
# Of who is not let in; 401 for the others.
STATUTS: Final = {session.SANS_ROLE: 403, session.INCONNU: 403, session.SANS_REGLES: 503}


class Gardien:
    """To be put right inside the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        chemin = re.sub(r"/{2,}", "/", scope["path"])
        if scope["type"] == "websocket":
            if chemin == PORTE:  # each run asks who is there
                return await self.app(scope, receive, send)
            return await send({"type": "websocket.close", "code": 1008})
        requete = HTTPConnection(scope)
        etranger = _etrangere(requete)
        if chemin in (CONNEXION, DECONNEXION, RETOUR):
            ailleurs = requete.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
            if chemin == DECONNEXION and (etranger or ailleurs):
                return await page(403, *acces_pro.CONSTATS["etrangere"])(scope, receive, send)
            return await self._identifier(chemin, requete, scope, receive, send)
        lue = scope["method"] in ("GET", "HEAD")
        if lue and (FICHIERS.fullmatch(chemin) or STATIQUE.fullmatch(chemin)):
            return await self.app(scope, receive, send)
        agent = session.reconnaitre(compat.du_temoin(requete.cookies))
        if isinstance(agent, session.Agent):
            scope["agent"] = agent
            send = _sans_garde(send)
        if lue and chemin in OUVERTES:
            return await self.app(scope, receive, send)
        # Somebody may follow a link to a page, from wherever it was sent to them: its site reads nothing of it.
        un_ecran = chemin.strip("/") in documents.modules()
        ouvre = lue and un_ecran and requete.headers.get("sec-fetch-dest") == "document"
        if etranger and not ouvre:
            return await _refuser(requete, 403, *acces_pro.CONSTATS["etrangere"])(scope, receive, send)
        if not isinstance(agent, session.Agent):
            raison = acces_pro.CONSTATS[agent]
            return await _refuser(requete, STATUTS.get(agent, 401), *raison)(scope, receive, send)
        await self.app(scope, receive, send)

    async def _identifier(
        self, chemin: str, requete: HTTPConnection, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Signing in and out: what Streamlit answers, but in French where it failed, and logged."""
        if chemin == DECONNEXION:
            _fermer(compat.du_temoin(requete.cookies))
        messages: list[Message] = []

        async def garder(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, garder)
        debut = next(m for m in messages if m["type"] == "http.response.start")
        en_tetes = MutableHeaders(scope=debut)
        poses = en_tetes.getlist("set-cookie") if chemin == RETOUR else []
        temoins = {c.key: c.value for v in poses for c in SimpleCookie(v).values()}
        entree = compat.du_temoin(temoins) if _signe(temoins) else {}
        refus = _refus(chemin, requete, debut["status"], bool(entree)) or _ouvrir(entree)
        if refus is not None:
            return await refus(scope, receive, send)
        _proteger(debut)
        for message in messages:
            await send(message)


def _signe(temoins: Mapping[str, str]) -> bool:
    """Whether the claims of a return come from an identity token that its provider signed: Streamlit takes as well
    what a provider says without one, and its library a token whose algorithm is « none »."""
    try:
        tete, _, signature = compat.du_temoin(temoins, jetons=True)["id_token"].split(".")
        lue = json.loads(base64.urlsafe_b64decode(tete + "=" * (-len(tete) % 4)))
        return bool(signature) and str(lue["alg"]).lower() != "none"
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _fermer(revendications: dict[str, Any]) -> None:
    """End a session for every copy of its cookie; a disk that refuses does not keep anybody in."""
    with contextlib.suppress(OSError):
        partant = session.reconnaitre(revendications)
        session.sortir(revendications)
        if isinstance(partant, session.Agent):
            session.inscrire(partant, "deconnexion")


def _ouvrir(revendications: dict[str, Any]) -> Response | None:
    """Log who comes in, and who is refused; what cannot be logged is not done."""
    entrant = session.reconnaitre(revendications)
    try:
        if isinstance(entrant, session.Agent):
            session.inscrire(entrant, "connexion")
        elif revendications:
            session.inscrire(session.refuse(revendications), "refus", raison=entrant)
    except OSError:
        return page(503, *acces_pro.CONSTATS["sans_journal"])
    return None


def _refus(chemin: str, requete: HTTPConnection, statut: int, entre: bool) -> Response | None:
    """Page that says why a login went no further; None when it did, and after a logout at the provider."""
    if chemin == CONNEXION and statut >= 400:
        return page(503, *acces_pro.CONSTATS["fournisseur_muet"])
    demande = parse_qs(requete.url.query)
    if chemin != RETOUR or entre or not ({"code", "error", "state"} & set(demande)):
        return None
    constat = "fournisseur_refuse" if "error" in demande else "retour_perdu"
    return page(403, *acces_pro.CONSTATS[constat])


def _etrangere(requete: HTTPConnection) -> bool:
    """Whether a page of another site sent this request from the browser of the person."""
    if (origine := requete.headers.get("origin")) is not None:
        # Our own addresses: the one asked for, and the one that the provider knows when a proxy stands before us.
        nous = {requete.headers.get("host", ""), urlsplit(compat.origine()).netloc} - {""}
        if urlsplit(origine).netloc not in nous:
            return True
    return requete.headers.get("sec-fetch-site") == "cross-site"


def _sans_garde(send: Send) -> Send:
    async def envoyer(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["cache-control"] = "no-store"
        await send(message)

    return envoyer


def _proteger(debut: Message) -> None:
    """Keep the cookies of a session to encrypted connections, where the address of the return is one."""
    if not compat.origine().startswith("https:"):
        return
    debut["headers"] = [
        (nom, valeur + b"; Secure" if nom.lower() == b"set-cookie" and b"secure" not in valeur.lower() else valeur)
        for nom, valeur in debut["headers"]
    ]


def _refuser(requete: HTTPConnection, statut: int, constat: str, suite: str) -> Response:
    """Who is not let in is told so in a page, and a script of one of our pages in what it reads."""
    if "text/html" in requete.headers.get("accept", ""):
        return page(statut, constat, suite)
    dit = {"detail": f"{constat} {suite}", "raison": constat, "remede": suite}
    return JSONResponse(dit, statut, SANS_GARDER)


def page(statut: int, constat: str, suite: str) -> Response:
    """What is said in French where no screen is drawn."""
    en_tetes = SANS_GARDER | {"content-security-policy": CSP}
    return HTMLResponse(acces_pro.page_html(constat, suite), statut, en_tetes)

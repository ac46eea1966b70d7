"""What a room asks of the server, over plain HTTP, and what one takes away: nothing of it is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC, capitale, enumeration
from geo import zonages
from geo.reglages import racine_reservee
from pages.components import depot, guichet, journal, territory_map
from pages.components.exports import XLSX
from pages.components.seance import rejeu, valise
from pages.figures.seance import Diapo, classeur, demande, image, modeles, releve, traitement

PREFIXE: Final = "/_seance"
# What draws a map: the file that the screens load.
MODULES: Final = {"carte": f"statique/{territory_map.dossier()}/territory_map.js"}


async def _vues(requete: Request) -> dict[str, Any]:
    adresse = requete.query_params.get("adresse", "/")
    demande.verifier(adresse)
    diapos = await guichet.VUES.servir(rejeu.jouer, adresse, pour=requete)
    return {"vues": [rejeu.charge_utile(d) for d in diapos], "modules": MODULES}


async def _modele(requete: Request) -> dict[str, Any]:
    quoi = *(requete.query_params.get(c, "") for c in ("nom", "lieu")), rejeu.memoire()
    faits = await guichet.DOCUMENTS.servir(modeles.composer, *quoi, pour=requete, seul=True)
    return dict(zip(("ordre", "absentes"), faits, strict=True))


def _chercher(requete: Request) -> Awaitable[dict[str, Any]]:
    """What answers a question asked over the view `vue`: see `rejeu.repondre`."""
    return guichet.VUES.servir(rejeu.repondre, *(requete.query_params.get(c, "") for c in ("q", "vue")), pour=requete)


def _refuser(e: ErreurDonnees | guichet.Occupe) -> Response:
    if isinstance(e, guichet.Occupe):
        corps, en_tetes = {"raison": capitale(f"{e}.")}, {"retry-after": str(guichet.REVENIR_S)}
        return JSONResponse(corps, 503, headers=guichet.SANS_GARDER | en_tetes)
    raison = capitale(e.trouve).removesuffix(".") + "."
    if e.regle == "abime":
        raison += f" {journal.dire_code(journal.noter(e))}"
    return JSONResponse({"raison": raison, "remede": e.remede}, 422, headers=guichet.SANS_GARDER)


def route(
    nom: str, repondre: Callable[[Request], Awaitable[Any]], connus: tuple[str, ...] = (), methode: str = "GET"
) -> Route:
    """An address of the meeting, its parameters, and what it refuses in French; an unknown parameter first of all.

    `repondre` gives a response, or a value that is sent as JSON.
    """

    async def dire(requete: Request) -> Response:
        try:
            if trop := guichet.inconnus(requete, connus):
                admis = f"n’écrire que {enumeration(connus)}" if connus else "l’ôter de l’adresse"
                raise ErreurDonnees("parametre", "adresse", f"paramètre inconnu{INSEC}: {trop[0][:40]}", remede=admis)
            corps = await repondre(requete)
            return corps if isinstance(corps, Response) else JSONResponse(corps, headers=guichet.SANS_GARDER)
        except (ErreurDonnees, guichet.Occupe) as e:
            return _refuser(e)
        except ClientDisconnect:  # nobody is there to read an answer, and nothing failed
            return Response(status_code=400)

    return Route(f"{PREFIXE}/{nom}", dire, methods=[methode])


T = TypeVar("T")
CSP_SALLE: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
)
NOM_MAX: Final = 90  # characters
ENVOI_S: Final = 20  # a body comes within that time, however slowly it is sent
_RELEVES: Final = {
    "pdf": (releve.en_pdf, "application/pdf"),
    "html": (releve.en_html, "text/html; charset=utf-8"),
    "docx": (traitement.en_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
_IMAGES: Final = {"svg": (image.en_svg, "image/svg+xml"), "png": (image.en_png, "image/png")}


def vue(adresse: str, cle: str) -> Diapo:
    """One figure of an address, by its key for a reader or, where a screen draws another one there, for a room.

    That which bears the name of its screen is the first.
    Raises ErreurDonnees: as `rejeu.jouer`, and when the screen has no such figure.
    """
    diapos = rejeu.jouer(adresse)
    cles = {rejeu.ecran_de(adresse)[0]: diapos[0]} | {d.cle: d for d in diapos}
    for voulue in (cle, f"bloc-salle-{cle.removeprefix('bloc-')}"):
        if voulue in cles:
            return cles[voulue]
    raison, remede = "cet écran n’a plus cette figure", "rouvrir l’écran et y reprendre la figure"
    raise ErreurDonnees("absent", "cette vue", raison, remede=remede)


def nommer(d: Diapo) -> str:
    """Name of a file from what it holds: « carte-taux-de-chomage-localise-23-zones-d-emploi-2023 »."""
    genre = "carte" if d.cartes else "graphique" if d.graphiques else "tableau" if d.table else "figure"
    zones = (v.partition(":") for nom, v in parse_qsl(d.adresse.partition("?")[2]) if nom in ("zone", "zones"))
    lieux = [zonages.libelle_zone(zonage, code) for zonage, _, code in zones if zonage in zonages.zonages()]
    mots = zonages.slug(" ".join((genre, d.vue.sous_titre or d.vue.titre, *lieux)))
    return mots if len(mots) <= NOM_MAX else mots[:NOM_MAX].rpartition("-")[0]


async def _figure(requete: Request, faire: Callable[..., T], *avec: Any) -> tuple[str, T]:
    """Name of the figure that a request asks for, and what is made of it."""
    adresse, cle = requete.query_params.get("adresse", "/"), requete.query_params.get("cle", "")

    def tout() -> tuple[str, T]:
        demande.verifier(adresse)
        d = vue(adresse, cle)
        return nommer(d), faire(d, *avec)

    return await guichet.VUES.servir(tout, pour=requete)


async def _document(
    requete: Request, lire: Callable[[bytes], demande.Seance], faire: Callable[..., bytes], *avec: Any
) -> bytes:
    """What is made of the body of a request, read no further than what a meeting may weigh, one at a time for who asks.

    Raises ErreurDonnees: the body is not there in time, or as `lire` and `faire`.
    """
    corps = bytearray()
    try:
        async with asyncio.timeout(ENVOI_S):
            async for morceau in requete.stream():
                corps += morceau
                if len(corps) > demande.OCTETS_MAX:
                    break
    except TimeoutError:
        remede = "recommencer quand le réseau est meilleur"
        raise ErreurDonnees("lent", "envoi", "l’envoi n’est pas arrivé à temps", remede=remede) from None
    return await guichet.DOCUMENTS.servir(lambda: faire(lire(bytes(corps)), *avec), pour=requete, seul=True)


async def _vue(requete: Request) -> dict[str, Any]:
    return (await _figure(requete, rejeu.charge_utile))[1]


async def _image(requete: Request) -> Response:
    """One figure as SVG or PNG, under a name that says which; `nue`: for a page that says around it what it is."""
    genre = requete.path_params["genre"]
    if genre not in _IMAGES:
        raise HTTPException(404)
    rendre, type_media = _IMAGES[genre]
    nue = "nue" in requete.query_params
    nom, contenu = await _figure(requete, lambda d: rendre(d, depot.relire, nue=nue))
    return guichet.piece(contenu, f"{nom}.{genre}", type_media)


async def _releve(requete: Request) -> Response:
    """The record that a browser holds, laid out as the document asked."""
    genre, nom = requete.query_params.get("format", "pdf"), requete.query_params.get("document", releve.RELEVE)
    if genre not in _RELEVES or nom not in releve.PAPIERS:
        raise HTTPException(404)
    ecrire, type_media = _RELEVES[genre]
    papier, base = releve.PAPIERS[nom], guichet.site(requete)

    def faire(s: demande.Seance) -> bytes:
        return ecrire(releve.preparer(s, rejeu.jouer, date.today(), base, depot.relire, papier))

    return guichet.piece(await _document(requete, demande.lire_releve, faire), f"{papier.fichier}.{genre}", type_media)


async def _salle(_requete: Request) -> Response:
    """The room alone: what is opened beside the projection, and what a browser keeps of it."""
    return HTMLResponse(valise.salle(), headers={"content-security-policy": CSP_SALLE, "cache-control": "no-cache"})


async def _veilleur(_requete: Request) -> Response:
    """What stands between a browser in a meeting and the server; it may watch the whole site."""
    en_tetes = {"service-worker-allowed": "/", "cache-control": "no-cache"}
    return FileResponse(valise.STATIQUE / "seance" / "veilleur.js", media_type="text/javascript", headers=en_tetes)


async def _valise(requete: Request) -> Response:
    contenu = await _document(requete, demande.lire_ordre, valise.composer, date.today())
    return guichet.piece(contenu, "valise-de-seance.html", "text/html; charset=utf-8")


async def _chiffres(requete: Request) -> Response:
    nom, contenu = await _figure(requete, classeur.une, date.today(), guichet.site(requete))
    return guichet.piece(contenu, f"{nom}.xlsx", XLSX)


async def _chiffres_seance(requete: Request) -> Response:
    avec = rejeu.jouer, date.today(), guichet.site(requete)
    return guichet.piece(await _document(requete, demande.lire_ordre, classeur.de_seance, *avec), "seance.xlsx", XLSX)


def routes() -> list[Route]:
    """Addresses of the meeting, all under one prefix."""
    figure = ("adresse", "cle")
    return [
        route("vues", _vues, ("adresse",)),
        route("modeles", lambda _: guichet.VUES.servir(modeles.liste)),
        route("modele", _modele, ("nom", "lieu")),
        route("chercher", _chercher, ("q", "vue")),
        route("vue", _vue, figure),
        route("image.{genre}", _image, (*figure, "nue")),
        route("chiffres.xlsx", _chiffres, figure),
        route("chiffres.xlsx", _chiffres_seance, methode="POST"),
        route("releve", _releve, ("format", "document"), "POST"),
        route("valise", _valise, methode="POST"),
        route("salle", _salle),
        route("signatures", lambda _: guichet.VUES.servir(valise.signatures)),
        # What is reserved is kept by no browser, an outage notwithstanding.
        *([] if racine_reservee() else [route("veilleur.js", _veilleur)]),
    ]

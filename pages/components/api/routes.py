"""Addresses of the read API, the application that answers them, and where the server mounts it.

Each address is described in French by its own signature: the description is written from it.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_loaders.exports import chiffres, jeux as exports
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes import requete
from data_loaders.requetes.evaluation import CLASSEUR_MAX, PIECE
from geo.territoire import OBSERVATOIRE
from geo.zonages import CODES
from pages.components import cache, guichet
from pages.components.api import reponses
from pages.components.api.reponses import PROBLEME, probleme, repondre
from pages.components.partage import lire_une_fois, une_fois
from pages.figures.api import catalogue, fils, metadonnees, page
from pages.figures.api.catalogue import MOTS, TYPES
from pages.figures.recherche import ligne

Format = StrEnum("Format", ["json", "csv", "parquet", "xlsx", "sdmx"])
Fichier = StrEnum("Fichier", [*catalogue.FORMATS])
Zonage = StrEnum("Zonage", list(CODES))
Jeu = Annotated[str, Path(description="Code d’un jeu de données", max_length=60, pattern=r"^[a-z0-9_]+$")]
Millesime = Annotated[
    str, Path(description="Millésime, ou « courant » pour le dernier", max_length=20, pattern=r"^[A-Za-z0-9-]+$")
]

_PROBLEME = {"content": {PROBLEME: {"schema": {"$ref": "#/components/schemas/Probleme"}}}}
LISTE = {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}
OBJET = {"application/json": {"schema": {"type": "object"}}}
JSON_LD = {TYPES["json_ld"]: {"schema": {"type": "object"}}}
FIL = {TYPES["atom"]: {"schema": {"type": "string"}}}
GEOJSON = {TYPES["geojson"]: {"schema": {"type": "object"}}}
SDMX = {metadonnees.TYPE_STRUCTURE: {"schema": {"type": "string"}}}


def _sans_inconnu(requete: Request) -> None:
    """Nothing is computed for a parameter that the address does not know; a question says the same of its own."""
    connus = {p.alias for p in get_flat_params(requete.scope["route"].dependant)} - set(requete.path_params)
    trop = guichet.inconnus(requete, connus)
    if trop and not reponses.est_question(requete):
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", i)} for i in trop])


def _refus(*statuts: int) -> dict[int | str, dict[str, Any]]:
    return {statut: {"description": reponses.TITRES[statut], **_PROBLEME} for statut in statuts}


routeur = APIRouter(responses=_refus(404, 406, 422, 503), dependencies=[Depends(_sans_inconnu)])


def _octets(*types: str) -> dict[str, Any]:
    return {t: {"schema": {"type": "string", "format": "binary"}} for t in types}


def _lire(
    chemin: str,
    titre: str,
    contenu: dict[str, Any],
    description: str,
    refus: Sequence[int] = (),
    parametres: Sequence[dict[str, Any]] = (),
):
    """Decorator: what answers an address, its title, and in the description of the API what it gives and may refuse."""
    dites = {200: {"description": description, "content": contenu}, 304: {"description": "Rien n’a changé"}}
    if fichier := "." in chemin:
        dites[206] = {"description": "Une partie du fichier", "content": contenu}
    return routeur.get(
        chemin,
        summary=titre,
        openapi_extra={"parameters": list(parametres)} if parametres else None,
        response_class=JSONResponse if contenu in (LISTE, OBJET) else Response,
        responses=dites | _refus(*refus, *(416,) * fichier),
    )


@_lire("/jeux", "Jeux de données chargés", LISTE, "Les jeux")
async def jeux(requete: Request) -> Response:
    """Producteur, licence, règle de secret, millésimes en vigueur et leurs fichiers, sens de chaque colonne."""
    return await _lu(requete, lambda d: une_fois(catalogue.jeux, d))


@_lire("/jeux/{jeu}", "Un jeu de données", OBJET, "Le jeu")
async def un_jeu(requete: Request, jeu: Jeu) -> Response:
    """La fiche d’un jeu."""
    return await _lu(requete, lambda d: catalogue.jeu(d, jeu))


_FICHIERS = _octets(*(TYPES[f] for f in catalogue.FORMATS))


@_lire("/jeux/{jeu}/{millesime}.{fichier}", "Un millésime d’un jeu, en fichier", _FICHIERS, "Le fichier", (403,))
async def un_millesime(
    requete: Request,
    jeu: Jeu,
    millesime: Millesime,
    fichier: Fichier,
    table: Annotated[str, Query(description="Table du jeu, la première si rien n’est dit", max_length=60)] = "",
) -> Response:
    """Adresse stable d’un millésime : CSV (UTF-8, virgule, point décimal), Parquet typé, ou classeur avec ses notes."""
    d = Donnees().figees()
    contrat, connus = catalogue.contrat_de(jeu), d.millesimes(jeu)
    m = connus[-1] if millesime == catalogue.COURANT and connus else millesime
    if m not in connus:
        raise catalogue.inconnu(f"{jeu}, millésime {millesime}")
    if not exports.diffusable(d, jeu):
        return probleme(403, f"licence du producteur : {contrat.licence}")
    montrees = contrat.montrees
    if (nom := table or next(iter(montrees))) not in montrees:
        raise catalogue.inconnu(f"{jeu}, table {nom}")
    quoi = f"{jeu}_{m}" + (f"_{nom}" if fichier is not Fichier.xlsx and len(montrees) > 1 else "")
    rendre = _piece(f"{quoi}.{fichier}", TYPES[fichier])
    lue = (jeu, nom, m, fichier.value, date.today().isoformat())
    return await repondre(requete, d, lambda: rendre(une_fois(_fichier_du_jeu, d, *lue)))


def _fichier_du_jeu(d: Donnees, jeu: str, table: str, millesime: str, forme: str, jour: str) -> bytes:
    match forme:
        case "csv":
            return exports.csv_normalise(*exports.etiquetees(d, jeu, table, millesime))
        case "parquet":
            return exports.parquet(d, jeu, table, date.fromisoformat(jour), millesime)
    return exports.xlsx(d, jeu, date.fromisoformat(jour), millesime)


@_lire("/indicateurs", "Dictionnaire des indicateurs", LISTE, "Les indicateurs")
async def indicateurs(requete: Request) -> Response:
    """Définition, unité, dénominateur, source, découpages où chacun est vrai, périodes chargées, niveaux de métiers."""
    return await _lu(requete, lambda d: une_fois(catalogue.indicateurs, d))


@_lire("/indicateurs/{code}", "Un indicateur", OBJET, "L’indicateur")
async def un_indicateur(
    requete: Request, code: Annotated[str, Path(description="Code de l’indicateur", max_length=80, pattern=r"^[\w.]+$")]
) -> Response:
    """Sa fiche, et les codes des métiers pour lesquels il existe."""
    return await _lu(requete, lambda d: une_fois(catalogue.indicateur, d, code))


@_lire("/structure.xml", "Structure SDMX des chiffres", SDMX, "La structure")
async def la_structure(requete: Request) -> Response:
    """Concepts, listes de codes, structure et flux de données (SDMX-ML 3.0) que suit chiffres.sdmx."""
    rendre = partial(Response, media_type=metadonnees.TYPE_STRUCTURE)
    return await _lu(requete, lambda d: une_fois(metadonnees.structure, d), rendre)


@_lire("/zonages", "Découpages du territoire", LISTE, "Les découpages")
async def zonages(requete: Request) -> Response:
    """Chaque découpage en vigueur, ses zones, et la confiance de son périmètre."""
    return await _lu(requete, lambda _d: une_fois(catalogue.decoupages))


@_lire("/zonages/{zonage}.geojson", "Contours d’un découpage", GEOJSON, "Les contours")
async def contours(requete: Request, zonage: Zonage) -> Response:
    """Tracé simplifié, à ne pas mesurer ; WGS 84."""
    ecrire = lambda _d: une_fois(exports.zonage, zonage.value, "geojson", date.today())  # noqa: E731
    return await _lu(requete, ecrire, _piece(f"zonage_{zonage}.geojson", TYPES["geojson"]))


@_lire("/zonages/{zonage}.csv", "Communes d’un découpage", _octets(TYPES["csv"]), "Une ligne par commune")
async def communes(requete: Request, zonage: Zonage) -> Response:
    """Code et nom de chaque commune, de sa zone, population municipale 2023."""
    ecrire = lambda _d: exports.csv_normalise(exports.communes(zonage.value), exports.COMMUNES)  # noqa: E731
    return await _lu(requete, ecrire, _piece(f"zonage_{zonage}.csv", TYPES["csv"]))


@_lire("/zonages/{zonage}", "Un découpage", OBJET, "Le découpage")
async def un_zonage(requete: Request, zonage: Zonage) -> Response:
    """La fiche d’un découpage et ses zones."""
    return await _lu(requete, lambda _d: catalogue.decoupage(zonage.value))


Phrase = Annotated[str, Query(description="Une question, en français", max_length=ligne.LONGUEUR_MAX)]


@_lire("/recherche", "Une question en français", OBJET, "Les réponses")
async def recherche(requete: Request, q: Phrase) -> Response:
    """Au plus cinq réponses, la meilleure d’abord : adresse d’un écran, phrase, précision, âge. « incompris » : mots
    non compris ; « avis » : ce qui en est dit ; « proches » : ce qui s’en approche, quand rien n’est sûr."""
    return await _lu(requete, lambda d: ligne.en_objet(ligne.chercher(q, ligne.Contexte(d, lire_une_fois))))


_CHIFFRES = OBJET | _octets(*(TYPES[f] for f in Format if f is not Format.json))
_PARAMETRES: Final = [
    {
        "name": nom,
        "in": "query",
        "required": nom == "indicateur",
        "description": f"{dit}.",
        **({"example": requete.EXEMPLES[nom]} if nom in requete.EXEMPLES else {}),
        "schema": {"type": "array", "items": {"type": "string"}} if plusieurs else {"type": "string"},
    }
    for nom, (plusieurs, dit) in requete.PARAMETRES.items()
]
_SIGNAUX: Final = [p | {"required": False} for p in _PARAMETRES if p["name"] in fils.PARAMETRES]


@_lire("/chiffres", "Chiffres", _CHIFFRES, "Les chiffres", (403,), parametres=_PARAMETRES)
async def les_chiffres(demandee: Request) -> Response:
    """Les mêmes lignes que les écrans, avec statut, bornes, source et confiance du périmètre.

    Format : JSON, CSV (text/csv), Parquet, classeur ou SDMX par l’en-tête Accept ; text/html mène à cette page.
    """
    admis = _admis(demandee.headers.get("accept") or "*/*")
    if admis is None:
        return probleme(406, f"formats proposés : {', '.join(t for t in _PROPOSES if '*' not in t)}")
    return RedirectResponse("./", 303) if admis == PAGE else await _chiffrer(demandee, Format(admis))


@_lire("/chiffres.{format}", "Les mêmes, format dans l’adresse", _CHIFFRES, "Les chiffres", (403,), _PARAMETRES)
async def les_chiffres_en(demandee: Request, format: Format) -> Response:
    """chiffres.csv, .parquet, .xlsx, .json, .sdmx (SDMX-CSV 2.0) ; entiers, sinon refusés."""
    return await _chiffrer(demandee, format)


ECRITURES: Final = chiffres.ECRITURES | {"csv": chiffres.csv_scripts, "sdmx": chiffres.sdmx}
PAGE: Final = "text/html"
_PROPOSES: Final = {TYPES[f].partition(";")[0]: f for f in Format} | {PAGE: PAGE} | MOTS["acceptes"]


async def _chiffrer(demandee: Request, voulu: Format) -> Response:
    requete.connaitre(demandee.query_params)

    def faire(d: Donnees) -> Response:
        r, genre = requete.lire(d, demandee.query_params.multi_items()), TYPES[voulu]
        reponse = cache.reponse(d, r)
        reponse.exiger_ouverts()
        nom = f"{r.nom()}.sdmx.csv" if voulu is Format.sdmx else f"{r.nom()}.{voulu}"
        if voulu is Format.xlsx:
            reponse.exiger_taille(CLASSEUR_MAX, "dans un classeur")
        elif voulu is not Format.json and reponse.cellules_nb > PIECE:
            morceaux = ECRITURES[voulu](reponse)
            # What is refused is refused before the first byte.
            return _piece(nom, genre, StreamingResponse)(_a_mesure(demandee, chain([next(morceaux)], morceaux)))
        # A name is no other answer: what is written under it is not kept.
        octets = (_octets_de if r.groupes else partial(une_fois, _octets_de))(d, r, voulu.value)
        return Response(octets, media_type=genre) if voulu is Format.json else _piece(nom, genre)(octets)

    return await _lu(demandee, faire, lambda reponse: reponse)


async def _a_mesure(demandee: Request, morceaux: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Pieces of a file, each made in its turn once the one before has left: none is for who has left."""
    while (morceau := await guichet.FICHIERS.servir(next, morceaux, None, pour=demandee)) is not None:
        yield morceau


def _octets_de(d: Donnees, r: requete.Requete, forme: str) -> bytes:
    return b"".join(ECRITURES[forme](cache.reponse(d, r)))


@_lire("/instantanes/{jeu}/{identifiant}", "Une version gardée d’un jeu", OBJET, "Son manifeste")
async def un_instantane(
    requete: Request, jeu: Jeu, identifiant: Annotated[str, Path(max_length=60, pattern=r"^[\w-]+--[0-9a-f]{8}$")]
) -> Response:
    """Fichier lu et son empreinte, date, remarques, tables : ce qu’il faut pour citer un chiffre."""
    return await _lu(requete, lambda d: catalogue.instantane(d, jeu, identifiant))


@_lire("/metadonnees", "Catalogue à moissonner (DCAT-AP)", JSON_LD, "Le catalogue")
async def catalogue_dcat(requete: Request) -> Response:
    """Catalogue DCAT-AP en JSON-LD, pour data.gouv.fr et les autres moissonneurs."""
    base = _base(requete)
    return await _lu(requete, lambda d: metadonnees.dcat(d, base), partial(JSONResponse, media_type=TYPES["json_ld"]))


@_lire("/metadonnees/datapackage.json", "Catalogue Frictionless", OBJET, "Le paquet de données")
async def paquet(requete: Request) -> Response:
    """Un Frictionless Data Package dont les fichiers sont aux adresses de l’API."""
    base, jour = _base(requete), date.today()
    return await _lu(requete, lambda d: metadonnees.paquet(d, base, jour, partial(une_fois, _empreinte, d)))


def _empreinte(d: Donnees, jeu: str, table: str, millesime: str) -> dict[str, Any]:
    return exports.empreinte(_fichier_du_jeu(d, jeu, table, millesime, "csv", ""))


@_lire("/signaux.atom", "Ce qui change", FIL, "Le fil", parametres=_SIGNAUX)
async def les_signaux(demandee: Request) -> Response:
    """Fil Atom des chiffres officiels en hausse ou en baisse d’un territoire, d’un métier ou d’un indicateur.

    Exemple : signaux.atom?zone=bassin:5209, ce qui change pour Mamers. La règle est celle des écrans.
    """
    base = _base(demandee)

    def faire(d: Donnees) -> bytes:
        questions = fils.questions(d, demandee.query_params.multi_items())
        return fils.signaux([cache.reponse(d, q) for q in questions], f"{base}signaux.atom?{demandee.url.query}", base)

    return await _lu(demandee, faire, partial(Response, media_type=TYPES["atom"]))


@_lire("/nouveautes.atom", "Fil des données publiées", FIL, "Le fil")
async def fil(requete: Request) -> Response:
    """Nouveaux millésimes et révisions des fichiers officiels, du plus récent au plus ancien (Atom)."""
    base = _base(requete)
    return await _lu(requete, lambda d: fils.nouveautes(d, base), partial(Response, media_type=TYPES["atom"]))


async def _lu(
    requete: Request, faire: Callable[[Donnees], Any], rendre: Callable[[Any], Response] = JSONResponse
) -> Response:
    d = Donnees().figees()
    return await repondre(requete, d, lambda: rendre(faire(d)))


def _piece(nom: str, genre: str, classe: type[Response] = Response):
    en_tetes = {"content-disposition": f'attachment; filename="{nom}"'}
    return partial(classe, media_type=genre, headers=en_tetes)


def _admis(accepte: str) -> str | None:
    """What an `Accept` header wants most, by its quality values, then in its order; None when it takes nothing here."""
    voulus = []
    for texte in accepte.split(","):
        nom, *reste = (x.strip().lower() for x in texte.split(";"))
        qualites = [x.removeprefix("q=") for x in reste if x.startswith("q=")]
        try:
            voulus.append((float(qualites[0]) if qualites else 1.0, nom))
        except ValueError:
            continue
    voulus = [nom for q, nom in sorted(voulus, key=lambda x: -x[0]) if q > 0]
    return next((_PROPOSES[nom] for nom in voulus if nom in _PROPOSES), None)


def _base(requete: Request) -> str:
    return f"{guichet.site(requete)}{requete.scope['root_path']}/"


PREFIXE: Final = "/api/v1"
# The page of the API alone: its own style, nothing from elsewhere, nothing that runs.
CSP: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; base-uri 'none'"


def application() -> FastAPI:
    """The API as an application of its own, to mount at `PREFIXE`."""
    api = FastAPI(
        title=f"{OBSERVATOIRE} : données à lire",
        version="1.0.0",
        description=(
            "Lecture seule, sans compte. Les chiffres sont ceux des écrans, avec leur statut. "
            "Licence Ouverte 2.0, sauf mention contraire d’un jeu."
        ),
        docs_url=None,
        redoc_url=None,
        exception_handlers=reponses.FAUTES,
        redirect_slashes=False,
    )
    api.include_router(routeur)
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


def routes() -> list[BaseRoute]:
    """The API, under its version; its page is also found without the slash."""
    return [
        Route(PREFIXE, lambda _requete: RedirectResponse("v1/", 308)),
        Mount(PREFIXE, application()),
        Route(f"{PREFIXE}/{{reste:tout}}", lambda _requete: probleme(404, reponses.RIEN)),
    ]

"""Addresses of the read API. Each is described in French by its own signature: the description is written from it."""

import math
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

import pandas as pd
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from data_loaders.exports import jeux as exports
from data_loaders.magasin.donnees import Donnees
from geo.zonages import CODES
from pages.components import cache, guichet
from pages.components.api import reponses
from pages.components.api.reponses import PROBLEME, probleme, repondre
from pages.components.partage import une_fois
from pages.figures.api import catalogue, chiffres, metadonnees
from pages.figures.api.metadonnees import ATOM, SDMX, TYPES

TAILLE: Final = 1_000
TAILLE_MAX: Final = 10_000
DEMANDES_MAX: Final = 200  # zones, métiers or periods named in one request
JSON_LD: Final = "application/ld+json"

Format = StrEnum("Format", ["json", "csv", "parquet", "sdmx"])
Fichier = StrEnum("Fichier", [*catalogue.FORMATS])
Zonage = StrEnum("Zonage", list(CODES))
Indicateur = StrEnum("Indicateur", list(catalogue.connus()))
Jeu = Annotated[str, Path(description="Code d’un jeu de données", max_length=60, pattern=r"^[a-z0-9_]+$")]
Millesime = Annotated[
    str, Path(description="Millésime, ou « courant » pour le dernier", max_length=20, pattern=r"^[A-Za-z0-9-]+$")
]
Plusieurs = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=DEMANDES_MAX)]

_PROBLEME = {"content": {PROBLEME: {"schema": {"$ref": "#/components/schemas/Probleme"}}}}
REFUS: dict[int | str, dict[str, Any]] = {
    statut: {"description": reponses.TITRES[statut], **_PROBLEME} for statut in (404, 406, 422, 503)
}
LISTE = {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}
OBJET = {"application/json": {"schema": {"type": "object"}}}


def _sans_inconnu(requete: Request) -> None:
    """Nothing is computed for a parameter that the address does not know; `Demande` says the same of its own."""
    connus = {p.alias for p in get_flat_params(requete.scope["route"].dependant)} - set(requete.path_params)
    if trop := guichet.inconnus(requete, connus):
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", i)} for i in trop])


routeur = APIRouter(responses=REFUS, dependencies=[Depends(_sans_inconnu)])


def _octets(*types: str) -> dict[str, Any]:
    return {t: {"schema": {"type": "string", "format": "binary"}} for t in types}


def _lire(chemin: str, titre: str, contenu: dict[str, Any], description: str, refus: Sequence[int] = ()):
    """Decorator: what answers an address, its title, and in the description of the API what it gives and may refuse."""
    return routeur.get(
        chemin,
        summary=titre,
        response_class=JSONResponse if contenu in (LISTE, OBJET) else Response,
        responses={
            200: {"description": description, "content": contenu},
            304: {"description": "Rien n’a changé"},
            **{r: {"description": reponses.TITRES[r], **_PROBLEME} for r in refus},
        },
    )


@_lire("/jeux", "Jeux de données chargés", LISTE, "Les jeux")
async def jeux(requete: Request) -> Response:
    """Producteur, licence, règle de secret, millésimes en vigueur et leurs fichiers, sens de chaque colonne."""
    d = _donnees()
    return await repondre(requete, d, lambda: une_fois(catalogue.jeux, d), JSONResponse)


@_lire("/jeux/{jeu}", "Un jeu de données", OBJET, "Le jeu")
async def un_jeu(requete: Request, jeu: Jeu) -> Response:
    """La fiche d’un jeu."""
    d = _donnees()
    return await repondre(requete, d, lambda: catalogue.jeu(d, jeu), JSONResponse)


@_lire(
    "/jeux/{jeu}/{millesime}.{fichier}",
    "Un millésime d’un jeu, en fichier",
    _octets(*TYPES.values()),
    "Le fichier",
    (403,),
)
async def un_millesime(
    requete: Request,
    jeu: Jeu,
    millesime: Millesime,
    fichier: Fichier,
    table: Annotated[str, Query(description="Table du jeu, la première si rien n’est dit", max_length=60)] = "",
) -> Response:
    """Adresse stable d’un millésime : CSV (UTF-8, virgule, point décimal), Parquet typé, ou classeur avec ses notes."""
    d = _donnees()
    contrat, connus = catalogue.contrat_de(jeu), d.millesimes(jeu)
    m = connus[-1] if millesime == catalogue.COURANT and connus else millesime
    if m not in connus:
        raise catalogue.inconnu(f"{jeu}, millésime {millesime}")
    if not exports.diffusable(d, jeu):
        return probleme(403, f"licence du producteur : {contrat.licence}")
    montrees = contrat.montrees
    if (nom := table or next(iter(montrees))) not in montrees:
        raise catalogue.inconnu(f"{jeu}, table {nom}")
    ecrire = {
        Fichier.csv: lambda: exports.csv_normalise(*exports.etiquetees(d, jeu, nom, m)),
        Fichier.parquet: lambda: exports.parquet(d, jeu, nom, date.today(), m),
        Fichier.xlsx: lambda: exports.xlsx(d, jeu, date.today(), m),
    }[fichier]
    quoi = f"{jeu}_{m}" + (f"_{nom}" if fichier is not Fichier.xlsx and len(montrees) > 1 else "")
    return await repondre(requete, d, ecrire, _piece(f"{quoi}.{fichier}", TYPES[fichier]))


@_lire("/indicateurs", "Indicateurs", LISTE, "Les indicateurs")
async def indicateurs(requete: Request) -> Response:
    """Ce que compte chaque indicateur, où il est vrai, à quels niveaux de métiers il existe."""
    return await repondre(requete, _donnees(), catalogue.indicateurs, JSONResponse)


@_lire("/zonages", "Découpages du territoire", LISTE, "Les découpages")
async def zonages(requete: Request) -> Response:
    """Chaque découpage en vigueur, ses zones, et la confiance de son périmètre."""
    return await repondre(requete, _donnees(), lambda: une_fois(catalogue.decoupages), JSONResponse)


@_lire(
    "/zonages/{zonage}.geojson",
    "Contours d’un découpage",
    {"application/geo+json": {"schema": {"type": "object"}}},
    "Les contours",
)
async def contours(requete: Request, zonage: Zonage) -> Response:
    """Tracé simplifié, à ne pas mesurer ; WGS 84."""
    ecrire = lambda: exports.geojson_zonage(zonage.value, date.today())  # noqa: E731
    return await repondre(requete, _donnees(), ecrire, _piece(f"zonage_{zonage}.geojson", "application/geo+json"))


@_lire("/zonages/{zonage}.csv", "Communes d’un découpage", _octets(TYPES["csv"]), "Une ligne par commune")
async def communes(requete: Request, zonage: Zonage) -> Response:
    """Code et nom de chaque commune, de sa zone, population municipale 2023."""
    ecrire = lambda: exports.csv_normalise(exports.communes(zonage.value), exports.COMMUNES)  # noqa: E731
    return await repondre(requete, _donnees(), ecrire, _piece(f"zonage_{zonage}.csv", TYPES["csv"]))


@_lire("/zonages/{zonage}", "Un découpage", OBJET, "Le découpage")
async def un_zonage(requete: Request, zonage: Zonage) -> Response:
    """La fiche d’un découpage et ses zones."""
    return await repondre(requete, _donnees(), lambda: catalogue.decoupage(zonage.value), JSONResponse)


_CHIFFRES = OBJET | _octets(TYPES["csv"], TYPES["parquet"], SDMX)


class Demande(BaseModel):
    """What can be asked of the figures."""

    model_config = ConfigDict(extra="forbid")

    indicateur: Annotated[Indicateur, Field(description="Code de l’indicateur, voir « indicateurs »")]
    zonage: Annotated[Zonage | None, Field(description="Découpage ; sinon le plus fin où le chiffre est vrai")] = None
    zone: Annotated[Plusieurs, Field(description="Codes de zones ; sinon toutes")] = []
    metier: Annotated[Plusieurs, Field(description="niveau:code (famille:O, metier:B1X30) ; sinon tous ensemble")] = []
    periode: Annotated[Plusieurs, Field(description="Périodes (2024, 2019-12, 2023-T3) ; sinon toutes")] = []
    page: Annotated[int, Field(description="Page, à partir de 1", ge=1, le=100_000)] = 1
    taille: Annotated[int, Field(description="Lignes par page", ge=1, le=TAILLE_MAX)] = TAILLE


@_lire("/chiffres", "Chiffres d’un indicateur", _CHIFFRES, "Les chiffres")
async def les_chiffres(requete: Request, demande: Annotated[Demande, Query()]) -> Response:
    """Les mêmes lignes que les écrans, avec statut, bornes, source et confiance du périmètre.

    Format : JSON, ou CSV (text/csv) et Parquet (application/vnd.apache.parquet) par l’en-tête Accept. La page suivante
    est dans l’en-tête Link.
    """
    voulu = _format_admis(requete.headers.get("accept", "*/*"))
    if voulu is None:
        return probleme(406, f"formats proposés : application/json, {TYPES['csv']}, {TYPES['parquet']}")
    return await _chiffrer(requete, demande, voulu)


@_lire("/chiffres.{format}", "Les mêmes, format dans l’adresse", _CHIFFRES, "Les chiffres")
async def les_chiffres_en(requete: Request, format: Format, demande: Annotated[Demande, Query()]) -> Response:
    """chiffres.csv, chiffres.parquet, chiffres.json, chiffres.sdmx (SDMX-CSV 2.0)."""
    return await _chiffrer(requete, demande, format)


ECRITURES: Final = {
    Format.csv: (chiffres.csv, TYPES["csv"]),
    Format.parquet: (chiffres.parquet, TYPES["parquet"]),
    Format.sdmx: (chiffres.sdmx, SDMX),
}
SUFFIXES: Final = {Format.sdmx: "sdmx.csv"}


async def _chiffrer(requete: Request, q: Demande, voulu: Format) -> Response:
    d = _donnees()

    def faire() -> tuple[pd.DataFrame, int]:
        lire = cache.lecteur(d, len(q.metier), tuple(q.periode))
        lignes = chiffres.demander(
            d, lire, q.indicateur.value, q.zonage and q.zonage.value, q.zone, q.metier, q.periode
        )
        return lignes.iloc[(q.page - 1) * q.taille : q.page * q.taille], len(lignes)

    def rendre(trouves: tuple[pd.DataFrame, int]) -> Response:
        lignes, total = trouves
        pages = math.ceil(total / q.taille)
        ou = requete.url.include_query_params(page=q.page + 1)
        suivante = f"{guichet.site(requete)}{ou.path}?{ou.query}" if q.page < pages else ""
        en_tetes = {"x-total-count": str(total)} | ({"link": f'<{suivante}>; rel="next"'} if suivante else {})
        if voulu is Format.json:
            corps = {"total": total, "page": q.page, "pages": pages, "suivante": suivante or None}
            corps |= {"colonnes": {n: dit for n, (_, dit) in chiffres.COLONNES.items()}}
            return JSONResponse(corps | {"chiffres": chiffres.enregistrements(lignes)}, headers=en_tetes)
        ecrire, genre = ECRITURES[voulu]
        reponse = _piece(f"{q.indicateur}.{SUFFIXES.get(voulu, voulu)}", genre)(ecrire(lignes))
        reponse.headers.update(en_tetes)
        return reponse

    return await repondre(requete, d, faire, rendre)


@_lire("/instantanes/{jeu}/{identifiant}", "Une version gardée d’un jeu", OBJET, "Son manifeste")
async def un_instantane(
    requete: Request, jeu: Jeu, identifiant: Annotated[str, Path(max_length=60, pattern=r"^[\w-]+--[0-9a-f]{8}$")]
) -> Response:
    """Fichier lu et son empreinte, date, remarques, tables : ce qu’il faut pour citer un chiffre."""
    d = _donnees()
    return await repondre(requete, d, lambda: catalogue.instantane(d, jeu, identifiant), JSONResponse)


@_lire("/metadonnees", "Catalogue à moissonner (DCAT-AP)", {JSON_LD: {"schema": {"type": "object"}}}, "Le catalogue")
async def catalogue_dcat(requete: Request) -> Response:
    """Catalogue DCAT-AP en JSON-LD, pour data.gouv.fr et les autres moissonneurs."""
    d, base = _donnees(), _base(requete)
    rendre = lambda corps: JSONResponse(corps, media_type=JSON_LD)  # noqa: E731
    return await repondre(requete, d, lambda: metadonnees.dcat(d, base), rendre)


@_lire("/metadonnees/datapackage.json", "Catalogue Frictionless", OBJET, "Le paquet de données")
async def paquet(requete: Request) -> Response:
    """Un Frictionless Data Package dont les fichiers sont aux adresses de l’API."""
    d, base = _donnees(), _base(requete)
    return await repondre(requete, d, lambda: metadonnees.paquet(d, base, date.today()), JSONResponse)


@_lire("/nouveautes.atom", "Fil des données publiées", {ATOM: {"schema": {"type": "string"}}}, "Le fil")
async def fil(requete: Request) -> Response:
    """Nouveaux millésimes et révisions des fichiers officiels, du plus récent au plus ancien (Atom)."""
    d, base = _donnees(), _base(requete)
    return await repondre(
        requete, d, lambda: metadonnees.atom(d, base), lambda octets: Response(octets, media_type=ATOM)
    )


def _donnees() -> Donnees:
    return Donnees().figees()


def _piece(nom: str, genre: str):
    en_tetes = {"content-disposition": f'attachment; filename="{nom}"'}
    return lambda octets: Response(octets, media_type=genre, headers=en_tetes)


def _format_admis(accepte: str) -> Format | None:
    """The first format that an `Accept` header takes, in its order; JSON where it takes anything."""
    proposes = {"application/json": Format.json, "*/*": Format.json, "application/*": Format.json}
    proposes |= {TYPES["csv"]: Format.csv, "text/*": Format.csv, TYPES["parquet"]: Format.parquet}
    proposes |= {SDMX.partition(";")[0]: Format.sdmx}
    types = [t.partition(";")[0].strip().lower() for t in accepte.split(",")]
    return next((proposes[t] for t in types if t in proposes), None)


def _base(requete: Request) -> str:
    return f"{guichet.site(requete)}{requete.scope['root_path']}/"

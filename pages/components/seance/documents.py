"""What one takes away from a meeting, over plain HTTP: images, workbooks, the record. Nothing of it is kept."""

import asyncio
from datetime import date
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_loaders.erreurs import ErreurDonnees
from pages.components import depot
from pages.components.exports import XLSX
from pages.components.seance import rejeu, valise
from pages.components.seance.rejeu import ecran_de
from pages.components.seance.routes import PREFIXE, charge_utile, en_file, jouer, refuser
from pages.figures.seance import Diapo, classeur, demande, image, releve, traitement
from pages.figures.seance.papiers import PAPIERS, RELEVE, Papier

_RELEVES: Final = {
    "pdf": (releve.en_pdf, "application/pdf"),
    "html": (releve.en_html, "text/html; charset=utf-8"),
    "docx": (traitement.en_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
_IMAGES: Final = {"svg": (image.en_svg, "image/svg+xml"), "png": (image.en_png, "image/png")}


async def vue(adresse: str, cle: str) -> Diapo:
    """One figure of an address, by the key that a room or a reader knows it by.

    A few screens draw for a room another figure than for a reader, under a key of its own; that which bears the name of
    its screen is the first.

    Raises:
        ErreurDonnees: as `rejeu.jouer`, and when the screen has no such figure.
    """
    diapos = await jouer(adresse)
    cles = {ecran_de(adresse)[0]: diapos[0]} | {d.cle: d for d in diapos}
    for voulue in (cle, f"bloc-salle-{cle.removeprefix('bloc-')}"):
        if voulue in cles:
            return cles[voulue]
    raison, remede = "cet écran n’a plus cette figure", "rouvrir l’écran et y reprendre la figure"
    raise ErreurDonnees("absent", "cette vue", raison, remede=remede)


async def _vue(requete: Request) -> Response:
    """Words and drawing of one figure, as those of a whole screen are given."""
    choix = requete.query_params
    try:
        d = await vue(choix.get("adresse", "/"), choix.get("cle", ""))
    except ErreurDonnees as e:
        return refuser(e)
    return JSONResponse(charge_utile(d), headers={"cache-control": "no-store"})


async def _image(requete: Request) -> Response:
    """One figure as SVG or PNG, under a name that says which."""
    genre, choix = requete.path_params["genre"], requete.query_params
    if genre not in _IMAGES:
        raise HTTPException(404)
    rendre, type_media = _IMAGES[genre]
    try:
        d = await vue(choix.get("adresse", "/"), choix.get("cle", ""))
        contenu = await asyncio.to_thread(rendre, d, depot.relire)
    except ErreurDonnees as e:
        return refuser(e)
    return fichier(contenu, f"{d.cle.removeprefix('bloc-')}.{genre}", type_media)


async def _releve(requete: Request) -> Response:
    """The record that a browser holds, laid out as the document asked."""
    genre, nom = requete.query_params.get("format", "pdf"), requete.query_params.get("document", RELEVE)
    if genre not in _RELEVES or nom not in PAPIERS:
        raise HTTPException(404)
    ecrire, type_media = _RELEVES[genre]
    papier = PAPIERS[nom]
    try:
        s = demande.lire_releve(await _corps(requete))
        contenu = await en_file(lambda: ecrire(_document(s, requete, papier)))
    except ErreurDonnees as e:
        return refuser(e)
    return fichier(contenu, f"{papier.fichier}.{genre}", type_media)


async def _valise(requete: Request) -> Response:
    """A meeting in one file."""
    try:
        s = demande.lire_ordre(await _corps(requete))
        contenu = await en_file(valise.composer, s, date.today())
    except ErreurDonnees as e:
        return refuser(e)
    return fichier(contenu, "valise-de-seance.html", "text/html; charset=utf-8")


def _document(s: demande.Seance, requete: Request, papier: Papier) -> releve.Document:
    return releve.preparer(s, rejeu.jouer, date.today(), _base(requete), depot.relire, papier)


async def _chiffres(requete: Request) -> Response:
    """The workbook of a figure, or of the agenda of the body."""
    base = _base(requete)
    try:
        if requete.method == "POST":
            s = demande.lire_ordre(await _corps(requete))
            contenu = await en_file(classeur.de_seance, s, rejeu.jouer, date.today(), base)
            return fichier(contenu, "seance.xlsx", XLSX)
        d = await vue(requete.query_params.get("adresse", "/"), requete.query_params.get("cle", ""))
        contenu = await asyncio.to_thread(classeur.une, d, date.today(), base)
    except ErreurDonnees as e:
        return refuser(e)
    return fichier(contenu, f"{d.cle.removeprefix('bloc-')}.xlsx", XLSX)


def _base(requete: Request) -> str:
    """Address of the observatory, as this reader reached it."""
    return str(requete.base_url).rstrip("/")


async def _corps(requete: Request) -> bytes:
    """The body, read no further than what a meeting may weigh."""
    corps = bytearray()
    async for morceau in requete.stream():
        corps += morceau
        if len(corps) > demande.OCTETS_MAX:
            break
    return bytes(corps)


def fichier(contenu: bytes, nom: str, type_media: str) -> Response:
    """A file to keep; its name is ASCII."""
    en_tetes = {"content-disposition": f'attachment; filename="{nom}"', "cache-control": "no-store"}
    return Response(contenu, media_type=type_media, headers=en_tetes)


def routes() -> list[Route]:
    """Addresses of the documents, under the prefix of the meeting."""
    return [
        Route(f"{PREFIXE}/vue", _vue),
        Route(f"{PREFIXE}/image.{{genre}}", _image),
        Route(f"{PREFIXE}/chiffres.xlsx", _chiffres, methods=["GET", "POST"]),
        Route(f"{PREFIXE}/releve", _releve, methods=["POST"]),
        Route(f"{PREFIXE}/valise", _valise, methods=["POST"]),
    ]

"""How the API answers: refusals in French (problem+json), validators and caches by snapshot, few answers at a time."""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from pages.components import guichet, journal
from pages.figures.api.catalogue import MOTS

T = TypeVar("T")

PROBLEME: Final = "application/problem+json"
RIEN: Final = "rien à cette adresse ; la page « /api/v1/ » dit ce qui existe"
TITRES: Final = {int(statut): titre for statut, titre in MOTS["titres"].items()}


def probleme(statut: int, detail: str, **autres: str) -> Response:
    """A refusal that a script and a person can read."""
    corps = {"type": "about:blank", "title": TITRES.get(statut, "Erreur"), "status": statut, "detail": detail}
    return JSONResponse(corps, statut, headers={"cache-control": "no-store", **autres}, media_type=PROBLEME)


async def mal_formee(_requete: Request, e: RequestValidationError) -> Response:
    """What is wrong in the parameters, one by one."""
    return probleme(422, " ; ".join(f"{'.'.join(map(str, f['loc'][1:]))} : {_dire(f)}" for f in e.errors()))


def _dire(faute: dict[str, Any]) -> str:
    quoi = {k: str(v).replace(" or ", " ou ").replace("'", "") for k, v in faute.get("ctx", {}).items()}
    return MOTS["fautes"].get(faute["type"], "valeur refusée").format(**quoi)


async def refusee(_requete: Request, e: HTTPException) -> Response:
    """An address or a method that nothing answers."""
    dits = {404: RIEN, 405: "lecture seule : GET ou HEAD"}
    return probleme(e.status_code, dits.get(e.status_code, str(e.detail)), **(e.headers or {}))


async def impossible(_requete: Request, e: Exception) -> Response:
    """Something asked that does not exist, or that cannot be read now."""
    if isinstance(e, DemandeInvalide):
        return probleme(404, str(e))
    if isinstance(e, guichet.Occupe):
        return probleme(503, str(e), **{"retry-after": str(guichet.REVENIR_S)})
    return probleme(503, f"{e}\n  {journal.dire_code(journal.noter(e))}")


async def imprevue(_requete: Request, e: Exception) -> Response:
    """What nobody foresaw; the server writes it in its log."""
    return probleme(500, f"erreur imprévue. {journal.imprevue(journal.code(e))}")


FAUTES: Final = {
    RequestValidationError: mal_formee,
    HTTPException: refusee,
    **dict.fromkeys((DemandeInvalide, guichet.Occupe, ErreurDonnees, zonages.ErreurZonage), impossible),
    Exception: imprevue,
}


async def repondre(requete: Request, d: Donnees, faire: Callable[[], T], rendre: Callable[[T], Response]) -> Response:
    """The answer, computed outside the loop once a place is free; « 304 » where the reader holds it already.

    The state of the snapshots read and that of the perimeters are the validator, with the address and the format.
    """
    fichier = requete.url.path.rpartition("/")[2].partition(".")[2] not in ("", "json")
    vu = (d.empreinte, zonages.empreinte()[1:], str(requete.url), requete.headers.get("accept", ""))
    etag = f'{"" if fichier else "W/"}"{hashlib.sha256(repr(vu).encode()).hexdigest()[:32]}"'
    en_tetes = {"etag": etag, "cache-control": "public, max-age=60", "vary": "Accept"}
    if etag in requete.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=en_tetes)
    reponse = await guichet.API.servir(lambda: rendre(faire()))
    reponse.headers.update(en_tetes)
    return _partie(requete, reponse) if fichier and "content-length" in reponse.headers else reponse


def _partie(requete: Request, reponse: Response) -> Response:
    """The part of a file that `Range` asks for; all of it where several are asked, or where it has changed since."""
    reponse.headers["accept-ranges"] = "bytes"
    demande = re.fullmatch(r"bytes=(\d*)-(\d*)", requete.headers.get("range", "").replace(" ", ""), re.ASCII)
    if not demande or requete.headers.get("if-range", reponse.headers["etag"]) != reponse.headers["etag"]:
        return reponse
    n, (debut, fin) = len(reponse.body), demande.groups()
    if debut:
        bas, haut = int(debut), min(int(fin or n - 1), n - 1)
    else:
        bas, haut = max(n - int(fin or 0), 0), n - 1
    if bas > haut:
        return probleme(416, f"ce fichier a {n} octets", **{"content-range": f"bytes */{n}"})
    en_tetes = {k: v for k, v in reponse.headers.items() if k != "content-length"}
    en_tetes["content-range"] = f"bytes {bas}-{haut}/{n}"
    return Response(reponse.body[bas : haut + 1], 206, en_tetes)

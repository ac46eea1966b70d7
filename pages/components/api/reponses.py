"""How the API answers: refusals in French (problem+json), validators and caches by snapshot, few answers at a time."""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.requetes.evaluation import Ferme
from geo import zonages
from pages.components import guichet, journal
from pages.figures.api.catalogue import MOTS

PROBLEME: Final = "application/problem+json"
RIEN: Final = "rien à cette adresse ; la page « /api/v1/ » dit ce qui existe"
TITRES: Final = {int(statut): titre for statut, titre in MOTS["titres"].items()}


def probleme(statut: int, detail: str, **autres: str) -> Response:
    """A refusal that a script and a person can read."""
    corps = {"type": "about:blank", "title": TITRES.get(statut, "Erreur"), "status": statut, "detail": detail}
    return JSONResponse(corps, statut, headers={"cache-control": "no-store", **autres}, media_type=PROBLEME)


def _dire(faute: dict[str, Any]) -> str:
    quoi = {k: str(v).replace(" or ", " ou ").replace("'", "") for k, v in faute.get("ctx", {}).items()}
    dit = MOTS["fautes"].get(faute["type"], "valeur refusée").format(**quoi)
    return f"{'.'.join(map(str, faute['loc'][1:]))} : {dit}"


async def refuser(requete: Request, e: Exception) -> Response:
    """What answers to each fault; one that nobody foresaw is written by the server in its log."""
    match e:
        case RequestValidationError():
            return probleme(422, " ; ".join(map(_dire, e.errors())))
        case HTTPException(status_code=statut):  # an address or a method that nothing answers
            dits = {404: RIEN, 405: "lecture seule : GET ou HEAD"}
            return probleme(statut, dits.get(statut, str(e.detail)), **(e.headers or {}))
        case Ferme():
            return probleme(403, str(e))
        case DemandeInvalide():  # what a question may not ask is its own fault, not an address that nothing has
            return probleme(422 if est_question(requete) else 404, str(e))
        case guichet.Occupe():
            return probleme(503, str(e), **{"retry-after": str(guichet.REVENIR_S)})
        case ErreurDonnees() | zonages.ErreurZonage():  # what cannot be read now
            return probleme(503, f"{e}\n  {journal.dire_code(journal.noter(e))}")
    return probleme(500, f"erreur imprévue. {journal.imprevue(journal.code(e))}")


_NOTRES: Final = (DemandeInvalide, guichet.Occupe, ErreurDonnees, zonages.ErreurZonage)
FAUTES: Final = dict.fromkeys((RequestValidationError, HTTPException, *_NOTRES, Exception), refuser)


def est_question(requete: Request) -> bool:
    """Whether the address reads its parameters itself, as `requete.lire` does, and says what it refuses of them."""
    return bool(requete.scope["route"].openapi_extra)


async def repondre(requete: Request, d: Donnees, faire: Callable[[], Response]) -> Response:
    """The answer, computed outside the loop once a place is free; « 304 » where the reader holds it already.

    The state of the snapshots read and that of the perimeters are the validator, with the address and the format.
    """
    fichier = requete.url.path.rpartition("/")[2].partition(".")[2] not in ("", "json")
    vu = (d.empreinte, zonages.empreinte()[1:], str(requete.url), requete.headers.get("accept", ""))
    etag = f'{"" if fichier else "W/"}"{hashlib.sha256(repr(vu).encode()).hexdigest()[:32]}"'
    en_tetes = {"etag": etag, "cache-control": "public, max-age=60", "vary": "Accept"}
    if etag in requete.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=en_tetes)
    reponse = await guichet.API.servir(faire, pour=requete)
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

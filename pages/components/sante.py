"""Addresses for a watcher: `/healthz`, the process answers; `/readyz`, its data can be read, and how fresh they are."""

from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import copie
from data_loaders.magasin.donnees import Donnees
from geo import pannes
from pages.figures.donnees import sante

_SANS_GARDE = {"cache-control": "no-store"}


async def _vivant(_requete: Request) -> Response:
    return PlainTextResponse("ok", headers=_SANS_GARDE)


def _pret(_requete: Request) -> Response:
    try:
        d = Donnees()
        dit = sante.constat(d, date.today(), d.periodes)
    except ErreurDonnees as e:
        dit = {"pret": False, "fautes": {"donnees": f"{e.ou} : {e.trouve}"}}
    except OSError as e:
        dit = {"pret": False, "fautes": {"donnees": pannes.dire(e)}}
    # What is wrong there keeps nothing of what is here from being served.
    if stockage := copie.etat():
        dit["stockage"] = stockage
    return JSONResponse(dit, 200 if dit["pret"] else 503, _SANS_GARDE)


def routes() -> list[BaseRoute]:
    """The two addresses."""
    return [Route("/healthz", _vivant), Route("/readyz", _pret)]

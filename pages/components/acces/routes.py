"""Addresses of the reserved process: the files of an extract, given to its owner, the role asked for each time."""

import re
import unicodedata

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from geo.reglages import racine_reservee
from pages.components.acces import extraits, registre
from pages.components.acces.gardien import page
from pages.components.acces.session import ROLES, Agent
from pages.figures import acces_pro

ADRESSE = "/acces/extraits/{identifiant}.{genre}"


def _extrait(requete: Request) -> Response:
    agent: Agent = requete.scope["agent"]  # read again by the layer at each request
    if agent.role not in extraits.ROLES:
        return page(403, *acces_pro.refus(True, ROLES[agent.role], [ROLES[r] for r in extraits.ROLES]))
    identifiant, genre = requete.path_params["identifiant"], requete.path_params["genre"]
    try:
        ecrire, mime = extraits.FICHIERS[genre]
        e = extraits.lire(agent, identifiant)
    except KeyError:
        return page(404, *acces_pro.CONSTATS["sans_extrait"])
    d = Donnees().figees()
    try:
        r = extraits.reponse(d, e)
        contenu, lignes_nb = ecrire(r, e), len(r.table)
        versions = sorted(set(r.table["instantane"]) - {""})
        registre.ecrire(
            agent, "extrait", extrait=identifiant, format=genre, lignes=lignes_nb, etat=d.etat, instantanes=versions
        )
    except (DemandeInvalide, ErreurDonnees) as faute:
        return page(422, acces_pro.DITS["extrait_impossible"], str(faute))
    except OSError:
        return page(503, *acces_pro.CONSTATS["sans_journal"])
    en_tetes = {"content-disposition": f'attachment; filename="{_nommer(e.nom)}.{genre}"'}
    return Response(contenu, media_type=mime, headers=en_tetes)


def _nommer(nom: str) -> str:
    """A name of file: letters without accents, digits and dashes."""
    nu = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", nu).strip("-")[:60] or "extrait"


def routes() -> list[BaseRoute]:
    """None in the public process."""
    return [Route(ADRESSE, _extrait)] if racine_reservee() else []

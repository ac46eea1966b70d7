"""What a room asks of the server, over plain HTTP: the figures of an address. Nothing of it is kept."""

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import capitale, typographier
from data_loaders.magasin.donnees import Donnees
from pages.components import carte_fichiers, choices, figure_block, journal
from pages.components.recherche import tout
from pages.components.seance import rejeu
from pages.figures import icones
from pages.figures.api import reprises
from pages.figures.ecrans import ECRANS
from pages.figures.recherche import propositions
from pages.figures.seance import Diapo, modeles
from pages.figures.tables import en_html

T = TypeVar("T")
HABITUELS: Final = {p.key: p.default for p in choices.PARAMS if p.key in ("indicateur", "zonage")}

PREFIXE: Final = "/_seance"
# What draws a map and a chart, and where their drawings are: the files that the screens load.
MODULES: Final = {
    "dessins": f"{icones.DOSSIER}/",
    "carte": f"statique/{carte_fichiers.dossier()}/territory_map.js",
    "graphique": figure_block.ADRESSE_GRAPHIQUE,
}
# Screens run one beside the other: more would only wait for the same processor.
_PLACES: Final = asyncio.Semaphore(2)


def charge_utile(d: Diapo) -> dict[str, Any]:
    """What the browser draws of a figure, typeset; `elements` as `rejeu` writes them."""
    v = d.vue
    textes = {nom: typographier(getattr(v, nom)) for nom in ("titre", "sous_titre", "lecture", "champ", "source")}
    return textes | {
        "adresse": d.adresse,
        "cle": d.cle,
        "badges": [[typographier(mots), ton] for mots, ton in v.badges],
        "elements": d.elements,
        "table": en_html(d.table, v.sous_titre) if d.table else "",
        "instantane": d.instantane,
        "script": reprises.de(d.adresse, HABITUELS, ECRANS[0].module),
        "vide": not modeles.montre(d),
    }


async def en_file(faire: Callable[..., T], *quoi: Any) -> T:
    """What a function gives, outside the loop of the server, once a place is free."""
    async with _PLACES:
        return await asyncio.to_thread(faire, *quoi)


async def jouer(adresse: str) -> list[Diapo]:
    """Figures of an address. Raises as `rejeu.jouer`."""
    return await en_file(rejeu.jouer, adresse)


async def _vues(requete: Request) -> Response:
    try:
        diapos = await jouer(requete.query_params.get("adresse", "/"))
    except ErreurDonnees as e:
        return refuser(e)
    corps = {"vues": [charge_utile(d) for d in diapos], "modules": MODULES}
    return JSONResponse(corps, headers={"cache-control": "no-store"})


async def _modeles(_requete: Request) -> Response:
    return JSONResponse(modeles.liste(), headers={"cache-control": "no-store"})


async def _modele(requete: Request) -> Response:
    choix = requete.query_params
    try:
        ordre = await en_file(modeles.composer, choix.get("nom", ""), choix.get("lieu", ""), rejeu.jouer)
    except ErreurDonnees as e:
        return refuser(e)
    return JSONResponse(ordre, headers={"cache-control": "no-store"})


async def _chercher(requete: Request) -> Response:
    """Screens that answer a line, as the field of every page proposes them; a meeting does not show its own page."""
    texte = requete.query_params.get("q", "")
    r = await asyncio.to_thread(lambda: tout.comprendre(texte, Donnees().figees()))
    trouvees = [
        {"adresse": p.cle, "dit": p.libelle, "ecran": p.precision}
        for p in propositions.de(r.reponses)
        if p.cle != "/seance"
    ]
    return JSONResponse({"reponses": trouvees, "avis": " ".join(r.avis)}, headers={"cache-control": "no-store"})


def refuser(e: ErreurDonnees) -> Response:
    """A refusal in French, with what can be done."""
    raison = capitale(e.trouve).removesuffix(".") + "."
    if e.regle == "abime":
        raison += f" {journal.dire_code(journal.noter(e))}"
    corps = {"raison": raison, "remede": e.remede}
    return JSONResponse(corps, 422, headers={"cache-control": "no-store"})


def routes() -> list[Route]:
    """Addresses of the meeting, all under one prefix."""
    chemins = {"vues": _vues, "modeles": _modeles, "modele": _modele, "chercher": _chercher}
    return [Route(f"{PREFIXE}/{nom}", repondre) for nom, repondre in chemins.items()]

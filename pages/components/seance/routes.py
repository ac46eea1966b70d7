"""What a room asks of the server, over plain HTTP: the figures of an address. Nothing of it is kept."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import INSEC, capitale, enumeration, typographier
from pages.components import carte_fichiers, choices, guichet, journal
from pages.components.seance import diapos, rejeu
from pages.figures.api import page
from pages.figures.ecrans import ECRANS
from pages.figures.seance import Diapo, demande, image, modeles
from pages.figures.tables import en_html

HABITUELS: Final = {p.key: p.default or choices.HABITUEL for p in choices.PARAMS if p.key in ("indicateur", "zonage")}

PREFIXE: Final = "/_seance"
# What draws a map: the file that the screens load.
MODULES: Final = {"carte": f"statique/{carte_fichiers.dossier()}/territory_map.js"}
_SANS_GARDE: Final = {"cache-control": "no-store"}


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
        "script": page.reprise(d.ecran or d.adresse, HABITUELS, ECRANS[0].module),
        "vide": "" if modeles.montre(d) else _raison(d),
    }


def _raison(d: Diapo) -> str:
    """Why a figure has nothing to show: what its map says of its zone, or its screen in its place."""
    choisies = ((c["periodes"][c["periode"]], c["selection"]) for c in d.cartes if c["selection"])
    dites = [etats[code].etiquette for etats, code in choisies if code in etats and etats[code].statut != "ok"]
    mots = image.composition(d, lambda _: None).mots
    dites += [mots(x["h"]) for x in image.feuilles(d.elements) if "obs-vide" in x.get("h", "")]
    return typographier(capitale(next(filter(None, dites), "aucune valeur à montrer pour ce lieu")))


async def _vues(requete: Request) -> Response:
    adresse = requete.query_params.get("adresse", "/")
    demande.verifier(adresse)
    diapos = await guichet.VUES.servir(rejeu.jouer, adresse)
    corps = {"vues": [charge_utile(d) for d in diapos], "modules": MODULES}
    return JSONResponse(corps, headers=_SANS_GARDE)


async def _modeles(_requete: Request) -> Response:
    return JSONResponse(modeles.liste(), headers=_SANS_GARDE)


async def _modele(requete: Request) -> Response:
    nom, lieu = (requete.query_params.get(c, "") for c in ("nom", "lieu"))
    faire = (modeles.composer, nom, lieu, diapos.memoire())
    ordre, absentes = await guichet.DOCUMENTS.servir(*faire, seul=guichet.qui(requete))
    return JSONResponse({"ordre": ordre, "absentes": absentes}, headers=_SANS_GARDE)


async def _chercher(requete: Request) -> Response:
    """What answers a question asked over the view `vue`: see `diapos.repondre`."""
    texte, ici = requete.query_params.get("q", ""), requete.query_params.get("vue", "")
    return JSONResponse(await guichet.VUES.servir(lambda: diapos.repondre(texte, ici)), headers=_SANS_GARDE)


def _refuser(e: ErreurDonnees | guichet.Occupe) -> Response:
    """A refusal in French, with what can be done."""
    if isinstance(e, guichet.Occupe):
        corps, en_tetes = {"raison": capitale(f"{e}.")}, {"retry-after": str(guichet.REVENIR_S)}
        return JSONResponse(corps, 503, headers=_SANS_GARDE | en_tetes)
    raison = capitale(e.trouve).removesuffix(".") + "."
    if e.regle == "abime":
        raison += f" {journal.dire_code(journal.noter(e))}"
    return JSONResponse({"raison": raison, "remede": e.remede}, 422, headers=_SANS_GARDE)


def route(
    nom: str, repondre: Callable[[Request], Awaitable[Response]], connus: tuple[str, ...] = (), methode: str = "GET"
) -> Route:
    """An address of the meeting, its parameters, and what it refuses in French; an unknown parameter first of all."""

    async def dire(requete: Request) -> Response:
        try:
            if trop := guichet.inconnus(requete, connus):
                admis = f"n’écrire que {enumeration(connus)}" if connus else "l’ôter de l’adresse"
                raise ErreurDonnees("parametre", "adresse", f"paramètre inconnu{INSEC}: {trop[0][:40]}", remede=admis)
            return await repondre(requete)
        except (ErreurDonnees, guichet.Occupe) as e:
            return _refuser(e)
        except ClientDisconnect:  # nobody is there to read an answer, and nothing failed
            return Response(status_code=400)

    return Route(f"{PREFIXE}/{nom}", dire, methods=[methode])


def routes() -> list[Route]:
    """Addresses of the meeting, all under one prefix."""
    return [
        route("vues", _vues, ("adresse",)),
        route("modeles", _modeles),
        route("modele", _modele, ("nom", "lieu")),
        route("chercher", _chercher, ("q", "vue")),
    ]

"""The map of a zoning, its legend and its period slider: one component that answers the reader by itself.

Hovering, choosing a zone, sliding over the periods and changing view are answered in the browser, without a byte to
the server: shapes are files that it fetches once (`/statique/traces/…`), states of every period and view another
(`/statique/dessins/…`), and a run of the page names them. Python hears of a choice once it is painted, to follow in
words.

Its modules, its style sheet and the constants that Python shares with them are served under a folder whose name holds a
digest of them all: a new version is fetched whole, the same one never asked for again.
"""

import functools
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data_loaders.francais import periode_libelle, typographier
from geo import zonages
from pages.components import carnet, depot, feuille as st
from pages.figures.carte.dessin import SANS_TEMPS, Dessin, EtatZone, Legende, constantes, montre

SOURCES: Final = Path(__file__).parent / "static" / "territory_map"
TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
NOMS_GARDES: Final = 32


@functools.cache
def fichiers() -> dict[str, bytes]:
    """Files of the component, by name."""
    lus = {f.name: f.read_bytes() for f in sorted(SOURCES.iterdir()) if f.suffix in (".js", ".css")}
    return lus | {"constantes.json": json.dumps(constantes(), ensure_ascii=False, separators=(",", ":")).encode()}


def modules() -> tuple[str, ...]:
    """Names of the modules that draw a map."""
    return tuple(nom for nom in fichiers() if nom.endswith(".js"))


@functools.cache
def dossier() -> str:
    """Name of the folder that the files of the component are served under, in `/statique/`."""
    empreinte = hashlib.sha256()
    for nom, contenu in fichiers().items():
        empreinte.update(f"{nom}\0{len(contenu)}\0".encode() + contenu)
    return f"territory_map.{empreinte.hexdigest()[:8]}"


# Drawings already written: id -> (drawings, name). Holding them keeps the ids theirs; only names come from here.
_ecrits: OrderedDict[tuple[int, ...], tuple[tuple, str]] = OrderedDict()


def deposer(dessins: Mapping[str, Dessin]) -> str | dict[str, Any]:
    """Name of the file that holds the drawings as the browser reads them, written when it is not there yet; where the
    data root cannot be written, the states themselves, to be sent with the message."""
    parties = tuple(partie for nom in sorted(dessins) for partie in (dessins[nom].etats, dessins[nom].titres))
    cle = tuple(map(id, parties))
    if cle in _ecrits:
        _ecrits.move_to_end(cle)
        nom = _ecrits[cle][1]
        if depot.en_place((nom,)):
            return nom
    ecrits = ecrire_dessins(dessins)
    try:
        nom = depot.poser(json.dumps(ecrits, ensure_ascii=False, separators=(",", ":")).encode(), ".json")
    except OSError:
        return ecrits
    _ecrits[cle] = parties, nom
    if len(_ecrits) > NOMS_GARDES:
        _ecrits.popitem(last=False)
    return nom


async def _servir(requete: Request) -> Response:
    if (nom := requete.path_params["nom"]) not in fichiers():
        raise HTTPException(404)
    en_tetes = {"cache-control": depot.TOUJOURS, "etag": f'"{dossier()}"'}
    return Response(fichiers()[nom], media_type=TYPES[Path(nom).suffix], headers=en_tetes)


def routes() -> list[Route]:
    """Where they are served; to be put before the other files of `/statique`."""
    return [Route(f"/statique/{dossier()}/{{nom}}", _servir)]


# Fewer states than these cross in the message: fetching them would cost more.
ETATS_EN_MESSAGE: Final = 100
# What crosses to the browser, in the order of the message, where nothing else is said.
HABITUEL: Final = {
    "trace": "", "fond": "", "contours": None, "motifs": False, "projection": False, "theme": None, "nom": "",
    "contour_choisi": None, "disposition": "droite", "titre": "Carte", "etats": "", "periode": "", "selection": None,
    "vue": "", "dits": {}, "contours_tous": True, "reperes": (), "choisies": None,
}  # fmt: skip

_composant = st.Composant("territory_map", f"statique/{dossier()}/territory_map.js")
_cote = st.Composant("cote_carte", f"statique/{dossier()}/cote.js")


class Choix(NamedTuple):
    """What the map shows as chosen: the code of a zone (None: the whole region), a period, and the name of a view."""

    selection: str | None
    periode: str
    vue: str = ""


def compacter(etat: EtatZone) -> list[Any]:
    """The state as a list, in the order of its fields, without the trailing fields that keep their default."""
    champs, defauts = list(etat), list(EtatZone._field_defaults.values())
    while defauts and champs[-1] == defauts.pop():
        champs.pop()
    return champs


def charge_utile(dessins: Mapping[str, Dessin], **dit: Any) -> dict[str, Any]:
    """What crosses to the browser in one run.

    Args:
        dessins: name -> view of the same zones and periods, in time order; another one than `vue` is shown by a choice
            of the page alone. A slider appears from two periods on.
        dit: what is not as in `HABITUEL`.
            trace, fond, contours: files of the zoning's shapes, of the ground (sea, neighbouring land, outline of the
            region), of the outlines drawn above; served at `/statique/traces/<name>`, only their names are used.
            selection: code of the chosen zone, None for the whole region. A new value repaints without a new mount.
            titre: accessible name of the map: what, where, unit.
            contour_choisi: code of the zone of `contours` drawn as a chosen zone is, alone without `contours_tous`.
            motifs: class patterns over the colours (always present on paper).
            projection: large text, name of the chosen zone in a tag with a leader line.
            disposition: legend at the right of the map when there is room (`droite`), `dessous`, or `sans`.
            choisies: zones taken, where several can be; `on_change` then receives the zone that was pressed, to be
            added or removed, and nothing is drawn as chosen but what the states say.
            reperes: zones named beside a dot, however many zones there are, for one to find one's way.

    Raises:
        KeyError: `periode` is not one of those drawn. TypeError: a word that no map takes.
    """
    dit = HABITUEL | dit
    if inconnus := dit.keys() - HABITUEL.keys():
        raise TypeError(inconnus)
    vu = dessins[dit["vue"]]
    if dit["periode"] not in vu.etats:
        raise KeyError(dit["periode"])
    peu = sum(len(etats) for d in dessins.values() for etats in d.etats.values()) <= ETATS_EN_MESSAGE
    formes = {nom: dit[nom] and Path(dit[nom]).name for nom in ("trace", "fond", "contours")}
    etats = ecrire_dessins(dessins) if peu else deposer(dessins)
    choisies = dit["choisies"] if dit["choisies"] is None else sorted(dit["choisies"])
    suite = {"dits": dict(vu.legende.dits), "reperes": list(dit["reperes"]), "choisies": choisies}
    return dit | formes | {"etats": etats} | suite


def ecrire_dessins(dessins: Mapping[str, Dessin]) -> dict[str, Any]:
    """States and legends of every view, as the browser reads them; what depends on the zone chosen is left out."""
    premier = next(iter(dessins.values()))
    return {
        "titres": {p: {zone: typographier(mots) for zone, mots in x.items()} for p, x in premier.titres.items()},
        "periodes": [[code, periode_libelle(code)] for code in premier.etats],
        "vues": {
            nom: {
                "mode": d.mode,
                "sous_titres": {p: typographier(mots) for p, mots in d.sous_titres.items()},
                "etats": {p: {zone: compacter(e) for zone, e in etats.items()} for p, etats in d.etats.items()},
                "legende": {
                    champ: dict(v) if isinstance(v, Mapping) else v
                    for champ, v in d.legende._asdict().items()
                    if champ != "dits"
                },
            }
            for nom, d in sorted(dessins.items())
        },
    }


def territory_map(*, key: str, on_change: Callable[[Choix], None], **carte: Any) -> None:
    """Draw a map whose zones can be chosen by pointer and keyboard; `on_change` has the new choice before the page runs
    again. `carte`: as of `charge_utile`; unless said otherwise the last period, no zone chosen, over the ground of the
    region, large in a meeting room."""
    notes = carnet.ouvert()
    carte = {"fond": zonages.fond(), "projection": notes is not None, "selection": None} | carte
    periodes = montre(carte).etats
    carte.setdefault("periode", next(reversed(periodes), ""))
    if notes:
        notes.dessins[key] = carte
    data = charge_utile(**carte, nom=key)
    present = Choix(data["selection"], data["periode"], data["vue"])

    def _choisir() -> None:
        choix = lire_choix(st.session_state[key].choix, periodes, present, carte["dessins"])
        if choix != present:
            on_change(choix)

    _composant(key=key, data=data, on_choix_change=_choisir)


def carte_de(zonage: str, etats: Mapping[str, EtatZone], legende: Legende, titre: str, **carte: Any) -> None:
    """The map of a zoning that has no period, without its legend unless `carte`, as of `territory_map`, says where."""
    dessins = {"": Dessin("classes", {SANS_TEMPS: etats}, legende)}
    quoi = {"trace": zonages.trace(zonage), "dessins": dessins, "titre": titre, "disposition": "sans"}
    territory_map(**quoi | carte)


def lire_choix(
    recu: Any, periodes: Mapping[str, Mapping[str, EtatZone]], present: Choix, vues: Collection[str] = ()
) -> Choix:
    """The choice received from the browser, or `present` where it names no known period, zone or view."""
    if not isinstance(recu, dict):
        return present
    periode, selection, vue = recu.get("periode"), recu.get("selection"), recu.get("vue")
    if not isinstance(periode, str) or periode not in periodes:
        periode = present.periode
    if selection is not None and not (isinstance(selection, str) and selection in periodes[periode]):
        selection = present.selection
    return Choix(selection, periode, vue if isinstance(vue, str) and vue in vues else present.vue)


def cote(carte: str) -> None:
    """The legend of the map of that key, here rather than beside it."""
    if carnet.ouvert() is None:
        _cote(key=f"cote-{carte}", data={"carte": carte})

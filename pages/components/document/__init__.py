"""A screen as a document: what it says for the choices of an address, without a session nor a browser.

`ecrire` draws it on a sheet; `lire` gives what a browser that holds the page asks for after a choice, kept for all
readers: it depends on the address, on the data and on the day alone.
"""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Hashable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from data_loaders.magasin.donnees import DERIVES, Donnees
from geo.zonages import un_seul_etat
from pages.components import cadre, depot, identite, journal
from pages.components.carnet import Carnet
from pages.components.document.html import Ecriture
from pages.components.feuille import LARGEUR_HABITUELLE, LARGEURS, Aller, Feuille, Geste, Trouve
from pages.components.partage import Reserve
from pages.figures import icones
from pages.figures.ecrans import PAR_MODULE, Ecran

GESTES_MAX: Final = 20
OCTETS_MAX: Final = 60_000_000
# What a request says beside its choices: gestures and what they say; whether all is wanted at once, every option and
# what folds hold, for who has no script; the width of the window.
GESTE, DIT, TOUT, LARGEUR = "_g", "_v", "_tout", "_l"
_REFAITS: Final = (depot.DOSSIER, DERIVES)  # under the data root, made again from the rest
_DESSINS: Final = re.compile(rf"\b{depot.NOM.pattern}")
GARDES: Final = Reserve(OCTETS_MAX)

Choix = Sequence[tuple[str, str]]


class Document(NamedTuple):
    """What a screen says.

    Attributes:
        html: what stands under the header.
        page: name of the tab. requete: canonical choices, as the address writes them.
        partages: those of every screen that are not as usual, for a link to another one; montres: the names of those
            that this screen shows.
        mesuree: whether it depends on the width of the window.
        passagere: whether it says, in place of what was asked, what may be over in a moment: nobody keeps it.
        aller: address that a gesture leads to, "" where it stays here; the rest is then empty.
    """

    html: str = ""
    page: str = ""
    requete: str = ""
    partages: str = ""
    montres: tuple[str, ...] = ()
    mesuree: bool = False
    passagere: bool = False
    aller: str = ""


class Reponse(NamedTuple):
    """A document as it is sent: JSON, compressed, its weak ETag (the same uncompressed); `dessins`: files it names."""

    corps: bytes
    etag: str
    dessins: frozenset[str]


class _Passagere(Exception):
    """An answer, its only argument, that is given and not kept."""


def ecrire(
    ecran: Ecran,
    choix: Choix = (),
    gestes: Iterable[Geste] = (),
    carnet: Carnet | None = None,
    largeur: int = LARGEUR_HABITUELLE,
    *,
    tout: bool = False,
) -> Feuille:
    """Draw a screen on a sheet, for the choices of the address and of the controls that it does not hold.

    `carnet`, `largeur`, `tout`: as of `Feuille`. Raises Aller: a gesture leads to another address.
    """
    feuille = Feuille(choix, tuple(gestes)[:GESTES_MAX])
    feuille.carnet, feuille.largeur, feuille.tout = carnet, largeur, tout
    _montrer(feuille, ecran)
    return feuille


def _montrer(feuille: Feuille, ecran: Ecran) -> None:
    with un_seul_etat():
        feuille.jouer(partial(cadre.montrer, ecran))


def faire(module: str, choix: Choix = (), gestes: Sequence[Geste] = ()) -> Document:
    """The document of a screen. Raises nothing but what no screen says: see `ecrire`."""
    tout, dite = (TOUT, "1") in choix, dict(choix).get(LARGEUR, "")
    voulue = int(dite) if re.fullmatch(r"[0-9]{1,5}", dite) else LARGEUR_HABITUELLE
    largeur = min(max(voulue, LARGEURS[0]), LARGEURS[1])
    choix = [c for c in choix if c[0] not in (TOUT, LARGEUR)]
    try:
        feuille = ecrire(PAR_MODULE[module], choix, gestes, largeur=largeur, tout=tout)
    except Aller as e:
        return Document(aller=e.args[0])
    requete = urlencode(feuille.query_params, doseq=True)
    gardes = {n.dit["nom"]: n.dit["valeurs"] for n in feuille.racine.descendants() if n.genre == "souvenir"}
    suite = urlencode(feuille.query_params | feuille.privees | gardes, doseq=True)
    html = Ecriture(f"ecran/{module}/fichier/?{quote(suite, safe='=&%+')}", tout=tout).corps(feuille.racine)
    partages, montres = urlencode(cadre.portes(feuille.session_state)), tuple(p.dit for p in cadre.montres(module))
    return Document(html, feuille.page, requete, partages, montres, feuille.mesuree, feuille.passagere)


def panne(module: str, e: BaseException) -> Document:
    """What a screen says in place of what an unforeseen exception stopped; the exception is logged."""
    journal.noter(e)
    feuille = Feuille()
    with feuille.ecrite():
        identite.commencer(PAR_MODULE[module].titre)
        identite.imprevu(e)
    return Document(Ecriture("").corps(feuille.racine), PAR_MODULE[module].titre)


def lire(module: str, choix: Choix = (), gestes: Sequence[Geste] = ()) -> Reponse:
    """The same, kept for all readers until what it is drawn from changes."""
    quoi = _en_vigueur(), module, tuple(choix), tuple(gestes)
    try:
        reponse = GARDES.une_fois(_repondre, *quoi)
        return reponse if depot.en_place(reponse.dessins) else _repondre(*quoi)
    except _Passagere as e:
        return e.args[0]


def gardee(module: str, choix: Choix = (), gestes: Sequence[Geste] = ()) -> Reponse | None:
    """The same where it is kept already: it waits for no other."""
    reponse = GARDES.garde(_repondre, _en_vigueur(), module, tuple(choix), tuple(gestes))
    return reponse if reponse and depot.en_place(reponse.dessins) else None


def _en_vigueur() -> Hashable:
    """What screens are drawn from, beside perimeters: snapshots, other files of the data root, the day."""
    d = Donnees()
    publies: list[tuple[str, int]] = []
    with suppress(OSError):
        for dossier in (d.racine, d.racine / "quarantine"):
            with os.scandir(dossier) as entrees:
                publies += [
                    (e.path, e.stat().st_mtime_ns) for e in entrees if e.name[0] != "." and e.name not in _REFAITS
                ]
    return str(d.racine), d.empreinte, tuple(sorted(publies)), date.today().isoformat()


def _repondre(_cle: Hashable, module: str, choix: Choix, gestes: Sequence[Geste]) -> Reponse:
    document = faire(module, choix, gestes)
    corps = json.dumps(document._asdict(), ensure_ascii=False, separators=(",", ":")).encode()
    dessins = frozenset(set(_DESSINS.findall(document.html)) - icones.FICHIERS.keys())
    reponse = Reponse(gzip.compress(corps, 6), f'W/"{hashlib.sha256(corps).hexdigest()[:24]}"', dessins)
    if document.passagere:
        raise _Passagere(reponse)
    return reponse


def relire(reponse: Reponse) -> Document:
    """What an answer says."""
    return Document(**json.loads(gzip.decompress(reponse.corps)))


def fichier(module: str, choix: Choix, cle: str) -> tuple[bytes, str, str] | None:
    """A file of a screen, by the key of its button: its bytes, its ASCII name, its type; None when it has none such."""
    for n in ecrire(PAR_MODULE[module], choix).racine.descendants():
        if n.genre == "fichier" and n.cle == cle:
            with un_seul_etat():
                return n.dit["contenu"](), n.dit["fichier"], n.dit["type_media"]
    return None


def chercher(module: str, choix: Choix, cle: str, texte: str) -> dict[str, Any] | None:
    """What a search field of a screen finds for a text; None when the screen has no such field."""
    feuille = Feuille(choix)
    feuille.cherche = (cle, texte)
    try:
        _montrer(feuille, PAR_MODULE[module])
    except Trouve as e:
        return e.args[0]
    return None

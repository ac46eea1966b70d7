"""The copy that a machine keeps of the published state of `stockage`, under the data root: all that the product reads.

Without the setting `OBSERVATOIRE_STOCKAGE` the data root is that state, and nothing here does anything.

| under the data root | shared | why |
| --- | --- | --- |
| `snapshots`, `zonages`, `approbations.jsonl` | yes | what is published |
| `convention.toml`, `evenements.toml`, `logos` | yes | written by hand: what was changed here is never overwritten |
| `quarantine/*/reason.json` | yes | a screen says what was refused; the refused file stays where it was offered |
| `derives`, those of the snapshots in force | yes | 9 MB read in a second, or computed in ten by each machine |
| `telechargements.json`, `actualisation.json` | yes | any machine may ask the producers next, all say what they gave |
| `dessins` | one by one | asked for where they are missed: see `pages/components/depot.py` |
| `demonstration` | no | each machine invents the same |
| the reserved root | no | one machine holds it, and publishes from here |

A copy is checked once by each process, file by file, then whenever the list changes. Nothing of a list is put in place
until all of it was read and found whole; `current.json` and its like come last.
"""

import contextlib
import json
import logging
import queue
import re
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import derives, stockage
from data_loaders.magasin.instantane import COPIE, INDEX, MANIFESTE, ecrire_atomique, verrouiller
from data_loaders.magasin.stockage import Entree, Liste, Stockage
from geo import pannes, reglages
from geo.racine import racine_donnees, racine_reservee

REGLAGE: Final = "OBSERVATOIRE_STOCKAGE"
FICHE, ATELIER, VERROU = ".stockage.json", ".stockage", ".stockage.verrou"
_NOM: Final = r"[^/.][^/]*"
_PUBLIES: Final = rf"snapshots/\w+/{_NOM}--[0-9a-f]{{8}}/{_NOM}|zonages/\w+/[0-9a-f]{{8}}/{_NOM}"
_DERIVES: Final = rf"derives/\w+/[0-9a-f]{{16}}/{_NOM}"
_REFUS: Final = rf"quarantine/{_NOM}/reason\.json"
# Replaced in place, by a publication; the others are never changed once written.
MUABLES: Final = (
    "zonages/courant.json",
    "approbations.jsonl",
    "telechargements.json",
    "actualisation.json",
    "snapshots/current.copie.json",
    "snapshots/current.json",
)
_SAISIS: Final = rf"convention\.toml|evenements\.toml|logos/{_NOM}"
_PARTAGE: Final = re.compile("|".join([_PUBLIES, _DERIVES, _REFUS, _SAISIS, *map(re.escape, MUABLES)]))
DESSINS_EN_ATTENTE: Final = 500
DEFAITE: Final = (
    "Rien de ce qui précède n'est publié : cette machine est remise comme avant la commande, les autres n'ont pas "
    "changé."
)
_journal = logging.getLogger(__name__)


class Fiche(NamedTuple):
    """What a data root is the copy of; `complete` is False until all of the list was put in place."""

    liste: str
    complete: bool
    fichiers: Liste


@dataclass
class Etat:
    """What this process knows of the storage: list in place, last answer (ISO, UTC), what is wrong in French, or ""."""

    liste: str = ""
    lu_le: str = ""
    faute: str = ""


_etats: dict[Path, Etat] = {}
# Data roots that this thread is publishing from.
_publiees: ContextVar[frozenset[Path]] = ContextVar("_publiees", default=frozenset())


def etat() -> dict[str, str] | None:
    """For a watcher; None without storage."""
    return asdict(_etats.get(racine_donnees(), Etat())) if partage() else None


def partage() -> Stockage | None:
    """The storage of the settings, None without one.

    Raises:
        ErreurDonnees: its address is not one.
    """
    adresse = reglages.texte(REGLAGE)
    return _ouvrir(adresse) if adresse else None


_ouvrir = cache(Stockage)


def suivre() -> bool:
    """Take what was published since; what cannot be taken is said in the log and leaves the copy as it is.

    Returns:
        True when there is a whole copy to serve: always, without storage or with an empty one.
    """
    racine = racine_donnees()
    dite = _etats.setdefault(racine, Etat()).faute
    faute = _suivre(racine)
    if faute and _etats[racine].faute != dite:
        _journal.error(faute)
    return not faute or _fiche(racine).complete


@contextlib.contextmanager
def lecture(racine: Path) -> Iterator[None]:
    """The body reads what is published now, or what is here when it cannot be had, which is said.

    Raises:
        ErreurDonnees: there is no copy here either.
    """
    if (faute := _suivre(racine)) and not _fiche(racine).complete:
        raise ErreurDonnees("stockage", "copie du stockage partagé", "elle n'a jamais été faite ici", cause=faute)
    if faute:
        print(f"Attention — {faute}\n  Ce qui suit vient de la copie de cette machine.", file=sys.stderr)
    yield


def _suivre(racine: Path) -> str:
    """Take what was published since; returns what is wrong, in French. What another process is doing is left to it."""
    vu = _etats.setdefault(racine, Etat())
    try:
        if s := partage():
            with verrouiller(racine / VERROU, attendre=not _fiche(racine).complete):
                _tirer(s, racine)
            vu.lu_le = datetime.now(UTC).isoformat(timespec="seconds")
        vu.faute = ""
    except BlockingIOError:
        pass
    except ErreurDonnees as e:
        vu.faute = f"{e.ou} : {e.trouve}"
        return str(e)
    except OSError as e:
        vu.faute = f"copie du stockage partagé : {pannes.dire(e)}"
    return vu.faute


@contextlib.contextmanager
def publication(racine: Path, *, tout_relire: bool = False) -> Iterator[None]:
    """What the body publishes under the data root is published for all machines when it ends, or here no more.

    Inside another one, of which it is a part, it does nothing.

    Raises:
        ErreurDonnees: the storage does not answer, or another machine has published meanwhile.
    """
    s = partage()
    if s is None or racine in _publiees.get():
        yield
        return
    jeton = _publiees.set(_publiees.get() | {racine})
    try:
        with verrouiller(racine / VERROU), _mise_en_commun(s, racine, tout_relire):
            yield
    finally:
        _publiees.reset(jeton)


@contextlib.contextmanager
def _mise_en_commun(s: Stockage, racine: Path, tout_relire: bool) -> Iterator[None]:
    """Under the lock, from what is published to what the body makes of it, even when it stops midway.

    What cannot be published is undone: the lists are those of before, that of the reserved root among them, for half of
    a reception would stay in force there; the snapshots that nobody will ever read leave.
    """
    base = _tirer(s, racine, vide_admis=tout_relire)
    listes = [racine / c for c in MUABLES]
    if reservee := racine_reservee():
        listes += [reservee / "snapshots" / nom for nom in (COPIE, INDEX)]
    avant = {liste: liste.read_bytes() for liste in listes if liste.exists()}
    connus = relever(racine).keys()
    try:
        yield
    finally:
        try:
            _pousser(s, racine, base, tout_relire)
        except (ErreurDonnees, OSError) as e:
            for liste in listes:
                if liste in avant:
                    ecrire_atomique(liste, avant[liste])
                else:
                    liste.unlink(missing_ok=True)
            _retirer(racine, relever(racine).keys() - connus)
            e.add_note(DEFAITE)
            raise


def verifier() -> list[str]:
    """French description of every missing or damaged object of the list in force; empty without any.

    Raises:
        ErreurDonnees: the storage does not answer, or its list is damaged.
    """
    s = partage()
    nom = s.nom_courant() if s else ""
    trouvees = []

    def relire(chemin: str) -> None:
        try:
            s.lire(chemin, liste[chemin])
        except ErreurDonnees as e:
            trouvees.append(f"{e.ou} : {e.trouve}")

    if nom:
        liste = s.liste(nom)
        stockage.chacun(relire, liste)
    return sorted(trouvees)


def partager_dessin(nom: str, contenu: bytes) -> None:
    """Leave a drawing for the other machines, without waiting; one that cannot be left is missed by nobody here.

    Args:
        nom: its name, from its checksum.
    """
    if s := _en_service():
        with contextlib.suppress(queue.Full):
            _file().put_nowait((s, nom, contenu))


def dessin(nom: str) -> bytes | None:
    """A drawing that another machine left, None without any or when the storage does not answer. To be checked."""
    try:
        return s.dessin(nom) if (s := _en_service()) else None
    except ErreurDonnees:
        return None


def _en_service() -> Stockage | None:
    """The storage, unless its last answer was none: nobody waits for it again.

    The reserved process gives it no drawing, nor asks for one: what is drawn there never leaves the machine.
    """
    return None if racine_reservee() or _etats.get(racine_donnees(), Etat()).faute else partage()


@cache
def _file() -> queue.Queue[tuple[Stockage, str, bytes]]:
    """Drawings to leave, one thread at it; those of a rush that are too many are not left."""
    file: queue.Queue = queue.Queue(DESSINS_EN_ATTENTE)

    def deposer() -> None:
        while True:
            s, nom, contenu = file.get()
            with contextlib.suppress(ErreurDonnees):
                s.deposer_dessin(nom, contenu)
            file.task_done()

    threading.Thread(target=deposer, name="dessins", daemon=True).start()
    return file


def relever(racine: Path) -> Liste:
    """The files that are shared, as they are here; of each result computed ahead, the one used last."""
    calcules = ([*r.iterdir()] for r in racine.glob("derives/*"))
    resultats = [max(etats, key=lambda d: d.stat().st_mtime_ns) for etats in calcules if etats]
    dossiers = [*(racine / d for d in ("snapshots", "zonages", "quarantine", "logos")), *resultats]
    fichiers = [*racine.iterdir(), *(f for d in dossiers for f in d.rglob("*"))]
    chemins = {f.relative_to(racine).as_posix(): f for f in fichiers if f.is_file()}
    partages = {c: f for c, f in sorted(chemins.items()) if _PARTAGE.fullmatch(c)}
    return {c: e for c, f in partages.items() if (e := _entree(f))}  # an old result may leave meanwhile


def _tirer(s: Stockage, racine: Path, *, vide_admis: bool = False) -> str:
    """Make the copy what is published; returns the name of the list. Under the lock.

    Args:
        vide_admis: what is here will be published again, should the storage have lost all of it.
    """
    nom, fiche = s.nom_courant(), _fiche(racine)
    if fiche.liste and not nom and not vide_admis:
        raise stockage.abime("liste en vigueur", "absente")
    vu = _etats.setdefault(racine, Etat())
    if not nom or (fiche.complete and fiche.liste == nom == vu.liste):
        return nom
    liste = s.liste(nom)
    if any(not _PARTAGE.fullmatch(c) for c in liste):
        raise stockage.abime("liste des fichiers", "elle nomme un fichier qui n'est pas à elle")
    ici = relever(racine)
    if not fiche.liste:
        _refuser_etrangers(ici, liste)
    libres = {c for c, e in ici.items() if re.fullmatch(_SAISIS, c) and fiche.fichiers.get(c) != e}
    manquants = [c for c, e in liste.items() if _entree(racine / c) != e and c not in libres]
    _apporter(s, racine, liste, manquants)
    _noter(racine, Fiche(nom, False, liste))
    for chemin in sorted(manquants, key=_rang):
        _poser(racine, liste[chemin], chemin)
    _retirer(racine, ici.keys() - liste.keys() - libres)
    for resultats in racine.glob("derives/*"):
        derives.purger(resultats)
    shutil.rmtree(racine / ATELIER, ignore_errors=True)
    _noter(racine, Fiche(nom, True, liste))
    vu.liste = nom
    return nom


def _retirer(racine: Path, chemins: Iterable[str]) -> None:
    """Remove what is published no more, and the folders that it leaves empty."""
    for chemin in chemins:
        if re.fullmatch(f"{_PUBLIES}|{_SAISIS}", chemin):
            (racine / chemin).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                (racine / chemin).parent.rmdir()


def _refuser_etrangers(ici: Liste, liste: Liste) -> None:
    """A folder that lives its own life is never made the copy of another."""
    etrangers = [c for c, e in ici.items() if liste.get(c) != e and not re.fullmatch(_DERIVES, c)]
    if etrangers:
        raise ErreurDonnees(
            "stockage",
            "dossier de données",
            "il porte déjà des données qui ne viennent pas du stockage partagé",
            exemple=etrangers[0],
            remede="désigner un dossier vide par OBSERVATOIRE_DONNEES : il recevra une copie de ce qui est publié",
        )


def _apporter(s: Stockage, racine: Path, liste: Liste, chemins: list[str]) -> None:
    """Read every object in the workshop, each found whole."""
    (racine / ATELIER).mkdir(parents=True, exist_ok=True)

    def apporter(chemin: str) -> None:
        octets = s.lire(chemin, liste[chemin])
        (racine / ATELIER / liste[chemin].sha256).write_bytes(octets)

    stockage.chacun(apporter, list({liste[c].sha256: c for c in chemins}.values()))


def _poser(racine: Path, entree: Entree, chemin: str) -> None:
    ecrire_atomique(racine / chemin, (racine / ATELIER / entree.sha256).read_bytes())


def _rang(chemin: str) -> tuple[int, str]:
    """A manifest comes after what it describes, a list after what it names."""
    if chemin in MUABLES:
        return 2 + MUABLES.index(chemin), chemin
    return int(chemin.endswith(f"/{MANIFESTE}")), chemin


def _pousser(s: Stockage, racine: Path, base: str, tout_relire: bool) -> None:
    fichiers = relever(racine)
    if tout_relire or fichiers != _fiche(racine).fichiers:
        nom = s.publier(base, racine, fichiers, tout_relire=tout_relire)
        _noter(racine, Fiche(nom, True, fichiers))


def _entree(chemin: Path) -> Entree | None:
    try:
        octets = chemin.read_bytes()
    except OSError:
        return None
    return Entree(stockage.sha256(octets), len(octets))


def _fiche(racine: Path) -> Fiche:
    try:
        lue = json.loads((racine / FICHE).read_text("utf-8"))
        return Fiche(lue["liste"], lue["complete"], {c: Entree(*e) for c, e in lue["fichiers"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return Fiche("", False, {})


def _noter(racine: Path, fiche: Fiche) -> None:
    ecrire_atomique(racine / FICHE, json.dumps(fiche._asdict(), indent=1).encode())

"""What the first reader would wait for, done before the server says that it is ready: modules, then what many read."""

import asyncio
import gc
import importlib
import pkgutil
import threading
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import count, product
from time import monotonic, process_time
from typing import Final

from data_loaders import demo, jeux
from data_loaders.commandes import importation
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import receptions
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import marches
from data_loaders.metiers import indices_complets
from geo import reglages, zonages
from pages import components, figures
from pages.components import cache, document, journal, meteo, shell
from pages.components.document import routes as documents

AVANCE: Final = "OBSERVATOIRE_AVANCE"
SUIVI_S: Final = 15
TOUT: Final = 20  # of these times: all that was set aside is looked through again, once in five minutes
RARE: Final = 1000  # the oldest objects are looked through on the clock, not every so many new ones
PAUSE_S: Final = 0.1
OCCUPE: Final = 0.1  # part of a pause that the processor works
PATIENCE_S: Final = 15
_arret: Final = threading.Event()


@asynccontextmanager
async def avant_de_servir(_application: object) -> AsyncIterator[None]:
    """Life of the application: nothing answers before `chauffer` has ended.

    What it cannot read, the screens will say: the server starts all the same.
    """
    journal.installer()
    shell.sans_attendre()
    taches = [asyncio.create_task(journal.donner_signe())]
    (panne,) = await asyncio.gather(asyncio.to_thread(chauffer), return_exceptions=True)
    if panne is not None:
        journal.noter(panne, "tout n’a pas pu être lu d’avance")
    _figer()
    seuils = gc.get_threshold()
    gc.set_threshold(*seuils[:2], RARE)
    _arret.clear()
    suites = (_mettre_de_cote, _prendre) + (() if reglages.texte(AVANCE) == "non" else (_lire_devant,))
    taches += [asyncio.create_task(suite()) for suite in suites]
    shell.annoncer()
    yield
    journal.dire("arrêt")
    _arret.set()
    gc.set_threshold(*seuils)
    for tache in taches:
        tache.cancel()


def _figer(*, tout: bool = False) -> None:
    """What was read stays for long: looking through it for garbage, as Python does, stopped every reader at each time.

    Left to Python, with sixty readers: 50 to 190 ms every three seconds, which is what the slowest changes waited for.
    `tout`: look for garbage in what was set aside before as well.
    """
    if tout:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


async def _mettre_de_cote() -> None:
    for tour in count(1):
        await asyncio.sleep(SUIVI_S)
        _figer(tout=tour % TOUT == 0)


async def _prendre() -> None:
    """Publish what is dropped in the data root."""
    while True:
        (panne,) = await asyncio.gather(asyncio.to_thread(importation.deposer, Donnees()), return_exceptions=True)
        if panne is not None:
            journal.noter(panne, "un fichier déposé n’a pas pu être pris")
        await asyncio.sleep(SUIVI_S)


async def _lire_devant() -> None:
    """Each time that other data or perimeters are in force, read what is still to be read of them."""
    lu: Hashable = None
    while True:
        if (vu := _en_vigueur()) != lu:
            lu = vu
            (panne,) = await asyncio.gather(asyncio.to_thread(lire_la_suite), return_exceptions=True)
            if panne is not None:
                journal.noter(panne, "la suite n’a pas pu être lue d’avance")
        await asyncio.sleep(SUIVI_S)


def _en_vigueur() -> Hashable:
    return Donnees().empreinte, zonages.empreinte()


def _laisser_passer() -> None:
    """Wait while readers keep the processor busy, `PATIENCE_S` at most: their choices warm the same things."""
    fin, occupe = monotonic() + PATIENCE_S, True
    while occupe and monotonic() < fin:
        avant = process_time()
        if _arret.wait(PAUSE_S):
            return
        occupe = process_time() - avant > PAUSE_S * OCCUPE


def lire_la_suite() -> None:
    """What the first reader of a screen or of a choice would wait for, piece by piece, readers passing before."""
    jeux.materialiser(Donnees())
    d = Donnees().figees()
    morceaux = [
        *(partial(document.lire, module) for module in documents.modules()),
        *(partial(cache.lire_tableau, d, ind.code, z) for ind in INDICATEURS.values() for z in ind.zonages),
        *(partial(meteo.completes, d, *c) for c in product(indices_complets.NIVEAUX, indices_complets.ZONAGES)),
    ]
    vu = _en_vigueur()
    for morceau in morceaux:
        _laisser_passer()
        if _arret.is_set() or _en_vigueur() != vu:
            return
        with suppress(ErreurDonnees):  # whoever asks for it will be told
            morceau()


def chauffer() -> None:
    """Import every module of the screens and read what they share; builds the demonstration at first start."""
    for paquet in (components, figures):
        for module in pkgutil.walk_packages(paquet.__path__, f"{paquet.__name__}."):
            importlib.import_module(module.name)
    demo.assurer(Donnees())
    jeux.materialiser(Donnees())
    d = Donnees().figees()
    cache.estimation(d)
    cache.nouveautes(d)
    for zonage in ("region", "departement", "bassin"):
        for niveau in (marches.ENSEMBLE, "famille"):
            cache.marches(d, niveau, zonage)
    receptions.reprendre(Donnees().racine)

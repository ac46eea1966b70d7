"""Memory of a process that serves for long, under choices that are never the same."""

import asyncio
import random
import time
from typing import NamedTuple

import numpy as np

from data_loaders.contracts.indicateurs import INDICATEURS
from geo import zonages
from tests.bench.lecteurs import Lecteur
from tests.bench.serveurs import Serveur

LECTEURS = 8  # at the same time
PAUSE_S = 1.0
ECRANS = ("carte", "meteo", "tendances", "secteurs", "territoires", "portrait", "formation")


class Releve(NamedTuple):
    """What is read of the process at one time; `p95`: milliseconds of the choices since the one before."""

    minute: float
    memoire_mo: float
    choix: int
    p95: float


def choix(ecran: str, hasard: random.Random) -> dict:
    """Choices of a screen, drawn among some thousands."""
    ind = hasard.choice([i for i in INDICATEURS.values() if "bassin" in i.zonages])
    zonage = hasard.choice(["bassin", "departement"] if ecran in ("meteo", "secteurs") else list(ind.zonages))
    zones = [f"{zonage}:{c}" for c in hasard.choices(list(zonages.zones(zonage)["code_zone"]), k=2)]
    demande = {"zonage": zonage, "zone": zones[0]}
    if ecran in ("carte", "tendances"):
        demande |= {"indicateur": ind.code, "zones": zones}
    if ecran == "meteo":
        demande |= {"niveau": hasard.choice(["famille", "fap22", "fap87"]), "periode": str(hasard.randint(2015, 2024))}
    return demande


async def tenir(serveur: Serveur, minutes: float, releves_nb: int = 10) -> list[Releve]:
    """Read the process `releves_nb` times while readers choose."""
    hasard = random.Random(1)
    debut, durees, faits, total = time.monotonic(), [], [], 0
    fin = debut + 60 * minutes

    async def lire() -> None:
        nonlocal total
        lecteur = Lecteur(serveur.adresse)
        await lecteur.ouvrir()
        while time.monotonic() < fin:
            ecran = hasard.choice(ECRANS)
            durees.append(await lecteur.choisir(ecran, choix(ecran, hasard)))
            total += 1
            await asyncio.sleep(PAUSE_S)

    async def relever() -> None:
        for i in range(releves_nb + 1):
            await asyncio.sleep(max(0, debut + 60 * minutes * i / releves_nb - time.monotonic()))
            p95 = float(np.percentile(durees, 95)) if durees else 0
            durees.clear()
            faits.append(Releve((time.monotonic() - debut) / 60, serveur.memoire_mo(), total, p95))

    await asyncio.gather(*(lire() for _ in range(LECTEURS)), relever())
    return faits

"""Readers without a browser: each asks a screen for one choice after another, on a line of its own.

`python -m tests.bench.lecteurs ADRESSE ECRAN N DUREE` plays N readers, one change every 2 s each, and prints one
JSON line.
"""

import asyncio
import json
import random
import re
import secrets
import ssl
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import numpy as np

PAS_S = 2.0
REPONSE_MAX_S = 60
TETE = re.compile(rb"HTTP/1.1 (\d+)(?s:.*)\r\ncontent-length: (\d+)", re.I)

# Choices of each screen, all different: seen once they are « never seen », seen again they are « already seen ».
BASSINS = ("5203", "5205", "5206", "5208", "5209", "5210", "5211", "5212")
_zones = [{"zonage": "bassin", "zone": f"bassin:{c}"} for c in BASSINS]
_series = ("bmo_part_difficiles", "bmo_projets")
CHOIX: dict[str, list[dict]] = {
    "carte": [{"indicateur": i, **z} for i, z in zip(_series * 4, _zones, strict=True)],
    "meteo": [{**z, "point": p} for z, p in zip(_zones, ("candidat", "employeur") * 4, strict=True)],
    "formation": [{"entree": "metier", "metier": "metier:S1X40", **z} for z in _zones],
    "secteurs": _zones,
    "territoires": _zones,
    "portrait": _zones,
    "tendances": [
        {"indicateur": i, "zonage": "bassin", "zones": [f"bassin:{a}", f"bassin:{b}"]}
        for i, a, b in zip(_series * 4, BASSINS, BASSINS[1:] + BASSINS[:1], strict=True)
    ],
    "explorer": [{"zonage": z} for z in ("bassin", "departement", "spo", "ze")],
    "donnees": [{"jeu": j} for j in ("bmo", "chomage_localise", "populations")],
}


@dataclass
class Lecteur:
    """One reader; `recus`: bytes of the last answer, its head included."""

    adresse: str
    recus: int = 0

    async def ouvrir(self) -> None:
        """Open a line, a new one for nginx, whose certificate is one of a test."""
        ou = urlsplit(self.adresse)
        chiffre = ssl._create_unverified_context() if ou.scheme == "https" else None
        self._lit, self._ecrit = await asyncio.open_connection(ou.hostname, ou.port, ssl=chiffre)
        self._entete = f"Host: {ou.netloc}\r\nAccept-Encoding: gzip\r\nCookie: obs_replique={secrets.token_hex(16)}"

    async def choisir(self, ecran: str, choix: dict) -> float:
        """Milliseconds of the answer of a screen to choices."""
        debut = time.perf_counter()
        self._ecrit.write(
            f"GET /ecran/{ecran}?{urlencode(choix, doseq=True)} HTTP/1.1\r\n{self._entete}\r\n\r\n".encode()
        )
        async with asyncio.timeout(REPONSE_MAX_S):
            tete = await self._lit.readuntil(b"\r\n\r\n")
            statut, longueur = map(int, TETE.match(tete).groups())
            await self._lit.readexactly(longueur)
        if statut != 200:
            raise RuntimeError(f"{ecran} {choix}: {statut}")
        self.recus = len(tete) + longueur
        return 1000 * (time.perf_counter() - debut)

    async def fermer(self) -> None:
        """Close the line."""
        self._ecrit.close()
        await self._ecrit.wait_closed()


async def _lire(adresse: str, ecran: str, duree: float, hasard: random.Random, faits: list[tuple[float, int]]) -> None:
    lecteur, choix = Lecteur(adresse), CHOIX[ecran]
    await lecteur.ouvrir()
    await lecteur.choisir(ecran, choix[0])
    await asyncio.sleep(hasard.uniform(0, PAS_S))
    boucle = asyncio.get_running_loop()
    suivant, i = boucle.time(), hasard.randrange(len(choix))
    fin = suivant + duree
    while suivant < fin:
        await asyncio.sleep(max(0, suivant - boucle.time()))
        i = (i + 1) % len(choix)
        await lecteur.choisir(ecran, choix[i])
        # Late starts count: a reader who waits for the previous answer waits.
        faits.append((1000 * (boucle.time() - suivant), lecteur.recus))
        suivant += PAS_S
    await lecteur.fermer()


async def jouer(adresse: str, ecran: str, nombre: int, duree: float) -> dict[str, float]:
    """N readers during `duree` seconds: p50 and p95 in ms, bytes a change, the client's own processor share."""
    faits: list[tuple[float, int]] = []
    hasard = random.Random(1)
    ouverture, avant = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_lire(adresse, ecran, duree, hasard, faits) for _ in range(nombre)))
    p50, p95 = np.percentile([ms for ms, _ in faits], [50, 95])
    return {
        "lecteurs": nombre,
        "changements": len(faits),
        "p50": p50,
        "p95": p95,
        "octets": float(np.mean([octets for _, octets in faits])),
        "client": (time.process_time() - avant) / (time.perf_counter() - ouverture),
    }


if __name__ == "__main__":
    _, ou, quoi, combien, secondes = sys.argv
    print(json.dumps(asyncio.run(jouer(ou, quoi, int(combien), float(secondes)))))

"""Readers without a browser: each asks a screen for one choice after another, on a line of its own.

`python -m tests.bench.lecteurs ADRESSES ECRAN N DUREE` plays N readers, one change every 2 s each, and prints one JSON
line. Addresses, one or several with commas between, share the readers; the screen « tirage » is what many readers ask
for: a screen, an indicator or a level, a place, each drawn by its rank (Zipf).
"""

import asyncio
import gzip
import json
import random
import re
import ssl
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlencode, urlsplit

import numpy as np

PAS_S = 2.0
REPONSE_MAX_S = 60
TETE = re.compile(rb"HTTP/1.1 (\d+)(?s:.*)\r\ncontent-length: (\d+)", re.I)

# Choices of each screen, all different: seen once they are « never seen », seen again they are « already seen ».
BASSINS = ("5203", "5205", "5206", "5208", "5209", "5210", "5211", "5212")
TIRAGE = "tirage"
OPTIONS = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', re.S)
VALEURS = re.compile(r'<option value="([^"]+)"')
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
    """One reader; `recu`: body of its last answer; `recus`: its bytes, its head included; `refus`: answers 503."""

    adresse: str
    recus: int = 0
    refus: int = 0
    recu: bytes = b""

    async def ouvrir(self) -> None:
        """Open a line, a new one for nginx, whose certificate is one of a test."""
        ou = urlsplit(self.adresse)
        chiffre = ssl._create_unverified_context() if ou.scheme == "https" else None
        self._lit, self._ecrit = await asyncio.open_connection(ou.hostname, ou.port, ssl=chiffre)
        self._entete = f"Host: {ou.netloc}\r\nAccept-Encoding: gzip"

    async def choisir(self, ecran: str, choix: dict) -> float:
        """Milliseconds of the answer of a screen to choices."""
        debut = time.perf_counter()
        self._ecrit.write(
            f"GET /ecran/{ecran}?{urlencode(choix, doseq=True)} HTTP/1.1\r\n{self._entete}\r\n\r\n".encode()
        )
        async with asyncio.timeout(REPONSE_MAX_S):
            tete = await self._lit.readuntil(b"\r\n\r\n")
            statut, longueur = map(int, TETE.match(tete).groups())
            self.recu = await self._lit.readexactly(longueur)
        self.refus += statut == 503  # too many wait: a reader asks again
        if statut not in (200, 503):
            raise RuntimeError(f"{ecran} {choix}: {statut}")
        self.recus = len(tete) + longueur
        return 1000 * (time.perf_counter() - debut)

    async def fermer(self) -> None:
        """Close the line."""
        self._ecrit.close()
        await self._ecrit.wait_closed()


async def _options(adresse: str) -> dict[str, dict[str, list[str]]]:
    """Screen -> list -> its values, as its answer writes them."""
    lecteur, lues = Lecteur(adresse), {}
    await lecteur.ouvrir()
    for ecran in ("carte", "meteo"):
        await lecteur.choisir(ecran, {"zonage": "bassin"})
        html = json.loads(gzip.decompress(lecteur.recu))["html"]
        lues[ecran] = {nom: VALEURS.findall(options) for nom, options in OPTIONS.findall(html)}
    await lecteur.fermer()
    return lues


def _tirer(lues: dict[str, dict[str, list[str]]], hasard: random.Random) -> Iterator[tuple[str, dict]]:
    """What a reader asks for, one thing after another, without end."""

    def un(valeurs: Sequence[str]) -> str:
        return hasard.choices(valeurs, [1 / (rang + 1) for rang in range(len(valeurs))])[0]

    zones = lues["carte"]["zone"]
    while True:
        lieu = {"zonage": "bassin", "zone": un(zones)}
        ecrans = {
            "carte": {"indicateur": un(lues["carte"]["indicateur"])},
            "meteo": {nom: un(lues["meteo"][nom]) for nom in ("niveau", "periode")},
            "portrait": {},
        }
        (ecran,) = hasard.choices(list(ecrans), (5, 3, 2))
        yield ecran, lieu | ecrans[ecran]


async def _lire(
    adresse: str, choix: Iterator[tuple[str, dict]], duree: float, attente: float, faits: list[tuple[float, int]]
) -> int:
    """Changes of one reader, put in `faits`; how many were refused."""
    lecteur = Lecteur(adresse)
    await asyncio.sleep(attente)
    await lecteur.ouvrir()
    await lecteur.choisir(*next(choix))
    boucle = asyncio.get_running_loop()
    suivant = boucle.time() + PAS_S
    fin = suivant + duree
    while suivant < fin:
        await asyncio.sleep(max(0, suivant - boucle.time()))
        await lecteur.choisir(*next(choix))
        # Late starts count: a reader who waits for the previous answer waits.
        faits.append((1000 * (boucle.time() - suivant), lecteur.recus))
        suivant += PAS_S
    await lecteur.fermer()
    return lecteur.refus


async def jouer(adresses: Sequence[str], ecran: str, nombre: int, duree: float) -> dict[str, float]:
    """N readers during `duree` seconds: p50, p95, p99 in ms, bytes a change, the client's own processor share."""
    faits: list[tuple[float, int]] = []
    hasard = random.Random(1)
    lues = await _options(adresses[0]) if ecran == TIRAGE else {}

    def choix() -> Iterator[tuple[str, dict]]:
        if ecran == TIRAGE:
            return _tirer(lues, hasard)
        return islice(cycle((ecran, c) for c in CHOIX[ecran]), hasard.randrange(len(CHOIX[ecran])), None)

    ouverture, avant = time.perf_counter(), time.process_time()
    refus = await asyncio.gather(
        *(_lire(adresses[i % len(adresses)], choix(), duree, hasard.uniform(0, PAS_S), faits) for i in range(nombre))
    )
    p50, p95, p99 = np.percentile([ms for ms, _ in faits], [50, 95, 99])
    return {
        "lecteurs": nombre,
        "changements": len(faits),
        "refus": sum(refus),
        "p50": p50,
        "p95": p95,
        "p99": p99,
        "octets": float(np.mean([octets for _, octets in faits])),
        "client": (time.process_time() - avant) / (time.perf_counter() - ouverture),
    }


if __name__ == "__main__":
    _, ou, quoi, combien, secondes = sys.argv
    print(json.dumps(asyncio.run(jouer(ou.split(","), quoi, int(combien), float(secondes)))))

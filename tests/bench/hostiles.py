"""Ordinary readers while others ask for the dearest answers known, without end; this machine alone, bounded in time.

`python -m tests.bench.hostiles DONNEES [N] [SECONDES]`: a server of its own over a data root, N hostile clients, each
of its own loopback address, a quarter of which leave before the end; prints one JSON line: milliseconds at the
95th rank of ordinary calls of the API and of screens, refusals of theirs and of the others, memory of the server in MB.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np

from tests.bench import serveurs

DUREE_MAX_S: Final = 600
TOUT: Final = "indicateur=bmo_projets&zonage=bassin&metier=*"
CHERES: Final = (
    f"/api/v1/chiffres.csv?{TOUT}",
    f"/api/v1/chiffres.parquet?{TOUT}",
    f"/api/v1/chiffres.xlsx?{TOUT}",
    f"/api/v1/chiffres.xlsx?{TOUT}&periode=2024",
    f"/api/v1/chiffres?{TOUT}&periode=2021..2024",
    f"/api/v1/chiffres.csv?{TOUT}&zone=libre:N{{}}~bassin:5227,5228",
    "/ecran/explorer?indicateur=bmo_projets&zonage=bassin&metier=famille:*&premiers={}",
)
ORDINAIRES: Final = {
    "api": ("/api/v1/chiffres?indicateur=population&zonage=spo", "/api/v1/chiffres.csv?indicateur=densite&zonage=epci"),
    "ecran": ("/ecran/carte?zone=bassin:52{:02d}", "/ecran/tendances?zones=bassin:52{:02d}"),
}  # fmt: skip


async def _demander(port: int, de: str, chemin: str, partir: float | None) -> int:
    """Status of an answer read to its end; 0 when the asker left before, or was cut."""
    try:
        async with asyncio.timeout(partir or 120):
            lit, ecrit = await asyncio.open_connection("127.0.0.1", port, local_addr=(de, 0))
            try:
                ecrit.write(f"GET {chemin} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
                tete = await lit.readline()
                while await lit.read(2**16):
                    pass
                return int(tete.split()[1])
            finally:
                ecrit.close()
    except (TimeoutError, OSError, IndexError):
        return 0


async def attaquer(serveur: serveurs.Serveur, nombre: int, duree: float) -> dict[str, object]:
    """What ordinary readers meet during `duree` seconds."""
    port, fin, hasard = int(serveur.adresse.rpartition(":")[2]), time.monotonic() + duree, random.Random(1)
    hostiles: Counter[int] = Counter()
    statuts: Counter[int] = Counter()
    temps: dict[str, list[float]] = {genre: [] for genre in ORDINAIRES}
    memoire = [serveur.memoire_mo()]

    async def hostile(i: int) -> None:
        while time.monotonic() < fin:
            chemin = hasard.choice(CHERES).format(hasard.randrange(10**6))
            hostiles[await _demander(port, f"127.0.1.{i + 1}", chemin, 0.5 if i % 4 == 0 else None)] += 1

    async def ordinaire(i: int, genre: str) -> None:
        while time.monotonic() < fin:
            await asyncio.sleep(hasard.uniform(0.5, 1.5))
            debut = time.monotonic()
            chemin = hasard.choice(ORDINAIRES[genre]).format(hasard.randrange(1, 29))
            statuts[await _demander(port, f"127.0.2.{i + 1}", chemin, None)] += 1
            temps[genre].append(1000 * (time.monotonic() - debut))
            memoire.append(serveur.memoire_mo())

    avant = serveur.processeur_ms()
    qui = [ordinaire(2 * i + j, genre) for i in range(5) for j, genre in enumerate(ORDINAIRES)]
    await asyncio.gather(*qui, *(hostile(i) for i in range(nombre)))
    return {
        **{f"p95_{genre}_ms": round(float(np.percentile(t, 95))) for genre, t in temps.items()},
        "ordinaires": dict(statuts),
        "hostiles": dict(hostiles),
        "memoire_mo": round(max(memoire)),
        "coeurs": round((serveur.processeur_ms() - avant) / 1000 / duree, 2),
    }


if __name__ == "__main__":
    _, donnees, *suite = sys.argv
    nombre, duree = (int(x) for x in (*suite, *("20", "60")[len(suite) :]))
    servi = serveurs.application(serveurs.DEPOT, Path(donnees))
    with serveurs.ouverts({"ici": servi}):
        servi.se_reposer()
        print(json.dumps(asyncio.run(attaquer(servi, nombre, min(duree, DUREE_MAX_S)))))

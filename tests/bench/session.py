"""A reader without a browser: Streamlit's own protobuf messages on a WebSocket, by packets as a browser asks for them.

`python -m tests.bench.session ADRESSE ECRAN N DUREE` plays N readers, one change every 2 s each, and prints one
JSON line.
"""

import asyncio
import json
import random
import resource
import secrets
import ssl
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from pages.components import changements

PAS_S = 2.0
REPONSE_MAX_S = 60

# Choices of each screen, all different: seen once they are « never seen », seen again they are « already seen ».
BASSINS = ("5203", "5205", "5206", "5208", "5209", "5210", "5211", "5212")
_zones = [{"zonage": "bassin", "zone": f"bassin:{c}"} for c in BASSINS]
_deux = [
    {"zonage": "bassin", "zones": [f"bassin:{a}", f"bassin:{b}"]}
    for a, b in zip(BASSINS, BASSINS[1:] + BASSINS[:1], strict=True)
]
_series = ("bmo_part_difficiles", "bmo_projets")
CHOIX: dict[str, list[dict]] = {
    "accueil": [{"projection": p} for p in ("non", "oui")],
    "carte": [{"indicateur": i, **z} for i, z in zip(_series * 4, _zones, strict=True)],
    "meteo": [{**z, "point": p} for z, p in zip(_zones, ("candidat", "employeur") * 4, strict=True)],
    "formation": [{"entree": "metier", "metier": "metier:S1X40", **z} for z in _zones],
    "secteurs": _zones,
    "territoires": _zones,
    "portrait": _zones,
    "tendances": [{"indicateur": i, **z} for i, z in zip(_series * 4, _deux, strict=True)],
    "explorer": [{"zonage": z} for z in ("bassin", "departement", "spo", "ze")],
    "convention": [{"projection": p} for p in ("non", "oui")],
    "donnees": [{"projection": p} for p in ("non", "oui")],
}


@dataclass
class Echange:
    """One change: milliseconds from sending to `script_finished`, bytes received on the wire, messages."""

    ms: float = 0
    octets: int = 0
    messages: int = 0


def entier(message: bytes, listes: dict[int, bytes]) -> bytes:
    """A message as Streamlit wrote it, the list of choices that a number stands for put back; as a browser does."""
    if message[:1] != b"\0":
        return message
    _, numero, debut, longueur = changements.ENTETE.unpack_from(message)
    dit = message[changements.ENTETE.size :]
    if longueur:
        listes[numero] = dit[debut : debut + longueur]
        return dit
    return dit[:debut] + listes[numero] + dit[debut:]


def messages(paquet: bytes) -> Iterator[bytes]:
    """The messages of a packet, as they were sent; a version before packets sends one alone."""
    if not paquet.startswith(changements.PAQUET):
        yield paquet
        return
    i = len(changements.PAQUET)
    while i < len(paquet):
        (longueur,) = changements.LONGUEUR.unpack_from(paquet, i)
        debut = i + changements.LONGUEUR.size
        i = debut + longueur
        if paquet[debut] != changements.GENRE_ANNONCE:
            yield paquet[debut:i]


@dataclass
class Lecteur:
    """One session on one screen."""

    adresse: str
    ecran: str
    _prise: ClientConnection | None = None
    _recus: int = 0
    _listes: dict[int, bytes] = field(default_factory=dict)

    async def ouvrir(self) -> None:
        """Open the socket as a browser does, a new one for nginx, whose certificate is one of a test."""
        uri = self.adresse.replace("http", "ws") + "/_stcore/stream?paquets=1"
        self._prise = await connect(
            uri,
            subprotocols=["streamlit"],
            max_size=None,
            compression="deflate",
            ping_interval=None,
            additional_headers={"Cookie": f"obs_replique={secrets.token_hex(16)}"},
            **({"ssl": ssl._create_unverified_context()} if uri.startswith("wss") else {}),
        )
        recevoir = self._prise.data_received

        def compter(octets: bytes) -> None:
            self._recus += len(octets)
            recevoir(octets)

        self._prise.data_received = compter

    async def changer(self, choix: dict) -> Echange:
        """Ask for a run with these choices in the address, as « Back » does, and wait for its end."""
        demande = BackMsg()
        demande.rerun_script.query_string = urlencode(choix, doseq=True)
        demande.rerun_script.page_name = self.ecran
        demande.rerun_script.is_history_navigation = True
        fait, debut, recus = Echange(), time.perf_counter(), self._recus
        await self._prise.send(demande.SerializeToString())
        fini = False
        while not fini:
            for dit in messages(await asyncio.wait_for(self._prise.recv(), REPONSE_MAX_S)):
                recu = ForwardMsg.FromString(entier(dit, self._listes))
                fait.messages += 1
                # A run that another one replaces ends early: only the last one is the answer.
                fini |= (
                    recu.WhichOneof("type") == "script_finished"
                    and recu.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                )
        fait.ms = 1000 * (time.perf_counter() - debut)
        fait.octets = self._recus - recus
        return fait

    async def fermer(self) -> None:
        """Close the socket."""
        await self._prise.close()


async def _lire(adresse: str, ecran: str, duree: float, hasard: random.Random, faits: list[Echange]) -> None:
    lecteur = Lecteur(adresse, ecran)
    await lecteur.ouvrir()
    choix = CHOIX[ecran]
    await lecteur.changer(choix[0])
    await asyncio.sleep(hasard.uniform(0, PAS_S))
    boucle = asyncio.get_running_loop()
    fin = boucle.time() + duree
    suivant, i = boucle.time(), hasard.randrange(len(choix))
    while suivant < fin:
        await asyncio.sleep(max(0, suivant - boucle.time()))
        i = (i + 1) % len(choix)
        attendu = suivant
        fait = await lecteur.changer(choix[i])
        # Late starts count: a reader who waits for the previous answer waits.
        fait.ms = 1000 * (boucle.time() - attendu)
        faits.append(fait)
        suivant += PAS_S
    await lecteur.fermer()


async def jouer(adresse: str, ecran: str, nombre: int, duree: float) -> dict[str, float]:
    """N readers during `duree` seconds: p50 and p95 in ms, bytes a change, the client's own processor share."""
    faits: list[Echange] = []
    hasard = random.Random(1)
    ouverture = time.perf_counter()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.gather(*(_lire(adresse, ecran, duree, hasard, faits) for _ in range(nombre)))
    fin = resource.getrusage(resource.RUSAGE_SELF)
    processeur = fin.ru_utime + fin.ru_stime - usage.ru_utime - usage.ru_stime
    p50, p95 = np.percentile([f.ms for f in faits], [50, 95])
    return {
        "sessions": nombre,
        "changements": len(faits),
        "p50": p50,
        "p95": p95,
        "octets": float(np.mean([f.octets for f in faits])),
        "client": processeur / (time.perf_counter() - ouverture),
    }


if __name__ == "__main__":
    _, ou, quoi, combien, secondes = sys.argv
    print(json.dumps(asyncio.run(jouer(ou, quoi, int(combien), float(secondes)))))

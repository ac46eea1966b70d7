"""Servers under measure, each a process of its own on a free port: processor and memory are read from it."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import psutil

from tests import mandataire

DEPOT = Path(__file__).resolve().parents[2]
PRET_MAX_S = 180
# At rest: under this share of a core for so long.
REPOS_S, REPOS_PART, REPOS_MAX_S = 4, 0.05, 240

S = TypeVar("S", bound="Serveur | Grappe")


class Serveur:
    """A running server.

    Attributes:
        adresse: `http://127.0.0.1:port`.
        pret_s: seconds from the start of the process to its first « ready ».
    """

    def __init__(self, commande: Sequence[str], cwd: Path, env: dict[str, str], sante: str, port: int) -> None:
        self.adresse = f"http://127.0.0.1:{port}"
        debut = time.monotonic()
        self._processus = psutil.Popen(
            commande, cwd=cwd, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not self._repond(sante):
            if not self._processus.is_running() or time.monotonic() - debut > PRET_MAX_S:
                raise RuntimeError(f"the server did not start: {' '.join(commande)}")
            time.sleep(0.05)
        self.pret_s = time.monotonic() - debut

    def _repond(self, sante: str) -> bool:
        try:
            urllib.request.urlopen(self.adresse + sante, timeout=5).close()
        except OSError:
            return False
        return True

    def processeur_ms(self) -> float:
        """Processor time used since the start, in ms, user and system."""
        t = self._processus.cpu_times()
        return 1000 * (t.user + t.system)

    def se_reposer(self) -> None:
        """Wait until it has read ahead what it reads when nobody asks for anything, which takes the other core."""
        debut, avant = time.monotonic(), self.processeur_ms()
        while time.monotonic() - debut < REPOS_MAX_S:
            time.sleep(REPOS_S)
            apres = self.processeur_ms()
            if apres - avant < 1000 * REPOS_S * REPOS_PART:
                return
            avant = apres

    def memoire_mo(self) -> float:
        """Resident memory, in MB."""
        return self._processus.memory_info().rss / 1e6

    def arreter(self) -> None:
        """Stop the process and wait for it."""
        self._processus.terminate()
        self._processus.wait(timeout=20)


class Grappe:
    """Replicas of our application, measured as one server.

    Attributes:
        adresse: of nginx; without it, of each of them, commas between.
    """

    def __init__(self, repliques: Sequence[Serveur], dossier: Path | None) -> None:
        """`dossier`: an empty one, for nginx, which keeps answers; None: readers go to the replicas."""
        self._repliques, self._ouvert = repliques, ExitStack()
        self.adresse = ",".join(r.adresse for r in repliques)
        if dossier:
            ports = [int(r.adresse.rpartition(":")[2]) for r in repliques]
            self.adresse = self._ouvert.enter_context(mandataire.nginx(dossier, ports))

    def processeur_ms(self) -> float:
        """Processor time of the replicas, in ms; that of nginx is left out."""
        return sum(r.processeur_ms() for r in self._repliques)

    def arreter(self) -> None:
        """Stop nginx; the replicas go on."""
        self._ouvert.close()


def application(depot: Path, donnees: Path) -> Serveur:
    """Our application, from a checkout and a data root."""
    port = mandataire.port_libre()
    commande = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address", "127.0.0.1"]
    env = {"OBSERVATOIRE_DONNEES": str(donnees), "PYTHONPATH": str(depot)}
    return Serveur([*commande, "--server.port", str(port)], depot, env, "/_stcore/health", port)


def temoin(module: str, scenes: Path) -> Serveur:
    """A peer: `tests.bench.<module>`, which reads the scenes and serves them on the port given."""
    port = mandataire.port_libre()
    commande = [sys.executable, "-m", f"tests.bench.{module}", str(scenes), str(port)]
    return Serveur(commande, DEPOT, {"PYTHONPATH": str(DEPOT)}, "/sante", port)


@contextmanager
def ouverts(serveurs: dict[str, S]) -> Iterator[dict[str, S]]:
    """The servers, stopped at the end whatever happened."""
    try:
        yield serveurs
    finally:
        for serveur in serveurs.values():
            serveur.arreter()

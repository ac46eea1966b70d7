"""Publishes versions of one vintage without end, to be killed: `python -m tests.faults.publieur ROOT FIRST_VALUE`."""

import sys
from pathlib import Path

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.store import Magasin, Source
from tests import builders

BASSINS = [f"{5201 + i}" for i in range(26)]
METIERS = [f"B{i}Z20" for i in range(10)]


def tables(valeur: float) -> dict:
    """A survey whose every cell is `valeur`, so that a mixture of two versions would show."""
    lignes = [(b, "44", m, "met", valeur) for b in BASSINS for m in METIERS]
    return {"observations": builders.observations_bmo(lignes), "metiers": builders.metiers_bmo()}


def main() -> None:
    """Publish until killed; the first line says that imports are over."""
    magasin = Magasin(Path(sys.argv[1]), confirmees=frozenset({"zone-inconnue"}))
    valeur = float(sys.argv[2])
    print("pret", flush=True)
    while True:
        valeur += 1
        magasin.publier(CONTRATS["bmo"], "2023", tables(valeur), [Source("essai", "0" * 64, 1, "essai")])


if __name__ == "__main__":
    main()

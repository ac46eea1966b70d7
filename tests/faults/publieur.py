"""Publishes versions of one vintage without end, to be killed.

`python -m tests.faults.publieur` reads lines `FIRST_VALUE ROOT`: for each, a child publishes until it is killed. It
writes its number after its first version; an empty line says that it has ended.
"""

import itertools
import os
import sys
from pathlib import Path

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.instantane import Source
from data_loaders.magasin.store import Magasin
from tests import builders

BASSINS = [f"{5201 + i}" for i in range(26)]
METIERS = [f"B{i}Z20" for i in range(10)]
# What a survey of one value everywhere breaks.
INVENTE = frozenset({"zone-inconnue", "zeros", "dizaines", "profil", "total"})


def tables(valeur: float) -> dict:
    """A survey whose every cell is `valeur`, so that a mixture of two versions would show."""
    lignes = [(b, "44", m, "met", valeur) for b in BASSINS for m in METIERS]
    return builders.tables_bmo(lignes)


def publier(racine: Path, valeur: float) -> None:
    """Publish until killed."""
    magasin = Magasin(racine, confirmees=INVENTE)
    for i in itertools.count():
        magasin.publier(CONTRATS["bmo"], "2023", tables(valeur + i), [Source("essai", "0" * 64, 1, "essai")])
        if not i:
            print(os.getpid(), flush=True)


def main() -> None:
    """One child at a time: what is imported is imported once."""
    for ligne in sys.stdin:
        valeur, racine = ligne.rstrip("\n").split(" ", 1)
        enfant = os.fork()
        if not enfant:
            publier(Path(racine), float(valeur))
        os.waitpid(enfant, 0)
        print(flush=True)


if __name__ == "__main__":
    main()

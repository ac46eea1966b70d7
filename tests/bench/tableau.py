"""Speed of a map's figures, as a ratio: `python tests/bench/tableau.py` prints it; nothing here is asserted.

The reference, run side by side on the same cells, is the bare pandas sum without status, bounds or reason.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from data_loaders.chiffres import tableau
from data_loaders.demo import instantanes as demo
from data_loaders.jeux import estimations
from data_loaders.magasin.donnees import Donnees
from pages.figures.carte import vue as vue_carte

PASSES = 15


def mediane_ms(action: Callable[[], object], horloge: Callable[[], float] = time.perf_counter) -> float:
    """Median duration of an action over the passes, in ms of a clock, that of the wall by default."""
    durees = []
    for _ in range(PASSES):
        debut = horloge()
        action()
        durees.append(1000 * (horloge() - debut))
    return statistics.median(durees)


def main() -> None:
    """Print each step, its median and its ratio to the reference."""
    with tempfile.TemporaryDirectory() as dossier:
        d = Donnees(Path(dossier))
        demo.assurer(d)
        cellules = estimations.cellules_bmo(d)
        t, region = (tableau.calculer(d, "bmo_part_difficiles", z) for z in ("bassin", "region"))
        etapes = {
            "référence : somme pandas": lambda: cellules.groupby(["code_bassin", "annee"])[["met", "xmet"]].sum(
                min_count=1
            ),
            "tableau bassin, lecture comprise": lambda: tableau.calculer(d, "bmo_part_difficiles", "bassin"),
            "états et légende de la carte": lambda: vue_carte.dessiner(t, region),
        }
        mesures = {nom: mediane_ms(action) for nom, action in etapes.items()}
    reference = next(iter(mesures.values()))
    for nom, ms in mesures.items():
        print(f"{nom:<34} {ms:8.1f} ms   × {ms / reference:5.1f}")


if __name__ == "__main__":
    main()

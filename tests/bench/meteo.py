"""Speed of the météo, as a ratio: `python tests/bench/meteo.py [DATA_ROOT]` prints it; nothing here is asserted.

The reference, run side by side on the same rows, is the bare pandas sum of projects and difficult projects by vintage,
bassin and métier: what the index costs beyond its additions. Without a data root, the demonstration is measured.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from data_loaders.demo import instantanes as demo
from data_loaders.jeux import estimations
from data_loaders.jeux.estimations import cellules_bmo
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import estimation, marches
from data_loaders.metiers import indices_complets, recherche as recherche_metiers

PASSES = 9
QUESTIONS = ("soudeuse", "plonbier", "chauffeur routier", "dev web", "aide soignante", "zzzz")


def medianes_ms(actions: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median duration of each action, in ms: one of each at every pass, so that a busy machine slows them alike."""
    durees: dict[str, list[float]] = {nom: [] for nom in actions}
    for _ in range(PASSES):
        for nom, action in actions.items():
            debut = time.perf_counter()
            action()
            durees[nom].append(1000 * (time.perf_counter() - debut))
    return {nom: statistics.median(d) for nom, d in durees.items()}


def mesurer(d: Donnees) -> dict[str, float]:
    """Median of each step on the snapshots in force, the reference first."""
    cellules, metiers = cellules_bmo(d), d.lire("bmo", "metiers")
    france, index = d.lire("bmo", "france"), recherche_metiers.Index(d)
    enquete, derniere = estimation.preparer(cellules, france), metiers["annee"].max()
    actions = {
        "référence : somme pandas, tous millésimes": lambda: cellules.groupby(["annee", "code_bassin", "code_metier"])[
            ["met", "xmet"]
        ].sum(min_count=1),
        "préparation de toutes les cellules": lambda: estimation.preparer(cellules, france),
        "métiers × bassins estimés, tous millésimes": lambda: marches.decrire(enquete, metiers, "metier", "bassin"),
        "les mêmes lus sur le disque": lambda: estimations.lire_marches(d, "metier", "bassin"),
        "les mêmes, un millésime": lambda: estimations.lire_marches(d, "metier", "bassin", annee=derniere),
        "une recherche de métier": lambda: [index.chercher(q) for q in QUESTIONS],
    }
    if not indices_complets.raison_absence(d):
        actions["indice complet, métiers × bassins"] = lambda: indices_complets.completes(d, "metier")
    mesures = medianes_ms(actions)
    mesures["une recherche de métier"] /= len(QUESTIONS)
    return mesures


def main() -> None:
    """Print each step, its median and its ratio to the reference."""
    with tempfile.TemporaryDirectory() as dossier:
        racine = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(dossier)
        d = Donnees(racine)
        if len(sys.argv) == 1:
            demo.assurer(d)
        mesures = mesurer(Donnees(racine))
    reference = next(iter(mesures.values()))
    for nom, ms in mesures.items():
        print(f"{nom:<42} {ms:8.1f} ms   × {ms / reference:5.1f}")


if __name__ == "__main__":
    main()

"""Cost of a figure as data grow: `PYTHONPATH=. python -m tests.bench.croissance [--facteurs 1 10 100]`.

A generator writes a survey of invented values on invented zones: 1, 10 and 100 times what the region has, as France
whole would. Each question is asked of the disk, nothing kept in memory. What is printed is processor time, of all
threads: the machine may be busy.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders import jeux
from data_loaders.chiffres import origine, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.contracts.bmo import FAMILLES, MESURES
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Edition, Source
from data_loaders.measures import palmares
from geo import zonages
from pages.components import cache, partage
from pages.figures.meteo import quadrant, vue


class Taille(NamedTuple):
    """How many of each; the product is the number of cells."""

    zones: int
    annees: int
    metiers: int


TAILLES = {1: Taille(26, 5, 200), 10: Taille(100, 12, 220), 100: Taille(480, 15, 225)}
DERNIERE = 2024
CACHEES = 0.35  # part of the cells that the producer hides
PASSES = 15
_HASARD = np.random.default_rng(52)


def mediane_ms(action: Callable[[], object]) -> float:
    """Median processor time of an action over the passes, in ms."""
    durees = []
    for _ in range(PASSES):
        debut = time.process_time()
        action()
        durees.append(1000 * (time.process_time() - debut))
    return statistics.median(durees)


def _metiers(n: int) -> list[str]:
    lettres = list(FAMILLES)
    return [f"{lettres[i % len(lettres)]}{i // 80}Z{i % 80:02d}" for i in range(n)]


def _zones(n: int) -> list[str]:
    return [f"52{i:02d}" if i < 100 else f"{5300 + i}" for i in range(n)]


def perimetre(racine: Path, n: int) -> None:
    """Load `n` invented bassins, made of the communes of the region in turn."""
    communes = zonages.appartenance("bassin").index
    codes = _zones(n)
    lignes = [f"{c};{codes[i % n]};Bassin {codes[i % n]}" for i, c in enumerate(communes)]
    fichier = racine / "bassins.csv"
    fichier.write_text("\n".join(["code_commune;code_zone;libelle_zone", *lignes]), encoding="utf-8")
    commande = [sys.executable, "-m", "data_loaders", "zonage", "bassin", str(fichier)]
    subprocess.run(commande, check=True, env={**os.environ, "OBSERVATOIRE_DONNEES": str(racine)})


def edition(annee: int, t: Taille) -> Edition:
    """One vintage: every métier in every zone, a part of it hidden."""
    metiers, zones = _metiers(t.metiers), _zones(t.zones)
    index = pd.MultiIndex.from_product([zones, metiers], names=["code_bassin", "code_metier"])
    df = index.to_frame(index=False).assign(annee=str(annee), code_region="52")
    df["code_departement"] = df["code_bassin"].map({z: DEPARTEMENTS[i % 5] for i, z in enumerate(zones)})
    df["met"] = np.ceil(_HASARD.lognormal(3, 1.2, len(df))) + 5
    df["xmet"], df["smet"] = (np.floor(df["met"] * _HASARD.uniform(0, 1, len(df)) / 5) * 5 for _ in range(2))
    df.loc[_HASARD.random(len(df)) < CACHEES, ["met", "xmet", "smet"]] = np.nan
    df["code_famille"] = df["code_metier"].str[:1]
    longues = df.melt(["annee", "code_bassin", "code_departement", "code_metier"], list(MESURES), "mesure")
    statut = np.where(longues["value"].isna(), "Q", "A")
    longues = longues.assign(obs_status=statut, conf_status=np.where(statut == "Q", "C", "F"))
    liste = pd.DataFrame(
        {"annee": str(annee), "code_metier": metiers, "libelle_metier": [f"Métier {m}" for m in metiers]}
    )
    liste["code_famille"] = liste["code_metier"].str[:1]
    liste["libelle_famille"], liste["nomenclature"] = liste["code_famille"].map(FAMILLES), "FAP2021"
    tables = {"observations": longues, "metiers": liste, "france": df}
    schemas = {nom: CONTRATS["bmo"].tables[nom].schema() for nom in tables}
    return Edition(
        str(annee),
        {
            nom: pa.Table.from_pandas(d[schemas[nom].names], schemas[nom], preserve_index=False)
            for nom, d in tables.items()
        },
        [Source("invente.csv", "0" * 64, 0, CONTRATS["bmo"].producteur)],
    )


def editions(t: Taille) -> Iterator[Edition]:
    """The vintages, oldest first."""
    for annee in range(DERNIERE - t.annees + 1, DERNIERE + 1):
        yield edition(annee, t)


def questions(d: Donnees, t: Taille) -> dict[str, Callable[[], object]]:
    """What is asked, from the narrowest answer to the widest."""
    metier, zone = _metiers(t.metiers)[7], _zones(t.zones)[3]
    total = tableau.calculer(d, "bmo_part_difficiles", "bassin")
    return {
        "un indicateur, toutes les zones": lambda: tableau.calculer(d, "bmo_part_difficiles", "bassin"),
        "un indicateur et un métier, toutes les zones": lambda: tableau.calculer(
            d, "bmo_part_difficiles", "bassin", Metier("metier", metier)
        ),
        "tableau croisé : tous les métiers, toutes les zones": lambda: tableau.calculer_groupes(
            d, "bmo_projets", "bassin", "metier", (str(DERNIERE),)
        ),
        "d’où vient un total : une zone, tous les métiers": lambda: origine.remonter(d, total, zone, str(DERNIERE)),
        "météo d’une zone jamais vue": lambda: _meteo(d, zone),
        "une zone, tous les métiers": lambda: enquete.lire_marches(
            d, "metier", "bassin", annee=str(DERNIERE), code_zone=zone
        ),
    }


def _meteo(d: Donnees, zone: str) -> None:
    """What the screen reads and says of a zone, drawings apart, from the levels that all the zones share."""
    partage.LUS.vider()
    partage.FINIS.vider()
    annee = str(DERNIERE)
    lus = {n: cache.marches(d, n, "bassin", code_zone=zone) for n in ("famille", "metier")}
    noms = {n: cache.libelles_metiers(d, n, annee) for n in ("famille", "metier")}
    vue.preparer(lus["famille"], noms["famille"], "famille", "bassin", zone, annee)
    quadrant.preparer(vue.lignes_territoire(lus["metier"], noms["metier"], zone, annee))
    palmares.palmares(lus["metier"], zone, annee)


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyseur.add_argument("--facteurs", nargs="+", type=int, default=[1, 10, 100], choices=TAILLES)
    for facteur in analyseur.parse_args().facteurs:
        t = TAILLES[facteur]
        with tempfile.TemporaryDirectory() as dossier:
            racine = Path(dossier)
            os.environ["OBSERVATOIRE_DONNEES"] = dossier
            perimetre(racine, t.zones)
            d = Donnees(racine)
            debut = time.process_time()
            for e in editions(t):
                d.officiel.publier(CONTRATS["bmo"], e.millesime, e.tables, e.sources)
            publie = time.process_time()
            jeux.materialiser(d)
            print(f"\n× {facteur} : {t.zones} zones, {t.annees} millésimes, {t.metiers} métiers")
            print(f"publication {(publie - debut) / t.annees:.1f} s par millésime", end=" ; ")
            print(f"calculs d’avance {time.process_time() - publie:.1f} s")
            for nom, question in questions(d.figees(), t).items():
                print(f"{nom:<52} {mediane_ms(question):8.1f} ms")
            print(f"mémoire au plus {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} Mo", flush=True)


if __name__ == "__main__":
    main()

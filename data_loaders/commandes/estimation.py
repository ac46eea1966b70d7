"""Command `estimer`: every estimate of a vintage of the survey, in one file."""

from __future__ import annotations

from pathlib import Path

from data_loaders.commandes import FAIT
from data_loaders.francais import avec_unite, nombre
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import ecrire_atomique
from data_loaders.metiers import estimations

CHIFFRES = "%.10g"


def estimer(donnees: Donnees, periode: str, jusqua: str, vers: Path) -> int:
    """Write the estimates as CSV (UTF-8, comma, decimal point, shares 0–1) and say how many have a class."""
    table = estimations.exporter(donnees, periode, jusqua)
    ecrire_atomique(vers, table.to_csv(index=False, float_format=CHIFFRES, lineterminator="\n").encode())
    classees = nombre(table["classe"].notna().sum())
    demonstration = " — Données de démonstration" if donnees.est_demonstration("bmo") else ""
    print(f"{vers.name} : {avec_unite(len(table), 'lignes')}, dont {classees} avec une classe{demonstration}")
    return FAIT

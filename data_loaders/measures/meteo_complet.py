"""Complete index of the météo: offers and job-seekers beside the BMO survey, by ROME métier (rules 5, 8 and 10).

O counts online offers over twelve months (a flow), D the mean stock of registered job-seekers (categories A, B, C),
P the projects of BMO: P and O are never added nor divided by each other. The ratio O/D depends on its basis (source,
categories, flow or stock); each basis has its own reference and bases are never mixed.
"""

from math import log

import numpy as np
import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import nombre
from data_loaders.parametres import meteo


def verifier_inscrits(inscrits: float, abc_publies: float, ou: str) -> float:
    """Regional job-seekers of a tension file over the published categories A, B and C.

    Raises:
        ErreurDonnees: the ratio is out of the plausible range: the file does not hold totals of bassins.
    """
    bas, haut = meteo().couverture_abc
    part = inscrits / abc_publies
    if not bas <= part <= haut:
        trouve = f"les inscrits font {nombre(100 * part)}\u00a0% des catégories A, B et C publiées"
        exemple = f"{nombre(inscrits)} pour {nombre(abc_publies)}"
        cause = "une autre base, ou des valeurs qui ne sont pas des totaux de bassins"
        remede = f"prendre un fichier dont le total fait entre {nombre(100 * bas)} et {nombre(100 * haut)}\u00a0%"
        raise ErreurDonnees("inscrits", ou, trouve, exemple=exemple, cause=cause, remede=remede)
    return part


def passages(correspondance: pd.DataFrame) -> pd.DataFrame:
    """Share of the qualification levels of each ROME sent to each survey métier.

    Args:
        correspondance: DARES table, one row a ROME × qualification: `code_rome`, `code_metier` (one row without
            qualification stands for all levels).

    Returns:
        code_rome, code_metier, `part` (sums to 1 by ROME).
    """
    lignes = correspondance.groupby(["code_rome", "code_metier"]).size()
    return (lignes / lignes.groupby(level="code_rome").transform("sum")).rename("part").reset_index()


def rapports_regionaux(offres: pd.DataFrame, base: str) -> pd.Series:
    """ρ of each ROME: regional offers over regional job-seekers, or ρ* of the basis when either is too small."""
    p = meteo()
    sommes = offres.groupby("code_rome")[["offres", "inscrits"]].sum(min_count=1)
    assez = (sommes >= p.effectif_regional).all(axis=1)
    return (sommes["offres"] / sommes["inscrits"]).where(assez, p.rapport_reference[base]).rename("rho")


def rapport(offres, inscrits, rho):
    """r = (O + kρ)/(D + k): offers a job-seeker, small cells drawn to the region's ratio of the métier."""
    k = meteo().lissage
    return (offres + k * rho) / (inscrits + k)


def score_offres(r, rho_reference: float):
    """Score 0..100 of a ratio: 50 at ρ*, 25 points each time the ratio doubles."""
    return np.clip(50 + 50 * np.log(r / rho_reference) / log(4), 0, 100)

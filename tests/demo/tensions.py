"""Demonstration of the nomenclatures and of the tension file: offers and job-seekers invented by ROME and bassin.

Small cells are left out, as the producer does: a territory of few inhabitants has few métiers, and the complete index
is partial there. The classes follow the ratio of the offers to the job-seekers, and are invented too.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts.metiers import COMPOSANTES
from geo import zonages
from tests.demo.outils import DIFFICULTES, METIERS, NOMS, ROMES, Tables, hasard, table

NOMENCLATURE = "FAP2021"
ANNEES = {"2021": 1.0, "2023": 1.2}  # relative number of offers
INSCRITS_PAR_HABITANT = 0.055
RAPPORT = 2.3  # offers of twelve months a job-seeker
ABSENT = 60.0  # smallest number of offers of a cell that is in the file


def nomenclatures() -> Iterator[tuple[str, Tables]]:
    """Names of the groups of the demonstration, then of its ROME métiers."""
    niveaux = (
        ("fap22", pd.Series(NOMS["domaines"]), 0),
        ("fap86", pd.Series(NOMS["groupes"]), 1),
        ("fap228", METIERS.set_index("code_metier")["libelle_metier"], 3),
    )
    postes = [
        pd.DataFrame({"niveau": n, "code": noms.index, "libelle": noms.values, "code_parent": noms.index.str[:k]})
        for n, noms, k in niveaux
    ]
    yield NOMENCLATURE, _postes(pd.concat(postes), NOMENCLATURE)
    yield "ROME3", _postes(ROMES.rename(columns={"code_rome": "code"}).assign(niveau="rome", code_parent=""), "ROME3")


def _postes(df: pd.DataFrame, nomenclature: str) -> Tables:
    return {"postes": table(df.assign(nomenclature=nomenclature), "nomenclatures", "postes")}


def passages() -> Iterator[tuple[str, Tables]]:
    """Each ROME métier of the demonstration leads to one métier of its survey, at all levels of qualification."""
    liens = ROMES.rename(columns={"code_metier": "code_fap"}).assign(cible=NOMENCLATURE, qualification="")
    yield NOMENCLATURE, {"correspondances": table(liens, "passages", "correspondances")}


def tension_rome() -> Iterator[tuple[str, Tables]]:
    """Years whose survey exists too: the complete index is computed. Offers follow the difficult projects."""
    metiers = METIERS.set_index("code_metier")
    difficulte = metiers["code_famille"].map(DIFFICULTES)
    romes = ROMES.copy()
    parts = romes["code_metier"].map(metiers["poids"]) / romes.groupby("code_metier")["code_rome"].transform("size")
    romes["part"] = parts / parts.sum()
    romes["rapport"] = RAPPORT * np.exp(3 * (romes["code_metier"].map(difficulte) - np.mean(difficulte.to_list())))
    zones = zonages.zones("bassin").query("code_zone != '5313'")[["code_zone", "population_nb"]]
    grille = zones.rename(columns={"code_zone": "code_bassin"}).merge(romes, how="cross")
    taille = hasard("tension_rome", "taille").lognormal(-0.1, 0.45, len(grille))
    for annee, niveau in ANNEES.items():
        h = hasard("tension_rome", annee)
        inscrits = grille["population_nb"] * INSCRITS_PAR_HABITANT * grille["part"] * taille
        inscrits *= h.lognormal(0, 0.1, len(grille))
        offres = inscrits * grille["rapport"] * niveau * h.lognormal(0, 0.35, len(grille))
        df = grille.assign(annee=annee, offres=offres.round(1), inscrits=inscrits.round(2), conf_status="F")
        tension = np.log2(offres / inscrits / RAPPORT)
        df["value"] = np.clip(np.round(3 + tension), 1, 5)
        for c in COMPOSANTES:
            df[c] = pd.array(np.clip(np.round(3 + tension + h.normal(0, 0.8, len(df))), 1, 5), dtype="Int8")
        df["obs_status"] = np.where(h.uniform(size=len(df)) < 0.02, "O", "A")
        df["value"] = df["value"].where(df["obs_status"] == "A")
        presentes = df["offres"] >= ABSENT
        yield annee, {"observations": table(df[presentes], "tension_rome")}

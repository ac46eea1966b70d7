"""BMO figures: recruitment projects, difficult and seasonal ones, share judged difficult.

Unit: recruitment projects (weighted intentions of employers). Denominator of the share: projects of the same cells.
"""

import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.measures import secret
from geo.zonages import REGION

# Level of métiers -> how its code is read in the code of a métier. `famille` needs the list of métiers.
NIVEAUX = ("famille", "fap22", "fap87", "metier")
LONGUEURS = {"fap22": 1, "fap87": 3, "metier": 5}
ZONES = {"bassin": "code_bassin", "departement": "code_departement"}

RAISON_NON_ENQUETE = "non enquêté : ce métier n’est pas dans la liste de l’enquête cette année-là"


def large(observations: pd.DataFrame, metiers: pd.DataFrame) -> pd.DataFrame:
    """One row per published cell (annee × bassin × métier): `met`, `xmet`, `smet` (null = hidden) and the groupings.

    Returns:
        Columns annee, code_bassin, code_departement, code_metier, met, xmet, smet, famille, fap22, fap87, metier,
        nomenclature, libelle_metier, libelle_famille.
    """
    cles = ["annee", "code_bassin", "code_departement", "code_metier"]
    df = observations.pivot(index=cles, columns="mesure", values="value").reindex(columns=list(MESURES)).reset_index()
    df.columns.name = None
    df = df.merge(metiers, on=["annee", "code_metier"], how="left", validate="many_to_one")
    df["famille"] = df["code_famille"]
    for niveau, n in LONGUEURS.items():
        df[niveau] = df["code_metier"].str[:n]
    return df


def zoner(df: pd.DataFrame, zonage: str) -> pd.DataFrame:
    """The same cells with `code_zone`; KeyError for a zonage the survey cannot be summed on."""
    return df.assign(code_zone=REGION if zonage == "region" else df[ZONES[zonage]])


def calculer(df: pd.DataFrame, mesure: str, groupes: list[str]) -> pd.DataFrame:
    """`mesure` (met, xmet, smet or part_difficiles) by group; columns of `secret.sommes` or `secret.parts`.

    A hidden count is `plafond` at most, where the cells have one.
    """
    if mesure == "part_difficiles":
        return secret.parts(df, groupes)
    cache = df[mesure].isna()
    plafond = df["plafond"] if "plafond" in df else pd.Series(secret.SEUIL, index=df.index)
    if mesure != "met":
        plafond = plafond.clip(upper=df["met"].fillna(plafond))
    cellules = df[groupes].assign(value=df[mesure], obs_status=cache.map({True: "Q", False: "A"}), plafond=plafond)
    return secret.sommes(cellules, groupes)


def metiers_listes(metiers: pd.DataFrame, niveau: str) -> dict[str, set[str]]:
    """annee -> codes of `niveau` that the survey listed that year (an absent row is then a real zero)."""
    codes = metiers["code_famille"] if niveau == "famille" else metiers["code_metier"].str[: LONGUEURS[niveau]]
    return codes.groupby(metiers["annee"]).agg(set).to_dict()

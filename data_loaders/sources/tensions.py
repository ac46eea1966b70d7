"""What the two tension files have in common: one year, classes 1 to 5 that may be missing, counts that may not."""

from __future__ import annotations

import re

import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import feuilles

COMPOSANTES = (
    "intensite_embauches",
    "manque_main_oeuvre",
    "non_durabilite",
    "conditions_travail",
    "inadequation_geographique",
    "lien_formation",
)
_CLASSE = re.compile(r"([1-5])(?:\.0)?", re.ASCII)


def annee(brut: pd.Series, nom: str) -> str:
    """The one year of the file; ErreurDonnees when there is none or several."""
    annees = sorted(brut.str.removesuffix(".0").unique())
    if len(annees) != 1 or not re.fullmatch(r"20\d\d", annees[0], re.ASCII):
        raise ErreurDonnees(
            "annee",
            nom,
            f"années lues : {', '.join(annees[:5]) or 'aucune'}",
            cause="un fichier porte une seule année",
            remede="séparer les années, une par fichier",
        )
    return annees[0]


def classes(lues: pd.Series, ou: str) -> pd.Series:
    """Classes as integers, null for an empty cell; ErreurDonnees for anything else than 1 to 5."""
    fautes = lues[lues.ne("") & ~lues.map(lambda t: bool(_CLASSE.fullmatch(t)))]
    if len(fautes):
        raise ErreurDonnees(
            "classe",
            ou,
            "classe hors de 1 à 5",
            nombre=len(fautes),
            lignes=fautes.index,
            exemple=fautes.iloc[0],
            cause="un indice à la place de la classe, ou une notation nouvelle",
            remede="vérifier la description du fichier avant d'importer",
        )
    return lues.str[:1].replace("", None).astype("Int8")


def statuer(df: pd.DataFrame, lue: feuilles.Lue) -> pd.DataFrame:
    """The rows with the classes of the components and of the tension, in `value`; status O where it is not available.

    Args:
        df: text cells of the columns of `lue`, those of other territories left out.
    """
    classe, *composantes = (classes(df[c], lue.colonne(c)) for c in ("value", *COMPOSANTES))
    return df.assign(
        **dict(zip(COMPOSANTES, composantes, strict=True)),
        value=classe.astype("Float64").astype(float),
        obs_status=classe.isna().map({True: "O", False: "A"}),
        conf_status="F",
    )

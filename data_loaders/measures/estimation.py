"""Estimated share of projects judged difficult: what employers here say, beside what those of all France say.

    part estimée = (√P × part déclarée + 60 × F') / (√P + 60)

P counts the projects here, hidden ones filled; F' is the share of the same group of métiers in France, that survey, at
the level of the region. A group has its own line at every level: never a mean of others. A vintage depends on its own
file alone, but for F where that file is not national.

Source: France Travail, enquête Besoins en main-d'œuvre. Unit: projects (weighted intentions). Shares are 0..1 here.
Groups of cells are in `marches`, what may be said of a share in `enonces`.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from data_loaders.measures import bmo
from data_loaders.parametres import meteo
from geo.zonages import REGION

SANS_FRANCE = ""


class Enquete(NamedTuple):
    """The surveys loaded, ready for the line of the estimate.

    Attributes:
        cellules: one row a published cell of the region (annee × code_bassin × code_metier): the columns of
            `bmo.large`, `met_visible`, `xmet_visible` (null = hidden, the rule of secrecy applied to unmasked vintages
            too), `met_cache`, `xmet_cache` (hidden beside visible projects), `plafond` (upper bound of a hidden count),
            `P`, `X` (hidden counts filled; never shown).
        france: what each vintage is set beside, one row a métier: annee, code_metier, famille, fap22, fap87, metier,
            `P`, `X` of France, `P_ailleurs` of its other regions; of the region itself where France is not known.
        annees: one row a vintage: annee, nomenclature, P, X, `Q` (regional share of all métiers), `annee_france`
            (vintage of the national file, `SANS_FRANCE` when there is none), `Q_france` (its share of all métiers, null
            without), `plafond`, `cellules_nb`.
    """

    cellules: pd.DataFrame
    france: pd.DataFrame
    annees: pd.DataFrame


def preparer(large: pd.DataFrame, france: pd.DataFrame) -> Enquete:
    """Fill what is hidden in the cells of the region (`large`, from `bmo.large`, zones that no zoning draws included),
    and find what each vintage is set beside: `france`, contract `bmo/france`, no row where its file was not national.
    """
    cellules, nationales = _remplir(large), _remplir(france)
    par_annee = cellules.groupby("annee")
    annees = par_annee.agg(
        nomenclature=("nomenclature", "first"), P=("P", "sum"), X=("X", "sum"), cellules_nb=("P", "size")
    )
    annees["Q"] = annees["X"] / annees["P"]
    visibles = pd.concat([t[["annee", "met_visible"]] for t in (cellules, nationales)]).dropna()
    entiers = (visibles["met_visible"] % 1 == 0).groupby(visibles["annee"]).all()
    annees["plafond"] = entiers.map({True: meteo().plafond_entier, False: meteo().seuil_secret}).astype(float)
    nationales = nationales.assign(
        famille=nationales["code_famille"], P_ailleurs=nationales["P"].where(nationales["code_region"] != REGION, 0.0)
    )
    annees["annee_france"] = _annees_france(annees["nomenclature"], nationales)
    sommes = nationales.groupby("annee")[["P", "X"]].sum()
    annees["Q_france"] = annees["annee_france"].map(sommes["X"] / sommes["P"]).astype(float)
    metiers, sommees = ["code_metier", "famille"], ["P", "X", "P_ailleurs"]
    lots = []
    for annee, source in annees["annee_france"].items():
        lignes = nationales[nationales["annee"] == source] if source else cellules[cellules["annee"] == annee]
        sommees_ici = lignes.reindex(columns=[*metiers, *sommees]).groupby(metiers)[sommees].sum()
        lots.append(sommees_ici.reset_index().assign(annee=annee))
    reference = pd.concat(lots, ignore_index=True)
    for niveau, n in bmo.LONGUEURS.items():
        reference[niveau] = reference["code_metier"].str[:n]
    return Enquete(cellules.assign(plafond=cellules["annee"].map(annees["plafond"])), reference, annees.reset_index())


def part_estimee(projets, declaree, attendue):
    """The whole method: the declared share and that of France at the level of the region, each for what it weighs."""
    k, n = meteo().poids_france, np.sqrt(projets)
    return (n * declaree + k * attendue) / (n + k)


def poids_local(projets):
    """What the answers from here weigh in the estimate, 0..1."""
    n = np.sqrt(projets)
    return n / (n + meteo().poids_france)


def au_niveau(part, q_region, q_france):
    """A share of France moved to the level of the region: logit F' = logit F + logit Q_region − logit Q_france."""
    f = np.clip(part, *meteo().bornes_part)
    cote = f / (1 - f) * (q_region / (1 - q_region)) / (q_france / (1 - q_france))
    return cote / (1 + cote)


def attendues(enquete: Enquete, groupes: pd.Series | str) -> pd.DataFrame:
    """What the line sets beside the answers of each group of métiers (`groupes`: that of each row of `enquete.france`,
    or one for all), index annee × code_groupe: `F` (share in France, of all métiers where the other regions have too
    few projects; null without France), `F_region` (the same at the level of the region)."""
    sommes = (
        enquete.france.assign(code_groupe=groupes).groupby(["annee", "code_groupe"])[["P", "X", "P_ailleurs"]].sum()
    )
    df = sommes.join(enquete.annees.set_index("annee")[["Q", "Q_france"]], on="annee")
    part = df["X"] / df["P"]
    f = part.where(df["P_ailleurs"] >= meteo().projets_minimum, df["Q_france"]).where(df["Q_france"].notna())
    # Without France the region plays it, drawn to its own level by the same line.
    sans = part_estimee(df["P"], part, df["Q"])
    return pd.DataFrame({"F": f, "F_region": au_niveau(f, df["Q"], df["Q_france"]).fillna(sans)})


def _remplir(df: pd.DataFrame) -> pd.DataFrame:
    p = meteo()
    met = df["met"].where(df["met"] >= p.seuil_secret)
    xmet = df["xmet"].where(met.notna() & (df["xmet"] >= p.seuil_secret))
    difficiles = xmet.fillna(p.difficiles_seuls_caches).where(met.notna(), p.difficiles_caches)
    caches = {"met_cache": met.isna(), "xmet_cache": met.notna() & xmet.isna()}
    return df.assign(met_visible=met, xmet_visible=xmet, **caches, P=met.fillna(p.projets_caches), X=difficiles)


def _annees_france(nomenclatures: pd.Series, nationales: pd.DataFrame) -> pd.Series:
    """Vintage -> the national file that it takes: its own, else the nearest earlier one of its nomenclature."""
    chargees = sorted(nationales.loc[nationales["P_ailleurs"] > 0, "annee"].unique())
    prises = {
        annee: max((a for a in chargees if a <= annee and nomenclatures[a] == nomenclature), default=SANS_FRANCE)
        for annee, nomenclature in nomenclatures.items()
    }
    return pd.Series(prises, dtype=str)

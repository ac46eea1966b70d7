"""Figures of a sector: a group of métiers chosen by hand, measured as the survey's own groups are.

Source: France Travail, enquête Besoins en main-d'œuvre. Unit: recruitment projects (weighted intentions). Hidden cells
stay hidden: sums are those of visible cells, shares keep their bounds.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data_loaders.measures import bmo, enonces, marches, secret
from data_loaders.measures.estimation import Enquete

NIVEAU = "secteur"
_HORS = ""


def metiers_du_secteur(metiers: pd.DataFrame, prefixes: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Rows of the survey's list of métiers (contract `bmo/metiers`) that belong to the sector, every vintage.

    Args:
        prefixes: nomenclature -> beginnings of codes, none for an empty tuple.
    """
    prises = [
        metiers["nomenclature"].eq(n) & metiers["code_metier"].str.startswith(tuple(debuts))
        for n, debuts in prefixes.items()
    ]
    return metiers[np.logical_or.reduce(prises)] if prises else metiers[:0]


def marquer(lignes: pd.DataFrame, du_secteur: pd.DataFrame, code: str) -> pd.DataFrame:
    """Rows (annee, code_metier) with a column `secteur`: `code` where the métier belongs to it, "" elsewhere."""
    dedans = pd.MultiIndex.from_frame(du_secteur[["annee", "code_metier"]])
    appartient = pd.MultiIndex.from_frame(lignes[["annee", "code_metier"]]).isin(dedans)
    return lignes.assign(**{NIVEAU: np.where(appartient, code, _HORS)})


def restreindre(enquete: Enquete, du_secteur: pd.DataFrame, code: str) -> Enquete:
    """The survey with the métiers of the sector alone, here and in France."""
    lots = (marquer(t, du_secteur, code) for t in (enquete.cellules, enquete.france))
    cellules, france = (t[t[NIVEAU] == code] for t in lots)
    return enquete._replace(cellules=cellules, france=france)


def estimer(du_secteur: Enquete, zonage: str, *, reference: pd.Series) -> pd.DataFrame:
    """The estimated share of the sector in every zone that has a cell of it, on its own line.

    Args:
        du_secteur: from `restreindre`; zonage: one of `marches.ZONAGES`.
        reference: vintage -> the same share of all métiers of the region.

    Returns:
        Rows of `marches.sommer`, with `classe`, `certitude`, `q_region`, `classe_region`, `certitude_region`,
        `reference` (all métiers of the region) and `position` against it, as those of `marches.decrire`. Nothing is
        said of a move: a sector is made of other métiers in another nomenclature.
    """
    region, df = (_dire(marches.sommer(du_secteur, NIVEAU, z)).set_index("annee") for z in ("region", zonage))
    communs = region[["q_estimee", "classe", "certitude"]].add_suffix("_region")
    df = df.join(communs.rename(columns={"q_estimee_region": "q_region"})).reset_index()
    df["reference"] = df["annee"].map(reference)
    ecart = (df["q_estimee"] - df["reference"]).where(df["statut"] == "estime")
    return df.assign(position=pd.Series(enonces.differe(ecart, df["s"] ** 2), df.index).astype("Int64"))


def par_metier(du_secteur: Enquete) -> pd.DataFrame:
    """The same for each métier of the sector in the region, without position; index annee × code_metier."""
    df = _dire(marches.sommer(du_secteur, "metier", "region"))
    return df.set_index(["annee", "code_groupe"]).rename_axis(["annee", "code_metier"])


def _dire(df: pd.DataFrame) -> pd.DataFrame:
    return df.join(enonces.dire(df["q_estimee"].where(df["statut"] == "estime"), df["s"]))


def detail(marquees: pd.DataFrame, code: str, groupes: list[str]) -> pd.DataFrame:
    """Cells of the sector summed by group: projects, difficult share and its bounds, seasonal bounds, hidden cells.

    Args:
        marquees: from `marquer`, zoned by `bmo.zoner` when `code_zone` is one of the groups.

    Returns:
        Index `groupes`. `projets` (visible sum, null when nothing is visible), `minorant`; `part`, `part_basse`,
        `part_haute` (% judged difficult, null with its `part_raison`); `saison_basse`, `saison_haute` (% of seasonal
        projects: what hides leaves it between them; null when nothing is visible); `metiers_nb`, `metiers_caches_nb`
        (métiers with a hidden number of projects).
    """
    cellules = marquees[marquees[NIVEAU] == code]
    projets = bmo.calculer(cellules, "met", groupes).set_index(groupes)
    parts = secret.parts(cellules, groupes).set_index(groupes)
    saisons = secret.parts(cellules.assign(xmet=cellules["smet"]), groupes).set_index(groupes)
    par_groupe = cellules.assign(cache=cellules["code_metier"].where(cellules["met"].isna())).groupby(groupes)
    return pd.DataFrame(
        {
            "projets": projets["value"],
            "minorant": projets["minorant"],
            "part": parts["value"],
            "part_basse": parts["borne_basse"],
            "part_haute": parts["borne_haute"],
            "part_raison": parts["raison"],
            "saison_basse": saisons["borne_basse"],
            "saison_haute": saisons["borne_haute"],
            "metiers_nb": par_groupe["code_metier"].nunique(),
            "metiers_caches_nb": par_groupe["cache"].nunique(),
        }
    )


def offres(tensions: pd.DataFrame, passages: pd.DataFrame, projets: pd.Series, dedans: set[str]) -> pd.DataFrame:
    """Offers of twelve months and mean stock of job-seekers of the sector by bassin, through ROME.

    A ROME goes to several métiers of the survey; métier f takes (its share of the ROME's qualification levels) × (its
    projects in the region), and the sector takes the weights of its own métiers. The ROME that are entirely in the
    sector, and those that touch it, bound the result.

    Args:
        tensions: rows of one year of `tension_rome`.
        passages: `meteo_complet.passages` to the nomenclature of `dedans`: code_rome, code_metier, part.
        projets: code_metier -> projects in the region; a métier without any visible project weighs by its share alone.

    Returns:
        One row a bassin: `code_bassin`, then `offres`, `offres_min`, `offres_max`, `inscrits`, `inscrits_min`,
        `inscrits_max`. Rows absent at the producer are not zeros: every figure is a lower bound of the whole.
    """
    part = part_du_secteur(passages, projets, dedans)
    lignes = tensions[["code_bassin", "code_rome", "offres", "inscrits"]].merge(part, on="code_rome")
    colonnes = {}
    for quoi in ("offres", "inscrits"):
        colonnes[quoi] = lignes[quoi] * lignes["part"]
        colonnes[f"{quoi}_min"] = lignes[quoi].where(lignes["entier"], 0.0)
        colonnes[f"{quoi}_max"] = lignes[quoi]
    return lignes[["code_bassin"]].assign(**colonnes).groupby("code_bassin").sum().reset_index()


def part_du_secteur(passages: pd.DataFrame, projets: pd.Series, dedans: set[str]) -> pd.DataFrame:
    """Share of each ROME that goes to the sector, `entier` when all of it does; ROME without any link are absent."""
    liens = passages.assign(
        dedans=passages["code_metier"].isin(dedans), P=passages["code_metier"].map(projets).fillna(0.0)
    )
    liens["poids"] = liens["part"] * liens["P"]
    # A ROME none of whose métiers has a project is shared by qualification levels alone.
    sans_projet = liens.groupby("code_rome")["poids"].transform("sum") == 0
    liens["poids"] = liens["poids"].where(~sans_projet, liens["part"])
    g = liens.assign(pris=liens["poids"].where(liens["dedans"], 0.0)).groupby("code_rome")
    r = pd.DataFrame(
        {"part": g["pris"].sum() / g["poids"].sum(), "entier": g["dedans"].all(), "lie": g["dedans"].any()}
    )
    return r[r.pop("lie")].reset_index()

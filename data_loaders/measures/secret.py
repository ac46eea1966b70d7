"""Sums and shares with hidden parts: the visible sum is a lower bound, the interval is printed, never a silent zero.

Rule of the producer (BMO since 2018): `*` replaces a value under 5. A hidden part is therefore between 0 and 5; a
hidden `xmet` beside a visible `met` is also at most that `met`. Central values use the means of the hidden values,
measured on the 2016 vintage, which was published unmasked (`meteo.toml`).
"""

import numpy as np
import pandas as pd

from data_loaders.contracts.bmo import SEUIL
from data_loaders.parametres import meteo

RAISON_SANS_PART = "sans objet : aucun projet de recrutement, donc aucune part"
RAISON_SECRET = "secret statistique : le producteur masque toute valeur inférieure à 5"
RAISON_TOUT_CACHE = "secret statistique : toutes les cellules de ce regroupement sont masquées"


def sommes(cellules: pd.DataFrame, groupes: list[str]) -> pd.DataFrame:
    """Sum of `value` by group, hidden cells (by `obs_status`, at most `plafond` where there is one) left out and
    counted: one row a group, in their order: `value` (null when nothing is visible), `obs_status` (A, or Q), `raison`,
    `minorant`, `borne_basse`, `borne_haute`, `cellules_nb`, `caches_nb`."""
    cache = cellules["obs_status"].eq("Q")
    plafond = np.where(cache, cellules.get("plafond", SEUIL), 0.0)
    travail = cellules[groupes].assign(
        value=cellules["value"], cellules_nb=1, caches_nb=cache.astype(int), plafond=plafond
    )
    g = travail.groupby(groupes)
    r = g[["cellules_nb", "caches_nb", "plafond"]].sum()
    r["value"] = g["value"].sum(min_count=1)
    vide = r["value"].isna()
    r["obs_status"] = np.where(vide, "Q", "A")
    r["raison"] = np.select([vide & (r["cellules_nb"] == 1), vide], [RAISON_SECRET, RAISON_TOUT_CACHE], "")
    r["minorant"] = (r["caches_nb"] > 0) & ~vide
    r["borne_basse"] = r["value"]
    r["borne_haute"] = r["value"] + r["plafond"]
    return r.drop(columns="plafond").reset_index()


def parts(cellules: pd.DataFrame, groupes: list[str]) -> pd.DataFrame:
    """Share X/P in % by group, with its bounds.

    Args:
        cellules: columns `groupes`, `met`, `xmet` (null = hidden by the producer), one row a published cell; optionally
            `plafond` (the most that a hidden count may be, `SEUIL` otherwise).

    Returns:
        One row a group: `value` (filled central share, % of projects), `borne_basse`, `borne_haute` (hidden parts taken
        as 0 and as their cap), `obs_status` (E where a hidden part was filled), `raison`, `minorant` (always False),
        `cellules_nb`, `caches_nb`. A group of one cell whose numerator or denominator is hidden, or a group with no
        visible project, is hidden (Q); a group without any project has status M.
    """
    met_cache = cellules["met"].isna()
    cap = cellules.get("plafond", SEUIL)
    x_seul = cellules["xmet"].isna() & ~met_cache
    travail = cellules[groupes].assign(
        P=cellules["met"],
        X=cellules["xmet"].where(~met_cache),
        n_met=met_cache.astype(int),
        n_x=x_seul.astype(int),
        plafond=np.minimum(cap, cellules["met"].where(x_seul, 0.0).fillna(0.0)),
        plafond_met=np.where(met_cache, cap, 0.0),
        cellules_nb=1,
    )
    r = travail.groupby(groupes, sort=True)[["P", "X", "n_met", "n_x", "plafond", "plafond_met", "cellules_nb"]].sum()
    p = r["P"] + meteo().projets_caches * r["n_met"]
    x = r["X"] + meteo().difficiles_seuls_caches * r["n_x"] + meteo().difficiles_caches * r["n_met"]
    p_haut = r["P"] + r["plafond_met"]
    r["caches_nb"] = r["n_met"] + r["n_x"]
    secret = (r["n_met"] == r["cellules_nb"]) | ((r["cellules_nb"] == 1) & (r["caches_nb"] > 0))
    sans_projet = (p <= 0) & ~secret
    visible = ~secret & ~sans_projet
    r["value"] = (100 * x / p).where(visible)
    r["borne_basse"] = (100 * r["X"] / p_haut).where(visible)
    r["borne_haute"] = (100 * (r["X"] + r["plafond"] + r["plafond_met"]) / p_haut).clip(upper=100).where(visible)
    r["obs_status"] = np.select([secret, sans_projet, r["caches_nb"] > 0], ["Q", "M", "E"], "A")
    cas = [secret & (r["cellules_nb"] == 1), secret, sans_projet]
    r["raison"], r["minorant"] = np.select(cas, [RAISON_SECRET, RAISON_TOUT_CACHE, RAISON_SANS_PART], ""), False
    return r.drop(columns=["P", "X", "n_met", "n_x", "plafond", "plafond_met"]).reset_index()

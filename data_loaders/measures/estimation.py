"""Estimated share of projects judged difficult, métier by métier and bassin by bassin, from all vintages of the survey.

The answers of one bassin on one métier are few. Its share is built from what is known surest first: the métier in
France, the level of the region that year, then how far the métier in the region, the family in the bassin and the cell
itself have stood from it over the vintages, each counted for what it weighs. Every step is a sum, a difference or a
weighted mean, kept in a column, so that a cell can be redone by hand.

Source: France Travail, enquête Besoins en main-d'œuvre. Unit: projects (weighted intentions). Shares are 0..1 here.
Groups of cells are in `marches`, what may be said of a share in `enonces`.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from data_loaders.parametres import ParametresMeteo, meteo

SANS_FRANCE = ""
CALAGES_MAX = 60
PRECISION = 1e-12
METIER = ["nomenclature", "code_metier"]  # a code alone may mean another métier once the nomenclature has changed


class Estimation(NamedTuple):
    """What the survey tells, cell by cell, with every step.

    Attributes:
        cellules: one row a published cell of the region (annee × code_bassin × code_metier), the columns of `bmo.large`
            and those that `estimer` describes.
        france: one row a vintage with national rows × métier: annee, nomenclature, code_metier, `n` (√P in France), `e`
            (its share less that of all métiers), `N` (weight over the vintages), `F`.
        annees: one row a vintage: annee, P, X, `Q` (regional share of all métiers), `Q_france` (null without national
            rows), `annee_france` (vintage that F comes from, `SANS_FRANCE` when there is none), `a`, `r`, `plafond`,
            `cellules_nb`.
    """

    cellules: pd.DataFrame
    france: pd.DataFrame
    annees: pd.DataFrame


def estimer(large: pd.DataFrame, france: pd.DataFrame, p: ParametresMeteo | None = None) -> Estimation:
    """Estimate every cell of every vintage, each from this vintage and the earlier ones.

    Args:
        large: cells of the region, from `bmo.large`; a zone that no zoning draws is one of them.
        france: annee, code_metier, met, xmet: all cells of the national files, those of the region included (null =
            hidden); no row for a vintage whose file was not national.
        p: parameters; those of `meteo.toml` by default.

    Returns:
        Columns added to the cells:

        - `met_visible`, `xmet_visible` (null = hidden, the rule of secrecy applied to unmasked vintages too),
          `met_cache`, `xmet_cache` (hidden beside visible projects), `plafond` (upper bound of a hidden count),
          `P`, `X` (hidden counts filled; never shown).
        - `annee_france`: vintage that F comes from, as in `Estimation.annees`.
        - `F`: the métier in France; `b` = F + a: the same at the region's level of the year.
        - for the métier in the region, the family in the bassin and the cell: `n_*` = √P, `e_*` = its share less what
          precedes, `N_*` = Σ oubli^years·n, and what is kept of it, Σ oubli^years·n·e / (N + rappel): `delta`, `phi`,
          `epsilon`. `T` = b + delta; `U` = T + phi; `w` = weight of the cell's own answers, 0..1.
        - `q_estimee` = U + epsilon + r, r making the region's projects difficult in all as many as declared.
    """
    p = p or meteo()
    cellules, nationales = _remplir(large, p), _remplir(france, p)
    nomenclatures = cellules.groupby("annee")["nomenclature"].first()
    annees = cellules.groupby("annee").agg(P=("P", "sum"), X=("X", "sum"), cellules_nb=("P", "size"))
    annees["Q"] = annees["X"] / annees["P"]
    annees["plafond"] = _plafonds(cellules, nationales, p)
    f, annees["Q_france"] = _france(nationales.assign(nomenclature=nationales["annee"].map(nomenclatures)), p)
    annees["annee_france"] = _annees_france(nomenclatures, sorted(f["annee"].unique()))

    df = cellules.assign(**{c: cellules["annee"].map(annees[c]) for c in ("plafond", "annee_france")})
    df["F"] = _parts_france(df, f)
    df["a"] = _calage(df["F"], df, p)
    df["b"] = (df["F"] + df["a"]).clip(*p.bornes_part)
    rappel = np.where(df["annee_france"].eq(SANS_FRANCE), p.rappel_sans_france, p.rappel_groupe)
    df["n_metier"], df["e_metier"], df["N_metier"], df["delta"] = _ecarts(df, METIER, "b", rappel, p)
    df["T"] = df["b"] + df["delta"]
    famille = ["code_bassin", "famille"]
    df["n_famille"], df["e_famille"], df["N_famille"], df["phi"] = _ecarts(df, famille, "T", p.rappel_groupe, p)
    df["U"] = df["T"] + df["phi"]
    cellule = ["code_bassin", *METIER]
    df["n_cellule"], df["e_cellule"], df["N_cellule"], df["epsilon"] = _ecarts(df, cellule, "U", p.rappel_cellule, p)
    df["w"] = df["N_cellule"] / (df["N_cellule"] + p.rappel_cellule)
    df["r"] = _calage(df["U"] + df["epsilon"], df, p)
    df["q_estimee"] = (df["U"] + df["epsilon"] + df["r"]).clip(*p.bornes_part)
    annees[["a", "r"]] = df.groupby("annee")[["a", "r"]].first()
    return Estimation(df, f, annees.reset_index())


def _remplir(df: pd.DataFrame, p: ParametresMeteo) -> pd.DataFrame:
    """Step 0: what is hidden, and the fills."""
    met = df["met"].where(df["met"] >= p.seuil_secret)
    xmet = df["xmet"].where(met.notna() & (df["xmet"] >= p.seuil_secret))
    difficiles = xmet.fillna(p.difficiles_seuls_caches).where(met.notna(), p.difficiles_caches)
    return df.assign(
        met_visible=met,
        xmet_visible=xmet,
        met_cache=met.isna(),
        xmet_cache=met.notna() & xmet.isna(),
        P=met.fillna(p.projets_caches),
        X=difficiles,
    )


def _plafonds(cellules: pd.DataFrame, nationales: pd.DataFrame, p: ParametresMeteo) -> pd.Series:
    """Vintage -> the most that a hidden count may be."""
    visibles = pd.concat([cellules[["annee", "met_visible"]], nationales[["annee", "met_visible"]]]).dropna()
    entiers = (visibles["met_visible"] % 1 == 0).groupby(visibles["annee"]).all()
    return entiers.map({True: p.plafond_entier, False: p.seuil_secret}).astype(float)


def plafonner(large: pd.DataFrame, france: pd.DataFrame, p: ParametresMeteo | None = None) -> pd.DataFrame:
    """Cells of `bmo.large` with `plafond`, as `estimer` bounds them, without any estimate."""
    p = p or meteo()
    return large.assign(plafond=large["annee"].map(_plafonds(_remplir(large, p), _remplir(france, p), p)))


def _france(nationales: pd.DataFrame, p: ParametresMeteo) -> tuple[pd.DataFrame, pd.Series]:
    """Step 1: the share of each métier in France, vintages pooled at the level of the year; and that of all métiers."""
    sommes = nationales.groupby("annee")[["P", "X"]].sum()
    parts = sommes["X"] / sommes["P"]
    df = nationales.groupby(["annee", *METIER])[["P", "X"]].sum().reset_index()
    df["Q"] = df["annee"].map(parts).astype(float)
    df["n"], df["e"], df["N"], retenu = _ecarts(df, METIER, "Q", 0.0, p)
    df["F"] = (df["Q"] + retenu).clip(*p.bornes_part)
    return df[["annee", *METIER, "n", "e", "N", "F"]], parts


def _annees_france(nomenclatures: pd.Series, chargees: list[str]) -> pd.Series:
    """Vintage -> the one whose F it takes: its own or the nearest earlier in its nomenclature, else the first later."""
    sources = {}
    for annee, nomenclature in nomenclatures.items():
        memes = [a for a in chargees if nomenclatures[a] == nomenclature]
        sources[annee] = max([a for a in memes if a <= annee] or memes[:1], default=SANS_FRANCE)
    return pd.Series(sources, dtype=str)


def _parts_france(cellules: pd.DataFrame, france: pd.DataFrame) -> pd.Series:
    """F of each cell; the share of its family in the region that year where France is not known."""
    familles = cellules.groupby(["annee", "famille"])[["P", "X"]].sum()
    par_famille = (familles["X"] / familles["P"]).rename("part")
    parts = france.set_index(["annee", "code_metier"])["F"]
    sources = pd.MultiIndex.from_frame(cellules[["annee_france", "code_metier"]])
    nationale = pd.Series(parts.reindex(sources).to_numpy(), index=cellules.index)
    return nationale.fillna(cellules.join(par_famille, on=["annee", "famille"])["part"])


def _calage(parts: pd.Series, df: pd.DataFrame, p: ParametresMeteo) -> np.ndarray:
    """Steps 2 and 6: the one number a vintage added to all its `parts` so that Σ P·part = Σ X, row by row."""
    annee, codes = pd.factorize(df["annee"])[0], df["annee"].nunique()
    q, projets = parts.to_numpy(), df["P"].to_numpy()
    voulus, total = np.bincount(annee, df["X"], codes), np.bincount(annee, projets, codes)
    ajout = np.zeros(codes)
    for _ in range(CALAGES_MAX):
        obtenus = np.bincount(annee, projets * np.clip(q + ajout[annee], *p.bornes_part), codes)
        ajout += (pas := (voulus - obtenus) / total)
        if np.abs(pas).max(initial=0) < PRECISION:
            break
    return ajout[annee]


def _ecarts(
    df: pd.DataFrame, cle: list[str], base: str, rappel: float | np.ndarray, p: ParametresMeteo
) -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    """How far the groups `cle` stand from `base`, this vintage and over the vintages; four series on the rows of `df`.

    Returns:
        √P of the group; its share less that of its cells by `base`; its weight over this vintage and the earlier ones;
        the deviation kept, pulled to 0 by `rappel`.
    """
    g = df.assign(attendus=df["P"] * df[base]).groupby([*cle, "annee"])[["P", "X", "attendus"]].sum()
    groupes = pd.DataFrame({"n": np.sqrt(g["P"]), "e": (g["X"] - g["attendus"]) / g["P"]})
    groupes["S"] = groupes["n"] * groupes["e"]
    for nom, somme in (("N", "n"), ("S", "S")):
        # A group without any cell one year weighs nothing that year.
        par_annee = groupes[somme].unstack("annee", fill_value=0.0)
        ecoulees = np.subtract.outer(*[par_annee.columns.astype(int).to_numpy()] * 2)
        poids = np.where(ecoulees >= 0, p.oubli ** np.maximum(ecoulees, 0.0), 0.0)
        cumul = pd.DataFrame(par_annee.to_numpy() @ poids.T, index=par_annee.index, columns=par_annee.columns)
        groupes[nom] = cumul.stack().reindex(groupes.index)
    lignes = df[[*cle, "annee"]].join(groupes, on=[*cle, "annee"])
    return lignes["n"], lignes["e"], lignes["N"], lignes["S"] / (lignes["N"] + rappel)

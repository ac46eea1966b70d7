"""Was the estimate right? Each past vintage estimated with what was known then, set against the survey that followed.

An estimate speaks of the share that lasts, at the level of its year. It is therefore brought to the level of the next
survey by one number, the same for all cells, added to its log-odds so that the projects difficult in all are those of
that survey; so is what it is compared with. What is left is the order of the cells and the size of their gaps. The next
survey is itself a sample: its own noise is added to what was said before judging it.

Only groups estimated in both vintages are compared, and never métiers across a change of nomenclature. A gap weighs the
geometric mean of the √P of both surveys.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtr

from data_loaders.measures import enonces, marches
from data_loaders.measures.estimation import estimer
from data_loaders.parametres import ParametresMeteo, meteo

# predictor -> what it is, in words
PREDICTIONS = {
    "estimee": "la part estimée",
    "nationale": "le métier en France, au niveau de la région",
    "regionale": "le même groupe dans la région",
    "declaree": "la part déclarée de la dernière enquête",
}
NIVEAUX = ("metier", "famille", marches.ENSEMBLE)
CHANCES = (0.5, 0.6, 0.7, 0.8, 0.9)  # inner limits of the classes of chance
TOUTES = "toutes"
CALAGES = 50


class Evaluation(NamedTuple):
    """What the past says of the method, in the bassins of the region.

    Attributes:
        precision: one row a niveau × pair of vintages (`annee`, `suivante`; both `TOUTES` for all of them):
            `cellules_nb` and, for each of `PREDICTIONS`, `log_loss_*`, `rang_*` (Spearman; null for one same figure
            everywhere) and `ecart_*` (mean absolute gap, 0..1).
        intervalles: same rows: `dans` (share of the next surveys inside the stated interval widened by their own noise;
            `promis` of them should be), `dispersion` (standard deviation of the gaps over the stated ones; 1 is right).
        chances: one row a niveau × class of chance (`de`, `a`): `cellules_nb`, mean chance `dite` of the printed class,
            `attendue` once the noise of the next survey is added, `vue`.
    """

    precision: pd.DataFrame
    intervalles: pd.DataFrame
    chances: pd.DataFrame


def evaluer(large: pd.DataFrame, france: pd.DataFrame, p: ParametresMeteo | None = None) -> Evaluation:
    """Judge every past vintage by the next one; arguments as in `estimation.estimer`.

    Returns:
        Empty frames when no two vintages can be compared.
    """
    p = p or meteo()
    alors = {annee: _comme_alors(large, france, annee, p) for annee in sorted(large["annee"].unique())}
    couples = pd.concat([_couples(alors, niveau, p) for niveau in NIVEAUX])
    if couples.empty:
        return Evaluation(pd.DataFrame(), pd.DataFrame(), pd.DataFrame())
    precision, intervalles = [], []
    for niveau in couples["niveau"].unique():
        tout = couples[couples["niveau"] == niveau]
        for (annee, suivante), g in [*tout.groupby(["annee", "suivante"]), ((TOUTES, TOUTES), tout)]:
            cle = {"niveau": niveau, "annee": annee, "suivante": suivante, "cellules_nb": len(g)}
            precision.append(cle | _precision(g))
            intervalles.append(cle | _intervalles(g, p))
    return Evaluation(pd.DataFrame(precision), pd.DataFrame(intervalles), _chances(couples, p))


def _comme_alors(large: pd.DataFrame, france: pd.DataFrame, annee: str, p: ParametresMeteo) -> pd.DataFrame:
    """The cells of one vintage, estimated from the files up to it."""
    cellules = estimer(*(df[df["annee"] <= annee] for df in (large, france)), p).cellules
    return cellules[cellules["annee"] == annee]


def _couples(alors: dict[str, pd.DataFrame], niveau: str, p: ParametresMeteo) -> pd.DataFrame:
    """Estimates and what followed: one row a group × bassin estimated in two vintages that follow each other."""
    nomenclatures = {annee: cellules["nomenclature"].iloc[0] for annee, cellules in alors.items()}
    sommes = {annee: _sommes(cellules, niveau, p) for annee, cellules in alors.items()}
    lots = []
    for annee, suivante in pairwise(alors):
        if niveau not in marches.NIVEAUX_CHAINES and nomenclatures[annee] != nomenclatures[suivante]:
            continue
        avant, apres = sommes[annee], sommes[suivante]
        df = avant.join(apres[["P", "part"]], how="inner", suffixes=("", "_suivante"))
        for nom in PREDICTIONS:
            df[nom] = _au_niveau(df[nom].clip(*p.bornes_part), df["P_suivante"], df["part_suivante"])
        lots.append(df.assign(niveau=niveau, annee=annee, suivante=suivante).reset_index())
    if not lots:
        return pd.DataFrame()
    df = pd.concat(lots, ignore_index=True)
    df["poids"] = (df["P"] * df["P_suivante"]) ** 0.25
    df["s"] = enonces.erreur(df["estimee"], df["H"], p)
    bruit = enonces.marge(df["estimee"], df["P_suivante"], p.reponses[niveau], p) / p.marge_z
    df["s_vue"] = np.hypot(df["s"], bruit)
    return df


def _sommes(cellules: pd.DataFrame, niveau: str, p: ParametresMeteo) -> pd.DataFrame:
    """The groups that have an estimate, with the other predictors; index zone, group."""
    cles = ["code_zone", "code_groupe"]
    df = marches.sommer(cellules, niveau, "bassin", p).set_index(cles)
    region = marches.sommer(cellules, niveau, "region", p).set_index("code_groupe")["part"]
    df = df.assign(
        estimee=df["q_estimee"],
        nationale=df["b"],
        regionale=region.reindex(df.index.get_level_values("code_groupe")).to_numpy(),
        declaree=df["part"],
    )
    return df.loc[df["statut"] == "estime", ["P", "H", "part", *PREDICTIONS]]


def _au_niveau(parts: pd.Series, projets: pd.Series, suivantes: pd.Series) -> pd.Series:
    """The shares moved by one number on their log-odds, so that Σ P·part is that of the next survey."""
    cotes, voulus, ajout = logit(parts), (projets * suivantes).sum(), 0.0
    for _ in range(CALAGES):
        q = expit(cotes + ajout)
        ajout += (voulus - (projets * q).sum()) / (projets * q * (1 - q)).sum()
    return expit(cotes + ajout)


def _precision(g: pd.DataFrame) -> dict[str, float]:
    y, poids, r = g["part_suivante"], g["poids"], {}
    for nom in PREDICTIONS:
        q = g[nom]
        r[f"log_loss_{nom}"] = -np.average(y * np.log(q) + (1 - y) * np.log(1 - q), weights=poids)
        # Two vintages have two levels: ranks are compared inside each.
        rangs = [_spearman(x[nom], x["part_suivante"]) for _, x in g.groupby("annee")]
        r[f"rang_{nom}"] = float(np.mean(rangs))
        r[f"ecart_{nom}"] = np.average((y - q).abs(), weights=poids)
    return r


def _spearman(x: pd.Series, y: pd.Series) -> float:
    return x.rank().corr(y.rank()) if x.nunique() > 1 else np.nan


def _intervalles(g: pd.DataFrame, p: ParametresMeteo) -> dict[str, float]:
    ecarts = (g["part_suivante"] - g["estimee"]) / g["s_vue"]
    promis = 2 * ndtr(p.intervalle) - 1
    return {"promis": promis, "dans": (ecarts.abs() <= p.intervalle).mean(), "dispersion": np.sqrt((ecarts**2).mean())}


def _chances(couples: pd.DataFrame, p: ParametresMeteo) -> pd.DataFrame:
    """Printed class, one against what was seen: said, expected through the noise of the next survey, seen."""
    df = couples.reset_index(drop=True)
    df = df.join(enonces.dire(df["estimee"], df["s"], p))
    (bas, haut), (tres_bas, tres_haut) = p.limites_classe, p.limites_tres
    bornes = {1: (-np.inf, tres_bas), 2: (-np.inf, bas), 3: (bas, haut), 4: (haut, np.inf), 5: (tres_haut, np.inf)}
    de, a = (df["classe"].map({k: b[i] for k, b in bornes.items()}).astype(float) for i in (0, 1))
    df["attendue"] = ndtr((a - df["estimee"]) / df["s_vue"]) - ndtr((de - df["estimee"]) / df["s_vue"])
    df["vue"] = df["part_suivante"].ge(de) & df["part_suivante"].lt(a)
    limites = [0.0, *CHANCES, 1.0]
    df["de"] = np.array(limites)[np.digitize(df["chance"], CHANCES)]
    g = df.groupby(["niveau", "de"])
    r = pd.DataFrame({"cellules_nb": g.size(), "dite": g["chance"].mean(), "attendue": g["attendue"].mean()})
    r = r.assign(vue=g["vue"].mean()).reset_index()
    r.insert(2, "a", r["de"].map(dict(pairwise(limites))))
    return r.sort_values(["niveau", "de"], key=lambda c: c.map(NIVEAUX.index) if c.name == "niveau" else c)


def annonces(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Of how much the method speaks, and how firmly.

    Args:
        tables: niveau -> rows of `marches.decrire` for the bassins.

    Returns:
        One row a niveau × annee: `cellules_nb` (groups × bassins with a published cell, hidden or not), shares of them
        0..1 `estime`, `effectif`, `secret` (they add up to 1), and of the estimated ones `une_classe`, `deux_classes`.
    """
    lots = []
    for niveau, table in tables.items():
        avec = table[table["cellules_nb"] > 0]
        par_annee = avec["annee"]
        r = pd.DataFrame({"cellules_nb": avec.groupby(par_annee).size()})
        for statut in ("estime", "effectif", "secret"):
            r[statut] = (avec["statut"] == statut).groupby(par_annee).mean()
        estimees = avec[avec["statut"] == "estime"]
        r["une_classe"] = estimees["ou"].isna().groupby(estimees["annee"]).mean()
        r["deux_classes"] = 1 - r["une_classe"]
        lots.append(r.reset_index().assign(niveau=niveau))
    return pd.concat(lots, ignore_index=True)

"""Published series (unemployment rates, monthly registrations): figures kept as published, totals only when complete.

A rate is never summed nor averaged: it exists where its producer publishes it. A figure may leap by itself, far from
the period before and from what the other zones did, for no known cause: one rule tells it in every complete series. A
sample moves by chance and is left out by who calls.
"""

import itertools

import numpy as np
import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur

RAISONS = {
    "A": "",
    "P": "valeur provisoire",
    "E": "valeur estimée par le producteur",
    "B": "rupture de série à cette période : ne pas comparer avec les périodes précédentes",
    "U": "valeur signalée comme atypique par le producteur",
    "Q": "secret statistique",
    "N": "n.d. : valeur non significative selon le producteur",
    "O": "n.d. : valeur manquante dans le fichier du producteur",
}
RAISON_INCOMPLETE = "n.d. : une partie du territoire manque dans le fichier du producteur"
# Status of a total: the first of these found among its parts.
PRIORITE = ("B", "P", "E", "U")

RATIO_MIN = 1.5  # a count that grows by half, or loses a third, in a year
POINTS_MIN = 3.0  # a rate, in points
ECARTS_MIN = 8.0  # times the usual spread of the zones the same year
EFFECTIF_MIN = 100  # smaller counts leap for a few persons
# Zones the same year, or steps of the series itself, below which nothing is usual: then nothing is said.
HABITUDES_MIN = 5
RUPTURE = "B"
PROBABLE = "rupture probable"
PERIMETRE_RATIO, PERIMETRE_ECARTS = 1.1, 5.0  # see `perimetres_changes`
# A sample leaps by chance; what is counted from outlines does not leap.
SANS_REGLE = frozenset({"bmo", "population"})


def publiees(observations: pd.DataFrame) -> pd.DataFrame:
    """One row a zone and period, as published, from code_zone, periode, value, obs_status: these columns, then raison,
    minorant (always False), borne_basse, borne_haute (both equal to the value), cellules_nb, caches_nb."""
    r = observations[["code_zone", "periode", "value", "obs_status"]].copy()
    r["cellules_nb"], r["caches_nb"] = 1, r["obs_status"].eq("Q").astype(int)
    return _habiller(r)


def rattacher(observations: pd.DataFrame, parties: dict[str, list[str]]) -> pd.DataFrame:
    """Published rows under the zone they make (`parties`: zone -> published zones); `code_partie`: their own code."""
    liens = pd.DataFrame([(z, p) for z, ps in parties.items() for p in ps], columns=["code_zone", "code_partie"])
    return observations.rename(columns={"code_zone": "code_partie"}).merge(liens, on="code_partie")


def totaux(
    lignes: pd.DataFrame, parties: dict[str, list[str]], *, nulles: bool = False, cache_max: float | None = None
) -> pd.DataFrame:
    """Sum by zone and period of zones made of published ones (`parties`), from rows of `rattacher`; n.d. (O) as soon as
    one part is missing or hidden; the columns of `publiees`. `nulles`: a part without a row counts for zero.
    `cache_max`: the most that a hidden part may be; the sum of the others is then a lower bound."""
    dits = dict(enumerate((*PRIORITE, "A")))
    rangs = lignes["obs_status"].map({s: i for i, s in dits.items()}).fillna(len(PRIORITE))
    g = lignes.assign(rang=rangs, cache=lignes["obs_status"].eq("Q")).groupby(["code_zone", "periode"], sort=True)
    r = g["value"].agg(value="sum", cellules_nb="size", visibles_nb="count").reset_index()
    r["obs_status"], r["caches_nb"] = g["rang"].min().map(dits).to_numpy(), g["cache"].sum().to_numpy()
    connues = r["visibles_nb"] + (0 if cache_max is None else r["caches_nb"].where(r["visibles_nb"] > 0, 0))
    incomplet = connues < (r["cellules_nb"] if nulles else r["code_zone"].map(lambda z: len(parties[z])))
    r["value"] = r["value"].where(~incomplet)
    r["obs_status"] = r["obs_status"].where(~incomplet, "O")
    r = _habiller(r.drop(columns="visibles_nb"))
    r["raison"] = r["raison"].where(~incomplet.to_numpy(), RAISON_INCOMPLETE)
    minimum = r["caches_nb"].gt(0) & ~incomplet
    r.loc[minimum, "borne_haute"] += r["caches_nb"] * (cache_max or 0)
    return r.assign(minorant=minimum)


def perimetres_changes(parties: pd.DataFrame) -> pd.DataFrame:
    """What each part lacks in each period for the perimeter of the last one: code, periode, value, `manque`.

    `parties`: code, periode, value of counts that add up. A part that grows or shrinks by more than a tenth, five times
    farther from the others than they are, was counted on other communes before: what it would have had is its next
    value brought back by the median growth.
    """
    large = parties.pivot_table(index="periode", columns="code", values="value", aggfunc="sum", min_count=1)
    manque = pd.DataFrame(0.0, index=large.index, columns=large.columns)
    for avant, apres in reversed(list(itertools.pairwise(large.index))):
        pas = np.log(large.loc[apres] / large.loc[avant].replace(0, np.nan))
        ecart = (pas - pas.median()).abs()
        change = ecart.ge(np.log(PERIMETRE_RATIO)) & ecart.ge(PERIMETRE_ECARTS * 1.4826 * ecart.median())
        change &= large.loc[apres].ge(EFFECTIF_MIN) & (pas.count() >= HABITUDES_MIN)
        entier = (large.loc[apres] + manque.loc[apres]) / np.exp(pas.median()) - large.loc[avant]
        manque.loc[avant] = entier.where(change | manque.loc[apres].ne(0), 0.0)
    longue = large.stack().rename("value").reset_index()
    return longue.assign(manque=manque.stack().to_numpy())


def groupe(periode: str, pas: str) -> str:
    """The quarter (`trimestriel`) or the year (`annuel`) that a month or a quarter belongs to."""
    return periode[:4] if pas == "annuel" else f"{periode[:4]}-T{(int(periode[5:7]) - 1) // 3 + 1}"


def agreger(chiffres: pd.DataFrame, pas: str, attendues: int, *, somme: bool) -> pd.DataFrame:
    """Counts by quarter or year (`pas`) of so many periods: the sum of a flow, the mean of a stock; n.d. as soon as one
    is missing. A figure made of a lower bound is one; a hidden period hides the whole; `chiffres`: figures of counts,
    columns `calculs.COLONNES`, periods of one rhythm; never rates."""
    lus = chiffres.assign(periode=chiffres["periode"].map(lambda p: groupe(p, pas)))
    g = lus.groupby(["code_zone", "periode"], sort=False)
    r = g.agg(
        connues=("value", "count"),
        minorant=("minorant", "any"),
        cellules_nb=("cellules_nb", "sum"),
        caches_nb=("caches_nb", "sum"),
        **{c: (c, "sum" if somme else "mean") for c in ("value", "borne_basse", "borne_haute")},
        obs_status=("obs_status", lambda s: next((p for p in ("Q", *PRIORITE) if p in set(s)), "A")),
        saut=("raison", lambda s: next((x for x in s if PROBABLE in x), "")),
    ).reset_index()
    entier = r["connues"] == attendues
    quoi = "somme" if somme else "moyenne"
    # A leap of one of its periods is said with the whole.
    fait = f"calculé ici : {quoi} de {attendues} périodes publiées"
    r["raison"] = [f"{fait} ; {saut}" if saut else fait for saut in r["saut"]]
    manque = [f"n.d. : {n} {francais.accorder('périodes connues', n)} sur {attendues}" for n in r["connues"]]
    r["raison"] = r["raison"].where(entier, manque)
    r["obs_status"] = r["obs_status"].where(entier, r["obs_status"].map(lambda s: "Q" if s == "Q" else "O"))
    nombres = ["value", "borne_basse", "borne_haute"]
    r[nombres] = r[nombres].where(entier)
    r["minorant"] = r["minorant"].astype(bool) & entier
    return r[list(chiffres.columns.intersection(r.columns))]


def _habiller(r: pd.DataFrame) -> pd.DataFrame:
    return r.assign(raison=r["obs_status"].map(RAISONS), minorant=False, borne_basse=r["value"], borne_haute=r["value"])


def peut_sauter(ind: Indicateur, dataset: str) -> bool:
    """Whether the rule reads an indicator: counts and percentages of a complete series, never a class « sur 5 »."""
    return dataset not in SANS_REGLE and (ind.genre == "compte" or ind.unite == "%")


def sauts(lignes: pd.DataFrame, genre: str) -> pd.DataFrame:
    """The leaps of a table of figures, each from the same period a year before: code_zone, periode, avant, ecart (% for
    a count, points for a rate), in the order of zones and periods; `lignes`: code_zone, periode, value, obs_status,
    minorant; `genre`: `compte` (compared by its ratio) or `taux` (by its difference)."""
    vides = lignes["obs_status"].isin(VIDES) | lignes["minorant"].astype(bool)
    large = lignes[~vides].pivot(index="periode", columns="code_zone", values="value")
    rompues = lignes[lignes["obs_status"] == RUPTURE].groupby("periode").size().index
    suivis = (p for p in large.index if francais.rythme_periode(p) and p not in rompues)
    apres = [p for p in suivis if francais.un_an_avant(p) in large.index]
    if not apres:
        return pd.DataFrame(columns=["code_zone", "periode", "avant", "ecart"])
    fin = large.loc[apres].astype(float)
    debut = large.loc[[francais.un_an_avant(p) for p in apres]].astype(float).set_axis(fin.index)
    with np.errstate(divide="ignore", invalid="ignore"):
        pas = np.log(fin / debut) if genre == "compte" else fin - debut
    pas = pas.where(np.isfinite(pas))
    par_zone, par_serie = (pas.count(axis=axe).ge(HABITUDES_MIN) for axe in (1, 0))
    propres = pas.sub(pas.median(axis=1).where(par_zone, 0.0), axis=0)
    # The spread of the zones that year, or that of the series itself where they are too few.
    ici, serie = propres.abs().median(axis=1), (pas - pas.median()).abs().median()
    ecarts = 1.4826 * np.where(par_zone.to_numpy()[:, None], ici.to_numpy()[:, None], serie.to_numpy())
    seuil = np.log(RATIO_MIN) if genre == "compte" else POINTS_MIN
    sautes = propres.abs().ge(seuil) & propres.abs().ge(ECARTS_MIN * ecarts)
    sautes &= par_zone.to_numpy()[:, None] | par_serie.to_numpy()
    if genre == "compte":
        sautes &= np.maximum(fin, debut) >= EFFECTIF_MIN
    # A level that shifts differs from the year before for twelve months: its first period is the leap.
    premiers = sautes & ~sautes.shift(fill_value=False)
    trouves = (100 * np.expm1(pas) if genre == "compte" else pas).where(premiers).unstack().dropna()
    trouves = trouves.rename("ecart").rename_axis(["code_zone", "periode"]).reset_index()
    trouves.insert(2, "avant", trouves["periode"].map(francais.un_an_avant))
    return trouves


def signaler_sauts(lignes: pd.DataFrame, genre: str) -> pd.DataFrame:
    """The same rows, each leap with its words in `raison`, after those that it has."""
    trouves = sauts(lignes, genre)
    if trouves.empty:
        return lignes
    unite, decimales = ("%", 0) if genre == "compte" else ("points", 1)
    dits = {
        (s.code_zone, s.periode): f"{PROBABLE} : {francais.ecart(s.ecart, unite, decimales)} en un an, cause non dite "
        "par le producteur"
        for s in trouves.itertuples()
    }
    trois = zip(lignes["raison"].fillna(""), lignes["code_zone"], lignes["periode"], strict=True)
    return lignes.assign(raison=[" ; ".join(filter(None, (r, dits.get((z, p))))) for r, z, p in trois])


def sautees(lignes: pd.DataFrame) -> pd.Series:
    """True for each row that `signaler_sauts` marked."""
    raisons = lignes["raison"] if "raison" in lignes else [""] * len(lignes)
    return pd.Series([isinstance(r, str) and PROBABLE in r for r in raisons], index=lignes.index, dtype=bool)

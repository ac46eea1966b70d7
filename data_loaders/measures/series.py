"""Published series (unemployment rates, monthly registrations): figures kept as published, totals only when complete.

A rate is never summed nor averaged: it exists where its producer publishes it.
"""

import pandas as pd

from data_loaders.francais import accorder
from data_loaders.measures.sauts import PROBABLE

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


def publiees(observations: pd.DataFrame) -> pd.DataFrame:
    """One row a zone and period, as published.

    Args:
        observations: columns code_zone, periode, value, obs_status.

    Returns:
        Columns code_zone, periode, value, obs_status, raison, minorant (always False), borne_basse, borne_haute (both
        equal to the value), cellules_nb, caches_nb.
    """
    r = observations[["code_zone", "periode", "value", "obs_status"]].copy()
    r["cellules_nb"], r["caches_nb"] = 1, r["obs_status"].eq("Q").astype(int)
    return _habiller(r)


def rattacher(observations: pd.DataFrame, parties: dict[str, list[str]]) -> pd.DataFrame:
    """Published rows under the zone they make (`parties`: zone -> published zones); `code_partie`: their own code."""
    liens = pd.DataFrame([(z, p) for z, ps in parties.items() for p in ps], columns=["code_zone", "code_partie"])
    return observations.rename(columns={"code_zone": "code_partie"}).merge(liens, on="code_partie")


def totaux(lignes: pd.DataFrame, parties: dict[str, list[str]]) -> pd.DataFrame:
    """Sum by zone and period of zones made of published ones; n.d. (O) as soon as one part is missing or hidden.

    Args:
        lignes: rows of `rattacher`.
        parties: zone to compute -> published zones it is made of.

    Returns:
        The columns of `publiees`.
    """
    g = lignes.groupby(["code_zone", "periode"], sort=True)
    r = g["value"].agg(value="sum", cellules_nb="size", visibles_nb="count").reset_index()
    statuts = g["obs_status"].agg(lambda s: next((p for p in PRIORITE if p in set(s)), "A"))
    r["obs_status"] = statuts.to_numpy()
    r["caches_nb"] = g["obs_status"].agg(lambda s: int(s.eq("Q").sum())).to_numpy()
    incomplet = r["visibles_nb"] < r["code_zone"].map(lambda z: len(parties[z]))
    r["value"] = r["value"].where(~incomplet)
    r["obs_status"] = r["obs_status"].where(~incomplet, "O")
    r = _habiller(r.drop(columns="visibles_nb"))
    r["raison"] = r["raison"].where(~incomplet.to_numpy(), RAISON_INCOMPLETE)
    return r


def groupe(periode: str, pas: str) -> str:
    """The quarter (`trimestriel`) or the year (`annuel`) that a month or a quarter belongs to."""
    if pas == "annuel":
        return periode[:4]
    return f"{periode[:4]}-T{(int(periode[5:7]) - 1) // 3 + 1}"


def agreger(chiffres: pd.DataFrame, pas: str, attendues: int, *, somme: bool) -> pd.DataFrame:
    """Counts by quarter or year: the sum of a flow, the mean of a stock; n.d. as soon as one period is missing.

    Args:
        chiffres: figures of counts, columns `calculs.COLONNES`, periods of one rhythm; never rates.
        pas: `trimestriel` or `annuel`. attendues: periods that make a whole one.

    Returns:
        The same columns. A figure made of a lower bound is one; a hidden period hides the whole.
    """
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
    manque = [f"n.d. : {n} {accorder('périodes connues', n)} sur {attendues}" for n in r["connues"]]
    r["raison"] = r["raison"].where(entier, manque)
    r["obs_status"] = r["obs_status"].where(entier, r["obs_status"].map(lambda s: "Q" if s == "Q" else "O"))
    nombres = ["value", "borne_basse", "borne_haute"]
    r[nombres] = r[nombres].where(entier)
    r["minorant"] = r["minorant"].astype(bool) & entier
    return r[list(chiffres.columns.intersection(r.columns))]


def _habiller(r: pd.DataFrame) -> pd.DataFrame:
    return r.assign(raison=r["obs_status"].map(RAISONS), minorant=False, borne_basse=r["value"], borne_haute=r["value"])

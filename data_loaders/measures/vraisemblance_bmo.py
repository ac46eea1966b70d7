"""Whether a survey (BMO) is likely, by its own structure and beside its neighbours: nine rules.

Cells are those of one region, whichever it is: code_bassin, code_departement, code_metier, met, xmet, smet, a hidden
count being empty. Thresholds, and what they rest on, are in `parametres/vraisemblance.toml`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.erreurs import LIGNES_CITEES, Constat
from data_loaders.francais import nombre
from data_loaders.regles import constat

Seuil = Mapping[str, Any]
CELLULE = ["code_bassin", "code_metier"]
FAP2021 = "2024"  # first survey of the nomenclature of today


def constater(annee: str, c: pd.DataFrame, voisines: Mapping[str, pd.DataFrame], seuils: Seuil) -> list[Constat]:
    """The rules that a survey breaks.

    Args:
        voisines: year -> cells of the surveys to set it beside; the same year is the version that it replaces.
    """
    if len(c) < seuils["lignes_minimum"]:
        return []
    constats = []
    for regle, f in SEULES.items():
        constats += _dire(regle, "enquete", f(c, seuils[regle], annee), seuils[regle], annee)
    for autre, v in voisines.items():
        if len(v) >= seuils["lignes_minimum"] and abs(int(annee) - int(autre)) <= seuils["annees"]:
            for regle, f in A_COTE.items():
                dits = f(c, seuils[regle], annee, v, autre)
                constats += _dire(regle, "a_cote", dits, seuils[regle], annee, autre)
    return constats


def larges(observations: pd.DataFrame) -> pd.DataFrame:
    """The published table with a row a cell, a column a measure."""
    cle = ["code_bassin", "code_departement", "code_metier"]
    large = observations.pivot(index=cle, columns="mesure", values="value").reindex(columns=list(MESURES))
    return large.reset_index()


# Codes of the rows that break a rule, then what its sentence names.
Dits = Iterator[tuple[pd.DataFrame, Mapping[str, Any]]]


def _dire(regle: str, cas: str, dits: Dits, s: Seuil, annee: str, autre: str = "") -> list[Constat]:
    communs = {**s, "annee": annee, "autre": autre}
    return [constat(regle, lignes.to_numpy().tolist(), cas, **{**communs, **mots}) for lignes, mots in dits]


def _part(c: pd.DataFrame) -> float:
    """Share of difficult projects, over the cells whose two numbers are published."""
    dites = c[c["met"].notna() & c["xmet"].notna()]
    return 100 * dites["xmet"].sum() / dites["met"].sum(min_count=1)


def _part_difficile(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    p = _part(c)
    if p < s["bas"] or p > s["haut"]:
        yield c.loc[c["xmet"].notna(), CELLULE], {"ici": p}


def _part_bouge(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    p, q = _part(c), _part(v)
    if abs(p - q) > s["ecart"] and c["code_bassin"].nunique() >= s["bassins"]:
        yield c.loc[c["xmet"].notna(), CELLULE], {"ici": p, "la": q}


def _zeros(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    if len(nuls := c.loc[c["met"].eq(0), CELLULE]):
        yield nuls, {}


def _dizaines(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    longues = c.melt(CELLULE, list(MESURES), value_name="value")
    grandes = longues[longues["value"] >= s["effectif"]]
    rondes = grandes[grandes["value"] % 10 == 0]
    if len(grandes) >= s["effectifs_minimum"] and len(rondes) > s["part"] * len(grandes) / 100:
        yield rondes[CELLULE], {"parmi": len(grandes)}


def _cellule(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    dits = c[c["met"].notna()]
    par_dep = dits.groupby("code_departement")["met"]
    totaux = par_dep.transform("sum")
    grandes = dits[(dits["met"] > s["part"] * totaux / 100) & (par_dep.transform("size") >= s["cellules_minimum"])]
    if len(grandes):
        pire = dits.loc[grandes["met"].idxmax()]
        mots = {"lu": pire["met"], "total": totaux[pire.name], "departement": pire["code_departement"]}
        yield grandes[CELLULE], mots


def _trous(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    lignes = c.groupby("code_bassin").size()
    bassins = sorted(lignes[lignes >= s["lignes"]].index)
    if int(annee) < s["depuis"] or len(bassins) < s["bassins"]:
        return
    presents = c[c["code_bassin"].isin(bassins)].drop_duplicates(CELLULE)
    repandus = presents["code_metier"].value_counts().nlargest(s["metiers"]).index
    attendus = pd.MultiIndex.from_product([bassins, repandus], names=CELLULE)
    absents = attendus.difference(pd.MultiIndex.from_frame(presents[CELLULE])).to_frame(index=False)
    if len(absents) > (100 - s["part"]) * len(attendus) / 100:
        presentes = len(attendus) - len(absents)
        yield absents, {"presentes": presentes, "attendues": len(attendus), "repandus": len(repandus)}


def _departements(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    couples = c.groupby(["code_bassin", "code_departement"]).size().rename("n").reset_index()
    infimes = couples[couples["n"] < s["part"] * couples.groupby("code_bassin")["n"].transform("sum") / 100]
    if len(infimes) > s["couples"]:
        yield infimes[["code_bassin", "code_departement"]], {}


def _saisonniers(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    sommes = c.groupby(c["code_metier"].str[0].rename("domaine"))[list(MESURES)].sum()
    profil = pd.Series(s["profil"])
    sommes = sommes[(sommes["met"] >= s["effectif"]) & sommes.index.isin(profil.index)]
    if c["code_bassin"].nunique() < s["bassins"] or len(sommes) < s["domaines"]:
        return
    parts = sommes[["xmet", "smet"]].div(sommes["met"], axis=0)
    difficile, saisonnier = (parts[m].corr(profil[parts.index]) for m in ("xmet", "smet"))
    if saisonnier < difficile:
        yield parts.reset_index()[["domaine"]], {"saisonnier": saisonnier, "difficile": difficile}


def _total(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    proche = abs(int(annee) - int(autre)) <= 1
    limite = s["an"] if proche else s["plus"]
    par_dep = pd.DataFrame(
        {"ici": c.groupby("code_departement")["met"].sum(), "la": v.groupby("code_departement")["met"].sum()}
    )
    ici, la = par_dep.sum()
    if la and not 1 / limite <= ici / la <= limite:
        fois = f"{nombre(ici / la, 2)} fois autant, hors de {nombre(1 / limite, 2)} à {nombre(limite, 2)}"
        yield c.nlargest(LIGNES_CITEES, "met")[CELLULE], {"ici": ici, "ou": "", "la": la, "fois": fois}
        return
    avant, apres = ("la", "ici") if autre <= annee else ("ici", "la")
    for dep in par_dep.index[par_dep[apres] > s["departement"] * par_dep[avant]]:
        lignes = c[c["code_departement"].eq(dep)].nlargest(LIGNES_CITEES, "met")[CELLULE]
        fois = f"plus de {nombre(s['departement'], 1)} fois autant"
        yield lignes, {**par_dep.loc[dep], "ou": f" dans le département {dep}", "fois": fois}


def _disparues(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    ici, la = set(c["code_bassin"]), set(v["code_bassin"])
    grandes = v[(v["met"] >= s["effectif"]) & v["code_bassin"].isin(ici)]
    if (
        (autre < FAP2021) != (annee < FAP2021)
        or len(grandes) < s["cellules"]
        or len(ici & la) < s["bassins"] * len(la) / 100
    ):
        return
    absentes = grandes[~pd.MultiIndex.from_frame(grandes[CELLULE]).isin(pd.MultiIndex.from_frame(c[CELLULE]))]
    if len(absentes) > s["part"] * len(grandes) / 100:
        yield absentes[CELLULE], {"parmi": len(grandes)}


# Rule of `--confirmer` -> what finds it, in a survey alone, then beside another one.
SEULES = {
    "part-difficile": _part_difficile,
    "zeros": _zeros,
    "dizaines": _dizaines,
    "cellule": _cellule,
    "trous": _trous,
    "departements": _departements,
    "saisonniers": _saisonniers,
}
A_COTE = {"part-difficile": _part_bouge, "total": _total, "disparues": _disparues}

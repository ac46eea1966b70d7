"""Whether a survey (BMO) is likely, by its own structure and beside its neighbours: nine rules.

Cells are those of one region, whichever it is: code_bassin, code_departement, code_metier, met, xmet, smet, a hidden
count being empty. Thresholds, and what they rest on, are in `parametres/vraisemblance.toml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.erreurs import LIGNES_CITEES, Constat
from data_loaders.francais import avec_unite, nombre

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
        constats += [Constat(regle, *dit) for dit in f(c, seuils[regle], annee)]
    for autre, v in voisines.items():
        if len(v) >= seuils["lignes_minimum"] and abs(int(annee) - int(autre)) <= seuils["annees"]:
            for regle, f in A_COTE.items():
                constats += [Constat(regle, *dit) for dit in f(c, seuils[regle], annee, v, autre)]
    return constats


def larges(observations: pd.DataFrame) -> pd.DataFrame:
    """The published table with a row a cell, a column a measure."""
    cle = ["code_bassin", "code_departement", "code_metier"]
    large = observations.pivot(index=cle, columns="mesure", values="value").reindex(columns=list(MESURES))
    return large.reset_index()


EN_PART = "difficiles écrits en part ou en pourcentage au lieu d'un effectif, ou colonnes interverties"
Dits = Iterator[tuple[str, str, int, str, tuple[str, ...]]]


def _dire(trouve: str, cause: str, lignes: pd.DataFrame, colonnes: Sequence[str] = CELLULE) -> tuple:
    """A constat without its rule: words, no example, how many rows, likely cause, first rows by their codes."""
    cites = lignes[[*colonnes]].head(LIGNES_CITEES).itertuples(index=False)
    return trouve, "", len(lignes), cause, tuple(" · ".join(map(str, r)) for r in cites)


def _part(c: pd.DataFrame) -> float:
    """Share of difficult projects, over the cells whose two numbers are published."""
    dites = c[c["met"].notna() & c["xmet"].notna()]
    return 100 * dites["xmet"].sum() / dites["met"].sum(min_count=1)


def _part_difficile(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    p, haut = _part(c), avec_unite(s["haut"], "%")
    if p < s["bas"] or p > s["haut"]:
        trouve = f"{avec_unite(p, '%', 1)} de projets difficiles en {annee}, hors de {s['bas']} à {haut}"
        yield _dire(trouve, EN_PART, c[c["xmet"].notna()])


def _part_bouge(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    p, q = _part(c), _part(v)
    if abs(p - q) > s["ecart"] and c["code_bassin"].nunique() >= s["bassins"]:
        trouve = f"{avec_unite(p, '%', 1)} de projets difficiles en {annee}, {avec_unite(q, '%', 1)} en {autre}"
        yield _dire(f"{trouve} : plus de {s['ecart']} points d'écart", EN_PART, c[c["xmet"].notna()])


def _zeros(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    if len(nuls := c[c["met"].eq(0)]):
        trouve = f"{nombre(len(nuls))} cellules à zéro projet en {annee}, 0 dans toute enquête publiée"
        yield _dire(trouve, "secrets (*) récrits 0, ou effectifs arrondis", nuls)


def _dizaines(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    longues = c.melt(CELLULE, list(MESURES), value_name="value")
    grandes = longues[longues["value"] >= s["effectif"]]
    rondes = grandes[grandes["value"] % 10 == 0]
    if len(grandes) >= s["effectifs_minimum"] and len(rondes) > s["part"] * len(grandes) / 100:
        trouve = f"{nombre(len(rondes))} effectifs sur {nombre(len(grandes))} sont des multiples de 10 en {annee}"
        cause = "effectifs multipliés par dix, ou arrondis à la dizaine"
        yield _dire(f"{trouve}, plus de {avec_unite(s['part'], '%')}", cause, rondes)


def _cellule(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    dits = c[c["met"].notna()]
    par_dep = dits.groupby("code_departement")["met"]
    totaux = par_dep.transform("sum")
    grandes = dits[(dits["met"] > s["part"] * totaux / 100) & (par_dep.transform("size") >= s["cellules_minimum"])]
    if len(grandes):
        pire = dits.loc[grandes["met"].idxmax()]
        ou = f"sur {nombre(totaux[pire.name])} du département {pire['code_departement']} en {annee}"
        trouve = f"{nombre(pire['met'])} projets dans une cellule, {ou} : plus de {avec_unite(s['part'], '%')}"
        yield _dire(trouve, "saisie fautive, ou total pris pour une cellule", grandes)


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
        lues = f"{nombre(len(attendus) - len(absents))} lignes sur {nombre(len(attendus))}"
        trouve = f"{lues} pour les {len(repandus)} métiers les plus répandus en {annee}"
        yield _dire(f"{trouve}, moins de {avec_unite(s['part'], '%')}", "lignes perdues", absents)


def _departements(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    couples = c.groupby(["code_bassin", "code_departement"]).size().rename("n").reset_index()
    infimes = couples[couples["n"] < s["part"] * couples.groupby("code_bassin")["n"].transform("sum") / 100]
    if len(infimes) > s["couples"]:
        trouve = (
            f"{len(infimes)} départements qui ont moins de {avec_unite(s['part'], '%')} des lignes d'un bassin en "
            f"{annee}, {s['couples']} au plus dans une enquête publiée"
        )
        yield _dire(trouve, "départements décalés ou mal saisis", infimes, ["code_bassin", "code_departement"])


def _saisonniers(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    sommes = c.groupby(c["code_metier"].str[0].rename("domaine"))[list(MESURES)].sum()
    profil = pd.Series(s["profil"])
    sommes = sommes[(sommes["met"] >= s["effectif"]) & sommes.index.isin(profil.index)]
    if c["code_bassin"].nunique() < s["bassins"] or len(sommes) < s["domaines"]:
        return
    parts = sommes[["xmet", "smet"]].div(sommes["met"], axis=0)
    difficile, saisonnier = (parts[m].corr(profil[parts.index]) for m in ("xmet", "smet"))
    if saisonnier < difficile:
        trouve = (
            f"les projets saisonniers de {annee} suivent moins les saisons des métiers (corrélation "
            f"{nombre(saisonnier, 2)}) que les difficiles ({nombre(difficile, 2)})"
        )
        yield _dire(trouve, "colonnes des difficiles et des saisonniers interverties", parts.reset_index(), ["domaine"])


def _total(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    proche = abs(int(annee) - int(autre)) <= 1
    limite = s["an"] if proche else s["plus"]
    par_dep = pd.DataFrame(
        {"ici": c.groupby("code_departement")["met"].sum(), "la": v.groupby("code_departement")["met"].sum()}
    )
    ici, la = par_dep.sum()
    cause = "effectifs multipliés ou divisés, ou une cellule démesurée"
    if la and not 1 / limite <= ici / la <= limite:
        fois = f"{nombre(ici / la, 2)} fois autant, hors de {nombre(1 / limite, 2)} à {nombre(limite, 2)}"
        trouve = f"{nombre(ici)} projets en {annee}, {nombre(la)} en {autre} : {fois}"
        yield _dire(trouve, cause, c.nlargest(LIGNES_CITEES, "met"))
        return
    avant, apres = ("la", "ici") if autre <= annee else ("ici", "la")
    for dep in par_dep.index[par_dep[apres] > s["departement"] * par_dep[avant]]:
        ici, la = (nombre(par_dep.at[dep, ou]) for ou in ("ici", "la"))
        trouve = f"{ici} projets dans le département {dep} en {annee}, {la} en {autre} : plus de "
        lignes = c[c["code_departement"].eq(dep)].nlargest(LIGNES_CITEES, "met")
        yield _dire(f"{trouve}{nombre(s['departement'], 1)} fois autant", cause, lignes)


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
        lues = f"{nombre(len(absentes))} cellules de {s['effectif']} projets et plus de {autre}"
        trouve = f"{lues}, sur {nombre(len(grandes))}, n'ont pas de ligne en {annee}"
        yield _dire(f"{trouve} : plus de {avec_unite(s['part'], '%', 1)}", "lignes perdues", absentes)


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

"""Whether the figures of a file are likely: by themselves, then beside what is in force.

Thresholds, and what they rest on, are in `parametres/vraisemblance.toml`: a dataset is asked the rules that are written
under its name. The survey has nine of its own; a complete series has the others.
"""

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.contracts.bmo import MESURES
from data_loaders.contracts.convention import sauts
from data_loaders.erreurs import JOINT, LIGNES_CITEES, Constat, constat
from data_loaders.francais import avec_unite, en_periode, etendue_periodes, nombre, numero_periode
from data_loaders.measures.bmo import RUPTURE

FICHIER = Path(__file__).parents[1] / "parametres" / "vraisemblance.toml"
Seuil = Mapping[str, Any]
# Cells that break a rule, by their period and their part, then what its sentence names.
Dit = tuple[Sequence[tuple[str, ...]], Mapping[str, Any]]
RESUMES = {"somme": "sum", "mediane": "median"}
PARTS_MIN = 5  # a median of fewer says nothing
CELLULE = ["code_bassin", "code_metier"]


@cache
def seuils() -> dict[str, Any]:
    """dataset -> rule -> its thresholds."""
    return tomllib.loads(FICHIER.read_text("utf-8"))


def constater(dataset: str, millesime: str, table: pa.Table, proches: Mapping[str, pa.Table]) -> list[Constat]:
    """The rules that a table of observations breaks; `proches`: what is in force beside it, by millésime."""
    if dataset == "convention":
        return sauts(table.to_pandas(), [t.to_pandas() for t in proches.values()])
    regles = seuils().get(dataset)
    if not regles:
        return []
    df, autres = table.to_pandas(), {m: t.to_pandas() for m, t in proches.items()}
    if dataset == "bmo":
        larges = {m: _cellules(d) for m, d in autres.items()}
        return _constater_bmo(millesime, _cellules(df), larges, regles)
    return [
        constat(regle, cases, **{**s, "periode": cases[0][0], "nom": cases[0][-1], **mots})
        for regle, f in SERIES.items()
        for s in regles.get(regle, ())
        if len(df) >= s.get("lignes", regles["lignes_minimum"])
        for cases, mots in f(_large(df, s), s, [_large(d, s) for d in autres.values()])
    ]


def _large(df: pd.DataFrame, s: Seuil) -> pd.DataFrame:
    """A row a period, a column a part: the values of the columns `par` of the table, others added up."""
    for colonne, valeur in s.get("ou", {}).items():
        df = df[df[colonne].eq(valeur)]
    par = s.get("par", [])
    parts = df[par[0]].str.cat([df[c] for c in par[1:]], sep=JOINT) if par else "ensemble"
    large = df.assign(part=parts).groupby(["periode", "part"])[s.get("colonne", "value")].sum(min_count=1).unstack()
    return large.loc[sorted(large.index, key=numero_periode)]


def _cases(w: pd.DataFrame, ou: pd.DataFrame) -> list[tuple[str, str]]:
    return [(w.index[i], w.columns[j]) for i, j in zip(*np.nonzero(ou.to_numpy(bool)), strict=True)]


def _lire(x: float, s: Seuil) -> str:
    """A figure with what it counts: « 7,1 % », « 120 510 »."""
    return avec_unite(x, "%", 1) if {"taux", "reference"} & set(s) else nombre(x)


def _niveau(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    bas, haut = s["bornes"]
    if cases := _cases(w, w.lt(bas) | w.gt(haut)):
        lu, bas, haut = (_lire(x, s) for x in (w.at[cases[0]], bas, haut))
        yield cases, {"lu": lu, "bas": bas, "haut": haut}


def _relatif(w: pd.DataFrame, s: Seuil) -> pd.DataFrame:
    """What each column is of its reference, in %, or in points for a rate. Columns « x · y » of one x are a group,
    columns without « · » too. The reference is the sum or the median of the group, or one of its y."""
    noms = w.columns.str.rpartition(JOINT).to_frame(index=False)
    tete = noms[0] + noms[1]
    if s["reference"] in RESUMES:
        commun = w.T.groupby(tete.to_numpy()).transform(RESUMES[s["reference"]]).T
    else:
        commun = w.reindex(columns=tete + s["reference"]).set_axis(w.columns, axis=1)
    return w - commun if s.get("taux") else 100 * w / commun


def _bornes(w: pd.DataFrame, s: Seuil) -> pd.DataFrame:
    """Lowest and highest value admitted of each column, known by its whole name or by its last part."""
    dites = s["bornes"]
    lues = [dites.get(c, dites.get(c.rpartition(JOINT)[2], (np.nan, np.nan))) for c in w.columns]
    return pd.DataFrame(lues, w.columns, ["bas", "haut"], dtype=float)


def _profil(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    moyennes, bornes = _relatif(w, s).mean(), _bornes(w, s)
    faux = w.columns[(moyennes < bornes["bas"]) | (moyennes > bornes["haut"])]
    if len(faux):
        unite, mots = ("points", "de plus que") if s.get("taux") else ("%", "de")
        bas = bornes.at[faux[0], "bas"]
        lu, haut = (avec_unite(x, unite, 1) for x in (moyennes[faux[0]], bornes.at[faux[0], "haut"]))
        yield [(c,) for c in faux], {"lu": lu, "mots": mots, "bas": bas, "haut": haut}


def _cellule(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    parts, hauts = _relatif(w, s), _bornes(w, s)["haut"]
    if cases := _cases(w, parts.gt(hauts)):
        yield cases, {"lu": w.at[cases[0]], "pris": parts.at[cases[0]], "haut": hauts[cases[0][1]]}


def _bond(w: pd.DataFrame, s: Seuil, autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    w = pd.concat([w, *(a.loc[a.index.difference(w.index)] for a in autres)] if s.get("voisins") else [w])
    w = w.loc[sorted(w.index, key=numero_periode)]
    w = _relatif(w, s) if "reference" in s else w
    taux = s.get("taux")
    with np.errstate(divide="ignore", invalid="ignore"):
        pas = (w if taux else np.log(w)).diff()
    # Where many parts are, what they all did that time is no leap of one.
    propre = pas.sub(pas.median(axis=1), axis=0)
    fautes = pas.abs().gt(s["pas"] if taux else np.log(s["pas"]))
    if "propre" in s and w.shape[1] >= PARTS_MIN:
        fautes |= propre.abs().gt(s["propre"] if taux else np.log(s["propre"]))
    if cases := _cases(w, fautes):
        periode, part = cases[0]
        de = f", en part de {s['reference']}" if "reference" in s else ""
        deux = w.index[w.index.get_loc(periode) - 1], periode
        avant, apres = (f"{_lire(w.at[p, part], s)} {en_periode(p)}" for p in deux)
        yield cases, {"de": de, "avant": avant, "apres": apres}


def _revision(w: pd.DataFrame, s: Seuil, autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    for autre in autres:
        la = autre.reindex(index=w.index, columns=w.columns)
        ecarts = (w - la).abs() if s.get("taux") else (w - la).abs().div(la)
        if cases := _cases(w, ecarts.gt(s["ecart"])):
            yield cases, {"ici": _lire(w.at[cases[0]], s), "la": _lire(la.at[cases[0]], s)}


def _publie(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    periodes = [p for p in s["periodes"] if p in w.index]
    for part, attendu in s["valeurs"].items() if len(periodes) == len(s["periodes"]) else ():
        lu = w.loc[periodes, part].mean() if part in w else np.nan
        if abs(lu / attendu - 1) > s["ecart"] / 100:
            cases = [(p, part) for p in periodes]
            yield cases, {"etendue": etendue_periodes(periodes), "lu": lu, "attendu": attendu}


def _somme(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    tout = s["reference"]
    if tout not in w:
        return
    parties = w.drop(columns=tout).sum(axis=1, skipna=False)
    faux = w.index[(parties - w[tout]).abs().gt(s["ecart"])]
    if len(faux):
        yield [(p, tout) for p in faux], {"lu": parties[faux[0]], "total": w.at[faux[0], tout]}


def _dizaines(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    grands = w.ge(s["effectif"])
    ronds = grands & (w % s["multiple"]).eq(0)
    n, cases = int(grands.to_numpy().sum()), _cases(w, ronds)
    if n and len(cases) > s["part"] * n / 100:
        yield cases, {"parmi": n}


def _disparues(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    for avant, apres in itertools.pairwise(w.index):
        grandes = w.columns[w.loc[avant].ge(s["effectif"])]
        absentes = grandes[w.loc[apres, grandes].isna()]
        part = s["an"] if numero_periode(apres) - numero_periode(avant) <= 1 else s["plus"]
        if len(absentes) > part * len(grandes) / 100:
            mots = {"avant": avant, "apres": apres, "parmi": len(grandes), "toleree": part}
            yield [(avant, c) for c in absentes], mots


_DE_SERIE = (_niveau, _profil, _cellule, _bond, _revision, _publie, _somme, _dizaines, _disparues)
SERIES: Final = {f.__name__.removeprefix("_"): f for f in _DE_SERIE}  # by the name of each rule


def _constater_bmo(annee: str, c: pd.DataFrame, voisines: Mapping[str, pd.DataFrame], seuils: Seuil) -> list[Constat]:
    """The rules that a survey breaks; `voisines`: year -> cells of the surveys to set it beside; the same year is the
    version that it replaces."""
    if len(c) < seuils["lignes_minimum"]:
        return []
    trouves = [(regle, "enquete", "", f(c, seuils[regle], annee)) for regle, f in SEULES.items()]
    for autre, v in voisines.items():
        if len(v) >= seuils["lignes_minimum"] and abs(int(annee) - int(autre)) <= seuils["annees"]:
            trouves += [(regle, "a_cote", autre, f(c, seuils[regle], annee, v, autre)) for regle, f in A_COTE.items()]
    return [
        constat(regle, lignes.to_numpy().tolist(), cas, **{**seuils[regle], "annee": annee, "autre": autre, **mots})
        for regle, cas, autre, dits in trouves
        for lignes, mots in dits
    ]


def _cellules(observations: pd.DataFrame) -> pd.DataFrame:
    """The published table with a row a cell, a column a measure."""
    cle = ["code_bassin", "code_departement", "code_metier"]
    return observations.pivot(index=cle, columns="mesure", values="value").reindex(columns=list(MESURES)).reset_index()


# Codes of the rows that break a rule, then what its sentence names.
Dits = Iterator[tuple[pd.DataFrame, Mapping[str, Any]]]


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


def _dizaines_bmo(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
    longues = c.melt(CELLULE, list(MESURES), value_name="value")
    grandes = longues[longues["value"] >= s["effectif"]]
    rondes = grandes[grandes["value"] % 10 == 0]
    if len(grandes) >= s["effectifs_minimum"] and len(rondes) > s["part"] * len(grandes) / 100:
        yield rondes[CELLULE], {"parmi": len(grandes)}


def _cellule_bmo(c: pd.DataFrame, s: Seuil, annee: str) -> Dits:
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


def _total_bmo(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    limite = s["an"] if abs(int(annee) - int(autre)) <= 1 else s["plus"]
    par_dep = pd.DataFrame({n: x.groupby("code_departement")["met"].sum() for n, x in (("ici", c), ("la", v))})
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


def _disparues_bmo(c: pd.DataFrame, s: Seuil, annee: str, v: pd.DataFrame, autre: str) -> Dits:
    ici, la = set(c["code_bassin"]), set(v["code_bassin"])
    grandes = v[(v["met"] >= s["effectif"]) & v["code_bassin"].isin(ici)]
    autre_liste, peu = (autre < RUPTURE) != (annee < RUPTURE), len(grandes) < s["cellules"]
    if autre_liste or peu or len(ici & la) < s["bassins"] * len(la) / 100:
        return
    absentes = grandes[~pd.MultiIndex.from_frame(grandes[CELLULE]).isin(pd.MultiIndex.from_frame(c[CELLULE]))]
    if len(absentes) > s["part"] * len(grandes) / 100:
        yield absentes[CELLULE], {"parmi": len(grandes)}


# Rule of `--confirmer` -> what finds it, in a survey alone, then beside another one.
SEULES = {
    "part-difficile": _part_difficile,
    "zeros": _zeros,
    "dizaines": _dizaines_bmo,
    "cellule": _cellule_bmo,
    "trous": _trous,
    "departements": _departements,
    "saisonniers": _saisonniers,
}
A_COTE = {"part-difficile": _part_bouge, "total": _total_bmo, "disparues": _disparues_bmo}

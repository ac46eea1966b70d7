"""Whether the figures of a file are likely: by themselves, then beside what is in force.

Thresholds, and what they rest on, are in `parametres/vraisemblance.toml`: a dataset is asked the rules that are written
under its name. The survey has its own (`vraisemblance_bmo`); the rules here are those of complete series.
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

from data_loaders.contracts.convention import sauts
from data_loaders.erreurs import LIGNES_CITEES, Constat
from data_loaders.francais import avec_unite, en_periode, etendue_periodes, nombre, numero_periode, periode_libelle
from data_loaders.measures import vraisemblance_bmo

FICHIER = Path(__file__).parents[1] / "parametres" / "vraisemblance.toml"
# Rule of `--confirmer` -> what it refuses.
REGLES: Final = {
    "part-difficile": "une part de projets difficiles hors de ce qui se voit, ou trop loin de l'enquête d'à côté",
    "zeros": "des cellules à zéro projet",
    "dizaines": "trop d'effectifs ronds",
    "cellule": "une cellule qui prend trop de son ensemble",
    "total": "un nombre de projets trop loin de l'enquête d'à côté",
    "trous": "des lignes qui manquent parmi les métiers les plus répandus",
    "disparues": "trop de grandes cellules du fichier d'à côté sans ligne",
    "departements": "des départements qui n'ont presque rien d'un bassin",
    "saisonniers": "des projets saisonniers qui ne suivent pas les saisons",
    "niveau": "un total hors de ce qui se voit",
    "profil": "une part ou un écart qui n'est pas celui de cette zone ou de cette catégorie",
    "bond": "une valeur qui saute d'une période à l'autre",
    "revision": "une valeur passée loin de celle qui est en place",
    "publie": "une valeur passée loin de celle qui a été publiée",
    "somme": "des parties dont la somme n'est pas le tout",
    "seuil": "des taux donnés ou tus à contresens des effectifs",
}
JOINT = " · "
Seuil = Mapping[str, Any]
Dit = tuple[str, str, int, str, tuple[str, ...]]
RESUMES = {"somme": "sum", "mediane": "median"}
PARTS_MIN = 5  # a median of fewer says nothing


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
        larges = {m: vraisemblance_bmo.larges(d) for m, d in autres.items()}
        return vraisemblance_bmo.constater(millesime, vraisemblance_bmo.larges(df), larges, regles)
    return [
        Constat(regle, *dit)
        for regle, f in SERIES.items()
        for s in regles.get(regle, ())
        if len(df) >= s.get("lignes", regles["lignes_minimum"])
        for dit in f(_large(df, s), s, [_large(d, s) for d in autres.values()])
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
    """(period, part) of the cells that are true in a mask."""
    return [(w.index[i], w.columns[j]) for i, j in zip(*np.nonzero(ou.to_numpy(bool)), strict=True)]


def _dire(trouve: str, cause: str, cases: Sequence[tuple[str, ...]]) -> Dit:
    """A constat without its rule: words, no example, how many rows, likely cause, the first ones."""
    return trouve, "", len(cases), cause, tuple(JOINT.join(c) for c in cases[:LIGNES_CITEES])


def _lire(x: float, s: Seuil) -> str:
    """A figure with what it counts: « 7,1 % », « 120 510 »."""
    return avec_unite(x, "%", 1) if {"taux", "reference"} & set(s) else nombre(x)


def _niveau(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    bas, haut = s["bornes"]
    if cases := _cases(w, w.lt(bas) | w.gt(haut)):
        periode, part = cases[0]
        lu, bas, haut = (_lire(x, s) for x in (w.at[periode, part], bas, haut))
        cause = "unité confondue : milliers, parts ou effectifs multipliés"
        yield _dire(f"{lu} {en_periode(periode)}, {part} : hors de {bas} à {haut}", cause, cases)


def _relatif(w: pd.DataFrame, s: Seuil) -> pd.DataFrame:
    """What each column is of its reference, in %, or in points for a rate.

    Columns « x · y » of one x are a group, columns without « · » too. The reference is the sum or the median of the
    group, or one of its y.
    """
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
        bas, haut = bornes.loc[faux[0]]
        trouve = f"{faux[0]} : {avec_unite(moyennes[faux[0]], unite, 1)} {mots} {s['reference']} en moyenne, hors de "
        cause = "colonnes ou codes intervertis, ou lignes d'une autre zone"
        yield _dire(f"{trouve}{nombre(bas, 1)} à {avec_unite(haut, unite, 1)}", cause, [(c,) for c in faux])


def _cellule(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    parts = _relatif(w, s)
    if cases := _cases(w, parts.gt(_bornes(w, s)["haut"])):
        periode, part = cases[0]
        lue, haut = (avec_unite(x, "%") for x in (parts.at[periode, part], _bornes(w, s).at[part, "haut"]))
        trouve = f"{nombre(w.at[periode, part])} pour {part} {en_periode(periode)}, soit {lue} de son total, "
        yield _dire(f"{trouve}{haut} au plus", "saisie fautive, ou colonnes interverties", cases)


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
        avant = w.index[w.index.get_loc(periode) - 1]
        de = f", en part de {s['reference']}" if "reference" in s else ""
        lus = ", ".join(f"{_lire(w.at[p, part], s)} {en_periode(p)}" for p in (avant, periode))
        cause = "saisie fautive, virgule ou chiffre perdu, ou séries mises bout à bout"
        yield _dire(f"{part}{de} : {lus}", cause, cases)


def _revision(w: pd.DataFrame, s: Seuil, autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    for autre in autres:
        la = autre.reindex(index=w.index, columns=w.columns)
        ecarts = (w - la).abs() if s.get("taux") else (w - la).abs().div(la)
        if cases := _cases(w, ecarts.gt(s["ecart"])):
            periode, part = cases[0]
            lus = ", ".join(_lire(x.at[periode, part], s) for x in (w, la))
            cause = "colonnes ou codes intervertis, périodes décalées, ou série d'une autre définition"
            yield _dire(f"{part}, {periode_libelle(periode)} : {lus} dans ce qui est en place", cause, cases)


def _publie(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    periodes = [p for p in s["periodes"] if p in w.index]
    for part, attendu in s["valeurs"].items() if len(periodes) == len(s["periodes"]) else ():
        lu = w.loc[periodes, part].mean() if part in w else np.nan
        if abs(lu / attendu - 1) > s["ecart"] / 100:
            trouve = f"{part}, {etendue_periodes(periodes)} : {nombre(lu)}, {nombre(attendu)} publiés alors, plus de "
            cause = "colonnes ou feuilles interverties, ou série d'un autre territoire"
            yield _dire(f"{trouve}{avec_unite(s['ecart'], '%')} d'écart", cause, [(p, part) for p in periodes])


def _somme(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    tout = s["reference"]
    if tout not in w:
        return
    parties = w.drop(columns=tout).sum(axis=1, skipna=False)
    faux = w.index[(parties - w[tout]).abs().gt(s["ecart"])]
    if len(faux):
        trouve = f"{nombre(parties[faux[0]])} en additionnant les parties {en_periode(faux[0])}, "
        trouve += f"{nombre(w.at[faux[0], tout])} pour {tout}"
        yield _dire(trouve, "saisie fautive, ou lignes de deux éditions", [(p, tout) for p in faux])


def _dizaines(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    grands = w.ge(s["effectif"])
    ronds = grands & (w % s["multiple"]).eq(0)
    n, ronds_nb = int(grands.to_numpy().sum()), int(ronds.to_numpy().sum())
    if n and ronds_nb > s["part"] * n / 100:
        trouve = f"{nombre(ronds_nb)} valeurs sur {nombre(n)} sont des multiples de {s['multiple']}, plus de "
        trouve += avec_unite(s["part"], "%")
        yield _dire(trouve, "valeurs arrondies, ou multipliées par dix", _cases(w, ronds))


def _disparues(w: pd.DataFrame, s: Seuil, _autres: Sequence[pd.DataFrame]) -> Iterator[Dit]:
    for avant, apres in itertools.pairwise(w.index):
        grandes = w.columns[w.loc[avant].ge(s["effectif"])]
        absentes = grandes[w.loc[apres, grandes].isna()]
        part = s["an"] if numero_periode(apres) - numero_periode(avant) <= 1 else s["plus"]
        if len(absentes) > part * len(grandes) / 100:
            lues = f"{nombre(len(absentes))} lignes de {s['effectif']} et plus en {avant}, sur {nombre(len(grandes))}"
            trouve = f"{lues}, ne sont plus là en {apres} : plus de {avec_unite(part, '%')}"
            yield _dire(trouve, "lignes perdues", [(avant, c) for c in absentes])


SERIES: Final = {
    "niveau": _niveau,
    "profil": _profil,
    "cellule": _cellule,
    "bond": _bond,
    "revision": _revision,
    "publie": _publie,
    "somme": _somme,
    "dizaines": _dizaines,
    "disparues": _disparues,
}

"""BMO figures: recruitment projects, difficult and seasonal ones, share judged difficult.

Unit: recruitment projects (weighted intentions of employers). Denominator of the share: projects of the same cells.

The list of the survey broke in 2024: métiers of before (FAP 2009), métiers of since (FAP 2021). `passage_bmo.csv` is a
working table of the Observatoire, a row a link and what proves it: the same label, or the share of couples ROME ×
qualification that both have in the tables of the Dares, then the projects of France in the surveys of 2024 and 2023
(1 = as all métiers). No producer publishes one. Seven codes are in both lists: what goes on is read here, never from
the code alone.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.francais import enumeration
from data_loaders.measures import secret
from geo.zonages import REGION

PASSAGES = Path(__file__).parents[1] / "parametres" / "passage_bmo.csv"
RUPTURE = "2024"  # first vintage of the new list
LISTE_AVANT = "FAP2009"
CODE_METIER = re.compile(r"[A-Z]\d[A-Z]\d{2}")
UN_POUR_UN = "1:1"  # the only kind whose share and projects are read across


# Level of métiers -> how its code is read in the code of a métier. `famille` needs the list of métiers.
NIVEAUX = ("famille", "fap22", "fap87", "metier")
LONGUEURS = {"fap22": 1, "fap87": 3, "metier": 5}
ZONES = {"bassin": "code_bassin", "departement": "code_departement"}

RAISON_NON_ENQUETE = "non enquêté : ce métier n’est pas dans la liste de l’enquête cette année-là"
LISTE_CHANGEE = f"la liste de l’enquête a changé en {RUPTURE}"


def large(observations: pd.DataFrame, metiers: pd.DataFrame) -> pd.DataFrame:
    """One row per published cell (annee × bassin × métier): annee, code_bassin, code_departement, code_metier, met,
    xmet, smet (null = hidden), famille, fap22, fap87, metier, nomenclature, libelle_metier, libelle_famille."""
    cles = ["annee", "code_bassin", "code_departement", "code_metier"]
    df = observations.pivot(index=cles, columns="mesure", values="value").reindex(columns=list(MESURES)).reset_index()
    df.columns.name = None
    df = df.merge(metiers, on=["annee", "code_metier"], how="left", validate="many_to_one")
    df["famille"] = df["code_famille"]
    for niveau, n in LONGUEURS.items():
        df[niveau] = df["code_metier"].str[:n]
    return df


def zoner(df: pd.DataFrame, zonage: str) -> pd.DataFrame:
    """The same cells with `code_zone`; KeyError for a zonage the survey cannot be summed on."""
    return df.assign(code_zone=REGION if zonage == "region" else df[ZONES[zonage]])


def calculer(df: pd.DataFrame, mesure: str, groupes: list[str]) -> pd.DataFrame:
    """`mesure` (met, xmet, smet or part_difficiles) by group; columns of `secret.sommes` or `secret.parts`.

    A hidden count is `plafond` at most, where the cells have one.
    """
    if mesure == "part_difficiles":
        return secret.parts(df, groupes)
    cache = df[mesure].isna()
    plafond = df.get("plafond", secret.SEUIL)
    if mesure != "met":
        plafond = np.minimum(plafond, df["met"].fillna(plafond))
    cellules = df[groupes].assign(value=df[mesure], obs_status=cache.map({True: "Q", False: "A"}), plafond=plafond)
    return secret.sommes(cellules, groupes)


def metiers_listes(metiers: pd.DataFrame, niveau: str) -> dict[str, set[str]]:
    """annee -> codes of `niveau` that the survey listed that year (an absent row is then a real zero)."""
    codes = metiers["code_famille"] if niveau == "famille" else metiers["code_metier"].str[: LONGUEURS[niveau]]
    return codes.groupby(metiers["annee"]).agg(set).to_dict()


def prolonger(lignes: pd.DataFrame, niveau: str) -> pd.DataFrame:
    """The same rows; those of a métier that the break of 2024 renames one for one, under its other code too."""
    if niveau != "metier":
        return lignes
    autres = lignes["code_groupe"].map(pareils())
    prises = lignes[autres.notna()]
    return pd.concat([lignes, sous_autre_code(prises, autres[autres.notna()])], ignore_index=True)


def sous_autre_code(lignes: pd.DataFrame, codes: pd.Series | str) -> pd.DataFrame:
    """The same rows put under other codes; where they have reasons, the code of their year is said."""
    dits = {"code_groupe": codes}
    if "raison" in lignes:
        siens = (f"sous le code {c} cette année-là, {LISTE_CHANGEE}" for c in lignes["code_groupe"])
        dits["raison"] = [" ; ".join(filter(None, x)) for x in zip(lignes["raison"].fillna(""), siens, strict=True)]
    return lignes.assign(**dits)


def codes_prolonges(niveau: str, code: str) -> tuple[str, ...]:
    """The codes under which a group is read: its own, then the other one that `prolonger` gives it."""
    autre = pareils().get(code) if niveau == "metier" else None
    return (code, autre) if autre else (code,)


def raisons_non_listees(niveau: str, codes: pd.Series, annees: pd.Series, metiers: pd.DataFrame) -> list[str]:
    """Why each vintage does not list its group: its list is another, where what follows is named, or it was not asked;
    `metiers`: list of the survey, every vintage loaded."""
    paires = list(zip(codes, annees, strict=True))
    connus = metiers.reindex(columns=["annee", "code_metier", "libelle_metier"]).dropna()
    listes = (connus[connus["annee"].ge(RUPTURE) == cote] for cote in (False, True))
    noms = [dict(zip(x["code_metier"], x["libelle_metier"], strict=True)) for x in listes]
    dites = {p: _raison_non_listee(niveau, p[0], p[1] >= RUPTURE, noms) for p in set(paires)}
    return [dites[p] for p in paires]


def _raison_non_listee(niveau: str, code: str, depuis: bool, noms: Sequence[Mapping[str, str]]) -> str:
    listes = debuts_de_code(LONGUEURS[niveau]) if niveau in LONGUEURS else ((), ())
    if code in listes[depuis] or code not in listes[not depuis]:
        return RAISON_NON_ENQUETE
    if niveau != "metier":
        return f"{LISTE_CHANGEE} : ce groupe n’y {'est plus' if depuis else 'était pas'}"
    autres = suites(code, "" if depuis else RUPTURE)
    connus = noms[depuis]
    dits = enumeration([f"« {connus[c]} » ({c})" if c in connus else c for c in autres.codes or autres.rome])
    if autres.codes:
        return f"{LISTE_CHANGEE} : voir, {'depuis' if depuis else 'avant'}, {dits}"
    # The survey does not follow it, the tables of the ROME do: neither is left out.
    fiches = f" ; ses fiches ROME {'vont à' if depuis else 'viennent de'} {dits}" if dits else ""
    return f"{LISTE_CHANGEE} : {'ce métier n’y a pas de suite chiffrée' if depuis else 'ce métier est nouveau'}{fiches}"


class Suites(NamedTuple):
    """What a métier was before the break, or is since: `codes` of the other list, in their order.

    `genre` is `1:1`, `1:n`, `n:1`, `n:m`, the same followed by « volume rompu », `sans suite` or `nouveau`; "" for a
    code that the table does not hold on this side. `rome`: where its ROME cards are on the other side, when the survey
    has no volume that follows it.
    """

    genre: str
    codes: tuple[str, ...]
    rome: tuple[str, ...] = ()


@cache
def _passages() -> dict[bool, dict[str, Suites]]:
    """Whether a code is of the list of since -> code -> its suites."""
    lignes = pd.read_csv(PASSAGES, sep=";", dtype=str, keep_default_na=False)
    lus = {False: {}, True: {}}
    for a, b, genre, preuve in lignes[["code_2023", "code_2024", "genre", "preuve"]].itertuples(index=False):
        for depuis, ici, autre in ((False, a, b), (True, b, a)):
            if ici:
                connus = lus[depuis].get(ici, Suites("", ())).codes
                rome = () if autre else tuple(CODE_METIER.findall(preuve))
                lus[depuis][ici] = Suites(genre, tuple(sorted({*connus, autre} - {""})), rome)
    return lus


def suites(code: str, millesime: str) -> Suites:
    """The successors of a métier of a vintage before the break, the predecessors of one since."""
    return _passages()[millesime >= RUPTURE].get(code, Suites("", ()))


def chaine(code: str) -> bool:
    """Whether a code is that of a métier that goes on across the break."""
    return any(lus.get(code, Suites("", ())).genre == UN_POUR_UN for lus in _passages().values())


@cache
def pareils() -> dict[str, str]:
    """Code -> the other code of the same métier, for those that the break renames one for one, both ways."""
    tous = [(code, s) for lus in _passages().values() for code, s in lus.items() if s.genre == UN_POUR_UN]
    return {code: s.codes[0] for code, s in tous if s.codes[0] != code}


@lru_cache(maxsize=8)
def debuts_de_code(longueur: int) -> tuple[frozenset[str], frozenset[str]]:
    """The first letters of the codes of before the break, then of since."""
    avant, depuis = (frozenset(c[:longueur] for c in _passages()[cote]) for cote in (False, True))
    return avant, depuis

"""BMO figures: recruitment projects, difficult and seasonal ones, share judged difficult.

Unit: recruitment projects (weighted intentions of employers). Denominator of the share: projects of the same cells.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.francais import enumeration
from data_loaders.measures import secret
from data_loaders.parametres import passage
from geo.zonages import REGION

# Level of métiers -> how its code is read in the code of a métier. `famille` needs the list of métiers.
NIVEAUX = ("famille", "fap22", "fap87", "metier")
LONGUEURS = {"fap22": 1, "fap87": 3, "metier": 5}
ZONES = {"bassin": "code_bassin", "departement": "code_departement"}

RAISON_NON_ENQUETE = "non enquêté : ce métier n’est pas dans la liste de l’enquête cette année-là"
LISTE_CHANGEE = f"la liste de l’enquête a changé en {passage.RUPTURE}"


def large(observations: pd.DataFrame, metiers: pd.DataFrame) -> pd.DataFrame:
    """One row per published cell (annee × bassin × métier): `met`, `xmet`, `smet` (null = hidden) and the groupings.

    Returns:
        Columns annee, code_bassin, code_departement, code_metier, met, xmet, smet, famille, fap22, fap87, metier,
        nomenclature, libelle_metier, libelle_famille.
    """
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
    plafond = df["plafond"] if "plafond" in df else pd.Series(secret.SEUIL, index=df.index)
    if mesure != "met":
        plafond = plafond.clip(upper=df["met"].fillna(plafond))
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
    autres = lignes["code_groupe"].map(passage.pareils())
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
    autre = passage.pareils().get(code) if niveau == "metier" else None
    return (code, autre) if autre else (code,)


def raisons_non_listees(niveau: str, codes: pd.Series, annees: pd.Series, metiers: pd.DataFrame) -> list[str]:
    """Why each vintage does not list its group: its list is another, where what follows is named, or it was not asked.

    Args:
        metiers: list of the survey, every vintage loaded.
    """
    paires = list(zip(codes, annees, strict=True))
    connus = metiers.reindex(columns=["annee", "code_metier", "libelle_metier"]).dropna()
    listes = (connus[connus["annee"].ge(passage.RUPTURE) == cote] for cote in (False, True))
    noms = [dict(zip(x["code_metier"], x["libelle_metier"], strict=True)) for x in listes]
    dites = {p: _raison_non_listee(niveau, p[0], p[1] >= passage.RUPTURE, noms) for p in set(paires)}
    return [dites[p] for p in paires]


def _raison_non_listee(niveau: str, code: str, depuis: bool, noms: Sequence[Mapping[str, str]]) -> str:
    listes = passage.groupes(LONGUEURS[niveau]) if niveau in LONGUEURS else ((), ())
    if code in listes[depuis] or code not in listes[not depuis]:
        return RAISON_NON_ENQUETE
    if niveau != "metier":
        return f"{LISTE_CHANGEE} : ce groupe n’y {'est plus' if depuis else 'était pas'}"
    suites = passage.suites(code, "" if depuis else passage.RUPTURE).codes
    if not suites:
        return f"{LISTE_CHANGEE} : {'ce métier n’y a pas de suite' if depuis else 'ce métier est nouveau'}"
    dits = enumeration([f"« {noms[depuis][c]} » ({c})" if c in noms[depuis] else c for c in suites])
    return f"{LISTE_CHANGEE} : voir, {'depuis' if depuis else 'avant'}, {dits}"

"""The words beside each code of a dataset given back: zones, métiers, series, statuses."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import OBS_STATUS, Colonne, Table
from data_loaders.contracts.convention import mesures
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX
from data_loaders.magasin.controle import ZONAGE_DE
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from data_loaders.versions.difference import MESURES
from geo import zonages

# Columns whose codes have words, in every dataset; then those of the survey alone.
_CODES = {*ZONAGE_DE, "code_zone", "obs_status", "code_mesure", "serie", "code_rome", "code_fap", "code_fap87"}
_CODES_BMO = {"code_metier", "mesure"}
EN_FRANCAIS = {"value": "valeur"}  # name of a column in its contract -> in a file


def modele(dataset: str, table: str) -> Table:
    """What a table is once given back: a column of words after each of its codes that has none yet."""
    t = CONTRATS[dataset].tables[table]
    presentes = {c.nom for c in t.colonnes}
    colonnes = []
    for c in t.colonnes:
        colonnes.append(replace(c, nom=EN_FRANCAIS.get(c.nom, c.nom)))
        voulue = c.nom in _CODES or (dataset == "bmo" and c.nom in _CODES_BMO)
        nommee = _nom(c.nom) in presentes or (c.nom == "code_fap" and "libelle" in presentes)
        if voulue and not nommee:
            colonnes.append(Colonne(_nom(c.nom), f"Libellé de {c.nom}"))
    return replace(t, colonnes=tuple(colonnes))


def ajouter(d: Donnees, dataset: str, table: str, df: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table as `modele` says them.

    A code without words, unknown of the zonings and nomenclatures in force, has an empty label.
    """
    sortie, df = {}, df.rename(columns=EN_FRANCAIS)
    for c in modele(dataset, table).colonnes:
        if c.nom in df:
            sortie[c.nom], precedente = df[c.nom], c.nom
        else:
            sortie[c.nom] = _etiqueter(df, precedente, _mots(d, dataset, precedente))
    return pd.DataFrame(sortie)


def _nom(colonne: str) -> str:
    """`code_bassin` -> `libelle_bassin`, `obs_status` -> `libelle_obs_status`."""
    return f"libelle_{colonne.removeprefix('code_').removeprefix('siren_')}"


def _etiqueter(df: pd.DataFrame, colonne: str, mots: Mapping[str, str]) -> pd.Series:
    if colonne == "code_zone" and "zonage" in df:
        par_zonage = {z: zonages.noms(z) for z in df["zonage"].unique() if z in zonages.CODES}
        paires = zip(df["zonage"], df["code_zone"], strict=True)
        return pd.Series([par_zonage.get(z, {}).get(c, "") for z, c in paires], index=df.index, dtype="object")
    return df[colonne].map(dict(mots)).fillna("").astype("object")


def _mots(d: Donnees, dataset: str, colonne: str) -> Mapping[str, str]:
    """code -> words of a column of codes."""
    siens = [i for i in (INDICATEURS | NATIONAUX).values() if any(dataset in i.datasets_pour(z) for z in i.zonages)]
    if colonne in ZONAGE_DE or colonne == "code_zone":
        ailleurs = {c: nom for i in siens for connus in i.complements.values() for c, nom in connus.items()}
        decoupages = (ZONAGE_DE[colonne],) if colonne in ZONAGE_DE else ("departement", "region")
        return {"FR": "France", **ailleurs, **{c: nom for z in decoupages for c, nom in zonages.noms(z).items()}}
    match colonne:
        case "obs_status":
            return OBS_STATUS
        case "code_metier":
            lus = d.lire("bmo", "metiers").sort_values("annee", kind="stable")
            return dict(zip(lus["code_metier"], lus["libelle_metier"], strict=True))
        case "mesure":
            return MESURES
        case "code_mesure":
            return {m.code: m.libelle for m in mesures().values()}
        case "serie":
            return {i.mesure: i.libelle for i in siens}
        case "code_rome":
            return nomenclatures.libelles(d, "rome")
    postes = d.lire("nomenclatures", "postes") if d.millesimes("nomenclatures") else None
    return {} if postes is None else dict(zip(postes["code"], postes["libelle"], strict=True))

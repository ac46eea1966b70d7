"""A figure as a row: what it is of, its value, its status and all that makes it honest.

Every screen, CSV, workbook, Parquet, GeoJSON, address and command that gives figures of indicators gives these rows,
under these headings, whose meaning is in `mots.toml`.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa

from data_loaders import jeux
from data_loaders.chiffres.tableau import Tableau, source_exportee
from data_loaders.contracts.base import OBS_STATUS, VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import DECIMALES_MAX
from data_loaders.jeux import calculs
from data_loaders.measures import enonces
from data_loaders.versions import approbations
from data_loaders.versions.approbations import CALCUL, ESTIMATION, PRODUCTEUR
from geo import zonages

MOTS: Final = tomllib.loads(Path(__file__).with_name("mots.toml").read_text("utf-8"))
_TYPES: Final = {"texte": pa.string(), "nombre": pa.float64(), "entier": pa.int64(), "oui": pa.bool_()}
_STATUTS: Final = " ; ".join(f"{code} {mot}" for code, mot in OBS_STATUS.items())


def colonnes(table: str) -> dict[str, tuple[pa.DataType, str]]:
    """Heading -> (type, what it means), in the order of a file, of a table of `mots.toml`."""
    return {nom: (_TYPES[genre], sens.format(statuts=_STATUTS)) for nom, (genre, sens) in MOTS[table].items()}


COMPOSE = "composé par le lecteur"
BRUIT = 9  # decimals beyond which a number is noise of its own sums
# What position is called in a file.
ETATS_EXPORTES = {-1: "au-dessous", 0: "écart non prouvé", 1: "au-dessus"}
# Heading -> (type, what it means), in the order of the columns; those of shares of the survey are apart.
PARTS = colonnes("parts")
SCHEMA: dict[str, tuple[pa.DataType, str]] = colonnes("quoi") | PARTS | colonnes("d_ou")
COLONNES = {nom: sens for nom, (_, sens) in SCHEMA.items()}


def mention(demonstration: bool, statut: approbations.Statut | None = None) -> str:
    """What every export says of itself: who answers for it, work of the observatory by default."""
    s = statut or approbations.Statut(nature=approbations.OBSERVATOIRE)
    if not demonstration:
        return s.texte
    # Invented figures are no producer's, and nobody approves them.
    textes = [] if s.nature == approbations.PRODUCTEUR else [approbations.MENTIONS[s.nature]]
    return " ; ".join(["Données de démonstration", *textes])


def mentions(
    ind: Indicateur, zonage: str, instantanes: Mapping[str, str], demonstration: bool, preuve: str = PRODUCTEUR
) -> dict[str, str]:
    """Period -> what a row of that period says of itself: the snapshot it was read in, how its figure comes."""
    statuts = {p: approbations.statut_de(ind, zonage, [i]) for p, i in instantanes.items()}
    return {
        p: mention(demonstration, s if s.nature == approbations.COMMUN else s._replace(nature=preuve))
        for p, s in statuts.items()
    }


def preuves(ind: Indicateur, zonage: str, lignes: pd.DataFrame, metier: str) -> pd.Series:
    """How each figure comes: as its producer writes it, made here of several, or estimated."""
    niveau, _, code = metier.partition(":")
    q = calculs.Question(None, ind, zonage, calculs.Metier(niveau, code) if code else None)
    genre = jeux.calcul(q.dataset).genre(q)
    nb, statut = lignes.get("cellules_nb", pd.Series(1, lignes.index)), lignes["obs_status"]
    telle = (nb.le(1) & (genre in (calculs.PUBLIEE, calculs.SOMME))) | statut.isin(VIDES)
    estimee = statut.eq("E") | (genre == calculs.ESTIMEE)
    return telle.map({True: PRODUCTEUR, False: CALCUL}).mask(estimee, ESTIMATION)


def du_tableau(
    t: Tableau, instantanes: Mapping[str, str], nom_metier: str = "", lignes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Figures of a `Tableau` as rows of a file, see `exportees`; `lignes` by default all those that its sums count."""
    if lignes is None:
        lignes = pd.concat([t.lignes, t.hors_decoupage])
    metier = (f"{t.metier.niveau}:{t.metier.code}" if t.metier else "", nom_metier)
    return exportees(t.indicateur, t.zonage, lignes, instantanes, t.demonstration, metier)


def exportees(
    ind: Indicateur,
    zonage: str,
    lignes: pd.DataFrame,
    instantanes: Mapping[str, str],
    demonstration: bool,
    metier: tuple[str | pd.Series, str | pd.Series] = ("", ""),
    compose: str | Mapping[str, str] = "",
    *,
    derives: bool = False,
) -> pd.DataFrame:
    """Rows of figures under `COLONNES`; what is said of shares of the survey only where `ind` is one. A count has the
    decimals of its producer, two at most; a rate is left whole.

    Args:
        lignes: columns of `calculs.COLONNES`, those of `tableau.COLONNES_MARCHE` where there are some.
        instantanes: period -> snapshot.
        metier: code and label, of all rows or of each; empty for all métiers.
        compose: name of the territory, or of each, where a reader drew it and no zoning has it.
        derives: whether what will be said of them is made of them: a share, a ratio, a rank.
    """
    if compose:
        noms = compose if isinstance(compose, Mapping) else dict.fromkeys(lignes["code_zone"], compose)
        ou = ("libre", COMPOSE, COMPOSE)
    else:
        noms = {c: ind.libelle_zone(zonage, c) for c in lignes["code_zone"].unique()}
        ou = (zonage, zonages.zonage(zonage).libelle, zonages.zonage(zonage).confiance)
    lus = lignes["periode"].map(lambda p: instantanes.get(p, ""))
    preuve = preuves(ind, zonage, lignes, metier[0] if isinstance(metier[0], str) else next(iter(metier[0]), ""))
    preuve = preuve.replace(PRODUCTEUR, CALCUL) if derives else preuve
    dits = {x: mentions(ind, zonage, instantanes, demonstration, x) for x in preuve.unique()}
    decimales = DECIMALES_MAX if ind.genre == "compte" else BRUIT
    valeur, basse, haute = (_nombres(lignes[c], decimales) for c in ("value", "borne_basse", "borne_haute"))
    obs = lignes["obs_status"]
    df = pd.DataFrame(
        {
            "code_indicateur": ind.code,
            "libelle_indicateur": ind.libelle,
            "zonage": ou[0],
            "libelle_zonage": ou[1],
            "code_zone": lignes["code_zone"],
            "libelle_zone": lignes["code_zone"].map(noms),
            "code_metier": metier[0],
            "libelle_metier": metier[1],
            "periode": lignes["periode"],
            "valeur": valeur,
            "unite": ind.unite,
            "categorie": ind.categorie,
            "obs_status": obs,
            "libelle_obs_status": obs.map(OBS_STATUS),
            "raison": lignes["raison"],
            "au_moins": lignes["minorant"].astype(bool),
            "borne_basse": basse,
            "statut_borne_basse": statuts(basse, valeur, obs),
            "borne_haute": haute,
            "statut_borne_haute": statuts(haute, valeur, obs),
            **(_erreurs(ind, lignes) if ind.incertaine else {}),
            "estimee": obs.eq("E"),
            "preuve": preuve,
            "source": source_exportee(ind.source, demonstration),
            "millesime": [_millesime(i, p) for i, p in zip(lus, lignes["periode"], strict=True)],
            "instantane": lus,
            "perimetre": ou[2],
            "demonstration": demonstration,
            "mention": [dits[x].get(p, "") for x, p in zip(preuve, lignes["periode"], strict=True)],
        }
    )
    return df.reset_index(drop=True)


def completer(df: pd.DataFrame, demonstration: bool) -> pd.DataFrame:
    """Rows that hold several figures each, wide tables of a screen under French names, with what every row of a file
    says of those of `COLONNES` that they have: `zonage`, `obs_status`, `instantane`…"""
    ajouts, decoupages = {}, {z: zonages.zonage(z) for z in df["zonage"].unique()} if "zonage" in df else {}
    if decoupages:
        ajouts["zonage"] = ("libelle_zonage", df["zonage"].map({z: x.libelle for z, x in decoupages.items()}))
    if "obs_status" in df:
        ajouts["obs_status"] = ("libelle_obs_status", df["obs_status"].map(OBS_STATUS).fillna(""))
    if "instantane" in df:
        dits = df["instantane"].astype(object).fillna("")  # a column of nothing but absences is one of numbers
        ajouts["source"] = ("millesime", [_millesime(i, p) for i, p in zip(dits, df["periode"], strict=True)])
    sortie = df.copy()
    for apres, (nom, valeurs) in ajouts.items():
        sortie.insert(sortie.columns.get_loc(apres) + 1, nom, valeurs)
    if decoupages:
        sortie["perimetre"] = df["zonage"].map({z: x.confiance for z, x in decoupages.items()})
    return sortie.assign(demonstration=demonstration)


def _nombres(valeurs: pd.Series, decimales: int = BRUIT) -> pd.Series:
    return pd.to_numeric(valeurs, errors="coerce").astype(float).round(decimales)


def statuts(bornes: pd.Series, valeurs: pd.Series, des_valeurs: pd.Series) -> pd.Series:
    """Status of a bound: that of the value it equals; computed here otherwise; unknown where secrecy leaves it open."""
    ouvertes = bornes.isna() & ~des_valeurs.isin(VIDES)
    egales = bornes.eq(valeurs) | (bornes.isna() & ~ouvertes)
    return des_valeurs.where(egales, "E").mask(ouvertes, "O")


def _millesime(instantane: str, periode: str) -> str:
    """`bmo/2024--1a2b3c4d` is of 2024; the census shipped with the product has one vintage, that of its period."""
    return instantane.partition("/")[2].partition("--")[0] or (periode if instantane else "")


def _erreurs(ind: Indicateur, lignes: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns of a share of the survey: the other shares, margin in points, what is said of the estimate."""
    rien = pd.Series(float("nan"), index=lignes.index)

    def lire(nom: str, facteur: int = 1) -> pd.Series:
        return _nombres(lignes.get(nom, rien) * facteur)

    position, marge, publiee = lire("position"), lire("marge_points"), lire("publiee", 100)
    if not ind.estime:
        return {"marge_points": marge, "part_estimee": lire("q_estimee", 100), "part_publiee": publiee}
    return {
        "etat": position.map(ETATS_EXPORTES),
        "part_declaree": lire("declaree", 100),
        "part_publiee": publiee,
        "marge_declaree_points": marge,
        "classe": lire("classe").astype("Int64"),
        "appui": enonces.appui(lire("w")).where(lignes["obs_status"].eq("E")),
        "certitude": lignes.get("certitude", rien),
        "part_france": lire("F", 100).where(
            lignes.get("annee_france", rien).notna() & lignes.get("annee_france", rien).ne("")
        ),
        "rang_meilleur": lire("rang_meilleur").where(position.notna()).astype("Int64"),
        "rang_pire": lire("rang_pire").where(position.notna()).astype("Int64"),
    }

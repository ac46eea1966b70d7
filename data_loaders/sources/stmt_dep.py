"""STMT by département (France Travail), one table: `dept, mois, demandeurs_emploi`, raw, categories A to E together.

Names of columns are in `colonnes/stmt_dep.toml`; a month is « 2024-12 » or « Décembre 2024 ».

The producer rounds every count to ten: sums of départements carry the sum of their roundings.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import stmt_dep
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, ecriture, feuilles, series

MOIS = {classeur.normaliser(m): i for i, m in enumerate(francais.MOIS, 1)}
ARRONDI = 10
NOTE_ARRONDI = "Effectifs arrondis à la dizaine par le producteur ; le total régional est la somme de cinq arrondis."
# First month of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE = "2025-01"
NOTE_RUPTURE = (
    "Rupture en janvier 2025 : la loi pour le plein emploi inscrit d'office de nouveaux publics, classés pour partie "
    "dans les nouvelles catégories F et G."
)


class Extrait(NamedTuple):
    """One edition of the series."""

    millesime: str
    tables: dict[str, pa.Table]
    lues_nb: int
    periodes: tuple[str, ...]
    derniers: dict[str, float]
    notes: tuple[str, ...]


def lire(chemin: Path) -> Extrait:
    """Read an edition; other départements are left out, millésime = last month.

    Raises:
        ErreurDonnees: unreadable, columns missing, malformed month, count that is not a number, département or month
            missing or repeated.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "stmt_dep")
    brut = lue.nommer()
    brut["code_departement"] = classeur.codes(brut["code_departement"], 2)
    df = brut[brut["code_departement"].isin(stmt_dep.DEPARTEMENTS)].copy()
    df = dater(df, nom)
    _verifier_mois(df, nom)
    lues = [series.cellule(v, f"{nom}, {d}, {p}", entier=True) for d, p, v in _cellules(df)]
    df, notes = rompre(
        series.avec_confidentialite(df.assign(value=[v for v, _ in lues], obs_status=[s for _, s in lues]))
    )
    periodes = tuple(sorted(df["periode"].unique()))
    return Extrait(
        periodes[-1],
        {"observations": series.table(df, stmt_dep.OBSERVATIONS)},
        len(brut),
        periodes,
        df[df["periode"] == periodes[-1]].set_index("code_departement")["value"].to_dict(),
        notes,
    )


def _cellules(df: pd.DataFrame) -> zip:
    valeurs = df["value"].map(ecriture.sans_espaces)
    return zip(df["code_departement"], df["periode"], valeurs, strict=True)


def est_mois(periode: str) -> bool:
    """True for `1996-01`."""
    return bool(re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", periode, re.ASCII))


def dater(df: pd.DataFrame, nom: str) -> pd.DataFrame:
    """The same rows, `periode` as `1996-01`; ErreurDonnees on what is no month."""
    df = df.assign(periode=df["periode"].map(mois))
    mauvais = df[~df["periode"].map(est_mois)]
    if len(mauvais):
        raise ErreurDonnees(
            "periode",
            f"{nom}, colonne mois",
            "mois mal écrit",
            nombre=len(mauvais),
            exemple=mauvais["periode"].iloc[0],
            cause="forme attendue : AAAA-MM, ou le mois en lettres et l'année",
            remede="reprendre le fichier chez le producteur",
            lignes=mauvais.index,
        )
    return df


def rompre(df: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The same rows, the break of 2025 as their status; notes on it and on the rounding."""
    df = df.assign(obs_status=df["obs_status"].mask(df["periode"].eq(RUPTURE) & df["obs_status"].eq("A"), "B"))
    arrondis = bool((df["value"].dropna() % ARRONDI == 0).all())
    notes = ((NOTE_ARRONDI,) if arrondis else ()) + ((NOTE_RUPTURE,) if RUPTURE in set(df["periode"]) else ())
    return df, notes


def mois(cellule: object) -> str:
    """« Janvier 1996 » and « 1996-01 » give `1996-01`; anything else is left as it is written."""
    texte = classeur.code(cellule)
    mot, _, annee = texte.partition(" ")
    numero = MOIS.get(classeur.normaliser(mot))
    return f"{annee.strip()}-{numero:02d}" if numero and annee else texte


def _verifier_mois(df: pd.DataFrame, nom: str) -> None:
    """Every département over the same months, without a hole: the region is their sum."""
    manquants = sorted(set(stmt_dep.DEPARTEMENTS) - set(df["code_departement"]))
    tous = set(df["periode"])
    for code, periodes in df.groupby("code_departement")["periode"]:
        series.verifier_suite(list(periodes), f"{nom}, département {code}")
        if absents := sorted(tous - set(periodes)):
            manquants.append(f"{code} ({absents[0]})")
    if manquants:
        raise ErreurDonnees(
            "zone",
            nom,
            f"départements absents ou incomplets : {', '.join(manquants)}",
            cause="fichier partiel : le total régional est la somme des cinq départements",
            remede="reprendre le fichier des cinq départements",
        )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the monthly registrations; returns the French summary."""
    lu = lire(chemin)
    progres(1, 1)
    deps = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in lu.derniers.items())
    return [
        f"Inscrits en fin de mois par département, catégories A à E : {lu.lues_nb} lignes lues",
        f"  {francais.periode_libelle(lu.millesime)} : {deps}",
        *(f"  {n}" for n in lu.notes),
        *series.publier(donnees, "stmt_dep", chemin, adresse, lu, lu.notes),
    ]


LECTEUR = Lecteur(importer, tables=("stmt_dep",))

"""BMO workbooks of France Travail, every vintage since 2015: columns by normalised name, never by position.

Traps seen in the files: a dictionary sheet comes first in some; codes are integers in others (leading zeros lost);
2016 writes its counts as text with two decimals and masks nothing; 2021 has rows without bassin elsewhere in France;
column order moves in 2024, when the nomenclature goes from FAP2009 to FAP2021.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders.contracts import bmo
from data_loaders.contracts.base import Table
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur

REGION = "52"
REGIONS_FRANCE = 10  # a file that holds fewer is an extract: its sums are not those of France
SECRET = "*"
PREMIERE_ANNEE_FAP2021 = 2024
BASSIN = re.compile(r"be\d\d", re.ASCII)
# « 1.234 » typed as text: a count of thousands, or one with three decimals?
_MILLIERS = re.compile(r"-?\d{1,3}(?:\.\d{3})+", re.ASCII)

# Normalised names met in the vintages, first found wins.
SYNONYMES = {
    "annee": ("annee",),
    "code_metier": ("code_metier_bmo", "metier", "code_metier"),
    "libelle_metier": ("nom_metier_bmo", "nommetier", "libelle_du_metier", "nom_metier"),
    "code_famille": ("famille_met", "famille_metier"),
    "libelle_famille": ("lbl_fam_met", "libelle_de_famille_de_metier"),
    "code_departement": ("dept", "departement", "dep"),
    "region": ("reg", "region"),
    "met": ("met",),
    "xmet": ("xmet",),
    "smet": ("smet",),
}


class Lecture(NamedTuple):
    """What one file gave: tables of the contract, and counts for the summary."""

    millesime: str
    tables: dict[str, pa.Table]
    lues_nb: int
    gardees_nb: int
    caches: dict[str, int]
    totaux: dict[str, float]
    departements: dict[str, float]
    france_nb: int
    remarques: tuple[str, ...] = ()


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Lecture:
    """Read one vintage; rows of the region 52 are kept, the list of métiers is that of the whole of France.

    The rows of France are a table apart, absent when the file is that of some regions only: a remark says so.

    Raises:
        ErreurDonnees: unreadable workbook, unknown layout (columns seen are listed), unknown sign, duplicate rows.
    """
    nom = Path(chemin).name
    brut = classeur.feuille_avec(classeur.ouvrir(chemin), nom, {"annee", "met", "xmet", "smet"}, progres)
    df = _renommer(brut, nom)
    annee = _annee(df["annee"].map(classeur.code), [c for c in brut.columns if BASSIN.fullmatch(c)], nom)
    for c in ("code_metier", "libelle_metier", "code_famille", "libelle_famille"):
        df[c] = classeur.codes(df[c])
    df["region"] = regions = classeur.codes(df["region"], 2)
    df["code_bassin"] = classeur.codes(df["code_bassin"], 4)
    df["code_departement"] = classeur.codes(df["code_departement"], 2)
    _refuser_vides(regions, f"{nom}, colonne de la région")
    region = df[regions == REGION].copy()
    if region.empty:
        raise ErreurDonnees(
            "region",
            nom,
            "aucune ligne de la région 52",
            cause="fichier d'une autre région",
            remede="prendre le fichier national",
        )
    mesures = [_mesure(region, m, nom) for m in bmo.MESURES]
    _verifier_parts(mesures, nom)
    observations = pd.concat(mesures, ignore_index=True)
    observations.insert(0, "annee", annee)
    tables = {
        "observations": _table(observations, bmo.OBSERVATIONS),
        "metiers": _table(_metiers(df, annee), bmo.METIERS),
    }
    france, remarques = _france(df, annee)
    if france is not None:
        tables["france"] = france
    par_mesure = observations.groupby("mesure")
    return Lecture(
        annee,
        tables,
        len(df),
        len(region),
        caches=par_mesure["obs_status"].agg(lambda s: int((s == "Q").sum())).to_dict(),
        totaux=par_mesure["value"].sum(min_count=1).to_dict(),
        departements=observations[observations.mesure == "met"]
        .groupby("code_departement")["value"]
        .sum(min_count=1)
        .to_dict(),
        france_nb=0 if france is None else france.num_rows,
        remarques=remarques,
    )


def _annee(annees: pd.Series, bassins: list[str], nom: str) -> str:
    """The one year of the survey, which the column of bassins bears too."""
    _refuser_vides(annees, f"{nom}, colonne annee")
    mauvaises = annees[~annees.map(lambda a: bool(re.fullmatch(r"20\d\d", a, re.ASCII)))]
    if len(mauvaises):
        raise ErreurDonnees(
            "annee",
            f"{nom}, colonne annee",
            "année mal écrite",
            nombre=len(mauvaises),
            exemple=mauvaises.iloc[0],
            cause="forme attendue : AAAA ; ou ligne de total, ou note sous le tableau",
            remede="corriger l'année ou retirer ces lignes, ou reprendre le fichier chez le producteur",
            lignes=mauvaises.index,
        )
    if annees.nunique() > 1:
        raise ErreurDonnees(
            "annee",
            nom,
            f"années lues : {', '.join(annees.unique()[:5])}",
            cause="un fichier porte une seule enquête",
            remede="séparer les enquêtes, une par fichier",
        )
    annee = annees.iloc[0]
    if bassins and not bassins[0].endswith(annee[2:]):
        raise ErreurDonnees(
            "annee",
            f"{nom}, colonne annee",
            f"enquête de {annee}, mais la colonne des bassins est {bassins[0].upper()}",
            cause="ancien fichier remis en ligne sous une autre année",
            remede=f"vérifier chez le producteur ; si l'enquête est bien celle de {annee}, renommer cette colonne "
            f"BE{annee[2:]}",
        )
    return annee


def _refuser_vides(codes: pd.Series, ou: str) -> None:
    """An empty cell there hides what its row is: a total, a note, a cell merged with the one above."""
    if (vides := codes.index[codes.eq("")]).size:
        raise ErreurDonnees(
            "vide",
            ou,
            "cellule vide",
            nombre=len(vides),
            cause="ligne de total, note sous le tableau, ou cellules fusionnées",
            remede="remplir ces cellules ou retirer ces lignes, ou reprendre le fichier chez le producteur",
            lignes=vides,
        )


def _renommer(brut: pd.DataFrame, nom: str) -> pd.DataFrame:
    vues = list(brut.columns)
    classeur.refuser_doublons(vues, {n for noms in SYNONYMES.values() for n in noms}, nom)
    colonnes = {}
    manquantes = []
    for voulue, noms in SYNONYMES.items():
        trouvee = next((n for n in noms if n in brut.columns), None)
        if trouvee is None:
            manquantes.append(voulue)
        else:
            colonnes[voulue] = brut[trouvee]
    bassins = [c for c in vues if BASSIN.fullmatch(c)]
    if len(bassins) == 1:
        colonnes["code_bassin"] = brut[bassins[0]]
    else:
        manquantes.append("code_bassin (BE suivi de l'année, une seule fois)")
    if manquantes:
        raise ErreurDonnees(
            "colonnes",
            nom,
            f"colonnes introuvables : {', '.join(manquantes)} ; colonnes lues : {classeur.citer(vues)}",
            cause="mise en page inconnue de l'enquête",
            remede="ajouter le nom de la colonne à SYNONYMES dans data_loaders/sources/bmo.py",
        )
    return pd.DataFrame(colonnes)


def _mesure(region: pd.DataFrame, mesure: str, nom: str) -> pd.DataFrame:
    """Long rows of one measure: value, or null with status Q where the producer wrote `*`."""
    textes = region[mesure].map(lambda v: "" if v is None else str(v).strip())
    cache = textes == SECRET
    valeurs = pd.to_numeric(textes.where(~cache), errors="coerce")
    ambigus = region[mesure].map(lambda v: isinstance(v, str)) & textes.map(lambda t: bool(_MILLIERS.fullmatch(t)))
    if len(inconnus := textes[~cache & (valeurs.isna() | ambigus)]):
        exemple = inconnus.iloc[0]
        separe = bool(re.fullmatch(r"-?[\d\s.,]+", exemple))
        raise ErreurDonnees(
            "signe",
            f"{nom}, colonne {mesure}",
            "nombre écrit avec un séparateur" if separe else "signe inconnu",
            nombre=len(inconnus),
            exemple=exemple or "cellule vide",
            cause="séparateur de milliers, ou virgule décimale" if separe else "le producteur a changé sa notation",
            remede="mettre la colonne au format nombre, sans séparateur"
            if separe
            else "vérifier le sens du signe dans la feuille de description avant d'importer",
            lignes=inconnus.index,
        )
    df = region[["code_bassin", "code_departement", "code_metier"]].copy()
    df["mesure"] = mesure
    df["value"] = valeurs
    df["obs_status"] = cache.map({True: "Q", False: "A"})
    df["conf_status"] = cache.map({True: "C", False: "F"})
    return df


def _france(df: pd.DataFrame, annee: str) -> tuple[pa.Table | None, tuple[str, ...]]:
    """Rows of the whole file as published, and remarks; no table for the file of a few regions.

    A cell elsewhere that is neither a number nor the sign of secrecy leaves its row out.
    """
    regions_nb = df["region"][df["region"].ne("")].nunique()
    if regions_nb < REGIONS_FRANCE:
        lues = "d'une seule région" if regions_nb == 1 else f"de {regions_nb} régions"
        return None, (
            f"fichier {lues} : l'estimation des parts de ce millésime se fait sans la France, moins précise ; "
            "importer le fichier national pour l'avoir",
        )
    france = df[["region", "code_departement", "code_bassin", "code_metier", "code_famille"]].replace("", None)
    france = france.rename(columns={"region": "code_region"}).assign(annee=annee)
    illisibles = pd.Series(False, index=df.index)
    for mesure in ("met", "xmet"):
        textes = df[mesure].astype(str).str.strip()
        france[mesure] = pd.to_numeric(textes, errors="coerce")
        illisibles |= textes.ne(SECRET) & ~france[mesure].between(0, bmo.PROJETS_MAX)
    remarques = ()
    if n := int(illisibles.sum()):
        s = "s" * (n > 1)
        remarques = (f"{n} ligne{s} d'autres régions, illisible{s}, laissée{s} de côté",)
    return _table(france[~illisibles], bmo.FRANCE, ["code_metier", "code_region", "code_bassin"]), remarques


def _verifier_parts(mesures: list[pd.DataFrame], nom: str) -> None:
    """Difficult projects and seasonal ones are some of the projects; a hidden cell says nothing against it."""
    projets = mesures[0]["value"]  # a negative one is for the contract to refuse
    for partie in mesures[1:]:
        fautives = partie[partie["value"].gt(projets) & projets.ge(0)]
        if len(fautives):
            f = fautives.iloc[0]
            raise ErreurDonnees(
                "partie",
                f"{nom}, colonne {f['mesure']}",
                "plus de projets que dans la colonne met, dont elle est une partie",
                nombre=len(fautives),
                exemple=f"{f['value']:g} pour {projets[f.name]:g} projets, bassin {f['code_bassin']}, métier "
                f"{f['code_metier']}",
                cause="colonnes interverties, ou saisie fautive",
                remede="vérifier ces lignes chez le producteur",
                lignes=fautives.index,
            )


def _metiers(df: pd.DataFrame, annee: str) -> pd.DataFrame:
    colonnes = ["code_metier", "libelle_metier", "code_famille", "libelle_famille"]
    metiers = df[colonnes].drop_duplicates("code_metier").sort_values("code_metier", ignore_index=True)
    metiers.insert(0, "annee", annee)
    metiers["nomenclature"] = "FAP2021" if int(annee) >= PREMIERE_ANNEE_FAP2021 else "FAP2009"
    return metiers


def _table(df: pd.DataFrame, table: Table, ordre: Sequence[str] = ()) -> pa.Table:
    noms = [c.nom for c in table.colonnes]
    df = df[noms].sort_values(list(ordre or table.cle), kind="stable")
    return pa.Table.from_pandas(df, preserve_index=False).replace_schema_metadata(None)

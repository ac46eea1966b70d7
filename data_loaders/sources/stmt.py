"""STMT (France Travail), raw, categories A to E together: one table of the départements, or the export of the region.

A month is « 2024-12 » or « Décembre 2024 ».
"""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, grilles, series
from data_loaders.sources.extrait import Extrait, lecteur
from data_loaders.sources.feuilles import Lue
from geo import zonages

ARRONDI = 10
NOTE_ARRONDI = "Effectifs arrondis à la dizaine par le producteur ; le total régional est la somme de cinq arrondis."
# First month of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE = "2025-01"
NOTE_RUPTURE = (
    "Rupture en janvier 2025 : la loi pour le plein emploi inscrit d'office de nouveaux publics, classés pour partie "
    "dans les nouvelles catégories F et G."
)


REGLE_REGION = "stmt_region"
_ADRESSE = re.compile(rf"[?&]fi={zonages.REGION}(?!\d)")
_AUTRE = re.compile(r"[?&]fi=(\d+)")
PREAMBULE_MAX = 12


@lecteur("stmt_dep")
def lire_dep(lue: Lue) -> Extrait:
    """Read the table of the départements, `dept, mois, demandeurs_emploi`; others are left out, millésime = last month.

    The producer rounds every count to ten: sums of départements carry the sum of their roundings.

    Raises:
        ErreurDonnees: unreadable, columns missing, malformed month, count that is not a number, département or month
            missing or repeated.
    """
    brut = lue.nommer()
    brut["code_departement"] = classeur.codes(brut["code_departement"], 2)
    df = brut[brut["code_departement"].isin(DEPARTEMENTS)].copy()
    df = series.dater(df, "periode", lue.colonne("periode"))
    _verifier_mois(df, lue.nom)
    df, notes = _valeurs(df, lue.nom + ", " + df["code_departement"] + ", " + df["periode"])
    dernier = df["periode"].max()
    derniers = df[df["periode"] == dernier].set_index("code_departement")["value"]
    deps = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in derniers.items())
    return Extrait.serie(
        "stmt_dep",
        df,
        f"Inscrits en fin de mois par département, catégories A à E : {len(brut)} lignes lues",
        f"{francais.periode_libelle(dernier)} : {deps}",
        etendue=True,
        notes=notes,
    )


def _valeurs(df: pd.DataFrame, lieux: pd.Series) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows with their counts read, the break of 2025 as their status; notes on it and on the rounding."""
    lues = [series.cellule(v, ou, entier=True) for v, ou in zip(df["value"], lieux, strict=True)]
    df = df.assign(value=[v for v, _ in lues], obs_status=[s for _, s in lues])
    df["obs_status"] = df["obs_status"].mask(df["periode"].eq(RUPTURE) & df["obs_status"].eq("A"), "B")
    arrondis = bool((df["value"].dropna() % ARRONDI == 0).all())
    notes = ((NOTE_ARRONDI,) if arrondis else ()) + ((NOTE_RUPTURE,) if RUPTURE in set(df["periode"]) else ())
    return df, notes


def _verifier_mois(df: pd.DataFrame, nom: str) -> None:
    """Every département over the same months, without a hole: the region is their sum."""
    manquants = sorted(set(DEPARTEMENTS) - set(df["code_departement"]))
    tous = set(df["periode"])
    for code, periodes in df.groupby("code_departement")["periode"]:
        series.verifier_suite(list(periodes), f"{nom}, département {code}")
        if absents := sorted(tous - set(periodes)):
            manquants.append(f"{code} ({absents[0]})")
    if manquants:
        trouve = f"départements absents ou incomplets : {', '.join(manquants)}"
        cause = "fichier partiel : le total régional est la somme des cinq départements"
        raise ErreurDonnees("zone", nom, trouve, cause=cause, remede="reprendre le fichier des cinq départements")


def comparer(donnees: Donnees, _: Path, lu: Extrait) -> Extrait:
    """The edition of the region, with a remark on the months at which the départements loaded are not its whole."""
    if not donnees.officiel.millesimes("stmt_dep"):
        return lu
    sommes = donnees.lire("stmt_dep").groupby("periode")["value"].sum(min_count=len(DEPARTEMENTS)).dropna()
    region = pd.Series(lu.faits["valeurs"]).dropna()
    communs = sommes.index.intersection(region.index)
    # Six roundings to ten: half of ten each.
    ecarts = (sommes[communs] - region[communs]).abs()
    loin = ecarts[ecarts > (len(DEPARTEMENTS) + 1) * ARRONDI / 2]
    if loin.empty:
        return lu
    pire = loin.idxmax()
    remarque = (
        f"{francais.nombre(len(loin))} mois où la région n'est pas la somme des cinq départements chargés, par "
        f"exemple {francais.periode_libelle(pire)} : {francais.nombre(region[pire])} et {francais.nombre(sommes[pire])}"
    )
    return replace(lu, remarques=(*lu.remarques, remarque))


# After the départements, to which it is compared.
@lecteur(REGLE_REGION, rang=3, apres=comparer)
def lire_region(lue: Lue) -> Extrait:
    """Read the export of one territory, millésime = last month: three lines of preamble, then a month a line.

    The table has no code: the region is the one that the preamble names, by its name or by the address of the export.

    Raises:
        ErreurDonnees: unreadable, another territory or none named, malformed month, count that is not a number, a month
            repeated or missing.
    """
    _verifier_region(lue)
    df = lue.nommer()
    # Under the table, a note fills the first cell alone.
    df = df[~(df["value"].isin(["", None]) & ~df["periode"].map(series.mois).astype(bool))]
    df = series.dater(df, "periode", lue.colonne("periode"))
    series.verifier_suite(list(df["periode"]), lue.nom)
    df, notes = _valeurs(df.assign(code_zone=zonages.REGION), lue.nom + ", " + df["periode"])
    periodes = tuple(sorted(df["periode"]))
    valeurs = df.set_index("periode")["value"]
    return Extrait.serie(
        REGLE_REGION,
        df,
        f"Inscrits en fin de mois de la région, catégories A à E : {len(df)} mois lus, "
        f"{francais.etendue_periodes(periodes)}",
        f"{francais.periode_libelle(periodes[-1])} : {francais.nombre(valeurs[periodes[-1]])}",
        notes=notes,
        faits={"valeurs": valeurs.to_dict()},
    )


def _verifier_region(lue: Lue) -> None:
    """Raise ErreurDonnees unless the lines above the table name the region."""
    grille = next(iter(grilles.ouvrir(lue.chemin)))
    tete = " ".join(str(c) for ligne in grille.lignes[:PREAMBULE_MAX] for c in ligne)
    if _ADRESSE.search(tete) or classeur.normaliser(zonages.NOM_REGION) in classeur.normaliser(tete):
        return
    trouve, cause = "que rien dans le fichier ne nomme", "lignes d'en-tête perdues en enregistrant le fichier"
    if autre := _AUTRE.search(tete):
        trouve, cause = f"qui n'est pas la région (code {autre[1]})", "export d'un autre territoire"
    remede = (
        "exporter de nouveau la série de la région, sans l'ouvrir dans un tableur ; pour les départements, "
        "importer le fichier des cinq départements (stmt-dep)"
    )
    raise ErreurDonnees("zone", lue.nom, f"série d'un seul territoire, {trouve}", cause=cause, remede=remede)

"""STMT by département (France Travail), one table: `dept, mois, demandeurs_emploi`, raw, categories A to E together.

Names of columns are in `colonnes/stmt_dep.toml`; a month is « 2024-12 » or « Décembre 2024 ».

The producer rounds every count to ten: sums of départements carry the sum of their roundings.
"""

from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import stmt_dep
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.sources import classeur, feuilles, series
from data_loaders.sources.extrait import Extrait, importeur

ARRONDI = 10
NOTE_ARRONDI = "Effectifs arrondis à la dizaine par le producteur ; le total régional est la somme de cinq arrondis."
# First month of the automatic registrations of the law « plein emploi » (source: DARES, descriptive sheet of 2025).
RUPTURE = "2025-01"
NOTE_RUPTURE = (
    "Rupture en janvier 2025 : la loi pour le plein emploi inscrit d'office de nouveaux publics, classés pour partie "
    "dans les nouvelles catégories F et G."
)


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read an edition; other départements are left out, millésime = last month.

    Raises:
        ErreurDonnees: unreadable, columns missing, malformed month, count that is not a number, département or month
            missing or repeated.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "stmt_dep", progres)
    brut = lue.nommer()
    brut["code_departement"] = classeur.codes(brut["code_departement"], 2)
    df = brut[brut["code_departement"].isin(stmt_dep.DEPARTEMENTS)].copy()
    df = series.dater(df, "periode", lue.colonne("periode"))
    _verifier_mois(df, nom)
    cellules = zip(df["code_departement"], df["periode"], df["value"], strict=True)
    lues = [series.cellule(v, f"{nom}, {d}, {p}", entier=True) for d, p, v in cellules]
    df, notes = rompre(
        series.avec_confidentialite(df.assign(value=[v for v, _ in lues], obs_status=[s for _, s in lues]))
    )
    periodes = tuple(sorted(df["periode"].unique()))
    derniers = df[df["periode"] == periodes[-1]].set_index("code_departement")["value"]
    deps = " · ".join(f"{d} : {francais.nombre(v)}" for d, v in derniers.items())
    return Extrait(
        dataset="stmt_dep",
        millesime=periodes[-1],
        tables={"observations": series.table(df, stmt_dep.OBSERVATIONS)},
        dit=(
            f"Inscrits en fin de mois par département, catégories A à E : {len(brut)} lignes lues",
            f"{francais.periode_libelle(periodes[-1])} : {deps}",
            *notes,
            series.etendue(periodes),
        ),
        notes=notes,
        remarques=lue.remarques,
        periodes=periodes,
    )


def rompre(df: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The same rows, the break of 2025 as their status; notes on it and on the rounding."""
    df = df.assign(obs_status=df["obs_status"].mask(df["periode"].eq(RUPTURE) & df["obs_status"].eq("A"), "B"))
    arrondis = bool((df["value"].dropna() % ARRONDI == 0).all())
    notes = ((NOTE_ARRONDI,) if arrondis else ()) + ((NOTE_RUPTURE,) if RUPTURE in set(df["periode"]) else ())
    return df, notes


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


LECTEUR = Lecteur(importeur(lire), tables=("stmt_dep",))

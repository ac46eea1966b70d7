"""STMT export of one territory (France Travail): three lines of preamble, then « Janvier 1996; 123 450 » a month.

The table has no code: the region is the one that the preamble names, by its name or by the address of the export.
"""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import stmt_dep as contrat_dep, stmt_region
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, feuilles, grilles, series, stmt_dep
from data_loaders.sources.extrait import Extrait
from geo import zonages

REGLE = "stmt_region"
NOM_REGION = "pays_de_la_loire"
_ADRESSE = re.compile(rf"[?&]fi={zonages.REGION}(?!\d)")
_AUTRE = re.compile(r"[?&]fi=(\d+)")
PREAMBULE_MAX = 12


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read an edition, millésime = last month.

    Raises:
        ErreurDonnees: unreadable, another territory or none named, malformed month, count that is not a number, a month
            repeated or missing.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, REGLE, progres)
    _verifier_region(chemin, nom)
    df = lue.nommer()
    # Under the table, a note fills the first cell alone.
    df = df[~(df["value"].isin(["", None]) & ~df["periode"].map(series.mois).astype(bool))]
    df = series.dater(df, "periode", lue.colonne("periode"))
    series.verifier_suite(list(df["periode"]), nom)
    lues = [series.cellule(v, f"{nom}, {p}", entier=True) for p, v in zip(df["periode"], df["value"], strict=True)]
    df = df.assign(value=[v for v, _ in lues], obs_status=[s for _, s in lues], code_zone=zonages.REGION)
    df, notes = stmt_dep.rompre(series.avec_confidentialite(df))
    periodes = tuple(sorted(df["periode"]))
    valeurs = df.set_index("periode")["value"]
    return Extrait(
        dataset="stmt_region",
        millesime=periodes[-1],
        tables={"observations": series.table(df, stmt_region.OBSERVATIONS)},
        dit=(
            f"Inscrits en fin de mois de la région, catégories A à E : {len(df)} mois lus, "
            f"{francais.etendue_periodes(periodes)}",
            f"{francais.periode_libelle(periodes[-1])} : {francais.nombre(valeurs[periodes[-1]])}",
            *notes,
        ),
        notes=notes,
        remarques=lue.remarques,
        periodes=periodes,
        faits={"valeurs": valeurs.to_dict()},
    )


def _verifier_region(chemin: Path, nom: str) -> None:
    """Raise ErreurDonnees unless the lines above the table name the region."""
    grille = next(iter(grilles.ouvrir(chemin)))
    tete = " ".join(str(c) for ligne in grille.lignes[:PREAMBULE_MAX] for c in ligne)
    if _ADRESSE.search(tete) or NOM_REGION in classeur.normaliser(tete):
        return
    autre = _AUTRE.search(tete)
    raise ErreurDonnees(
        "zone",
        nom,
        f"série d'un seul territoire, qui n'est pas la région (code {autre[1]})"
        if autre
        else "série d'un seul territoire, que rien dans le fichier ne nomme",
        cause="export d'un autre territoire" if autre else "lignes d'en-tête perdues en enregistrant le fichier",
        remede="exporter de nouveau la série de la région, sans l'ouvrir dans un tableur ; pour les départements, "
        "importer le fichier des cinq départements (stmt-dep)",
    )


def comparer(donnees: Donnees, valeurs: dict[str, float]) -> tuple[str, ...]:
    """Remarks on the months at which the five départements loaded add up to something else than the region."""
    if not donnees.officiel.millesimes("stmt_dep"):
        return ()
    sommes = donnees.lire("stmt_dep").groupby("periode")["value"].sum(min_count=len(contrat_dep.DEPARTEMENTS)).dropna()
    region = pd.Series(valeurs).dropna()
    communs = sommes.index.intersection(region.index)
    # Six roundings to ten: half of ten each.
    ecarts = (sommes[communs] - region[communs]).abs()
    loin = ecarts[ecarts > (len(contrat_dep.DEPARTEMENTS) + 1) * stmt_dep.ARRONDI / 2]
    if loin.empty:
        return ()
    pire = loin.idxmax()
    return (
        f"{francais.nombre(len(loin))} mois où la région n'est pas la somme des cinq départements chargés, par "
        f"exemple {francais.periode_libelle(pire)} : {francais.nombre(region[pire])} et "
        f"{francais.nombre(sommes[pire])}",
    )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the region's long series; returns the French summary."""
    lu = lire(chemin, progres)
    lu = replace(lu, remarques=(*lu.remarques, *comparer(donnees, lu.faits["valeurs"])))
    return lu.publier(donnees, chemin, adresse)


# After the départements, to which it is compared.
LECTEUR = Lecteur(importer, rang=3, tables=(REGLE,))

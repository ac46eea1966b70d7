"""DEFM by EPCI (Pôle emploi), one CSV with several Decembers: `annee_mois, code_epci, lib_epci, categorie_a…e`.

Codes of EPCI merged since are added to their successor, so that a series keeps one perimeter; said in the notes.
Four EPCI straddle the region's border and are counted whole; that is a status of the sums, not of the rows.
"""

from pathlib import Path

import pandas as pd

from data_loaders import francais
from data_loaders.contracts import defm_epci
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, defm_publics, ecriture, feuilles, series
from data_loaders.sources.extrait import Extrait, publier
from data_loaders.sources.noms import noms, partie
from geo import zonages


def lire(chemin: Path, progres: classeur.Progres | None = None) -> list[Extrait]:
    """Read every period of the file, oldest first.

    Raises:
        ErreurDonnees: unreadable, columns missing, a SIREN unknown while one of the region is missing, a count that is
            no number, an EPCI given twice.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "defm_epci", progres)
    brut = series.dater(lue.en_texte(), "periode", lue.colonne("periode"))
    brut["siren_epci"] = brut["code_epci"].replace(fusions())
    brut, remarques = _de_la_region(brut, lue)
    colonnes = {f"categorie_{c.lower()}": c for c in defm_epci.CATEGORIES}
    brut = brut.assign(**ecriture.exiges(brut, colonnes, lue, entiers=True))
    if len(repetes := brut.loc[brut.duplicated(["periode", "code_epci"]), "code_epci"]):
        trouve, cause = "EPCI présent deux fois pour la même période", "fichiers mis bout à bout"
        remede = "demander au producteur laquelle est la bonne, ou reprendre le fichier chez lui"
        raise ErreurDonnees.de_cellules("cle", nom, trouve, repetes, cause=cause, remede=remede)
    long = brut.melt(["periode", "siren_epci", "code_epci"], list(colonnes), "categorie", "value")
    long["categorie"] = long["categorie"].map(colonnes)
    return [_periode(p, d, remarques) for p, d in long.groupby("periode", sort=True)]


def _de_la_region(brut: pd.DataFrame, lue: feuilles.Lue) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of the EPCI of the region, and the remarks.

    A code that is none of them is of another region, unless one of ours is missing: it may be its former code.

    Raises:
        ErreurDonnees: unknown codes at a date at which EPCI of the region are missing.
    """
    zones = zonages.noms("epci")
    dedans = brut["siren_epci"].isin(zones)
    autres = brut[~dedans]
    for periode in autres["periode"].unique():
        absents = sorted(set(zones) - set(brut.loc[brut["periode"].eq(periode), "siren_epci"]))
        if absents:
            inconnus = autres[autres["periode"].eq(periode)]
            exemple = inconnus.iloc[0]
            raise ErreurDonnees(
                "epci",
                lue.ou,
                f"EPCI inconnu dans la région, et {len(absents)} EPCI de la région sans ligne en {periode}, dont "
                f"{zones[absents[0]]}",
                nombre=len(inconnus),
                lignes=inconnus.index,
                exemple=f"{exemple['code_epci']} {exemple.get('libelle_epci', '')}",
                cause="EPCI fusionné depuis, ou fichier d'une autre région",
                remede=f"ajouter la fusion à la partie « fusions » de {lue.regle.fichier}, ou prendre le fichier de "
                "toute la région",
            )
    dehors = autres["siren_epci"].nunique()
    dites = (f"{dehors} EPCI d'autres régions laissés de côté",) if dehors else ()
    return brut[dedans].copy(), (*lue.remarques, *dites)


def fusions() -> dict[str, str]:
    """SIREN of an abolished EPCI -> its successor."""
    return partie("defm_epci", "fusions")


def _periode(periode: str, d: pd.DataFrame, remarques: tuple[str, ...]) -> Extrait:
    somme = d.groupby(["siren_epci", "categorie"], as_index=False)["value"].sum(min_count=1)
    somme = somme.assign(periode=periode)
    fusionnes = sorted(set(d["code_epci"]) & set(fusions()))
    notes = (f"EPCI fusionnés ajoutés à leur successeur : {', '.join(fusionnes)}.",) if fusionnes else ()
    totaux = somme.groupby("categorie")["value"].sum(min_count=1)
    a, abc = totaux["A"], totaux[list("ABC")].sum(skipna=False)
    return Extrait.de(
        "defm_epci",
        periode,
        somme,
        f"DEFM par EPCI, {francais.periode_libelle(periode)} : {d['code_epci'].nunique()} lignes lues, "
        f"{somme['siren_epci'].nunique()} EPCI, aucune cellule masquée",
        f"catégorie A : {francais.nombre(a)} · catégories A, B, C : {francais.nombre(abc)} (EPCI entiers, dont "
        "communes hors région)",
        notes=notes,
        remarques=remarques,
    )


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish every period of the file, or none; returns the French summary."""
    if feuilles.convient(feuilles.ouvrir(classeur.contenu(chemin)), noms(defm_publics.REGLE)):
        return defm_publics.publier(donnees, chemin, defm_publics.lire(chemin, fusions(), progres), adresse)
    return publier(donnees, chemin, adresse, *lire(chemin, progres))


LECTEUR = Lecteur(importer, tables=("defm_epci", defm_publics.REGLE))

"""INSEE workbook of a family of series (BDM): localised unemployment rates, one row a territory, one column a quarter.

Territories are known by the label of the series; the regions follow the map of 2016, the départements do not change.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders.contracts import chomage_dep
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import classeur, feuilles, series
from data_loaders.sources.noms import noms

DEP, REG = "Taux de chômage localisé par département - ", "Taux de chômage localisé par région - "
CODES = {
    classeur.normaliser(libelle): code
    for libelle, code in {
        f"{DEP}Loire-Atlantique": "44",
        f"{DEP}Maine-et-Loire": "49",
        f"{DEP}Mayenne": "53",
        f"{DEP}Sarthe": "72",
        f"{DEP}Vendée": "85",
        f"{REG}Pays de la Loire": chomage_dep.REGION,
        f"{REG}France métropolitaine": chomage_dep.FRANCE,
    }.items()
}


class Extrait(NamedTuple):
    """One edition of the series; `mise_a_jour` is the producer's date, as written."""

    millesime: str
    tables: dict[str, pa.Table]
    lues_nb: int
    periodes: tuple[str, ...]
    mise_a_jour: str
    zones: frozenset[str]
    remarques: tuple[str, ...]


def lire(chemin: Path, progres: classeur.Progres | None = None) -> Extrait:
    """Read an edition: the five départements, the region and France métropolitaine; millésime = last quarter.

    Raises:
        ErreurDonnees: unreadable workbook, unknown layout, territory missing, quarter missing, unknown sign.
    """
    nom = Path(chemin).name
    lue = feuilles.lire(chemin, "chomage_dep", progres)
    brut = lue.en_texte(autres=True)
    brut["code_zone"] = brut["libelle"].map(lambda v: CODES.get(classeur.normaliser(v), ""))
    gardees = brut[brut["code_zone"] != ""]
    manquants = [c for c in CODES.values() if c not in set(gardees["code_zone"])]
    if gardees.empty:
        raise ErreurDonnees(
            "zone",
            nom,
            "aucune série des départements ni de la région",
            exemple=str(brut["libelle"].iloc[0]) if len(brut) else "",
            cause="libellés de séries inconnus, ou autre famille de séries",
            remede="prendre la famille « taux de chômage localisés » (départements et régions)",
        )
    observations = series.depivoter(gardees, "code_zone", nom, set(noms("chomage_dep").noms))
    series.verifier_pourcentages(observations, nom)
    periodes = tuple(sorted(observations["periode"].unique()))
    return Extrait(
        periodes[-1],
        {"observations": series.table(observations, chomage_dep.OBSERVATIONS)},
        len(brut),
        periodes,
        _mise_a_jour(gardees),
        frozenset(gardees["code_zone"]),
        (*lue.remarques, *([f"territoires absents du fichier : {', '.join(manquants)}"] if manquants else [])),
    )


def _mise_a_jour(gardees: pd.DataFrame) -> str:
    return gardees["mise_a_jour"].iloc[0].split(" ")[0] if "mise_a_jour" in gardees else ""


def importer(donnees: Donnees, chemin: Path, progres: classeur.Progres, adresse: str = "") -> list[str]:
    """Publish an edition of the rates by département and region; returns the French summary."""
    lu = lire(chemin, progres)
    return [
        f"Taux de chômage par département et région : {lu.lues_nb} séries lues, {len(lu.zones)} gardées (départements, "
        f"région, France métropolitaine){', mises à jour le ' + lu.mise_a_jour if lu.mise_a_jour else ''}",
        *series.publier(donnees, "chomage_dep", chemin, adresse, lu, remarques=lu.remarques),
    ]


LECTEUR = Lecteur(importer, tables=("chomage_dep",))

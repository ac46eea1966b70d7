"""INSEE workbook of a family of series (BDM): localised unemployment rates, one row a territory, one column a quarter.

Territories are known by the label of the series; the regions follow the map of 2016, the départements do not change.
"""

from pathlib import Path

import pandas as pd

from data_loaders.contracts import chomage_dep
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.sources import classeur, feuilles, series
from data_loaders.sources.extrait import Extrait, importeur
from data_loaders.sources.noms import noms
from geo import zonages

DEP, REG = "Taux de chômage localisé par département - ", "Taux de chômage localisé par région - "
CODES = {
    classeur.normaliser(libelle): code
    for libelle, code in {
        **{f"{DEP}{nom}": code for code, nom in zonages.DEPARTEMENTS.items()},
        f"{REG}{zonages.NOM_REGION}": zonages.REGION,
        f"{REG}France métropolitaine": chomage_dep.FRANCE,
    }.items()
}


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
    mise_a_jour = _mise_a_jour(gardees)
    return Extrait(
        dataset="chomage_dep",
        millesime=periodes[-1],
        tables={"observations": series.table(observations, chomage_dep.OBSERVATIONS)},
        dit=(
            f"Taux de chômage par département et région : {len(brut)} séries lues, {gardees['code_zone'].nunique()} "
            "gardées (départements, région, France métropolitaine)"
            f"{', mises à jour le ' + mise_a_jour if mise_a_jour else ''}",
            series.etendue(periodes),
        ),
        remarques=(
            *lue.remarques,
            *([f"territoires absents du fichier : {', '.join(manquants)}"] if manquants else []),
        ),
        periodes=periodes,
    )


def _mise_a_jour(gardees: pd.DataFrame) -> str:
    return gardees["mise_a_jour"].iloc[0].split(" ")[0] if "mise_a_jour" in gardees else ""


LECTEUR = Lecteur(importeur(lire), tables=("chomage_dep",))

"""What the screen « Secteurs » computes once for all readers, keyed by the snapshots read."""

from data_loaders.chiffres import origine
from data_loaders.chiffres.origine import Origine
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import secteurs
from data_loaders.metiers.secteurs import Offres, Releve
from data_loaders.parametres.secteurs import Secteur
from geo import zonages
from pages.components import cache
from pages.components.partage import lire_une_fois

INDICATEURS_SUIVIS = (
    "bmo_part_difficiles_estimee",
    "bmo_part_difficiles",
    "bmo_projets",
    "bmo_projets_difficiles",
    "bmo_projets_saisonniers",
)


def releve(d: Donnees, secteur: Secteur) -> Releve | None:
    """What the survey says of a sector; shared and read-only."""
    return lire_une_fois(secteurs.relever, d, secteur, cache.estimation(d))


def offres(d: Donnees, secteur: Secteur) -> Offres:
    """Offers and job-seekers of a sector that has a survey; shared and read-only."""
    return lire_une_fois(secteurs.offres, d, releve(d, secteur), cache.cellules_bmo(d))


def remonter(
    d: Donnees,
    secteur: Secteur,
    code_indicateur: str,
    annee: str,
    zonage: str = "region",
    code_zone: str = zonages.REGION,
) -> Origine:
    """Follow one figure of a sector back to the rows of the survey."""
    table = releve(d, secteur).tableau(code_indicateur, zonage)
    cellules = cache.cellules_bmo(d)
    return origine.remonter(d, table, code_zone, annee, lambda: secteurs.marquer(d, secteur, cellules))

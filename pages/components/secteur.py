"""A sector of the convention: its choice, kept in the URL under its code, and what the survey says of it."""

from collections.abc import Mapping

from data_loaders.chiffres import origine
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import secteurs as metiers_secteurs
from data_loaders.parametres import secteurs
from geo import zonages
from pages.components import cache, choices
from pages.components.partage import lire_une_fois
from pages.components.url_state import Param

TOUS, TOUT = "Tous les secteurs", "tous"


def _secteur(valeurs: list[str]) -> str | None:
    """The code of a known sector, None for the list; a file that cannot be read knows none, and the page says why."""
    try:
        connus = secteurs.lire().secteurs
    except ErreurDonnees as e:
        raise ValueError(valeurs) from e
    if len(valeurs) != 1 or valeurs[0] not in {TOUT, *connus}:
        raise ValueError(valeurs)
    return None if valeurs[0] == TOUT else valeurs[0]


# The list is written too: « Back » from a portrait must find it in the address.
PARAMS = [Param("secteur", None, _secteur, lambda code: [code or TOUT], libelle="secteur")]


def secteur(connus: Mapping[str, secteurs.Secteur], sans: str = TOUS) -> secteurs.Secteur | None:
    """Select a sector, or none; `sans` says what none stands for, the list of all of them by default."""
    code = choices.un_parmi("Secteur ou filière", {c: s.intitule for c, s in connus.items()}, "secteur", sans)
    return connus[code] if code else None


def releve(d: Donnees, secteur: secteurs.Secteur) -> metiers_secteurs.Releve | None:
    """What the survey says of a sector; shared and read-only."""
    return lire_une_fois(metiers_secteurs.relever, d, secteur, cache.estimation(d))


def remonter(d: Donnees, secteur: secteurs.Secteur, code_indicateur: str, annee: str, *ou: str) -> origine.Origine:
    """Follow one figure of a sector back to the rows of the survey; `ou`: zoning and code, the region without them."""
    zonage, code_zone = ou or ("region", zonages.REGION)
    table = releve(d, secteur).tableau(code_indicateur, zonage)
    cellules = cache.cellules_bmo(d)
    return origine.remonter(d, table, code_zone, annee, lambda: metiers_secteurs.marquer(d, secteur, cellules))

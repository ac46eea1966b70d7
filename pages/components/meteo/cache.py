"""What the météo reads of the survey's list of métiers, once for all readers: keyed by the snapshots in force."""

from collections.abc import Mapping

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, evaluation
from data_loaders.measures.evaluation import Evaluation
from data_loaders.metiers import indices_complets, recherche as recherche_metiers
from pages.components import cache
from pages.components.partage import lue

# The complete index of a level on a zoning, None when it cannot be made.
completes = lue(indices_complets.completes)
# Level -> share of the region's offers that need no sharing between groups.
parts_cible_unique = lue(indices_complets.parts_cible_unique)
# The ROME métiers behind a group in a zone, with their official classes.
romes_complets = lue(indices_complets.romes)
# Official tension classes of the Dares, None when there are none at this level.
officielle = lue(indices_complets.officielle)
# Words of the métiers of a vintage, ready to be searched.
recherche = lue(recherche_metiers.Index)


@lue
def nomenclatures(d: Donnees) -> dict[str, str]:
    """Vintage -> nomenclature of its métiers."""
    return d.lire("bmo", "metiers").groupby("annee")["nomenclature"].first().to_dict()


@lue
def listes(d: Donnees, niveau: str) -> dict[str, set[str]]:
    """Vintage -> codes of a level that the survey listed."""
    return bmo.metiers_listes(d.lire("bmo", "metiers"), niveau)


def entendu(d: Donnees, annee: str, texte: str, noms: Mapping[str, str]) -> str:
    """The group of a list that words typed mean, as the search understands them; "" without any."""
    return next((t.cle for t in recherche(d, annee).chercher(texte) if t.cle in noms), "")


@lue
def offres_rome(d: Donnees) -> dict[str, float]:
    """Offers of the region by ROME, last year loaded; empty when they cannot be read beside the survey."""
    if indices_complets.raison_absence(d):
        return {}
    tensions = d.lire("tension_rome")
    derniere = tensions[tensions["annee"] == tensions["annee"].max()]
    return derniere.groupby("code_rome")["offres"].sum().to_dict()


@lue
def evaluer(d: Donnees) -> Evaluation:
    """Each past estimate set against the survey that followed."""
    return evaluation.evaluer(cache.estimation(d))

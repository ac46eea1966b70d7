"""What the météo reads of the survey's list of métiers, once for all readers: keyed by the snapshots in force."""

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evaluation
from data_loaders.measures.evaluation import Evaluation
from data_loaders.metiers import indices_complets
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


@lue
def evaluer(d: Donnees) -> Evaluation:
    """Each past estimate set against the survey that followed."""
    return evaluation.evaluer(cache.estimation(d))

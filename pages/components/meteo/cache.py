"""What the météo reads of the survey's list of métiers, once for all readers: keyed by the snapshots in force."""

from collections.abc import Mapping

import pandas as pd

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, evaluation
from data_loaders.measures.evaluation import Evaluation
from data_loaders.metiers import indices_complets, recherche as recherche_metiers
from pages.components import cache
from pages.components.partage import lire_une_fois


def _nomenclatures(d: Donnees) -> dict[str, str]:
    return d.lire("bmo", "metiers").groupby("annee")["nomenclature"].first().to_dict()


def nomenclatures(d: Donnees) -> dict[str, str]:
    """Vintage -> nomenclature of its métiers."""
    return lire_une_fois(_nomenclatures, d)


def _listes(d: Donnees, niveau: str) -> dict[str, set[str]]:
    return bmo.metiers_listes(d.lire("bmo", "metiers"), niveau)


def listes(d: Donnees, niveau: str) -> dict[str, set[str]]:
    """Vintage -> codes of a level that the survey listed; shared and read-only."""
    return lire_une_fois(_listes, d, niveau)


def recherche(d: Donnees, annee: str) -> recherche_metiers.Index:
    """Words of the métiers of a vintage, ready to be searched; shared and read-only."""
    return lire_une_fois(recherche_metiers.Index, d, annee)


def entendu(d: Donnees, annee: str, texte: str, noms: Mapping[str, str]) -> str:
    """The group of a list that words typed mean, as the search understands them; "" without any."""
    return next((t.cle for t in recherche(d, annee).chercher(texte) if t.cle in noms), "")


def _offres_rome(d: Donnees) -> dict[str, float]:
    if indices_complets.raison_absence(d):
        return {}
    tensions = d.lire("tension_rome")
    derniere = tensions[tensions["annee"] == tensions["annee"].max()]
    return derniere.groupby("code_rome")["offres"].sum().to_dict()


def offres_rome(d: Donnees) -> dict[str, float]:
    """Offers of the region by ROME, last year loaded; empty when they cannot be read beside the survey."""
    return lire_une_fois(_offres_rome, d)


def completes(d: Donnees, niveau: str, zonage: str) -> pd.DataFrame | None:
    """The complete index of a level on a zoning, None when it cannot be made; shared and read-only."""
    return lire_une_fois(indices_complets.completes, d, niveau, zonage)


def parts_cible_unique(d: Donnees) -> dict[str, float]:
    """Level -> share of the region's offers that need no sharing between groups; shared and read-only."""
    return lire_une_fois(indices_complets.parts_cible_unique, d)


def romes_complets(d: Donnees, niveau: str, zonage: str, annee: str, zone: str, code: str) -> pd.DataFrame:
    """The ROME métiers behind a group in a zone, with their official classes; shared and read-only."""
    return lire_une_fois(indices_complets.romes, d, niveau, zonage, annee, zone, code)


def officielle(d: Donnees, niveau: str, zonage: str) -> pd.DataFrame | None:
    """Official tension classes of the Dares, None when there are none at this level; shared and read-only."""
    return lire_une_fois(indices_complets.officielle, d, niveau, zonage)


def _evaluer(d: Donnees) -> Evaluation:
    return evaluation.evaluer(cache.estimation(d))


def evaluer(d: Donnees) -> Evaluation:
    """Each past estimate set against the survey that followed; shared and read-only."""
    return lire_une_fois(_evaluer, d)

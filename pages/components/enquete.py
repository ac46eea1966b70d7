"""The métiers that the survey lists, once for all readers: nomenclatures, groups, words, offers."""

from collections.abc import Mapping

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import indices_complets, recherche as recherche_metiers
from pages.components.partage import lue

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

"""What the screen « Formation » computes once for all readers, keyed by the snapshots read."""

from data_loaders.francais import typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import avenir, diplomes, liens as liens_metiers, nomenclatures, ou_se_former
from data_loaders.metiers.avenir import Avenir
from data_loaders.metiers.diplomes import Menant
from data_loaders.metiers.ou_se_former import Offre
from pages.components import cache, enquete
from pages.components.partage import finie, lire_une_fois, lue, une_fois

# Level of what one may start from -> what its name is followed by.
NIVEAUX = {"metier": "", "fap87": " (groupe)", "fap22": " (domaine)", "famille": " (famille de l’enquête)"}
HORS_ENQUETE = " (hors enquête BMO)"
# Links, diplomas, leavers; links to the métiers of FAP 2009.
sources, passages = lue(diplomes.sources), lue(avenir.passages)
# Code -> label of the ROME.
romes = finie(liens_metiers.libelles_rome)
# What becomes of the leavers of a diploma, each edition; métiers that it may lead to.
evolution, metiers_du_diplome = finie(diplomes.evolution), finie(diplomes.metiers)


def menant(d: Donnees, fap: str, codes: tuple[str, ...]) -> Menant:
    """What leads to the métiers whose codes begin so."""
    return une_fois(diplomes.menant, d, sources(d, fap), codes)


def poids_romes(d: Donnees, niveau: str, code: str, annee: str) -> dict[str, float]:
    """ROME -> its part of a group, by the offers of the region where they are known; empty for a sector."""
    if niveau not in liens_metiers.NIVEAUX:
        return {}
    romes, offres = une_fois(liens_metiers.romes, d, niveau, code, annee), enquete.offres_rome(d)
    return {r.code: r.part * (offres.get(r.code) or 0.0 if offres else 1.0) for r in romes}


def homonymes(d: Donnees, fap: str, codes: tuple[str, ...], metier: str) -> list[tuple[str, str]]:
    """Diplomas that bear its name and are linked elsewhere."""
    return une_fois(diplomes.homonymes, sources(d, fap), menant(d, fap, codes), metier)


def offre(d: Donnees, fap: str) -> Offre | None:
    """Who prepares what, and where; None when no place is loaded."""
    return lire_une_fois(ou_se_former.lire, d, sources(d, fap))


def en_2030(d: Donnees, fap: str, codes: tuple[str, ...]) -> Avenir:
    """What is foreseen of them."""
    return une_fois(avenir.en_2030, d, passages(d, fap), codes)


def tension(d: Donnees, fap: str, codes: tuple[str, ...]) -> Avenir:
    """Their official tension."""
    return une_fois(avenir.tension, d, passages(d, fap), codes)


@finie
def metiers(d: Donnees, annee: str) -> dict[str, str]:
    """`niveau:code` -> name of what one may start from: métiers, those that the survey leaves out, then groups."""
    noms, fap = {}, enquete.nomenclatures(d)[annee]
    for niveau, suite in NIVEAUX.items():
        libelles, listes = cache.libelles_metiers(d, niveau, annee), enquete.listes(d, niveau)[annee]
        tries = sorted((libelles[c], c) for c in listes)
        noms |= {f"{niveau}:{c}": f"{nom}{suite}" for nom, c in tries}
        if niveau == "metier" and not d.est_demonstration("bmo"):
            tous = nomenclatures.libelles(d, "metier")
            dehors = set(sources(d, fap).liens["code_metier"]) - set(listes)
            noms |= {f"metier:{c}": f"{typographier(tous[c])}{HORS_ENQUETE}" for c in sorted(dehors) if c in tous}
    return noms


@finie
def noms_diplomes(d: Donnees, fap: str) -> dict[str, str]:
    """Code -> name of the diplomas that have leavers or lead to a métier, those with leavers first."""
    s = sources(d, fap)
    utiles = set(s.liens["code"]) | set(s.insertion["code"])
    tries = sorted((not dit["suivi"], dit["libelle"], c) for c, dit in s.diplomes.items() if c in utiles)
    return {c: nom for _, nom, c in tries}

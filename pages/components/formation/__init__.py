"""Screen « Formation »: what is chosen, what is read once for all readers, and a rate followed back; an entry a module.

A link that names a diploma or a sector but no entry opens the one it names.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from data_loaders.francais import INSEC, typographier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import avenir, diplomes, liens as liens_metiers, nomenclatures, ou_se_former
from data_loaders.metiers.secteurs import prefixes
from data_loaders.parametres import secteurs
from pages.components import cache, choices, feuille as st, secteur as un_secteur, url_state
from pages.components.figure_block import Piste, parmi
from pages.components.partage import finie, lire_une_fois, lue, une_fois
from pages.figures.formation.mots import MESURES
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance

R = TypeVar("R")

# Level of what one may start from -> what its name is followed by.
NIVEAUX = {"metier": "", "fap87": " (groupe)", "fap22": " (domaine)", "famille": " (famille de l’enquête)"}
HORS_ENQUETE = " (hors enquête BMO)"
# Links, diplomas, leavers; links to the métiers of FAP 2009.
sources, passages = lue(diplomes.sources), lue(avenir.passages)
# Code -> label of the ROME.
romes = finie(liens_metiers.libelles_rome)
# What becomes of the leavers of a diploma, each edition; métiers that it may lead to.
evolution, metiers_du_diplome = finie(diplomes.evolution), finie(diplomes.metiers)


def _par_les_liens(calcul: Callable[..., R], lire: Callable[[Donnees, str], Any]) -> Callable[[Donnees, str, tuple], R]:
    """A calculation, kept, of the métiers of a FAP whose codes begin so, from its links."""
    return lambda d, fap, codes: une_fois(calcul, d, lire(d, fap), codes)


# What leads there; what is foreseen of them; their official tension.
menant = _par_les_liens(diplomes.menant, sources)
en_2030, tension = (_par_les_liens(calcul, passages) for calcul in (avenir.en_2030, avenir.tension))


def au_coeur(d: Donnees, fap: str, niveau: str, codes: tuple[str, ...], annee: str) -> tuple[diplomes.Menant, tuple]:
    """What leads to a group of métiers by the ROME métiers that count in it, then what leads there aside: the same on
    every screen."""
    comptent = une_fois(liens_metiers.comptent, d, niveau, codes, annee, cache.offres_par_rome(d))
    return une_fois(diplomes.au_coeur, menant(d, fap, codes), comptent)


def offre(d: Donnees, fap: str) -> Any:
    """Who prepares what, and where; None when no place is loaded."""
    return lire_une_fois(ou_se_former.lire, d, sources(d, fap))


@finie
def metiers(d: Donnees, annee: str) -> dict[str, str]:
    """`niveau:code` -> name of what one may start from: métiers, those that the survey leaves out, then groups."""
    noms, fap = {}, cache.nomenclatures_bmo(d)[annee]
    for niveau, suite in NIVEAUX.items():
        libelles, listes = cache.libelles_metiers(d, niveau, annee), cache.listes_bmo(d, niveau)[annee]
        noms |= {f"{niveau}:{c}": f"{nom}{suite}" for nom, c in sorted((libelles[c], c) for c in listes)}
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


ENTREES = {"metier": "d’un métier", "secteur": "d’un secteur", "diplome": "d’un diplôme"}
ENTREES |= {"territoire": "d’un territoire", "dossier": "d’un dossier"}


_code = url_state.seule(lambda code: len(code) <= 20 and code.replace(":", "").isalnum())
PARAMS = [
    url_state.one("entree", "metier", tuple(ENTREES), libelle="entrée"),
    url_state.one("mesure", "taux_emploi_6", tuple(MESURES), libelle="taux montré"),
    url_state.Param("diplome", None, _code, url_state.un, libelle="diplôme"),
]


class Cible(NamedTuple):
    """Métiers chosen: a group of a level of the survey, which may not ask about it, or a sector (level `secteur`).

    `codes`: beginnings of the codes of its métiers, in the FAP `nomenclature` of the last survey.
    """

    niveau: str
    code: str
    libelle: str
    codes: tuple[str, ...]
    nomenclature: str
    enquete: bool = True

    @property
    def un(self) -> bool:
        """One métier, not several taken as one."""
        return self.niveau == "metier"

    @property
    def cle(self) -> str:
        """`metier:S1X40`."""
        return f"{self.niveau}:{self.code}"


def entree() -> str:
    """Select where to start from."""
    nomme = next((e for e in ("diplome", "secteur") if st.query_params.get(e, "tous") != "tous"), None)
    if "entree" not in st.query_params and nomme and "metier" not in st.query_params:
        st.session_state["entree"] = nomme
    choices.mot("Partir")
    return choices.un_seul("Partir de", ENTREES, "entree")


def cible_metier(donnees: Donnees, annee: str) -> Cible | None:
    """Select a métier or a group of the survey, or a métier that the survey does not ask about; None until then."""
    noms = metiers(donnees, annee)
    choisi = st.session_state.get("metier")
    if choisi and choisi not in noms and (entendu := cache.entendu(donnees, annee, choisi, noms)):
        st.session_state["metier"] = entendu  # « menuisier », as one says it
    elif choisi and choisi not in noms:
        st.info(f"Le métier « {choisi.rpartition(':')[2]} » n’est pas proposé ici{INSEC}: en choisir un dans la liste.")
    tape = {"accept_new_options": True, "filter_mode": "contains"}
    cle = choices.un_parmi("Métier", noms, "metier", "Choisir ou taper un métier", **tape)
    if cle is None:
        return None
    niveau, _, code = cle.partition(":")
    listes = cache.listes_bmo(donnees, niveau)[annee]
    libelle, codes = noms[cle], (code,)
    for suite in (*NIVEAUX.values(), HORS_ENQUETE):
        libelle = libelle.removesuffix(suite)
    if niveau not in bmo.LONGUEURS:
        du_groupe = cache.metiers(donnees)
        codes = tuple(du_groupe.loc[du_groupe["code_famille"].eq(code) & du_groupe["annee"].eq(annee), "code_metier"])
    return Cible(niveau, code, libelle, codes, cache.nomenclatures_bmo(donnees)[annee], code in listes)


def cible_secteur(donnees: Donnees, annee: str) -> Cible | None:
    """Select a sector of the convention, whose métiers have no code when none corresponds; None until then."""
    choisi = un_secteur.secteur(secteurs.lire().secteurs, "Choisir un secteur")
    fap = cache.nomenclatures_bmo(donnees)[annee]
    codes = choisi and tuple(prefixes(donnees, choisi).get(fap, ()))
    return choisi and Cible("secteur", choisi.code, choisi.libelle, codes, fap)


def diplome(donnees: Donnees, annee: str) -> str | None:
    """Select a diploma that InserJeunes follows, or that leads to a métier; None until then."""
    noms = noms_diplomes(donnees, cache.nomenclatures_bmo(donnees)[annee])
    demande = st.session_state.get("diplome")
    if demande and demande not in noms:
        st.info(f"Le diplôme « {demande} » n’est pas dans les fichiers chargés{INSEC}: en choisir un dans la liste.")
    return choices.un_parmi("Diplôme", noms, "diplome", "Choisir ou taper un nom")


def nomenclature(donnees: Donnees) -> str:
    """FAP of the last survey."""
    return cache.nomenclatures_bmo(donnees)[donnees.periodes("bmo")[-1]]


_COLONNES = {"cumul": "Sortants de", "code": "Diplôme (CFD)", "voie": "Voie", "annee_terminale": "Dernière année"}
_COLONNES |= {"poursuite": "Poursuivent", "sortants": "Sortants", "emploi_6": "En emploi à 6 mois"}
_COLONNES |= {"taux_poursuite": "Poursuite (%)", "taux_emploi_6": "Emploi à 6 mois (%)"}
_COLONNES |= {"taux_emploi_12": "Emploi à 12 mois (%)"}
_FORMULE = (
    "Taux repris tels que le producteur les publie. Quand plusieurs formations mènent au même diplôme, ou qu’un "
    "diplôme en remplace un autre, les effectifs s’additionnent et le taux en est refait."
)


def des_diplomes(
    donnees: Donnees, libelles: Mapping[str, str], autres: Mapping[str, Callable[[], Any]] = {}
) -> Piste | None:
    """Follow back the rates of one of the diplomas shown, code -> name; `autres`: what else the block shows."""
    suivis = {nom: partial(_lignes, donnees, code, nom) for code, nom in libelles.items()}
    return parmi(suivis | dict(autres), "Diplôme ou territoire" if autres else "Diplôme")


def _lignes(donnees: Donnees, code: str, libelle: str) -> Provenance:
    s = sources(donnees, nomenclature(donnees))
    lignes = s.insertion[s.insertion["code"].isin(diplomes.famille(s, code))]
    lignes = lignes.sort_values(["periode", "voie", "code"], ascending=[False, True, True])
    lus = [donnees.dernier(d) for d in ("insertion", "diplomes") if donnees.millesimes(d)]
    return documents.publiees(libelle, (_FORMULE,), lus, documents.cellules(lignes, _COLONNES))

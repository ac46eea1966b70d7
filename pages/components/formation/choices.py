"""Choices of the screen « Formation »: where to start from, the diploma, the rate shown; the rest is shared.

A link that names a diploma or a sector but no entry opens the one it names.
"""

from typing import NamedTuple

from data_loaders.francais import INSEC
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import secteurs as metiers_secteurs
from data_loaders.parametres import secteurs
from pages.components import (
    cache,
    choices,
    enquete as lire_enquete,
    feuille as st,
    secteur as un_secteur,
    url_state,
)
from pages.components.formation import cache as cache_formation
from pages.components.url_state import Param
from pages.figures.formation.mots import MESURES

ENTREES = {
    "metier": "d’un métier",
    "secteur": "d’un secteur",
    "diplome": "d’un diplôme",
    "territoire": "d’un territoire",
    "dossier": "d’un dossier",
}


def _code(valeurs: list[str]) -> str:
    if len(valeurs) != 1 or len(valeurs[0]) > 20 or not valeurs[0].replace(":", "").isalnum():
        raise ValueError(valeurs)
    return valeurs[0]


PARAMS = [
    url_state.one("entree", "metier", tuple(ENTREES), libelle="entrée"),
    url_state.one("mesure", "taux_emploi_6", tuple(MESURES), libelle="taux montré"),
    Param("diplome", None, _code, url_state.un, libelle="diplôme"),
]


class Cible(NamedTuple):
    """Métiers chosen.

    Attributes:
        niveau: level of the survey, or `secteur`; code: of the group, or of the sector.
        codes: beginnings of the codes of its métiers, in the FAP `nomenclature` of the last survey.
        enquete: whether the survey asks about it.
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


def metier(donnees: Donnees, annee: str) -> Cible | None:
    """Select a métier or a group of the survey, or a métier that the survey does not ask about; None until then."""
    noms = cache_formation.metiers(donnees, annee)
    choisi = st.session_state.get("metier")
    if choisi and choisi not in noms and (entendu := lire_enquete.entendu(donnees, annee, choisi, noms)):
        st.session_state["metier"] = entendu  # « menuisier », as one says it
    elif choisi and choisi not in noms:
        st.info(f"Le métier « {choisi.rpartition(':')[2]} » n’est pas proposé ici{INSEC}: en choisir un dans la liste.")
    cle = choices.un_parmi(
        "Métier", noms, "metier", "Choisir ou taper un métier", accept_new_options=True, filter_mode="contains"
    )
    if cle is None:
        return None
    niveau, _, code = cle.partition(":")
    listes = lire_enquete.listes(donnees, niveau)[annee]
    libelle = noms[cle]
    for suite in (*cache_formation.NIVEAUX.values(), cache_formation.HORS_ENQUETE):
        libelle = libelle.removesuffix(suite)
    codes = (code,)
    if niveau not in bmo.LONGUEURS:
        du_groupe = cache.metiers(donnees)
        pris = du_groupe["code_famille"].eq(code) & du_groupe["annee"].eq(annee)
        codes = tuple(du_groupe.loc[pris, "code_metier"])
    return Cible(niveau, code, libelle, codes, lire_enquete.nomenclatures(donnees)[annee], code in listes)


def secteur(donnees: Donnees, annee: str) -> Cible | None:
    """Select a sector of the convention, whose métiers have no code when none corresponds; None until then."""
    choisi = un_secteur.secteur(secteurs.lire().secteurs, "Choisir un secteur")
    if choisi is None:
        return None
    fap = lire_enquete.nomenclatures(donnees)[annee]
    codes = metiers_secteurs.prefixes(donnees, choisi).get(fap, ())
    return Cible("secteur", choisi.code, choisi.libelle, tuple(codes), fap)


def diplome(donnees: Donnees, annee: str) -> str | None:
    """Select a diploma that InserJeunes follows, or that leads to a métier; None until then."""
    noms = cache_formation.noms_diplomes(donnees, lire_enquete.nomenclatures(donnees)[annee])
    demande = st.session_state.get("diplome")
    if demande and demande not in noms:
        st.info(f"Le diplôme « {demande} » n’est pas dans les fichiers chargés{INSEC}: en choisir un dans la liste.")
    return choices.un_parmi("Diplôme", noms, "diplome", "Choisir ou taper un nom")


def nomenclature(donnees: Donnees) -> str:
    """FAP of the last survey."""
    return lire_enquete.nomenclatures(donnees)[donnees.periodes("bmo")[-1]]

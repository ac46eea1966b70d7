"""The line that understands everything: on the home page, and behind the icon and the « / » key of every page."""

import streamlit as st

from data_loaders.chiffres.tableau import periodes_de
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from pages.components import cache, choices, recherche
from pages.components.meteo import cache as cache_meteo
from pages.components.partage import lire_une_fois
from pages.components.recherche import Trouvailles
from pages.figures import recherche as recherche_figures
from pages.figures.recherche import Resultat, propositions
from pages.figures.recherche.demande import Contexte


@st.cache_resource(max_entries=256, show_spinner=False)
def _periodes(empreinte: str, code: str, zonage: str, _d: Donnees, _ind: Indicateur) -> tuple[str, ...]:
    return periodes_de(_d, _ind, zonage)


def _contexte(d: Donnees) -> Contexte:
    return Contexte(
        annees=tuple(d.millesimes("bmo")),
        periodes=lambda ind, zonage: _periodes(d.empreinte, ind.code, zonage, d, ind),
        index=lambda annee: cache_meteo.recherche(d, annee),
        diplomes=lambda: lire_une_fois(recherche_figures.diplomes_connus, d),
    )


def comprendre(texte: str, d: Donnees) -> Resultat:
    """What answers a line; damaged data leave the places, the screens and the convention."""
    try:
        return recherche_figures.chercher(texte, _contexte(d))
    except ErreurDonnees:
        return recherche_figures.chercher(texte, recherche_figures.SANS_DONNEES)


def chercher(texte: str) -> Trouvailles:
    """The same for this session, as the field shows it."""
    r = comprendre(texte, cache.donnees())
    return Trouvailles(propositions.de(r.reponses), " ".join(r.avis))


def champ() -> None:
    """The field of the home page; a proposal chosen opens its screen."""
    recherche.champ("recherche-accueil", chercher, choices.ouvrir, recherche.TOUT)


def barre() -> None:
    """The same behind an icon, in the header of every other page and in the corner of the meeting room."""
    with st.container(key="barre-recherche"):
        recherche.champ("recherche-barre", chercher, choices.ouvrir, recherche.BARRE)

"""Entry point: `streamlit run dashboard.py`. Declares the pages and what surrounds them; computes nothing.

The file plays both parts: the server imports it and takes `app`, then each session runs it as the script of that app.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_loaders.erreurs import ErreurDonnees
from geo.zonages import ErreurZonage, un_seul_etat
from pages.components import (
    a_propos as choices_a_propos,
    aide as choices_aide,
    chauffe,
    choices,
    differences,
    donnees as choices_donnees,
    identite,
    instantane,
    lieu,
    menu,
    shell,
    url_state,
    vignettes,
)
from pages.components.acces import porte
from pages.components.convention import choices as choices_convention
from pages.components.convention.saisie import choices as choices_saisie
from pages.components.explorer import choices as choices_explorer
from pages.components.formation import choices as choices_formation
from pages.components.meteo import choices as choices_meteo
from pages.components.portrait import choices as choices_portrait
from pages.components.recherche import tout as recherche_tout
from pages.components.seance import carnet
from pages.components.secteurs import choices as choices_secteurs
from pages.components.tendances import choices as choices_tendances
from pages.components.territoires import choices as choices_territoires
from pages.figures import acces_pro
from pages.figures.ecrans import ECRANS, PAR_MODULE, accueil

# Choices of one screen, kept in the address beside those that all share.
CHOIX = {
    "carte": (vignettes,),
    "meteo": (choices_meteo,),
    "formation": (choices_formation, choices_secteurs, choices_territoires),
    "secteurs": (choices_secteurs,),
    "territoires": (choices_territoires,),
    "portrait": (choices_portrait, choices_territoires),
    "tendances": (choices_tendances,),
    "explorer": (choices_explorer,),
    "convention": (choices_convention,),
    "donnees": (choices_donnees, differences),
    "a_propos": (choices_a_propos,),
    "aide": (choices_aide,),
    "saisie": (choices_saisie,),
}
MODULES_CHOIX = tuple(dict.fromkeys((choices, *(module for modules in CHOIX.values() for module in modules))))
PARAMS = [param for module in MODULES_CHOIX for param in module.PARAMS]
LIBELLES = {cle: libelle for module in MODULES_CHOIX for cle, libelle in module.LIBELLES.items()}


def main() -> None:
    """One run of a session."""
    # A meeting replays a screen for a request whose sender has been checked.
    if porte.fermee() and not carnet.ouvert():
        st.navigation(menu.pages(), position="hidden")
        st.set_page_config(layout="wide", initial_sidebar_state="collapsed", page_title=acces_pro.TITRE)
        identite.habiller(acces_pro.TITRE)
        return porte.montrer()
    page = st.navigation(menu.pages(), position="top")
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    choices.suivre_ouverture(PARAMS)
    montres = [p for module in (choices, *CHOIX.get(page.url_path or accueil(), ())) for p in module.PARAMS]
    refusees = url_state.load(PARAMS, montres=[p.key for p in montres])
    lieu.accorder(choices.ZONAGES_CARTE)
    identite.habiller(page.title)
    point = f'<span hidden data-point="{st.session_state["point"]}"></span>'
    identite.boutons_seance(PAR_MODULE[page.url_path or accueil()].sous, porte.fin_html(), point)
    if page.title != ECRANS[0].titre:  # the home page has the field itself
        recherche_tout.barre()
    choices.signaler(refusees, LIBELLES)
    identite.perimetres_abimes()
    dites = set()
    for partie in (*(() if choices.en_projection() else (instantane.proposer,)), page.run, instantane.pied):
        try:
            partie()
        except (ErreurZonage, OSError, ErreurDonnees) as e:
            if str(e) not in dites:  # the footer may meet what stopped the page
                identite.arreter(e)
            dites.add(str(e))
    st.set_page_config(page_title=choices.nom_de_page(page.title))
    url_state.save(montres, ecartes=[p.dit for p in PARAMS])


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, **shell.entourage(accueil=accueil, choix=LIBELLES) | {"lifespan": chauffe.avant_de_servir})
else:
    with un_seul_etat():
        main()

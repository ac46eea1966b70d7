"""Entry point: `streamlit run dashboard.py`. Declares the pages and what surrounds them; computes nothing.

The file plays both parts: the server imports it and takes `app`, then each session runs it as the script of that app.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.zonages import un_seul_etat
from pages.components import cadre, chauffe, identite, menu, shell
from pages.components.acces import porte
from pages.components.seance import carnet
from pages.figures import acces_pro
from pages.figures.ecrans import PAR_MODULE, accueil


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
    cadre.montrer(PAR_MODULE[page.url_path or accueil()], page.run)


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, **shell.entourage(accueil=accueil) | {"lifespan": chauffe.avant_de_servir})
else:
    with un_seul_etat():
        main()

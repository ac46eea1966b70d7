"""Entry point: `streamlit run dashboard.py`. Declares the pages and what surrounds them; computes nothing.

The file plays both parts: the server imports it and takes `app`, then each session runs it as the script of that app.
"""

import streamlit as st

from geo.zonages import un_seul_etat
from pages.components import cadre, chauffe, compat, shell
from pages.components.acces import atelier
from pages.figures.ecrans import PAR_MODULE, accueil, formulaires, ouverts


def main() -> None:
    """One run of a session; the header, with its menu, is in the page (`shell`)."""
    # File name and address are the same, else a first deep link is « not found ».
    pages = [
        st.Page(f"pages/{e.module}.py", title=e.titre, url_path=e.module, default=e.module == accueil())
        for e in ouverts()
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(layout="wide")
    module = page.url_path or accueil()
    if atelier.fermee():
        atelier.montrer_porte()
    elif module in formulaires():  # the browser leaves for the page of any other
        cadre.montrer(PAR_MODULE[module])


if compat.en_session():
    with un_seul_etat():
        main()
else:
    app = st.App(__file__, **shell.entourage(), lifespan=chauffe.avant_de_servir)

"""Small application of the tests: two pages in the product's own shell."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.components import identite, shell

if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, **shell.entourage(accueil=lambda: "debut"))
else:
    ecran = st.navigation(
        [
            st.Page("pages/debut.py", title="Début", url_path="debut", default=True),
            st.Page("pages/commandes.py", title="Commandes", url_path="commandes"),
        ],
        position="top",
    )
    st.set_page_config(page_title=ecran.title, layout="wide")
    st.session_state["executions"] = st.session_state.get("executions", 0) + 1
    identite.habiller("Vitrine")
    ecran.run()
    st.html(f'<output id="executions">{st.session_state["executions"]}</output>')

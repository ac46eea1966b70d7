"""The door of the reserved process: what is shown to who is not in yet, and the way out."""

import streamlit as st

from pages.components import acces, compat, identite
from pages.components.acces import session
from pages.figures import acces_pro


def fermee() -> bool:
    """Whether this run shows the door alone: the reserved process, and nobody with a role."""
    return acces.reserve() and acces.agent() is None


def montrer() -> None:
    """The door: why one is outside, and the button that leads to the provider."""
    raison = acces.constat()
    st.set_page_config(page_title=acces_pro.TITRE)
    identite.titre(acces_pro.TITRE, acces_pro.SOUS_TITRE)
    if not compat.relie():
        identite.etat_vide(*acces_pro.CONSTATS["sans_fournisseur"])
        return
    identite.etat_vide(*acces_pro.CONSTATS[str(raison)])
    if raison == session.SANS_REGLES:  # to sign in again would change nothing
        return
    with st.container(horizontal=True, key="acces-porte"):
        st.button("Se connecter", key="connexion", type="primary", icon=":material/login:", on_click=st.login)
        if raison in (session.SANS_ROLE, session.INCONNU):
            sortie()


def sortie() -> None:
    """The button that closes the session, here and at the provider."""
    st.button("Se déconnecter", key="deconnexion", icon=":material/logout:", on_click=st.logout)

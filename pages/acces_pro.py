"""Accès Pro: on the public site, what it is and where; in the reserved process, the home of who is in."""

from pages.components import acces, cache, feuille as st, figure_block, identite
from pages.components.acces import atelier, extraits, session
from pages.figures import acces_pro
from pages.figures.convention import saisie
from pages.figures.ecrans import SAISIE


def montrer() -> None:
    """Draw the screen."""
    if acces.reserve():
        present = acces.exiger()
        identite.titre(acces_pro.TITRE, acces_pro.SOUS_TITRE)
        acces.dire_identite(present)
        with st.container(horizontal=True, vertical_alignment="center", key="acces-portes"):
            if present.role in SAISIE.roles:
                st.page_link("pages/saisie.py", label=saisie.PORTE, icon=":material/edit_note:")
            atelier.sortie()
        if present.role in extraits.ROLES:
            atelier.montrer(cache.donnees(), present)
        if present.role == "exploitant":
            atelier.montrer_registre()
    else:
        identite.titre(acces_pro.TITRE, acces_pro.SOUS_TITRE)
        adresse = session.adresse()
        with figure_block.partie("acces"):
            st.html(acces_pro.explication_html(adresse))
        if not adresse:
            identite.etat_vide(*acces_pro.CONSTATS["sans_adresse"])

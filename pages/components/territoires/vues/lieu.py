"""View « Chercher un lieu »: the search, then where the place is in each zoning, and a locating map."""

from __future__ import annotations

import streamlit as st

from data_loaders.donnees import Donnees
from data_loaders.francais import FINE
from pages.components import choices, figure_block, identite
from pages.components.territoires import choices as choices_territoires
from pages.figures import chiffres_cles, tables
from pages.figures.territoires import lieu as territoires_lieu
from pages.figures.territoires import plan as territoires_plan

_INVITATION = f"Dans quels territoires est une commune{FINE}? Un nom suffit, même approximatif"


def montrer(donnees: Donnees) -> None:
    """The place chosen; nothing but the search until there is one."""
    with st.container(key="champs-lieu"):
        cle, trouves = choices_territoires.lieu()
    if not cle:
        identite.titre(_INVITATION, territoires_lieu.etendue())
        if st.session_state.get("cherche"):
            identite.etat_vide(
                "Aucun lieu des Pays de la Loire ne ressemble à ce nom.",
                "Vérifier l’orthographe, ou chercher par code Insee (5 chiffres) ou SIREN (9 chiffres).",
            )
        return
    zonage, _, code = cle.partition(":")
    ancien = next((r.ancien for r in trouves if r.cle == cle), "")
    v = territoires_lieu.preparer(zonage, code, ancien)
    identite.titre(v.titre, v.sous_titre, *(identite.badge(*b) for b in v.badges))
    with st.container(key="carte-lieu"):
        gauche, droite = st.columns([7, 5], gap="large")
        with gauche:
            figure_block.tete("Dans quels territoires", "Un découpage par ligne")
            st.html(tables.tableau_html(territoires_lieu.ENTETES, v.lignes, v.titre))
            st.html(territoires_lieu.liens_html(v.liens))
        with droite:
            _plan(zonage, code, v)
        figure_block.pied("lieu", v.lecture, v.champ, v.source)
        figure_block.telechargement("lieu", lambda: territoires_lieu.csv(zonage, code, v), f"lieu_{zonage}_{code}.csv")


def _plan(zonage: str, code: str, v: territoires_lieu.VueLieu) -> None:
    with st.container(key="champs-plan"):
        dessine = choices_territoires.croise(zonage)
    dans = next((a for a in v.appartenances if a.zonage == dessine), None)
    ici = territoires_plan.repere(zonage, code)
    zone = dans.code_zone if dans else ""
    corps = territoires_plan.CORPS_PROJETE if choices.en_projection() else territoires_plan.CORPS
    theme = identite.theme_courant()
    svg = territoires_plan.plan_svg(dessine, zone, ici, theme, point=zonage == "commune", corps=corps)
    alternative = territoires_plan.alternative(dessine, zone, ici)
    st.html(f'<figure class="obs-plan">{chiffres_cles.image_svg(svg, alternative)}</figure>')
    st.caption(alternative)

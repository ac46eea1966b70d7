"""Accueil: one line of search, the region's key figures, doors and map, what changed, what the convention writes."""

from functools import partial

import streamlit as st

from geo import zonages
from pages.components import cache, choices, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.provenance import parmi, suivre
from pages.components.recherche import tout as recherche_tout
from pages.components.territory_map import territory_map
from pages.figures import accueil, chiffres_cles, tables
from pages.figures.carte.dessin import SANS_TEMPS
from pages.figures.donnees import nouveautes as nouveautes_donnees
from pages.figures.provenance import documents
from pages.figures.vues import DECOUPAGE

# The figures come last: the search, the doors and the map stand even where data cannot be read.
with st.container(key="heros"):
    texte, portes, plan = (st.container(key=f"heros-{nom}") for nom in ("texte", "portes", "plan"))
with texte:
    identite.entete(accueil.titre_html())
    recherche_tout.champ()
    chiffres = st.container(key="heros-chiffres")
with portes:
    st.html(accueil.portes_html())
with plan:
    if choices.en_projection() and accueil.plan_de_travail():
        identite.badges(identite.badge(*DECOUPAGE))
    territory_map(
        trace=zonages.trace("spo"),
        periodes={SANS_TEMPS: accueil.etats_spo()},
        legende=accueil.LEGENDE,
        titre="Les 17 territoires SPO : choisir un territoire ouvre sa carte",
        disposition="sans",
        key="plan-accueil",
        on_change=choices.ouvrir_carte,
    )
    if not choices.en_projection():
        st.caption(accueil.note_plan())
nouveautes, region, convention = (st.container(key=f"bloc-{nom}") for nom in ("nouveautes", "region", "convention"))

ecrits = parmi(
    {nom: partial(documents.ecrit, code) for code, nom in documents.ecrits(accueil.CHIFFRES_CONVENTION).items()}
)
with convention:
    with figure_block.bloc(
        "convention",
        accueil.vue_convention(
            "Ce qu’écrit la convention de 2013", "Région Pays de la Loire et Pôle emploi, 27 août 2013"
        ),
        cadre="",
        provenance=ecrits,
    ):
        st.html(chiffres_cles.cartes_html(chiffres_cles.chiffres_convention(accueil.CHIFFRES_CONVENTION)))
    identite.badges(
        identite.badge("Convention achevée au plus tard en août 2017 ; Pôle emploi est devenu France Travail")
    )

donnees = cache.donnees()
lus = {code: cache.lire_tableau(donnees, code, "region") for code in accueil.CHIFFRES_REGION}
v = une_fois(accueil.vue_region, lus)
with chiffres:
    st.html(
        accueil.chiffres_html(
            une_fois(accueil.chiffres, lus), identite.theme_courant(), *(identite.badge(*b) for b in v.badges)
        )
    )
with region:
    with (
        figure_block.bloc("region", v, cadre=""),
        st.expander("Les mêmes en tableau\u00a0: période précédente, source"),
    ):
        st.html(
            tables.tableau_html(
                accueil.ENTETES, une_fois(accueil.lignes, lus), "La région en quatre chiffres", empile=True
            )
        )
    csv = Fichier(
        "region_quatre_chiffres.csv",
        lambda: accueil.csv(
            [(t, {p: cache.instantane(donnees, t.indicateur, p, "region") for p in t.periodes}) for t in lus.values()]
        ),
    )
    figure_block.telecharger("region", csv)
    suivis = {
        accueil.CHIFFRES_REGION[code].titre: cache.suivre(donnees, code, "region", zonages.REGION, t.periodes[-1])
        for code, t in lus.items()
        if t.periodes
    }
    if suivis:
        suivre("region", parmi(suivis))
with nouveautes:
    figure_block.titrer("Ce qui a changé", "Derniers fichiers ajoutés")
    st.html(nouveautes_donnees.html(cache.nouveautes(donnees)))

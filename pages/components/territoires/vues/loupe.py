"""View « Un territoire, ses découpages »: the zonings, then one territory under each of them and what is true on it."""

from __future__ import annotations

import streamlit as st

from data_loaders.donnees import Donnees
from geo import sujets, zonages
from pages.components import cache, choices, figure_block, identite
from pages.components.territoires import choices as choices_territoires
from pages.components.territory_map import territory_map
from pages.figures import tables
from pages.figures.carte.dessin import Carte
from pages.figures.carte.vue import COMMENT_CHARGER, FONDS
from pages.figures.territoires import (
    lieu as territoires_lieu,
)
from pages.figures.territoires import (
    loupe as territoires_loupe,
)
from pages.figures.territoires import (
    loupe_carte as territoires_loupe_carte,
)
from pages.figures.territoires import (
    plan as territoires_plan,
)
from pages.figures.territoires import (
    vrai as territoires_vrai,
)
from pages.figures.territoires import (
    zonages as territoires_zonages,
)


def montrer(donnees: Donnees) -> None:
    """The territory chosen under the lens; the zonings themselves until there is one."""
    with st.container(key="champs-loupe"):
        zonage, code = choices_territoires.zone_loupe()
    if code is None:
        _zonages()
        return
    sujet = sujets.de_zone(zonage, code)
    v = territoires_loupe.preparer(sujet)
    identite.titre(v.titre, v.sous_titre, *(identite.badge(*b) for b in v.badges))
    with st.container(key="carte-croise"):
        _carte(sujet)
    with st.container(key="carte-loupe"):
        figure_block.tete(f"Ce que recoupe {territoires_loupe.nomme(sujet)}", "Part de sa population, par découpage")
        st.html(territoires_loupe.blocs_html(v))
        with st.expander("Les mêmes parts en tableau"):
            st.html(tables.tableau_html(territoires_loupe.ENTETES, territoires_loupe.lignes(v), v.titre))
        figure_block.pied("loupe", v.lecture, v.champ, v.source)
        figure_block.telechargement(
            "loupe", lambda: territoires_loupe.csv(sujet, v), f"recoupements_{zonage}_{code}.csv"
        )
        choices_territoires.partir_de(zonage, code)
        st.html(territoires_lieu.liens_html(territoires_lieu.liens_zone(zonage, code)))
    with st.container(key="carte-vrai"):
        _vrai(donnees, sujet)


def _zonages() -> None:
    identite.titre(territoires_zonages.constat(), "Choisir un territoire montre comment ces découpages le coupent")
    with st.container(key="carte-zonages"):
        figure_block.tete("Les découpages", "Ce qu’on sait de chaque périmètre")
        st.html(
            tables.tableau_html(
                territoires_zonages.ENTETES,
                territoires_zonages.lignes(),
                "Les découpages et leur confiance",
            )
        )
        st.html(territoires_zonages.REMPLACER)


def _carte(sujet: sujets.Sujet) -> None:
    with st.container(key="champs-croise"):
        dessine = choices_territoires.croise(sujet.zonage)
    c = territoires_loupe.croiser(sujet, dessine)
    quoi = f"{sujet.qui} {c.phrase}"
    sous_titre = f"{c.zonage.libelle}, part des habitants {sujet.de_qui} dans chaque zone"
    etats, legende = territoires_loupe_carte.etats(c), territoires_loupe_carte.legende(sujet, c)
    badges = [identite.badge(identite.BADGE_DECOUPAGE)] if c.zonage.decoupage_de_travail else []
    figure_block.tete(quoi, sous_titre, *badges)
    territory_map(
        trace=zonages.trace(dessine),
        fond=zonages.fond(),
        periodes={territoires_loupe_carte.PERIODE: etats},
        periode=territoires_loupe_carte.PERIODE,
        selection=None,
        legende=legende,
        titre=f"{c.zonage.libelle} et contour {sujet.de_qui}",
        contours=zonages.trace(sujet.zonage),
        contour_choisi=sujet.code,
        contours_tous=False,
        projection=choices.en_projection(),
        motifs=choices.en_projection(),
        key="croise-carte",
        on_change=choices_territoires.suivre_zone(dessine),
    )
    source = territoires_lieu.origine_perimetre(c.zonage)
    figure_block.pied("croise", "", "", source)
    carte = Carte(quoi, etats, legende, sous_titre=sous_titre, periode=territoires_loupe_carte.PERIODE)
    choisi = (sujet.zonage, sujet.code)
    figure_block.image(
        "croise",
        lambda: territoires_plan.carte_image(dessine, carte, f"{source} {FONDS}.", choisi),
        f"recoupement_{sujet.zonage}_{sujet.code}_{dessine}.svg",
    )


def _vrai(donnees: Donnees, sujet: sujets.Sujet) -> None:
    vrai = territoires_vrai.preparer(sujet, lambda code, zonage: cache.lire_tableau(donnees, code, zonage))
    badges = [identite.badge(identite.BADGE_DEMONSTRATION, "demo")] if vrai.demonstration else []
    figure_block.tete(vrai.titre, "Dernière période de chaque indicateur", *badges)
    st.html(territoires_vrai.table_html(vrai, vrai.titre))
    figure_block.pied("vrai", vrai.lecture, COMMENT_CHARGER if vrai.demonstration else "", vrai.source)

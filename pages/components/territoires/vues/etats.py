"""View « Où en sont les territoires »: a map of states, the table of all territories, what changed, how to fill it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from data_loaders.magasin.donnees import Donnees
from geo import lieux, zonages
from pages.components import choices, figure_block, identite
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import salle
from pages.components.territory_map import Choix, territory_map
from pages.figures import chiffres_cles, origines, tables
from pages.figures.accueil import CHAMP_CONVENTION
from pages.figures.carte.dessin import Carte
from pages.figures.territoires import (
    etats as territoires_etats,
    etats_commun as territoires_etats_commun,
    etats_origine,
    plan as territoires_plan,
)

_DE_LA_CONVENTION = ("territoires_spo", "reseaux", "sites", "professionnels")


def montrer(donnees: Donnees) -> None:
    """The states of one zoning."""
    with st.container(key="champs-etats"):
        zonage, niveau = choices_territoires.etats()
    choisie = (st.session_state.get("zone") or "").partition(":")
    zone = choisie[2] if choisie[0] == zonage else None
    v = territoires_etats.preparer(donnees, zonage, niveau, zone)
    badges = [identite.badge(identite.BADGE_DECOUPAGE)] if zonages.zonage(zonage).decoupage_de_travail else []
    if choices.en_projection():
        en_salle(zonage, zone, v, badges, choices_territoires.suivre_zone(zonage))
    else:
        identite.titre(v.titre, v.sous_titre, *badges)
        with st.container(key="carte-etats"):
            st.html(f'<p class="obs-role">{tables.echapper(v.role)}</p>')
            carte(zonage, zone, v, choices_territoires.suivre_zone(zonage))
            figure_block.pied("etats", v.lecture, v.champ, v.source)
            figure_block.provenances("etats", etats_origine.chiffres(donnees, zonage, v), "Territoire")
            dite = Carte(v.titre, v.etats, v.legende, sous_titre=v.sous_titre, periode=territoires_etats_commun.PERIODE)
            figure_block.image(
                "etats", lambda: territoires_plan.carte_image(zonage, dite, v.source), f"etats_{zonage}.svg"
            )
    with st.container(key="carte-tableau"):
        figure_block.tete(f"Les {len(v.lignes)} territoires", v.sous_titre)
        if any(territoires_etats_commun.NR in ligne for ligne in v.lignes):
            st.caption(territoires_etats_commun.NOTE_NR)
        marquees = [i for i, code in enumerate(v.codes) if code == zone]
        st.html(tables.tableau_html(v.entetes, v.lignes, v.sous_titre, marquees))
        figure_block.telechargement("etats", lambda: territoires_etats.csv(zonage, v), f"etats_{zonage}.csv")
    if territoires_etats.commandes(zonage):
        _suivi(zonage, zone, v)
    if zonage == "spo":
        _convention()


def carte(
    zonage: str, zone: str | None, v: territoires_etats_commun.VueEtats, choisir: Callable[[Choix], None]
) -> None:
    """Map of the states of a zoning; in a meeting room its legend is beside it, names are on it."""
    projection = choices.en_projection()
    territory_map(
        trace=zonages.trace(zonage),
        fond=zonages.fond(),
        periodes={territoires_etats_commun.PERIODE: v.etats},
        periode=territoires_etats_commun.PERIODE,
        selection=zone,
        legende=v.legende,
        titre=v.sous_titre,
        disposition="sans" if projection else "droite",
        projection=projection,
        motifs=True,
        key=f"etats-{zonage}",
        on_change=choisir,
    )


def en_salle(
    zonage: str,
    zone: str | None,
    v: territoires_etats_commun.VueEtats,
    badges: list[str],
    choisir: Callable[[Choix], None],
) -> None:
    """The states in a meeting room: map, finding, legend, notes, on one screen."""
    gauche, droite = salle.colonnes("etats", v.titre, *badges)
    with gauche:
        carte(zonage, zone, v, choisir)
    with droite:
        st.html(territoires_etats_commun.legende_html(v))
        figure_block.pied("etats", v.lecture, "", v.source)


def _suivi(zonage: str, zone: str | None, v: territoires_etats_commun.VueEtats) -> None:
    with st.container(key="carte-historique"):
        entetes, lignes = v.historique
        de_qui = lieux.genitif(zonage, zone) if zone else "de tous les territoires"
        figure_block.tete("Historique", f"Chaque état connu {de_qui}, le plus ancien d’abord")
        if lignes:
            st.html(tables.tableau_html(entetes, lignes, "États successifs"))
        else:
            identite.etat_vide(
                "Aucun état n’a encore été reçu pour ce territoire.", "La convention n’en dit rien non plus."
            )
        with st.expander("Remplir ou corriger ces états"):
            st.html(territoires_etats_commun.COMMENT_REMPLIR)
            st.code(territoires_etats.commandes(zonage), language="bash")


def _convention() -> None:
    with st.container(key="carte-convention"):
        figure_block.tete(
            "Ce qu’écrit la convention de 2013 pour toute la région", "Accueil, information et orientation"
        )
        st.html(chiffres_cles.cartes_html(chiffres_cles.chiffres_convention(_DE_LA_CONVENTION)))
        figure_block.pied("convention", "", CHAMP_CONVENTION, f"{chiffres_cles.SOURCE_CONVENTION}.")
        noms = origines.ecrits()
        figure_block.provenances("convention", {noms[c]: partial(origines.ecrit, c) for c in _DE_LA_CONVENTION})

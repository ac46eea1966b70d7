"""The sectors as cards, by list of the convention; one without métiers says why."""

from dataclasses import replace
from functools import partial

from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import mots_estimation as mots
from data_loaders.parametres.secteurs import LISTES, Correspondance, Secteur
from pages.components import cache as lire_cache, feuille as st, figure_block, identite, secteur as un_secteur
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.components.secteurs import autres, enquete
from pages.figures.secteurs import vue as secteurs_vue


def liste(donnees: Donnees, correspondance: Correspondance, annee: str) -> None:
    """Every sector as a card, by list of the convention."""
    releves = {c: un_secteur.releve(donnees, s) for c, s in correspondance.secteurs.items()}
    demonstration = donnees.est_demonstration("bmo")
    v = une_fois(secteurs_vue.liste, correspondance.secteurs, releves, annee, demonstration)
    t = lire_cache.lire_tableau(donnees, "bmo_part_difficiles_estimee", "region")
    v = replace(
        v,
        lecture="Chaque secteur est un ensemble de métiers, quel que soit l’employeur ; deux secteurs peuvent partager "
        "un métier, leurs totaux ne s’additionnent pas. Dans chaque liste, de la plus forte part estimée à la plus "
        f"faible. {mots.MENTION} "
        f"Liste des secteurs : {correspondance.source}.",
        champ=secteurs_vue.champ(t, annee),
        source=secteurs_vue.source(t, annee),
    )
    suivis = {
        f"{s.libelle}, {INDICATEURS[i].libelle.lower()}": partial(un_secteur.remonter, donnees, s, i, annee)
        for c, s in correspondance.secteurs.items()
        if releves[c] is not None and not s.sans
        for i in ("bmo_part_difficiles_estimee", "bmo_part_difficiles", "bmo_projets")
    }
    ordre = une_fois(secteurs_vue.ordonner, releves, annee)
    with figure_block.bloc("secteurs", v, tete="page", cadre="", provenance=parmi(suivis)):
        for nom_liste, libelle in LISTES.items():
            siens = (correspondance.secteurs[c] for c in ordre if correspondance.secteurs[c].liste == nom_liste)
            cartes = (une_fois(secteurs_vue.carte_html, s, releves[s.code], annee, demonstration) for s in siens)
            cartes = f'<div class="obs-cartes">{"".join(cartes)}</div>'
            st.html(f'<section class="obs-secteurs"><h2>{libelle}</h2>{cartes}</section>')


def sans_metier(donnees: Donnees, secteur: Secteur, correspondance: Correspondance) -> None:
    """A sector that the survey cannot tell: why, and where to look."""
    demonstration = donnees.est_demonstration("bmo")
    v = secteurs_vue.vide(secteur, demonstration)
    figure_block.titrer_page(v)
    identite.etat_vide(secteurs_vue.raison_vide(demonstration), f"Liste : {correspondance.source}.")
    renvois(secteur, correspondance)
    autres.officiel(donnees, secteur)
    autres.interim(donnees, secteur)
    enquete.choix(secteur)


def renvois(secteur: Secteur, correspondance: Correspondance) -> None:
    """Buttons to the sectors whose métiers shed light on this one."""
    for code in secteur.voir:
        aller = {"on_click": partial(st.session_state.update, secteur=code)}
        st.button(f"Voir : {correspondance.secteurs[code].libelle}", key=f"voir-secteur-{code}", **aller)

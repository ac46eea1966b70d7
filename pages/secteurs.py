"""Secteurs: the sectors and filières of the convention, then the portrait of one of them."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

from data_loaders.parametres import secteurs
from pages.components import (
    cache,
    choices,
    feuille as st,
    figure_block,
    secteur as un_secteur,
    territoire as choix_territoire,
)
from pages.components.secteurs import autres, enquete, liste
from pages.figures.secteurs import vue

donnees = cache.donnees()
correspondance = secteurs.lire()


def plie(mots: str, *dessiner: Callable[[], None]) -> None:
    """Blocks of one subject, folded; in a meeting room each is a slide."""
    with nullcontext() if choices.en_projection() else st.expander(mots):
        for bloc in dessiner:
            bloc()


ligne = choices.ligne_choix("secteurs")
ou = None
with choices.phrase("secteurs"):
    secteur = un_secteur.secteur(correspondance.secteurs)
    if secteur is None:
        choices.mot("en")
    elif not secteur.sans:
        ou = choix_territoire.facultatif()
    annee = choices.periode(donnees.periodes("bmo"))
    if secteur is None:
        choices.point_de_vue()

ligne(secteur.libelle if secteur else un_secteur.TOUS, annee, choices.nom_zone(*ou) if ou else "")
instantanes = enquete.instantanes(donnees)
if secteur is None:
    liste.liste(donnees, correspondance, annee)
elif (releve := un_secteur.releve(donnees, secteur)) is None:
    liste.sans_metier(donnees, secteur, correspondance)
else:
    officiel = partial(autres.officiel, donnees, secteur), partial(autres.interim, donnees, secteur)
    if secteur.sans:
        figure_block.titrer_page(vue.tete_sans_total(releve, annee))
        liste.renvois(secteur, correspondance)
        enquete.metiers(donnees, releve, annee, instantanes)
    else:
        region = cache.lire_tableau(donnees, "bmo_part_difficiles_estimee", "region")
        enquete.chiffres(donnees, releve, annee)
        if ou:
            enquete.territoire(donnees, releve, annee, instantanes, *ou)
        plie("Les métiers du secteur", partial(enquete.metiers, donnees, releve, annee, instantanes))
        plie("Par département", partial(enquete.departements, donnees, releve, annee, instantanes))
        plie("Année après année", partial(enquete.tendance, donnees, releve, region))
        plie(
            "Offres d’emploi et inscrits",
            partial(autres.offres, donnees, secteur, releve),
            partial(autres.ouvertes, donnees, secteur, releve, annee),
        )
        plie("D’où l’on vient à ces métiers", partial(autres.venir, donnees, secteur, releve, annee))
    plie("Tension officielle et intérim", *officiel)
    enquete.composition(correspondance, secteur, releve, annee)
    if not secteur.sans:
        autres.publications(donnees)

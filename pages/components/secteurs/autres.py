"""What other producers say of a sector: offers and job-seekers, official tension, interim work, publications."""

from __future__ import annotations

import streamlit as st

from data_loaders.contexte import publications as catalogue
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import secteurs
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Secteur
from pages.components import figure_block, identite
from pages.components.secteurs import cache
from pages.figures import lecture, origines, tables
from pages.figures.donnees import sources
from pages.figures.secteurs import (
    autres as secteurs_autres,
    csv as secteurs_csv,
    tables as secteurs_tables,
)

SOMME_BASSINS = "Chaque total est la somme des lignes ci-dessous, bassin par bassin."
THEMES_PUBLICATIONS = ("besoins", "tensions")


def offres(donnees: Donnees, secteur: Secteur, releve: Releve) -> None:
    """Offers and job-seekers through ROME, or why there are none."""
    o = cache.offres(donnees, secteur)
    instantane = ""
    if not o.raison:
        instantane = f"tension_rome/{donnees.instantane('tension_rome', o.annee).identifiant}"
    bloc = secteurs_autres.offres(o, releve, instantane)
    with st.container(key="carte-secteur-offres"):
        figure_block.tete(bloc.titre, bloc.sous_titre)
        if o.raison:
            identite.etat_vide(bloc.lecture)
            return
        figure_block.pied("secteur-offres", bloc.lecture, bloc.champ, bloc.source)
        figure_block.provenance(
            "secteur-offres",
            lambda: origines.publiees(
                bloc.titre,
                (bloc.lecture, SOMME_BASSINS),
                [donnees.instantane("tension_rome", o.annee), donnees.instantane("bmo", o.enquete)],
                secteurs_tables.offres(o),
            ),
        )
        with st.expander("Le tableau, bassin par bassin"):
            st.html(tables.tableau_html(*secteurs_tables.offres(o), bloc.sous_titre))
            figure_block.telechargement(
                "secteur-offres",
                lambda: secteurs_csv.csv_offres(o, instantane),
                f"secteur_{secteur.code}_offres.csv",
            )


def officiel(donnees: Donnees, secteur: Secteur) -> None:
    """Official tension of the groups of the sector; beside the météo, never mixed with it."""
    if secteur.sans:
        return
    with st.container(key="carte-secteur-officiel"):
        lignes = secteurs.classes_officielles(donnees, secteur)
        if lignes.empty:
            figure_block.tete("Tension officielle", f"{secteur.libelle}, classes de la Dares")
            identite.etat_vide(f"{lecture.capitale(secteurs.SANS_CLASSE)}.")
            return
        bloc = secteurs_autres.classes(lignes, secteur)
        figure_block.tete(bloc.titre, bloc.sous_titre)
        libelles = secteurs.libelles_officiels(donnees)
        st.html(tables.tableau_html(*secteurs_tables.classes(lignes, libelles), bloc.sous_titre))
        figure_block.pied("secteur-officiel", bloc.lecture, bloc.champ, bloc.source)
        figure_block.provenance(
            "secteur-officiel",
            lambda: origines.publiees(
                bloc.titre,
                (),
                [donnees.instantane("tension_fap", donnees.millesimes("tension_fap")[-1])],
                origines.cellules(
                    lignes,
                    {
                        "annee": "Année",
                        "code_fap": "Code FAP",
                        "code_zone": "Territoire",
                        "value": "Classe",
                        "obs_status": "Statut",
                    },
                ),
            ),
        )


def interim(donnees: Donnees, secteur: Secteur) -> None:
    """Interim work, once an organisation has sent it."""
    with st.container(key="carte-secteur-interim"):
        lignes = secteurs.interim(donnees, secteur)
        if lignes.empty:
            figure_block.tete("Emploi intérimaire", f"{secteur.libelle}, missions et équivalents temps plein")
            identite.etat_vide(f"{lecture.capitale(secteurs.SANS_INTERIM)}.")
            return
        bloc = secteurs_autres.interim(lignes, secteur)
        figure_block.tete(bloc.titre, bloc.sous_titre)
        st.html(tables.tableau_html(*secteurs_tables.interim(lignes, secteur), bloc.sous_titre))
        figure_block.pied("secteur-interim", bloc.lecture, bloc.champ, bloc.source)
        figure_block.provenance(
            "secteur-interim",
            lambda: origines.publiees(
                bloc.titre,
                (),
                [donnees.instantane("interim", donnees.millesimes("interim")[-1])],
                secteurs_tables.interim(lignes, secteur),
            ),
        )


def publications(donnees: Donnees) -> None:
    """Pages of the catalogue on recruitment needs and tensions: none is about one sector alone."""
    trouvees = {
        p.adresse: p
        for th in THEMES_PUBLICATIONS
        for p in catalogue.filtrer(catalogue.lire(donnees), th, catalogue.REGION)
    }
    with st.expander("Publications sur les besoins et les tensions"):
        if not trouvees:
            st.html("<p>Aucune publication au catalogue sur ces thèmes.</p>")
            return
        entetes = [(t, False) for t in sources.ENTETES_PUBLICATIONS]
        st.html(tables.tableau_html(entetes, sources.publications(list(trouvees.values())), "Publications"))

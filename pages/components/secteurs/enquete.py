"""What the survey says of a sector, one function a card: key figures, départements, vintages, métiers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Correspondance, Secteur
from pages.components import cache as lire_cache, choices, ecran, figure_block, identite
from pages.components.secteurs import cache, choices as choices_secteurs
from pages.figures import chiffres_cles, tables, theme
from pages.figures.secteurs import (
    barres as secteurs_barres,
    chiffres as secteurs_chiffres,
    csv as secteurs_csv,
    tables as secteurs_tables,
    vue as secteurs_vue,
)
from pages.figures.secteurs.tables import METIERS_MONTRES
from pages.figures.tendances import dessin as tendances_dessin


def _badges(releve: Releve) -> list[str]:
    return [identite.badge(*b) for b in secteurs_vue.badges(releve)]


def taille() -> tuple[theme.Mode, float]:
    """Mode and scale of the figures; asks the browser for its width, so once a run."""
    return ("projection", ecran.largeur() / 1280) if choices.en_projection() else ("ecran", 1.0)


def _cote_a_cote(largeurs: list[int]) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Places of a figure and of its table, one under the other in a meeting room."""
    if choices.en_projection():
        return st.container(), st.container()
    return tuple(st.columns(largeurs, gap="large"))


def retour() -> None:
    """Button back to the list."""
    with st.container(key="champs-retour"):
        choices_secteurs.ouvrir(None, "Tous les secteurs", "retour-secteurs")


def tete(releve: Releve, region: Tableau, annee: str) -> None:
    """Title of the portrait: the finding."""
    identite.titre(*secteurs_vue.tete(releve, region, annee), *_badges(releve))
    retour()


def chiffres(donnees: Donnees, releve: Releve, annee: str, instantane: str) -> None:
    """Four key figures of the region."""
    with st.container(key="carte-secteur-chiffres"):
        cartes = chiffres_cles.cartes_html(secteurs_chiffres.chiffres(releve, annee), identite.theme_courant())
        st.html(f'<h2 class="obs-entendu">Quatre chiffres pour la région</h2>{cartes}')
        t = releve.tableau("bmo_part_difficiles")
        dite = secteurs_vue.lecture_region(releve, annee)
        figure_block.pied(
            "secteur-chiffres", dite, secteurs_vue.champ(t, annee), secteurs_vue.source(t, annee, instantane)
        )
        figure_block.provenances(
            "secteur",
            {
                INDICATEURS[i].libelle: partial(cache.remonter, donnees, releve.secteur, i, annee)
                for i in cache.INDICATEURS_SUIVIS
            },
        )


def departements(
    donnees: Donnees,
    releve: Releve,
    annee: str,
    instantanes: Mapping[str, str],
    mode_echelle: tuple[theme.Mode, float],
) -> None:
    """Projects by département, as bars from zero, and their table."""
    bloc = secteurs_vue.departements(releve, annee, instantanes[annee])
    barres = secteurs_barres.preparer(releve, annee)
    with st.container(key="carte-secteur-departements"):
        figure_block.tete(bloc.titre, bloc.sous_titre)
        figure, detail = _cote_a_cote([5, 8])
        with figure:
            st.plotly_chart(
                secteurs_barres.figure(barres, identite.theme_courant(), *mode_echelle),
                theme=None,
                key="barres-secteur",
                config=theme.PLOTLY_FRANCAIS,
                alt=f"{bloc.titre}. {' ; '.join(f'{b.libelle} : {b.texte}' for b in barres)}.",
            )
        with detail, st.container(key="detail-departements"):
            st.html(tables.tableau_html(*secteurs_tables.departements(releve, annee), bloc.sous_titre))
            figure_block.telechargement(
                "secteur-zones",
                lambda: secteurs_csv.csv_zones(releve, dict(instantanes)),
                f"secteur_{releve.secteur.code}_departements.csv",
            )
        figure_block.pied("secteur-departements", bloc.lecture, bloc.champ, bloc.source)
        figure_block.provenances(
            "secteur-departements",
            {
                f"{nom}, {INDICATEURS[i].libelle.lower()}": partial(
                    cache.remonter, donnees, releve.secteur, i, annee, "departement", code
                )
                for code, nom in secteurs_tables.noms_zones("departement").items()
                for i in cache.INDICATEURS_SUIVIS
            },
        )


def tendance(
    donnees: Donnees, releve: Releve, region: Tableau, instantane: str, mode_echelle: tuple[theme.Mode, float]
) -> None:
    """The share over the vintages, broken where the nomenclature changes."""
    bloc = secteurs_vue.tendance_bloc(releve, instantane)
    info = secteurs_vue.tendance(releve, region, donnees.lire("bmo", "metiers"))
    with st.container(key="carte-secteur-tendance"):
        figure_block.tete(bloc.titre, bloc.sous_titre)
        figure, detail = _cote_a_cote([6, 7])
        with figure:
            st.plotly_chart(
                tendances_dessin.figure(info, identite.theme_courant(), *mode_echelle),
                theme=None,
                key="tendance-secteur",
                config=theme.PLOTLY_FRANCAIS,
                alt=bloc.lecture,
            )
        with detail, st.container(key="detail-tendance"):
            st.html(tables.tableau_html(*secteurs_tables.tendance(releve, info), bloc.sous_titre))
        figure_block.pied("secteur-tendance", bloc.lecture, bloc.champ, bloc.source)
        part, la_region = "bmo_part_difficiles", "tous métiers, Pays de la Loire"
        du_secteur = {
            f"{releve.secteur.libelle}, {a}": partial(cache.remonter, donnees, releve.secteur, part, a)
            for a in reversed(releve.annees)
        }
        de_la_region = {
            f"{la_region}, {a}": lire_cache.suivre(donnees, part, "region", "52", a) for a in reversed(region.periodes)
        }
        figure_block.provenances("secteur-tendance", du_secteur | de_la_region)


def metiers(donnees: Donnees, releve: Releve, annee: str, instantanes: Mapping[str, str]) -> None:
    """Projects and difficulty of the métiers of the sector, then of the families of the survey."""
    bloc = secteurs_vue.metiers(releve, annee, instantanes[annee], METIERS_MONTRES)
    with st.container(key="carte-secteur-metiers"):
        figure_block.tete(bloc.titre, bloc.sous_titre)
        st.html(tables.tableau_html(*secteurs_tables.metiers(releve, annee), bloc.sous_titre))
        figure_block.telechargement(
            "secteur-metiers",
            lambda: secteurs_csv.csv_metiers(releve, dict(instantanes)),
            f"secteur_{releve.secteur.code}_metiers.csv",
        )
        st.html("<h3>Par famille de l’enquête</h3>")
        legende = f"Familles de métiers du secteur, Pays de la Loire, {annee}"
        st.html(tables.tableau_html(*secteurs_tables.familles(releve, annee), legende))
        figure_block.pied("secteur-metiers", bloc.lecture, bloc.champ, bloc.source)
        listes = releve.metiers[releve.metiers["annee"] == annee].sort_values("code_metier").itertuples()
        figure_block.provenances(
            "secteur-metiers",
            {
                f"{m.libelle_metier} ({m.code_metier})": lire_cache.suivre(
                    donnees, "bmo_part_difficiles", "region", "52", annee, Metier("metier", m.code_metier)
                )
                for m in listes
            },
            "Métier",
        )


def composition(correspondance: Correspondance, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Which métiers are in, why, what is left out, and where to change it."""
    with st.expander("Quels métiers composent ce secteur, et pourquoi"):
        choix(secteur)
        noms = releve.metiers[releve.metiers["annee"] == annee].sort_values("code_metier")
        cites = ", ".join(f"{m.libelle_metier} ({m.code_metier})" for m in noms.itertuples())
        texte = (
            f"Correspondance de travail, version {correspondance.version} : la convention nomme le secteur, pas ses "
            "métiers. Le fichier data_loaders/parametres/secteurs.toml se modifie à la main. Un métier peut "
            f"être dans deux secteurs. Liste des secteurs : {correspondance.source}."
        )
        if releve.demonstration:
            texte += " Les codes de l’enquête de démonstration ne sont pas ceux de la nomenclature."
        st.html(f"<p><strong>En {annee}.</strong> {tables.echapper(cites)}.</p><p>{tables.echapper(texte)}</p>")


def choix(secteur: Secteur) -> None:
    """Which métiers are in the sector, by choice and by nomenclature, and what is left out."""
    legende = f"Métiers du secteur {secteur.libelle}, par choix et par nomenclature"
    st.html(tables.tableau_html(*secteurs_tables.composition(secteur), legende) + secteurs_tables.hors_html(secteur))

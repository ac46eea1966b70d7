"""View « Comparer »: two to four territories for one group of métiers, or two groups on one territory."""

import streamlit as st

from geo import zonages
from pages.components import figure_block
from pages.components.figure_block import Fichier
from pages.components.meteo import choices as choices_meteo
from pages.components.meteo.choices import Territoire
from pages.components.meteo.vues import REGIONAL, Contexte, Groupe, courbes
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.meteo import (
    comparer as meteo_comparer,
    tables as meteo_tables,
    vue as meteo_vue,
)
from pages.figures.meteo.comparer import REGION, Element, element
from pages.figures.meteo.vue import CHAMP
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """Tiles side by side, their shares over the vintages, the same in a table."""
    with st.container(key="champs-comparer"):
        colonnes = st.columns([2.7, 2.5, 4.6], vertical_alignment="bottom")
        with colonnes[0]:
            par_metier = choices_meteo.compare() == "metiers"
        with colonnes[1]:
            groupe = choices_meteo.groupe(ctx.niveau, ctx.libelles, ctx.listes)
        with colonnes[2]:
            if par_metier:
                second = choices_meteo.second(ctx.niveau, ctx.libelles, ctx.listes, groupe)
            else:
                lieux = choices_meteo.territoires(ctx.lieu)
    g = ctx.groupe(groupe)
    elements = _metiers(ctx, [g, *([ctx.groupe(second)] if second else [])]) if par_metier else _lieux(ctx, g, lieux)
    titre = meteo_comparer.titre(elements, ctx.annee, par_metier)
    sous_titre = f"Météo des métiers, {ctx.nom_lieu if par_metier else g.dit}, {ctx.annee}"
    dit = ctx.pour(sous_titre) if par_metier else sous_titre
    ctx.entete(meteo_vue.pareil(titre), dit)
    groupes = list(dict.fromkeys(Groupe(e.niveau, e.code, e.libelle) for e in elements))
    ou = list(dict.fromkeys((e.zonage, e.zone) for e in elements))
    v = Vue("", sous_titre, meteo_comparer.lecture(elements, ctx.annee), CHAMP, ctx.source())
    suivies = provenance_meteo.des_cellules(ctx, groupes, ou, cle="meteo-comparer")
    with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies):
        st.html(meteo_comparer.tuiles_html(elements, ctx.annee))
    courbes.dessiner(ctx, meteo_comparer.suivis(elements), groupes, ou, sous_titre)
    parties = [(e.zonage, ctx.cellules(Groupe(e.niveau, e.code, e.libelle), e.zonage, e.zone)) for e in elements]
    libelles = {e.code: e.libelle for e in elements}
    figure_block.tableau(
        "meteo-comparer",
        Vue("Côte à côte", sous_titre),
        cadre="bloc-tableau",
        table=meteo_comparer.table(elements, ctx.annee),
        csv=Fichier(
            f"meteo_comparaison_{g.code}.csv",
            lambda: meteo_tables.csv_parties(parties, libelles, ctx.instantanes, ctx.demonstration),
        ),
    )


def _lieux(ctx: Contexte, g: Groupe, lieux: list[Territoire]) -> list[Element]:
    cotes = [
        une_fois(element, ctx.indices(g.niveau, t.zonage, code_zone=t.code), _nom(t), (t.zonage, t.code), g, i)
        for i, t in zip(choices_meteo.rangs(lieux), lieux, strict=True)
    ]
    return [*cotes, une_fois(element, ctx.indices(g.niveau, "region", code_groupe=g.code), REGION, REGIONAL, g, None)]


def _metiers(ctx: Contexte, groupes: list[Groupe]) -> list[Element]:
    def cote(zonage: str, nom: str, lieu: tuple[str, str], g: Groupe, rang: int | None) -> Element:
        return une_fois(element, ctx.indices(g.niveau, zonage, code_zone=lieu[1]), nom, lieu, g, rang)

    ici = [cote(ctx.lieu.zonage, g.libelle, ctx.ici, g, i) for i, g in enumerate(groupes)]
    if ctx.ici == REGIONAL:
        return ici
    la = [cote("region", f"Région, {g.libelle}", REGIONAL, g, None) for g in groupes]
    return [*ici, *la]


def _nom(t: Territoire) -> str:
    return REGION if t.zonage == "region" else zonages.libelle_zone(t.zonage, t.code)

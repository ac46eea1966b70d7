"""Card of the shares over the vintages, used by two views."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components import choices, ecran, figure_block, identite
from pages.components.meteo import cache as cache_meteo, origine
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.meteo.vues.carte import CHAMP
from pages.figures import tables, theme
from pages.figures.meteo import tables as meteo_tables, trace as meteo_trace
from pages.figures.meteo.trace import Suivi


def dessiner(
    ctx: Contexte, suivis: Sequence[Suivi], groupes: Sequence[Groupe], lieux: Sequence[tuple[str, str]], sous_titre: str
) -> None:
    """Chart, notes, table twin, CSV.

    Args:
        suivis: what is drawn; groupes, lieux: the groups of métiers and the zones (zoning, zone) they are read in.
    """
    niveau = groupes[0].niveau
    t = meteo_trace.preparer(suivis, cache_meteo.nomenclatures(ctx.donnees), niveau)
    sous_titre = f"{sous_titre.rpartition(', ')[0]}, part brute de projets jugés difficiles, en %"
    mots = meteo_trace.lecture(t, suivis, ctx.annee)
    with st.container(key="carte-trace"):
        figure_block.tete(meteo_trace.titre(suivis, ctx.annee), sous_titre, *ctx.badges)
        mode, echelle = ("projection", ecran.largeur() / 1280) if choices.en_projection() else ("ecran", 1.0)
        st.plotly_chart(
            meteo_trace.figure(t, identite.theme_courant(), mode, echelle),
            theme=None,
            key="trace-meteo",
            config=theme.PLOTLY_FRANCAIS,
            alt=mots,
        )
        figure_block.pied("meteo-trace", mots, CHAMP, ctx.source_millesimes)
        origine.montrer(ctx, "meteo-trace", groupes, lieux, sorted(ctx.instantanes, reverse=True))
        with st.expander("Les mêmes parts en tableau"):
            st.html(tables.tableau_html(*meteo_trace.table(t, suivis), sous_titre))
        parties = [(zonage, ctx.cellules(g, zonage, zone)) for g in groupes for zonage, zone in lieux]
        libelles = {g.code: g.libelle for g in groupes}
        figure_block.telechargement(
            "meteo-trace",
            lambda: meteo_tables.csv_parties(parties, libelles, ctx.instantanes, ctx.demonstration),
            f"meteo_evolution_{groupes[0].code}.csv",
        )

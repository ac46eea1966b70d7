"""« D’où vient ce chiffre ? » under the blocks of the météo: which cell, then the way back to its rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data_loaders.erreurs import DemandeInvalide
from data_loaders.tableau import Metier
from geo import zonages
from pages.components import cache, figure_block
from pages.components.meteo.vues import IND, Contexte, Groupe
from pages.figures.meteo import origine as meteo_origine
from pages.figures.tracage import Trace


def montrer(
    ctx: Contexte,
    cle: str,
    groupes: Sequence[Groupe],
    lieux: Sequence[tuple[str, str]] = (),
    annees: Sequence[str] = (),
) -> None:
    """Follow back one of the cells shown: a group of métiers, in one place, in one vintage.

    Args:
        cle: unique on the page.
        groupes: groups shown, the one of interest first; nothing is drawn without any.
        lieux: (zoning, zone) shown, the territory of the page by default.
        annees: vintages shown, that of the page by default.
    """
    groupes = {f"{g.niveau}:{g.code}": g for g in groupes}
    places = {":".join(x): x for x in lieux or [ctx.ici]}
    annees = list(annees or [ctx.annee])
    if not groupes:
        return

    def choix() -> tuple[str, str, str]:
        colonnes = st.columns([4, 3, 2], vertical_alignment="bottom")
        with colonnes[0]:
            g = _choisir(f"{cle}-groupe", "Métiers du chiffre", list(groupes), lambda c: groupes[c].libelle)
        with colonnes[1]:
            ou = _choisir(f"{cle}-lieu", "Territoire du chiffre", list(places), lambda c: _nom(*places[c]))
        with colonnes[2]:
            quand = _choisir(f"{cle}-annee", "Millésime du chiffre", annees)
        return g, ou, quand

    figure_block.provenance(cle, lambda g, ou, quand: suivre(ctx, groupes[g], *places[ou], quand), choix)


def _choisir(cle, titre, options, noms=str):
    return figure_block.choisir(cle, titre, options, noms) if len(options) > 1 else options[0]


def _nom(zonage: str, zone: str) -> str:
    return "Pays de la Loire" if zonage == "region" else zonages.libelle_zone(zonage, zone)


def suivre(ctx: Contexte, g: Groupe, zonage: str, zone: str, annee: str) -> Trace:
    """A cell followed back to the rows of the survey.

    Raises:
        DemandeInvalide: the survey has no such cell.
    """
    par_annee = {r.annee: r for r in ctx.lignes(g, zonage, zone)}
    if annee not in par_annee:
        raise DemandeInvalide("aucune cellule")
    r = par_annee[annee]
    metier = None if g.niveau == "ensemble" else Metier(g.niveau, g.code)
    o = cache.remonter(ctx.donnees, cache.lire_tableau(ctx.donnees, IND.code, zonage, metier), zone, annee)
    nom = f"{g.libelle}, {_nom(zonage, zone)}, {annee}"
    return meteo_origine.tracer(r, par_annee.get(r.annee_precedente), g.niveau, nom, o)

"""View « Le métier »: one group of métiers here, over the vintages, over the territories, and where to go next."""

from functools import partial
from typing import Any

import pandas as pd

from data_loaders.francais import capitale
from data_loaders.measures import palmares
from data_loaders.metiers import liens as liens_metiers
from data_loaders.metiers.liens import Mobilites, Rome
from geo import lieux, zonages
from pages.components import choices, enquete, feuille as st, figure_block, identite, lieu as lieu_courant
from pages.components.meteo import choices as choices_meteo
from pages.components.meteo.vues import REGIONAL, Contexte, Groupe, carte, complet, courbes, methode
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures import adresses, estimees, mobilites as meteo_mobilites, tuiles as meteo_tuiles
from pages.figures.estimees import CHAMP
from pages.figures.meteo import vue as meteo_vue
from pages.figures.meteo.courbes import Suivi
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """The sheet of the métier here and its doors beside the map; the rest is folded, by subject."""
    g = ctx.groupe(ctx.code)
    r = ctx.ligne(g)
    ctx.entete(meteo_vue.pareil(meteo_vue.titre_metier(r, g.libelle, lieux.locatif(*ctx.ici))), ctx.pour(_ou(ctx)))
    if choices.en_projection():  # the map comes first, under one title: it is what a room looks at
        carte.dessiner(ctx, carte.preparer(ctx, *g), g)
        _fiche(ctx, g, r)
    else:
        gauche, droite = st.columns([5, 6], gap="medium")
        with gauche:
            _fiche(ctx, g, r)
        with droite:
            carte.dessiner(ctx, carte.preparer(ctx, *g), g)
    plis = {"Les territoires, en tableau": lambda: carte.classement(ctx, carte.preparer(ctx, *g))}
    plis["Comment l’estimation est faite"] = lambda: methode.etapes(ctx, g)
    plis["L’enquête, année par année"] = lambda: _courbes(ctx, g)
    if g.niveau != "ensemble":
        plis[complet.TITRE] = lambda: complet.dessiner(ctx, g, r)
        plis[meteo_vue.SORTIES] = lambda: st.html(meteo_vue.sorties_html(*_sorties(ctx, g)))
    if g.niveau == "metier":
        plis[meteo_mobilites.TITRE] = lambda: _mobilites(ctx, g)
    identite.plier("metier", plis)


def _ou(ctx: Contexte) -> str:
    return f"{capitale(ctx.nom_lieu)}, {ctx.annee}"


def _fiche(ctx: Contexte, g: Groupe, r: Any) -> None:
    """The sky, the share and the projects; what « ? » says of them."""
    # All métiers together are what a group is set against.
    suivis, ou = list(dict.fromkeys([g, ctx.groupe(None)])), list(dict.fromkeys([ctx.ici, REGIONAL]))
    suivies = provenance_meteo.des_cellules(ctx, suivis, ou, cle="meteo-fiche")
    sorte = "" if g.niveau == "ensemble" else f" ({estimees.UNITES[g.niveau][0]})"
    lu = " ".join(meteo_vue.explication(r, f"{g.libelle}{sorte}, {ctx.nom_lieu}", ctx.lieu.zonage))
    v = Vue("", lecture=lu, champ=CHAMP, source=ctx.source())
    with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies):
        st.html(meteo_tuiles.fiche_html(r))
        if g.niveau != "ensemble":
            st.html(_portes(ctx, g))


def _courbes(ctx: Contexte, g: Groupe) -> None:
    """The share here and in the region, vintage by vintage."""
    suivis, ou = [Suivi(zonages.NOM_REGION, ctx.lignes(g, *REGIONAL), None)], [REGIONAL]
    if ctx.ici != REGIONAL:
        suivis.insert(0, Suivi(zonages.libelle_zone(*ctx.ici), ctx.lignes(g, *ctx.ici)))
        ou.insert(0, ctx.ici)
    courbes.dessiner(ctx, suivis, [g], ou, f"{g.libelle}, {ctx.annee}")


def _portes(ctx: Contexte, g: Groupe) -> str:
    """Where to train, where to apply, near métiers."""
    rangs = ()
    if g.niveau == "metier":
        m = _mobilites_lues(ctx, g)
        rangs = une_fois(meteo_mobilites.ranger, m.vers or m.depuis, _metiers_ici(ctx))
    voisins = meteo_mobilites.voisins(rangs, ctx.libelles, choices_meteo.adresses())
    return meteo_vue.portes_html(_former(ctx, f"{g.niveau}:{g.code}"), *_sorties(ctx, g), voisins)


def _sorties(ctx: Contexte, g: Groupe) -> tuple[list[Rome], str | None, str]:
    """ROME métiers, those with the most offers in the region first when they are known; where offers are looked for."""
    ou = lieux.locatif("departement", ctx.departement) if ctx.departement else ""
    offres = enquete.offres_rome(ctx.donnees)
    romes = une_fois(liens_metiers.romes, ctx.donnees, g.niveau, g.code, ctx.annee)
    return sorted(romes, key=lambda rome: -rome.part * offres.get(rome.code, 0.0)), ctx.departement, ou


def _former(ctx: Contexte, cle: str) -> str:
    """Where to train for `niveau:code`, around the current place."""
    lieu = lieu_courant.courant()
    return adresses.formation_metier(cle, ":".join(ctx.ici), lieu and lieu.cle).removeprefix("/")


def _mobilites_lues(ctx: Contexte, g: Groupe) -> Mobilites:
    return une_fois(liens_metiers.mobilites, ctx.donnees, (g.code,), ctx.annee)


def _metiers_ici(ctx: Contexte) -> pd.DataFrame:
    return une_fois(palmares.dans, ctx.du_lieu("metier"), ctx.lieu.code, ctx.annee)


def _mobilites(ctx: Contexte, g: Groupe) -> None:
    """Métiers that the ROME links to this one, with their figure here; who hires for it in France."""
    m = _mobilites_lues(ctx, g)
    v = meteo_mobilites.vue(g.libelle, _ou(ctx), m, ctx.badges)
    if m.raison:
        return figure_block.absente("meteo-mobilites", v, m.raison)
    ici = _metiers_ici(ctx)
    listes = {
        "Où l’on va": une_fois(meteo_mobilites.ranger, m.vers, ici),
        "D’où l’on vient": une_fois(meteo_mobilites.ranger, m.depuis, ici),
    }
    codes = dict.fromkeys(p.code for liste in listes.values() for p, _ in liste)
    suivies = provenance_meteo.des_cellules(ctx, [ctx.groupe(c) for c in codes], cle="meteo-mobilites")
    with figure_block.bloc("meteo-mobilites", v, provenance=suivies):
        for colonne, liste in listes.items():
            if liste:
                table = meteo_mobilites.table(
                    liste, colonne, ctx.libelles, choices_meteo.adresses(), partial(_former, ctx)
                )
                figure_block.tabuler(table, f"{colonne}, {v.sous_titre}", empile=True)
        st.html(meteo_mobilites.employeurs_html(*une_fois(liens_metiers.employeurs, ctx.donnees, (g.code,), ctx.annee)))

"""Block of the complete index: offers and job-seekers beside the survey, official classes beside ours."""

from typing import Any

from data_loaders.chiffres.origine import CHAMPS_SOURCE
from data_loaders.francais import capitale, echapper as escape
from data_loaders.metiers import indices_complets
from geo import lieux, zonages
from pages.components import feuille as st, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.meteo import cache as cache_meteo
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.provenance import Piste, suivre
from pages.figures.meteo import complet as meteo_complet_vue
from pages.figures.provenance import chiffre
from pages.figures.vues import Vue

TITRE = "Avec les offres et les demandeurs d’emploi"


def dessiner(ctx: Contexte, g: Groupe, notre: Any) -> None:
    """The index of the last year it can be made for, or why it cannot; then the official classes."""
    with st.container(key="bloc-complet"):
        raison = indices_complets.raison_absence(ctx.donnees)
        if raison:
            figure_block.titrer(TITRE, f"{g.libelle}, {ctx.nom_lieu}")
            st.html(f'<p class="obs-raison">{escape(raison)}</p>')
        else:
            _indice(ctx, g)
        _officielle(ctx, g, notre)


def _indice(ctx: Contexte, g: Groupe) -> None:
    annees = indices_complets.annees(ctx.donnees)
    annee = ctx.annee if ctx.annee in annees else annees[-1]
    df = cache_meteo.completes(ctx.donnees, g.niveau, ctx.lieu.zonage)
    ici = df[(df["annee"] == annee) & (df["code_zone"] == ctx.lieu.code) & (df["code_groupe"] == g.code)]
    sous_titre = f"{g.libelle}, {ctx.nom_lieu}, {annee}"
    r = next(ici.itertuples(), None)
    if r is None:
        figure_block.titrer(TITRE, sous_titre, *ctx.badges)
        st.html(f'<p class="obs-raison">{escape(meteo_complet_vue.raison_absent(annee, ctx.annee))}</p>')
        return
    figure_block.titrer(meteo_complet_vue.titre(r, annee), sous_titre, *ctx.badges)
    st.html(meteo_complet_vue.html(r, annee))
    lieu = capitale(lieux.locatif(ctx.lieu.zonage, ctx.lieu.code))
    demonstration = ctx.donnees.est_demonstration("tension_rome")
    figure_block.noter(
        "meteo-complet",
        Vue(
            TITRE,
            sous_titre,
            meteo_complet_vue.lecture(r, g.libelle, lieu, annee),
            meteo_complet_vue.CHAMP,
            meteo_complet_vue.source(annee, demonstration),
        ),
    )
    romes = cache_meteo.romes_complets(ctx.donnees, g.niveau, ctx.lieu.zonage, annee, ctx.lieu.code, g.code)
    if officielles := meteo_complet_vue.officielle_rome(romes, annee, demonstration):
        st.html(f'<p class="obs-officielle">{escape(officielles)}</p>')
    classe = "de démonstration" if demonstration else "officielle"
    if pli := identite.pli("pli-romes", f"Les métiers ROME derrière ce chiffre, avec leur classe {classe}"):
        with pli:
            figure_block.tabuler(meteo_complet_vue.table_romes(romes, demonstration), sous_titre)
    suivre(
        "meteo-complet",
        Piste(
            lambda: chiffre.cellule_complete(
                r,
                cache_meteo.parts_cible_unique(ctx.donnees),
                f"{TITRE}, {sous_titre}",
                romes,
                _sources(ctx, annee),
                demonstration,
            )
        ),
    )
    du_groupe, zonage = df[df["code_groupe"] == g.code], ctx.lieu.zonage
    csv = Fichier(
        f"meteo_complet_{zonage}_{g.code}.csv",
        lambda: meteo_complet_vue.csv(du_groupe, g.libelle, zonage, demonstration),
    )
    figure_block.telecharger("meteo-complet", csv)


def _sources(ctx: Contexte, annee: str) -> list[tuple[dict, str]]:
    """The offers, then the survey: source of the manifest and snapshot."""
    lus = [(d, ctx.donnees.instantane(d, annee)) for d in ("tension_rome", "bmo")]
    return [({c: i.source.get(c, "") for c in CHAMPS_SOURCE}, f"{d}/{i.identifiant}") for d, i in lus]


def _officielle(ctx: Contexte, g: Groupe, notre: Any) -> None:
    zonage = "region" if ctx.lieu.zonage == "region" else "departement"
    df = cache_meteo.officielle(ctx.donnees, g.niveau, zonage)
    if df is None:
        return
    du_groupe = df[df["code_groupe"] == g.code]
    if zonage == "departement":
        du_groupe = du_groupe[du_groupe["code_zone"] == ctx.departement]
    noms = zonages.noms(zonage)
    st.html(
        meteo_complet_vue.officielle_html(
            list(du_groupe.itertuples()), noms, notre, ctx.annee, ctx.donnees.est_demonstration("tension_fap")
        )
    )

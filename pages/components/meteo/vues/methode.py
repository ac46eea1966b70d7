"""View « La méthode »: in plain words, then worked out on the cell chosen, then what it is worth."""

from data_loaders.metiers import indices_complets
from geo import lieux
from pages.components import cache, feuille as st, figure_block
from pages.components.figure_block import Fichier
from pages.components.meteo import cache as cache_meteo
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.provenance import Piste, meteo as provenance_meteo
from pages.figures import tuiles as meteo_tuiles
from pages.figures.estimees import CHAMP
from pages.figures.meteo import methode as meteo_methode, vue as meteo_vue
from pages.figures.provenance import documents
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """Half a page, the five skies, the cell chosen worked out, past surveys, what the survey is worth."""
    g = ctx.groupe(ctx.code)
    ctx.entete(meteo_vue.pareil(meteo_methode.TITRE), meteo_methode.SOUS_TITRE)
    with figure_block.partie("bref"):
        st.html(meteo_methode.html())
        st.html(meteo_tuiles.cieux_html())
    etapes(ctx, g)
    _evaluation(ctx)
    _complet(ctx, g)
    with figure_block.partie("qualite", nom="Ce que vaut l’enquête"):
        st.html(meteo_methode.qualite_html())


def etapes(ctx: Contexte, g: Groupe) -> None:
    """The estimate of one cell, worked out."""
    quoi = f"{g.libelle}, {lieux.locatif(ctx.lieu.zonage, ctx.lieu.code)}, {ctx.annee}"
    with figure_block.bloc(
        "meteo-etapes",
        Vue(quoi),
        tete="aucune",
        cadre="bloc-etapes",
        provenance=provenance_meteo.des_cellules(ctx, [g]),
    ):
        st.html(meteo_methode.exemple_html(ctx.ligne(g), quoi))


def _complet(ctx: Contexte, g: Groupe) -> None:
    """The complete index on the same cell, in the last year it can be made for; all métiers have none of their own."""
    if raison := indices_complets.raison_absence(ctx.donnees):
        with figure_block.partie("etapes-complet", meteo_methode.TITRE_COMPLET, raison):
            return
    annees = indices_complets.annees(ctx.donnees)
    annee = ctx.annee if ctx.annee in annees else annees[-1]
    niveau = "famille" if g.niveau == "ensemble" else g.niveau
    df = cache_meteo.completes(ctx.donnees, niveau, ctx.lieu.zonage)
    ici = df[(df["annee"] == annee) & (df["code_zone"] == ctx.lieu.code)].sort_values("offres", ascending=False)
    if g.niveau != "ensemble":
        ici = ici[ici["code_groupe"] == g.code]
    r = next(ici.itertuples(), None)
    if r is None:
        return
    quoi = g.libelle if g.niveau != "ensemble" else cache.libelles_metiers(ctx.donnees, niveau, annee)[r.code_groupe]
    with figure_block.partie("etapes-complet", nom=meteo_methode.TITRE_COMPLET):
        etapes = meteo_methode.etapes(r, cache_meteo.parts_cible_unique(ctx.donnees))
        lieu = lieux.locatif(ctx.lieu.zonage, ctx.lieu.code)
        st.html(meteo_methode.etapes_html(lieu, quoi, annee, etapes))


def _evaluation(ctx: Contexte) -> None:
    """Past surveys, each followed by the next one."""
    e = cache_meteo.evaluer(ctx.donnees)
    if e.lignes.empty:
        with figure_block.partie("evaluation", meteo_methode.TITRE_EVALUATION, meteo_methode.SEULE):
            return
    demonstration, table = ctx.demonstration, meteo_methode.table_erreurs(e)
    v = Vue(
        meteo_methode.TITRE_EVALUATION,
        meteo_methode.enquetes_dites(e),
        meteo_methode.LECTURE_EVALUATION,
        champ=CHAMP,
        source=ctx.source_millesimes,
        badges=ctx.badges,
    )
    instantanes = [ctx.donnees.instantane("bmo", a) for a in sorted(ctx.instantanes, reverse=True)]
    figure_block.tableau(
        "meteo-evaluation",
        v,
        cadre="bloc-evaluation",
        table=table,
        provenance=Piste(lambda: documents.publiees(v.sous_titre, (), instantanes, table)),
        csv=Fichier("meteo_evaluation.csv", lambda: meteo_methode.csv(e, demonstration)),
    )
    titre = "Ce que valent « solide » et « assez solide »"
    with figure_block.partie("certitudes", titre, v.sous_titre):
        figure_block.tabuler(meteo_methode.table_certitudes(e), titre)

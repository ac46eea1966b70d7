"""Views « Le métier », one group of métiers here and where to go next, and « La méthode », worked out on that group."""

from functools import partial
from typing import Any

import pandas as pd

from data_loaders.chiffres.origine import CHAMPS_SOURCE
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.metiers import indices_complets, liens as liens_metiers
from geo import lieux, zonages
from pages.components import cache, feuille as st, figure_block, identite, lieu as lieu_courant, meteo
from pages.components.meteo import REGIONAL, Contexte, Groupe, territoire
from pages.components.partage import une_fois
from pages.figures import adresses, estimees, mobilites as meteo_mobilites, tuiles as meteo_tuiles
from pages.figures.meteo import complet, courbes, methode, vue as meteo_vue
from pages.figures.provenance import chiffre, documents
from pages.figures.vues import Vue


def montrer(ctx: Contexte) -> None:
    """The sheet of the métier here and its doors beside the map; the rest is folded, by subject."""
    g = ctx.groupe(ctx.code)
    r = ctx.ligne(g)
    titre = meteo_vue.titre_metier(r, g.niveau, g.libelle, ctx.lieu.zonage)
    ctx.entete(titre, ctx.pour(_ou(ctx)))
    gauche, droite = figure_block.cote_a_cote([5, 6], "medium")
    with droite:  # the map comes first, under one title: it is what a room looks at
        territoire.dessiner_carte(ctx, g)
    with gauche:
        _fiche(ctx, g, r, titre)
    plis = {
        "Les territoires, en tableau": lambda: territoire.classement(ctx, g),
        "Comment l’estimation est faite": lambda: etapes(ctx, g),
        "L’enquête, année par année": lambda: _courbes(ctx, g),
    }
    if g.niveau != "ensemble":
        plis[methode.TITRE_COMPLET] = lambda: dessiner_complet(ctx, g, r)
        plis[meteo_vue.SORTIES] = lambda: st.html(meteo_vue.sorties_html(*_sorties(ctx, g)))
    if g.niveau == "metier":
        plis[meteo_mobilites.TITRE] = lambda: _mobilites(ctx, g)
    identite.plier("metier", plis)


def _ou(ctx: Contexte) -> str:
    return f"{capitale(ctx.nom_lieu)}, {ctx.annee}"


def _fiche(ctx: Contexte, g: Groupe, r: Any, titre: str) -> None:
    # All métiers together are what a group is set against.
    suivies = ctx.piste([g, ctx.groupe(None)], [ctx.ici, REGIONAL], cle="meteo-fiche")
    sorte = "" if g.niveau == "ensemble" else f" ({estimees.UNITES[g.niveau][0]})"
    lu = " ".join(meteo_vue.explication(r, f"{g.libelle}{sorte}, {ctx.nom_lieu}", ctx.lieu.zonage))
    v = Vue(titre, lecture=lu, champ=estimees.CHAMP, source=ctx.source())
    with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies):
        st.html(meteo_tuiles.fiche_html(r))
        if g.niveau == "ensemble":
            return
        rangs = ()
        if g.niveau == "metier":
            m = _mobilites_lues(ctx, g)
            rangs = une_fois(meteo_mobilites.ranger, m.vers or m.depuis, ctx.d_ici("metier"))
        voisins = meteo_mobilites.voisins(rangs, ctx.libelles, meteo.adresses())
        st.html(meteo_vue.portes_html(_former(ctx, f"{g.niveau}:{g.code}"), *_sorties(ctx, g), voisins))


def _sorties(ctx: Contexte, g: Groupe) -> tuple[list[liens_metiers.Part], str | None, str]:
    """ROME métiers, those with the most offers in the region first when they are known; where offers are looked for."""
    ou = lieux.locatif("departement", ctx.departement) if ctx.departement else ""
    offres = cache.offres_par_rome(ctx.donnees)
    romes = une_fois(liens_metiers.romes, ctx.donnees, g.niveau, g.code, ctx.annee)
    return sorted(romes, key=lambda rome: -rome.part * offres.get(rome.code, 0.0)), ctx.departement, ou


def _former(ctx: Contexte, cle: str) -> str:
    """Where to train for `niveau:code`, around the current place."""
    lieu = lieu_courant.courant()
    return adresses.formation("metier", cle, ":".join(ctx.ici), lieu and lieu.cle).removeprefix("/")


def _mobilites_lues(ctx: Contexte, g: Groupe) -> liens_metiers.Mobilites:
    return une_fois(liens_metiers.mobilites, ctx.donnees, (g.code,), ctx.annee, cache.offres_par_rome(ctx.donnees))


def _mobilites(ctx: Contexte, g: Groupe) -> None:
    """Métiers that the ROME links to this one, with their figure here; who hires for it in France."""
    m = _mobilites_lues(ctx, g)
    v = meteo_mobilites.vue(g.libelle, _ou(ctx), m, ctx.badges)
    if m.raison:
        return figure_block.absente("meteo-mobilites", v, m.raison)
    sens = {"Où l’on va": m.vers, "D’où l’on vient": m.depuis}
    listes = {mots: une_fois(meteo_mobilites.ranger, codes, ctx.d_ici("metier")) for mots, codes in sens.items()}
    codes = dict.fromkeys(p.code for liste in listes.values() for p, _ in liste)
    suivies = ctx.piste([ctx.groupe(c) for c in codes], cle="meteo-mobilites")
    with figure_block.bloc("meteo-mobilites", v, provenance=suivies):
        for colonne, liste in listes.items():
            if liste:
                table = meteo_mobilites.table(liste, colonne, ctx.libelles, meteo.adresses(), partial(_former, ctx))
                figure_block.tabuler(table, f"{colonne}, {v.sous_titre}", empile=True)
        st.html(meteo_mobilites.employeurs_html(*une_fois(liens_metiers.employeurs, ctx.donnees, (g.code,), ctx.annee)))


def _courbes(ctx: Contexte, g: Groupe) -> None:
    ou = list(dict.fromkeys([ctx.ici, REGIONAL]))
    noms = (zonages.NOM_REGION if x == REGIONAL else zonages.libelle_zone(*x) for x in ou)
    suivis = [courbes.Suivi(nom, ctx.lignes(g, *x), x == REGIONAL) for nom, x in zip(noms, ou, strict=True)]
    t = une_fois(courbes.preparer, suivis, cache.nomenclatures_bmo(ctx.donnees), g.niveau, g.code)
    mots = une_fois(courbes.lecture, t, ctx.annee)
    sous_titre = f"{g.libelle}, part estimée de projets difficiles, en %"
    source = ctx.source(*sorted(ctx.instantanes))
    v = Vue(courbes.titre(suivis[0], ctx.annee), sous_titre, mots, estimees.CHAMP, source, ctx.badges)
    parties = [(zonage, ctx.cellules(g, zonage, zone)) for zonage, zone in ou]
    faire = partial(meteo_vue.csv, parties, {g.code: g.libelle}, ctx.instantanes, ctx.demonstration)
    autour = {"table": une_fois(courbes.table, t), "pli": "Les mêmes parts en tableau"}
    autour["csv"] = figure_block.Fichier(f"meteo_evolution_{g.code}.csv", faire)
    suivies = ctx.piste([g], ou, sorted(ctx.instantanes, reverse=True))
    with figure_block.bloc("meteo-courbes", v, cadre="bloc-courbes", provenance=suivies, **autour):
        figure_block.graphique("courbes-meteo", une_fois(courbes.figure, t, figure_block.mode()), mots)


def montrer_methode(ctx: Contexte) -> None:
    """Half a page, the five skies, the cell chosen worked out, past surveys, what the survey is worth."""
    g = ctx.groupe(ctx.code)
    ctx.entete(methode.TITRE, methode.SOUS_TITRE)
    with figure_block.partie("bref"):
        st.html(methode.html())
        st.html(meteo_tuiles.cieux_html())
    etapes(ctx, g)
    _evaluation(ctx)
    _etapes_complet(ctx, g)
    with figure_block.partie("qualite", nom="Ce que vaut l’enquête"):
        st.html(methode.qualite_html())


def etapes(ctx: Contexte, g: Groupe) -> None:
    """The estimate of one cell, worked out."""
    quoi = f"{g.libelle}, {lieux.locatif(*ctx.ici)}, {ctx.annee}"
    with figure_block.bloc("meteo-etapes", Vue(quoi), tete="aucune", cadre="bloc-etapes", provenance=ctx.piste([g])):
        lignes = "".join(f"<li>{escape(x)}</li>" for x in methode.exemple(ctx.ligne(g)))
        st.html(f'<h2>Un exemple à refaire{INSEC}: {escape(quoi)}</h2><ol class="obs-etapes">{lignes}</ol>')


def _etapes_complet(ctx: Contexte, g: Groupe) -> None:
    """The complete index on the same cell, in the last year it can be made for; all métiers have none of their own."""
    if raison := indices_complets.raison_absence(ctx.donnees):
        with figure_block.partie("etapes-complet", methode.TITRE_COMPLET, raison):
            return
    tous = g.niveau == "ensemble"
    niveau = "famille" if tous else g.niveau
    df, annee = _complets(ctx, niveau, "" if tous else g.code)
    ici = df[(df["annee"] == annee) & (df["code_zone"] == ctx.lieu.code)].sort_values("offres", ascending=False)
    r = next(ici.itertuples(), None)
    if r is None:
        return
    quoi = cache.libelles_metiers(ctx.donnees, niveau, annee)[r.code_groupe] if tous else g.libelle
    with figure_block.partie("etapes-complet", nom=methode.TITRE_COMPLET):
        etapes = methode.etapes(r, meteo.parts_cible_unique(ctx.donnees))
        st.html(methode.etapes_html(lieux.locatif(*ctx.ici), quoi, annee, etapes))


def _complets(ctx: Contexte, niveau: str, code: str) -> tuple[pd.DataFrame, str]:
    """The complete indices of a group, of all those of a level without one; the last year they can be made for."""
    annees = indices_complets.annees(ctx.donnees)
    df = meteo.completes(ctx.donnees, niveau, ctx.lieu.zonage)
    return df[df["code_groupe"] == code] if code else df, ctx.annee if ctx.annee in annees else annees[-1]


def _evaluation(ctx: Contexte) -> None:
    e = meteo.evaluer(ctx.donnees)
    if e.lignes.empty:
        with figure_block.partie("evaluation", methode.TITRE_EVALUATION, methode.SEULE):
            return
    demonstration, table = ctx.demonstration, methode.table(e.lignes)
    dits = methode.TITRE_EVALUATION, f"Enquêtes {', '.join(e.couples)}", methode.LECTURE_EVALUATION
    v = Vue(*dits, estimees.CHAMP, ctx.source(*sorted(ctx.instantanes)), ctx.badges)
    instantanes = [ctx.donnees.instantane("bmo", a) for a in sorted(ctx.instantanes, reverse=True)]
    suivie = figure_block.Piste(lambda: documents.publiees(v.sous_titre, (), instantanes, table))
    csv = figure_block.Fichier("meteo_evaluation.csv", lambda: methode.csv(e, demonstration))
    place = {"cadre": "bloc-evaluation", "table": table}
    figure_block.tableau("meteo-evaluation", v, provenance=suivie, csv=csv, **place)
    titre = "Ce que valent « solide » et « indicatif »"
    with figure_block.partie("certitudes", titre, v.sous_titre):
        figure_block.tabuler(methode.table(e.certitudes), titre)


def dessiner_complet(ctx: Contexte, g: Groupe, notre: Any) -> None:
    """The index of the last year it can be made for, or why it cannot; then the official classes."""
    with st.container(key="bloc-complet"):
        if raison := indices_complets.raison_absence(ctx.donnees):
            figure_block.titrer(methode.TITRE_COMPLET, f"{g.libelle}, {ctx.nom_lieu}")
            st.html(f'<p class="obs-raison">{escape(raison)}</p>')
        else:
            _indice(ctx, g)
        zonage = "region" if ctx.lieu.zonage == "region" else "departement"
        df = meteo.officielle(ctx.donnees, g.niveau, zonage)
        if df is None:
            return
        du_groupe = df[df["code_groupe"] == g.code]
        if zonage == "departement":
            du_groupe = du_groupe[du_groupe["code_zone"] == ctx.departement]
        noms, demonstration = zonages.noms(zonage), ctx.donnees.est_demonstration("tension_fap")
        st.html(complet.officielle_html(list(du_groupe.itertuples()), noms, notre, ctx.annee, demonstration))


def _indice(ctx: Contexte, g: Groupe) -> None:
    df, annee = _complets(ctx, g.niveau, g.code)
    sous_titre = f"{g.libelle}, {ctx.nom_lieu}, {annee}"
    r = next(df[(df["annee"] == annee) & (df["code_zone"] == ctx.lieu.code)].itertuples(), None)
    if r is None:
        figure_block.titrer(methode.TITRE_COMPLET, sous_titre, *ctx.badges)
        st.html(f'<p class="obs-raison">{escape(complet.raison_absent(annee, ctx.annee))}</p>')
        return
    figure_block.titrer(complet.titre(r, annee), sous_titre, *ctx.badges)
    st.html(complet.html(r, annee))
    demonstration = ctx.donnees.est_demonstration("tension_rome")
    lecture = complet.lecture(r, g.libelle, capitale(lieux.locatif(*ctx.ici)), annee)
    v = Vue(methode.TITRE_COMPLET, sous_titre, lecture, complet.CHAMP, complet.source(annee, demonstration))
    figure_block.noter("meteo-complet", v)
    romes = meteo.romes_complets(ctx.donnees, g.niveau, ctx.lieu.zonage, annee, ctx.lieu.code, g.code)
    if officielles := complet.officielle_rome(romes, annee, demonstration):
        st.html(f'<p class="obs-officielle">{escape(officielles)}</p>')
    classe = "de démonstration" if demonstration else "officielle"
    dit = f"Les métiers ROME derrière ce chiffre, avec leur classe {classe}"
    identite.deplier("pli-romes", dit, figure_block.tabuler, complet.table_romes(romes, demonstration), sous_titre)

    def suivie() -> chiffre.Provenance:  # the offers, then the survey: source of the manifest and snapshot
        lus = [(d, ctx.donnees.instantane(d, annee)) for d in ("tension_rome", "bmo")]
        sources = [({c: i.source.get(c, "") for c in CHAMPS_SOURCE}, f"{d}/{i.identifiant}") for d, i in lus]
        parts, titre = meteo.parts_cible_unique(ctx.donnees), f"{methode.TITRE_COMPLET}, {sous_titre}"
        return chiffre.cellule_complete(r, parts, titre, romes, sources, demonstration)

    figure_block.suivre("meteo-complet", figure_block.Piste(suivie))
    faire = partial(complet.csv, df, g.libelle, ctx.lieu.zonage, demonstration)
    nom = f"meteo_complet_{ctx.lieu.zonage}_{g.code}.csv"
    figure_block.telecharger("meteo-complet", figure_block.Fichier(nom, faire))

"""View « Le territoire »: the sky of each group of métiers in one territory; the map of one group, read elsewhere."""

from dataclasses import replace
from functools import partial

from data_loaders.francais import avec_unite, capitale, echapper as escape
from data_loaders.measures import palmares
from geo import lieux, zonages
from pages.components import cache, choices, feuille as st, figure_block, identite, meteo
from pages.components.meteo import REGIONAL, Contexte, Groupe
from pages.components.partage import une_fois
from pages.components.territory_map import Choix, territory_map
from pages.figures import estimees, tuiles as meteo_tuiles
from pages.figures.carte.dessin import Dessin
from pages.figures.meteo import ciel as meteo_ciel, quadrant as meteo_quadrant, vue as meteo_vue
from pages.figures.vues import Vue

METIER = "metier"
CARTES = 4
EN_VUE, PLIEES = ("difficiles", "embauches"), ("faciles", "surplus")


def montrer(ctx: Contexte) -> None:
    """The ribbon of the skies, the métiers to know as cards, then the rest folded, by subject."""
    quoi = ctx.libelles, ctx.niveau, *ctx.ici, ctx.annee, ctx.demonstration
    v = une_fois(meteo_vue.preparer, ctx.du_lieu(ctx.niveau), *quoi)
    ctx.entete(v.titre, ctx.pour(v.sous_titre))
    # Only métiers have offers beside job-seekers.
    complets = meteo.completes(ctx.donnees, METIER, ctx.lieu.zonage) if ctx.niveau == METIER else None
    p = une_fois(palmares.palmares, ctx.d_ici(ctx.niveau), ctx.lieu.code, ctx.annee, complets=complets)
    adresses, ciel = meteo.adresses(), st.session_state["ciel"]
    cites = [c for q in EN_VUE for c in p[q].lignes.get("code_groupe", [])[:CARTES]]
    if ciel or ctx.niveau == "famille":
        cites = [r.code_groupe for r in v.lignes if estimees.estimee(r)]
    suivies = ctx.piste([*map(ctx.groupe, dict.fromkeys(cites)), ctx.groupe(None)], cle="meteo-tuiles")
    fichier = _fichier(ctx, ctx.niveau, ctx.libelles)
    with figure_block.bloc("meteo", v, tete="aucune", cadre="", provenance=suivies, csv=fichier):
        st.html(meteo_tuiles.ruban_html(v.lignes, adresses.ciel, ciel))
        if ciel:
            st.html(meteo_tuiles.d_un_ciel_html(v.lignes, ciel, ctx.niveau, adresses, 2 * CARTES))
        elif ctx.niveau == "famille":
            st.html(meteo_tuiles.cartes_html(v.lignes, ctx.niveau, adresses))
        else:
            st.html(meteo_tuiles.palmares_html(p, EN_VUE, ctx.libelles, ctx.niveau, adresses, CARTES))
    unites = estimees.UNITES[ctx.niveau][1]
    sans = une_fois(meteo_vue.sans_chiffre, v, ctx.niveau)
    dit = f"{avec_unite(len(sans.lignes), unites)} sans chiffre, et pourquoi"
    plis = {f"{capitale(unites)}, en tableau": lambda: _tableau(ctx, v)}
    if sans.lignes:
        plis[dit] = lambda: figure_block.tabuler(sans, f"{dit}, {v.sous_titre}")
    if ctx.niveau != "famille":
        autres = p, PLIEES, ctx.libelles, ctx.niveau, adresses, CARTES
        faciles = "Les plus faciles à pourvoir, et les offres par candidat"
        plis[faciles] = lambda: st.html(meteo_tuiles.palmares_html(*autres))
    plis |= {
        f"{capitale(zonages.libelle_zone(*ctx.ici))} parmi les autres territoires": lambda: _parmi(ctx),
        "Projets et difficulté, métier par métier": lambda: _quadrant(ctx),
        "Lire le ciel, et la méthode": _lire_le_ciel,
    }
    identite.plier("meteo", plis)


def _lire_le_ciel() -> None:
    st.html(meteo_tuiles.cieux_html())
    # To the method, with the territory and the group in hand as its example.
    aller = {"on_click": lambda: st.session_state.update(onglet="methode")}
    st.button("La méthode", key="voir-methode", type="tertiary", **aller)


def _parmi(ctx: Contexte) -> None:
    """All métiers together: their number here in sentences, then the zones side by side."""
    g = ctx.groupe(None)
    st.html(f'<p class="obs-synthese">{escape(" ".join(meteo_vue.tete(ctx.ligne(g))))}</p>')
    dessiner_carte(ctx, g)
    classement(ctx, g)


def _tableau(ctx: Contexte, v: meteo_vue.VueMeteo) -> None:
    """Rows of the level; finer than families, a search and the estimated rows alone until it is used."""
    cherche, tri = "", "part"
    if ctx.niveau != "famille":
        with st.container(key="champs-recherche", horizontal=True, vertical_alignment="bottom"):
            exemple = "soudeur, aide-soignant, maçon…"
            cherche = st.text_input("Chercher un métier dans le tableau", key="recherche", placeholder=exemple)
            tri = choices.boutons("Trier par", meteo.TRIS, "tri")
    table = une_fois(meteo_vue.groupes, v, ctx.niveau, cherche, tri, meteo.adresses())
    if table[1]:
        figure_block.tabuler(table, v.sous_titre)
    else:
        st.html("<p>Aucun métier à montrer.</p>")


def _fichier(ctx: Contexte, niveau: str, libelles: dict[str, str]) -> figure_block.Fichier:
    indices, zonage = ctx.du_lieu(niveau), ctx.lieu.zonage
    faire = partial(meteo_vue.csv, [(zonage, indices)], libelles, ctx.instantanes, ctx.demonstration)
    return figure_block.Fichier(f"meteo_{zonage}_{ctx.lieu.code}_{niveau}.csv", faire)


def _quadrant(ctx: Contexte) -> None:
    libelles = cache.libelles_metiers(ctx.donnees, METIER, ctx.annee)
    lignes = une_fois(meteo_vue.lignes_territoire, ctx.d_ici(METIER), libelles, ctx.lieu.code, ctx.annee)
    q = une_fois(meteo_quadrant.preparer, lignes)
    sous_titre = f"Projets d’embauche et part de projets difficiles, {ctx.nom_lieu}, {ctx.annee}"
    v = Vue(une_fois(meteo_quadrant.titre, lignes, capitale(lieux.locatif(*ctx.ici))), sous_titre, badges=ctx.badges)
    connues = [r for r in lignes if estimees.estimee(r)]
    if not connues:
        with figure_block.bloc("meteo-quadrant", v, cadre="bloc-quadrant"):
            raisons = meteo_vue.sans_estimation(lignes)
            return identite.etat_vide("Aucun métier n’a de chiffre dans ce territoire.", raisons)
    v = replace(v, lecture=une_fois(meteo_quadrant.lecture, q, ctx.annee), champ=estimees.CHAMP, source=ctx.source())
    places, table = [Groupe(METIER, r.code_groupe, r.nom) for r in connues], estimees.table(connues, "Métier")
    autour = {"table": table, "pli": "Les mêmes métiers en tableau", "csv": _fichier(ctx, METIER, libelles)}
    with figure_block.bloc("meteo-quadrant", v, cadre="bloc-quadrant", provenance=ctx.piste(places), **autour):
        figure_block.graphique("quadrant", une_fois(meteo_quadrant.figure, q, figure_block.mode()), v.lecture)
        st.html(meteo_quadrant.legende_html())


def _preparer(ctx: Contexte, g: Groupe) -> tuple[Vue, Dessin, tuple]:
    indices = (cache.marches(ctx.donnees, g.niveau, z, code_groupe=g.code) for z in (ctx.dessine, "region"))
    quoi = g.code, g.libelle, ctx.dessine, ctx.lieu.code, ctx.annee, ctx.demonstration
    return une_fois(meteo_ciel.preparer, *indices, *quoi)


def dessiner_carte(ctx: Contexte, g: Groupe) -> None:
    """The map of a group, its notes and the way back to the rows of the survey; the choices say its vintage."""
    v, dessin, _ = _preparer(ctx, g)
    zones = [(ctx.dessine, c) for c in zonages.zones(ctx.dessine)["code_zone"]]
    suivies = ctx.piste([g], list(dict.fromkeys([ctx.ici, REGIONAL, *zones])), cle="meteo")
    indices = cache.marches(ctx.donnees, g.niveau, ctx.dessine, code_groupe=g.code)
    quoi = [(ctx.dessine, indices)], {g.code: g.libelle}, ctx.instantanes, ctx.demonstration
    fichier = figure_block.Fichier(f"meteo_{ctx.dessine}_{g.code}.csv", partial(meteo_vue.csv, *quoi))

    def suivre(choix: Choix) -> None:
        st.session_state["periode"] = choix.periode
        if choix.selection:
            choices.placer_territoire(f"{ctx.dessine}:{choix.selection}")

    with figure_block.bloc("meteo-carte", v, cadre="bloc-meteo", provenance=suivies, csv=fichier):
        quoi = {"trace": zonages.trace(ctx.dessine), "dessins": {"": dessin}, "titre": v.sous_titre}
        choisie = None if ctx.lieu.zonage == "region" else ctx.lieu.code
        ou = "droite" if choices.en_projection() else "dessous"
        territory_map(**quoi, selection=choisie, disposition=ou, key="meteo", on_change=suivre)


def classement(ctx: Contexte, g: Groupe) -> None:
    """The zones of the map by decreasing estimate, with the reason of each empty cell."""
    carte, _, table = _preparer(ctx, g)
    v = Vue("Les territoires, du plus difficile au plus facile", carte.sous_titre)
    figure_block.tableau("meteo-carte-table", v, cadre="bloc-tableau", table=table)

"""One group of métiers over the territories: the map, then the ranking. Used by two views."""

from geo import zonages
from pages.components import choices, figure_block
from pages.components.figure_block import Fichier
from pages.components.meteo import choices as choices_meteo
from pages.components.meteo.vues import REGIONAL, Contexte, Groupe
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.components.territory_map import territory_map
from pages.figures.meteo import ciel as meteo_ciel, vue as meteo_vue
from pages.figures.vues import Vue


def preparer(ctx: Contexte, niveau: str, code: str, quoi: str) -> meteo_ciel.VueCiel:
    """What the map and the ranking say of a group; `code` is « ensemble » for all métiers."""
    indices = (ctx.indices(niveau, z, code_groupe=code) for z in (ctx.dessine, "region"))
    ciels = une_fois(meteo_ciel.dessiner, *indices, code, ctx.dessine)
    return une_fois(meteo_ciel.preparer, ciels, quoi, ctx.lieu.code, ctx.annee, ctx.demonstration)


def dessiner(ctx: Contexte, c: meteo_ciel.VueCiel, g: Groupe) -> None:
    """The map of a group, its notes and the way back to the rows of the survey; the choices say its vintage."""
    zones = [(ctx.dessine, c) for c in zonages.zones(ctx.dessine)["code_zone"]]
    suivies = provenance_meteo.des_cellules(ctx, [g], list(dict.fromkeys([ctx.ici, REGIONAL, *zones])), cle="meteo")
    indices = ctx.indices(g.niveau, ctx.dessine, code_groupe=g.code)
    fichier = Fichier(
        f"meteo_{ctx.dessine}_{g.code}.csv",
        lambda: meteo_vue.csv([(ctx.dessine, indices)], {g.code: g.libelle}, ctx.instantanes, ctx.demonstration),
    )
    with figure_block.bloc("meteo-carte", c, cadre="bloc-meteo", provenance=suivies, csv=fichier):
        territory_map(
            trace=zonages.trace(ctx.dessine),
            periodes={ctx.annee: c.etats[ctx.annee]},
            periode=ctx.annee,
            selection=None if ctx.lieu.zonage == "region" else ctx.lieu.code,
            legende=c.legende,
            mode=c.mode,
            titre=c.sous_titre,
            motifs=False,
            disposition="droite" if choices.en_projection() else "dessous",
            key="meteo",
            on_change=choices_meteo.suivre_carte(ctx.dessine),
        )


def classement(ctx: Contexte, c: meteo_ciel.VueCiel) -> None:
    """The zones of the map by decreasing estimate, with the reason of each empty cell."""
    figure_block.tableau(
        "meteo-carte-table",
        Vue("Les territoires, du plus difficile au plus facile", c.sous_titre),
        cadre="bloc-tableau",
        table=une_fois(meteo_ciel.classement, c, ctx.lieu.code),
    )

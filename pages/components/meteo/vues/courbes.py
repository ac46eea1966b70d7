"""Block of the shares over the vintages, used by two views."""

from collections.abc import Sequence

from pages.components import ecran, enquete, figure_block
from pages.components.figure_block import Fichier
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.partage import une_fois
from pages.components.provenance import meteo as provenance_meteo
from pages.figures.estimees import CHAMP
from pages.figures.meteo import courbes as meteo_courbes, vue as meteo_vue
from pages.figures.meteo.courbes import Suivi
from pages.figures.vues import Vue


def dessiner(
    ctx: Contexte, suivis: Sequence[Suivi], groupes: Sequence[Groupe], lieux: Sequence[tuple[str, str]], sous_titre: str
) -> None:
    """Chart, notes, table twin, CSV.

    Args:
        suivis: what is drawn; groupes, lieux: the groups of métiers and the zones (zoning, zone) they are read in.
    """
    niveau = groupes[0].niveau
    t = une_fois(meteo_courbes.preparer, suivis, enquete.nomenclatures(ctx.donnees), niveau, groupes[0].code)
    sous_titre = f"{sous_titre.rpartition(', ')[0]}, part estimée de projets difficiles, en %"
    mots = une_fois(meteo_courbes.lecture, t, suivis, ctx.annee)
    v = Vue(meteo_courbes.titre(suivis, ctx.annee), sous_titre, mots, CHAMP, ctx.source_millesimes, ctx.badges)
    parties = [(zonage, ctx.cellules(g, zonage, zone)) for g in groupes for zonage, zone in lieux]
    libelles = {g.code: g.libelle for g in groupes}
    with figure_block.bloc(
        "meteo-courbes",
        v,
        cadre="bloc-courbes",
        provenance=provenance_meteo.des_cellules(ctx, groupes, lieux, sorted(ctx.instantanes, reverse=True)),
        table=une_fois(meteo_courbes.table, t, suivis),
        pli="Les mêmes parts en tableau",
        csv=Fichier(
            f"meteo_evolution_{groupes[0].code}.csv",
            lambda: meteo_vue.csv(parties, libelles, ctx.instantanes, ctx.demonstration),
        ),
    ):
        figure = une_fois(meteo_courbes.figure, t, ecran.mode())
        figure_block.graphique("courbes-meteo", figure, mots)

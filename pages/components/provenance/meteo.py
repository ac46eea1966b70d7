"""« D’où vient ce chiffre ? » under the blocks of the météo: which cell, then the way back to its rows."""

from collections.abc import Sequence

from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux.calculs import Metier
from geo import zonages
from geo.territoire import NOM_REGION
from pages.components import cache, feuille as st, provenance
from pages.components.meteo.vues import Contexte, Groupe
from pages.components.provenance import Piste
from pages.figures.estimees import IND
from pages.figures.provenance import chiffre
from pages.figures.provenance.chiffre import Provenance


def des_cellules(
    ctx: Contexte,
    groupes: Sequence[Groupe],
    lieux: Sequence[tuple[str, str]] = (),
    annees: Sequence[str] = (),
    cle: str = "",
) -> Piste | None:
    """Follow back one of the cells shown: a group of métiers, in one place, in one vintage.

    Args:
        groupes: groups shown, the one of interest first; nothing is drawn without any.
        lieux: (zoning, zone) shown, the territory of the page by default.
        annees: vintages shown, that of the page by default.
        cle: see `Piste`.
    """
    groupes = {f"{g.niveau}:{g.code}": g for g in groupes}
    places = {":".join(x): x for x in lieux or [ctx.ici]}
    annees = list(annees or [ctx.annee])
    if not groupes:
        return None

    def choix(cle: str) -> tuple[str, ...]:
        listes = (
            ("groupe", "Métiers du chiffre", list(groupes), lambda c: groupes[c].libelle),
            ("lieu", "Territoire du chiffre", list(places), lambda c: _nom(*places[c])),
            ("annee", "Millésime du chiffre", annees, str),
        )
        a_choisir = [i for i, (_, _, options, _) in enumerate(listes) if len(options) > 1]
        colonnes = dict(zip(a_choisir, st.columns(len(a_choisir) or 1, vertical_alignment="bottom"), strict=False))
        pris = []
        for i, (nom, titre, options, noms) in enumerate(listes):
            if i not in colonnes:
                pris.append(options[0])
                continue
            with colonnes[i]:
                pris.append(provenance.choisir(f"{cle}-{nom}", titre, options, noms))
        return tuple(pris)

    return Piste(lambda g, ou, quand: suivre(ctx, groupes[g], *places[ou], quand), choix, cle)


def _nom(zonage: str, zone: str) -> str:
    return NOM_REGION if zonage == "region" else zonages.libelle_zone(zonage, zone)


def suivre(ctx: Contexte, g: Groupe, zonage: str, zone: str, annee: str) -> Provenance:
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
    return chiffre.cellule(r, f"{g.libelle}, {_nom(zonage, zone)}", zonage, o)

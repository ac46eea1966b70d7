"""View « Un territoire, ses découpages »: a zoning, then one territory under the others and what is true on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from geo import sujets, zonages
from pages.components import cache, choices, feuille as st, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.provenance import parmi
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import en_salle as colonnes_salle
from pages.components.territory_map import territory_map
from pages.figures import adresses
from pages.figures.carte.dessin import SANS_TEMPS
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.territoires import (
    decoupage as territoires_decoupage,
    libre as territoires_libre,
    lieu as territoires_lieu,
    loupe as territoires_loupe,
)
from pages.figures.territoires.etats import ZONAGES_ETATS
from pages.figures.vues import Vue, badges_decoupage


def montrer(donnees: Donnees) -> None:
    """The territory chosen under the lens; its zoning until there is one."""
    ligne = choices.ligne_choix("loupe")
    zonage, code = choices_territoires.zone_loupe()
    ligne(choices.nom_zone(zonage, code) if code else zonages.zonage(zonage).libelle)
    if code is None:
        _decoupage(zonage)
        return
    sujet = sujets.de_zone(zonage, code)
    v = territoires_loupe.preparer(sujet)
    if choices.en_projection():
        _en_salle(sujet, v)
    else:
        figure_block.titrer_page(v)
        with figure_block.partie("croise"):
            _croisement(sujet)
    with figure_block.partie("loupe"):
        dite = replace(v, titre=f"Ce que recoupe {territoires_loupe.nomme(sujet)}")
        with bloc(sujet, dite, f"{zonage}_{code}", cadre=""):
            if pli := identite.pli("pli-loupe", "Les mêmes parts en tableau"):
                with pli:
                    figure_block.tabuler((territoires_loupe.ENTETES, territoires_loupe.lignes(v)), v.titre)
        choices_territoires.partir_de(zonage, code)
        st.html(adresses.liens_html(territoires_lieu.liens_zone(zonage, code)))
    _vrai(donnees, sujet)


@contextmanager
def bloc(sujet: sujets.Sujet, v: territoires_loupe.VueLoupe, nom: str, **autour: Any) -> Iterator[None]:
    """Shares of a territory in every other zoning, as bars; `nom`: of the file; `autour`: see `figure_block.bloc`."""
    with figure_block.bloc(
        "loupe",
        replace(v, sous_titre="Part de sa population, par découpage", badges=()),
        provenance=parmi(_parts(sujet, v)),
        csv=Fichier(f"recoupements_{nom}.csv", lambda: territoires_loupe.csv(sujet, v)),
        **autour,
    ):
        st.html(territoires_loupe.blocs_html(v))
        yield


def _decoupage(zonage: str) -> None:
    v = territoires_decoupage.preparer(zonage)
    if choices.en_projection():
        gauche, droite = colonnes_salle("decoupage", v)
        with gauche:
            _carte_decoupage(zonage, v)
        with droite:
            st.html(f"<p>{escape(v.role)}</p>")
    else:
        with figure_block.bloc("decoupage", v, tete="page"):
            st.html(f'<p class="obs-role">{escape(v.role)}</p>')
            gauche, droite = st.columns([7, 5], gap="large")
            with gauche:
                _carte_decoupage(zonage, v)
            with droite:
                st.html(territoires_libre.faits_html(v.faits, fiche=True))
                if zonage in ZONAGES_ETATS:
                    vers = adresses.adresse("territoires", volet="etats", etats=zonage)
                    st.html(adresses.liens_html(((vers, "Où en sont ces territoires"),)))
    with figure_block.bloc(
        "decoupage",
        Vue("Un territoire par ligne", territoires_decoupage.reste(v) or "Du plus peuplé au moins peuplé"),
        cadre="bloc-tableau",
        provenance=parmi(_habitants(zonage, v), "Territoire"),
        csv=Fichier(f"territoires_{zonage}.csv", lambda: territoires_decoupage.csv(zonage)),
    ):
        figure_block.tabuler((territoires_decoupage.ENTETES, v.lignes), v.titre)


def _habitants(zonage: str, v: territoires_decoupage.VueDecoupage) -> dict[str, Callable[[], Provenance]]:
    """Name of each territory of the table -> what follows its population back."""
    return {
        f"{zonages.libelle_zone(zonage, code)} ({code})": partial(documents.habitants, zonage, code)
        for code, *_ in v.lignes
    }


def _carte_decoupage(zonage: str, v: territoires_decoupage.VueDecoupage) -> None:
    territory_map(
        trace=zonages.trace(zonage),
        periodes={SANS_TEMPS: v.etats},
        legende=v.legende,
        titre=f"{zonages.zonage(zonage).libelle}{INSEC}: un territoire touché ouvre sa page",
        disposition="sans",
        key=f"decoupage-{zonage}",
        on_change=choices_territoires.aller_au_lieu(zonage),
    )


def _croisement(sujet: sujets.Sujet) -> None:
    with st.container(key="champs-croise"):
        dessine = choices_territoires.croise(sujet.zonage)
    c = territoires_loupe.croiser(sujet, dessine)
    sous_titre = f"{c.zonage.libelle}, part des habitants {sujet.de_qui} dans chaque zone"
    source = territoires_lieu.origine_perimetre(c.zonage)
    v = Vue(f"{sujet.qui} {c.phrase}", sous_titre, source=source, badges=badges_decoupage(dessine))
    with figure_block.bloc("croise", v, cadre=""):
        _carte(sujet, c)


def _carte(sujet: sujets.Sujet, c: territoires_loupe.Croisement) -> None:
    projection = choices.en_projection()
    territory_map(
        trace=zonages.trace(c.zonage.code),
        periodes={SANS_TEMPS: territoires_loupe.etats(c)},
        legende=territoires_loupe.legende(sujet, c),
        titre=f"{c.zonage.libelle} et contour {sujet.de_qui}",
        disposition="sans" if projection else "droite",
        contours=zonages.trace(sujet.zonage),
        contour_choisi=sujet.code,
        contours_tous=False,
        motifs=projection,
        key="croise-carte",
        on_change=choices_territoires.suivre_zone(c.zonage.code),
    )


def _en_salle(sujet: sujets.Sujet, v: territoires_loupe.VueLoupe) -> None:
    """The crossing chosen, on one screen: its map, its shares as bars."""
    c = territoires_loupe.croiser(sujet, choices_territoires.croise(sujet.zonage))
    dite = replace(v, source=territoires_lieu.origine_perimetre(c.zonage))
    gauche, droite = colonnes_salle("croise", dite)
    with droite:
        st.html(territoires_loupe.barres_html(sujet, c))
    with gauche:
        _carte(sujet, c)


def _parts(sujet: sujets.Sujet, v: territoires_loupe.VueLoupe) -> dict[str, Callable[[], Provenance]]:
    """Name of each share of population shown -> what follows it back."""
    return {
        f"{capitale(c.zonage.libelle_zone)}{INSEC}: {r.libelle_zone}": partial(
            documents.part, sujet, c.zonage.code, r.code_zone
        )
        for c in v.croisements
        for r in c.parts.itertuples()
    }


def _vrai(donnees: Donnees, sujet: sujets.Sujet) -> None:
    vrai = territoires_loupe.vrais(sujet, lambda code, zonage: cache.lire_tableau(donnees, code, zonage))
    lus = {x.indicateur: cache.lire_tableau(donnees, x.indicateur.code, sujet.zonage) for x in vrai.lignes if x.vrai}
    suivis = {
        ind.libelle: cache.suivre(donnees, ind.code, sujet.zonage, sujet.code, t.periodes[-1])
        for ind, t in lus.items()
        if t.periodes
    }
    with figure_block.bloc("vrai", vrai, provenance=parmi(suivis)):
        st.html(territoires_loupe.vrais_html(vrai, vrai.titre))

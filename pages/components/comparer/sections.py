"""The blocks of the screen « Comparer » under its chart: key figures, small maps, what changed between two versions."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import streamlit as st

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS, Indicateur
from data_loaders.exports.ecriture import classeur
from data_loaders.francais import echapper as escape, typographier
from data_loaders.jeux import JEUX
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Instantane
from data_loaders.magasin.store import Magasin
from data_loaders.requetes import lignes as lignes_exportees
from data_loaders.versions import difference, territoires as difference_territoires
from data_loaders.versions.difference import Difference, VersionFigee
from data_loaders.versions.territoires import Changement
from pages.components import cache, exports, figure_block
from pages.components.comparer import choices as choices_comparer
from pages.components.figure_block import Fichier
from pages.components.partage import lire_une_fois, une_fois
from pages.components.provenance import Piste, parmi
from pages.figures import tables
from pages.figures.comparer import (
    cles as comparer_cles,
    differences as comparer_differences,
    lieux as lieux_compares,
)
from pages.figures.comparer.lieux import REGION, Suivi
from pages.figures.provenance import documents
from pages.figures.vues import Vue, badges_demo

VERSIONS_LUES = (
    "Chaque chiffre est calculé deux fois, de la même façon, sur les lignes de chacune des deux versions ; la page "
    "Données les donne toutes."
)


def cles(donnees: Donnees, ind: Indicateur, lieux: Mapping[int, str], suivis: Sequence[Suivi]) -> None:
    """Table of the key figures, one column a territory, then the region; as CSV, and as a workbook with the series.

    Args:
        donnees: snapshots of the session.
        ind: indicator of the chart.
        lieux: rank of the place -> `zonage:code`.
        suivis: territories drawn on the chart.
    """
    colonnes = list(dict.fromkeys([*lieux.values(), REGION]))
    noms = [lieux_compares.nom(lieu) for lieu in colonnes]
    rangees = une_fois(_rangees, donnees, colonnes)
    table = une_fois(comparer_cles.table, rangees, noms)
    demo = any(r.demonstration for r in rangees)
    v = Vue(
        "Chiffres clés",
        "Dernière période que tous les découpages choisis publient",
        une_fois(comparer_cles.lecture_table, rangees, noms),
        "Chaque chiffre est celui que son producteur publie pour ce territoire ; aucun n’est estimé ni déplacé d’un "
        "découpage à un autre.",
        comparer_cles.sources(rangees),
        badges_demo(demo),
    )
    suivis_cles = {
        f"{r.indicateur.libelle}, {lieux_compares.nom(c.lieu)}": cache.suivre(
            donnees, r.indicateur.code, *c.lieu.split(":", 1), r.periode
        )
        for r in rangees
        for c in r.cellules
        if c.ligne is not None
    }
    instantanes = {
        (r.indicateur.code, c.lieu): cache.instantane(donnees, r.indicateur, r.periode, c.lieu.partition(":")[0])
        for r in rangees
        for c in r.cellules
        if c.ligne is not None
    }
    with st.container(key="bloc-cles"):
        with figure_block.bloc("cles", v, cadre="", provenance=parmi(suivis_cles)):
            figure_block.tabuler((table.entetes, table.lignes), "Chiffres clés des territoires comparés")
            if table.notes:
                notes = "".join(f"<li>{escape(n)}</li>" for n in table.notes)
                st.html(f'<ol class="obs-notes-tableau">{notes}</ol>')
        with st.container(horizontal=True, key="exports-cles"):
            csv = Fichier("comparer_chiffres_cles.csv", lambda: comparer_cles.csv(rangees, instantanes))
            figure_block.telecharger("cles", csv)
            jour, etat = date.today().isoformat(), donnees.etat
            fiche = [
                ("Titre", "Territoires comparés, chiffres clés"),
                ("Mention", tables.mention(demo)),
                ("Territoires", ", ".join(noms)),
                ("Source", v.source),
                ("État des données", etat),
                ("Exporté le", jour),
            ]
            exports.bouton(
                "Classeur (XLSX)",
                lambda: classeur(
                    fiche, comparer_cles.feuilles(rangees, ind, suivis, instantanes), lignes_exportees.COLONNES
                ),
                f"comparer_{etat}.xlsx",
                exports.XLSX,
            )


def _rangees(donnees: Donnees, colonnes: Sequence[str]) -> list[comparer_cles.Rangee]:
    return comparer_cles.preparer(colonnes, lambda code, zonage: cache.lire_tableau(donnees, code, zonage))


def differences(donnees: Donnees, lieux: Mapping[int, str]) -> None:
    """« Depuis la dernière fois »: figures of the territories in two versions of a dataset."""
    gardees = _gardees(donnees.officiel)
    titres = {nom: typographier(CONTRATS[nom].titre) for nom, versions in gardees.items() if len(versions) > 1}
    with st.container(key="bloc-differences"):
        figure_block.titrer(
            "Depuis la dernière fois", "Ce que deux versions d’un jeu de données disent différemment de ces territoires"
        )
        if not titres:
            st.html(
                "<p>Aucun jeu de données officiel n’a deux versions gardées\u00a0: il n’y a rien à comparer. La "
                "prochaine importation d’un fichier gardera la version d’avant.</p>"
            )
            return
        with st.container(key="champs-differences"):
            dataset = choices_comparer.jeu(titres)
            en_place = [donnees.instantane(dataset, m).identifiant for m in donnees.millesimes(dataset)]
            habituelles = comparer_differences.habituelles(gardees[dataset], en_place)
            avant, apres = choices_comparer.versions(gardees[dataset], en_place, habituelles)
        suivis = tuple(dict.fromkeys([*lieux.values(), REGION]))
        trouves = une_fois(_changements, donnees, dataset, avant, apres, suivis) if avant != apres else []
        constat = une_fois(comparer_differences.constat, trouves, suivis, avant, apres)
        st.html(f"<p><strong>{escape(constat)}</strong></p>")
        if trouves:
            figure_block.tabuler(une_fois(comparer_differences.table, trouves), "Chiffres qui diffèrent")
            if len(trouves) > comparer_differences.LIGNES_MAX:
                st.caption(f"Les {comparer_differences.LIGNES_MAX} premières lignes ; le fichier CSV les donne toutes.")
            csv = Fichier(
                f"differences_{dataset}.csv", lambda: comparer_differences.csv(trouves, avant, apres, dataset)
            )
            figure_block.telecharger("differences", csv)
        if avant != apres:
            contrat, raisons = CONTRATS[dataset], une_fois(comparer_differences.raisons, trouves)
            v = Vue(
                constat,
                lecture=" ".join(filter(None, (comparer_differences.portee(contrat, avant, apres), raisons))),
                champ=une_fois(comparer_differences.ensemble, une_fois(_ensemble, donnees, dataset, avant, apres)),
                source=f"{contrat.producteur}, versions {avant} et {apres}.",
            )
            deux = {i.identifiant: i for i in gardees[dataset]}
            lues = [deux[i] for i in (avant, apres) if i in deux]
            suivie = Piste(lambda: documents.publiees(constat, [VERSIONS_LUES], lues, ((), ())))
            figure_block.tableau("differences", v, tete="aucune", cadre="", provenance=suivie)


def _gardees(magasin: Magasin) -> dict[str, list[Instantane]]:
    """Versions on disk of what can be compared, newest first; the date of a folder changes when one comes or leaves."""
    datees = []
    for nom in filter(difference_territoires.comparables, JEUX):
        with suppress(FileNotFoundError):
            datees.append((nom, (magasin.racine / nom).stat().st_mtime_ns))
    return une_fois(_versions, magasin.racine, tuple(datees))


def _versions(racine: Path, datees: tuple[tuple[str, int], ...]) -> dict[str, list[Instantane]]:
    return {nom: Magasin(racine).versions(nom) for nom, _ in datees}


def _changements(d: Donnees, dataset: str, avant: str, apres: str, lieux: tuple[str, ...]) -> list[Changement]:
    def lire(identifiant: str, ind: Indicateur, zonage: str) -> Tableau:
        return lire_une_fois(_tableau, d, dataset, identifiant, ind.code, zonage)

    return difference_territoires.par_territoire(d.officiel, CONTRATS[dataset], avant, apres, lieux, lire)


def _tableau(d: Donnees, dataset: str, identifiant: str, indicateur: str, zonage: str) -> Tableau:
    return lire_une_fois(_version, d, dataset, identifiant).tableau(INDICATEURS[indicateur], zonage)


def _version(d: Donnees, dataset: str, identifiant: str) -> VersionFigee:
    return difference.figer(d.officiel, CONTRATS[dataset], identifiant)


def _ensemble(d: Donnees, dataset: str, avant: str, apres: str) -> Difference:
    return difference.comparer(d.officiel, CONTRATS[dataset], avant, apres)

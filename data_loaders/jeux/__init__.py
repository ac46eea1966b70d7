"""The registry of datasets, in the order of the screens: one entry holds all that differs from one to another.

What is costly to import (readers, generators) is named and imported when first used: a screen never reads a workbook.
"""

import contextlib
import pkgutil
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from data_loaders.contracts import (
    CONTRATS,
    bmo,
    chomage_dep,
    chomage_ze,
    convention,
    defm_cvs,
    defm_epci,
    defm_france,
    defm_publics,
    interim,
    interim_dares,
    publications,
    solidarite,
    stmt_dep,
    stmt_region,
    tension_fap,
    tension_rome,
)
from data_loaders.contracts.base import Contrat
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs, estimations
from data_loaders.jeux.calculs import Calcul
from data_loaders.magasin.derives import Derive
from data_loaders.magasin.donnees import Donnees

POPULATION = "population"  # shipped with the product: no snapshot, no command


@dataclass(frozen=True)
class Lecteur:
    """How the files of a producer come in.

    Attributes:
        importer: (donnees, chemin, progres, adresse, **options) -> French summary, once published.
        entetes: normalised titles of our own workbooks; a file with all those of one set is recognised.
        rang: order of import among the files of a folder.
        tables: of names of columns in `sources/colonnes`; a producer's file that fits one is recognised.
    """

    importer: Callable[..., list[str]]
    entetes: tuple[Set[str], ...] = ()
    rang: int = 2
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Jeu:
    """One dataset.

    Attributes:
        commande: name of the command that imports it (`importer COMMANDE`), shared by datasets of one producer's files.
        lecteur: `module:LECTEUR`, the same for all the datasets of a command.
        calcul: how its rows make figures; None for what is not a figure (nomenclatures, crosswalks, registers).
        derives: results computed from it when it is published.
        demonstration: `module:function` that yields (millésime, tables); "" where nothing may be invented.
    """

    contrat: Contrat
    commande: str
    lecteur: str
    calcul: Calcul | None = None
    demonstration: str = ""
    derives: tuple[Derive, ...] = ()

    def generer(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The demonstration snapshots."""
        generateur: Callable[[], Iterator] = pkgutil.resolve_name(self.demonstration)
        return generateur()


def _lu(module: str) -> str:
    return f"data_loaders.sources.{module}:LECTEUR"


_SAISIES = "data_loaders.importation.saisies"
_GENERATEURS, _TENSIONS, _BAROMETRE, _MARCHE, _FORMATION = (
    f"data_loaders.demo.{m}" for m in ("generateurs", "tensions", "barometre", "marche", "formation")
)
JEUX: dict[str, Jeu] = {
    j.contrat.dataset: j
    for j in (
        Jeu(bmo.CONTRAT, "bmo", _lu("bmo"), calculs.BMO, f"{_GENERATEURS}:bmo", (estimations.DERIVE,)),
        Jeu(defm_epci.CONTRAT, "defm-epci", _lu("defm_epci"), calculs.DEFM_EPCI, f"{_GENERATEURS}:defm_epci"),
        Jeu(defm_publics.CONTRAT, "defm-epci", _lu("defm_epci"), calculs.DEFM_EPCI, f"{_GENERATEURS}:defm_publics"),
        Jeu(chomage_ze.CONTRAT, "chomage-ze", _lu("chomage_ze"), calculs.SERIE, f"{_GENERATEURS}:chomage_ze"),
        Jeu(chomage_dep.CONTRAT, "chomage-dep", _lu("chomage_dep"), calculs.SERIE, f"{_GENERATEURS}:chomage_dep"),
        Jeu(stmt_dep.CONTRAT, "stmt-dep", _lu("stmt_dep"), calculs.STMT_DEP, f"{_GENERATEURS}:stmt_dep"),
        Jeu(stmt_region.CONTRAT, "stmt-region", _lu("stmt_region"), calculs.SERIE, f"{_MARCHE}:stmt_region"),
        Jeu(defm_cvs.CONTRAT, "defm-cvs", _lu("defm_cvs"), calculs.DEFM_CVS, f"{_GENERATEURS}:defm_cvs"),
        Jeu(defm_france.CONTRAT, "defm-cvs", _lu("defm_cvs"), calculs.SERIES, f"{_MARCHE}:defm_france"),
        Jeu(interim_dares.CONTRAT, "interim-dares", _lu("interim_dares"), calculs.SERIES, f"{_MARCHE}:interim_dares"),
        Jeu(solidarite.CONTRAT, "solidarite", _lu("solidarite"), calculs.SERIES_DEP, f"{_MARCHE}:solidarite"),
        Jeu(
            CONTRATS["apprentissage"],
            "formation",
            _lu("formation"),
            calculs.APPRENTISSAGE,
            f"{_GENERATEURS}:apprentissage",
        ),
        Jeu(
            CONTRATS["nomenclatures"],
            "nomenclature",
            _lu("nomenclatures"),
            demonstration=f"{_GENERATEURS}:nomenclatures",
        ),
        Jeu(CONTRATS["passages"], "nomenclature", _lu("nomenclatures"), demonstration=f"{_TENSIONS}:passages"),
        Jeu(
            tension_rome.CONTRAT,
            "tension-rome",
            _lu("tension_rome"),
            calculs.TENSION_ROME,
            f"{_GENERATEURS}:tension_rome",
        ),
        *(
            Jeu(CONTRATS[d], "metiers-region", _lu("metiers_region"), calculs.METIERS_REGION)
            for d in ("emploi_fap", "defm_a_fap", "defm_abc_fap")
        ),
        Jeu(tension_fap.CONTRAT, "tension-fap", _lu("tension_fap"), calculs.TENSION_FAP),
        Jeu(CONTRATS["barometre_dep"], "formation", _lu("formation"), calculs.BAROMETRE, f"{_BAROMETRE}:barometre_dep"),
        Jeu(
            CONTRATS["barometre_region"],
            "formation",
            _lu("formation"),
            calculs.BAROMETRE,
            f"{_BAROMETRE}:barometre_region",
        ),
        Jeu(CONTRATS["insertion"], "insertion", _lu("insertion"), calculs.INSERTION, f"{_FORMATION}:insertion"),
        Jeu(
            CONTRATS["insertion_cfa"],
            "insertion-cfa",
            "data_loaders.sources.insertion:LECTEUR_CFA",
            demonstration=f"{_FORMATION}:insertion_cfa",
        ),
        Jeu(
            CONTRATS["metiers_2030"],
            "metiers-2030",
            _lu("metiers_2030"),
            calculs.METIERS_2030,
            f"{_FORMATION}:projections",
        ),
        Jeu(CONTRATS["diplomes"], "diplomes", _lu("diplomes"), demonstration=f"{_FORMATION}:diplomes"),
        Jeu(CONTRATS["certifications"], "diplomes", _lu("diplomes"), demonstration=f"{_FORMATION}:certifications"),
        Jeu(CONTRATS["suites_diplomes"], "diplomes", _lu("diplomes"), demonstration=f"{_FORMATION}:suites"),
        Jeu(CONTRATS["appellations"], "appellations", _lu("appellations")),
        *(
            Jeu(CONTRATS[d], "portraits-metiers", _lu("portraits_metiers"))
            for d in ("portraits_metiers", "portraits_variables")
        ),
        # Nothing is invented for the convention: a value would be attributed to a signatory.
        Jeu(convention.CONTRAT, "convention", "data_loaders.importation.envois:LECTEUR", calculs.CONVENTION),
        Jeu(interim.CONTRAT, "interim", f"{_SAISIES}:INTERIM"),
        Jeu(CONTRATS["offre"], "offre", f"{_SAISIES}:OFFRE"),
        Jeu(CONTRATS["sites"], "sites", f"{_SAISIES}:SITES"),
        Jeu(publications.CONTRAT, "publications", f"{_SAISIES}:PUBLICATIONS"),
        *(Jeu(CONTRATS[d], d, f"{_SAISIES}:{d.upper()}") for d in ("labellisation", "gtec", "comites")),
        *(Jeu(CONTRATS[d], "communes", _lu("communes")) for d in ("appartenance", "libelles_zones", "clpe")),
    )
}


def commandes() -> dict[str, str]:
    """dataset -> name of the command that imports it."""
    return {dataset: jeu.commande for dataset, jeu in JEUX.items()}


def lecteurs() -> dict[str, Lecteur]:
    """Name of the command -> how its files come in; imports every reader."""
    return {jeu.commande: pkgutil.resolve_name(jeu.lecteur) for jeu in JEUX.values()}


def calcul(dataset: str) -> Calcul:
    """How the rows of a dataset make figures; KeyError for one that has none."""
    trouve = calculs.POPULATION if dataset == POPULATION else JEUX[dataset].calcul
    if trouve is None:
        raise KeyError(dataset)
    return trouve


def materialiser(donnees: Donnees) -> None:
    """Compute and keep what readers would otherwise wait for; what is already there is left."""
    for jeu in JEUX.values():
        for derive in jeu.derives:
            with contextlib.suppress(ErreurDonnees):  # a damaged snapshot is said by whoever reads it
                derive.assurer(donnees)

"""The registry of datasets, in the order of the screens: one entry holds all that differs from one to another.

What is costly to import (readers) is named and imported when first used: a screen never reads a workbook.
"""

import contextlib
import pkgutil
from collections.abc import Callable, Set
from dataclasses import dataclass

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs, enquete, estimations, formation, metiers, offre
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
    """

    contrat: Contrat
    commande: str
    lecteur: str
    calcul: Calcul | None = None
    derives: tuple[Derive, ...] = ()


def _jeu(
    dataset: str, commande: str, calcul: Calcul | None = None, lecteur: str = "", derives: tuple[Derive, ...] = ()
) -> Jeu:
    """An entry; its files are read by the module of `sources` that bears the name of its command, unless said."""
    lecteur = lecteur or f"sources.{commande.replace('-', '_')}:lire"
    return Jeu(CONTRATS[dataset], commande, f"data_loaders.{lecteur}", calcul, derives)


JEUX: dict[str, Jeu] = {
    j.contrat.dataset: j
    for j in (
        _jeu("bmo", "bmo", enquete.BMO, derives=(estimations.DERIVE,)),
        *(_jeu(d, "defm-epci", calculs.DEFM_EPCI, "sources.defm_epci:LECTEUR") for d in ("defm_epci", "defm_publics")),
        _jeu("chomage_ze", "chomage-ze", calculs.SERIE, "sources.chomage:lire_ze"),
        _jeu("chomage_dep", "chomage-dep", calculs.SERIE, "sources.chomage:lire_dep"),
        _jeu("stmt_dep", "stmt-dep", calculs.STMT_DEP, "sources.stmt:lire_dep"),
        _jeu("stmt_region", "stmt-region", calculs.SERIE, "sources.stmt:lire_region"),
        _jeu("defm_cvs", "defm-cvs", calculs.DEFM_CVS, "sources.defm_cvs:LECTEUR"),
        _jeu("defm_france", "defm-cvs", calculs.SERIES, "sources.defm_cvs:LECTEUR"),
        _jeu("interim_dares", "interim-dares", calculs.SERIES),
        _jeu("solidarite", "solidarite", calculs.SERIES_DEP),
        _jeu("apprentissage", "formation", formation.APPRENTISSAGE),
        *(_jeu(d, "nomenclature", None, "sources.nomenclatures:lire") for d in ("nomenclatures", "passages")),
        _jeu("tension_rome", "tension-rome", metiers.TENSION_ROME, "sources.tensions:lire_rome"),
        *(_jeu(d, "metiers-region", metiers.METIERS_REGION) for d in ("emploi_fap", "defm_a_fap", "defm_abc_fap")),
        _jeu("tension_fap", "tension-fap", metiers.TENSION_FAP, lecteur="sources.tensions:lire_fap"),
        *(_jeu(d, "formation", formation.BAROMETRE) for d in ("barometre_dep", "barometre_region")),
        _jeu("insertion", "insertion", formation.INSERTION),
        _jeu("insertion_cfa", "insertion-cfa", None, "sources.insertion:lire_cfa"),
        _jeu("metiers_2030", "metiers-2030", metiers.METIERS_2030),
        *(_jeu(d, "diplomes") for d in ("diplomes", "certifications", "suites_diplomes")),
        _jeu("appellations", "appellations"),
        *(_jeu(d, "portraits-metiers") for d in ("portraits_metiers", "portraits_variables")),
        _jeu("offres", "offres", offre.OFFRES),
        *(_jeu(d, "places", offre.PLACES) for d in ("places_bts", "places_pro")),
        _jeu("eleves", "places"),
        _jeu("etablissements", "etablissements"),
        *(_jeu(d, "rome") for d in ("mobilites", "savoirs", "employeurs")),
        _jeu("convention", "convention", calculs.CONVENTION, lecteur="importation.envois:LECTEUR"),
        *(
            _jeu(d, d, lecteur=f"importation.saisies:{d.upper()}")
            for d in ("interim", "offre", "sites", "publications", "labellisation", "gtec", "comites")
        ),
        *(_jeu(d, "communes") for d in ("appartenance", "libelles_zones", "clpe")),
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

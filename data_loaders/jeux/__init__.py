"""The registry of datasets, in the order of the screens: one entry holds all that differs from one to another.

What is costly to import (readers) is named and imported when first used: a screen never reads a workbook.
"""

import contextlib
import pkgutil
import tomllib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import Contrat
from data_loaders.contracts.registre import Registre
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs, decrits
from data_loaders.magasin.donnees import Derive, Donnees

POPULATION = "population"  # shipped with the product: no snapshot, no command


@dataclass(frozen=True)
class Lecteur:
    """How the files of a producer come in.

    Attributes:
        importer: (donnees, chemin, progres, adresse, **options) -> French summary, once published.
        entetes: normalised titles of our own workbooks; a file with all those of one set is recognised.
        rang: order of import among the files of a folder.
        tables: of names of columns in `sources/colonnes`, or such names; a producer's file that fits one is recognised.
        lire: gives what a producer's file holds; so does the reader, called with a path.
    """

    importer: Callable[..., list[str]]
    entetes: tuple[Set[str], ...] = ()
    rang: int = 2
    tables: tuple[Any, ...] = ()
    lire: Callable[..., Any] | None = None

    def __call__(self, chemin: Path, progres: Callable[[int, int], None] | None = None) -> Any:
        return self.lire(chemin, progres)


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
    calcul: calculs.Calcul | None = None
    derives: tuple[Derive, ...] = ()


def _lire(chemin: Path) -> Iterator[tuple[str, Jeu]]:
    for dataset, dit in tomllib.loads(chemin.read_text("utf-8")).items():
        commande = dit.get("commande", dataset.replace("_", "-"))
        lecteur = dit.get("lecteur", f"sources.{commande.replace('-', '_')}:lire")
        noms = (dit.get("calcul"), *dit.get("derives", ()))
        calcul, *derives = (nom and pkgutil.resolve_name(f"{__name__}.{nom}") for nom in noms)
        yield dataset, Jeu(CONTRATS[dataset], commande, f"data_loaders.{lecteur}", calcul, tuple(derives))


JEUX = Registre(
    dict(_lire(Path(__file__).with_name("jeux.toml"))),
    lambda d: {d.nom: Jeu(d.contrat, d.nom, f"data_loaders.sources.decrits:{d.nom}", decrits.calcul(d))},
)


def commandes() -> dict[str, str]:
    """dataset -> name of the command that imports it."""
    return {dataset: jeu.commande for dataset, jeu in JEUX.items()}


def lecteurs() -> dict[str, Lecteur]:
    """Name of the command -> how its files come in; imports every reader."""
    return {jeu.commande: pkgutil.resolve_name(jeu.lecteur) for jeu in JEUX.values()}


def calcul(dataset: str) -> calculs.Calcul:
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

"""What a reader takes from a producer's file, and how it comes in: one class and one way to publish for all of them."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import Constat, ErreurDonnees
from data_loaders.jeux import Lecteur
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Edition, Instantane, Source
from data_loaders.sources import cellules, feuilles
from data_loaders.sources.classeur import Progres
from data_loaders.sources.noms import Noms


def titrer(dataset: str, lues_nb: int, precision: str = "", suite: str = "") -> str:
    """First sentence of a summary: what was read, and how many rows."""
    return f"{CONTRATS[dataset].titre}{precision} : {francais.nombre(lues_nb)} lignes lues{suite}"


@dataclass(frozen=True, kw_only=True)
class Extrait:
    """One edition of a dataset, read in a file."""

    dataset: str
    millesime: str
    tables: dict[str, pa.Table]
    dit: tuple[str, ...] = ()  # the French summary, its title first; the notes, then the span, end it
    etendue: bool = False  # the summary says the span of a series
    notes: tuple[str, ...] = ()  # what a reader of the figures should know
    remarques: Sequence[str] = ()  # what was odd in the file and refused nothing
    doutes: tuple[Constat, ...] = ()  # what the operator must confirm
    periodes: tuple[str, ...] = ()  # of a series, oldest first
    faits: Mapping[str, Any] = field(default_factory=dict)  # sums by name, to weigh the file against another source

    @classmethod
    def de(
        cls, dataset: str, millesime: str, lignes: pd.DataFrame | Mapping[str, pd.DataFrame], *dit: str, **reste: Any
    ) -> Self:
        """The edition that rows of its one table, or of each by its name, make in the order of their contract."""
        contrats = CONTRATS[dataset].tables
        par_table = lignes if isinstance(lignes, Mapping) else {next(iter(contrats)): lignes}
        tables = {nom: cellules.table(df, contrats[nom]) for nom, df in par_table.items()}
        return cls(dataset=dataset, millesime=millesime, tables=tables, dit=dit, **reste)

    @classmethod
    def serie(cls, dataset: str, lignes: pd.DataFrame | Mapping[str, pd.DataFrame], *dit: str, **reste: Any) -> Self:
        """The same, of a series: dated by its last period."""
        observations = lignes["observations"] if isinstance(lignes, Mapping) else lignes
        periodes = tuple(sorted(observations["periode"].unique()))
        return cls.de(dataset, periodes[-1], lignes, *dit, periodes=periodes, **reste)

    def dire(self, publie: Instantane) -> list[str]:
        """The French summary of an import."""
        suite = [*self.dit[1:], *self.notes]
        if self.etendue:
            debut, fin = (francais.periode_libelle(self.periodes[i]) for i in (0, -1))
            suite.append(f"série : {debut} à {fin}")
        return [*self.dit[:1], *(f"  {phrase}" for phrase in suite), *publie.dire()]


def lecteur(
    *tables: str | Noms,  # of names of columns; a file that fits one is recognised
    ouvrir: Callable[..., Any] = feuilles.lire,  # path, tables, progress -> what the function is given
    rang: int = 2,  # order of import among the files of a folder
    # Completes the edition from the data in place, before it is published.
    apres: Callable[[Donnees, Path, Extrait], Extrait] = lambda _donnees, _chemin, lu: lu,
) -> Callable[[Callable[[Any], Extrait]], Lecteur]:
    """Make a reader of a function from what a file holds, whose remarks and doubts are added, to its edition."""

    def faire(extraire: Callable[[Any], Extrait]) -> Lecteur:
        def lire(chemin: Path, progres: Progres | None = None) -> Extrait:
            lue = ouvrir(chemin, tables, progres)
            lu = extraire(lue)
            return replace(lu, remarques=(*lue.remarques, *lu.remarques), doutes=(*lue.doutes, *lu.doutes))

        def importer(donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
            return publier(donnees, chemin, adresse, apres(donnees, chemin, lire(chemin, progres)))

        return Lecteur(importer, rang=rang, tables=tables, lire=lire)

    return faire


def publier(donnees: Donnees, chemin: Path, adresse: str, *extraits: Extrait) -> list[str]:
    """Publish editions, all those of a dataset or none; returns the French summary."""
    lignes = []
    for dataset, lot in itertools.groupby(extraits, lambda e: e.dataset):
        contrat, lus = CONTRATS[dataset], list(lot)
        source = Source.du_fichier(chemin, contrat.producteur, adresse or contrat.adresse)
        editions = [Edition(e.millesime, e.tables, [source], e.notes, e.remarques, e.doutes) for e in lus]
        publies = donnees.officiel.publier_ensemble(contrat, editions)
        lignes += [ligne for e, publie in zip(lus, publies, strict=True) for ligne in e.dire(publie)]
    return lignes


def completer(
    donnees: Donnees, dataset: str, chemin: Path, qui: str, adresse: str, fusionner: Callable[[], dict[str, pa.Table]]
) -> Instantane:
    """Publish what is received beside what is in place, which `fusionner` reads while nobody else publishes."""
    source = Source.du_fichier(chemin, qui, adresse)

    def fabriquer() -> Edition:
        tables = fusionner()
        recues_le = [jour for table in tables.values() for jour in table["recu_le"].to_pylist()]
        if not recues_le:
            cause = "le classeur ne porte que ce qui est déjà connu"
            remede = "modifier les lignes qui changent, ou en ajouter"
            raise ErreurDonnees("vide", source.fichier, "aucune ligne nouvelle", cause=cause, remede=remede)
        return Edition(max(recues_le), tables, [source])

    return donnees.officiel.completer(CONTRATS[dataset], fabriquer)

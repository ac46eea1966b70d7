"""Wide tables of a workbook: one column a period or a territory, blocks told by what their cells say.

Neither the name nor the place of a sheet is trusted; hidden sheets are left out.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from data_loaders.erreurs import Constat, ErreurDonnees
from data_loaders.sources import cellules, classeur, feuilles
from data_loaders.sources.noms import Noms, noms

COLONNES_MAX = 2_000
TITRE_MAX = 3
_PERIODE = re.compile(r"(\d{4})\s*-?\s*T([1-4])", re.ASCII | re.IGNORECASE)


class Grille(NamedTuple):
    """One sheet, or a text: its raw rows from the first, all of one length; file and sheet for a refusal."""

    titre: str
    lignes: list[list[Any]]
    ou: str

    def textes(self, rang: int) -> list[str]:
        """The cells of a row as text, their spaces put in order; none outside of the sheet."""
        return [" ".join(str(c).split()) for c in self.lignes[rang]] if 0 <= rang < len(self.lignes) else []

    def sens(self, regle: Noms, roles: Iterable[str]) -> str:
        """The first role one of whose names is in the title of the sheet, "" for none."""
        return next((r for r in roles if any(classeur.normaliser(n) in self.titre for n in regle.noms[r])), "")


class Livre(NamedTuple):
    """A workbook to be read sheet by sheet; its reader adds remarks on what was odd and refused nothing."""

    chemin: Path
    regle: Noms
    grilles: Iterator[Grille]
    remarques: list[str]
    doutes: Sequence[Constat] = ()

    @property
    def nom(self) -> str:
        """Name of the file, as a refusal says it."""
        return self.chemin.name

    def sans_feuille(self, trouve: str, cause: str, classeur_voulu: str) -> ErreurDonnees:
        """The refusal of a workbook of which no sheet is one of those that are read."""
        remede = f"prendre le classeur {classeur_voulu} ; si un titre de feuille a changé, l'ajouter dans "
        mots = {"cause": f"mise en page inconnue, {cause}", "remede": remede + self.regle.fichier}
        return ErreurDonnees("colonnes", self.nom, trouve, **mots)


def livre(chemin: Path, tables: Sequence[str], progres: classeur.Progres | None = None) -> Livre:
    """A workbook, with the names of its titles."""
    return Livre(Path(chemin), noms(tables[0]), ouvrir(chemin, progres), [])


def ouvrir(chemin: Path, progres: classeur.Progres | None = None) -> Iterator[Grille]:
    """The visible sheets; `titre`: the first texts of the sheet, normalised."""
    lu = classeur.contenu(chemin)
    classeur.refuser_accents(lu)
    with classeur.lisible(lu.nom):
        trouvees = [f for f in feuilles.ouvrir(lu) if not f.cachee]
        for i, f in enumerate(trouvees, 1):
            f.borner(lu.nom)
            lignes = [rangee[:COLONNES_MAX] for _, rangee in f.rangees()]
            large = max(map(len, lignes), default=0)
            lignes = [[*rangee, *[""] * (large - len(rangee))] for rangee in lignes]
            debut = itertools.chain.from_iterable(lignes[:TITRE_MAX])
            yield Grille(classeur.normaliser(" ".join(map(str, debut))), lignes, f.dans(lu.nom))
            if progres:
                progres(i, len(trouvees))


def nombre(cellule: object) -> float | None:
    """A count or a rate, None for a cell that is no number (`nd`, `-`, `NC`, empty)."""
    texte = cellules.sans_espaces(cellule).replace(",", ".")
    return float(texte) if re.fullmatch(r"-?\d+(\.\d+)?([eE]-\d+)?", texte, re.ASCII) else None


def trimestre(texte: object) -> str:
    """« 2000T1 » and « 2000-T1 » give `2000-T1`; "" for anything else."""
    m = _PERIODE.fullmatch(str(texte).strip())
    return f"{m[1]}-T{m[2]}" if m else ""

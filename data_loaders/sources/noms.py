"""Names that producers give their columns: data in `colonnes/`, a line more when one changes."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur

DOSSIER = Path(__file__).parent / "colonnes"
DEPOT = Path(__file__).parents[2]
ESSAYEES, PART_FORME = 400, 0.8  # cells looked at, and how many of them must have the form of a code
_AN = "{aa}"


@dataclass(frozen=True)
class Noms:
    """How the columns of a dataset may be called."""

    table: str
    fichier: str  # where this is written, for a remedy to name it
    noms: Mapping[str, tuple[str, ...]]  # role -> names, as the table writes them, the usual one first
    formes: Mapping[str, re.Pattern[str]]  # role -> its cells; a column of labels under the same name is passed over
    facultatives: frozenset[str]  # roles that a file may lack
    reconnaitre: tuple[str, ...]  # roles that together tell the file from all others; by default, all that it needs
    secret: frozenset[str]  # signs that stand for a hidden count
    decimale: str  # sign to believe where the file alone does not tell; "" to refuse then
    feuilles: tuple[str, ...]  # sheets to prefer where several fit
    repetitions: bool = False  # two rows may say the same and both count
    annuelles: tuple[re.Pattern[str], ...] = ()  # forms of titles that bear a period: the file has one of each at least

    @cached_property
    def groupes(self) -> tuple[frozenset[str], ...]:
        """For each role that tells the file, its normalised names: a header with one of each is that of this file."""
        return tuple(frozenset(map(classeur.normaliser, self.noms[r])) for r in self.reconnaitre)

    @cached_property
    def connus(self) -> frozenset[str]:
        """Its names, normalised."""
        return frozenset(classeur.normaliser(n) for liste in self.noms.values() for n in liste)

    def dire(self, role: str) -> str:
        """The usual name of a role, as a refusal says it."""
        return self.noms[role][0].replace(_AN, " suivi de l'année")

    @cached_property
    def _annuels(self) -> list[re.Pattern]:
        return [_gabarit(n) for noms in self.noms.values() for n in noms if _AN in n]

    def an(self, titre: str) -> str:
        """Year in two figures that a title bears where a name has `{aa}`, or ""."""
        return next((m[1] for g in self._annuels if (m := g.fullmatch(classeur.normaliser(titre)))), "")

    def trouver(self, titres: Sequence[str], table: pd.DataFrame, ou: str) -> dict[str, int]:
        """Role -> position of its column, among titles as written and the cells under them."""
        prises: dict[str, int] = {}
        # Columns of codes first: a name may be that of a code in a vintage and of a label in another.
        for role in sorted(self.noms, key=lambda r: r not in self.formes):
            candidats = [i for i in self.nommees(role, titres) if i not in prises.values()]
            if candidats:
                prises[role] = self._une_seule(role, candidats, titres, table, ou)
        if manquantes := [r for r in self.noms if r not in prises and r not in self.facultatives]:
            cles = " ou ".join(f"« {r} »" for r in manquantes)
            dites = ", ".join(f"{r} ({self.dire(r)})" for r in manquantes)
            trouve = f"colonnes introuvables : {dites} ; colonnes lues : {classeur.citer(titres)}"
            remede = f"ajouter le nouveau nom à la clé {cles} de {self.fichier}"
            raise ErreurDonnees("colonnes", ou, trouve, cause="colonne renommée par le producteur", remede=remede)
        return prises

    def nommees(self, role: str, titres: Sequence[str]) -> list[int]:
        """Positions of the columns that bear one of the names of a role, in the order of the names."""
        exacts = [i for n in self.noms[role] if n.startswith("=") for i, t in enumerate(titres) if t == n[1:]]
        gabarits = [_gabarit(n) for n in self.noms[role] if not n.startswith("=")]
        normalises = [classeur.normaliser(t) for t in titres]
        return exacts or list(dict.fromkeys(i for g in gabarits for i, t in enumerate(normalises) if g.fullmatch(t)))

    def _une_seule(self, role: str, candidats: list[int], titres: Sequence[str], table: pd.DataFrame, ou: str) -> int:
        """The one whose first values look like the role; any filled column, for a role without form."""
        pleines = []
        for i in candidats if len(candidats) > 1 else ():
            lues = [t for v in table.iloc[:, i].unique()[:ESSAYEES] if (t := classeur.code(v))]
            bonnes = [t for t in lues if role not in self.formes or self.formes[role].fullmatch(t)]
            pleines += [i] if lues and len(bonnes) >= PART_FORME * len(lues) else []
        if len(pleines) < 2:
            return (pleines or candidats)[0]
        premiere = table.iloc[:, pleines[0]].map(classeur.code)
        autres = [i for i in pleines[1:] if not premiere.equals(table.iloc[:, i].map(classeur.code))]
        if autres:
            nommes = ", ".join(f"« {titres[i]} »" for i in (pleines[0], *autres))
            trouve = f"colonnes en double : {nommes} disent toutes {role}, et ne disent pas la même chose"
            cause = "le producteur a ajouté une colonne, ou en répète une sous un nom voisin"
            remede = f"demander au producteur laquelle lire, et ne laisser que son nom à la clé « {role} » de "
            raise ErreurDonnees("colonnes", ou, trouve, cause=cause, remede=remede + self.fichier)
        return pleines[0]


@cache
def _gabarit(nom: str) -> re.Pattern[str]:
    """A name as a pattern of normalised titles."""
    avant, an, apres = nom.partition(_AN)
    if not an:
        return re.compile(re.escape(classeur.normaliser(nom)))
    debut = re.escape(classeur.normaliser(avant + "x")[:-1])
    return re.compile(rf"{debut}(\d\d){classeur.normaliser(apres)}", re.ASCII)


def noms(table: str | Noms) -> Noms:
    """The names of a file of `colonnes/`, without its extension, or of a layout in it, `file#part`; else of a path;
    those of a description, as they are."""
    return table if isinstance(table, Noms) else _lus(table)


@cache
def _lus(table: str) -> Noms:
    nom, _, dessin = Path(table).name.partition("#")
    chemin = DOSSIER / Path(table).with_name(f"{nom}.toml")
    try:
        lu = tomllib.loads(chemin.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        trouve, remede = "table des noms de colonnes illisible", "corriger cette ligne"
        raise ErreurDonnees("colonnes", chemin.name, trouve, cause=str(e), remede=remede) from e
    lu = lu[dessin] if dessin else lu
    ou = chemin.relative_to(DEPOT).as_posix() if chemin.is_relative_to(DEPOT) else chemin.name
    return Noms(
        table,
        f"la partie « {dessin} » de {ou}" if dessin else ou,
        {role: tuple(liste) for role, liste in lu["noms"].items()},
        {role: re.compile(forme, re.ASCII) for role, forme in lu.get("formes", {}).items()},
        frozenset(facultatives := lu.get("facultatives", ())),
        tuple(lu.get("reconnaitre") or (role for role in lu["noms"] if role not in facultatives)),
        frozenset(lu.get("secret", ())),
        lu.get("decimale", ""),
        tuple(map(classeur.normaliser, lu.get("feuilles", ()))),
        lu.get("repetitions", False),
    )


@cache
def partie(table: str, nom: str) -> dict:
    """A part of a table that its reader alone understands: `fusions`, `niveaux`…"""
    return tomllib.loads((DOSSIER / f"{table}.toml").read_text("utf-8"))[nom]

"""The table of a file whatever its format: workbook (XLSX, ODS, XLS), text (CSV), alone or in an archive.

Its header is looked for in the first rows of each sheet, on one row or on two.
"""

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from data_loaders import francais
from data_loaders.erreurs import REPRENDRE, Constat, ErreurDonnees
from data_loaders.sources import classeur
from data_loaders.sources.noms import Noms, noms
from geo import disque

ENTETE_MAX, LIGNES_MAX, TEXTE_MAX = 12, 1_500_000, 10_000
Rangee = tuple[int, list]


class Feuille(NamedTuple):
    """One sheet; a text is a single one, without name."""

    nom: str
    cachee: bool
    hauteur: int
    rangees: Callable[[], Iterator[Rangee]]

    def dans(self, fichier: str) -> str:
        """« fichier, feuille nom », for a refusal."""
        return f"{fichier}, feuille {self.nom}" if self.nom else fichier

    def borner(self, fichier: str, maximum: int = LIGNES_MAX) -> None:
        """Raise ErreurDonnees on a sheet of too many rows."""
        if self.hauteur > maximum:
            ou, trouve, remede = self.dans(fichier), f"{self.hauteur} lignes", f"la limite est de {maximum} lignes"
            raise ErreurDonnees("lignes", ou, trouve, cause="fichier anormal", remede=remede)


@dataclass(frozen=True)
class Lue:
    """A table found; its reader adds to the remarks (what was odd and refused nothing) and to the doubts."""

    chemin: Path
    titres: list[str]  # as written; of a header on two rows, the one that is known, else both
    table: pd.DataFrame  # raw cells in the same order, index = number of the row in the sheet or the text
    ou: str  # file and sheet, for a refusal
    remarques: list[str]
    regle: Noms
    doutes: list[Constat] = field(default_factory=list)

    @property
    def nom(self) -> str:
        """Name of the file, as a refusal says it."""
        return self.chemin.name

    @cached_property
    def places(self) -> dict[str, int]:
        """Role -> position of its column; see `Noms.trouver`."""
        return self.regle.trouver(self.titres, self.table, self.ou)

    def compter(self, nombre: int, unite: str, suite: str) -> None:
        """Remark how many of what the file has, where it has some: « 3 lignes … »."""
        if nombre:
            self.remarques.append(f"{francais.avec_unite(int(nombre), unite)} {suite}")

    def sans_repetition(self, df: pd.DataFrame) -> pd.DataFrame:
        """The rows without those that repeat another cell for cell, remarked."""
        gardees = df.drop_duplicates()
        self.compter(len(df) - len(gardees), "lignes répétées", "à l'identique, hors du compte")
        return gardees

    def de_la_region(self, df: pd.DataFrame, ici: pd.Series, *exemple_et_cause: str) -> pd.DataFrame:
        """The rows that are of the region; ErreurDonnees where none is, see `classeur.hors_region`."""
        if not ici.any():
            raise classeur.hors_region(self.ou, *exemple_et_cause)
        return df[ici].copy()

    def colonne(self, role: str) -> str:
        """« fichier, colonne titre », for a refusal."""
        return f"{self.ou}, colonne {self.titres[self.places[role]]}"

    def contredite(
        self, role: str, fautives: pd.DataFrame, cle: Sequence[str], trouve: str, cause: str
    ) -> ErreurDonnees:
        """The refusal of a column whose rows contradict themselves, named by their `cle`: it is taken for another."""
        f = fautives.iloc[0]
        exemple = f"{' '.join(f[c] for c in cle)} : {f[role]:g}"
        remede = f"vérifier les noms de colonnes dans {self.regle.fichier} ; s'ils sont justes, {REPRENDRE}"
        mots = {"exemple": exemple, "cause": cause, "remede": remede}
        return ErreurDonnees.de_cellules("partie", self.colonne(role), trouve, fautives, **mots)

    def nommer(self) -> pd.DataFrame:
        """The columns that have a role, under its name, in the order of the file; cells raw."""
        places = sorted(self.places.items(), key=lambda place: place[1])
        return pd.DataFrame({role: self.table.iloc[:, i] for role, i in places})

    def en_texte(self, *, autres: bool = False) -> pd.DataFrame:
        """The same, cells as text; with the `autres`, those without a role, under their normalised titles."""
        roles = {i: role for role, i in sorted(self.places.items(), key=lambda place: place[1])}
        if autres:
            roles |= {i: classeur.normaliser(t) for i, t in enumerate(self.titres) if i not in roles}
        lues = [classeur.codes(self.table.iloc[:, i]) for i in roles]
        return pd.concat(lues, axis=1).set_axis(list(roles.values()), axis=1)


# A sheet, the rows down to the last of its header, the titles, whether they stand on two rows.
_Entete = tuple[Feuille, int, list[str], bool]


def ouvrir(lu: classeur.Contenu) -> list[Feuille]:
    """The sheets of a file, the hidden ones too."""
    if not lu.classeur:
        lignes = list(_texte(lu))
        return [Feuille("", False, len(lignes), lambda: iter(lignes))]
    feuilles = []
    if lu.octets.startswith(classeur.PARQUET):
        with classeur.lisible(lu.nom):
            return [_parquet(lu)]
    with classeur.lisible(lu.nom):  # sheets are read here, not when the workbook is opened
        livre = CalamineWorkbook.from_filelike(io.BytesIO(lu.octets))
        for f in livre.sheets_metadata:
            feuil = livre.get_sheet_by_name(f.name)
            cachee = f.visible != SheetVisibleEnum.Visible
            feuilles.append(Feuille(f.name, cachee, feuil.total_height, lambda s=feuil: enumerate(s.iter_rows(), 1)))
    return feuilles


def _parquet(lu: classeur.Contenu) -> Feuille:
    """The table of a Parquet file, bounded before and after a text said once for a million rows is spread."""
    fichier = pq.ParquetFile(io.BytesIO(lu.octets))
    schema, lignes_nb = fichier.schema_arrow, fichier.metadata.num_rows
    autres = [c.name for c in schema if pa.types.is_nested(c.type) or pa.types.is_binary(c.type)]
    if autres or lignes_nb * len(schema) > classeur.CELLULES_MAX:
        trouve = f"colonnes imbriquées : {classeur.citer(autres)}" if autres else f"{lignes_nb} lignes de {len(schema)}"
        raise ErreurDonnees("zip", lu.nom, trouve, cause="ce n’est pas une table de chiffres", remede=REPRENDRE)
    textes = [c.name for c in schema if pa.types.is_string(c.type) or pa.types.is_large_string(c.type)]
    table = pq.ParquetFile(io.BytesIO(lu.octets), read_dictionary=textes).read()
    if any(len(t or "") > TEXTE_MAX for c in textes for m in table[c].chunks for t in m.dictionary.to_pylist()):
        raise ErreurDonnees("zip", lu.nom, f"texte de plus de {TEXTE_MAX} signes dans une cellule", remede=REPRENDRE)
    df = table.to_pandas(integer_object_nulls=True, date_as_object=True).astype(object)
    df = df.where(df.notna(), "")
    corps = df.itertuples(index=False, name=None)
    rangees = [(1, list(df.columns)), *((i, list(ligne)) for i, ligne in enumerate(corps, 2))]
    return Feuille("", False, len(rangees), lambda: iter(rangees))


def _texte(lu: classeur.Contenu) -> Iterator[Rangee]:
    texte = disque.decoder(lu.octets)
    # A preamble has commas of its own: the separator of cells is in more of the lines than any other.
    tete = texte.split("\n", ENTETE_MAX)[:ENTETE_MAX]
    signe = max(classeur.SEPARATEURS, key=lambda s: (sum(s in ligne for ligne in tete), "".join(tete).count(s)))
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=signe)
    try:
        for ligne in lecteur:
            # The number of its last line is where a reader finds a row.
            yield lecteur.line_num, ligne
    except csv.Error as e:
        trouve, cause = "ligne illisible", "cellule démesurée, ou guillemet jamais refermé"
        raise ErreurDonnees("lignes", lu.nom, trouve, cause=cause, remede=REPRENDRE, lignes=(lecteur.line_num,)) from e


def tetes(feuilles: Sequence[Feuille]) -> Iterator[list[str]]:
    """Normalised titles in each of the first rows of each visible sheet."""
    for feuille in feuilles:
        if not feuille.cachee:
            yield from (list(map(classeur.normaliser, r)) for r in _premieres(feuille))


def convient(feuilles: Sequence[Feuille], regle: Noms) -> bool:
    """True when a sheet, even hidden, has the columns which tell a dataset."""
    return any(_entete(f, regle) for f in feuilles)


def lire(chemin: Path, tables: str | Sequence[str | Noms], progres: classeur.Progres | None = None) -> Lue:
    """The one table of a file that has the columns which tell its dataset, by the first of the tables of names.
    Refused: an unreadable file, no such table or several, rows of different lengths in a text."""
    regles = [noms(tables)] if isinstance(tables, str) else list(map(noms, tables))
    lu = classeur.contenu(chemin)
    classeur.refuser_accents(lu)
    with classeur.lisible(lu.nom):
        feuilles = ouvrir(lu)
        trouvees = {r.table: [e for f in feuilles if (e := _entete(f, r))] for r in regles}
        regle = next((r for r in regles if trouvees[r.table]), None)
        if regle is None:
            raise _aucune(feuilles, regles, lu.nom)
        feuille, rang, titres, deux = _une_seule(trouvees[regle.table], regle, lu.nom)
        ou = feuille.dans(lu.nom)
        feuille.borner(lu.nom)
        table, notes_nb = _corps(feuille, rang, len(titres), ou, progres)
    remarques = ["titres de colonnes lus sur deux lignes"] if deux else []
    lue = Lue(Path(chemin), titres, table, ou, remarques, regle)
    lue.compter(notes_nb, "lignes", "de note sous le tableau, hors des chiffres")
    if not regle.repetitions:
        lue = replace(lue, table=lue.sans_repetition(table))
    if lu.nom != lue.nom:
        remarques.append(f"lu dans l'archive : {lu.nom}")
    return lue


def _premieres(feuille: Feuille) -> list[list[str]]:
    return [[str(c).strip() for c in r] for _, r in itertools.islice(feuille.rangees(), ENTETE_MAX + 1)]


def _entete(feuille: Feuille, regle: Noms) -> _Entete | None:
    """The first row that says enough, with the row above where it says more; else the first two that do together."""
    premieres = _premieres(feuille)
    superposees = [superposer(haut, bas, regle) for haut, bas in itertools.pairwise([[], *premieres])]
    for titres, seuls in ((premieres, True), (superposees, False)):
        for i, ligne in enumerate(titres):
            vus = set(map(classeur.normaliser, ligne))
            annuelles = all(any(map(forme.fullmatch, ligne)) for forme in regle.annuelles)
            if all(vus & g for g in regle.groupes) and annuelles:
                # The row above may name a column that this one leaves without a title.
                deux = not seuls or any(not a and b for a, b in zip(ligne, superposees[i], strict=False))
                return feuille, i + 1, superposees[i] if deux else ligne, deux
    return None


def superposer(haut: Sequence[str], bas: Sequence[str], regle: Noms) -> list[str]:
    """One title a column from two rows, the upper one spread over the empty cells that follow it.

    A column named above alone keeps that name when it is a known one: above a table, there may be anything.
    """

    def connu(titre: str) -> bool:
        return classeur.normaliser(titre) in regle.connus or bool(regle.an(titre))

    titres, dessus = [], ""
    for h, b in itertools.zip_longest(haut, bas, fillvalue=""):
        dessus = h or dessus
        titres.append(next((e for e in (b, h, f"{dessus} {b}".strip()) if e and connu(e)), b))
    return titres


def _une_seule(trouvees: list[_Entete], regle: Noms, nom: str) -> _Entete:
    nommees = [e for e in trouvees if classeur.normaliser(e[0].nom) in regle.feuilles]
    visibles = nommees or [e for e in trouvees if not e[0].cachee]
    if len(visibles) == 1:
        return visibles[0]
    if visibles:
        noms_vus = ", ".join(f.nom for f, *_ in visibles)
        trouve = f"{len(visibles)} feuilles portent les mêmes colonnes : {noms_vus}"
        cause = "brouillon, ou ancienne version laissée dans le classeur"
        question = "laquelle est la bonne, et écrire"
    else:
        trouve = f"les colonnes attendues sont dans une feuille masquée : {trouvees[0][0].nom}"
        cause = "ancien état ou brouillon que le producteur ne montre pas"
        question = "si elle est bonne, et écrire alors"
    remede = f"demander au producteur {question} son nom à la clé « feuilles » de {regle.fichier}"
    raise ErreurDonnees("feuilles", nom, trouve, cause=cause, remede=remede)


def _aucune(feuilles: list[Feuille], regles: Sequence[Noms], nom: str) -> ErreurDonnees:
    visibles = [f for f in feuilles if not f.cachee][: classeur.FEUILLES_CITEES]
    titres = (classeur.citer(max(_premieres(f), key=lambda t: len(set(t)), default=[])) for f in visibles)
    lues = " ; ".join(f"{f.nom} : {vus}" if f.nom else vus for f, vus in zip(visibles, titres, strict=True))
    cherchees = " ; ni ".join(", ".join(map(r.dire, r.reconnaitre)) for r in regles)
    trouve = f"aucune table ne porte les colonnes {cherchees} ; colonnes lues : {lues}"
    cause = "colonne renommée par le producteur, ou ce n'est pas ce fichier"
    remede = "vérifier que le fichier est bien celui de cette source ; si une colonne a changé de nom, l'ajouter dans "
    remede += " ou ".join(r.fichier for r in regles)
    return ErreurDonnees("colonnes", nom, trouve, cause=cause, remede=remede)


def _corps(
    feuille: Feuille, rang: int, large: int, ou: str, progres: classeur.Progres | None
) -> tuple[pd.DataFrame, int]:
    """The rows under the header, and how many sentences stand under them."""
    numeros, lignes, total = [], [], feuille.hauteur
    inegales: list[Rangee] = []
    for numero, rangee in itertools.islice(feuille.rangees(), rang, None):
        if any(c not in ("", None) for c in rangee):
            numeros.append(numero)
            lignes.append(rangee)
            # A note under the table fills its first cell alone.
            if len(rangee) != large and any(str(c).strip() for c in (rangee[large:] or rangee[1:])):
                inegales.append((numero, rangee))
        if progres and numero % 2048 == 0:
            progres(numero, total)
    if inegales:
        numeros, (premiere, *_) = zip(*inegales, strict=True)
        cause = "fichier tronqué, ou séparateur de cellules dans un libellé"
        dits = {"nombre": len(inegales), "exemple": " ".join(" ".join(map(str, premiere)).split()), "lignes": numeros}
        trouve = f"lignes qui n'ont pas {large} cellules"
        raise ErreurDonnees("lignes", ou, trouve, **dits, cause=cause, remede=REPRENDRE)
    if not lignes:
        trouve, cause = "aucune ligne sous les titres de colonnes", "fichier tronqué ou filtré"
        raise ErreurDonnees("vide", ou, trouve, cause=cause, remede=REPRENDRE)
    if progres:
        progres(total, total)
    if any(len(r) != large for r in lignes):
        lignes = [[*r[:large], *[""] * (large - len(r))] for r in lignes]
    # A sentence alone on its row.
    seules = ([c for c in r if c not in ("", None)] if large > 1 else [] for r in reversed(lignes))
    notes = itertools.takewhile(lambda dites: len(dites) == 1 and " " in str(dites[0]).strip(), seules)
    lues = len(lignes) - sum(1 for _ in notes)
    return pd.DataFrame(lignes[:lues], index=numeros[:lues], dtype=object), len(lignes) - lues

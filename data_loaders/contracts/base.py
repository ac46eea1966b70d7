"""Contract machinery: what a table of a snapshot must be, in plain pyarrow.

A contract is read by the importer (refusal), the store (manifest), the screens (notes) and the dictionary of data, so
that a column is described once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import nombre

# SDMX code lists used here; VIDES are the statuses under which a value is null, and only those.
OBS_STATUS = {
    "A": "valeur normale",
    "P": "provisoire",
    "E": "estimée",
    "B": "rupture de série",
    "D": "définition différente",
    "U": "fiabilité faible",
    "Q": "secret statistique",
    "N": "non significatif",
    "M": "sans objet",
    "L": "non collecté",
    "O": "non disponible",
}
VIDES = frozenset("QNMLO")
CONF_STATUS = {"F": "libre", "C": "confidentiel", "N": "réservé à l'Accès Pro"}


@dataclass(frozen=True)
class Colonne:
    """One column: meaning first, then what the machine checks."""

    nom: str
    type: pa.DataType
    description: str
    unite: str = ""
    nulle: bool = False
    motif: str = ""
    bornes: tuple[float, float] | None = None
    valeurs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Columns and primary key of one resource of a snapshot."""

    colonnes: tuple[Colonne, ...]
    cle: tuple[str, ...]

    def schema(self) -> pa.Schema:
        """The pyarrow schema, with description and unit as field metadata."""
        return pa.schema(
            [pa.field(c.nom, c.type, c.nulle, {"description": c.description, "unite": c.unite}) for c in self.colonnes]
        )

    def valider(self, table: pa.Table, ou: str) -> pa.Table:
        """Return the table cast to the schema (text under its several names only), or raise ErreurDonnees."""
        attendues = [c.nom for c in self.colonnes]
        if table.column_names != attendues:
            raise ErreurDonnees(
                "colonnes",
                ou,
                f"colonnes lues : {', '.join(table.column_names) or 'aucune'}",
                cause=f"colonnes attendues : {', '.join(attendues)}",
            )
        table = pa.table([self._typer(table[c.nom], c, ou) for c in self.colonnes], schema=self.schema())
        for c in self.colonnes:
            _verifier(table[c.nom], c, ou)
        doublons = table.group_by(list(self.cle)).aggregate([([], "count_all")])
        repetes = doublons.filter(pc.greater(doublons["count_all"], 1))
        if repetes.num_rows:
            exemple = ", ".join(str(repetes[c][0].as_py()) for c in self.cle)
            raise ErreurDonnees(
                "cle",
                ou,
                "lignes en double pour la même clé",
                nombre=repetes.num_rows,
                exemple=exemple,
                cause=f"la clé est {', '.join(self.cle)}",
                remede="retirer les doublons à la source",
            )
        if "obs_status" in attendues:
            _verifier_statuts(table, ou)
        return table

    @staticmethod
    def _typer(valeurs: pa.ChunkedArray, c: Colonne, ou: str) -> pa.ChunkedArray:
        texte_lu = pa.types.is_string(valeurs.type) or pa.types.is_large_string(valeurs.type)
        if valeurs.type == c.type:
            return valeurs
        # Casting the integer 101 to text would lose the leading zero of 0101: only text becomes text.
        if pa.types.is_string(c.type) and not texte_lu and valeurs.null_count < len(valeurs):
            raise ErreurDonnees(
                "type",
                f"{ou}, colonne {c.nom}",
                f"type {valeurs.type} au lieu de texte",
                cause="un code a été lu comme un nombre : ses zéros de tête sont perdus",
            )
        return valeurs.cast(c.type)


def _verifier(valeurs: pa.ChunkedArray, c: Colonne, ou: str) -> None:
    def refuser(regle: str, pris: pa.ChunkedArray, trouve: str, cause: str) -> None:
        if len(pris):
            lieu, exemple = f"{ou}, colonne {c.nom}", str(pris[0].as_py())
            raise ErreurDonnees(regle, lieu, trouve, nombre=len(pris), exemple=exemple, cause=cause)

    presentes = valeurs.drop_null()
    if not c.nulle:
        refuser("vide", valeurs.filter(pc.is_null(valeurs)), "valeur manquante", "cellule vide à la source")
    if c.motif:
        mauvais = presentes.filter(pc.invert(pc.match_substring_regex(presentes, c.motif)))
        refuser("motif", mauvais, "code mal formé", f"forme attendue : {c.motif}")
    if c.valeurs:
        mauvais = presentes.filter(pc.invert(pc.is_in(presentes, pa.array(c.valeurs))))
        refuser("valeurs", mauvais, "valeur hors liste", f"valeurs admises : {', '.join(c.valeurs)}")
    if pa.types.is_floating(c.type):
        mauvais = presentes.filter(pc.invert(pc.is_finite(presentes)))
        refuser("fini", mauvais, "valeur infinie ou indéfinie", "division par zéro dans le fichier d'origine")
    if c.bornes:
        hors = pc.or_(pc.less(presentes, c.bornes[0]), pc.greater(presentes, c.bornes[1]))
        bas, haut = (nombre(x) for x in c.bornes)
        trouve = f"valeur impossible (hors de {bas} à {haut})"
        refuser("bornes", presentes.filter(hors), trouve, "unité ou colonne confondue, ou saisie fautive")


def _verifier_statuts(table: pa.Table, ou: str) -> None:
    vide = pc.is_in(table["obs_status"], pa.array(sorted(VIDES)))
    incoherent = pc.not_equal(vide, pc.is_null(table["value"]))
    fautes = table.filter(incoherent)
    if fautes.num_rows:
        raise ErreurDonnees(
            "statut",
            ou,
            "valeur et statut se contredisent",
            nombre=fautes.num_rows,
            exemple=f"value={fautes['value'][0].as_py()} obs_status={fautes['obs_status'][0].as_py()}",
            cause="une valeur est vide exactement quand son statut est Q, N, M, L ou O",
        )


VALEUR = (
    Colonne("value", pa.float64(), "Valeur observée ; vide quand le statut l'est", nulle=True, bornes=(0, 1e8)),
    Colonne("obs_status", pa.string(), "Statut de l'observation (liste SDMX)", valeurs=tuple(OBS_STATUS)),
    Colonne("conf_status", pa.string(), "Statut de confidentialité (liste SDMX)", valeurs=tuple(CONF_STATUS)),
)


@dataclass(frozen=True)
class Contrat:
    """What a dataset means: who produces it, how often, under which secrecy rule, in which tables.

    Attributes:
        serie: True when each edition of the file carries the whole series and supersedes the previous one; False when
            the dataset is the union of its millésimes.
        retard_mois: months after the end of the period at which the next millésime is expected.
    """

    dataset: str
    titre: str
    producteur: str
    licence: str
    rythme: str
    secret: str
    tables: dict[str, Table] = field(hash=False)
    serie: bool = False
    retard_mois: int = 6
    adresse: str = ""

    def valider(self, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """Every table of the contract, cast and checked; raises ErreurDonnees on the first broken rule."""
        if set(tables) != set(self.tables):
            raise ErreurDonnees(
                "tables",
                self.dataset,
                f"tables fournies : {', '.join(sorted(tables))}",
                cause=f"tables attendues : {', '.join(sorted(self.tables))}",
            )
        return {nom: t.valider(tables[nom], f"{self.dataset}/{nom}") for nom, t in self.tables.items()}

"""Contract machinery: what a table of a snapshot must be, in plain pyarrow.

A contract is read by the importer (refusal), the store (manifest), the screens (notes) and the dictionary of data, so
that a column is described once.
"""

import re
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.erreurs import LIGNES_CITEES, REPRENDRE, ErreurDonnees
from data_loaders.francais import nombre
from geo import zonages

# SDMX code lists used here; VIDES are the statuses under which a value is null, and only those.
OBS_STATUS = {
    "A": "valeur normale",
    "P": "provisoire",
    "E": "estimée",
    "B": "rupture de série",
    "D": "définition différente",
    "U": "fiabilité faible, ou minimum",
    "Q": "secret statistique",
    "N": "non significatif",
    "M": "sans objet",
    "L": "non collecté",
    "O": "non disponible",
}
VIDES = frozenset("QNMLO")
PEU_FIABLE = "U"
# What an empty cell prints, by status; letter after a number whose status is not plain.
SIGNES = {"Q": "s", "N": "n.s.", "M": "///", "L": "n.d.", "O": "n.d."}
INDICES = {"P": "p", "E": "e", "B": "b", "D": "d", "U": "u"}
# Forms of a period.
ANNEE, MOIS, TRIMESTRE = r"^20\d\d$", r"^20\d\d-(0[1-9]|1[0-2])$", r"^(19|20)\d\d-T[1-4]$"
RESERVE = "N"  # of what is not for publication
CONF_STATUS = {"F": "libre", "C": "confidentiel", RESERVE: "réservé à l’Accès Pro"}


# pyarrow type -> type of a Frictionless schema
TYPES = {"string": "string", "double": "number", "int64": "integer", "int8": "integer", "bool": "boolean"}
LICENCE_OUVERTE = "Licence Ouverte 2.0"
LICENCE_NON_PRECISEE = "non précisée par le rediffuseur"
ADRESSE_LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True)
class Colonne:
    """One column: meaning first, then what the machine checks."""

    nom: str
    description: str
    unite: str = ""
    type: pa.DataType = pa.string()  # noqa: RUF009
    nulle: bool = False
    motif: str = ""
    bornes: tuple[float, float] | None = None
    valeurs: tuple[str, ...] = ()

    def champ(self) -> dict:
        """The column as a field of a Frictionless schema; `unit` is ours.

        There a pattern holds for the whole cell, and an empty text in a CSV is a missing value.
        """
        motif = re.sub(r"(?<!\$)$", ".*", re.sub(r"^(?!\^)", ".*", self.motif, count=1), count=1)
        texte_vide = pa.types.is_string(self.type) and not (self.motif and not re.search(self.motif, ""))
        texte_vide = texte_vide and not (self.valeurs and "" not in self.valeurs)
        contraintes = {
            "required": None if self.nulle or texte_vide else True,
            "pattern": motif if self.motif else None,
            "enum": list(self.valeurs) or None,
            "minimum": self.bornes[0] if self.bornes else None,
            "maximum": self.bornes[1] if self.bornes else None,
        }
        champ = {"name": self.nom, "type": TYPES[str(self.type)], "description": self.description}
        champ |= {"unit": self.unite} if self.unite else {}
        return champ | {"constraints": {k: v for k, v in contraintes.items() if v is not None}}


@dataclass(frozen=True)
class Table:
    """Columns and primary key of one resource of a snapshot.

    Calculations lean on the rows of an `appui`, and nothing shows them as figures of ours (no screen, comparison nor
    export). Such a table may be missing from a snapshot: it is read as empty there.
    """

    colonnes: tuple[Colonne, ...]
    cle: tuple[str, ...]  # columns that tell rows apart; empty where rows may repeat
    appui: bool = False

    def schema(self) -> pa.Schema:
        """The pyarrow schema, with description and unit as field metadata."""
        dits = [{"description": c.description, "unite": c.unite} for c in self.colonnes]
        return pa.schema([pa.field(c.nom, c.type, c.nulle, d) for c, d in zip(self.colonnes, dits, strict=True)])

    def descripteur(self) -> dict:
        """The table as a Frictionless schema."""
        cle = {"primaryKey": list(self.cle)} if self.cle else {}
        return {"fields": [c.champ() for c in self.colonnes], "missingValues": [""], **cle}

    def valider(self, table: pa.Table, ou: str) -> pa.Table:
        """Return the table cast to the schema (text under its several names only), or raise ErreurDonnees."""
        attendues = [c.nom for c in self.colonnes]
        if table.column_names != attendues:
            trouve = f"colonnes lues : {', '.join(table.column_names) or 'aucune'}"
            cause = f"colonnes attendues : {', '.join(attendues)}"
            raise ErreurDonnees("colonnes", ou, trouve, cause=cause, remede=CORRIGER)
        table = pa.table([_typer(table[c.nom], c, ou) for c in self.colonnes], schema=self.schema())
        for c in self.colonnes:
            _verifier(table, c, ou, self.cle)
        if self.cle:
            comptes = table.group_by(list(self.cle)).aggregate([([], "count_all")])
            if (repetes := comptes.filter(pc.greater(comptes["count_all"], 1))).num_rows:
                trouve, cause = "lignes en double pour la même clé", f"la clé est {', '.join(self.cle)}"
                lignes, nb = _nommer(repetes, self.cle), repetes.num_rows
                raise ErreurDonnees("cle", ou, trouve, nombre=nb, lignes=lignes, cause=cause, remede=REPRENDRE)
        if "obs_status" in attendues:
            vide = pc.is_in(table["obs_status"], pa.array(sorted(VIDES)))
            fautes = table.filter(pc.not_equal(vide, pc.is_null(table["value"])))
            if fautes.num_rows:
                trouve, premiere = "valeur et statut se contredisent", fautes.slice(0, 1).to_pylist()[0]
                exemple = f"value={premiere['value']} obs_status={premiere['obs_status']}"
                dits = {"nombre": fautes.num_rows, "exemple": exemple, "lignes": _nommer(fautes, self.cle)}
                cause = "une valeur est vide exactement quand son statut est Q, N, M, L ou O"
                raise ErreurDonnees("statut", ou, trouve, **dits, cause=cause, remede=CORRIGER)
        return table


CORRIGER = "corriger le lecteur de ce format dans data_loaders/sources"
# rule -> what to do
REMEDES = {
    "vide": "remplir ces cellules à la source, ou reprendre le fichier chez le producteur",
    "motif": "vérifier que la colonne et la nomenclature sont celles attendues",
    "valeurs": "corriger ces valeurs à la source ; une valeur nouvelle du producteur s’ajoute au contrat",
    "fini": "faire corriger ces cellules par le producteur",
    "bornes": "vérifier ces lignes et l’unité de la colonne chez le producteur",
}


def _typer(valeurs: pa.ChunkedArray, c: Colonne, ou: str) -> pa.ChunkedArray:
    texte_lu = pa.types.is_string(valeurs.type) or pa.types.is_large_string(valeurs.type)
    # Casting the integer 101 to text would lose the leading zero of 0101: only text becomes text.
    if pa.types.is_string(c.type) and not texte_lu and valeurs.null_count < len(valeurs):
        trouve = f"type {valeurs.type} au lieu de texte"
        cause = "un code a été lu comme un nombre : ses zéros de tête sont perdus"
        remede = "mettre la colonne au format texte dans le fichier, ou le reprendre chez le producteur"
        raise ErreurDonnees("type", f"{ou}, colonne {c.nom}", trouve, cause=cause, remede=remede)
    return valeurs.cast(c.type)


def _verifier(table: pa.Table, c: Colonne, ou: str, cle: tuple[str, ...]) -> None:
    """Refuse the first rule that a column breaks; rows are named by their key."""
    valeurs = table[c.nom]

    def refuser(regle: str, fautives: pa.ChunkedArray, trouve: str, cause: str) -> None:
        prises = table.filter(pc.fill_null(fautives, False))
        if prises.num_rows:
            dits = {"nombre": prises.num_rows, "exemple": str(prises[c.nom][0].as_py() or ""), "cause": cause}
            lieu, lignes = f"{ou}, colonne {c.nom}", _nommer(prises, cle)
            raise ErreurDonnees(regle, lieu, trouve, **dits, remede=REMEDES[regle], lignes=lignes)

    if not c.nulle:
        refuser("vide", pc.is_null(valeurs), "valeur manquante", "cellule vide à la source")
    if c.motif:
        mauvais = pc.invert(pc.match_substring_regex(valeurs, c.motif))
        refuser("motif", mauvais, "code mal formé", f"forme attendue : {c.motif}")
    if c.valeurs:
        mauvais = pc.and_(pc.is_valid(valeurs), pc.invert(pc.is_in(valeurs, pa.array(c.valeurs))))
        refuser("valeurs", mauvais, "valeur hors liste", f"valeurs admises : {', '.join(c.valeurs)}")
    if pa.types.is_floating(c.type):
        mauvais = pc.invert(pc.is_finite(valeurs))
        refuser("fini", mauvais, "valeur infinie ou indéfinie", "division par zéro dans le fichier d’origine")
    if c.bornes:
        hors = pc.or_(pc.less(valeurs, c.bornes[0]), pc.greater(valeurs, c.bornes[1]))
        trouve = f"valeur impossible (hors de {nombre(c.bornes[0])} à {nombre(c.bornes[1])})"
        refuser("bornes", hors, trouve, "unité ou colonne confondue, ou saisie fautive")


def _nommer(lignes: pa.Table, cle: tuple[str, ...]) -> list[str]:
    """The key of the first rows, « 2024 · 5220 · A0X40 · met »."""
    return [" · ".join(str(r[c])[:40] for c in cle) for r in lignes.select(cle).slice(0, LIGNES_CITEES).to_pylist()]


ADRESSE_DARES = "https://dares.travail-emploi.gouv.fr"
VALEUR = (
    Colonne("value", "Valeur observée ; vide quand le statut l’est", nulle=True, bornes=(0, 1e8), type=pa.float64()),
    Colonne("obs_status", "Statut de l’observation (liste SDMX)", valeurs=tuple(OBS_STATUS)),
    Colonne("conf_status", "Statut de confidentialité (liste SDMX)", valeurs=tuple(CONF_STATUS)),
)
DEPARTEMENTS = tuple(zonages.DEPARTEMENTS)
# Who sent a figure or a row by a workbook, and when.
TRANSMISSION = (
    Colonne("commentaire", "Précision de l’organisme qui transmet ; vide s’il n’en donne pas"),
    Colonne("source", "Document ou base d’où vient le chiffre", motif=r"\S"),
    Colonne("transmis_par", "Organisme qui transmet le chiffre", motif=r"\S"),
    Colonne("recu_le", "Date de réception", motif=r"^\d{4}-\d\d-\d\d$"),
)
# What the contract of what is sent says of it, and that of figures.
ENVOYE = {"licence": "fixée par l’organisme qui transmet", "rythme": "à chaque transmission", "serie": True}
TRANSMIS = ENVOYE | {
    "producteur": "organisme qui transmet",
    "secret": "Une valeur que l’organisme masque est saisie « s » ; une petite valeur est masquée à l’importation, "
    "avec celles qui la feraient retrouver par soustraction ; règle à confirmer par l’organisme.",
}


@dataclass(frozen=True)
class Contrat:
    """What a dataset means: who produces it, how often, under which secrecy rule, in which tables."""

    dataset: str
    titre: str
    producteur: str
    licence: str
    rythme: str
    secret: str
    tables: dict[str, Table] = field(hash=False)
    serie: bool = False  # each edition carries the whole series and supersedes the previous one; else they add up
    retard_mois: int = 6  # after the end of the period, when the next millésime is expected
    adresse: str = ""
    description: str = ""  # the text that made it, of one that is not shipped (`descriptions`)

    @property
    def licence_decrite(self) -> dict[str, str]:
        """The licence, as a Frictionless descriptor wants it: an identifier of the Open Definition, and its words."""
        if self.licence == LICENCE_OUVERTE:
            return {"name": "etalab-2.0", "title": LICENCE_OUVERTE, "path": ADRESSE_LICENCE}
        return {"name": "notspecified", "title": self.licence}

    @property
    def montrees(self) -> dict[str, Table]:
        """The tables that screens, comparisons and exports give."""
        return {nom: t for nom, t in self.tables.items() if not t.appui}

    def valider(self, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """Every table of the contract that is given, cast and checked; only the `appui` ones may be missing."""
        if not set(self.montrees) <= set(tables) <= set(self.tables):
            trouve = f"tables fournies : {', '.join(sorted(tables))}"
            cause = f"tables attendues : {', '.join(sorted(self.tables))}"
            raise ErreurDonnees("tables", self.dataset, trouve, cause=cause, remede=CORRIGER)
        return {n: t.valider(tables[n], f"{self.dataset}/{n}") for n, t in self.tables.items() if n in tables}

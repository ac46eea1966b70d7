"""What quarterly and monthly series have in common: cells with a status code, and no hole between two periods."""

import datetime
import itertools
import re
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts.base import VIDES, Table
from data_loaders.erreurs import REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.sources import classeur, ecriture

# Status codes of the producer -> SDMX status used here. SD (semi-définitive) may still move; R (révision) is a normal
# value of the edition read. F (prévision) is no observation: it is left out of the table, so the file is refused.
STATUTS = {"A": "A", "R": "A", "P": "P", "SD": "P", "E": "E", "U": "U", "Q": "Q", "N": "N", "O": "O"}
_CELLULE = re.compile(r"(-?\d+(?:[.,]\d+)?)?\s*(?:\(([A-Z]{1,2})\))?", re.ASCII)
_AN = re.compile(r"(?<!\d)(20\d\d)(?!\d)", re.ASCII)
_COLONNE = re.compile(r"(\d{4})_t([1-4])", re.ASCII)
_MOIS = {
    classeur.normaliser(m): f"{i:02d}" for noms in (francais.MOIS, francais.MOIS_COURTS) for i, m in enumerate(noms, 1)
}
_MOIS_CHIFFRES = (
    re.compile(r"(?P<annee>(?:19|20)\d\d)-(?P<mois>0[1-9]|1[0-2])(?:-\d\d(?:[ T].*)?)?", re.ASCII),
    re.compile(r"(?:\d{1,2}/)?(?P<mois>0?[1-9]|1[0-2])/(?P<annee>(?:19|20)\d\d)", re.ASCII),
)
_MOIS_LETTRES = re.compile(r"(?P<mot>[^\W\d]+)\.?[\s-]+(?P<annee>(?:19|20)?\d\d)")


def cellule(brut: object, ou: str, *, entier: bool = False) -> tuple[float | None, str]:
    """Value and status of a cell: `7.1`, « 7,1 (P) », « 1 234 », « (O) ».

    Args:
        entier: True for a count of whole units: a decimal part would be a separator of thousands.

    Raises:
        ErreurDonnees: empty cell, unknown sign or status, a value under a status that has none.
    """
    texte = ecriture.sans_espaces(brut)
    m = _CELLULE.fullmatch(texte)
    valeur, statut = (m[1], STATUTS.get(m[2] or "A")) if m else (None, None)
    if not texte or statut is None or (valeur is None) != (statut in VIDES):
        trouve, cause = "signe inconnu" if texte else "cellule vide", "le producteur a changé sa notation"
        remede = "vérifier le sens du signe dans la documentation du fichier avant d'importer"
        raise ErreurDonnees("signe", ou, trouve, exemple=texte, cause=cause, remede=remede)
    lue = None if valeur is None else float(valeur.replace(",", "."))
    if entier and lue is not None and lue % 1:
        cause = "séparateur de milliers lu comme une virgule, ou série exprimée en milliers"
        remede = "reprendre le fichier chez le producteur, en unités et sans séparateur"
        raise ErreurDonnees("signe", ou, "effectif à décimales", exemple=texte, cause=cause, remede=remede)
    return lue, statut


def depivoter(large: pd.DataFrame, cle: str, nom: str, ignorees: set[str]) -> pd.DataFrame:
    """Long rows from one column a quarter (`2003_t1`…).

    Args:
        large: raw cells, one row a zone, its code in the column `cle`.
        ignorees: other columns that carry no value.

    Returns:
        Columns periode (`2003-T1`), `cle`, value, obs_status, conf_status.

    Raises:
        ErreurDonnees: no quarter, a quarter missing between two others, a column that is neither, an unknown sign.
    """
    trimestres = {c: f"{m[1]}-T{m[2]}" for c in large.columns if (m := _COLONNE.fullmatch(c))}
    inconnues = [c for c in large.columns if c and c not in trimestres and c != cle and c not in ignorees]
    # Under no title, values would be left out without a word: a last quarter lost.
    titrees = large.columns != ""
    if large.loc[:, ~titrees].map(lambda v: v not in ("", None)).to_numpy().any():
        inconnues.append("une colonne sans titre")
    large = large.loc[:, titrees]
    if inconnues or not trimestres:
        trouve = f"colonnes non reconnues : {', '.join(inconnues)}" if inconnues else "aucune colonne de trimestre"
        remede = "vérifier que le fichier est bien celui de la source demandée"
        raise ErreurDonnees("colonnes", nom, trouve, cause="mise en page inconnue", remede=remede)
    verifier_suite(list(trimestres.values()), nom)
    lignes = [
        (p, code, *cellule(str(brut).removesuffix("%"), f"{nom}, {code}, {p}"))
        for c, p in trimestres.items()
        for code, brut in zip(large[cle], large[c], strict=True)
    ]
    return avec_confidentialite(pd.DataFrame(lignes, columns=["periode", cle, "value", "obs_status"]))


def mois(cellule: object) -> str:
    """A month as `1996-01`, however a file or a spreadsheet writes it; "" for what is none.

    « Janvier 1996 », « janv-96 », « 1996-01 », « 1996-01-31 », « 31/01/1996 » and a date say the same month.
    """
    if isinstance(cellule, datetime.date):
        return f"{cellule:%Y-%m}"
    texte = classeur.code(cellule)
    if m := next(filter(None, (motif.fullmatch(texte) for motif in _MOIS_CHIFFRES)), None):
        return f"{m['annee']}-{int(m['mois']):02d}"
    m = _MOIS_LETTRES.fullmatch(texte)
    numero = _MOIS.get(classeur.normaliser(m["mot"])) if m else None
    return f"{m['annee'] if len(m['annee']) == 4 else '20' + m['annee']}-{numero}" if numero else ""


def annee_du_nom(nom: str) -> str:
    """The one year that a name of file bears, for those that say theirs nowhere else; "" otherwise."""
    annees = set(_AN.findall(nom))
    return annees.pop() if len(annees) == 1 else ""


def exiger_annee(nom: str) -> str:
    """The same; ErreurDonnees where the name bears none, or two."""
    if annee := annee_du_nom(nom):
        return annee
    cause = "ce fichier ne la dit que par son nom, qui n'en porte pas, ou en porte plusieurs"
    remede = "rendre au fichier le nom que lui donne son producteur, avec l'année, par exemple places_2024.csv"
    raise ErreurDonnees("annee", nom, "année inconnue", cause=cause, remede=remede)


def dater(df: pd.DataFrame, colonne: str, ou: str) -> pd.DataFrame:
    """The same rows with `periode`, the month that a column writes.

    Args:
        ou: file and column, for a refusal.

    Raises:
        ErreurDonnees: cells that are no month.
    """
    lus = df[colonne].map({c: mois(c) for c in df[colonne].unique()})
    mauvais = df.loc[lus.eq(""), colonne]
    if len(mauvais):
        cause = "forme attendue : AAAA-MM, une date, ou le mois en lettres et l'année"
        raise ErreurDonnees.de_cellules("periode", ou, "mois mal écrit", mauvais, cause=cause)
    return df.assign(periode=lus)


def avec_confidentialite(df: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `conf_status`: C where the producer hides the value, F elsewhere."""
    return df.assign(conf_status=df["obs_status"].eq("Q").map({True: "C", False: "F"}))


def longues(cles: pd.DataFrame, lus: Mapping[str, ecriture.Nombres], statut: str = "A") -> pd.DataFrame:
    """One row a measure, from the columns read of a wide table; an empty cell is a value not available.

    Args:
        cles: what the rows are of, in the same order.
        statut: of a value that is there.
    """
    parties = [
        cles.assign(
            mesure=mesure,
            value=n.valeurs,
            obs_status=n.valeurs.notna().map({True: statut, False: "O"}).mask(n.secrets, "Q"),
        )
        for mesure, n in lus.items()
    ]
    return avec_confidentialite(pd.concat(parties, ignore_index=True))


def verifier_suite(periodes: list[str], ou: str) -> None:
    """Raise ErreurDonnees when a period is repeated, or missing between the first and the last."""
    suite = sorted(periodes, key=francais.numero_periode)
    for avant, apres in itertools.pairwise(suite):
        if francais.numero_periode(apres) - francais.numero_periode(avant) != 1:
            repetee = apres == avant
            raise ErreurDonnees(
                "periode",
                ou,
                f"période présente deux fois : {apres}" if repetee else f"trou dans la série entre {avant} et {apres}",
                cause="fichiers mis bout à bout" if repetee else "lignes ou colonnes retirées du fichier",
                remede=REPRENDRE_ENTIER,
            )


def table(df: pd.DataFrame, contrat: Table) -> pa.Table:
    """Rows in the order of the columns and of the key of the contract; as they come where it has no key.

    A figure without status is a plain one; without a status of confidentiality, it is hidden where its status says so.
    """
    if "value" in df:
        df = df if "obs_status" in df else df.assign(obs_status="A")
        df = df if "conf_status" in df else avec_confidentialite(df)
    triees = df[[c.nom for c in contrat.colonnes]]
    if contrat.cle:
        triees = triees.sort_values(list(contrat.cle), kind="stable")
    return pa.Table.from_pandas(triees, preserve_index=False).replace_schema_metadata(None)

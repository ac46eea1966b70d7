"""What producers write in cells: counts, status codes, months; series without a hole; rows as a contract wants them.

A count is a number or a text, with a decimal comma or point, spaces between thousands, a sign of secrecy. How a column
is written is read from the whole of it: « 1,234 » alone is a thousand or a little more than one, beside « 7,18 » it is
the latter.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts.base import VIDES, Table
from data_loaders.erreurs import REPRENDRE, REPRENDRE_ENTIER, ErreurDonnees
from data_loaders.sources import classeur

if TYPE_CHECKING:
    from data_loaders.sources.feuilles import Lue

_MILLIERS_ESPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?!\d))")
NOMBRE_MAX = 1e12  # no count of anything here; beyond 2**63 an integer would overflow
_MOINS = str.maketrans("\u2212", "-")


class Nombres(NamedTuple):
    """One column read; three series of the same index."""

    valeurs: pd.Series  # the numbers, null elsewhere
    secrets: pd.Series  # True where the producer hides the count
    illisibles: pd.Series  # True where a cell is neither


def lire_nombres(table: pd.DataFrame, secret: Collection[str], decimale: str = "") -> dict[str, Nombres]:
    """Read the columns of a table, all written in the same way. `decimale`: the sign to believe where the cells do not
    tell; "" leaves such cells unreadable."""
    uniques = {c: {v: sans_espaces(v) for v in table[c].unique()} for c in table}
    ecrits = {t for u in uniques.values() for v, t in u.items() if isinstance(v, str) and t not in secret}
    signe = _decimale(ecrits) or decimale
    lus = {}
    for colonne, propres in uniques.items():
        nombres = {v: float(v) if isinstance(v, int | float) else _nombre(t, signe) for v, t in propres.items()}
        valeurs = table[colonne].map(nombres).astype("float64")
        secrets = table[colonne].map({v: t in secret for v, t in propres.items()}).astype(bool)
        lus[colonne] = Nombres(valeurs, secrets, valeurs.isna() & ~secrets)
    return lus


def sans_espaces(valeur: object) -> str:
    """A cell as text, without the spaces between its thousands."""
    texte = "" if valeur is None else str(valeur).strip().translate(_MOINS)
    return _MILLIERS_ESPACES.sub("", texte)


def _decimale(ecrits: Iterable[str]) -> str:
    """The decimal sign that some texts show by themselves: one sign before other than three figures, or two signs."""
    certaines = set()
    for texte in ecrits:
        signes = re.sub(r"[^.,]", "", texte)
        if len(set(signes)) == 2 and signes.count(signes[-1]) == 1:
            certaines.add(signes[-1])
        elif len(signes) == 1 and not re.fullmatch(r"-?\d{1,3}[.,]\d{3}", texte):
            certaines.add(signes)
        elif len(signes) > 1:  # « 1,234,567 »: the other one would be decimal
            certaines.add("," if signes[0] == "." else ".")
    return certaines.pop() if len(certaines) == 1 else ""


def _nombre(texte: str, decimale: str) -> float:
    """NaN where the text is no number, could be two, or lost figures (« 1,23E+05 », as a spreadsheet shows it)."""
    if not re.fullmatch(r"-?\d[\d.,]*(?:[eE]-\d+)?", texte, re.ASCII):
        return float("nan")
    if not decimale:
        return float(texte) if not re.search(r"[.,]", texte) else float("nan")
    milliers = "," if decimale == "." else "."
    entier, _, reste = texte.partition(decimale)
    if milliers in reste or (milliers in entier and not re.fullmatch(rf"-?\d{{1,3}}(\{milliers}\d{{3}})+", entier)):
        return float("nan")
    try:
        return float(f"{entier.replace(milliers, '')}.{reste or '0'}")
    except ValueError:
        return float("nan")


def facultatifs(table: pd.DataFrame, roles: Iterable[str], lue: Lue, *, entiers: bool = False) -> dict[str, Nombres]:
    """Read columns where an empty cell is an absent value.

    Refused: a sign that the table of names does not know, a number that could be two, and among `entiers`, counts of
    whole units, a decimal part, which would be a separator of thousands.
    """
    presents = [r for r in roles if r in table]
    lus = lire_nombres(table[presents].map(lambda v: "" if v is None else v), lue.regle.secret, lue.regle.decimale)
    for role, nombres in lus.items():
        pleines = table[role].map(lambda v: str(v).strip() not in ("", "None", "nan"))
        if (fautes := table.loc[nombres.illisibles & pleines, role]).size:
            exemple = str(fautes.iloc[0]).strip()
            trouve, cause, remede = pourquoi(exemple, lue.regle.fichier)
            raise ErreurDonnees.de_cellules("signe", lue.colonne(role), trouve, fautes, cause=cause, remede=remede)
        if entiers and (fautes := table.loc[nombres.valeurs.mod(1).gt(0), role]).size:
            cause = "séparateur de milliers lu comme un signe décimal, ou série exprimée en milliers"
            raise ErreurDonnees.de_cellules("signe", lue.colonne(role), "effectif à décimales", fautes, cause=cause)
    return lus


def pourquoi(exemple: str, fichier: str) -> tuple[str, str, str]:
    """What is wrong with a cell that is no number, its likely cause, what to do in `fichier`, which has the signs."""
    if not exemple:
        return "cellule vide", "fichier incomplet, ou cellule en erreur", REPRENDRE
    if re.fullmatch(r"-?[\d\s.,]+", exemple):
        cause = "séparateur de milliers ou signe décimal : rien d'autre dans le fichier ne le dit"
        remede = f"écrire son signe décimal à la clé « decimale » de {fichier}"
        return "nombre qui peut se lire de deux façons", cause, remede
    if re.fullmatch(r"-?\d[\d.,]*[eE]\+?\d+", exemple):
        cause = "fichier enregistré depuis un tableur, colonne trop étroite"
        remede = "reprendre le fichier chez le producteur, sans l'ouvrir dans un tableur"
        return "nombre abrégé, dont des chiffres sont perdus", cause, remede
    if "%" in exemple:
        cause = "parts à la place d'effectifs, ou colonne prise pour une autre"
        remede = f"vérifier les noms de colonnes dans {fichier} ; s'ils sont justes, reprendre le fichier du producteur"
        return "pourcentage écrit en texte", cause, remede
    remede = f"s'il veut dire secret, l'ajouter à la clé « secret » de {fichier}"
    cause = "le producteur a changé sa notation"
    return "signe inconnu", cause, f"vérifier le sens de ce signe chez le producteur ; {remede}"


def exiges(table: pd.DataFrame, roles: Iterable[str], lue: Lue, *, entiers: bool = False) -> dict[str, pd.Series]:
    """The same columns where every cell is a number: one that is empty or hidden is refused."""
    lus = {role: nombres.valeurs for role, nombres in facultatifs(table, roles, lue, entiers=entiers).items()}
    for role, valeurs in lus.items():
        for fausses, trouve, cause in (
            (valeurs.isna(), "effectif qui n'est pas un nombre", "fichier incomplet, ou cellule en erreur"),
            (valeurs.abs().gt(NOMBRE_MAX), "effectif démesuré", "fichier abîmé, ou nombres collés"),
        ):
            if (fautes := table.loc[fausses, role]).size:
                raise ErreurDonnees.de_cellules("signe", lue.colonne(role), trouve, fautes, cause=cause)
    return lus


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
    """Value and status of a cell: `7.1`, « 7,1 (P) », « 1 234 », « (O) »; `entier` as in `facultatifs`. Refused: empty,
    of an unknown sign or status, with a value under a status that has none."""
    texte = sans_espaces(brut)
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
    """Long rows (`2003-T1`) from one column a quarter (`2003_t1`…) and one row a zone, its code in the column `cle`.

    A column that is neither that, nor a quarter, nor one of the `ignorees`, would be values left out without a word.
    """
    trimestres = {c: f"{m[1]}-T{m[2]}" for c in large.columns if (m := _COLONNE.fullmatch(c))}
    inconnues = [c for c in large.columns if c and c not in trimestres and c != cle and c not in ignorees]
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
    """`1996-01` for « Janvier 1996 », « janv-96 », « 1996-01-31 », « 31/01/1996 », a date; "" for what is no month."""
    if isinstance(cellule, datetime.date):
        return f"{cellule:%Y-%m}"
    texte = classeur.code(cellule)
    if m := next(filter(None, (motif.fullmatch(texte) for motif in _MOIS_CHIFFRES)), None):
        return f"{m['annee']}-{int(m['mois']):02d}"
    if (m := _MOIS_LETTRES.fullmatch(texte)) and (numero := _MOIS.get(classeur.normaliser(m["mot"]))):
        return f"{m['annee'] if len(m['annee']) == 4 else '20' + m['annee']}-{numero}"
    return ""


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
    """The same rows with `periode`, the month that a column writes; ErreurDonnees for cells that are no month."""
    lus = df[colonne].map({c: mois(c) for c in df[colonne].unique()})
    mauvais = df.loc[lus.eq(""), colonne]
    if len(mauvais):
        cause = "forme attendue : AAAA-MM, une date, ou le mois en lettres et l'année"
        raise ErreurDonnees.de_cellules("periode", ou, "mois mal écrit", mauvais, cause=cause)
    return df.assign(periode=lus)


def avec_confidentialite(df: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `conf_status`: C where the producer hides the value, F elsewhere."""
    return df.assign(conf_status=df["obs_status"].eq("Q").map({True: "C", False: "F"}))


def longues(cles: pd.DataFrame, lus: Mapping[str, Nombres], statut: str = "A") -> pd.DataFrame:
    """One row a measure, from the columns read of a wide table, after the keys of its rows.

    An empty cell is a value not available, another one has the `statut`.
    """
    statuts = {m: n.valeurs.notna().map({True: statut, False: "O"}).mask(n.secrets, "Q") for m, n in lus.items()}
    parties = [cles.assign(mesure=m, value=n.valeurs, obs_status=statuts[m]) for m, n in lus.items()]
    return avec_confidentialite(pd.concat(parties, ignore_index=True))


def verifier_suite(periodes: list[str], ou: str) -> None:
    """Raise ErreurDonnees when a period is repeated, or missing between the first and the last."""
    suite = sorted(periodes, key=francais.numero_periode)
    for avant, apres in itertools.pairwise(suite):
        if francais.numero_periode(apres) - francais.numero_periode(avant) != 1:
            trouve, cause = f"trou dans la série entre {avant} et {apres}", "lignes ou colonnes retirées du fichier"
            if apres == avant:
                trouve, cause = f"période présente deux fois : {apres}", "fichiers mis bout à bout"
            raise ErreurDonnees("periode", ou, trouve, cause=cause, remede=REPRENDRE_ENTIER)


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

"""A zoning file as its author wrote it: read within bounds, its columns known, nothing decided on the perimeter."""

import csv
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from geo import pannes, textes
from geo.zonages import PERIMETRES, ErreurZonage, slug

TAILLE_MAX_OCTETS, LIGNES_MAX = 10_000_000, 60_000

_COMMUNE = ("codecommune", "codgeo", "codecommuneinsee", "codeinsee", "insee", "depcom")
_EPCI = ("sirenepci", "epci", "codeepci", "siren")
_ZONE, _LIBELLE = ("codezone",), ("libellezone",)


@dataclass(frozen=True)
class Producteur:
    """A producer's table, recognised by its own column names (`perimetres/*.toml`): what it attests."""

    zone: frozenset[str]
    libelle: frozenset[str]
    source: str
    millesime: str
    chiffres: int


def _nom(colonne: str) -> str:
    return slug(colonne).replace("-", "")


@cache
def producteurs() -> dict[str, Producteur]:
    """Zoning -> the table that a producer gives of it."""
    lus = {f.stem: tomllib.loads(f.read_text("utf-8")) for f in sorted(PERIMETRES.glob("*.toml"))}
    return {
        code: Producteur(
            *(frozenset(map(_nom, lu["noms"][role])) for role in ("code_zone", "libelle_zone")), **lu["atteste"]
        )
        for code, lu in lus.items()
    }


@dataclass(frozen=True)
class Classeur:
    """What the caller read in a workbook, which this package cannot open.

    Attributes:
        texte: Its table as CSV.
        fiche: What it says of the perimeter, under the keys of a sidecar; empty when it says nothing.
    """

    texte: str
    fiche: Mapping[str, str]


@dataclass(frozen=True)
class Fichier:
    """A zoning file as read: its rows (line, unite, code_zone, libelle_zone), and who made it."""

    nom: str
    chemin: Path
    lignes: pd.DataFrame
    producteur: Producteur | None
    sha256: str


def francais(texte: str) -> str:
    """Return the text with French spaces: narrow before ; ? !, wide before : and inside « »."""
    texte = re.sub(r" ([;?!])", "\u202f\\1", texte)
    return re.sub(r" ([:%»])", "\u00a0\\1", texte).replace("« ", "«\u00a0")


def nombre(n: int) -> str:
    """A whole number with French thousands."""
    return f"{n:,}".replace(",", "\u202f")


def refus(ou: Path | str, constat: str, remede: str, fautifs: Iterable[str] = ()) -> ErreurZonage:
    """Return the refusal: where, what, how many with an example, what to do."""
    noms = list(dict.fromkeys(fautifs))
    compte = f" ({nombre(len(noms))} : {', '.join(noms[:5])}{'…' if len(noms) > 5 else ''})" if noms else ""
    nom = ou.name if isinstance(ou, Path) else ou
    return ErreurZonage(francais(f"{nom} : {constat}{compte}. {remede}"))


def _octets(chemin: Path) -> bytes:
    try:
        taille = chemin.stat().st_size
        if taille > TAILLE_MAX_OCTETS:
            raise refus(
                chemin, f"{nombre(taille)} octets, trop pour un découpage", "Donnez la seule table des communes."
            )
        contenu = chemin.read_bytes()
    except OSError as erreur:
        raise refus(
            chemin, f"fichier illisible ({pannes.dire(erreur)})", "Vérifiez le chemin et les droits."
        ) from erreur
    if not contenu.strip():
        raise refus(chemin, "fichier vide", "Refaites l'export.")
    return contenu


def _texte(chemin: Path, contenu: bytes) -> str:
    if contenu.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refus(chemin, "classeur de tableur, pas un CSV", "Enregistrez la feuille au format CSV.")
    texte = textes.decoder(contenu)
    if not texte.strip():
        raise refus(chemin, "fichier vide", "Refaites l'export.")
    if "\x00" in texte:
        raise refus(chemin, "octets nuls, le fichier n'est pas du texte", "Refaites l'export en CSV.")
    if texte.lstrip()[:1] == "<":
        raise refus(chemin, "page web à la place d'un CSV", "Le téléchargement a échoué : recommencez-le.")
    if abimes := textes.accents_abimes(texte):
        lignes = [f"ligne {i}, « {extrait.strip()} »" for i, extrait in abimes.items()]
        raise refus(chemin, "accents illisibles", "Enregistrez le fichier au format CSV UTF-8.", lignes)
    return texte


def _tableau(chemin: Path, texte: str) -> pd.DataFrame:
    """Return the cells, all text and stripped, under the normalised column names; the index is the line number."""
    entete = texte.lstrip().splitlines()[0]
    lecteur = csv.reader(io.StringIO(texte), delimiter=max(";,\t|", key=entete.count), strict=True)
    try:
        numerotees = [(lecteur.line_num, r) for r in lecteur if any(cellule.strip() for cellule in r)]
    except csv.Error as erreur:
        raise refus(chemin, f"CSV mal formé ({erreur})", "Refaites l'export, guillemets fermés.") from erreur
    if len(numerotees) > LIGNES_MAX:
        vu = f"{nombre(len(numerotees))} lignes, trop pour un découpage"
        raise refus(chemin, vu, "Donnez la seule table des communes.")
    (_, colonnes), *corps = numerotees
    noms = list(map(_nom, colonnes))
    if repetes := [c for i, c in enumerate(colonnes) if noms[i] in noms[:i]]:
        raise refus(chemin, "colonnes de même nom", "Gardez-en une.", repetes)
    for i, rangee in corps:
        if len(rangee) != len(colonnes):
            vu = f"ligne {i}, {len(rangee)} cellules pour {len(colonnes)} colonnes"
            raise refus(chemin, vu, "Un libellé contient sans doute le séparateur : mettez-le entre guillemets.")
    if not corps:
        raise refus(chemin, "aucune ligne sous l'en-tête", "Refaites l'export.")
    cellules = [[cellule.strip() for cellule in rangee] for _, rangee in corps]
    return pd.DataFrame(cellules, columns=noms, index=[i for i, _ in corps])


def _colonne(table: pd.DataFrame, noms: Iterable[str]) -> pd.Series | None:
    return next((table[nom] for nom in noms if nom in table.columns), None)


def lire(nom: str, chemin: Path, classeur: Classeur | None) -> Fichier:
    """Return the rows of a file for the zoning `nom`; ``classeur`` is its content when it is a workbook.

    Raises:
        ErreurZonage: not a table, out of bounds, or without the columns of a perimeter.
    """
    contenu = _octets(chemin)
    texte = classeur.texte if classeur else _texte(chemin, contenu)
    table = _tableau(chemin, texte)
    vus = set(table.columns)
    producteur = producteurs().get(nom)
    if producteur and not (producteur.zone & vus and producteur.libelle & vus):
        producteur = None
    communes, epci = _colonne(table, _COMMUNE), _colonne(table, _EPCI)
    zone = _colonne(table, producteur.zone if producteur else _ZONE)
    libelle = _colonne(table, producteur.libelle if producteur else _LIBELLE)
    if producteur:
        epci = None
        zone = zone.map(lambda c: c.zfill(producteur.chiffres) if c.isdigit() else c)
    if (communes is None and epci is None) or zone is None or libelle is None:
        vues = texte.lstrip().splitlines()[0][:200]
        autres = [n for n, p in producteurs().items() if n != nom and p.zone & vus]
        remede = "Colonnes attendues : code_commune (ou siren_epci), code_zone, libelle_zone."
        if autres:
            remede = f"C'est la table du découpage « {autres[0]} » : chargez-la sous ce nom."
        raise refus(chemin, f"colonnes vues « {vues} »", remede)
    vide = pd.Series("", index=table.index)
    communes, epci = (vide if serie is None else serie for serie in (communes, epci))
    doubles = (communes != "") == (epci != "")
    if doubles.any():
        lignes = [f"ligne {i}" for i in table.index[doubles]]
        raise refus(chemin, "lignes sans code, ou avec commune et EPCI à la fois", "Un seul code par ligne.", lignes)
    lignes = pd.DataFrame({"commune": communes, "epci": epci, "code_zone": zone, "libelle_zone": libelle})
    return Fichier(nom, chemin, lignes, producteur, hashlib.sha256(contenu).hexdigest())


def lire_json(chemin: Path) -> dict[str, Any]:
    """Return the object of a sidecar; raises ErreurZonage."""
    texte = _texte(chemin, _octets(chemin))
    try:
        dit = json.loads(texte)
    except (ValueError, RecursionError) as erreur:
        raise refus(chemin, f"JSON mal formé ({erreur})", "Corrigez la fiche.") from erreur
    if not isinstance(dit, dict):
        raise refus(chemin, "la fiche n'est pas un objet JSON", 'Écrivez {"zonage": …, "source": …}.')
    return dit

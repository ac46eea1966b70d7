"""Reading producers' workbooks and text tables, with bounds taken before anything is parsed."""

import bz2
import contextlib
import gzip
import io
import re
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from python_calamine import CalamineError

from data_loaders import erreurs
from data_loaders.erreurs import LIGNES_CITEES, REPRENDRE, ErreurDonnees
from geo import disque, zonages

OCTETS_DECOMPRESSES_MAX = 1024 * 1024 * 1024
TAUX_ZIP_MAX = 200
# The reader of workbooks gives memory to the whole rectangle from the first cell to the last, empty ones included.
CELLULES_MAX = 20_000_000
_ANNONCE = re.compile(rb"""uniqueCount\s*=\s*["'](\d{1,18})["']""")
MEMOIRE_MAX = 4 << 30
# What somebody sends fills a form of ours: far smaller than a producer's workbook, and nothing in it but cells.
ENVOI_OCTETS_MAX, ENVOI_MEMOIRE_MAX = 32 << 20, 96 << 20
_ACTIFS = ("vbaproject", "macrosheets/", "basic/", "scripts/")
_ENTITES = (b"<!DOCTYPE", b"<!ENTITY")
# Reads the workbook given to it; what a workbook refuses to say is for the import to tell.
_EPREUVE = """
import contextlib, io, sys
from python_calamine import CalamineWorkbook
with contextlib.suppress(ImportError):  # there is no such limit on Windows
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
livre = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for nom in livre.sheet_names:
    livre.get_sheet_by_name(nom)
"""
_CELLULE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
TELECHARGER = "télécharger de nouveau le fichier chez le producteur"
COLONNES_CITEES, FEUILLES_CITEES = 60, 12
PARQUET = b"PAR1"  # first bytes
SEPARATEURS = ";,\t|"  # in order of preference where none is in the header
TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
# First bytes -> what such a file is.
AUTRES_FORMATS = {
    b"<!doctype html": "une page web",
    b"<html": "une page web",
    b"<?xml": "un fichier XML",
    b"%pdf": "un document PDF",
    b"{": "un fichier JSON",
}

# First bytes of a file compressed alone -> what opens it.
COMPRESSES = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open}

Progres = Callable[[int, int], None]


@lru_cache(maxsize=65_536, typed=True)  # the first rows of a sheet are compared with the titles of every known layout
def normaliser(texte: object) -> str:
    """Column name reduced to lower-case ASCII words: « Code métier BMO » gives `code_metier_bmo`."""
    ascii_ = unicodedata.normalize("NFKD", str(texte).replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_).strip("_")


def code(valeur: object, longueur: int = 0) -> str:
    """A code as text: 5203.0, « 5203 » and « 5203.0 » give `5203`; zero-padded to `longueur`; "" when empty."""
    texte = "" if valeur is None else str(valeur).strip()
    if re.fullmatch(r"\d+\.0", texte):
        texte = texte[:-2]
    return texte.zfill(longueur) if texte.isascii() and texte.isdigit() else texte


def codes(valeurs: pd.Series, longueur: int = 0) -> pd.Series:
    """A column of codes as text, see `code`."""
    return valeurs.map({v: code(v, longueur) for v in valeurs.unique()})


def citer(colonnes: Iterable[str]) -> str:
    """Names of the columns seen, as a refusal says them; a sheet of 16 000 columns is cut, and so is a long name."""
    noms = [n[:40] for n in colonnes if n]
    suite = f" … et {len(noms) - COLONNES_CITEES} de plus" if len(noms) > COLONNES_CITEES else ""
    return (", ".join(noms[:COLONNES_CITEES]) or "aucune") + suite


def colonne(df: pd.DataFrame, role: str) -> pd.Series:
    """A column that a file may lack: its cells are then empty."""
    return df[role] if role in df else pd.Series("", index=df.index)


def quelques(valeurs: Iterable[str]) -> str:
    """The first of some values, in order, each once."""
    return ", ".join(sorted(set(valeurs))[:LIGNES_CITEES])


def verifier_fichier(chemin: Path) -> None:
    """Refuse what cannot be read safely (missing, empty, oversized, zip bomb, HTML page named .xlsx)."""
    nom = chemin.name
    if chemin.is_dir():
        raise ErreurDonnees("absent", nom, "dossier, non fichier", remede="« importer tout » lit ceux d'un dossier")
    if not chemin.is_file():
        raise ErreurDonnees("absent", nom, "fichier introuvable", remede="vérifier le chemin donné à la commande")
    taille = chemin.stat().st_size
    if taille == 0:
        cause = "téléchargement interrompu"
        raise ErreurDonnees("vide", nom, "fichier vide (0 octet)", cause=cause, remede=TELECHARGER)
    if taille > erreurs.OCTETS_MAX:
        cause, remede = "ce n'est pas le bon fichier", f"la limite est de {erreurs.OCTETS_MAX >> 20} Mo"
        raise ErreurDonnees("taille", nom, f"fichier de {taille >> 20} Mo", cause=cause, remede=remede)


class Contenu(NamedTuple):
    """What a file holds, once taken out of its archive."""

    nom: str  # of the file, or « archive.zip, membre.xlsx »
    octets: bytes
    classeur: bool  # a workbook (XLSX, XLS, ODS) or a Parquet table, else a text


def contenu(chemin: Path) -> Contenu:
    """What a file is, from its first bytes: neither its name nor its extension is trusted."""
    chemin = Path(chemin)
    verifier_fichier(chemin)
    octets = chemin.read_bytes()
    for debut, ouvreur in COMPRESSES.items():
        if octets.startswith(debut):
            with lisible(chemin.name), ouvreur(io.BytesIO(octets)) as comprime:
                octets = comprime.read(OCTETS_DECOMPRESSES_MAX + 1)
            if len(octets) > OCTETS_DECOMPRESSES_MAX:
                raise _demesure(chemin.name, "contenu décompressé de plus d'un gigaoctet")
            return _identifier(chemin.name, octets, archive_admise=False)
    return _identifier(chemin.name, octets, archive_admise=True)


def _identifier(nom: str, octets: bytes, archive_admise: bool) -> Contenu:
    tete = octets[:512].lstrip().lower()
    if tete.startswith(b"pk\x03\x04"):
        return _deballer(nom, octets, archive_admise)
    if octets.startswith(PARQUET):
        return Contenu(nom, octets, True)
    if tete.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in octets:
            raise _autre_format(nom, "classeur protégé par un mot de passe", "demander au producteur un fichier ouvert")
        return Contenu(nom, octets, True)
    for debut, trouve in AUTRES_FORMATS.items():
        if tete.startswith(debut):
            raise _autre_format(nom, f"{trouve} au lieu d'un fichier de données")
    if "\x00" in disque.decoder(octets[:4096]):
        raise _autre_format(nom, "ni un classeur (XLSX, ODS, XLS), ni un texte (CSV), ni un Parquet")
    return Contenu(nom, octets, False)


def _autre_format(nom: str, trouve: str, remede: str = "") -> ErreurDonnees:
    page = "page web" in trouve
    cause = "l'adresse du producteur a changé, ou demande de s'identifier" if page else "ce n'est pas le bon fichier"
    remede = remede or "télécharger le fichier de données lui-même chez le producteur"
    return ErreurDonnees("format", nom, trouve, cause=cause, remede=remede)


def _deballer(nom: str, octets: bytes, archive_admise: bool) -> Contenu:
    """A workbook is an archive too; one that holds a single table is opened, as producers send them."""
    with lisible(nom), zipfile.ZipFile(io.BytesIO(octets)) as archive:
        infos = archive.infolist()
        total, compresse = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
        if total > OCTETS_DECOMPRESSES_MAX or total > TAUX_ZIP_MAX * max(compresse, 1):
            raise _demesure(nom, f"contenu décompressé de {total >> 20} Mo", "archive piégée ou abîmée")
        # Reads every member against its checksum, so that no flipped bit reaches the figures.
        if archive.testzip():
            raise zipfile.BadZipFile
        noms = [i.filename for i in infos]
        tables = [n for n in noms if n.lower().endswith(TABLES) and not n.startswith(("__MACOSX", "."))]
        if any(n == "content.xml" or n.startswith("xl/") for n in noms):
            for info in infos:
                if info.filename.startswith("xl/worksheets/"):
                    _mesurer(nom, archive, info)
                elif info.filename.startswith("xl/sharedStrings"):
                    # Memory is taken on the word of a list of texts, which cannot hold more of them than it has bytes.
                    with archive.open(info) as lu:
                        annonce = max(map(int, _ANNONCE.findall(lu.read(4096))), default=0)
                    if annonce > info.file_size:
                        raise _demesure(nom, f"classeur qui annonce {annonce} textes")
            return Contenu(nom, octets, True)
        if not archive_admise or not tables:
            raise _autre_format(nom, "une archive sans table, ou un document d'un autre logiciel")
        if len(tables) > 1:
            trouve = f"{len(tables)} tables dans l'archive : {citer(tables)}"
            cause = "le producteur y réunit plusieurs fichiers"
            remede = "extraire l'archive, puis importer le fichier voulu, ou importer tout le dossier"
            raise ErreurDonnees("archive", nom, trouve, cause=cause, remede=remede)
        return _identifier(f"{nom}, {tables[0]}", archive.read(tables[0]), archive_admise=False)


def _mesurer(nom: str, archive: zipfile.ZipFile, feuille: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose cells span more than memory can hold: two cells, A1 and XFD1048576, ask for 500 GB."""
    colonnes: set[bytes] = set()
    hauteur, reste = 0, b""
    with archive.open(feuille) as lu:
        while bloc := lu.read(1 << 20):
            if cellules := _CELLULE.findall(reste + bloc):
                lettres, lignes = map(set, zip(*cellules, strict=True))
                colonnes |= lettres
                hauteur = max(hauteur, *map(int, lignes))
            reste = bloc[-32:]
    # A is 1, XFD 16 384.
    largeur = max((reduce(lambda rang, lettre: rang * 26 + lettre - 64, c, 0) for c in colonnes), default=0)
    if hauteur * largeur > CELLULES_MAX:
        raise _demesure(f"{nom}, {Path(feuille.filename).stem}", f"feuille de {hauteur} lignes sur {largeur} colonnes")


def _demesure(ou: str, trouve: str, cause: str = "cellule égarée loin du tableau, ou fichier piégé") -> ErreurDonnees:
    return ErreurDonnees("zip", ou, trouve, cause=cause, remede=REPRENDRE)


def verifier_envoi(chemin: Path) -> None:
    """Refuse, before any of it is parsed, what somebody sends and no form of ours holds; then try it, as `eprouver`."""
    lu = contenu(chemin)
    if not lu.classeur:
        return
    if lu.nom != chemin.name or not lu.octets.startswith(b"PK"):
        raise _autre_format(lu.nom, "ni un classeur XLSX, ni un classeur ODS")
    with lisible(lu.nom), zipfile.ZipFile(io.BytesIO(lu.octets)) as archive:
        infos = archive.infolist()
        if (total := sum(i.file_size for i in infos)) > ENVOI_OCTETS_MAX:
            raise _demesure(lu.nom, f"contenu décompressé de {total >> 20} Mo")
        for nom in (i.filename for i in infos):
            if nom.startswith(("/", "\\")) or ":" in nom or ".." in re.split(r"[/\\]", nom):
                raise _autre_format(lu.nom, "classeur dont une partie mène hors de lui")
            if any(mot in nom.lower() for mot in _ACTIFS):
                raise _autre_format(lu.nom, "classeur qui contient des macros")
        for info in infos:
            octets = archive.read(info).replace(b"\0", b"")  # in two bytes a letter too
            if any(mot in octets for mot in _ENTITES):
                raise _autre_format(lu.nom, "classeur qui appelle des fichiers extérieurs")
    eprouver(chemin, ENVOI_MEMOIRE_MAX)


def eprouver(chemin: Path, memoire_max: int = MEMOIRE_MAX) -> None:
    """Open every sheet of a workbook in a process of its own: one that kills its reader stops nothing else."""
    lu = contenu(chemin)
    if not lu.classeur or lu.octets.startswith(PARQUET):
        return
    commande = [sys.executable, "-c", _EPREUVE, str(memoire_max)]
    if subprocess.run(commande, input=lu.octets, capture_output=True).returncode < 0:
        raise _demesure(lu.nom, "classeur qui arrête le programme qui le lit")


@contextlib.contextmanager
def lisible(nom: str) -> Iterator[None]:
    """Turn what the readers of archives and workbooks raise into a refusal.

    RuntimeError and ValueError are how `zipfile` speaks of an unknown compression, of a password, of a member placed
    before its file.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, CalamineError, OSError) as e:
        cause = "téléchargement interrompu ou fichier abîmé"
        raise ErreurDonnees("tronque", nom, "classeur illisible", cause=cause, remede=TELECHARGER) from e


def hors_region(ou: str, exemple: str = "", cause: str = "fichier d'une autre région, ou tronqué") -> ErreurDonnees:
    """The refusal of a file that says nothing of the region."""
    trouve = f"aucune ligne de la région {zonages.REGION} ({zonages.NOM_REGION})"
    remede = "prendre le fichier de la région, ou celui de toutes les régions"
    return ErreurDonnees("region", ou, trouve, exemple=exemple, cause=cause, remede=remede)


def refuser_accents(lu: Contenu) -> None:
    """Raise ErreurDonnees on a text whose accents were damaged on the way."""
    if fautives := {} if lu.classeur else disque.accents_abimes(disque.decoder(lu.octets)):
        cause = "octet abîmé, ou fichier enregistré dans un autre encodage que celui où il a été lu"
        remede = "reprendre le fichier chez le producteur, ou l'enregistrer au format CSV UTF-8"
        dits = {"nombre": len(fautives), "exemple": next(iter(fautives.values())), "lignes": fautives}
        raise ErreurDonnees("encodage", lu.nom, "accents illisibles", **dits, cause=cause, remede=remede)

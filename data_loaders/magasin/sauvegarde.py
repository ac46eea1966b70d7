"""One file that holds a data root, checked before it is said to be one; and its return, which destroys nothing.

What can be made again is left out. Snapshots are immutable and what names them is read first, so that a copy made while
something is published is that of the state before; no lock is taken, nobody waits. The copy is written under another
name, read again whole, then named.

A return follows the way of a publication: what is immutable is added beside what is there, then what names it is
replaced, `current.json` last. Cut at any moment, it leaves the state before or the state after. A file that it replaces
is kept under `remplaces/`.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.instantane import (
    COPIE,
    INDEX,
    MANIFESTE,
    ecrire_atomique,
    entrees,
    synchroniser,
    version_code,
)
from data_loaders.magasin.store import Magasin

SOMMAIRE: Final = "sommaire.json"
FORMAT: Final = 1
REMPLACES, ATELIER = "remplaces", ".restauration"
# Made again from the rest, or work in progress.
_REFAITS: Final = ("derives", "dessins", "demonstration", "snapshots/staging", REMPLACES)
_JAMAIS: Final = ("zonages/verrou", "secrets.toml")
# Named once, never modified: a snapshot, a version of a perimeter, a refused file.
_IMMUABLE: Final = re.compile(r"snapshots/[^/]+/[^/]+--[0-9a-f]{8}|zonages/[^/]+/[0-9a-f]{8}|quarantine/[^/]+")
_DERNIERS: Final = ("zonages/courant.json", f"snapshots/{COPIE}", f"snapshots/{INDEX}")
Racines = Mapping[str, Path]


def sauvegarder(racines: Racines, vers: Path) -> int:
    """Write the archive of data roots, each under its name; returns how many files it holds. Refused when what is in
    force is damaged, or the archive read again is not what was read."""
    if fautes := [f for racine in racines.values() for f in Magasin(racine / "snapshots").verifier()]:
        trouve = "une sauvegarde garderait des fichiers abîmés"
        remede = "lancer python -m data_loaders verifier, puis la commande qu'elle donne"
        raise ErreurDonnees("abime", "instantanés en place", trouve, exemple=fautes[0], remede=remede)
    vers.parent.mkdir(parents=True, exist_ok=True)
    # What backups to the same folder left when they were killed goes; one that is being written is held.
    for restee in vers.parent.iterdir():
        if re.fullmatch(rf"\.(.+\.zip|{re.escape(vers.name)})\.\d+", restee.name):
            with contextlib.suppress(BlockingIOError, FileNotFoundError), restee.open("rb") as f:
                fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                restee.unlink()
    provisoire = vers.with_name(f".{vers.name}.{os.getpid()}")
    try:
        with provisoire.open("wb") as tenu:
            fcntl.flock(tenu, fcntl.LOCK_EX)
            with zipfile.ZipFile(tenu, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                empreintes = {}
                for nom, octets in _a_garder(racines):
                    archive.writestr(nom, octets)
                    empreintes[nom] = hashlib.sha256(octets).hexdigest()
                le = datetime.now(UTC).isoformat(timespec="seconds")
                sommaire = {"format": FORMAT, "version": version_code(), "cree": le, "fichiers": empreintes}
                archive.writestr(SOMMAIRE, json.dumps(sommaire, ensure_ascii=False, indent=1))
            tenu.flush()
            os.fsync(tenu.fileno())
            verifier(provisoire)
            provisoire.replace(vers)
        synchroniser(vers.parent)
    finally:
        provisoire.unlink(missing_ok=True)
    return len(empreintes)


def _a_garder(racines: Racines) -> Iterator[tuple[str, bytes]]:
    """Name in the archive and bytes of every file: what names versions first, since it must be the older of the two."""
    for nom, racine in racines.items():
        derniers = [racine / d for d in _DERNIERS if (racine / d).exists()]
        yield from [(f"{nom}/{f.relative_to(racine)}", f.read_bytes()) for f in derniers]
        for f in sorted(set(racine.rglob("*")) - set(derniers)):
            relatif = f.relative_to(racine).as_posix()
            refait = relatif.startswith(tuple(f"{r}/" for r in _REFAITS)) or relatif in _JAMAIS
            if f.is_symlink() or not f.is_file() or refait or any(p.startswith(".") for p in relatif.split("/")):
                continue
            with contextlib.suppress(FileNotFoundError):  # an old version, purged meanwhile; one in force is looked for
                yield f"{nom}/{relatif}", f.read_bytes()


def verifier(archive: Path) -> dict:
    """Read an archive whole; returns its summary. Refused when a file of it is missing, damaged, or not announced."""
    try:
        with zipfile.ZipFile(archive) as lue:
            sommaire = json.loads(lue.read(SOMMAIRE))
            if sommaire["format"] != FORMAT:
                raise _refus(archive, f"format {sommaire['format']} inconnu de cette version de l'observatoire")
            fichiers = dict(sommaire["fichiers"])
            hostiles = (n for n in fichiers if "/" not in n or "\\" in n or {"", ".", ".."} & set(n.split("/")))
            if hostile := next(hostiles, None):
                raise _refus(archive, "nom de fichier hors du dossier des données", hostile)
            if set(lue.namelist()) != {*fichiers, SOMMAIRE} or len(lue.namelist()) != len(fichiers) + 1:
                raise _refus(archive, "fichiers en trop ou manquants")
            for nom, empreinte in fichiers.items():
                if hashlib.sha256(lue.read(nom)).hexdigest() != empreinte:
                    raise _refus(archive, "fichier abîmé", nom)
            for nom in (n for n in fichiers if n.partition("/")[2] == f"snapshots/{INDEX}"):
                for dataset, _, e in entrees(json.loads(lue.read(nom))):
                    version = f"{dataset}/{e['instantane']}"
                    if fichiers.get(f"{nom.removesuffix(INDEX)}{version}/{MANIFESTE}") != e["manifeste_sha256"]:
                        raise _refus(archive, "il y manque un instantané en place", version)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, EOFError, NotImplementedError) as e:
        raise _refus(archive, "ce n'est pas une sauvegarde, ou elle est abîmée") from e
    return sommaire


def _refus(archive: Path, trouve: str, exemple: str = "") -> ErreurDonnees:
    remede = "prendre une autre sauvegarde ; rien n'a été remplacé"
    return ErreurDonnees("sauvegarde", archive.name, trouve, exemple=exemple, remede=remede)


def restaurer(archive: Path, racines: Racines) -> tuple[dict, list[str]]:
    """Put an archive back; returns its summary, and the files replaced, which are kept.

    An archive that is damaged or holds a root that is not here is refused; a disk that refuses leaves the state before.
    """
    sommaire = verifier(archive)
    noms = {n.partition("/")[0] for n in sommaire["fichiers"]}
    if inconnues := sorted(noms - racines.keys()):
        raise _refus(archive, f"elle contient un dossier qui n'est pas dans les réglages : {', '.join(inconnues)}")
    remplaces = []
    for nom in sorted(noms):
        racine = racines[nom]
        with Magasin(racine / "snapshots").verrou():
            remplaces += _remettre(archive, nom, racine)
    return sommaire, remplaces


def _remettre(archive: Path, nom: str, racine: Path) -> list[str]:
    """Under the lock of publications: unpack beside, check, then put in place."""
    atelier = racine / ATELIER
    shutil.rmtree(atelier, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as lue:
            for entree in lue.namelist():
                if entree.startswith(f"{nom}/"):
                    cible = atelier / entree.removeprefix(f"{nom}/")
                    cible.parent.mkdir(parents=True, exist_ok=True)
                    with cible.open("wb") as f:
                        f.write(lue.read(entree))
                        os.fsync(f.fileno())
        if fautes := Magasin(atelier / "snapshots").verifier():
            raise _refus(archive, "instantanés abîmés", fautes[0])
        return _poser(atelier, racine)
    finally:
        shutil.rmtree(atelier, ignore_errors=True)


def _poser(atelier: Path, racine: Path) -> list[str]:
    for dossier in sorted(d for d in atelier.rglob("*") if d.is_dir()):
        relatif = dossier.relative_to(atelier).as_posix()
        if _IMMUABLE.fullmatch(relatif) and not (racine / relatif).exists():
            (racine / relatif).parent.mkdir(parents=True, exist_ok=True)
            dossier.replace(racine / relatif)
    restent = {f.relative_to(atelier).as_posix() for f in atelier.rglob("*") if f.is_file()}
    derniers = [d for d in _DERNIERS if d in restent]
    gardes = racine / REMPLACES / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")
    remplaces = []
    for relatif in (*sorted(restent - set(derniers)), *derniers):
        neuf, en_place = (atelier / relatif).read_bytes(), racine / relatif
        if en_place.exists():
            if en_place.read_bytes() == neuf:
                continue
            ecrire_atomique(gardes / relatif, en_place.read_bytes())
            remplaces.append(relatif)
        ecrire_atomique(en_place, neuf)
    return remplaces

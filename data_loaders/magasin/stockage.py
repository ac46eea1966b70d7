"""Object storage that several machines share: the published state of the data, changed in one step.

    <base>/courant                        the name of the list in force: the only object that is ever replaced
    <base>/listes/<utc>--<sha256>.json    path under the data root -> sha256 and size of its file
    <base>/objets/<sha256>                contents, each named by its own checksum
    <base>/dessins/<name>                 drawings of the screens, which also are named by their checksum
    <base>/tickets/<uuid>                 who is publishing now

A publication writes its objects, reads them again, writes its list, then `courant`: who reads sees the state before or
the state after, whole, snapshots, perimeters and approvals together; and what is read is what its name says, or is
refused. Storage of this kind has no lock that all vendors have: two machines that publish at once each leave a ticket,
then look at all of them, so that at least one sees the other and gives up.

The address is that of pyarrow: `s3://bucket/prefix?endpoint_override=…&region=…`, or `file:///folder` for a folder that
the machines share.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pyarrow import fs

from data_loaders.erreurs import ErreurDonnees

COURANT: Final = "courant"
LISTE: Final = re.compile(r"\d{8}T\d{12}Z--[0-9a-f]{64}")
LISTES_GARDEES: Final = 5
# An object may be written for a list that is not there yet.
JEUNE: Final = timedelta(hours=1)
DESSINS_GARDES: Final = timedelta(days=30)
# A ticket older than that was left by a machine that stopped.
TICKET: Final = timedelta(minutes=10)
A_LA_FOIS: Final = 8
DELAI_S: Final = 5
OPTIONS: Final = frozenset({"region", "tls_ca_file_path"})  # beside `endpoint_override`


class Entree(NamedTuple):
    """A file of the published state."""

    sha256: str
    octets: int


Liste = dict[str, Entree]


class Stockage:
    """The published state at one address."""

    def __init__(self, adresse: str) -> None:
        """Nothing is asked of the storage yet.

        Raises:
            ErreurDonnees: the address is not one.
        """
        try:
            self._fs, self._base = _ouvrir(adresse)
        except (ValueError, TypeError, OSError) as e:
            raise ErreurDonnees(
                "stockage",
                "adresse du stockage partagé",
                "elle ne peut pas être lue",
                cause="mot inconnu, ou fournisseur que ce programme ne sait pas ouvrir",
                remede="l'écrire s3://seau/dossier?endpoint_override=https://hote&region=region, ou file:///dossier",
            ) from e

    def nom_courant(self) -> str:
        """Name of the list in force, "" while nothing was published. One small object: asked as often as needed.

        Raises:
            ErreurDonnees: the storage does not answer, there is none at this address, or it holds no name there.
        """
        try:
            nom = self._lire(COURANT).decode("ascii", "replace").strip()
        except FileNotFoundError:
            self._exiger()
            return ""
        if not LISTE.fullmatch(nom):
            raise abime("liste en vigueur", "son nom est illisible")
        return nom

    def _exiger(self) -> None:
        """An address that is wrong, or a folder that is not mounted, is not an empty storage."""
        lieu = self._base if isinstance(self._fs, fs.LocalFileSystem) else self._base.partition("/")[0]
        with _dite():
            trouve = self._fs.get_file_info(lieu).type
        if trouve == fs.FileType.NotFound:
            raise ErreurDonnees(
                "stockage",
                "stockage partagé",
                "le seau, ou le dossier, n'existe pas",
                remede="le créer, le monter, ou corriger le réglage",
            )

    def liste(self, nom: str) -> Liste:
        """A list, by its name.

        Raises:
            ErreurDonnees: it is missing or damaged, or the storage does not answer.
        """
        try:
            octets = self._lire(f"listes/{nom}.json")
        except FileNotFoundError:
            raise abime("liste des fichiers", "absente") from None
        if sha256(octets) != nom.rpartition("--")[2]:
            raise abime("liste des fichiers", "empreinte fausse")
        return {chemin: Entree(*e) for chemin, e in json.loads(octets)["fichiers"].items()}

    def lire(self, chemin: str, entree: Entree) -> bytes:
        """Contents of a file of a list.

        Raises:
            ErreurDonnees: the object is missing or damaged, or the storage does not answer.
        """
        try:
            octets = self._lire(f"objets/{entree.sha256}")
        except FileNotFoundError:
            raise abime(chemin, "objet absent") from None
        if sha256(octets) != entree.sha256:
            raise abime(chemin, "objet abîmé, son empreinte est fausse")
        return octets

    def publier(self, base: str, racine: Path, fichiers: Liste, *, tout_relire: bool = False) -> str:
        """Put a whole state in force; returns the name of its list.

        Args:
            base: name of the list that this state was made from.
            racine: folder of its files.
            fichiers: what they are, as `relever` gives them.
            tout_relire: check the objects that are already there too, and write again those that are damaged.

        Raises:
            ErreurDonnees: another machine has published since `base`, or is publishing; the storage does not answer.
                What was in force stays in force.
        """
        with self._seul():
            if self.nom_courant() != base:
                raise _concurrence("une autre machine a publié pendant cette commande")
            presents = {i.base_name for i in self._contenu("objets")}
            a_faire = [c for c, e in fichiers.items() if tout_relire or e.sha256 not in presents]
            chacun(lambda c: self._assurer(racine / c, fichiers[c], presents), a_faire)
            instant = datetime.now(UTC)
            corps = json.dumps({"publie_le": instant.isoformat(timespec="seconds"), "fichiers": fichiers}, indent=1)
            nom = f"{instant:%Y%m%dT%H%M%S%fZ}--{sha256(corps.encode())}"
            self._ecrire(f"listes/{nom}.json", corps.encode())
            self.liste(nom)
            self._ecrire(COURANT, nom.encode())
            with suppress(ErreurDonnees):  # it is published: what is dead leaves with the next one
                self._purger(nom)
        return nom

    def deposer_dessin(self, nom: str, contenu: bytes) -> None:
        """Keep a drawing for the other machines.

        Raises:
            ErreurDonnees: the storage does not answer.
        """
        self._ecrire(f"dessins/{nom}", contenu)

    def dessin(self, nom: str) -> bytes | None:
        """A drawing as another machine left it, None when there is none; it is for the caller to check.

        Raises:
            ErreurDonnees: the storage does not answer.
        """
        try:
            return self._lire(f"dessins/{nom}")
        except FileNotFoundError:
            return None

    def _assurer(self, fichier: Path, entree: Entree, presents: set[str]) -> None:
        """The object is there, and read again it is whole."""
        if entree.sha256 in presents:
            try:
                self.lire(fichier.name, entree)
            except ErreurDonnees as e:
                if e.regle != "abime":
                    raise
            else:
                return
        self._ecrire(f"objets/{entree.sha256}", fichier.read_bytes())
        self.lire(fichier.name, entree)

    @contextmanager
    def _seul(self) -> Iterator[None]:
        """No other machine publishes meanwhile, or ErreurDonnees."""
        mien = uuid.uuid4().hex
        self._ecrire(f"tickets/{mien}", b"")
        try:
            if any(i.base_name != mien and age < TICKET for i, age in self._ages("tickets")):
                raise _concurrence("une autre machine publie en ce moment")
            yield
        finally:
            with suppress(ErreurDonnees):  # left behind, it is not waited for for ever
                self._effacer([f"tickets/{mien}"])

    def _purger(self, courant: str) -> None:
        """Remove what neither the list in force nor a recent one names, old drawings, tickets left behind."""
        noms = sorted((i.base_name.removesuffix(".json") for i in self._contenu("listes")), reverse=True)
        gardees = {courant, *noms[:LISTES_GARDEES]}
        gardes = {e.sha256 for nom in gardees for e in self.liste(nom).values()}
        morts = [f"listes/{nom}.json" for nom in noms if nom not in gardees]
        for dossier, delai in (("objets", JEUNE), ("dessins", DESSINS_GARDES), ("tickets", TICKET)):
            vieux = (i.base_name for i, age in self._ages(dossier) if age > delai)
            morts += [f"{dossier}/{nom}" for nom in vieux if nom not in gardes]
        self._effacer(morts)

    def _effacer(self, chemins: Iterable[str]) -> None:
        with _dite():
            for chemin in chemins:
                self._fs.delete_file(f"{self._base}/{chemin}")

    def _ages(self, dossier: str) -> list[tuple[fs.FileInfo, timedelta]]:
        """Contents of a folder, and how long ago each was written, by the clock of the storage."""
        trouves = [i for i in self._contenu(dossier) if i.is_file]
        maintenant = max((i.mtime for i in self._contenu("tickets") if i.is_file), default=datetime.now(UTC))
        return [(i, maintenant - i.mtime) for i in trouves]

    def _contenu(self, dossier: str) -> list[fs.FileInfo]:
        with _dite():
            return self._fs.get_file_info(fs.FileSelector(f"{self._base}/{dossier}", allow_not_found=True))

    def _lire(self, chemin: str) -> bytes:
        with _dite(), self._fs.open_input_stream(f"{self._base}/{chemin}") as f:
            return f.read()

    def _ecrire(self, chemin: str, octets: bytes) -> None:
        """Write an object in one step."""
        cible = f"{self._base}/{chemin}"
        with _dite():
            if not isinstance(self._fs, fs.LocalFileSystem):
                return self._verser(cible, octets)
            self._fs.create_dir(cible.rpartition("/")[0])
            provisoire = f"{self._base}/.{uuid.uuid4().hex}"
            self._verser(provisoire, octets)
            self._fs.move(provisoire, cible)

    def _verser(self, chemin: str, octets: bytes) -> None:
        with self._fs.open_output_stream(chemin) as f:
            f.write(octets)


def _ouvrir(adresse: str) -> tuple[fs.FileSystem, str]:
    # Not `FileSystem.from_uri`, which waits for a storage that is down for longer than a reader would.
    lue = urlsplit(adresse)
    if lue.scheme != "s3":
        systeme, chemin = fs.FileSystem.from_uri(adresse)
        return systeme, chemin.rstrip("/")
    if not lue.hostname:
        raise ValueError("no bucket")
    options = dict(parse_qsl(lue.query, strict_parsing=bool(lue.query)))
    schema, _, hote = options.pop("endpoint_override", "").rpartition("://")
    if inconnues := options.keys() - OPTIONS:
        raise ValueError(f"unknown: {inconnues}")
    systeme = fs.S3FileSystem(
        endpoint_override=hote or None,
        scheme=schema or "https",
        **options,
        connect_timeout=DELAI_S,
        request_timeout=DELAI_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=2),
        allow_delayed_open=True,  # one request for what is small
    )
    return systeme, f"{lue.hostname}{lue.path.rstrip('/')}"


def chacun(faire: Callable[[str], object], quoi: Iterable[str]) -> None:
    """Do it for each, several at a time: what costs is the wait for each answer. Raises what the first failure does."""
    with ThreadPoolExecutor(A_LA_FOIS) as ensemble:
        for _ in ensemble.map(faire, quoi):
            pass


def sha256(octets: bytes) -> str:
    """Checksum of some bytes, as the lists write it."""
    return hashlib.sha256(octets).hexdigest()


@contextmanager
def _dite() -> Iterator[None]:
    """What the storage refuses, in French; a missing object goes through."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as e:
        raise ErreurDonnees(
            "stockage",
            "stockage partagé",
            "il ne répond pas, ou refuse l'accès",
            exemple=" ".join(str(e).split()),
            cause="réseau coupé, service arrêté, adresse ou clé fausse",
            remede="vérifier le réglage du stockage et les clés ; ce qui est déjà sur cette machine reste servi",
        ) from e


def abime(ou: str, trouve: str) -> ErreurDonnees:
    """The storage holds something that was not written there."""
    return ErreurDonnees(
        "abime",
        f"stockage partagé, {ou}",
        trouve,
        cause="stockage défaillant ou modification à la main",
        remede="lancer python -m data_loaders partager sur une machine dont la copie est intègre",
    )


def _concurrence(trouve: str) -> ErreurDonnees:
    minutes = int(TICKET.total_seconds() // 60)
    return ErreurDonnees(
        "verrou",
        "stockage partagé",
        trouve,
        remede="relancer la commande : elle repartira de ce qui est publié, et rien n'a été remplacé ; une machine qui "
        f"s'est arrêtée en publiant n'est plus attendue après {minutes} minutes",
    )

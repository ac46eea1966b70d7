"""Immutable snapshots on disk: publish, read, verify.

    <root>/<dataset>/<millesime>--<sha8>/{<table>.parquet…, manifest.json}   never modified once named
    <root>/current.json                                                     dataset -> millésime -> snapshot
    <root>/current.copie.json                                               the same, read by a repair only
    <root>/staging/                                                         work in progress, never read

`current.json` is the only mutable file that is read; it is replaced in one step (temporary file, fsync, rename), so
that a reader sees the state before or the state after, never between. Which version is in force is written nowhere
else: its copy, written right after it, is what a repair starts from (`reparation`).
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import RESERVE, Contrat
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin import controle, secret
from data_loaders.magasin.instantane import (
    ABSENT,
    COPIE,
    INDEX,
    MANIFESTE,
    Edition,
    Index,
    Instantane,
    Source,
    abime,
    ecrire_atomique,
    empreinte_tables,
    entrees,
    exiger_index,
    fautes,
    lire_index,
    sha256,
    synchroniser,
    version_code,
)
from geo.disque import relu

VERSIONS_GARDEES = 3
DEFAILLANT = "disque défaillant ou modification à la main"
PATIENCE_S = 30  # for another publication: most take a second
REGARD_S = 0.1


class Magasin:
    """The snapshots under one root folder."""

    def __init__(
        self,
        racine: Path,
        *,
        demonstration: bool = False,
        reserve: bool = False,
        confirmees: Collection[str] = frozenset(),
    ) -> None:
        """`confirmees`: rules of `controle.REGLES` that the operator confirms for what is published here.

        A mapping gives the reason of each, which the manifest keeps. `reserve`: a store that the public never reads; no
        other takes a row that is not for publication.
        """
        self.racine, self.confirmees = Path(racine), confirmees
        self.demonstration, self.reserve = demonstration, reserve
        self.index, self.copie = self.racine / INDEX, self.racine / COPIE

    def courant(self) -> Index:
        """What is in force; empty when nothing was published. Refused when it is damaged, or was removed: its copy says
        that it was there."""
        liste, trouve = lire_index(self.index)
        if liste is not None:
            return liste
        if trouve == ABSENT and not self.copie.exists():
            return {}
        cause = "fichier effacé à la main ou disque défaillant" if trouve == ABSENT else DEFAILLANT
        remede = "lancer python -m data_loaders reparer : les instantanés sont toujours sur le disque"
        raise ErreurDonnees("abime", f"liste des instantanés ({INDEX})", trouve, cause=cause, remede=remede)

    def empreinte(self) -> str:
        """Changes exactly when what is current changes; the key of every cache above.

        What is invented is the same on every machine, but for the instant when each invented it.
        """
        return _empreinte_liste(self.index, self.demonstration)

    def millesimes(self, dataset: str) -> list[str]:
        """Current millésimes of a dataset, oldest first."""
        return sorted(self.courant().get(dataset, {}))

    def instantane(self, dataset: str, millesime: str) -> Instantane:
        """The current snapshot of a millésime, its manifest as it was published; KeyError where there is none."""
        entree = self.courant()[dataset][millesime]
        return Instantane(dataset, millesime, entree["instantane"], self._manifeste_publie(dataset, entree))

    def _manifeste_publie(self, dataset: str, entree: Mapping[str, str]) -> dict:
        """The manifest of a current snapshot, its bytes those that the index holds the checksum of."""
        identifiant = entree["instantane"]
        try:
            octets = (self.racine / dataset / identifiant / MANIFESTE).read_bytes()
            if hashlib.sha256(octets).hexdigest() != entree["manifeste_sha256"]:
                raise ValueError("empreinte fausse")
            return json.loads(octets)
        except (OSError, ValueError) as e:
            raise abime(dataset, identifiant, MANIFESTE, e) from e

    def lire(self, dataset: str, table: str = "observations", millesimes: list[str] | None = None) -> pa.Table:
        """Union of the current millésimes of a dataset (all of them by default); one that its contract allows to be
        without the table gives no row.

        Checksums of the manifest and of pages are verified. KeyError: nothing current for this dataset.
        """
        courant = self.courant()[dataset]
        decrite = CONTRATS[dataset].tables.get(table) if dataset in CONTRATS else None
        lues = []
        for m in sorted(courant) if millesimes is None else millesimes:
            presentes = {r["name"] for r in self._manifeste_publie(dataset, courant[m])["resources"]}
            vide = decrite and decrite.appui and table not in presentes
            identifiant = courant[m]["instantane"]
            lues.append(decrite.schema().empty_table() if vide else self._lire_un(dataset, identifiant, table))
        return pa.concat_tables(lues)

    def _lire_un(self, dataset: str, identifiant: str, table: str) -> pa.Table:
        chemin = self.racine / dataset / identifiant / f"{table}.parquet"
        try:
            # Not memory-mapped: a mapped file overwritten in place kills the process.
            # Opened first: a folder would be read as a table of no row.
            with chemin.open("rb") as fichier:
                return pq.read_table(fichier, page_checksum_verification=True, memory_map=False)
        except (OSError, pa.ArrowException) as e:
            raise abime(dataset, identifiant, chemin.name, e) from e

    def publier(
        self, contrat: Contrat, millesime: str, tables: dict[str, pa.Table], sources: list[Source], **reste: Any
    ) -> Instantane:
        """Publish one millésime, as `publier_ensemble` does several; the arguments are the fields of `Edition`."""
        return self.publier_ensemble(contrat, [Edition(millesime, tables, sources, **reste)])[0]

    def publier_ensemble(self, contrat: Contrat, editions: Sequence[Edition]) -> list[Instantane]:
        """Validate, write, re-read, then make current, all in one step or none. On any failure nothing has changed.

        Each edition, one a millésime, is compared with what is in place and with the others.
        """
        with self.verrou():
            return self._publier(contrat, editions)

    def completer(self, contrat: Contrat, fabriquer: Callable[[], Edition]) -> Instantane:
        """Publish an edition that `fabriquer` makes from the one in place, nobody else publishing in between."""
        with self.verrou():
            return self._publier(contrat, [fabriquer()])[0]

    def essayer(self, contrat: Contrat, edition: Edition) -> controle.Controle:
        """What publishing an edition would find; nothing is written, only a broken contract is refused."""
        return self._constater(contrat, edition, {edition.millesime: contrat.valider(edition.tables)})

    def _publier(self, contrat: Contrat, editions: Sequence[Edition]) -> list[Instantane]:
        """Under the lock."""
        valides = {e.millesime: contrat.valider(e.tables) for e in editions}
        tables = [t for par_table in valides.values() for t in par_table.values() if "conf_status" in t.column_names]
        n = sum(pc.sum(pc.equal(t["conf_status"], RESERVE)).as_py() or 0 for t in tables)
        if n and not self.reserve:
            trouve = "lignes réservées aux signataires, qui ne se publient pas"
            cause = "le dossier réservé n'est pas réglé"
            remede = "relancer avec OBSERVATOIRE_RESERVE, le dossier réservé de l'Accès Pro"
            raise ErreurDonnees("reserve", contrat.dataset, trouve, nombre=n, cause=cause, remede=remede)
        self._nettoyer()
        atelier = self.racine / "staging" / uuid.uuid4().hex
        try:
            pretes = [self._preparer(atelier / e.millesime, contrat, e, valides) for e in editions]
            for etape, manifeste in pretes:
                self._nommer(etape, contrat.dataset, manifeste["version"], manifeste)
            self._mettre_en_place(contrat, {m["millesime"]: m["version"] for _, m in pretes})
        finally:
            shutil.rmtree(atelier, ignore_errors=True)
        return [self.instantane(contrat.dataset, e.millesime) for e in editions]

    def _preparer(
        self, etape: Path, contrat: Contrat, edition: Edition, valides: dict[str, dict[str, pa.Table]]
    ) -> tuple[Path, dict]:
        """Write one edition in its folder of staging and check it; returns the folder and the manifest."""
        millesime = edition.millesime
        etape.mkdir(parents=True)
        ressources = [self._ecrire_table(etape, contrat, nom, t) for nom, t in valides[millesime].items()]
        identifiant = f"{millesime}--{empreinte_tables(ressources, contrat.description)}"
        # Of a series, it is the edition in place that is replaced.
        en_place = self.courant().get(contrat.dataset, {})
        remplace = max(en_place, default="") if contrat.serie else millesime
        precedent = en_place.get(remplace, {}).get("instantane", "")
        constate, totaux, dites = controle.Controle(), {"retrouves": 0, "source": ""}, []
        if not self.demonstration:
            totaux, dites, fautes = controle.comparer_totaux(
                contrat.dataset, millesime, valides[millesime], contrat.serie
            )
            if identifiant != precedent:
                constate = self._constater(contrat, edition, valides)
                constate = constate._replace(constats=(*constate.constats, *fautes))
                controle.refuser(contrat, millesime, constate.constats, self.confirmees)
        motifs = self.confirmees if isinstance(self.confirmees, Mapping) else {}
        nom, lue = controle.observations(valides[millesime])
        cle = contrat.tables[nom].cle
        # A Frictionless data package descriptor; the keys in French are ours.
        return etape, {
            "name": contrat.dataset,
            "title": contrat.titre,
            "version": identifiant,
            "version_code": version_code(),
            "millesime": millesime,
            "demonstration": self.demonstration,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "licenses": [contrat.licence_decrite],
            "secret": contrat.secret,
            "sources": [s.descripteur() for s in edition.sources],
            "previous": precedent,
            **({"description": contrat.description} if contrat.description else {}),
            "notes": list(edition.notes),
            "confirmations": [
                {"regle": c.regle, "constat": c.trouve} | ({"motif": motifs[c.regle]} if c.regle in motifs else {})
                for c in constate.constats
            ],
            "remarques": [*edition.remarques, *constate.remarques, *dites],
            "approvals": [],
            "resources": ressources,
            "periode": controle.etendue(lue, millesime),
            "zonages": controle.zonages_lus(lue),
            "audit_secret": secret.auditer(contrat.dataset, lue.to_pandas(), cle, self.montrees(contrat)),
            "totaux": totaux,
        }

    def _constater(
        self, contrat: Contrat, edition: Edition, valides: dict[str, dict[str, pa.Table]]
    ) -> controle.Controle:
        millesime = edition.millesime
        soeurs = {m: t for m, t in valides.items() if m != millesime}
        en_place = sorted({*self.millesimes(contrat.dataset), *soeurs})
        nom, table = controle.observations(valides[millesime])
        proches, abimes = {}, []
        for voisin in controle.voisins(contrat, millesime, en_place):
            try:
                proches[voisin] = soeurs[voisin][nom] if voisin in soeurs else self.lire(contrat.dataset, nom, [voisin])
            except ErreurDonnees:  # a damaged neighbour must not forbid the publication that repairs it
                abimes.append(f"millésime {voisin} abîmé : la comparaison n'a pas été faite")
        constate = controle.constater(contrat, millesime, table, proches, en_place, edition.doutes)
        return constate._replace(remarques=(*constate.remarques, *abimes))

    def montrees(self, contrat: Contrat) -> dict[Hashable, float]:
        """What a reader of every version kept has seen, cell by cell; nothing for a dataset masked by its producer."""
        if contrat.dataset not in secret.regles():
            return {}
        lues = []
        for i in reversed(self.versions(contrat.dataset)):
            with contextlib.suppress(ErreurDonnees):  # a damaged version shows nothing
                lues.append(self._lire_un(contrat.dataset, i.identifiant, "observations").to_pandas())
        return secret.montrees(lues, contrat.tables["observations"].cle)

    def _nommer(self, etape: Path, dataset: str, identifiant: str, manifeste: dict) -> None:
        """Give a staged snapshot its final name, once; one already there is kept, unless it is damaged."""
        cible = self.racine / dataset / identifiant
        if cible.exists():
            if not fautes(cible):
                return
            cible.replace(etape.with_name(f"{etape.name}.abime"))  # cleaned with the orphans of staging
        ecrire_atomique(etape / MANIFESTE, json.dumps(manifeste, ensure_ascii=False, indent=1).encode())
        cible.parent.mkdir(parents=True, exist_ok=True)
        etape.replace(cible)
        synchroniser(cible.parent)

    def _mettre_en_place(self, contrat: Contrat, identifiants: dict[str, str]) -> None:
        """Make versions current, millésime -> identifier, by one replacement of `current.json`."""
        courant = self.courant()
        entrees = {millesime: self.entree(contrat.dataset, i) for millesime, i in identifiants.items()}
        anciens = {} if contrat.serie else courant.get(contrat.dataset, {})
        courant[contrat.dataset] = dict(sorted({**anciens, **entrees}.items()))
        self.ecrire_index(courant)

    def entree(self, dataset: str, identifiant: str) -> dict[str, str]:
        """What the index says of a version on disk."""
        return {"instantane": identifiant, "manifeste_sha256": sha256(self.racine / dataset / identifiant / MANIFESTE)}

    def ecrire_index(self, liste: Index) -> None:
        """Replace the index, then its copy; call under the lock.

        What is invented is made again: it has no copy. A copy that cannot be written fails nothing: it is late, which
        `verifier` says.
        """
        contenu = json.dumps(liste, indent=1, sort_keys=True).encode()
        ecrire_atomique(self.index, contenu)
        if not self.demonstration:
            with contextlib.suppress(OSError):
                ecrire_atomique(self.copie, contenu)

    def _nettoyer(self) -> None:
        """Remove what a killed publication left; called under the lock, so nobody is working there."""
        shutil.rmtree(self.racine / "staging", ignore_errors=True)
        for fichier in (INDEX, COPIE):
            for orphelin in self.racine.glob(f".{fichier}.*"):
                orphelin.unlink(missing_ok=True)

    @staticmethod
    def _ecrire_table(etape: Path, contrat: Contrat, nom: str, table: pa.Table) -> dict:
        chemin = etape / f"{nom}.parquet"
        pq.write_table(table, chemin, compression="zstd", write_page_checksum=True)
        with chemin.open("rb") as f:
            os.fsync(f.fileno())
        contrat.tables[nom].valider(pq.read_table(chemin, page_checksum_verification=True), f"{contrat.dataset}/{nom}")
        return {
            "name": nom,
            "path": chemin.name,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "bytes": chemin.stat().st_size,
            "hash": f"sha256:{sha256(chemin)}",
            "rows": table.num_rows,
            "schema": contrat.tables[nom].descripteur(),
        }

    @contextlib.contextmanager
    def verrou(self) -> Iterator[None]:
        """One publisher at a time; the second waits for `PATIENCE_S`, no longer behind an unknown work."""
        self.racine.mkdir(parents=True, exist_ok=True)
        fin = time.monotonic() + PATIENCE_S
        with (self.racine / ".verrou").open("w") as f:
            while True:
                try:
                    fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as e:
                    if time.monotonic() >= fin:
                        trouve = "une autre publication est en cours"
                        remede = "attendre qu'elle finisse, puis relancer la commande"
                        raise ErreurDonnees("verrou", self.racine.name, trouve, remede=remede) from e
                time.sleep(REGARD_S)
            yield

    def verifier(self) -> list[str]:
        """French description of every damaged or missing file among current snapshots; empty when all is well."""
        en_place = ((d, e["instantane"], e["manifeste_sha256"]) for d, _, e in entrees(self.courant()))
        return [f"{d}/{i} : {f}" for d, i, sha256 in en_place for f in fautes(self.racine / d / i, sha256)]

    def verifier_versions(self, liste: Index) -> list[str]:
        """The same, for the versions that a list, `courant` when it is sound, does not name."""
        nommees = {(d, e["instantane"]) for d, _, e in entrees(liste)}
        dossiers = sorted(d for d in self.racine.glob("*/*--????????") if (d.parent.name, d.name) not in nommees)
        return [f"{d.parent.name}/{d.name} : {f}" for d in dossiers for f in fautes(d)]

    def versions(self, dataset: str) -> list[Instantane]:
        """Every version on disk whose manifest can be read, current or not, newest first."""
        lues = []
        for chemin in (self.racine / dataset).glob(f"*--????????/{MANIFESTE}"):
            with contextlib.suppress(ValueError, LookupError, TypeError, OSError):
                manifeste = json.loads(chemin.read_text("utf-8"))
                lu = Instantane(dataset, manifeste["millesime"], chemin.parent.name, manifeste)
                str(lu.source["fichier"])  # what every reader of a version needs
                lues.append(((str(manifeste["created"]), chemin.stat().st_mtime_ns), lu))
        return [i for _, i in sorted(lues, key=lambda v: v[0], reverse=True)]

    def sources_en_place(self) -> frozenset[str]:
        """sha256 of every file from which a current snapshot was read; a damaged snapshot counts for none."""
        versions = (i for dataset in self.courant() for i in self.versions(dataset) if self.est_courant(i))
        saines = (i for i in versions if not fautes(self.racine / i.dataset / i.identifiant))
        return frozenset(s["sha256"] for i in saines for s in i.manifeste["sources"])

    def est_courant(self, instantane: Instantane) -> bool:
        """True when this version is the one in force for its millésime."""
        en_place = self.courant().get(instantane.dataset, {}).values()
        return instantane.identifiant in {e["instantane"] for e in en_place}

    def lire_version(self, dataset: str, identifiant: str) -> dict[str, pa.Table]:
        """Every table of one version, current or not."""
        dossier = self._version_saine(dataset, identifiant)
        return {f.stem: self._lire_un(dataset, identifiant, f.stem) for f in sorted(dossier.glob("*.parquet"))}

    def _version_saine(self, dataset: str, identifiant: str) -> Path:
        connues = [i.identifiant for i in self.versions(dataset)]
        if identifiant not in connues:
            trouve, exemple = "version absente du disque", ", ".join(connues)
            remede = f"choisir une version donnée par : python -m data_loaders lister {dataset}"
            raise ErreurDonnees("version", f"{dataset}/{identifiant}"[:80], trouve, exemple=exemple, remede=remede)
        dossier, lieu = self.racine / dataset / identifiant, f"{dataset}/{identifiant}"
        if trouvees := fautes(dossier):
            remede = "choisir une autre version, ou réimporter le fichier d'origine"
            raise ErreurDonnees("abime", lieu, " ; ".join(trouvees), cause=DEFAILLANT, remede=remede)
        return dossier

    def revenir(self, contrat: Contrat, millesime: str, identifiant: str) -> Instantane:
        """Make a version on disk current again, in one step; the one it replaces stays on disk."""
        connus = [i.identifiant for i in self.versions(contrat.dataset)]
        if identifiant in connus and not identifiant.startswith(f"{millesime}--"):
            trouve = "cet instantané est celui d'un autre millésime"
            remede = f"choisir une version donnée par : python -m data_loaders lister {contrat.dataset}"
            raise ErreurDonnees("version", f"{contrat.dataset} {millesime}", trouve, exemple=identifiant, remede=remede)
        with self.verrou():
            self._version_saine(contrat.dataset, identifiant)
            self._mettre_en_place(contrat, {millesime: identifiant})
        return self.instantane(contrat.dataset, millesime)

    def remettre(self, dataset: str, entrees: Mapping[str, Mapping[str, str]]) -> None:
        """Put back what the index said of a dataset, nothing for one that it did not name; its versions are on disk."""
        with self.verrou():
            autres = {d: par_millesime for d, par_millesime in self.courant().items() if d != dataset}
            self.ecrire_index(autres | ({dataset: dict(entrees)} if entrees else {}))

    def purger(self, contrat: Contrat) -> list[str]:
        """Remove old versions, and name them; never a current one, nor the newest of a millésime, or of a series."""
        with self.verrou():
            groupes: dict[str, list[Instantane]] = {}
            for i in self.versions(contrat.dataset):
                groupes.setdefault("" if contrat.serie else i.millesime, []).append(i)
            anciennes = [i for g in groupes.values() for i in g[VERSIONS_GARDEES:] if not self.est_courant(i)]
            for i in anciennes:
                # Renamed first: a removal cut midway must not leave half a version under its name.
                rebut = self.racine / "staging" / uuid.uuid4().hex
                rebut.parent.mkdir(exist_ok=True)
                (self.racine / contrat.dataset / i.identifiant).replace(rebut)
            self._nettoyer()
        return [i.identifiant for i in anciennes]


class MagasinFige(Magasin):
    """The reading side of a store, on what was current when it was made."""

    def __init__(self, magasin: Magasin) -> None:
        super().__init__(magasin.racine, demonstration=magasin.demonstration, reserve=magasin.reserve)
        self._vu, self._liste = magasin.empreinte(), magasin.courant()
        while self._vu != (relue := magasin.empreinte()):  # published between the two readings
            self._vu, self._liste = relue, magasin.courant()

    def courant(self) -> Index:
        return self._liste

    def empreinte(self) -> str:
        return self._vu


@relu(maxsize=256)
def _empreinte_liste(chemin: Path, demonstration: bool) -> str:
    try:
        octets = chemin.read_bytes()
    except FileNotFoundError:
        return "vide"
    if demonstration:
        with contextlib.suppress(ValueError):
            liste = exiger_index(json.loads(octets))
            noms = {d: {m: e["instantane"] for m, e in lues.items()} for d, lues in liste.items()}
            octets = json.dumps(noms, sort_keys=True).encode()
    return hashlib.sha256(octets).hexdigest()[:16]

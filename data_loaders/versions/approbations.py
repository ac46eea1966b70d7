"""Who answers for what is shown, and approvals of snapshots by the two signatories.

A figure of a producer is the producer's: nothing is added to its source. What is computed here is work of the
observatory. The datasets of the convention are joint work, which the convention submits to both signatories: a working
document until both have approved.

A snapshot goes from working document to approved by one, by both, then published. `<data root>/approbations.jsonl`
grows by one line a step; no line is ever changed or removed. A line names the snapshot, which never changes: a revised
file gets another name, hence no approval.
"""

import contextlib
import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from data_loaders import francais
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.convention import PARTIES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.instantane import ecrire_atomique, verrouiller
from data_loaders.magasin.store import Magasin
from geo.disque import relu
from geo.reglages import racine_donnees

FICHIER = "approbations.jsonl"
TEXTE_MAX = 200
# Joint work of the signatories: what they must both approve before it is published.
COMMUNS = frozenset({"convention", "labellisation", "gtec", "comites"})
COMMUN, OBSERVATOIRE = "commun", "observatoire"
PRODUCTEUR, CALCUL, ESTIMATION = "publié", "calculé", "estimé"  # how a figure comes, the words of its row
TRAVAIL = "Document de travail – non validé"
# Nature of a document that nobody approved -> what screens and exports say.
MENTIONS = {
    COMMUN: TRAVAIL,
    OBSERVATOIRE: "Travail de l’Observatoire",
    ESTIMATION: "Estimation à partir des chiffres du producteur",
    CALCUL: "Calcul de l’Observatoire sur les chiffres du producteur",
    PRODUCTEUR: "Chiffres du producteur",
}
VALIDE = "Validé par les deux signataires"
PUBLICATION = "publication"  # stands where a line of approval has its party
# Extension -> first bytes of the file, media type.
IMAGES = {".svg": ((b"<svg", b"<?xml"), "image/svg+xml"), ".png": ((b"\x89PNG\r\n\x1a\n",), "image/png")}
LOGO_OCTETS_MAX = 500_000


class Approbation(NamedTuple):
    """One line of the file; dates are ISO, `enregistree_le` is an instant in UTC.

    `partie` is a key of `PARTIES`, or `PUBLICATION`: then `nom` is who published, `reference` where.
    """

    dataset: str
    instantane: str
    partie: str
    nom: str
    date: str
    reference: str
    enregistree_le: str


class Statut(NamedTuple):
    """Where a document stands."""

    parties: tuple[str, ...] = ()  # those that approved, in the order of `PARTIES`
    publie_le: str = ""  # ISO date of publication, "" when it is not recorded; never without both approvals
    nature: str = COMMUN  # another of `MENTIONS`: who answers for it

    @property
    def valide(self) -> bool:
        """True when both signatories approved."""
        return len(self.parties) == len(PARTIES)

    @property
    def texte(self) -> str:
        """What screens and exports say."""
        if self.publie_le:
            return f"Publié le {francais.date_libelle(self.publie_le)}, validé par les deux signataires"
        if self.valide:
            return VALIDE
        if self.parties:
            de = {"region": "la Région", "france_travail": "France Travail"}[self.parties[0]]
            return f"Approuvé par {de} (1 sur 2) – non validé"
        return MENTIONS[self.nature]


class Logo(NamedTuple):
    """An image file provided by a signatory."""

    partie: str
    contenu: bytes
    mime: str


def lire(racine: Path) -> tuple[Approbation, ...]:
    """Every approval recorded under a data root, oldest first; ErreurDonnees when the file is damaged."""
    return _lire(Path(racine) / FICHIER)


@relu(maxsize=16)
def _lire(chemin: Path) -> tuple[Approbation, ...]:
    try:
        lignes = chemin.read_text("utf-8").splitlines()
        return tuple(Approbation(**json.loads(ligne)) for ligne in lignes if ligne.strip())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError) as e:
        trouve, cause = "registre des approbations illisible", "disque défaillant ou modification à la main"
        remede = "remettre la dernière sauvegarde de ce fichier ; d'ici là, tout reste un document de travail"
        raise ErreurDonnees("abime", FICHIER, trouve, exemple=str(e), cause=cause, remede=remede) from e


def statut(dataset: str, instantanes: Collection[str], racine: Path | None = None) -> Statut:
    """Where a document made from snapshots (`2024--1a2b3c4d`) stands: a party approved when it approved every one.

    Nothing is ever said approved on doubt: no snapshot, or a damaged register, gives a working document. A dataset of a
    producer is joint work only once a signatory approved it.
    """
    faites: dict[tuple[str, str], str] = {}
    with contextlib.suppress(ErreurDonnees):
        faites = {(a.instantane, a.partie): a.date for a in lire(racine or racine_donnees()) if a.dataset == dataset}
    acquis = [p for p in (*PARTIES, PUBLICATION) if instantanes and all((i, p) in faites for i in instantanes)]
    parties = tuple(p for p in PARTIES if p in acquis)
    publie = PUBLICATION in acquis and len(parties) == len(PARTIES)
    nature = COMMUN if dataset in COMMUNS or parties else PRODUCTEUR
    return Statut(parties, max(faites[i, PUBLICATION] for i in instantanes) if publie else "", nature)


def statut_de(ind: Indicateur, zonage: str, instantanes: Collection[str] = ()) -> Statut:
    """Where a figure of an indicator stands: an estimate is work of the observatory, others follow their dataset.

    Snapshots as figures name them, each with its dataset: `bmo/2024--1a2b3c4d`.
    """
    par_jeu: dict[str, list[str]] = {}
    for i in instantanes or [""]:
        jeu, _, nom = i.rpartition("/")
        par_jeu.setdefault(jeu or ind.dataset_pour(zonage), []).append(nom)
    s = commun([statut(jeu, noms) for jeu, noms in par_jeu.items()])
    return s._replace(nature=ESTIMATION) if ind.estime else s


def commun(statuts: Collection[Statut]) -> Statut:
    """Where a document made of several datasets stands: what all of them have."""
    parties = tuple(p for p in PARTIES if statuts and all(p in s.parties for s in statuts))
    publies = [s.publie_le for s in statuts]
    natures = {s.nature for s in statuts}
    nature = next((n for n in MENTIONS if n in natures), COMMUN)
    return Statut(parties, max(publies) if publies and all(publies) else "", nature)


def de(dataset: str, instantanes: Collection[str]) -> list[Approbation]:
    """Approvals of some snapshots, for a list on screen; raises ErreurDonnees as `lire` does."""
    return [a for a in lire(racine_donnees()) if a.dataset == dataset and a.instantane in instantanes]


def approuver(
    racine: Path, cible: str, partie: str | None, nom: str, reference: str, jour: date | None = None
) -> tuple[Approbation, Statut]:
    """Record the approval of a snapshot by a signatory; returns it and where the snapshot then stands.

    `cible`: `DATASET/INSTANTANE`, as the command lister prints it; `partie`: None for the publication of what both
    approved, `nom` being who says it, `reference` where; else `reference`: minutes, letter or decision that proves it;
    `jour`: today by default.
    """
    if partie not in (None, *PARTIES):
        raise DemandeInvalide(f"partie « {partie} » inconnue : {', '.join(PARTIES)}.")
    dataset, _, instantane = cible.partition("/")
    if dataset not in CONTRATS or not instantane:
        raise DemandeInvalide("écrire DATASET/INSTANTANE, comme le donne la commande lister.")
    maintenant = datetime.now(UTC)
    jour = jour or maintenant.date()
    if jour > maintenant.date():
        raise DemandeInvalide(f"date à venir : {jour.isoformat()}.")
    nom, reference = (_texte(libelle, v) for libelle, v in (("--nom", nom), ("--reference", reference)))
    officiel, demo = Magasin(Path(racine) / "snapshots"), Magasin(Path(racine) / "demonstration", demonstration=True)
    inventes, connus = ({i.identifiant for i in m.versions(dataset)} for m in (demo, officiel))
    if instantane in inventes - connus:
        trouve = "données de démonstration : des chiffres inventés ne s'approuvent pas"
        remede = "charger d'abord le fichier officiel (commande importer)"
        raise ErreurDonnees("demonstration", cible, trouve, remede=remede)
    officiel.lire_version(dataset, instantane)
    le, maintenant = jour.isoformat(), maintenant.isoformat(timespec="seconds")
    nouvelle = Approbation(dataset, instantane, partie or PUBLICATION, nom, le, reference, maintenant)
    _ajouter(Path(racine), nouvelle)
    return nouvelle, statut(dataset, [instantane], racine)


def _texte(option: str, valeur: str) -> str:
    texte = " ".join(valeur.split())
    if not texte or len(texte) > TEXTE_MAX:
        raise DemandeInvalide(f"{option} : un texte de 1 à {TEXTE_MAX} caractères.")
    if francais.retourne(texte):
        raise DemandeInvalide(f"{option} : un caractère invisible y retourne les mots, le retaper.")
    return texte


def _ajouter(racine: Path, nouvelle: Approbation) -> None:
    """One more line, in one step: a crash leaves the file as it was, or with the whole line."""
    with verrouiller(racine / f".{FICHIER}.verrou"):
        connues = lire(racine)
        ou, publie = f"{nouvelle.dataset}/{nouvelle.instantane}", nouvelle.partie == PUBLICATION
        siennes = {a.partie: a for a in connues if f"{a.dataset}/{a.instantane}" == ou}
        if deja := siennes.get(nouvelle.partie):
            fait = "publié" if publie else f"approuvé par {PARTIES[deja.partie]}"
            exemple, quoi = f"{deja.nom}, {deja.reference}", "publication" if publie else "approbation"
            remede = f"rien à faire : une {quoi} ne s'enregistre qu'une fois"
            raise ErreurDonnees("deja", ou, f"déjà {fait} le {deja.date}", exemple=exemple, remede=remede)
        if publie and (manquent := [nom for p, nom in PARTIES.items() if p not in siennes]):
            trouve = f"approbation manquante : {francais.enumeration(manquent)}"
            cause = "un travail en commun ne se publie qu'avec l'accord de chacun des deux signataires"
            remede = "enregistrer d'abord cette approbation (commande approuver)"
            raise ErreurDonnees("accord", ou, trouve, cause=cause, remede=remede)
        if publie and nouvelle.date < (dernier := max(a.date for a in siennes.values())):
            raise DemandeInvalide(f"date de publication avant la dernière approbation ({dernier}).")
        chemin = racine / FICHIER
        avant = chemin.read_bytes() if chemin.exists() else b""
        if avant and not avant.endswith(b"\n"):
            avant += b"\n"
        ecrire_atomique(chemin, avant + json.dumps(nouvelle._asdict(), ensure_ascii=False).encode() + b"\n")


def logos(racine: Path | None = None) -> Mapping[str, Logo]:
    """Logos of both signatories when both files are there and are images; otherwise none: never one alone.

    They are `logos/region.svg` (or `.png`) and `logos/france_travail.svg` (or `.png`) under the data root.
    """
    dossier, trouves = (racine or racine_donnees()) / "logos", {}
    for partie in PARTIES:
        for extension, (debuts, mime) in IMAGES.items():
            fichier = dossier / f"{partie}{extension}"
            if fichier.is_file() and fichier.stat().st_size <= LOGO_OCTETS_MAX:
                contenu = fichier.read_bytes()
                if contenu.lstrip().startswith(debuts):
                    trouves.setdefault(partie, Logo(partie, contenu, mime))
    return trouves if len(trouves) == len(PARTIES) else {}

"""Every value of the convention ever received, the replaced ones included: who sent what, when, in which file.

A reception may have a reserved part and a public one. The public one is published last, and makes both count: cut
before, the reserved one is undone (`reprendre`), as if nothing had come; the sender was told nothing yet. `comparer`
says what a reception, or a snapshot, changes, measure by measure.
"""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import mesures
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import ecrire_atomique, verrouiller
from geo.reglages import racine_reservee

DATASET = "convention"
VERROU = ".receptions.verrou"
EN_COURS = "reception.json"  # under the reserved root: what was in force before the reception that is being published
RECEPTIONS = CONTRATS[DATASET].tables["receptions"]
COLONNES = tuple(c.nom for c in RECEPTIONS.colonnes)


class Refus(NamedTuple):
    """A workbook refused, kept whole in quarantine; its typed cells are not repeated here, for some may be secret.
    `publie`: snapshot that took the same bytes later, once a jump was confirmed; "" when none did."""

    date: str
    fichier: str
    motif: str
    fautes_nb: int
    dossier: str
    publie: str = ""


def refuses(racine: Path) -> list[Refus]:
    """Workbooks of the convention refused, newest first; a reason that cannot be read is left out."""
    trouves = []
    publies = {i.source["sha256"]: i.identifiant for i in Donnees(racine).officiel.versions(DATASET)}
    for chemin in (racine / "quarantine").glob("*/reason.json"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            raison = json.loads(chemin.read_text("utf-8"))
            # What follows may hold values that nobody has published.
            motif, publie = raison["trouve"].partition(" : ")[0], publies.get(raison["sha256"], "")
            dits = raison["date"], raison["fichier"], motif, int(raison["lignes_nb"]), chemin.parent.name, publie
            if raison["source"] == DATASET:
                trouves.append(Refus(*dits))
    return sorted(trouves, reverse=True)


@contextlib.contextmanager
def une_a_la_fois(racine: Path) -> Iterator[None]:
    """Wait until no other workbook is being received: each adds to what the one before it left. OSError, ErreurDonnees:
    the root cannot be written, or its list of the snapshots is damaged, here and in `reprendre`."""
    try:
        with verrouiller(racine / VERROU):
            _reprendre(Donnees(racine))
            yield
    finally:
        with contextlib.suppress(OSError, ErreurDonnees):  # left to the next one, or to `reparer`
            reprendre(racine)


def annoncer(d: Donnees) -> None:
    """Write what is in force before a reception that has two parts; call under `une_a_la_fois`."""
    avant = {nom: m.courant().get(DATASET, {}) for nom, m in (("reserve", d.reserve), ("public", d.officiel))}
    ecrire_atomique(racine_reservee() / EN_COURS, json.dumps(avant).encode())


def entamee(d: Donnees) -> bool:
    """Whether a reception of two parts has begun and is not over."""
    return d.reserve is not None and (racine_reservee() / EN_COURS).exists()


def reprendre(racine: Path) -> bool:
    """Undo the reserved part of a reception whose public one never came; returns whether there was any."""
    if not entamee(d := Donnees(racine)):
        return False
    with verrouiller(racine / VERROU):
        return _reprendre(d)


def _reprendre(d: Donnees) -> bool:
    """The same, under the lock."""
    if not entamee(d):
        return False
    annonce, avant = racine_reservee() / EN_COURS, {}
    with contextlib.suppress(ValueError):  # damaged: sent again, its values complete what is there
        avant = json.loads(annonce.read_text("utf-8"))
    coupee = d.officiel.courant().get(DATASET, {}) == avant.get("public")
    if defaire := coupee and d.reserve.courant().get(DATASET, {}) != avant["reserve"]:
        d.reserve.remettre(DATASET, avant["reserve"])
    annonce.unlink()
    return defaire


def lire(d: Donnees) -> pd.DataFrame:
    """All receptions, in the order in which they came; columns of the contract, no row when nothing was received."""
    if not d.millesimes(DATASET):
        return pd.DataFrame({c.nom: pd.Series(dtype=c.type.to_pandas_dtype()) for c in RECEPTIONS.colonnes})
    instantane = d.dernier(DATASET)
    if "receptions" in {r["name"] for r in instantane.manifeste["resources"]}:
        return d.lire(DATASET, "receptions").sort_values("numero", kind="stable", ignore_index=True)
    # Published before receptions were kept: what is in force is all that is known.
    connues = d.lire(DATASET).assign(numero=1, fichier=instantane.source["fichier"])
    return connues[list(COLONNES)]


def instantane(d: Donnees) -> str:
    """Identifier of the snapshot of the values, "" when nothing was ever received."""
    connus = d.magasin(DATASET).courant().get(DATASET, {})
    return connus[max(connus)]["instantane"] if connus else ""


def de_mesure(toutes: pd.DataFrame, code_mesure: str) -> pd.DataFrame:
    """Receptions of one measure, by period then in the order in which they came."""
    voulues = toutes[toutes["code_mesure"] == code_mesure]
    return voulues.sort_values(["periode", "partie", "numero"], kind="stable").reset_index(drop=True)


NOUVELLE, REMPLACEE, RETIREE, MASQUEE, IDENTIQUE = "nouvelle", "remplacée", "retirée", "masquée", "identique"


class Valeur(NamedTuple):
    """A value received; `value` is None when it is not available (O) or hidden (Q)."""

    value: float | None
    obs_status: str
    commentaire: str = ""
    reservee: bool = False


class Changement(NamedTuple):
    """A measure, period and party: what was in force, None for nothing, then what is.

    `genre` is `NOUVELLE`, `REMPLACEE`, `RETIREE` (not available any more), `MASQUEE` (secrecy) or `IDENTIQUE`.
    """

    code_mesure: str
    periode: str
    partie: str
    genre: str
    avant: Valeur | None
    apres: Valeur


def comparer(avant: pd.DataFrame | None, apres: pd.DataFrame) -> list[Changement]:
    """Every row of `apres` beside the one in force in `avant`, in the order of the annex, then of time; no row is ever
    removed."""
    anciennes = {} if avant is None else valeurs(avant)
    rang = {code: i for i, code in enumerate(mesures())}
    lignes = sorted(valeurs(apres).items(), key=lambda ligne: (rang[ligne[0][0]], *ligne[0][1:]))
    changements = []
    for cle, v in lignes:
        ancienne, genre = anciennes.get(cle), REMPLACEE
        if ancienne is None:
            genre = NOUVELLE
        elif ancienne == v:
            genre = IDENTIQUE
        elif v.obs_status == "Q" and ancienne.obs_status != "Q":
            genre = MASQUEE
        elif v.value is None and ancienne.value is not None:
            genre = RETIREE
        changements.append(Changement(*cle, genre, ancienne, v))
    return changements


def valeurs(table: pd.DataFrame) -> dict[tuple[str, str, str], Valeur]:
    """(measure, period, party) -> value, of observations."""
    return {
        (r.code_mesure, r.periode, r.partie): Valeur(
            None if pd.isna(r.value) else float(r.value), r.obs_status, r.commentaire, r.conf_status == RESERVE
        )
        for r in table.itertuples()
    }

"""The producers: where each publishes, how often, under which name, what it gives no more; what the last visit gave."""

import contextlib
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from data_loaders.erreurs import PASSAGERES, ErreurDonnees
from data_loaders.magasin.instantane import ecrire_atomique
from geo import reglages
from geo.disque import relu

ADRESSES = Path(__file__).with_name("adresses.toml")


@relu(maxsize=1)
def _lue(chemin: Path) -> dict[str, dict]:
    return tomllib.loads(chemin.read_text("utf-8"))


def lire() -> dict[str, dict]:
    """The editable table of addresses; `OBSERVATOIRE_ADRESSES` points to another copy of it."""
    chemin = Path(reglages.texte("OBSERVATOIRE_ADRESSES", str(ADRESSES)))
    try:
        return _lue(chemin)
    except (OSError, tomllib.TOMLDecodeError) as e:
        trouve, remede = "fichier d'adresses illisible", "corriger ce fichier, ou repartir de celui du projet"
        raise ErreurDonnees("adresses", chemin.name, trouve, exemple=str(e), remede=remede) from e


def par_defaut(millesime: str = "") -> list[str]:
    """Sources whose file can be fetched at a sure address; of a `millesime`, those published vintage by vintage."""
    sures = {s: f for s, f in lire().items() if not f.get("manuel") and not f.get("a_verifier")}
    return [s for s, f in sures.items() if not millesime or "{millesime}" in f.get("adresse", "")]


def _lisible() -> dict[str, dict]:
    """The table; nothing where it cannot be read: `actualiser` says it, a screen goes on."""
    with contextlib.suppress(ErreurDonnees):
        return lire()
    return {}


def fiche(source: str) -> dict:
    """What the table says of a source."""
    return _lisible().get(source, {})


def arrets() -> dict[str, str]:
    """Dataset -> year since which its producer no longer publishes it."""
    return {dataset: annee for f in _lisible().values() for dataset, annee in f.get("arret", {}).items()}


FICHIER: Final = "actualisation.json"
PRIS, INCHANGE, REFUSE, ABSENT = "publié", "inchangé", "refusé", "injoignable"
ISSUES: Final = (PRIS, INCHANGE, REFUSE, ABSENT)
# Rules that another day may lift, before a file is received: the producer is silent.
_SILENCES: Final = frozenset({"reseau", "http", "tronque", "duree"})


class Passage(NamedTuple):
    """One visit: `issue` is one of `ISSUES`; `dit`: the file taken, or why nothing was, on one line."""

    le: str
    issue: str
    dit: str


def maintenant(issue: str, dit: str) -> Passage:
    """A visit of this moment."""
    return Passage(datetime.now(UTC).isoformat(timespec="seconds"), issue, dit)


def refus(e: ErreurDonnees, *, recu: bool) -> Passage:
    """A visit that gave nothing, before or after a file was received."""
    passageres = PASSAGERES if recu else _SILENCES
    cause = f" ({e.cause})" if e.cause else ""
    return maintenant(ABSENT if e.regle in passageres else REFUSE, f"{e.trouve}{cause}")


def passages(racine: Path) -> dict[str, Passage]:
    """source -> its last visit; empty before the first one, or when the file is lost: the next visit makes it again."""
    try:
        lu = json.loads((racine / FICHIER).read_text("utf-8"))
        return {str(source): Passage(*(str(p[champ]) for champ in Passage._fields)) for source, p in lu.items()}
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def retenir(racine: Path, faits: dict[str, Passage]) -> None:
    """Keep these visits, beside those of other sources."""
    connus = passages(racine) | faits
    texte = json.dumps({s: p._asdict() for s, p in sorted(connus.items())}, ensure_ascii=False, indent=1)
    ecrire_atomique(racine / FICHIER, texte.encode())

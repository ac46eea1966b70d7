"""What the last visit to each producer gave, kept in the data root for screens, a watcher, and who runs the server."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from data_loaders.erreurs import PASSAGERES, ErreurDonnees
from data_loaders.magasin.instantane import ecrire_atomique

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


def lire(racine: Path) -> dict[str, Passage]:
    """source -> its last visit; empty before the first one, or when the file is lost: the next visit makes it again."""
    try:
        lu = json.loads((racine / FICHIER).read_text("utf-8"))
        return {str(source): Passage(*(str(p[champ]) for champ in Passage._fields)) for source, p in lu.items()}
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def retenir(racine: Path, passages: dict[str, Passage]) -> None:
    """Keep these visits, beside those of other sources.

    Raises:
        OSError: the data root cannot be written.
    """
    connus = lire(racine) | passages
    texte = json.dumps({s: p._asdict() for s, p in sorted(connus.items())}, ensure_ascii=False, indent=1)
    ecrire_atomique(racine / FICHIER, texte.encode())

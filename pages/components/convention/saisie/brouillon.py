"""What a person types before sending it, kept under the reserved root: a session that ends loses nothing of it."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from data_loaders.contracts.convention import PERIODE, mesures
from data_loaders.magasin.instantane import ecrire_atomique
from data_loaders.sources.convention import COMMENTAIRE_MAX
from geo.reglages import racine_reservee
from pages.components.acces import Agent

DOSSIER: Final = "brouillons"
CHAMPS: Final = ("valeur", "commentaire")
_CLE: Final = re.compile(rf"saisie-(?:{'|'.join(CHAMPS)})-({'|'.join(mesures())})-{PERIODE['non précisé']}", re.ASCII)


def cle(champ: str, code: str, periode: str) -> str:
    """Key of a field in the session, and in the draft."""
    return f"saisie-{champ}-{code}-{periode}"


def lire(agent: Agent) -> dict[str, str]:
    """What this person typed and has not sent; a file that cannot be read is no draft."""
    try:
        lu = json.loads(_fichier(agent).read_text("utf-8"))
        return {c: str(t)[:COMMENTAIRE_MAX] for c, t in lu.items() if _CLE.fullmatch(c)}
    except (OSError, ValueError, AttributeError):
        return {}


def garder(agent: Agent, tapes: Mapping[str, str]) -> None:
    """Add what was typed to the draft of a person; an empty text forgets its field, an empty draft its file.

    Raises:
        OSError: the reserved root cannot be written.
    """
    reste = {c: t for c, t in (lire(agent) | tapes).items() if t}
    if reste:
        ecrire_atomique(_fichier(agent), json.dumps(reste, ensure_ascii=False).encode())
    else:
        _fichier(agent).unlink(missing_ok=True)


def oublier(agent: Agent, cles: Iterable[str]) -> None:
    """Forget what was received."""
    garder(agent, dict.fromkeys(cles, ""))


def _fichier(agent: Agent) -> Path:
    return racine_reservee() / DOSSIER / f"{agent.cle}.json"

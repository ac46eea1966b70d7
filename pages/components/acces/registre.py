"""Log of the reserved space: who did what, on which data, when. Lines are added, never changed."""

from __future__ import annotations

import fcntl
import json
from datetime import UTC, datetime
from typing import Any, Final

from geo.racine import racine_reservee
from pages.components.acces.session import DOSSIER, Agent

JOURNAL: Final = "journal.jsonl"
_TEXTE_MAX: Final = 300  # characters of one value: a line stays a line


def ecrire(agent: Agent, action: str, **objet: Any) -> None:
    """Add a line; of the person, the address and the role alone.

    Raises:
        OSError: the reserved root cannot be written: what could not be logged is not done.
        RuntimeError: this process has no reserved root.
    """
    racine = racine_reservee()
    if racine is None:
        raise RuntimeError("no reserved root")
    quand = datetime.now(UTC).isoformat(timespec="seconds")
    dit = {"quand": quand, "qui": agent.courriel, "role": agent.role, "action": action} | objet
    ligne = json.dumps({c: _court(v) for c, v in dit.items()}, ensure_ascii=False) + "\n"
    chemin = racine / DOSSIER / JOURNAL
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a", encoding="utf-8") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        f.write(ligne)


def lire(combien: int = 200) -> list[dict[str, Any]]:
    """Last lines, newest first; one that cannot be read is left out."""
    racine = racine_reservee()
    try:
        lignes = (racine / DOSSIER / JOURNAL).read_text("utf-8").splitlines() if racine else []
    except FileNotFoundError:
        return []
    lues = []
    for ligne in reversed(lignes):
        try:
            lues.append(json.loads(ligne))
        except ValueError:
            continue
        if len(lues) == combien:
            break
    return lues


def _court(valeur: Any) -> Any:
    return valeur[:_TEXTE_MAX] if isinstance(valeur, str) else valeur

"""Log of the reserved space: who did what, on which data, when. Lines are added, never changed."""

import contextlib
import fcntl
import json
import os
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from geo.reglages import racine_reservee
from pages.components.acces.session import DOSSIER, Agent

JOURNAL: Final = "journal.jsonl"
_TEXTE_MAX: Final = 300  # characters of one value: a line stays a line


def ecrire(agent: Agent, action: str, **objet: Any) -> None:
    """Add a line; of the person, the account, the address and the role alone.

    Raises:
        OSError: the reserved root cannot be written: what could not be logged is not done.
        RuntimeError: this process has no reserved root.
    """
    racine = racine_reservee()
    if racine is None:
        raise RuntimeError("no reserved root")
    quand = datetime.now(UTC).isoformat(timespec="seconds")
    qui = {"qui": agent.courriel, "iss": agent.emetteur, "sub": agent.sujet, "role": agent.role}
    dit = {"quand": quand} | qui | {"action": action} | objet
    ligne = json.dumps({c: _court(v) for c, v in dit.items()}, ensure_ascii=False) + "\n"
    chemin = racine / DOSSIER / JOURNAL
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a+b") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        if f.tell() and _dernier(f) != b"\n":  # a process that died while it wrote takes no other line away
            f.write(b"\n")
        f.write(ligne.encode("utf-8", "replace"))


def lire(combien: int = 200) -> list[dict[str, Any]]:
    """Last lines, newest first; one that cannot be read is left out."""
    racine = racine_reservee()
    try:
        # What people wrote may hold other ends of line, which JSON leaves as they are.
        lignes = (racine / DOSSIER / JOURNAL).read_text("utf-8", "replace").split("\n") if racine else []
    except FileNotFoundError:
        return []
    lues = []
    for ligne in reversed(lignes):
        with contextlib.suppress(ValueError):
            lue = json.loads(ligne)
            lues += [lue] if isinstance(lue, dict) else []
        if len(lues) == combien:
            break
    return lues


def _dernier(f: BinaryIO) -> bytes:
    f.seek(-1, os.SEEK_END)
    return f.read(1)


def _court(valeur: Any) -> Any:
    return valeur[:_TEXTE_MAX] if isinstance(valeur, str) else valeur

"""Where the data root is, the one folder, outside git, that the product writes to; and the reserved one (Accès Pro)."""

from functools import lru_cache
from pathlib import Path

from geo import reglages

DEPOT = Path(__file__).resolve().parent.parent
_LIVREE = str(DEPOT / "data")


def racine_donnees() -> Path:
    """Return the data root: setting ``OBSERVATOIRE_DONNEES``, else ``data/`` at the repository's root.

    It is read at each call, so that a test or a command may move the root; the folder may not exist yet.
    """
    return _dossier(reglages.texte("OBSERVATOIRE_DONNEES", _LIVREE))


def racine_reservee() -> Path | None:
    """Root of what the public never reads: setting ``OBSERVATOIRE_RESERVE``; None in the public process.

    Its presence is what makes a process the reserved one.
    """
    nomme = reglages.texte("OBSERVATOIRE_RESERVE")
    return _dossier(nomme) if nomme else None


@lru_cache(maxsize=16)
def _dossier(nomme: str) -> Path:
    return Path(nomme).expanduser()

"""Where the data root is: the one folder, outside git, that the product writes to."""

import os
from pathlib import Path

DEPOT = Path(__file__).resolve().parent.parent


def racine_donnees() -> Path:
    """Return the data root: environment variable ``OBSERVATOIRE_DONNEES``, else ``data/`` at the repository's root.

    The variable is read at each call, so that a test or a command may move the root; the folder may not exist yet.
    """
    return Path(os.environ.get("OBSERVATOIRE_DONNEES") or DEPOT / "data").expanduser()

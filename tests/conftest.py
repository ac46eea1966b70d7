"""Fixtures of the whole suite."""

import os
from pathlib import Path

import pytest

VARIABLE_REFERENCE = "OBSERVATOIRE_REFERENCE"


class Reference:
    """Folder of the official files, which are not in the repository: `reference / "bmo/x.xlsx"` must exist."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine

    def __truediv__(self, chemin: str) -> Path:
        fichier = self.racine / chemin
        if not fichier.exists():
            pytest.fail(f"{VARIABLE_REFERENCE} is set but {chemin} is missing under it")
        return fichier


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Official files named by `OBSERVATOIRE_REFERENCE`; the test is skipped when it is not set."""
    racine = os.environ.get(VARIABLE_REFERENCE)
    if not racine:
        pytest.skip(f"{VARIABLE_REFERENCE} is not set: official files are not available")
    if not Path(racine).is_dir():
        pytest.fail(f"{VARIABLE_REFERENCE} is set but is not a folder")
    return Reference(Path(racine))

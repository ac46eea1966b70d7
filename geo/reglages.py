"""Settings of an installation: one TOML file, named by `OBSERVATOIRE_REGLAGES`, and the environment, which wins.

A key of the file is the name of its variable, without prefix, in lower case: `OBSERVATOIRE_DONNEES` is `donnees`. The
environment is read at each call, the file once by process: a change is taken at the next start, which refuses a file
that is wrong, whole, rather than start on half of it. `table_relue` alone takes a change at once: who may come in is
not left to the next start. `exploitation/reglages.toml` documents every key.

Where the data root is too, the one folder, outside git, that the product writes to; and the reserved one (Accès Pro).
"""

import os
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from geo import disque

FICHIER: Final = "OBSERVATOIRE_REGLAGES"
PREFIXE: Final = "OBSERVATOIRE_"
JOUR: Final = "OBSERVATOIRE_JOUR"  # of the tests and benches alone: a day that does not move
# Key -> type of its value. A table's own keys are known to the one who reads it.
CLES: Final[dict[str, type]] = {
    "donnees": str,
    "adresses": str,
    "editeur": str,
    "cadres": str,
    "site": str,
    "avance": str,
    "reserve": str,
    "acces_pro": dict,
}
# Variable -> what does now what it did: a machine that still has it would not serve what it expects.
RETIRES: Final = {
    "OBSERVATOIRE_RENDU": "retirer ce réglage ; chaque écran est une page servie entière",
    "OBSERVATOIRE_STOCKAGE": "retirer ce réglage ; ce qui est publié va d’une machine aux autres par "
    "exploitation/synchroniser, voir « Plusieurs machines » dans exploitation/README.md",
}
_MOTS: Final = {str: "un texte entre guillemets", dict: "une table"}


class ErreurReglages(Exception):
    """The file of settings cannot be taken as it is; the text, in French, says where and what to do."""


def texte(variable: str, defaut: str = "") -> str:
    """Value of a setting: that of the environment, else that of the file, else `defaut`; an empty one is not set.
    ErreurReglages, here and below: the file cannot be read, or holds what is no setting."""
    return os.environ.get(variable) or _du_fichier().get(_cle(variable, str)) or defaut


def jour() -> date:
    """Today, unless a test fixed it."""
    fixe = os.environ.get(JOUR)
    return date.fromisoformat(fixe) if fixe else date.today()


def table(nom: str) -> dict[str, Any]:
    """A table of the file; empty when it is not written."""
    return dict(_du_fichier().get(_cle(nom, dict), {}))


def table_relue(nom: str) -> dict[str, Any]:
    """The same, as the file is now; it may have become wrong since the start."""
    return dict(_du_fichier(_relire).get(_cle(nom, dict), {}))


def veille() -> tuple[str, float]:
    """Where systemd listens to this service, and every how many seconds it wants a sign; ("", 0) when it wants none."""
    ou, delai_us = os.environ.get("NOTIFY_SOCKET", ""), os.environ.get("WATCHDOG_USEC", "")
    return (ou.replace("@", "\0", 1) if ou.startswith("@") else ou, int(delai_us) / 1e6) if ou and delai_us else ("", 0)


def verifier() -> None:
    """Read the file, if one is named; ErreurReglages too where a setting of before is still in the environment."""
    _du_fichier()
    for variable, remede in RETIRES.items():
        if variable in os.environ:
            raise _erreur(variable, "ce réglage n’existe plus", remede)


def _cle(nom: str, genre: type) -> str:
    cle = nom.removeprefix(PREFIXE).lower()
    if CLES.get(cle) is not genre:
        raise KeyError(f"{nom} is not declared in CLES")
    return cle


def _du_fichier(lire: Callable[[Path], dict[str, Any]] | None = None) -> dict[str, Any]:
    nomme = os.environ.get(FICHIER)
    return (lire or _lire)(Path(nomme).expanduser()) if nomme else {}


def _analyser(chemin: Path) -> dict[str, Any]:
    try:
        lu = tomllib.loads(chemin.read_text("utf-8"))
    except OSError as e:
        raise _erreur(chemin.name, disque.dire(e), f"vérifier {FICHIER} et les droits de ce fichier") from e
    except ValueError as e:
        raise _erreur(chemin.name, f"ce n’est pas du TOML ({e})", "corriger cette ligne") from e
    for cle, valeur in lu.items():
        if remede := RETIRES.get(f"{PREFIXE}{cle.upper()}"):
            raise _erreur(chemin.name, f"« {cle} » n’existe plus", remede)
        if cle not in CLES:
            raise _erreur(chemin.name, f"clé inconnue « {cle} »", f"écrire l’une de celles-ci : {', '.join(CLES)}")
        if not isinstance(valeur, CLES[cle]):
            raise _erreur(chemin.name, f"« {cle} » ne convient pas : {valeur!r}", f"écrire {_MOTS[CLES[cle]]}")
    return lu


_lire, _relire = cache(_analyser), disque.relu(maxsize=1)(_analyser)


def _erreur(ou: str, trouve: str, remede: str) -> ErreurReglages:
    return ErreurReglages(f"Réglages {ou} : {trouve}.\n  À faire : {remede}.")


DEPOT = Path(__file__).resolve().parent.parent
_LIVREE = str(DEPOT / "data")


def racine_donnees() -> Path:
    """Return the data root, which may not exist yet: setting ``OBSERVATOIRE_DONNEES``, else ``data/`` at the
    repository's root; read at each call, so that a test or a command may move it."""
    return _dossier(texte("OBSERVATOIRE_DONNEES", _LIVREE))


def racine_reservee() -> Path | None:
    """Root of what the public never reads: setting ``OBSERVATOIRE_RESERVE``; None in the public process: its presence
    is what makes a process the reserved one."""
    nomme = texte("OBSERVATOIRE_RESERVE")
    return _dossier(nomme) if nomme else None


@lru_cache(maxsize=16)
def _dossier(nomme: str) -> Path:
    return Path(nomme).expanduser()

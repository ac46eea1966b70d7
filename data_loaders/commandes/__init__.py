"""The commands of `python -m data_loaders`, one module a group; each returns an exit code."""

import errno

from data_loaders.erreurs import PASSAGERES
from geo.reglages import ErreurReglages

FAIT, DEFAUT, MAUVAIS_USAGE, REFUSE, PLUS_TARD = 0, 1, 2, 3, 75
TOUT = "tout"  # in place of a source
# What the system says of a path that was given wrong; the rest is its own failure.
_CHEMIN = frozenset({errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})


def marque(inventes: bool) -> str:
    """What ends a line that speaks of invented figures."""
    return " — Données de démonstration" if inventes else ""


def code(erreur: Exception) -> int:
    """Exit code of a failure: `REFUSE` for what is wrong in a file, and for nothing else."""
    match erreur:
        case ErreurReglages():
            return MAUVAIS_USAGE
        case OSError():
            return MAUVAIS_USAGE if erreur.errno in _CHEMIN else PLUS_TARD
        case _:
            return PLUS_TARD if getattr(erreur, "regle", "") in PASSAGERES else REFUSE

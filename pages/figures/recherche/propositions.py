"""Words of the proposals of the search fields: all screens', and that of métiers."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from data_loaders.francais import capitale
from data_loaders.metiers.recherche import Trouve
from pages.figures.ecrans import ECRANS
from pages.figures.estimees import UNITES
from pages.figures.recherche.adresses import Reponse

# What the end of a line says of where it leads.
TITRES: Final = {e.module: e.titre for e in ECRANS} | {"tendances": "Courbe"}


class Proposition(NamedTuple):
    """A proposal: its key, its sentence, what it is, its mark (age or certainty), the screen that it opens."""

    cle: str
    libelle: str
    precision: str
    marque: str = ""
    ecran: str = ""


def des_metiers(trouves: Sequence[Trouve]) -> list[Proposition]:
    """Proposals in the order found: level and code, why each was found."""
    return [Proposition(t.cle, t.libelle, f"{capitale(UNITES[t.niveau][0])} {t.code} · {t.pourquoi}") for t in trouves]


def de(reponses: Sequence[Reponse]) -> list[Proposition]:
    """Proposals in the order of the answers."""
    return [Proposition(r.adresse, r.dit, r.precision, r.age, TITRES[r.module]) for r in reponses]

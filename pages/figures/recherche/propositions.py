"""Words of the proposals of the search fields: all screens', and that of métiers."""

from collections.abc import Sequence
from typing import NamedTuple

from data_loaders.francais import capitale
from data_loaders.metiers.recherche import Trouve
from pages.figures.ecrans import ECRANS
from pages.figures.meteo.vue import UNITES
from pages.figures.recherche.adresses import Reponse

TITRES = {e.module: e.titre for e in ECRANS}


class Proposition(NamedTuple):
    """A proposal: its key, its label, what it is (level and code), and why it is proposed."""

    cle: str
    libelle: str
    precision: str
    pourquoi: str


def des_metiers(trouves: Sequence[Trouve]) -> list[Proposition]:
    """Proposals in the order found."""
    return [Proposition(t.cle, t.libelle, f"{capitale(UNITES[t.niveau][0])} {t.code}", t.pourquoi) for t in trouves]


def de(reponses: Sequence[Reponse]) -> list[Proposition]:
    """Proposals in the order of the answers: where each leads, and the screen it opens, unless that says it already."""
    return [
        Proposition(r.adresse, r.dit, "" if r.dit.startswith(TITRES[r.module]) else TITRES[r.module], "")
        for r in reponses
    ]

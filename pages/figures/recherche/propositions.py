"""Words of the proposals of the field."""

from __future__ import annotations

from collections.abc import Sequence

from pages.figures.ecrans import ECRANS
from pages.figures.meteo.recherche import Proposition
from pages.figures.recherche.reponses import Reponse

TITRES = {e.module: e.titre for e in ECRANS}


def de(reponses: Sequence[Reponse]) -> list[Proposition]:
    """Proposals in the order of the answers: where each leads, and the screen it opens, unless that says it already."""
    return [
        Proposition(r.adresse, r.dit, "" if r.dit.startswith(TITRES[r.module]) else TITRES[r.module], "")
        for r in reponses
    ]

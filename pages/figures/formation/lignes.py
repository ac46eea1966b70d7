"""One line of a table for a diploma: its link, then the rates of each voie."""

from __future__ import annotations

from data_loaders.francais import INSEC
from data_loaders.metiers.diplomes import Diplome
from pages.figures.formation import mots

_TAUX = {"taux_emploi_6": "emploi à 6 mois", "taux_poursuite": "poursuite d’études"}
ENTETES = [("Niveau", False), ("Diplôme", False), ("Lien", False)]
ENTETES += [(f"{nom}, {quoi}", True) for quoi in _TAUX.values() for nom in mots.COLONNES.values()]


def ligne(d: Diplome) -> list[str]:
    """Cells under `ENTETES`; an empty rate says why in a word."""
    taux = [mots.cellule(d, voie, mesure) for mesure in _TAUX for voie in mots.VOIES]
    return [mots.niveau(d.niveau) or "inconnu", d.libelle, lien(d), *taux]


def lien(d: Diplome) -> str:
    """« fort, 100 % »: how sure the link is, and its share of the official links of the diploma."""
    return f"{mots.CONFIANCES[d.confiance].removeprefix('lien ')},{INSEC}{mots.pourcent(100 * d.poids)}"

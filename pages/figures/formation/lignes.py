"""One line of a table for a diploma: its link, then the rates of each voie."""

from data_loaders.francais import INSEC
from data_loaders.metiers.diplomes import Diplome
from pages.figures.formation import mots

_TAUX = {"taux_emploi_6": "emploi à 6 mois", "taux_poursuite": "poursuite d’études"}


def entetes(court: bool = False) -> list[tuple[str, bool]]:
    """Heads of the columns; `court`: employment alone, for a room."""
    taux = [(f"{nom}, {quoi}", True) for quoi in _TAUX.values() for nom in mots.COLONNES.values()]
    return [("Niveau", False), ("Diplôme", False), ("Lien", False), *taux[: len(mots.COLONNES) if court else None]]


def ligne(d: Diplome, court: bool = False) -> list[str]:
    """Cells under `entetes`; an empty rate says why in a word."""
    taux = [mots.cellule(d, voie, mesure) for mesure in _TAUX for voie in mots.VOIES]
    fixes = [f"niv.{INSEC}{n}" if (n := mots.niveau(d.niveau)) else "inconnu", d.libelle, lien(d)]
    return [*fixes, *taux][: len(entetes(court))]


def lien(d: Diplome) -> str:
    """« fort, 100 % »: how sure the link is, and its share of the official links of the diploma."""
    return f"{mots.CONFIANCES[d.confiance].removeprefix('lien ')},{INSEC}{mots.pourcent(100 * d.poids)}"

"""Projects of a sector by département, as bars from zero: `preparer` thinks, `figure` draws."""

from typing import Any

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.francais import INSEC
from data_loaders.measures import mots_estimation as mots
from data_loaders.metiers.secteurs import Releve
from geo import zonages
from pages.figures import lecture
from pages.figures.barres import Barre

ZONAGE = "departement"


def preparer(releve: Releve, annee: str) -> tuple[Barre, ...]:
    """Bars of the départements, the longest first, those without figure last with their reason."""
    projets = releve.tableau("bmo_projets", ZONAGE).periode(annee)
    noms = zonages.noms(ZONAGE)
    barres = [_barre(noms[code], ligne, releve.marche(annee, ZONAGE, code)) for code, ligne in projets.iterrows()]
    return tuple(sorted(barres, key=lambda b: (b.valeur is None, -(b.valeur or 0.0), b.libelle)))


def _barre(nom: str, projets: pd.Series, r: Any) -> Barre:
    if projets["obs_status"] in VIDES:
        raison = projets["raison"].partition(" :")[0]
        texte = f"{lecture.SIGNES[projets['obs_status']]}{INSEC}: {raison}"
        return Barre(nom, None, texte, texte)
    nombre = francais.nombre(projets["value"])
    texte, court = (f"au moins {nombre}", f"≥{INSEC}{nombre}") if projets["minorant"] else (nombre, nombre)
    if r is not None and r.statut == "estime":
        difficiles = mots.part_dite(r.q_estimee)
        texte, court = f"{texte}, dont {difficiles} jugés difficiles, estimé", f"{court}, {difficiles}"
    return Barre(nom, float(projets["value"]), texte, court)

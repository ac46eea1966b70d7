"""The complete index step by step, with the figures of one cell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data_loaders.francais import FINE, INSEC, nombre
from data_loaders.parametres import ParametresMeteo, meteo
from pages.figures.meteo.methode import Etape

BASE = "offres en ligne / DEFM ABC"


def etapes(r: Any, p: ParametresMeteo | None = None) -> list[Etape]:
    """The steps for one row of `meteo_complete.completes`, as far as it goes.

    Args:
        r: the row; p: parameters, those of the file by default.
    """
    p = p or meteo()
    if pd.isna(r.r):
        raison = r.partiel or r.raison
        return [Etape("Les offres et les demandeurs", _REGLE_RAPPORT, f"Calcul impossible ici{INSEC}: {raison}.")]
    reference = p.rapport_reference[BASE]
    debut = [
        Etape(
            "Les offres et les demandeurs",
            _REGLE_RAPPORT,
            f"({nombre(r.offres, 1)} + {nombre(p.lissage)} × {nombre(r.rho, 4)}) ÷ ({nombre(r.demandeurs, 1)} + "
            f"{nombre(p.lissage)}) = {nombre(r.r, 4)} offre par demandeur.",
        ),
        Etape(
            "Le score des offres",
            f"Un score de 50 correspond au rapport de toute la région ({nombre(reference, 4)}){FINE}; il gagne 25 "
            "points chaque fois que le rapport double, sans dépasser 0 ni 100.",
            f"50 + 50 × ln({nombre(r.r, 4)} ÷ {nombre(reference, 4)}) ÷ ln(4) = {nombre(r.s_r, 2)}.",
        ),
    ]
    if pd.isna(r.T) or r.partiel:
        return [*debut, Etape("L’indice", _REGLE_MELANGE, f"Indice partiel ou absent{INSEC}: {r.partiel or r.raison}.")]
    fin = Etape(
        "L’indice complet",
        _REGLE_MELANGE,
        f"{nombre(p.poids_offres, 3)} × {nombre(r.s_r, 2)} + {nombre(p.poids_bmo, 3)} × {nombre(100 * r.q_tilde, 2)} = "
        f"{nombre(r.T, 2)} sur 100{INSEC}: classe {int(r.niveau_complet)} sur 5."
        if pd.notna(r.niveau_complet)
        else f"{nombre(r.T, 2)} sur 100{INSEC}: {r.raison}.",
    )
    return [*debut, fin]


_REGLE_RAPPORT = (
    "On rapporte les offres diffusées en douze mois aux demandeurs inscrits. Les petits effectifs sont rapprochés du "
    f"rapport régional du même métier (le troisième nombre){INSEC}: sans cela, deux offres pour un inscrit feraient "
    "une tension extrême."
)
_REGLE_MELANGE = (
    "L’indice est une moyenne du score des offres et de la part retenue de projets difficiles. Les poids sont ceux de "
    "la méthode officielle, sans la composante qui manque à nos fichiers. Limites des classes : 20, 40, 60 et 80."
)

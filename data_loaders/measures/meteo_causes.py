"""What drives the class of a cell of the météo: its pulled share taken apart, in points that add up.

Points are percentage points of the share of projects judged difficult.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from data_loaders.parametres import ParametresMeteo, meteo

REGION = "52"


class Moteur(NamedTuple):
    """One cause of a gap. `points`: what it adds to or takes from the share; `part`: the share it rests on, 0..1."""

    cle: str
    libelle: str
    points: float
    part: float


class Moteurs(NamedTuple):
    """What separates the pulled share of a cell from a reference.

    Attributes:
        reference: the limit of the class or the share of all métiers in the region, 0..1; `reference_dite` in words.
        total: points from the reference to the pulled share; the points of `causes` add up to it.
        causes: in the order of the method.
        secret: the territory's own share rests on one hidden count, and must not be printed.
    """

    reference: float
    reference_dite: str
    total: float
    causes: tuple[Moteur, ...]
    secret: bool


def moteurs(ligne: Any, niveau: str, vers: str = "region", p: ParametresMeteo | None = None) -> Moteurs | None:
    """Take apart the pulled share of a cell: q̃ − R = w(q_vis − R) + w(q − q_vis) + (1 − w)(q_r − R) + (1 − w)(c − q_r).

    q_vis is the visible share, q the one with the fills of hidden cells, q_r the same group in the region, c the
    target; for the region itself, which has no other group above, the two last terms are (1 − w)(c − R). Seasonal
    projects are not in the index: they move nothing here.

    Args:
        ligne: one row of `meteo.indices`.
        niveau: level of the row; only a métier has a target that is not the group's own regional share.
        vers: `region` (all métiers of the region, same vintage) or `limite` (the nearest limit of a class).

    Returns:
        None when the cell has no visible share.

    Raises:
        KeyError: unknown `vers`.
    """
    p = p or meteo()
    references = {
        "region": (ligne.q_tilde - ligne.gap, "la région, tous métiers, la même année"),
        "limite": _limite(ligne.q_tilde, p),
    }
    reference, dite = references[vers]
    if pd.isna(ligne.q_tilde):
        return None
    visibles = 0.0 if pd.isna(ligne.difficiles_visibles) else ligne.difficiles_visibles / ligne.projets_visibles
    w, q_region = ligne.w, ligne.q_region
    causes = [
        Moteur("territoire", "les réponses visibles des employeurs d’ici", 100 * w * (visibles - reference), visibles),
        Moteur("caches", "les cellules masquées, comptées à leur moyenne", 100 * w * (ligne.q - visibles), ligne.q),
    ]
    if ligne.code_zone == REGION:
        vers_quoi = "sa famille" if niveau == "metier" else "l’ensemble des métiers"
        causes.append(
            Moteur("rappel", f"le rappel vers {vers_quoi}", 100 * (1 - w) * (ligne.cible - reference), ligne.cible)
        )
    else:
        points = 100 * (1 - w) * (q_region - reference)
        causes.append(Moteur("region", "le même groupe dans la région", points, q_region))
    if niveau == "metier" and ligne.code_zone != REGION:
        points = 100 * (1 - w) * (ligne.cible - q_region)
        causes.append(Moteur("famille", "le rappel du métier régional vers sa famille", points, ligne.cible))
    return Moteurs(reference, dite, 100 * (ligne.q_tilde - reference), tuple(causes), bool(ligne.part_secrete))


def _limite(q_tilde: float, p: ParametresMeteo) -> tuple[float, str]:
    limite = min(p.limites_niveau, key=lambda x: abs(x - q_tilde))
    classe = p.limites_niveau.index(limite) + 1
    return limite, f"la limite entre les classes {classe} et {classe + 1}"

"""What may be said of an estimated share: its class and its chance, where it stands, its rank, whether it moved.

Every statement carries a chance under a normal law around the share (`erreur`); a class never contradicts the share
that is printed. Shares are 0..1. Arguments are numbers, arrays or series; series come back with their index.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from data_loaders.parametres import ParametresMeteo, meteo

TOLERANCE = 1e-12


def variance(q, p: ParametresMeteo | None = None):
    """q(1−q), kept within the bounds of the method."""
    return np.clip(q * (1 - q), *(p or meteo()).variance)


def erreur(q, concentration, p: ParametresMeteo | None = None):
    """s: how far the share that lasts, at this year's level, may be from the estimate, a year of drift included.

    `concentration` is H = ΣP²/(ΣP)² over the métier × bassin cells summed, 1 for one cell.
    """
    p = p or meteo()
    return np.sqrt(variance(q, p) * (p.dispersion * concentration + p.derive))


def erreur_ecart(q, concentration, p: ParametresMeteo | None = None):
    """The same for a gap between two shares of the region: what the whole region has in common is left out."""
    p = p or meteo()
    return np.sqrt(variance(q, p) * p.dispersion * concentration)


def marge(q, projets, reponses: float, p: ParametresMeteo | None = None):
    """Margin of the declared share, 95 in 100, for `reponses`·√P independent answers."""
    p = p or meteo()
    return p.marge_z * np.sqrt(variance(q, p) / (reponses * np.sqrt(projets)))


def dire(q: pd.Series, s: pd.Series, p: ParametresMeteo | None = None) -> pd.DataFrame:
    """The class of each share, its chance, and the neighbour named with it when that chance is too small.

    Returns:
        `classe` (1–5), `chance` (that the share meets the words of this class alone: under a fifth, under two fifths,
        two to three fifths, over three fifths, over four fifths), `ou` (neighbour class or null), `chance_ou` (of one
        or the other). A null share has null columns.
    """
    p = p or meteo()
    parts, erreurs = np.asarray(q, dtype=float), np.asarray(s, dtype=float)

    def sous(limite: float) -> np.ndarray:
        return ndtr((limite + TOLERANCE - parts) / erreurs)

    (bas, haut), (tres_bas, tres_haut) = p.limites_classe, p.limites_tres
    chances = {2: sous(bas), 3: sous(haut) - sous(bas), 4: 1 - sous(haut)}
    rang = (parts >= bas - TOLERANCE).astype(int) + (parts >= haut - TOLERANCE)
    chance = np.choose(rang, list(chances.values()))
    voisine = np.where(rang != 1, 3, np.where(chances[2] >= chances[4], 2, 4))
    tres = {5: 1 - sous(tres_haut), 1: sous(tres_bas)}
    merites = [c >= p.chance_tres for c in tres.values()]
    partage = ~np.any(merites, axis=0) & (chance < p.chance_seule)
    r = pd.DataFrame(
        {
            "classe": np.select(merites, list(tres), 2 + rang),
            "chance": np.select(merites, list(tres.values()), chance),
            "ou": np.where(partage, voisine, np.nan),
            "chance_ou": np.where(partage, chance + np.choose(voisine - 2, list(chances.values())), np.nan),
        },
        index=q.index,
    )
    r = r.where(pd.Series(~np.isnan(parts), index=q.index))
    return r.astype({"classe": "Int64", "ou": "Int64"})


def position(q, reference, seuil):
    """−1 below the reference, 1 above, 0 when the gap cannot be told from chance.

    `seuil` is `surete` × the error: `erreur` for a group of métiers against all métiers of the region, `erreur_ecart`
    for a zone against the region, all métiers together; for a declared share, its margin.
    """
    ecart = q - reference
    return np.sign(ecart) * (np.abs(ecart) >= seuil)


def rangs(q: pd.Series, s_ecart: pd.Series, p: ParametresMeteo | None = None) -> pd.DataFrame:
    """Best and worst rank (1 = the highest share) of each row of one list, by the gaps that are sure.

    Args:
        s_ecart: from `erreur_ecart`.

    Returns:
        `meilleur` = 1 + rows surely above, `pire` = rows less those surely below.
    """
    parts, variances = q.to_numpy(), s_ecart.to_numpy() ** 2
    seuils = (p or meteo()).surete * np.sqrt(np.add.outer(variances, variances)) + TOLERANCE
    ecarts = np.subtract.outer(parts, parts) / seuils
    au_dessus, au_dessous = (ecarts <= -1).sum(axis=1), (ecarts >= 1).sum(axis=1)
    return pd.DataFrame({"meilleur": 1 + au_dessus, "pire": len(parts) - au_dessous}, index=q.index)


def tendance(q0, q1, concentration0, concentration1, p: ParametresMeteo | None = None) -> dict:
    """The change of an estimated share between two vintages.

    Returns:
        `delta` = q1 − q0, its `erreur`, `z`, `etabli` (further than its error explains) and `grand` (of size): two
        words for two tests.
    """
    p = p or meteo()
    dispersion = p.dispersion_tendance * (concentration0 + concentration1) / 2 + p.derive_tendance
    delta, e = q1 - q0, np.sqrt(variance((q0 + q1) / 2, p) * dispersion)
    return {
        "delta": delta,
        "erreur": e,
        "z": delta / e,
        "etabli": np.abs(delta) >= p.fleche_z * e,
        "grand": np.abs(delta) >= p.fleche_part - TOLERANCE,
    }


def z_projets(projets0, projets1, p: ParametresMeteo | None = None):
    """z of ln(P₁/P₀), the change of the number of projects between two vintages."""
    dispersion = (p or meteo()).dispersion_projets
    return np.log(projets1 / projets0) / np.sqrt(dispersion * (1 / np.sqrt(projets0) + 1 / np.sqrt(projets1)))


def evolution_projets(visibles0, caches0, plafond0, visibles1, caches1, plafond1, p: ParametresMeteo | None = None):
    """Lowest and highest change of the number of projects (0.1 = one tenth more) that hidden counts allow.

    Args:
        visibles0, visibles1: visible sums; caches0, caches1: hidden counts of projects; plafond0, plafond1: the most
            that one of them may be. One is at least 1 where counts are whole, which the cap tells.
    """
    entier = (p or meteo()).plafond_entier
    moins0, moins1 = (np.where(c == entier, n, 0) for n, c in ((caches0, plafond0), (caches1, plafond1)))
    bas = (visibles1 + moins1) / (visibles0 + plafond0 * caches0) - 1
    haut = (visibles1 + plafond1 * caches1) / (visibles0 + moins0) - 1
    return bas, haut

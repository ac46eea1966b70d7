"""What may be said of a figure of the survey: its class, how sure its side is, whether it differs, whether it moved.

One test for everything, `differe`. Shares are 0..1. Arguments are numbers, arrays or series; series come back with
their index. `niveau` is a key of the tables of errors of `meteo.toml`; `zonage` is one of `ZONAGES`, or "" for a union.
"""

import numpy as np
import pandas as pd

from data_loaders.measures.estimation import poids_local
from data_loaders.parametres import meteo

TOLERANCE = 1e-12
ZONAGES = ("bassin", "departement", "region")
SOLIDE, ASSEZ_SOLIDE, FRAGILE = "solide", "indicatif", "fragile"
SURS = (SOLIDE, ASSEZ_SOLIDE)  # degrees that titles, counts and rankings may speak of
FACILE, PARTAGE, DIFFICILE = "facile", "partage", "difficile"


def _de(table: dict[str, list[float]], niveau: str, zonage: str) -> float:
    return table[niveau][ZONAGES.index(zonage or "bassin")]


def variance(q):
    """q(1−q), kept within the bounds of the method."""
    return np.clip(q * (1 - q), *meteo().variance)


def erreur(q, projets, niveau: str, zonage: str):
    """s: how far the share that lasts, at this year's level, may be from the estimate, a year of drift included."""
    p = meteo()
    return np.sqrt(_de(p.erreur_estimee, niveau, zonage) * variance(q) / (np.sqrt(projets) + p.poids_france))


def erreur_declaree(q, projets, niveau: str, zonage: str):
    """Standard error of the declared share, by sampling; its margin is `surete` times that."""
    return np.sqrt(_de(meteo().bruit_declaree, niveau, zonage) * variance(q) / np.sqrt(projets))


def appui(w: pd.Series) -> pd.Series:
    """What weighs most in an estimate: the answers of the place, France, or neither; null of a null weight."""
    dit = np.select([w >= 0.5, w >= meteo().poids_faible], ["ici", "partagé"], "France")
    return pd.Series(dit, w.index, "object").where(w.notna())


def trop_large(marge_points):
    """Whether a declared share says nothing: its margin is too wide."""
    return marge_points > meteo().marge_maximale_points


def erreur_projets(projets, niveau: str, zonage: str):
    """Standard error of ln P, the number of projects."""
    return np.sqrt(_de(meteo().bruit_projets, niveau, zonage) / np.sqrt(projets))


def bruit(q, projets, niveau: str, zonage: str):
    """Variance that one survey brings to the series of estimates: what lasts between cell and France cancels in it."""
    declaree = poids_local(projets) * erreur_declaree(q, projets, niveau, zonage)
    return declaree**2 + meteo().erreur_france[niveau] ** 2


def differe(ecart, variances):
    """The one test: 1 or −1 when a gap is larger than chance makes in 95 cases of 100, 0 otherwise; null stays null."""
    sur = np.abs(ecart) > meteo().surete * np.sqrt(variances)
    return np.where(np.isnan(ecart), np.nan, np.sign(ecart) * sur)


def pourcent(q):
    """The whole percent that is printed, halves up."""
    return np.floor(100 * q + 0.5)


def classe(q):
    """1 to 5, of the printed percent: a limit belongs to the class above; null for a null share."""
    limites = meteo().limites_classe
    rang = 1 + sum((pourcent(q) >= 100 * x - TOLERANCE).astype(int) for x in limites)
    return rang.where(q.notna()).astype("Int64")


def cote(classes: pd.Series) -> pd.Series:
    """Side of a class: `facile` (1, 2), `partage` (3), `difficile` (4, 5), "" for a null one."""
    cotes = {1: FACILE, 2: FACILE, 3: PARTAGE, 4: DIFFICILE, 5: DIFFICILE}
    return classes.map(cotes).astype(object).where(classes.notna(), "")


def dire(q: pd.Series, s: pd.Series) -> pd.DataFrame:
    """The class of each share (1–5) and how sure its side is: `certitude` is `SOLIDE`, `ASSEZ_SOLIDE` or `FRAGILE`
    (chance, by s, that the share that lasts is on the side of the printed one); null and "" for a null share."""
    from scipy.special import ndtr  # scipy is long to load, and most commands and screens need none of it

    p = meteo()
    classes = classe(q)
    cotes, (_, milieu, haut, _) = cote(classes), p.limites_classe
    sous = [ndtr((x - q) / s) for x in (milieu, haut)]
    chance = np.select([cotes == FACILE, cotes == PARTAGE], [sous[0], sous[1] - sous[0]], 1 - sous[1])
    degres = np.select([chance >= p.chance_solide, chance >= p.chance_assez_solide], SURS, FRAGILE)
    return pd.DataFrame({"classe": classes, "certitude": np.where(classes.notna(), degres, "")}, index=q.index)


def rangs(q: pd.Series, s: pd.Series) -> pd.DataFrame:
    """Best and worst rank (1 = the highest share) of each row of one list, by the gaps that `differe`: `meilleur` = 1 +
    rows surely above, `pire` = rows less those surely below."""
    parts, variances = q.to_numpy(), s.to_numpy() ** 2
    ecarts = np.subtract.outer(parts, parts)
    surs = np.abs(ecarts) > meteo().surete * np.sqrt(np.add.outer(variances, variances))
    au_dessus, au_dessous = (surs & (ecarts < 0)).sum(axis=1), (surs & (ecarts > 0)).sum(axis=1)
    return pd.DataFrame({"meilleur": 1 + au_dessus, "pire": len(parts) - au_dessous}, index=q.index)


def evolution_projets(visibles0, caches0, plafond0, visibles1, caches1, plafond1):
    """Lowest and highest change of the number of projects (0.1 = one tenth more) that hidden counts allow; `visibles0`,
    `visibles1`: visible sums; `caches0`, `caches1`: hidden counts of projects; `plafond0`, `plafond1`: the most that
    one of them may be. One is at least 1 where counts are whole, which the cap tells."""
    entier = meteo().plafond_entier
    moins0, moins1 = (np.where(c == entier, n, 0) for n, c in ((caches0, plafond0), (caches1, plafond1)))
    bas = (visibles1 + moins1) / (visibles0 + plafond0 * caches0) - 1
    haut = (visibles1 + plafond1 * caches1) / (visibles0 + moins0) - 1
    return bas, haut

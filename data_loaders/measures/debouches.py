"""From a diploma to the métiers it may lead to: certification → ROME → FAP, many-to-many at each step.

A weight is a share of the official links (ROME, then ROME × qualification), never of the leavers: nothing says how many
of those who trained work in a métier, and no leaver is split nor added up along a link.
"""

from collections.abc import Iterable

import pandas as pd

# How a diploma is found among the certifications: by its own code, a former one, or that of the one that replaces it.
LIENS = ("direct", "ancien", "nouveau")
FORTE, MOYENNE, FAIBLE = "forte", "moyenne", "faible"
# Half of the links of a diploma, or a fifth: under it the diploma leads mostly elsewhere.
POIDS_FORT, POIDS_MOYEN = 0.5, 0.2


def romes(certifications: pd.DataFrame, suites: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """ROME that each diploma leads to, by the first of `LIENS` that knows it.

    Args:
        certifications: columns code_cfd, code_ancien_cfd ("" when there is none), code_rome.
        suites: columns code_cfd, sens (`nouveau`…), code_autre.
        codes: diplomas (CFD) looked for; those that no link knows have no row.

    Returns:
        Columns code, code_rome, lien.
    """
    directs = certifications[["code_cfd", "code_rome"]].set_axis(["code", "code_rome"], axis=1)
    anciens = certifications[["code_ancien_cfd", "code_rome"]].set_axis(["code", "code_rome"], axis=1)
    nouveaux = suites[suites["sens"] == "nouveau"].merge(directs, left_on="code_autre", right_on="code")
    nouveaux = nouveaux[["code_cfd", "code_rome"]].set_axis(["code", "code_rome"], axis=1)
    restent, parties = set(codes), []
    for lien, table in zip(LIENS, (directs, anciens, nouveaux), strict=True):
        trouves = table[table["code"].isin(restent)].drop_duplicates()
        parties.append(trouves.assign(lien=lien))
        restent -= set(trouves["code"])
    return pd.concat(parties, ignore_index=True)


def metiers(liens: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Métiers that each diploma may lead to; each of its ROME weighs the same.

    Args:
        liens: rows of `romes`.
        passages: columns code_rome, code_metier, part (sums to 1 by ROME), see `meteo_complet.passages`.

    Returns:
        Columns code, code_metier, lien, poids (0 to 1; sums to 1 by diploma when each of its ROME leads to a métier),
        romes (codes through which the link goes, "|" between), romes_nb (all those of the diploma), confiance; the
        heaviest link of each diploma first.
    """
    total = liens.groupby("code")["code_rome"].nunique().rename("romes_nb")
    lies = liens.merge(passages, on="code_rome").join(total, on="code")
    lies["poids"] = lies["part"] / lies["romes_nb"]
    lies = lies.sort_values("code_rome").groupby(["code", "code_metier", "lien", "romes_nb"], as_index=False)
    lies = lies.agg(poids=("poids", "sum"), romes=("code_rome", "|".join))
    lies["confiance"] = [confiance(*couple) for couple in zip(lies["lien"], lies["poids"], strict=True)]
    ordre = {"by": ["code", "poids", "code_metier"], "ascending": [True, False, True]}
    return lies[["code", "code_metier", "lien", "poids", "romes", "romes_nb", "confiance"]].sort_values(
        **ordre, ignore_index=True
    )


def confiance(lien: str, poids: float) -> str:
    """How sure a link is: its weight, one step less when the diploma is known by another code than its own."""
    degres = (FAIBLE, MOYENNE, FORTE)
    # A share of links is a sum of fractions: five tenths may read 0.49999.
    degre = (poids > POIDS_MOYEN - 1e-9) + (poids > POIDS_FORT - 1e-9)
    return degres[max(0, degre - (lien != "direct"))]


def grouper(lies: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Links to a set of métiers taken as one (a group, a sector): weights add up, a diploma has one row.

    Args:
        lies: rows of `metiers`; codes: beginnings of codes of métiers.

    Returns:
        The same columns, code_metier replaced by metiers ("|" between), the heaviest first.
    """
    dedans = lies[lies["code_metier"].str.startswith(tuple(codes))]
    if dedans.empty:
        return dedans.rename(columns={"code_metier": "metiers"})
    un = dedans.groupby(["code", "lien", "romes_nb"], as_index=False).agg(
        metiers=("code_metier", "|".join),
        poids=("poids", "sum"),
        romes=("romes", lambda r: "|".join(sorted({c for codes in r for c in codes.split("|")}))),
    )
    un["confiance"] = [confiance(*couple) for couple in zip(un["lien"], un["poids"], strict=True)]
    return un.sort_values(["poids", "code"], ascending=[False, True], ignore_index=True)

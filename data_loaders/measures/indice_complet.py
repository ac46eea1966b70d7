"""Complete index: the estimated share of difficult projects beside offers and job-seekers, by ROME métier or by group.

T = 0.375 × score of the ratio offers / job-seekers + 62.5 × estimated share. What is said of T follows the rule of the
shares, with the error of its survey part: the noise of offers and job-seekers is not measured. Counts brought to groups
of the survey come from `meteo_groupes`, ratios and scores from `meteo_complet`.
"""

import numpy as np
import pandas as pd

from data_loaders.francais import nombre
from data_loaders.measures import enonces, meteo_complet, meteo_groupes
from data_loaders.parametres import meteo

CLES = ["code_zone", "code_groupe"]
SANS_ENQUETE = "partiel : offres et inscrits seuls"
SANS_OFFRES = "partiel : enquête BMO seule"
RAISON_SANS_COMPOSANTE = "effectif insuffisant : ni assez de projets, ni assez d’offres et d’inscrits"
HORS_D_ATTEINTE = "hors d’atteinte par les seuls candidats"
COMPOSANTE = ["P", "q_estimee", "s"]


def composante(marches: pd.DataFrame) -> pd.DataFrame:
    """What the survey brings to each group of a vintage: `CLES`, P, q_estimee, s; groups wholly hidden are left out.

    Args:
        marches: rows of one vintage of `marches.decrire`.
    """
    return marches.loc[marches["statut"].isin(["estime", "effectif"]), [*CLES, *COMPOSANTE]]


def rattacher(marches: pd.DataFrame, liens: pd.DataFrame) -> pd.DataFrame:
    """The same for each ROME: mean of its survey métiers, weight = share of the ROME sent to each × projects.

    Args:
        marches: rows of one vintage of `marches.decrire(…, "metier", zonage)`.
        liens: code_rome, code_metier, part, from `meteo_complet.passages`.

    Returns:
        Columns of `composante`, `code_groupe` being the ROME; `s` as if its métiers erred together: the most they can.
    """
    df = composante(marches).merge(liens, left_on="code_groupe", right_on="code_metier")
    df["poids"] = df["part"] * df["P"]
    df[["q_estimee", "s"]] = df[["q_estimee", "s"]].mul(df["poids"], axis=0)
    g = df.groupby(["code_zone", "code_rome"])[["q_estimee", "s", "poids"]].sum()
    g[["q_estimee", "s"]] = g[["q_estimee", "s"]].div(g["poids"], axis=0)
    return g.rename(columns={"poids": "P"}).rename_axis(CLES).reset_index()


def indicer(comptes: pd.DataFrame, enquete: pd.DataFrame, base: str):
    """The complete index of each group × zone of one year.

    Args:
        comptes: `CLES`, offres, inscrits, on one single basis.
        enquete: from `composante` or `rattacher`.
        base: name of the basis, a key of the parameter `rapport_reference`.

    Returns:
        One row a group × zone known to either side: offres, inscrits, `rho` (region's ratio of the group), `r`
        (smoothed ratio), `score_offres` (0..100, null when a count is too small), P, q_estimee, s, `T` (0..100);
        `classe`, `certitude` as `enonces.dire` (offers alone have none);
        `partiel` ("" or which component stands alone), `raison` of a null class, `inscrits_de_plus` (job-seekers that
        bring T to the lower limit of the printed class; null in classes 1 and 2, in a partial index, or out of reach).

    Raises:
        KeyError: a basis without reference.
    """
    p = meteo()
    reference = p.rapport_reference[base]
    df = comptes[[*CLES, "offres", "inscrits"]].merge(enquete, on=CLES, how="outer", validate="one_to_one")
    par_rome = comptes.rename(columns={"code_groupe": "code_rome"})
    df["rho"] = df["code_groupe"].map(meteo_complet.rapports_regionaux(par_rome, base))
    avec_offres = (df[["offres", "inscrits"]] >= p.effectif_local).all(axis=1)
    avec_enquete = df["P"] >= p.projets_minimum
    df["r"] = meteo_complet.rapport(df["offres"], df["inscrits"], df["rho"]).where(avec_offres)
    df["score_offres"] = meteo_complet.score_offres(df["r"], reference)
    parts = 100 * df["q_estimee"].where(avec_enquete)
    df["T"] = (p.poids_offres * df["score_offres"] + p.poids_bmo * parts).fillna(df["score_offres"]).fillna(parts)
    # The survey weighs its share of the index, or all of it when it stands alone.
    erreurs = df["s"].where(avec_enquete) * np.where(avec_offres, p.poids_bmo, 1.0)
    df = df.join(enonces.dire(df["T"] / 100, erreurs))
    df["certitude"] = df["certitude"].where(avec_enquete, "")
    df["partiel"] = np.select(
        [avec_offres & ~avec_enquete, avec_enquete & ~avec_offres], [SANS_ENQUETE, SANS_OFFRES], ""
    )
    df["raison"] = np.where(avec_offres | avec_enquete, "", RAISON_SANS_COMPOSANTE)
    df["inscrits_de_plus"] = _manquants(df, reference).where(avec_offres & avec_enquete)
    return df


def _manquants(df: pd.DataFrame, reference: float) -> pd.Series:
    """Job-seekers, to the nearest one, that bring T to the lower limit of the printed class."""
    p = meteo()
    limites = {n: p.limites_classe[n - 2] for n in (3, 4, 5)}
    score = (100 * df["classe"].map(limites).astype(float) - p.poids_bmo * 100 * df["q_estimee"]) / p.poids_offres
    rapports = reference * 4 ** ((score.where(score > 0) - 50) / 50)
    voulus = (df["offres"] + p.lissage * df["rho"]) / rapports - p.lissage
    return (voulus - df["inscrits"]).round().astype("Int64")


def completer(comptes: pd.DataFrame, marches: pd.DataFrame, base: str):
    """The complete index of each group of the survey × zone of one year.

    Args:
        comptes: from `meteo_groupes.repartir`.
        marches: rows of one vintage of `marches.decrire` at the same level and zoning.

    Returns:
        Columns of `indicer`, and `part_offres_cible_unique`, `couverture`. A group whose ROME are too often left out of
        the file is `partiel`, and has no `inscrits_de_plus`.
    """
    listes = set(marches.loc[marches["statut"] != "non_enquete", "code_groupe"])
    connus = comptes[comptes["code_groupe"].isin(listes)]
    df = indicer(connus, composante(marches), base)
    df = df.merge(connus[[*CLES, "part_offres_cible_unique", "couverture"]], on=CLES, how="left")
    incomplet = (df["partiel"] == "") & df["r"].notna() & (df["couverture"] < meteo().couverture_groupe)
    dits = [meteo_groupes.INCOMPLET.format(part=nombre(100 * c)) for c in df.loc[incomplet, "couverture"]]
    df.loc[incomplet, "partiel"] = np.array(dits, dtype=object)
    df["inscrits_de_plus"] = df["inscrits_de_plus"].where(~incomplet)
    return df


def distance_dite(inscrits_de_plus: int | None) -> str:
    """« environ 77 candidats de plus » to leave the class downward, or why no number answers."""
    if inscrits_de_plus is None:
        return HORS_D_ATTEINTE
    pluriel = "s" if abs(inscrits_de_plus) >= 2 else ""
    sens = "de plus" if inscrits_de_plus >= 0 else "de moins"
    return f"environ {nombre(abs(inscrits_de_plus))} candidat{pluriel} {sens}"

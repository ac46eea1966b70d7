"""Complete index of the météo: offers and job-seekers beside the BMO survey, by ROME métier (rules 5, 8 and 10).

O counts online offers over twelve months (a flow), D the mean stock of registered job-seekers (categories A, B, C),
P the projects of BMO: P and O are never added nor divided by each other. The ratio O/D depends on its basis (source,
categories, flow or stock); each basis has its own reference and bases are never mixed.
"""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import arrondir, nombre
from data_loaders.measures.meteo import STATUTS, voisinage
from data_loaders.parametres import ParametresMeteo, meteo

CLES = ["code_zone", "code_rome"]
SANS_BMO = "partiel : offres et inscrits seuls"
SANS_OFFRES = "partiel : enquête BMO seule"
RAISON_SANS_COMPOSANTE = "effectif insuffisant : ni assez de projets, ni assez d’offres et d’inscrits"


def verifier_inscrits(inscrits: float, abc_publies: float, ou: str, p: ParametresMeteo | None = None) -> float:
    """Regional job-seekers of a tension file over the published categories A, B and C.

    Raises:
        ErreurDonnees: the ratio is out of the plausible range: the file does not hold totals of bassins.
    """
    bas, haut = (p or meteo()).couverture_abc
    part = inscrits / abc_publies
    if not bas <= part <= haut:
        raise ErreurDonnees(
            "inscrits",
            ou,
            f"les inscrits font {nombre(100 * part)}\u00a0% des catégories A, B et C publiées",
            exemple=f"{nombre(inscrits)} pour {nombre(abc_publies)}",
            cause="une autre base, ou des valeurs qui ne sont pas des totaux de bassins",
            remede=f"prendre un fichier dont le total fait entre {nombre(100 * bas)} et {nombre(100 * haut)}\u00a0%",
        )
    return part


def passages(correspondance: pd.DataFrame) -> pd.DataFrame:
    """Share of the qualification levels of each ROME sent to each survey métier.

    Args:
        correspondance: DARES table, one row a ROME × qualification: `code_rome`, `code_metier` (one row without
            qualification stands for all levels).

    Returns:
        code_rome, code_metier, `part` (sums to 1 by ROME).
    """
    lignes = correspondance.groupby(["code_rome", "code_metier"]).size()
    return (lignes / lignes.groupby(level="code_rome").transform("sum")).rename("part").reset_index()


def rattacher(indices: pd.DataFrame, liens: pd.DataFrame) -> pd.DataFrame:
    """The BMO component of each ROME × zone: mean of its survey métiers, weight = part × P.

    Args:
        indices: rows of one vintage of `meteo.indices(…, "metier", zonage)`.
        liens: from `passages`.

    Returns:
        code_zone, code_rome, `P` (projects sent to the ROME), `q_tilde`, `q_tilde_lo`, `q_tilde_hi`, `e` (errors of the
        métiers taken as fully linked: the largest they can make). Zones where every métier is hidden are absent.
    """
    visibles = indices[indices["q_tilde"].notna()].merge(liens, left_on="code_groupe", right_on="code_metier")
    poids = visibles["part"] * visibles["P"]
    moyennes = ["q_tilde", "q_tilde_lo", "q_tilde_hi", "e"]
    r = visibles[moyennes].mul(poids, axis=0).assign(P=poids, **visibles[CLES]).groupby(CLES).sum()
    return r[moyennes].div(r["P"], axis=0).assign(P=r["P"]).reset_index()


def rapports_regionaux(offres: pd.DataFrame, base: str, p: ParametresMeteo | None = None) -> pd.Series:
    """ρ of each ROME: regional offers over regional job-seekers, or ρ* of the basis when either is too small."""
    p = p or meteo()
    sommes = offres.groupby("code_rome")[["offres", "inscrits"]].sum(min_count=1)
    assez = (sommes >= p.effectif_regional).all(axis=1)
    return (sommes["offres"] / sommes["inscrits"]).where(assez, p.rapport_reference[base]).rename("rho")


def rapport(offres, inscrits, rho, p: ParametresMeteo | None = None):
    """r = (O + kρ)/(D + k): offers a job-seeker, small cells drawn to the region's ratio of the métier."""
    k = (p or meteo()).lissage
    return (offres + k * rho) / (inscrits + k)


def score_offres(r, rho_reference: float):
    """Score 0..100 of a ratio: 50 at ρ*, 25 points each time the ratio doubles."""
    return np.clip(50 + 50 * np.log(r / rho_reference) / log(4), 0, 100)


def complet(offres: pd.DataFrame, bmo: pd.DataFrame, base: str, p: ParametresMeteo | None = None) -> pd.DataFrame:
    """Index T (0..100) and class of each ROME × zone of one year.

    Args:
        offres: `code_zone`, `code_rome`, `offres`, `inscrits`, on one single basis.
        bmo: from `rattacher`.
        base: name of the basis, a key of the parameter `rapport_reference`.

    Returns:
        One row a ROME × zone known to either side: offres, inscrits, rho, r, score_offres, P, q_tilde, e, `T`, `niveau`
        (1–5, null when bounds are two classes apart or no component is left), `fragile` (null without the survey: its
        error is not measured), `proche_de`, `partiel` ("" or which component stands alone; the survey alone knows no
        job-seekers, so it takes the words of the BMO index), `raison` of a null class, `inscrits_de_plus` (how
        many more job-seekers bring T down to the lower limit of its class; null at class 1, in a partial index, or out
        of reach by job-seekers alone).

    Raises:
        KeyError: a basis without reference.
    """
    p = p or meteo()
    rho_reference = p.rapport_reference[base]
    df = offres[[*CLES, "offres", "inscrits"]].merge(bmo, on=CLES, how="outer", validate="one_to_one")
    df["rho"] = df["code_rome"].map(rapports_regionaux(offres, base, p))
    avec_offres = (df[["offres", "inscrits"]] >= p.effectif_local).all(axis=1)
    avec_bmo = df["P"] >= p.effectif_minimum
    df["r"] = rapport(df["offres"], df["inscrits"], df["rho"], p).where(avec_offres)
    df["score_offres"] = score_offres(df["r"], rho_reference)
    poids = (p.poids_offres, p.poids_bmo)
    df["T"] = _melange(df["score_offres"], 100 * df["q_tilde"].where(avec_bmo), *poids)
    bas, haut = (
        _melange(df["score_offres"], 100 * df[c].where(avec_bmo), *poids) for c in ("q_tilde_lo", "q_tilde_hi")
    )
    # The survey weighs its share of the index, or all of it when it stands alone.
    e_100 = 100 * df["e"].where(avec_bmo) * np.where(avec_offres, p.poids_bmo, 1.0)
    v = voisinage(df["T"], bas, haut, e_100, tuple(100 * x for x in p.limites_niveau))
    classe = v["classe"].notna() & ~(v["etendue"] >= 2)
    df["niveau"] = v["classe"].where(classe).astype("Int64")
    df["proche_de"] = v["proche_de"].where(classe).astype("Int64")
    df["raison"] = np.select([~avec_offres & ~avec_bmo, ~classe], [RAISON_SANS_COMPOSANTE, STATUTS["bornes"][1]], "")
    df["fragile"] = df["proche_de"].notna().astype("boolean").where(classe & avec_bmo)
    df["partiel"] = np.select([avec_offres & ~avec_bmo, avec_bmo & ~avec_offres], [SANS_BMO, SANS_OFFRES], "")
    entiers = avec_offres & avec_bmo & classe
    df["inscrits_de_plus"] = pd.array(
        [
            _distance_basse(ligne, rho_reference, p) if ok else None
            for ligne, ok in zip(df.itertuples(), entiers, strict=True)
        ],
        dtype="Int64",
    )
    return df.drop(columns=["q_tilde_lo", "q_tilde_hi"])


def _melange(score: pd.Series, part: pd.Series, poids_offres: float, poids_bmo: float) -> pd.Series:
    """Weighted mean of the two components, or the only one there is."""
    return (poids_offres * score + poids_bmo * part).fillna(score).fillna(part)


def _distance_basse(ligne, rho_reference: float, p: ParametresMeteo) -> int | None:
    if ligne.niveau == 1:
        return None
    limite = 100 * p.limites_niveau[ligne.niveau - 2]
    return distance(ligne.offres, ligne.inscrits, ligne.rho, ligne.q_tilde, limite, rho_reference, p)


def distance(
    offres: float,
    inscrits: float,
    rho: float,
    q_tilde: float,
    limite: float,
    rho_reference: float,
    p: ParametresMeteo | None = None,
) -> int | None:
    """How many more job-seekers bring T to `limite`, to the nearest one (negative: how many fewer).

    None when job-seekers alone cannot: the survey's share keeps T on its side of the limit whatever their number.
    """
    p = p or meteo()
    score = (limite - p.poids_bmo * 100 * q_tilde) / p.poids_offres
    if not 0 < score < 100:
        return None
    cible = (offres + p.lissage * rho) / (rho_reference * 4 ** ((score - 50) / 50)) - p.lissage
    ecart = cible - inscrits
    if cible < 0:
        return None
    return int(arrondir(ecart))


def tendance_offres(avant: pd.DataFrame, apres: pd.DataFrame, p: ParametresMeteo | None = None) -> pd.DataFrame:
    """Change of the ratio between two years of one same basis.

    Args:
        avant, apres: same index; `offres`, `inscrits`, `r`.

    Returns:
        `g` = ln(r₁/r₀), `z`, `fleche` (hausse, baisse, aucun, non_mesurable when a count is too small or missing).
    """
    p = p or meteo()
    nombres = pd.concat([avant[["offres", "inscrits"]], apres[["offres", "inscrits"]]], axis=1)
    ok = (nombres >= p.effectif_local).all(axis=1)
    g = np.log(apres["r"] / avant["r"]).where(ok)
    z = g / np.sqrt(p.dispersion_offres * (1 / nombres.where(nombres > 0)).sum(axis=1))
    etabli = (z.abs() >= p.fleche_z) & (g.abs() >= log(p.fleche_rapport))
    fleche = np.select([g.isna(), etabli & (g > 0), etabli & (g < 0)], ["non_mesurable", "hausse", "baisse"], "aucun")
    return pd.DataFrame({"g": g, "z": z, "fleche": fleche}, index=g.index)

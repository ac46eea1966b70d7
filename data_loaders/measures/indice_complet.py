"""Complete index: the estimated share of difficult projects beside offers and job-seekers, by ROME métier or by group.

T = 0.375 × score of the ratio offers / job-seekers + 62.5 × estimated share. What is said of T follows the rule of the
shares, with the error of its survey part: the noise of offers and job-seekers is not measured.

O counts online offers over twelve months (a flow), D the mean stock of registered job-seekers (categories A, B, C),
P the projects of BMO: P and O are never added nor divided by each other. The ratio O/D depends on its basis (source,
categories, flow or stock); each basis has its own reference and bases are never mixed.

A ROME leads to several métiers of the survey, by level of qualification. What it counts is shared between them by the
weight of each: share of its qualification levels × projects of the métier in the territory (in the region where the
territory has none, equal projects where the region has none either).
"""

from math import log

import numpy as np
import pandas as pd

from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import nombre
from data_loaders.measures import enonces
from data_loaders.parametres import meteo

CLES = ["code_zone", "code_groupe"]
COMPTES = ["offres", "inscrits"]

SANS_ENQUETE = "partiel : offres et inscrits seuls"
SANS_OFFRES = "partiel : enquête BMO seule"
RAISON_SANS_COMPOSANTE = "effectif insuffisant : ni assez de projets, ni assez d’offres et d’inscrits"


def verifier_inscrits(inscrits: float, abc_publies: float, ou: str) -> float:
    """Regional job-seekers of a tension file over the published categories A, B and C; ErreurDonnees where the ratio is
    not plausible: the file does not hold totals of bassins."""
    bas, haut = meteo().couverture_abc
    part = inscrits / abc_publies
    if not bas <= part <= haut:
        trouve = f"les inscrits font {nombre(100 * part)}\u00a0% des catégories A, B et C publiées"
        exemple = f"{nombre(inscrits)} pour {nombre(abc_publies)}"
        cause = "une autre base, ou des valeurs qui ne sont pas des totaux de bassins"
        remede = f"prendre un fichier dont le total fait entre {nombre(100 * bas)} et {nombre(100 * haut)}\u00a0%"
        raise ErreurDonnees("inscrits", ou, trouve, exemple=exemple, cause=cause, remede=remede)
    return part


def passages(correspondance: pd.DataFrame) -> pd.DataFrame:
    """Share of the qualification levels of each ROME sent to each survey métier: code_rome, code_metier, `part`;
    `correspondance`: rows of the DARES; one without qualification stands for all levels."""
    lignes = correspondance.groupby(["code_rome", "code_metier"]).size()
    return (lignes / lignes.groupby(level="code_rome").transform("sum")).rename("part").reset_index()


def rapports_regionaux(offres: pd.DataFrame, base: str) -> pd.Series:
    """ρ of each group: regional offers over regional job-seekers, or ρ* of the basis when either is too small."""
    p = meteo()
    sommes = offres.groupby("code_groupe")[COMPTES].sum(min_count=1)
    assez = (sommes >= p.effectif_regional).all(axis=1)
    return (sommes["offres"] / sommes["inscrits"]).where(assez, p.rapport_reference[base]).rename("rho")


def score_offres(r, rho_reference: float):
    """Score 0..100 of a ratio: 50 at ρ*, 25 points each time the ratio doubles."""
    return np.clip(50 + 50 * np.log(r / rho_reference) / log(4), 0, 100)


def zoner(offres: pd.DataFrame, zones: dict[str, str]) -> pd.DataFrame:
    """Sums of `offres` and `inscrits` by ROME on other zones (code_bassin -> code_zone); what the file leaves out is
    not in."""
    df = offres.assign(code_zone=offres["code_bassin"].map(zones))
    return df.groupby(["code_zone", "code_rome"])[COMPTES].sum(min_count=1).reset_index()


def parts(liens: pd.DataFrame, locaux: pd.DataFrame, regionaux: pd.Series, groupes: dict[str, str]) -> pd.DataFrame:
    """Share of each ROME sent to each group, zone by zone.

    Args:
        liens: from `passages`; locaux: code_zone, code_metier, P (projects of the survey).
        regionaux: projects of the region, indexed by code_metier.
        groupes: code_metier -> code_groupe; a métier without group is left out.

    Returns:
        code_zone, code_rome, code_groupe, `part` (sums to 1 by zone and ROME, less what goes to métiers without group),
        `seul` (the crosswalk leads the ROME to this group alone, whatever the projects).
    """
    zones = pd.DataFrame({"code_zone": sorted(locaux["code_zone"].unique())})
    df = liens.merge(zones, how="cross").merge(locaux, on=["code_zone", "code_metier"], how="left")
    cles = [df["code_zone"], df["code_rome"]]
    # The first weights that are not all zero for a ROME in a zone.
    poids = total = pd.Series(0.0, index=df.index)
    for projets in (df["P"], df["code_metier"].map(regionaux), pd.Series(1.0, index=df.index)):
        poids = poids.where(total > 0, df["part"] * projets.fillna(0.0))
        total = poids.groupby(cles).transform("sum")
    df["part"] = poids / total
    df["code_groupe"] = df["code_metier"].map(groupes)
    df = df.dropna(subset="code_groupe").groupby([*CLES, "code_rome"], as_index=False)["part"].sum()
    return df.assign(seul=df["code_rome"].map(_cibles(liens, groupes)) == 1)


def _cibles(liens: pd.DataFrame, groupes: dict[str, str]) -> pd.Series:
    """Number of groups each ROME leads to; métiers without group count as one."""
    return liens.assign(groupe=liens["code_metier"].map(groupes)).groupby("code_rome")["groupe"].nunique(dropna=False)


def repartir(offres: pd.DataFrame, envois: pd.DataFrame) -> pd.DataFrame:
    """Offers and job-seekers by group, from those of the ROME by zone and the `parts` that each sends: code_zone,
    code_groupe, offres, inscrits, `part_offres_cible_unique` (share of these offers whose ROME leads to this group
    alone by the crosswalk, not for want of projects elsewhere, 0..1), `couverture` (share of the region's offers of the
    group held by the ROME that the file has in this zone, 0..1)."""
    df = offres.merge(envois, on=["code_zone", "code_rome"])
    df[COMPTES] = df[COMPTES].mul(df["part"], axis=0)
    df["unique"] = df["offres"].where(df["seul"], 0.0)
    de_la_region = df.groupby(["code_groupe", "code_rome"])["offres"].sum().rename("region").reset_index()
    df = df.merge(de_la_region, on=["code_groupe", "code_rome"])
    r = df.groupby(CLES)[[*COMPTES, "unique", "region"]].sum().reset_index()
    totaux = de_la_region.groupby("code_groupe")["region"].sum()
    r["part_offres_cible_unique"] = r["unique"] / r["offres"]
    r["couverture"] = r["region"] / r["code_groupe"].map(totaux)
    return r.drop(columns=["unique", "region"])


def part_cible_unique(offres: pd.DataFrame, liens: pd.DataFrame, groupes: dict[str, str]) -> float:
    """Share of the region's offers whose ROME leads to one single group, whatever the projects, 0..1; see `parts`."""
    seuls = offres["code_rome"].map(_cibles(liens, groupes)) == 1
    return float(offres["offres"][seuls].sum() / offres["offres"].sum())


def composante(marches: pd.DataFrame) -> pd.DataFrame:
    """What rows of `marches.decrire` bring to each group of a vintage: `CLES`, P, q_estimee, s; none of what is all
    hidden."""
    return marches.loc[marches["statut"].isin(["estime", "effectif"]), [*CLES, "P", "q_estimee", "s"]]


def rattacher(marches: pd.DataFrame, liens: pd.DataFrame) -> pd.DataFrame:
    """The same for each ROME (`code_groupe`): mean of its survey métiers (level `metier` of `marches.decrire`), weight
    = share of the ROME sent to each × projects; `s` as if its métiers erred together: the most they can."""
    df = composante(marches).merge(liens, left_on="code_groupe", right_on="code_metier")
    df["poids"] = df["part"] * df["P"]
    df[["q_estimee", "s"]] = df[["q_estimee", "s"]].mul(df["poids"], axis=0)
    g = df.groupby(["code_zone", "code_rome"])[["q_estimee", "s", "poids"]].sum()
    g[["q_estimee", "s"]] = g[["q_estimee", "s"]].div(g["poids"], axis=0)
    return g.rename(columns={"poids": "P"}).rename_axis(CLES).reset_index()


def indicer(comptes: pd.DataFrame, enquete: pd.DataFrame, base: str):
    """The complete index of each group × zone of one year.

    Args:
        comptes: `CLES`, offres, inscrits, on one single `base`, a key of the parameter `rapport_reference`.
        enquete: from `composante` or `rattacher`.

    Returns:
        One row a group × zone known to either side: offres, inscrits, `rho` (region's ratio of the group), `r`
        (smoothed ratio), `score_offres` (0..100, null when a count is too small), P, q_estimee, s, `T` (0..100);
        `classe`, `certitude` as `enonces.dire` (offers alone have none); `partiel` ("" or which component stands
        alone), `raison` of a null class, `inscrits_de_plus` (job-seekers that bring T to the lower limit of the printed
        class; null in classes 1 and 2, in a partial index, or out of reach).
    """
    p = meteo()
    reference = p.rapport_reference[base]
    df = comptes[[*CLES, "offres", "inscrits"]].merge(enquete, on=CLES, how="outer", validate="one_to_one")
    df["rho"] = df["code_groupe"].map(rapports_regionaux(comptes, base))
    avec_offres = (df[["offres", "inscrits"]] >= p.effectif_local).all(axis=1)
    avec_enquete = df["P"] >= p.projets_minimum
    # r = (O + kρ)/(D + k): offers a job-seeker, small cells drawn to the region's ratio of the métier.
    lisses = (df["offres"] + p.lissage * df["rho"]) / (df["inscrits"] + p.lissage)
    df["r"] = lisses.where(avec_offres)
    df["score_offres"] = score_offres(df["r"], reference)
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
    """The complete index of each group of the survey × zone of one year, from `repartir` and `marches.decrire`: columns
    of `indicer`, and `part_offres_cible_unique`, `couverture`. A group whose ROME are too often left out of the file is
    `partiel`, and has no `inscrits_de_plus`."""
    listes = set(marches.loc[marches["statut"] != "non_enquete", "code_groupe"])
    connus = comptes[comptes["code_groupe"].isin(listes)]
    df = indicer(connus, composante(marches), base)
    df = df.merge(connus[[*CLES, "part_offres_cible_unique", "couverture"]], on=CLES, how="left")
    incomplet = (df["partiel"] == "") & df["r"].notna() & (df["couverture"] < meteo().couverture_groupe)
    df.loc[incomplet, "partiel"] = np.array([
        f"partiel : les métiers présents dans le fichier font {nombre(100 * x)}\u00a0% des offres régionales de ce "
        "groupe"
        for x in df.loc[incomplet, "couverture"]
    ], dtype=object)  # fmt: skip
    df["inscrits_de_plus"] = df["inscrits_de_plus"].where(~incomplet)
    return df


def distance_dite(inscrits_de_plus: int | None) -> str:
    """« environ 77 candidats de plus » to leave the class downward, or why no number answers."""
    if inscrits_de_plus is None:
        return "hors d’atteinte par les seuls candidats"
    pluriel = "s" if abs(inscrits_de_plus) >= 2 else ""
    sens = "de plus" if inscrits_de_plus >= 0 else "de moins"
    return f"environ {nombre(abs(inscrits_de_plus))} candidat{pluriel} {sens}"

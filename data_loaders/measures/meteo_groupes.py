"""Offers and job-seekers of ROME métiers brought to groups of the survey: domains, families, métiers.

A ROME leads to several métiers of the survey, by level of qualification. What it counts is shared between them by the
weight of each: share of its qualification levels × projects of the métier in the territory (in the region where the
territory has none, equal projects where the region has none either).
"""

import pandas as pd

CLES = ["code_zone", "code_groupe"]
COMPTES = ["offres", "inscrits"]
INCOMPLET = "partiel : les métiers présents dans le fichier font {part}\u00a0% des offres régionales de ce groupe"


def zoner(offres: pd.DataFrame, zones: dict[str, str]) -> pd.DataFrame:
    """Sums of `offres` and `inscrits` by ROME on other zones.

    Args:
        offres: code_bassin, code_rome, offres, inscrits.
        zones: code_bassin -> code_zone.

    Returns:
        code_zone, code_rome, offres, inscrits. A cell left out of the file is not in the sums.
    """
    df = offres.assign(code_zone=offres["code_bassin"].map(zones))
    return df.groupby(["code_zone", "code_rome"])[COMPTES].sum(min_count=1).reset_index()


def parts(liens: pd.DataFrame, locaux: pd.DataFrame, regionaux: pd.Series, groupes: dict[str, str]) -> pd.DataFrame:
    """Share of each ROME sent to each group, zone by zone.

    Args:
        liens: code_rome, code_metier, part, from `meteo_complet.passages`.
        locaux: code_zone, code_metier, P: projects of the survey by zone.
        regionaux: projects of the region, indexed by code_metier.
        groupes: code_metier -> code_groupe; a métier without group is left out.

    Returns:
        code_zone, code_rome, code_groupe, `part` (sums to 1 by zone and ROME, less what goes to métiers without group),
        `seul` (the crosswalk leads the ROME to this group alone, whatever the projects).
    """
    zones = pd.DataFrame({"code_zone": sorted(locaux["code_zone"].unique())})
    df = liens.merge(zones, how="cross").merge(locaux, on=["code_zone", "code_metier"], how="left")
    candidats = (df["P"], df["code_metier"].map(regionaux), pd.Series(1.0, index=df.index))
    cles = [df["code_zone"], df["code_rome"]]
    df["part"] = _premiers_poids(df["part"], candidats, cles)
    df["code_groupe"] = df["code_metier"].map(groupes)
    df = df.dropna(subset="code_groupe").groupby([*CLES, "code_rome"], as_index=False)["part"].sum()
    return df.assign(seul=df["code_rome"].map(_cibles(liens, groupes)) == 1)


def _cibles(liens: pd.DataFrame, groupes: dict[str, str]) -> pd.Series:
    """Number of groups each ROME leads to; métiers without group count as one."""
    return liens.assign(groupe=liens["code_metier"].map(groupes)).groupby("code_rome")["groupe"].nunique(dropna=False)


def _premiers_poids(part: pd.Series, candidats: tuple[pd.Series, ...], cles: list[pd.Series]) -> pd.Series:
    """part × the first candidate that is not all zero in its group, scaled to sum to 1."""
    poids = pd.Series(0.0, index=part.index)
    total = poids
    for projets in candidats:
        poids = poids.where(total > 0, part * projets.fillna(0.0))
        total = poids.groupby(cles).transform("sum")
    return poids / total


def repartir(offres: pd.DataFrame, envois: pd.DataFrame) -> pd.DataFrame:
    """Offers and job-seekers by group, from those of the ROME.

    Args:
        offres: code_zone, code_rome, offres, inscrits; envois: from `parts`.

    Returns:
        code_zone, code_groupe, offres, inscrits, `part_offres_cible_unique` (share of these offers whose ROME leads to
        this group alone by the crosswalk, not for want of projects elsewhere, 0..1), `couverture` (share of the
        region's offers of the group held by the ROME that the file has in this zone, 0..1).
    """
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
    """Share of the region's offers whose ROME leads to one single group, whatever the projects, 0..1.

    Args:
        offres: code_rome, offres; liens, groupes: as in `parts`.
    """
    seuls = offres["code_rome"].map(_cibles(liens, groupes)) == 1
    return float(offres["offres"][seuls].sum() / offres["offres"].sum())

"""What is shown of counts and rates of insertion, and why a cell is empty."""

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders.contracts.formation import DEFINITION_CHANGEE, EFFECTIFS, SEUIL_SORTANTS, TAUX


def longues(
    df: pd.DataFrame, cle: Sequence[str], mesures: Sequence[str], secrets: Mapping[str, pd.Series] | None = None
) -> pd.DataFrame:
    """One row a measure, as published.

    Args:
        df: columns `cle` (with `periode` and `cumul`), then one a measure, null where the producer gives nothing.
        secrets: measure -> True where the producer writes a sign of secrecy.

    Returns:
        Columns `cle`, mesure, value, obs_status, conf_status, rang (index of the row in `df`). Status L for what an
        edition leaves empty everywhere (not observed yet), O for other empty cells, B where the definition of
        employment changes.
    """
    parties = []
    for m in mesures:
        vide = df[m].isna()
        statut = pd.Series("A", index=df.index).mask(vide, "O")
        statut = statut.mask(vide.groupby(df["periode"]).transform("all"), "L")
        if secrets is not None:
            statut = statut.mask(secrets[m], "Q")
        if "emploi" in m:
            statut = statut.mask(statut.eq("A") & df["cumul"].str.contains(DEFINITION_CHANGEE), "B")
        valeurs = df[m].astype("float64")
        parties.append(df[list(cle)].assign(mesure=m, value=valeurs, obs_status=statut, rang=df.index))
    toutes = pd.concat(parties, ignore_index=True)
    return toutes.assign(conf_status=toutes["obs_status"].eq("Q").map({True: "C", False: "F"}))


def totalisees(df: pd.DataFrame) -> pd.DataFrame:
    """The rows that every total is made of, those whose leavers are counted: rates of one public share one field."""
    return df[df["sortants"].notna()]


def montrees(df: pd.DataFrame, secrets: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Rows of the contract `insertion`: what a rate that the producer does not give would be made of is not shown.

    Args:
        df: periode, cumul, voie, code_formation, then the counts and rates of the contract.
        secrets: see `longues`.
    """
    toutes = longues(df, ["periode", "cumul", "voie", "code_formation"], (*EFFECTIFS, *TAUX), secrets)
    sortis = toutes["mesure"].str.contains("emploi") | toutes["mesure"].isin(["sortants", "poursuite"])
    tues = sortis & toutes["rang"].map(df["sortants"].lt(SEUIL_SORTANTS)) & toutes["obs_status"].ne("L")
    petites = toutes["rang"].map(df["annee_terminale"].lt(SEUIL_SORTANTS))
    tues |= toutes["mesure"].eq("taux_poursuite") & petites & toutes["value"].isna()
    return toutes.assign(value=toutes["value"].mask(tues), obs_status=toutes["obs_status"].mask(tues, "N"))

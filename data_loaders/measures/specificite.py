"""What is sought more in a place than elsewhere: shares of the projects of the survey that its own noise tells apart.

The direction is sure, the number is not: it is said « environ ». Source: France Travail, enquête Besoins en
main-d'œuvre.
"""

import numpy as np
import pandas as pd

from data_loaders.measures.enonces import erreur_projets
from data_loaders.parametres import meteo, portrait

_FOURRE_TOUT = "Autres "  # groups of what has no name of its own are never named


def specifiques(
    ici: pd.DataFrame, region: pd.DataFrame, totaux: tuple[float, float], libelles: dict[str, str], ou: tuple[str, str]
) -> pd.DataFrame:
    """Groups whose share of the projects is higher in a zone than in the region, the largest share first.

    The gap of the logarithms is set against the noise of both numbers of projects (`erreur_projets`), one-sided,
    with one risk for all the groups of the zone together (Holm); values: `portrait.toml`.

    Args:
        ici, region: rows of `marches.decrire` of one level, one vintage and one zone each.
        totaux: projects published for all métiers, in the zone and in the region.
        libelles: of the groups.
        ou: level (`famille`, `metier`) and zoning of the zone, keys of the tables of errors.

    Returns:
        Rows of `ici` with `part` and `part_region`, shares 0..1 of the projects published.
    """
    from scipy.special import ndtr  # scipy is long to load, and most commands and screens need none of it

    niveau, zonage = ou
    la = region.set_index("code_groupe")[["P", "projets"]].add_suffix("_region")
    df = ici[(ici["statut"] == "estime") & (ici["P"] >= meteo().porteur_minimum)].join(la, on="code_groupe")
    df = df[df["P_region"].gt(0) & ~df["code_groupe"].map(libelles).fillna(_FOURRE_TOUT).str.startswith(_FOURRE_TOUT)]
    df = df.assign(part=df["projets"] / totaux[0], part_region=df["projets_region"] / totaux[1])
    ecarts = np.log(df["part"] / df["part_region"])
    z = ecarts / np.hypot(erreur_projets(df["P"], niveau, zonage), erreur_projets(df["P_region"], niveau, "region"))
    chances = (1 - pd.Series(ndtr(z.astype(float)), index=df.index)).sort_values()
    surs = (chances <= portrait().risque / np.arange(len(chances), 0, -1)).cummin()
    return (
        df.loc[surs.index[surs]]
        .pipe(lambda x: x[x["part"] >= portrait().part_specifique])
        .sort_values("part", ascending=False)
    )

"""From a nomenclature of métiers to another, through what they share: the ROME métiers and their qualification levels.

No producer publishes a crosswalk between the two FAP; both are published from the same couples ROME × qualification.
The weight of a link is a share of couples, never of jobs: it says what is possible, and no count is split along it.
"""

import pandas as pd

COUPLE = ["code_rome", "qualification"]


def entre(de: pd.DataFrame, vers: pd.DataFrame) -> pd.DataFrame:
    """Links between two nomenclatures.

    Args:
        de: crosswalk of ROME to the first, columns code_rome, qualification ("" for all levels), code.
        vers: the same of the second one.

    Returns:
        Columns code_de, code_vers, couples_nb (ROME × qualification that are in both), part_de (share of the couples of
        code_de, sums to 1), part_vers (of those of code_vers); the heaviest link of each code_de first.
    """
    niveaux = sorted({q for table in (de, vers) for q in table["qualification"]} - {""}) or [""]
    communs = _par_couple(de, niveaux).merge(_par_couple(vers, niveaux), on=COUPLE, suffixes=("_de", "_vers"))
    liens = communs.groupby(["code_de", "code_vers"]).size().rename("couples_nb").reset_index()
    for sens in ("de", "vers"):
        liens[f"part_{sens}"] = liens["couples_nb"] / liens.groupby(f"code_{sens}")["couples_nb"].transform("sum")
    ordre = {"by": ["code_de", "couples_nb", "code_vers"], "ascending": [True, False, True]}
    return liens.sort_values(**ordre, ignore_index=True)


def _par_couple(table: pd.DataFrame, niveaux: list[str]) -> pd.DataFrame:
    """One row a couple and a code: a ROME of which no level is told stands for each of them."""
    dits = table["qualification"].map(lambda q: [q] if q else niveaux)
    return table.assign(qualification=dits).explode("qualification")[[*COUPLE, "code"]].drop_duplicates()

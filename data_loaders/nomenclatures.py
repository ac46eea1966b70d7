"""Labels of métiers and crosswalks, from the nomenclatures that were imported; empty while none is."""

from __future__ import annotations

import pandas as pd

from data_loaders.donnees import Donnees

# Level of the survey -> levels of FAP 2009 then of FAP 2021; their codes differ, save for the 22 domains.
NIVEAUX = {
    "metier": ("fap225", "fap228"),
    "fap87": ("fap87", "fap86"),
    "fap22": ("fap22",),
    "rome": ("rome",),
}
TAILLE_METIER = 5  # A0X41a is a part of the survey's métier A0X41


def libelles(donnees: Donnees, niveau: str) -> dict[str, str]:
    """code -> label at a level of `NIVEAUX`, the two FAP together; the newest wins where both know the code.

    Returns:
        An empty dict when no nomenclature is loaded.

    Raises:
        KeyError: unknown level.
    """
    niveaux = NIVEAUX[niveau]
    if not donnees.millesimes("nomenclatures"):
        return {}
    postes = donnees.lire("nomenclatures", "postes").sort_values("nomenclature")
    postes = postes[postes["niveau"].isin(niveaux)]
    return dict(zip(postes["code"], postes["libelle"], strict=True))


def correspondance(donnees: Donnees, cible: str) -> pd.DataFrame:
    """Crosswalk from ROME to the métiers of the survey, the form that `measures.meteo_complet.passages` takes.

    Args:
        cible: `FAP2009` (surveys up to 2023) or `FAP2021`.

    Returns:
        Columns code_rome, qualification ("" for all levels), code_metier; one row a link, many-to-many; empty when the
        crosswalk is not loaded. The parts of a métier of FAP 2021 are put back together.
    """
    colonnes = ["code_rome", "qualification", "code_metier"]
    if not donnees.millesimes("passages"):
        return pd.DataFrame(columns=colonnes)
    liens = donnees.lire("passages", "correspondances")
    liens = liens[liens["cible"] == cible]
    liens = liens.assign(code_metier=liens["code_fap"].str[:TAILLE_METIER])
    return liens[colonnes].drop_duplicates(ignore_index=True)

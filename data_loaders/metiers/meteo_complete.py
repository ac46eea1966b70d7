"""Complete index on the pulled share of `measures.meteo`, for the screens that still read it."""

from __future__ import annotations

import pandas as pd

from data_loaders.chiffres.tableau import du_decoupage
from data_loaders.jeux.calculs import cellules_bmo
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, meteo, meteo_complet, meteo_groupes, sensibilite
from data_loaders.measures.meteo_mots import distance_dite
from data_loaders.metiers import nomenclatures
from data_loaders.metiers.indices_complets import (
    BASE,
    NIVEAUX,
    ZONAGES,
    annees,
    groupes_des_metiers,
    raison_absence,
    zones_de_l_enquete,
)
from data_loaders.parametres import ParametresMeteo, meteo as lire_parametres

COLONNES = [
    "annee",
    "code_zone",
    "code_groupe",
    "offres",
    "demandeurs",
    "rho",
    "r",
    "s_r",
    "P",
    "q_tilde",
    "e",
    "T",
    "niveau_complet",
    "fragile",
    "proche_de",
    "partiel",
    "raison",
    "couverture",
    "part_offres_cible_unique",
    "candidats_en_plus",
    "distance",
    "classe_officielle",
]


def completes(
    donnees: Donnees, niveau: str, zonage: str = "bassin", p: ParametresMeteo | None = None
) -> pd.DataFrame | None:
    """The complete index of every group in every zone, for each year of `annees`.

    Args:
        niveau: `famille`, `fap22`, `fap87`, `metier` or `rome` (the level of the tension file itself).
        zonage: `bassin`, `departement` or `region`.
        p: parameters; those of `meteo.toml` by default.

    Returns:
        Columns `COLONNES`, or None with its reason in `raison_absence`:

        - `offres` (adverts of twelve months) and `demandeurs` (mean stock, categories A, B, C) brought to the group;
          `rho` the group's ratio in the region, `r` the smoothed ratio, `s_r` its score (0..100), null when a count is
          under 10; P, `q_tilde`, `e`: the survey's component, as in `measures.meteo`.
        - `T` (0..100), `niveau_complet` (1–5 or null, then `raison`), `fragile`, `proche_de`, `partiel` (why the index
          is not whole, or "").
        - `couverture` (0..1): share of the region's offers of the group held by the ROME that are in the file here;
          `part_offres_cible_unique` (0..1): share of these offers whose ROME leads to this group alone.
        - `candidats_en_plus`: job-seekers that bring T to the lower limit of its class; null at class 1, in a partial
          index or out of reach; `distance` says it, "" where the question has no object.
        - `classe_officielle` (1–5): that of the producer for the ROME and the bassin; null at any other level.

    Raises:
        KeyError: unknown level or zoning.
    """
    if niveau not in NIVEAUX or zonage not in ZONAGES:
        raise KeyError(f"{niveau}, {zonage}")
    if raison_absence(donnees):
        return None
    large, metiers = cellules_bmo(donnees), donnees.lire("bmo", "metiers")
    return pd.concat(
        [_annee(donnees, large, metiers, a, niveau, zonage, p or lire_parametres()) for a in annees(donnees)],
        ignore_index=True,
    )


def _annee(
    donnees: Donnees,
    large: pd.DataFrame,
    metiers: pd.DataFrame,
    annee: str,
    niveau: str,
    zonage: str,
    p: ParametresMeteo,
) -> pd.DataFrame:
    large, metiers = large[large["annee"] == annee], metiers[metiers["annee"] == annee]
    liens = meteo_complet.passages(nomenclatures.correspondance(donnees, metiers["nomenclature"].iloc[0]))
    tensions = donnees.lire("tension_rome")
    tensions = tensions[tensions["annee"] == annee]
    offres = meteo_groupes.zoner(tensions, zones_de_l_enquete(large, zonage))
    if niveau == "rome":
        locaux = meteo.indices(large, metiers, "metier", zonage, p)
        df = meteo_complet.complet(offres, meteo_complet.rattacher(locaux, liens), BASE, p)
        df = df.rename(columns={"code_rome": "code_groupe"}).assign(couverture=1.0, part_offres_cible_unique=1.0)
    else:
        envois = meteo_groupes.parts(liens, *_projets(large, zonage, p), groupes_des_metiers(liens, metiers, niveau))
        indices = meteo.indices(large, metiers, niveau, zonage, p)
        df = meteo_groupes.completer(meteo_groupes.repartir(offres, envois), indices, BASE, p)
    df = du_decoupage(df, zonage)
    return _nommer(df, tensions if (niveau, zonage) == ("rome", "bassin") else tensions.iloc[:0], annee)


def _projets(large: pd.DataFrame, zonage: str, p: ParametresMeteo | None = None) -> tuple[pd.DataFrame, pd.Series]:
    """Projects of each métier by zone, then in the region, with the fills of hidden cells."""
    par_zone, region = bmo.zoner(large, zonage), ["code_metier"]
    locaux = meteo.cumuler(par_zone, ["code_zone", *region], p)["P"].reset_index()
    return locaux, meteo.cumuler(large, region, p)["P"]


def _nommer(df: pd.DataFrame, tensions: pd.DataFrame, annee: str) -> pd.DataFrame:
    """The columns promised, and the producer's classes where `tensions` has some."""
    df = df.rename(
        columns={
            "inscrits": "demandeurs",
            "score_offres": "s_r",
            "niveau": "niveau_complet",
            "inscrits_de_plus": "candidats_en_plus",
        }
    )
    mesurable = (df["partiel"] == "") & df["niveau_complet"].gt(1).fillna(False)
    dites = [distance_dite(None if pd.isna(n) else n) for n in df["candidats_en_plus"]]
    df["distance"] = pd.Series(dites, index=df.index, dtype=str).where(mesurable, "")
    officielles = tensions.set_index(["code_bassin", "code_rome"])["value"].rename("classe_officielle")
    df = df.join(officielles, on=["code_zone", "code_groupe"])
    df["classe_officielle"] = df["classe_officielle"].astype("Float64").astype("Int64")
    return df.assign(annee=annee)[COLONNES].sort_values(["code_zone", "code_groupe"], ignore_index=True)


def sensibilite_complete(donnees: Donnees, niveau: str = "metier") -> pd.DataFrame | None:
    """What the parameters of the complete index weigh, in the bassins, the last year that has one.

    Returns:
        Columns of `sensibilite.mouvements` for `niveau_complet`, `fragile` and `partiel`, with `groupes` and
        `cellules_nb` (cells with a class); None without a complete index.
    """
    if raison_absence(donnees):
        return None

    def calculer(p: ParametresMeteo) -> pd.DataFrame:
        r = completes(donnees, niveau, "bassin", p)
        r = r[r["annee"] == annees(donnees)[-1]].set_index(["code_zone", "code_groupe"])
        # The words of a partial index hold a figure: only whether it is partial counts.
        return r[["niveau_complet", "fragile"]].assign(partiel=r["partiel"] != "")

    cas = list(sensibilite.variantes(noms=(*sensibilite.PARAMETRES_COMPLETS, "rappel")))
    classees = int(calculer(lire_parametres())["niveau_complet"].notna().sum())
    return sensibilite.mouvements(calculer, cas).assign(groupes=niveau, cellules_nb=classees)

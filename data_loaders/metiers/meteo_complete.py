"""Complete index of the météo from the snapshots: the survey beside offers and job-seekers of the same year.

Three datasets are read together (survey, tension file, crosswalk): all official or all of demonstration, never a
mixture. The official classes of the Dares are read beside ours and never enter it.
"""

from __future__ import annotations

import pandas as pd

from data_loaders.chiffres.tableau import du_decoupage
from data_loaders.contracts.tension_fap import DEPARTEMENTS, REGION
from data_loaders.contracts.tension_rome import COMPOSANTES
from data_loaders.francais import enumeration
from data_loaders.jeux.calculs import cellules_bmo
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, meteo, meteo_complet, meteo_groupes, sensibilite
from data_loaders.measures.meteo_mots import distance_dite
from data_loaders.metiers import nomenclatures
from data_loaders.parametres import ParametresMeteo, meteo as lire_parametres

BASE = "offres en ligne / DEFM ABC"
NIVEAUX = ("famille", "fap22", "fap87", "metier", "rome")
ZONAGES = ("bassin", "departement", "region")
DATASETS = {"bmo": "l'enquête BMO", "tension_rome": "le fichier des tensions", "passages": "la table de passage"}
# Level of the survey -> level of the official file of FAP classes.
NIVEAUX_OFFICIELS = {"metier": "fap225", "fap87": "fap87"}
ZONAGES_OFFICIELS = {"departement": DEPARTEMENTS, "region": (REGION,)}
RAISON_SANS_CLASSE = "non disponible : effectif trop faible, le producteur ne donne qu'un indice imputé"
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


def raison_absence(donnees: Donnees) -> str:
    """Why there is no complete index, in French; "" when there is one."""
    absents = [mot for d, mot in DATASETS.items() if not donnees.millesimes(d)]
    if absents:
        return f"Indice complet non calculé, faute de données\u00a0: {enumeration(absents)}."
    inventes = {d: donnees.est_demonstration(d) for d in DATASETS}
    if len(set(inventes.values())) > 1:
        demo = enumeration([DATASETS[d] for d, invente in inventes.items() if invente])
        return f"Indice complet non calculé\u00a0: {demo}, de démonstration, ne se mêle pas aux données officielles."
    communes = _annees_communes(donnees)
    if not communes:
        dites = ", ".join(donnees.millesimes("tension_rome"))
        return f"Indice complet non calculé\u00a0: aucune enquête BMO de la même année que les tensions ({dites})."
    if not annees(donnees):
        voulues = enumeration(sorted(set(communes.values())))
        return f"Indice complet non calculé, faute de table de passage du ROME vers {voulues}."
    return ""


def _annees_communes(donnees: Donnees) -> dict[str, str]:
    """Year of both the survey and the tension file -> nomenclature of the survey that year."""
    communes = set(donnees.millesimes("bmo")) & set(donnees.millesimes("tension_rome"))
    if not communes:
        return {}
    nomenclature = donnees.lire("bmo", "metiers").groupby("annee")["nomenclature"].first()
    return nomenclature[sorted(communes)].to_dict()


def annees(donnees: Donnees) -> list[str]:
    """Years for which the survey, the tension file and the crosswalk to the survey's nomenclature are all loaded."""
    passages = donnees.millesimes("passages")
    return [a for a, nomenclature in _annees_communes(donnees).items() if nomenclature in passages]


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
    offres = meteo_groupes.zoner(tensions, _zones(large, zonage))
    if niveau == "rome":
        locaux = meteo.indices(large, metiers, "metier", zonage, p)
        df = meteo_complet.complet(offres, meteo_complet.rattacher(locaux, liens), BASE, p)
        df = df.rename(columns={"code_rome": "code_groupe"}).assign(couverture=1.0, part_offres_cible_unique=1.0)
    else:
        envois = meteo_groupes.parts(liens, *_projets(large, zonage, p), _groupes(liens, metiers, niveau))
        indices = meteo.indices(large, metiers, niveau, zonage, p)
        df = meteo_groupes.completer(meteo_groupes.repartir(offres, envois), indices, BASE, p)
    df = du_decoupage(df, zonage)
    return _nommer(df, tensions if (niveau, zonage) == ("rome", "bassin") else tensions.iloc[:0], annee)


def parts_cible_unique(donnees: Donnees) -> dict[str, float]:
    """Level -> share (0..1) of the region's offers whose ROME leads to one single group, last year of `annees`.

    What is left is shared by a convention, not counted. Empty when there is no complete index.
    """
    if raison_absence(donnees):
        return {}
    annee = annees(donnees)[-1]
    metiers, tensions = donnees.lire("bmo", "metiers"), donnees.lire("tension_rome")
    metiers = metiers[metiers["annee"] == annee]
    liens = meteo_complet.passages(nomenclatures.correspondance(donnees, metiers["nomenclature"].iloc[0]))
    offres = tensions[tensions["annee"] == annee]
    return {n: meteo_groupes.part_cible_unique(offres, liens, _groupes(liens, metiers, n)) for n in NIVEAUX[:-1]}


def _zones(large: pd.DataFrame, zonage: str) -> dict[str, str]:
    """code_bassin -> code_zone, as the survey puts them together."""
    zones = bmo.zoner(large, zonage)[["code_bassin", "code_zone"]].drop_duplicates()
    return dict(zones.itertuples(index=False))


def _projets(large: pd.DataFrame, zonage: str, p: ParametresMeteo | None = None) -> tuple[pd.DataFrame, pd.Series]:
    """Projects of each métier by zone, then in the region, with the fills of hidden cells."""
    par_zone, region = bmo.zoner(large, zonage), ["code_metier"]
    locaux = meteo.cumuler(par_zone, ["code_zone", *region], p)["P"].reset_index()
    return locaux, meteo.cumuler(large, region, p)["P"]


def _groupes(liens: pd.DataFrame, metiers: pd.DataFrame, niveau: str) -> dict[str, str]:
    """code_metier -> code_groupe; families are known for the métiers of the survey only."""
    if niveau == "famille":
        return dict(zip(metiers["code_metier"], metiers["code_famille"], strict=True))
    return {m: m[: bmo.LONGUEURS[niveau]] for m in liens["code_metier"].unique()}


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


def romes(donnees: Donnees, niveau: str, zonage: str, annee: str, code_zone: str, code_groupe: str) -> pd.DataFrame:
    """The ROME métiers behind a group in a zone, the largest part of offers first; those absent from the file last.

    Returns:
        code_rome, libelle ("" when the nomenclature is not loaded), `part` (share of its counts sent to the group,
        0..1), offres, demandeurs (of the whole ROME, null when absent from the file), classe_officielle (bassins only).
        Empty when there is no complete index.
    """
    colonnes = ["code_rome", "libelle", "part", "offres", "demandeurs", "classe_officielle"]
    if raison_absence(donnees) or annee not in annees(donnees):
        return pd.DataFrame(columns=colonnes)
    large, metiers = cellules_bmo(donnees), donnees.lire("bmo", "metiers")
    large, metiers = large[large["annee"] == annee], metiers[metiers["annee"] == annee]
    liens = meteo_complet.passages(nomenclatures.correspondance(donnees, metiers["nomenclature"].iloc[0]))
    envois = meteo_groupes.parts(liens, *_projets(large, zonage), _groupes(liens, metiers, niveau))
    envois = envois[(envois["code_zone"] == code_zone) & (envois["code_groupe"] == code_groupe) & (envois["part"] > 0)]
    comptes = completes(donnees, "rome", zonage)
    comptes = comptes[(comptes["annee"] == annee) & (comptes["code_zone"] == code_zone)]
    comptes = comptes.rename(columns={"code_groupe": "code_rome"})
    df = envois.merge(comptes[["code_rome", "offres", "demandeurs", "classe_officielle"]], on="code_rome", how="left")
    libelles = _libelles_rome(donnees)
    df["libelle"] = [libelles.get(c, "") for c in df["code_rome"]]
    df["_ordre"] = df["offres"] * df["part"]
    return df.sort_values(["_ordre", "part"], ascending=False, na_position="last", ignore_index=True)[colonnes]


def _libelles_rome(donnees: Donnees) -> dict[str, str]:
    """Labels of the ROME of the same origin as the tension file."""
    if donnees.est_demonstration("nomenclatures") != donnees.est_demonstration("tension_rome"):
        return {}
    return nomenclatures.libelles(donnees, "rome")


def officielle(donnees: Donnees, niveau: str, zonage: str) -> pd.DataFrame | None:
    """Official tension classes of the Dares by FAP 2009, to stand beside ours with their own year.

    Args:
        niveau: `metier` (225 posts) or `fap87`; zonage: `departement` or `region`.

    Returns:
        annee, code_zone, code_groupe, `classe_officielle` (1–5, null with `raison`: an imputed index is never a class),
        `emploi` (persons in employment), and the six components (1–5 or null). None for any other level or zoning, or
        when the file is not loaded.
    """
    if niveau not in NIVEAUX_OFFICIELS or zonage not in ZONAGES_OFFICIELS or not donnees.millesimes("tension_fap"):
        return None
    df = donnees.lire("tension_fap")
    df = df[(df["niveau_fap"] == NIVEAUX_OFFICIELS[niveau]) & df["code_zone"].isin(ZONAGES_OFFICIELS[zonage])]
    df = df.rename(columns={"code_fap": "code_groupe"})
    df["classe_officielle"] = df["value"].astype("Float64").astype("Int64")
    df["raison"] = df["value"].isna().map({True: RAISON_SANS_CLASSE, False: ""})
    composantes = [c.nom for c in COMPOSANTES]
    colonnes = ["annee", "code_zone", "code_groupe", "classe_officielle", "raison", "emploi", *composantes]
    return df[colonnes].sort_values(colonnes[:3], ignore_index=True)

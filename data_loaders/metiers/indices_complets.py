"""Complete index from the snapshots: the estimated share beside offers and job-seekers of the same year.

Three datasets are read together (survey, tension file, crosswalk): all official or all of demonstration, never a
mixture. The official classes of the Dares are read beside ours and never enter it.
"""

import pandas as pd

from data_loaders.chiffres.tableau import du_decoupage
from data_loaders.contracts.base import DEPARTEMENTS
from data_loaders.contracts.metiers import COMPOSANTES
from data_loaders.francais import enumeration
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import NIVEAUX
from data_loaders.jeux.metiers import NIVEAUX_FAP
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, indice_complet
from data_loaders.measures.enonces import ZONAGES
from data_loaders.metiers import nomenclatures
from data_loaders.metiers.liens import metiers_listes
from geo import zonages

BASE = "offres en ligne / DEFM ABC"
DATASETS = {"bmo": "l'enquête BMO", "tension_rome": "le fichier des tensions", "passages": "la table de passage"}
ZONAGES_OFFICIELS = {"departement": DEPARTEMENTS, "region": (zonages.REGION,)}
RAISON_SANS_CLASSE = "non disponible : effectif trop faible, le producteur ne donne qu'un indice imputé"
COLONNES = [
    "annee", "code_zone", "code_groupe", "offres", "demandeurs", "rho", "r", "s_r", "P", "q_estimee", "s", "T",
    "classe", "certitude", "partiel", "raison", "couverture", "part_offres_cible_unique", "candidats_en_plus",
    "distance", "classe_officielle",
]  # fmt: skip


def offres_par_rome(d: Donnees) -> dict[str, float]:
    """Offers of the region by ROME, last year loaded; empty when they cannot be read beside the survey."""
    if raison_absence(d):
        return {}
    tensions = d.lire("tension_rome")
    derniere = tensions[tensions["annee"] == tensions["annee"].max()]
    return derniere.groupby("code_rome")["offres"].sum().to_dict()


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


def completes(donnees: Donnees, niveau: str, zonage: str = "bassin") -> pd.DataFrame | None:
    """The complete index of every group in every zone, for each year of `annees`; None with its reason in
    `raison_absence`.

    Args:
        niveau: `famille`, `fap22`, `fap87`, `metier` or `rome` (the level of the tension file itself).
        zonage: `bassin`, `departement` or `region`.

    Returns:
        Columns `COLONNES`:

        - `offres` (adverts of twelve months) and `demandeurs` (mean stock, categories A, B, C) brought to the group;
          `rho` the group's ratio in the region, `r` the smoothed ratio, `s_r` its score (0..100), null when a count is
          under 10; P, `q_estimee`, `s`: the survey's component, as in `measures.marches`.
        - `T` (0..100); `classe` (1–5 or null, then `raison`), `certitude`, as `enonces.dire`: none without the survey;
          `partiel` (why the index is not whole, or "").
        - `couverture` (0..1): share of the region's offers of the group held by the ROME that are in the file here;
          `part_offres_cible_unique` (0..1): share of these offers whose ROME leads to this group alone.
        - `candidats_en_plus`: job-seekers that bring T to the lower limit of its printed class; null in classes 1 and
          2, in a partial index or out of reach; `distance` says it, "" where the question has no object.
        - `classe_officielle` (1–5): that of the producer for the ROME and the bassin; null at any other level.
    """
    if niveau not in NIVEAUX or zonage not in ZONAGES:
        raise KeyError(f"{niveau}, {zonage}")
    if raison_absence(donnees):
        return None
    return pd.concat([_annee(donnees, a, niveau, zonage) for a in annees(donnees)], ignore_index=True)


def _annee(donnees: Donnees, annee: str, niveau: str, zonage: str) -> pd.DataFrame:
    metiers, liens = _metiers(donnees, annee)
    tensions = donnees.lire("tension_rome")[lambda df: df["annee"] == annee]
    cellules = enquete.cellules_bmo(donnees, annee=annee)
    zones = bmo.zoner(cellules, zonage)[["code_bassin", "code_zone"]].drop_duplicates()
    offres = indice_complet.zoner(tensions, dict(zones.itertuples(index=False)))
    marches = enquete.lire_marches(donnees, "metier" if niveau == "rome" else niveau, zonage, annee=annee)
    if niveau == "rome":
        comptes = offres.rename(columns={"code_rome": "code_groupe"})
        df = indice_complet.indicer(comptes, indice_complet.rattacher(marches, liens), BASE)
        df = df.assign(couverture=1.0, part_offres_cible_unique=1.0)
    else:
        envois = _envois(metiers, liens, cellules, niveau, zonage)
        df = indice_complet.completer(indice_complet.repartir(offres, envois), marches, BASE)
    df = du_decoupage(df, zonage)
    df = df.rename(columns={"inscrits": "demandeurs", "score_offres": "s_r", "inscrits_de_plus": "candidats_en_plus"})
    mesurable = (df["partiel"] == "") & df["classe"].notna() & ~df["classe"].isin((1, 2))
    dites = [indice_complet.distance_dite(None if pd.isna(n) else n) for n in df["candidats_en_plus"]]
    df["distance"] = pd.Series(dites, index=df.index, dtype=str).where(mesurable, "")
    officielles = tensions if (niveau, zonage) == ("rome", "bassin") else tensions[:0]
    officielles = officielles.set_index(["code_bassin", "code_rome"])["value"].rename("classe_officielle")
    df = df.join(officielles, on=["code_zone", "code_groupe"])
    df["classe_officielle"] = df["classe_officielle"].astype("Float64").astype("Int64")
    return df.assign(annee=annee)[COLONNES].sort_values(["code_zone", "code_groupe"], ignore_index=True)


def _metiers(donnees: Donnees, annee: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List of the survey of one year, then `indice_complet.passages` to its nomenclature."""
    metiers = metiers_listes(donnees, annee)
    return metiers, indice_complet.passages(nomenclatures.correspondance(donnees, metiers["nomenclature"].iloc[0]))


def _envois(
    metiers: pd.DataFrame, liens: pd.DataFrame, cellules: pd.DataFrame, niveau: str, zonage: str
) -> pd.DataFrame:
    """`indice_complet.parts` by the projects of each métier in the zone, with the fills of hidden cells."""
    par_zone = bmo.zoner(cellules, zonage).groupby(["code_zone", "code_metier"])["P"].sum().reset_index()
    region, groupes = cellules.groupby("code_metier")["P"].sum(), groupes_des_metiers(liens, metiers, niveau)
    return indice_complet.parts(liens, par_zone, region, groupes)


def parts_cible_unique(donnees: Donnees) -> dict[str, float]:
    """Level -> share (0..1) of the region's offers whose ROME leads to one single group, last year of `annees`.

    What is left is shared by a convention, not counted. Empty when there is no complete index.
    """
    if raison_absence(donnees):
        return {}
    annee = annees(donnees)[-1]
    (metiers, liens), offres = _metiers(donnees, annee), donnees.lire("tension_rome")[lambda df: df["annee"] == annee]
    groupes = {n: groupes_des_metiers(liens, metiers, n) for n in bmo.NIVEAUX}
    return {n: indice_complet.part_cible_unique(offres, liens, g) for n, g in groupes.items()}


def groupes_des_metiers(liens: pd.DataFrame, metiers: pd.DataFrame, niveau: str) -> dict[str, str]:
    """code_metier -> code_groupe; families are known for the métiers of the survey only."""
    if niveau == "famille":
        return dict(zip(metiers["code_metier"], metiers["code_famille"], strict=True))
    return {m: m[: bmo.LONGUEURS[niveau]] for m in liens["code_metier"].unique()}


def romes(donnees: Donnees, niveau: str, zonage: str, annee: str, code_zone: str, code_groupe: str) -> pd.DataFrame:
    """The ROME métiers behind a group in a zone, the largest part of offers first; those absent from the file last:
    code_rome, libelle ("" when the nomenclature is not loaded), `part` (share of its counts sent to the group,
    0..1), offres, demandeurs (of the whole ROME, null when absent from the file), classe_officielle (bassins only).
    Empty when there is no complete index."""
    colonnes = ["code_rome", "libelle", "part", "offres", "demandeurs", "classe_officielle"]
    if raison_absence(donnees) or annee not in annees(donnees):
        return pd.DataFrame(columns=colonnes)
    (metiers, liens), cellules = _metiers(donnees, annee), enquete.cellules_bmo(donnees, annee=annee)
    envois = _envois(metiers, liens, cellules, niveau, zonage)
    envois = envois[(envois["code_zone"] == code_zone) & (envois["code_groupe"] == code_groupe) & (envois["part"] > 0)]
    comptes = completes(donnees, "rome", zonage)
    comptes = comptes[(comptes["annee"] == annee) & (comptes["code_zone"] == code_zone)]
    comptes = comptes.rename(columns={"code_groupe": "code_rome"})
    df = envois.merge(comptes[["code_rome", "offres", "demandeurs", "classe_officielle"]], on="code_rome", how="left")
    # Labels of the same origin as the tension file, or none.
    meme = donnees.est_demonstration("nomenclatures") == donnees.est_demonstration("tension_rome")
    libelles = nomenclatures.libelles(donnees, "rome") if meme else {}
    df["libelle"] = [libelles.get(c, "") for c in df["code_rome"]]
    df["_ordre"] = df["offres"] * df["part"]
    return df.sort_values(["_ordre", "part"], ascending=False, na_position="last", ignore_index=True)[colonnes]


def officielle(donnees: Donnees, niveau: str, zonage: str) -> pd.DataFrame | None:
    """Official tension classes of the Dares by FAP 2009 (levels of `NIVEAUX_FAP`, zonings of `ZONAGES_OFFICIELS`), to
    stand beside ours with their own year: annee, code_zone, code_groupe, `classe_officielle` (1–5, null with
    `raison`: an imputed index is never a class), `emploi`, and the six components. None elsewhere, or when the file
    is not loaded."""
    if niveau not in NIVEAUX_FAP or zonage not in ZONAGES_OFFICIELS or not donnees.millesimes("tension_fap"):
        return None
    df = donnees.lire("tension_fap")
    df = df[(df["niveau_fap"] == NIVEAUX_FAP[niveau]) & df["code_zone"].isin(ZONAGES_OFFICIELS[zonage])]
    df = df.rename(columns={"code_fap": "code_groupe"})
    df["classe_officielle"] = df["value"].astype("Float64").astype("Int64")
    df["raison"] = df["value"].isna().map({True: RAISON_SANS_CLASSE, False: ""})
    colonnes = ["annee", "code_zone", "code_groupe", "classe_officielle", "raison", "emploi", *COMPOSANTES]
    return df[colonnes].sort_values(colonnes[:3], ignore_index=True)

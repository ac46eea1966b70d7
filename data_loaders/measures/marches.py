"""Groups of métiers × zones: sums of estimated cells, and what may be said of each.

A family, a domain, all métiers together, a département, the region or any union of bassins is the mean of its cells by
number of projects, hidden ones included: a family is always the mean of its métiers, a département that of its bassins.
Shares are 0..1. Source: France Travail, enquête Besoins en main-d'œuvre.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.measures import bmo, enonces, secret
from data_loaders.parametres import ParametresMeteo, meteo

ENSEMBLE = "ensemble"
NIVEAUX = (ENSEMBLE, "famille", "fap22", "fap87", "metier")
ZONAGES = ("bassin", "departement", "region")
# Only families and all métiers together keep their meaning across a change of nomenclature.
NIVEAUX_CHAINES = (ENSEMBLE, "famille")
CLES = ["annee", "code_zone", "code_groupe"]
PART_ESTIMEE = "part_estimee"
# What is said of a group in the region beside what is said of it in a zone.
DE_REGION = ["annee", "code_groupe", "reference", "q_estimee", "classe", "ou", "fleche", "delta", "grand"]

# statut -> (SDMX observation status, reason printed in the empty cell)
STATUTS = {
    "estime": ("E", ""),
    "effectif": ("N", "effectif insuffisant : moins de {minimum:.0f} projets, niveau régional"),
    "secret": ("Q", "secret statistique : toutes les cellules sont masquées par le producteur"),
    "sans_objet": ("M", "sans objet : aucun projet de recrutement"),
    "non_transmis": ("O", "non transmis : le fichier de cette année-là ne porte pas ce territoire"),
    "non_enquete": ("L", bmo.RAISON_NON_ENQUETE),
}
RAISON_MEME_REGLE = (
    "secret statistique : valeurs inférieures à 5, la règle vaut aussi pour cette enquête, publiée sans masque"
)
RAISON_RUPTURE = "non mesurable : la nomenclature des métiers change"
RAISON_PREMIER = "non mesurable : aucun millésime précédent n’est chargé"
RAISON_EFFECTIF = "non mesurable : effectif insuffisant ou masqué dans l’un des deux millésimes"


def decrire(
    cellules: pd.DataFrame,
    metiers: pd.DataFrame,
    niveau: str,
    zonage: str,
    p: ParametresMeteo | None = None,
    *,
    sommes: pd.DataFrame | None = None,
    region: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """All that is said of every group of métiers in every zone, all vintages at once.

    Args:
        cellules: from `estimation.estimer`.
        metiers: list of the survey, contract `bmo/metiers`: a group listed a year without any row has no project.
        niveau: one of `NIVEAUX`; zonage: one of `ZONAGES`.
        sommes: `sommer` of the same, region: `DE_REGION` of what this says of the same groups in the region, where they
            were made before.

    Returns:
        One row per annee × code_zone × code_groupe, every combination present, in that order: the columns of `sommer`
        and

        - `statut` (keys of `STATUTS`), `obs_status`, `raison`; what follows is null unless `statut` is `estime`.
        - `classe`, `chance`, `ou`, `chance_ou`: `enonces.dire`.
        - `reference` (all métiers of the region that year), `position` against it: of a group by `s`, of a zone (all
          métiers together) by `s_ecart`; null for the region itself, all métiers. `position_declaree`: the same for the
          declared share of a zone, by its margin; null at other levels, which have no such map.
        - `rang_meilleur`, `rang_pire`, `rangs_nb`: among the groups of the zone, or among the zones when all métiers
          are together.
        - `annee_precedente`, `delta`, `delta_erreur`, `z`, `etabli`, `grand`, `fleche` (hausse, baisse, aucun,
          non_mesurable), `fleche_raison`; `delta_reference`: the change of `reference`, the regional level.
        - `evolution_lo`, `evolution_hi`: change of the projects allowed by hidden counts (0.1 = a tenth more);
          `z_projets`, `fleche_projets`.
        - `part_saisonniers`, `porteur` ("", porteur, porteur saisonnier; métiers only), `etiquette` (recruter et
          former, débouchés, niche or "").
        - `q_region`, `classe_region`, `ou_region`, `fleche_region`, `delta_region`, `grand_region`: the same group in
          the region.

    Raises:
        KeyError: unknown level or zoning.
    """
    p = p or meteo()
    if sommes is None:
        sommes = sommer(cellules, niveau, zonage, p)
    if region is None:
        ensemble = sommer(cellules, ENSEMBLE, "region", p).set_index("annee")["q_estimee"]
        de_region = sommes if zonage == "region" else sommer(cellules, niveau, "region", p)
        region = _decrire(de_region, metiers, niveau, "region", ensemble, p)
    reference = region.groupby("annee")["reference"].first()
    local = region if zonage == "region" else _decrire(sommes, metiers, niveau, zonage, reference, p)
    communs = region[DE_REGION].drop(columns="reference").rename(columns={"q_estimee": "q"})
    return local.merge(
        communs, on=["annee", "code_groupe"], how="left", suffixes=("", "_region"), validate="many_to_one"
    ).rename(columns={"q": "q_region"})


def _decrire(
    sommes: pd.DataFrame,
    metiers: pd.DataFrame,
    niveau: str,
    zonage: str,
    ensemble: pd.Series,
    p: ParametresMeteo,
) -> pd.DataFrame:
    df = _grille(sommes, metiers, niveau, p)
    estime = df["statut"] == "estime"
    df = df.join(enonces.dire(df["q_estimee"].where(estime), df["s"], p))
    df["reference"] = df["annee"].map(ensemble)
    _positions(df, niveau, zonage, estime, p)
    _rangs(df, niveau, estime, p)
    _tendances(df, metiers, niveau, estime, p)
    _porteurs(df, niveau, estime, p)
    return df


def _grille(sommes: pd.DataFrame, metiers: pd.DataFrame, niveau: str, p: ParametresMeteo) -> pd.DataFrame:
    """Sums on every annee × zone × group, with what tells a zero from a question never asked."""
    presentes = pd.MultiIndex.from_frame(sommes[["annee", "code_zone"]].drop_duplicates())
    listes = (
        {a: {ENSEMBLE} for a in metiers["annee"].unique()}
        if niveau == ENSEMBLE
        else bmo.metiers_listes(metiers, niveau)
    )
    couples = pd.MultiIndex.from_tuples([(a, c) for a, codes in listes.items() for c in codes])
    axes = [sorted(listes), sorted(sommes["code_zone"].unique()), sorted(set().union(*listes.values()))]
    df = sommes.set_index(CLES).reindex(pd.MultiIndex.from_product(axes, names=CLES)).reset_index()
    nombres = ["cellules_nb", "caches_met", "caches_xmet"]
    df[nombres] = df[nombres].fillna(0).astype(int)
    df["minorant"] = df["minorant"].eq(True)
    absentes = {
        "non_enquete": ~pd.MultiIndex.from_frame(df[["annee", "code_groupe"]]).isin(couples),
        "non_transmis": ~pd.MultiIndex.from_frame(df[["annee", "code_zone"]]).isin(presentes),
    }
    sans_cellule = df["cellules_nb"] == 0
    df["statut"] = np.select(
        [*(sans_cellule & a for a in absentes.values()), sans_cellule], [*absentes, "sans_objet"], df["statut"]
    )
    motiver(df, p)
    absents = df["statut"].eq("non_enquete")
    paires = pd.MultiIndex.from_frame(df.loc[absents, ["code_groupe", "annee"]])
    dites = bmo.raisons_non_listees(niveau, paires.unique(), metiers)
    df.loc[absents, "raison"] = [dites[p] for p in paires]
    return df


def motiver(df: pd.DataFrame, p: ParametresMeteo | None = None) -> None:
    """Add `obs_status` and `raison`, what an empty cell says, to rows of `sommer` or of a grid."""
    p = p or meteo()
    df["obs_status"] = df["statut"].map({s: statut for s, (statut, _) in STATUTS.items()})
    df["raison"] = df["statut"].map({s: r.format(minimum=p.projets_minimum) for s, (_, r) in STATUTS.items()})
    cache = df["statut"] == "secret"
    df.loc[cache & (df["cellules_nb"] == 1), "raison"] = secret.RAISON_SECRET
    df.loc[cache & df["projets"].notna(), "raison"] = RAISON_MEME_REGLE


def _positions(df: pd.DataFrame, niveau: str, zonage: str, estime: pd.Series, p: ParametresMeteo) -> None:
    """Where a group, or a zone for all métiers together, stands against all métiers of the region."""
    df[["position", "position_declaree"]] = np.nan
    if niveau != ENSEMBLE:
        df["position"] = enonces.position(df["q_estimee"], df["reference"], p.surete * df["s"])
    elif zonage != "region":
        df["position"] = enonces.position(df["q_estimee"], df["reference"], p.surete * df["s_ecart"])
        df["position_declaree"] = enonces.position(df["declaree"], df["reference"], df["marge"])
    for c in ("position", "position_declaree"):
        df[c] = df[c].where(estime).astype("Int64")


def _rangs(df: pd.DataFrame, niveau: str, estime: pd.Series, p: ParametresMeteo) -> None:
    """Ranks inside each list: the groups of one zone, or the zones when all métiers are together."""
    listes = ["annee"] if niveau == ENSEMBLE else ["annee", "code_zone"]
    estimees = df[estime]
    par_liste = [enonces.rangs(g["q_estimee"], g["s_ecart"], p) for _, g in estimees.groupby(listes)]
    rangs = pd.concat(par_liste) if par_liste else pd.DataFrame(columns=["meilleur", "pire"])
    for c in ("meilleur", "pire"):
        df[f"rang_{c}"] = rangs[c].reindex(df.index).astype("Int64")
    df["rangs_nb"] = estime.groupby([df[c] for c in listes]).transform("sum")


def _tendances(df: pd.DataFrame, metiers: pd.DataFrame, niveau: str, estime: pd.Series, p: ParametresMeteo) -> None:
    """Change of the estimated share and of the projects since the previous loaded vintage."""
    annees = sorted(df["annee"].unique())
    df["annee_precedente"] = df["annee"].map(dict(zip(annees[1:], annees[:-1], strict=True)))
    colonnes = ["q_estimee", "H", "P", "visibles", "caches_met", "plafond", "reference"]
    apres = df[colonnes].assign(estime=estime)
    avant = apres.groupby([df["code_zone"], df["code_groupe"]]).shift()
    premier = df["annee_precedente"].isna()
    nomenclature = metiers.groupby("annee")["nomenclature"].first()
    rupture = df["annee"].map(nomenclature) != df["annee_precedente"].map(nomenclature)
    if niveau in NIVEAUX_CHAINES:
        rupture = pd.Series(False, index=df.index)
    df["fleche_raison"] = np.select(
        [premier, rupture, ~(estime & avant["estime"].eq(True))], [RAISON_PREMIER, RAISON_RUPTURE, RAISON_EFFECTIF], ""
    )
    ok = df["fleche_raison"] == ""
    avant, apres = avant[colonnes].astype(float).where(ok), apres[colonnes].astype(float).where(ok)
    t = enonces.tendance(avant["q_estimee"], apres["q_estimee"], avant["H"], apres["H"], p)
    df["delta"], df["delta_erreur"], df["z"] = t["delta"], t["erreur"], t["z"]
    df["etabli"], df["grand"] = t["etabli"], t["grand"]
    df["fleche"] = _fleche(t["delta"], t["etabli"], ok)
    df["delta_reference"] = apres["reference"] - avant["reference"]
    counts = ["visibles", "caches_met", "plafond"]
    df["evolution_lo"], df["evolution_hi"] = enonces.evolution_projets(
        *(avant[c] for c in counts), *(apres[c] for c in counts), p
    )
    df["z_projets"] = enonces.z_projets(avant["P"], apres["P"], p)
    df["fleche_projets"] = _fleche(df["z_projets"], df["z_projets"].abs() >= p.fleche_z, ok)


def _fleche(ecart: pd.Series, etabli: pd.Series, ok: pd.Series) -> np.ndarray:
    return np.select([~ok, etabli & (ecart > 0), etabli & (ecart < 0)], ["non_mesurable", "hausse", "baisse"], "aucun")


def _porteurs(df: pd.DataFrame, niveau: str, estime: pd.Series, p: ParametresMeteo) -> None:
    """Métiers with the most projects in their zone, seasonal ones, and the advice they carry."""
    df["part_saisonniers"] = df["saisonniers"] / df["projets"]
    projets = df["P"].where(estime & (df["P"] >= p.porteur_minimum))
    par_zone = projets.groupby([df["annee"], df["code_zone"]])
    premiers = par_zone.rank(method="min", ascending=False) <= np.ceil(p.porteur_part * par_zone.transform("count"))
    porteur = premiers & (df["fleche_projets"] != "baisse") & (niveau == "metier")
    saisonnier = porteur & (df["part_saisonniers"] >= p.saisonnier_part)
    df["porteur"] = np.select([saisonnier, porteur], ["porteur saisonnier", "porteur"], "")
    classes = df["classe"].astype(float)
    haut, bas = (classes >= 4) & (niveau == "metier"), classes <= 3
    df["etiquette"] = np.select([porteur & haut, porteur & bas, haut], ["recruter et former", "débouchés", "niche"], "")


def sommer(cellules: pd.DataFrame, niveau: str, zonage: str = "", p: ParametresMeteo | None = None) -> pd.DataFrame:
    """Sums of each group of métiers in each zone that has a cell: step 7 of the method, and the declared share.

    Args:
        cellules: from `estimation.estimer`.
        niveau: one of `NIVEAUX`, whose code of all métiers together is `ENSEMBLE`; or any column that groups the cells.
        zonage: one of `ZONAGES`; "" when the cells already hold `code_zone` (any union of whole bassins).

    Returns:
        One row a group, in the order of `CLES`:

        - `projets`, `difficiles`, `saisonniers`: sums of what the producer published, null when it hides all;
          `minorant`: say « au moins ». `declaree`, `declaree_lo`, `declaree_hi`: share and its bounds by secrecy, null
          where they rest on one hidden count. These are the figures shown.
        - `visibles` and `difficiles_visibles` (same sums, the rule of secrecy applied to unmasked vintages too),
          `caches_met`, `caches_xmet`, `plafond`, `cellules_nb`, `P`, `X` (filled, never shown), `part`, `part_lo`,
          `part_hi`: the declared share as the method sees it.
        - `annee_france` (vintage of F, "" without France); `F`, `b`: its cells in France, and at the level of the
          region (b − F says what the region adds or takes).
        - `q_estimee`, `H` (ΣP²/(ΣP)²), `w` (weight of the local answers, 0..1), `s`, `s_ecart`, `borne_basse`,
          `borne_haute` (8 chances in 10), `marge` (of the declared share, 95 in 100), `statut` (estime, effectif or
          secret).

    Raises:
        KeyError: unknown level or zoning.
    """
    p = p or meteo()
    df = bmo.zoner(cellules, zonage) if zonage else cellules
    publies = df["met"].notna()
    travail = df[["annee", "code_zone"]].assign(
        code_groupe=ENSEMBLE if niveau == ENSEMBLE else df[niveau],
        projets=df["met"],
        difficiles=df["xmet"].where(publies),
        saisonniers=df["smet"].where(publies),
        visibles=df["met_visible"].fillna(0.0),
        difficiles_visibles=df["xmet_visible"].fillna(0.0),
        caches_met=df["met_cache"].astype(int),
        caches_xmet=df["xmet_cache"].astype(int),
        projets_caches=(~publies).astype(int),
        cellules_nb=1,
        P=df["P"],
        X=df["X"],
        PF=df["P"] * df["F"],
        Pb=df["P"] * df["b"],
        Pq=df["P"] * df["q_estimee"],
        P2=df["P"] ** 2,
        Pw=df["P"] * df["w"],
    )
    par_groupe = travail.groupby(CLES)
    g = par_groupe.sum(min_count=1)
    g = g.join(df.drop_duplicates("annee").set_index("annee")[["plafond", "annee_france"]], on="annee")
    _parts(g)
    _declarees(g, df.assign(code_groupe=travail["code_groupe"]))
    g["F"], g["b"], g["w"] = g["PF"] / g["P"], g["Pb"] / g["P"], g["Pw"] / g["P"]
    g["q_estimee"], g["H"] = g["Pq"] / g["P"], g["P2"] / g["P"] ** 2
    g["s"], g["s_ecart"] = enonces.erreur(g["q_estimee"], g["H"], p), enonces.erreur_ecart(g["q_estimee"], g["H"], p)
    g["borne_basse"] = (g["q_estimee"] - p.intervalle * g["s"]).clip(lower=0.0)
    g["borne_haute"] = (g["q_estimee"] + p.intervalle * g["s"]).clip(upper=1.0)
    # Any other group chosen by hand is a few métiers.
    g["marge"] = enonces.marge(g["q_estimee"], g["P"], p.reponses.get(niveau, p.reponses["metier"]), p)
    g["statut"] = np.select([g["visibles"] == 0, g["P"] < p.projets_minimum], ["secret", "effectif"], "estime")
    return g.drop(columns=["PF", "Pb", "Pq", "P2", "Pw", "projets_caches"]).reset_index()


def chiffrer(
    cellules: pd.DataFrame, niveau: str, zonage: str, p: ParametresMeteo | None = None, *, sommes: pd.DataFrame
) -> pd.DataFrame:
    """What each indicator of the survey shows of every group in every zone that has a cell.

    Args:
        cellules: from `estimation.estimer`.
        niveau: one of `NIVEAUX`; zonage: one of `ZONAGES`; sommes: `sommer` of the same.

    Returns:
        One row a measure (`met`, `xmet`, `smet`, `part_difficiles`, `PART_ESTIMEE`) × group × zone × vintage: `mesure`,
        `code_groupe`, `code_zone`, `periode`, then `value`, `obs_status`, `raison`, `minorant`, `borne_basse`,
        `borne_haute`, `cellules_nb`, `caches_nb` as `bmo.calculer` and `parts_estimees` give them.
    """
    p = p or meteo()
    zonees = bmo.zoner(cellules, zonage)
    df = zonees.assign(periode=zonees["annee"], code_groupe=ENSEMBLE if niveau == ENSEMBLE else zonees[niveau])
    cles = ["code_groupe", "code_zone", "periode"]
    declarees = {m: bmo.calculer(df, m, cles) for m in (*MESURES, "part_difficiles")}
    g = sommes.copy()
    motiver(g, p)
    toutes = declarees | {PART_ESTIMEE: parts_estimees(g)}
    colonnes = [*cles, *declarees["met"].columns.drop(cles)]
    return pd.concat([df[colonnes].assign(mesure=m) for m, df in toutes.items()], ignore_index=True)


def parts_estimees(g: pd.DataFrame) -> pd.DataFrame:
    """Rows of `sommer` that `motiver` completed, as figures in %: `periode`, `value`, bounds and counts of cells."""
    estimees = g["statut"] == "estime"
    return g.assign(
        periode=g["annee"],
        value=100 * g["q_estimee"].where(estimees),
        borne_basse=100 * g["borne_basse"].where(estimees),
        borne_haute=100 * g["borne_haute"].where(estimees),
        minorant=False,
        caches_nb=g["caches_met"] + g["caches_xmet"],
    )


def unir(
    cellules: pd.DataFrame, niveau: str, bassins: Collection[str], code_zone: str, p: ParametresMeteo | None = None
) -> pd.DataFrame:
    """A union of whole bassins: rows of `sommer`, with `obs_status`, `raison` and what `enonces.dire` says.

    Args:
        bassins: codes of the bassins; code_zone: the code given to their union.
    """
    dedans = cellules[cellules["code_bassin"].isin(bassins)].assign(code_zone=code_zone)
    df = sommer(dedans, niveau, p=p)
    motiver(df, p)
    return df.join(enonces.dire(df["q_estimee"].where(df["statut"] == "estime"), df["s"], p))


def _parts(g: pd.DataFrame) -> None:
    """The declared share and its bounds as the method sees them: the rule of secrecy covers unmasked vintages too."""
    visible = g["visibles"] > 0
    hauts = g["visibles"] + g["plafond"] * g["caches_met"]
    caches = g["plafond"] * (g["caches_xmet"] + g["caches_met"])
    g["part"] = (g["X"] / g["P"]).where(visible)
    g["part_lo"] = (g["difficiles_visibles"] / hauts).where(visible)
    g["part_hi"] = ((g["difficiles_visibles"] + caches) / hauts).where(visible)


def _declarees(g: pd.DataFrame, cellules: pd.DataFrame) -> None:
    """The same as they are shown, here and by the indicator of the declared share."""
    g["minorant"] = (g["projets_caches"] > 0) & g["projets"].notna()
    parts = secret.parts(cellules, CLES).set_index(CLES)
    for nom, c in (("declaree", "value"), ("declaree_lo", "borne_basse"), ("declaree_hi", "borne_haute")):
        g[nom] = parts[c] / 100

"""Groups of métiers × zones: what the survey says of each, and what may be said of it.

A family, a domain, all métiers together, a département, the region or any union of bassins has its own line, on its own
sums: estimates are never added nor averaged. Shares are 0..1. Source: France Travail, enquête Besoins en main-d'œuvre.
"""

import numpy as np
import pandas as pd

from data_loaders.contracts.bmo import MESURES
from data_loaders.measures import bmo, enonces, estimation, secret
from data_loaders.measures.estimation import Enquete
from data_loaders.parametres import meteo

ENSEMBLE = "ensemble"
NIVEAUX = (ENSEMBLE, "famille", "fap22", "fap87", "metier")
ZONAGES = enonces.ZONAGES
# Only families and all métiers together keep their meaning across a change of nomenclature.
NIVEAUX_CHAINES = (ENSEMBLE, "famille")
CLES = ["annee", "code_zone", "code_groupe"]
PART_ESTIMEE = "part_estimee"

# statut -> (SDMX observation status, reason printed in the empty cell)
STATUTS = {
    "estime": ("E", ""),
    "effectif": ("N", "trop peu de projets pour un chiffre"),
    "secret": ("Q", "masqué : trop peu de réponses"),
    "sans_objet": ("M", "aucun projet de recrutement"),
    "non_transmis": ("O", "non transmis : le fichier de cette année-là ne porte pas ce territoire"),
    "non_enquete": ("L", bmo.RAISON_NON_ENQUETE),
}
RAISON_MEME_REGLE = f"{STATUTS['secret'][1]} (sous 5 ; la règle vaut aussi pour cette enquête, publiée sans masque)"
RAISON_RUPTURE = "non comparable : la liste des métiers a changé"
RAISON_PREMIER = "non comparable : aucune enquête précédente n’est chargée"
RAISON_EFFECTIF = "non comparable : trop peu de projets, ou masqué, dans l’une des deux enquêtes"


def decrire(enquete: Enquete, metiers: pd.DataFrame, niveau: str) -> dict[str, pd.DataFrame]:
    """All that is said of every group of métiers in every zone of each of `ZONAGES`, all vintages at once.

    Args:
        enquete: from `estimation.preparer`.
        metiers: list of the survey, contract `bmo/metiers`: a group listed a year without any row has no project.
        niveau: one of `NIVEAUX`.

    Returns:
        By zoning, one row per annee × code_zone × code_groupe, every combination present, in that order: the columns
        of `sommer` and

        - `statut` (keys of `STATUTS`); what follows is null unless `statut` is `estime`.
        - `classe`, `certitude`: `enonces.dire`; none for all métiers of a zone, which has no class.
        - `reference` (all métiers of the region that year), `position` against it: of a group, or of a zone for all
          métiers together; null for the region itself, all métiers. `memoire`: the side (−1, 1) on which a zone, all
          métiers together, stood in every survey loaded, 0 where it changed or they are too few; null elsewhere.
        - `rang_meilleur`, `rang_pire`, `rangs_nb`: among the groups of the zone, or among the zones when all métiers
          are together.
        - `annee_precedente`, `delta`, `fleche` (hausse, baisse, aucun, non_mesurable), `grand`, `fleche_raison`;
          `delta_reference`: the change of `reference`, the regional level.
        - `evolution_lo`, `evolution_hi`: change of the projects allowed by hidden counts (0.1 = a tenth more);
          `fleche_projets`, said where these bounds exclude zero and the test passes.
        - `porteur` ("", porteur, porteur saisonnier; métiers only).
        - `q_region`, `classe_region`, `certitude_region`: the same group in the region.
    """
    toutes = sommer(enquete, ENSEMBLE, "region").set_index("annee")[["q_estimee", "bruit"]]
    dits = {z: _decrire(sommer(enquete, niveau, z), metiers, niveau, z, toutes) for z in ZONAGES}
    cles = ["annee", "code_groupe"]
    communs = dits["region"].set_index(cles)[["q_estimee", "classe", "certitude"]].add_suffix("_region")
    communs = communs.rename(columns={"q_estimee_region": "q_region"})
    return {z: df.join(communs, on=cles).drop(columns="bruit") for z, df in dits.items()}


def _decrire(
    sommes: pd.DataFrame, metiers: pd.DataFrame, niveau: str, zonage: str, toutes: pd.DataFrame
) -> pd.DataFrame:
    df = _grille(sommes, metiers, niveau)
    estime = df["statut"] == "estime"
    df = df.join(enonces.dire(df["q_estimee"].where(estime & (niveau != ENSEMBLE)), df["s"]))
    df["reference"] = df["annee"].map(toutes["q_estimee"])
    _positions(df, niveau, zonage, estime)
    _rangs(df, niveau, estime)
    _mouvements(df, metiers, niveau, zonage, estime, toutes["bruit"])
    _porteurs(df, niveau, estime)
    return df


def _grille(sommes: pd.DataFrame, metiers: pd.DataFrame, niveau: str) -> pd.DataFrame:
    """Sums on every annee × zone × group, with what tells a zero from a question never asked."""
    presentes = pd.MultiIndex.from_frame(sommes[["annee", "code_zone"]].drop_duplicates())
    listes = {a: {ENSEMBLE} for a in metiers["annee"]} if niveau == ENSEMBLE else bmo.metiers_listes(metiers, niveau)
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
    df = _motiver(df)
    absents = df[df["statut"] == "non_enquete"]
    df.loc[absents.index, "raison"] = bmo.raisons_non_listees(niveau, absents["code_groupe"], absents["annee"], metiers)
    return df


def _motiver(df: pd.DataFrame) -> pd.DataFrame:
    obs_status, raison = (df["statut"].map({s: dit[i] for s, dit in STATUTS.items()}) for i in (0, 1))
    meme_regle = (df["statut"] == "secret") & df["projets"].notna()
    return df.assign(obs_status=obs_status, raison=raison.mask(meme_regle, RAISON_MEME_REGLE))


def _positions(df: pd.DataFrame, niveau: str, zonage: str, estime: pd.Series) -> None:
    """Where a group, or a zone for all métiers together, stands against all métiers of the region."""
    df[["position", "memoire"]] = np.nan
    if (niveau, zonage) != (ENSEMBLE, "region"):
        ecart = (df["q_estimee"] - df["reference"]).where(estime)
        df["position"] = enonces.differe(ecart, df["s"] ** 2)
    if niveau == ENSEMBLE and zonage != "region":
        cotes = np.sign(ecart).groupby(df["code_zone"])
        constante = (cotes.transform("nunique") == 1) & (cotes.transform("size") == cotes.transform("count"))
        dite = constante & (cotes.transform("count") >= meteo().enquetes_memoire)
        df["memoire"] = np.sign(ecart).where(dite, 0).where(estime)
    for c in ("position", "memoire"):
        df[c] = df[c].astype("Int64")


def _rangs(df: pd.DataFrame, niveau: str, estime: pd.Series) -> None:
    listes = ["annee"] if niveau == ENSEMBLE else ["annee", "code_zone"]
    estimees = df[estime]
    par_liste = [enonces.rangs(g["q_estimee"], g["s"]) for _, g in estimees.groupby(listes)]
    rangs = pd.concat(par_liste) if par_liste else pd.DataFrame(columns=["meilleur", "pire"])
    for c in ("meilleur", "pire"):
        df[f"rang_{c}"] = rangs[c].reindex(df.index).astype("Int64")
    df["rangs_nb"] = estime.groupby([df[c] for c in listes]).transform("sum")


def _mouvements(
    df: pd.DataFrame, metiers: pd.DataFrame, niveau: str, zonage: str, estime: pd.Series, bruit_region: pd.Series
) -> None:
    annees = sorted(df["annee"].unique())
    df["annee_precedente"] = df["annee"].map(dict(zip(annees[1:], annees[:-1], strict=True)))
    # The level of the region is inside every estimate but its own.
    niveau_region = 0.0 if (niveau, zonage) == (ENSEMBLE, "region") else df["annee"].map(bruit_region)
    colonnes = ["q_estimee", "P", "visibles", "caches_met", "plafond", "reference", "u", "v"]
    u, v = df["bruit"] + niveau_region, enonces.erreur_projets(df["P"], niveau, zonage) ** 2
    apres = df.assign(u=u, v=v, estime=estime)[[*colonnes, "estime"]]
    premier = df["annee_precedente"].isna()
    nomenclature = metiers.groupby("annee")["nomenclature"].first()
    listes = df["annee"].map(nomenclature)
    suivis = df["code_groupe"] if niveau in NIVEAUX_CHAINES else _suivis(df["code_groupe"], listes, niveau)
    avant = apres.groupby([df["code_zone"], suivis]).shift()
    rupture = avant["P"].isna() & (listes != df["annee_precedente"].map(nomenclature)) & (niveau not in NIVEAUX_CHAINES)
    df["fleche_raison"] = np.select(
        [premier, rupture, ~(estime & avant["estime"].eq(True))], [RAISON_PREMIER, RAISON_RUPTURE, RAISON_EFFECTIF], ""
    )
    ok = df["fleche_raison"] == ""
    avant, apres = avant[colonnes].astype(float).where(ok), apres[colonnes].astype(float).where(ok)
    df["delta"] = apres["q_estimee"] - avant["q_estimee"]
    df["grand"] = df["delta"].abs() >= meteo().ecart_grand - enonces.TOLERANCE
    df["fleche"] = _fleche(enonces.differe(df["delta"], avant["u"] + apres["u"]), ok)
    df["delta_reference"] = apres["reference"] - avant["reference"]
    counts = ["visibles", "caches_met", "plafond"]
    df["evolution_lo"], df["evolution_hi"] = enonces.evolution_projets(
        *(avant[c] for c in counts), *(apres[c] for c in counts)
    )
    sens = enonces.differe(np.log(apres["P"] / avant["P"]), avant["v"] + apres["v"])
    df["fleche_projets"] = _fleche(np.where(df["evolution_lo"] * df["evolution_hi"] > 0, sens, 0), ok)


def _suivis(codes: pd.Series, listes: pd.Series, niveau: str) -> pd.Series:
    """What a group goes on as across the break of the list: itself since, its only successor before, if any."""
    suites = {c: bmo.suites(c, "") for c in codes.unique()} if niveau == "metier" else {}
    noms = {c: s.codes[0] for c, s in suites.items() if s.genre == bmo.UN_POUR_UN}
    avant = codes.map({c: noms.get(c, c + bmo.LISTE_AVANT) for c in codes.unique()})
    return codes.where(listes != bmo.LISTE_AVANT, avant)


def _fleche(sens: np.ndarray, ok: pd.Series) -> np.ndarray:
    return np.select([~ok, sens > 0, sens < 0], ["non_mesurable", "hausse", "baisse"], "aucun")


def _porteurs(df: pd.DataFrame, niveau: str, estime: pd.Series) -> None:
    p = meteo()
    projets = df["P"].where(estime & (df["P"] >= p.porteur_minimum))
    par_zone = projets.groupby([df["annee"], df["code_zone"]])
    premiers = par_zone.rank(method="min", ascending=False) <= np.ceil(p.porteur_part * par_zone.transform("count"))
    porteur = premiers & (df["fleche_projets"] != "baisse") & (niveau == "metier")
    saisonnier = porteur & (df["part_saisonniers"] >= p.saisonnier_part)
    df["porteur"] = np.select([saisonnier, porteur], ["porteur saisonnier", "porteur"], "")


def sommer(enquete: Enquete, niveau: str, zonage: str = "") -> pd.DataFrame:
    """Sums of each group of métiers in each zone that has a cell, its estimate, and its declared share.

    Args:
        enquete: from `estimation.preparer`; its cells may be some of the region's.
        niveau: one of `NIVEAUX`; or `secteur`, where that column groups both the cells and the métiers of France.
        zonage: one of `ZONAGES`; "" when the cells already hold `code_zone` (any union of whole bassins).

    Returns:
        One row a group, in the order of `CLES`:

        - `projets`, `difficiles`, `saisonniers`: sums of what the producer published, null when it hides all;
          `minorant`: say « au moins ». `part_saisonniers`: the least it may be. `declaree`, `declaree_lo`,
          `declaree_hi`: share completed for secrecy and its bounds, null where they rest on one hidden count;
          `marge_points` (95 in 100). `publiee`: what the published columns add up to. These are the figures shown.
        - `visibles` (projects, the rule of secrecy applied to unmasked vintages too), `caches_met`, `caches_xmet`,
          `plafond`, `cellules_nb`, `P`, `X` (filled, never shown), `part`: the declared share as the method sees it.
        - `annee_france` (vintage of F, "" without France); `F`, `F_region`: `estimation.attendues`.
        - `q_estimee`, `w` (weight of the local answers, 0..1), `s`, `borne_basse`, `borne_haute` (8 chances in 10),
          `bruit`, `statut` (estime, effectif or secret), `obs_status`, and `raison`, what an empty cell says.
    """
    p = meteo()
    df = bmo.zoner(enquete.cellules, zonage) if zonage else enquete.cellules
    publies = df["met"].notna()
    travail = df[["annee", "code_zone"]].assign(
        code_groupe=ENSEMBLE if niveau == ENSEMBLE else df[niveau],
        projets=df["met"],
        difficiles=df["xmet"].where(publies),
        saisonniers=df["smet"].where(publies),
        visibles=df["met_visible"].fillna(0.0),
        caches_met=df["met_cache"].astype(int),
        caches_xmet=df["xmet_cache"].astype(int),
        projets_caches=(~publies).astype(int),
        cellules_nb=1,
        P=df["P"],
        X=df["X"],
    )
    g = travail.groupby(CLES).sum(min_count=1)
    g = g.join(enquete.annees.set_index("annee")[["plafond", "annee_france", "Q", "Q_france"]], on="annee")
    g["part"] = (g["X"] / g["P"]).where(g["visibles"] > 0)
    g["publiee"] = g["difficiles"] / g["projets"]
    g["minorant"] = (g["projets_caches"] > 0) & g["projets"].notna()
    g["part_saisonniers"] = g["saisonniers"] / (g["projets"] + g["plafond"] * g["projets_caches"])
    parts = secret.parts(df.assign(code_groupe=travail["code_groupe"]), CLES).set_index(CLES)
    for nom, c in (("declaree", "value"), ("declaree_lo", "borne_basse"), ("declaree_hi", "borne_haute")):
        g[nom] = parts[c] / 100
    groupes = ENSEMBLE if niveau == ENSEMBLE else enquete.france[niveau]
    g = g.join(estimation.attendues(enquete, groupes), on=["annee", "code_groupe"])
    # A group that the national file does not know is set beside all métiers.
    g["F"], g["F_region"] = g["F"].fillna(g["Q_france"]), g["F_region"].fillna(g["Q"])
    g["w"] = estimation.poids_local(g["P"])
    q = g["q_estimee"] = estimation.part_estimee(g["P"], g["X"] / g["P"], g["F_region"])
    g["s"], g["bruit"] = (f(q, g["P"], niveau, zonage) for f in (enonces.erreur, enonces.bruit))
    g["borne_basse"] = (q - p.intervalle * g["s"]).clip(lower=0.0)
    g["borne_haute"] = (q + p.intervalle * g["s"]).clip(upper=1.0)
    g["marge_points"] = 100 * p.surete * enonces.erreur_declaree(g["part"], g["P"], niveau, zonage)
    g["statut"] = np.select([g["visibles"] == 0, g["P"] < p.projets_minimum], ["secret", "effectif"], "estime")
    return _motiver(g.drop(columns=["projets_caches", "Q", "Q_france"]).reset_index())


def chiffrer(cellules: pd.DataFrame, niveau: str, zonage: str, dits: pd.DataFrame) -> pd.DataFrame:
    """What each indicator of the survey shows of every group in every zone that has a cell: one row a `mesure` (`met`,
    `xmet`, `smet`, `part_difficiles`, `PART_ESTIMEE`) × `code_groupe` × `code_zone` × `periode`, with the columns of
    `bmo.calculer`; `dits`: what `decrire` says of them."""
    zonees = bmo.zoner(cellules, zonage)
    df = zonees.assign(periode=zonees["annee"], code_groupe=ENSEMBLE if niveau == ENSEMBLE else zonees[niveau])
    cles = ["code_groupe", "code_zone", "periode"]
    toutes = {m: bmo.calculer(df, m, cles) for m in (*MESURES, "part_difficiles")}
    colonnes = [*cles, *toutes["met"].columns.drop(cles)]
    toutes[PART_ESTIMEE] = parts_estimees(dits[dits["cellules_nb"] > 0])
    return pd.concat([df[colonnes].assign(mesure=m) for m, df in toutes.items()], ignore_index=True)


def parts_estimees(g: pd.DataFrame) -> pd.DataFrame:
    """Rows of `sommer` as figures in %: `periode`, `value`, bounds and counts of cells."""
    estimees = g["statut"] == "estime"
    return g.assign(
        periode=g["annee"],
        value=100 * g["q_estimee"].where(estimees),
        borne_basse=100 * g["borne_basse"].where(estimees),
        borne_haute=100 * g["borne_haute"].where(estimees),
        minorant=False,
        caches_nb=g["caches_met"] + g["caches_xmet"],
    )

"""Météo des métiers from the BMO survey: share of projects judged difficult, pulled to the region, then classed.

Two readings: `niveau` is absolute (limits of the pulled share) and drives the icon; `position` compares with the region
of the same vintage. A local survey figure is noisy: P weighted projects count as c·√P independent answers, so the share
of a territory is pulled to the same group in the region, and the text says how much.

Source: France Travail, enquête Besoins en main-d'œuvre. Unit: projects (weighted intentions). Shares are 0..1 here.
The complete index (offers, job-seekers) is in `meteo_complet`, the words in `meteo_mots`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.measures import bmo
from data_loaders.measures.secret import RAISON_SECRET
from data_loaders.parametres import ParametresMeteo, meteo

# Sums and shares with the rule of secrecy -> the same as published.
PUBLIEES = {
    "projets_visibles": "projets",
    "difficiles_visibles": "difficiles",
    "saisonniers_visibles": "saisonniers",
    "q": "publiee",
    "q_lo": "publiee_lo",
    "q_hi": "publiee_hi",
}
NIVEAUX = (*bmo.NIVEAUX, "ensemble")
# Only families (and all métiers together) keep their meaning across a change of nomenclature.
NIVEAUX_CHAINES = ("famille", "ensemble")
TOLERANCE = 1e-12

# statut -> (SDMX observation status, reason printed in the empty cell)
STATUTS = {
    "classe": ("A", ""),
    "secret": ("Q", "secret statistique : toutes les cellules sont masquées par le producteur"),
    "effectif": ("N", "effectif insuffisant : moins de {minimum:.0f} projets, niveau régional"),
    "bornes": ("L", "non déterminé : selon ce que cachent les cellules masquées, deux classes ou plus d’écart"),
    "non_enquete": ("L", "non enquêté : ce métier n’est pas dans la liste de l’enquête cette année-là"),
    "non_transmis": ("O", "non transmis : le fichier de cette année-là ne porte pas ce territoire"),
    "sans_objet": ("M", "sans objet : aucun projet de recrutement"),
}
RAISON_MEME_REGLE = (
    "secret statistique : valeurs inférieures à 5, la règle vaut aussi pour cette enquête, publiée sans masque"
)
RAISON_RUPTURE = "non mesurable : la nomenclature des métiers change"
RAISON_PREMIER = "non mesurable : aucun millésime précédent n’est chargé"
RAISON_EFFECTIF = "non mesurable : effectif insuffisant ou masqué dans l’un des deux millésimes"


def indices(
    large: pd.DataFrame, metiers: pd.DataFrame, niveau: str, zonage: str, p: ParametresMeteo | None = None
) -> pd.DataFrame:
    """The météo of every group of métiers in every zone, all vintages at once.

    Args:
        large: one row a published cell, from `bmo.large`.
        metiers: list of the survey, contract `bmo/metiers`: a group listed a year without any row has no project.
        niveau: `famille`, `fap22`, `fap87`, `metier` or `ensemble` (all métiers, code « ensemble »).
        zonage: `bassin`, `departement` or `region`.
        p: parameters; those of `meteo.toml` by default.

    Returns:
        One row per annee × code_zone × code_groupe, in that order, every combination present:

        - `projets`, `difficiles`, `saisonniers`: sums of what the producer published, null when it hides all;
          `minorant` (say « au moins »); `publiee`, `publiee_lo`, `publiee_hi`: raw share and its bounds;
          `part_secrete`: it rests on one hidden count, print « s » instead of it. These are the figures shown.
        - `projets_visibles`, `difficiles_visibles`, `saisonniers_visibles`, `cellules_nb`, `caches_met`, `caches_xmet`,
          `P`, `q`, `q_lo`, `q_hi`: the same once values under the threshold are taken as hidden, what the index is made
          of. They differ in a vintage published without mask alone. P is filled, never shown.
        - `w`, `cible`, `q_tilde`, `q_tilde_lo`, `q_tilde_hi`, `e`: own weight, target, pulled share, bounds, error.
        - `niveau` (1–5), `position` (1–5), null unless statut is `classe`; `gap` to the region of the year,
          `fragile`, `proche_de` (the other class, or null), `rang` of `rangs_nb` in the zone by pulled share.
        - `fiabilite` A, B, C or "" ; `statut` (keys of STATUTS), `obs_status`, `raison`.
        - `part_saisonniers` (published over published, a lower bound where a part is hidden), `porteur` ("", porteur,
          porteur saisonnier; métiers only), `etiquette` (recruter et former, débouchés, niche or "").
        - `annee_precedente`, `fleche` (hausse, baisse, aucun, non_mesurable), `delta`, `z`, `fleche_raison`;
          `fleche_projets`, `z_projets` on the number of projects.
        - `q_region`, `publiee_region`, `niveau_region`, `fragile_region`, `fleche_region`, `delta_region`, `z_region`:
          the same group in the region.

    Raises:
        KeyError: unknown `niveau` or `zonage`.
    """
    p = p or meteo()
    if niveau not in NIVEAUX:
        raise KeyError(niveau)
    large = large.assign(ensemble="ensemble")
    region = _indices(bmo.zoner(large, "region"), metiers, niveau, _cibles_regionales(large, metiers, niveau, p), p)
    local = region
    if zonage != "region":
        local = _indices(bmo.zoner(large, zonage), metiers, niveau, _cible_locale(region, niveau), p)
    communs = region[["annee", "code_groupe", "q", "publiee", "niveau", "fragile", "fleche", "delta", "z"]]
    return local.merge(
        communs, on=["annee", "code_groupe"], how="left", suffixes=("", "_region"), validate="many_to_one"
    )


def indices_locaux(
    large: pd.DataFrame, metiers: pd.DataFrame, niveau: str, zonage: str, p: ParametresMeteo | None = None
) -> pd.DataFrame:
    """The rows of `indices` for the zones inside the region, without its columns `*_region`; half as long to compute.

    Raises:
        KeyError: unknown `niveau` or `zonage`.
    """
    p = p or meteo()
    large = large.assign(ensemble="ensemble")
    cible = _cibles_regionales(large, metiers, niveau, p)
    region = _mesures(bmo.zoner(large, "region"), metiers, niveau, cible, p)
    return _indices(bmo.zoner(large, zonage), metiers, niveau, _cible_locale(region, niveau), p)


def cumuler(
    cellules: pd.DataFrame, groupes: list[str], p: ParametresMeteo | None = None, masquer: bool = True
) -> pd.DataFrame:
    """Sums by group with the fills of hidden cells, index = `groupes`: rule 1 of the method.

    Args:
        cellules: columns `groupes`, `met`, `xmet`, `smet` (null = hidden).
        masquer: take a published value under the secrecy threshold as hidden, so that an unmasked vintage compares
            with the others.

    Returns:
        projets_visibles, difficiles_visibles, saisonniers_visibles (null when no cell is visible), cellules_nb,
        caches_met, caches_xmet, P, X, q, q_lo, q_hi, part_secrete.
    """
    p = p or meteo()
    seuil = p.seuil_secret if masquer else 0.0
    met, xmet, smet = (cellules[c].where(cellules[c] >= seuil) for c in ("met", "xmet", "smet"))
    visible = met.notna()
    x_cache = visible & xmet.isna()
    travail = cellules[groupes].assign(
        projets_visibles=met,
        difficiles_visibles=xmet.where(visible),
        saisonniers_visibles=smet.where(visible),
        cellules_nb=1,
        caches_met=(~visible).astype(int),
        caches_xmet=x_cache.astype(int),
        plafond=met.clip(upper=p.seuil_secret).where(x_cache, 0.0),
    )
    g = travail.groupby(groupes, sort=True)
    r = g.sum(min_count=1)
    pv, xv = r["projets_visibles"].fillna(0.0), r["difficiles_visibles"].fillna(0.0)
    r["P"] = pv + p.projets_caches * r["caches_met"]
    r["X"] = xv + p.difficiles_seuls_caches * r["caches_xmet"] + p.difficiles_caches * r["caches_met"]
    haut = pv + p.seuil_secret * r["caches_met"]
    r["q"] = (r["X"] / r["P"]).where(pv > 0)
    r["q_lo"] = (xv / haut).where(pv > 0)
    r["q_hi"] = ((xv + r["plafond"] + p.seuil_secret * r["caches_met"]) / haut).where(pv > 0)
    r["part_secrete"] = (r["cellules_nb"] == 1) & (r["caches_met"] + r["caches_xmet"] > 0)
    return r.drop(columns="plafond")


def poids_propre(projets, p: ParametresMeteo | None = None):
    """Weight w = √P/(√P + a) of a territory's own share against its target, 0..1."""
    racine = np.sqrt(projets)
    return racine / (racine + (p or meteo()).rappel)


def classer(valeurs, limites: tuple[float, ...]) -> np.ndarray:
    """Classes 1…len(limites)+1 as floats (NaN stays NaN); a limit belongs to the upper class."""
    v = np.asarray(valeurs, dtype=float)
    return np.where(np.isnan(v), np.nan, 1.0 + np.digitize(v + TOLERANCE, limites))


def erreur(q_tilde, projets, c: float, p: ParametresMeteo | None = None):
    """e = w·√(q̃(1−q̃)/(c√P)): how far the pulled share may move, same unit as the share."""
    return poids_propre(projets, p) * np.sqrt(q_tilde * (1 - q_tilde) / (c * np.sqrt(projets)))


def z_part(q0, projets0, q1, projets1, c: float, p: ParametresMeteo | None = None):
    """z of the change of a raw share between two vintages, with c·√P answers on each side."""
    p = p or meteo()
    moyenne = np.clip((q0 * projets0 + q1 * projets1) / (projets0 + projets1), *p.part_moyenne)
    return (q1 - q0) / np.sqrt(moyenne * (1 - moyenne) * (1 / np.sqrt(projets0) + 1 / np.sqrt(projets1)) / c)


def z_projets(projets0, projets1, p: ParametresMeteo | None = None):
    """z of ln(P₁/P₀), the change of the number of projects between two vintages."""
    p = p or meteo()
    return np.log(projets1 / projets0) / np.sqrt(p.dispersion_projets * (1 / np.sqrt(projets0) + 1 / np.sqrt(projets1)))


def voisinage(valeur, bas, haut, e, limites: tuple[float, ...]) -> pd.DataFrame:
    """Class, spread of the classes of its bounds, and the neighbour class it may as well be (rule 6).

    Returns:
        `classe`, `etendue` (classes between the two bounds), `proche_de` (null when the class is firm), as floats, with
        the index of `valeur`.
    """
    v = np.asarray(valeur, dtype=float)
    classe, c_bas, c_haut = (classer(x, limites) for x in (v, bas, haut))
    bornes = np.asarray(limites)
    distances = np.abs(v[:, None] - bornes)
    i = distances.argmin(axis=1)
    pres = distances[np.arange(len(v)), i] < np.asarray(e, dtype=float) - TOLERANCE
    de_l_autre_cote = np.where(classe > i + 1, i + 1.0, i + 2.0)
    par_bornes = np.where(c_haut > classe, c_haut, c_bas)
    proche = np.select([pres, c_haut > c_bas], [de_l_autre_cote, par_bornes], np.nan)
    return pd.DataFrame({"classe": classe, "etendue": c_haut - c_bas, "proche_de": proche}, index=valeur.index)


def fiabilites(projets: pd.Series, p: ParametresMeteo | None = None) -> pd.Series:
    """A, B, C by number of projects, "" under the least."""
    seuils = (p or meteo()).fiabilite
    lettres = sorted(seuils, key=seuils.get, reverse=True)
    return pd.Series(np.select([projets >= seuils[c] for c in lettres], lettres, ""), index=projets.index, dtype=str)


def _cibles_regionales(large: pd.DataFrame, metiers: pd.DataFrame, niveau: str, p: ParametresMeteo) -> pd.Series:
    """What a regional group is pulled to: its family for a métier, the whole region otherwise."""
    if niveau != "metier":
        return cumuler(large, ["annee"], p)["q"]
    familles = cumuler(large, ["annee", "famille"], p)["q"].rename("cible").reset_index()
    liens = metiers.rename(columns={"code_famille": "famille", "code_metier": "code_groupe"})
    return liens.merge(familles, on=["annee", "famille"], how="left").set_index(["annee", "code_groupe"])["cible"]


def _cible_locale(region: pd.DataFrame, niveau: str) -> pd.Series:
    """What a group of a zone is pulled to: the same group in the region, a métier being itself already pulled."""
    return region.set_index(["annee", "code_groupe"])["q_tilde" if niveau == "metier" else "q"]


def _indices(
    cellules: pd.DataFrame, metiers: pd.DataFrame, niveau: str, cible: pd.Series, p: ParametresMeteo
) -> pd.DataFrame:
    df = _mesures(cellules, metiers, niveau, cible, p)
    _classes(df, cellules, p)
    _tendances(df, metiers, niveau, p)
    _porteurs(df, niveau, p)
    return df.drop(columns=["X", "listee", "zone_presente"])


def _mesures(
    cellules: pd.DataFrame, metiers: pd.DataFrame, niveau: str, cible: pd.Series, p: ParametresMeteo
) -> pd.DataFrame:
    """Sums, shares and their errors, before any class."""
    df = _grille(cellules, metiers, niveau, p)
    # A target indexed by year alone serves every group of that year.
    df = df.join(cible.rename("cible"), on=list(cible.index.names))
    df["w"] = poids_propre(df["P"], p)
    for c in ("q", "q_lo", "q_hi"):
        df[c.replace("q", "q_tilde", 1)] = df["w"] * df[c] + (1 - df["w"]) * df["cible"]
    df["e"] = erreur(df["q_tilde"], df["P"], p.reponses[niveau], p)
    return df


def _grille(cellules: pd.DataFrame, metiers: pd.DataFrame, niveau: str, p: ParametresMeteo) -> pd.DataFrame:
    """Sums on every annee × zone × group, with what tells a zero from a question never asked."""
    cles = ["annee", "code_zone", "code_groupe"]
    cellules = cellules.assign(code_groupe=cellules[niveau])
    sommes = cumuler(cellules, cles, p)
    sommes = sommes.drop(columns="part_secrete").join(_publiees(cellules, cles, sommes, p))
    listes = _listes(metiers, niveau)
    axes = [sorted(listes), sorted(cellules["code_zone"].unique()), sorted(set().union(*listes.values()))]
    index = pd.MultiIndex.from_product(axes, names=cles)
    df = sommes.reindex(index).reset_index()
    nombres = ["cellules_nb", "caches_met", "caches_xmet"]
    df[nombres] = df[nombres].fillna(0).astype(int)
    for c in ("part_secrete", "minorant"):
        df[c] = df[c].eq(True)
    couples = pd.MultiIndex.from_tuples([(a, c) for a, codes in listes.items() for c in codes], names=["a", "c"])
    df["listee"] = pd.MultiIndex.from_frame(df[["annee", "code_groupe"]]).isin(couples)
    presentes = pd.MultiIndex.from_frame(cellules[["annee", "code_zone"]].drop_duplicates())
    df["zone_presente"] = pd.MultiIndex.from_frame(df[["annee", "code_zone"]]).isin(presentes)
    return df


def _publiees(cellules: pd.DataFrame, cles: list[str], sommes: pd.DataFrame, p: ParametresMeteo) -> pd.DataFrame:
    """The figures shown: those of the producer, from which the rule of secrecy takes nothing that it did not hide."""
    petites = (cellules[["met", "xmet", "smet"]] < p.seuil_secret).any(axis=1)
    sans_masque = cellules["annee"].isin(cellules.loc[petites, "annee"].unique())
    bruts = cumuler(cellules[sans_masque], cles, p, masquer=False)
    r = pd.concat([sommes.drop(bruts.index), bruts]) if len(bruts) else sommes
    r = r.assign(minorant=(r["caches_met"] > 0) & r["projets_visibles"].notna())
    return r[[*PUBLIEES, "minorant", "part_secrete"]].rename(columns=PUBLIEES)


def _listes(metiers: pd.DataFrame, niveau: str) -> dict[str, set[str]]:
    if niveau == "ensemble":
        return {annee: {"ensemble"} for annee in metiers["annee"].unique()}
    return bmo.metiers_listes(metiers, niveau)


def _classes(df: pd.DataFrame, cellules: pd.DataFrame, p: ParametresMeteo) -> None:
    """Rules 3, 4, 6 and 7: niveau, position, fragile, reliability, and why a cell has no class."""
    v = voisinage(df["q_tilde"], df["q_tilde_lo"], df["q_tilde_hi"], df["e"], p.limites_niveau)
    sans_visible = df["projets_visibles"].isna()
    causes = {
        "non_enquete": ~df["listee"],
        "non_transmis": ~df["zone_presente"],
        "sans_objet": df["cellules_nb"] == 0,
        "secret": sans_visible,
        "effectif": df["P"] < p.effectif_minimum,
        "bornes": v["etendue"] >= 2,
    }
    df["statut"] = np.select(list(causes.values()), list(causes), "classe")
    df["obs_status"] = df["statut"].map(lambda s: STATUTS[s][0])
    df["raison"] = df["statut"].map(lambda s: STATUTS[s][1].format(minimum=p.effectif_minimum))
    df.loc[(df["statut"] == "secret") & (df["cellules_nb"] == 1), "raison"] = RAISON_SECRET
    df.loc[(df["statut"] == "secret") & df["projets"].notna(), "raison"] = RAISON_MEME_REGLE
    classe = df["statut"] == "classe"
    annees = cumuler(cellules, ["annee"], p)["q"]
    df["gap"] = df["q_tilde"] - df["annee"].map(annees).astype("float64")
    df["niveau"] = v["classe"].where(classe).astype("Int64")
    df["position"] = pd.Series(classer(df["gap"], p.limites_position), index=df.index).where(classe).astype("Int64")
    df["proche_de"] = v["proche_de"].where(classe).astype("Int64")
    df["fragile"] = df["proche_de"].notna()
    df["fiabilite"] = fiabilites(df["P"].where(~sans_visible), p)
    par_zone = df["q_tilde"].where(classe).groupby([df["annee"], df["code_zone"]])
    df["rang"] = par_zone.rank(method="min", ascending=False).astype("Int64")
    df["rangs_nb"] = par_zone.transform("count").astype(int)


def _tendances(df: pd.DataFrame, metiers: pd.DataFrame, niveau: str, p: ParametresMeteo) -> None:
    """Rule 8: change of the raw share and of the projects since the previous loaded vintage."""
    annees = sorted(df["annee"].unique())
    precedente = dict(zip(annees[1:], annees[:-1], strict=True))
    nomenclature = metiers.groupby("annee")["nomenclature"].first()
    df["annee_precedente"] = df["annee"].map(precedente)
    mesurable = (df["P"] >= p.effectif_minimum) & df["projets_visibles"].notna()
    par_cellule = df.assign(mesurable=mesurable).groupby(["code_zone", "code_groupe"], sort=False)
    avant = par_cellule[["q", "P", "mesurable"]].shift()
    premier = df["annee_precedente"].isna()
    rupture = ~premier & (df["annee"].map(nomenclature) != df["annee_precedente"].map(nomenclature))
    if niveau in NIVEAUX_CHAINES:
        rupture = pd.Series(False, index=df.index)
    raisons = [(premier, RAISON_PREMIER), (rupture, RAISON_RUPTURE), (~(mesurable & avant["mesurable"].eq(True)), "")]
    conditions = [c for c, _ in raisons]
    df["fleche_raison"] = np.select(conditions, [r or RAISON_EFFECTIF for _, r in raisons], "")
    ok = df["fleche_raison"] == ""
    q0, p0, q1, p1 = (s.where(ok) for s in (avant["q"], avant["P"], df["q"], df["P"]))
    df["delta"] = q1 - q0
    df["z"] = z_part(q0, p0, q1, p1, p.reponses[niveau], p)
    df["z_projets"] = z_projets(p0, p1, p)
    df["fleche"] = _fleche(df["z"], df["delta"], p.fleche_part, ok, p)
    df["fleche_projets"] = _fleche(df["z_projets"], df["z_projets"], 0.0, ok, p)


def _fleche(z: pd.Series, ecart: pd.Series, minimum: float, ok: pd.Series, p: ParametresMeteo) -> np.ndarray:
    etabli = (z.abs() >= p.fleche_z) & (ecart.abs() >= minimum - TOLERANCE)
    return np.select([~ok, etabli & (ecart > 0), etabli & (ecart < 0)], ["non_mesurable", "hausse", "baisse"], "aucun")


def _porteurs(df: pd.DataFrame, niveau: str, p: ParametresMeteo) -> None:
    """Rule 9: métiers with the most projects in their zone, seasonal ones, and the advice they carry."""
    df["part_saisonniers"] = df["saisonniers"] / df["projets"]
    projets = df["P"].where((df["P"] >= p.effectif_minimum) & df["projets_visibles"].notna())
    par_zone = projets.groupby([df["annee"], df["code_zone"]])
    premiers = par_zone.rank(method="min", ascending=False) <= np.ceil(p.porteur_part * par_zone.transform("count"))
    porteur = premiers & (df["fleche_projets"] != "baisse") & (niveau == "metier")
    saisonnier = porteur & (df["part_saisonniers"] >= p.saisonnier_part)
    df["porteur"] = np.select([saisonnier, porteur], ["porteur saisonnier", "porteur"], "")
    classes = df["niveau"].astype(float)
    haut, bas = (classes >= 4) & (niveau == "metier"), classes <= 3
    df["etiquette"] = np.select([porteur & haut, porteur & bas, haut], ["recruter et former", "débouchés", "niche"], "")

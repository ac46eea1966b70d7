"""Demonstration snapshots: invented figures with the shape of the real ones, the same on every machine.

Size follows the population of each zone, structure follows the families of métiers, vintages follow a trend, and every
state a screen must draw is present (hidden, not surveyed, not collected, provisional…). Nothing here names a person, an
organisation, a meeting or an approval. Perimeters and populations are real and are not made here.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts import bmo as contrat_bmo
from data_loaders.measures.secret import SEUIL
from geo import territoire, zonages
from tests.demo.outils import DIFFICULTES, METIERS, NOMS, SAISON, Tables, hasard as _hasard, table as _table

ANNEES_BMO = {"2018": 0.86, "2019": 0.92, "2021": 1.0, "2022": 1.12, "2023": 1.06, "2024": 0.97}  # relative size
DIFFICULTE = {"2018": -0.10, "2019": -0.06, "2021": -0.06, "2022": 0.02, "2023": 0.08, "2024": 0.0}
PROJETS_PAR_HABITANT = 0.049
# The other regions of the survey, four bassins each: so many inhabitants, and a level of difficulty of their own.
REGIONS = ("11", "24", "27", "28", "32", "44", "53", "75", "76", "84", "93", "94")
BASSINS_PAR_REGION, HABITANTS_PAR_BASSIN = 4, 150_000
PERIODES_DEFM = {"2021-12": 1.0, "2022-12": 0.95, "2023-12": 0.93, "2024-12": 0.96}
INSCRITS_PAR_HABITANT = {"A": 0.043, "B": 0.014, "C": 0.022, "D": 0.005, "E": 0.005}
ANNEES_SERIES, ANNEES_LONGUES = range(2012, 2025), range(1996, 2025)
# Regional unemployment at the start of some years, in %; the quarters between are interpolated.
CHOMAGE = {2012: 8.0, 2014: 8.7, 2016: 8.4, 2018: 7.3, 2020: 6.6, 2022: 6.0, 2025: 6.2}
CRISE = {"2020-T2": -0.9, "2020-T3": 1.1, "2020-T4": 0.4}
CRISE_MOIS = {"2020-04": 1.05, "2020-05": 1.06, "2020-06": 1.05, "2020-07": 1.03, "2020-08": 1.02}
CONTRATS_PAR_HABITANT = 0.013
RENTREE = (0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.07, 0.18, 0.56, 0.07, 0.03, 0.01)  # January to December
RUPTURE_TRIMESTRE, RUPTURE_MOIS = "2014-T1", "2022-01"


def bmo() -> Iterator[tuple[str, Tables]]:
    """One pair (millésime, tables) a year; 2020 is missing, as in the real survey some year may be."""
    zones = zonages.zones("bassin").query("code_zone != '5313'")
    departements = _departement_principal()
    metiers = METIERS.assign(libelle_famille=METIERS["code_famille"].map(lambda f: NOMS["familles"][f][0]))
    grille = zones[["code_zone", "population_nb"]].merge(metiers, how="cross")
    grille = grille.rename(columns={"code_zone": "code_bassin"})
    grille["code_departement"] = grille["code_bassin"].map(departements)
    h = _hasard("bmo", "structure")
    n = len(grille)
    grille["taille"] = h.lognormal(-0.12, 0.55, n)
    familles = metiers.set_index("code_metier")["code_famille"]
    bassins = dict(zip(zones["code_zone"], h.normal(0, 0.09, len(zones)), strict=True))
    difficulte = grille["code_famille"].map(DIFFICULTES) + grille["code_bassin"].map(bassins)
    grille["difficulte"] = difficulte + h.normal(0, 0.08, n)
    ailleurs = _ailleurs(metiers)
    for annee in ANNEES_BMO:
        # The least common métier was not in the first survey: the state « non enquêté » exists.
        liste = metiers[~((metiers["code_metier"] == "A2X40") & (annee == "2018"))]
        region = _annee_bmo(grille[grille.code_metier.isin(liste.code_metier)], annee, "bmo")
        dehors = _annee_bmo(ailleurs[ailleurs.code_metier.isin(liste.code_metier)], annee, "bmo france")
        france = _france(
            region.assign(code_region=zonages.REGION), dehors.assign(code_region=dehors["code_bassin"].str[:2])
        )
        france = france.assign(annee=annee, code_famille=france["code_metier"].map(familles))
        yield (
            annee,
            {
                "observations": _table(region, "bmo"),
                "france": _table(france, "bmo", "france"),
                "metiers": _table(liste.assign(annee=annee, nomenclature="FAP2021"), "bmo", "metiers"),
            },
        )


def _departement_principal() -> dict[str, str]:
    """code_bassin -> département of most of its inhabitants."""
    c = zonages.communes().set_index("code_commune")
    c["code_bassin"] = zonages.appartenance("bassin")
    parts = c.groupby(["code_bassin", "code_departement"])["population_nb"].sum().reset_index()
    return parts.sort_values("population_nb").groupby("code_bassin")["code_departement"].last().to_dict()


def _ailleurs(metiers: pd.DataFrame) -> pd.DataFrame:
    """Bassins of the other regions × métiers, as `_annee_bmo` wants them: a département of its own for each."""
    codes = [f"{r}{i:02d}" for r in REGIONS for i in range(1, BASSINS_PAR_REGION + 1)]
    grille = pd.DataFrame({"code_bassin": codes, "population_nb": HABITANTS_PAR_BASSIN}).merge(metiers, how="cross")
    h = _hasard("bmo france", "structure")
    regions = dict(zip(REGIONS, h.normal(0, 0.05, len(REGIONS)), strict=True))
    difficulte = grille["code_famille"].map(DIFFICULTES) + grille["code_bassin"].str[:2].map(regions)
    return grille.assign(
        code_departement=grille["code_bassin"].str[:2],
        taille=h.lognormal(-0.12, 0.55, len(grille)),
        difficulte=difficulte + h.normal(0, 0.1, len(grille)),
    )


def _france(*regions: pd.DataFrame) -> pd.DataFrame:
    """One row a cell, from the long rows of each region."""
    cle = ["code_region", "code_departement", "code_bassin", "code_metier"]
    return pd.concat(regions).pivot(index=cle, columns="mesure", values="value").reset_index()


def _annee_bmo(grille: pd.DataFrame, annee: str, nom: str) -> pd.DataFrame:
    h = _hasard(nom, annee)
    n = len(grille)
    poids = grille["poids"] / METIERS["poids"].sum()
    met = grille["population_nb"] * PROJETS_PAR_HABITANT * poids * ANNEES_BMO[annee] * grille["taille"]
    met = (met * h.lognormal(0, 0.18, n)).round()
    part = (grille["difficulte"] + DIFFICULTE[annee] + h.normal(0, 0.06, n)).clip(0.02, 0.98)
    xmet = np.minimum((met * part).round(), met)
    smet = np.minimum((met * grille["saison"] * h.uniform(0.6, 1.2, n)).round(), met)
    long = grille[["code_bassin", "code_departement", "code_metier"]].assign(met=met, xmet=xmet, smet=smet)
    long = long[long["met"] >= 2].melt(
        ["code_bassin", "code_departement", "code_metier"], list(contrat_bmo.MESURES), "mesure", "value"
    )
    cache = (long["value"] > 0) & (long["value"] < SEUIL)
    long["obs_status"] = np.where(cache, "Q", "A")
    long["conf_status"] = np.where(cache, "C", "F")
    long["value"] = long["value"].where(~cache)
    return long.assign(annee=annee)


def defm_epci() -> Iterator[tuple[str, Tables]]:
    """One pair (period, tables) a December; two EPCI hidden, one not collected, so that these states exist."""
    epci = zonages.zones("epci").sort_values("population_nb", ignore_index=True)
    taux = _hasard("defm", "taux").normal(1.0, 0.16, len(epci)).clip(0.6, 1.5)
    for periode, niveau in PERIODES_DEFM.items():
        lignes = []
        for categorie, part in INSCRITS_PAR_HABITANT.items():
            bruit = _hasard("defm", periode, categorie).normal(1, 0.03, len(epci))
            valeurs = (epci["population_nb"] * part * taux * niveau * bruit).round()
            statuts = np.full(len(epci), "A", dtype=object)
            statuts[:2], statuts[4] = "Q", "L"
            lignes.append(
                pd.DataFrame(
                    {
                        "periode": periode, "siren_epci": epci["code_zone"], "categorie": categorie,
                        "value": valeurs.where(statuts == "A"), "obs_status": statuts,
                        "conf_status": np.where(statuts == "Q", "C", "F"),
                    }
                )
            )  # fmt: skip
        yield periode, {"observations": _table(pd.concat(lignes), "defm_epci")}


def chomage_ze() -> Iterator[tuple[str, Tables]]:
    """One edition: rates of the zones drawn and of the whole interregional ones; the smallest is not available."""
    zones = zonages.zones("ze").sort_values("population_nb")["code_zone"]
    taux = _taux("ze", [*sorted(zones), *sorted(territoire.ZE_ENTIERES.values())], 1.1)
    observations = _statuer(taux, RUPTURE_TRIMESTRE, taux["code_zone"].eq(zones.iloc[0]))
    observations = observations.rename(columns={"code_zone": "code_ze"})
    yield observations["periode"].max(), {"observations": _table(observations, "chomage_ze")}


def chomage_dep() -> Iterator[tuple[str, Tables]]:
    """One edition: the départements, the region as their mean weighted by inhabitants, and France as a reference."""
    departements = zonages.zones("departement").set_index("code_zone")["population_nb"]
    taux = _taux("departement", sorted(departements.index), 0.9)
    poids = taux["code_zone"].map(departements / departements.sum())
    region = (taux["value"] * poids).groupby(taux["periode"]).sum().round(1)
    france = (region + 1.2).round(1)
    references = [d.reset_index().assign(code_zone=c) for c, d in ((zonages.REGION, region), ("FM", france))]
    references = pd.concat(references).set_axis(["periode", "value", "code_zone"], axis=1)
    observations = pd.concat([taux, references], ignore_index=True)
    trou = observations["code_zone"].eq("53") & observations["periode"].eq("2015-T3")
    observations = _statuer(observations, RUPTURE_TRIMESTRE, trou)
    yield observations["periode"].max(), {"observations": _table(observations, "chomage_dep")}


def stmt_dep() -> Iterator[tuple[str, Tables]]:
    """One edition: raw months, with their seasons, rounded to ten as in the real file."""
    periodes = [f"{a}-{m:02d}" for a in ANNEES_SERIES for m in range(1, 13)]
    niveau = np.interp([int(p[:4]) + int(p[5:]) / 12 for p in periodes], list(CHOMAGE), list(CHOMAGE.values()))
    forme = niveau / CHOMAGE[2022] * [SAISON[int(p[5:]) - 1] * CRISE_MOIS.get(p, 1.0) for p in periodes]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        h = _hasard("stmt", d.code_zone)
        taille = d.population_nb * sum(INSCRITS_PAR_HABITANT.values()) * h.normal(1, 0.08)
        valeurs = (taille * forme * h.normal(1, 0.004, len(periodes)) / 10).round() * 10
        lignes.append(pd.DataFrame({"periode": periodes, "code_departement": d.code_zone, "value": valeurs}))
    observations = pd.concat(lignes, ignore_index=True)
    trou = observations["code_departement"].eq("53") & observations["periode"].eq("2017-08")
    observations = _statuer(observations, RUPTURE_MOIS, trou)
    yield periodes[-1], {"observations": _table(observations, "stmt_dep")}


def stmt_region() -> Iterator[tuple[str, Tables]]:
    """One edition: raw months since 1996, the sum of the départements as soon as they are known."""
    ((fin, tables),) = stmt_dep()
    sommes = tables["observations"].to_pandas().groupby("periode")["value"].sum(min_count=5)
    mois = [f"{a}-{m:02d}" for a in ANNEES_LONGUES for m in range(1, 13)]
    bruit = _hasard("stmt region").normal(1, 0.004, len(mois))
    forme = pd.Series(np.linspace(1.35, 1.0, len(mois)) * bruit * [SAISON[int(p[5:]) - 1] for p in mois], mois)
    avant = (forme / forme[sommes.index[0]] * sommes.iloc[0] / 10).round() * 10
    df = sommes.reindex(mois).fillna(avant).rename_axis("periode").reset_index(name="value")
    df = _statuer(df.assign(code_zone=zonages.REGION), RUPTURE_MOIS, df["value"].isna())
    yield fin, {"observations": _table(df, "stmt_region")}


def defm_cvs() -> Iterator[tuple[str, Tables]]:
    """One edition: the region's quarters, categories A and A+B+C, rounded to ten as in the real file."""
    population_nb = zonages.zones("region")["population_nb"].iloc[0]
    chemin = _taux("cvs", [zonages.REGION], 0.0)
    lignes = []
    for categorie in ("A", "ABC"):
        part = sum(INSCRITS_PAR_HABITANT[c] for c in categorie)
        valeurs = (chemin["value"] / CHOMAGE[2022] * population_nb * part / 10).round() * 10
        lignes.append(chemin.assign(categorie=categorie, value=valeurs))
    observations = pd.concat(lignes, ignore_index=True)
    observations = _statuer(observations, RUPTURE_TRIMESTRE, pd.Series(False, index=observations.index))
    yield observations["periode"].max(), {"observations": _table(observations, "defm_cvs")}


def apprentissage() -> Iterator[tuple[str, Tables]]:
    """One edition: months of the five départements, most contracts in September, and the region as their sum."""
    periodes = [f"{a}-{m:02d}" for a in ANNEES_SERIES for m in range(1, 13)]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        h = _hasard("apprentissage", d.code_zone)
        annuel = d.population_nb * CONTRATS_PAR_HABITANT * h.normal(1, 0.1)
        valeurs = [annuel * RENTREE[int(p[5:]) - 1] * h.normal(1, 0.05) for p in periodes]
        lignes.append(pd.DataFrame({"periode": periodes, "code_zone": d.code_zone, "value": np.round(valeurs)}))
    observations = pd.concat(lignes, ignore_index=True)
    region = observations.groupby("periode", as_index=False)["value"].sum().assign(code_zone=zonages.REGION)
    observations = pd.concat([observations, region], ignore_index=True).sort_values(["code_zone", "periode"])
    annees = [observations["code_zone"], observations["periode"].str[:4]]
    observations = observations.assign(cumul=observations.groupby(annees)["value"].cumsum())
    observations = observations.assign(obs_status="A", conf_status="F")
    yield periodes[-1], {"observations": _table(observations, "apprentissage")}


def _taux(nom: str, codes: list[str], dispersion: float) -> pd.DataFrame:
    """Columns periode, code_zone, value: a regional path, a gap of its own for each zone, a little noise."""
    periodes = [f"{a}-T{t}" for a in ANNEES_SERIES for t in range(1, 5)]
    chemin = np.interp([int(p[:4]) + (int(p[-1]) - 1) / 4 for p in periodes], list(CHOMAGE), list(CHOMAGE.values()))
    chemin += [CRISE.get(p, 0.0) for p in periodes]
    lignes = []
    for code in codes:
        h = _hasard("chomage", nom, code)
        valeurs = chemin + h.normal(0, dispersion) + h.normal(0, 0.08, len(periodes))
        lignes.append(pd.DataFrame({"periode": periodes, "code_zone": code, "value": valeurs.clip(2.5).round(1)}))
    return pd.concat(lignes, ignore_index=True)


def _statuer(df: pd.DataFrame, rupture: str, absentes: pd.Series) -> pd.DataFrame:
    """Statuses of a series: one break, a provisional last period, and the rows `absentes` without value."""
    derniere = df["periode"].max()
    statuts = np.select([absentes, df["periode"].eq(rupture), df["periode"].eq(derniere)], ["O", "B", "P"], "A")
    return df.assign(value=df["value"].where(~absentes), obs_status=statuts, conf_status="F")

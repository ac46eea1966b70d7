"""Demonstration of the job market: the survey, job-seekers, unemployment, interim work, minima, training of the State.

The last year of the yearly series of the barometer stops in October, as in the real file: it has no value.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts import bmo as contrat_bmo, defm as publics, interim
from data_loaders.contracts.formation import SERIES
from data_loaders.contracts.metiers import COMPOSANTES
from data_loaders.measures.secret import SEUIL
from geo import territoire, zonages
from tests.demo.outils import DIFFICULTES, METIERS, NOMS, ROMES, SAISON, Tables, hasard, table

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
    h = hasard("bmo", "structure")
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
        dehors = dehors.assign(code_region=dehors["code_bassin"].str[:2])
        cle = ["code_region", "code_departement", "code_bassin", "code_metier"]
        france = pd.concat([region.assign(code_region=zonages.REGION), dehors])
        france = france.pivot(index=cle, columns="mesure", values="value").reset_index()
        france = france.assign(annee=annee, code_famille=france["code_metier"].map(familles))
        liste = liste.assign(annee=annee, nomenclature="FAP2021")
        tables = {"observations": table(region, "bmo"), "france": table(france, "bmo", "france")}
        yield annee, tables | {"metiers": table(liste, "bmo", "metiers")}


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
    h = hasard("bmo france", "structure")
    regions = dict(zip(REGIONS, h.normal(0, 0.05, len(REGIONS)), strict=True))
    difficulte = grille["code_famille"].map(DIFFICULTES) + grille["code_bassin"].str[:2].map(regions)
    grille = grille.assign(code_departement=grille["code_bassin"].str[:2], taille=h.lognormal(-0.12, 0.55, len(grille)))
    return grille.assign(difficulte=difficulte + h.normal(0, 0.1, len(grille)))


def _annee_bmo(grille: pd.DataFrame, annee: str, nom: str) -> pd.DataFrame:
    h = hasard(nom, annee)
    n = len(grille)
    poids = grille["poids"] / METIERS["poids"].sum()
    met = grille["population_nb"] * PROJETS_PAR_HABITANT * poids * ANNEES_BMO[annee] * grille["taille"]
    met = (met * h.lognormal(0, 0.18, n)).round()
    part = (grille["difficulte"] + DIFFICULTE[annee] + h.normal(0, 0.06, n)).clip(0.02, 0.98)
    xmet = np.minimum((met * part).round(), met)
    smet = np.minimum((met * grille["saison"] * h.uniform(0.6, 1.2, n)).round(), met)
    long = grille[["code_bassin", "code_departement", "code_metier"]].assign(met=met, xmet=xmet, smet=smet)
    cle = ["code_bassin", "code_departement", "code_metier"]
    long = long[long["met"] >= 2].melt(cle, list(contrat_bmo.MESURES), "mesure", "value")
    cache = (long["value"] > 0) & (long["value"] < SEUIL)
    long["obs_status"] = np.where(cache, "Q", "A")
    long["conf_status"] = np.where(cache, "C", "F")
    long["value"] = long["value"].where(~cache)
    return long.assign(annee=annee)


def defm_epci() -> Iterator[tuple[str, Tables]]:
    """One pair (period, tables) a December; two EPCI hidden, one not collected, so that these states exist."""
    epci = zonages.zones("epci").sort_values("population_nb", ignore_index=True)
    taux = hasard("defm", "taux").normal(1.0, 0.16, len(epci)).clip(0.6, 1.5)
    for periode, niveau in PERIODES_DEFM.items():
        lignes = []
        for categorie, part in INSCRITS_PAR_HABITANT.items():
            bruit = hasard("defm", periode, categorie).normal(1, 0.03, len(epci))
            valeurs = (epci["population_nb"] * part * taux * niveau * bruit).round()
            statuts = np.full(len(epci), "A", dtype=object)
            statuts[:2], statuts[4] = "Q", "L"
            df = pd.DataFrame({"siren_epci": epci["code_zone"], "value": valeurs.where(statuts == "A")})
            df = df.assign(obs_status=statuts, conf_status=np.where(statuts == "Q", "C", "F"))
            lignes.append(df.assign(periode=periode, categorie=categorie))
        yield periode, {"observations": table(pd.concat(lignes), "defm_epci")}


def chomage_ze() -> Iterator[tuple[str, Tables]]:
    """One edition: rates of the zones drawn and of the whole interregional ones; the smallest is not available."""
    zones = zonages.zones("ze").sort_values("population_nb")["code_zone"]
    taux = _taux("ze", [*sorted(zones), *sorted(territoire.ZE_ENTIERES.values())], 1.1)
    observations = _statuer(taux, RUPTURE_TRIMESTRE, taux["code_zone"].eq(zones.iloc[0]))
    observations = observations.rename(columns={"code_zone": "code_ze"})
    yield observations["periode"].max(), {"observations": table(observations, "chomage_ze")}


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
    yield observations["periode"].max(), {"observations": table(observations, "chomage_dep")}


def stmt_dep() -> Iterator[tuple[str, Tables]]:
    """One edition: raw months, with their seasons, rounded to ten as in the real file."""
    periodes = [f"{a}-{m:02d}" for a in ANNEES_SERIES for m in range(1, 13)]
    niveau = np.interp([int(p[:4]) + int(p[5:]) / 12 for p in periodes], list(CHOMAGE), list(CHOMAGE.values()))
    forme = niveau / CHOMAGE[2022] * [SAISON[int(p[5:]) - 1] * CRISE_MOIS.get(p, 1.0) for p in periodes]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        h = hasard("stmt", d.code_zone)
        taille = d.population_nb * sum(INSCRITS_PAR_HABITANT.values()) * h.normal(1, 0.08)
        valeurs = (taille * forme * h.normal(1, 0.004, len(periodes)) / 10).round() * 10
        lignes.append(pd.DataFrame({"periode": periodes, "code_departement": d.code_zone, "value": valeurs}))
    observations = pd.concat(lignes, ignore_index=True)
    trou = observations["code_departement"].eq("53") & observations["periode"].eq("2017-08")
    observations = _statuer(observations, RUPTURE_MOIS, trou)
    yield periodes[-1], {"observations": table(observations, "stmt_dep")}


def stmt_region() -> Iterator[tuple[str, Tables]]:
    """One edition: raw months since 1996, the sum of the départements as soon as they are known."""
    ((fin, tables),) = stmt_dep()
    sommes = tables["observations"].to_pandas().groupby("periode")["value"].sum(min_count=5)
    mois = [f"{a}-{m:02d}" for a in ANNEES_LONGUES for m in range(1, 13)]
    bruit = hasard("stmt region").normal(1, 0.004, len(mois))
    forme = pd.Series(np.linspace(1.35, 1.0, len(mois)) * bruit * [SAISON[int(p[5:]) - 1] for p in mois], mois)
    avant = (forme / forme[sommes.index[0]] * sommes.iloc[0] / 10).round() * 10
    df = sommes.reindex(mois).fillna(avant).rename_axis("periode").reset_index(name="value")
    df = _statuer(df.assign(code_zone=zonages.REGION), RUPTURE_MOIS, df["value"].isna())
    yield fin, {"observations": table(df, "stmt_region")}


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
    yield observations["periode"].max(), {"observations": table(observations, "defm_cvs")}


def apprentissage() -> Iterator[tuple[str, Tables]]:
    """One edition: months of the five départements, most contracts in September, and the region as their sum."""
    periodes = [f"{a}-{m:02d}" for a in ANNEES_SERIES for m in range(1, 13)]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        h = hasard("apprentissage", d.code_zone)
        annuel = d.population_nb * CONTRATS_PAR_HABITANT * h.normal(1, 0.1)
        valeurs = [annuel * RENTREE[int(p[5:]) - 1] * h.normal(1, 0.05) for p in periodes]
        lignes.append(pd.DataFrame({"periode": periodes, "code_zone": d.code_zone, "value": np.round(valeurs)}))
    observations = pd.concat(lignes, ignore_index=True)
    region = observations.groupby("periode", as_index=False)["value"].sum().assign(code_zone=zonages.REGION)
    observations = pd.concat([observations, region], ignore_index=True).sort_values(["code_zone", "periode"])
    annees = [observations["code_zone"], observations["periode"].str[:4]]
    observations = observations.assign(cumul=observations.groupby(annees)["value"].cumsum())
    observations = observations.assign(obs_status="A", conf_status="F")
    yield periodes[-1], {"observations": table(observations, "apprentissage")}


def _taux(nom: str, codes: list[str], dispersion: float) -> pd.DataFrame:
    """Columns periode, code_zone, value: a regional path, a gap of its own for each zone, a little noise."""
    periodes = [f"{a}-T{t}" for a in ANNEES_SERIES for t in range(1, 5)]
    chemin = np.interp([int(p[:4]) + (int(p[-1]) - 1) / 4 for p in periodes], list(CHOMAGE), list(CHOMAGE.values()))
    chemin += [CRISE.get(p, 0.0) for p in periodes]
    lignes = []
    for code in codes:
        h = hasard("chomage", nom, code)
        valeurs = chemin + h.normal(0, dispersion) + h.normal(0, 0.08, len(periodes))
        lignes.append(pd.DataFrame({"periode": periodes, "code_zone": code, "value": valeurs.clip(2.5).round(1)}))
    return pd.concat(lignes, ignore_index=True)


def _statuer(df: pd.DataFrame, rupture: str, absentes: pd.Series) -> pd.DataFrame:
    """Statuses of a series: one break, a provisional last period, and the rows `absentes` without value."""
    derniere = df["periode"].max()
    statuts = np.select([absentes, df["periode"].eq(rupture), df["periode"].eq(derniere)], ["O", "B", "P"], "A")
    return df.assign(value=df["value"].where(~absentes), obs_status=statuts, conf_status="F")


ANNEES_MARCHE = range(2012, 2025)
TRIMESTRES = tuple(f"{a}-T{t}" for a in ANNEES_MARCHE for t in range(1, 5))
FRANCE_REGION = 13.0  # times the region
INTERIMAIRES, ETP_PAR_INTERIMAIRE, ETT_PAR_ETU = 0.0145, 1.01, 1.06
FIN_SOLIDARITE, PROVISOIRES_NB = "2024-12", 5
FINS_SOLIDARITE = {"garantie_jeunes": "2022-12"}  # replaced by the contrat d'engagement jeune
SOLIDARITE_ABSENTE = ("ass", "53", "2024-08")  # not available
PARTS_ANCIENNETE = (0.21, 0.17, 0.17, 0.19, 0.10, 0.16)
PARTS_DIPLOME = (0.12, 0.12, 0.22, 0.40, 0.06, 0.07, 0.01)
PARTS_AGE_SEXE = (0.08, 0.29, 0.11, 0.08, 0.33, 0.11)
DIPLOMES_CACHES = ("diplome_6", "diplome_inconnu")
INSCRITS_FRANCE = 5_400_000.0
PARTS_FRANCE = {
    "abc_total_moins_de_25_ans": 0.14, "abc_total_50_ans_ou_plus": 0.27, "abc_femmes_ensemble": 0.51,
    "anciennete_1_an_ou_plus": 0.43, "entrees_ensemble": 0.1, "sorties_ensemble": 0.1,
}  # fmt: skip


def _cycle(n: int, *cles: str, ampleur: float = 0.08, bruit: float = 0.01) -> np.ndarray:
    """A slow wave around 1 with a little noise, `n` periods long."""
    h = hasard(*cles)
    return 1 + ampleur * np.sin(np.linspace(0, 5, n) + h.uniform(0, 6)) + h.normal(0, bruit, n)


def _normales(df: pd.DataFrame) -> pd.DataFrame:
    return df.assign(obs_status="A", conf_status="F")


def interim_dares() -> Iterator[tuple[str, Tables]]:
    """One edition: the region by place of the mission and of the agency, France, and its sectors."""
    etu = zonages.zones("region")["population_nb"].iloc[0] * INTERIMAIRES
    niveau = _cycle(len(TRIMESTRES), "interim")
    lignes, secteurs = [], []
    for serie in interim.SERIES:
        facteur = ETT_PAR_ETU if serie.endswith("ett") else 1.0
        facteur *= ETP_PAR_INTERIMAIRE if serie.startswith("etp") else 1.0
        # France is the same whatever place the region is told by.
        for zone, taille in ((zonages.REGION, etu * facteur), (interim.FRANCE, etu * FRANCE_REGION)):
            valeurs = taille * niveau
            lignes.append(pd.DataFrame({"periode": TRIMESTRES, "code_zone": zone, "serie": serie, "value": valeurs}))
    for code, nom, part, recours in NOMS["secteurs"]:
        rythme = niveau * (1.0 if part == 1 else _cycle(len(TRIMESTRES), "interim", code, ampleur=0.05))
        for mesure, valeurs in (
            ("effectif", etu * FRANCE_REGION * part * rythme),
            ("etp", etu * FRANCE_REGION * part * rythme * ETP_PAR_INTERIMAIRE),
            ("recours", recours * rythme),
        ):
            df = pd.DataFrame({"periode": TRIMESTRES, "value": valeurs.round(3)})
            secteurs.append(df.assign(secteur=code, libelle_secteur=nom, mesure=mesure))
    tables = {"observations": table(_normales(pd.concat(lignes).round(3)), "interim_dares")}
    yield TRIMESTRES[-1], tables | {"secteurs": table(_normales(pd.concat(secteurs)), "interim_dares", "secteurs")}


def solidarite() -> Iterator[tuple[str, Tables]]:
    """One edition: every benefit by département; the last months provisional, one not available."""
    tous = [f"{a}-{m:02d}" for a in range(2017, 2025) for m in range(1, 13)]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        for serie, (part, debut) in NOMS["par_habitant"].items():
            mois = [p for p in tous if debut <= p <= FINS_SOLIDARITE.get(serie, FIN_SOLIDARITE)]
            pas = 1 if serie.startswith(("cej", "garantie")) else 10
            valeurs = d.population_nb * part * _cycle(len(mois), "solidarite", serie, d.code_zone, ampleur=0.05)
            statuts = ["A"] * (len(mois) - PROVISOIRES_NB) + ["P"] * PROVISOIRES_NB
            df = pd.DataFrame({"periode": mois, "value": (valeurs / pas).round() * pas, "obs_status": statuts})
            lignes.append(df.assign(code_departement=d.code_zone, serie=serie))
    df = pd.concat(lignes, ignore_index=True).assign(conf_status="F")
    inconnue = (df[["serie", "code_departement", "periode"]] == list(SOLIDARITE_ABSENTE)).all(axis=1)
    df.loc[inconnue, ["value", "obs_status"]] = [np.nan, "O"]
    yield FIN_SOLIDARITE, {"observations": table(df, "solidarite")}


def defm_france() -> Iterator[tuple[str, Tables]]:
    """One edition: the series of France that screens ask for."""
    lignes = []
    for serie, part in PARTS_FRANCE.items():
        valeurs = INSCRITS_FRANCE * part * _cycle(len(TRIMESTRES), "france", serie)
        lignes.append(pd.DataFrame({"periode": TRIMESTRES, "serie": serie, "value": (valeurs / 100).round() * 100}))
    df = _normales(pd.concat(lignes)).assign(code_zone=publics.FRANCE)
    df["libelle_serie"] = df["serie"].str.replace("_", " ")
    yield TRIMESTRES[-1], {"observations": table(df, "defm_france")}


def defm_publics() -> Iterator[tuple[str, Tables]]:
    """The job-seekers of each EPCI shared out: hidden where they are, two diplomas of small EPCI hidden too."""
    partitions = dict(zip(publics.PARTITIONS, (PARTS_AGE_SEXE, PARTS_DIPLOME, PARTS_ANCIENNETE), strict=True))
    petits = set(zonages.zones("epci").nsmallest(30, "population_nb")["code_zone"])
    for periode, tables in defm_epci():
        large = tables["observations"].to_pandas()
        statuts = large.drop_duplicates("siren_epci").set_index("siren_epci")[["obs_status", "conf_status"]]
        large = large.pivot(index="siren_epci", columns="categorie", values="value")
        lignes = []
        for categorie, taille in (("A", large["A"]), ("ABC", large[["A", "B", "C"]].sum(axis=1, min_count=3))):
            lot = {publics.ENSEMBLE: taille}
            for criteres, parts in partitions.items():
                # What rounding leaves goes to the greatest part: each partition adds up to the whole.
                arrondis = {c: (taille * p).round() for c, p in zip(criteres, parts, strict=True)}
                plus_grand = max(zip(parts, criteres, strict=True))[1]
                arrondis[plus_grand] += taille - sum(arrondis.values())
                lot |= arrondis
            long = pd.DataFrame(lot).rename_axis("siren_epci").reset_index().melt("siren_epci", var_name="critere")
            lignes.append(long.assign(categorie=categorie))
        df = pd.concat(lignes, ignore_index=True).merge(statuts, left_on="siren_epci", right_index=True)
        secret = df["siren_epci"].isin(petits) & df["critere"].isin(DIPLOMES_CACHES) & df["obs_status"].eq("A")
        df.loc[secret, ["value", "obs_status", "conf_status"]] = [np.nan, "Q", "C"]
        df = df.assign(periode=periode, siren_publie=df["siren_epci"])
        yield periode, {"observations": table(df, "defm_publics")}


ANNEES_BAROMETRE = range(2017, 2023)
# A month's stock, a month's flow, a year's flow, a quarter's flow, for one inhabitant.
IAE, JEUNES, CONTRATS, ENTREES = 0.0023, 0.0025, 0.0065, 0.004
RENTREE_JEUNES = (0.9, 0.7, 0.9, 0.9, 0.8, 0.8, 1.0, 1.1, 3.6, 1.3, 0.9, 0.6)  # January to December


def barometre_dep() -> Iterator[tuple[str, Tables]]:
    """One edition of the three series that départements have."""
    mois = [f"{a}-{m:02d}" for a in ANNEES_BAROMETRE for m in range(1, 13)]
    fins = [f"{a}-{'10' if a == ANNEES_BAROMETRE[-1] else '12'}" for a in ANNEES_BAROMETRE]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        h = hasard("barometre", d.code_zone)
        stock, jeunes, contrats = d.population_nb * np.array([IAE, JEUNES, CONTRATS]) * h.normal(1, 0.1, 3)
        series = {"nb-beneficiaires-siae": (mois, stock * h.normal(1, 0.03, len(mois)))}
        saison = np.tile(RENTREE_JEUNES, len(ANNEES_BAROMETRE))
        series["nombre-recrutements-jeunes"] = mois, jeunes * saison * h.normal(1, 0.04, len(mois))
        series["nombre-contrats-apprentissage"] = fins, contrats * np.linspace(0.8, 1.6, len(fins))
        lignes += [
            pd.DataFrame({"periode": p, "code_zone": d.code_zone, "serie": s, "value": np.round(v)})
            for s, (p, v) in series.items()
        ]
    yield mois[-1], {"observations": table(_cumuler(pd.concat(lignes, ignore_index=True)), "barometre_dep")}


def barometre_region() -> Iterator[tuple[str, Tables]]:
    """One edition: the sums of the départements, and entries in training, which only the region has."""
    ((_, departements),) = barometre_dep()
    somme = departements["observations"].to_pandas().groupby(["periode", "serie"], as_index=False)["value"].sum()
    trimestres = [f"{a}-{m:02d}" for a in ANNEES_BAROMETRE for m in (3, 6, 9, 12)]
    population_nb = zonages.zones("region")["population_nb"].iloc[0]
    entrees = population_nb * ENTREES * hasard("barometre", zonages.REGION).normal(1, 0.08, len(trimestres))
    formation = pd.DataFrame({"periode": trimestres, "serie": "nb-formation-pic", "value": entrees.round()})
    toutes = pd.concat([somme, formation], ignore_index=True).assign(code_zone=zonages.REGION)
    yield toutes["periode"].max(), {"observations": table(_cumuler(toutes), "barometre_region")}


def _cumuler(flux: pd.DataFrame) -> pd.DataFrame:
    """Flows with the counts that a producer would publish, and the months that each covers."""
    flux = flux.sort_values(["serie", "code_zone", "periode"], ignore_index=True)
    remise = flux["serie"].map(lambda s: SERIES[s].remise_a_zero)
    rang = flux["periode"].map(lambda p: int(p[:4]) * 12 + int(p[5:])) - remise
    cycle = [flux["serie"], flux["code_zone"], rang // 12]
    place = rang % 12
    mois = place - place.groupby(cycle).shift(fill_value=-1)
    cumul, mois = flux["value"].groupby(cycle).cumsum().where(remise > 0), mois.where(remise > 0, 0)
    return _normales(flux.assign(cumul=cumul, mois_nb=mois.astype("int64")))


NOMENCLATURE = "FAP2021"
ANNEES_TENSIONS = {"2021": 1.0, "2023": 1.2}  # relative number of offers
INSCRITS_ROME_PAR_HABITANT = 0.055
RAPPORT = 2.3  # offers of twelve months a job-seeker
ABSENT = 60.0  # smallest number of offers of a cell that is in the file


def nomenclatures() -> Iterator[tuple[str, Tables]]:
    """Names of the groups of the demonstration, then of its ROME métiers."""
    niveaux = (
        ("fap22", pd.Series(NOMS["domaines"]), 0),
        ("fap86", pd.Series(NOMS["groupes"]), 1),
        ("fap228", METIERS.set_index("code_metier")["libelle_metier"], 3),
    )
    postes = [
        pd.DataFrame({"niveau": n, "code": noms.index, "libelle": noms.values, "code_parent": noms.index.str[:k]})
        for n, noms, k in niveaux
    ]
    yield NOMENCLATURE, _postes(pd.concat(postes), NOMENCLATURE)
    yield "ROME3", _postes(ROMES.rename(columns={"code_rome": "code"}).assign(niveau="rome", code_parent=""), "ROME3")


def _postes(df: pd.DataFrame, nomenclature: str) -> Tables:
    return {"postes": table(df.assign(nomenclature=nomenclature), "nomenclatures", "postes")}


def passages() -> Iterator[tuple[str, Tables]]:
    """Each ROME métier of the demonstration leads to one métier of its survey, at all levels of qualification."""
    liens = ROMES.rename(columns={"code_metier": "code_fap"}).assign(cible=NOMENCLATURE, qualification="")
    yield NOMENCLATURE, {"correspondances": table(liens, "passages", "correspondances")}


def tension_rome() -> Iterator[tuple[str, Tables]]:
    """Years whose survey exists too: the complete index is computed. Offers follow the difficult projects."""
    metiers = METIERS.set_index("code_metier")
    difficulte = metiers["code_famille"].map(DIFFICULTES)
    romes = ROMES.copy()
    parts = romes["code_metier"].map(metiers["poids"]) / romes.groupby("code_metier")["code_rome"].transform("size")
    romes["part"] = parts / parts.sum()
    romes["rapport"] = RAPPORT * np.exp(3 * (romes["code_metier"].map(difficulte) - np.mean(difficulte.to_list())))
    zones = zonages.zones("bassin").query("code_zone != '5313'")[["code_zone", "population_nb"]]
    grille = zones.rename(columns={"code_zone": "code_bassin"}).merge(romes, how="cross")
    taille = hasard("tension_rome", "taille").lognormal(-0.1, 0.45, len(grille))
    for annee, niveau in ANNEES_TENSIONS.items():
        h = hasard("tension_rome", annee)
        inscrits = grille["population_nb"] * INSCRITS_ROME_PAR_HABITANT * grille["part"] * taille
        inscrits *= h.lognormal(0, 0.1, len(grille))
        offres = inscrits * grille["rapport"] * niveau * h.lognormal(0, 0.35, len(grille))
        df = grille.assign(annee=annee, offres=offres.round(1), inscrits=inscrits.round(2), conf_status="F")
        tension = np.log2(offres / inscrits / RAPPORT)
        df["value"] = np.clip(np.round(3 + tension), 1, 5)
        for c in COMPOSANTES:
            df[c] = pd.array(np.clip(np.round(3 + tension + h.normal(0, 0.8, len(df))), 1, 5), dtype="Int8")
        df["obs_status"] = np.where(h.uniform(size=len(df)) < 0.02, "O", "A")
        df["value"] = df["value"].where(df["obs_status"] == "A")
        presentes = df["offres"] >= ABSENT
        yield annee, {"observations": table(df[presentes], "tension_rome")}

"""Demonstration of the job market around the survey: interim work, minima, job-seekers by public, long series."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.contracts import defm as publics, interim
from geo import zonages
from tests.demo.generateurs import defm_epci
from tests.demo.outils import NOMS, Tables, hasard, table

ANNEES = range(2012, 2025)
TRIMESTRES = tuple(f"{a}-T{t}" for a in ANNEES for t in range(1, 5))
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


def _statuer(df: pd.DataFrame) -> pd.DataFrame:
    return df.assign(obs_status="A", conf_status="F")


def interim_dares() -> Iterator[tuple[str, Tables]]:
    """One edition: the region by place of the mission and of the agency, France, and its sectors."""
    etu = zonages.zones("region")["population_nb"].iloc[0] * INTERIMAIRES
    niveau = _cycle(len(TRIMESTRES), "interim")
    lignes, secteurs = [], []
    for serie in interim.SERIES:
        facteur = (ETT_PAR_ETU if serie.endswith("ett") else 1.0) * (
            ETP_PAR_INTERIMAIRE if serie.startswith("etp") else 1.0
        )
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
            secteurs.append(
                pd.DataFrame(
                    {
                        "periode": TRIMESTRES, "secteur": code, "libelle_secteur": nom, "mesure": mesure,
                        "value": valeurs.round(3),
                    }
                )
            )  # fmt: skip
    yield (
        TRIMESTRES[-1],
        {
            "observations": table(_statuer(pd.concat(lignes).round(3)), "interim_dares"),
            "secteurs": table(_statuer(pd.concat(secteurs)), "interim_dares", "secteurs"),
        },
    )


def solidarite() -> Iterator[tuple[str, Tables]]:
    """One edition: every benefit by département; the last months provisional, one not available."""
    tous = [f"{a}-{m:02d}" for a in range(2017, 2025) for m in range(1, 13)]
    lignes = []
    for d in zonages.zones("departement").sort_values("code_zone").itertuples():
        for serie, (part, debut) in NOMS["par_habitant"].items():
            mois = [p for p in tous if debut <= p <= FINS_SOLIDARITE.get(serie, FIN_SOLIDARITE)]
            pas = 1 if serie.startswith(("cej", "garantie")) else 10
            valeurs = d.population_nb * part * _cycle(len(mois), "solidarite", serie, d.code_zone, ampleur=0.05)
            lignes.append(
                pd.DataFrame(
                    {
                        "periode": mois, "code_departement": d.code_zone, "serie": serie,
                        "value": (valeurs / pas).round() * pas,
                        "obs_status": ["A"] * (len(mois) - PROVISOIRES_NB) + ["P"] * PROVISOIRES_NB,
                    }
                )
            )  # fmt: skip
    df = pd.concat(lignes, ignore_index=True).assign(conf_status="F")
    inconnue = (df[["serie", "code_departement", "periode"]] == list(SOLIDARITE_ABSENTE)).all(axis=1)
    df.loc[inconnue, ["value", "obs_status"]] = [np.nan, "O"]
    yield FIN_SOLIDARITE, {"observations": table(df, "solidarite")}


def defm_france() -> Iterator[tuple[str, Tables]]:
    """One edition: the series of France that screens ask for."""
    lignes = [
        pd.DataFrame(
            {
                "periode": TRIMESTRES,
                "code_zone": publics.FRANCE,
                "serie": serie,
                "libelle_serie": serie.replace("_", " "),
                "value": (INSCRITS_FRANCE * part * _cycle(len(TRIMESTRES), "france", serie) / 100).round() * 100,
            }
        )
        for serie, part in PARTS_FRANCE.items()
    ]
    yield TRIMESTRES[-1], {"observations": table(_statuer(pd.concat(lignes)), "defm_france")}


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

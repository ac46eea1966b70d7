"""A file that does not look like itself is asked for, each damage by its rule; as its producer writes it, by none.

Figures are invented: what a zone and a part say of a cell, and a little of its own.
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import REGLES
from data_loaders.magasin import controle
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import ressemblance
from geo import zonages
from tests import builders
from tests.faults.dommages import DOMMAGES

BASSINS = zonages.zones("bassin").set_index("code_zone")["population_nb"]
COMMUNES = zonages.communes().set_index("code_commune")
_HABITANTS = COMMUNES.join(zonages.appartenance("bassin").rename("z")).groupby(["z", "code_departement"])
DEPARTEMENT = _HABITANTS["population_nb"].sum().unstack().idxmax(axis=1)
METIERS = [f"{lettre}{n}Z{m}0" for lettre in "ABCDEFGHJK" for n in range(4) for m in (2, 4)]


def enquete(annee: str, graine: int) -> pd.DataFrame:
    """A survey as published: cells under five are hidden, and so are their parts."""
    hasard = np.random.default_rng(graine)
    commun = np.random.default_rng(0)
    b = np.log(BASSINS.to_numpy() / BASSINS.median())
    m, difficile = commun.normal(3.2, 1.1, len(METIERS)), commun.uniform(0.25, 0.85, len(METIERS))
    propre = commun.normal(0, 0.5, (len(b), len(METIERS))) + hasard.normal(0, 0.35, (len(b), len(METIERS)))
    met = np.exp(b[:, None] + m + propre).round()
    xmet = (met * np.clip(difficile + hasard.normal(0, 0.08, met.shape), 0.05, 1)).round()
    mesures = {"met": met, "xmet": xmet, "smet": (met * 0.3).round()}
    lignes = [
        (annee, bassin, DEPARTEMENT[bassin], metier, nom, v[i, j] if v[i, j] >= 5 else np.nan)
        for nom, v in mesures.items()
        for j, metier in enumerate(METIERS)
        for i, bassin in enumerate(BASSINS.index)
    ]
    colonnes = ["annee", "code_bassin", "code_departement", "code_metier", "mesure", "value"]
    return pd.DataFrame(lignes, columns=colonnes)


ICI, AVANT = enquete("2024", 1), enquete("2023", 2)


def regles(dataset: str, millesime: str, df: pd.DataFrame, **proches: pd.DataFrame) -> set[str]:
    a_cote = {m.lstrip("_").replace("_", "-"): pa.Table.from_pandas(d) for m, d in proches.items()}
    return {c.regle for c in ressemblance.constater(dataset, millesime, pa.Table.from_pandas(df), a_cote)}


def valeurs(f):
    return lambda df: df.assign(value=f(df))


def echanger(colonne: str, a: str, b: str):
    return lambda df: df.assign(**{colonne: df[colonne].replace({a: b, b: a})})


def contraires(df: pd.DataFrame) -> pd.Series:
    """Not difficult for difficult, in one département."""
    met = df.groupby(["code_bassin", "code_metier"])["value"].transform("first")
    ou = df["mesure"].eq("xmet") & df["code_departement"].eq("49")
    return df["value"].mask(ou, (met - df["value"]).clip(lower=5))


def moitie(df: pd.DataFrame) -> pd.Series:
    return df["value"].where(df.index % 2 == 0, AVANT["value"])


def en_49(n: float):
    return valeurs(
        lambda df: df["value"].mask(df["code_departement"].eq("49"), (df["value"] * n).clip(lower=5).round())
    )


GRANDS = BASSINS.sort_values().index
BMO = {
    "structure": valeurs(lambda df: df.groupby("mesure")["value"].shift(1)),
    "population": echanger("code_bassin", GRANDS[0], GRANDS[-1]),
    "secrets": valeurs(lambda df: df["value"].fillna(4)),
    "multiples": valeurs(lambda df: (df["value"] * 1.4).round()),
    "parts": valeurs(contraires),
    "departement-principal": echanger("code_departement", "53", "72"),
    "correlation": valeurs(lambda df: df["value"].sample(frac=1, random_state=1).to_numpy()),
    "identiques": valeurs(moitie),
    "hauteur": en_49(1.6),
    "echange": echanger("code_bassin", "5205", "5206"),
}  # fmt: skip


def test_a_survey_that_looks_like_itself_is_asked_for_nothing():
    assert regles("bmo", "2024", ICI) == set()
    assert regles("bmo", "2024", ICI, _2023=AVANT) == set()
    assert regles("bmo", "2024", ICI, _2024=ICI) == set()
    # In another order, or without the rows of a few métiers.
    assert regles("bmo", "2024", ICI.sort_values("code_bassin"), _2023=AVANT) == set()
    assert regles("bmo", "2024", ICI[~ICI["code_metier"].isin(METIERS[:4])], _2023=AVANT) == set()


@pytest.mark.parametrize("regle", BMO)
def test_a_damaged_survey_is_asked_for(regle):
    assert regle in regles("bmo", "2024", BMO[regle](ICI), _2023=AVANT)


def test_past_values_that_change_are_asked_for():
    assert regles("bmo", "2024", ICI.assign(value=ICI["value"] + 1), _2024=ICI) == {"revues"}


MOIS = [f"{a}-{m:02d}" for a in range(2020, 2024) for m in range(1, 13)]


def serie() -> pd.DataFrame:
    hasard = np.random.default_rng(3)
    suites = {d: 50_000 + hasard.normal(0, 900, len(MOIS)).cumsum() for d in zonages.DEPARTEMENTS}
    lignes = [(p, d, round(v, -1)) for d, suite in suites.items() for p, v in zip(MOIS, suite, strict=True)]
    return pd.DataFrame(lignes, columns=["periode", "code_departement", "value"])


def test_a_smoothed_series_and_one_whose_months_have_moved_are_asked_for():
    brute = serie()
    par = brute.groupby("code_departement")["value"]
    lissee = brute.assign(value=par.transform(lambda v: v.rolling(5, center=True, min_periods=1).mean()))
    decalee = brute.assign(value=par.shift(1)).dropna()
    assert regles("stmt_dep", "2023-12", brute) == set()
    assert regles("stmt_dep", "2023-12", brute, _2022_12=brute) == set()
    assert regles("stmt_dep", "2023-12", lissee) == {"lissage"}
    assert regles("stmt_dep", "2023-12", decalee, _2022_12=brute) == {"revues"}


def test_statuses_exchanged_and_classes_inverted_are_asked_for():
    hasard, n = np.random.default_rng(4), 600
    voie = np.where(np.arange(n) % 2, "scolaire", "apprentissage")
    places = pd.DataFrame({
        "uai": [f"044{i // 20:04d}A" for i in range(n)], "code_departement": "44", "voie": voie,
        "code_formation": [f"F{i % 20}" for i in range(n)], "value": 10.0 + np.arange(n) % 20,
        "voeux": (10 + np.arange(n) % 20) * np.where(voie == "scolaire", 12, 4),
    })  # fmt: skip
    assert regles("places_bts", "2024", places) == set()
    assert regles("places_bts", "2024", echanger("voie", "scolaire", "apprentissage")(places)) == {"rapport"}
    offres, inscrits = hasard.lognormal(3, 1, (2, 26, 40))
    offres *= (BASSINS.to_numpy() / 40_000)[:, None]
    inscrits *= (BASSINS.to_numpy() / 40_000)[:, None]
    tensions = pd.DataFrame([
        (BASSINS.index[i], f"A{j}", offres[i, j], inscrits[i, j]) for i in range(26) for j in range(40)
    ], columns=["code_bassin", "code_rome", "offres", "inscrits"])  # fmt: skip
    tensions["value"] = pd.qcut(tensions["offres"] / tensions["inscrits"], 5, labels=False) + 1.0
    assert "accord" not in regles("tension_rome", "2021", tensions)
    assert "accord" in regles("tension_rome", "2021", tensions.assign(value=6 - tensions["value"]))


def test_totals_too_far_or_too_many_are_asked_for_those_nearly_found_are_said(monkeypatch):
    table = pa.Table.from_pandas(ICI)
    met = ICI[ICI["mesure"].eq("met")]
    dus = [{"mesure": "met", "total": int(met["value"].sum())}] + [
        {"mesure": "met", "code_departement": d, "total": int(v)}
        for d, v in met.groupby("code_departement")["value"].sum().items()
    ]  # fmt: skip
    monkeypatch.setattr(controle, "totaux_connus", lambda: {"bmo": {"2024": {"source": "essai", "totaux": dus}}})

    def comparer(df):
        _, dites, fautes = controle.comparer_totaux("bmo", "2024", {"observations": pa.Table.from_pandas(df)})
        return len(dites), [c.regle for c in fautes]

    assert comparer(ICI) == (0, [])
    assert comparer(ICI.assign(value=ICI["value"] * 1.0005)) == (1, [])
    assert comparer(ICI.assign(value=ICI["value"] * 1.005)) == (0, ["totaux"])
    assert comparer(ICI.assign(value=ICI["value"].mask(ICI["code_departement"].eq("53"), 1.03 * ICI["value"]))) == (
        0,
        ["totaux"],
    )
    assert table.num_rows > ressemblance.seuils()["bmo"]["lignes_minimum"]


def test_a_confirmed_rule_keeps_its_reason(tmp_path, racine_propre, capsys):
    assert main(["importer", "bmo", str(builders.fichier_bmo(tmp_path, 2023))]) == 0
    fichier = builders.fichier_bmo(tmp_path, 2024, builders.LIGNES_BMO[:1])
    assert main(["importer", "bmo", str(fichier)]) == 3
    regles = re.findall(r"--confirmer (\S+)", capsys.readouterr().err.splitlines()[-1])
    options = [mot for r in regles for mot in ("--confirmer", r)]
    assert main(["importer", "bmo", str(fichier), *options, "--raison", "demandé au producteur"]) == 0
    assert "(motif : demandé au producteur)" in capsys.readouterr().out
    gardees = Donnees(racine_propre).officiel.instantane("bmo", "2024").manifeste["confirmations"]
    assert {c["regle"]: c["motif"] for c in gardees} == dict.fromkeys(regles, "demandé au producteur")


def test_every_rule_has_its_ground_its_words_and_its_damage():
    lus = {d: r for d, r in ressemblance.seuils().items() if d in CONTRATS}
    blocs = [(r, b) for d in lus.values() for r, b in d.items() if isinstance(b, dict) and r != "ou"]
    assert [r for r, b in blocs if not b.get("fondement")] == []
    assert {r for r, _ in blocs} == set(ressemblance.REGLES) <= set(REGLES)
    assert set(ressemblance.REGLES) == {*BMO, "revues", "lissage", "rapport", "accord"}
    assert len(DOMMAGES) > 60

"""Figures and datasets given back, opened again as their receivers would: no status, bound nor label is lost."""

import io
import json
from datetime import date

import geopandas
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts.base import OBS_STATUS, VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.exports import ecriture, jeux
from data_loaders.jeux import JEUX
from data_loaders.jeux.calculs import Metier
from data_loaders.requetes import lignes
from geo import zonages
from tests.vues import un_sur

JOUR = date(2026, 11, 25)


def exportes(d, code, zonage, metier=None):
    t = tableau.calculer(d, code, zonage, metier)
    lus = {p: tableau.provenance_de(d, t.indicateur, p, zonage)["instantane"] for p in t.periodes}
    return t, lignes.du_tableau(t, lus, "Services aux particuliers" if metier else "")


def ouvrir(csv):
    return pd.read_csv(io.BytesIO(csv), sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.mark.parametrize("code", un_sur(3, INDICATEURS))
def test_every_figure_leaves_with_the_status_that_the_screens_read(demonstration, code):
    ind = INDICATEURS[code]
    for zonage in ind.zonages:
        t, df = exportes(demonstration, code, zonage)
        lues = pd.concat([t.lignes, t.hors_decoupage])
        assert list(df) == [c for c in lignes.COLONNES if c in df]
        lue = ouvrir(ecriture.csv_francais(df))
        for sortie in (df, lue):
            assert sortie["obs_status"].tolist() == lues["obs_status"].tolist()
            assert sortie["libelle_obs_status"].tolist() == [OBS_STATUS[s] for s in lues["obs_status"]]
            assert sortie["au_moins"].isin([True, "true"]).tolist() == lues["minorant"].astype(bool).tolist()
            assert sortie["estimee"].isin([True, "true"]).tolist() == lues["obs_status"].eq("E").tolist()
            assert sortie["code_zone"].tolist() == lues["code_zone"].tolist()
            assert sortie["periode"].tolist() == lues["periode"].tolist()
        vides = lues["obs_status"].isin(VIDES).tolist()
        for nom in ("valeur", "borne_basse", "borne_haute"):
            assert df[nom].isna().tolist() == lue[nom].eq("").tolist()
            assert df.loc[vides, nom].isna().all()
        assert df.loc[vides, "raison"].ne("").all()
        toujours = [
            "libelle_indicateur", "libelle_zonage", "libelle_zone", "unite", "source", "millesime", "instantane",
        ]  # fmt: skip
        assert df[[*toujours, "perimetre", "mention"]].astype(bool).all(axis=None)


def test_a_share_completed_or_estimated_is_never_said_normal_and_a_group_of_metiers_is_named(demonstration):
    _, estimees = exportes(demonstration, "bmo_part_difficiles_estimee", "bassin")
    connues = estimees[estimees["valeur"].notna()]
    assert set(connues["obs_status"]) == {"E"}
    t, _ = exportes(demonstration, "bmo_part_difficiles", "bassin")
    connues = t.lignes[~t.lignes["obs_status"].isin(VIDES)]
    assert connues["caches_nb"].gt(0).eq(connues["obs_status"].eq("E")).all()
    assert set(connues["obs_status"]) <= {"A", "E"}
    _, df = exportes(demonstration, "bmo_projets", "bassin", Metier("famille", "S"))
    assert set(zip(df["code_metier"], df["libelle_metier"], strict=True)) == {
        ("famille:S", "Services aux particuliers")
    }


def test_a_sheet_filters_its_columns_and_keeps_codes_as_text(demonstration):
    _, df = exportes(demonstration, "defm_abc", "epci")
    df.loc[0, "code_zone"] = "0051"
    contenu = ecriture.classeur([("Titre", "x")], {"chiffres": df}, lignes.COLONNES)
    wb = openpyxl.load_workbook(io.BytesIO(contenu))
    feuille = wb["chiffres"]
    assert (feuille.freeze_panes, feuille.auto_filter.ref) == ("A2", feuille.dimensions)
    entetes = [c.value for c in feuille[1]]
    premiere = dict(zip(entetes, feuille[2], strict=True))
    assert premiere["code_zone"].value == "0051"
    assert premiere["periode"].value == df.loc[0, "periode"]  # « 2019-12 », not a date
    assert {premiere[n].data_type for n in ("code_zone", "periode", "millesime")} == {"s"}
    assert {premiere[n].number_format for n in ("code_zone", "periode", "millesime")} == {"@"}
    assert premiere["valeur"].data_type == "n"
    dites = {ligne[0] for ligne in wb["Colonnes"].iter_rows(min_row=2, values_only=True)}
    assert dites == set(entetes)


def test_a_map_holds_the_rows_of_the_tables(demonstration):
    t, df = exportes(demonstration, "bmo_part_difficiles", "bassin")
    periode = t.periodes[-1]
    contenu = jeux.geojson(t, periode, "bmo/2024--x", JOUR)
    carte = geopandas.read_file(io.BytesIO(contenu))
    assert carte.geometry.is_valid.all()
    lue = carte.set_index("code_zone")[
        ["obs_status", "libelle_obs_status", "au_moins", "estimee", "raison", "perimetre", "periode"]
    ]
    voulue = df[df["periode"] == periode].set_index("code_zone")[list(lue)]
    assert lue.astype(str).sort_index().equals(voulue.loc[lue.index].astype(str).sort_index())
    valeurs = carte.set_index("code_zone")["valeur"]
    assert valeurs.isna().equals(voulue.loc[valeurs.index, "obs_status"].isin(VIDES).rename("valeur"))
    assert set(json.loads(contenu)["colonnes"]) == set(df)


@pytest.mark.parametrize("dataset", ["bmo", "chomage_ze", "chomage_dep", "defm_epci", "stmt_dep", "tension_rome"])
def test_codes_of_a_dataset_have_their_words_beside_them(demonstration, dataset):
    df, modele = jeux.etiquetees(demonstration, dataset, "observations")
    assert list(df) == [c.nom for c in modele.colonnes]
    codes = [c for c in df if c.startswith(("code_", "siren_")) and f"libelle_{c.partition('_')[2]}" in df]
    assert codes
    for c in codes:
        assert df[f"libelle_{c.partition('_')[2]}"].ne("").all(), c
    assert df["libelle_obs_status"].tolist() == df["obs_status"].map(OBS_STATUS).tolist()
    parquet = pq.read_table(io.BytesIO(jeux.parquet(demonstration, dataset, "observations", JOUR)))
    csv = pd.read_csv(
        io.BytesIO(jeux.csv(demonstration, dataset, "observations")), sep=";", encoding="utf-8-sig", nrows=1
    )
    assert parquet.column_names == list(df) == list(csv)[: len(df.columns)]


def test_every_dataset_takes_its_words_without_changing_its_rows_zones_outside_the_region_too(demonstration):
    for dataset in JEUX:
        if not jeux.diffusable(demonstration, dataset):
            continue
        for table in JEUX[dataset].contrat.montrees:
            df, _ = jeux.etiquetees(demonstration, dataset, table)
            renommees = jeux.lire(demonstration, dataset, table).rename(columns=jeux.EN_FRANCAIS)
            assert df[list(renommees)].equals(renommees), (dataset, table)
    # A rate is published for three zones astride the region: they have a name beside their code.
    df, _ = jeux.etiquetees(demonstration, "chomage_ze", "observations")
    dehors = set(df["code_ze"]) - set(zonages.zones("ze")["code_zone"])
    assert dehors
    assert df.loc[df["code_ze"].isin(dehors), "libelle_ze"].ne("").all()

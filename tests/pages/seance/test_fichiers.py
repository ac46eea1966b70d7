"""Files of the figures of every screen, as a reader takes them: what a row of figures must say is in all of them."""

import io

import pandas as pd
import pytest

from data_loaders.contracts.base import OBS_STATUS, VIDES
from data_loaders.requetes.lignes import COLONNES, PARTS
from pages.components.seance import rejeu

# What is said of shares of the survey only.
TOUJOURS = COLONNES.keys() - PARTS.keys()
ECRANS = (
    "/carte?indicateur=bmo_part_difficiles&zonage=bassin", "/carte?indicateur=taux_chomage&zonage=ze",
    "/carte?indicateur=bmo_projets&zonage=bassin&metier=famille:S",
    "/tendances?indicateur=defm_abc&zonage=zef&zones=zef:ancenis",
    "/comparer?indicateur=bmo_part_difficiles_estimee",
)  # fmt: skip


def tables(adresse: str) -> dict[str, pd.DataFrame]:
    """Files of the figures of a screen, by their names."""
    forme = {"sep": ";", "dtype": str, "keep_default_na": False, "encoding": "utf-8-sig"}
    fichiers = [d.csv for d in rejeu.jouer(adresse) if d.csv]
    assert fichiers
    return {nom: pd.read_csv(io.BytesIO(contenu()), **forme) for nom, contenu in fichiers}


@pytest.mark.parametrize("adresse", ECRANS)
def test_every_file_of_a_screen_says_all_that_a_figure_is(demonstration, adresse):
    for nom, df in tables(adresse).items():
        assert set(df) >= TOUJOURS, nom
        assert set(df["obs_status"]) <= set(OBS_STATUS), nom
        assert (df["libelle_obs_status"] == df["obs_status"].map(OBS_STATUS)).all(), nom
        vides = df["obs_status"].isin(VIDES)
        assert df["valeur"].eq("").equals(vides), nom
        assert df.loc[vides, "raison"].ne("").all(), nom
        assert (df["estimee"].eq("true") == df["obs_status"].eq("E")).all(), nom
        assert df["demonstration"].eq("true").all(), nom


@pytest.mark.parametrize("adresse", ["/secteurs?secteur=batiment", "/meteo?metier=famille:S"])
def test_tables_of_several_figures_say_their_status_and_perimeter(demonstration, adresse):
    for nom, df in tables(adresse).items():
        assert {"source", "millesime", "instantane", "demonstration", "mention"} <= set(df), nom
        if "zonage" in df:
            assert df[["libelle_zonage", "perimetre"]].ne("").all(axis=None), nom
        if "obs_status" in df:
            assert (df["libelle_obs_status"] == df["obs_status"].map(OBS_STATUS).fillna("")).all(), nom

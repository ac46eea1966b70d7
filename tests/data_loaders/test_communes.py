"""Tables of communes: official zonings, their labels, comités locaux; invented zones on the real list of communes."""

from datetime import date

import pandas as pd
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import communes
from geo import zonages
from pages.figures.territoires import lieu
from tests import builders

NANTES = "44109"


@pytest.fixture
def table():
    """One row a commune of today: arrondissement and EPCI invented, `ZZZZZZZZZ` for one commune without EPCI."""
    base = zonages.communes()
    df = pd.DataFrame({"CODGEO": base["code_commune"], "LIBGEO": base["libelle_commune"]})
    df["DEP"] = df["CODGEO"].str[:2]
    df["ARR"] = df["DEP"] + "9"
    df["EPCI"] = "299999999"
    df.loc[df["CODGEO"] == "85113", "EPCI"] = "ZZZZZZZZZ"
    df["ZE2020"], df["TYPO"] = "9901", "x"
    return df


def ecrire(dossier, df, nom="table_2031.csv"):
    df.to_csv(dossier / nom, index=False)
    return dossier / nom


def importer(donnees, chemin):
    return "\n".join(builders.importer(donnees, "communes", chemin))


def test_levels_are_known_by_name_and_a_table_without_any_year_takes_that_of_its_reading(table, tmp_path):
    ailleurs = table.iloc[:1].assign(CODGEO="35001", DEP="35")
    lu = communes.lire(ecrire(tmp_path, pd.concat([table, ailleurs])))
    assert (lu.dataset, lu.millesime) == ("appartenance", "2031")
    assert lu.dit[0].endswith(", édition 2031 : 1\u202f229 lignes lues, 1 d'autres régions laissées de côté")
    assert lu.dit[1] == "zones : département 5 · arrondissement 5 · intercommunalité 1 · zone d'emploi 1"
    df = lu.tables["communes"].to_pandas()
    assert df[df["code_commune"] == "85113"]["niveau"].tolist() == ["arrondissement", "departement", "zone_emploi"]
    assert set(df.loc[df["niveau"] == "zone_emploi", "vintage"]) == {"2020"}
    clpe = pd.DataFrame({"commune_id": table["CODGEO"], "territoire_id": "C1", "territoire_libelle": "Ici"})
    lu = communes.lire(ecrire(tmp_path, clpe, "clpe.csv"))
    assert (lu.dataset, lu.millesime, lu.dit[1]) == ("clpe", str(date.today().year), "zones : comité local 1")


@pytest.mark.parametrize(("nom", "edition", "note"), [
    ("x.csv", "2020", "de son découpage le plus récent"),
    ("x_1999.csv", "2020", "le plus récent"),
    ("a2031b.csv", "2031", ""),
])  # fmt: skip
def test_the_edition_is_said_or_its_origin_is(table, tmp_path, nom, edition, note):
    lu = communes.lire(ecrire(tmp_path, table, nom))
    assert lu.millesime == edition
    assert note in " ".join(lu.notes)
    assert bool(note) == bool(lu.notes)


@pytest.mark.parametrize(("change", "regle", "message"), [
    (lambda t: t.rename(columns={"ARR": "AUTRE"}), "colonnes", "CODGEO, LIBGEO, DEP, AUTRE"),
    (lambda t: t.iloc[1:], "communes", "communes absentes"),
    (lambda t: pd.concat([t, t.iloc[:1].assign(CODGEO="44999")]), "communes", "44999"),
    (lambda t: pd.concat([t, t.iloc[:1].assign(ARR="999")]), "cle", "en double"),
])  # fmt: skip
def test_refusals_say_what_was_seen_and_publish_nothing(table, donnees, tmp_path, change, regle, message):
    with builders.refus(regle, message):
        importer(donnees, ecrire(tmp_path, change(table)))
    assert donnees.officiel.millesimes("appartenance") == []


@pytest.mark.parametrize("nombre", ["", "douze", "1.5"])
def test_a_label_counts_communes(tmp_path, nombre):
    df = pd.DataFrame({"NIVGEO": ["ARR"], "CODGEO": ["449"], "LIBGEO": ["Ici"], "NB_COM": [nombre]})
    with pytest.raises(ErreurDonnees, match="NB_COM"):
        communes.lire(ecrire(tmp_path, df))


def test_a_commune_is_placed_in_the_official_zonings_that_were_imported(table, donnees, tmp_path):
    assert lieu.de_commune(donnees, NANTES) == []
    resume = importer(donnees, ecrire(tmp_path, table))
    assert "zones : département 5 · arrondissement 5 · intercommunalité 1 · zone d'emploi 1" in resume
    par_code = {o.code: o for o in lieu.de_commune(donnees, NANTES)}
    assert par_code["449"].territoire == "nom non transmis"
    libelles = pd.DataFrame(
        {"NIVGEO": ["ARR", "XYZ"], "CODGEO": ["449", "1"], "LIBGEO": ["<b>Ici</b>", "?"], "NB_COM": ["3", "1"]}
    )
    assert "Niveaux laissés de côté : XYZ." in importer(donnees, ecrire(tmp_path, libelles, "libelles_2031.csv"))
    trouves = lieu.de_commune(donnees, NANTES)
    assert [o.decoupage for o in trouves] == ["Département", "Arrondissement", "Intercommunalité", "Zone d’emploi 2020"]
    assert trouves[1] == ("Arrondissement", "<b>Ici</b>", "449", "Insee, 2031")
    assert "&lt;b&gt;Ici" in lieu.lignes_officiels(trouves)[1][1]


def test_official_tables(producteurs):
    df = producteurs.lire("appartenance", "communes")
    zones = df.groupby(["edition", "niveau"])["code"].nunique()
    # 17 arrondissements in 2013, on which the working SPO perimeter rests; 16 since.
    assert (zones["2013", "arrondissement"], zones["2024", "arrondissement"]) == (17, 16)
    assert df.groupby("edition")["code_commune"].nunique().to_dict() == {"2013": 1496, "2024": 1232}
    dits = {o.decoupage: o.territoire for o in lieu.de_commune(producteurs, NANTES)}
    assert dits["Comité local pour l’emploi"].startswith("Loire-Atlantique")
    assert "nom non transmis" not in dits.values()

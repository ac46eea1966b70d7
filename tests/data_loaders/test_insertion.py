"""InserJeunes: what is shown and what is kept silent, refusals, totals of the official files."""

import io

import pandas as pd
import pytest

from data_loaders.chiffres import origine
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.exports import jeux as exports
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import formation
from data_loaders.sources import insertion, noms
from pages.figures.provenance import chiffre as provenance
from tests import builders

CFA, ORION = builders.TABLES["cfa"], builders.TABLES["orion"]
# period, voie -> rates at 6 and 12 months, and of those who go on: `SOURCES.md` of the official files.
TAUX = {
    ("2020", "apprentissage"): (70.1, 75.6, 40.1), ("2020", "scolaire"): (48.5, 57.9, 46.8),
    ("2021", "apprentissage"): (72.0, 78.1, 42.8), ("2021", "scolaire"): (48.7, 60.5, 51.0),
    ("2023", "apprentissage"): (74.4, 79.8, 41.7), ("2023", "scolaire"): (54.9, 64.2, 54.8),
}  # fmt: skip


def changer(table, ligne, **cellules):
    neuve = [list(r) for r in table]
    for titre, v in cellules.items():
        neuve[ligne][table[0].index(titre)] = v
    return neuve


def importer(donnees, chemin, source="insertion"):
    return builders.importer(donnees, source, chemin)


@pytest.fixture
def lu(tmp_path):
    return insertion.lire(builders.texte(tmp_path / "f.csv", ORION))


def statuts(lu, **cle):
    df = lu.tables["observations"].to_pandas()
    for c, v in cle.items():
        df = df[df[c] == v]
    return df.set_index("mesure")[["value", "obs_status"]]


def test_a_small_diploma_shows_no_employment_and_an_empty_cell_says_whether_it_is_to_come(lu):
    petit = statuts(lu, voie="scolaire", periode="2023")
    assert petit.loc[["sortants", "emploi_6", "taux_emploi_6", "poursuite"], "obs_status"].tolist() == ["N"] * 4
    assert petit.loc[["sortants", "emploi_6"], "value"].isna().all()
    assert petit.loc["taux_poursuite"].tolist() == [60.0, "A"]
    sommes = lu.tables["totalisables"].to_pandas().set_index(["periode", "voie"])
    assert sommes.loc[("2023", "scolaire"), ["sortants", "emploi_6"]].tolist() == [12, 7]
    grand = statuts(lu, voie="apprentissage", periode="2023")
    assert grand.loc["taux_emploi_18", "obs_status"] == "L"
    assert grand.loc["taux_emploi_6"].tolist() == [80.0, "B"]  # leavers of 2022: another definition
    assert statuts(lu, periode="2020").loc["taux_emploi_24"].tolist() == [82.0, "A"]


def test_a_total_is_made_of_all_diplomas_and_names_the_large_ones_only(donnees, tmp_path):
    petits = [[*ORION[1][:5], f"0102200{i}", "", "8", "3", "", "", "2", "4", "4", "", "", "", "", ""] for i in (2, 3)]
    importer(donnees, builders.texte(tmp_path / "f.csv", [*ORION, *petits]))
    t = calculer(donnees, "emploi_6_apprentis", "region")
    assert (t.periodes, t.periode("2023").loc["52", "value"]) == (("2020", "2023"), pytest.approx(100 * 44 / 58))
    # leavers of 2022: another definition of employment
    assert t.lignes.set_index("periode")["obs_status"].to_dict() == {"2020": "A", "2023": "B"}
    o = origine.remonter(donnees, t, "52", "2023")
    assert o.lignes[["libelle", "value", "diviseur"]].to_numpy().tolist() == [
        ["01022001", 40.0, 50.0],
        ["2 formations de moins de 20 sortants chacune", 4.0, 8.0],
    ]
    assert "44 ÷ 58" in provenance.dire(o).html.replace("\u00a0", " ")
    assert chiffre(donnees, "emploi_6_apprentis", "region", "52", "2021")["valeur"] is None
    assert calculer(donnees, "emploi_6_apprentis", "departement").lignes["raison"].str.contains("lu par région").all()


def test_totals_are_not_in_what_is_given(donnees, tmp_path):
    importer(donnees, builders.texte(tmp_path / "f.csv", ORION))
    assert set(CONTRATS["insertion"].montrees) == {"observations"}
    lue = pd.read_csv(io.BytesIO(exports.csv(donnees, "insertion", "observations")), sep=";", comment="#", dtype=str)
    assert lue[lue["code_formation"].eq("23830031107") & lue["mesure"].eq("emploi_6")]["valeur"].isna().all()


@pytest.mark.parametrize(("table", "message"), [
    (changer(ORION, 1, nb_en_emploi_6_mois="50", nb_sortant="50"), "contredisent les effectifs"),
    (changer(ORION, 1, nb_poursuite_etudes="49"), "contredisent les effectifs"),
    (changer(ORION, 1, millesime="2022"), "édition mal écrite"),
    (changer(ORION, 1, millesime="2021_2023"), "édition mal écrite"),
    (changer(ORION, 1, nb_sortant="#"), "signe inconnu"),
    (changer(ORION, 1, voie="mixte"), "valeur hors liste"),
    ([r if i == 0 else [*r[:3], "53", *r[4:]] for i, r in enumerate(ORION)], "aucune ligne de la région 52"),
    ([[c if c != "nb_sortant" else "sortis" for c in ORION[0]], *ORION[1:]], "colonnes/insertion.toml"),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused_with_a_remedy(tmp_path, table, message):
    chemin, d = builders.texte(tmp_path / "f.csv", table), Donnees(tmp_path / "d")
    with pytest.raises(ErreurDonnees, match=message) as e:
        importer(d, chemin)
    assert "À faire" in str(e.value)


def test_a_sign_of_secrecy_is_a_line_of_the_table(tmp_path, monkeypatch):
    texte = (noms.DOSSIER / "insertion.toml").read_text("utf-8")
    (tmp_path / "insertion.toml").write_text(f'secret = ["#"]\n{texte}', "utf-8")
    monkeypatch.setattr(noms, "DOSSIER", tmp_path)
    noms.noms.cache_clear()
    lu = insertion.lire(builders.texte(tmp_path / "f.csv", changer(ORION, 1, taux_emploi_6_mois="#")))
    noms.noms.cache_clear()
    assert statuts(lu, voie="apprentissage", periode="2023").loc["taux_emploi_6"]["obs_status"] == "Q"


def test_a_centre_without_rate_stays_without_one(tmp_path):
    lu = insertion.lire_cfa(builders.texte(tmp_path / "f.csv", CFA))
    df = lu.tables["observations"].to_pandas().set_index(["uai", "mesure"])
    assert df.loc[("0440001A", "valeur_ajoutee_6"), "value"] == -4
    assert df.loc[("0850002B", "taux_emploi_6"), "obs_status"] == "O"
    assert df.loc[("0850002B", "taux_emploi_24"), "obs_status"] == "L"
    assert set(df["code_departement"]) == {"44", "85"}
    with pytest.raises(ErreurDonnees, match="aucune ligne de la région"):
        insertion.lire_cfa(builders.texte(tmp_path / "g.csv", [CFA[0], ["cumul 2022-2023", "0350001A", *CFA[1][2:]]]))


@pytest.mark.parametrize(("periode", "voie"), TAUX)
def test_official_rates_are_those_of_the_totals_and_the_screens_say_the_same(producteurs, periode, voie):
    qui = {"apprentissage": "apprentis", "scolaire": "scolaires"}[voie]
    lus = [
        chiffre(producteurs, f"{code}_{qui}", "region", "52", periode)["valeur"]
        for code in ("emploi_6", "emploi_12", "poursuite")
    ]
    assert tuple(round(v, 1) for v in lus) == TAUX[periode, voie]
    assert formation.moyennes(producteurs, periode)[f"{voie}.taux_poursuite"] == pytest.approx(lus[2])


def test_official_diplomas_are_named_and_the_small_ones_silent(producteurs):
    observations = producteurs.lire("insertion")
    assert (observations["mesure"].eq("taux_emploi_6") & observations["obs_status"].eq("N")).sum() == 808
    table = calculer(producteurs, "emploi_6_apprentis", "region")
    assert origine.remonter(producteurs, table, "52", "2023").lignes["libelle"].str.contains("BTS").any()
    cfa = producteurs.lire("insertion_cfa").query("mesure == 'taux_emploi_6'")
    assert pd.isna(cfa["value"]).sum() == cfa["obs_status"].isin(["O", "L"]).sum()

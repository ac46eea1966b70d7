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
from tests.data_loaders.test_variantes import CFA, ORION

FICHIER, FICHIER_CFA = "insertion/inserjeunes_orion_region52.csv", "insertion/fr-en-inserjeunes-cfa_region52.csv"
# period, voie -> rows, in employment at 6 and 12 months, leavers: `SOURCES.md` of the official files.
TOTAUX = {
    ("2020", "apprentissage"): (351, 11687, 12616, 16682, 70.1, 75.6),
    ("2020", "scolaire"): (229, 8604, 10269, 17734, 48.5, 57.9),
    ("2021", "apprentissage"): (397, 12856, 13942, 17854, 72.0, 78.1),
    ("2021", "scolaire"): (224, 8047, 9997, 16529, 48.7, 60.5),
    ("2023", "apprentissage"): (456, 18257, 19567, 24524, 74.4, 79.8),
    ("2023", "scolaire"): (218, 7893, 9239, 14385, 54.9, 64.2),
}
# apprentissage and scolaire by level, 2022-2023: in employment at 6 months, leavers.
NIVEAUX = {
    ("apprentissage", "03"): (5609, 8306), ("apprentissage", "04"): (7417, 9532),
    ("apprentissage", "05"): (5231, 6686), ("scolaire", "03"): (960, 2510), ("scolaire", "04"): (3373, 6592),
    ("scolaire", "05"): (3560, 5283),
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


def test_the_official_file_gives_its_totals_exactly(reference, donnees):
    assert any("totaux connus retrouvés" in ligne for ligne in importer(donnees, reference / FICHIER))
    t = donnees.lire("insertion", "totalisables")
    for (periode, voie), (lignes, six, douze, sortants, taux_six, taux_douze) in TOTAUX.items():
        p = t[t["periode"].eq(periode) & t["voie"].eq(voie)].dropna(subset="sortants")
        assert (len(p), *p[["emploi_6", "emploi_12", "sortants"]].sum()) == (lignes, six, douze, sortants)
        code = {"apprentissage": "apprentis", "scolaire": "scolaires"}[voie]
        assert round(chiffre(donnees, f"emploi_6_{code}", "region", "52", periode)["valeur"], 1) == taux_six
        assert round(chiffre(donnees, f"emploi_12_{code}", "region", "52", periode)["valeur"], 1) == taux_douze
        p = p[["poursuite", "sortants"]].astype(float).sum()
        suivent = chiffre(donnees, f"poursuite_{code}", "region", "52", periode)["valeur"]
        # Those who go on and those who leave, of the same rows, are everyone; the screens' means say the same.
        assert suivent == pytest.approx(100 * p["poursuite"] / p.sum())
        assert formation.moyennes(donnees, periode)[f"{voie}.taux_poursuite"] == pytest.approx(suivent)
    parts = [chiffre(donnees, "poursuite_apprentis", "region", "52", p)["valeur"] for p in ("2020", "2021", "2023")]
    assert [round(x, 1) for x in parts] == [40.1, 42.8, 41.7]
    observations = donnees.lire("insertion")
    tus = observations[observations["mesure"].eq("taux_emploi_6") & observations["obs_status"].eq("N")]
    assert len(tus) == 808


def test_levels_of_the_official_diplomas_add_up_to_the_total(reference, donnees):
    importer(donnees, reference / FICHIER)
    for nom in ("bcn_formation_diplome_extrait", "bcn_mefstat11_vers_cfd_extrait"):
        importer(donnees, reference / f"nomenclatures/{nom}.csv", "diplomes")
    postes = donnees.lire("diplomes", "postes").set_index("code")
    t = donnees.lire("insertion", "totalisables").query("periode == '2023'")
    cfd = t["code_formation"].where(t["voie"].eq("apprentissage"), t["code_formation"].map(postes["code_parent"]))
    t = t.assign(niveau=cfd.map(postes["niveau"]))
    assert t["niveau"].notna().all()
    assert {k: tuple(v) for k, v in t.groupby(["voie", "niveau"])[["emploi_6", "sortants"]].sum().T.items()} == NIVEAUX
    largest = t.groupby(["voie", cfd])[["emploi_6", "sortants"]].sum()
    assert largest.loc[("apprentissage", "32031213")].tolist() == [777, 990]
    assert largest.loc[("scolaire", "40031213")].tolist() == [542, 1042]
    nommees = origine.remonter(donnees, calculer(donnees, "emploi_6_apprentis", "region"), "52", "2023").lignes
    assert nommees["libelle"].str.contains("BTS").any()


def test_the_official_file_of_centres_gives_its_counts(reference, donnees):
    assert any(
        "totaux connus retrouvés" in ligne for ligne in importer(donnees, reference / FICHIER_CFA, "insertion-cfa")
    )
    t = donnees.lire("insertion_cfa").query("mesure == 'taux_emploi_6'")
    assert (len(t), t["uai"].nunique(), t["value"].count(), t["value"].sum()) == (608, 197, 387, 28026)
    assert t.groupby("periode").size().tolist() == [51, 68, 138, 173, 178]
    assert t.groupby("periode")["value"].count().tolist() == [44, 45, 67, 110, 121]
    assert pd.isna(t["value"]).sum() == t["obs_status"].isin(["O", "L"]).sum()

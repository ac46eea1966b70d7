import pandas as pd
import pytest

from data_loaders import jeux
from data_loaders.chiffres import origine
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import formation as mesure
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import formation
from tests import builders

DITP = "formation/ditp_ind313_apprentissage_cumul_annuel_pdl.csv"
DEP = "formation/barometre_dep_apprentissage_iae_recrutements_jeunes_2017_2022.csv"
REGION = "formation/barometre_region_52_2017_2022.csv"
ZONES = ("D44", "D49", "D53", "D72", "D85", "R52")
CUMULS = {"2023-11-01": 90, "2023-12-01": 100, "2024-01-01": 7, "2024-02-01": 7, "2024-03-01": 12}


def lignes_ditp(cumuls=CUMULS, zones=(*ZONES, "D35")):
    return [f"IND-313,{z},{d},DEPT,,{v},," for z in zones for d, v in cumuls.items()]


def lignes_region(serie, cumuls):
    return [f"m,i,{serie},52,Pays de la Loire,{d},{v},u" for d, v in cumuls.items()]


def fichier(
    dossier, lignes, entete="indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,indic_vc,indic_ta"
):
    return builders.csv_de(dossier / "formation.csv", entete, lignes)


def barometre(dossier, lignes):
    return fichier(dossier, lignes, "mesure,indicateur,id_indicateur,code_region,libelle_region,date,valeur,unite")


def flux(lu):
    t = CONTRATS[lu.dataset].valider(lu.tables)["observations"].to_pandas()
    return t[t["code_zone"].eq("52")].set_index("periode")


def test_cumulated_series_become_flows_that_start_again_in_january_or_august_and_a_stock_stays(tmp_path):
    lu = formation.lire(fichier(tmp_path, lignes_ditp()))
    t = flux(lu)
    assert t["value"].dropna().to_dict() == {"2023-12": 10, "2024-01": 7, "2024-02": 0, "2024-03": 5}
    assert t["cumul"].tolist() == list(CUMULS.values())
    assert (lu.dataset, lu.millesime, lu.periodes[0]) == ("apprentissage", "2024-03", "2023-11")
    # The first month is not January: its own flow cannot be known.
    assert t.loc["2023-11", "obs_status"] == "O"
    assert lu.notes == (formation.NOTE_FLUX, formation.NOTE_PREMIER)
    cumuls = {"2020-07-31": 120, "2020-08-31": 10, "2020-10-31": 45, "2021-01-31": 60}
    t = flux(formation.lire(barometre(tmp_path, lignes_region("nombre-recrutements-jeunes", cumuls))))
    assert t["value"].to_dict() == {"2020-07": 120, "2020-08": 10, "2020-10": 35, "2021-01": 15}
    assert t["mois_nb"].to_dict() == {"2020-07": 12, "2020-08": 1, "2020-10": 2, "2021-01": 3}
    t = flux(
        formation.lire(barometre(tmp_path, lignes_region("nb-beneficiaires-siae", {"2020-07-31": 9, "2020-08-31": 4})))
    )
    assert (t["value"].tolist(), t["mois_nb"].tolist()) == ([9, 4], [0, 0])
    assert t["cumul"].isna().all()


def test_series_that_are_not_read_are_said_and_an_unknown_layout_is_refused(tmp_path):
    lignes = lignes_region("nb-beneficiaires-siae", {"2020-07-31": 9}) + lignes_region("autre", {"2020-07-31": 1})
    resume = jeux.lecteurs()["formation"].importer(
        Donnees(tmp_path / "d"), barometre(tmp_path, lignes), lambda *_: None
    )
    assert "séries laissées de côté : autre" in resume[0]
    with pytest.raises(ErreurDonnees, match="colonnes lues : a, b"):
        formation.lire(fichier(tmp_path, ["1,2"], "a,b"))


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    (lignes_ditp({"2024-01-01": 7, "2024-02-01": 6}), "cumul", "44, 2024-02 : 6 après 7"),
    (lignes_ditp({"2024-01-01": 7, "2024-03-01": 8}), "periode", "entre 2024-01 et 2024-03"),
    (lignes_ditp({"hiver 2024": 7}), "periode", "hiver 2024"),
    (lignes_ditp({"2024-01-01": "nd"}), "signe", "« nd »"),
    (lignes_ditp({"2024-01-01": ""}), "signe", "cellule vide"),
    (lignes_ditp(zones=ZONES[1:]), "zone", "44"),
    (lignes_ditp()[1:], "zone", r"44 \(2023-11\)"),
    ([*lignes_ditp(), "IND-2,R52,2024-01-01,REG,,1,,"], "serie", "IND-2"),
    ([*lignes_ditp(), lignes_ditp()[0].replace(",DEPT", ",AUTRE")], "periode", "deux fois"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        formation.lire(fichier(tmp_path, lignes))


def test_the_flows_of_the_official_apprenticeship_file_add_up_to_its_counts(reference, producteurs):
    t = producteurs.lire("apprentissage")
    assert (len(t), set(t["obs_status"])) == (168, {"A"})
    cumuls = {
        (r["enforce_zone_id"][1:], r["metric_enforce_date"][:7]): float(r["indic_va"])
        for r in builders.lignes_de(reference / DITP)
    }
    for annee, fin in (("2022", "12"), ("2023", "12"), ("2024", "04")):
        sommes = t[t["periode"].str.startswith(annee)].groupby("code_zone")["value"].sum()
        assert sommes.to_dict() == {z: cumuls[z, f"{annee}-{fin}"] for z in sommes.index}
    par_mois = t.pivot(index="periode", columns="code_zone", values="value")
    assert (par_mois["52"] == par_mois.drop(columns="52").sum(axis=1)).all()
    c = chiffre(producteurs, "apprentissage_entrees", "departement", "44", "2022-09")
    assert (c["valeur"], c["unite"]) == (17649 - 6093, "contrats")
    assert chiffre(producteurs, "apprentissage_entrees", "region", "52", "2024-01")["valeur"] == 1152
    assert calculer(producteurs, "apprentissage_entrees", "bassin").lignes["value"].isna().all()
    annuel = calculer(producteurs, "apprentissage_annuel", "region")
    assert annuel.periodes == ("2022", "2023")  # four months of 2024 are not a year
    assert annuel.periode("2023").loc["52", "value"] == 51319
    assert origine.remonter(producteurs, annuel, "52", "2023").lignes["value"].sum() == 51319


@pytest.mark.parametrize(
    ("chemin", "dataset", "zone"), [(DEP, "barometre_dep", "44"), (REGION, "barometre_region", "52")]
)
def test_the_flows_of_the_official_barometers_are_those_of_their_counts(reference, producteurs, chemin, dataset, zone):
    t = producteurs.lire(dataset).set_index(["code_zone", "serie", "periode"]).sort_index()
    publies = {
        r["date"][:7]: float(r["valeur"])
        for r in builders.lignes_de(reference / chemin)
        if r["id_indicateur"] == "nombre-recrutements-jeunes" and zone in r.values()
    }
    jeunes = t.loc[zone, "nombre-recrutements-jeunes"]
    assert jeunes.loc["2018-08", "value"] == publies["2018-08"]
    assert (jeunes.loc["2019-08":"2020-07", "value"].sum(), set(jeunes["mois_nb"])) == (publies["2020-07"], {1})
    assert t.loc[zone, "nombre-contrats-apprentissage"]["mois_nb"].tolist() == [12, 12, 12, 12, 12, 10]
    if dataset == "barometre_region":
        entrees = t.loc[("52", "nb-formation-pic")].loc["2021-04":]
        assert entrees["value"].tolist() == [27790, 20923, 32197, 19448, 19476, 17295, 18411]
        assert entrees["mois_nb"].tolist() == [4, 4, 4, 3, 3, 3, 3]


def observations(serie, lignes):
    df = pd.DataFrame(lignes, columns=["periode", "mois_nb", "value"])
    return df.assign(serie=serie, code_zone="52", obs_status="A")


def annees(lignes):
    r = mesure.barometre(
        observations("nombre-contrats-apprentissage", lignes), "nombre-contrats-apprentissage", "annuel"
    )
    return r.set_index("periode")


@pytest.mark.parametrize(("serie", "mois_nb"), [("nb-beneficiaires-siae", 0), ("nombre-recrutements-jeunes", 1)])
def test_a_stock_and_a_flow_of_one_month_are_read_as_they_are(serie, mois_nb):
    r = mesure.sommer_barometre(
        observations(serie, [("2022-01", mois_nb, 3.0), ("2022-02", mois_nb, 4.0)]), serie, "mensuel"
    )
    assert r["value"].tolist() == [3.0, 4.0]


def test_flows_make_a_month_or_a_year_that_is_whole_and_a_hole_is_said():
    serie = "nombre-recrutements-jeunes"
    r = mesure.barometre(
        observations(serie, [("2022-01", 1, 3.0), ("2022-03", 2, 8.0), ("2022-04", 1, 4.0)]), serie, "mensuel"
    ).set_index("periode")
    assert pd.isna(r.loc["2022-03", "value"])
    assert r.loc["2022-03", "raison"].endswith("2 mois publiés")
    r = annees([("2021-04", 4, 10.0), ("2021-08", 4, 20.0), ("2021-12", 4, 30.0)])
    assert r["value"].to_dict() == {"2021": 60.0}
    r = annees([("2019-12", 12, 5.0), ("2020-10", 10, 7.0), ("2021-12", 12, 9.0), ("2022-10", 10, 11.0)])
    assert list(r.index) == ["2019", "2020", "2021"]
    assert pd.isna(r.loc["2020", "value"])
    assert (r.loc["2020", "obs_status"], r.loc["2020", "raison"]) == ("O", "n.d. : période incomplète, 10 mois publiés")

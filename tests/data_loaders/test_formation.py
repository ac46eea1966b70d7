"""Training: entries month by month, what becomes of leavers, diplomas, projections; invented or official figures."""

import io

import pandas as pd
import pytest

from data_loaders.chiffres import origine
from data_loaders.chiffres.tableau import calculer, chiffre
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.exports import jeux as exports
from data_loaders.jeux import formation as mesure
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import formation as formations
from data_loaders.metiers.recherche import Index
from data_loaders.sources import formation, metiers
from tests import builders

FICHIER_DITP = "formation/ditp_ind313_apprentissage_cumul_annuel_pdl.csv"
ZONES_DITP = ("D44", "D49", "D53", "D72", "D85", "R52")
CUMULS = {"2023-11-01": 90, "2023-12-01": 100, "2024-01-01": 7, "2024-02-01": 7, "2024-03-01": 12}


def lignes_ditp(cumuls=CUMULS, zones=(*ZONES_DITP, "D35")):
    return [f"IND-313,{z},{d},DEPT,,{v},," for z in zones for d, v in cumuls.items()]


def lignes_region(serie, cumuls):
    return [f"m,i,{serie},52,Pays de la Loire,{d},{v},u" for d, v in cumuls.items()]


ENTETE_DITP = "indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,indic_vc,indic_ta"
ENTETE_BAROMETRE = "mesure,indicateur,id_indicateur,code_region,libelle_region,date,valeur,unite"


def fichier_formation(dossier, lignes, entete=ENTETE_DITP):
    return builders.csv_de(dossier / "formation.csv", entete, lignes)


def barometre(dossier, lignes):
    return fichier_formation(dossier, lignes, ENTETE_BAROMETRE)


def flux(lu):
    t = CONTRATS[lu.dataset].valider(lu.tables)["observations"].to_pandas()
    return t[t["code_zone"].eq("52")].set_index("periode")


def test_cumulated_series_become_flows_that_start_again_in_january_or_august_and_a_stock_stays(tmp_path):
    lu = formation.lire(fichier_formation(tmp_path, lignes_ditp()))
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
    stock = lignes_region("nb-beneficiaires-siae", {"2020-07-31": 9, "2020-08-31": 4})
    t = flux(formation.lire(barometre(tmp_path, stock)))
    assert (t["value"].tolist(), t["mois_nb"].tolist()) == ([9, 4], [0, 0])
    assert t["cumul"].isna().all()


def test_series_that_are_not_read_are_said_and_an_unknown_layout_is_refused(tmp_path):
    lignes = lignes_region("nb-beneficiaires-siae", {"2020-07-31": 9}) + lignes_region("autre", {"2020-07-31": 1})
    resume = builders.importer(Donnees(tmp_path / "d"), "formation", barometre(tmp_path, lignes))
    assert "séries laissées de côté : autre" in resume[0]
    with pytest.raises(ErreurDonnees, match="colonnes lues : a, b"):
        formation.lire(fichier_formation(tmp_path, ["1,2"], "a,b"))


@pytest.mark.parametrize(("lignes", "regle", "message"), [
    (lignes_ditp({"2024-01-01": 7, "2024-02-01": 6}), "cumul", "44, 2024-02 : 6 après 7"),
    (lignes_ditp({"2024-01-01": 7, "2024-03-01": 8}), "periode", "entre 2024-01 et 2024-03"),
    (lignes_ditp(zones=ZONES_DITP[1:]), "zone", "44"),
    (lignes_ditp()[1:], "zone", r"44 \(2023-11\)"),
    ([*lignes_ditp(), lignes_ditp()[0].replace(",DEPT", ",AUTRE")], "periode", "deux fois"),
])  # fmt: skip
def test_refusals_of_flows_say_what_was_seen(tmp_path, lignes, regle, message):
    with builders.refus(regle, message):
        formation.lire(fichier_formation(tmp_path, lignes))


def test_the_flows_of_the_official_apprenticeship_file_add_up_to_its_counts(reference, producteurs):
    t = producteurs.lire("apprentissage")
    assert (len(t), set(t["obs_status"])) == (168, {"A"})
    lignes = builders.lignes_de(reference / FICHIER_DITP)
    cumuls = {(r["enforce_zone_id"][1:], r["metric_enforce_date"][:7]): float(r["indic_va"]) for r in lignes}
    for annee, fin in (("2022", "12"), ("2023", "12"), ("2024", "04")):
        sommes = t[t["periode"].str.startswith(annee)].groupby("code_zone")["value"].sum()
        assert sommes.to_dict() == {z: cumuls[z, f"{annee}-{fin}"] for z in sommes.index}
    par_mois = t.pivot(index="periode", columns="code_zone", values="value")
    assert (par_mois["52"] == par_mois.drop(columns="52").sum(axis=1)).all()
    annuel = calculer(producteurs, "apprentissage_annuel", "region")
    assert annuel.periodes == ("2022", "2023")  # four months of 2024 are not a year
    assert annuel.periode("2023").loc["52", "value"] == 51319
    assert origine.remonter(producteurs, annuel, "52", "2023").lignes["value"].sum() == 51319


def flux_mensuels(serie, lignes):
    df = pd.DataFrame(lignes, columns=["periode", "mois_nb", "value"])
    return df.assign(serie=serie, code_zone="52", obs_status="A")


def test_flows_make_a_month_or_a_year_that_is_whole_and_a_hole_is_said():
    serie = "nombre-recrutements-jeunes"
    lignes = [("2022-01", 1, 3.0), ("2022-03", 2, 8.0), ("2022-04", 1, 4.0)]
    r = mesure.barometre(flux_mensuels(serie, lignes), serie, "mensuel").set_index("periode")
    assert pd.isna(r.loc["2022-03", "value"])
    assert r.loc["2022-03", "raison"].endswith("2 mois publiés")

    def annees(lignes):
        serie, lues = "nombre-contrats-apprentissage", [(p[:4], *suite) for p, *suite in lignes]
        return mesure.barometre(flux_mensuels(serie, lues), serie, "annuel").set_index("periode")

    r = annees([("2021-04", 4, 10.0), ("2021-08", 4, 20.0), ("2021-12", 4, 30.0)])
    assert r["value"].to_dict() == {"2021": 60.0}
    r = annees([("2019-12", 12, 5.0), ("2020-10", 10, 7.0), ("2021-12", 12, 9.0), ("2022-10", 10, 11.0)])
    assert list(r.index) == ["2019", "2020", "2021"]
    assert pd.isna(r.loc["2020", "value"])
    assert (r.loc["2020", "obs_status"], r.loc["2020", "raison"]) == ("O", "n.d. : période incomplète, 10 mois publiés")


CFA, ORION = builders.TABLES["cfa"], builders.TABLES["orion"]


def changer(table, ligne, **cellules):
    neuve = [list(r) for r in table]
    for titre, v in cellules.items():
        neuve[ligne][table[0].index(titre)] = v
    return neuve


@pytest.fixture
def lu(tmp_path):
    return formation.lire_insertion(builders.texte(tmp_path / "f.csv", ORION))


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
    builders.importer(donnees, "insertion", builders.texte(tmp_path / "f.csv", [*ORION, *petits]))
    t = calculer(donnees, "emploi_6_apprentis", "region")
    assert (t.periodes, t.periode("2023").loc["52", "value"]) == (("2020", "2023"), pytest.approx(100 * 44 / 58))
    # leavers of 2022: another definition of employment
    assert t.lignes.set_index("periode")["obs_status"].to_dict() == {"2020": "A", "2023": "B"}
    o = origine.remonter(donnees, t, "52", "2023")
    dites = o.lignes[["libelle", "value", "diviseur"]].to_numpy().tolist()
    assert dites == [["01022001", 40.0, 50.0], ["2 formations de moins de 20 sortants chacune", 4.0, 8.0]]


def test_totals_are_not_in_what_is_given(donnees, tmp_path):
    builders.importer(donnees, "insertion", builders.texte(tmp_path / "f.csv", ORION))
    assert set(CONTRATS["insertion"].montrees) == {"observations"}
    lue = pd.read_csv(io.BytesIO(exports.csv(donnees, "insertion", "observations")), sep=";", comment="#", dtype=str)
    assert lue[lue["code_formation"].eq("23830031107") & lue["mesure"].eq("emploi_6")]["valeur"].isna().all()


@pytest.mark.parametrize(("table", "message"), [
    (changer(ORION, 1, nb_en_emploi_6_mois="50", nb_sortant="50"), "contredisent les effectifs"),
    (changer(ORION, 1, nb_poursuite_etudes="49"), "contredisent les effectifs"),
    (changer(ORION, 1, millesime="2021_2023"), "édition mal écrite"),
    (changer(ORION, 1, voie="mixte"), "valeur hors liste"),
    ([r if i == 0 else [*r[:3], "53", *r[4:]] for i, r in enumerate(ORION)], "aucune ligne de la région 52"),
])  # fmt: skip
def test_what_would_make_a_figure_wrong_is_refused_with_a_remedy(tmp_path, table, message):
    chemin, d = builders.texte(tmp_path / "f.csv", table), Donnees(tmp_path / "d")
    with pytest.raises(ErreurDonnees, match=message) as e:
        builders.importer(d, "insertion", chemin)
    assert "À faire" in str(e.value)


def test_a_centre_without_rate_stays_without_one(tmp_path):
    lu = formation.lire_cfa(builders.texte(tmp_path / "f.csv", CFA))
    df = lu.tables["observations"].to_pandas().set_index(["uai", "mesure"])
    assert df.loc[("0440001A", "valeur_ajoutee_6"), "value"] == -4
    assert df.loc[("0850002B", "taux_emploi_6"), "obs_status"] == "O"
    assert df.loc[("0850002B", "taux_emploi_24"), "obs_status"] == "L"
    assert set(df["code_departement"]) == {"44", "85"}


AVENIR, CERTIFICATIONS, DIPLOMES, SALAIRES = (
    builders.TABLES[nom] for nom in ("avenir", "certifications", "diplomes", "salaires")
)
SUITES = [
    ["FORMATION_DIPLOME", "ANCIEN_DIPLOME_1", "ANCIEN_DIPLOME_2", "NOUVEAU_DIPLOME_1", "NOUVEAU_DIPLOME_2"],
    ["01022001", "01022000", "5002200A", "46122001", ""],
]


def lire_table(lecteur, tmp_path, table):
    lu = lecteur(builders.texte(tmp_path / "f.csv", table))
    (table,) = lu.tables.values()
    return lu, table.to_pandas()


def test_a_diploma_keeps_its_code_and_dates_every_successor_is_read_and_a_domain_is_no_metier(tmp_path):
    _, df = lire_table(formation.lire_diplomes, tmp_path, DIPLOMES)
    d = df.set_index("code").loc["01022001"]
    dits = d[["code_parent", "niveau", "code_specialite", "ouverture", "fermeture"]].tolist()
    assert dits == ["010", "04", "220", "1995-09-01", "2024-08-31"]
    lu, df = lire_table(formation.lire_diplomes, tmp_path, SUITES)
    assert lu.dataset == "suites_diplomes"
    liens = sorted(df[["sens", "code_autre"]].itertuples(index=False, name=None))
    assert liens == [("ancien", "01022000"), ("ancien", "5002200A"), ("nouveau", "46122001")]
    lu, df = lire_table(formation.lire_diplomes, tmp_path, CERTIFICATIONS)
    assert set(df["code_rome"]) == {"A1301", "F1703"}
    assert "1 lien vers un domaine" in lu.remarques[0].replace("\u00a0", " ")
    assert df.set_index("code_certification").loc["12650", "code_cfd"] == "01022001"


@pytest.mark.parametrize(
    ("colonne", "valeur"), [("postes_a_pourvoir_milliers", "9"), ("jeunes_debutants_milliers", "1.75")]
)
def test_projections_whose_terms_do_not_add_up_are_refused(tmp_path, colonne, valeur):
    table = changer(AVENIR, 1, **{colonne: valeur})
    with pytest.raises(ErreurDonnees, match="somme de ses termes"):
        metiers.lire_2030(builders.texte(tmp_path / "f.csv", table))


def test_a_family_that_projections_group_has_the_figure_of_its_group(donnees, tmp_path):
    builders.importer(donnees, "metiers-2030", builders.texte(tmp_path / "f.csv", AVENIR))
    t = calculer(donnees, "postes_2030", "region")
    assert t.periode("2030").loc["52", ["value", "obs_status"]].tolist() == [4.75, "E"]
    o = origine.remonter(donnees, t, "52", "2030")
    assert (o.genre, o.termes["somme"], o.lignes["code"].tolist()) == ("somme", 4.75, ["T4Z", "XK_"])
    c = chiffre(donnees, "desequilibre_2030", "region", "52", "2030", Metier("fap87", "K0Z"))
    assert (c["valeur"], c["raison"]) == (1.0, "chiffre de « Divers », qui réunit plusieurs familles")
    with pytest.raises(DemandeInvalide, match="métier inconnu"):
        chiffre(donnees, "postes_2030", "region", "52", "2030", Metier("fap87", "B0Z"))


def test_an_absent_wage_is_not_available_and_titles_are_cut_where_one_ends(tmp_path):
    _, df = lire_table(metiers.lire_portraits, tmp_path, SALAIRES)
    assert df.set_index("code_fap")["obs_status"].to_dict() == {"A0Z": "A", "ZZZ": "O", "ENSEMBLE": "A"}
    lignes = [["A0Z40", "Éleveur / Éleveuse,Agent de circuits pédestres, équestres"]]
    _, df = lire_table(metiers.lire_appellations, tmp_path, [["fap", "libelle_appellation_long"], *lignes])
    assert sorted(df["titre"]) == ["Agent de circuits pédestres, équestres", "Éleveur / Éleveuse"]


def test_the_official_titles_are_found_once_imported_and_never_before(officielles, producteurs):
    avant, apres = Index(officielles), Index(producteurs)
    assert avant.chercher("croupier")[0].code != "T6X61"
    assert avant.chercher("maréchal ferrant") == []
    titres = producteurs.lire("appellations", "titres")
    assert len(titres[titres["liste"] == "ROME4"]) == 11522
    assert titres[titres["principal"]]["code"].nunique() == 609
    fap = titres[titres["liste"] == "FAP2009"]
    assert fap["code"].nunique() == 208
    assert apres.chercher("maréchal ferrant")[0].pourquoi.startswith("appellation de métier")
    assert apres.chercher("soudeur")[0].cle == avant.chercher("soudeur")[0].cle
    assert Index(producteurs, "2023").chercher("maréchal ferrant")[0].code.startswith("K0Z")


@pytest.mark.parametrize(("libelles", "nom"), [
    (["BPJEPS spécialité éducateur sportif mention char à voile"],
     "BPJEPS spécialité éducateur sportif mention char à voile"),
    (["BPJEPS sport mention char à voile", "BPJEPS sport mention aviron"], "BPJEPS sport"),
    (["BPJEPS sport mention auto option A piste", "BPJEPS sport mention auto option B karting"],
     "BPJEPS sport mention auto"),
    (["Ébéniste (BTMS) option restauration", "Ébéniste (BTMS)"], "Ébéniste (BTMS)"),
    (["TP cuisinier", "TP commis de cuisine"], "TP cuisinier"),
])  # fmt: skip
def test_a_diploma_bears_the_name_that_its_mentions_share(libelles, nom):
    assert formations.sans_mention([*libelles, *libelles]) == nom

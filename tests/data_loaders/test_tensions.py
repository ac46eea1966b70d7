"""Tensions: the files of the producer, then the complete index, on numbers redone by hand.

ρ* = 2.3122, score = 50 + 50·log₄(r/ρ*).
"""

import pandas as pd
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.jeux import metiers
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import indice_complet as ic
from data_loaders.metiers import indices_complets
from data_loaders.parametres import abc_publies
from data_loaders.sources import tensions
from geo import zonages
from tests import builders
from tests.data_loaders.test_defm import classeur_cvs

ENTETE_ROME = (
    "annee,ROME,cbassin,oee,defm_abc,ind_tension_d,ind_int_emb_d,ind_main_oeuvre_d,ind_dur_empl_d,ind_cond_travail_d,"
    "ind_mismatch_geo_d,ind_specif_form_empl_d,lib_bassin_bmo19"
)
ENTETE_FAP = (
    "fap,Emploi moyen,Tension ,Catégorie Tension,Intensité d'embauches,Lien formation-emploi,Manque de main-d'œuvre "
    "disponible,Non-durabilité de l'emploi,Conditions de travail contraignantes,Inadéquation géographique,Année,"
    "niveau_geo,niveau_fap,reg,dep"
)


def lignes_rome(annee="2021", inscrits=8000, classe="5"):
    """Invented: one métier in every bassin, Redon included."""
    bassins = [*(c for c in zonages.zones("bassin")["code_zone"] if c.startswith("52")), "5313"]
    return [f"{annee},A1101,{b},10.5,{inscrits},{classe},1,2,3,4,5,1,X" for b in bassins]


def lignes_fap(classe="5.0", emploi="100"):
    """Invented: one FAP in every territory; the départements have an imputed index and no class."""
    debut = f"A0Z40,{emploi},-0.1,{classe},1.0,2.0,3.0,4.0,5.0,1.0,2019"
    tete = [f"{debut},nat,fap 225,,", f"{debut},reg,fap 225,52,"]
    return [*tete, *(f"A0Z40,100,0.3,,,,,,,,2019,dep,fap 225,,{d}" for d in (44, 49, 53, 72, 85, 35))]


def fichier(dossier, entete, lignes):
    return builders.csv_de(dossier / "tensions.csv", entete, lignes)


def importer(dossier, source, lignes):
    donnees = Donnees(dossier / "d")
    entete = {"tension-rome": ENTETE_ROME, "tension-fap": ENTETE_FAP}[source]
    builders.importer(donnees, source, fichier(dossier, entete, lignes))
    return donnees


def test_redon_is_left_out_components_are_kept_and_a_missing_class_is_not_available(tmp_path):
    lu = tensions.lire_rome(fichier(tmp_path, ENTETE_ROME, lignes_rome()))
    assert ": 27 lignes lues, 26 gardées (26 bassins)" in lu.dit[0]
    assert lu.faits["inscrits"] == 26 * 8000
    t = CONTRATS["tension_rome"].valider(lu.tables)["observations"].to_pylist()
    assert "5313" not in {r["code_bassin"] for r in t}
    assert (t[0]["value"], t[0]["intensite_embauches"], t[0]["non_durabilite"], t[0]["lien_formation"]) == (5, 1, 3, 1)
    lu = tensions.lire_rome(fichier(tmp_path, ENTETE_ROME, [*lignes_rome(), "2021,A1201,5203,1,1,,,,,,,,X"]))
    lues = CONTRATS["tension_rome"].valider(lu.tables)["observations"].to_pandas()
    r = lues.set_index("code_rome").loc["A1201"]
    assert (r["obs_status"], r["conf_status"]) == ("O", "F")
    assert r[["value", "intensite_embauches"]].isna().all()
    lignes = r.to_frame().T.rename(columns={"annee": "periode", "code_bassin": "code_zone"})
    chiffres = metiers.officielles(lignes, sans_classe=True)
    assert chiffres["raison"].tolist() == [metiers.RAISON_SANS_CLASSE]
    autres = metiers.officielles(lignes, sans_classe=False)
    assert metiers.RAISON_SANS_CLASSE not in set(autres["raison"])


@pytest.mark.parametrize(("trimestres", "origine"), [
    (("2021T1", "2021T2"), "constante des paramètres"),
    (("2021T1", "2021T2", "2021T3"), "constante des paramètres"),
    (("2021T1", "2021T2", "2021T3", "2021T4"), "série CVS-CJO chargée"),
])  # fmt: skip
def test_a_published_year_is_the_mean_of_its_four_quarters(donnees, tmp_path, trimestres, origine):
    """26 bassins × 8 000 = 208 000 registered: 52 % of 400 000, and 67 % of the constant."""
    cvs = classeur_cvs(tmp_path, *({t: n + 1000 * i for i, t in enumerate(trimestres)} for n in (1000, 398500)))
    builders.importer(donnees, "defm-cvs", cvs)
    rome = fichier(tmp_path, ENTETE_ROME, lignes_rome())
    note = builders.importer(donnees, "tension-rome", rome)[2]
    assert origine in note
    publies = 400000 if len(trimestres) == 4 else abc_publies()["2021"]
    assert f"font {100 * 208000 / publies:.0f}" in note


def test_the_region_alone_or_the_last_year_is_read_and_what_is_missing_or_left_is_said(tmp_path):
    donnees = importer(tmp_path, "tension-fap", lignes_fap()[1:2])
    assert set(donnees.lire("tension_fap")["code_zone"]) == {"52"}
    remarques = donnees.instantane("tension_fap", "2019").manifeste["remarques"]
    assert "territoires absents du fichier : 44, 49, 53, 72, 85, FR" in remarques
    lignes = [*lignes_rome("2020", classe="1"), *lignes_rome(), lignes_rome("Total", classe="2")[0]]
    donnees = importer(tmp_path, "tension-rome", lignes)
    assert (donnees.millesimes("tension_rome"), set(donnees.lire("tension_rome")["value"])) == (["2021"], {5.0})
    remarques = donnees.instantane("tension_rome", "2021").manifeste["remarques"]
    assert "lignes laissées de côté, qui ne sont pas de 2021 : 2020, Total" in remarques


def test_an_imputed_index_is_never_a_value(tmp_path):
    donnees = importer(tmp_path, "tension-fap", lignes_fap())
    t = donnees.lire("tension_fap").set_index("code_zone")
    assert t["obs_status"].to_dict() == dict.fromkeys(("44", "49", "53", "72", "85"), "O") | {"52": "A", "FR": "A"}
    assert t.loc[["FR", "52"], "value"].tolist() == [5, 5]
    assert t.loc["44", ["value", "intensite_embauches"]].isna().all()
    assert t.loc["44", "emploi"] == 100
    assert "5 lignes sans classe" in donnees.instantane("tension_fap", "2019").manifeste["notes"][0]


@pytest.mark.parametrize(("source", "lignes", "regle", "message"), [
    ("tension-rome", lignes_rome()[1:], "zone", "absents"),
    ("tension-rome", lignes_rome(classe="6"), "classe", "« 6 »"),
    ("tension-rome", lignes_rome(classe="4.5"), "classe", r"4\.5"),
    ("tension-rome", lignes_rome(inscrits=""), "signe", "cellule vide"),
    ("tension-rome", lignes_rome("21"), "annee", "21"),
    ("tension-rome", [*lignes_rome(), lignes_rome()[0].replace("10.5", "11.5")], "cle", "en double"),
    # beside the published count; a year of which nothing tells it
    *(("tension-rome", lignes_rome(inscrits=n), "inscrits", rf"les inscrits font {p}\u00a0%(.|\n)*entre 40 et 100")
      for n, p in ((4700, 39), (12222, 101))),
    ("tension-rome", lignes_rome("2031"), "inscrits", "importer defm-cvs"),
    ("tension-fap", [lignes_fap()[0], *lignes_fap()[2:]], "region", "aucune ligne de la région"),
    ("tension-fap", lignes_fap(classe="-0.006"), "classe", "un indice à la place"),
    ("tension-fap", [*lignes_fap(), *(x.replace("A0Z40", "B0Z20") for x in lignes_fap()[:-2])], "zone",
     r"métiers absents de certains territoires : 85 \(1 ligne\)(.|\n)*85 : B0Z20"),
    # beyond any count
    *(("tension-fap", lignes_fap(emploi=n), "signe", None) for n in ("inf", "1e30", "9" * 30)),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, source, lignes, regle, message):
    with builders.refus(regle, message):
        importer(tmp_path, source, lignes)


BASE = "offres en ligne / DEFM ABC"
RHO = 2.3122


def comptes(*lignes: tuple) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=[*ic.CLES, "offres", "inscrits"])


def enquete(*lignes: tuple) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=[*ic.CLES, "P", "q_estimee", "s"])


def marches(*lignes: tuple) -> pd.DataFrame:
    return pd.DataFrame(lignes, columns=[*ic.CLES, "statut", "P", "q_estimee", "s"])


def test_the_ratio_and_the_share_are_weighed():
    # r = ρ* × 2, one more doubling of the ratio than the reference: 75
    c = comptes(("5220", "J1506", 2 * RHO * 1000, 1000))
    r = ic.indicer(c, enquete(("5220", "J1506", 400, 0.7, 0.1)), BASE).iloc[0]
    assert (r["score_offres"], r["T"]) == (pytest.approx(75), pytest.approx(0.375 * 75 + 62.5 * 0.7))
    assert (r["classe"], r["partiel"], r["raison"]) == (4, "", "")
    # (0.71875 − 0.60) / (0.625 × 0.1) = 1.9 errors over the lower limit of the side
    assert r["certitude"] == "solide"


@pytest.mark.parametrize(("part", "classe", "limite"), [(0.3, 3, 40), (0.7, 4, 60), (0.97, 5, 80)])
def test_the_job_seekers_that_are_missing_bring_back_to_the_lower_limit_of_the_printed_class(part, classe, limite):
    c = comptes(("5220", "J1506", 2 * RHO * 1000, 1000))
    e = enquete(("5220", "J1506", 400, part, 0.05))
    r = ic.indicer(c, e, BASE).iloc[0]
    assert r["classe"] == classe
    manquants = r["inscrits_de_plus"]
    # the ratio of the region, to which the cell is smoothed, moves with its only zone
    score = ic.score_offres((2 * RHO * 1000 + 20 * 2 * RHO) / (1000 + manquants + 20), RHO)
    assert 0.375 * score + 62.5 * part == pytest.approx(limite, abs=0.02)
    apres = comptes(("5220", "J1506", 2 * RHO * 1000, 1000 + manquants))
    assert ic.indicer(apres, e, BASE).iloc[0]["T"] < limite + 1


@pytest.mark.parametrize(("part", "repond"), [(0.639, True), (0.64, False), (0.6405, False)])
def test_the_offers_can_bring_the_index_down_to_nothing_and_no_further(part, repond):
    # 62.5 × 0.64 = 40: at this share the survey alone holds the index at the lower limit of class 3
    c = comptes(("5220", "J1506", RHO * 1000, 1000))
    r = ic.indicer(c, enquete(("5220", "J1506", 400, part, 0.05)), BASE).iloc[0]
    assert r["classe"] == 3
    assert pd.notna(r["inscrits_de_plus"]) == repond


def test_one_component_alone_is_said_partial():
    c = comptes(("5220", "A", 4 * RHO * 1000, 1000), ("5220", "C", 9, 1000))
    e = enquete(("5220", "B", 400, 0.9, 0.05), ("5220", "C", 9, 0.9, 0.05))
    r = ic.indicer(c, e, BASE).set_index("code_groupe")
    assert r["partiel"].tolist() == [ic.SANS_ENQUETE, ic.SANS_OFFRES, ""]
    # offers alone have no certainty, the share alone its own
    assert r.loc["A", ["T", "classe", "certitude"]].tolist() == [pytest.approx(100), 5, ""]
    assert r.loc["B", ["T", "classe", "certitude"]].tolist() == [90, 5, "solide"]
    assert pd.isna(r.loc["C", "classe"])
    juste = ic.indicer(comptes(("5220", "A", 10, 10)), enquete(("5220", "A", 10, 0.5, 0.05)), BASE).iloc[0]
    assert juste["partiel"] == ""
    assert r.loc["C", "raison"] == ic.RAISON_SANS_COMPOSANTE


def test_a_rome_is_the_mean_of_the_metiers_it_leads_to_but_for_the_wholly_hidden():
    liens = ic.passages(pd.DataFrame({"code_rome": ["J1", "J1", "J1", "J1"], "code_metier": ["A", "A", "A", "B"]}))
    deux = (("5220", "A", "estime", 100, 0.8, 0.1), ("5220", "B", "effectif", 60, 0.4, 0.2))
    m = marches(*deux, ("5220", "C", "estime", 9, 0, 1))
    r = ic.rattacher(m, liens).iloc[0]
    # weights 0.75 × 100 and 0.25 × 60
    assert r["P"] == pytest.approx(90)
    assert (r["q_estimee"], r["s"]) == pytest.approx(((75 * 0.8 + 15 * 0.4) / 90, (75 * 0.1 + 15 * 0.2) / 90))
    m = marches(("5220", "A", "secret", 2.9, 0.8, 0.1), ("5220", "B", "estime", 100, 0.4, 0.2))
    assert ic.composante(m)["code_groupe"].tolist() == ["B"]


def test_a_group_whose_rome_are_too_often_left_out_is_partial():
    c = comptes(("5220", "A", RHO * 1000, 1000)).assign(couverture=0.79, part_offres_cible_unique=1.0)
    r = ic.completer(c, marches(("5220", "A", "estime", 400, 0.7, 0.1)), BASE).iloc[0]
    assert "79\u00a0% des offres" in r["partiel"]
    assert pd.isna(r["inscrits_de_plus"])
    assert r["classe"] == 4
    juste = ic.completer(c.assign(couverture=0.8), marches(("5220", "A", "estime", 400, 0.7, 0.1)), BASE).iloc[0]
    assert juste["partiel"] == ""


def test_nurses_of_nantes(officielles):
    r = indices_complets.completes(officielles, "rome").set_index(["annee", "code_zone", "code_groupe"])
    x = r.loc[("2021", "5220", "J1506")]
    assert (round(x["offres"], 2), x["demandeurs"]) == (1546.06, 278)
    assert (x["r"], x["s_r"]) == pytest.approx((5.6956, 82.514), abs=5e-4)
    assert (x["q_estimee"], x["T"]) == pytest.approx((0.80679, 81.36748), abs=5e-4)
    assert (x["classe"], x["candidats_en_plus"], x["certitude"]) == (5, 32, "solide")


def offres(*lignes):
    df = pd.DataFrame(lignes, columns=["code_zone", "code_rome", "offres", "inscrits"])
    return df.astype({"offres": float, "inscrits": float})


def test_scores_at_known_ratios_and_small_regional_counts_take_the_reference():
    assert (ic.score_offres(RHO, RHO), ic.score_offres(2 * RHO, RHO)) == (pytest.approx(50), pytest.approx(75))
    assert (ic.score_offres(4 * RHO, RHO), ic.score_offres(RHO / 64, RHO)) == (100, 0)
    o = offres(("a", "J1506", 100, 29), ("a", "J1505", 60, 20), ("b", "J1505", 60, 20), ("a", "J1507", 29, 100))
    o.columns = [*ic.CLES, *ic.COMPTES]
    assert ic.rapports_regionaux(o, BASE).to_dict() == pytest.approx({"J1505": 3, "J1506": RHO, "J1507": RHO})


LIENS = pd.DataFrame(
    [("F1703", "B0Z20", 0.6), ("F1703", "B0Z21", 0.2), ("F1703", "V0Z60", 0.2), ("J1501", "V0Z60", 1.0)],
    columns=["code_rome", "code_metier", "part"],
)
DOMAINES = {"B0Z20": "B", "B0Z21": "B", "V0Z60": "V"}


def envois(locaux, regionaux):
    locaux = pd.DataFrame(locaux, columns=["code_zone", "code_metier", "P"])
    return ic.parts(LIENS, locaux, pd.Series(regionaux), DOMAINES)


def test_a_rome_is_shared_by_qualification_times_projects_or_by_qualification_alone():
    locaux = [("a", "B0Z20", 100), ("a", "B0Z21", 200), ("b", "B0Z20", 0), ("c", "V0Z60", 50)]
    e = envois(locaux, {"B0Z20": 30, "V0Z60": 270})
    parts = e.set_index(["code_zone", "code_rome", "code_groupe"])["part"]
    # a sends all of F1703 to B for want of projects in V: it still leads to two groups
    assert e.set_index("code_rome")["seul"].to_dict() == {"F1703": False, "J1501": True}
    # a: 60 + 40 for B, V has no project there; b has none at all: 18 and 54 in the region
    assert parts["a", "F1703"].to_dict() == pytest.approx({"B": 1, "V": 0})
    assert parts["b", "F1703"].to_dict() == pytest.approx({"B": 0.25, "V": 0.75})
    assert parts["c", "F1703"].to_dict() == pytest.approx({"B": 0, "V": 1})
    parts = envois([("a", "B0Z20", 0)], {}).set_index(["code_rome", "code_groupe"])["part"]
    assert parts.to_dict() == pytest.approx({("F1703", "B"): 0.8, ("F1703", "V"): 0.2, ("J1501", "V"): 1})


def test_counts_coverage_and_single_targets_by_hand():
    e = envois([("a", "B0Z20", 0), ("b", "B0Z20", 0)], {})
    o = offres(("a", "F1703", 100, 50), ("a", "J1501", 60, 20), ("b", "F1703", 200, 10))
    r = ic.repartir(o, e).set_index(["code_zone", "code_groupe"])
    assert r.loc[("a", "B"), ["offres", "inscrits"]].tolist() == pytest.approx([80, 40])
    # 20 shared with masons and 60 of its own
    assert r.loc[("a", "V"), ["offres", "inscrits"]].tolist() == pytest.approx([80, 30])
    assert r.loc[("a", "V"), "part_offres_cible_unique"] == pytest.approx(0.75)
    # the region offers 60 (J1501) and 20 + 40 (F1703) to V; b has F1703 alone
    couvertes = {("a", "B"): 1, ("a", "V"): 1, ("b", "B"): 1, ("b", "V"): 60 / 120}
    assert r["couverture"].to_dict() == pytest.approx(couvertes)
    sans = ic.repartir(o.assign(offres=0), e)
    assert sans[["part_offres_cible_unique", "couverture"]].isna().all(axis=None), "no offer, no share of them"
    assert ic.part_cible_unique(o, LIENS, DOMAINES) == pytest.approx(60 / 360)
    assert ic.part_cible_unique(o, LIENS.iloc[[0, 1, 3]], DOMAINES) == 1

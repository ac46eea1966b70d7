"""The complete index on numbers redone by hand: ρ* = 2.3122, score = 50 + 50·log₄(r/ρ*)."""

import pandas as pd
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import enquete as estimations
from data_loaders.measures import indice_complet as ic
from data_loaders.measures.indice_complet import passages
from data_loaders.metiers import indices_complets

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


def test_no_number_of_job_seekers_answers_in_low_classes_or_when_the_survey_alone_keeps_the_class():
    c = comptes(*(("5220", m, RHO * 1000, 1000) for m in ("A", "B", "C")))
    e = enquete(("5220", "A", 400, 0.2, 0.05), ("5220", "B", 400, 0.97, 0.01), ("5220", "C", 400, 0.5, 0.05))
    r = ic.indicer(c, e, BASE).set_index("code_groupe")
    assert (r["classe"].tolist(), r["inscrits_de_plus"].isna().tolist()) == ([2, 4, 3], [True, True, False])


@pytest.mark.parametrize(("nombre", "dit"), [
    (77, "environ 77 candidats de plus"), (0, "environ 0 candidat de plus"), (-1, "environ 1 candidat de moins"),
])  # fmt: skip
def test_the_distance_is_said_in_its_direction(nombre, dit):
    assert ic.distance_dite(nombre) == dit


def test_one_component_alone_is_said_partial():
    c = comptes(("5220", "A", 4 * RHO * 1000, 1000), ("5220", "C", 9, 1000))
    r = ic.indicer(c, enquete(("5220", "B", 400, 0.9, 0.05), ("5220", "C", 9, 0.9, 0.05)), BASE).set_index(
        "code_groupe"
    )
    assert r["partiel"].tolist() == [ic.SANS_ENQUETE, ic.SANS_OFFRES, ""]
    # offers alone have no certainty, the share alone its own
    assert r.loc["A", ["T", "classe", "certitude"]].tolist() == [pytest.approx(100), 5, ""]
    assert r.loc["B", ["T", "classe", "certitude"]].tolist() == [90, 5, "solide"]
    assert pd.isna(r.loc["C", "classe"])
    juste = ic.indicer(comptes(("5220", "A", 10, 10)), enquete(("5220", "A", 10, 0.5, 0.05)), BASE).iloc[0]
    assert juste["partiel"] == ""
    assert r.loc["C", "raison"] == ic.RAISON_SANS_COMPOSANTE


def test_a_rome_is_the_mean_of_the_metiers_it_leads_to_but_for_the_wholly_hidden():
    liens = passages(pd.DataFrame({"code_rome": ["J1", "J1", "J1", "J1"], "code_metier": ["A", "A", "A", "B"]}))
    m = marches(
        ("5220", "A", "estime", 100, 0.8, 0.1),
        ("5220", "B", "effectif", 60, 0.4, 0.2),
        ("5220", "C", "estime", 9, 0, 1),
    )
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


@pytest.mark.parametrize("niveau", indices_complets.NIVEAUX)
@pytest.mark.parametrize("zonage", indices_complets.ZONAGES)
def test_every_level_and_zoning_has_an_index(demonstration, niveau, zonage):
    r = indices_complets.completes(demonstration, niveau, zonage)
    assert list(r.columns) == indices_complets.COLONNES
    entiers = r[(r["partiel"] == "") & r["classe"].notna()]
    assert len(entiers)
    attendu = 0.375 * entiers["s_r"] + 62.5 * entiers["q_estimee"]
    assert entiers["T"].tolist() == pytest.approx(attendu.tolist())
    assert (r[r["classe"].isna()]["raison"] != "").all()
    assert (r["distance"] != "").eq((r["partiel"] == "") & r["classe"].fillna(0).ge(3)).all()


def test_the_survey_part_is_the_estimate_of_every_other_screen(demonstration):
    r = indices_complets.completes(demonstration, "famille").set_index(["annee", "code_zone", "code_groupe"])
    m = estimations.lire_marches(demonstration, "famille", "bassin").set_index(["annee", "code_zone", "code_groupe"])
    communs = r.index.intersection(m.index[m["statut"] == "estime"])
    assert len(communs) > 20
    pd.testing.assert_frame_equal(r.loc[communs, ["q_estimee", "s"]], m.loc[communs, ["q_estimee", "s"]])


def test_an_unknown_basis_level_or_zoning_is_refused(demonstration):
    for niveau, zonage in (("fap225", "bassin"), ("metier", "epci")):
        with pytest.raises(KeyError):
            indices_complets.completes(demonstration, niveau, zonage)
    with pytest.raises(KeyError):
        ic.indicer(comptes(), enquete(), "autre base")


def test_nurses_of_nantes(officielles):
    r = indices_complets.completes(officielles, "rome").set_index(["annee", "code_zone", "code_groupe"])
    x = r.loc[("2021", "5220", "J1506")]
    assert (round(x["offres"], 2), x["demandeurs"]) == (1546.06, 278)
    assert (x["r"], x["s_r"]) == pytest.approx((5.6956, 82.514), abs=5e-4)
    assert (x["q_estimee"], x["T"]) == pytest.approx((0.80679, 81.36748), abs=5e-4)
    assert (x["classe"], x["candidats_en_plus"], x["certitude"]) == (5, 32, "solide")


def offres(*lignes):
    return pd.DataFrame(lignes, columns=["code_zone", "code_rome", "offres", "inscrits"]).astype(
        {"offres": float, "inscrits": float}
    )


def reponses(*lignes):
    df = pd.DataFrame(lignes, columns=["code_zone", "code_rome", "P", "q_tilde", "e"])
    return df.assign(q_tilde_lo=df["q_tilde"], q_tilde_hi=df["q_tilde"])


def test_scores_at_known_ratios_and_small_regional_counts_take_the_reference():
    assert (ic.score_offres(RHO, RHO), ic.score_offres(2 * RHO, RHO)) == (pytest.approx(50), pytest.approx(75))
    assert (ic.score_offres(4 * RHO, RHO), ic.score_offres(RHO / 64, RHO)) == (100, 0)
    o = offres(("a", "J1506", 100, 29), ("a", "J1505", 60, 20), ("b", "J1505", 60, 20), ("a", "J1507", 29, 100))
    assert ic.rapports_regionaux(o, BASE).to_dict() == pytest.approx({"J1505": 3, "J1506": RHO, "J1507": RHO})


@pytest.mark.parametrize("inscrits", [39, 101])
def test_a_file_far_from_the_published_total_is_refused(inscrits):
    with pytest.raises(
        ErreurDonnees, match=f"les inscrits font {inscrits}\u00a0% des catégories A, B et C publiées"
    ) as e:
        ic.verifier_inscrits(inscrits, 100, "tension.csv")
    assert e.value.regle == "inscrits"
    assert ic.verifier_inscrits(70, 100, "tension.csv") == 0.7


LIENS = pd.DataFrame(
    [("F1703", "B0Z20", 0.6), ("F1703", "B0Z21", 0.2), ("F1703", "V0Z60", 0.2), ("J1501", "V0Z60", 1.0)],
    columns=["code_rome", "code_metier", "part"],
)
DOMAINES = {"B0Z20": "B", "B0Z21": "B", "V0Z60": "V"}


def envois(locaux, regionaux):
    locaux = pd.DataFrame(locaux, columns=["code_zone", "code_metier", "P"])
    return ic.parts(LIENS, locaux, pd.Series(regionaux), DOMAINES)


def test_a_rome_is_shared_by_qualification_times_projects_or_by_qualification_alone():
    e = envois(
        [("a", "B0Z20", 100), ("a", "B0Z21", 200), ("b", "B0Z20", 0), ("c", "V0Z60", 50)], {"B0Z20": 30, "V0Z60": 270}
    )
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
    assert r["couverture"].to_dict() == pytest.approx(
        {("a", "B"): 1, ("a", "V"): 1, ("b", "B"): 1, ("b", "V"): 60 / 120}
    )
    sans = ic.repartir(o.assign(offres=0), e)
    assert sans[["part_offres_cible_unique", "couverture"]].isna().all(axis=None), "no offer, no share of them"
    assert ic.part_cible_unique(o, LIENS, DOMAINES) == pytest.approx(60 / 360)
    assert ic.part_cible_unique(o, LIENS.iloc[[0, 1, 3]], DOMAINES) == 1


def test_two_files_of_different_years_give_no_index(demonstration, monkeypatch):
    monkeypatch.setattr(indices_complets, "_annees_communes", lambda d: {})
    assert "aucune enquête BMO de la même année que les tensions (2021, 2023)" in indices_complets.raison_absence(
        demonstration
    )


def test_single_targets_are_the_rule_for_domains_and_not_for_families(officielles):
    # redone from the two files of the producers, ROME by ROME
    parts = indices_complets.parts_cible_unique(officielles)
    assert parts == pytest.approx({"famille": 0.8385, "fap22": 0.9687, "fap87": 0.5965, "metier": 0.5828}, abs=5e-5)


def test_official_classes_keep_their_year_and_no_imputed_index(officielles):
    r = indices_complets.officielle(officielles, "fap87", "departement")
    assert (set(r["annee"]), set(r["code_zone"])) == ({"2019"}, {"44", "49", "53", "72", "85"})
    assert r["classe_officielle"].isna().sum() == 3 + 9 + 27 + 15 + 10
    assert (r["classe_officielle"].isna() == r["raison"].str.contains("imputé")).all()
    assert set(indices_complets.officielle(officielles, "metier", "region")["code_zone"]) == {"52"}
    assert indices_complets.officielle(officielles, "fap22", "region") is None
    assert indices_complets.officielle(officielles, "metier", "bassin") is None

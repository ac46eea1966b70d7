"""The BMO index on invented cells, each number redone by hand: √400 = 20, so w(400) = 20/(20 + 20) = 0.5."""

import math

import numpy as np
import pandas as pd
import pytest

from data_loaders import parametres
from data_loaders.measures import bmo, meteo

FAMILLE = "O"
ICI, LA = "5221", "5220"


def enquete(*lignes, listes=None, nomenclatures=None):
    """(large, metiers) from (annee, bassin, métier, met, xmet, smet), None = hidden; all in one département."""
    df = pd.DataFrame(lignes, columns=["annee", "code_bassin", "code_metier", "met", "xmet", "smet"])
    df["code_departement"] = "44"
    cles = ["annee", "code_bassin", "code_departement", "code_metier"]
    observations = df.melt(id_vars=cles, value_vars=["met", "xmet", "smet"], var_name="mesure", value_name="value")
    observations["value"] = observations["value"].astype("float64")
    listes = listes or {a: sorted(set(df["code_metier"])) for a in sorted(set(df["annee"]))}
    metiers = pd.DataFrame(
        [
            (a, m, m, FAMILLE, "Famille", (nomenclatures or {}).get(a, "FAP2009"))
            for a, ms in listes.items()
            for m in ms
        ],
        columns=["annee", "code_metier", "libelle_metier", "code_famille", "libelle_famille", "nomenclature"],
    )
    return bmo.large(observations, metiers), metiers


def cellule(donnees, niveau, zone=ICI, annee="2023", code=FAMILLE, zonage="bassin"):
    r = meteo.indices(*donnees, niveau, zonage)
    r = r[(r.annee == annee) & (r.code_zone == zone) & (r.code_groupe == code)]
    assert len(r) == 1
    return r.iloc[0]


DEUX = enquete(("2023", ICI, "B0Z20", 400, 240, 100), ("2023", LA, "B0Z20", 400, 80, None))


def test_a_cell_by_hand():
    # region: 320/800 = 0.4; here: 0.5 × 0.6 + 0.5 × 0.4 = 0.5
    c = cellule(DEUX, "famille")
    assert (c.q, c.cible, c.w, c.q_tilde) == pytest.approx((0.6, 0.4, 0.5, 0.5))
    assert c.e == pytest.approx(0.5 * math.sqrt(0.25 / (0.75 * 20)))
    assert c.gap == pytest.approx(0.1)
    assert (c.niveau, c.position, c.fiabilite, c.fragile) == (3, 4, "A", False)
    assert (c.rang, c.rangs_nb, c.minorant) == (1, 1, False)


def test_a_limit_belongs_to_the_upper_class_and_makes_it_fragile():
    c = cellule(DEUX, "famille", zone="52", zonage="region")
    assert c.q_tilde == pytest.approx(0.4)
    assert (c.niveau, c.fragile, c.proche_de, c.position) == (3, True, 2, 3)


def test_a_metier_is_pulled_to_the_regional_metier_itself_pulled_to_its_family():
    donnees = enquete(
        ("2023", ICI, "B0Z20", 400, 400, 5),
        ("2023", LA, "B0Z20", 1200, 0, 5),
        ("2023", LA, "B1Z40", 1600, 1200, 5),
    )
    # A published 0 is under the threshold, hence filled by 0.9: regional métier 400.9/1600, √1600 = 40, w = 2/3.
    metier = 400.9 / 1600
    famille = 1600.9 / 3200
    cible = 2 / 3 * metier + 1 / 3 * famille
    c = cellule(donnees, "metier", code="B0Z20")
    assert c.cible == pytest.approx(cible)
    assert c.q_tilde == pytest.approx(0.5 * 1 + 0.5 * cible)
    assert cellule(donnees, "fap87", code="B0Z").cible == pytest.approx(metier)
    assert cellule(donnees, "metier", code="B0Z20", zone="52", zonage="region").cible == pytest.approx(famille)


def test_hidden_parts_by_hand():
    donnees = enquete(
        ("2023", ICI, "B0Z20", 57, 30, 5),
        ("2023", ICI, "B1Z40", 8, None, None),
        ("2023", ICI, "B2Z40", None, None, None),
    )
    c = cellule(donnees, "famille")
    assert (c.projets_visibles, c.difficiles_visibles, c.caches_met, c.caches_xmet) == (65, 30, 1, 1)
    assert pytest.approx(67.9) == c.P
    assert c.q == pytest.approx((30 + 0.9 + 1.2) / 67.9)
    assert (c.q_lo, c.q_hi) == pytest.approx((30 / 70, 40 / 70))
    assert c.minorant
    assert not c.part_secrete


def test_an_unmasked_value_under_five_counts_as_hidden():
    clair = enquete(("2016", ICI, "B0Z20", 57, 30, 5), ("2016", ICI, "B1Z40", 4.9, 4.9, 0))
    masque = enquete(("2016", ICI, "B0Z20", 57, 30, 5), ("2016", ICI, "B1Z40", None, None, None))
    montrees = [*meteo.PUBLIEES.values(), "minorant", "part_secrete", "part_saisonniers", "publiee_region", "raison"]
    for niveau in meteo.NIVEAUX:
        a, b = (meteo.indices(*e, niveau, "bassin").drop(columns=montrees) for e in (clair, masque))
        pd.testing.assert_frame_equal(a, b)


def test_what_is_shown_of_an_unmasked_vintage_is_what_was_published():
    clair = enquete(("2016", ICI, "B0Z20", 57, 30, 5), ("2016", ICI, "B1Z40", 4.9, 4.9, 0))
    tous = meteo.indices(*clair, "ensemble", "bassin").iloc[0]
    assert (tous.projets, tous.difficiles, tous.saisonniers, tous.minorant) == pytest.approx((61.9, 34.9, 5, False))
    assert tous.publiee == tous.publiee_lo == tous.publiee_hi == pytest.approx(34.9 / 61.9)
    assert tous.q < tous.q_hi
    seul = meteo.indices(*clair, "metier", "bassin").set_index("code_groupe").loc["B1Z40"]
    assert (seul.statut, seul.raison) == ("secret", meteo.RAISON_MEME_REGLE)
    assert not seul.part_secrete


def test_a_territory_of_exactly_the_minimum_of_projects_has_a_class():
    minimum = parametres.meteo().effectif_minimum
    for projets, statut in ((minimum, "classe"), (minimum - 1, "effectif")):
        c = cellule(enquete(("2023", ICI, "B0Z20", projets, 20, 5), ("2023", LA, "B0Z20", 400, 80, 5)), "famille")
        assert (c.statut, c.P) == (statut, projets)


def test_every_empty_cell_says_why():
    donnees = enquete(
        ("2021", LA, "B0Z20", 400, 200, 5),
        ("2023", LA, "B0Z20", 400, 200, 5),
        ("2023", ICI, "B0Z20", None, None, None),
        ("2023", ICI, "B1Z40", 29, 20, 5),
        listes={"2021": ["B0Z20", "B2Z40"], "2023": ["B0Z20", "B1Z40", "B2Z40"]},
    )
    r = meteo.indices(*donnees, "metier", "bassin").set_index(["annee", "code_zone", "code_groupe"])
    statuts = {k: (s, o) for k, s, o in zip(r.index, r.statut, r.obs_status, strict=True)}
    assert statuts[("2023", ICI, "B0Z20")] == ("secret", "Q")
    assert statuts[("2023", ICI, "B1Z40")] == ("effectif", "N")
    assert statuts[("2023", ICI, "B2Z40")] == ("sans_objet", "M")
    assert statuts[("2021", LA, "B1Z40")] == ("non_enquete", "L")
    assert statuts[("2021", ICI, "B0Z20")] == ("non_transmis", "O")
    assert statuts[("2023", LA, "B0Z20")] == ("classe", "A")
    vides = r[r.statut != "classe"]
    assert vides[["niveau", "position", "proche_de", "rang"]].isna().all(axis=None)
    assert (vides.raison != "").all()
    assert r.loc[("2023", ICI, "B1Z40"), "raison"] == "effectif insuffisant : moins de 30 projets, niveau régional"
    assert r.loc[("2023", ICI, "B0Z20"), "raison"] == meteo.RAISON_SECRET
    assert r.loc[("2023", ICI, "B0Z20"), "niveau_region"] == 3
    assert pd.isna(r.loc[("2023", ICI, "B0Z20"), "projets_visibles"])
    assert pd.isna(r.loc[("2023", ICI, "B2Z40"), "q"])


def test_one_hidden_cell_and_several_do_not_have_the_same_reason():
    caches = (("2023", ICI, "B0Z20", None, None, None), ("2023", ICI, "B1Z40", None, None, None))
    raisons = [cellule(enquete(*caches[:n], ("2023", LA, "B0Z20", 400, 200, 5)), "famille").raison for n in (1, 2)]
    assert raisons == [meteo.RAISON_SECRET, meteo.STATUTS["secret"][1]]


def test_bounds_two_classes_apart_give_no_class():
    caches = [("2023", ICI, f"B{i:04d}", None, None, None) for i in range(50)]
    donnees = enquete(("2023", ICI, "C0Z20", 5, 5, None), ("2023", LA, "C0Z20", 10000, 5000, 10), *caches)
    c = cellule(donnees, "famille")
    assert meteo.classer([c.q_tilde_lo, c.q_tilde_hi], (0.2, 0.4, 0.6, 0.8)).tolist() == [2, 4]
    assert (c.statut, c.obs_status) == ("bornes", "L")
    assert pd.isna(c.niveau)


def test_bounds_in_two_classes_make_it_fragile():
    v = meteo.voisinage(
        pd.Series([0.55, 0.65, 0.5, 0.61, 0.59]),
        pd.Series([0.53, 0.58, 0.45, 0.61, 0.59]),
        pd.Series([0.62, 0.66, 0.55, 0.61, 0.59]),
        pd.Series([0.01, 0.01, 0.01, 0.02, 0.02]),
        (0.2, 0.4, 0.6, 0.8),
    )
    assert v.classe.tolist() == [3, 4, 3, 4, 3]
    assert v.proche_de.fillna(0).tolist() == [4, 3, 0, 3, 4]


def test_one_hidden_count_is_classed_but_its_share_is_never_printed():
    c = cellule(enquete(("2023", ICI, "B0Z20", 500, None, None)), "metier", code="B0Z20")
    assert (c.statut, c.niveau, c.part_secrete) == ("classe", 1, True)
    assert pd.isna(c.difficiles_visibles)
    assert pd.isna(c.part_saisonniers)


def deux_annees(x0, x1, projets=400, niveau="famille", code=FAMILLE, **options):
    lignes = (("2021", ICI, "B0Z20", projets, x0, 5), ("2023", ICI, "B0Z20", projets, x1, 5))
    return cellule(enquete(*lignes, **options), niveau, code=code)


def test_a_trend_by_hand():
    # mean share 0.6, c = 0.75: z = 0.4/√(0.24 × 2/20 / 0.75)
    c = deux_annees(160, 320)
    assert (c.fleche, c.delta) == ("hausse", pytest.approx(0.4))
    assert c.z == pytest.approx(0.4 / math.sqrt(0.24 * 0.1 / 0.75))
    assert (c.fleche_region, c.annee_precedente, c.fleche_projets) == ("hausse", "2021", "aucun")
    assert deux_annees(320, 160).fleche == "baisse"


def test_no_arrow_without_both_a_test_and_ten_points():
    assert deux_annees(160, 200).fleche == "aucun"
    loin = deux_annees(500_000, 580_000, projets=1_000_000)
    assert loin.z > 1.96
    assert loin.fleche == "aucun"


def test_metiers_do_not_chain_across_nomenclatures_families_do():
    rupture = {"nomenclatures": {"2021": "FAP2009", "2023": "FAP2021"}}
    assert deux_annees(160, 320, **rupture).fleche == "hausse"
    c = deux_annees(160, 320, niveau="metier", code="B0Z20", **rupture)
    assert (c.fleche, c.fleche_raison) == ("non_mesurable", meteo.RAISON_RUPTURE)
    assert pd.isna(c.delta)


def test_a_trend_that_cannot_be_measured_says_why():
    assert deux_annees(20, 25, projets=29).fleche_raison == meteo.RAISON_EFFECTIF
    assert cellule(DEUX, "famille").fleche_raison == meteo.RAISON_PREMIER


def test_projects_trend_by_hand():
    assert meteo.z_projets(400, 100) == pytest.approx(math.log(0.25) / math.sqrt(1.5 * (1 / 20 + 1 / 10)))


def test_porteurs_are_the_top_fifth_of_the_metiers_of_at_least_thirty_projects():
    lignes = [("2023", ICI, f"B{i}Z20", p, x, s) for i, (p, x, s) in enumerate(
        [(1000, 10, 700), (900, 850, 10), (80, 78, 5), (70, 5, 5), (60, 5, 5), (50, 5, 5), (29, 25, 5)]
    )]  # fmt: skip
    r = meteo.indices(*enquete(*lignes), "metier", "bassin").set_index("code_groupe")
    # six métiers of 30 or more: ⌈6/5⌉ = 2
    assert r.porteur[r.porteur != ""].to_dict() == {"B0Z20": "porteur saisonnier", "B1Z20": "porteur"}
    assert (r.etiquette["B0Z20"], r.etiquette["B1Z20"]) == ("débouchés", "recruter et former")
    assert r.part_saisonniers["B0Z20"] == pytest.approx(0.7)
    assert (r.niveau["B6Z20"] is pd.NA, r.etiquette["B6Z20"]) == (True, "")
    familles = meteo.indices(*enquete(*lignes), "famille", "bassin")
    assert set(familles.porteur) == set(familles.etiquette) == {""}


def test_niche_is_a_difficult_metier_with_few_projects():
    lignes = [("2023", ICI, f"B{i}Z20", p, p - 5, 5) for i, p in enumerate((900, 100))]
    r = meteo.indices(*enquete(*lignes), "metier", "bassin").set_index("code_groupe")
    assert r.etiquette.to_dict() == {"B0Z20": "recruter et former", "B1Z20": "niche"}


def test_a_metier_whose_projects_fall_is_no_porteur():
    c = cellule(
        enquete(("2021", ICI, "B0Z20", 4000, 400, 5), ("2023", ICI, "B0Z20", 400, 40, 5)), "metier", code="B0Z20"
    )
    assert (c.fleche_projets, c.porteur) == ("baisse", "")


@pytest.mark.parametrize("niveau", meteo.NIVEAUX)
@pytest.mark.parametrize("zonage", ["bassin", "departement", "region"])
def test_awkward_inputs(niveau, zonage):
    vide = meteo.indices(DEUX[0].iloc[:0], DEUX[1].iloc[:0], niveau, zonage)
    usuel = meteo.indices(*DEUX, niveau, zonage)
    assert len(vide) == 0
    assert list(vide.columns) == list(usuel.columns)
    tout_cache = meteo.indices(*enquete(("2023", ICI, "B0Z20", None, None, None)), niveau, zonage)
    assert tout_cache.statut.tolist() == ["secret"]
    assert tout_cache[["niveau", "q", "q_tilde", "e", "projets_visibles"]].isna().all(axis=None)
    une = meteo.indices(*enquete(("2023", ICI, "B0Z20", 400, 240, 5)), niveau, zonage).iloc[0]
    assert une.q_tilde == pytest.approx(0.6)
    assert une.position == 3


@pytest.mark.parametrize("niveau", meteo.NIVEAUX)
def test_local_rows_are_those_of_the_whole_index(niveau):
    donnees = enquete(*enquete_au_hasard(7))
    tout, local = meteo.indices(*donnees, niveau, "bassin"), meteo.indices_locaux(*donnees, niveau, "bassin")
    assert set(tout.columns) - set(local.columns) == {c for c in tout.columns if c.endswith("_region")}
    pd.testing.assert_frame_equal(tout[local.columns], local)


def test_unknown_levels_and_zonings_are_refused():
    with pytest.raises(KeyError, match="rome"):
        meteo.indices(*DEUX, "rome", "bassin")
    with pytest.raises(KeyError, match="epci"):
        meteo.indices(*DEUX, "famille", "epci")


def enquete_au_hasard(graine):
    h = np.random.default_rng(graine)
    lignes = []
    for annee in ("2021", "2023"):
        for bassin in ("5220", "5221", "5209"):
            for m in range(12):
                met = int(h.lognormal(3.5, 1.6)) + 5
                x, s = h.integers(0, met + 1, 2)
                ligne = [None if v < 5 or h.random() < 0.2 else int(v) for v in (met, x, s)]
                lignes.append((annee, bassin, f"{'BC'[m % 2]}{m % 4}Z{m:02d}", *(ligne if ligne[0] else [None] * 3)))
    return lignes


@pytest.mark.parametrize("graine", range(5))
@pytest.mark.parametrize("niveau", meteo.NIVEAUX)
def test_bounds_hold_whatever_the_cells(graine, niveau):
    r = meteo.indices(*enquete(*enquete_au_hasard(graine)), niveau, "bassin")
    r = r[r.q.notna()]
    assert len(r) > 0
    assert ((r.q_lo >= 0) & (r.q_lo <= r.q) & (r.q <= r.q_hi + 1e-12) & (r.q_hi <= 1 + 1e-12)).all()
    assert ((r.w > 0) & (r.w < 1) & (r.e >= 0)).all()
    bas, haut = r[["q", "cible"]].min(axis=1), r[["q", "cible"]].max(axis=1)
    assert ((r.q_tilde >= bas - 1e-12) & (r.q_tilde <= haut + 1e-12)).all()
    classes = r[r.statut == "classe"]
    assert classes.niveau.between(1, 5).all()
    assert classes.position.between(1, 5).all()
    assert (classes.fragile == ((classes.proche_de - classes.niveau).abs() == 1).fillna(False)).all()


@pytest.mark.parametrize("graine", range(3))
def test_one_more_difficult_project_never_lowers_the_class(graine):
    lignes = enquete_au_hasard(graine)
    i = next(i for i, ligne in enumerate(lignes) if ligne[4] and ligne[3] - ligne[4] > 10)
    annee, bassin, metier, met, x, s = lignes[i]
    precedent = None
    for plus in np.linspace(0, met - x, 8).astype(int):
        lignes[i] = (annee, bassin, metier, met, x + int(plus), s)
        c = cellule(enquete(*lignes), "metier", zone=bassin, annee=annee, code=metier)
        if precedent is not None:
            assert c.q_tilde > precedent.q_tilde
            assert c.statut != "classe" or c.niveau >= precedent.niveau
        precedent = c


def test_weight_and_error_grow_and_shrink_with_projects():
    projets = np.array([30.0, 100.0, 400.0, 1e4, 1e8])
    w = meteo.poids_propre(projets)
    assert (np.diff(w) > 0).all()
    assert w[2] == 0.5
    assert (np.diff(meteo.erreur(0.5, projets, 0.5) / w) < 0).all()


def test_reliability_letters():
    assert meteo.fiabilites(pd.Series([29.9, 30, 99, 100, 399, 400, np.nan])).tolist() == [
        "",
        "C",
        "C",
        "B",
        "B",
        "A",
        "",
    ]


def test_classes_at_their_limits():
    classes = meteo.classer([0, 0.2, 0.399, 0.4, 0.6, 0.8, 1, np.nan], (0.2, 0.4, 0.6, 0.8))
    assert classes[:-1].tolist() == [1, 2, 2, 3, 4, 5, 5]
    assert np.isnan(classes[-1])

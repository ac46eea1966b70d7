"""Readings of the météo: causes that add up, short lists that hide nothing, sentences that say only what is known."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from data_loaders.jeux.calculs import cellules_bmo
from data_loaders.measures import bmo, meteo, meteo_causes, meteo_lecture
from data_loaders.metiers import liens as liens_metiers, meteo_complete, nomenclatures

ZONE, ANNEE = "5220", "2024"


@pytest.fixture(scope="module")
def indices(demonstration):
    large, metiers = cellules_bmo(demonstration), demonstration.lire("bmo", "metiers")
    return {
        (n, z): meteo.indices(large, metiers, n, z)
        for n in ("ensemble", "famille", "metier")
        for z in ("bassin", "region")
    }


# ------------------------------------------------------------------ causes


def test_causes_by_hand():
    # w = 0.5 ; q̃ = 0.5 × 0.6 + 0.5 × 0.5 = 0.55 ; region, all métiers: 0.45
    ligne = SimpleNamespace(
        code_zone=ZONE, q_tilde=0.55, gap=0.10, w=0.5, q=0.6, q_region=0.56, cible=0.5, part_secrete=False,
        projets_visibles=400.0, difficiles_visibles=220.0,
    )  # fmt: skip
    m = meteo_causes.moteurs(ligne, "metier")
    assert m.reference == pytest.approx(0.45)
    assert {c.cle: c.points for c in m.causes} == pytest.approx(
        {"territoire": 5.0, "caches": 2.5, "region": 5.5, "famille": -3.0}
    )
    assert m.total == pytest.approx(10)
    limite = meteo_causes.moteurs(ligne, "metier", "limite")
    assert (limite.reference, limite.reference_dite) == (0.6, "la limite entre les classes 3 et 4")
    assert sum(c.points for c in limite.causes) == pytest.approx(-5)


@pytest.mark.parametrize("zonage", ["bassin", "region"])
@pytest.mark.parametrize("niveau", ["ensemble", "famille", "metier"])
@pytest.mark.parametrize("vers", ["region", "limite"])
def test_causes_of_every_cell_add_up(indices, niveau, zonage, vers):
    vues = 0
    for ligne in indices[niveau, zonage].itertuples():
        m = meteo_causes.moteurs(ligne, niveau, vers)
        if pd.isna(ligne.q_tilde):
            assert m is None
            continue
        assert sum(c.points for c in m.causes) == pytest.approx(m.total, abs=1e-9)
        assert 100 * m.reference + m.total == pytest.approx(100 * ligne.q_tilde)
        vues += 1
    assert vues > 4


def test_an_unknown_reference_is_refused(indices):
    with pytest.raises(KeyError):
        meteo_causes.moteurs(next(indices["famille", "bassin"].itertuples()), "famille", "departement")


# ------------------------------------------------------------------ neighbours


def test_neighbours_same_family_then_shared_rome_then_same_domain():
    codes = ["B2X30", "B2X31", "B1X10", "D1X33", "C0X10", "B5X40", "B2X99"]
    lignes = pd.DataFrame({"code_groupe": codes, "statut": "classe", "P": [10.0, 20, 30, 40, 50, 60, 70]})
    lignes.loc[6, "statut"] = "non_enquete"
    liens = pd.DataFrame(
        [("F1", "B2X30", 0.5), ("F1", "D1X33", 0.5), ("F2", "B2X30", 1.0), ("F2", "C0X10", 0.04), ("F3", "B2X31", 1.0)],
        columns=["code_rome", "code_metier", "part"],
    )
    v = meteo_lecture.voisins(lignes, "B2X30", liens)
    assert list(zip(v.code_groupe, v.lien, strict=True)) == [
        ("B2X31", "fap87"),
        ("D1X33", "rome"),
        ("B5X40", "fap22"),
        ("B1X10", "fap22"),
    ]
    assert v.loc[1, "commun"] == 0.5
    assert v.loc[1, "romes"] == ("F1",)
    assert len(meteo_lecture.voisins(lignes, "B2X30", liens, n=2)) == 2
    seul = meteo_lecture.voisins(lignes, "B2X30", liens.iloc[:0])
    assert seul.code_groupe.tolist() == ["B2X31", "B5X40", "B1X10"]


def test_neighbours_on_demonstration(demonstration, indices):
    r = indices["metier", "bassin"]
    lignes = r[(r.code_zone == ZONE) & (r.annee == ANNEE)]
    v = meteo_lecture.voisins(lignes, "S1X20", liens_metiers.passages(demonstration, ANNEE))
    assert v.code_groupe.tolist() == ["S1X40", "S2X60"]
    assert "S1X20" not in set(v.code_groupe)


# ------------------------------------------------------------------ quadrant and short lists


def lignes_de(parts, projets=None, **colonnes):
    n = len(parts)
    df = pd.DataFrame(
        {
            "code_zone": ZONE,
            "annee": ANNEE,
            "code_groupe": [f"A0X{i:02d}" for i in range(n)],
            "statut": "classe",
            "q_tilde": parts,
            "projets": projets or [100.0] * n,
            "niveau": pd.array(meteo.classer(parts, (0.2, 0.4, 0.6, 0.8)), dtype="Int64"),
            "porteur": "",
        }
    )
    return df.assign(**colonnes)


def test_quadrant_by_hand():
    q = meteo_lecture.quadrant(lignes_de([0.9, 0.7, 0.5, 0.3], [10.0, 40.0, 30.0, 20.0]), ZONE, ANNEE)
    assert (q.projets, q.part) == (25, 0.6)
    assert dict(zip(q.lignes.code_groupe, q.lignes.cadran, strict=True)) == {
        "A0X00": 2,
        "A0X01": 1,
        "A0X02": 4,
        "A0X03": 3,
    }


def test_an_empty_place_says_why():
    vide = lignes_de([0.5]).assign(statut="secret")
    assert meteo_lecture.quadrant(vide, ZONE, ANNEE).raison == meteo_lecture.RAISON_SANS_CLASSE
    p = meteo_lecture.palmares(vide, ZONE, ANNEE)
    assert {p.tension.raison, p.porteurs.raison, p.aises.raison} == {meteo_lecture.RAISON_SANS_CLASSE}
    assert p.surplus.raison == meteo_lecture.RAISON_SANS_COMPLET


def test_short_lists_keep_ties_and_say_how_many_there_are():
    p = meteo_lecture.palmares(lignes_de([0.9, 0.8, 0.8, 0.8, 0.7, 0.65, 0.1]), ZONE, ANNEE, nb=2)
    assert p.tension.lignes.code_groupe.tolist() == ["A0X00", "A0X01", "A0X02", "A0X03"]
    assert p.tension.total == 6
    assert p.aises.lignes.code_groupe.tolist() == ["A0X06"]
    assert p.porteurs.raison == meteo_lecture.RAISONS_VIDES["porteurs"]


def test_a_cell_without_class_is_in_no_list(indices):
    r = indices["metier", "bassin"]
    for zone in sorted(set(r.code_zone)):
        p = meteo_lecture.palmares(r, zone, ANNEE)
        for nom in ("tension", "porteurs", "aises"):
            liste = getattr(p, nom)
            if len(liste.lignes):
                assert set(liste.lignes.statut) == {"classe"}
                assert liste.raison == ""
        if len(p.tension.lignes):
            assert p.tension.lignes.niveau.min() >= 4
            assert p.tension.lignes.q_tilde.is_monotonic_decreasing
        if len(p.aises.lignes):
            assert p.aises.lignes.niveau.max() <= 2


def test_a_surplus_is_never_said_without_job_seekers(demonstration, indices):
    complets = meteo_complete.completes(demonstration, "metier")
    sans = meteo_lecture.palmares(indices["metier", "bassin"], ZONE, ANNEE, complets=complets)
    assert sans.surplus.raison == meteo_lecture.RAISON_SANS_COMPLET
    avec = meteo_lecture.palmares(indices["metier", "bassin"], ZONE, "2021", nb=99, complets=complets)
    lignes = avec.surplus.lignes
    assert len(lignes) == avec.surplus.total > 0
    assert lignes.niveau_complet.max() <= 2
    assert set(lignes.partiel) == {""}


# ------------------------------------------------------------------ sentences


def test_sentences_of_every_bassin(demonstration, indices):
    familles = nomenclatures.libelles_enquete(demonstration, "famille", ANNEE)
    r = {n: indices[n, "bassin"] for n in ("ensemble", "famille", "metier")}
    for zone in sorted(set(r["ensemble"].code_zone)):
        s = meteo_lecture.synthese(r["ensemble"], r["famille"], r["metier"], zone, ANNEE)
        assert sum(s.par_niveau.values()) == s.classes_nb
        assert s.fragiles_nb <= s.classes_nb
        dites = [*meteo_lecture.tete(s), *meteo_lecture.phrases(s, familles)]
        assert len(dites) >= 2
        for phrase in dites:
            assert phrase.endswith(".")
            assert not re.search(r"\bnan\b|n\.d\.|<NA>", phrase)
    with pytest.raises(KeyError):
        meteo_lecture.synthese(r["ensemble"], r["famille"], r["metier"], ZONE, "1999")


def test_sentences_by_hand(indices):
    r = {n: indices[n, "bassin"] for n in ("ensemble", "famille", "metier")}
    s = meteo_lecture.synthese(r["ensemble"], r["famille"], r["metier"], ZONE, ANNEE)
    e = SimpleNamespace(
        projets=1234.0, minorant=True, statut="classe", publiee=0.554, publiee_lo=0.52, publiee_hi=0.58, position=4,
        code_zone="5220", publiee_region=0.47, part_saisonniers=0.318, fleche="hausse", delta=0.12,
        annee_precedente="2023",
    )  # fmt: skip
    haut, bas = (SimpleNamespace(code_groupe=c, niveau=n) for c, n in (("O", 4), ("A", 3)))
    assert meteo_lecture.tete(s._replace(ensemble=e)) == [
        "En 2024, au moins 1\u202f234\u00a0projets de recrutement, dont 55\u00a0% (52 à 58) jugés difficiles, "
        "au-dessus de la région cette année (47\u00a0%).",
        "Au moins 31\u00a0% des projets publiés sont saisonniers.",
        "Depuis 2023, la part de projets difficiles est en hausse (+12\u00a0points).",
    ]
    e.code_zone = "52"
    assert "région" not in meteo_lecture.tete(s._replace(ensemble=e))[0]
    s = s._replace(familles=[haut, bas], classes_nb=1, fragiles_nb=0)
    assert meteo_lecture.phrases(s, {"O": "Bâtiment", "A": "Bureau"}) == [
        "La famille où recruter est le plus difficile est «\u00a0Bâtiment\u00a0» (classe 4)\u202f; le moins, "
        "«\u00a0Bureau\u00a0» (classe 3).",
        "1\u00a0métier a une classe.",
    ]
    muet = SimpleNamespace(projets=None, statut="secret", fleche="non_mesurable", part_saisonniers=None)
    s = s._replace(ensemble=muet, familles=[], classes_nb=0)
    assert meteo_lecture.tete(s) == meteo_lecture.phrases(s, {}) == []


# ------------------------------------------------------------------ official files


def test_what_drives_the_class_of_nurses_in_nantes(enquetes):
    observations, metiers = enquetes("2021")
    r = meteo.indices(bmo.large(observations, metiers), metiers, "metier", "bassin")
    ligne = next(r[(r.code_zone == "5220") & (r.code_groupe == "V1Z80")].itertuples())
    m = meteo_causes.moteurs(ligne, "metier")
    # w .628: .628 × (.90965 − .51666) ; (1 − w)(.74783 − .51666) ; (1 − w)(.70808 − .74783)
    assert {c.cle: round(c.points, 2) for c in m.causes} == {
        "territoire": 24.68,
        "caches": 0.0,
        "region": 8.6,
        "famille": -1.48,
    }
    assert m.total == pytest.approx(31.80, abs=0.005)
    assert meteo_causes.moteurs(ligne, "metier", "limite").total == pytest.approx(3.467, abs=0.0005)

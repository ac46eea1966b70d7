"""Portraits: figures where they are true, the producer's zones elsewhere, reasons where there is nothing."""

import numpy as np
import pandas as pd
import pytest

from data_loaders.contracts.base import VIDES
from data_loaders.portraits import territoire
from data_loaders.portraits.semblables import plus_proches as semblables
from data_loaders.portraits.territoire import portrait as faire
from geo import sujets, zonages
from geo.libre import communes_epci, composer


@pytest.mark.parametrize(("zonage", "code"), [("spo", "ancenis"), ("departement", "72")])
def test_a_figure_is_own_on_its_own_zonings_only(memoire, zonage, code):
    p = faire(memoire, sujets.de_zone(zonage, code))
    for nom, c in p.chiffres.items():
        if c.raison:
            continue
        attendu = zonage in c.ind.zonages
        assert (c.ligne is not None) == attendu, nom
        assert c.recoupe.empty == attendu, nom
        if not attendu:
            assert c.zonage == c.ind.zonages[0]
            assert c.recoupe["part_population"].sum() <= 1 + 1e-9
            assert set(c.recoupe["code_zone"]) <= set(zonages.zones(c.zonage)["code_zone"])


def test_a_family_is_hard_to_fill_where_every_zone_met_is_surely_so(memoire):
    p = faire(memoire, sujets.de_zone("departement", "44"))
    assert p.meteo.propre
    assert all(len(f.cellules) == 1 for f in p.meteo.familles)
    q = faire(memoire, sujets.de_zone("spo", "nantes"))
    assert not q.meteo.propre
    marches = memoire.marches("famille", "bassin")
    for f in q.meteo.familles:
        la = marches[(marches["annee"] == q.meteo.annee) & (marches["code_groupe"] == f.code)]
        la = la[la["code_zone"].isin(q.meteo.zones["code_zone"]) & (la["statut"] == "estime")]
        assert f.difficile == (len(la) > 0 and all((la["classe"] >= 4) & (la["certitude"] != "fragile")))
    assert len({f.difficile for f in q.meteo.familles}) == 2


def test_a_composed_territory_has_job_seekers_when_made_of_whole_epci(memoire):
    ancenis = sujets.de_zone("spo", "ancenis")
    entier = faire(memoire, sujets.libre("Pays", ancenis.communes)).chiffres["defm_a"]
    assert entier.ligne["value"] == faire(memoire, ancenis).chiffres["defm_a"].ligne["value"]
    coupe = faire(memoire, sujets.libre("Bout", sorted(ancenis.communes)[:3])).chiffres["defm_a"]
    assert coupe.ligne["obs_status"] in VIDES
    assert "coupe un EPCI" in coupe.ligne["raison"]


ANCENIS, YEU = "244400552", "85113"


def chiffre(memoire, code, communes):
    t = composer("Essai", communes)
    return next(c for c in territoire.chiffres_libres(memoire, t) if c.ind.code == code)


def valeur(c):
    return c.ligne["value"] if c.connu else None


def test_job_seekers_of_whole_epci_are_those_of_the_file_and_part_of_one_leaves_no_sum(demonstration, memoire):
    observations = demonstration.lire("defm_epci")
    derniere = observations["periode"].max()
    ici = observations[(observations["siren_epci"] == ANCENIS) & (observations["periode"] == derniere)]
    c = chiffre(memoire, "defm_abc", communes_epci(ANCENIS))
    assert (c.periode, valeur(c)) == (derniere, ici[ici["categorie"].isin(["A", "B", "C"])]["value"].sum())
    c = chiffre(memoire, "defm_a", [*communes_epci(ANCENIS), "44109"])
    assert (valeur(c), c.ligne["obs_status"]) == (None, "L")
    assert c.raison.endswith("Nantes y est sans le reste du sien")


def test_yeu_has_no_job_seekers_and_takes_none_from_the_others(memoire):
    assert chiffre(memoire, "defm_a", [YEU]).raison.endswith("l’Île d’Yeu n’est dans aucun")
    sans, avec = (
        chiffre(memoire, "defm_a", communes) for communes in (communes_epci(ANCENIS), [*communes_epci(ANCENIS), YEU])
    )
    assert (valeur(avec), avec.ligne["obs_status"]) == (valeur(sans), "D")
    assert "sans l’Île d’Yeu" in avec.raison


def test_a_rate_is_never_estimated_nor_a_count_shared_and_the_zones_met_are_named(memoire):
    t = sujets.de_zone("spo", "les-sables-d-olonne")
    c = chiffre(memoire, "taux_chomage", t.communes)
    assert (valeur(c), c.zonage) == (None, "ze")
    assert list(c.recoupe["libelle_zone"]) == ["Challans", "Les Sables-d’Olonne"]
    assert c.recoupe["part_population"].sum() == pytest.approx(1)
    bas, haut = c.plage
    assert 0 < bas <= haut
    c = chiffre(memoire, "bmo_projets", communes_epci(ANCENIS))
    assert (valeur(c), c.plage) == (None, None)
    assert "aucun n’est partagé" in c.raison


TABLE = pd.DataFrame(
    {"taille": [1.0, 2.0, 3.0, 10.0], "villes": [10.0, 10.0, 40.0, 90.0], "bourgs": [50.0, 52.0, 30.0, 5.0]},
    index=["a", "b", "c", "d"],
)
THEMES = {"taille": ["taille"], "armature": ["villes", "bourgs"]}


def test_the_distance_by_hand():
    v = semblables(TABLE, "a", THEMES, 3)
    assert [x.code for x in v] == ["b", "c", "d"]
    z = (TABLE - TABLE.mean()) / TABLE.std(ddof=0)
    e = z.loc["b"] - z.loc["a"]
    attendue = np.sqrt((e["taille"] ** 2 + (e["villes"] ** 2 + e["bourgs"] ** 2) / 2) / 2)
    assert (v[0].distance, v[0].proche, v[0].eloigne) == (pytest.approx(attendue), "villes", "taille")
    assert (v[0].valeurs["taille"], v[0].ecarts["villes"]) == ((1.0, 2.0), pytest.approx(e["villes"]))
    assert v[0].themes == pytest.approx(
        {"taille": e["taille"] ** 2, "armature": (e["villes"] ** 2 + e["bourgs"] ** 2) / 2}
    )


def test_the_number_of_variables_changes_no_weight_and_fewer_than_four_are_not_compared():
    double = TABLE.assign(villes2=TABLE["villes"], bourgs2=TABLE["bourgs"])
    themes = {"taille": ["taille"], "armature": ["villes", "bourgs", "villes2", "bourgs2"]}
    assert [x.distance for x in semblables(double, "a", themes, 3)] == pytest.approx(
        [x.distance for x in semblables(TABLE, "a", THEMES, 3)]
    )
    assert semblables(TABLE.head(3), "a", THEMES, 3) == []
    assert semblables(TABLE, "a", {"x": ["absente"]}, 3) == []


@pytest.mark.parametrize("colonne", [[1.0, float("nan"), 2.0, 3.0], [7.0] * 4], ids=["inconnue", "constante"])
def test_an_unknown_or_constant_variable_does_not_count(colonne):
    v = semblables(TABLE.assign(autre=colonne), "a", {**THEMES, "x": ["autre"], "y": ["absente"]}, 1)
    assert (v, set(v[0].valeurs)) == (semblables(TABLE, "a", THEMES, 1), {"taille", "villes", "bourgs"})

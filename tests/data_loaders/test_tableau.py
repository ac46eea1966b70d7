"""From a question to figures: every zone at every period, with its status and its reason, official first."""

from itertools import product

import pandas as pd
import pytest

from data_loaders.chiffres import marche, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.demo import instantanes as demo
from data_loaders.erreurs import DemandeInvalide
from data_loaders.jeux import calculs, enquete, estimations
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.measures import tension
from data_loaders.sources import bmo
from geo import zonages
from tests import builders
from tests.vues import un_sur

SOURCE = Source("invente.xlsx", "0" * 64, 1, "personne")
POPULATION = 3_907_156
ILE_YEU = "85113"


def publier_bmo(donnees, tmp_path, annee=2023, lignes=builders.LIGNES_BMO):
    lu = bmo.lire(builders.fichier_bmo(tmp_path, annee, lignes))
    donnees.officiel.publier(CONTRATS["bmo"], lu.millesime, lu.tables, [SOURCE])


@pytest.fixture
def vide(tmp_path):
    return Donnees(tmp_path / "racine")


@pytest.fixture
def donnees(vide, tmp_path):
    """Two invented vintages of the survey, 2021 and 2023; nothing else."""
    publier_bmo(vide, tmp_path, 2021, builders.LIGNES_BMO[:3])
    publier_bmo(vide, tmp_path, 2023)
    return Donnees(vide.racine)


def ligne(t, zone, periode):
    return t.periode(periode).loc[zone]


@pytest.mark.parametrize(("code", "zonage"), un_sur(4, product(INDICATEURS, zonages.CODES)))
def test_every_zone_has_one_row_a_period_whatever_is_asked(demonstration, code, zonage):
    t = tableau.calculer(demonstration, code, zonage)
    attendues = {(z, p) for z in zonages.zones(zonage)["code_zone"] for p in t.periodes}
    cles = list(zip(t.lignes["code_zone"], t.lignes["periode"], strict=True))
    assert len(cles) == len(attendues)
    assert set(cles) == attendues
    vides = t.lignes["obs_status"].isin(VIDES)
    assert (t.lignes["value"].isna() == vides).all()
    assert list(t.lignes.columns[: len(calculs.COLONNES)]) == calculs.COLONNES
    pleines = t.lignes[~vides]
    assert (pleines["borne_basse"] <= pleines["value"] + 1e-9).all()
    assert (pleines["value"] <= pleines["borne_haute"] + 1e-9).all()
    if zonage not in INDICATEURS[code].zonages:
        assert vides.all()
        assert t.lignes["raison"].str.startswith("n.d. : ").all()


def test_sums_and_lower_bounds(donnees):
    t = tableau.calculer(donnees, "bmo_projets", "departement")
    assert t.periodes == ("2021", "2023")
    loire = ligne(t, "44", "2023")
    assert (loire["value"], loire["minorant"], loire["caches_nb"]) == (360, False, 0)
    maine = ligne(t, "49", "2023")
    assert (maine["obs_status"], maine["minorant"]) == ("Q", False)
    region = ligne(tableau.calculer(donnees, "bmo_projets", "region"), "52", "2023")
    assert (region["value"], region["minorant"], region["borne_haute"]) == (368, True, 372)
    assert not t.demonstration


def test_a_zone_without_any_row_is_not_available_and_never_zero(donnees):
    t = tableau.calculer(donnees, "bmo_projets", "departement")
    vendee = ligne(t, "85", "2023")
    assert (vendee["obs_status"], vendee["raison"]) == ("L", "aucune ligne publiée pour ce territoire")


def test_a_listed_metier_without_row_is_a_real_zero_and_has_no_share(donnees):
    metier = Metier("famille", "O")
    assert ligne(tableau.calculer(donnees, "bmo_projets", "departement", metier), "72", "2023")["value"] == 0
    part = ligne(tableau.calculer(donnees, "bmo_part_difficiles", "departement", metier), "72", "2023")
    assert (part["obs_status"], part["raison"]) == ("M", "sans objet : aucun projet de recrutement, donc aucune part")


def test_a_metier_not_in_the_list_of_a_vintage_was_not_surveyed(donnees):
    t = tableau.calculer(donnees, "bmo_projets", "departement", Metier("metier", "V0Z60"))
    avant, apres = ligne(t, "44", "2021"), ligne(t, "44", "2023")
    assert (avant["obs_status"], apres["value"]) == ("L", 220)
    assert avant["raison"].startswith("non enquêté")


def test_nothing_loaded_is_an_empty_table_with_a_reason(vide):
    t = tableau.calculer(vide, "bmo_projets", "departement")
    assert (t.periodes, len(t.lignes), t.demonstration) == ((), 0, False)
    c = tableau.chiffre(vide, "bmo_projets", "departement", "44", "2023")
    assert (c["valeur"], c["obs_status"]) == (None, "O")
    assert "chargées : aucune" in c["raison"]


@pytest.mark.parametrize(
    "texte", ["", "famille", "famille:", "fap22:b", "metier:V0Z600", "metier:../x", "rome:K1", "famille:Ｏ"]
)
def test_a_metier_badly_written(texte):
    with pytest.raises(DemandeInvalide, match="Forme attendue"):
        Metier.lire(texte)


def test_a_dataset_is_wholly_official_or_wholly_of_demonstration(vide, tmp_path):
    demo.assurer(vide)
    avant = tableau.calculer(vide, "bmo_projets", "bassin")
    assert avant.demonstration
    assert len(avant.periodes) > 1
    publier_bmo(vide, tmp_path, 2023)
    apres = tableau.calculer(Donnees(vide.racine), "bmo_projets", "bassin")
    assert not apres.demonstration
    # Not one vintage of demonstration beside the official one, and the other datasets keep theirs.
    assert apres.periodes == ("2023",)
    assert apres.lignes["value"].sum() == 368
    assert tableau.calculer(Donnees(vide.racine), "defm_a", "spo").demonstration


@pytest.mark.parametrize("zonage", zonages.CODES)
def test_population_is_that_of_the_region_less_what_the_zoning_leaves_out(vide, zonage):
    communes = zonages.communes().set_index("code_commune")["population_nb"]
    dehors = communes.drop(zonages.appartenance(zonage).index).sum()
    t = tableau.calculer(vide, "population", zonage)
    assert t.lignes["value"].sum() + dehors == POPULATION
    assert t.demonstration is False
    assert {"epci": communes[ILE_YEU], "gtec": dehors}.get(zonage, 0) == dehors


def test_density_is_inhabitants_over_area(vide):
    z = zonages.zones("departement").set_index("code_zone").loc["44"]
    attendu = z["population_nb"] / z["surface_km2"]
    assert tableau.chiffre(vide, "densite", "departement", "44", "2023")["valeur"] == pytest.approx(attendu)


def test_territories_published_beside_the_zoning_are_asked_but_not_drawn(demonstration):
    t = tableau.calculer(demonstration, "taux_chomage", "region")
    assert set(t.lignes["code_zone"]) == {"52"}
    assert set(t.complements["code_zone"]) == {"FM"}
    assert tableau.chiffre(demonstration, "taux_chomage", "region", "FM", "2023-T4")["valeur"] > 0


def test_a_figure_is_cited_by_the_snapshot_and_the_file_it_comes_from(donnees):
    c = tableau.chiffre(donnees, "bmo_projets", "region", "52", "2021")
    assert (c["millesime"], c["sha256"]) == ("2021", SOURCE.sha256)
    assert c["instantane"] == f"bmo/{donnees.instantane('bmo', '2021').identifiant}"
    assert tableau.chiffre(donnees, "bmo_projets", "region", "52", "2022")["instantane"] == ""


def test_populations_are_cited_by_the_file_of_the_communes(vide):
    c = tableau.chiffre(vide, "population", "region", "52", "2023")
    assert c["instantane"] == f"communes--{c['sha256'][:8]}"
    assert c["valeur"] == POPULATION


def test_frames_read_twice_are_the_same(donnees):
    un, deux = (tableau.calculer(donnees, "bmo_part_difficiles", "bassin").lignes for _ in range(2))
    pd.testing.assert_frame_equal(un, deux)


@pytest.mark.parametrize("zonage", ["bassin", "departement", "region"])
@pytest.mark.parametrize("code", ["bmo_projets", "bmo_part_difficiles", "bmo_part_difficiles_estimee"])
def test_the_groups_of_a_level_read_at_once_are_those_read_one_by_one(demonstration, code, zonage):
    derniere = demonstration.periodes("bmo")[-1]
    tues = set(marche.COLONNES_MOUVEMENT) | set(marche.COLONNES_MARCHE.values() if code == "bmo_projets" else ())
    for niveau in ("famille", "metier"):
        toutes = tableau.calculer_groupes(demonstration, code, zonage, niveau)
        une = tableau.calculer_groupes(demonstration, code, zonage, niveau, (derniere,))
        assert list(une.places) == list(toutes.places) != []
        for groupe in list(toutes.places)[::30]:
            t, lu = tableau.calculer(demonstration, code, zonage, Metier(niveau, groupe)), toutes.tableau(groupe)
            assert (lu.metier, lu.periodes, lu.completes) == (t.metier, t.periodes, t.completes)
            for attendues, lues in (
                (t.lignes, lu.lignes),
                (t.complements, lu.complements),
                (t.periode(derniere), une.tableau(groupe).periode(derniere)),
            ):
                assert tues <= set(attendues)
                assert tues.isdisjoint(lues)
                pd.testing.assert_frame_equal(_ranger(lues), _ranger(attendues.drop(columns=list(tues))))


def test_no_group_is_read_at_once_where_an_indicator_is_not_published(demonstration):
    assert tableau.calculer_groupes(demonstration, "tension_rome", "epci", "rome") is None


def _ranger(lignes):
    return (
        lignes.reset_index()
        .drop(columns="index", errors="ignore")
        .sort_values(["code_zone", "periode"], ignore_index=True)
    )


@pytest.mark.parametrize("code", [c for c, ind in INDICATEURS.items() if ind.dataset == "bmo"])
def test_cells_that_are_given_make_the_figures_of_those_that_are_kept(demonstration, code):
    lues, faites = (
        tableau.calculer(demonstration, code, "departement", cellules=cellules).lignes
        for cellules in (None, lambda: estimations.cellules_bmo(demonstration))
    )
    cle = ["periode", "code_zone"]
    pd.testing.assert_series_equal(*(t.set_index(cle)["value"].sort_index() for t in (faites, lues)))


def test_what_is_read_by_metier_says_so_where_none_is_asked(demonstration):
    lignes = tableau.calculer(demonstration, "tension_rome", "bassin").lignes
    assert lignes["value"].isna().all()
    assert set(lignes["raison"]) == {tension.RAISON_SANS_METIER}


@pytest.mark.parametrize(("zonage", "zone", "dit"), [
    ("bassin", "5313", "bassin rattaché à une autre région dans l’enquête"),
    ("bassin", "5220", "aucune ligne publiée pour ce territoire"),
    ("departement", "44", "aucune ligne publiée pour ce territoire"),
])  # fmt: skip
def test_a_zone_without_any_row_says_whether_another_region_has_it(zonage, zone, dit):
    assert enquete._raison_zone_absente(zonage, zone) == dit


def test_the_rows_of_a_zone_are_those_of_the_table(demonstration):
    t = tableau.calculer(demonstration, "defm_a", "epci")
    code = t.lignes["code_zone"].iloc[-1]
    attendues = t.lignes[t.lignes["code_zone"] == code].set_index("periode")
    pd.testing.assert_frame_equal(t.zone(code), attendues)
    assert t.zone("nulle-part").empty

"""From a question to figures: every zone at every period, its status and reason; its rows; the files it leaves in."""

import io
import json
import math
from datetime import date

import geopandas
import openpyxl
import pandas as pd
import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.base import OBS_STATUS, VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports import ecriture, jeux
from data_loaders.jeux import JEUX, enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.requetes import lignes
from data_loaders.sources import bmo
from geo import zonages
from tests import builders
from tests.builders import metiers_bmo, observations_bmo
from tests.vues import tous_avec, un_sur

SOURCE = Source("invente.xlsx", "0" * 64, 1, "personne")
POPULATION = 3_907_156


def publier_bmo(donnees, tmp_path, annee=2023, lignes=builders.LIGNES_BMO):
    lu = bmo.lire(builders.fichier_bmo(tmp_path, annee, lignes))
    donnees.officiel.publier(CONTRATS["bmo"], lu.millesime, lu.tables, [SOURCE])


@pytest.fixture(scope="module")
def deux(tmp_path_factory):
    """Two invented vintages of the survey, 2021 and 2023, and nothing else; to be read only."""
    dossier = tmp_path_factory.mktemp("deux")
    publier_bmo(Donnees(dossier / "racine"), dossier, 2021, builders.LIGNES_BMO[:3])
    publier_bmo(Donnees(dossier / "racine"), dossier, 2023)
    return Donnees(dossier / "racine")


def ligne(t, zone, periode):
    return t.periode(periode).loc[zone]


def test_sums_are_lower_bounds_and_a_metier_not_in_a_list_was_not_surveyed(deux):
    t = tableau.calculer(deux, "bmo_projets", "departement")
    assert t.periodes == ("2021", "2023")
    loire = ligne(t, "44", "2023")
    assert (loire["value"], loire["minorant"], loire["caches_nb"]) == (360, False, 0)
    maine = ligne(t, "49", "2023")
    assert (maine["obs_status"], maine["minorant"]) == ("Q", False)
    region = ligne(tableau.calculer(deux, "bmo_projets", "region"), "52", "2023")
    assert (region["value"], region["minorant"], region["borne_haute"]) == (368, True, 372)
    assert not t.demonstration
    t = tableau.calculer(deux, "bmo_projets", "departement", Metier("metier", "V0Z60"))
    avant, apres = ligne(t, "44", "2021"), ligne(t, "44", "2023")
    assert (avant["obs_status"], apres["value"]) == ("L", 220)
    assert avant["raison"].startswith("non enquêté")


def test_a_zone_without_any_row_is_never_zero_and_a_listed_metier_without_row_is_and_has_no_share(deux):
    def lue(code, zone, *metier):
        return ligne(tableau.calculer(deux, code, "departement", *metier), zone, "2023")

    vendee, famille = lue("bmo_projets", "85"), Metier("famille", "O")
    assert (vendee["obs_status"], vendee["raison"]) == ("L", "aucune ligne publiée pour ce territoire")
    assert lue("bmo_projets", "72", famille)["value"] == 0
    part = lue("bmo_part_difficiles", "72", famille)
    assert (part["obs_status"], part["raison"]) == ("M", "sans objet : aucun projet de recrutement, donc aucune part")


def test_nothing_loaded_is_an_empty_table_with_a_reason(donnees):
    t = tableau.calculer(donnees, "bmo_projets", "departement")
    assert (t.periodes, len(t.lignes), t.demonstration) == ((), 0, False)
    c = tableau.chiffre(donnees, "bmo_projets", "departement", "44", "2023")
    assert (c["valeur"], c["obs_status"]) == (None, "O")
    assert "chargées : aucune" in c["raison"]


def test_a_dataset_is_wholly_official_or_wholly_of_demonstration(demo_propre, tmp_path):
    donnees = demo_propre
    avant = tableau.calculer(donnees, "bmo_projets", "bassin")
    assert avant.demonstration
    assert len(avant.periodes) > 1
    publier_bmo(donnees, tmp_path, 2023)
    apres = tableau.calculer(Donnees(donnees.racine), "bmo_projets", "bassin")
    assert not apres.demonstration
    # Not one vintage of demonstration beside the official one, and the other datasets keep theirs.
    assert (apres.periodes, apres.lignes["value"].sum()) == (("2023",), 368)
    assert tableau.calculer(Donnees(donnees.racine), "defm_a", "spo").demonstration


def test_a_figure_is_cited_by_its_snapshot_and_file(deux):
    c = tableau.chiffre(deux, "bmo_projets", "region", "52", "2021")
    assert (c["millesime"], c["sha256"]) == ("2021", SOURCE.sha256)
    assert c["instantane"] == f"bmo/{deux.instantane('bmo', '2021').identifiant}"
    c = tableau.chiffre(deux, "population", "region", "52", "2023")
    assert (c["instantane"], c["valeur"]) == (f"communes--{c['sha256'][:8]}", POPULATION)


DE_L_ENQUETE = ("bmo_projets", "bmo_part_difficiles", "bmo_part_difficiles_estimee")


@pytest.mark.parametrize(("code", "zonage"), tous_avec(DE_L_ENQUETE, ("bassin", "departement", "region")))
def test_the_groups_of_a_level_read_at_once_are_those_read_one_by_one(demonstration, code, zonage):
    derniere = demonstration.periodes("bmo")[-1]
    tues = set(tableau.COLONNES_MOUVEMENT) | set(tableau.COLONNES_MARCHE.values() if code == "bmo_projets" else ())
    for niveau in ("famille", "metier"):
        toutes = tableau.calculer_groupes(demonstration, code, zonage, niveau)
        une = tableau.calculer_groupes(demonstration, code, zonage, niveau, (derniere,))
        groupes = sorted(set(toutes.lignes["code_groupe"]))
        assert groupes == sorted(set(une.lignes["code_groupe"])) != []
        assert tues.isdisjoint(toutes.lignes)
        for groupe in groupes[::30]:
            t = tableau.calculer(demonstration, code, zonage, Metier(niveau, groupe))
            assert toutes.periodes == t.periodes
            paires = ((t.lignes, toutes.lignes), (t.complements, toutes.complements))
            for attendues, lues in (*paires, (t.periode(derniere), une.periode(derniere))):
                assert tues <= set(attendues)
                lues = lues[lues["code_groupe"] == groupe].drop(columns="code_groupe")
                pd.testing.assert_frame_equal(_ranger(lues), _ranger(attendues.drop(columns=list(tues))))


def _ranger(lignes):
    sans = lignes.reset_index().drop(columns="index", errors="ignore")
    return sans.sort_values(["code_zone", "periode"], ignore_index=True)


PAIRES = [(i.code, z) for i in INDICATEURS.values() for z in i.zonages if z not in ("commune", "epci")]


@pytest.fixture(scope="module")
def cellules(demonstration):
    return enquete.cellules_bmo(demonstration)


def refaire(o: origine.Origine, donnees) -> float:
    """The figure, from the terms alone."""
    t = o.termes
    if o.genre in ("part", "estimee"):
        projets = t["P"] + 2.9 * t["n_met"]
        part = 100 * (t["X"] + 0.9 * t["n_x"] + 1.2 * t["n_met"]) / projets
        if o.genre == "part":
            return part
        # All métiers together are set beside the level of the region.
        region = tableau.calculer(donnees, o.tableau.indicateur.code, "region").periode(o.periode).loc["52", "value"]
        return (math.sqrt(projets) * part + 60 * region) / (math.sqrt(projets) + 60)
    if o.genre == "rapport":
        facteur = {"vœux par place": 1, "pour 1 000 habitants": 1000}.get(o.tableau.indicateur.unite, 100)
        return facteur * t["somme"] / t["diviseur"]
    return t["somme"] / t["diviseur"] if o.genre == "densite" else t["somme"]


@pytest.mark.parametrize(("code", "zonage"), un_sur(18, PAIRES))
def test_the_rows_give_the_figure_back(demonstration, cellules, code, zonage):
    table = tableau.calculer(demonstration, code, zonage)
    periode = table.periodes[-1]
    connues = table.periode(periode)["value"].dropna()
    assert len(connues)
    for zone in connues.index[:3]:
        o = origine.remonter(demonstration, table, zone, periode, lambda: cellules)
        # Diplomas too small to be shown make one row together.
        ensemble = o.genre == "rapport" and "formations de moins de" in o.lignes["libelle"].iloc[-1]
        assert len(o.lignes) == o.ligne["cellules_nb"] or o.genre == "densite" or ensemble
        assert math.isclose(refaire(o, demonstration), o.ligne["value"], rel_tol=1e-4)
        assert o.source["sha256"]


def test_a_metier_keeps_its_own_rows_and_a_zoning_without_figures_or_an_unknown_zone_has_none(demonstration, cellules):
    table = tableau.calculer(demonstration, "bmo_projets", "departement", Metier("famille", "O"))
    o = origine.remonter(demonstration, table, "44", table.periodes[-1], lambda: cellules)
    assert 0 < len(o.lignes) < cellules["code_metier"].nunique() * 12
    assert o.termes["somme"] == o.ligne["value"]
    table = tableau.calculer(demonstration, "bmo_projets", "spo")
    o = origine.remonter(demonstration, table, "ancenis", table.periodes[-1])
    assert o.lignes.empty
    assert o.ligne["raison"].startswith("n.d.")
    table = tableau.calculer(demonstration, "population", "region")
    with pytest.raises(DemandeInvalide, match="aucun chiffre pour region:99"):
        origine.remonter(demonstration, table, "99", "2023")


def test_hidden_rows_are_counted_and_stay_hidden(donnees):
    lignes = [
        ("5220", "44", "B0Z20", "met", 40.0), ("5220", "44", "B0Z20", "xmet", None),
        ("5221", "44", "B0Z20", "met", None), ("5221", "44", "B0Z20", "xmet", None),
        ("5205", "49", "B0Z20", "met", 10.0), ("5205", "49", "B0Z20", "xmet", 6.0),
    ]  # fmt: skip
    smet = [(b, dep, m, "smet", None) for b, dep, m, mesure, _ in lignes if mesure == "met"]
    source = Source("essai.xlsx", "ab" * 32, 10, "producteur d'essai", "https://exemple.test/")
    tables = {"observations": observations_bmo([*lignes, *smet]), "metiers": metiers_bmo()}
    donnees.officiel.publier(CONTRATS["bmo"], "2023", tables, [source])
    o = origine.remonter(donnees, tableau.calculer(donnees, "bmo_part_difficiles", "region"), "52", "2023")
    assert o.termes == {"X": 6.0, "P": 50.0, "n_x": 1, "n_met": 1}
    assert (o.lignes["obs_status"].tolist(), o.lignes["value"].isna().sum()) == (["A", "Q", "Q"], 2)
    assert o.source["fichier"] == "essai.xlsx"
    assert o.instantane.startswith("bmo/2023--")


def exportes(d, code, zonage, metier=None):
    t = tableau.calculer(d, code, zonage, metier)
    lus = {p: tableau.provenance_de(d, t.indicateur, p, zonage)["instantane"] for p in t.periodes}
    return t, lignes.du_tableau(t, lus, "Services aux particuliers" if metier else "")


@pytest.mark.parametrize("code", un_sur(9, INDICATEURS))
def test_every_figure_leaves_with_the_status_that_the_screens_read(demonstration, code):
    ind = INDICATEURS[code]
    for zonage in ind.zonages:
        t, df = exportes(demonstration, code, zonage)
        lues = pd.concat([t.lignes, t.hors_decoupage])
        assert list(df) == [c for c in lignes.COLONNES if c in df]
        csv = io.BytesIO(ecriture.csv_francais(df))
        lue = pd.read_csv(csv, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for sortie in (df, lue):
            assert sortie["obs_status"].tolist() == lues["obs_status"].tolist()
            assert sortie["libelle_obs_status"].tolist() == [OBS_STATUS[s] for s in lues["obs_status"]]
            assert sortie["au_moins"].isin([True, "true"]).tolist() == lues["minorant"].astype(bool).tolist()
            assert sortie["estimee"].isin([True, "true"]).tolist() == lues["obs_status"].eq("E").tolist()
            assert sortie["code_zone"].tolist() == lues["code_zone"].tolist()
            assert sortie["periode"].tolist() == lues["periode"].tolist()
        vides = lues["obs_status"].isin(VIDES).tolist()
        for nom in ("valeur", "borne_basse", "borne_haute"):
            assert df[nom].isna().tolist() == lue[nom].eq("").tolist()
            assert df.loc[vides, nom].isna().all()
        assert df.loc[vides, "raison"].ne("").all()
        toujours = [f"libelle_{c}" for c in ("indicateur", "zonage", "zone")]
        toujours += ["unite", "source", "millesime", "instantane", "perimetre", "mention"]
        assert df[toujours].astype(bool).all(axis=None)


def test_a_sheet_filters_its_columns_and_keeps_codes_as_text(demonstration):
    _, df = exportes(demonstration, "defm_abc", "epci")
    df.loc[0, "code_zone"] = "0051"
    contenu = ecriture.classeur([("Titre", "x")], {"chiffres": df}, lignes.COLONNES)
    wb = openpyxl.load_workbook(io.BytesIO(contenu))
    feuille = wb["chiffres"]
    assert (feuille.freeze_panes, feuille.auto_filter.ref) == ("A2", feuille.dimensions)
    entetes = [c.value for c in feuille[1]]
    premiere = dict(zip(entetes, feuille[2], strict=True))
    assert premiere["code_zone"].value == "0051"
    assert premiere["periode"].value == df.loc[0, "periode"]  # « 2019-12 », not a date
    textes = [premiere[n] for n in ("code_zone", "periode", "millesime")]
    assert {(c.data_type, c.number_format) for c in textes} == {("s", "@")}
    assert premiere["valeur"].data_type == "n"
    dites = {ligne[0] for ligne in wb["Colonnes"].iter_rows(min_row=2, values_only=True)}
    assert dites == set(entetes)


def test_a_map_holds_the_rows_of_the_tables(demonstration):
    t, df = exportes(demonstration, "bmo_part_difficiles", "bassin")
    periode = t.periodes[-1]
    contenu = jeux.geojson(t, periode, "bmo/2024--x", date(2026, 11, 25))
    carte = geopandas.read_file(io.BytesIO(contenu))
    assert carte.geometry.is_valid.all()
    dites = ["obs_status", "libelle_obs_status", "au_moins", "estimee", "raison", "perimetre", "periode"]
    lue = carte.set_index("code_zone")[dites]
    voulue = df[df["periode"] == periode].set_index("code_zone")[list(lue)]
    assert lue.astype(str).sort_index().equals(voulue.loc[lue.index].astype(str).sort_index())
    valeurs = carte.set_index("code_zone")["valeur"]
    assert valeurs.isna().equals(voulue.loc[valeurs.index, "obs_status"].isin(VIDES).rename("valeur"))
    assert set(json.loads(contenu)["colonnes"]) == set(df)


def test_every_dataset_takes_its_words_without_changing_its_rows_zones_outside_the_region_too(demonstration):
    for dataset in JEUX:
        if not jeux.diffusable(demonstration, dataset):
            continue
        for table in JEUX[dataset].contrat.montrees:
            df, _ = jeux.etiquetees(demonstration, dataset, table)
            renommees = jeux.lire(demonstration, dataset, table).rename(columns=jeux.EN_FRANCAIS)
            assert df[list(renommees)].equals(renommees), (dataset, table)
    # A rate is published for three zones astride the region: they have a name beside their code.
    df, _ = jeux.etiquetees(demonstration, "chomage_ze", "observations")
    dehors = set(df["code_ze"]) - set(zonages.zones("ze")["code_zone"])
    assert dehors
    assert df.loc[df["code_ze"].isin(dehors), "libelle_ze"].ne("").all()

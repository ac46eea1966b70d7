"""Portrait of a sector from the snapshots: states of each dataset, and the official figures of the region."""

import pytest

from data_loaders import jeux
from data_loaders.chiffres import origine
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import secteurs
from data_loaders.parametres import secteurs as parametres
from data_loaders.sources import nomenclatures

SECTEURS = parametres.lire().secteurs


@pytest.fixture(scope="module")
def inventees(demonstration):
    return demonstration, calculs.cellules_bmo(demonstration)


@pytest.fixture(scope="module")
def toutes(officielles):
    return officielles, calculs.cellules_bmo(officielles)


def test_a_sector_that_no_loaded_survey_asks_for_has_no_survey_figures(inventees):
    donnees, cellules = inventees
    sans = {code for code, s in SECTEURS.items() if secteurs.relever(donnees, s, cellules) is None}
    assert sans == {"banque", "automobile"}


def test_a_filiere_without_total_has_its_metiers_and_no_estimate_of_its_own(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["aeronautique_navale_emr"], cellules)
    assert len(r.codes("2024")) == len(r.estimes_par_metier.loc["2024"]) == 4
    assert r.marche("2024") is None


def test_figures_of_a_sector_are_those_of_its_metiers(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["aide_domicile"], cellules)
    assert r.demonstration
    assert r.codes("2024") == ["T2X60", "V0X60"]
    ici = r.tableau("bmo_projets").periode("2024").loc["52"]
    du_secteur = cellules[(cellules["annee"] == "2024") & cellules["code_metier"].isin(["T2X60", "V0X60"])]
    assert ici["value"] == du_secteur["met"].sum()
    departements = r.tableau("bmo_projets", "departement").periode("2024")
    assert departements["value"].sum() == ici["value"]
    assert r.par_metier.loc["2024"]["projets"].sum() == ici["value"]
    assert r.par_famille.loc["2024"]["projets"].sum() == ici["value"]


def test_a_figure_is_followed_back_to_the_rows_of_the_sector_alone(inventees):
    donnees, cellules = inventees
    secteur = SECTEURS["batiment"]
    table = secteurs.relever(donnees, secteur, cellules).tableau("bmo_part_difficiles")
    marquees = secteurs.marquer(donnees, secteur, cellules)
    o = origine.remonter(donnees, table, "52", "2024", lambda: marquees)
    assert set(o.lignes["code"]) == {"B0X20", "B1X40", "B2X40", "B3X40"}
    assert 100 * o.termes["X"] / o.termes["P"] == pytest.approx(table.periode("2024").loc["52", "value"], abs=0.1)


def test_a_year_without_the_metiers_or_a_zone_without_rows_is_never_zero(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["culture"], cellules[cellules["code_departement"] != "53"])
    ligne = r.tableau("bmo_projets", "departement").periode("2024").loc["53"]
    assert (ligne["obs_status"], ligne["raison"]) == ("L", secteurs.RAISON_ABSENTE)
    sans = cellules[~((cellules["code_departement"] == "53") & (cellules["code_metier"] == "U1X80"))]
    r = secteurs.relever(donnees, SECTEURS["culture"], sans)
    assert r.tableau("bmo_projets", "departement").periode("2024").loc["53", "value"] == 0
    part = r.tableau("bmo_part_difficiles", "departement").periode("2024").loc["53"]
    assert (part["obs_status"], part["raison"]) == ("M", secteurs.RAISON_SANS_PART)


def test_offers_of_demonstration_follow_the_survey_of_demonstration(inventees):
    donnees, cellules = inventees
    r = secteurs.relever(donnees, SECTEURS["batiment"], cellules)
    o = secteurs.offres(donnees, r, cellules)
    assert (o.raison, o.demonstration) == ("", True)
    assert (o.par_bassin["offres_min"] <= o.par_bassin["offres"]).all()
    assert (o.par_bassin["offres"] <= o.par_bassin["offres_max"]).all()


def test_without_official_tensions_the_way_to_load_them_is_said(inventees):
    donnees, _ = inventees
    assert secteurs.classes_officielles(donnees, SECTEURS["batiment"]).empty
    assert secteurs.libelles_officiels(donnees) == {}
    for raison in (secteurs.SANS_CLASSE, secteurs.SANS_TENSIONS, secteurs.SANS_PASSAGES, secteurs.SANS_INTERIM):
        assert secteurs.EXPLOITANTS in raison


@pytest.mark.parametrize(
    ("code", "projets", "part", "metiers"),
    [
        ("batiment", 13078, 75.2, 25),
        ("metallurgie", 5761, 66.5, 14),
        ("numerique", 4751, 70.4, 6),
        ("aide_domicile", 8749, 80.6, 3),
        ("agroalimentaire", 6934, 63.9, 2),
    ],
)
def test_official_figures_of_the_priority_sectors_in_2024(toutes, code, projets, part, metiers):
    donnees, cellules = toutes
    r = secteurs.relever(donnees, SECTEURS[code], cellules)
    assert not r.demonstration
    ligne = r.tableau("bmo_projets").periode("2024").loc["52"]
    assert (ligne["value"], ligne["minorant"]) == (projets, True)
    assert round(r.tableau("bmo_part_difficiles").periode("2024").loc["52", "value"], 1) == part
    assert len(r.codes("2024")) == metiers
    assert r.nomenclatures == dict.fromkeys(("2016", "2018", "2021", "2023"), "FAP2009") | {"2024": "FAP2021"}


def test_official_offers_of_information_technology_are_wholly_its_own(reference, tmp_path):
    donnees = Donnees(tmp_path)
    for source, fichier in (
        ("bmo", "bmo/Base_open_data_23.xlsx"),
        ("tension-rome", "tensions/tension_rome_bassin_2021_pdl.csv"),
        ("nomenclature", "nomenclatures/dares_rome_v3_qualif_vers_fap2009.csv"),
    ):
        jeux.lecteurs()[source].importer(donnees, reference / fichier, lambda *_: None)
    cellules = calculs.cellules_bmo(donnees)
    r = secteurs.relever(donnees, SECTEURS["numerique"], cellules)
    o = secteurs.offres(donnees, r, cellules)
    # No survey of 2021 here: the nearest one, of the same nomenclature as the crosswalk, weighs the passage.
    assert (o.annee, o.enquete) == ("2021", "2023")
    totaux = o.par_bassin.drop(columns="code_bassin").sum()
    assert totaux["offres"] == totaux["offres_min"] == totaux["offres_max"] == pytest.approx(29938, abs=1)
    assert totaux["inscrits"] == pytest.approx(2786, abs=1)


def test_official_classes_are_those_of_the_groups_of_fap_2009(toutes):
    donnees, _ = toutes
    lignes = secteurs.classes_officielles(donnees, SECTEURS["aide_domicile"])
    assert sorted(lignes["code_fap"].unique()) == ["T2A", "V0Z"]
    assert len(lignes) == 2 * 7
    fins = secteurs.classes_officielles(donnees, SECTEURS["agroalimentaire"])
    assert set(fins["niveau_fap"]) == {"fap225"}


# The sectors of the convention: an editable file, checked against the official lists of métiers

TETE = 'version = "1"\nen_vigueur = "2020-01-01"\nstatut = "essai"\nsource = "essai"\n'
BON = """
[[secteur]]
code = "bois"
libelle = "Bois"
ou = "dans le bois"
liste = "etude"
[[secteur.metiers]]
motif = "essai"
FAP2009 = ["F2Z"]
FAP2021 = ["F1X30"]
"""
ANNEES = ("2021", "2023", "2024")


def ecrire(dossier, texte):
    chemin = dossier / "secteurs.toml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_the_lists_of_the_convention_are_whole():
    par_liste = {}
    for s in parametres.lire().secteurs.values():
        par_liste.setdefault(s.liste, []).append(s.code)
    assert {liste: len(codes) for liste, codes in par_liste.items()} == {"prioritaire": 5, "etude": 4, "filiere": 4}
    assert [s.code for s in parametres.lire().secteurs.values() if s.sans] == [
        "aeronautique_navale_emr",
        "aeroportuaire",
        "lgv",
    ]


def test_each_list_has_its_sentence_of_the_convention():
    textes = parametres.lire().textes
    assert set(textes) == set(parametres.LISTES)
    assert "dialogues engagés autour des secteurs prioritaires" in textes["prioritaire"].phrase


def test_a_file_edited_by_hand_is_read(tmp_path):
    s = parametres.lire(ecrire(tmp_path, TETE + BON)).secteurs["bois"]
    assert s.prefixes("FAP2009") == ("F2Z",)
    assert s.prefixes("FAP2021") == ("F1X30",)
    assert s.prefixes("FAP1999") == ()


@pytest.mark.parametrize(
    ("texte", "message"),
    [
        ("version = ", "fichier illisible"),
        (BON, "tête de fichier incomplète"),
        (TETE, "liste vide"),
        (TETE + BON + BON, "secteur en double"),
        (TETE + '[textes.etude]\nou = "Titre IV"\n' + BON, "texte de la convention mal écrit"),
        (TETE + '[textes.autre]\nou = "Titre IV"\nphrase = "…"\n' + BON, "liste inconnue"),
        (TETE + BON.replace('libelle = "Bois"\n', ""), "champ manquant ou vide"),
        (TETE + BON.replace('liste = "etude"', 'liste = "autre"'), "liste inconnue"),
        (TETE + BON.replace('"bois"', '"Bois !"'), "code mal écrit"),
        (TETE + BON.replace("ou =", "voie = []\nou ="), "champ inconnu"),
        (TETE + BON.replace("ou =", 'voir = ["acier"]\nou ='), "renvoi vers un secteur inconnu"),
        (TETE + BON.replace("ou =", 'hors = "rien"\nou ='), "hors n'est pas une liste"),
        (TETE + BON.replace("ou =", 'sans = ["aucun"]\nou ='), "sans n'est pas un texte"),
        (TETE + BON.partition("[[secteur.metiers]]")[0], "aucun métier"),
        (TETE + BON.replace('motif = "essai"\n', ""), "choix sans motif"),
        (TETE + BON.replace('FAP2009 = ["F2Z"]\n', ""), "choix mal écrit"),
        (TETE + BON.replace("F2Z", "F2Z2"), "code FAP mal écrit"),
        (TETE + BON.replace('"F2Z"', "").replace('"F1X30"', ""), "choix sans code"),
    ],
)
def test_a_faulty_file_is_refused_in_french(tmp_path, texte, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        parametres.lire(ecrire(tmp_path, texte))
    assert "À faire" in str(e.value)


@pytest.fixture(scope="module")
def metiers(enquetes):
    """(nomenclature, codes) of the surveys of both nomenclatures."""
    tables = [enquetes(annee)[1] for annee in ANNEES]
    return [(t["nomenclature"].iloc[0], list(t["code_metier"])) for t in tables]


def test_every_code_takes_metiers_in_the_official_surveys(metiers):
    assert [n for n, _ in metiers] == ["FAP2009", "FAP2009", "FAP2021"]
    perdus = [
        (s.code, prefixe, nomenclature)
        for nomenclature, codes in metiers
        for s in parametres.lire().secteurs.values()
        for prefixe in s.prefixes(nomenclature)
        if not any(c.startswith(prefixe) for c in codes)
    ]
    assert perdus == []


@pytest.mark.parametrize(
    ("fichier", "nomenclature"),
    [("fap2009_225_87_22.csv", "FAP2009"), ("fap2021_341_228_86_22.csv", "FAP2021")],
)
def test_every_code_is_in_the_official_nomenclature(reference, fichier, nomenclature):
    postes = nomenclatures.lire(reference / "nomenclatures" / fichier).tables["postes"]
    connus = set(postes["code"].to_pylist())
    perdus = [p for s in parametres.lire().secteurs.values() for p in s.prefixes(nomenclature) if p not in connus]
    assert perdus == []

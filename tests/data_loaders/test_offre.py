"""Places, pressure, fill rate and open offers by zone: made again by hand, then on the official files."""

import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.jeux import offre as offre_jeux
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import lieu
from geo import zonages
from tests import builders
from tests.data_loaders.test_places import TEXTES, officielle  # noqa: F401
from tests.vues import un_sur

BTS = (
    "UAI;LIBELLÉFORMATION;MEFSTAT11;NB_VOEUX_CONFIRMES;STATUT;CAPACITEPSUP\n"
    "0440001M;BTS - A;32211031212;60;Scolaire;20\n"  # in Ancenis
    "0440001M;BTS - A;32211031212;30;Scolaire;10\n"  # a second row for that course
    "0440001M;BTS - B;32211031213;70;Scolaire;\n"  # wishes without places
    "0440005S;BTS - A;32211031212;24;Scolaire;12\n"  # of an unknown commune
    "0440005S;BTS - A - en apprentissage;32211031212;5;Apprentissage;150\n"
    "0490001K;BTS - A;32211031212;24;Scolaire;12\n"  # in Angers, too few
)
LIEUX = (
    "Etablissement d'accueil;Sigle de l'établissement d'accueil;Libellé de l'établissement d'accueil;"
    "Commune de l'établissement d'accueil;Secteur ;MEF\n"
    "0440001M;LPO;ESSAI;ANCENIS-SAINT-GEREON;PUBLIC;a\n0490001K;LP;AUTRE;ANGERS;PRIVE;a\n"
)
ELEVES = (
    "Rentrée scolaire;UAI;Mef Bcp 11;Nombre d'élèves : Total\n"
    "{0};0440001M;32211031212;27\n{0};0440005S;32211031212;6\n{0};0440001M;23830025510;99\n"
)


@pytest.fixture
def charger(tmp_path):
    """`charger(annee des élèves)`: a root with the three files."""
    donnees = Donnees(tmp_path / "racine")

    def faire(annee=""):
        fichiers = {"BTS_2024.csv": ("places", BTS), "lieux.csv": ("etablissements", LIEUX)}
        if annee:
            fichiers["constat.csv"] = ("places", ELEVES.format(annee))
        for nom, (source, texte) in fichiers.items():
            (tmp_path / nom).write_text(texte, "utf-8")
            builders.importer(donnees, source, tmp_path / nom)
        return donnees

    return faire


def valeurs(donnees, code, zonage, periode="2024"):
    lignes = tableau.calculer(donnees, code, zonage).periode(periode)
    return lignes[["value", "obs_status", "minorant", "raison"]]


def test_places_pressure_and_places_per_people_are_said_where_communes_are_known_and_places_too(charger):
    d = charger()
    assert valeurs(d, "places_bts", "region").loc["52", "value"] == 54
    departements = valeurs(d, "places_bts", "departement")
    assert departements["value"].to_dict() == {"44": 42, "49": 12, "53": 0, "72": 0, "85": 0}
    assert not departements["minorant"].any()
    spo = valeurs(d, "places_bts", "spo")
    assert (spo.loc["ancenis", "value"], bool(spo.loc["ancenis", "minorant"])) == (30, True)
    assert "sans 1 établissement (Loire-Atlantique" in spo.loc["ancenis", "raison"].replace("\xa0", " ")
    # Angers is in no such group: its lycée is not lost for the one beside it.
    assert not valeurs(d, "places_bts", "gtec").loc["grand-saumurois", "minorant"]
    assert valeurs(d, "places_apprentis", "region").loc["52", "value"] == 150
    assert valeurs(d, "places_bts_pression", "departement").loc["44", "value"] == pytest.approx((60 + 30 + 24) / 42)
    assert valeurs(d, "places_apprentis_pression", "region").loc["52", "value"] == pytest.approx(5 / 150)
    petit = valeurs(d, "places_bts_pression", "departement").loc["49"]
    assert (petit["obs_status"], petit["raison"]) == ("N", "n.s. : moins de 20 places")
    assert valeurs(d, "places_bts_pression", "departement").loc["53", "obs_status"] == "M"
    habitants = tableau.calculer(d, "population", "departement").periode("2023")["value"]["44"]
    departement = valeurs(d, "places_bts_habitants", "departement").loc["44"]
    assert departement["value"] == pytest.approx(1000 * 42 / habitants)
    ancenis = valeurs(d, "places_bts_habitants", "spo").loc["ancenis"]
    assert (ancenis["obs_status"], ancenis["raison"][:7]) == ("L", "n.d. : ")


def test_a_course_is_where_its_own_point_is(charger, tmp_path):
    d = charger()
    (tmp_path / "parcoursup.csv").write_text(
        TEXTES["parcoursup"].splitlines()[0]
        + "\nPublic;0440005S;Deux sites;Pays de la Loire;BTS   C;47.2184, -1.5536\n"
        + "Public;0440005S;Deux sites;Pays de la Loire;BTS   D;47.2184, -1.5536\n"
        + "Public;0440005S;Deux sites;Pays de la Loire;BTS   A;47.3672, -1.1786\n"
        + "Public;0490001K;Autre;Pays de la Loire;BTS   A;47.4736, -0.5542\n",
        "utf-8",
    )
    builders.importer(d, "etablissements", tmp_path / "parcoursup.csv")
    assert valeurs(d, "places_bts", "spo").loc["ancenis", "value"] == 30 + 12
    assert offre_jeux.etablissements(d).loc["0440005S", "code_commune"] == "44109"


@pytest.mark.parametrize(("annee", "attendu", "raison"), [
    ("2024", 100 * (27 + 6) / (30 + 12), ""),
    ("2020", None, "n.d. : années différentes, places de 2024 et élèves de 2020"),
    ("", None, "n.d. : le fichier des élèves à la rentrée n’est pas chargé"),
])  # fmt: skip
def test_a_fill_rate_takes_pupils_and_places_of_one_year(charger, annee, attendu, raison):
    r = valeurs(charger(annee), "places_bts_remplissage", "departement").loc["44"]
    assert r["raison"] == raison
    assert r["value"] == pytest.approx(attendu) if attendu else r["obs_status"] == "L"


@pytest.mark.parametrize(
    "code", ["places_bts", "places_bts_pression", "places_bts_habitants", "places_bts_remplissage"]
)
def test_the_way_back_adds_up_to_the_figure(charger, code):
    d = charger("2024")
    table = tableau.calculer(d, code, "departement")
    o = origine.remonter(d, table, "44", "2024")
    facteur = {"places_bts_habitants": 1000, "places_bts_remplissage": 100}.get(code, 1)
    bas = o.termes["diviseur"] if o.genre == "rapport" else 1
    assert facteur * o.termes["somme"] / bas == pytest.approx(o.ligne["value"])


def test_invented_places_never_meet_real_addresses(charger, demo_propre, tmp_path):
    charger()
    seul = demo_propre
    builders.importer(seul, "places", tmp_path / "BTS_2024.csv")
    assert seul.est_demonstration("etablissements")
    spo = valeurs(seul, "places_bts", "spo")
    assert (spo["value"] == 0).all()
    assert spo.loc["ancenis", "minorant"]


def test_offers_add_up_and_a_zone_without_a_row_has_none(donnees, tmp_path):
    (tmp_path / "o.csv").write_text(
        "commune;dc_rome_id;nb_offre;date_extract\n44003;M1203;3;2024-12-20\n44003;H2913;4;2024-12-20\n", "utf-8"
    )
    builders.importer(donnees, "offres", tmp_path / "o.csv")
    spo = valeurs(donnees, "offres", "spo", "2024-12")
    assert spo.loc["ancenis", "value"] == spo["value"].sum() == 7
    assert valeurs(donnees, "offres", "commune", "2024-12").loc["44109", ["value", "raison"]].tolist() == [
        0,
        "aucune offre ouverte dans le fichier ce jour-là",
    ]
    assert set(valeurs(donnees, "offres_projets", "bassin", "2024-12")["obs_status"]) == {"L"}
    builders.importer(donnees, "bmo", builders.fichier_bmo(tmp_path, 2024))
    bassins = tableau.calculer(donnees, "offres_projets", "region").periode("2024-12")
    projets = tableau.calculer(donnees, "bmo_projets", "region").periode("2024")["value"]["52"]
    assert bassins.loc["52", "value"] == pytest.approx(100 * 7 / projets)
    assert "20 décembre 2024" in bassins.loc["52", "raison"].replace("\xa0", " ")
    assert "année 2024" in bassins.loc["52", "raison"]


@pytest.mark.parametrize(
    ("zonage", "code"), un_sur(3, [("bassin", "5221"), ("spo", "ancenis"), ("zef", "cholet"), ("commune", "44109")])
)
def test_the_triangle_says_each_figure_where_it_is_true_and_its_date(demonstration, zonage, code):
    termes = lieu.trois_cotes(demonstration, zonage, code)
    assert {t.cote for t in termes} == set(lieu.COTES)
    par_code = {t.indicateur.code: t for t in termes}
    assert (par_code["bmo_projets"].zonage, par_code["offres"].zonage) == ("bassin", zonage)
    assert {"defm_a", "inscrits_a_e"} & set(par_code)
    for t in termes:
        c = tableau.chiffre(demonstration, t.indicateur.code, t.zonage, t.code_zone, t.periode)
        assert (c["valeur"], c["raison"]) == (None if t.valeur != t.valeur else t.valeur, t.raison)
        assert t.demonstration


def test_open_offers_of_a_metier_by_zone_and_an_unknown_zone_has_no_triangle(demonstration):
    lues = demonstration.lire("offres")
    jour, par_bassin = offre_jeux.offres_ouvertes(demonstration, ["H2913"], "bassin")
    communes = zonages.appartenance("bassin")
    ici = lues["code_rome"].eq("H2913") & lues["code_commune"].map(communes).eq("5221")
    assert jour == lues["jour"].max()
    assert par_bassin["5221"] == lues.loc[ici, "value"].sum() > 0
    assert offre_jeux.offres_ouvertes(demonstration, ["A0000"], "bassin")[1].empty
    with pytest.raises(KeyError):
        lieu.trois_cotes(demonstration, "spo", "nulle-part")


def test_official_places_and_offers_by_zone(officielle, producteurs):  # noqa: F811
    lus = {
        code: valeurs(producteurs, code, "region", periode).loc["52"]
        for code, periode in (
            ("places_pro", "2022"), ("places_pro_pression", "2022"), ("places_pro_remplissage", "2022"),
            ("places_bts", "2024"), ("places_apprentis", "2024"), ("offres", "2021-12"),
        )
    }  # fmt: skip
    assert [lus[c]["value"] for c in ("places_pro", "places_bts", "places_apprentis", "offres")] == [
        17342, 8752, 13875, 67366,
    ]  # fmt: skip
    assert lus["places_pro_pression"]["value"] == pytest.approx(13157 / 17342, abs=0.001)
    assert "années différentes" in lus["places_pro_remplissage"]["raison"]
    assert valeurs(producteurs, "offres", "commune", "2021-12").loc["44109", "value"] == 10703
    assert valeurs(producteurs, "places_bts", "departement")["value"].sum() == lus["places_bts"]["value"]

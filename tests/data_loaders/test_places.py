"""Places, wishes, pupils, establishments, offers, links of the ROME: files of producers, then figures by zone."""

import bz2
import gzip
import zipfile

import pandas as pd
import pytest

from data_loaders import jeux
from data_loaders.chiffres import origine, tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import offre as offre_jeux
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import lieu
from data_loaders.sources import metiers, offres, places
from data_loaders.versions import difference
from tests import builders
from tests.vues import tous_avec, un_sur

TEXTES = builders.TABLES["textes"]
FICHIER_BTS, FICHIER_OFFRES, ANNUAIRE = TEXTES["bts"], TEXTES["offres"], TEXTES["annuaire"]
SAINS = {
    "BTS_2024.csv": (places.lire, FICHIER_BTS, "places_bts", "2024"),
    "affelnet_2022.csv": (places.lire, TEXTES["pro"], "places_pro", "2022"),
    "constat.csv": (places.lire, TEXTES["eleves"], "eleves", "2020"),
    "offres.csv": (offres.lire, FICHIER_OFFRES, "offres", "2021-12"),
    "parcoursup.csv": (places.lire_etablissements, TEXTES["parcoursup"], "etablissements", "parcoursup"),
    "affelnet.csv": (places.lire_etablissements, TEXTES["affelnet"], "etablissements", "affelnet"),
    "annuaire23.csv": (places.lire_etablissements, ANNUAIRE.format("Code postal"), "etablissements", "annuaire"),
    "annuaire26.csv": (places.lire_etablissements, ANNUAIRE.format("Code_postal"), "etablissements", "annuaire"),
    "mobilites.csv": (metiers.lire_rome, TEXTES["mobilites"], "mobilites", "ROME3"),
    "savoirs.csv": (metiers.lire_rome, TEXTES["savoirs"], "savoirs", "ROME3"),
    "naf_2021.csv": (metiers.lire_rome, TEXTES["naf"], "employeurs", "2021"),
}


def dit(lu):
    """Remarks of an extract, spaces as one types them."""
    return " ; ".join(lu.remarques).replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def lire(tmp_path):
    """`lire(nom, texte)`: the extract of a file of that name, and its rows."""

    def faire(nom, texte=""):
        lecteur, sain, *_ = SAINS[nom]
        (tmp_path / nom).write_text(texte or sain, "utf-8")
        lu = lecteur(tmp_path / nom)
        return lu, next(iter(lu.tables.values())).to_pandas()

    return faire


@pytest.mark.parametrize(("nom", "forme"), tous_avec(SAINS, ["csv", "zip", "gz", "bz2"]))
def test_a_file_is_known_by_its_columns_and_says_the_same_compressed(tmp_path, nom, forme):
    lecteur, texte, dataset, millesime = SAINS[nom]
    chemin = tmp_path / (nom if forme == "csv" else f"{nom}.{forme}")
    octets = texte.encode("utf-8-sig")
    if forme == "zip":
        with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr(nom, octets)
    else:
        chemin.write_bytes({"csv": bytes, "gz": gzip.compress, "bz2": bz2.compress}[forme](octets))
    assert jeux.lecteurs()[importation.reconnaitre(chemin).source] is lecteur
    lu = lecteur(chemin)
    assert (lu.dataset, lu.millesime) == (dataset, millesime)


def test_places_keep_the_region_the_two_voies_apart_and_the_diploma_of_each_course(lire):
    _, df = lire("BTS_2024.csv")
    assert df.groupby("voie")["value"].sum().to_dict() == {"scolaire": 20, "apprentissage": 162}
    assert dict(zip(df["niveau"], df["code_cfd"], strict=True)) == {"bts": "32031212", "cs": ""}
    assert set(df["libelle"]) == {"BTS - Services - Essai", "Certificat de Spécialisation - Essai"}
    lu, df = lire("affelnet_2022.csv")
    assert df[["niveau", "rang", "value", "code_cfd"]].to_numpy().tolist() == [
        ["cap", 1, 13, "50025223"], ["2de", 1, 16, "40321112"], ["2de", 2, 16, "40321112"],
        ["1re", 1, 12, "40025510"],
    ]  # fmt: skip
    assert "1 ligne laissée de côté, vœux de recensement" in dit(lu)
    assert "additionnées dans les totaux" in dit(lu)


@pytest.mark.parametrize("ecrit", ["0", "501", ""])
def test_an_impossible_count_of_places_is_not_available_and_its_wishes_are_kept(lire, ecrit):
    lu, df = lire("BTS_2024.csv", FICHIER_BTS.replace(";Scolaire;20", f";Scolaire;{ecrit}"))
    ligne = df[df["voie"].eq("scolaire")].iloc[0]
    assert (ligne["obs_status"], ligne["voeux"]) == ("O", 40)
    assert pd.isna(ligne["value"])
    assert "des vœux n'ont pas de places" in dit(lu)
    assert [c.regle for c in lu.doutes] == (["places"] if ecrit else [])


@pytest.mark.parametrize(
    ("uai", "gardees", "mot"), [("0440001A", 3, "lettre de l'UAI est fausse"), ("44", 1, "UAI illisible")]
)
def test_an_unknown_uai_is_kept_in_its_departement_or_left_aside_and_asks(lire, uai, gardees, mot):
    lu, df = lire("BTS_2024.csv", FICHIER_BTS.replace("0440001M", uai))
    assert len(df) == gardees
    assert mot in dit(lu)
    assert [c.regle for c in lu.doutes] == ["uai"]


@pytest.mark.parametrize("nom", ["BTS_2024.csv", "naf_2021.csv"])
@pytest.mark.parametrize("autre", ["sans.csv", "de_2021_a_2022.csv"])
def test_a_file_that_says_its_year_by_its_name_alone_is_refused_without_it(tmp_path, nom, autre):
    lecteur, texte, *_ = SAINS[nom]
    (tmp_path / autre).write_text(texte, "utf-8")
    with pytest.raises(ErreurDonnees, match="année inconnue"):
        lecteur(tmp_path / autre)


def test_offers_of_a_pair_add_up_on_the_commune_of_today(lire):
    lu, df = lire("offres.csv")
    # 44180: Freigné, in Maine-et-Loire when the file was made
    lues = df.set_index(["code_commune", "code_rome"])["value"].to_dict()
    assert lues == {("44109", "M1203"): 6, ("44180", "M1203"): 2, ("44999", "A1101"): 1}
    assert lu.dit[1] == "44 : 7 · 49 : 2"
    assert "1 commune inconnue" in dit(lu)
    _, deux = lire("offres.csv", FICHIER_OFFRES.replace("49144;M1203;2;2021-12-21", "49144;M1203;2;2021-12-20"))
    assert deux["value"].sum() == 7


def test_a_point_out_of_the_region_is_taken_away_and_said(lire):
    lu, df = lire("parcoursup.csv")
    communes = df.set_index("uai")["code_commune"].to_dict()
    assert communes == {"0440001M": "44109", "0850025R": "", "0490001K": ""}
    assert (df["latitude"].count(), set(df["formation"])) == (1, {"bts-services-essai"})
    assert "1 point hors de la région" in dit(lu)


def test_establishments_of_the_two_other_files_and_links_of_the_rome(lire):
    assert lire("affelnet.csv")[1].set_index("uai")["code_commune"].to_dict() == {"0440001M": "44003", "0530010Y": ""}
    for nom in ("annuaire23.csv", "annuaire26.csv"):
        _, df = lire(nom)
        assert [*df[["uai", "code_commune", "fiche"]].iloc[0]] == ["0440001M", "44003", "https://exemple.fr/1"]
    _, df = lire("mobilites.csv")
    assert df.groupby("sens").size().to_dict() == {"proche": 2, "evolution": 1}
    assert lire("savoirs.csv")[1]["libelle"].tolist() == ["Lecture d’un plan"]


@pytest.mark.parametrize("nom", [n for n in SAINS if n not in ("mobilites.csv", "savoirs.csv", "naf_2021.csv")])
def test_a_file_of_another_region_is_refused(lire, nom):
    texte = SAINS[nom][1]
    for ici, ailleurs in (("044", "035"), ("085", "035"), ("049", "035"), ("053", "035"), ("44109", "35109")):
        texte = texte.replace(f"\n{ici}", f"\n{ailleurs}").replace(f";{ici}", f";{ailleurs}")
    texte = texte.replace("\n49144", "\n35144").replace("\n44999", "\n35999")
    with pytest.raises(ErreurDonnees, match="aucune ligne de la région"):
        lire(nom, texte)


# dataset, edition -> rows, how many are different under a title, sums: `SOURCES.md` of the official files.
TOTAUX = {
    ("places_bts", "2024"): (976, {"uai": 258}, {"value": 23174, "voeux": 148518}),
    ("places_pro", "2022"): (1088, {"uai": 197}, {"value": 23805, "voeux": 19818}),
    ("eleves", "2020"): (2460, {"uai": 155}, {"value": 47227}),
    ("offres", "2021-12"): (20772, {}, {"value": 67366}),
    ("etablissements", "parcoursup"): (795, {"uai": 234}, {}),
    ("savoirs", "ROME3"): (12109, {"code_rome": 532, "code_savoir": 3822}, {}),
    ("employeurs", "2021"): (5071, {"code_rome": 517, "code_naf": 692}, {"value": 2889582}),
}


@pytest.fixture
def officielle(producteurs):
    """`officielle(dataset, edition)`: its rows."""
    if not producteurs.officiel.millesimes("offres"):
        pytest.skip("no folder « offre » beside the reference files")

    def lire(dataset, edition):
        (table,) = CONTRATS[dataset].tables
        return producteurs.officiel.lire(dataset, table, [edition]).to_pandas()

    return lire


@pytest.mark.parametrize("quoi", TOTAUX)
def test_totals_of_the_official_files(officielle, quoi):
    df, (lignes_nb, differents, sommes) = officielle(*quoi), TOTAUX[quoi]
    assert len(df) == lignes_nb
    assert {c: df[c].nunique() for c in differents} == differents
    assert {c: df[c].sum() for c in sommes} == sommes


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


def test_two_versions_of_places_are_compared_beside_the_establishments_that_are_loaded(charger, tmp_path):
    avant = (d := charger()).dernier("places_bts").identifiant
    (tmp_path / "BTS_2024.csv").write_text(BTS.replace(";60;", ";600;"), "utf-8")
    builders.importer(d, "places", tmp_path / "BTS_2024.csv")
    changements = difference.comparer(d, "places_bts", avant, d.dernier("places_bts").identifiant).changements
    (loire,) = (c for c in changements if c.ou == "Vœux par place de BTS, voie scolaire, Loire-Atlantique, 2024")
    assert (loire.genre, loire.avant, loire.apres) == ("classe", pytest.approx(114 / 42), pytest.approx(654 / 42))


def test_a_course_is_where_its_own_point_is(charger, tmp_path):
    d = charger()
    points = [f"0440005S;Deux sites;Pays de la Loire;BTS   {c};47.2184, -1.5536" for c in "CD"]
    points.append("0440005S;Deux sites;Pays de la Loire;BTS   A;47.3672, -1.1786")
    points.append("0490001K;Autre;Pays de la Loire;BTS   A;47.4736, -0.5542")
    entete, lignes = TEXTES["parcoursup"].splitlines()[0], [f"Public;{p}" for p in points]
    builders.importer(d, "etablissements", builders.csv_de(tmp_path / "parcoursup.csv", entete, lignes))
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


@pytest.mark.parametrize("code", [f"places_bts{x}" for x in ("", "_pression", "_habitants", "_remplissage")])
def test_the_way_back_adds_up_to_the_figure(charger, code):
    d = charger("2024")
    table = tableau.calculer(d, code, "departement")
    o = origine.remonter(d, table, "44", "2024")
    facteur = {"places_bts_habitants": 1000, "places_bts_remplissage": 100}.get(code, 1)
    bas = o.termes["diviseur"] if o.genre == "rapport" else 1
    assert facteur * o.termes["somme"] / bas == pytest.approx(o.ligne["value"])


def test_offers_add_up_and_a_zone_without_a_row_has_none(donnees, tmp_path):
    lignes = ("44003;M1203;3;2024-12-20", "44003;H2913;4;2024-12-20")
    f = builders.csv_de(tmp_path / "o.csv", "commune;dc_rome_id;nb_offre;date_extract", lignes)
    builders.importer(donnees, "offres", f)
    spo = valeurs(donnees, "offres", "spo", "2024-12")
    assert spo.loc["ancenis", "value"] == spo["value"].sum() == 7
    ailleurs = valeurs(donnees, "offres", "commune", "2024-12").loc["44109", ["value", "raison"]]
    assert ailleurs.tolist() == [0, "aucune offre ouverte dans le fichier ce jour-là"]
    assert set(valeurs(donnees, "offres_projets", "bassin", "2024-12")["obs_status"]) == {"L"}
    builders.importer(donnees, "bmo", builders.fichier_bmo(tmp_path, 2024))
    bassins = tableau.calculer(donnees, "offres_projets", "region").periode("2024-12")
    projets = tableau.calculer(donnees, "bmo_projets", "region").periode("2024")["value"]["52"]
    assert bassins.loc["52", "value"] == pytest.approx(100 * 7 / projets)
    assert "20 décembre 2024" in bassins.loc["52", "raison"].replace("\xa0", " ")
    assert "année 2024" in bassins.loc["52", "raison"]


@pytest.mark.parametrize(("zonage", "code"), un_sur(3, [("bassin", "5221"), ("spo", "ancenis"), ("zef", "cholet")]))
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


def test_official_places_and_offers_by_zone(officielle, producteurs):
    attendus = {("places_pro", "2022"): 17342, ("places_bts", "2024"): 8752, ("places_apprentis", "2024"): 13875}
    attendus |= {("offres", "2021-12"): 67366, ("places_pro_pression", "2022"): 13157 / 17342}
    lus = {(c, p): valeurs(producteurs, c, "region", p).loc["52", "value"] for c, p in attendus}
    assert lus == pytest.approx(attendus, abs=0.001)

"""Places, wishes, pupils, establishments, offers, links of the ROME: one file of each producer, sound then damaged."""

import bz2
import gzip
import zipfile

import pandas as pd
import pytest

from data_loaders import jeux
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import nomenclatures, offres, places
from tests import builders

TEXTES = builders.TABLES["textes"]
BTS, OFFRES, ANNUAIRE = TEXTES["bts"], TEXTES["offres"], TEXTES["annuaire"]
SAINS = {
    "BTS_2024.csv": (places.lire, BTS, "places_bts", "2024"),
    "affelnet_2022.csv": (places.lire, TEXTES["pro"], "places_pro", "2022"),
    "constat.csv": (places.lire, TEXTES["eleves"], "eleves", "2020"),
    "offres.csv": (offres.lire, OFFRES, "offres", "2021-12"),
    "parcoursup.csv": (places.lire_etablissements, TEXTES["parcoursup"], "etablissements", "parcoursup"),
    "affelnet.csv": (places.lire_etablissements, TEXTES["affelnet"], "etablissements", "affelnet"),
    "annuaire23.csv": (places.lire_etablissements, ANNUAIRE.format("Code postal"), "etablissements", "annuaire"),
    "annuaire26.csv": (places.lire_etablissements, ANNUAIRE.format("Code_postal"), "etablissements", "annuaire"),
    "mobilites.csv": (nomenclatures.lire_rome, TEXTES["mobilites"], "mobilites", "ROME3"),
    "savoirs.csv": (nomenclatures.lire_rome, TEXTES["savoirs"], "savoirs", "ROME3"),
    "naf_2021.csv": (nomenclatures.lire_rome, TEXTES["naf"], "employeurs", "2021"),
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


@pytest.mark.parametrize("nom", SAINS)
@pytest.mark.parametrize("forme", ["csv", "zip", "gz", "bz2"])
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


@pytest.mark.parametrize("ecrit", ["0", "501", "999", ""])
def test_an_impossible_count_of_places_is_not_available_and_its_wishes_are_kept(lire, ecrit):
    lu, df = lire("BTS_2024.csv", BTS.replace(";Scolaire;20", f";Scolaire;{ecrit}"))
    ligne = df[df["voie"].eq("scolaire")].iloc[0]
    assert (ligne["obs_status"], ligne["voeux"]) == ("O", 40)
    assert pd.isna(ligne["value"])
    assert "des vœux n'ont pas de places" in dit(lu)
    assert [c.regle for c in lu.doutes] == (["places"] if ecrit else [])


def test_half_a_wish_is_refused(lire):
    with pytest.raises(ErreurDonnees, match="effectif à décimales"):
        lire("BTS_2024.csv", BTS.replace(";40;", ";40,5;"))


@pytest.mark.parametrize(
    ("uai", "gardees", "mot"), [("0440001A", 3, "lettre de l'UAI est fausse"), ("44", 1, "UAI illisible")]
)
def test_an_unknown_uai_is_kept_in_its_departement_or_left_aside_and_asks(lire, uai, gardees, mot):
    lu, df = lire("BTS_2024.csv", BTS.replace("0440001M", uai))
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
    assert df.set_index(["code_commune", "code_rome"])["value"].to_dict() == {
        ("44109", "M1203"): 6,
        ("44180", "M1203"): 2,  # Freigné, in Maine-et-Loire when the file was made
        ("44999", "A1101"): 1,
    }
    assert lu.dit[1] == "44 : 7 · 49 : 2"
    assert "1 commune inconnue" in dit(lu)
    _, deux = lire("offres.csv", OFFRES.replace("49144;M1203;2;2021-12-21", "49144;M1203;2;2021-12-20"))
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
        assert df[["uai", "code_commune", "fiche"]].to_numpy().tolist() == [
            ["0440001M", "44003", "https://exemple.fr/1"]
        ]
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
    ("places_bts", "2022"): (719, {"uai": 216}, {"value": 17131, "voeux": 167804}),
    ("places_bts", "2024"): (976, {"uai": 258}, {"value": 23174, "voeux": 148518}),
    ("places_pro", "2022"): (1088, {"uai": 197}, {"value": 23805, "voeux": 19818}),
    ("eleves", "2020"): (2460, {"uai": 155}, {"value": 47227}),
    ("offres", "2021-12"): (20772, {}, {"value": 67366}),
    ("etablissements", "parcoursup"): (795, {"uai": 234}, {}),
    ("etablissements", "affelnet"): (57, {"uai": 57}, {}),
    ("savoirs", "ROME3"): (12109, {"code_rome": 532, "code_savoir": 3822}, {}),
    ("employeurs", "2021"): (5071, {"code_rome": 517, "code_naf": 692}, {"value": 2889582}),
}
# dataset, edition, title -> sum of the values of each
PARTS = {
    ("places_bts", "2024", "voie"): {"apprentissage": 14215, "scolaire": 8959},
    ("places_bts", "2024", "code_departement"): {"44": 10060, "49": 5805, "53": 1556, "72": 2287, "85": 3466},
    ("places_pro", "2022", "niveau"): {"1re": 6463, "2de": 12894, "cap": 4448},
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


@pytest.mark.parametrize(("dataset", "edition", "titre"), PARTS)
def test_parts_of_the_official_files(officielle, dataset, edition, titre):
    sommes = officielle(dataset, edition).groupby(titre)["value"].sum()
    assert sommes.to_dict() == PARTS[dataset, edition, titre]


def test_links_of_the_official_rome_and_communes_of_its_establishments(officielle):
    assert officielle("mobilites", "ROME3").groupby("sens").size().to_dict() == {"evolution": 2301, "proche": 1917}
    assert not officielle("etablissements", "affelnet")["code_commune"].eq("").any()

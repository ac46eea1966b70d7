"""Nomenclatures of the métiers: posts, crosswalks, the break of 2024 in the list of the survey, names of groups."""

import re

import pandas as pd
import pytest

from data_loaders import parametres
from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.commandes import importation, lecture
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin import controle
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.measures.indice_complet import passages
from data_loaders.metiers import nomenclatures
from data_loaders.metiers.nomenclatures import correspondance, libelles, libelles_charges, libelles_enquete
from data_loaders.parametres import METEO, meteo as lire
from data_loaders.sources import metiers
from tests import builders

FAP2021 = (
    "Code_FAP341,Intitulé_FAP341,Code_FAP228,Intitulé_FAP228,Code_FAP86,Intitulé_FAP86,Code_FAP22,Intitulé_FAP22\n"
    "A0X41a,Bovins,A0X41,Eleveurs,A0X,Agriculteurs,A,Agriculture\n"
    "A0X41b,Insectes,A0X41,Eleveurs,A0X,Agriculteurs,A,Agriculture\n"
)
ENTETE_2009 = (
    "Code FAP détaillées,FAP détaillées,Code FAP agrégées,FAP agrégées,Code domaines professionnels,"
    "domaines professionnels\n"
)
FAP2009 = ENTETE_2009 + "A0Z41,Éleveurs,A0Z,Agriculteurs anciens,A,Ancienne agriculture\n"
DEUX_GROUPES = ENTETE_2009 + "B0Z20,Maçons,B0Z,Gros œuvre,B,Bâtiment\nV0Z60,Aides-soignants,V0Z,Soins,V,Santé\n"
PASSAGE = "ROME,Intitule_ROME,Qualif,FAP341,Intitule_FAP341\n" + "".join(
    f"A1407,Élevage,{q},{f},x\n" for q, f in (("0", "A0X41a"), ("0", "A0X41b"), ("1", "A0X41a"), ("2", "B0X10"))
)


def importer(donnees, dossier, *textes):
    for texte in textes:
        chemin = dossier / "n.csv"
        chemin.write_text(texte, "utf-8")
        builders.importer(donnees, "nomenclature", chemin)
    return donnees


def test_nothing_loaded_gives_no_label_and_both_nomenclatures_the_newest_first(donnees, tmp_path):
    assert libelles(donnees, "fap22") == {}
    assert correspondance(donnees, "FAP2009").empty
    with pytest.raises(KeyError):
        libelles(donnees, "fap341")
    donnees = importer(Donnees(tmp_path / "d"), tmp_path, FAP2021, FAP2009)
    assert libelles(donnees, "fap22") == {"A": "Agriculture"}
    assert libelles(donnees, "fap87") == {"A0X": "Agriculteurs", "A0Z": "Agriculteurs anciens"}
    assert libelles(donnees, "metier") == {"A0X41": "Eleveurs", "A0Z41": "Éleveurs"}


def test_a_crosswalk_keeps_its_qualifications_and_serves_the_complete_index(tmp_path):
    donnees = importer(Donnees(tmp_path / "d"), tmp_path, PASSAGE)
    liens = correspondance(donnees, "FAP2021")
    # Two parts of one métier at one level are one link.
    lus = list(liens.itertuples(index=False, name=None))
    assert lus == [("A1407", "0", "A0X41"), ("A1407", "1", "A0X41"), ("A1407", "2", "B0X10")]
    assert passages(liens).set_index("code_metier")["part"].to_dict() == {"A0X41": 2 / 3, "B0X10": 1 / 3}
    assert correspondance(donnees, "FAP2009").empty


@pytest.mark.parametrize(("texte", "regle", "message"), [
    (FAP2021.replace("b,Insectes", "a,Insectes"), "nomenclature", "A0X41a Bovins"),
    (FAP2021 + "C0X01,Autre,C0X01,Autre,A0X,Agriculteurs,C,Industrie\n", "nomenclature", "niveau fap86"),
    (FAP2021.replace(",Bovins", ","), "motif", "libelle"),
    (PASSAGE.replace("A1407,", "A0X41,"), "motif", "code_rome"),
    (PASSAGE.replace("A0X41a", "A1407"), "motif", "code_fap"),
    (PASSAGE + "A1407,Élevage,2,B0X10,y\n", "cle", "en double"),
])  # fmt: skip
def test_refusals_say_what_was_seen(tmp_path, texte, regle, message):
    with builders.refus(regle, message):
        importer(Donnees(tmp_path / "d"), tmp_path, texte)


def test_the_official_hierarchies_have_the_posts_their_names_say(officielles):
    assert officielles.millesimes("nomenclatures") == ["FAP2009", "FAP2021", "ROME3"]
    assert officielles.millesimes("passages") == ["FAP2009", "FAP2021"]
    postes = officielles.lire("nomenclatures", "postes").groupby(["nomenclature", "niveau"]).size()
    attendus = {("FAP2021", f"fap{n}"): n for n in (341, 228, 86, 22)} | {("ROME3", "rome"): 532}
    assert postes.to_dict() == attendus | {("FAP2009", f"fap{n}"): n for n in (225, 87, 22)}
    # The table writes « ; » where the labels of the ROME have commas.
    assert libelles(officielles, "rome")["D1104"] == "Pâtisserie, confiserie, chocolaterie et glacerie"


def table(*lignes):
    return pd.DataFrame(lignes, columns=["code_rome", "qualification", "code"])


def test_a_link_weighs_what_it_has_of_the_couples_each_counted_once():
    de = table(("R1", "0", "A"), ("R1", "1", "A"), ("R1", "2", "B"), *(("R2", q, "A") for q in "012"))
    vers = table(("R1", "0", "x"), ("R1", "1", "y"), ("R1", "2", "y"), ("R2", "", "x"))
    liens = nomenclatures.liens_entre(de, vers).set_index(["code_de", "code_vers"])
    # A: R1 at level 0 and the three levels of R2 go to x, R1 at level 1 goes to y.
    # In the order of the first codes, the heaviest link of each first.
    assert list(liens["couples_nb"].items()) == [(("A", "x"), 4), (("A", "y"), 1), (("B", "y"), 1)]
    assert liens["part_de"].to_dict() == {("A", "x"): 0.8, ("A", "y"): 0.2, ("B", "y"): 1.0}
    assert liens["part_vers"].to_dict() == {("A", "x"): 1.0, ("A", "y"): 0.5, ("B", "y"): 0.5}
    liens = nomenclatures.liens_entre(table(("R1", "", "A"), ("R1", "", "A"), ("R9", "", "B")), table(("R1", "", "x")))
    assert liens[["code_de", "code_vers", "couples_nb"]].to_numpy().tolist() == [["A", "x", 1]]


def test_the_command_writes_the_links_and_says_what_a_part_is(producteurs, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(producteurs.racine))
    sortie = tmp_path / "liens.csv"
    assert main(["passage", "FAP2021", "--niveau", "fap87", "--vers", str(sortie)]) == 0
    assert pd.read_csv(sortie).groupby("code_de")["part_de"].sum().round(3).eq(1).all()
    dit = capsys.readouterr().out
    assert dit.startswith("liens.csv : ")
    assert "non des emplois" in dit


def test_without_the_tables_nothing_is_written(tmp_path, capsys):
    assert lecture.passage(Donnees(tmp_path / "vide"), "FAP2021", "metier", tmp_path / "x.csv") == 2
    assert not (tmp_path / "x.csv").exists()
    assert "FAP2009" in capsys.readouterr().out


ANCIEN, NOUVEAU = (Metier("metier", c) for c in ("V0Z60", "V0X60"))


@pytest.fixture(scope="module")
def rompues(tmp_path_factory):
    """Two surveys: one métier renamed one for one, one divided, one that keeps the code of another; to be read only."""
    dossier = tmp_path_factory.mktemp("rupture")
    d = Donnees(dossier / "d")
    listes = {
        2023: [("B2Z40", "Maçons", "O", "100", "55"), ("G0A43", "Entretien", "O", "30", "20"),
               ("V0Z60", "Aides-soignants", "S", "200", "120")],
        2024: [("B1X31", "Maçons qualifiés", "O", "80", "45"), ("G0A43", "Bâtiment", "O", "60", "20"),
               ("V0X60", "Aides-soignants", "S", "210", "90")],
    }  # fmt: skip
    for annee, liste in listes.items():
        lignes = [(code, nom, famille, 5220, 44, met, xmet, "10") for code, nom, famille, met, xmet in liste]
        builders.importer(d, "bmo", builders.fichier_bmo(dossier, annee, lignes))
    return d


@pytest.mark.parametrize(("code", "millesime", "genre", "codes"), [
    ("V0Z60", "2023", "1:1", ("V0X60",)),
    ("V0X60", "2025", "1:1", ("V0Z60",)),
    ("A3Z90", "2023", "1:1 volume rompu", ("A3X90",)),
    ("B2Z40", "2023", "n:m", ("B1X31", "B2X31", "B6X73")),
    ("G0B41", "2024", "n:m", ("D3Z20", "G0B41", "G1Z71")),
    ("R1Z66", "2018", "sans suite", ()),
    ("V4X84", "2024", "nouveau", ()),
    ("V0Z60", "2024", "", ()),
])  # fmt: skip
def test_what_a_code_becomes_or_was(code, millesime, genre, codes):
    assert bmo.suites(code, millesime)[:2] == (genre, codes)


def test_where_the_rome_cards_of_a_metier_go_is_said_when_the_survey_does_not_follow_it():
    metiers = pd.DataFrame({"annee": ["2024"], "code_metier": ["V1X80"], "libelle_metier": ["Infirmiers"]})
    dites = bmo.raisons_non_listees(
        "metier", pd.Series(["V1Z81", "V4X84", "R1Z66"]), pd.Series(["2025", "2021", "2025"]), metiers
    )
    assert ["« Infirmiers » (V1X80)" in dites[0], "viennent de V0Z60" in dites[1], "ROME" in dites[2]] == [1, 1, 0]


@pytest.mark.parametrize("indicateur", ["bmo_projets", "bmo_part_difficiles", "bmo_part_difficiles_estimee"])
def test_a_metier_renamed_one_for_one_goes_on_under_both_codes(rompues, indicateur):
    lus = [tableau.calculer(rompues, indicateur, "bassin", m).zone("5220") for m in (ANCIEN, NOUVEAU)]
    assert lus[0]["value"].notna().all()
    assert lus[0].drop(columns="raison").equals(lus[1].drop(columns="raison"))
    ailleurs = [t.loc[p, "raison"] for t, p in zip(lus, ("2024", "2023"), strict=True)]
    assert ["V0X60" in ailleurs[0], "V0Z60" in ailleurs[1]] == [True, True]
    if indicateur == "bmo_projets":
        assert lus[0]["value"].to_dict() == {"2023": 200, "2024": 210}
    else:
        assert lus[0]["statut_marche"].eq("estime").all()
        assert lus[0]["declaree"].notna().all()
    ici = tableau.calculer_groupes(rompues, indicateur, "bassin", "metier").zone("5220")
    for m in (ANCIEN, NOUVEAU):
        assert ici.loc[ici["code_groupe"] == m.code, "value"].to_dict() == lus[0]["value"].to_dict()


@pytest.mark.parametrize(("code", "annee", "voir"), [
    ("B2Z40", "2024", "depuis, « Maçons qualifiés » (B1X31), B2X31 et B6X73"),
    ("B1X31", "2023", "avant, « Maçons » (B2Z40)"),
])  # fmt: skip
def test_elsewhere_what_follows_is_named(rompues, code, annee, voir):
    r = tableau.calculer(rompues, "bmo_projets", "bassin", Metier("metier", code)).zone("5220").loc[annee]
    assert (r["obs_status"], r["raison"]) == ("L", f"la liste de l’enquête a changé en 2024 : voir, {voir}")


def test_the_official_series_cross(officielles):
    for niveau_code in ("V0X60", "D1X33", "V1X80", "T2A60"):
        t = tableau.calculer(officielles, "bmo_projets", "region", Metier("metier", niveau_code))
        assert t.lignes["value"].gt(0).all()
        assert list(t.lignes["periode"]) == ["2016", "2018", "2021", "2023", "2024"]
    metiers = officielles.lire("bmo", "metiers")
    listes = {a: set(g["code_metier"]) for a, g in metiers.groupby("annee")}
    listes["2018"].discard("V5Z00")  # asked that year alone
    assert all(codes <= bmo.debuts_de_code(5)[a >= bmo.RUPTURE] for a, codes in listes.items())
    t = tableau.calculer(officielles, "bmo_projets", "region", Metier("metier", "B2Z40")).zone("52")
    assert "« Maçons qualifiés » (B1X31)" in t.loc["2024", "raison"]


def test_official_groups_are_named_by_the_nomenclature_of_their_vintage(officielles):
    libelles = {(n, a): libelles_enquete(officielles, n, a) for n in ("fap22", "fap87") for a in ("2023", "2024")}
    assert libelles["fap22", "2023"]["H"] == "Ingénieurs et cadres de l’industrie"
    assert libelles["fap22", "2024"]["H"] == "Ingénieurs, cadres et agents des fonctions transverses de l’industrie"
    assert libelles["fap87", "2023"]["V0Z"] == libelles["fap87", "2024"]["V0X"] == "Aides-soignants"
    assert libelles_charges(officielles, "fap87")


def test_a_group_without_a_nomenclature_is_its_code_and_says_so_and_an_unknown_level_is_refused(donnees, tmp_path):
    builders.importer(donnees, "bmo", builders.fichier_bmo(tmp_path, 2023))
    assert libelles_enquete(donnees, "fap22", "2023") == {c: f"{c} (libellé non chargé)" for c in "ABV"}
    assert not libelles_charges(donnees, "fap22")
    assert libelles_charges(donnees, "famille")
    assert libelles_enquete(donnees, "metier", "2023")["B0Z20"] == "Maçons"
    importer(donnees, tmp_path, DEUX_GROUPES)
    assert libelles_enquete(donnees, "fap22", "2023")["B"] == "Bâtiment"
    assert libelles_enquete(donnees, "fap87", "2023")["V0Z"] == "Soins"
    assert libelles_charges(donnees, "fap22")
    assert libelles_enquete(donnees, "ensemble", "2023") == {"ensemble": "Tous les métiers"}
    with pytest.raises(KeyError):
        libelles_enquete(donnees, "fap341", "2023")


@pytest.mark.parametrize(("avant", "apres", "message"), [
    ("[lissage]", "[lisage]", "lisage, lissage"),
    ('version = "4"', "", "version, date"),
    ('fondement = "complément du poids des offres"', "", "poids_bmo"),
])  # fmt: skip
def test_a_broken_file_is_refused(tmp_path, avant, apres, message):
    texte = METEO.read_text(encoding="utf-8")
    assert avant in texte
    chemin = tmp_path / "meteo.toml"
    chemin.write_text(texte.replace(avant, apres), encoding="utf-8")
    with pytest.raises(ErreurDonnees, match=message):
        lire(chemin)


ENTETE_REGION = ["code_reg", "fap_3", "emp_fap", "emp_region", "variable", "var_classe"]
LIGNES_REGION = [[52, "A0Z", 40, 100, 40.0, "40"], [52, "T2A", 60, 100, 60.0, "60"], [11, "A0Z", 7, 7, 100.0, "100"]]


@pytest.fixture
def cent(monkeypatch):
    """Of one edition, the total of the region is known: 100."""
    connus = {"defm_abc_fap": {"2019": {"total_ecrit": 100, "source": "essai", "totaux": []}}}
    monkeypatch.setattr(controle, "totaux_connus", lambda: connus)


def total(lu):
    return sum(lu.tables["observations"]["value"].to_pylist())


def test_four_quarters_are_a_mean_and_the_total_tells_the_edition(cent, tmp_path):
    f = builders.texte(tmp_path / "recu.dat", [ENTETE_REGION, *LIGNES_REGION])
    assert importation.reconnaitre(f).source == "metiers-region"
    lu = metiers.lire_region(f)
    CONTRATS[lu.dataset].valider(lu.tables)
    assert (lu.dataset, lu.millesime, total(lu)) == ("defm_abc_fap", "2019", 25)
    lus = lu.tables["observations"].to_pandas().set_index("code_fap87")["value"]
    assert lus.to_dict() == {"A0Z": 10, "T2A": 15}


def test_the_file_of_employment_and_that_of_another_region(tmp_path, monkeypatch):
    with pytest.raises(ErreurDonnees, match="aucune ligne de la région"):
        metiers.lire_region(builders.texte(tmp_path / "x.csv", [ENTETE_REGION, LIGNES_REGION[2]]))
    monkeypatch.setattr(controle, "totaux_connus", dict)
    entete = ["code_reg", "FAP_3", "emp_fap_reg", "emp_reg", "REG", "pourcentage"]
    corps = [[52, "A0Z", "42.40", "100.00", "52", 0.09], [52, "T2A", "57.60", "100.00", "52", 0.08]]
    lu = metiers.lire_region(builders.texte(tmp_path / "emploi_rp2017.csv", [entete, *corps], ",", "cp1252"))
    assert (lu.dataset, lu.millesime, total(lu)) == ("emploi_fap", "2017", 100)


def test_rows_that_do_not_make_the_total_and_an_unknown_edition_are_refused(cent, tmp_path):
    with pytest.raises(ErreurDonnees, match="le total écrit sur chaque ligne"):
        metiers.lire_region(builders.texte(tmp_path / "x.csv", [ENTETE_REGION, LIGNES_REGION[0]]))
    autre = [[52, "A0Z", 40, 90, 0, ""], [52, "T2A", 50, 90, 0, ""]]
    with pytest.raises(ErreurDonnees, match="rien ne dit l'année") as e:
        metiers.lire_region(builders.texte(tmp_path / "y.csv", [ENTETE_REGION, *autre]))
    assert "totaux_publies.toml" in e.value.remede
    nomme = metiers.lire_region(builders.texte(tmp_path / "defm_a_2021_fap87.csv", [ENTETE_REGION, *autre]))
    assert (nomme.dataset, nomme.millesime) == ("defm_a_fap", "2021")


def test_a_family_has_its_own_figure_and_there_is_none_without_family(producteurs):
    t = tableau.calculer(producteurs, "emploi_fap", "region", Metier("fap87", "T4Z"))
    assert round(t.lignes["value"].iloc[0]) == 68191
    with pytest.raises(DemandeInvalide, match="métier inconnu"):
        tableau.calculer(producteurs, "emploi_fap", "region", Metier("fap87", "Z9Z"))
    assert tableau.calculer(producteurs, "emploi_fap", "region").lignes["value"].isna().all()


def test_short_names_are_declared_whole_and_stand_for_one_metier_alone():
    declares = parametres.noms_courts()
    assert not [c for c in declares.values() if len(c) > 50 or c.endswith(("…", ",", " de", " et", " des")) or "(" in c]
    assert not [nom for nom in declares if len(nom) <= 45 and declares[nom] == nom]


def test_every_long_name_of_the_survey_has_its_short_one(officielles):
    declares = parametres.noms_courts()
    for niveau in ("metier", "famille"):
        for annee in ("2016", "2018", "2021", "2023", "2024"):
            noms = libelles_enquete(officielles, niveau, annee)
            vivants = [
                re.sub(r"\s+", " ", nom) for nom in noms.values() if not re.search(r" \(\d{4}(?: à \d{4})?\)$", nom)
            ]
            assert not [nom for nom in vivants if len(nom) > 45 and nom not in declares], (niveau, annee)
            dits = [declares.get(nom, nom) for nom in vivants]
            assert len(dits) == len(set(dits)), (niveau, annee)

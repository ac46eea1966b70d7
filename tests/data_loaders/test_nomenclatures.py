import pandas as pd
import pytest

from data_loaders import __main__ as commande
from data_loaders.commandes import lecture
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.indice_complet import passages
from data_loaders.metiers import nomenclatures
from data_loaders.metiers.nomenclatures import correspondance, libelles
from tests import builders

FICHIERS = {
    "FAP2009": "nomenclatures/fap2009_225_87_22.csv",
    "FAP2021": "nomenclatures/fap2021_341_228_86_22.csv",
    "ROME3": "nomenclatures/rome_v3_532_labonneboite.csv",
    "passage FAP2009": "nomenclatures/dares_rome_v3_qualif_vers_fap2009.csv",
    "passage FAP2021": "nomenclatures/dares_rome_qualif_vers_fap2021.csv",
}
FAP2021 = (
    "Code_FAP341,Intitulé_FAP341,Code_FAP228,Intitulé_FAP228,Code_FAP86,Intitulé_FAP86,Code_FAP22,Intitulé_FAP22\n"
    "A0X41a,Bovins,A0X41,Eleveurs,A0X,Agriculteurs,A,Agriculture\n"
    "A0X41b,Insectes,A0X41,Eleveurs,A0X,Agriculteurs,A,Agriculture\n"
)
FAP2009 = (
    "Code FAP détaillées,FAP détaillées,Code FAP agrégées,FAP agrégées,Code domaines professionnels,"
    "domaines professionnels\nA0Z41,Éleveurs,A0Z,Agriculteurs anciens,A,Ancienne agriculture\n"
)
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
    assert list(liens.itertuples(index=False, name=None)) == [
        ("A1407", "0", "A0X41"), ("A1407", "1", "A0X41"), ("A1407", "2", "B0X10"),
    ]  # fmt: skip
    assert passages(liens).set_index("code_metier")["part"].to_dict() == {"A0X41": 2 / 3, "B0X10": 1 / 3}
    assert correspondance(donnees, "FAP2009").empty


@pytest.mark.parametrize(("texte", "regle", "message"), [
    ("a,b\n1,2\n", "colonnes", "a, b"),
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
    assert libelles(officielles, "fap87")["A0Z"] == "Agriculteurs, éleveurs, sylviculteurs, bûcherons"
    assert libelles(officielles, "rome")["A1203"] == "Aménagement et entretien des espaces verts"
    # The table writes « ; » where the labels of the ROME have commas.
    assert libelles(officielles, "rome")["D1104"] == "Pâtisserie, confiserie, chocolaterie et glacerie"


def test_every_official_link_is_kept(officielles, reference):
    liens = officielles.lire("passages", "correspondances")
    for cible, colonnes in (
        ("FAP2009", ("rome_v3", "qualification", "fap2009")),
        ("FAP2021", ("ROME", "Qualif", "FAP341")),
    ):
        attendus = {tuple(r[c] for c in colonnes) for r in builders.lignes_de(reference / FICHIERS[f"passage {cible}"])}
        lus = liens[liens["cible"] == cible].drop(columns="cible")
        assert set(lus.itertuples(index=False, name=None)) == attendus
        fins = set(officielles.lire("nomenclatures", "postes").query("nomenclature == @cible")["code"])
        assert set(lus["code_fap"]) <= fins


@pytest.mark.parametrize(("cible", "annee"), [("FAP2009", "2023"), ("FAP2021", "2024")])
def test_the_crosswalk_reaches_the_metiers_of_the_survey(officielles, enquetes, cible, annee):
    enquete = set(enquetes(annee)[1]["code_metier"])
    liens = passages(correspondance(officielles, cible))
    assert liens.groupby("code_rome")["part"].sum().round(9).eq(1).all()
    atteints = enquete & set(liens["code_metier"])
    assert len(atteints) / len(enquete) > 0.95, sorted(enquete - atteints)


def table(*lignes):
    return pd.DataFrame(lignes, columns=["code_rome", "qualification", "code"])


def test_a_link_weighs_what_it_has_of_the_couples_each_counted_once():
    de = table(
        ("R1", "0", "A"), ("R1", "1", "A"), ("R1", "2", "B"), ("R2", "0", "A"), ("R2", "1", "A"), ("R2", "2", "A")
    )
    vers = table(("R1", "0", "x"), ("R1", "1", "y"), ("R1", "2", "y"), ("R2", "", "x"))
    liens = nomenclatures.liens_entre(de, vers).set_index(["code_de", "code_vers"])
    # A: R1 at level 0 and the three levels of R2 go to x, R1 at level 1 goes to y.
    # In the order of the first codes, the heaviest link of each first.
    assert list(liens["couples_nb"].items()) == [(("A", "x"), 4), (("A", "y"), 1), (("B", "y"), 1)]
    assert liens["part_de"].to_dict() == {("A", "x"): 0.8, ("A", "y"): 0.2, ("B", "y"): 1.0}
    assert liens["part_vers"].to_dict() == {("A", "x"): 1.0, ("A", "y"): 0.5, ("B", "y"): 0.5}
    liens = nomenclatures.liens_entre(table(("R1", "", "A"), ("R1", "", "A"), ("R9", "", "B")), table(("R1", "", "x")))
    assert liens[["code_de", "code_vers", "couples_nb"]].to_numpy().tolist() == [["A", "x", 1]]


@pytest.mark.parametrize(("niveau", "postes"), [("metier", 226), ("fap87", 85), ("fap22", 21)])
def test_every_couple_of_the_official_tables_is_in_one_link_or_more(producteurs, niveau, postes):
    liens = nomenclatures.passage(producteurs, "FAP2021", "FAP2009", niveau)
    assert liens["code_de"].nunique() == postes
    assert (liens[["libelle_de", "libelle_vers"]] != "").all().all()
    assert (liens.groupby("code_de")["part_de"].sum() - 1).abs().max() < 1e-12
    assert (liens.groupby("code_vers")["part_vers"].sum() - 1).abs().max() < 1e-12
    retour = nomenclatures.passage(producteurs, "FAP2009", "FAP2021", niveau)
    assert retour["couples_nb"].sum() == liens["couples_nb"].sum()


def test_the_command_writes_the_links_and_says_what_a_part_is(producteurs, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(producteurs.racine))
    sortie = tmp_path / "liens.csv"
    assert commande.main(["passage", "FAP2021", "--niveau", "fap87", "--vers", str(sortie)]) == 0
    lus = pd.read_csv(sortie)
    assert lus.columns.tolist()[:2] == ["code_de", "libelle_de"]
    assert lus.groupby("code_de")["part_de"].sum().round(3).eq(1).all()
    assert "non des emplois" in capsys.readouterr().out


def test_without_the_tables_nothing_is_written(tmp_path, capsys):

    assert lecture.passage(Donnees(tmp_path / "vide"), "FAP2021", "metier", tmp_path / "x.csv") == 2
    assert not (tmp_path / "x.csv").exists()
    assert "FAP2009" in capsys.readouterr().out

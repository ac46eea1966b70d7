"""From a FAP to the other, through ROME × qualification. Codes are invented, save in the official tables."""

import pandas as pd
import pytest

from data_loaders import __main__ as commande, jeux
from data_loaders.commandes import lecture
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import passage
from data_loaders.metiers import nomenclatures

TABLES = ("dares_rome_qualif_vers_fap2021.csv", "dares_rome_v3_qualif_vers_fap2009.csv", "fap2021_341_228_86_22.csv",
          "fap2009_225_87_22.csv")  # fmt: skip


def table(*lignes):
    return pd.DataFrame(lignes, columns=["code_rome", "qualification", "code"])


def test_a_link_weighs_what_it_has_of_the_couples():
    de = table(
        ("R1", "0", "A"), ("R1", "1", "A"), ("R1", "2", "B"), ("R2", "0", "A"), ("R2", "1", "A"), ("R2", "2", "A")
    )
    vers = table(("R1", "0", "x"), ("R1", "1", "y"), ("R1", "2", "y"), ("R2", "", "x"))
    liens = passage.entre(de, vers).set_index(["code_de", "code_vers"])
    # A: R1 at level 0 and the three levels of R2 go to x, R1 at level 1 goes to y.
    # In the order of the first codes, the heaviest link of each first.
    assert list(liens["couples_nb"].items()) == [(("A", "x"), 4), (("A", "y"), 1), (("B", "y"), 1)]
    assert liens["part_de"].to_dict() == {("A", "x"): 0.8, ("A", "y"): 0.2, ("B", "y"): 1.0}
    assert liens["part_vers"].to_dict() == {("A", "x"): 1.0, ("A", "y"): 0.5, ("B", "y"): 0.5}


def test_a_rome_that_one_table_lacks_makes_no_link_and_a_repeated_row_counts_once():
    liens = passage.entre(table(("R1", "", "A"), ("R1", "", "A"), ("R9", "", "B")), table(("R1", "", "x")))
    assert liens[["code_de", "code_vers", "couples_nb"]].to_numpy().tolist() == [["A", "x", 1]]


@pytest.fixture(scope="module")
def chargees(reference, tmp_path_factory):
    d = Donnees(tmp_path_factory.mktemp("passage"))
    for f in TABLES:
        jeux.lecteurs()["nomenclature"].importer(d, reference / "nomenclatures" / f, lambda *_: None)
    return d


@pytest.mark.parametrize(("niveau", "postes"), [("metier", 226), ("fap87", 85), ("fap22", 21)])
def test_every_couple_of_the_official_tables_is_in_one_link_or_more(chargees, niveau, postes):
    liens = nomenclatures.passage(chargees, "FAP2021", "FAP2009", niveau)
    assert liens["code_de"].nunique() == postes
    assert (liens[["libelle_de", "libelle_vers"]] != "").all().all()
    assert (liens.groupby("code_de")["part_de"].sum() - 1).abs().max() < 1e-12
    assert (liens.groupby("code_vers")["part_vers"].sum() - 1).abs().max() < 1e-12
    retour = nomenclatures.passage(chargees, "FAP2009", "FAP2021", niveau)
    assert retour["couples_nb"].sum() == liens["couples_nb"].sum()


def test_the_command_writes_the_links_and_says_what_a_part_is(chargees, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(chargees.racine))
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

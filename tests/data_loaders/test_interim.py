"""Interim work sent by workbook: blank model, reading, refusals in French, merging."""

import openpyxl
import pytest

from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import secteurs
from data_loaders.parametres.secteurs import lire as lire_secteurs
from data_loaders.sources import chiffres
from tests import builders

BATIMENT = lire_secteurs().secteurs["batiment"]


def remplir(dossier, *lignes):
    """The model, filled from its first row on."""
    chiffres.ecrire_modele(dossier / "interim.xlsx", "interim")
    return builders.remplir(dossier / "interim.xlsx", chiffres.SAISIES["interim"].feuille, lignes)


def ligne(code="batiment", territoire="Pays de la Loire", periode="2024", **valeurs):
    return {"code": code, "territoire": territoire, "periode": periode, **valeurs}


def importer(donnees, dossier, *lignes):
    return builders.importer(donnees, "interim", remplir(dossier, *lignes))


def test_the_blank_model_lists_every_sector_in_six_territories(tmp_path):
    chemin = tmp_path / "modele.xlsx"
    chiffres.ecrire_modele(chemin, "interim")
    onglet = openpyxl.load_workbook(chemin)[chiffres.SAISIES["interim"].feuille.titre]
    codes = [c.value for c in onglet["A"][1:] if c.value]
    assert len(codes) == 6 * len(lire_secteurs().secteurs)


def test_figures_hidden_and_missing_ones_are_kept_apart_and_that_there_are_none_is_said(donnees, tmp_path):
    resume = importer(
        donnees, tmp_path, ligne(missions=1200, etp=310.5), ligne(territoire="Mayenne", missions="s", etp=None),
        ligne(code="numerique", missions=10),
    )  # fmt: skip
    assert "3 lignes lues, transmises par Carif-Oref" in resume[0].replace("\u00a0", " ")
    assert "valeurs : 3 · masquées par l'organisme : 1 · non disponibles : 2" in resume[1]
    lu = secteurs.interim(donnees, BATIMENT).set_index(["code_zone", "mesure"])
    assert (lu.loc[("52", "missions"), "value"], lu.loc[("52", "etp"), "value"]) == (1200, 310.5)
    assert lu.loc[("53", "missions"), ["obs_status", "conf_status"]].tolist() == ["Q", "C"]
    assert (lu.loc[("53", "etp"), "obs_status"], set(lu["transmis_par"])) == ("O", {"Carif-Oref"})
    resume = importer(donnees, tmp_path, ligne(missions=1200, etp=310.5))
    assert "valeurs : 2 · masquées par l'organisme : 0 · non disponibles : 0" in resume[1]


def test_a_second_transmission_replaces_its_own_rows_only(donnees, tmp_path):
    importer(donnees, tmp_path, ligne(missions=1200, etp=310), ligne(periode="2023", missions=900, etp=250))
    importer(donnees, tmp_path, ligne(missions=1300, etp=320))
    lu = secteurs.interim(donnees, BATIMENT)
    assert lu.query("mesure == 'missions'")[["periode", "value"]].to_numpy().tolist() == [["2023", 900], ["2024", 1300]]


def test_families_are_shown_where_the_sector_was_not_sent_and_nothing_without_a_transmission(donnees, tmp_path):
    assert secteurs.interim(donnees, BATIMENT).empty
    importer(donnees, tmp_path, ligne(code="B2Z", missions=5), ligne(code="D2Z", missions=7))
    assert set(secteurs.interim(donnees, BATIMENT)["code"]) == {"B2Z"}
    assert secteurs.interim(donnees, lire_secteurs().secteurs["lgv"]).empty


@pytest.mark.parametrize(("faute", "message"), [
    ({"code": "boulangerie"}, "code inconnu"),
    ({"code": "S0Z"}, "famille professionnelle hors des secteurs"),
    ({"periode": "2024-S1"}, "période mal écrite"),
    ({"territoire": "Bretagne"}, "valeur hors liste"),
    ({"missions": "mille"}, "texte au lieu d’un nombre"),
    ({"missions": -3}, "valeur négative"),
    ({"missions": 3.5}, "valeur à décimales"),
    ({"source": None}, "case vide"),
])  # fmt: skip
def test_a_faulty_cell_is_refused_with_its_row(donnees, tmp_path, faute, message):
    with pytest.raises(ErreurDonnees, match=message) as e:
        importer(donnees, tmp_path, ligne(missions=1) | faute)
    assert "ligne 2, colonne" in str(e.value)
    assert donnees.officiel.millesimes("interim") == []


def test_a_small_figure_is_hidden_with_one_that_would_give_it_away(donnees, tmp_path):
    departements = ("Loire-Atlantique", "Maine-et-Loire", "Mayenne", "Sarthe", "Vendée")
    valeurs = dict(zip(departements, (500, 300, 3, 40, 200), strict=True))
    lignes = [ligne(territoire=d, missions=n) for d, n in valeurs.items()]
    resume = importer(donnees, tmp_path, ligne(missions=1043), *lignes)
    assert "masquées après l'importation, avec celles qui les feraient retrouver : 2" in resume[2]
    lu = secteurs.interim(donnees, BATIMENT).query("mesure == 'missions'").set_index("code_zone")
    assert list(lu.index[lu["obs_status"] == "Q"]) == ["53", "72"]
    assert lu.loc[["53", "72"], "value"].isna().all()
    assert lu.loc["52", "value"] == 1043


def test_a_figure_that_its_sender_hides_is_not_found_again_by_subtraction(donnees, tmp_path):
    departements = ("Loire-Atlantique", "Maine-et-Loire", "Sarthe", "Vendée")
    importer(donnees, tmp_path, ligne(missions=1000), ligne(territoire="Mayenne", missions="s"),
             *(ligne(territoire=d, missions=200 + i) for i, d in enumerate(departements)))  # fmt: skip
    lu = secteurs.interim(donnees, BATIMENT).query("mesure == 'missions'").set_index("code_zone")
    assert set(lu.index[lu["obs_status"] == "Q"]) == {"53", "44"}


def test_a_quarter_is_not_found_again_from_its_year(donnees, tmp_path):
    trimestres = [ligne(periode=f"2024-T{i}", missions=n) for i, n in enumerate((300, 2, 250, 280), 1)]
    importer(donnees, tmp_path, ligne(missions=832), *trimestres)
    lu = secteurs.interim(donnees, BATIMENT).query("mesure == 'missions'").set_index("periode")
    assert list(lu.index[lu["obs_status"] == "Q"]) == ["2024-T2", "2024-T3"]


def test_what_an_earlier_version_showed_protects_nothing(donnees, tmp_path):
    """72 was seen, so hiding it would give 53 away; 44 was not."""
    departements = ("Maine-et-Loire", "Sarthe", "Vendée")
    premiers = [ligne(territoire=d, missions=n) for d, n in zip(departements, (300, 40, 200), strict=True)]
    importer(donnees, tmp_path, ligne(missions=1043), *premiers)
    importer(
        donnees, tmp_path, ligne(territoire="Loire-Atlantique", missions=500), ligne(territoire="Mayenne", missions=3)
    )
    lu = secteurs.interim(donnees, BATIMENT).query("mesure == 'missions'").set_index("code_zone")
    assert set(lu.index[lu["obs_status"] == "Q"]) == {"53", "44"}


def test_a_small_figure_that_earlier_versions_give_away_is_refused(donnees, tmp_path):
    departements = ("Loire-Atlantique", "Maine-et-Loire", "Sarthe", "Vendée")
    premiers = [ligne(territoire=d, missions=n) for d, n in zip(departements, (500, 300, 40, 200), strict=True)]
    importer(donnees, tmp_path, ligne(missions=1043), *premiers)
    avant = donnees.officiel.empreinte()
    with pytest.raises(ErreurDonnees, match="se retrouvent par soustraction") as e:
        importer(donnees, tmp_path, ligne(territoire="Mayenne", missions=3))
    assert "dans une version précédente" in e.value.cause
    assert donnees.officiel.empreinte() == avant

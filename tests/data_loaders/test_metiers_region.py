"""Employment and job-seekers of the region by family, of the portraits of the métiers. Figures are invented."""

import pytest

from data_loaders.chiffres import tableau
from data_loaders.commandes import importation
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin import controle
from data_loaders.sources import metiers
from tests import builders

ENTETE = ["code_reg", "fap_3", "emp_fap", "emp_region", "variable", "var_classe"]
LIGNES = [[52, "A0Z", 40, 100, 40.0, "40"], [52, "T2A", 60, 100, 60.0, "60"], [11, "A0Z", 7, 7, 100.0, "100"]]


@pytest.fixture(autouse=True)
def aucun_total(monkeypatch):
    monkeypatch.setattr(
        controle, "connus", lambda: {"defm_abc_fap": {"2019": {"total_ecrit": 100, "source": "essai", "totaux": []}}}
    )


def total(lu):
    return sum(lu.tables["observations"]["value"].to_pylist())


def test_four_quarters_are_a_mean_and_the_total_tells_the_edition(tmp_path):
    f = builders.texte(tmp_path / "recu.dat", [ENTETE, *LIGNES])
    assert importation.reconnaitre(f).source == "metiers-region"
    lu = metiers.lire_region(f)
    CONTRATS[lu.dataset].valider(lu.tables)
    assert (lu.dataset, lu.millesime, total(lu)) == ("defm_abc_fap", "2019", 25)
    lus = lu.tables["observations"].to_pandas().set_index("code_fap87")["value"]
    assert lus.to_dict() == {"A0Z": 10, "T2A": 15}


def test_the_file_of_employment_and_that_of_another_region(tmp_path, monkeypatch):
    with pytest.raises(ErreurDonnees, match="aucune ligne de la région"):
        metiers.lire_region(builders.texte(tmp_path / "x.csv", [ENTETE, LIGNES[2]]))
    monkeypatch.setattr(controle, "connus", dict)
    entete = ["code_reg", "FAP_3", "emp_fap_reg", "emp_reg", "REG", "pourcentage"]
    corps = [[52, "A0Z", "42.40", "100.00", "52", 0.09], [52, "T2A", "57.60", "100.00", "52", 0.08]]
    lu = metiers.lire_region(builders.texte(tmp_path / "emploi_rp2017.csv", [entete, *corps], ",", "cp1252"))
    assert (lu.dataset, lu.millesime, total(lu)) == ("emploi_fap", "2017", 100)


def test_rows_that_do_not_make_the_total_and_an_unknown_edition_are_refused(tmp_path):
    with pytest.raises(ErreurDonnees, match="le total écrit sur chaque ligne"):
        metiers.lire_region(builders.texte(tmp_path / "x.csv", [ENTETE, LIGNES[0]]))
    autre = [[52, "A0Z", 40, 90, 0, ""], [52, "T2A", 50, 90, 0, ""]]
    with pytest.raises(ErreurDonnees, match="rien ne dit l'année") as e:
        metiers.lire_region(builders.texte(tmp_path / "y.csv", [ENTETE, *autre]))
    assert "totaux_publies.toml" in e.value.remede
    nomme = metiers.lire_region(builders.texte(tmp_path / "defm_a_2021_fap87.csv", [ENTETE, *autre]))
    assert (nomme.dataset, nomme.millesime) == ("defm_a_fap", "2021")


def test_a_family_has_its_own_figure_and_there_is_none_without_family(producteurs):
    t = tableau.calculer(producteurs, "emploi_fap", "region", Metier("fap87", "T4Z"))
    assert round(t.lignes["value"].iloc[0]) == 68191
    with pytest.raises(DemandeInvalide, match="métier inconnu"):
        tableau.calculer(producteurs, "emploi_fap", "region", Metier("fap87", "Z9Z"))
    assert tableau.calculer(producteurs, "emploi_fap", "region").lignes["value"].isna().all()

"""Results kept on disk: read as they were computed, never believed when they are not whole nor of today."""

import dataclasses
import os
from itertools import product

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_loaders import jeux
from data_loaders.__main__ import main
from data_loaders.contracts.bmo import HORS_DECOUPAGE
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.jeux import calculs, enquete
from data_loaders.jeux.calculs import Metier, Question
from data_loaders.magasin import derives
from data_loaders.magasin.derives import DOSSIER, Derive
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import marches
from tests import builders
from tests.vues import un_sur


@pytest.fixture
def donnees(racine_propre, tmp_path) -> Donnees:
    """Two vintages, imported by the command, which keeps the results too where `avance` is asked for before."""
    assert main(["importer", "bmo", *(str(builders.fichier_bmo(tmp_path, a)) for a in (2021, 2022))]) == 0
    return Donnees(racine_propre)


@pytest.fixture
def derive(tmp_path) -> Derive:
    """A result that counts how many times it was computed."""
    parametres = tmp_path / "parametres.toml"
    parametres.write_text("a = 1")
    fois = []

    def calculer(donnees: Donnees, table: str) -> dict[str, pd.DataFrame]:
        fois.append(table)
        annees = donnees.millesimes("bmo")
        return {table: pd.DataFrame({"annee": annees, "n": pd.array([1, None], dtype="Int64"), "fois": len(fois)})}

    return Derive("essai", ("bmo",), (parametres,), ("une", "deux"), calculer, tri="annee")


def fichiers(donnees: Donnees, nom: str = "essai") -> list:
    return sorted((donnees.racine / DOSSIER / nom).rglob("*.parquet"))


def test_a_result_is_computed_once_for_the_table_that_is_asked_for_and_read_as_it_was(donnees, derive):
    premiere, seconde = derive.lire(donnees, "une"), derive.lire(Donnees(donnees.racine), "une")
    pd.testing.assert_frame_equal(premiere, seconde)
    assert (premiere["fois"].tolist(), str(premiere["n"].dtype)) == ([1, 1], "Int64")
    assert derive.lire(donnees, "une", annee="2022")["annee"].tolist() == ["2022"]
    derive.lire(donnees, "une")
    assert [f.name.split("--")[0] for f in fichiers(donnees)] == ["une"]
    derive.assurer(donnees)
    assert [f.name.split("--")[0] for f in fichiers(donnees)] == ["deux", "une"]
    assert derive.lire(donnees, "une")["fois"].tolist() == [1, 1]


def test_a_state_of_a_result_that_serves_again_is_the_last_to_leave(donnees, derive):
    derive.assurer(donnees)
    (dossier,) = {f.parent for f in fichiers(donnees)}
    os.utime(dossier, (0, 0))
    derive.assurer(donnees)
    assert dossier.stat().st_mtime > 0


@pytest.mark.parametrize(("cellules", "groupes"), [(6, 1), (3, 2)])
def test_a_short_result_is_read_at_one_go_a_long_one_value_by_value(donnees, derive, monkeypatch, cellules, groupes):
    monkeypatch.setattr(derives, "LOT", cellules)
    lu = derive.lire(donnees, "une")
    (chemin,) = fichiers(donnees)
    assert pq.ParquetFile(chemin).num_row_groups == groupes
    pd.testing.assert_frame_equal(derive.lire(donnees, "une"), lu)


@pytest.mark.parametrize("coup", ["bit", "coupe", "vide", "efface"])
def test_a_damaged_result_is_computed_again(donnees, derive, coup):
    derive.lire(donnees, "une")
    (chemin,) = fichiers(donnees)
    contenu = bytearray(chemin.read_bytes())
    contenu[len(contenu) // 2] ^= 1
    ecrits = {"bit": bytes(contenu), "coupe": bytes(contenu[:100]), "vide": b""}
    chemin.write_bytes(ecrits[coup]) if coup in ecrits else chemin.unlink()
    assert derive.lire(donnees, "une")["fois"].tolist() == [2, 2]
    assert derive.lire(donnees, "une")["fois"].tolist() == [2, 2]
    assert len(fichiers(donnees)) == 1


def test_other_parameters_make_another_result(donnees, derive):
    derive.lire(donnees, "une")
    derive.fichiers[0].write_text("a = 2")
    assert derive.lire(donnees, "une")["fois"].tolist() == [2, 2]


def test_another_snapshot_makes_another_result_and_the_older_ones_go(donnees, derive, tmp_path):
    derive.lire(donnees, "une")
    for met in ("41", "42", "43"):
        lignes = [(*x[:5], met, *x[6:]) if i == 0 else x for i, x in enumerate(builders.LIGNES_BMO)]
        fichier = str(builders.fichier_bmo(tmp_path, 2021, lignes))
        assert main(["importer", "bmo", fichier]) == 0
        derive.lire(Donnees(donnees.racine), "une")
    assert derive.lire(Donnees(donnees.racine), "une")["fois"].tolist() == [4, 4]
    assert len(fichiers(donnees)) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_disk_that_cannot_be_written_only_costs_time(donnees, derive):
    donnees.racine.chmod(0o500)
    try:
        assert derive.lire(donnees, "une")["fois"].tolist() == [1, 1]
        assert derive.lire(donnees, "une")["fois"].tolist() == [2, 2]
    finally:
        donnees.racine.chmod(0o700)


def test_a_file_in_place_of_the_folder_only_costs_time(donnees, derive):
    (donnees.racine / DOSSIER).mkdir(exist_ok=True)
    (donnees.racine / DOSSIER / "essai").write_text("")
    assert derive.lire(donnees, "une")["fois"].tolist() == [1, 1]


def test_without_its_dataset_nothing_is_kept(tmp_path, derive):
    vide = Donnees(tmp_path / "vide")
    derive.assurer(vide)
    assert fichiers(vide) == []
    with pytest.raises(KeyError):
        enquete.cellules_bmo(vide)
    with pytest.raises(KeyError):
        derive.lire(vide, "trois")


def test_the_estimates_are_kept_as_they_are_computed_when_the_survey_is_published(avance, donnees, monkeypatch):
    noms = {f.name.split("--")[0] for f in fichiers(donnees, "estimations")}
    assert noms == set(enquete.DERIVE.tables)
    e, metiers = enquete.preparer(donnees), donnees.lire("bmo", "metiers")

    def jamais(*_):
        raise AssertionError("computed again")

    monkeypatch.setattr(enquete, "DERIVE", dataclasses.replace(enquete.DERIVE, calculer=jamais))
    pd.testing.assert_frame_equal(enquete.cellules_bmo(donnees), e.cellules)
    assert set(enquete.lire_marches(donnees, "famille", "bassin", annee="2022")["annee"]) == {"2022"}
    for niveau, zonage in product(marches.NIVEAUX, marches.ZONAGES):
        calcules = marches.decrire(e, metiers, niveau, zonage)
        pd.testing.assert_frame_equal(enquete.lire_marches(donnees, niveau, zonage), calcules)


def test_nothing_is_read_from_what_a_damaged_snapshot_gave(donnees):
    assert len(enquete.cellules_bmo(donnees))
    i = donnees.instantane("bmo", "2021").identifiant
    (donnees.racine / "snapshots/bmo" / i / "observations.parquet").write_bytes(b"PAR1")
    with pytest.raises(ErreurDonnees, match="abîmé"):
        enquete.cellules_bmo(donnees)


def test_a_damaged_snapshot_does_not_refuse_the_publication_of_another_dataset(donnees, avance):
    i = donnees.instantane("bmo", "2021").identifiant
    (donnees.racine / "snapshots/bmo" / i / "observations.parquet").write_bytes(b"")
    jeux.materialiser(donnees)
    assert fichiers(donnees, "estimations") == []


@pytest.mark.parametrize("niveau", un_sur(2, marches.NIVEAUX))
def test_figures_made_at_publication_are_those_that_are_made_now(demonstration, niveau):
    codes = [""] if niveau == marches.ENSEMBLE else enquete.listes(demonstration, niveau)["code_groupe"].unique()[::40]
    periodes, tri = demonstration.periodes("bmo"), ["code_zone", "periode"]
    mesures = [i for i in INDICATEURS.values() if i.dataset == "bmo"]
    for ind, zonage, code in product(mesures, marches.ZONAGES, codes):
        q = Question(demonstration, ind, zonage, Metier(niveau, code) if code else None)
        pretes, dehors = enquete.BMO.prets(q, periodes)
        lues = enquete.BMO.lignes(q)
        pd.testing.assert_frame_equal(
            pretes[calculs.COLONNES].sort_values(tri, ignore_index=True),
            enquete.BMO.chiffres(lues, q, periodes)[calculs.COLONNES].sort_values(tri, ignore_index=True),
        )
        assert set(dehors["periode"]) == set(lues.loc[lues["code_bassin"].isin(list(HORS_DECOUPAGE)), "periode"])

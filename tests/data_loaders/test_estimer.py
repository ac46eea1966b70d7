"""The command `estimer`: one file with every estimate of a vintage."""

from functools import lru_cache, partial

import pandas as pd
import pytest

from data_loaders import demo
from data_loaders.__main__ import main
from data_loaders.commandes import lecture
from data_loaders.erreurs import DemandeInvalide
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import bmo
from tests import builders

PREMIERES = ["niveau", "code", "bassin", "q_estimee", "borne_basse", "borne_haute", "classe", "certitude"]
VIDES_SI_SECRET = ["q_estimee", "borne_basse", "borne_haute", "classe", "s", "w"]
ANNEES = (2018, 2021, 2022)


@pytest.fixture(scope="module")
def donnees(tmp_path_factory) -> Donnees:
    """Three vintages whose files hold a few regions, save the one in the middle, which holds France."""
    dossier = tmp_path_factory.mktemp("estimer")
    d = Donnees(dossier / "racine")
    for annee in ANNEES:
        lignes = builders.lignes_france(annee) if annee == 2021 else builders.lignes_bmo(annee)
        bmo.lire.importer(d, builders.classeur(dossier / f"{annee}.xlsx", {"BMO": lignes}), None)
    return Donnees(dossier / "racine")


@pytest.fixture(scope="module")
def exporter(donnees):
    """`exporter(annee)`: the file of a vintage, computed once for all the tests that read it."""
    return lru_cache(maxsize=None)(partial(lecture.table_estimee, donnees))


@pytest.fixture
def ligne_de_commande(donnees, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(donnees.racine))
    monkeypatch.setattr(demo, "assurer", lambda d: [])
    vers = tmp_path / "f.csv"

    def lancer(*options: str) -> tuple[int, str, str]:
        code = main(["estimer", *options, "--vers", str(vers)])
        sortie, erreur = capsys.readouterr()
        return code, vers.read_text("utf-8") if vers.exists() else "", erreur or sortie

    return lancer


def test_the_file_holds_every_level_and_zone_with_france_or_that_of_an_earlier_vintage(exporter):
    t = exporter("2021")
    assert list(t.columns[:8]) == PREMIERES
    assert set(t["niveau"]) == {"ensemble", "famille", "fap22", "fap87", "metier"}
    assert set(t["bassin"]) == {"region", "44", "49", "72", "5205", "5209", "5220", "5221"}
    assert set(t.loc[t["niveau"] == "ensemble", "code"]) == {"ensemble"}
    assert not t.duplicated(["niveau", "code", "bassin"]).any()
    assert not {"P", "X"} & set(t.columns)
    estimees = t[t["statut"] == "estime"]
    assert estimees["q_estimee"].between(0, 1).all()
    assert set(estimees.loc[estimees["niveau"] != "ensemble", "certitude"]) <= {"solide", "assez solide", "fragile"}
    assert (t["annee_france"] == "2021").all()
    # 2018 has no national file, nor any before it; 2022 takes that of 2021.
    assert set(exporter("2018")["annee_france"]) == {""}
    assert exporter("2018").query("niveau == 'metier'")["france"].isna().all()
    assert set(exporter("2022")["annee_france"]) == {"2021"}


def test_a_secret_row_keeps_its_place_a_small_one_has_no_class_and_one_hidden_count_no_share(exporter):
    t = exporter("2021").query("niveau == 'metier'").set_index(["code", "bassin"])
    secret, petit = t.loc[("B0Z20", "5205")], t.loc[("V0Z60", "5209")]
    assert secret["statut"] == "secret"
    assert secret[[*VIDES_SI_SECRET, "declaree", "marge_declaree"]].isna().all()
    assert petit["statut"] == "effectif"
    assert (pd.isna(petit["classe"]), petit["certitude"]) == (True, "")
    assert petit[["q_estimee", "borne_basse", "borne_haute"]].notna().all()
    seul = exporter("2021").query("niveau == 'metier'").set_index(["code", "bassin"]).loc[("V0Z60", "5221")]
    assert seul["statut"] == "estime"
    assert seul[["declaree", "declaree_basse", "declaree_haute", "marge_declaree"]].isna().all()


def test_the_command_writes_a_csv_that_any_tool_reads(ligne_de_commande, exporter):
    code, texte, sortie = ligne_de_commande("--periode", "2021")
    entete, premiere = texte.splitlines()[:2]
    assert code == 0
    assert entete.split(",")[:8] == PREMIERES
    assert premiere.startswith("ensemble,ensemble,region,0.")
    attendue = exporter("2021")
    assert texte.count("\n") == 1 + len(attendue)
    assert f"f.csv : {len(attendue)}\u00a0lignes, dont {attendue['classe'].notna().sum()} avec une classe" in sortie


@pytest.mark.parametrize(("options", "message"), [
    (("--periode", "2019"), "millésime 2019 de l’enquête BMO non chargé (chargés : 2018, 2021 et 2022)"),
    (("--periode", "2021-T1"), "forme AAAA"),
])  # fmt: skip
def test_a_wrong_question_writes_nothing(ligne_de_commande, options, message):
    code, texte, erreur = ligne_de_commande(*options)
    assert (code, texte) == (2, "")
    assert message in erreur


def test_without_any_survey_nothing_is_estimated(tmp_path):
    with pytest.raises(DemandeInvalide, match="aucun"):
        lecture.table_estimee(Donnees(tmp_path), "2021")

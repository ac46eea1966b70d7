"""Approvals: who may be recorded, for what, and what screens and exports then say."""

import json
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.versions import approbations
from tests import builders

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


@pytest.fixture
def instantane(racine_propre):
    """One official snapshot of the survey; its identifier."""
    return builders.publier_bmo(Donnees(racine_propre).officiel, 12.0)


def approuver(instantane, *parties, jour="", nom="Nom saisi", cible="bmo/{}"):
    """The code of the last approval."""
    code = 0
    for partie in parties:
        commande = ["approuver", cible.format(instantane), "--partie", partie, "--nom", nom, "--reference", "CR n° 1"]
        code = main([*commande, *(["--date", jour] if jour else [])])
    return code


def test_two_approvals_make_a_document_valid_and_one_does_not(racine_propre, instantane, capsys):
    assert approbations.statut("bmo", [instantane]).texte == "Chiffres du producteur"
    assert approuver(instantane, "france_travail", jour="2024-02-29") == 0
    une = approbations.statut("bmo", [instantane])
    assert (une.texte, une.valide) == ("Approuvé par France Travail (1 sur 2) – non validé", False)
    assert approuver(instantane, "region") == 0
    assert "Validé par les deux signataires" in capsys.readouterr().out
    assert approbations.statut("bmo", [instantane]).valide
    projets = INDICATEURS["bmo_projets"]
    nommee = tableau.provenance_de(Donnees(), projets, "2023", "region")["instantane"]
    assert approbations.statut_de(projets, "region", [nommee]).valide  # as a figure names it
    premiere = approbations.lire(racine_propre)[0]
    assert premiere[:6] == ("bmo", instantane, "france_travail", "Nom saisi", "2024-02-29", "CR n° 1")
    lignes = (racine_propre / approbations.FICHIER).read_text("utf-8").splitlines()
    assert [json.loads(ligne)["partie"] for ligne in lignes] == ["france_travail", "region"]


def publier(instantane, jour=""):
    commande = ["publier", f"bmo/{instantane}", "--nom", "Nom saisi", "--reference", "rapport n° 3"]
    return main([*commande, *(["--date", jour] if jour else [])])


def test_a_snapshot_is_published_only_once_both_signatories_approved(instantane, capsys):
    approuver(instantane, "region", jour="2024-03-01")
    assert publier(instantane) == 3
    assert "approbation manquante : France Travail" in capsys.readouterr().err
    approuver(instantane, "france_travail", jour="2024-03-05")
    assert publier(instantane, "2024-03-04") == 2
    assert "avant la dernière approbation (2024-03-05)" in capsys.readouterr().err
    assert not approbations.statut("bmo", [instantane]).publie_le
    assert publier(instantane, "2024-03-12") == 0
    publie = approbations.statut("bmo", [instantane])
    assert (publie.valide, publie.texte) == (True, "Publié le 12 mars 2024, validé par les deux signataires")
    assert publier(instantane) == 3
    assert "déjà publié le 2024-03-12" in capsys.readouterr().err
    # What is made of two snapshots is published when both are.
    valide = approbations.Statut(("region", "france_travail"))
    assert approbations.commun([publie, valide]) == valide
    assert approbations.commun([publie, valide._replace(publie_le="2024-05-01")]).publie_le == "2024-05-01"


def test_every_published_snapshot_in_place_is_recorded_at_once(instantane, capsys):
    approuver(instantane, "region", "france_travail")
    commande = ["publier", "bmo", "--nom", "Nom saisi", "--reference", "rapport"]
    assert [main(commande) for _ in range(2)] == [0, 2]
    assert "déjà publiés" in capsys.readouterr().err


def test_every_snapshot_of_a_document_must_be_approved(instantane):
    approuver(instantane, "region", "france_travail")
    for jeu, lus in (("bmo", [instantane, "2024--00000000"]), ("stmt_dep", [instantane]), ("bmo", [])):
        assert not approbations.statut(jeu, lus).valide
    valide, une = approbations.Statut(("region", "france_travail")), approbations.Statut(("region",))
    assert (approbations.commun([valide, une]), approbations.commun([])) == (une, approbations.Statut())


def test_a_dataset_is_approved_whole_and_only_what_was_left(donnees, instantane, capsys):
    autre = builders.publier_bmo(donnees.officiel, 20.0, "2024")
    approuver(instantane, "region")
    assert approuver("", "region", cible="bmo") == 0
    assert [a.instantane for a in approbations.lire(donnees.racine)] == [instantane, autre]
    assert approuver("", "region", cible="bmo") == 2
    assert "déjà approuvés" in capsys.readouterr().err
    assert approuver("", "region", cible="stmt_dep") == 2
    assert "aucun instantané officiel" in capsys.readouterr().err


def test_an_unknown_or_damaged_snapshot_is_refused(racine_propre, instantane, capsys):
    assert approuver("2023--00000000", "region") == 3
    assert "version absente du disque" in capsys.readouterr().err
    assert not (racine_propre / approbations.FICHIER).exists()
    fichier = racine_propre / "snapshots" / "bmo" / instantane / "metiers.parquet"
    fichier.write_bytes(fichier.read_bytes()[:-1] + b"x")
    assert approuver(instantane, "region") == 3
    assert "metiers.parquet modifié" in capsys.readouterr().err


def test_invented_figures_cannot_be_approved(demo_propre, racine_propre, capsys):
    d = demo_propre
    assert approuver(d.instantane("bmo", d.millesimes("bmo")[-1]).identifiant, "region") == 3
    assert "ne s'approuvent pas" in capsys.readouterr().err
    assert not (racine_propre / approbations.FICHIER).exists()


@pytest.mark.parametrize(("cible", "options"), [
    ("bmo", {}), ("autre/2023--00000000", {}), ("bmo/2023--00000000", {"partie": "prefecture"}),
    ("bmo/2023--00000000", {"nom": "  "}), ("bmo/2023--00000000", {"reference": "x" * 201}),
    ("bmo/2023--00000000", {"jour": date.today() + timedelta(days=2)}),
])  # fmt: skip
def test_a_malformed_request_is_refused(tmp_path, cible, options):
    with pytest.raises(DemandeInvalide):
        approbations.approuver(tmp_path, cible, **{"partie": "region", "nom": "Nom", "reference": "réf."} | options)


def test_an_approval_is_recorded_once_and_not_at_a_malformed_date(racine_propre, instantane, capsys):
    assert approuver(instantane, "region", jour="31/12/2023") == 2
    assert "écrire AAAA-MM-JJ" in capsys.readouterr().err
    assert approuver(instantane, "region") == 0
    avant = (racine_propre / approbations.FICHIER).read_bytes()
    assert approuver(instantane, "region", nom="Autre nom") == 3
    assert "déjà approuvé par Région" in capsys.readouterr().err
    assert (racine_propre / approbations.FICHIER).read_bytes() == avant


@pytest.mark.parametrize("contenu", [b"pas du json\n", b"[1, 2]\n", b'{"dataset": "bmo"}\n', b"\xff\xfe\n"])
def test_a_damaged_register_approves_nothing_and_is_left_as_it_is(racine_propre, instantane, contenu):
    (racine_propre / approbations.FICHIER).write_bytes(contenu)
    with pytest.raises(ErreurDonnees, match="registre des approbations illisible"):
        approbations.lire(racine_propre)
    assert approbations.statut("bmo", [instantane]) == approbations.Statut(nature=approbations.PRODUCTEUR)
    assert approuver(instantane, "region") == 3
    assert (racine_propre / approbations.FICHIER).read_bytes() == contenu


def test_approvals_recorded_together_are_all_kept(racine_propre, instantane):
    fils = [threading.Thread(target=approuver, args=(instantane, p)) for p in ("region", "france_travail")]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert approbations.statut("bmo", [instantane]).valide


def test_logos_are_shown_together_or_not_at_all(tmp_path):
    dossier = tmp_path / "logos"
    dossier.mkdir()
    assert approbations.logos(tmp_path) == {}
    (dossier / "region.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert approbations.logos(tmp_path) == {}
    (dossier / "france_travail.png").write_bytes(b"<html>")
    assert approbations.logos(tmp_path) == {}
    (dossier / "france_travail.png").write_bytes(PNG)
    assert {p: x.mime for p, x in approbations.logos(tmp_path).items()} == {
        "region": "image/svg+xml",
        "france_travail": "image/png",
    }


def test_three_statuses_tell_who_answers(racine_propre, instantane):
    dites = {jeu: approbations.statut(jeu, ["2024--00000000"]).texte for jeu in CONTRATS}
    communs = {jeu for jeu, dit in dites.items() if dit == "Document de travail – non validé"}
    assert communs == {"convention", "labellisation", "gtec", "comites"}
    assert {dit for jeu, dit in dites.items() if jeu not in communs} == {"Chiffres du producteur"}
    declaree = INDICATEURS["bmo_part_difficiles"]
    estimee = replace(declaree, estime=True)
    dits = [approbations.statut_de(i, "region", [instantane]).texte for i in (declaree, estimee)]
    assert dits == ["Chiffres du producteur", "Travail de l’Observatoire"]
    # One part of joint work makes a whole that both signatories must approve.
    ensemble = [approbations.statut(jeu, [instantane]) for jeu in ("bmo", "convention")]
    assert approbations.commun(ensemble).texte == "Document de travail – non validé"
    assert approbations.commun(ensemble[:1]).texte == "Chiffres du producteur"

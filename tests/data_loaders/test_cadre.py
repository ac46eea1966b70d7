"""The editable frame of the convention: what is shipped, what a file changes, what it may not say."""

from datetime import date

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.contracts.convention import THEMES, mesures
from data_loaders.convention import accord, cadre, etats, receptions, suivi
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees


def ecrire(dossier, texte):
    (dossier / cadre.FICHIER).write_text(texte, "utf-8")
    return dossier


def test_everything_shipped_is_proposed_and_nothing_is_told(tmp_path):
    c = cadre.lire(tmp_path)
    assert set(c.propositions) == set(mesures())
    assert {(p.statut, p.delai_mois, p.cible) for p in c.propositions.values()} == {("proposé", 3, None)}
    assert {e.etat for e in c.engagements} == {"non renseigné"}
    assert [e.theme for e in c.engagements] == sorted((e.theme for e in c.engagements), key=list(THEMES).index)
    assert {e.theme for e in c.engagements} == set(THEMES)
    assert len(c.instances) == 8
    assert c.prochain_comite(date(2014, 1, 1)) is None


def test_the_file_settles_entry_by_entry(tmp_path):
    c = cadre.lire(
        ecrire(
            tmp_path,
            """
            editeur = "Service à nommer"
            fin = 2015-08-27
            delai_mois = 2
            [mesure.vae_1_euros]
            partie = "region"
            cible = 120000
            statut = "arrêté"
            [instance.comite_pilotage]
            dates = [2014-05-27, 2014-03-25]
            [engagement.portail]
            etat = "tenu"
            date = 2014-06-01
            preuve = "adresse du portail"
            """,
        )
    )
    assert (c.editeur, c.fin) == ("Service à nommer", date(2015, 8, 27))
    assert c.propositions["vae_1_euros"] == ("region", 2, "région entière", 120000.0, "arrêté")
    assert c.propositions["vae_2_euros"] == ("region", 2, "région entière", None, "proposé")
    assert c.prochain_comite(date(2014, 3, 26)) == date(2014, 5, 27)
    assert c.prochain_comite(date(2014, 5, 27)) == date(2014, 5, 27)
    portail = next(e for e in c.engagements if e.code == "portail")
    assert (portail.etat, portail.date, portail.preuve) == ("tenu", "2014-06-01", "adresse du portail")


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("editeur = sans guillemets", "fichier illisible"),
        ("couleur = 1", "champ inconnu, fichier"),
        ("mesure = 3", "section mesure mal écrite"),
        ("[mesure.spo_9]\ncible = 1", "entrée inconnue, section mesure"),
        ("[mesure.spo_1_personnes]\ncible = -1", "mesure.spo_1_personnes, champ cible"),
        ("[mesure.spo_1_personnes]\ncible = nan", "mesure.spo_1_personnes, champ cible"),
        ('[mesure.spo_1_personnes]\npartie = "prefecture"', "valeurs admises : region, france_travail"),
        ("[mesure.spo_1_personnes]\ndelai_mois = 25", "de 0 à 24"),
        ("[mesure.spo_1_personnes]\ndelai_mois = true", "de 0 à 24"),
        ('[mesure.spo_1_personnes]\nstatut = "validé"', "proposé, arrêté"),
        ('[instance.comite_pilotage]\ndates = ["2014-03-25"]', "une date nue"),
        ("[instance.comite_pilotage]\ndates = 2014-03-25", "une liste de dates"),
        ("[instance.bureau]\ndates = []", "entrée inconnue, section instance"),
        ('[engagement.portail]\netat = "fait"', "engagement.portail, champ etat"),
        ("[engagement.portail]\ndate = 2014-03-25T10:00:00", "une date nue"),
        ("[engagement.portail]\npreuve = 3", "entre guillemets"),
        ("fin = 2013-01-01", "une date après le 2013-08-27"),
    ],
)
def test_a_faulty_entry_is_named(tmp_path, texte, dit):
    with pytest.raises(ErreurDonnees, match=cadre.FICHIER) as e:
        cadre.lire(ecrire(tmp_path, texte))
    assert dit in str(e.value)


def test_the_model_is_a_file_that_changes_nothing_until_edited(tmp_path):
    assert main(["modele", "suivi", str(tmp_path / cadre.FICHIER)]) == 0
    assert cadre.lire(tmp_path) == cadre.defaut()
    assert cadre.lire(tmp_path).propositions == cadre.defaut().propositions
    texte = (tmp_path / cadre.FICHIER).read_text("utf-8")
    assert all(f"[mesure.{code}]" in texte for code in mesures())
    # One for all measures, then one for each that has a written rhythm.
    assert texte.count("# delai_mois = 3") == 21


def test_a_corrected_file_is_read_again(tmp_path):
    ecrire(tmp_path, "delai_mois = 4")
    assert cadre.lire(tmp_path).propositions["spo_1_personnes"].delai_mois == 4
    ecrire(tmp_path, "delai_mois = 12")
    assert cadre.lire(tmp_path).propositions["spo_1_personnes"].delai_mois == 12


# Two measures of the annex beside the states of the territories: equal, or why not


def suivis(**valeurs):
    """Follow-up once these measures were sent, all for 2014."""
    lignes = [
        {"numero": i, "fichier": "f.xlsx", "code_mesure": code, "periode": "2014", "partie": "france_travail",
         "recu_le": "2015-01-10", "commentaire": "", "value": float(v), "obs_status": "A"}
        for i, (code, v) in enumerate(valeurs.items(), 1)
    ]  # fmt: skip
    return suivi.suivre(pd.DataFrame(lignes, columns=list(receptions.COLONNES)), cadre.defaut(), date(2015, 6, 1))


@pytest.fixture
def labels(tmp_path):
    return etats.labellisations(Donnees(tmp_path))


def test_what_the_convention_attests_is_no_labelled_territory_that_the_operator_leads(labels):
    a = accord.spo(suivis(), labels)
    assert (a.annexe, a.territoires, a.egaux) == (None, 0, None)
    assert "aucune valeur reçue" in a.phrase
    assert "le label ou le chef de file n’est pas dit pour 17\u00a0territoires" in a.phrase


@pytest.mark.parametrize(("recu", "egaux", "dit"), [(1, True, "la même chose"), (3, False, "à corriger")])
def test_a_measure_received_equals_the_territories_or_the_gap_is_said(labels, recu, egaux, dit):
    mene = labels["sud-vendee"]
    mene = mene.__class__(**{**mene.__dict__, "date_labellisation": "2014-05"})
    a = accord.spo(suivis(spo_2_territoires=recu), labels | {"sud-vendee": mene})
    assert (a.annexe, a.territoires, a.egaux) == (recu, 1, egaux)
    assert dit in a.phrase


def test_the_state_of_a_gtec_never_stands_for_a_convention_signed(tmp_path):
    a = accord.gtec(suivis(gtec_1_conventions=2), etats.gtecs(Donnees(tmp_path)))
    assert (a.annexe, a.territoires, a.egaux) == (2, 2, None)
    assert "Les deux ne se comparent pas" in a.phrase

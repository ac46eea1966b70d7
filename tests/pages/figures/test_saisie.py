"""Words of the reserved screen « Saisie »; every value is invented here."""

import pytest

from data_loaders.contracts.convention import Saut
from data_loaders.convention import cadre
from data_loaders.convention.receptions import IDENTIQUE, MASQUEE, NOUVELLE, REMPLACEE, Changement, Valeur
from data_loaders.erreurs import Constat, ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention, envois
from data_loaders.sources.convention import ErreurSaisie, Faute
from data_loaders.versions.approbations import Approbation, Statut
from pages.figures.convention import saisie
from pages.figures.donnees import sources
from tests.data_loaders.test_convention import remplir
from tests.lecture import lisible

REGION = ("region",)


def changement(genre, avant=None, apres=12.0, code="gtec_1_conventions", statut="A"):
    valeurs = [v if v is None or isinstance(v, Valeur) else Valeur(v, "A") for v in (avant, apres)]
    return Changement(code, "2014", "region", genre, valeurs[0], valeurs[1])


def test_an_envoi_is_counted_by_what_it_changes():
    un = [changement(NOUVELLE)]
    assert lisible(saisie.resume(un)) == "1 valeur : 1 nouvelle"
    plusieurs = [*un * 2, changement(REMPLACEE, 3.0), changement(IDENTIQUE, 12.0)]
    assert lisible(saisie.resume(plusieurs)) == "4 valeurs : 2 nouvelles, 1 remplacée, 1 sans changement"


def test_a_hidden_value_is_a_word_and_an_absent_one_another():
    ligne = saisie.envoi([changement(MASQUEE, 40.0, Valeur(None, "Q"), "vae_2_personnes")])[0]
    assert [lisible(c) for c in ligne[3:5]] == ["40 personnes", "secret statistique"]
    assert saisie.envoi([changement(NOUVELLE)])[0][3] == "aucune"
    (secrete,) = saisie.envoi([changement(NOUVELLE, None, Valeur(None, "Q"), "vae_2_personnes")])
    assert "nouvelle valeur, masquée par le secret statistique" in secrete[5]
    assert lisible(saisie.valeur("vae_2_euros", Valeur(1234.5, "A"))) == "1 234,50 euros"


def test_a_jump_is_said_with_the_name_of_its_measure():
    saut = Saut("presc_1_prescriptions", "france_travail", "2013", "2014", 100.0, 301.0)
    dit, (cas,) = saisie.doute(Constat("saut", "presc_1_prescriptions (France Travail) : 100"), [saut])
    assert lisible(dit).startswith("À confirmer : une valeur de la convention au moins trois fois")
    assert lisible(cas).endswith("100 prescriptions en 2013, puis 301 prescriptions en 2014")
    assert "presc_1" not in cas + saisie.en_mots("presc_1_prescriptions (France Travail) : 100")


def test_a_fault_names_the_cell_of_a_workbook_and_the_measure_of_a_form():
    lignes = convention.lignes("region", "2014", cadre.defaut())
    faute = Faute(3, "Valeur", "valeur négative", "-1", "signe ou colonne confondus")
    constat, suite, (dite,) = saisie.refus(ErreurSaisie("x.xlsx", [faute]))
    assert lisible(constat) == "1 case à corriger : rien n’a été enregistré."
    assert lisible(dite).startswith("feuille Saisie, ligne 3, colonne Valeur : valeur négative (« -1 »)")
    _, suite, (dite,) = saisie.refus(ErreurSaisie("x.xlsx", [faute]), lignes)
    assert lisible(dite).startswith(f"{lignes[1][0].court} (2014), valeur : valeur négative")
    assert "examiner de nouveau" in suite
    assert "l’envoyer de nouveau" in saisie.refus(ErreurSaisie("x.xlsx", [faute]))[1]


@pytest.mark.parametrize("regle", sorted(saisie.REMEDES))
def test_no_refusal_sends_a_signatory_to_a_terminal(regle):
    suite = saisie.refus(ErreurDonnees(regle, "x", "y", remede="lancer python -m data_loaders"))[1]
    assert "python" not in suite
    assert "commande" not in suite


def test_what_is_to_be_read_before_an_approval_says_what_has_changed():
    deux = [changement(REMPLACEE, 3.0), changement(IDENTIQUE, 12.0)]
    assert "n’a encore rien approuvé, toutes sont à lire" in saisie.depuis(deux, "b", "", "region")
    assert "1 valeur diffère de l’instantané a" in lisible(saisie.depuis(deux, "b", "a", "region"))
    assert "aucune ne diffère" in saisie.depuis(deux[1:], "b", "a", "region")
    assert "déjà approuvées" in saisie.depuis(deux, "b", "b", "region")


def test_the_reason_of_a_confirmation_is_read_before_an_approval_and_on_the_data_page(tmp_path):
    d = Donnees(tmp_path / "d")
    for annee, valeur, motifs in (("2013", 100, {}), ("2014", 900, {"saut": "Budget triplé & voté"})):
        chemin = remplir(tmp_path, [("vae_2_euros", {"periode": annee, "value": valeur})], f"{annee}.xlsx")
        vu = envois.examiner(d, chemin, REGION).en_place
        dernier = envois.recevoir(d, chemin, REGION, vu, motifs)
    versions = d.officiel.versions("convention")
    (dite,) = saisie.confirmations(versions, vu)
    assert lisible(dite).endswith("100 en 2013 puis 900 en 2014 ; motif : Budget triplé & voté")
    assert saisie.confirmations(versions, dernier.identifiant) == []
    assert "Budget triplé & voté" in sources.lus(d, "convention")[0][-1]


def test_what_was_recorded_says_who_and_where_it_stands():
    a = Approbation("convention", "b", "region", "Nom saisi", "2026-01-01", "compte rendu 4", "")
    dit = lisible(saisie.inscrit(a, Statut(("region",))))
    assert dit.startswith("Approbation de la Région enregistrée : Nom saisi, compte rendu 4. Approuvé par la Région")
    assert saisie.inscrit(a._replace(partie="publication"), Statut()).startswith("Publication enregistrée")

"""The reserved screen « Saisie »: its words, then sent, approved by both, published; every value is invented."""

import json
import re
import tempfile

import pytest

from data_loaders.convention import receptions
from data_loaders.convention.receptions import IDENTIQUE, MASQUEE, NOUVELLE, REMPLACEE, Changement, Valeur
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import envois
from data_loaders.versions import approbations
from pages.components.convention import approuver, transmettre
from pages.components.convention.transmettre import Envoi
from pages.figures import ecrans
from pages.figures.convention import saisie as mots
from tests.data_loaders.test_convention import remplir
from tests.faults import test_receptions
from tests.lecture import lisible
from tests.pages.acces.conftest import revendications
from tests.pages.acces.test_porte import aller
from tests.pages.outils import contenu, manquent, sain, titre
from tests.pages.test_convention import texte
from tests.vues import un_sur


def changement(genre, avant=None, apres=12.0, code="gtec_1_conventions", statut="A"):
    valeurs = [v if v is None or isinstance(v, Valeur) else Valeur(v, "A") for v in (avant, apres)]
    return Changement(code, "2014", "region", genre, valeurs[0], valeurs[1])


def test_a_hidden_value_is_a_word_and_an_absent_one_another():
    ligne = mots.envoi([changement(MASQUEE, 40.0, Valeur(None, "Q"), "vae_2_personnes")]).lignes[0]
    assert [lisible(c) for c in ligne[3:5]] == ["40 personnes", "secret statistique"]
    assert mots.envoi([changement(NOUVELLE)]).lignes[0][3] == "aucune"
    (secrete,) = mots.envoi([changement(NOUVELLE, None, Valeur(None, "Q"), "vae_2_personnes")]).lignes
    assert "nouvelle valeur, masquée par le secret statistique" in secrete[5]
    assert lisible(mots.valeur("vae_2_euros", Valeur(1234.5, "A"))) == "1 234,50 euros"


@pytest.mark.parametrize("regle", sorted(mots.REMEDES))
def test_no_refusal_sends_a_signatory_to_a_terminal(regle):
    suite = mots.refus(ErreurDonnees(regle, "x", "y", remede="lancer python -m data_loaders"))[1]
    assert "python" not in suite
    assert "commande" not in suite


def test_what_is_to_be_read_before_an_approval_says_what_has_changed():
    deux = [changement(REMPLACEE, 3.0), changement(IDENTIQUE, 12.0)]
    assert "n’a encore rien approuvé, toutes sont à lire" in mots.depuis(deux, "b", "", "region")
    assert "1 valeur diffère de l’instantané a" in lisible(mots.depuis(deux, "b", "a", "region"))
    assert "aucune ne diffère" in mots.depuis(deux[1:], "b", "a", "region")
    assert "déjà approuvées" in mots.depuis(deux, "b", "b", "region")


def personne(role, **autres):
    return revendications(f"{role}@essai.exemple", acces={"roles": [role]}, **autres)


REGION, OPERATEUR, EXPLOITANT = (personne(r) for r in ("region", "france_travail", "exploitant"))
CHAMP = "saisie-valeur-vae_2_euros-2014"


@pytest.fixture
def saisie(copie, reserve, presenter):
    """`saisie(claims, choices)`: the screen, opened by somebody."""

    def ouvrir(dites, **adresse):
        presenter(dites)
        return aller("saisie", **{"annee_saisie": "2014"} | adresse)

    return ouvrir


@pytest.fixture
def saisi(saisie):
    return taper(saisie(REGION), vae_2_euros="900")


def taper(at, **valeurs):
    for code, valeur in valeurs.items():
        at.text_input(key=f"saisie-valeur-{code}-2014").set_value(valeur)
    return sain(at.run())


def cliquer(at, cle):
    return sain(at.button(key=cle).click().run())


def deposer(at, nom, octets):
    at.file_uploader[0].set_value((nom, octets, "application/octet-stream"))
    return sain(at.run())


def envoyer(at, **valeurs):
    return cliquer(cliquer(taper(at, **valeurs), "examiner"), "recevoir")


def remplir_accord(at, reference="compte rendu d’essai", lu=True):
    (champ,) = [t for t in at.text_input if t.key.startswith("accord-reference")]
    champ.set_value(reference)
    if lu:
        at.checkbox[0].check()
    return at


def accords(at):
    return [b.key for b in at.button if b.key.startswith("accorder-")]


def accorder(at, *remplir, **autres):
    (bouton,) = accords(remplir_accord(at, *remplir, **autres))
    return cliquer(at, bouton)


def texte_alertes(at):
    return re.sub(r"\s+", " ", " ".join(a.value for a in (*at.error, *at.success, *at.warning)).replace("\\", ""))


def recues():
    return receptions.lire(Donnees())


def accordees():
    return approbations.lire(Donnees().racine)


def inscrites(reserve):
    return [*map(json.loads, (reserve / "acces" / "journal.jsonl").read_text("utf-8").splitlines())]


def test_the_public_process_has_no_such_screen(racine, monkeypatch):
    assert contenu(aller("saisie")) == ""
    assert "saisie" not in [e.module for e in ecrans.ouverts()]
    assert 'href="saisie"' not in ecrans.plan_html()


def test_who_is_not_a_signatory_sends_and_approves_nothing(saisie):
    envoyer(saisie(REGION), vae_2_euros="900")
    at = saisie(personne("carif_oref"))
    assert (titre(at), [*at.text_input, *at.file_uploader]) == ("Accès Pro", [])
    assert "900" not in texte(at)
    for etape in ("transmettre", "approuver"):
        at = saisie(EXPLOITANT, etape=etape)
        assert "seul un signataire transmet et approuve" in texte(at)
        assert [t.key for t in at.text_input if t.key != "recherche"] == []
        assert not {"examiner", "recevoir", *accords(at)} & {b.key for b in at.button}
    assert "900 euros" in texte(at)


def test_values_go_from_the_form_to_the_publication(saisie, reserve, monkeypatch):
    at = saisie(REGION)
    attendues = ("La Région a encore 54 valeurs échues à transmettre", "11 valeurs à transmettre pour 2014")
    assert manquent(texte(at), *attendues) == []
    assert re.search(r"Cette session prend fin à \d{1,2} h \d\d", texte(at))
    avant = Donnees().empreinte
    cliquer(taper(at, vae_2_euros="1 234,5", vae_2_personnes="3", gtec_1_conventions="n.d."), "examiner")
    vu = texte(at)
    assert manquent(vu, "3 valeurs : 3 nouvelles ; rien ne l’est encore", "secret statistique") == []
    assert "1 234,50 euros" not in vu  # hidden with the persons it is of
    assert Donnees().empreinte == avant
    cliquer(at, "recevoir")
    assert "3 valeurs reçues de la Région, dont 2 masquées par le secret statistique" in texte_alertes(at)
    assert "La Région a encore 52 valeurs" in texte(at)
    assert at.text_input(key=CHAMP).value == ""
    envoyer(saisie(OPERATEUR), cif_1_reunions="8")

    instantane = Donnees().officiel.instantane("convention", Donnees().millesimes("convention")[-1]).identifiant
    # Each click is a double one: the second cuts the answer to the first after its record, before anything is said.
    une, oublier = approuver._enregistrer, lambda: approuver.st.session_state.pop(approuver.FAIT, None)
    monkeypatch.setattr(approuver, "_enregistrer", lambda *quoi: (une(*quoi), oublier(), une(*quoi)))
    at = accorder(saisie(REGION, etape="approuver"))
    assert "Approbation de la Région enregistrée" in texte_alertes(at)
    assert "Il manque celle de France Travail" in texte(at)
    assert not accords(at)
    at = accorder(saisie(OPERATEUR, etape="approuver"))
    at = accorder(at, "rapport d’essai")
    assert "leur publication est enregistrée" in texte(at)
    assert "Publié le" in texte(saisie(EXPLOITANT, etape="approuver"))
    lignes = [(a.partie, a.instantane, a.reference) for a in accordees()]
    signees = [(partie, instantane, "compte rendu d’essai") for partie in ("region", "france_travail")]
    assert lignes == [*signees, ("publication", instantane, "rapport d’essai")]
    qui = [(r, f"convention.{a}") for r in ("region", "france_travail") for a in ("examen", "envoi", "recu")]
    qui += [(r, "convention.accord") for r in ("region", "france_travail", "france_travail")]
    assert [(x["qui"], x["action"]) for x in inscrites(reserve)] == [(f"{r}@essai.exemple", a) for r, a in qui]


def test_a_faulty_cell_is_named_and_what_was_typed_stays(saisie, copie):
    at = cliquer(saisie(REGION), "examiner")
    assert "Aucune valeur n’est saisie" in texte_alertes(at)
    at.text_input(key="saisie-commentaire-gtec_1_conventions-2014").set_value("payé \u202e009")
    cliquer(taper(at, gtec_1_conventions="2"), "examiner")
    assert "1 case à corriger" in texte_alertes(at)
    assert "caractère invisible, qui retourne les mots ; retaper ce commentaire" in texte(at)
    at.text_input(key="saisie-commentaire-gtec_1_conventions-2014").set_value("")
    cliquer(taper(at, vae_2_euros="mille"), "examiner")
    assert "1 case à corriger : rien n’a été enregistré" in texte_alertes(at)
    assert "Montant des VAE cofinancées par la Région (2014), valeur : texte au lieu d’un nombre" in texte(at)
    assert contenu(at).count("obs-fautes") == 2  # in the list, and under its field
    assert at.text_input(key="saisie-valeur-gtec_1_conventions-2014").value == "2"
    assert recues().empty
    assert not list(copie.glob("quarantine/*"))
    cliquer(taper(at, vae_2_euros=""), "examiner")
    assert "1 valeur : 1 nouvelle" in texte(at)


def test_a_doubt_asks_for_a_reason_in_words(saisie):
    at = saisie(REGION, annee_saisie="2013")
    at.text_input(key="saisie-valeur-vae_2_euros-2013").set_value("100")
    cliquer(cliquer(at, "examiner"), "recevoir")
    at = cliquer(taper(saisie(REGION), vae_2_euros="900"), "examiner")
    assert "100 euros en 2013, puis 900 euros en 2014" in texte(at)
    cliquer(at, "recevoir")
    assert "dire pourquoi ces valeurs sont justes" in texte_alertes(at)
    assert recues()["numero"].max() == 1
    at.text_input(key="motif-saut").set_value("Budget d’essai triplé")
    cliquer(at, "recevoir")
    assert recues()["numero"].max() == 2
    assert "motif : Budget d’essai triplé" in texte(saisie(OPERATEUR, etape="approuver"))


@pytest.mark.parametrize("dites", un_sur(2, [personne("region", exp=1), EXPLOITANT, {}, personne("carif_oref")]))
def test_a_click_of_who_may_no_longer_does_nothing(saisie, presenter, dites):
    at = cliquer(taper(saisie(REGION), vae_2_euros="900"), "examiner")
    presenter(dites)
    cliquer(at, "recevoir")
    assert recues().empty
    envoyer(saisie(REGION), vae_2_euros="900")
    at = remplir_accord(saisie(REGION, etape="approuver"))
    presenter(dites)
    cliquer(at, accords(at)[0])
    assert accordees() == ()


def test_what_changed_while_it_was_read_is_not_approved(saisie, tmp_path):
    envoyer(saisie(REGION), vae_2_euros="900")
    at = saisie(REGION, etape="approuver")
    autre = remplir(tmp_path, [("cif_1_reunions", {"periode": "2014", "value": 8})])
    vu = envois.examiner(Donnees(), autre, ("france_travail",)).en_place
    envois.recevoir(Donnees(), autre, ("france_travail",), vu, {})
    accorder(at)
    assert "les valeurs ont changé pendant la lecture" in texte_alertes(at)
    assert "8 réunions" in texte(at)
    assert accordees() == ()
    assert "Approbation de la Région enregistrée" in texte_alertes(accorder(at))


def test_of_two_signatories_who_send_at_once_the_second_reads_again_what_would_change(saisi, reserve, tmp_path):
    at = cliquer(saisi, "examiner")
    autre = remplir(tmp_path, [("cif_1_reunions", {"periode": "2014", "value": 8})])
    envois.recevoir(Donnees(), autre, ("france_travail",), "", {})
    cliquer(at, "recevoir")
    dits = ("un autre envoi a été reçu depuis l’examen", "examiné de nouveau ci-dessous, puis transmettre")
    assert manquent(texte_alertes(at), *dits) == []
    assert [x["action"] for x in inscrites(reserve)][-2:] == ["convention.refus", "convention.examen"]
    assert "1 valeur reçue de la Région" in texte_alertes(cliquer(at, "recevoir"))


def test_an_approval_needs_a_name_a_reference_and_a_reading(saisie):
    envoyer(saisie(REGION), vae_2_euros="900")
    at = accorder(saisie(REGION, etape="approuver"), " ", lu=False)
    assert "Remplir le nom et la référence" in texte_alertes(at)
    assert "Cocher d’abord la case" in texte_alertes(accorder(at, lu=False))
    assert "un caractère invisible" in texte_alertes(accorder(at, "compte rendu \u202e1 n"))
    assert accordees() == ()


def test_what_is_typed_outlives_the_session_of_its_author_alone(saisi, saisie, reserve):
    assert saisie(personne("region") | {"email": "nouvelle@essai.exemple"}).text_input(key=CHAMP).value == "900"
    for autre in ({"sub": "autre"}, {"iss": "https://autre.exemple"}):
        assert saisie(personne("region") | autre).text_input(key=CHAMP).value == ""
    at = saisie(REGION)
    assert at.text_input(key=CHAMP).value == "900"
    cliquer(cliquer(at, "examiner"), "recevoir")
    assert not list(reserve.glob("brouillons/*"))


def test_a_workbook_of_the_other_party_is_refused_row_by_row_and_put_aside(saisie, copie, reserve, tmp_path):
    melange = [("cif_1_reunions", {"periode": "2014", "value": 8}), ("vae_2_euros", {"periode": "2014", "value": 9})]
    octets = remplir(tmp_path, melange).read_bytes()
    at = deposer(saisie(REGION, moyen="classeur"), "../../de l’autre.xlsx", octets)
    assert "1 case à corriger" in texte_alertes(at)
    assert manquent(texte(at), "feuille Saisie, ligne", "ligne de l’autre signataire") == []
    (raison,) = reserve.glob("quarantine/*/reason.json")
    assert not list(copie.glob("quarantine/*"))  # its cells may be reserved
    assert "Classeurs refusés ici, gardés tels quels (1)" in [e.label for e in at.expander]
    assert json.loads(raison.read_text("utf-8"))["fichier"] == "de l’autre.xlsx"
    assert recues().empty


def test_a_reserved_value_stays_so_and_is_neither_approved_nor_published(saisie, tmp_path):
    secret = {"periode": "2014", "value": 700, "diffusion": "réservée"}
    chemin = remplir(tmp_path, [("vae_2_euros", secret)])
    at = deposer(saisie(REGION, moyen="classeur"), "x.xlsx", chemin.read_bytes())
    assert "nouvelle valeur, réservée aux signataires" in texte(at)
    assert "rien n’est à approuver" in texte_alertes(cliquer(at, "recevoir"))
    assert "Aucune valeur à approuver" in texte(saisie(REGION, etape="approuver"))
    at = saisie(REGION)
    assert "700 euros, réservée aux signataires" in texte(at)
    envoyer(at, vae_2_euros="750", gtec_1_conventions="2")
    assert not Donnees().officiel.lire("convention").to_pandas()["value"].isin([700, 750]).any()
    at = saisie(OPERATEUR, etape="approuver")
    assert "2 conventions" in texte(at)
    assert "750" not in texte(at)


@pytest.mark.parametrize(("ecrire", "constat", "nom"), [
    *((test_receptions.modele, "ni celui d’un classeur XLSX", nom) for nom in ("x.exe", "x", "x.xlsm")),
    (lambda _: b"", "fichier vide", "x.xlsx"), (lambda _: b"MZ" * 99, "au lieu d’un classeur", "x.xlsx"),
    (lambda _: b"PK\x03\x04", "", "x.xlsx"),
    *un_sur(4, ((*dits, "x.xlsx") for dits in test_receptions.PIEGES.values())),
])  # fmt: skip
def test_a_file_that_is_not_the_form_sends_back_to_the_form_of_the_page(
    saisie, reserve, tmp_path, monkeypatch, ecrire, constat, nom
):
    (tmp_path / "tmp").mkdir()
    octets = ecrire(tmp_path)
    at = saisie(REGION, moyen="classeur")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    assert constat in texte_alertes(deposer(at, f"../../{nom}", octets))
    # Who, what, when, and why; of the file, nothing but the copy put aside.
    (ligne,) = inscrites(reserve)
    assert (ligne["sub"], ligne["action"], ligne["fichier"]) == (REGION["sub"], "convention.refus", nom)
    assert {"quand", "sha256", "regle"} <= set(ligne)
    assert [*(tmp_path / "tmp").iterdir()] == []
    assert {f.parent.parent.name for f in reserve.rglob("*") if f.is_file()} <= {"reserve", "quarantine"}
    dits = ("repartir du modèle à télécharger sur cette page", "ce n’est pas le modèle de cette page")
    assert manquent(texte(at), *dits) == []
    assert "producteur" not in texte(at)


@pytest.mark.parametrize(("nom", "garde"), [
    ("../../x.xlsx", "x.xlsx"), ("..\\x.ods", "x.ods"), ("..", "classeur.xlsx"), ("\u202ea\x00.xlsx", "_a_.xlsx"),
    ("界" * 99 + ".xlsx", "界" * 38 + ".xlsx"),
])  # fmt: skip
def test_the_name_of_a_file_leads_nowhere(nom, garde):
    assert transmettre.nom_sur(nom) == garde


def test_no_envoi_is_examined_for_nobody(copie, reserve, presenter):
    presenter({})
    transmettre._examiner(Envoi("x.xlsx", b"", ()))
    assert not (reserve / "acces" / "journal.jsonl").exists()


def test_a_log_that_cannot_be_written_is_said_and_nothing_is_lost(saisi, saisie, reserve):
    fichier = reserve / "acces" / "journal.jsonl"
    fichier.mkdir(parents=True)
    assert "prévenir la personne" in texte(cliquer(saisi, "examiner"))
    assert "Refusé" in texte_alertes(saisi)
    assert saisi.text_input(key=CHAMP).value == "900"
    fichier.rmdir()
    cliquer(cliquer(saisi, "examiner"), "recevoir")
    at = remplir_accord(saisie(REGION, etape="approuver"))
    fichier.rename(reserve / "acces" / "avant.jsonl")
    fichier.mkdir()
    cliquer(at, accords(at)[0])
    assert manquent(texte_alertes(at), "Refusé", "prévenir la personne") == []
    assert accordees() == ()


def test_what_is_received_is_said_so_though_the_log_fills_up_meanwhile(saisi, monkeypatch):
    at = cliquer(saisi, "examiner")
    inscrire = transmettre.acces.journal

    def pleine(action, **objet):
        if action == "convention.recu":
            raise OSError(28, "full")
        inscrire(action, **objet)

    monkeypatch.setattr(transmettre.acces, "journal", pleine)
    assert "1 valeur reçue" in texte_alertes(cliquer(at, "recevoir"))


def test_what_people_write_is_never_markup(saisie):
    at = saisie(REGION)
    at.text_input(key="saisie-commentaire-vae_2_euros-2014").set_value("<img src=x onerror=alert(1)>")
    envoyer(at, vae_2_euros="900")
    at = accorder(saisie(REGION, etape="approuver"), "<b>[lien](javascript:alert(1))")
    assert ("<img src=x" in contenu(at), "<b>[lien]" in contenu(at)) == (False, False)
    assert "&lt;img src=x onerror" in contenu(at)
    assert r"\[lien\](javascript" in " ".join(a.value for a in at.success)

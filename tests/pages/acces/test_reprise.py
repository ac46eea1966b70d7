"""Files kept under an address: given to one account, once, by who runs the observatory; never by signing in."""

import hashlib

import pytest

from data_loaders.commandes import FAIT, MAUVAIS_USAGE, PLUS_TARD
from pages.__main__ import main
from pages.components.acces import extraits, session
from pages.components.convention import transmettre
from tests.pages.acces.conftest import revendications
from tests.pages.acces.test_extraits import DEUX

ADRESSE, EMETTEUR = "Region.Essai@region.exemple", "https://fournisseur.exemple"
TAPE = {transmettre.cle_champ("valeur", "vae_2_euros", "2014"): "900"}


def entrer(sujet: str):
    agent = session.reconnaitre(revendications(sub=sujet))
    session.inscrire(agent, "connexion")
    return agent


@pytest.fixture
def anciens(reserve):
    """An extract and a draft as they were kept: under the address alone."""
    cle = hashlib.sha256(ADRESSE.casefold().encode()).hexdigest()[:32]
    un = session.reconnaitre(revendications(sub="autrefois"))
    extraits.garder(un, DEUX)
    transmettre.garder_brouillon(un, TAPE)
    for dossier, nom in (("acces/extraits", "{}"), ("brouillons", "{}.json")):
        (reserve / dossier / nom.format(un.cle)).rename(reserve / dossier / nom.format(cle))


def garde(agent):
    return [*extraits.lister(agent).values()], transmettre.lire_brouillon(agent)


def reprendre(*argv):
    return main(["reprendre", *argv])


def test_they_go_to_the_account_that_is_named_once_and_the_log_says_so(anciens, capsys):
    agent, autre = entrer("42"), entrer("43")
    assert garde(agent) == garde(autre) == ([], {})
    assert reprendre(ADRESSE.upper(), EMETTEUR, "42") == FAIT
    assert "« 42 » de https://fournisseur.exemple : 1\xa0extrait et la saisie en cours" in capsys.readouterr().out
    assert (garde(agent), garde(autre)) == (([DEUX], TAPE), ([], {}))
    ligne = session.inscriptions()[0]
    assert (ligne["action"], ligne["adresse"], ligne["role"]) == ("reprise", ADRESSE.upper(), "exploitant")
    assert "« 42 »" in ligne["compte"]
    assert reprendre(ADRESSE, EMETTEUR, "43") == MAUVAIS_USAGE
    assert "déjà repris" in capsys.readouterr().err
    assert len(session.inscriptions()) == 3


@pytest.mark.parametrize(("emetteur", "sujet"), [(EMETTEUR, "4"), ("https://autre.exemple", "42"), ("", "")])
def test_an_account_that_never_came_in_takes_nothing_and_those_that_did_are_named(anciens, capsys, emetteur, sujet):
    agent = entrer("42")
    assert reprendre(ADRESSE, emetteur, sujet) == MAUVAIS_USAGE
    assert "compte « 42 » de https://fournisseur.exemple" in capsys.readouterr().err
    assert garde(agent) == ([], {})


def test_what_is_being_typed_is_not_written_over(anciens, capsys):
    agent = entrer("42")
    neuf = dict.fromkeys(TAPE, "1")
    transmettre.garder_brouillon(agent, neuf)
    assert reprendre(ADRESSE, EMETTEUR, "42") == MAUVAIS_USAGE
    assert "déjà une saisie en cours" in capsys.readouterr().err
    assert garde(agent) == ([], neuf)


def test_what_cannot_be_logged_is_not_done(anciens, reserve, capsys, monkeypatch):
    agent = entrer("42")
    monkeypatch.setattr(session, "inscrire", lambda *a, **o: (_ for _ in ()).throw(OSError(28, "plein")))
    assert reprendre(ADRESSE, EMETTEUR, "42") == PLUS_TARD
    assert "Non écrit — dossier réservé" in capsys.readouterr().err
    assert garde(agent) == ([], {})


def test_there_is_nothing_to_take_over_in_the_public_process(capsys, monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE", raising=False)
    assert reprendre(ADRESSE, EMETTEUR, "42") == MAUVAIS_USAGE
    assert "aucun dossier réservé" in capsys.readouterr().err

"""Words explained in place, and commands of operators out of sight of who reads."""

import re
from urllib.parse import parse_qsl

import pytest

from data_loaders import francais
from pages.figures import aide
from pages.figures.recherche import lexique
from tests.pages.outils import contenu, deplier, manquent, ouvrir, texte, titre

PLIS = re.compile(r'<details class="obs-exploitants">.*?</details>', re.S)


@pytest.mark.parametrize("vue", [
    "donnees", "convention?rubrique=saisie", "convention?rubrique=publication", "convention?rubrique=engagements",
    "territoires", "territoires?volet=etats",
])  # fmt: skip
def test_commands_are_folded_under_the_same_words_everywhere(racine, vue):
    ecran, _, adresse = vue.partition("?")
    page = contenu(ouvrir(ecran, **dict(parse_qsl(adresse))))
    assert "python -m" not in PLIS.sub("", page)
    assert all(aide.PLI in pli for pli in PLIS.findall(page))


def test_the_page_aide_explains_every_word_and_gives_the_commands(racine):
    at = deplier(ouvrir("aide"))
    commande = "python -m data_loaders importer tout DOSSIER"
    assert manquent(texte(at), commande, *(m.terme for m in aide.mots().values())) == []
    assert 'href="aide"' in contenu(at)  # the foot of every page


def test_the_page_aide_opens_on_the_word_of_its_address_and_says_what_nobody_here_knows(racine):
    at = ouvrir("aide", mot="zef")
    assert titre(at).startswith("Zone Emploi Formation (ZEF)")
    assert re.findall(r'<div id="(\w+)" class="obs-vise"', contenu(at)) == ["zef"]
    ecrits = re.findall(r'<div id="(\w+)"', contenu(at))
    assert ecrits[:4] == list(aide.DECOUPAGES)
    assert sorted(ecrits) == sorted(aide.mots())
    absents = (francais.typographier(a["dit"]) for a in lexique.ABSENTS)  # the sentences that the search answers
    assert manquent(texte(at), *absents) == []


def test_a_word_is_found_in_a_sentence_whatever_its_spaces_and_a_sign_of_a_table_has_its_definition():
    trouves = [m.code for m in aide.trouver("Au bassin d'emploi, 3\u00a0points de plus ; secret statistique.")]
    assert trouves == ["bassin", "points", "secret"]
    assert aide.trouver("") == ()
    assert {m.signe for m in aide.mots().values()} >= {"s", "n.d.", "n.s.", "///", "n.r."}


def test_one_mark_holds_the_notes_of_a_figure_and_the_terms_of_its_words():
    html = aide.quoi_html("Chômage à Laval", "À Laval, un bassin d’emploi.", "Données brutes.")
    assert html.count("<details") == 1
    places = [html.index(m) for m in ("Lecture.", "Champ.", "Bassin d’emploi")]
    assert places == sorted(places)
    assert aide.quoi_html("Rien") == ""


def test_a_definition_opens_by_the_keyboard_and_says_what_it_defines():
    html = aide.aide("chomage")
    assert '<summary aria-label="Définition\u00a0: Taux de chômage localisé">' in html
    with pytest.raises(KeyError):
        aide.aide("inconnu")

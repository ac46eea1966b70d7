"""Dossiers of the sectors and the entry from a territory: on both kinds of data, each cell says something."""

import html
import re

import pytest

from data_loaders.contracts.defm_publics import DIPLOMES
from data_loaders.magasin.donnees import Donnees
from data_loaders.parametres.secteurs import lire
from data_loaders.portraits import formation
from data_loaders.portraits.memoire import Memoire
from geo import sujets
from pages.figures.formation import dossier, territoire
from tests.pages import outils
from tests.pages.outils import contenu, sain, texte, titre

SECTEURS = lire().secteurs
BLANCS = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture(params=["racine_demo", "racine_officielle"])
def ouvrir(request, monkeypatch):
    """`ouvrir(**adresse)` runs the screen on demonstration data, then beside the official survey."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(request.getfixturevalue(request.param)))
    outils.oublier()
    return lambda **adresse: sain(outils.ouvrir("formation", **adresse))


def cases(at):
    """Words of every cell of every table."""
    lues = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", contenu(at), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", " ", c)).strip() for c in lues]


def test_each_dossier_has_its_text_its_metiers_and_what_is_not_known(ouvrir):
    for code, s in SECTEURS.items():
        at = ouvrir(entree="dossier", secteur=code)
        dit = texte(at).translate(BLANCS)
        assert f"Dans la convention : {dossier.genre(s)}".translate(BLANCS) in dit, code
        assert "Ce qu’on ne sait pas, et pourquoi" in dit, code
        assert all(cases(at)), code
        if "Aucun métier" not in dit:
            assert f"Dossier « {s.convenu} »" in dit, code
            assert "Tension officielle" in dit, code
            assert ("sans total pour la filière" in dit) == bool(s.sans), code
            assert ("chaque métier a ses propres chiffres" in dit) == bool(s.sans), code


def test_without_a_sector_the_thirteen_dossiers_are_listed(ouvrir):
    at = ouvrir(entree="dossier")
    assert titre(at).startswith("13 dossiers")
    liens = re.findall(r'href="/formation\?entree=dossier&amp;secteur=(\w+)"', contenu(at))
    assert set(liens) == set(SECTEURS)


@pytest.mark.parametrize("lieu", ["commune:44003", "bassin:5205", "zef:ancenis", "departement:53", "region:52", None])
def test_a_territory_says_whose_each_figure_is(ouvrir, lieu):
    at = ouvrir(entree="territoire", **({"lieu": lieu} if lieu else {}))
    dit = texte(at).translate(BLANCS)
    assert "InserJeunes est publié pour la région seulement" in dit
    assert "Ces taux ne font pas de moyenne" in dit
    assert "contrats d’apprentissage commencés en" in dit
    attendu = (
        "niveau V, un CAP ou un BEP"
        if lieu in ("commune:44003", "bassin:5205", "zef:ancenis")
        else "par intercommunalité entière"
    )
    assert attendu in dit
    assert all(cases(at))


def test_levels_hidden_or_partly_hidden_have_no_share(demonstration):
    m = Memoire(Donnees(demonstration.racine))
    n = formation.niveaux(m, sujets.de_zone("epci", "244400552"))
    lignes = territoire.table_niveaux(n).lignes
    assert len(lignes) == len(DIPLOMES) + 1
    assert sum(float(li[4].rstrip("\u00a0%").replace("moins de 1", "0")) for li in lignes[:-1]) == pytest.approx(
        100, abs=4
    )
    caches = n.lignes.assign(minorant=True)
    assert {li[4] for li in territoire.table_niveaux(n._replace(lignes=caches)).lignes[:-1]} == {"non calculée"}
    rien = n.lignes.assign(value=float("nan"), obs_status="Q")
    vides = n._replace(lignes=rien)
    assert "secret statistique" in territoire.niveaux(vides, sujets.de_zone("epci", "244400552")).titre
    assert {b.valeur for b in territoire.barres_niveaux(vides)} == {None}


def test_a_filiere_without_total_says_so_where_employers_are_asked(ouvrir):
    dit = texte(ouvrir(entree="secteur", secteur="lgv"))
    assert "Pas de chiffre pour la filière entière" in dit.translate(BLANCS)
    assert "L’enquête n’en publie aucune ligne" not in dit

"""What pages say is read again by another path: a sample of views and places by default, everything with `-m long`."""

import re

import pytest

from data_loaders.magasin.donnees import Donnees
from geo import zonages
from tests.oracle.reader import PLACES, VIEWS, Fault, Reader, addresses, number, walk
from tests.pages.outils import oublier

TOUTES = [f"{z}:{c}" for z in ("departement", "bassin", "ze", "epci", "spo", "zef", "gtec") for c in zonages.noms(z)]


def faults(donnees: Donnees, lieux: list[str]) -> list[Fault]:
    trouves = list(walk(donnees, addresses(VIEWS, lieux)))
    assert sum(x for x in trouves if isinstance(x, int)) > 5 * len(lieux), "pages no longer say what their values are"
    return [x for x in trouves if isinstance(x, Fault)]


@pytest.fixture
def lire(request, monkeypatch):
    """Data that the pages of the test are drawn from: those of the fixture that is named."""

    def lue(nom: str) -> Donnees:
        racine = request.getfixturevalue(nom)
        monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine))
        oublier()
        return Donnees(racine)

    return lue


@pytest.mark.parametrize(("racine", "lieux"), [
    ("racine_demo", PLACES[1:2]), ("racine_officielle", PLACES[2:3]),
    pytest.param("racine_officielle", TOUTES, marks=pytest.mark.long),
])  # fmt: skip
def test_every_value_of_a_page_is_that_of_its_question(lire, racine, lieux):
    assert faults(lire(racine), list(lieux)) == []


@pytest.mark.parametrize(("texte", "lu"), [
    ("au moins 7\u202f130", 7130.0), ("3,5\u00a0%", 3.5), ("−8,4\u00a0%", -8.4), ("aucun", None),
])  # fmt: skip
def test_a_french_number_is_read(texte, lu):
    assert number(texte) == lu


@pytest.mark.parametrize(("phrase", "regle"), [
    ("Mayenne, {annee} : <data value='{cle}'>{plus}</data> projets", "R1"),  # another value
    ("Mayenne, {annee} : <data value='{cle}'>{n}</data> projets", "R1 lower bound"),
    ("Sarthe, {annee} : au moins <data value='{cle}'>{n}</data> projets", "R4"),  # another place
    ("Mayenne : au moins <data value='{cle}'>{n}</data> projets", "R5"),  # no date
    ("Mayenne, {annee} : au moins <data value='{cle}'>{n}</data> projets, autant que la région", "R3"),
    ("Mayenne, {annee} : au moins <data value='{cle}'>{n}</data> projets, plus que la région", "R3"),
    ("Mayenne, {annee} : <data value='indicateur=rien'>3</data>", "R1"),  # a question that nothing answers
    ("Mayenne, {annee} : <data value='{estime}'>{part}</data>", "R7"),  # an estimate said as published
    ("Métiers de la transformation…", "R11"),
    ("12 métiers difficiles", "R5"),
])  # fmt: skip
def test_a_fault_put_by_hand_is_seen(lire, phrase, regle):
    donnees = lire("racine_demo")
    lecteur, annee = Reader(donnees), donnees.millesimes("bmo")[-1]
    cle = f"indicateur=bmo_projets&zone=departement:53&periode={annee}"
    estime = f"indicateur=bmo_part_difficiles_estimee&zone=departement:53&periode={annee}"
    n, part = lecteur.expected(cle)[0], lecteur.expected(estime)[0]
    if regle == "R1 lower bound" and not lecteur.expected(cle)[1]["au_moins"]:
        pytest.skip("the demonstration masks nothing there")
    dits = {
        "annee": annee,
        "cle": cle,
        "estime": estime,
        "n": f"{n:.0f}",
        "plus": f"{n + 7:.0f}",
        "part": f"{part:.0f} %",
    }
    markup = re.sub("value='([^']*)'", lambda m: f'value="{m[1].replace("&", "&amp;")}"', phrase.format(**dits))
    vus = [f.rule for f in lecteur.read("/essai", f"<h1>{markup}</h1>")]
    assert regle.partition(" ")[0] in vus

"""The method: half a page, a cell that can be done again, what past surveys say, the complete index worked out."""

import math
import re
from html import unescape

import pytest

from data_loaders.measures import evaluation
from data_loaders.measures.indice_complet import SANS_ENQUETE
from data_loaders.parametres import meteo as parametres
from pages.figures.meteo import methode
from tests.pages.meteo.outils import ligne, texte
from tests.pages.meteo.test_metier import complet
from tests.pages.outils import contenu, manquent


def lus(dit):
    """The numbers of a sentence."""
    return [float(x.replace("\u202f", "").replace(",", ".")) for x in re.findall(r"\d[\d\u202f]*(?:,\d+)?", dit)]


@pytest.mark.parametrize(("groupe", "debut"), [
    ("O", "Ici, 902,9 projets, masqués compris (1\u00a0cellule), dont 856,2 "), ("S", "Ici, 900 projets, dont 360 "),
])  # fmt: skip
def test_the_cell_chosen_can_be_done_again_from_the_numbers_printed(bassins, groupe, debut):
    r = ligne(bassins, "5220", groupe)
    ici, france, calcul, marge, *fin = methode.exemple(r)
    assert (ici.startswith(debut), france.startswith("En France, enquête 2023\u00a0: ")) == (True, True)
    n, part, k, attendue, n2, k2, q, ecrit = lus(calcul)
    assert (n2, k2) == (n, k)
    assert (n * part + k * attendue) / (n + k) == pytest.approx(q, abs=0.06)
    assert (q, ecrit) == (pytest.approx(100 * r.q_estimee, abs=0.05), round(q))
    intervalle, s, bas, haut, *_ = lus(marge.partition("\u00a0: ")[2])
    assert (q - intervalle * s, q + intervalle * s) == pytest.approx((bas, haut), abs=0.6)
    assert len(fin) == 2


@pytest.mark.parametrize(("groupe", "dit"), [("S", "Masqué : trop peu"), ("O", "Trop peu de projets")])
def test_a_cell_without_estimate_is_not_worked_out(bassins, groupe, dit):
    (seul,) = methode.exemple(ligne(bassins, "5209", groupe))
    assert seul.startswith(dit)


def test_all_metiers_are_worked_out_with_the_region_and_without_a_class(dire):
    dit = " ".join(methode.exemple(ligne(dire("ensemble", "bassin"), "5221", "ensemble")))
    attendus = ["La région\u00a0: ", "61\u00a0% estimés · 31\u00a0% déclarés ici."]
    assert manquent(dit, *attendus, "France", "pourvoir") == ["France", "pourvoir"]


def test_half_a_page_says_whom_it_speaks_for_before_its_formula(ecran):
    html = unescape(texte(methode.html()))
    assert len(re.findall(r"\w+", html)) < 330
    assert html.index("Chaque année") < html.index("n’est pas un indicateur officiel") < html.index("√P")
    assert "+ 60 ×" in html
    qualite = unescape(texte(methode.qualite_html()))
    assert manquent(qualite, "FAP 2009, puis FAP 2021", "au-dessus d’un autre pour un métier") == []
    vue = contenu(ecran(zone="bassin:5220", onglet="methode", niveau="famille", metier="famille:O"))
    assert vue.count("<h1") == 1
    assert manquent(vue, "Un exemple à refaire\u00a0: Ouvriers", "à Nantes, 2024", "ni les salaires") == []


def test_the_past_is_told_beside_simpler_figures(enquete):
    e = evaluation.evaluer(enquete[0])
    assert methode.enquetes_dites(e) == "Enquêtes 2021 → 2023"
    for entetes, lignes in (methode.table_erreurs(e), methode.table_certitudes(e)):
        assert {len(x) for x in lignes} == {len(entetes)}
        assert not re.search("nan|fragile", str(lignes))
    csv = methode.csv(e, True).decode("utf-8-sig")
    assert len(csv.splitlines()) == len(e.lignes) + len(e.certitudes) + 1
    assert "Données de démonstration" in csv


def test_the_complete_index_is_worked_out_with_the_numbers_of_the_measure():
    r = complet()
    etapes = methode.etapes(r, {"fap22": 0.9687, "fap87": 0.5965})
    reference = parametres().rapport_reference[methode.BASE]
    assert 50 + 50 * math.log(r.r / reference) / math.log(4) == pytest.approx(r.s_r, abs=0.01)
    assert manquent(" ".join(e.calcul for e in etapes), *(
        "(1\u202f546,1 + 20 × 7,5609) ÷ (278,0 + 20) = 5,6956", "0,375 × 82,51 + 0,625 × 74,08 = 77,24 sur 100",
        "97\u00a0% pour les domaines et 60\u00a0% pour les groupes", "62,5 × 0,1270 = 7,94\u00a0: en tension, solide",
        "(60 − 0,625 × 74,08) ÷ 0,375 = 36,53\u00a0: environ 768 candidats de plus.",
    )) == []  # fmt: skip
    assert etapes[-1].calcul == "Ici\u00a0: l’indice est entier."


@pytest.mark.parametrize(("champs", "rang", "dit"), [
    ({"r": None, "partiel": "partiel : enquête BMO seule"}, 1, "Calcul impossible ici"),
    ({"partiel": "partiel : 40 % des offres", "distance": ""}, -1, "Partiel : 40 % des offres."),
    ({"partiel": "partiel : 40 % des offres", "distance": ""}, -2, "l’indice est partiel"),
    ({"classe": 1, "distance": ""}, -2, "n’a pas de limite basse"),
    ({"partiel": SANS_ENQUETE, "q_estimee": None, "s": None, "distance": ""}, -2, "Calcul impossible ici"),
])  # fmt: skip
def test_the_complete_index_stops_with_its_reason(champs, rang, dit):
    assert dit in methode.etapes(complet(**champs), {})[rang].calcul

"""The method: brief, worked out, judged by the past, covered."""

import math
from html import unescape

import pandas as pd
import pytest

from data_loaders.francais import capitale
from data_loaders.measures import evaluation, moteurs
from data_loaders.measures.indice_complet import SANS_ENQUETE
from data_loaders.parametres import meteo as parametres
from pages.figures.meteo import (
    evaluation as meteo_evaluation,
    methode as meteo_methode,
    methode_complete as meteo_methode_complete,
)
from tests.pages.meteo.outils import corps, texte
from tests.pages.meteo.test_metier import complet


@pytest.fixture(scope="module")
def etapes(enquete, dire):
    """`etapes(zone, groupe, niveau)`: the steps of a row of 2023."""
    est, _ = enquete

    def faire(zone, groupe, niveau):
        lignes = dire(niveau, "bassin").query("code_zone == @zone and code_groupe == @groupe")
        avant, r = lignes.sort_values("annee").itertuples()
        c = est.cellules
        c = c[(c["annee"] == "2023") & (c["code_bassin"] == zone)]
        c = c if niveau == "ensemble" else c[c[niveau] == groupe]
        cellule = None
        if len(c):
            seule = c.iloc[0] if len(c) == 1 else None
            histoire = {} if seule is None else moteurs.historiques(est, seule)
            annee = est.annees.set_index("annee").loc["2023"]
            cellule = meteo_methode.Cellule(moteurs.moteurs(c), annee, len(c), seule, histoire)
        return r, meteo_methode.etapes(r, avant, niveau, cellule)

    return faire


def test_one_cell_is_worked_out_step_by_step_to_its_estimate(etapes):
    r, liste = etapes("5220", "B0Z20", "metier")
    assert len(liste) == max(etape for *_, etape in meteo_methode.PARAMETRES)
    calculs = [e.calcul for e in liste]
    # 2021 weighs .7² in 2023; 900 projects count as √900
    assert "2021\u00a0: 0,4900 × 30,00 × " in calculs[5]
    assert f"= {100 * r.q_estimee:.2f}\u00a0%, la part estimée.".replace(".", ",", 1) in calculs[6]
    assert "erreur = √(" in calculs[7]
    assert f"chance {meteo_methode.chance(r):.3f}".replace(".", ",") in calculs[8]
    assert "95,00\u00a0%. Marge" in calculs[10]
    assert "2021\u00a0: " in calculs[11]


def test_a_group_is_worked_out_as_the_mean_of_its_cells(etapes):
    r, liste = etapes("5220", "ensemble", "ensemble")
    assert "Moyenne de 3\u00a0cellules" in liste[1].calcul
    assert liste[6].calcul.endswith(f"= {100 * r.q_estimee:.2f}\u00a0%.".replace(".", ",", 1))
    assert "902" not in " ".join(e.calcul for e in liste)


@pytest.mark.parametrize(("groupe", "raison"), [("V0Z60", "Secret"), ("B0Z20", "Effectif"), ("A0Z40", "Sans objet")])
def test_a_row_without_estimate_stops_with_its_reason_and_no_share_of_its_own(etapes, groupe, raison):
    r, liste = etapes("5209", groupe, "metier")
    assert len(liste) == 2
    assert liste[-1].regle.startswith(raison)
    assert f"{100 * r.q_estimee:.0f}\u00a0%" not in liste[-1].calcul
    assert ("Dans la région" in liste[-1].calcul) == (groupe == "B0Z20")


@pytest.fixture(scope="module")
def jugee(enquete):
    france = pd.DataFrame(columns=["annee", "code_metier", "met", "xmet"]).astype({"met": float, "xmet": float})
    return evaluation.evaluer(enquete[0].cellules, france)


def test_the_past_is_told_beside_simpler_figures(jugee):
    for mesure, *_ in meteo_evaluation.MESURES:
        entetes, lignes = meteo_evaluation.table_precision(jugee, mesure)
        assert {len(x) for x in lignes} == {len(entetes)}
        assert [e for e, _ in entetes[-4:]] == list(map(capitale, evaluation.PREDICTIONS.values()))
    for table in (meteo_evaluation.table_intervalles(jugee), meteo_evaluation.table_chances(jugee)):
        assert {len(x) for x in table[1]} == {len(table[0])}
    r = jugee.intervalles.query("annee == 'toutes'").iloc[0]
    assert meteo_evaluation.titre(jugee).startswith(f"{100 * r['dans']:.0f}\u00a0%")
    assert "80\u00a0% promis" in meteo_evaluation.titre(jugee)
    assert "points pour l’estimation" in meteo_evaluation.lecture(jugee)
    csv = meteo_evaluation.csv(jugee, True).decode("utf-8-sig")
    assert len(csv.splitlines()) == len(jugee.precision) + 1
    assert "Données de démonstration" in csv


def test_the_coverage_adds_up_and_is_said(dire):
    t = evaluation.annonces({n: dire(n, "bassin") for n in ("famille", "metier")})
    _, lignes = meteo_evaluation.table_couverture(t)
    assert lignes[0][:2] == ["2021", "Familles de métiers (8)"]
    for r in t.to_dict("records"):
        assert r["estime"] + r["effectif"] + r["secret"] == pytest.approx(1)
    derniere = t[t["niveau"] == "famille"].iloc[-1]
    assert f"{100 * derniere['estime']:.0f}\u00a0%" in meteo_evaluation.lecture_couverture(t)
    assert len(meteo_evaluation.csv_couverture(t, False).splitlines()) == len(t) + 1


def test_the_quality_of_the_survey_says_what_is_not_known():
    dit = unescape(texte(meteo_methode.qualite_html()))
    assert "non communiqués dans les fichiers" in dit
    assert "FAP 2009, puis FAP 2021" in dit
    assert "Qu’un territoire est au-dessus d’un autre pour un métier" in dit


def test_the_complete_index_is_worked_out_with_the_numbers_of_the_measure():
    r = complet()
    etapes = meteo_methode_complete.etapes(r, {"fap22": 0.9687, "fap87": 0.5965})
    calculs = " ".join(e.calcul for e in etapes)
    p = parametres()
    assert "(1\u202f546,1 + 20 × 7,5609) ÷ (278,0 + 20) = 5,6956" in calculs
    assert "0,375 × 82,51 + 0,625 × 74,08 = 77,24 sur 100" in calculs
    reference = p.rapport_reference[meteo_methode_complete.BASE]
    assert 50 + 50 * math.log(r.r / reference) / math.log(4) == pytest.approx(r.s_r, abs=0.01)
    assert "97\u00a0% pour les domaines et 60\u00a0% pour les groupes de métiers" in calculs
    assert "62,5 × 0,1270 = 7,94\u00a0: favorable pour qui cherche un emploi, difficile pour" in calculs
    assert "(60 − 0,625 × 74,08) ÷ 0,375 = 36,53\u00a0: environ 768 candidats de plus." in calculs
    assert etapes[-1].calcul == "Ici\u00a0: l’indice est entier."
    assert max(n for *_, n in meteo_methode.PARAMETRES_COMPLETS) == len(etapes)


def test_the_complete_index_stops_with_its_reason():
    sans = complet(r=None, partiel="partiel : enquête BMO seule")
    assert "Calcul impossible ici" in meteo_methode_complete.etapes(sans, {})[1].calcul
    partiel = complet(partiel="partiel : 40 % des offres", distance="")
    etapes = meteo_methode_complete.etapes(partiel, {})
    assert etapes[-1].calcul == "Partiel : 40 % des offres."
    assert "l’indice est partiel" in etapes[-2].calcul
    premiere = complet(classe=1, distance="")
    assert "n’a pas de limite basse" in meteo_methode_complete.etapes(premiere, {})[-2].calcul
    seules = complet(partiel=SANS_ENQUETE, q_estimee=None, s=None, distance="")
    assert "Calcul impossible ici" in meteo_methode_complete.etapes(seules, {})[-2].calcul


def test_the_brief_says_what_the_index_does_not_measure():
    bref = unescape(texte(meteo_methode.en_bref_html()))
    assert "ni les salaires" in bref
    assert "n’est pas l’indicateur officiel" in bref.replace("'", "’")


def test_the_view_is_readable_before_its_figures_and_weighs_nothing_until_asked(ecran):
    at = ecran(zone="bassin:5220", onglet="methode", niveau="metier", metier="metier:V0X60")
    html = corps(at)
    assert html.index("En bref") < html.index("La méthode, pas à pas")
    assert "Combien de cellules ont une estimation" in html
    assert "dans l’intervalle dit, pour" not in html

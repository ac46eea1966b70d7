"""The method: brief, worked, covered, weighed."""

import math
from html import unescape

import pandas as pd
import pytest

from data_loaders.measures import sensibilite
from data_loaders.measures.meteo_complet import SANS_BMO
from data_loaders.parametres import meteo as parametres
from pages.figures.meteo import (
    methode as meteo_methode,
    methode_complete as meteo_methode_complete,
    sensibilite as meteo_sensibilite,
)
from tests.pages.meteo.outils import corps, texte
from tests.pages.meteo.test_metier import complet


@pytest.fixture(scope="module")
def mouvements(cellules):
    large, metiers = cellules
    noms = ("rappel", "limites_niveau", "fiabilite", "fleche_z")
    cas = list(sensibilite.variantes(noms=noms))

    def calculer(p):
        r = sensibilite.mesures.indices(large, metiers, "famille", "bassin", p)
        return r[r["annee"] == "2023"].set_index(["code_zone", "code_groupe"])[list(sensibilite.RESULTATS)]

    return sensibilite.mouvements(calculer, cas).assign(groupes="famille", cellules_nb=4)


def test_the_table_has_both_directions_of_every_parameter_in_words(mouvements):
    entetes, lignes = meteo_sensibilite.table(mouvements)
    assert len(lignes) == len(mouvements) // 2
    assert [x[1] for x in lignes][:2] == ["Force du rappel vers la région", "Limites des cinq classes (1re)"]
    deux = mouvements[(mouvements["parametre"] == "limites_niveau") & (mouvements["cle"] == "3")]
    ligne = next(x for x in lignes if x[1] == "Limites des cinq classes (3e)")
    assert ligne[entetes.index(("Classe", True))] == " / ".join(str(n) for n in deux["niveau"])


def test_the_title_names_the_parameter_that_moves_the_most_classes(mouvements):
    maximum = mouvements.loc[mouvements["niveau"].idxmax()]
    nom = "limites des cinq classes" if maximum["parametre"] == "limites_niveau" else "force du rappel"
    assert nom in meteo_sensibilite.titre(mouvements)
    assert f"{maximum['niveau']}" in meteo_sensibilite.lecture(mouvements)


def test_every_parameter_moved_has_a_name_in_french():
    tous = [*sensibilite.variantes(), *sensibilite.variantes(noms=sensibilite.PARAMETRES_COMPLETS)]
    assert {v.nom for v in tous} <= set(meteo_sensibilite.NOMS)


def test_the_weights_of_the_complete_index_are_weighed_too():
    t = pd.DataFrame(
        {
            "parametre": ["poids_offres", "poids_offres", "rapport_reference", "rapport_reference"],
            "cle": ["", "", "offres en ligne", "offres en ligne"],
            "valeur": [0.375, 0.375, 2.3122, 2.3122],
            "variation": [-10.0, 10.0, -10.0, 10.0],
            "niveau_complet": [42, 36, 110, 113],
            "fragile": [74, 81, 110, 90],
            "partiel": 0,
            "cellules_nb": 1597,
        }
    )
    entetes, lignes = meteo_sensibilite.table(t, meteo_sensibilite.COMPLETS)
    assert [e for e, _ in entetes] == ["Valeur", "Paramètre", "Classe", "Fragile", "Partiel"]
    assert lignes[0] == ["0,375", "Poids du score des offres", "42 / 36", "74 / 81", "0 / 0"]
    assert "113 des 1\u202f597 cellules classées" in meteo_sensibilite.lecture(t, "niveau_complet")


def test_the_csv_says_it_is_a_demonstration(mouvements):
    csv = meteo_sensibilite.csv(mouvements, True).decode("utf-8-sig")
    assert csv.splitlines()[0].split(";")[:3] == ["groupes", "cellules_classees", "parametre"]
    assert len(csv.splitlines()) == len(mouvements) + 1
    assert "Données de démonstration" in csv


def test_the_coverage_adds_up_and_is_said(bassins):
    familles = sensibilite.couverture(bassins).assign(niveau="famille")
    t = pd.concat([familles, familles.assign(niveau="metier")])
    _, lignes = meteo_sensibilite.table_couverture(t)
    assert lignes[0][:2] == ["2021", "Familles de métiers (8)"]
    for r in familles.to_dict("records"):
        assert r["classe"] + r["effectif"] + r["secret"] + r["bornes"] == pytest.approx(1)
    derniere = familles.iloc[-1]
    assert f"{100 * derniere['classe']:.0f}\u00a0%" in meteo_sensibilite.lecture_couverture(t)
    assert len(meteo_sensibilite.csv_couverture(t, False).splitlines()) == len(t) + 1


def test_the_complete_index_is_worked_out_with_the_numbers_of_the_measure():
    r = complet()
    etapes = meteo_methode_complete.etapes(r, {"fap22": 0.9687, "fap87": 0.5965})
    calculs = " ".join(e.calcul for e in etapes)
    p = parametres()
    assert "(1\u202f546,1 + 20 × 7,5609) ÷ (278,0 + 20) = 5,6956" in calculs
    assert "0,375 × 82,51 + 0,625 × 83,47 = 83,11 sur 100" in calculs
    reference = p.rapport_reference[meteo_methode_complete.BASE]
    assert 50 + 50 * math.log(r.r / reference) / math.log(4) == pytest.approx(r.s_r, abs=0.01)
    assert "97\u00a0% pour les domaines et 60\u00a0% pour les groupes de métiers" in calculs
    assert "62,5 × 0,0568 = 3,55. Limite la plus proche\u00a0: 80, à 3,11\u00a0: classe fragile" in calculs
    assert "(80 − 0,625 × 83,47) ÷ 0,375 = 74,22\u00a0: environ 77 candidats de plus." in calculs
    assert etapes[-1].calcul == "Ici\u00a0: l’indice est entier."
    assert max(n for *_, n in meteo_methode.PARAMETRES_COMPLETS) == len(etapes)


def test_the_complete_index_stops_with_its_reason():
    sans = complet(r=None, partiel="partiel : enquête BMO seule")
    assert "Calcul impossible ici" in meteo_methode_complete.etapes(sans, {})[1].calcul
    partiel = complet(partiel="partiel : 40 % des offres", distance="")
    etapes = meteo_methode_complete.etapes(partiel, {})
    assert etapes[-1].calcul == "Partiel : 40 % des offres."
    assert "l’indice est partiel" in etapes[-2].calcul
    premiere = complet(niveau_complet=1, distance="")
    assert "n’a pas de limite basse" in meteo_methode_complete.etapes(premiere, {})[-2].calcul
    seules = complet(partiel=SANS_BMO, q_tilde=None, e=None, distance="")
    assert "Calcul impossible ici" in meteo_methode_complete.etapes(seules, {})[-2].calcul


def test_the_brief_says_what_the_index_does_not_measure():
    bref = unescape(texte(meteo_methode.en_bref_html()))
    assert "ni les salaires" in bref
    assert "n’est pas l’indicateur officiel" in bref.replace("'", "’")


def test_the_view_is_readable_before_its_figures_and_weighs_nothing_until_asked(ecran):
    at = ecran(zone="bassin:5220", onglet="methode", niveau="metier", metier="metier:V0X60")
    html = corps(at)
    assert html.index("En bref") < html.index("Part brute = ")
    assert "Combien de cellules ont une classe" in html
    assert "Cellules qui changent" not in html

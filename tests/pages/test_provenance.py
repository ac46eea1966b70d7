"""« D’où vient ce chiffre ? »: words on cells small enough to redo by hand, then under the figures of every screen."""

import re

import pandas as pd
import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from geo import libre
from pages.figures.provenance import chiffre, documents
from tests.builders import tables_bmo
from tests.lecture import lisible, nombres
from tests.pages.outils import contenu, deplier, ouvrir
from tests.vues import un_sur

SHA = "ab" * 32


@pytest.fixture
def donnees(tmp_path):
    d = Donnees(tmp_path)
    valeurs = {"5220": (40.0, None, None), "5221": (None, None, None), "5205": (10.0, 6.0, None)}
    noms = ("met", "xmet", "smet")
    lignes = [
        (b, "49" if b == "5205" else "44", "B0Z20", *mesure)
        for b, lues in valeurs.items()
        for mesure in zip(noms, lues, strict=True)
    ]
    source = Source("essai<1>.xlsx", SHA, 10, "producteur d'essai", "https://exemple.test/?a=1&b=2", "2026-11-02")
    d.officiel.publier(CONTRATS["bmo"], "2023", tables_bmo(lignes), [source])
    return d


def suivre(donnees, indicateur, zonage="region", zone="52"):
    return origine.remonter(donnees, tableau.calculer(donnees, indicateur, zonage), zone, "2023")


def test_the_formula_of_a_share_shows_its_numbers(donnees):
    o = suivre(donnees, "bmo_part_difficiles")
    assert lisible(chiffre.dites(o)[0]) == "Part déclarée = (X + 0,9 × n₁ + 1,2 × n₂) ÷ (P + 2,9 × n₂)"
    assert lisible(chiffre.dites(o)[1]) == "(6 + 0,9 × 1 + 1,2 × 1) ÷ (50 + 2,9 × 1) = 15 %"
    assert "n₂ : 1 cellule" in lisible(chiffre.dites(o)[3])


def test_the_line_of_the_estimate_is_redone_with_its_numbers(donnees):
    o = suivre(donnees, "bmo_part_difficiles_estimee")
    assert lisible(chiffre.dites(o)[0]).startswith("Part estimée = w × part déclarée + (1 − w) × part de la France")
    w, d, reste, f, q = nombres(chiffre.dites(o)[1])
    assert (w * d + reste * f) / 100 == pytest.approx(q, abs=0.1)
    assert q == pytest.approx(o.ligne["value"], abs=0.05)


def test_a_sum_says_how_many_rows_are_hidden(donnees):
    o = suivre(donnees, "bmo_projets")
    assert lisible(chiffre.dites(o)[1]) == "2 lignes visibles sur 3 : total 50 projets"
    assert lisible(chiffre.dites(o)[2]).startswith("1 ligne masquée par le producteur")


def test_an_empty_figure_gives_its_reason_and_no_calculation(donnees):
    o = suivre(donnees, "bmo_part_difficiles", "bassin", "5221")
    assert ("secret statistique" in chiffre.dire(o).html, chiffre.dites(o)[1]) == (True, "")


def test_the_file_can_be_cited_and_nothing_of_it_is_markup(donnees):
    page = chiffre.dire(suivre(donnees, "bmo_projets")).html
    cites = ("essai&lt;1&gt;.xlsx", 'href="https://exemple.test/?a=1&amp;b=2"', SHA, "2026-11-02", "bmo/2023--")
    assert [dit for dit in cites if dit not in page] == []
    assert "démonstration" not in page


def test_the_chosen_zone_then_the_region_then_the_highest_is_followed(donnees):
    t, region = (tableau.calculer(donnees, "bmo_projets", z) for z in ("bassin", "region"))
    assert chiffre.figure_suivie(t, region, "5205", "2023") == (t, "5205")
    assert chiffre.figure_suivie(t, region, None, "2023") == (region, "52")
    sans_region = tableau.calculer(donnees, "defm_a", "region")
    assert chiffre.figure_suivie(t, sans_region, None, "2023") == (t, "5220")


def test_rows_as_sent_have_french_numbers_and_no_blank():
    df = pd.DataFrame({"code": ["a", "b"], "valeur": [1234.5, None]})
    entetes, lignes = documents.cellules(df, {"code": "Code", "valeur": "Valeur"})
    assert entetes == [("Code", False), ("Valeur", True)]
    assert lignes == [["a", "1\u202f234,5"], ["b", "n.d."]]


# What no table of figures holds is followed back too: shares of population, the convention, rows as sent


COMPOSE = libre.coder(libre.composer("Essai", libre.communes_epci("200083392")))
# screen, address, blocks whose figures are followed back
BLOCS = [
    ("accueil", {}, ("region",)),
    ("meteo", {"zone": "bassin:5220"}, ("meteo-tuiles",)),
    ("meteo", {"onglet": "metier", "metier": "famille:O", "zone": "bassin:5220"}, ("meteo-fiche", "meteo")),
    ("meteo", {"onglet": "methode"}, ("meteo-etapes", "meteo-evaluation")),
    ("secteurs", {}, ("secteurs",)),
    ("secteurs", {"secteur": "batiment"},
     ("secteur", "secteur-departements", "secteur-tendance", "secteur-metiers", "secteur-offres")),
    ("formation", {}, ("formation-region",)),
    ("formation", {"entree": "secteur", "secteur": "batiment"},
     ("formation-diplomes", "formation-ou", "formation-2030")),
    ("formation", {"entree": "territoire", "zone": "spo:laval"}, ("territoire-niveaux", "territoire-centres")),
    ("formation", {"entree": "dossier", "secteur": "batiment"}, ("dossier-diplomes", "dossier-2030")),
    ("territoires", {"volet": "loupe", "zonage": "spo", "zone": "spo:laval"}, ("loupe", "vrai")),
    ("territoires", {"lieu": "spo:laval"}, ("commune", "triangle", "loupe")),
    ("territoires", {"volet": "etats", "etats": "spo"}, ("etats", "convention")),
    *(("territoires", {"volet": "etats", "etats": e}, ("etats",)) for e in ("gtec", "zef", "bassin")),
    ("territoires", {"volet": "loupe", "zonage": "epci"}, ("decoupage",)),
    ("territoires", {"volet": "libre", "libre": COMPOSE}, ("loupe", "chiffres")),
    ("portrait", {"zone": "spo:laval", "zonage": "spo"}, ("portrait",)),
    ("tendances", {}, ("tendances",)),
    ("carte", {"annees": ["2019", "2024"]}, ("carte", "vignettes")),
    ("convention", {}, ("dispositifs",)),
    ("convention", {"rubrique": "dispositifs", "fiche": "paramedical"}, ("fiche", "fiche-aujourdhui")),
    ("convention", {"rubrique": "suivi"}, ("convention",)),
    ("convention", {"rubrique": "engagements"}, ("engagements",)),
]  # fmt: skip


@pytest.mark.parametrize(("ecran", "adresse", "blocs"), un_sur(6, BLOCS))
def test_every_block_of_figures_can_be_followed_back(racine, ecran, adresse, blocs):
    at = deplier(ouvrir(ecran, **adresse))
    plis = {e.key.removeprefix("origine-") for e in at.expander if e.key.startswith("origine-")}
    assert set(blocs) <= plis, "a block of figures has no way back to its rows"
    assert "obs-origine" not in contenu(at), "followed before it is unfolded"
    for bloc in blocs:
        at.session_state[f"origine-{bloc}"] = True
    dits = re.findall(r'<div class="obs-origine">.*?</dl></div>', contenu(at.run()), re.S)
    assert len(dits) == len(blocs)
    for dit in dits:
        assert re.search(r"<p><strong>.+?</strong></p><p>.+?</p>", dit, re.S), "no figure, or no formula"
        assert "<dt>Fichier</dt>" in dit or "<dt>Document</dt>" in dit
        assert "Empreinte (SHA-256)" in dit

"""« D’où vient ce chiffre ? » in words, on invented cells small enough to redo by hand."""

import re

import pandas as pd
import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from geo import sujets, zonages
from pages.figures.provenance import chiffre, documents
from tests.builders import metiers_bmo, observations_bmo
from tests.lecture import lisible, nombres

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
    tables = {"observations": observations_bmo(lignes), "metiers": metiers_bmo()}
    d.officiel.publier(CONTRATS["bmo"], "2023", tables, [source])
    return d


def suivre(donnees, indicateur, zonage="region", zone="52"):
    return origine.remonter(donnees, tableau.calculer(donnees, indicateur, zonage), zone, "2023")


def test_the_formula_of_a_share_shows_its_numbers(donnees):
    o = suivre(donnees, "bmo_part_difficiles")
    assert lisible(chiffre.formule(o)) == "Part déclarée = (X + 0,9 × n₁ + 1,2 × n₂) ÷ (P + 2,9 × n₂)"
    assert lisible(chiffre.calcul(o)) == "(6 + 0,9 × 1 + 1,2 × 1) ÷ (50 + 2,9 × 1) = 15 %"
    assert "n₂ : 1 cellule" in lisible(chiffre.explications(o)[1])


def test_the_line_of_the_estimate_is_redone_with_its_numbers(donnees):
    o = suivre(donnees, "bmo_part_difficiles_estimee")
    assert lisible(chiffre.formule(o)).startswith("Part estimée = w × part déclarée + (1 − w) × part de la France")
    w, d, reste, f, q = nombres(chiffre.calcul(o))
    assert (w * d + reste * f) / 100 == pytest.approx(q, abs=0.1)
    assert q == pytest.approx(o.ligne["value"], abs=0.05)


def test_a_sum_says_how_many_rows_are_hidden(donnees):
    o = suivre(donnees, "bmo_projets")
    assert lisible(chiffre.calcul(o)) == "2 lignes visibles sur 3 : total 50 projets"
    assert lisible(chiffre.explications(o)[0]).startswith("1 ligne masquée par le producteur")


def test_an_empty_figure_gives_its_reason_and_no_calculation(donnees):
    o = suivre(donnees, "bmo_part_difficiles", "bassin", "5221")
    assert ("secret statistique" in chiffre.titre(o), chiffre.calcul(o)) == (True, "")


def test_the_file_can_be_cited_and_nothing_of_it_is_markup(donnees):
    page = chiffre.html(suivre(donnees, "bmo_projets"))
    cites = ("essai&lt;1&gt;.xlsx", 'href="https://exemple.test/?a=1&amp;b=2"', SHA, "2026-11-02", "bmo/2023--")
    assert [dit for dit in cites if dit not in page] == []
    assert "démonstration" not in page


def test_hidden_cells_print_their_sign_and_leave_blanks_in_the_file(donnees):
    o = suivre(donnees, "bmo_part_difficiles")
    assert [r[3:5] for r in chiffre.lignes(o)] == [["6", "10"], ["s", "40"], ["s", "s"]]
    lignes = chiffre.csv(o).decode("utf-8-sig").splitlines()
    assert len(lignes) == 4
    assert lignes[1].startswith("B0Z20;Maçons;")
    assert ";6,00;10,00;A;" in lignes[1]
    assert ";;;Q;" in lignes[3]
    assert lignes[3].endswith("Chiffres du producteur")


def test_the_table_is_cut_and_says_so(donnees, monkeypatch):
    monkeypatch.setattr(chiffre, "LIGNES_MONTREES", 2)
    o = suivre(donnees, "bmo_projets")
    assert len(chiffre.lignes(o)) == 2
    assert lisible(chiffre.legende(o)).startswith("3 lignes utilisées ; les 2 premières")


def test_the_chosen_zone_then_the_region_then_the_highest_is_followed(donnees):
    t, region = (tableau.calculer(donnees, "bmo_projets", z) for z in ("bassin", "region"))
    assert chiffre.figure_suivie(t, region, "5205", "2023") == (t, "5205")
    assert chiffre.figure_suivie(t, region, None, "2023") == (region, "52")
    sans_region = tableau.calculer(donnees, "defm_a", "region")
    assert chiffre.figure_suivie(t, sans_region, None, "2023") == (t, "5220")


# What no table of figures holds is followed back too: shares of population, the convention, rows as sent


def sans_balises(html):
    return lisible(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(("spo", "autre"), [("laval", "bassin"), ("sarthe-nord", "gtec"), ("sud-vendee", "gtec")])
def test_a_share_of_population_is_the_sum_of_the_communes_shown(spo, autre):
    sujet = sujets.de_zone("spo", spo)
    total = 0
    for code in {*zonages.appartenance(autre), ""}:
        communes = [c for c in sujet.communes if zonages.appartenance(autre).get(c, "") == code]
        if not communes:
            continue
        habitants = int(zonages.communes().set_index("code_commune").loc[communes, "population_nb"].sum())
        total += habitants
        t = documents.part(sujet, autre, code)
        part = f"{100 * habitants / sujet.population_nb:.1f}".replace(".", ",")
        dite = f"{habitants:,} ÷ {sujet.population_nb:,} habitants = {part} %"
        assert dite.replace(",", " ") in sans_balises(t.html).replace(",", " ")
        assert {ligne[0] for ligne in t.lignes} <= set(communes)
        assert t.legende.startswith(f"{len(communes)}\u00a0ligne")
    assert total == sujet.population_nb


def test_a_figure_of_the_convention_cites_the_passage():
    t = documents.ecrit("professionnels")
    assert "« plus de 2 350 professionnels »" in sans_balises(t.html)
    assert "27 août 2013" in t.html
    assert documents.ecrits(["sites"]) == {"sites": "258\u00a0sites"}


def test_rows_as_sent_have_french_numbers_and_no_blank():
    df = pd.DataFrame({"code": ["a", "b"], "valeur": [1234.5, None]})
    entetes, lignes = documents.cellules(df, {"code": "Code", "valeur": "Valeur"})
    assert entetes == [("Code", False), ("Valeur", True)]
    assert lignes == [["a", "1\u202f234,5"], ["b", "n.d."]]

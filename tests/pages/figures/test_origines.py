"""What no table of figures holds is followed back too: shares of population, the convention, rows as sent."""

import re

import pandas as pd
import pytest

from geo import sujets, zonages
from pages.figures.provenance import documents


def lisible(html):
    return re.sub(r"[\u00a0\u202f]", " ", re.sub(r"<[^>]+>", " ", html))


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
        assert f"{habitants:,} ÷ {sujet.population_nb:,} habitants = {part} %".replace(",", " ") in lisible(
            t.html
        ).replace(",", " ")
        assert {ligne[0] for ligne in t.lignes} <= set(communes)
        assert t.legende.startswith(f"{len(communes)}\u00a0ligne")
    assert total == sujet.population_nb


def test_a_figure_of_the_convention_cites_the_passage():
    t = documents.ecrit("professionnels")
    assert "« plus de 2 350 professionnels »" in lisible(t.html)
    assert "27 août 2013" in t.html
    assert documents.ecrits(["sites"]) == {"sites": "258\u00a0sites"}


def test_rows_as_sent_have_french_numbers_and_no_blank():
    df = pd.DataFrame({"code": ["a", "b"], "valeur": [1234.5, None]})
    entetes, lignes = documents.cellules(df, {"code": "Code", "valeur": "Valeur"})
    assert entetes == [("Code", False), ("Valeur", True)]
    assert lignes == [["a", "1\u202f234,5"], ["b", "n.d."]]

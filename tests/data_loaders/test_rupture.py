"""The break of 2024 in the list of the survey: what goes on, what does not, and what is named in its place."""

import pytest

from data_loaders.chiffres import tableau
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo
from data_loaders.metiers import nomenclatures, recherche
from pages.components.tendances import choices
from pages.figures.tendances import vue
from tests import builders

ANCIEN, NOUVEAU = (Metier("metier", c) for c in ("V0Z60", "V0X60"))


@pytest.fixture(scope="module")
def donnees(tmp_path_factory):
    """Two surveys: one métier renamed one for one, one divided, one that keeps the code of another; to be read only."""
    dossier = tmp_path_factory.mktemp("rupture")
    d = Donnees(dossier / "d")
    avant = [
        ("B2Z40", "Maçons", "O", 5220, 44, "100", "55", "10"),
        ("G0A43", "Entretien", "O", 5220, 44, "30", "20", "10"),
    ]
    depuis = [
        ("B1X31", "Maçons qualifiés", "O", 5220, 44, "80", "45", "10"),
        ("G0A43", "Bâtiment", "O", 5220, 44, "60", "20", "10"),
    ]
    aides = ("Aides-soignants", "S", 5220, 44)
    for annee, lignes in (
        (2023, [*avant, ("V0Z60", *aides, "200", "120", "20")]),
        (2024, [*depuis, ("V0X60", *aides, "210", "90", "20")]),
    ):
        builders.importer(d, "bmo", builders.fichier_bmo(dossier, annee, lignes))
    return d


@pytest.mark.parametrize(("code", "millesime", "genre", "codes"), [
    ("V0Z60", "2023", "1:1", ("V0X60",)),
    ("V0X60", "2025", "1:1", ("V0Z60",)),
    ("D2Z42", "2016", "1:1", ("D1X33",)),
    ("V1Z80", "2023", "1:1", ("V1X80",)),
    ("A3Z90", "2023", "1:1 volume rompu", ("A3X90",)),
    ("B2Z40", "2023", "n:m", ("B1X31", "B2X31", "B6X73")),
    ("G0B41", "2024", "n:m", ("D3Z20", "G0B41", "G1Z71")),
    ("R1Z66", "2018", "sans suite", ()),
    ("V4X84", "2024", "nouveau", ()),
    ("V0Z60", "2024", "", ()),
])  # fmt: skip
def test_what_a_code_becomes_or_was(code, millesime, genre, codes):
    assert bmo.suites(code, millesime) == (genre, codes)


def test_the_table_is_whole_and_says_the_same_both_ways():
    avant, depuis = bmo.debuts_de_code(5)
    assert (len(avant), len(depuis), len(avant & depuis)) == (199, 217, 7)
    paires = [{(c, x) for c in cote for x in bmo.suites(c, millesime).codes}
              for cote, millesime in ((avant, "2023"), (depuis, "2024"))]  # fmt: skip
    assert paires[0] == {(a, b) for b, a in paires[1]}
    uns = [c for c in avant if bmo.suites(c, "2023").genre == "1:1"]
    assert len(uns) == 101 == len({bmo.suites(c, "2023").codes for c in uns})
    # A code of both lists goes on under itself, or not at all.
    assert not set(bmo.pareils()) & avant & depuis
    assert [c for c in sorted(avant & depuis) if not bmo.chaine(c)] == ["G0A43", "G0B41", "T2B60"]


@pytest.mark.parametrize("indicateur", ["bmo_projets", "bmo_part_difficiles", "bmo_part_difficiles_estimee"])
def test_a_metier_renamed_one_for_one_goes_on_under_both_codes(donnees, indicateur):
    lus = [tableau.calculer(donnees, indicateur, "bassin", m).zone("5220") for m in (ANCIEN, NOUVEAU)]
    assert lus[0]["value"].notna().all()
    assert lus[0].drop(columns="raison").equals(lus[1].drop(columns="raison"))
    ailleurs = [t.loc[p, "raison"] for t, p in zip(lus, ("2024", "2023"), strict=True)]
    assert ["V0X60" in ailleurs[0], "V0Z60" in ailleurs[1]] == [True, True]
    if indicateur == "bmo_projets":
        assert lus[0]["value"].to_dict() == {"2023": 200, "2024": 210}
    else:
        assert lus[0]["statut_marche"].eq("estime").all()
        assert lus[0]["declaree"].notna().all()
    ici = tableau.calculer_groupes(donnees, indicateur, "bassin", "metier").zone("5220")
    for m in (ANCIEN, NOUVEAU):
        assert ici.loc[ici["code_groupe"] == m.code, "value"].to_dict() == lus[0]["value"].to_dict()


@pytest.mark.parametrize(("code", "annee", "voir"), [
    ("B2Z40", "2024", "depuis, « Maçons qualifiés » (B1X31), B2X31 et B6X73"),
    ("B1X31", "2023", "avant, « Maçons » (B2Z40)"),
])  # fmt: skip
def test_elsewhere_what_follows_is_named(donnees, code, annee, voir):
    r = tableau.calculer(donnees, "bmo_projets", "bassin", Metier("metier", code)).zone("5220").loc[annee]
    assert (r["obs_status"], r["raison"]) == ("L", f"la liste de l’enquête a changé en 2024 : voir, {voir}")


def test_the_line_is_cut_where_the_code_alone_is_the_same_and_the_living_code_comes_first(donnees):
    metiers = donnees.lire("bmo", "metiers")
    dits = {c: [(r.texte, r.coupe) for r in vue.nomenclature(metiers, Metier("metier", c))] for c in ("V0X60", "G0A43")}
    assert dits == {"V0X60": [("nomenclature 2024", False)], "G0A43": [("rupture de série", True)]}
    assert vue.nomenclature(metiers, Metier("famille", "O"))[0].coupe is False
    noms = nomenclatures.libelles_enquete(donnees, "metier", "2024")
    assert list(noms) == ["A0Z40", "G0A43", "B1X31", "V0X60", "B2Z40", "V0Z60"]
    assert (noms["V0X60"], noms["V0Z60"], noms["G0A43"]) == ("Aides-soignants", "Aides-soignants (2023)", "Bâtiment")
    listes = [n for n in choices._noms_metiers(donnees.lire("bmo", "metiers"), {}).values() if "Aides" in n]
    assert listes == ["Aides-soignants (V0X60)", "Aides-soignants (V0Z60, 2023)"]
    (trouve,) = recherche.Index(donnees).suites("V0Z60")
    assert (trouve.code, trouve.pourquoi) == ("V0X60", "suite, depuis 2024, du code V0Z60")


def test_the_official_series_cross(officielles):
    for niveau_code in ("V0X60", "D1X33", "V1X80", "T2A60"):
        t = tableau.calculer(officielles, "bmo_projets", "region", Metier("metier", niveau_code))
        assert t.lignes["value"].gt(0).all()
        assert list(t.lignes["periode"]) == ["2016", "2018", "2021", "2023", "2024"]
    metiers = officielles.lire("bmo", "metiers")
    listes = {a: set(g["code_metier"]) for a, g in metiers.groupby("annee")}
    listes["2018"].discard("V5Z00")  # asked that year alone
    assert all(codes <= bmo.debuts_de_code(5)[a >= bmo.RUPTURE] for a, codes in listes.items())
    t = tableau.calculer(officielles, "bmo_projets", "region", Metier("metier", "B2Z40")).zone("52")
    assert "« Maçons qualifiés » (B1X31)" in t.loc["2024", "raison"]

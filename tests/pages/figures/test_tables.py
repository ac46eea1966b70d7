"""Tables and their CSV: order, escaping, formulas, what French Excel reads."""

import pandas as pd
import pytest

from data_loaders import francais
from data_loaders.contracts.indicateurs import indicateur
from data_loaders.requetes import lignes as lignes_exportees
from pages.figures import lecture, tables
from tests.lecture import en_lignes
from tests.pages.figures.invente import DECLAREE, ESTIMEE, METIER, fr, ligne, lignes, tableau
from tests.pages.lecture_html import arbre

PART, ESTIMATION, PROJETS = (indicateur(f"bmo_{c}") for c in ("part_difficiles", "part_difficiles_estimee", "projets"))
CHOMAGE = indicateur("taux_chomage")
NOMS = {"5221": "Ancenis", "5208": "Le Mans", "5216": "Les Sables-d'Olonne", "5220": "Nantes", "5230": "Blain"}
REGION = pd.Series(ligne(59.4))


def classees(ind, valeurs, region=None):
    return tables.lignes_classees(ind, lignes({"2023": valeurs}).set_index("code_zone"), NOMS, region)


def test_known_values_come_first_by_decreasing_value_then_the_empty_ones_by_name_with_their_reason():
    rangs = classees(CHOMAGE, {"5216": "Q", "5221": 5.5, "5208": 9.7, "5230": "L", "5220": 9.7}, pd.Series(ligne(7.0)))
    assert [(r.libelle, r.rang, r.valeur, r.classe) for r in rangs] == [
        ("Le Mans", "1", "9,7", 5),
        ("Nantes", "1", "9,7", 5),
        ("Ancenis", "3", "5,5", 2),
        ("Blain", "", "n.d.", None),
        ("Les Sables-d'Olonne", "", "s", None),
    ]
    assert [r.ecart for r in rangs] == ["+2,7", "+2,7", "−1,5", "", ""]
    assert [r.raison.partition(" :")[0] for r in rangs[3:]] == ["non disponible", "secret statistique"]


@pytest.mark.parametrize("region", [None, pd.Series(ligne("Q"))])
def test_no_gap_without_a_figure_of_the_region(region):
    assert [r.ecart for r in classees(CHOMAGE, {"5221": 4.0}, region)] == [""]


def test_a_share_of_the_survey_has_a_whole_number_a_state_and_no_rank():
    df = lignes({"2023": {"5208": ESTIMEE, "5221": METIER | {"value": 59.7}}}).set_index("code_zone")
    table = tables.zones(ESTIMATION, df, NOMS, REGION, frozenset())
    assert [t for t, _ in table.entetes] == ["", "Territoire", "Classe", "%", "État"]
    dits = [(ligne[1], ligne[2][-1], *ligne[3:]) for ligne in table.lignes]
    assert dits == [  # 59,7 is printed 60: it is of class 4
        ("Ancenis", "4", "60", "partagé, solide, d’après la France surtout"),
        ("Le Mans", "3", "55", fr("▼ plus bas que dans la région, 37~% déclarés ici")),
    ]
    (large,) = classees(PART, {"5208": DECLAREE | {"marge": 0.251}})
    assert (large.valeur, large.etat) == ("marge trop large", "")


def exportees(ind, df):
    return lignes_exportees.exportees(ind, "bassin", df, {"2023": "x"}, False)


def test_the_file_of_a_share_has_its_margin_its_state_and_the_other_share():
    df = lignes({"2023": {"5208": ESTIMEE, "5216": "Q"}})
    le_mans, sables = en_lignes(tables.csv_francais(exportees(ESTIMATION, df)))
    attendues = {"etat": "au-dessous", "marge_declaree": "14,29", "part_declaree": "36,884", "part_publiee": "36"}
    attendues |= {"rang_meilleur": "13", "rang_pire": "26"}
    assert {c: le_mans[c] for c in attendues} == attendues
    assert {sables[c] for c in attendues} == {""}
    declarees = exportees(PART, lignes({"2023": {"5208": DECLAREE}})).iloc[0]
    assert (declarees["marge"], declarees["part_estimee"]) == (14.29, 55.162)
    assert not {"etat", "classe", "rang_meilleur"} & set(declarees.index)


def test_a_lower_bound_is_marked_and_a_count_has_neither_class_nor_gap():
    (rang,) = classees(PROJETS, {"5221": {"value": 1234, "minorant": True}}, pd.Series(ligne(5000)))
    assert (rang.valeur, rang.classe, rang.ecart) == (fr("≥~1_234"), None, "")


def test_all_secret_or_nothing_at_all():
    assert [r.valeur for r in classees(PART, {"5221": "Q", "5208": "Q"})] == ["s", "s"]
    assert tables.lignes_classees(PART, lignes({"2023": {}}).set_index("code_zone"), {}, None) == []


def test_cells_are_escaped_and_the_table_is_a_real_one():
    mechant = '<img src=x onerror="alert(1)">'
    sortie = tables.tableau_html(
        [("Rang", True), ("<b>", False), ("Classe", False)],
        [["1", mechant, tables.pastille(3)], ["2", "a & b", tables.pastille(None, "Q")]],
        mechant,
        selection=(1,),
    )
    assert "<img" not in sortie
    assert "<b>" not in sortie
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in sortie
    # Markup of this project goes through: the swatches, and one selected row.
    corps = arbre(sortie).find(".//tbody")
    assert [len(tr) for tr in corps] == [3, 3]
    assert [tr.get("aria-current") for tr in corps] == [None, "true"]
    assert corps[0].find("th").get("scope") == "row"
    assert corps[0].find("th").text == mechant
    assert [s.get("class") for s in corps.iter("span")] == ["obs-puce obs-puce--3", "obs-puce obs-puce--s"]


@pytest.mark.parametrize(
    ("empile", "nb", "replie"), [(False, 13, False), (False, 14, True), (True, 4, False), (True, 5, True)]
)
def test_a_long_table_is_folded_on_a_phone_and_says_how_many_rows_it_has(empile, nb, replie):
    html = tables.tableau_html([("Nom", False)], [["Laval"]] * nb, "Lieux", empile=empile)
    assert (f"Toutes les lignes ({nb})</label>" in html) == replie


def test_a_row_of_another_length_than_the_header_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        tables.tableau_html([("a", False), ("b", False)], [["1"]], "x")


@pytest.mark.parametrize("debut", [*"=+-@|%＝＋－＠\t\r\n", " =", "\u00a0+", "\ufeff=", "\u200b@", " \t-"])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised_and_no_other(debut):
    assert tables.neutraliser(f"{debut}1+1") == f"'{debut}1+1"
    for texte in ("Saint-Nazaire = 2", "%", ""):
        assert tables.neutraliser(texte) == texte


def test_csv_bytes_are_what_french_excel_opens():
    rangees = [("01", '=HYPERLINK("x")', -1234.565, 0.5), ("044", "Le Mans ; Sarthe", None, float("nan"))]
    df = pd.DataFrame(rangees, columns=["code", "nom", "valeur", "part"])
    octets = tables.csv_francais(df, {"valeur": 2, "part": 1})
    assert octets.startswith(b"\xef\xbb\xbfcode;nom;valeur;part\r\n")
    lues = [list(r.values()) for r in en_lignes(octets)]
    assert lues == [["01", '\'=HYPERLINK("x")', "-1234,57", "0,5"], ["044", "Le Mans ; Sarthe", "", ""]]
    assert not octets.decode("utf-8").count("\n") - octets.decode("utf-8").count("\r\n")


def test_csv_of_zones_keeps_codes_statuses_bounds_and_provenance():
    valeurs = {"44": {"value": 55.126, "borne_basse": 52, "borne_haute": 58}, "53": "Q"}
    t = tableau("bmo_part_difficiles", "departement", {"2023": valeurs}, demonstration=True)
    un, deux = en_lignes(tables.csv_francais(lignes_exportees.du_tableau(t, {"2023": "bmo/2023--x"})))
    dits = {"code_zone": "44", "libelle_zone": "Loire-Atlantique", "valeur": "55,126", "borne_basse": "52"}
    dits |= {"unite": "%", "instantane": "bmo/2023--x", "mention": "Données de démonstration"}
    dits |= {"source": "aucune : données de démonstration, chiffres inventés"}  # no producer said it
    assert un == un | dits
    assert deux == deux | {"valeur": "", "obs_status": "Q", "borne_haute": ""}
    assert deux["raison"].startswith("secret statistique")


@pytest.mark.parametrize(("valeur", "dite"), [(76498.0, "76498"), (76498.4, "76498,4"), (104.256, "104,26")])
def test_csv_of_official_counts_is_the_producers_with_two_decimals_at_most(valeur, dite):
    t = tableau("bmo_projets", "departement", {"2023": {"44": {"value": valeur, "minorant": True}}})
    assert lecture.valeur_courte(t.lignes.iloc[0], t.indicateur) == francais.nombre(valeur, len(dite.partition(",")[2]))
    (un,) = en_lignes(tables.csv_francais(lignes_exportees.du_tableau(t, {"2023": "x"})))
    assert (un["valeur"], un["au_moins"], un["mention"]) == (dite, "true", "Chiffres du producteur")


def test_what_a_producer_typed_plainly_is_typeset_in_a_table():
    rendu = tables.tableau_html([("Taux d'emploi", True)] * 2, [("Bassin d'emploi : Redon", "12 %")], "L'emploi ?")
    assert "'" not in rendu
    for dit in ("Taux d’emploi", "Bassin d’emploi\u00a0: Redon", "12\u00a0%", "L’emploi\u202f?"):
        assert dit in rendu

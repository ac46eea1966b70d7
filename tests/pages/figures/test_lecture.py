"""What is printed of figures: sentences word for word, tables and their CSV, cards of key figures."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from data_loaders.contracts.indicateurs_detail import indicateur
from geo import sujets, zonages
from pages.figures import chiffres_cles, lecture, tables
from pages.figures.chiffres_cles import ChiffreCle
from pages.figures.tendances import series as tendances, vue as vue_tendances
from pages.figures.tendances.lieux import REGION, Suivi
from tests.lecture import en_lignes
from tests.pages.figures.invente import DECLAREE, ESTIMEE, fr, ligne, lignes, tableau
from tests.pages.outils import arbre

PART, PROJETS, DIFFICILES = (indicateur(f"bmo_{c}") for c in ("part_difficiles", "projets", "projets_difficiles"))
DEFM, DENSITE, CHOMAGE = (indicateur(c) for c in ("defm_a", "densite", "taux_chomage"))
ESTIMATION = indicateur("bmo_part_difficiles_estimee")
SECRET = "secret statistique : le producteur masque toute valeur inférieure à 5"
INSCRIT = "demandeur{0} d’emploi inscrit{0} en catégorie A (sans emploi)"
AU_MOINS = {"value": 1234, "minorant": True, "borne_haute": 1300}


def rang_de(valeur) -> pd.Series:
    return pd.Series(ligne(valeur))


DIFFICILES_DITS = "des projets d’embauche jugés difficiles, part déclarée"


@pytest.mark.parametrize(
    ("ind", "ou", "valeur", "attendu"),
    [
        (PART, "bassin:5221", 73.4, f"À Ancenis, 73~% {DIFFICILES_DITS}"),
        (PART, "bassin:5208", 50, f"Au Mans, 50~% {DIFFICILES_DITS}"),
        (PROJETS, "bassin:5216", 1234, "Aux Sables-d’Olonne, 1_234 projets de recrutement"),
        (PROJETS, "bassin:5216", 1, "Aux Sables-d’Olonne, 1 projet de recrutement"),
        (DIFFICILES, "bassin:5216", 0, "Aux Sables-d’Olonne, 0 projet de recrutement jugé difficile"),
        (DIFFICILES, "bassin:5216", 7, "Aux Sables-d’Olonne, 7 projets de recrutement jugés difficiles"),
        (DEFM, "spo:sud-mayenne", 1, f"Dans le Sud Mayenne, 1 {INSCRIT.format('')}"),
        (PROJETS, "bassin:5221", AU_MOINS, "À Ancenis, au moins 1_234 projets de recrutement"),
        (DENSITE, "bassin:5221", 84.2, "À Ancenis, 84~hab./km² en moyenne"),
        (PROJETS, "bassin:5208", "Q", f"Au Mans, {SECRET}"),
        (PROJETS, "bassin:5208", "L", "Au Mans, non disponible"),
        (PART, "bassin:5208", "M", "Au Mans, sans objet"),
    ],
)
def test_a_figure_as_a_sentence(ind, ou, valeur, attendu):
    assert lecture.phrase(ind, *ou.split(":"), rang_de(valeur)) == fr(attendu)


CACHES = {"value": 50, "minorant": True, "borne_haute": 55, "caches_nb": 1}
BORNES = {"value": 55.0, "borne_basse": 52.1, "borne_haute": 58.3, "caches_nb": 3}
SANS_YEU = {"value": 50, "obs_status": "D", "raison": "sans l’Île d’Yeu"}
ACTIFS = "5,0~% de la population active est au chômage, en moyenne sur le trimestre"
COMPTE = "on compte {} projets de recrutement"
MASQUEE = "Une cellule masquée par le secret statistique n’est pas comptée."
MASQUEES = "1_190 cellules masquées par le secret statistique ne sont pas comptées."


@pytest.mark.parametrize(
    ("ind", "valeur", "region", "attendu"),
    [
        # 1.8 is singular, and the gap is that of the figures printed: 5.0 and 6.8.
        (CHOMAGE, 5.04, 6.76, f"{ACTIFS}, 1,7~point de moins que dans la région (6,8~%)."),
        (CHOMAGE, 5.04, 5.01, f"{ACTIFS}, comme dans la région (5,0~%)."),
        (PART, 50, "Q", f"50~% {DIFFICILES_DITS}."),
        (PART, 50, None, f"50~% {DIFFICILES_DITS}."),
        (PART, BORNES, None, f"55~% {DIFFICILES_DITS}. Le secret statistique seul la laisse entre 52 et 58~%."),
        (PROJETS, 50, 1000, f"{COMPTE.format(50)}, soit 5,0~% de la région."),
        (PROJETS, CACHES, 1000, f"{COMPTE.format('au moins 50')}. {MASQUEE}"),
        (PROJETS, CACHES | {"caches_nb": 1190}, None, f"{COMPTE.format('au moins 50')}. {MASQUEES}"),
        (DEFM, SANS_YEU, None, f"on compte 50 {INSCRIT.format('s')}. Sans l’Île d’Yeu."),
        (PROJETS, "Q", 1000, f"{SECRET}."),
    ],
)
def test_the_reading_under_a_figure(ind, valeur, region, attendu):
    reference = None if region is None else rang_de(region)
    dit = lecture.lecture(ind, "bassin", "5221", "2023", rang_de(valeur), reference)
    assert dit == fr(f"À Ancenis, en 2023, {attendu}")


def test_ranks_are_words_at_both_ends_and_count_the_known_alone():
    df = lignes({"2023": {"a": 10, "b": 30, "c": 20, "d": 20, "e": "Q"}}).set_index("code_zone")
    dits = {z: lecture.rang(CHOMAGE, df, z, "bassins").partition(" des 4 bassins à valeur connue") for z in df.index}
    assert {z: dit for z, (dit, *_) in dits.items()} == {
        **dict.fromkeys("cd", "la 2ᵉ valeur la plus élevée"),
        **{"b": "la valeur la plus élevée", "a": "la valeur la plus basse", "e": ""},
    }
    assert [z for z, (_, connues, _) in dits.items() if not connues] == ["e"]
    assert lecture.rang(CHOMAGE, df.loc[["a", "b"]], "a", "bassins") == ""


def test_a_territory_partly_outside_the_only_zone_that_it_meets_is_not_said_to_be_in_it():
    redon = replace(sujets.de_zone("epci", "243500741"))
    redon._recoupements["bassin"] = redon.rencontrer("bassin").head(1).assign(part_population=0.62)
    lues = lignes({"2023": dict.fromkeys(zonages.noms("bassin"), 50)}).set_index("code_zone")
    dit = lecture.recouvrement(PART, redon, "bassin", lues).relation
    assert dit.startswith(fr("La CA Redon Agglomération a 62~% de ses habitants dans le bassin d’emploi "))
    assert dit.endswith("les autres hors de tout bassin d’emploi")


MAYENNE = {"5227": 4.12, "5226": 6.3, "5228": "Q"}


@pytest.mark.parametrize(
    ("ind", "ou", "valeurs", "attendu"),
    [
        (PART, "spo:ancenis", {"5221": 50}, "{} d’Ancenis coïncide avec le bassin d’emploi d’Ancenis~: 50~%"),
        (PART, "spo:laval", {"5227": 50}, "{} de Laval est compris dans le bassin d’emploi de Laval~: 50~%"),
        (PART, "spo:laval", {"5227": "Q"}, "{} de Laval est compris dans le bassin d’emploi de Laval"),
        (PART, "departement:53", MAYENNE, "département de la Mayenne recoupe 3 bassins d’emploi~: de 4 à 6~%"),
        # Counts belong to the zones met: no range, no sum.
        (PROJETS, "departement:53", MAYENNE, "département de la Mayenne recoupe 3 bassins d’emploi"),
    ],
)
def test_an_overlap_is_said_and_never_estimated(ind, ou, valeurs, attendu):
    df = lignes({"2023": valeurs}).set_index("code_zone")
    dit = str(lecture.recouvrement(ind, sujets.de_zone(*ou.split(":")), "bassin", df))
    assert dit == fr(f"Le {attendu}".format("territoire SPO"))


@pytest.mark.parametrize(
    ("ind", "valeur", "courte", "longue"),
    [
        (PART, 73.44, "73", "73~%"),
        (PART, DECLAREE, "37", "37~%~(±~14)"),
        (
            PART,
            DECLAREE | {"obs_status": "U", "raison": "marge trop large : ± 31"},
            "marge trop large",
            "marge trop large : ± 31",
        ),
        (ESTIMATION, ESTIMEE, "55", "55~%"),
        (ESTIMATION, ESTIMEE | {"value": 59.986}, "60", "60~%"),
        (ESTIMATION, ESTIMEE | {"value": 59.4}, "59", "59~%"),
        (PROJETS, {"value": 1, "minorant": True, "borne_haute": 6}, "1", "au moins 1~projet"),
        (PROJETS, "Q", "s", SECRET),
        (PROJETS, "N", "n.s.", "non significatif"),
        (PART, "M", "///", "sans objet"),
        (PART, "L", "n.d.", "non disponible"),
        (PART, "O", "n.d.", "non disponible"),
    ],
)
def test_a_value_short_and_long(ind, valeur, courte, longue):
    assert lecture.valeur_courte(rang_de(valeur), ind) == courte
    assert lecture.valeur_longue(rang_de(valeur), ind) == fr(longue)


def test_a_lower_bound_is_marked_and_a_count_has_neither_class_nor_gap():
    lues = lignes({"2023": {"5221": {"value": 1234, "minorant": True}}}).set_index("code_zone")
    (rang,) = tables.lignes_classees(PROJETS, lues, {"5221": "Ancenis"}, rang_de(5000))
    assert (rang.valeur, rang.classe, rang.ecart) == (fr("≥~1_234"), None, "")


def test_cells_are_escaped_and_the_table_is_a_real_one():
    mechant = '<img src=x onerror="alert(1)">'
    lignes = [["1", mechant, tables.pastille(3)], ["2", "a & b", tables.pastille(None, "Q")]]
    sortie = tables.en_html(([("Rang", True), ("<b>", False), ("Classe", False)], lignes, (1,)), mechant)
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
    html = tables.en_html(([("Nom", False)], [["Laval"]] * nb), "Lieux", empile)
    assert (f"Toutes les lignes ({nb})</label>" in html) == replie


def test_a_row_of_another_length_than_the_header_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        tables.en_html(([("a", False), ("b", False)], [["1"]]), "x")


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


def test_an_empty_figure_gives_its_reason_and_a_zone_without_any_row_is_not_available():
    t = tableau("bmo_part_difficiles", "departement", {"2022": {"53": 40.0}, "2023": {"53": "Q"}})
    c = chiffres_cles.chiffre_cle(t, "53")
    assert (c.valeur, c.courbe) == ("s", ())
    assert "secret statistique" in c.note
    c = chiffres_cles.chiffre_cle(tableau("bmo_projets", "departement", {}), "53")
    assert (c.valeur, c.note) == ("n.d.", "Aucune période chargée.")
    assert c.source == "France Travail, enquête Besoins en main-d’œuvre (BMO)."


def test_a_figure_is_set_beside_a_territory_outside_the_zoning_at_the_same_period():
    t = tableau("taux_chomage", "region", {"2024-T3": {"52": 6.0}, "2024-T4": {"52": 5.9}})
    france = t.lignes.assign(code_zone="FM", value=[7.2, 7.1])
    avec = chiffres_cles.chiffre_cle(replace(t, complements=france), "52", reference="FM")
    assert avec.quoi.endswith(fr("_; France métropolitaine~: 7,1~%."))
    sans = chiffres_cles.chiffre_cle(replace(t, complements=france[:1]), "52", reference="FM")
    assert "France" not in sans.quoi


def test_texts_of_the_cards_are_escaped():
    mechant = '<img src=x onerror="a">'
    html = chiffres_cles.cartes_html([ChiffreCle(mechant, mechant, mechant, adresse='x"><b>', prefixe=mechant)])
    assert "<img src=x" not in html
    assert "<b>" not in html
    assert html.count("&lt;img") == 4


def test_a_sparkline_dots_the_missing_vintages_writes_its_ends_and_stays_in_its_frame():
    svg = chiffres_cles.courbe_svg((("2018", 1.0), ("2019", 2.0), ("2021", 1.5)), "clair")
    racine = ET.fromstring(svg)
    chemins = [e.get("stroke-dasharray") for e in racine.iter("{http://www.w3.org/2000/svg}path")]
    assert chemins == [None, "2 3"]
    assert [e.text for e in racine.iter("{http://www.w3.org/2000/svg}text")] == ["2018", "2021"]
    plate = chiffres_cles.courbe_svg((("2022", 5.0), ("2023", 5.0)), "sombre")
    assert all(0 <= float(v) <= 34 for v in re.findall(r"[ML][\d.]+ ([\d.]+)", plate))
    for courbe in ((), (("2023", 1.0),)):
        assert chiffres_cles.courbe_svg(courbe, "clair") == "", "one point is no line"


@pytest.mark.parametrize(
    ("annees", "phrase"),
    [
        (("2021", "2022"), ""),
        (("2021", "2023"), "Le millésime 2022 n’est pas chargé"),
        (("2018", "2021", "2023"), "Les millésimes 2019, 2020 et 2022 ne sont pas chargés"),
    ],
)
def test_the_trend_says_which_vintages_are_missing(annees, phrase):
    t = tableau("bmo_projets", "departement", {a: {"53": 5.0} for a in annees}, demonstration=True)
    region = tableau("bmo_projets", "region", {a: {"52": 9.0} for a in annees})
    place, reference = Suivi("departement:53", "Mayenne", t, {}), Suivi(REGION, "Pays de la Loire", region, {})
    demandes = vue_tendances.demandes([place], reference)
    assert [(d.libelle, d.reference) for d in demandes] == [("Mayenne", False), ("Pays de la Loire", True)]
    info = tendances.preparer(t.indicateur, demandes, "annuel")
    v = vue_tendances.preparer(t.indicateur, [place], None, info)
    assert (phrase in v.lecture) if phrase else ("millésime" not in v.lecture)
    assert v.titre == fr(f"Projets d’embauche, Mayenne~: 5~projets en {annees[0]}, 5 en {annees[-1]}")
    assert v.sous_titre == f"Projets de recrutement, de {annees[0]} à {annees[-1]}"
    assert ("Données de démonstration", "demo") in v.badges

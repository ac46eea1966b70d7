"""Key figures: the card of one zone, its sparkline, the figures of the convention, and the texts of Tendances."""

import re
from dataclasses import replace
from html import escape
from xml.etree import ElementTree as ET

import pytest

from pages.figures import chiffres_cles
from pages.figures.chiffres_cles import ChiffreCle
from pages.figures.tendances import series as tendances, vue as vue_tendances
from pages.figures.tendances.lieux import REGION, Suivi
from tests.pages.figures.invente import fr, tableau


def carte(valeurs, code="bmo_part_difficiles", **options):
    t = tableau(code, "departement", {p: {"53": v} for p, v in valeurs.items()}, **options)
    return chiffres_cles.chiffre_cle(t, "53")


def test_the_last_figure_and_what_became_of_it():
    c = carte({"2021-T4": 6.0, "2022-T4": 6.6, "2023-T3": "Q", "2023-T4": 6.8}, "taux_chomage")
    assert c.valeur == fr("6,8~%")
    assert (c.note, c.sens) == (fr("ancien~: 2023"), "stable entre 2022 et 2023")
    assert c.quoi == fr("Au 4ᵉ trimestre 2023, stable (6,6~% au 4ᵉ trimestre 2022).")
    assert c.source == "Insee, taux de chômage localisés."
    face, _, quoi = chiffres_cles.cartes_html([c]).partition("<details")
    assert f'<span class="obs-ancien">{c.note}</span>' in face
    assert escape(f"{c.quoi} {c.source}") in quoi
    assert c.courbe == (("2021-T4", 6.0), ("2022-T4", 6.6), ("2023-T4", 6.8))
    assert (c.prefixe, c.demonstration) == ("", False)


def test_a_lower_bound_and_demonstration_are_said():
    c = carte({"2023": {"value": 12722, "minorant": True}}, "bmo_projets", demonstration=True)
    assert (c.valeur, c.prefixe, c.demonstration) == (fr("12_722"), "au moins", True)
    html = chiffres_cles.cartes_html([c])
    assert "Données de démonstration" in html
    assert fr("<small>au moins</small> 12_722") in html


def test_an_empty_figure_gives_its_reason_and_a_zone_without_any_row_is_not_available():
    c = carte({"2022": 40.0, "2023": "Q"})
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
    assert v.titre == fr(f"Projets d’embauche en Mayenne~: stables depuis {annees[0]}, 5~projets")
    assert v.sous_titre == f"Projets de recrutement, de {annees[0]} à {annees[-1]}"
    assert ("Données de démonstration", "demo") in v.badges


def test_a_curve_is_in_the_page_in_both_themes_and_an_absent_one_in_none():
    html = chiffres_cles.cartes_html([ChiffreCle("Projets", "8", "2023", courbe=(("2022", 5.0), ("2023", 6.0)))])
    assert re.findall(r'<img class="(\w+)"', html) == ["clair", "sombre"]
    assert "<img" not in chiffres_cles.cartes_html([ChiffreCle("Projets", "8", "2023")])

"""The trend chart: what is joined and what is not, bases and gaps, and what Plotly is given."""

import math
from itertools import pairwise

import pytest

from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts.indicateurs_detail import indicateur
from pages.figures import theme
from pages.figures.tendances import dessin as tendances_dessin, evolution, series as tendances, vue as vue_tendances
from pages.figures.tendances.series import DemandeSerie, Rupture
from tests.pages.figures.invente import fr, serie, tableau

PART, PROJETS, CHOMAGE = (indicateur(c) for c in ("bmo_part_difficiles", "bmo_projets", "taux_chomage"))
ANCENIS = DemandeSerie("Ancenis", serie({"2018": 40.0, "2019": 44.0, "2021": 60.0}))
DEUX = DemandeSerie("x", serie({"2022": 1.0, "2023": 2.0}))
REGION = DemandeSerie("Pays de la Loire", serie({"2018": 50.0, "2019": 50.0, "2021": 48.0}), reference=True)


def y(info, i=0):
    return list(info.series[i].y)


def test_a_missing_vintage_is_a_gap_and_never_joined():
    info = tendances.preparer(PART, [ANCENIS], "annuel")
    assert info.series[0].x == (2018.0, 2019.0, 2020.0, 2021.0)
    trace = tendances_dessin.figure(info).data[0]
    assert trace.connectgaps is False
    assert y(info) == list(trace.y) == [40.0, 44.0, None, 60.0]


@pytest.mark.parametrize(
    ("rythme", "periodes"),
    [("trimestriel", ("2022-T4", "2023-T1", "2023-T3")), ("mensuel", ("2022-12", "2023-01", "2023-03"))],
)
def test_quarters_and_months_follow_each_other_across_the_year(rythme, periodes):
    d = DemandeSerie("x", serie(dict.fromkeys(periodes, 5.0)))
    assert y(tendances.preparer(CHOMAGE, [d], rythme)) == [5.0, 5.0, None, 5.0]


def test_an_empty_period_is_a_gap_with_its_reason():
    info = tendances.preparer(PART, [DemandeSerie("x", serie({"2018": 40.0, "2019": "Q", "2020": 42.0}))], "annuel")
    assert y(info) == [40.0, None, 42.0]
    assert info.series[0].textes[1].startswith("secret statistique")


def test_a_break_interrupts_every_line_and_is_drawn():
    info = tendances.preparer(PROJETS, [DEUX], "annuel", ruptures=[Rupture(2022.5, "nouvelle nomenclature")])
    assert y(info) == [1.0, None, 2.0]
    fig = tendances_dessin.figure(info)
    assert [s.x0 for s in fig.layout.shapes] == [2022.5]
    assert "nouvelle nomenclature" in [a.text for a in fig.layout.annotations]


def test_a_break_marked_by_the_producer_interrupts_the_line_once():
    d = serie({"2013-T4": 8.0, "2014-T1": {"value": 8.2, "obs_status": "B"}})
    info = tendances.preparer(CHOMAGE, [DemandeSerie("a", d), DemandeSerie("b", d)], "trimestriel")
    assert y(info) == [8.0, None, 8.2]
    assert len(info.ruptures) == 1
    assert info.series[0].textes[-1] == fr("8,2~% (b)")


@pytest.mark.parametrize(("statut", "creux"), [("A", False), ("P", True), ("E", True)])
def test_a_provisional_point_is_hollow(statut, creux):
    d = DemandeSerie("x", serie({"2022": 1.0, "2023": {"value": 2.0, "obs_status": statut}}))
    info = tendances.preparer(PROJETS, [d], "annuel")
    couleurs = tendances_dessin.figure(info).data[0].marker.color
    assert info.series[0].provisoires == (False, creux)
    assert (couleurs[1] == theme.tokens("clair")["surface"]) is creux
    assert couleurs[0] == theme.rampe("series", "clair")[0]


def test_index_starts_at_100_at_the_first_period_known_by_all():
    court = DemandeSerie("Mamers", serie({"2018": "Q", "2019": 10.0, "2021": 25.0}))
    info = tendances.preparer(PROJETS, [ANCENIS, court, REGION], "annuel", mode="indice")
    assert y(info, 0) == pytest.approx([100 * 40 / 44, 100, None, 100 * 60 / 44], nan_ok=True)
    assert y(info, 1) == [None, 100.0, None, 250.0]
    assert y(info, 2) == [100.0, 100.0, None, 96.0]
    assert info.unite == ""
    assert [s.y0 for s in tendances_dessin.figure(info).layout.shapes] == [100]


@pytest.mark.parametrize("valeurs", [{"2018": 0.0, "2019": 0.0}, {"2018": "Q", "2019": "Q"}])
def test_no_index_without_a_base(valeurs):
    info = tendances.preparer(PROJETS, [ANCENIS, DemandeSerie("x", serie(valeurs))], "annuel", mode="indice")
    assert {v for s in info.series for v in s.y} == {None}
    tendances_dessin.figure(info)


def test_gap_with_the_reference_leaves_the_reference_out():
    info = tendances.preparer(PART, [ANCENIS, REGION], "annuel", mode="ecart")
    assert [s.libelle for s in info.series] == ["Ancenis"]
    assert y(info) == [-10.0, -6.0, None, 12.0]
    assert info.series[0].textes[0] == fr("−10~points")
    assert (info.unite, info.mode) == ("points", "ecart")
    etiquettes = [a.text for a in tendances_dessin.figure(info).layout.annotations]
    assert etiquettes == ["<b>+12</b> Ancenis"]


def test_two_files_that_end_at_different_quarters_are_said_to():
    zones = tableau("taux_chomage", "ze", {"2023-T3": {}, "2023-T4": {}}, autres=6)
    region = tableau("taux_chomage", "region", {"2023-T4": {"52": 6}, "2024-T1": {"52": 6}})
    dites = vue_tendances.editions(zones, region)
    assert "les zones d’emploi du 3ᵉ trimestre 2023 au 4ᵉ trimestre 2023" in dites
    assert "la région du 4ᵉ trimestre 2023 au 1ᵉʳ trimestre 2024" in dites
    assert vue_tendances.editions(zones, zones) == ""


def test_a_gap_where_the_reference_is_hidden_is_empty():
    region = DemandeSerie("r", serie({"2018": "Q", "2019": 50.0}), reference=True)
    assert y(tendances.preparer(PART, [ANCENIS, region], "annuel", mode="ecart")) == [None, -6.0, None, None]


def test_the_reference_is_dotted_and_the_zones_differ_by_more_than_colour():
    zones = [DemandeSerie(n, serie({"2022": 1.0, "2023": 2.0 + i})) for i, n in enumerate("abcd")]
    traces = tendances_dessin.figure(tendances.preparer(PROJETS, [*zones, REGION], "annuel")).data
    assert traces[-1].line.dash == "dot"
    assert len({t.line.color for t in traces}) == 5
    assert len({(t.line.dash, t.marker.symbol) for t in traces[:-1]}) == 4


@pytest.mark.parametrize(
    ("ind", "mode", "suffixe"),
    [(PART, "niveau", fr("~%")), (PROJETS, "niveau", ""), (PART, "indice", ""), (PART, "ecart", "")],
)
def test_the_axis_bears_the_unit_of_what_is_drawn_and_counts_start_at_zero(ind, mode, suffixe):
    fig = tendances_dessin.figure(tendances.preparer(ind, [ANCENIS, REGION], "annuel", mode=mode))
    assert fig.layout.yaxis.ticksuffix == suffixe
    assert fig.layout.xaxis.tickformat == "d"
    assert (fig.layout.yaxis.rangemode == "tozero") == (ind is PROJETS)


def test_labels_are_escaped_everywhere_plotly_reads_markup():
    d = DemandeSerie("<b onclick=x>%{y}", serie({"2022": 1.0, "2023": 2.0}))
    fig = tendances_dessin.figure(tendances.preparer(PROJETS, [d], "annuel"))
    for texte in (fig.data[0].hovertemplate, *(a.text for a in fig.layout.annotations)):
        assert "<b onclick" not in texte
        assert "%{y}" not in texte
        assert "&lt;b onclick=x&gt;&#37;{y}" in texte


NOMS = ("a", "b", "Un nom si long qu’il prend deux lignes à côté du tracé", "d")


@pytest.mark.parametrize("ind", [PART, PROJETS], ids=["from the least value", "from zero"])
@pytest.mark.parametrize("hauteur", [None, 360])
def test_direct_labels_do_not_cover_each_other(ind, hauteur):
    zones = [DemandeSerie(n, serie({"2022": 50.0, "2023": 50.0})) for n in NOMS]
    autre = DemandeSerie("e", serie({"2022": 40.0, "2023": 70.0}))
    info = tendances.preparer(ind, [*zones, autre], "annuel")
    fig = tendances_dessin.figure(info, "projection", hauteur=hauteur)
    taille = theme.TAILLES["projection"]
    textes = sorted((a.y, a.text.count("<br>") + 1) for a in fig.layout.annotations)
    # The axis goes up to the last label, or to the greatest value.
    haut = max(70.0, textes[-1][0])
    par_unite = (fig.layout.height - 3 * taille) / (haut - (40.0 if ind is PART else 0.0))
    for (ya, la), (yb, lb) in pairwise(textes):
        assert (yb - ya) * par_unite >= 1.2 * taille * (la + lb) / 2


def test_a_long_name_takes_lines_beside_the_plot_and_in_the_legend_of_a_phone():
    info = tendances.preparer(PART, [DemandeSerie(NOMS[2], serie({"2022": 50.0, "2023": 52.0}))], "annuel")
    (etiquette,) = tendances_dessin.figure(info).layout.annotations
    assert etiquette.text == fr("<b>52~%</b>") + " Un nom si long qu’il prend<br>deux lignes à côté du tracé"
    assert tendances_dessin.figure(info).layout.margin.r < 40 * 14 * 0.56
    assert "<br>" in tendances_dessin.figure(info, largeur=340).data[0].name


def test_an_event_that_explains_a_break_speaks_for_it_unless_the_lines_are_cut():
    nom = Evenement("2023-01-01", "FAP 2021", "Nouvelle nomenclature", ("tous",), "Dictionnaire")

    def dites(*ruptures, evenements=(nom,)):
        info = tendances.preparer(PROJETS, [DEUX], "annuel", ruptures=ruptures, evenements=evenements)
        fig = tendances_dessin.figure(info)
        return sorted(a.text for a in fig.layout.annotations if "FAP" in a.text or "rupt" in a.text)

    assert dites(Rupture(2022.5, "rupture douce", False)) == [fr("janvier 2023~: FAP 2021")]
    assert dites(Rupture(2022.5, "rupture de série")) == [fr("janvier 2023~: FAP 2021"), "rupture de série"]
    assert dites(Rupture(2022.5, "rupture douce", False), evenements=()) == ["rupture douce"]


def test_two_events_at_most_are_drawn_and_all_are_told_in_the_table():
    faits = [Evenement(f"{a}-03", f"Fait {a}", "Un fait", ("tous",), "Source") for a in range(2012, 2022)]
    long = Evenement("2020-03-17", "Confinement", "Crise", ("tous",), "Décret", "2020-05-11")
    d = DemandeSerie("x", serie({f"{a}-T{t}": 5.0 for a in range(2010, 2024) for t in (1, 2, 3, 4)}))
    info = tendances.preparer(CHOMAGE, [d], "trimestriel", evenements=[*faits, long])
    dits = [a.text for a in tendances_dessin.figure(info).layout.annotations]
    assert sum("ait 20" in t or "onfinement" in t for t in dits) == 2
    assert any("confinement" in t for t in dits)
    assert sum(bool(ligne[-1]) for ligne in tendances.table(info)[1]) == len(faits)


@pytest.mark.parametrize(
    ("ind", "valeurs", "ou", "dit"),
    [
        (CHOMAGE, {"2003-T3": 6.3, "2008-T1": 5.7, "2014-T3": 9.2, "2023-T3": 6.2}, "autour d’Alençon",
         "Chômage {}~: monté à 9,2~% en 2014, redescendu à 6,2~% en 2023"),
        (CHOMAGE, {"2003-T3": 8.0, "2008-T1": 5.7, "2024-T4": 7.5}, "à Laval",
         "Chômage {}~: descendu à 5,7~% en 2008, remonté à 7,5~% fin 2024"),
        (CHOMAGE, {"2022-T1": 5.6, "2022-T3": 6.0, "2024-T4": 5.9}, "dans la région",
         "Chômage {}~: stable depuis 2022, entre 5,6~% et 6,0~%"),
        (CHOMAGE, {"2021-T3": 5.3, "2022-T3": 7.3, "2023-T3": 7.9}, "à Redon",
         "Chômage {}~: monté de 5,3~% à 7,9~% entre 2021 et 2023"),
        (CHOMAGE, {"2023-T3": 7.9}, "à Redon", "Chômage {}~: 7,9~% en 2023"),
        (CHOMAGE, {"2022-T3": 7.9, "2023-T3": {"value": 8.0, "obs_status": "B"}}, "à Redon",
         "Chômage {}~: 8,0~% en 2023_; pas de courbe avant 2023, la série est rompue"),
        (CHOMAGE, {"2023-T3": "Q"}, "à Redon", "Chômage {}~: aucune valeur publiée"),
        (indicateur("bmo_part_difficiles_estimee"), {"2019": 45.0, "2023": 69.0, "2024": 60.0}, "dans la région",
         "Embauches difficiles {}~: montées à 69~% en 2023, redescendues à 60~% en 2024"),
        (indicateur("rsa"), {"2019-12": 30000.0, "2020-12": 34000.0, "2022-12": 30400.0}, "en Loire-Atlantique",
         "RSA {}~: monté à 34_000~foyers en 2020, redescendu à 30_400 fin 2022"),
    ],
    ids=["peak", "low", "flat", "rise", "one point", "cut", "nothing", "survey with gaps", "count"],
)  # fmt: skip
def test_the_title_tells_the_shape(ind, valeurs, ou, dit):
    rythme = "annuel" if ind.rythme == "annuel" else "trimestriel"
    info = tendances.preparer(ind, [DemandeSerie("x", serie(valeurs)), REGION._replace(lignes=serie({}))], rythme)
    assert evolution.titre(ind, info, [ou]) == fr(dit.format(ou))


@pytest.mark.parametrize(("avant", "dit"), [(7.2, "_; l’écart se creuse"), (6.0, "_; l’écart se réduit"), (6.7, "")])
def test_the_title_of_two_territories_says_their_gap(avant, dit):
    series = {"Le Mans": {"2022-T3": 7.4, "2023-T3": 7.7}, "Angers": {"2022-T3": avant, "2023-T3": 7.0}}
    info = tendances.preparer(CHOMAGE, [DemandeSerie(nom, serie(s)) for nom, s in series.items()], "trimestriel")
    assert evolution.titre(CHOMAGE, info, ["", ""]) == fr(f"Chômage en 2023~: Le Mans 7,7~%, Angers 7,0~%{dit}")


def test_the_peak_of_the_only_curve_is_ringed_and_named():
    d = DemandeSerie("Alençon", serie({"2003": 6.3, "2008": 5.7, "2014": 9.2, "2023": 6.2}))
    fig = tendances_dessin.figure(tendances.preparer(CHOMAGE, [d], "annuel"))
    dits = [a.text for a in fig.layout.annotations]
    assert fr("plus haut~: 2014<br><b>9,2~%</b>") in dits
    assert fr("<b>6,3~%</b>") in dits
    creux = dict(zip(fig.data[0].x, fig.data[0].marker.color, strict=True))
    assert creux[2014.0] == theme.tokens("clair")["surface"] != creux[2023.0]


def test_an_event_just_before_the_first_point_is_on_the_axis():
    d = DemandeSerie("x", serie({"2013-S2": 1.0, "2014-S1": 2.0}))
    signature = Evenement("2013-08-27", "Convention", "Signature", ("tous",), "Convention")
    info = tendances.preparer(indicateur("lic_1_formations.region"), [d], "semestriel", evenements=[signature])
    (repere,) = info.reperes
    assert repere.x < info.series[0].x[0]
    assert tendances_dessin.figure(info).layout.xaxis.range[0] < repere.x


def test_the_twin_table_has_the_newest_period_first_and_reasons_in_empty_cells():
    mamers = DemandeSerie("Mamers", serie({"2018": "Q", "2019": 44.0}))
    entetes, corps = tendances.table(tendances.preparer(PART, [ANCENIS, mamers], "annuel"))
    assert [t for t, _ in entetes] == ["", "Période", "Ancenis", "Mamers"]
    assert [ligne[1] for ligne in corps] == ["2021", "2019", "2018"]
    assert corps[0][2:] == [fr("60~%"), "n.d."]
    assert corps[2][3].startswith("secret statistique")


def test_the_finding_names_both_ends():
    info = tendances.preparer(PART, [ANCENIS, REGION], "annuel")
    assert tendances.constat(PART, info) == fr("Ancenis~: 40~% en 2018, 60~% en 2021, contre 48~% dans la région")
    info = tendances.preparer(PART, [ANCENIS, REGION], "annuel", mode="ecart")
    assert tendances.constat(PART, info) == fr("Ancenis~: −10~points en 2018, +12~points en 2021")


def test_the_finding_keeps_at_least():
    masques = {p: {"value": v, "minorant": True, "caches_nb": 3} for p, v in (("2018", 1200.0), ("2021", 1500.0))}
    demandes = [DemandeSerie("Mamers", serie(masques))]
    info = tendances.preparer(PROJETS, demandes, "annuel")
    for dit in (tendances.constat(PROJETS, info), evolution.titre(PROJETS, info, ["à Mamers"])):
        assert fr("au moins 1_200~projets") in dit
        assert fr("au moins 1_500") in dit
    indice = tendances.preparer(PROJETS, demandes, "annuel", mode="indice")
    assert "au moins" not in tendances.constat(PROJETS, indice)


AWKWARD = {
    "usual": {"2018": 40.0, "2019": 44.0, "2021": 60.0},
    "all secret": {"2018": "Q", "2019": "Q"},
    "one point": {"2023": 12.0},
    **{"all equal": {"2022": 5.0, "2023": 5.0}, "all zero": {"2022": 0.0, "2023": 0.0}},
    **{"huge": {"2022": 1e300, "2023": 1e308}, "negative": {"2022": -5.0, "2023": 250.0}, "nothing": {}},
}


@pytest.mark.parametrize("cas", AWKWARD)
@pytest.mark.parametrize("mode", ["niveau", "indice", "ecart"])
@pytest.mark.parametrize("sorte", ["ecran", "projection"])
def test_every_chart_is_drawn_over_awkward_figures(cas, mode, sorte):
    d = DemandeSerie("x" * 80, serie(AWKWARD[cas]))
    info = tendances.preparer(PART, [d, REGION], "annuel", mode=mode)
    fig = tendances_dessin.figure(info, sorte)
    assert len(fig.data) == len(info.series)
    assert not any(v is not None and math.isnan(v) for s in info.series for v in s.y)
    assert tendances.constat(PART, info)
    entetes, corps = tendances.table(info)
    assert all(len(ligne) == len(entetes) for ligne in corps)
    assert fig.layout.height == tendances_dessin.HAUTEURS[sorte]


def test_the_chart_of_a_meeting_room_gives_way_to_title_and_badges():
    seul = vue_tendances.hauteur_projection("x" * 30, "y" * 40)
    assert vue_tendances.hauteur_projection("x" * 80, "y" * 40) < seul
    deux = [("Données de démonstration", "demo"), ("Découpage de travail : territoires SPO", "gris")]
    assert seul - vue_tendances.hauteur_projection("x" * 30, "y" * 40, deux) == 54
    assert seul - vue_tendances.hauteur_projection("x" * 30, "y" * 40, [*deux, deux[1]]) == 108
    assert vue_tendances.hauteur_projection("x" * 900, "y", deux) == 240


def test_the_index_of_a_raw_series_starts_in_the_season_it_ends_in():
    d = DemandeSerie("Sarthe", serie({"2022-08": 1.0, "2022-12": 40.0, "2023-08": 2.0, "2023-12": 50.0}))
    info = tendances.preparer(indicateur("inscrits_a_e"), [d], "mensuel", mode="indice")
    assert (info.base, info.series[0].y[-1]) == ("2022-12", 125.0)
    assert vue_tendances.indice(indicateur("inscrits_a_e"), info) == "indice 100 fin décembre 2022"
    corrigee = DemandeSerie("x", serie({"2022-T1": 5.0, "2022-T3": 6.0}))
    for mode, base in (("niveau", ""), ("indice", "2022-T1")):
        assert tendances.preparer(CHOMAGE, [corrigee], "trimestriel", mode=mode).base == base


def test_the_subtitle_tells_a_flow_from_a_stock():
    dits = {"apprentissage_entrees": ", flux du mois", "apprentissage_annuel": ", flux de l’année"}
    dits |= {"defm_a": ", stock en fin de mois", "taux_chomage": "", "bmo_projets": ""}
    assert {code: vue_tendances.flux_ou_stock(indicateur(code)) for code in dits} == dits

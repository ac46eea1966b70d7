"""Curves over time: what is joined and what is not, bases and gaps, what is said of a change, what is drawn."""

import math
import random
from itertools import pairwise

import pandas as pd
import pytest

from data_loaders.contexte.evenements import Evenement
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.measures.series import PROBABLE
from data_loaders.versions.difference import ChangementTerritoire
from pages.figures import lecture, theme
from pages.figures.donnees import differences
from pages.figures.tendances import dessin as tendances_dessin, evolution, lieux, series as tendances, vue
from pages.figures.tendances.series import DemandeSerie, Rupture
from tests.pages.figures.invente import fr, serie, tableau

PART, PROJETS, CHOMAGE = (indicateur(c) for c in ("bmo_part_difficiles", "bmo_projets", "taux_chomage"))
ANCENIS = DemandeSerie("Ancenis", serie({"2018": 40.0, "2019": 44.0, "2021": 60.0}))
SIGNATURE = Evenement("2013-08-27", "Convention", "Signature", ("tous",), "Convention")
REGION = DemandeSerie("Pays de la Loire", serie({"2018": 50.0, "2019": 50.0, "2021": 48.0}), reference=True)


def y(info, i=0):
    return list(info.series[i].y)


def test_index_starts_at_100_at_the_first_period_known_by_all():
    court = DemandeSerie("Mamers", serie({"2018": "Q", "2019": 10.0, "2021": 25.0}))
    info = tendances.preparer(PROJETS, [ANCENIS, court, REGION], "annuel", mode="indice")
    assert y(info, 0) == pytest.approx([100 * 40 / 44, 100, None, 100 * 60 / 44], nan_ok=True)
    assert y(info, 1) == [None, 100.0, None, 250.0]
    assert y(info, 2) == [100.0, 100.0, None, 96.0]
    assert info.unite == ""
    assert [s.y0 for s in tendances_dessin.figure(info).layout.shapes] == [100]


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
    dites = vue.editions(zones, region)
    assert "les zones d’emploi du 3ᵉ trimestre 2023 au 4ᵉ trimestre 2023" in dites
    assert "la région du 4ᵉ trimestre 2023 au 1ᵉʳ trimestre 2024" in dites
    assert vue.editions(zones, zones) == ""


def test_labels_are_escaped_everywhere_plotly_reads_markup():
    d = DemandeSerie("<b onclick=x>%{y}", serie({"2022": 1.0, "2023": 2.0}))
    fig = tendances_dessin.figure(tendances.preparer(PROJETS, [d], "annuel"))
    for texte in (fig.data[0].hovertext[0], *(a.text for a in fig.layout.annotations)):
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


@pytest.mark.parametrize("largeur", [250, 1240])
@pytest.mark.parametrize("graine", range(6))
def test_no_curve_runs_through_the_value_of_its_first_point(graine, largeur):
    hasard = random.Random(graine)
    valeurs = {f"{a}-T{t}": round(8 + hasard.gauss(0, 1), 1) for a in range(2000, 2024) for t in range(1, 5)}
    fig = tendances_dessin.figure(
        tendances.preparer(PART, [DemandeSerie("x", serie(valeurs))], "trimestriel"), largeur=largeur
    )
    (premier,) = [a for a in fig.layout.annotations if a.xanchor == "left" and a.x == fig.data[0].x[0]]
    debut, fin = fig.layout.xaxis.range
    place = 0.5 * theme.TAILLES["ecran"] * len(premier.text.replace("<b>", "").replace("</b>", ""))
    etendue = place * (fin - debut) / (largeur - fig.layout.margin.r)
    longes = [v for x, v in zip(fig.data[0].x, fig.data[0].y, strict=True) if x <= premier.x + etendue]
    assert all((premier.y - v) * premier.yshift >= 0 for v in longes)


def test_an_event_that_explains_a_break_speaks_for_it_unless_the_lines_are_cut():
    nom = Evenement("2023-01-01", "FAP 2021", "Nouvelle nomenclature", ("tous",), "Dictionnaire")

    def dites(*ruptures, evenements=(nom,)):
        d = DemandeSerie("x", serie({"2022": 1.0, "2023": 2.0}))
        info = tendances.preparer(PROJETS, [d], "annuel", ruptures=ruptures, evenements=evenements)
        fig = tendances_dessin.figure(info)
        return sorted(a.text for a in fig.layout.annotations if "FAP" in a.text or "rupt" in a.text)

    assert dites(Rupture(2022.5, "rupture douce", False)) == [fr("janvier 2023~: FAP 2021")]
    assert dites(Rupture(2022.5, "rupture de série")) == [fr("janvier 2023~: FAP 2021"), "rupture de série"]
    assert dites(Rupture(2022.5, "rupture douce", False), evenements=()) == ["rupture douce"]


@pytest.mark.parametrize(
    ("ind", "valeurs", "ou", "dit"),
    [
        (CHOMAGE, {"2003-T3": 6.3, "2008-T1": 5.7, "2014-T3": 9.2, "2023-T3": 6.2}, "zone d’emploi d’Alençon",
         "Chômage, {}~: monté à 9,2~% au 3ᵉ trim. 2014, redescendu à 6,2~% au 3ᵉ trim. 2023"),
        (CHOMAGE, {"2003-T3": 8.0, "2008-T1": 5.7, "2024-T4": 7.5}, "à Laval",
         "Chômage, {}~: descendu à 5,7~% au 1ᵉʳ trim. 2008, remonté à 7,5~% au 4ᵉ trim. 2024"),
        (CHOMAGE, {"2022-T1": 5.6, "2022-T3": 6.0, "2024-T4": 5.9}, "dans la région",
         "Chômage, {}~: stable du 1ᵉʳ trim. 2022 au 4ᵉ trim. 2024, entre 5,6~% et 6,0~%"),
        (CHOMAGE, {"2021-T3": 5.3, "2022-T3": 7.3, "2023-T3": 7.9}, "à Redon",
         "Chômage, {}~: monté de 5,3~% à 7,9~% du 3ᵉ trim. 2021 au 3ᵉ trim. 2023"),
        (CHOMAGE, {"2023-T3": 7.9}, "à Redon", "Chômage, {}~: 7,9~% au 3ᵉ trim. 2023"),
        (CHOMAGE, {"2022-T3": 7.9, "2023-T3": {"value": 8.0, "obs_status": "B"}}, "à Redon",
         "Chômage, {}~: 8,0~% au 3ᵉ trim. 2023_; pas de courbe avant le 3ᵉ trim. 2023, la série est rompue"),
        (CHOMAGE, {"2023-T3": "Q"}, "à Redon", "Chômage, {}~: aucune valeur publiée"),
        (indicateur("bmo_part_difficiles_estimee"), {"2019": 45.0, "2023": 69.0, "2024": 60.0}, "dans la région",
         "Embauches difficiles, {}, estimé~: 45~% en 2019, 69~% en 2023, 60~% en 2024"),
        (indicateur("rsa"), {"2019-12": 30000.0, "2020-12": 34000.0, "2022-12": 30400.0}, "en Loire-Atlantique",
         "RSA, {}~: monté à 34_000~foyers fin 2020, redescendu à 30_400 fin 2022"),
        (indicateur("places_bts_habitants"), {"2022": 0.34, "2024": 0.29}, "dans la région",
         "Places de BTS, voie scolaire pour 1_000 habitants, {}~: stables de 2022 à 2024, 0,3~pour 1_000 habitants"),
    ],
    ids=["peak", "low", "flat", "rise", "one point", "cut", "nothing", "survey with gaps", "count", "printed alike"],
)  # fmt: skip
def test_the_title_tells_the_shape(ind, valeurs, ou, dit):
    rythme = "annuel" if ind.rythme == "annuel" else "trimestriel"
    info = tendances.preparer(ind, [DemandeSerie("x", serie(valeurs)), REGION._replace(lignes=serie({}))], rythme)
    assert evolution.titre(ind, info, [ou]) == fr(dit.format(ou))


@pytest.mark.parametrize(("avant", "dit"), [(7.2, "_; l’écart se creuse"), (6.0, "_; l’écart se réduit"), (6.7, "")])
def test_the_title_of_two_territories_says_their_gap(avant, dit):
    series = {"Le Mans": {"2022-T3": 7.4, "2023-T3": 7.7}, "Angers": {"2022-T3": avant, "2023-T3": 7.0}}
    info = tendances.preparer(CHOMAGE, [DemandeSerie(nom, serie(s)) for nom, s in series.items()], "trimestriel")
    assert evolution.titre(CHOMAGE, info, ["", ""]) == fr(f"Chômage, 3ᵉ trim. 2023~: Le Mans 7,7~%, Angers 7,0~%{dit}")


def test_an_event_just_before_the_first_point_is_on_the_axis():
    d = DemandeSerie("x", serie({"2013-S2": 1.0, "2014-S1": 2.0}))
    info = tendances.preparer(indicateur("lic_1_formations.region"), [d], "semestriel", evenements=[SIGNATURE])
    (repere,) = info.reperes
    assert repere.x < info.series[0].x[0]
    assert tendances_dessin.figure(info).layout.xaxis.range[0] < repere.x


def test_the_finding_names_both_ends():
    info = tendances.preparer(PART, [ANCENIS, REGION], "annuel")
    assert tendances.constat(PART, info) == fr("Ancenis~: 40~% en 2018, 60~% en 2021_; région 48~%")
    info = tendances.preparer(PART, [ANCENIS, REGION], "annuel", mode="ecart")
    assert tendances.constat(PART, info) == fr("Ancenis~: −10~points en 2018, +12~points en 2021")


def test_the_finding_keeps_at_least():
    masques = {p: {"value": v, "minorant": True, "caches_nb": 3} for p, v in (("2018", 1200.0), ("2021", 1500.0))}
    demandes = [DemandeSerie("Mamers", serie(masques))]
    info = tendances.preparer(PROJETS, demandes, "annuel")
    for dit in (tendances.constat(PROJETS, info), evolution.titre(PROJETS, info, ["à Mamers"])):
        assert fr("au moins 1_200~projets") in dit
        assert "de au moins" not in dit
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


def test_the_index_of_a_raw_series_starts_in_the_season_it_ends_in():
    d = DemandeSerie("Sarthe", serie({"2022-08": 1.0, "2022-12": 40.0, "2023-08": 2.0, "2023-12": 50.0}))
    info = tendances.preparer(indicateur("inscrits_a_e"), [d], "mensuel", mode="indice")
    assert (info.base, info.series[0].y[-1]) == ("2022-12", 125.0)
    assert ", indice 100 fin décembre 2022," in vue.preparer(indicateur("inscrits_a_e"), [], None, info).sous_titre
    corrigee = DemandeSerie("x", serie({"2022-T1": 5.0, "2022-T3": 6.0}))
    for mode, base in (("niveau", ""), ("indice", "2022-T1")):
        assert tendances.preparer(CHOMAGE, [corrigee], "trimestriel", mode=mode).base == base


INSCRITS = indicateur("inscrits_a_e")


def test_a_gap_is_taken_before_any_rounding():
    lues = serie({"2023-T4": 6.55, "2024-T4": {"value": 6.44, "obs_status": "P"}})  # 6,6 and 6,4: not −0,2
    assert evolution.ligne(CHOMAGE, "Sarthe", lues).difference == fr("−0,1~point")
    avant, apres = (lues.loc[p] for p in lues.index)
    assert lecture.ecart_region(CHOMAGE, apres, avant).startswith(fr("0,1~point de moins"))
    assert differences.ecart(ChangementTerritoire("ze:5201", CHOMAGE, avant, apres)) == fr("−0,1~point")


def test_the_rule_is_said_for_every_kind_of_series():
    codes = ("bmo_part_difficiles_estimee", "bmo_projets", "bmo_projets_difficiles", "inscrits_a_e", "taux_chomage")
    regles = [evolution.regle(indicateur(c)) for c in (*codes, "apprentissage_annuel")]
    assert len(set(regles)) == 6
    assert "10\u00a0points" in regles[0]
    assert "0,2\u00a0point" in regles[4]


def test_names_are_escaped_and_a_list_of_events_is_sourced():
    lues = serie({"2023-T4": 5.0, "2024-T4": 6.0})
    assert "<i>x" not in evolution.tableau_html([evolution.ligne(CHOMAGE, "<i>x", lues)], "Évolution")
    html = tendances.liste_html(tendances.situer([LOI], ["2023", "2024"]))
    assert "<b>" not in html
    assert "1ᵉʳ janvier 2024" in html
    assert "(Loi)" in html
    assert tendances.liste_html(()) == ""


def test_the_finding_never_takes_a_season_for_a_change_and_says_a_break():
    d = DemandeSerie("Sarthe", serie({"2022-08": 1.0, "2022-12": 40.0, "2023-08": 2.0, "2023-12": 50.0}))
    info = tendances.preparer(INSCRITS, [d], "mensuel")
    assert tendances.constat(INSCRITS, info) == fr("Sarthe~: 40~inscrits fin décembre 2022, 50 fin décembre 2023")
    d = DemandeSerie("Sarthe", serie({"2023-T4": 5.0, "2024-T1": {"value": 6.0, "obs_status": "B"}}))
    info = tendances.preparer(CHOMAGE, [d], "trimestriel")
    assert tendances.constat(CHOMAGE, info).endswith("(rupture de série entre les deux)")


# Events on a time axis: where they fall, how they are named, and that no label covers another

CONFINEMENT = Evenement("2020-03-17", "Confinement", "Premier confinement", ("tous",), "Décret", "2020-05-11")
LOI = Evenement("2024-01-01", "France Travail", "Changement <b>de nom</b>", ("tous",), "Loi")
MOIS = [f"{a}-{m:02d}" for a in (2019, 2020, 2021) for m in range(1, 13)]


def test_the_chart_draws_the_event_and_the_table_names_it_and_a_phone_under_the_chart():
    d = DemandeSerie("Loire-Atlantique", serie(dict.fromkeys(MOIS, 5.0)))
    info = tendances.preparer(INSCRITS, [d], "mensuel", evenements=[SIGNATURE, CONFINEMENT])
    fig, telephone = (tendances_dessin.figure(info, **large) for large in ({}, {"largeur": 330}))
    assert [s.type for s in fig.layout.shapes] == ["line"]
    assert [any("onfinement" in a.text for a in f.layout.annotations) for f in (fig, telephone)] == [True, False]
    assert telephone.layout.showlegend
    assert telephone.layout.margin.r < 8 * theme.TAILLES["ecran"]
    entetes, corps = tendances.table(info)
    assert entetes[-1] == ("Événement", False)
    assert {ligne[1]: ligne[-1] for ligne in corps if ligne[-1]} == {"mars 2020": "Confinement"}


# Series by quarter or year, and their last years: sums of flows, means of stocks, nothing made of a part


def mois(*valeurs, code="inscrits_a_e"):
    """Figures of the first months of 2023, of one département."""
    periodes = {f"2023-{m:02d}": {"44": v} for m, v in enumerate(valeurs, 1)}
    return tableau(code, "departement", periodes, autres="L")


def annee(t, periode="2023"):
    return lieux.agreger(t, "annuel").periode(periode).loc["44"]


def test_a_stock_is_averaged_and_a_flow_added_up():
    stock = mois(*range(100, 112))
    ligne = annee(stock)
    assert lieux.agreger(stock, "annuel").periodes == ("2023",)
    assert (ligne["value"], ligne["obs_status"]) == (105.5, "A")
    assert ligne["raison"] == "calculé ici : moyenne de 12 périodes publiées"
    assert lieux.agreger(stock, "trimestriel").periode("2023-T2").loc["44", "value"] == 104
    assert lieux.agreger(stock, "") is stock
    flux = mois(*[10] * 12, code="apprentissage_entrees")
    assert annee(flux)["value"] == 120
    assert vue.flux_ou_stock(lieux.agreger(flux, "annuel").indicateur) == ", flux : somme de 12 mois"
    for pas, dite in (("trimestriel", "le trimestre"), ("annuel", "l’année")):
        ind = lieux.agreger(flux, pas).indicateur
        assert ind.libelle == f"Contrats d’apprentissage commencés dans {dite}"
        assert ind.phrase.endswith(f"dans {dite}")


@pytest.mark.parametrize("cellule", ["Q", "O"])
def test_nothing_is_made_of_a_part_of_a_year(cellule):
    ligne = annee(mois(cellule, *[100] * 11))
    assert pd.isna(ligne["value"])
    assert (ligne["obs_status"], ligne["raison"]) == (cellule, "n.d. : 11 périodes connues sur 12")
    raison = lieux.agreger(mois(cellule, cellule, 100), "trimestriel").periode("2023-T1").loc["44", "raison"]
    assert raison == "n.d. : 1 période connue sur 3"
    incomplete = mois(*[100] * 11)
    assert lieux.agreger(incomplete, "annuel").periodes == ()
    assert lieux.pas_possibles(incomplete) == ["", "trimestriel"]


def test_a_leap_of_one_month_is_said_of_its_year_and_a_lower_bound_stays_one():
    saut = {"value": 900.0, "raison": f"{PROBABLE} : +90 % en un mois"}
    assert PROBABLE in annee(mois(saut, *[100] * 11))["raison"]
    bas = {"value": 90.0, "borne_haute": 94.0, "minorant": True, "caches_nb": 1}
    ligne = annee(mois(bas, *[100] * 11))
    assert (ligne["minorant"], ligne["value"]) == (True, pytest.approx(1190 / 12))
    assert ligne["borne_haute"] > ligne["value"]


def test_the_last_years_alone():
    t = tableau("inscrits_a_e", "departement", {f"{a}-12": {"44": 1.0 * a} for a in range(2010, 2024)}, autres="L")
    assert lieux.durees_possibles(t) == ["", "10", "5", "2"]
    court = lieux.restreindre(t, "2", "2023-12")
    assert court.periodes == ("2021-12", "2022-12", "2023-12")
    assert set(court.lignes["periode"]) == set(court.periodes)
    assert lieux.restreindre(t, "", "2023-12") is t
    assert vue.rythme(lieux.agreger(mois(*[1] * 12), "annuel")) == "annuel"

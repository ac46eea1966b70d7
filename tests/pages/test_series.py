"""Screens « Tendances » and « Comparer » without a browser: choices, address, what is traced back, what is absent."""

import html
import re
from urllib.parse import parse_qsl

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st

from data_loaders import francais
from data_loaders.chiffres import tableau
from data_loaders.contracts import CONTRATS
from data_loaders.demo import instantanes as demo
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from pages.components import identite
from tests.builders import metiers_bmo, observations_bmo
from tests.pages.outils import contenu, figures, oublier, ouvrir, sain, texte, titre

NBSP = "\u00a0"
MESURE = "lic_1_formations"


def traces(at):
    return figures(at)[0]["data"]


def publier_bmo(racine):
    """Two official vintages of the survey, the first one revised."""
    d = Donnees(racine, confirmees=frozenset({"lignes", "contenu", "zone"}))
    for annee, difficiles, fichier in (("2023", 40.0, "a"), ("2023", 50.0, "b"), ("2024", 60.0, "c")):
        lignes = [("5221", "44", "B0Z20", m, v) for m, v in (("met", 100.0), ("xmet", difficiles), ("smet", 0.0))]
        tables = {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}
        d.officiel.publier(CONTRATS["bmo"], annee, tables, [Source(f"{fichier}.xlsx", fichier * 64, 1, "x")])


def publier_convention(racine):
    lignes = [("2014-S1", "region", 12.0), ("2014-S2", "region", 15.0), ("2014-S1", "france_travail", 11.0)]
    df = pd.DataFrame(lignes, columns=["periode", "partie", "value"]).assign(
        code_mesure=MESURE, recu_le="2015-01-31", commentaire="", obs_status="A", conf_status="F"
    )
    contrat = CONTRATS["convention"]
    colonnes = [c.nom for c in contrat.tables["observations"].colonnes]
    table = pa.Table.from_pandas(df[colonnes], preserve_index=False).replace_schema_metadata(None)
    vides = {nom: t.schema().empty_table() for nom, t in contrat.tables.items()}
    source = Source("saisie.xlsx", "d" * 64, 1, "correspondant")
    Donnees(racine).officiel.publier(contrat, "2014-S2", vides | {"observations": table}, [source])
    oublier()


def test_tendances_names_events_and_says_changes_with_their_test(racine):
    at = sain(ouvrir("tendances", zonage="bassin", zones="bassin:5221"))
    dit = re.sub(r"\s+", " ", texte(at))
    assert "Premier confinement de la crise sanitaire, du 17 mars 2020 au 11 mai 2020" in dit
    assert re.search(r"Ancenis 2023 à 2024 \S+ points? (Sans évolution nette|En (forte )?(hausse|baisse))", dit)
    annotations = figures(at)[0]["layout"]["annotations"]
    assert any("Confinement" in a["text"] for a in annotations)


def test_a_raw_series_has_no_arrow(racine):
    at = sain(ouvrir("tendances", indicateur="inscrits_a_e", zonage="departement", zones="departement:44"))
    assert re.search(r"2023 à (fin )?décembre 2024|non comparable|stable|en (hausse|baisse)", texte(at).lower())


@pytest.mark.parametrize("ecran", ["tendances", "comparer"])
def test_every_figure_is_followed_back(racine, ecran):
    choix = {"zonage": "bassin", "zones": ["bassin:5221", "bassin:5208"], "t1": "bassin:5221", "t2": "bassin:5208"}
    at = ouvrir(ecran, **choix)
    at.session_state[f"origine-{ecran}"] = True
    at = sain(at.run())
    sain(at.selectbox(key="suivi-zone").select("bassin:5208").run())
    sain(at.selectbox(key="suivi-periode").select("2021").run())
    assert "Le Mans, 2021" in texte(at)
    sain(at.selectbox(key="suivi-zone").select("region:52").run())
    assert "Pays de la Loire, 2021" in texte(at)


def test_the_convention_without_value_says_so(racine):
    at = sain(ouvrir("tendances", sujet="convention", mesures=["spo_1_personnes"]))
    assert "aucune valeur transmise" in titre(at)
    assert at.query_params["mesures"] == "spo_1_personnes"
    assert "obs-badge--demo" not in contenu(at)


def test_measures_of_the_convention_are_lines_one_chart_a_unit(copie):
    publier_convention(copie)
    at = sain(ouvrir("tendances", sujet="convention", mesures=[MESURE, "spo_1_personnes"]))
    assert [t["name"] for t in traces(at)] == [
        "Formations CSP cofinancées par Pôle emploi (Région)",
        "Formations CSP cofinancées par Pôle emploi (France Travail)",
    ]
    # Half-years are raw: the second one is not compared with the first.
    assert titre(at).endswith(f"15{NBSP}formations au 2ᵉ semestre 2014")
    assert "Document de travail – non validé" in texte(at)
    assert "l'annexe ne dit pas si elle est cumulée" in texte(at).replace("’", "'")
    at.session_state["origine-convention-formations"] = True
    suivi = contenu(sain(at.run()))
    assert "Empreinte (SHA-256)" in suivi
    assert "convention/2" in suivi


@pytest.mark.parametrize("adresse", [{"mesures": ["x"]}, {"mesures": ["spo_1_personnes"] * 5}, {"sujet": "x"}])
def test_an_unknown_choice_of_tendances_is_said(racine, adresse):
    at = ouvrir("tendances", **adresse)
    sain(at)
    assert titre(at)


def test_four_places_of_any_zoning_and_the_address_holds_them(racine):
    places = {"t1": "bassin:5221", "t2": "spo:sud-vendee", "t4": "departement:44"}
    at = sain(ouvrir("comparer", **places))
    noms = [t["name"] for t in traces(at)]
    assert noms == ["Ancenis (bassin d’emploi)", "Loire-Atlantique (département)", "Pays de la Loire"]
    assert "Sud Vendée (SPO) n’est pas dessiné" in texte(at)
    avant = traces(at)[1]["line"]
    sain(at.selectbox(key="t1").set_value(None).run())
    assert traces(at)[0]["name"].startswith("Loire-Atlantique")
    assert traces(at)[0]["line"] == avant
    assert at.query_params["t4"] == "departement:44"
    assert "t1" not in at.query_params


def test_a_table_is_named_and_the_rule_it_rests_on_is_read_by_all(racine):
    legendes = re.findall(r"<caption>(.*?)</caption>", (ecrit := contenu(sain(ouvrir("comparer")))))
    assert legendes[0] == "Évolution des territoires"
    assert all(len(nom) < 100 for nom in legendes)
    assert re.search(r'class="obs-sous-titre">[^<]+ne veut pas dire stable', ecrit)


def test_a_territory_chosen_twice_counts_once(racine):
    at = sain(ouvrir("comparer", t1="departement:44", t2="departement:44"))
    assert [t["name"] for t in traces(at)] == ["Loire-Atlantique", "Pays de la Loire"]


def test_an_indicator_of_one_year_is_kept_and_drawn_at_that_year(racine):
    at = sain(ouvrir("comparer", indicateur="population", t1="commune:44109", t2="commune:85047"))
    assert at.selectbox(key="indicateur").value == "population"
    assert not at.info
    assert re.match(r"En 2023\s: Nantes .*\shabitants, Challans ", titre(at))
    assert "Une seule période est publiée" in texte(at)
    assert not [x for x in at.get("button_group") if "Indice 100" in str(x.proto)]
    (barres,) = traces(at)
    assert (barres["type"], barres["y"]) == ("bar", ["Nantes", "Challans"])
    at = sain(ouvrir("comparer", indicateur="densite", t1="commune:44109", t2="commune:85047"))
    assert traces(at)[0]["y"] == ["Nantes", "Challans", "Pays de la Loire"]


def test_nothing_to_draw_offers_the_figures_that_the_territories_have(racine):
    at = sain(ouvrir("comparer", t1="spo:sud-vendee", t3="spo:ancenis"))
    assert "Publié pour ces territoires" in texte(at)
    lien = re.search(r'href="(comparer[^"]+t1=spo%3Asud-vendee[^"]+t3=spo%3Aancenis)"', contenu(at))[1]
    choix = dict(parse_qsl(html.unescape(lien).partition("?")[2]))
    suivi = sain(ouvrir("comparer", **choix))
    assert len(traces(suivi)) >= 2
    assert "n’est publié pour aucun" not in texte(suivi)


def test_nothing_to_draw_is_a_sentence_and_the_rest_of_the_page_stays(racine):
    at = sain(ouvrir("comparer", t1="spo:sud-vendee", t2="commune:44109"))
    assert "n’est publié pour aucun des territoires choisis" in texte(at)
    assert re.search(r"Publié pour ces territoires\s: Population municipale , Densité de population", texte(at))
    assert not figures(at)
    assert "Chiffres clés" in texte(at)
    assert "obs-vignettes" in contenu(at)


@pytest.mark.parametrize(
    "code", ["population", "defm_a_cvs", "formation_eloignes", "taux_chomage", "iae_beneficiaires"]
)
def test_comparer_answers_for_indicators_of_few_zonings(racine, code):
    assert titre(sain(ouvrir("comparer", indicateur=code, t1="departement:44", t2="region:52")))


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("taux_chomage", ["ze:5216", "departement:44"]),
        ("defm_a", ["epci:244400404", "epci:244900015"]),
        ("bmo_projets", ["bassin:5220", "departement:44"]),
    ],
)
def test_without_a_place_comparer_opens_on_territories_that_have_the_figure(racine, code, places):
    at = sain(ouvrir("comparer", indicateur=code))
    assert [at.session_state[p] for p in ("t1", "t2")] == places
    assert "non publié" not in titre(at)


def test_small_maps_keep_the_periods_asked_and_say_those_that_are_not_loaded(racine):
    at = sain(ouvrir("comparer", annees=["2018", "2024", "1999"], decoupage="departement"))
    assert at.multiselect(key="annees").value == ["2018", "2024"]
    assert any("laissée de côté" in i.value for i in at.info)
    assert contenu(at).count("<figcaption>") == 2
    sain(at.selectbox(key="indicateur").select("taux_chomage").run())
    assert len(at.multiselect(key="annees").value) == 6


def test_without_two_official_versions_there_is_nothing_to_compare(racine):
    assert "il n’y a rien à comparer" in texte(sain(ouvrir("comparer")))


def test_what_two_versions_say_differently_of_the_territories(copie):
    assert "il n’y a rien à comparer" in texte(sain(ouvrir("comparer")))
    publier_bmo(copie)
    versions = [i.identifiant for i in Donnees(copie).officiel.versions("bmo") if i.millesime == "2023"]
    choix = {"t1": "bassin:5221", "jeu_compare": "bmo", "version_avant": versions[1], "version_apres": versions[0]}
    at = sain(ouvrir("comparer", **choix))
    dit = re.sub(r"\s+", " ", texte(at))
    assert "4 chiffres diffèrent, pour 2 territoires sur 2." in dit
    assert "Deux versions du même millésime (2023)" in dit
    assert "+10,0 points" in dit
    sain(at.selectbox(key="version_avant").select(versions[0]).run())
    assert "rien à comparer" in texte(at)


def test_another_dataset_does_not_ask_for_the_versions_of_the_former_one(copie):
    publier_bmo(copie)
    for fichier, valeur in (("a", 1000.0), ("b", 1001.0)):
        lignes = [("2024-01", d, valeur, "A", "F") for d in ("44", "49", "53", "72", "85")]
        noms = ("periode", "code_departement", "value", "obs_status", "conf_status")
        table = pa.table(dict(zip(noms, map(list, zip(*lignes, strict=True)), strict=True)))
        source = Source(f"{fichier}.csv", fichier * 64, 1, "x")
        Donnees(copie).officiel.publier(CONTRATS["stmt_dep"], "2024-01", {"observations": table}, [source])
    oublier()
    at = sain(ouvrir("comparer", t1="bassin:5221", jeu_compare="bmo"))
    sain(at.selectbox(key="jeu_compare").select("stmt_dep").run())
    assert [i.value for i in at.info if "plus gardée" in i.value] == []


@pytest.mark.parametrize(
    "adresse",
    [
        {"t1": "bassin:9999"},
        {"t2": "canton:1"},
        {"annees": ["hier"]},
        {"annees": [str(a) for a in range(2000, 2010)]},
        {"decoupage": "../x"},
        {"version_avant": "../../etc--00000000"},
        {"version_avant": "2023--00000000", "jeu_compare": "bmo"},
        {"jeu_compare": "<script>"},
    ],
)
def test_a_faulty_link_to_comparer_loses_nothing(racine, adresse):
    at = sain(ouvrir("comparer", **adresse))
    assert titre(at)
    assert "<script>" not in contenu(at)


def test_without_any_snapshot_comparer_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path))
    monkeypatch.setattr(demo, "assurer", lambda donnees: [])
    oublier()
    assert "aucun millésime chargé" in texte(sain(ouvrir("comparer")))


def test_names_say_their_zoning_only_when_it_differs(racine):
    at = sain(ouvrir("comparer", t1="departement:44", t2="departement:72"))
    assert [t["name"] for t in traces(at)] == ["Loire-Atlantique", "Sarthe", "Pays de la Loire"]


@pytest.mark.parametrize("ecran", ["tendances", "comparer"])
def test_the_figure_followed_back_is_one_of_its_own_zoning(copie, ecran):
    """The files of the zones d'emploi and of the départements do not stop at the same quarter."""
    d = Donnees(copie, confirmees={"profil"})  # invented figures have not the profile of the true ones
    lues = d.lire("chomage_ze")
    courtes = lues[lues["periode"] <= "2022-T2"]
    table = pa.Table.from_pandas(courtes, preserve_index=False).replace_schema_metadata(None)
    d.officiel.publier(CONTRATS["chomage_ze"], "2022-T2", {"observations": table}, [Source("z.xlsx", "e" * 64, 1, "x")])
    oublier()
    zone = f"ze:{courtes['code_ze'].iloc[0]}"
    at = ouvrir(ecran, indicateur="taux_chomage", zonage="ze", zones=zone, t1="departement:44", t2=zone)
    at.session_state[f"origine-{ecran}"] = True
    at = sain(at.run())
    # The département and the region are invented here, the zone is not: it is not set against them.
    assert "Pays de la Loire" not in [t["name"] for t in traces(at)]
    sain(at.selectbox(key="suivi-zone").select("region:52").run())
    sain(at.selectbox(key="suivi-periode").select("2024-T4").run())
    sain(at.selectbox(key="suivi-zone").select(zone).run())
    assert at.selectbox(key="suivi-periode").value == "2022-T2"


@pytest.mark.parametrize("ecran", ["tendances", "comparer", "carte"])
def test_one_metier_is_followed_and_named(racine, ecran):
    at = sain(ouvrir(ecran, zonage="departement", zones="departement:44", t1="departement:44", metier="metier:V0X60"))
    assert at.selectbox(key="metier").value == "metier:V0X60"
    assert "Aides-soignants (V0X60)" in texte(at)
    sain(at.selectbox(key="metier").select("famille:S").run())
    assert "Aides-soignants" not in texte(at)


def test_a_map_of_one_metier_draws_its_own_figures(racine):
    for metier in ("famille:S", "metier:V0X60"):
        at = sain(ouvrir("carte", indicateur="bmo_projets", zonage="departement", metier=metier))
        t = tableau.calculer(Donnees(racine), "bmo_projets", "departement", Metier.lire(metier))
        valeurs = t.periode(t.periodes[-1])["value"].dropna()
        assert len(valeurs)
        for valeur in valeurs:
            assert re.search(rf"<td class=d>(≥\s)?{francais.nombre(valeur)}</td>", contenu(at)), (metier, valeur)


def test_the_title_and_its_subtitle_are_typeset(monkeypatch):
    ecrits = []
    monkeypatch.setattr(st, "html", ecrits.append)
    identite.titre("L'emploi : 5 %", "d'un trimestre ; « brut »")
    assert "<h1>L’emploi\u00a0: 5\u00a0%</h1>" in ecrits[0]
    assert "d’un trimestre\u202f; «\u00a0brut\u00a0»" in ecrits[0]

"""Screen « Tendances », small maps and versions without a browser: choices, address, what is traced back or absent."""

import re
from urllib.parse import parse_qs

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from pages.figures import adresses
from tests.builders import tables_bmo
from tests.pages.outils import contenu, deplier, figures, manquent, oublier, ouvrir, texte, titre

NBSP = "\u00a0"
MESURE = "lic_1_formations"
PART = "bmo_part_difficiles_estimee"


def traces(at):
    return figures(at)[0]["data"]


def publier_bmo(racine):
    """Two official vintages of the survey, the first one revised."""
    d = Donnees(racine, confirmees=frozenset({"lignes", "contenu", "zone"}))
    for annee, difficiles, fichier in (("2023", 40.0, "a"), ("2023", 50.0, "b"), ("2024", 60.0, "c")):
        lignes = [("5221", "44", "B0Z20", m, v) for m, v in (("met", 100.0), ("xmet", difficiles), ("smet", 0.0))]
        source = Source(f"{fichier}.xlsx", fichier * 64, 1, "x")
        d.officiel.publier(CONTRATS["bmo"], annee, tables_bmo(lignes, annee), [source])


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


def test_measures_of_the_convention_are_lines_one_chart_a_unit(copie):
    publier_convention(copie)
    at = ouvrir("convention", rubrique="temps", mesures=[MESURE, "spo_1_personnes"])
    nom = "Formations CSP cofinancées par Pôle emploi"
    assert [t["name"] for t in traces(at)] == [f"{nom} (Région)", f"{nom} (France Travail)"]
    # Half-years are raw: the second one is not compared with the first.
    assert titre(at).endswith(f"15{NBSP}formations au 2ᵉ semestre 2014")
    dits = ("Document de travail – non validé", "l'annexe ne dit pas si elle est cumulée")
    assert manquent(texte(at).replace("’", "'"), *dits) == []
    at.session_state["origine-convention-formations"] = True
    assert manquent(contenu(at.run()), "Empreinte (SHA-256)", "convention/2") == []


def test_four_places_of_any_zoning_and_the_address_holds_them(racine):
    zones = ["bassin:5221", "spo:sud-vendee", "departement:44"]
    at = ouvrir("tendances", indicateur=PART, zones=zones)
    noms = [t["name"] for t in traces(at)]
    assert noms == ["Ancenis (bassin d’emploi)", "Loire-Atlantique (département)", "Pays de la Loire"]
    assert "Sud Vendée (SPO) n’est pas dessiné" in texte(at)
    at.selectbox(key="place-1").set_value(None).run()
    assert traces(at)[0]["name"].startswith("Loire-Atlantique")
    assert at.query_params["zones"] == zones[1:]
    at.selectbox(key="place-3").set_value("bassin:5208").run()
    assert at.query_params["zones"] == [*zones[1:], "bassin:5208"]
    assert '<th scope="col" class=d>Le Mans' in contenu(deplier(at))


def test_an_indicator_of_one_year_is_drawn_as_bars(racine):
    at = ouvrir("tendances", indicateur="population", zones=["commune:44109", "commune:85047"])
    assert re.match(r"Population, 2023\s: Nantes .*\shabitants, Challans ", titre(at))
    (barres,) = traces(at)
    assert (barres["type"], barres["y"]) == ("bar", ["Nantes", "Challans"])


def test_small_maps_keep_the_periods_asked_and_say_those_that_are_not_loaded(racine):
    at = ouvrir("carte", indicateur=PART, annees=["2018", "2024", "1999"], zonage="departement")
    assert at.multiselect(key="annees").value == ["2018", "2024"]
    assert any("laissée de côté" in i.value for i in at.info)
    assert contenu(at).count("<figcaption>") == 2
    at.selectbox(key="indicateur").select("taux_chomage").run()
    assert len(at.multiselect(key="annees").value) == 6


def test_what_two_versions_say_differently_of_the_territories(copie):
    assert "pli-versions" not in [e.key for e in ouvrir("donnees", jeu="bmo").expander]
    publier_bmo(copie)
    oublier()
    versions = [i.identifiant for i in Donnees(copie).officiel.versions("bmo") if i.millesime == "2023"]
    choix = {"lieu": "bassin:5221", "jeu": "bmo", "version_avant": versions[1], "version_apres": versions[0]}
    at = ouvrir("donnees", **choix)
    dit = re.sub(r"\s+", " ", texte(at))
    assert re.search(r"\d+ chiffres diffèrent, pour \d territoires sur \d+", dit)
    assert manquent(dit, "Deux versions du même millésime (2023)", "+10,0 points") == []
    assert "rien à comparer" in texte(at.selectbox(key="version_avant").select(versions[0]).run())


@pytest.mark.parametrize(("ancienne", "nouvelle"), [
    ("comparer?t1=ze:5201&t2=spo:laval&indicateur=taux_chomage",
     "/tendances?indicateur=taux_chomage&zones=ze:5201&zones=spo:laval"),
    ("comparer", "/tendances?indicateur=bmo_part_difficiles_estimee"),
    ("comparer?annees=2018&annees=2024&decoupage=departement",
     "/carte?indicateur=bmo_part_difficiles_estimee&zonage=departement&annees=2018&annees=2024"),
    ("comparer?jeu_compare=bmo&version_avant=2023--0a0a0a0a", "/donnees?jeu=bmo&version_avant=2023--0a0a0a0a"),
    ("meteo?onglet=comparer&compares=bassin:5227&compares=bassin:5228&metier=famille:S",
     "/tendances?indicateur=bmo_part_difficiles_estimee&zones=bassin:5227&zones=bassin:5228&metier=famille:S"),
    ("meteo?onglet=comparer&compare=metiers&metier=famille:S&avec=famille:T",
     "/explorer?indicateur=bmo_part_difficiles_estimee&indicateur=bmo_projets&zone=region:52&metier=famille:S"
     "&metier=famille:T&colonnes=metier"),
    ("tendances?sujet=convention&mesures=vae_2_euros", "/convention?rubrique=temps&mesures=vae_2_euros"),
    ("tendances?sujet=territoires", None), ("meteo?onglet=metier", None), ("carte", None),
])  # fmt: skip
def test_addresses_of_a_screen_that_is_no_more_lead_on(racine, ancienne, nouvelle):
    vers = adresses.mener(*ancienne.partition("?")[::2])
    assert vers == nouvelle
    if vers:
        module, _, requete = vers.removeprefix("/").partition("?")
        at = ouvrir(module, **parse_qs(requete))
        assert titre(at)
        assert not at.warning


def test_the_figure_followed_back_is_one_of_its_own_zoning(copie):
    """The files of the zones d'emploi and of the départements do not stop at the same quarter."""
    d = Donnees(copie, confirmees={"profil"})  # invented figures have not the profile of the true ones
    lues = d.lire("chomage_ze")
    courtes = lues[lues["periode"] <= "2022-T2"]
    table = pa.Table.from_pandas(courtes, preserve_index=False).replace_schema_metadata(None)
    d.officiel.publier(CONTRATS["chomage_ze"], "2022-T2", {"observations": table}, [Source("z.xlsx", "e" * 64, 1, "x")])
    oublier()
    zone = f"ze:{courtes['code_ze'].iloc[0]}"
    at = ouvrir("tendances", indicateur="taux_chomage", zones=["departement:44", zone])
    at.deplier("origine-tendances".__eq__)
    # The département and the region are invented here, the zone is not: it is not set against them.
    assert "Pays de la Loire" not in [t["name"] for t in traces(at)]
    for cle, valeur in (("suivi-zone", "region:52"), ("suivi-periode", "2024-T4"), ("suivi-zone", zone)):
        at.selectbox(key=cle).select(valeur).run()
    assert at.selectbox(key="suivi-periode").value == "2022-T2"


@pytest.mark.parametrize("ecran", ["tendances", "carte"])
def test_one_metier_is_followed_and_named(racine, ecran):
    choix = {"indicateur": PART, "zonage": "departement", "zones": "departement:44"}
    at = ouvrir(ecran, **choix, metier="metier:V0X60")
    assert at.selectbox(key="metier").value == "metier:V0X60"
    assert "Aides-soignants (V0X60)" in texte(at)
    at.selectbox(key="metier").select("famille:S").run()
    assert "Aides-soignants" not in texte(at)

"""The screen « Secteurs » without a browser, and what it draws and writes, on demonstration and on awkward surveys."""

import dataclasses
import io
import re
from functools import partial

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.contracts import CONTRATS
from data_loaders.jeux import enquete
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.measures import enonces, mots_estimation as mots
from data_loaders.metiers import secteurs
from data_loaders.metiers.secteurs import Offres
from data_loaders.parametres.secteurs import SECTEURS as FICHIER, lire
from pages.figures import barres as vue_barres, estimees, theme
from pages.figures.secteurs import autres as secteurs_autres, tables as secteurs_tables, vue as secteurs_vue
from tests.builders import metiers_bmo, observations_bmo
from tests.pages import outils
from tests.pages.outils import manquent, texte, titre

SECTEURS = lire().secteurs
INSEC, FINE = "\u00a0", "\u202f"
SANS_INSEC = str.maketrans(INSEC + FINE, "  ")


@pytest.fixture(scope="module")
def inventees(demonstration):
    return demonstration, enquete.lire(demonstration)


ouvrir = partial(outils.ouvrir, "secteurs")


def tus(at, *mots):
    """What is not said of these words, whatever the spaces."""
    return manquent(texte(at).translate(SANS_INSEC), *(m.translate(SANS_INSEC) for m in mots))


@pytest.mark.parametrize("zone", ["bassin:5227", "departement:53"])
def test_a_sector_is_read_in_a_bassin_or_a_departement(inventees, racine, zone):
    zonage, code = zone.split(":")
    at = ouvrir(secteur="batiment", zone=zone)
    assert at.selectbox(key="zone").value == at.query_params["zone"] == zone
    releve = secteurs.relever(inventees[0], SECTEURS["batiment"], inventees[1])
    r = releve.marche(releve.annees[-1], zonage, code)
    assert r.statut == "estime"
    ici = "de projets difficiles dans ce secteur"
    assert f"{mots.part_dite(r.q_estimee)} {ici}" in texte(at)
    csv = io.BytesIO(secteurs_tables.csv_zones(releve, {}, (zonage, code)))
    lus = pd.read_csv(csv, sep=";", dtype=str, encoding="utf-8-sig")
    assert set(zip(lus["zonage"], lus["code_zone"], strict=True)) == {("region", "52"), (zonage, code)}
    assert ici not in texte(ouvrir(secteur="batiment"))


def test_a_filiere_leads_to_the_sector_of_its_metiers(racine):
    at = ouvrir(secteur="aeronautique_navale_emr")
    at.button(key="voir-secteur-metallurgie").click().run()
    assert titre(at).startswith("Métallurgie, mécanique, matériaux, région, 20")


def test_a_faulty_file_of_sectors_is_said_in_french_without_a_traceback(racine, tmp_path, monkeypatch):
    faute = tmp_path / "secteurs.toml"
    faute.write_text(FICHIER.read_text("utf-8").replace('liste = "prioritaire"', 'liste = "autre"', 1), "utf-8")
    monkeypatch.setattr("data_loaders.parametres.secteurs.lire", lambda: lire(faute))
    assert tus(ouvrir(secteur="batiment"), "liste inconnue", "À faire") == []


@pytest.fixture(scope="module")
def releve(inventees):
    return secteurs.relever(inventees[0], SECTEURS["aide_domicile"], inventees[1])


@pytest.fixture(scope="module")
def masque(inventees):
    """The same sector where Mayenne is wholly hidden, Vendée absent, and some cells hidden elsewhere."""
    donnees, enquete = inventees
    cellules = enquete.cellules
    cellules = cellules[cellules["code_departement"] != "85"].copy()
    du_secteur = cellules["code_metier"].isin(["T2X60", "V0X60"])
    caches = du_secteur & ((cellules["code_departement"] == "53") | (cellules["code_bassin"] == "5220"))
    cellules.loc[caches, ["met", "xmet", "smet", "met_visible", "xmet_visible"]] = float("nan")
    cellules.loc[caches, ["met_cache", "xmet_cache"]] = True
    return secteurs.relever(donnees, SECTEURS["aide_domicile"], enquete._replace(cellules=cellules))


def autre_nomenclature(releve, annee, nom):
    """The same survey, one vintage of which is in another nomenclature."""
    tous = releve.tous.assign(nomenclature=releve.tous["nomenclature"].mask(releve.tous["annee"] == annee, nom))
    return dataclasses.replace(releve, tous=tous)


def test_bars_start_at_zero_with_their_values_and_empty_ones_say_why(masque):
    barres = secteurs_vue.barres_departements(masque, "2024")
    valeurs = [b.valeur for b in barres if b.valeur is not None]
    assert valeurs == sorted(valeurs, reverse=True)
    vides = {b.libelle: b.court for b in barres if b.valeur is None}
    ailleurs = f"n.d.{INSEC}: aucune ligne publiée pour ce territoire"
    assert vides == {"Mayenne": f"s{INSEC}: secret statistique", "Vendée": ailleurs}
    loire = next(b for b in barres if b.libelle == "Loire-Atlantique")
    assert (loire.texte[:9], loire.court[:2]) == ("au moins ", f"≥{INSEC}")
    fig = vue_barres.figure(barres)
    assert fig.layout.xaxis.range[0] == 0
    assert list(fig.data[0].y) == [b.libelle for b in barres]
    assert list(fig.data[0].x) == [b.valeur or 0.0 for b in barres]


@pytest.mark.parametrize("mode", sorted(theme.TAILLES))
def test_bars_of_nothing_are_drawn_too(mode):
    vides = tuple(vue_barres.Barre(nom, None, "s", "s") for nom in ("A", "B"))
    assert vue_barres.figure(vides, mode).layout.xaxis.range[1] > 0
    assert vue_barres.figure((), mode).layout.height > 0


def test_a_wholly_hidden_departement_shows_no_number_in_any_output(masque):
    ligne = next(li for li in secteurs_tables.zones(masque, "2024")[1] if li[1] == "Mayenne")
    assert ligne[2:6] == ["s", "n.d.", "n.d.", "s"]
    octets = io.BytesIO(secteurs_tables.csv_zones(masque, {"2024": "bmo/2024--x"}))
    lu = pd.read_csv(octets, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    (mayenne,) = lu[lu["code_zone"].eq("53") & lu["periode"].eq("2024")].to_dict("records")
    vides = "projets part_estimee_pct haute_8_sur_10_pct part_declaree_pct secret_borne_haute_pct classe certitude"
    assert {c: mayenne[c] for c in [*vides.split(), "part_publiee_pct"] if mayenne[c]} == {}
    assert mayenne["obs_status"] == "Q"
    assert mayenne["source"].startswith("aucune")


def test_key_figures_bound_the_seasons_and_warn_of_another_nomenclature(releve):
    estimee, projets, _, saisons = secteurs_vue.chiffres(releve, "2024")
    assert "dans une autre nomenclature" not in projets.quoi
    coupe = autre_nomenclature(releve, "2023", "FAP2009")
    assert "dans une autre nomenclature" in secteurs_vue.chiffres(coupe, "2024")[1].quoi
    r = releve.marche("2024")
    assert estimee.valeur == mots.part_dite(r.q_estimee)
    assert estimee.sens == mots.enonce(r.classe, r.certitude, r.w)
    zones = pd.DataFrame({"saison_basse": [2.1, 5.0, None], "saison_haute": [17.6, 5.2, None]}, index=["a", "b", "c"])
    assert [secteurs_vue.saison_dite(zones, z) for z in "abcd"] == [f"2 à 18{INSEC}%", f"5{INSEC}%", "", ""]
    assert saisons.titre == "Projets saisonniers"


def test_the_trend_is_said_by_stretch_of_nomenclature(releve):
    coupe = autre_nomenclature(releve, "2024", "FAP2030")
    bloc = secteurs_vue.tendance_bloc(coupe)
    assert re.match(rf"De \d+{INSEC}% en 2018 à \d+{INSEC}% en 2023{FINE}; \d+{INSEC}% en 2024$", bloc.titre)
    assert "la ligne s’arrête" in bloc.lecture
    assert "la ligne s’arrête" not in secteurs_vue.tendance_bloc(releve).lecture
    vraie = dataclasses.replace(releve.tableau(secteurs_vue.ESTIMEE), demonstration=False)
    assert secteurs_vue.source(vraie, "2024").startswith("Estimation de l’Observatoire")


def test_what_is_not_sure_enough_keeps_its_number_without_a_class(releve, monkeypatch):
    r = releve.marche("2024")._replace(certitude=enonces.FRAGILE)
    assert estimees.estimation(r) == [mots.part_dite(r.q_estimee), mots.A_CONFIRMER]
    monkeypatch.setattr(secteurs.Releve, "marche", lambda *_: r)
    assert secteurs_vue.tete(releve, "2024").titre.endswith(f"% d’embauches difficiles, {mots.A_CONFIRMER}")
    carte = secteurs_vue.carte_html(releve.secteur, releve, "2024", False)
    assert ("obs-a-confirmer" in carte, "à pourvoir" in carte) == (True, False)
    deux = dict.fromkeys(("batiment", "culture"), releve)
    assert secteurs_vue.liste(SECTEURS, deux, "2024").titre == "Les secteurs et filières de la convention"


def offres(mini, maxi):
    lignes = {"code_bassin": ["5220", "5221"], "offres": [80.0, 4.0], "inscrits": [40.0, 3.0]}
    bornes = {f"{q}_{b}": [v, v] for q in ("offres", "inscrits") for b, v in (("min", mini), ("max", maxi))}
    return Offres("2021", "2021", pd.DataFrame(lignes | bornes), False)


def test_offers_are_about_when_shared_and_at_least_when_whole(releve):
    assert secteurs_autres.offres(offres(10.0, 90.0), releve).titre.startswith("Environ 84 offres")
    exactes = secteurs_autres.offres(offres(42.0, 42.0), releve)
    assert exactes.titre == "Au moins 84 offres sur douze mois en 2021, pour au moins 43 inscrits"
    assert "partagé entre plusieurs" not in exactes.lecture
    corps = secteurs_tables.offres(offres(10.0, 90.0))[1]
    assert [ligne[-1] for ligne in corps] == ["2,0", "n.s. : moins de dix inscrits"]


def test_a_label_is_escaped_in_a_card():
    mechant = SECTEURS["lgv"]._replace(libelle="<img src=x>")
    assert "<img src=x>" not in secteurs_vue.carte_html(mechant, None, "2024", False)


def test_a_survey_that_asks_for_no_sector_leaves_a_list_with_its_reasons(copie):
    """A filtered file is sound: no card has a figure, and the screen stands."""
    dehors = "W0Z80"
    assert not any(dehors.startswith(s.prefixes("FAP2009")) for s in SECTEURS.values())
    lignes = [("5221", "44", dehors, m, 100.0) for m in ("met", "xmet", "smet")]
    metiers = metiers_bmo("2023").set_column(1, "code_metier", pa.array([dehors]))
    tables_ = {"observations": observations_bmo(lignes, "2023"), "metiers": metiers}
    Donnees(copie).officiel.publier(CONTRATS["bmo"], "2023", tables_, [Source("a.xlsx", "a" * 64, 1, "essai")])
    attendus = ("Les secteurs et filières de la convention", "enquête Besoins en main-d’œuvre")
    assert tus(ouvrir(), *attendus) == []

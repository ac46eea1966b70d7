"""Explorer: each cell is the figure of the screens; moves are counted whole; what leaves keeps its status."""

import html
import io
import math
from functools import cache
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.commandes.lecture import EXPORTEES
from data_loaders.contracts.base import OBS_STATUS, VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux.calculs import Metier
from data_loaders.parametres import meteo
from data_loaders.requetes import evaluation, requete
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.lignes import SCHEMA
from geo import zonages
from pages.components import explorer
from pages.components.api import routes
from pages.components.explorer import vues
from pages.figures.explorer import croise, evolutions, nuage
from tests.pages.outils import contenu, ouvrir, texte, titre

INDS = ("bmo_projets", "bmo_part_difficiles_estimee", "bmo_part_difficiles")


@pytest.fixture(scope="module")
def d(demonstration):
    return demonstration.figees()


@pytest.fixture(scope="module")
def lire(d):
    return cache(lambda code, zonage: tableau.calculer(d, code, zonage))


@pytest.fixture
def croiser(d):
    def croiser(adresse, colonnes="indicateur"):
        return croise.preparer(Reponse(d, requete.de_adresse(d, f"{adresse}&colonnes={colonnes}")))

    return croiser


USUELLE = "&".join(f"indicateur={i}" for i in INDS) + "&zonage=bassin&periode=derniere"
PROJETS = "indicateur=bmo_projets&zonage=bassin&periode=derniere"


@pytest.mark.parametrize(("adresse", "colonnes", "attendues"), [
    (USUELLE, "indicateur", (26, 3)),
    ("indicateur=bmo_projets&zonage=bassin&periode=2023&periode=2024", "periode", (26, 2)),
    (f"{PROJETS}&metier=famille:O&metier=famille:S", "zone", (2, 26)),
    (f"{PROJETS}&metier=famille:O&metier=famille:S", "indicateur", (52, 1)),
    ("indicateur=bmo_projets&zone=bassin:5208&zone=epci:200083392&zone=region:52&periode=2024", "periode", (3, 1)),
    (f"{USUELLE}&indicateur=population&metier=famille:O", "indicateur", (26, 4)),
    ("indicateur=bmo_projets&zonage=bassin&metier=famille:O", "indicateur", (156, 1)),
])  # fmt: skip
def test_a_cell_is_the_figure_that_every_screen_gives(d, croiser, adresse, colonnes, attendues):
    c = croiser(adresse, colonnes)
    assert c.croisement.places.shape == attendues
    assert (c.croisement.places >= 0).all()
    for i in c.croisement.places.ravel()[::7]:
        x = c.longue.iloc[i]
        metier = Metier.lire(x["code_metier"]) if x["code_metier"] else None
        vu = tableau.chiffre(d, x["code_indicateur"], x["zonage"], x["code_zone"], x["periode"], metier)
        egaux = ("obs_status", "obs_status"), ("au_moins", "minorant"), ("instantane", "instantane")
        assert [x[a] for a, _ in egaux] == [vu[b] for _, b in egaux]
        lus, vus = (pd.Series([d[c] for c in ("valeur", "borne_basse")], dtype=float) for d in (x, vu))
        assert lus.tolist() == pytest.approx(vus.tolist(), nan_ok=True)
        assert pd.isna(x["valeur"]) == (x["obs_status"] in VIDES) == bool(x["raison"] and pd.isna(x["valeur"]))
        assert x["libelle_zone"]
        assert ("démonstration" in x["mention"]) == (x["code_indicateur"] != "population")


@pytest.mark.parametrize("suite", ["", "&metier=famille:*", "&mesure=rang&par=zone&metier=famille:O"])
def test_a_share_whose_margin_is_too_wide_has_one_status_and_is_neither_printed_nor_drawn(croiser, suite):
    c = croiser(f"indicateur=bmo_part_difficiles&zonage=bassin&periode=2024{suite}", "metier")
    connues = c.longue[c.longue["valeur"].notna()]
    large = connues["obs_status"] == "U"
    marges = connues.get("marge_points", 100.0 * large)  # a rank says the margin in its reason alone
    assert ((marges > meteo().marge_maximale_points) == large).all()
    assert large.any() == bool(suite)
    assert connues["raison"][large].str.startswith("marge trop large").all()
    for places, (_, _, *cellules) in zip(
        c.croisement.places, croise.table(c).lignes[-len(c.croisement.places) :], strict=True
    ):
        for place, cellule in zip(places, map(str, cellules), strict=True):
            if large.get(place, False):
                assert ("<i" in cellule, "<b" in cellule) == (False, False)
                assert "marge trop large</span>" in cellule
            elif place in connues.index:
                assert "trop large" not in cellule


def test_a_margin_says_its_unit_in_its_name():
    noms = [*SCHEMA, *tableau.COLONNES_MARCHE.values(), *EXPORTEES, *vars(meteo())]
    marges = [n for n in noms if "marge" in n]
    assert len(marges) == 5
    assert [n for n in marges if not n.endswith("_points")] == []


def test_a_threshold_and_a_top_keep_whole_rows(croiser):
    tous = croise.large(croiser(f"{USUELLE}&tri=-valeur"))
    gardes = croise.large(croiser(f"{USUELLE}&tri=-valeur&premiers=3"))
    assert gardes["Territoire"].tolist() == [croise.REGION, *tous["Territoire"][1:4]]
    assert gardes.equals(tous.iloc[:4])
    seuil = tous.iloc[4, 1]
    assert len(croise.large(croiser(f"{USUELLE}&min={seuil}"))) == 1 + (tous.iloc[1:, 1] >= seuil).sum()
    # The column that is named orders, and is what bounds look at.
    autre = croise.large(croiser(f"{USUELLE}&tri=-{INDS[1]}&min=50")).iloc[1:, 3]
    assert autre.is_monotonic_decreasing
    assert autre.min() >= 50


@pytest.mark.parametrize("code", ["bmo_part_difficiles_estimee", "bmo_projets", "taux_chomage", "defm_a"])
def test_every_zone_is_among_the_moves_and_the_title_counts_them_all(lire, code):
    ind = INDICATEURS[code]
    t = lire(code, ind.zonages[0])
    codes = list(zonages.noms(t.zonage))
    trouves = evolutions.mouvements(t, codes)
    assert sorted(m.libelle for m in trouves) == sorted(ind.libelle_zone(t.zonage, c) for c in codes)
    rangs = [("hausse", "baisse", "aucun", "stable", "").index(m.e.sens) for m in trouves]
    assert rangs == sorted(rangs)
    for sens in ("hausse", "baisse"):
        tailles = [abs(m.e.ecart) for m in trouves if m.e.sens == sens]
        assert tailles == sorted(tailles, reverse=True)
    v = evolutions.vue(t, trouves)
    assert v.champ.endswith(".")
    assert f"sur {len(codes)}" in v.titre.replace("\u202f", "")
    assert ("jusqu’à" in v.lecture) == (ind.dataset != "bmo")


@pytest.mark.parametrize(("code", "depuis"), [("bmo_projets", "2021"), ("bmo_part_difficiles_estimee", "2018")])
def test_what_no_test_compares_is_never_said_to_have_no_clear_move(d, lire, croiser, code, depuis):
    t = lire(code, "bassin")
    trouves = evolutions.mouvements(t, list(zonages.noms("bassin")), "2024", depuis)
    compares = [m for m in trouves if m.e.depuis]
    assert compares
    assert {m.e.sens for m in compares} == {"non testé"}
    titres = [evolutions.vue(t, trouves).titre]
    c = croiser(f"indicateur={code}&zonage=bassin&periode=2024&mesure=evolution&depuis={depuis}")
    assert set(c.longue["sens"]) <= {"non testé", ""}
    titres.append(croise.vue(c).titre)
    assert f"de {depuis} à 2024" in titres[1]
    for dit in titres:
        assert "non testé" in dit
        assert "sans évolution" not in dit


@pytest.mark.parametrize(("muet", "connu", "suite"), [
    ("places_pro", "bmo_projets", ""), ("places_pro", "bmo_projets", "&metier=famille:*"),
    ("taux_chomage", "bmo_projets", "&periode=2024"),
])  # fmt: skip
def test_a_column_that_has_figures_makes_the_title_and_each_column_has_its_name(croiser, muet, connu, suite):
    c = croiser(f"indicateur={muet}&indicateur={connu}&zonage=departement{suite}")
    assert "pas de chiffre" not in croise.vue(c).titre
    tetes = " ".join(t for t, _ in croise.table(c).entetes)
    assert "–" not in tetes
    # A column that no period leaves is said to be missing.
    assert croise.court(INDICATEURS[muet]) in f"{tetes} {croise.vue(c).lecture}"


def test_one_zone_and_one_move_are_said_in_the_singular(lire, croiser):
    t = lire("bmo_part_difficiles_estimee", "bassin")

    def bouger(**champs):
        seul = evolutions.mouvements(t, ["5208"])[0]
        return seul._replace(e=seul.e._replace(**champs))

    seul = bouger(sens="stable", depuis="2023", periode="2024")
    dit = evolutions.vue(t, [seul]).titre.replace("\u00a0", " ")
    assert dit.endswith(": 1 stable sur 1 bassin d’emploi")
    assert evolutions.vue(t, [seul]).sous_titre == "Bassins d’emploi, 2023 à 2024"
    autre = bouger(depuis="2016", periode="2018")
    assert [ligne[2] for ligne in evolutions.table([seul, autre]).lignes] == ["2023 à 2024", "2016 à 2018"]
    c = croiser("indicateur=bmo_projets&zone=bassin:5208&periode=derniere")
    vue = croise.vue(c, fut="en baisse depuis 2023")
    assert vue.titre.startswith(f"{zonages.libelle_zone('bassin', '5208')}\u00a0: ")
    assert vue.titre.endswith("projets de recrutement, en baisse depuis 2023")


@pytest.mark.parametrize(("abscisse", "largeur"), [("bmo_projets", 254), ("bmo_projets", 1200), ("population", 254)])
def test_the_marks_of_a_cloud_and_its_names_keep_apart_on_a_phone_too(lire, abscisse, largeur):
    x, y = (lire(c, "bassin") for c in (abscisse, INDS[1]))
    regions = [lire(c, "region") for c in (abscisse, INDS[1])]
    n = nuage.preparer(x, y, None, regions, list(zonages.noms("bassin")))
    f = nuage.figure(n, x, y, "ecran", largeur)
    place = largeur - nuage.MARGES
    assert place > 0.6 * largeur
    axe = f.layout.xaxis
    assert max(map(len, axe.title.text.split("<br>"))) * 6 <= place
    debut, fin = axe.range
    pas = [(b - a) * place / (fin - debut) for a, b in pairwise(map(math.log10, axe.tickvals))]
    assert len(pas) >= 1
    assert all(p > 7 * len(f"{v:,.0f}") for p, v in zip(pas, axe.tickvals, strict=False))
    for v, nom, ou in zip(f.data[0].x, f.data[0].text, f.data[0].textposition, strict=True):
        bord = (math.log10(v) - debut) * place / (fin - debut) + (-7 if "left" in ou else 7) * len(nom)
        assert not nom or -1 <= bord <= place + 1


def test_two_presses_turn_two_pages(racine):
    at = ouvrir("explorer", indicateur="bmo_projets", metier="metier:*")
    for _ in range(2):
        at.button(key="page-apres").click()
    assert at.run().session_state["page"] == 3
    assert at.button(key="page-avant").click().run().session_state["page"] == 2


def test_what_leaves_is_the_table_as_it_is_seen_and_each_of_its_figures(d, api, croiser):
    adresse = f"{USUELLE}&indicateur=defm_a&tri=-valeur&premiers=5&colonnes=indicateur"
    r = requete.de_adresse(d, adresse)
    lue = pd.read_parquet(io.BytesIO(api.get(f"{routes.PREFIXE}/chiffres.parquet?{r.adresse()}").content))
    classeur = openpyxl.load_workbook(io.BytesIO(vues.octets(d, r, "large", "xlsx")))
    tetes, *rangees = classeur["tableau"].iter_rows(values_only=True)
    seconde = pd.read_csv(io.BytesIO(vues.octets(d, r, "large", "csv")), sep=";", decimal=",", encoding="utf-8-sig")
    vu = croiser(adresse.removesuffix("&colonnes=indicateur"))
    vue = croise.table(vu)
    assert list(tetes) == list(seconde)
    assert list(tetes)[2::2] == [f"{t}, statut" for t in tetes[1::2]]
    assert [t for t in tetes if not t.endswith(", statut")] == [t.removesuffix("\u00a0▼") for t, _ in vue.entetes[1:]]
    assert all(
        x[j + 1] in OBS_STATUS and (x[j] is None) == (x[j + 1] in VIDES) for x in rangees for j in range(1, 8, 2)
    )
    assert [x[0] for x in rangees] == seconde["Territoire"].tolist() == [x[1] for x in vue.lignes]
    assert rangees[0][0] == croise.REGION
    for code, (_, *colonne) in zip(r.indicateurs, [*zip(tetes, *rangees, strict=True)][1::2], strict=True):
        assert pd.Series(colonne[1:], dtype=float).tolist() == pytest.approx(lue[code].tolist(), nan_ok=True)
    longue = pd.read_parquet(io.BytesIO(vues.octets(d, r, "long", "parquet")))
    assert len(longue) == 5 * len(r.indicateurs) == classeur["chiffres"].max_row - 1
    assert dict(classeur["Présentation"].iter_rows(values_only=True))["Titre"] == croise.vue(vu).titre


def test_what_a_producer_does_not_let_be_given_has_no_button(racine, monkeypatch):
    monkeypatch.setattr(evaluation, "diffusable", lambda *_: False)
    at = ouvrir("explorer")
    assert "licence du producteur" in texte(at)
    assert "Pour un script" not in texte(at)


@pytest.mark.parametrize("adresse", [
    {"explorer": "mouvements", "indicateur": "bmo_part_difficiles_estimee"},
    {"explorer": "mouvements", "indicateur": "defm_abc", "zonage": "epci", "depuis": "2021-12", "periode": "2024-12"},
    {"metier": "famille:*", "colonnes": "zone", "zonage": "departement"},
    {"colonnes": "periode", "zonage": "ze", "indicateur": "taux_chomage"},
    {"zonage": "commune", "page": "3"},
    {"zone": ["bassin:*@departement:53"], "tri": "-valeur"},
    {"indicateur": ["taux_chomage", "bmo_projets"], "zone": ["ze:5203", "bassin:5208"], "metier": "famille:O"},
    {"indicateur": "tension_rome", "zone": ["bassin:5229", "bassin:5219"], "metier": "rome:K1304", "colonnes": "zone"},
    {"indicateur": "bmo_projets", "mesure": "rapport", "par": "defm_a", "periode": "derniere"},
    {"indicateur": "bmo_projets", "mesure": "part", "par": "metier", "metier": "famille:*", "colonnes": "metier"},
    {"indicateur": "bmo_part_difficiles_estimee", "mesure": "rang", "par": "zone", "min": "1", "premiers": "5"},
    {"indicateur": "bmo_projets", "mesure": "evolution", "tri": "-ampleur"},
])  # fmt: skip
def test_the_screen_answers_its_addresses(racine, adresse):
    at = ouvrir("explorer", **adresse)
    assert titre(at)
    assert "Données de démonstration" in contenu(at) or adresse.get("zonage") == "commune"
    assert not at.warning
    if "53" in str(adresse):
        assert "Mayenne" in contenu(at) or "Laval" in contenu(at)
    dites = {nom: adresse[nom] for nom in requete.PARAMETRES if nom in adresse}
    assert listes({nom: at.query_params.get(nom) for nom in dites}) == listes(dites), "not the question that it read"


TOUT = {
    "indicateur": "bmo_projets", "zone": ["bassin:5208", "bassin:5209"], "metier": ["famille:O", "famille:S"],
    "periode": ["2021", "2024"], "depuis": "2018", "mesure": "evolution", "colonnes": "periode", "min": "-90",
    "max": "900", "tri": "-zone", "premiers": "3",
}  # fmt: skip


@pytest.mark.parametrize("vue", [*explorer.VOLETS, "carte", "tendances"])
def test_what_a_screen_cannot_honour_of_a_question_is_said(racine, vue):
    at = ouvrir("explorer", explorer=vue, **TOUT) if vue in explorer.VOLETS else ouvrir(vue, **TOUT)
    avis = " ".join(x.value for x in at.warning)
    for nom, valeurs in listes(TOUT).items():
        tenues = listes({nom: at.query_params.get(nom) or []})[nom]
        if vue in explorer.VOLETS:
            assert [v for v in valeurs if v not in tenues and f"({v})" not in avis] == [], nom
        elif nom in explorer.SIENS:  # names that no other screen has
            assert explorer.SIENS[nom] in avis
    assert bool(avis) == (vue not in explorer.TABLEAUX)


@pytest.mark.parametrize("vue", ["tableau", "mouvements"])
def test_the_start_of_a_move_is_held_said_and_chosen(racine, vue):
    at = ouvrir("explorer", explorer=vue, indicateur="bmo_projets", mesure="evolution", periode="2024", depuis="2021")
    assert at.selectbox(key="x-depuis").value == "2021"
    assert "2021 à 2024" in contenu(at)
    at.selectbox(key="x-depuis").set_value("2018").run()
    assert at.query_params["depuis"] == "2018"
    assert "2018 à 2024" in contenu(at)
    assert "2021 à 2024" not in contenu(at)


def listes(choix):
    return {n: [v] if isinstance(v, str) else v for n, v in choix.items()}


def test_what_is_chosen_on_the_screen_is_the_question_of_its_address(racine, d):
    at = ouvrir("explorer")
    gestes = {
        "x-indicateurs": ["bmo_projets"], "x-zones": ["bassin:5208", "departement:53"], "x-metiers": ["famille:*"],
        "x-periodes": ["2023", "2024"],
    }  # fmt: skip
    for cle, v in gestes.items():
        at.multiselect(key=cle).set_value(v).run()
    at.selectbox(key="x-colonnes").set_value("periode").run()
    voulue = "indicateur=bmo_projets&zone=bassin:5208&zone=departement:53&metier=famille:*&periode=2023&periode=2024"
    assert f"{voulue}&colonnes=periode" in html.unescape(contenu(at))
    ecrites = listes(at.query_params)
    lues = [(n, v) for n in requete.PARAMETRES for v in ecrites.get(n, [])]
    assert requete.lire(d, lues) == requete.de_adresse(d, f"{voulue}&colonnes=periode")


@pytest.mark.parametrize(("adresse", "dit"), [
    ({"indicateur": "bmo_projets", "min": "9999999"}, "Aucun chiffre ne passe ces bornes"),
    ({"zonage": "epci"}, "chiffres demandés, 50 au plus"),
])  # fmt: skip
def test_a_table_that_cannot_be_drawn_says_so_in_the_title(racine, monkeypatch, adresse, dit):
    monkeypatch.setattr(evaluation, "CELLULES_MAX", 50)
    at = ouvrir("explorer", **adresse)
    assert titre(at) == "Rien ne répond à ce choix"
    assert dit in texte(at)

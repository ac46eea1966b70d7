"""The métiers of a territory as they are said: title, ribbon, cards, table, file."""

import re

import pandas as pd
import pytest

from data_loaders.measures import enonces, mots_estimation as mots
from geo import zonages
from pages.figures import estimees, icones, tuiles as meteo_tuiles
from pages.figures.meteo import vue as meteo_vue
from tests.lecture import en_lignes
from tests.pages.meteo.conftest import FAMILLES, NOMS, ligne, texte
from tests.pages.outils import contenu, deplier, manquent

SOLIDE, ASSEZ, FRAGILE = enonces.SOLIDE, enonces.ASSEZ_SOLIDE, enonces.FRAGILE


def vue(indices, zone, niveau="famille"):
    return meteo_vue.preparer(indices, NOMS, niveau, "bassin", zone, "2023")


def changees(bassins, **par_groupe):
    """The rows of Nantes with other classes and degrees: `O=(5, "solide")`."""
    modele = bassins.query("code_zone == '5220' and annee == '2023' and code_groupe == 'O'").iloc[0].to_dict()
    lignes = [modele | {"code_groupe": g, "classe": c, "certitude": s} for g, (c, s) in par_groupe.items()]
    return pd.DataFrame(lignes).astype({"classe": "Int64"})


def csv(indices, zone):
    """The file of a zone: code of a group -> its cells by column, vintage 2023."""
    lu = meteo_vue.csv([("bassin", indices[indices["code_zone"] == zone])], FAMILLES, {}, False)
    return {x["code_metier"]: x for x in en_lignes(lu) if x["periode"] == "2023"}


@pytest.mark.parametrize(("classes", "debut", "rang"), [
    # what is to be confirmed is among the groups, never among the difficult ones; France is said where it is known
    ({"O": (5, SOLIDE), "S": (4, ASSEZ), "Z": (4, FRAGILE)}, "2 familles ", 0),
    ({"O": (4, SOLIDE), "S": (2, SOLIDE)}, "1 famille ", 1),
    ({"O": (4, FRAGILE), "S": (3, SOLIDE)}, "aucune famille de métiers sur 2 n’est dite difficile à pourvoir", 2),
])  # fmt: skip
@pytest.mark.parametrize(("france", "aussi"), [
    (0.7, ("toutes en France aussi", "comme en France", "")), (0.5, ("aucune ne l’est en France", "pas en France", "")),
])  # fmt: skip
def test_the_title_counts_the_groups_that_are_surely_difficult(bassins, classes, debut, rang, france, aussi):
    lignes = changees(bassins, **classes).assign(F=france)
    titre = vue(lignes, "5220").titre
    assert titre.startswith(f"Bassin de Nantes, 2023, estimé\u00a0: {debut}")
    assert titre.endswith(aussi[rang])
    assert titre.html.count("<data value=") == len(titre.keys)
    sans = vue(lignes.assign(annee_france=""), "5220").titre  # no national survey beside: nothing is said of France
    assert "France" not in sans
    assert sans.startswith("Bassin de Nantes, 2023, estimé")


def test_a_territory_without_any_figure_says_why(bassins):
    absent = bassins[bassins["annee"] == "2021"].assign(annee="2023")
    for indices, dit in ((bassins, "trop peu de projets, ou masqués"), (absent, "non transmis")):
        assert vue(indices, "5209").titre.startswith(f"Bassin de Mamers, 2023\u00a0: {dit}")


def test_the_ribbon_counts_skies_in_the_singular_and_what_is_to_be_confirmed_apart(bassins):
    classes = {"O": (5, SOLIDE), "S": (2, ASSEZ), "Z": (2, SOLIDE), "B0Z20": (4, FRAGILE)}
    lignes = vue(changees(bassins, **classes), "5220").lignes
    html = meteo_tuiles.ruban_html(lignes, "?ciel={}".format, "2")
    dits = "1 très difficile favorable à qui cherche 2 plutôt faciles favorable à qui recrute 1 à confirmer"
    assert " ".join(texte(html).split()) == dits
    # a part leads to its métiers alone, the one that is chosen back to all of them
    liens = re.findall('href="([^"]*)"[^>]*?( aria-current=true)?>', html)
    assert liens == [("?ciel=5", ""), ("?ciel=", " aria-current=true"), ("?ciel=confirmer", "")]
    assert meteo_tuiles.ruban_html(vue(bassins, "5209").lignes, str, None) == ""
    dit = texte(meteo_tuiles.d_un_ciel_html(lignes, "2", "famille", str, 1))
    assert manquent(dit, "2 familles de métiers plutôt faciles", "les autres sont dans le tableau") == []
    assert dit.count("% difficiles") == 1


@pytest.mark.parametrize("w", [0.05, 0.5])
@pytest.mark.parametrize("annee_france", ["2023", ""])
def test_france_is_said_to_weigh_most_only_where_it_does(bassins, w, annee_france):
    r = ligne(bassins, "5220", "O")._replace(w=w, annee_france=annee_france)
    surtout = bool(annee_france) and w < 0.15
    for dit in (meteo_tuiles.carte_html(r), estimees.enonce(r), str(estimees.table([r], "Famille"))):
        assert (mots.SURTOUT_FRANCE in dit) == surtout
    assert ("toute la France" in " ".join(meteo_vue.explication(r, "x", "bassin"))) == surtout


def test_all_metiers_together_have_neither_class_nor_sky_nor_mark(dire):
    indices = dire("ensemble", "bassin")
    r = ligne(indices, "5221", "ensemble")
    for html in (meteo_tuiles.carte_html(r), meteo_tuiles.fiche_html(r)):
        assert "difficiles, estimés · 31\u00a0% déclarés ici" in texte(html)
        absents = ["obs-sur", "obs-temps", "<img", "confirmer", "pourvoir", "<p></p>"]
        assert manquent(html, *absents) == absents
    assert "Écart non prouvé avec la région (66\u00a0%)" in meteo_tuiles.carte_html(r)
    (dit,) = meteo_vue.tete(r)
    assert (
        manquent(
            dit, "100\u00a0projets", "61\u00a0% estimés · 31\u00a0% déclarés ici, écart non prouvé avec la région (66"
        )
        == []
    )
    region = ligne(dire("ensemble", "region"), "52", "ensemble")
    assert "<p></p>" not in meteo_tuiles.carte_html(region)
    hausse = meteo_vue.tete(ligne(indices, "5220", "ensemble"))
    assert hausse[0].startswith("En 2023, au moins 1\u202f800\u00a0projets d’embauche")
    assert hausse[1].startswith("Depuis 2021\u00a0: en forte hausse, 16\u00a0points, surtout comme toute la région")


def test_hidden_counts_filled_are_never_shown(bassins):
    r = ligne(bassins, "5220", "O")
    assert round(r.P, 1) == 902.9
    dites = [meteo_tuiles.carte_html(r), meteo_tuiles.fiche_html(r), *meteo_vue.explication(r, "x", "bassin")]
    dites += [str(estimees.table([r], "Famille")), str(csv(bassins, "5220"))]
    assert not re.search("90[23]", " ".join(dites))


def test_the_declared_share_stands_in_the_detail_alone_and_never_with_too_wide_a_margin(bassins):
    dits = {
        ("5220", "O"): "complétée pour le secret\u00a0: 95\u00a0% (±\u202f11), sur au moins 900\u00a0projets",
        ("5221", "O"): "marge trop large",
        ("5221", "S"): "masquée par le secret statistique",
    }
    for ou, dit in dits.items():
        r = ligne(bassins, *ou)
        assert "déclarée" not in meteo_tuiles.carte_html(r) + meteo_tuiles.fiche_html(r)
        assert dit in " ".join(meteo_vue.explication(r, "x", "bassin"))
    lu = csv(bassins, "5221")["S"]
    assert (lu["part_declaree_pct"], lu["part_estimee_pct"]) == ("", f"{100 * r.q_estimee:.1f}".replace(".", ","))


@pytest.mark.parametrize(("groupe", "signe", "raison"), [
    ("O", "n.s.", "Trop peu de projets pour un chiffre"),
    ("S", "s", "Masqué\u00a0: trop peu de réponses"),
    ("Z", "///", "Aucun projet"),
])  # fmt: skip
def test_an_empty_cell_says_why_everywhere_and_prints_no_share_of_its_own(bassins, groupe, signe, raison):
    r = ligne(bassins, "5209", groupe)
    carte, fiche = texte(meteo_tuiles.carte_html(r)), texte(meteo_tuiles.fiche_html(r))
    assert f" {signe} " in carte
    for dit in (carte, fiche, " ".join(estimees.table([r], "Famille")[1][0])):
        assert raison.lower() in dit.lower()
    assert "%" not in carte
    explique = " ".join(meteo_vue.explication(r, "x, bassin", "bassin"))
    assert len(re.findall("[ \u00a0]:", explique)) == 1
    lu = csv(bassins, "5209")[groupe]
    assert lu["raison"]
    colonnes = ("part_estimee_pct", "estimee_borne_basse_pct", "classe", "certitude", "mots", "poids_local_pct")
    assert [lu[colonne] for colonne in colonnes] == [""] * len(colonnes)


@pytest.mark.parametrize(("champs", "dit"), [
    (("hausse", 0.124), "en forte hausse, 12 points\u202f; toute la région : \u22129 points"),
    (("baisse", -0.15), "en forte baisse, 15 points, surtout comme toute la région (\u22129)"),
    (("baisse", -0.19), "en forte baisse, 19 points, dont 9 pour toute la région"),
    (("aucun", 0.04), "sans évolution nette"),
])  # fmt: skip
def test_a_move_says_the_part_of_the_region_and_no_number_without_its_test(bassins, champs, dit):
    r = ligne(bassins, "5220", "O")._replace(delta_reference=-0.09, grand=True, fleche_raison="")
    r = r._replace(fleche=champs[0], delta=champs[1])
    assert estimees.mouvement(r).replace("\u00a0", " ") == dit


@pytest.mark.parametrize(("part", "minorant", "table", "fiche"), [
    (0.62, False, "62\u00a0%", "dont 62\u00a0% saisonniers"),
    (0.62, True, "≥\u00a062\u00a0%", "dont au moins 62\u00a0% saisonniers"),
    (0.004, True, "masqués", "en 2023"),
    (1.0, True, "100\u00a0%", "dont 100\u00a0% saisonniers"),
    (float("nan"), False, "masqués", "en 2023"),
])  # fmt: skip
def test_a_lower_bound_of_seasonal_projects_is_said_where_it_says_something(bassins, part, minorant, table, fiche):
    r = ligne(bassins, "5220", "O")._replace(part_saisonniers=part, minorant=minorant)
    assert estimees.table([r], "Famille")[1][0][4] == table
    assert fiche in texte(meteo_tuiles.fiche_html(r))


@pytest.mark.parametrize(("zone", "ordre"), [("5220", "OSZ"), ("5209", "ZSO")])
def test_rows_go_from_the_highest_to_the_lowest_estimate_then_the_empty_ones_by_name(bassins, zone, ordre):
    assert "".join(r.code_groupe for r in vue(bassins, zone).lignes) == ordre


def test_search_ignores_accents_and_case_and_what_is_left_out_says_why(dire, bassins):
    v, cherches = vue(bassins, "5220"), ("BATIMENT ouvriers", "plombier")
    trouves = [meteo_vue.groupes(v, "fap22", mots, "part", str)[1] for mots in cherches]
    assert [["bâtiment" in nom for nom, *_ in lignes] for lignes in trouves] == [[True], []]
    v = vue(dire("metier", "bassin"), "5220", "metier")
    comptes = [len(meteo_vue.groupes(v, "metier", mot, "part", str)[1]) for mot in ("", "b0z21")]
    assert comptes == [2, 1]
    sans = meteo_vue.sans_chiffre(v, "metier").lignes
    assert sorted(raison for _, raison in sans) == ["Aucun projet de recrutement", "Masqué : trop peu de réponses"]


@pytest.mark.parametrize(("tri", "ordre"), [("part", "OZS"), ("projets", "SZO"), ("nom", "ZSO")])
def test_the_table_is_sorted_by_what_is_asked(bassins, tri, ordre):
    df = changees(bassins, **dict.fromkeys("OSZ", (4, SOLIDE)))
    df = df.assign(projets=[10.0, 900.0, 300.0], q_estimee=[0.9, 0.7, 0.8])
    lignes = meteo_vue.groupes(vue(df, "5220"), "famille", "", tri, str)[1]
    assert [texte(li[0]).strip() for li in lignes] == [NOMS[c] for c in ordre]


def test_labels_are_escaped(bassins):
    r = ligne(bassins, "5220", "O")._replace(nom="<script>")
    assert "<script>" not in meteo_tuiles.carte_html(r) + str(estimees.table([r], "Famille", str))


@pytest.mark.parametrize("nom", ["hausse", "baisse", "aucun"])
def test_icons_stay_inside_their_attribute_and_the_first_class_has_none_for_who_looks_for_a_job(bassins, nom):
    assert not set("\"'<>#") & set(icones.adresse(nom))
    html = meteo_tuiles.carte_html(ligne(bassins, "5220", "O")._replace(classe=1))
    assert ('class="obs-candidat"><img' in html, icones.image("soleil") in html) == (False, True)


def test_a_zone_of_another_zoning_is_read_by_its_bassin_and_one_chosen_here_is_for_the_other_screens(ecran):
    spo = f"spo:{zonages.zones('spo')['code_zone'].iloc[0]}"
    at = ecran(zone=spo, zonage="spo")
    assert ", pour le territoire SPO" in contenu(at)
    assert (at.session_state["zone"], at.session_state["zonage"]) == (spo, "spo")
    at.selectbox(key="territoire-meteo").select("departement:53").run()
    assert (at.session_state["zone"], at.session_state["zonage"]) == ("departement:53", "departement")
    assert "Mayenne, 20" in contenu(at)


def test_a_search_filters_the_table_and_a_name_of_it_leads_to_its_view(ecran):
    html = contenu(deplier(ecran(zone="bassin:5220", recherche="macons")))
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count("<tr") == 2
    lien = re.search('<a href="([^"]+)" target="_self">Maçons', table)[1]
    assert manquent(lien, "metier=metier%3AB", "onglet=metier", "zone=bassin%3A5220", "recherche=macons") == []

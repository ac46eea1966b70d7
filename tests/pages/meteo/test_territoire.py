"""The météo des métiers as it is said: invented surveys small enough to redo by hand."""

import re

import pandas as pd
import pytest

from data_loaders import parametres
from data_loaders.measures import meteo
from geo import zonages
from pages.figures import icones, tables
from pages.figures.meteo import (
    ciel as meteo_ciel,
    methode as meteo_methode,
    tables as meteo_tables,
    tuiles as meteo_tuiles,
    vue as meteo_vue,
)
from tests.pages.meteo.outils import FAMILLES, corps, texte


def ligne(indices, zone, groupe, annee="2023"):
    return next(r for r in meteo_vue.lignes_territoire(indices, FAMILLES, zone, annee) if r.code_groupe == groupe)


def vue(bassins, zone, **options):
    return meteo_vue.preparer(bassins, FAMILLES, "famille", "bassin", zone, "2023", **options)


def test_both_points_of_view_are_in_the_title_and_only_the_words_differ(bassins):
    v = vue(bassins, "5220")
    assert v.titre.candidat == "À Nantes, grand soleil dans le bâtiment"
    assert v.titre.employeur == "À Nantes, recruter est très difficile dans le bâtiment"
    assert v.suite.candidat == ", pluie dans le médico-social"
    assert v.suite.employeur == ", plutôt aisé dans le médico-social"
    assert v.titre.html.count("<span") == 2


def test_the_arrow_of_the_region_is_said_once_when_both_agree_and_in_full_otherwise(bassins):
    r = ligne(bassins, "5220", "O")._replace(fleche="hausse", delta=0.35, fleche_region="hausse", delta_region=0.302)
    assert "En hausse depuis 2021 (+35,0\u00a0points\u202f; région\u00a0: +30,2)" in texte(meteo_tuiles.tuile(r).html)
    r = r._replace(fleche_region="aucun", delta_region=0.03)
    assert "(+35,0\u00a0points)\u202f; région\u00a0: pas de mouvement établi (+3,0\u00a0points)" in texte(
        meteo_tuiles.tuile(r).html
    )


@pytest.mark.parametrize(
    ("projets", "fiabilite", "dit"),
    [
        (900, "A", "Surtout local (60\u00a0%)"),
        (178, "B", "Mixte (40\u00a0% local)"),
        (40, "C", "Surtout régional (76\u00a0%)"),
    ],
)
def test_a_tile_says_whose_the_class_mostly_is(bassins, projets, fiabilite, dit):
    r = ligne(bassins, "5220", "O")._replace(P=projets, fiabilite=fiabilite)
    assert dit in texte(meteo_tuiles.tuile(r).html)


def test_a_long_second_list_is_counted_so_that_the_title_holds_on_two_lines(bassins):
    ici = (bassins["code_zone"] == "5220") & (bassins["annee"] == "2023")
    r = bassins[ici & (bassins["code_groupe"] == "O")].iloc[0]
    classes = zip("OSITVAZ", (4, 4, 4, 4, 3, 3, 3), strict=True)
    sept = pd.DataFrame([r.to_dict() | {"code_groupe": c, "niveau": n} for c, n in [*classes, ("C", 2)]])
    v = meteo_vue.preparer(sept, {c: c for c in "OSITVAZC"}, "famille", "bassin", "5220", "2023")
    assert v.titre.employeur == "À Nantes, recruter est difficile pour quatre familles de métiers sur huit"
    assert v.suite.employeur == ", partagé entre facile et difficile pour trois autres familles"


def test_the_family_of_other_metiers_is_named_as_a_family(bassins):
    autre = bassins.assign(code_groupe=bassins["code_groupe"].map({"O": "Z", "Z": "O", "S": "S"}))
    assert vue(autre, "5220").titre.candidat == "À Nantes, grand soleil dans la famille « Autres métiers »"


def test_a_territory_without_any_class_says_so(bassins):
    assert vue(bassins, "5209").titre.candidat.startswith("À Mamers, aucun métier ne peut être classé")


def test_a_tile_prints_word_number_class_and_region(bassins):
    t = meteo_tuiles.tuile(ligne(bassins, "5220", "O")).html
    dit = texte(t)
    assert "classe 5 sur 5" in dit
    assert "Très recherché" in dit
    assert "Très difficile" in dit
    assert "au moins 900 projets" in dit
    assert "région\u00a0:" in dit
    assert t.count("<i class=plein>") == 5
    assert 'class="obs-candidat"><img' in t
    assert 'class="obs-employeur"><img' in t


def test_the_filled_sum_is_never_shown_on_a_tile_nor_in_a_table(bassins):
    r = ligne(bassins, "5220", "O")
    assert round(r.P, 1) == 902.9
    dit = meteo_tuiles.tuile(r).html + str(meteo_tables.table([r], "Famille")[1])
    assert "902" not in dit
    assert "903" not in dit


def test_a_share_that_rests_on_one_hidden_count_is_printed_s(bassins):
    r = ligne(bassins, "5221", "S")
    assert r.part_secrete
    assert meteo_vue.part_dite(r) == "s"
    assert "part masquée par le secret statistique" in texte(meteo_tuiles.tuile(r).html)
    brute = f"{100 * r.q:.0f}"
    assert f"{brute}\u00a0%" not in texte(meteo_tuiles.tuile(r).html)
    csv = meteo_tables.csv(bassins[bassins["code_zone"] == "5221"], FAMILLES, "bassin", {}, False).decode("utf-8-sig")
    sociale = next(x for x in csv.splitlines() if ";S;" in x and ";2023;" in x)
    entete = csv.splitlines()[0].split(";")
    assert sociale.split(";")[entete.index("part_difficiles_pct")] == ""


@pytest.mark.parametrize(
    ("groupe", "signe", "raison"),
    [("O", "n.s.", "Effectif insuffisant"), ("S", "s", "Secret statistique"), ("Z", "///", "Sans objet")],
)
def test_an_empty_tile_says_why(bassins, groupe, signe, raison):
    t = texte(meteo_tuiles.tuile(ligne(bassins, "5209", groupe)).html)
    assert f" {signe} sans classe" in t
    assert raison in t
    assert "sur 5" not in t.replace("Région\u00a0: classe", "") or groupe == "O"


def test_one_hidden_cell_is_not_said_to_be_many(bassins):
    dit = texte(meteo_tuiles.tuile(ligne(bassins, "5209", "S")).html)
    assert "le producteur masque toute valeur inférieure à 5" in dit
    assert "toutes les cellules" not in dit


def test_with_too_few_projects_the_class_of_the_region_is_given(bassins):
    r = ligne(bassins, "5209", "O")
    cellules = meteo_tables.table([r], "Famille")[1][0]
    assert texte(cellules[2]).split() == ["n.s."]
    assert f"région\u00a0: {r.niveau_region}, " in texte(cellules[3])
    assert meteo_tables.table([ligne(bassins, "5209", "Z")], "Famille")[1][0][3] == ""
    assert f"Région\u00a0: classe {r.niveau_region} sur 5" in texte(meteo_tuiles.tuile(r).html)


def test_an_established_rise_has_an_arrow_and_no_movement_is_never_called_stable(bassins):
    hausse, aucun = ligne(bassins, "5220", "O"), ligne(bassins, "5220", "S")
    assert icones.adresse("hausse") in meteo_tuiles.tuile(hausse).html
    t = meteo_tuiles.tuile(aucun).html
    assert icones.adresse("aucun") in t
    assert "Pas de mouvement établi depuis 2021 (" in t
    assert "stable" not in t


def test_the_first_class_has_no_sky_for_who_looks_for_a_job(bassins):
    r = ligne(bassins, "5220", "O")._replace(niveau=1, proche_de=pd.NA)
    bande = meteo_tuiles.tuile(r).html
    assert 'class="obs-candidat"><img' not in bande
    assert icones.adresse("soleil") in bande


def test_tiles_go_from_the_most_to_the_least_difficult_then_the_empty_ones(bassins):
    assert [r.code_groupe for r in vue(bassins, "5220").lignes] == ["O", "S", "Z"]
    assert [r.code_groupe for r in vue(bassins, "5209").lignes] == ["Z", "S", "O"]  # by name


def test_map_states_follow_the_pulled_share_and_keep_the_reasons(cellules, bassins):
    region = meteo.indices(*cellules, "famille", "region")
    c = meteo_ciel.preparer(bassins, region, "O", FAMILLES["O"], "bassin", "5220", "2023", "employeur")
    nantes, mamers = c.etats["2023"]["5220"], c.etats["2023"]["5209"]
    r = ligne(bassins, "5220", "O")
    assert nantes.classe == r.niveau
    assert nantes.nombre == pytest.approx(100 * r.q_tilde)
    assert (mamers.statut, mamers.valeur, mamers.classe) == ("nd", "n.s.", None)
    assert c.legende.suites["2023"]["5209"].startswith("effectif insuffisant")
    assert c.legende.classes[4].startswith("très difficile")
    assert set(c.etats) == {"2021", "2023"}
    assert [x.nom for x in c.lignes][:2] == ["Nantes", "Ancenis"]
    assert [x.rang for x in c.lignes][:2] == [1, 2]


def test_the_worked_cell_is_that_of_the_measure(bassins):
    r = ligne(bassins, "5220", "O")
    etapes = meteo_methode.etapes(r, ligne(bassins, "5220", "O", "2021"), "famille")
    calculs = " ".join(e.calcul for e in etapes)
    assert "(855 + 1 × 1,2) ÷ (900 + 1 × 2,9) = 94,83\u00a0%" in calculs
    assert "30,05 ÷ (30,05 + 20) = 60,04\u00a0%" in calculs
    assert f"classe {r.niveau} sur 5" in calculs
    assert "2021\u00a0: 60,00\u00a0%" in calculs
    assert [e.titre for e in etapes][-1] == "Les métiers porteurs"
    assert len(etapes) == max(etape for *_, etape in meteo_methode.PARAMETRES)


def test_the_worked_cell_stops_where_a_hidden_count_would_be_shown(bassins):
    etapes = meteo_methode.etapes(ligne(bassins, "5221", "S"), None, "famille")
    assert etapes[-1].titre == "Le calcul s’arrête ici"
    assert not any("Part brute" in e.calcul for e in etapes)


def test_every_parameter_of_the_file_is_printed_with_its_ground():
    table = meteo_methode.parametres_html()
    p = parametres.meteo()
    imprimes = [nom for nom, *_ in (*meteo_methode.PARAMETRES, *meteo_methode.PARAMETRES_COMPLETS)]
    assert sorted(imprimes) == sorted(p.fondements)
    assert all(tables.echapper(fondement) in table for fondement in p.fondements.values())
    assert "0,2\u202f; 0,4\u202f; 0,6\u202f; 0,8" in table


def test_search_ignores_accents_and_case(bassins):
    lignes = meteo_vue.lignes_territoire(bassins, FAMILLES, "5220", "2023")
    assert [r.code_groupe for r in meteo_tables.filtrer(lignes, "BATIMENT ouvriers")] == ["O"]
    assert meteo_tables.filtrer(lignes, "plombier") == []


def test_a_name_of_the_table_leads_to_the_view_of_its_group(ecran):
    html = corps(ecran(zone="bassin:5220", niveau="metier", recherche="macons"))
    lien = re.search('<a href="([^"]+)" target="_self">Maçons', html)[1]
    assert "metier=metier%3AB" in lien
    assert "onglet=metier" in lien
    assert "zone=bassin%3A5220" in lien


def test_labels_are_escaped(bassins):
    lignes = meteo_vue.lignes_territoire(bassins, {**FAMILLES, "O": "<script>"}, "5220", "2023")
    assert "<script>" not in meteo_tuiles.tuile(lignes[0]).html


@pytest.mark.parametrize("nom", ["soleil", "eclaircies", "variable", "pluie", "orage", "hausse", "baisse", "aucun"])
def test_icons_stay_inside_their_attribute(nom):
    assert not set("\"'<>#") & set(icones.adresse(nom))


def test_screen_of_a_bassin_has_eight_tiles_and_says_it_is_a_demonstration(ecran):
    html = corps(ecran(zone="bassin:5220"))
    assert html.count('<article class="obs-tuile') == 8
    assert "Données de démonstration" in html
    assert "n’est pas l’indicateur officiel" in html


def test_a_zone_of_another_zoning_is_read_by_its_bassin_and_kept(ecran):
    spo = zonages.zones("spo")["code_zone"].iloc[0]
    at = ecran(zone=f"spo:{spo}", zonage="spo")
    assert ", pour le territoire SPO" in corps(at)
    assert at.session_state["zone"] == f"spo:{spo}"
    assert at.session_state["zonage"] == "spo"


def test_choosing_a_bassin_here_is_a_choice_for_the_other_screens(ecran):
    at = ecran(zonage="spo")
    at.selectbox(key="territoire-meteo").select("departement:53").run()
    assert at.session_state["zone"] == "departement:53"
    assert at.session_state["zonage"] == "departement"
    assert "En Mayenne" in corps(at)


def test_button_of_a_tile_opens_its_family_and_says_so_in_the_address(ecran):
    at = ecran(zone="bassin:5220")
    at.button(key="voir-O").click().run()
    assert at.query_params["metier"] == "famille:O"
    assert at.query_params["onglet"] == "metier"
    assert "Ouvriers de la construction et du bâtiment\u00a0: " in corps(at)
    at.segmented_control(key="onglet").select("territoire").run()
    assert corps(at).count('<article class="obs-tuile') == 8


def test_the_method_works_out_the_cell_chosen(ecran):
    at = ecran(zone="bassin:5220", onglet="methode", niveau="famille", metier="famille:O")
    html = corps(at)
    assert "Ouvriers de la construction et du bâtiment, à Nantes" in html
    assert "Part brute = " in html
    assert html.count("<h1") == 1


def test_a_link_to_a_metier_opens_its_level_and_its_view(ecran):
    at = ecran(zone="bassin:5220", metier="metier:V0X60")
    assert at.selectbox(key="niveau").value == "metier"
    assert at.selectbox(key="metier").value == "metier:V0X60"
    assert at.segmented_control(key="onglet").value == "metier"
    assert corps(at).count('<article class="obs-tuile') == 1


def test_search_filters_the_table_of_metiers(ecran):
    at = ecran(zone="bassin:5220", niveau="metier", recherche="macons")
    html = corps(at)
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count("<tr") == 2
    assert "Maçons" in table

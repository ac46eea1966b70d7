"""The météo des métiers as it is said: invented surveys small enough to redo by hand."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from data_loaders import parametres
from data_loaders.measures import mots_estimation as mots, palmares
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


def changees(bassins, zone, annee="2023", **par_groupe):
    """The rows of a zone with other classes: `O=(5, None)` for a class and the neighbour named with it."""
    ici = bassins[(bassins["code_zone"] == zone) & (bassins["annee"] == annee)]
    modele = ici[ici["statut"] == "estime"].iloc[0].to_dict()
    lignes = [modele | {"code_groupe": g, "classe": c, "ou": ou or pd.NA} for g, (c, ou) in par_groupe.items()]
    return pd.DataFrame(lignes).astype({"classe": "Int64", "ou": "Int64"})


def test_both_points_of_view_are_in_the_title_and_only_the_words_differ(bassins):
    deux = changees(bassins, "5220", O=(5, None), S=(2, None))
    v = vue(deux, "5220")
    assert v.titre.candidat == "À Nantes, grand soleil dans le bâtiment"
    assert v.titre.employeur == "À Nantes, recruter est très difficile dans le bâtiment"
    assert v.suite.candidat == ", pluie dans le médico-social"
    assert v.suite.employeur == ", plutôt aisé dans le médico-social"
    assert v.titre.html.count("<span") == 2


def test_a_group_between_two_classes_is_named_in_neither_by_the_title(bassins):
    v = vue(changees(bassins, "5220", O=(4, None), S=(3, 4)), "5220")
    assert v.titre.candidat == "À Nantes, éclaircies dans le bâtiment"
    assert v.suite.candidat == "\u202f; ailleurs, le ciel hésite"
    assert v.suite.employeur == "\u202f; ailleurs, la difficulté hésite entre deux niveaux"
    assert vue(changees(bassins, "5220", S=(3, 4)), "5220").titre.candidat.endswith(
        "le ciel hésite pour 1 famille de métiers"
    )


def test_a_long_second_list_is_counted_so_that_the_title_holds_on_two_lines(bassins):
    sept = changees(bassins, "5220", **dict.fromkeys("OSIT", (4, None)), **dict.fromkeys("VAZ", (3, None)), C=(2, None))
    v = meteo_vue.preparer(sept, {c: c for c in "OSITVAZC"}, "famille", "bassin", "5220", "2023")
    assert v.titre.employeur == "À Nantes, recruter est difficile pour quatre familles de métiers sur huit"
    assert v.suite.employeur == ", partagé entre facile et difficile pour trois autres familles"


def test_the_family_of_other_metiers_is_named_as_a_family(bassins):
    assert vue(changees(bassins, "5220", Z=(5, None)), "5220").titre.candidat.endswith(
        "dans la famille « Autres métiers »"
    )


def test_a_territory_without_any_estimate_says_so(bassins):
    assert vue(bassins, "5209").titre.candidat.startswith("À Mamers, aucun métier ne peut être estimé")


def test_a_tile_prints_the_estimate_large_its_chance_and_the_answers_apart(bassins):
    r = ligne(bassins, "5220", "O")
    t = meteo_tuiles.tuile(r)
    dit = texte(t)
    assert f'<p class="obs-grand"><b>{round(100 * r.q_estimee)}\u00a0%</b>' in t
    for attendu in (
        mots.chance_dite(meteo_vue.chance(r)),
        mots.intervalle_dit(r.borne_basse, r.borne_haute),
        "au moins 900 projets",
        f"Déclarée cette année 95\u00a0% (±\u00a0{round(100 * r.marge)})",
        f"Poids des réponses locales {round(100 * r.w)}\u00a0%",
        f"Les mêmes métiers en France {round(100 * r.F)}\u00a0%",
        mots.POURQUOI,
    ):
        assert attendu in dit
    assert t.index("obs-grand") < t.index("<details") < t.index("Déclarée")
    assert 'class="obs-candidat"><img' in t
    assert 'class="obs-employeur"><img' in t
    for mot in ("fragile", "proche de", "sur 5", "Surtout"):
        assert mot not in dit


@pytest.mark.parametrize(("chance", "pleins"), [(0.52, 5), (0.66, 7), (0.94, 9), (0.999, 9)])
def test_dots_say_the_chance_and_nothing_is_certain(chance, pleins):
    html = meteo_tuiles.points_html(chance)
    assert html.count("<i") == 10
    assert html.count("plein") == pleins


def test_two_classes_are_named_with_the_chance_of_both(bassins):
    r = ligne(bassins, "5220", "O")._replace(classe=3, chance=0.55, ou=4, chance_ou=0.93)
    dit = texte(meteo_tuiles.tuile(r))
    assert "Variable ou recherché" in dit
    assert "Partagé ou difficile" in dit
    assert "9\u00a0chances sur\u00a010" in dit
    assert "obs-tuile--deux" in meteo_tuiles.tuile(r)


def test_an_estimate_near_a_limit_never_contradicts_its_class(bassins):
    r = ligne(bassins, "5220", "O")._replace(q_estimee=0.5976)
    assert "<small>près de</small> 60\u00a0%" in meteo_tuiles.tuile(r)


def test_without_the_national_file_the_tile_says_so(bassins):
    t = texte(meteo_tuiles.tuile(ligne(bassins, "5220", "O"), sans_france=True))
    assert "estimation faite sans la France" in t
    assert "en France 6" not in t


def test_the_filled_sum_is_never_shown_on_a_tile_nor_in_a_table(bassins):
    r = ligne(bassins, "5220", "O")
    assert round(r.P, 1) == 902.9
    dit = meteo_tuiles.tuile(r) + str(meteo_tables.table([r], "Famille")[1])
    assert "902" not in dit
    assert "903" not in dit


def test_answers_that_rest_on_one_hidden_count_are_printed_s_beside_an_estimate(bassins):
    r = ligne(bassins, "5221", "S")
    assert pd.isna(r.declaree)
    assert "Déclarée cette année s " in texte(meteo_tuiles.tuile(r))
    assert 'class="declaree"' not in meteo_tuiles.tuile(r)
    assert "masquée par le secret statistique" in meteo_vue.lecture_cellule(r, "S", "bassin", "2023")
    csv = meteo_tables.csv(bassins[bassins["code_zone"] == "5221"], FAMILLES, "bassin", {}, False).decode("utf-8-sig")
    sociale = next(x for x in csv.splitlines() if ";S;" in x and ";2023;" in x).split(";")
    entete = csv.splitlines()[0].split(";")
    assert sociale[entete.index("part_declaree_pct")] == ""
    assert sociale[entete.index("part_estimee_pct")] == f"{100 * r.q_estimee:.1f}".replace(".", ",")


@pytest.mark.parametrize(
    ("groupe", "signe", "raison"),
    [("O", "n.s.", "Effectif insuffisant"), ("S", "s", "Secret statistique"), ("Z", "///", "Sans objet")],
)
def test_an_empty_tile_says_why(bassins, groupe, signe, raison):
    t = texte(meteo_tuiles.tuile(ligne(bassins, "5209", groupe)))
    assert f" {signe} pas de ciel ici" in t
    assert raison in t
    assert ("%" in t) == (groupe == "O")


def test_one_hidden_cell_is_not_said_to_be_many(bassins):
    dit = texte(meteo_tuiles.tuile(ligne(bassins, "5209", "S")))
    assert "le producteur masque toute valeur inférieure à 5" in dit
    assert "toutes les cellules" not in dit


def test_with_too_few_projects_the_region_answers_and_no_local_estimate_is_printed(bassins):
    r = ligne(bassins, "5209", "O")
    assert r.statut == "effectif"
    cellules = meteo_tables.table([r], "Famille")[1][0]
    assert texte(cellules[4]).strip().startswith("niveau régional\u00a0:")
    assert cellules[2] == cellules[3] == ""
    assert meteo_tables.table([ligne(bassins, "5209", "Z")], "Famille")[1][0][11].startswith("sans objet")
    assert f"{mots.part_dite(r.q_region)} estimés" in texte(meteo_tuiles.tuile(r))
    csv = meteo_tables.csv(bassins[bassins["code_zone"] == "5209"], FAMILLES, "bassin", {}, False).decode("utf-8-sig")
    entete = csv.splitlines()[0].split(";")
    lignes = [x.split(";") for x in csv.splitlines()[1:]]
    for colonne in ("part_estimee_pct", "estimee_borne_basse_pct", "classe", "chance", "poids_local_pct"):
        assert {x[entete.index(colonne)] for x in lignes} == {""}


def test_established_and_large_are_two_words_beside_the_region_and_its_level(bassins):
    r = ligne(bassins, "5220", "O")._replace(
        fleche="hausse", delta=0.124, grand=True, fleche_region="aucun", delta_region=0.03, grand_region=False,
        delta_reference=-0.09, annee_precedente="2021",
    )  # fmt: skip
    t = meteo_tuiles.tuile(r)
    assert icones.adresse("hausse") in t
    assert "Depuis 2021" in texte(t)
    assert "hausse établie et grande, 12\u00a0points" in texte(t)
    assert "région\u00a0: pas de mouvement établi\u202f; dont niveau régional \u22129\u00a0points" in texte(t)
    petite = r._replace(delta=0.09, grand=False)
    assert "hausse établie, 9\u00a0points" in texte(meteo_tuiles.tuile(petite))
    aucune = r._replace(fleche="aucun", delta=0.04, grand=False)
    assert "Depuis 2021 pas de mouvement établi" in texte(meteo_tuiles.tuile(aucune))
    assert "stable" not in meteo_tuiles.tuile(aucune)
    table = meteo_tables.table([r], "Famille")[1][0]
    assert "hausse établie et grande, 12\u00a0points (région +3, dont niveau \u22129)" in table


def test_the_first_class_has_no_sky_for_who_looks_for_a_job(bassins):
    r = ligne(bassins, "5220", "O")._replace(classe=1, ou=pd.NA)
    bande = meteo_tuiles.tuile(r)
    assert 'class="obs-candidat"><img' not in bande
    assert icones.image("soleil") in bande


def test_tiles_go_from_the_highest_to_the_lowest_estimate_then_the_empty_ones(bassins):
    assert [r.code_groupe for r in vue(bassins, "5220").lignes] == ["O", "S", "Z"]
    assert [r.code_groupe for r in vue(bassins, "5209").lignes] == ["Z", "S", "O"]  # by name


def carte(dire, groupe, niveau, zone=None):
    ciels = meteo_ciel.dessiner(dire(niveau, "bassin"), dire(niveau, "region"), groupe, "bassin", "employeur")
    return meteo_ciel.preparer(ciels, FAMILLES.get(groupe, "Tous les métiers"), zone, "2023")


def test_the_map_of_a_group_draws_skies_and_never_a_position_between_zones(dire, bassins):
    c = carte(dire, "O", "famille", "5220")
    nantes, mamers = c.etats["2023"]["5220"], c.etats["2023"]["5209"]
    r = ligne(bassins, "5220", "O")
    assert (nantes.classe, nantes.fragile) == (r.classe, pd.notna(r.ou))
    assert nantes.nombre == pytest.approx(100 * r.q_estimee)
    assert (mamers.statut, mamers.valeur, mamers.classe) == ("nd", "n.s.", None)
    assert c.legende.suites["2023"]["5209"].startswith("effectif insuffisant")
    assert c.mode == "meteo"
    assert c.legende.classes[4].startswith("très difficile")
    assert set(c.etats) == {"2021", "2023"}
    assert [x.nom for x in c.lignes][:2] == ["Nantes", "Ancenis"]
    entetes, lignes, _ = meteo_tables.classement(c, "5220")
    assert entetes[1] == ("Bassin d’emploi", False)
    assert lignes[0][1] == "Nantes"
    dit = " ".join([c.titre, nantes.etiquette, c.legende.suites["2023"]["5220"]])
    assert "de la région" not in dit
    assert "rang" not in dit


def test_the_map_of_all_metiers_draws_three_states_with_ranks_as_ranges(dire):
    c = carte(dire, "ensemble", "ensemble")
    assert c.mode == "ecarts"
    assert c.legende.classes == ("au-dessous de la région", "non distinguable", "au-dessus de la région")
    assert c.legende.limites == ()
    for r in c.lignes:
        etat = c.etats["2023"][r.code_zone]
        assert etat.classe == 2 + r.position
        assert meteo_vue.rang_dit(r) in etat.etiquette
        assert etat.valeur.lstrip("≈") == str(round(100 * r.q_estimee))
    assert meteo_tables.classement(c, "5220")[1][0][0] == meteo_vue.rang_dit(c.lignes[0]).removeprefix("rang ")
    choisie = carte(dire, "ensemble", "ensemble", "5220")
    assert mots.POSITIONS_ZONE[next(r for r in c.lignes if r.code_zone == "5220").position] in choisie.titre


def test_the_sentences_of_a_place_give_the_estimate_then_the_answers(dire):
    s = palmares.synthese(
        dire("ensemble", "bassin"), dire("famille", "bassin"), dire("metier", "bassin"), "5220", "2023"
    )
    dit = " ".join(meteo_vue.tete(s))
    e = s.ensemble
    assert mots.intervalle_dit(e.borne_basse, e.borne_haute) in dit
    assert meteo_vue.position_dite(e) in dit
    assert (
        f"Les réponses de l’année disent {100 * e.declaree:.0f}\u00a0%, à {100 * e.marge:.0f}\u00a0points près." in dit
    )
    assert meteo_vue.fermete(s).startswith(
        f"{s.estimes_nb}\u00a0métiers ont une estimation, dont {s.une_classe_nb} d’une"
    )
    assert "nan" not in dit.lower()


def test_the_region_as_a_whole_declares_what_it_estimates(dire):
    r = next(dire("ensemble", "region").query("annee == '2023'").itertuples())
    assert r.q_estimee == pytest.approx(r.part)
    dit = meteo_vue.lecture_ici(r, "Tous les métiers", "region", "2023")
    assert "l’estimation est la part déclarée" in dit
    assert "Les réponses" not in dit
    assert meteo_vue.rang_dit(r) == ""


def test_every_parameter_of_the_file_is_printed_with_its_ground():
    table = meteo_methode.parametres_html()
    p = parametres.meteo()
    imprimes = [nom for nom, *_ in (*meteo_methode.PARAMETRES, *meteo_methode.PARAMETRES_COMPLETS)]
    assert sorted(imprimes) == sorted(p.fondements)
    assert all(tables.echapper(fondement) in table for fondement in p.fondements.values())
    assert "0,4\u202f; 0,6" in table


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
    assert "<script>" not in meteo_tuiles.tuile(lignes[0])


@pytest.mark.parametrize("nom", ["hausse", "baisse", "aucun"])
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


def test_link_of_a_tile_opens_its_family_and_keeps_the_other_choices(ecran):
    at = ecran(zone="bassin:5220", point="employeur")
    (adresse,) = re.findall(r'class="obs-aller"><a href="\?([^"]*metier=famille%3AO[^"]*)"', corps(at))
    choix = dict(parse_qsl(unescape(adresse)))
    assert (choix["onglet"], choix["zone"], choix["point"]) == ("metier", "bassin:5220", "employeur")
    at = ecran(**choix)
    assert "Ouvriers de la construction et du bâtiment\u00a0: " in corps(at)
    at.segmented_control(key="onglet").select("territoire").run()
    assert corps(at).count('<article class="obs-tuile') == 8


def test_the_method_works_out_the_cell_chosen(ecran):
    at = ecran(zone="bassin:5220", onglet="methode", niveau="famille", metier="famille:O")
    html = corps(at)
    assert "Ouvriers de la construction et du bâtiment, à Nantes" in html
    assert "Somme " in html or "Moyenne de " in html
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

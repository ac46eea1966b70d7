"""What the screen « Ma commune » says, without a browser: places, overlaps, states, composed territories."""

import hashlib
import re
import shutil
import xml.etree.ElementTree as ET

import pytest

from data_loaders.chiffres import tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.convention import etats as lire_etats
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire
from data_loaders.portraits.territoire import chiffres_libres
from geo import libre, sujets, zonages
from pages.figures.provenance import documents
from pages.figures.territoires import decoupage, etats, libre as compose, lieu, loupe, plan
from tests.data_loaders.test_etats import DU, importer as recevoir
from tests.lecture import lisible

INSEC, FINE = "\u00a0", "\u202f"


@pytest.fixture
def vierge(tmp_path):
    return Donnees(tmp_path / "vide")


# ---------------------------------------------------------------- place


def test_a_share_is_whole_or_nothing_only_when_it_is_and_what_is_no_date_stays_as_it_is():
    dates = {"2013-08-01": "1ᵉʳ août 2013", "2013": "2013", "hier": "hier"}
    assert {iso: lieu.date_libelle(iso) for iso in dates} == dates
    parts = {1: "100", 0: "0", 0.9996: "plus de 99,9", 0.0004: "moins de 0,1", 0.995: "99,5", 0.054: "5,4", 0.5: "50"}
    assert {p: lieu.pourcent(p) for p in parts} == {p: f"{dit}{INSEC}%" for p, dit in parts.items()}


def test_the_plan_shows_place_and_zone_without_any_reference_outside():
    ici = plan.zone("commune", "44036")
    svg = ET.fromstring(plan.plan_svg("spo", "chateaubriant", ici, "sombre", point=True))
    assert [t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")] == ["Châteaubriant"]
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}circle"))) == 1
    brut = ET.tostring(svg, encoding="unicode").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in brut
    assert "url(" not in brut
    assert plan.plan_dit("gtec", "", ici) == "Châteaubriant sur la carte des territoires GTEC."


# ---------------------------------------------------------------- lens


@pytest.mark.parametrize(
    ("lieu", "autre", "dit"),
    [
        ("spo:ancenis", "gtec", "coïncide avec le territoire GTEC d’Ancenis"),
        ("spo:laval", "gtec", "est en entier hors GTEC"),
        ("commune:85113", "epci", "n’est dans aucun EPCI"),
        ("spo:laval", "departement", r"tient dans .* de la Mayenne \(38 % des habitants de ce département\)"),
        ("departement:44", "gtec", r"touche .* d’Ancenis \(9\d % des .*\) ; 9\d % de sa population est hors GTEC"),
        ("departement:85", "gtec", "contient le territoire GTEC du Sud Vendée ; .*"),
        ("spo:laval", "epci", "coïncide avec la CA Laval Agglomération.*"),
        ("spo:segre", "epci", "réunit 2 intercommunalités en entier"),
        ("spo:les-sables-d-olonne", "epci", ".* ; 1,9 % de sa population est hors EPCI"),
    ],
)
def test_how_a_territory_meets_another_zoning(lieu, autre, dit):
    """EPCI Pays d'Ancenis makes SPO, ZEF and GTEC Ancenis alone, by the working perimeters shipped."""
    assert re.fullmatch(dit, lisible(loupe.croiser(sujets.de_zone(*lieu.split(":")), autre).phrase))


def test_shares_of_people_add_up_to_the_territory():
    for zone in zonages.zones("spo").itertuples():
        v = loupe.preparer(sujets.de_zone("spo", zone.code_zone))
        assert [c.zonage.code for c in v.croisements] == ["zef", "gtec", "bassin", "ze", "epci", "departement"]
        for c in v.croisements:
            assert c.parts["part_population"].sum() == pytest.approx(1)
            assert c.parts["part_communes"].sum() == pytest.approx(1)
            assert c.parts["population_nb"].sum() == zone.population_nb


def test_a_meeting_room_reads_one_crossing():
    sujet = sujets.de_zone("spo", "sarthe-nord")
    html = loupe.barres_html(sujet, c := loupe.croiser(sujet, "epci"))
    assert html.count('class="obs-barre"') == loupe.BARRES_SALLE
    assert f"{len(c.parts) - loupe.BARRES_SALLE} autres, plus petits" in html


def test_bars_and_table_and_file_say_the_same():
    sujet = sujets.de_zone("spo", "sud-vendee")
    v = loupe.preparer(sujet)
    lignes = loupe.lignes(v)
    texte = re.sub(r"<[^>]+>", " ", loupe.blocs_html(v))
    assert all(ligne[5] in texte for ligne in lignes)
    fichier = loupe.csv(sujet, v).decode("utf-8-sig").splitlines()
    assert len(fichier) == 1 + len(lignes)
    assert "hypothèse de travail" in fichier[1]
    assert fichier[1].endswith("Travail de l’Observatoire")


def test_zones_that_are_not_met_are_drawn_and_said():
    laval = sujets.de_zone("spo", "laval")
    c = loupe.croiser(laval, "gtec")
    assert {e.statut for e in loupe.etats(c).values()} == {"hors"}
    assert loupe.legende(laval, c).absences["hors"] == "pas recoupé, ou hors GTEC"
    assert loupe.etats(loupe.croiser(laval, "departement"))["53"][:2] == (3, "100")


def test_the_towns_named_on_the_map_are_communes_and_each_commune_says_what_a_press_does():
    etats = lieu.etats_communes()
    assert set(lieu.VILLES) <= set(etats)
    assert etats["72180"].etiquette == f"Mamers (Sarthe){INSEC}: ouvrir sa page"


def test_a_figure_is_true_on_its_zonings_and_absent_elsewhere_and_a_zoning_says_how_many_are(vierge):
    v = loupe.vrais(sujets.de_zone("spo", "laval"), lambda c, z: tableau.calculer(vierge, c, z))
    par_code = {x.indicateur.code: x for x in v.lignes}
    assert par_code["population"].valeur.startswith(f"115{FINE}195{INSEC}habitants")
    assert not par_code["bmo_projets"].vrai
    assert "aucun chiffre n’est estimé" in par_code["bmo_projets"].raison
    assert par_code["defm_a"].raison == "Aucun millésime chargé"
    vrais = sum("spo" in i.zonages for i in INDICATEURS.values())
    assert v.titre.startswith(f"{vrais} indicateurs sur {len(INDICATEURS)} existent")
    assert decoupage.indicateurs_lus("spo") == f"{vrais} indicateurs sur {len(INDICATEURS)} s’y lisent"
    assert all(ligne[3] != "—" or ligne[0] == "vrai" for ligne in loupe.lignes_vrais(v))


@pytest.mark.parametrize("code", [*loupe.CROISES, "commune"])
def test_a_zoning_lists_its_zones_and_what_its_perimeter_is_worth(code):
    v = decoupage.preparer(code)
    zones, z = zonages.zones(code), zonages.zonage(code)
    assert len(v.etats) == len(zones)
    assert len(v.lignes) + v.masquees_nb == len(zones)
    assert dict(v.faits)["Confiance"].lower() == z.confiance
    fichier = decoupage.csv(code).decode("utf-8-sig").splitlines()
    assert len(fichier) == 1 + len(zones)
    assert all(z.confiance in ligne for ligne in fichier[1:])


def test_the_zones_of_a_zoning_go_from_the_most_to_the_least_populated():
    v = decoupage.preparer("spo")
    assert lisible(v.titre) == "17 territoires SPO : de 70 420 habitants (Ancenis) à 865 719 habitants (Nantes)"
    assert [re.sub("<[^>]+>", "", ligne[1]) for ligne in v.lignes[:2]] == ["Nantes", "Angers"]
    assert v.lignes[-1][2:5] == [f"70{FINE}420", f"1,8{INSEC}%", "20"]
    assert decoupage.preparer("gtec").legende.absences["dehors"] == "hors GTEC"
    assert decoupage.reste(decoupage.preparer("commune")).endswith(f"les 1{FINE}128 autres.")


# ---------------------------------------------------------------- states


@pytest.mark.parametrize("niveau", [n for n in etats.NIVEAUX_LUS if n != "ensemble"])
def test_no_level_is_invented(vierge, niveau):
    v = etats.preparer(vierge, "spo", niveau)
    assert v.titre.startswith("Aucun des 17 territoires SPO n’a le label")
    assert {e.statut for e in v.etats.values()} == {"nd"}


def test_gtec_and_comites(vierge):
    gtec = etats.preparer(vierge, "gtec")
    assert gtec.titre == f"5 territoires GTEC{INSEC}: 1 conduite, 1 engagée et 3 à initier"
    classes = {"ancenis": 3, "grand-saumurois": 2, "nord-mayenne": 1, "sud-sarthe": 1, "sud-vendee": 1}
    assert {c: e.classe for c, e in gtec.etats.items()} == classes
    zef = etats.preparer(vierge, "zef")
    assert zef.titre.endswith("aucune réunion n’est renseignée")
    assert "23" in zef.lecture.partition("hypothèse")[0].rpartition(".")[2]
    assert {e.classe for e in zef.etats.values()} == {2}


def test_bassins_have_no_state_and_no_command(vierge):
    v = etats.preparer(vierge, "bassin")
    assert len(v.lignes) == 26
    assert v.historique == ((), [])
    assert etats.commandes("bassin") == ""


def test_a_state_received_replaces_the_former_which_stays_in_the_history(tmp_path):
    donnees = Donnees(tmp_path)
    laval = {"operateurs_etat": "obtenu", "operateurs_date": "2014-03", "reseaux_nb": 8, "sites_nb": 12, **DU}
    recevoir(donnees, tmp_path, "labellisation", {"etats": [("laval", laval)]})
    recevoir(donnees, tmp_path, "gtec", {"etats": [("ancenis", {"etat": "engagée", **DU})]})
    v = etats.preparer(donnees, "spo", zone="laval")
    laval = next(ligne for ligne in v.lignes if ligne[1] == "Laval")
    assert laval[2:9] == ["obtenu (mars 2014)", "n.r.", "n.r.", "n.r.", "n.r.", "8", "12"]
    assert (v.etats["laval"].classe, v.etats["laval"].valeur) == (2, "1/3")
    assert [lisible(x[2]) for x in v.historique[1]] == ["opérateurs : obtenu (mars 2014), 8 réseaux, 12 sites"]
    niveau = etats.preparer(donnees, "spo", "operateurs")
    assert niveau.titre.startswith("Un territoire SPO sur 17 a le label « opérateurs »")
    gtec = etats.preparer(donnees, "gtec", zone="ancenis")
    assert gtec.titre.endswith("2 engagées et 3 à initier")
    assert gtec.etats["ancenis"].classe == 2
    assert [ligne[2] for ligne in gtec.historique[1]] == ["conduite", "engagée"]
    assert lire_etats.gtecs(donnees)["ancenis"].etat == "engagée"


def test_the_file_of_states_keeps_codes_and_the_map_says_that_the_document_is_not_approved(vierge):
    v = etats.preparer(vierge, "gtec")
    lignes = etats.csv("gtec", v).decode("utf-8-sig").splitlines()
    assert lignes[0].startswith("code_zone;état;territoire")
    assert lignes[1].startswith("ancenis;conduite;Ancenis")
    assert [mots for mots, _ in v.badges] == ["Document de travail – non validé", "Découpage de travail"]
    assert "27 août 2013" in v.source
    assert "IGN" in v.source


# ---------------------------------------------------------------- composed territory


def test_a_composed_territory_says_what_can_be_computed(vierge):
    t = libre.composer("<b>Mon pays</b>", [*libre.communes_epci("244400552"), "44109"])
    chiffres = chiffres_libres(Memoire(vierge), t)
    v = compose.preparer(t, chiffres)
    assert f"2\u00a0indicateurs sur {len(INDICATEURS)} s’y calculent" in v.titre
    assert dict(compose.faits(t))["D’un seul tenant"] == "non, 2 morceaux"
    assert dict(compose.faits(t))["Autres communes"] == "Nantes"
    assert all(ligne[5] != "—" for ligne in compose.table(t, chiffres).lignes if ligne[0] == "n.d.")
    fichier = compose.csv(t, chiffres, libre.coder(t)).decode("utf-8-sig")
    assert len(fichier.splitlines()) == 1 + len(INDICATEURS)
    relue = libre.lire_codes(compose.csv_communes(t).decode("utf-8-sig"))
    assert set(t.communes) <= set(relue.communes)
    assert "<img" not in compose.faits_html((("Autres communes", "<img src=x>"),))


def test_states_of_the_map_that_takes_zones():
    t = libre.composer("a", [*libre.communes_epci("244400552"), "44109"])
    etats = compose.etats(t, "epci")
    assert (etats["244400552"].classe, etats["244400404"].classe, etats["200083392"].classe) == (3, 2, 1)
    assert compose.prises(t, "epci") == ["244400552"]
    assert compose.etats(None, "commune")["44109"].classe == 1
    assert compose.prises(None, "commune") == []


def test_an_invented_figure_cites_no_producer(demonstration):
    t = libre.composer("a", libre.communes_epci("244400552"))
    chiffres = chiffres_libres(Memoire(demonstration), t)
    v = compose.preparer(t, chiffres)
    assert "France Travail" not in v.source
    assert "Données de démonstration" in v.source
    assert v.badges == (("Données de démonstration", "demo"),)
    fichier = compose.csv(t, chiffres, "").decode("utf-8-sig")
    invente = next(ligne for ligne in fichier.splitlines() if "Taux de chômage" in ligne)
    assert "Insee" not in invente
    assert "démonstration" in invente
    lu = loupe.vrais(sujets.de_zone("spo", "laval"), lambda c, z: tableau.calculer(demonstration, c, z))
    assert "France Travail" not in lu.source


# ---------------------------------------------------------------- where a state comes from


def test_a_state_leads_to_the_document_or_to_the_file_that_brought_it(vierge, tmp_path):
    empreintes = []
    for zone, sites in (("laval", 3), ("cholet", 4)):
        (tmp_path / zone).mkdir()
        recevoir(vierge, tmp_path / zone, "labellisation", {"etats": [(zone, {"sites_nb": sites, **DU})]})
        empreintes.append(hashlib.sha256((tmp_path / zone / "labellisation.xlsx").read_bytes()).hexdigest())
    un, deux = empreintes
    v = etats.preparer(vierge, "spo")
    suivis = documents.chiffres_etats(vierge, "spo", v)
    assert list(suivis) == [documents.TOUS, *(ligne[1] for ligne in v.lignes)]
    laval, cholet, ancenis, segre = (suivis[n]() for n in ("Laval", "Cholet", "Ancenis", "Segré"))
    assert un in laval.html
    assert deux not in laval.html
    assert deux in cholet.html
    assert [ligne[2] for ligne in laval.lignes] == [f"3{INSEC}sites"]
    assert "<dt>Document</dt>" not in laval.html
    assert "tel que la convention l’écrit" in ancenis.html
    assert hashlib.sha256(lire_etats.ATTESTES.read_bytes()).hexdigest() in ancenis.html
    assert "ne veut pas dire" in segre.html
    assert (list(segre.lignes), segre.legende) == ([], "")


def test_a_state_whose_file_was_pruned_says_so(vierge, tmp_path):
    for zone, etat in (("ancenis", "conduite"), ("sud-sarthe", "engagée")):
        recevoir(vierge, tmp_path, "gtec", {"etats": [(zone, {"etat": etat, "date": "2015", **DU})]})
    premiere = vierge.officiel.versions("gtec")[-1]
    shutil.rmtree(vierge.officiel.racine / "gtec" / premiere.identifiant)
    v = etats.preparer(vierge, "gtec")
    assert "n’est plus parmi les versions gardées" in documents.chiffres_etats(vierge, "gtec", v)["Ancenis"]().html


@pytest.mark.parametrize("zonage", ["spo", "zef", "gtec"])
def test_the_count_of_states_adds_up_to_the_territories_of_the_map(vierge, zonage):
    v = etats.preparer(vierge, zonage)
    calcul = documents.chiffres_etats(vierge, zonage, v)[documents.TOUS]().html
    termes, total = re.search(r"compte une fois\s:\s(.+) = (\d+)\s", calcul).groups()
    assert sum(int(n) for n in re.findall(r"(\d+)\s«", termes)) == int(total) == len(v.lignes)

"""The map page on demonstration figures: keyboard, links, Back, slider, CSV, meeting room."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

BASSINS = 26
TITRE = ".obs-titre h1"


@pytest.fixture
def carte(page, application, attendre):
    """`carte(query)` opens the page on `feuille` and waits for its map."""

    def ouvrir(demande="", feuille=page, zones=BASSINS):
        feuille.goto(f"{application}/carte?{demande}")
        attendre(feuille)
        expect(feuille.locator("svg.carte [data-code]")).to_have_count(zones)
        return feuille

    return ouvrir


def forme(page, code):
    return page.locator(f"svg.carte [data-code='{code}']")


def liste(page, etiquette):
    return page.get_by_role("combobox", name=etiquette)


def adresse(page) -> dict[str, str]:
    return {cle: v[-1] for cle, v in parse_qs(urlsplit(page.url).query).items()}


def attend_adresse(page, **choix) -> None:
    """Waits until the address holds the choices."""
    page.wait_for_url(lambda url: choix.items() <= {c: v[-1] for c, v in parse_qs(urlsplit(url).query).items()}.items())


def choix_montres(page, territoire: str) -> None:
    """The same territory in the finding, the list, and the row of the table."""
    expect(liste(page, "Territoire")).to_have_value(territoire)
    expect(page.locator("tr.sel th")).to_have_text(territoire)


def test_keyboard_alone_chooses_a_zone_and_everything_follows(carte):
    page = carte()
    page.locator("svg.carte [data-code][tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**zone=bassin**")
    code = adresse(page)["zone"].removeprefix("bassin:")
    nom = re.split(r"\s:", forme(page, code).get_attribute("aria-label"))[0]
    expect(forme(page, code)).to_have_attribute("aria-pressed", "true")
    choix_montres(page, nom)
    expect(page.locator(TITRE)).to_contain_text(nom)
    expect(page.locator(".st-key-pied-carte")).to_contain_text(nom)


def test_back_and_forward_restore_the_choices_and_one_press_leaves_a_page(carte, attendre):
    page = carte()
    forme(page, "5221").click()
    attend_adresse(page, zone="bassin:5221")
    choix_montres(page, "Ancenis")
    forme(page, "5208").click()
    attend_adresse(page, zone="bassin:5208")
    choix_montres(page, "Le Mans")
    page.go_back()
    attend_adresse(page, zone="bassin:5221")
    choix_montres(page, "Ancenis")
    expect(forme(page, "5221")).to_have_attribute("aria-pressed", "true")
    page.go_forward()
    attend_adresse(page, zone="bassin:5208")
    choix_montres(page, "Le Mans")
    page.get_by_test_id("stTopNavLink").filter(has_text="Tendances").click()
    page.wait_for_url("**/tendances?*")
    attendre(page)
    page.go_back()
    page.wait_for_url("**/carte?*")
    attend_adresse(page, zone="bassin:5208")
    choix_montres(page, "Le Mans")


def test_a_deep_link_restores_every_choice(carte):
    demande = "indicateur=taux_chomage&zonage=departement&zone=departement:72&periode=2022-T3&vue=ecart"
    page = carte(demande, zones=5)
    assert adresse(page).items() >= dict(p.split("=") for p in demande.split("&")).items()
    expect(liste(page, "Indicateur")).to_have_value("Taux de chômage localisé")
    expect(liste(page, "Découpage")).to_have_value("Départements (5)")
    expect(liste(page, "Période")).to_have_value("3ᵉ trimestre 2022")
    choix_montres(page, "Sarthe")
    expect(page.get_by_role("slider", name="Période")).to_have_attribute("aria-valuetext", "3ᵉ trimestre 2022")
    expect(page.get_by_role("radio", name="Écart à la région")).to_be_checked()
    expect(page.locator(".obs-sous-titre").first).to_contain_text("3ᵉ trimestre 2022, écart à la région, en points")


def test_a_zone_is_shown_everywhere_and_the_slider_tells_the_page_when_it_is_released(carte):
    page = carte("zone=bassin:5208")
    expect(forme(page, "5208")).to_have_attribute("aria-pressed", "true")
    choix_montres(page, "Le Mans")
    expect(page.locator(TITRE)).to_contain_text("Au Mans, ")
    titre = page.locator(TITRE).inner_text()
    page.get_by_role("slider", name="Période").focus()
    page.keyboard.press("ArrowLeft")
    attend_adresse(page, periode="2023", zone="bassin:5208")
    expect(liste(page, "Période")).to_have_value("2023")
    expect(page.locator(TITRE)).not_to_have_text(titre)
    expect(page.locator(".st-key-pied-carte")).to_contain_text("Au Mans, en 2023,")


# What is repainted, and what was sent to the server, before anything else than the click runs.
CLIC_JS = """e => {
  const ombres = [...document.querySelectorAll('*')].map(h => h.shadowRoot).filter(Boolean);
  const formes = ombres.flatMap(o => [...o.querySelectorAll('[data-code]')]);
  const couleurs = () => formes.map(f => f.style.fill).join();
  const tete = () => [".obs-titre h1", ".obs-sous-titre"].map(ou => document.querySelector(ou).textContent);
  const [avant, envoyes] = [couleurs(), window.envois];
  e.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  return { repeinte: couleurs() !== avant, envois: window.envois - envoyes, tete: tete() };
}"""
ENVOIS_JS = """window.envois = 0; const envoyer = WebSocket.prototype.send;
WebSocket.prototype.send = function (...a) { window.envois += 1; return envoyer.apply(this, a); };"""


# A rate without a published error: the only kind whose gap with the region is drawn.
TAUX = "indicateur=taux_chomage&zonage=departement"


def test_the_gap_is_painted_without_the_server_and_words_and_address_follow(carte, nouvelle_page):
    page = nouvelle_page()
    page.add_init_script(ENVOIS_JS)
    carte(f"{TAUX}&zone=departement:72", feuille=page, zones=5)
    niveau, ecart = (page.get_by_role("radio", name=nom, exact=True) for nom in ("Niveau", "Écart à la région"))
    expect(niveau).to_be_checked()
    page.keyboard.press("Shift")  # a choice is one of history once the reader has touched the page
    sous_titre = page.locator(".obs-sous-titre").first
    peint = ecart.evaluate(CLIC_JS)
    assert (peint["repeinte"], peint["envois"]) == (True, 0)
    assert peint["tete"][1].endswith("écart à la région, en points")
    expect(sous_titre).to_contain_text("écart à la région, en points")
    attend_adresse(page, vue="ecart", zone="departement:72")
    assert page.evaluate("window.envois") > 0
    expect(page.locator("svg.carte")).to_have_attribute("aria-label", re.compile("écart à la région"))
    page.go_back()
    expect(niveau).to_be_checked()
    expect(sous_titre).not_to_contain_text("écart à la région")
    expect(page.locator(".phrase b")).to_contain_text("%")
    page.go_forward()
    expect(ecart).to_be_checked()
    expect(page.locator(".phrase b")).to_contain_text("points")


def test_the_head_of_the_page_follows_a_zone_before_the_server_and_says_what_it_will_say(carte, nouvelle_page):
    page = nouvelle_page()
    page.add_init_script(ENVOIS_JS)
    carte(feuille=page)
    peint = forme(page, "5208").evaluate(CLIC_JS)
    assert peint["envois"] == 0
    assert peint["tete"][0].startswith("Au Mans, ")
    expect(page.locator(".st-key-pied-carte")).to_contain_text("Au Mans, ")
    assert page.locator(TITRE).inner_text() == peint["tete"][0]
    attend_adresse(page, zone="bassin:5208")
    page.reload()
    expect(page.locator(TITRE)).to_have_text(peint["tete"][0])
    assert page.locator(".obs-sous-titre").first.inner_text() == peint["tete"][1]


def test_a_change_of_view_by_keyboard_leaves_focus_folds_scroll_and_typing_alone(carte):
    page = carte(TAUX, zones=5)
    page.get_by_text("D’où vient ce chiffre").click()
    formule = page.get_by_role("button", name="Télécharger les lignes utilisées (CSV)")
    expect(formule).to_be_visible()
    page.locator('[data-testid="stMain"]').evaluate("e => { e.scrollTop = 40 }")
    page.get_by_role("radio", name="Niveau", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Écart à la région")).to_be_checked()
    attend_adresse(page, vue="ecart")
    expect(page.get_by_role("radio", name="Écart à la région")).to_be_focused()
    expect(formule).to_be_visible()
    assert page.locator('[data-testid="stMain"]').evaluate("e => e.scrollTop") == 40
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Sar")
    attend_adresse(page, vue="niveau")
    expect(page.locator(".obs-sous-titre").first).not_to_contain_text("écart")
    expect(liste(page, "Territoire")).to_be_focused()
    expect(liste(page, "Territoire")).to_have_value("Sar")


def test_states_cross_the_network_once_for_every_period_zone_and_view(carte, nouvelle_page):
    page = nouvelle_page()
    demandes = []
    page.on("request", lambda requete: "/statique/dessins/" in requete.url and demandes.append(requete.url))
    carte(TAUX, feuille=page, zones=5)
    page.get_by_role("radio", name="Écart à la région").click()
    attend_adresse(page, vue="ecart")
    forme(page, "72").click()
    attend_adresse(page, zone="departement:72")
    page.get_by_role("slider", name="Période").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**periode=*")
    assert len(demandes) == 1


def test_another_zoning_is_outlined_and_the_overlap_said(carte):
    page = carte("zone=spo:chateaubriant&zonage=spo")
    expect(page.locator(TITRE)).to_contain_text("Le territoire SPO de Châteaubriant recoupe")
    expect(page.locator(".st-key-pied-carte")).to_contain_text("Aucune valeur n’est estimée pour le territoire SPO")


def test_the_table_and_its_csv_hold_what_the_map_shows(carte):
    page = carte("periode=2023")
    with page.expect_download() as recu:
        page.get_by_role("button", name="Télécharger le tableau (CSV)").click()
    assert recu.value.suggested_filename == "bmo_part_difficiles_estimee_bassin.csv"
    octets = Path(recu.value.path()).read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    lignes = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert all(ligne["mention"].startswith("Données de démonstration") for ligne in lignes)
    ecrites = {r["libelle_zone"]: r for r in lignes if r["periode"] == "2023"}
    montrees = page.locator(".st-key-bloc-tableau tbody tr").evaluate_all(
        "trs => trs.map(tr => [tr.querySelector('th').innerText, tr.children[3].innerText])"
    )
    assert len(montrees) == BASSINS
    for territoire, valeur in montrees:
        exacte = ecrites[territoire]["valeur"]
        assert (exacte == "") is (valeur in ("s", "n.d.", "///"))
        if exacte:
            dite = valeur.removeprefix("près de ").removesuffix("%").strip().replace(",", ".")
            assert abs(float(exacte.replace(",", ".")) - float(dite)) <= 0.5


def test_a_phone_shows_the_map_first_and_unfolds_the_lists_by_keyboard(carte, nouvelle_page):
    page = carte(feuille=nouvelle_page(viewport={"width": 390, "height": 844}))
    dessin = page.locator("svg.carte").bounding_box()
    assert dessin["y"] + dessin["height"] <= 844
    liste = page.get_by_role("combobox", name="Découpage")
    expect(liste).to_be_hidden()
    bascule = page.locator("[class*=st-key-deplier-]").get_by_role("switch").first
    bascule.focus()
    page.keyboard.press("Space")
    expect(liste).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(liste).to_be_visible()
    expect(bascule).to_be_hidden()


def test_a_phone_says_what_a_list_has_to_say_without_unfolding_it(carte, nouvelle_page):
    page = carte("periode=2001", feuille=nouvelle_page(viewport={"width": 390, "height": 844}))
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_contain_text("2001")
    expect(liste(page, "Période")).to_be_hidden()
    assert page.locator(TITRE).bounding_box()["y"] <= 300

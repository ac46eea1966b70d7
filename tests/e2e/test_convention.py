"""The convention in a real browser: its cockpit; its reserved screen, 24 measures from two signatories to the site."""

import io
import json
import shutil
import time
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data_loaders.contracts.convention import mesures
from data_loaders.convention import cadre
from data_loaders.sources import convention
from pages.figures.convention import saisie
from tests.e2e import gestes, regles
from tests.e2e.conftest import DEPOT, port_libre, secrets
from tests.e2e.gestes import TELEPHONE

SUIVI = "convention?rubrique=suivi&au=2015-06-30"
TABLE = ".st-key-bloc-convention-suivi .obs-tableau"


def test_each_shape_is_read_aloud_and_another_day_is_chosen(ouvrir):
    page = ouvrir(SUIVI)
    expect(page.locator(f"{TABLE} tbody tr").first).to_contain_text("2013 : en retard")
    titre = page.locator("h1").inner_text()
    page.get_by_label("État au").fill("2013-12-31")
    page.get_by_label("État au").blur()
    page.wait_for_url("**au=2013-12-31**")
    expect(page.locator("h1")).not_to_have_text(titre)


def test_a_phone_scrolls_the_table(ouvrir):
    page = ouvrir(SUIVI, TELEPHONE)
    assert page.eval_on_selector(TABLE, "t => t.scrollWidth > t.clientWidth")
    assert page.eval_on_selector(".obs-grille", "t => t.getBoundingClientRect().right <= 390")


@pytest.mark.parametrize("suite", ["&chiffre=enquete_bmo", "#chiffre-enquete_bmo"])
def test_a_figure_that_the_address_names_is_brought_in_sight(ouvrir, suite):
    page = ouvrir(f"convention?rubrique=dispositifs&fiche=observation{suite}", TELEPHONE)
    chiffre = page.locator("#chiffre-enquete_bmo.obs-vise")
    expect(chiffre).to_contain_text("l’enquête 2011 sur les besoins en main d’œuvre (BMO)")
    expect(chiffre).to_be_in_viewport()
    expect(page.locator("#chiffre-axes_observatoire.obs-vise")).to_have_count(0)


SECRET = "un secret d'essai assez long"
ANNEE = "2014"
NOMS = {"region": "Agente d’essai", "france_travail": "Agent d’essai"}


@pytest.fixture(scope="module")
def racine(racine_demo, tmp_path_factory) -> Path:
    return Path(shutil.copytree(racine_demo, tmp_path_factory.mktemp("convention") / "donnees"))


@pytest.fixture(scope="module")
def public(lancer, racine) -> str:
    return lancer(DEPOT / "dashboard.py", racine)


@pytest.fixture(scope="module")
def reserve(lancer, racine, tmp_path_factory) -> str:
    """Address of the reserved process: the same data root, and a provider that it never has to ask."""
    dossier = tmp_path_factory.mktemp("reserve")
    port = port_libre()
    (dossier / "reglages.toml").write_text('[acces_pro]\nrevendication = "role"\n', "utf-8")
    env = {"OBSERVATOIRE_RESERVE": str(dossier / "racine"), "OBSERVATOIRE_REGLAGES": str(dossier / "reglages.toml")}
    options = secrets(dossier, f"http://127.0.0.1:{port}", "http://127.0.0.1:9", SECRET)
    return lancer(DEPOT / "dashboard.py", racine, port=port, options=options, env=env)


@pytest.fixture
def agent(reserve, contexte):
    """`agent(role)`: a page of the reserved process where somebody of this role is signed in; `page.aller(choices)`.

    Their session lasts an hour, or `duree` seconds.
    """
    ouverts = []

    def ouvrir(role: str, duree: int = 3600):
        maintenant = int(time.time())
        dites = {"iss": "https://fournisseur.exemple", "sub": role, "email": f"{role}@essai.exemple", "role": role}
        dites |= {"name": NOMS.get(role, "Témoin d’essai"), "iat": maintenant, "exp": maintenant + duree, "nonce": "n"}
        dites |= {"aud": "observatoire", "is_logged_in": True, "origin": reserve, "provider": "default"}
        temoin = create_signed_value(SECRET, USER_COOKIE_NAME, json.dumps(dites)).decode()
        ouverts.append(contexte.browser.new_context(viewport={"width": 1280, "height": 720}))
        ouverts[-1].add_cookies([{"name": USER_COOKIE_NAME, "value": temoin, "url": reserve}])
        page = ouverts[-1].new_page()
        page.set_default_timeout(20_000)

        page.aller = lambda suite: gestes.aller(page, f"{reserve}/saisie?{suite}")
        return page

    yield ouvrir
    for ouvert in ouverts:
        ouvert.close()


def valeur_de(code: str) -> int:
    """An invented value, its own for each measure, over the threshold of secrecy."""
    return 40 + list(mesures()).index(code)


def lignes_de(partie: str) -> list:
    return convention.lignes(partie, ANNEE, cadre.defaut())


def champ(page, ligne):
    return page.get_by_role("textbox", name=saisie.champ(ligne, None)[0], exact=True)


def attendre_garde(page, ligne, valeur: str) -> None:
    """The server keeps this value of a field, soon or at once: another page of its author shows it."""
    for _ in range(10):
        page.wait_for_timeout(1_000)  # opening the page is dearer than waiting
        page.aller("moyen=formulaire")
        if champ(page, ligne).input_value():
            break
    expect(champ(page, ligne)).to_have_value(valeur)


def saisir(page, lignes: list) -> None:
    """These lines of the form of a party, then their examination."""
    page.aller(f"annee_saisie={ANNEE}")
    for ligne in lignes:
        champ(page, ligne).fill(str(valeur_de(ligne[0].code)))
    # The last field is not left yet: the click takes it along.
    page.get_by_role("button", name="Examiner avant d’envoyer").click()
    expect(page.locator(".st-key-bloc-examen .obs-tableau tbody tr")).to_have_count(len(lignes))


def accorder(page, reference: str, bouton: str) -> None:
    gestes.attendre(page)  # what was said is said before the form of the former step leaves
    page.get_by_role("textbox", name="Référence" if "Approuver" in bouton else "Où").fill(reference)
    page.get_by_role("checkbox", name="J’ai lu").check(force=True)
    page.get_by_role("button", name=bouton).dblclick()


@pytest.mark.long
def test_24_measures_by_form_approved_by_both_then_on_the_public_site(agent, public, page):
    gestes.aller(page, f"{public}/convention?rubrique=suivi")
    expect(page.locator("h1")).to_contain_text("Aucune mesure de l’annexe n’a été transmise")
    page.goto(f"{public}/saisie")
    expect(page.locator("h1")).to_have_text("Aucun écran n’est à cette adresse")

    pages = {partie: agent(partie) for partie in NOMS}
    saisies = {partie: lignes_de(partie) for partie in pages}
    assert sum(len({m.code for m, _ in lignes}) for lignes in saisies.values()) == len(mesures()) == 24
    for partie, ici in pages.items():
        saisir(ici, saisies[partie])
        ici.get_by_role("button", name="Transmettre ces valeurs").dblclick()
        expect(ici.locator("[data-testid=stAlert]")).to_contain_text("valeurs reçues")
    ici.reload()  # nothing is sent again
    gestes.attendre(ici)
    ici.go_back()
    for partie, ici in pages.items():
        ici.aller("etape=approuver")
        expect(ici.locator(".st-key-bloc-accord-valeurs tbody tr")).to_have_count(sum(map(len, saisies.values())))
        accorder(ici, f"compte rendu d’essai, {partie}", "Approuver ces valeurs")
        expect(ici.locator("[data-testid=stAlert]")).to_contain_text("enregistrée")
    accorder(ici, "séance d’essai", "Enregistrer la publication")
    expect(ici.locator("h1")).to_contain_text("Les valeurs de l’annexe sont publiées depuis")

    # Another process, never restarted.
    gestes.aller(page, f"{public}/convention?rubrique=suivi")
    expect(page.locator(".obs-badge", has_text="Publié le")).to_be_visible()
    livre = openpyxl.load_workbook(io.BytesIO(gestes.telecharger(page, "Tableau de suivi (XLSX)")[1]))
    lus = {c for feuille in livre for ligne in feuille.iter_rows(values_only=True) for c in ligne}
    assert {valeur_de(m.code) for lignes in saisies.values() for m, _ in lignes} <= lus
    gestes.aller(page, f"{public}/convention?rubrique=saisie")
    expect(page.locator(".st-key-bloc-envois .obs-tableau").first.locator("tbody tr")).to_have_count(2)  # one a party


@pytest.mark.long
def test_a_workbook_is_refused_cell_by_cell_then_taken(agent, tmp_path):
    page = agent("region")
    page.aller("annee_saisie=2016&moyen=classeur")
    with page.expect_download() as attendu:
        page.get_by_role("button", name="Modèle à remplir").click()
    livre = openpyxl.load_workbook(io.BytesIO(attendu.value.path().read_bytes()))

    def envoyer(nom: str, **cellules):
        for colonne, valeur in cellules.items():
            livre["Saisie"].cell(2, list(convention.COLONNES).index(colonne) + 1).value = valeur
        livre.save(tmp_path / nom)
        gestes.attendre(page)
        page.set_input_files("input[type=file]", tmp_path / nom)

    envoyer("autre.xlsx", value=90, partie="France Travail")
    expect(page.locator(".st-key-bloc-refus")).to_contain_text("feuille Saisie, ligne 2")
    expect(page.locator(".st-key-bloc-refus")).to_contain_text("ligne de l’autre signataire")
    envoyer("bon.xlsx", partie="Région", commentaire="Essai")
    page.get_by_role("button", name="Transmettre ces valeurs").click()
    expect(page.locator("[data-testid=stAlert]").first).to_contain_text("1 valeur reçue de la Région")


@pytest.mark.long
def test_a_file_too_heavy_says_why_in_sight_and_in_french(agent, tmp_path):
    page = agent("region")
    page.aller("moyen=classeur")
    (tmp_path / "lourd.xlsx").write_bytes(bytes(3 * 1024 * 1024))
    page.set_input_files("input[type=file]", tmp_path / "lourd.xlsx")
    alerte = page.locator("[data-testid=stFileChip] [role=alert]")
    expect(alerte).to_have_text("Refusé. Fichier de 2\u00a0Mo au plus.")
    assert alerte.bounding_box()["width"] > 100
    expect(page.locator("[data-testid=stFileChip]")).not_to_contain_text("MB")


@pytest.mark.long
def test_near_its_end_a_session_says_so_and_keeps_what_is_typed_in_a_field_not_left(agent):
    page, ligne = agent("france_travail", duree=90), lignes_de("france_travail")[-1]
    page.aller("moyen=formulaire")
    avis = page.get_by_role("alert").filter(has_text="Votre session prend fin à")
    expect(avis).to_be_visible()
    champ(page, ligne).press_sequentially("77")
    autre = agent("france_travail")
    attendre_garde(autre, ligne, "77")  # the field is looked at now and then
    assert autre.locator("#obs-fin").count() == 0
    expect(champ(page, ligne)).to_be_focused()
    page.keyboard.type("8")
    expect(champ(page, ligne)).to_have_value("778")


@pytest.mark.long
def test_what_is_typed_outlives_a_line_that_is_cut_and_the_field_has_the_focus_again(agent):
    page, ligne, lignes = agent("region"), lignes_de("region")[0], []
    page.route_web_socket("**/_stcore/stream", lambda prise: lignes.append((prise, prise.connect_to_server())))
    page.aller("moyen=formulaire")
    champ(page, ligne).press_sequentially("41")
    avis = page.get_by_role("alert").filter(has_text="La connexion est coupée")
    for bout in lignes.pop():
        bout.close(code=1011)
    expect(avis).to_be_attached()
    expect(avis).to_have_count(0)
    expect(champ(page, ligne)).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    autre = agent("region")
    attendre_garde(autre, ligne, "417")


@pytest.mark.long
def test_from_a_form_every_screen_is_opened_as_a_document_by_the_menu_by_a_link_and_by_the_search(agent, reserve):
    page = agent("region")
    document = page.locator("#obs-document h1")
    for lien in (page.locator(".obs-nav a", has_text="Carte"), page.locator("a", has_text="Aide et glossaire")):
        page.aller("moyen=formulaire")
        expect(page.locator(".obs-nav [aria-current]")).to_have_text("Saisie")
        lien.click()
        expect(document).to_be_visible()
    page.aller("moyen=formulaire")
    page.locator(".obs-recherche-bouton").click()
    page.keyboard.type("chômage laval")
    page.get_by_role("option", name="Laval").first.click()
    expect(document).to_contain_text("Laval")
    page.locator(".obs-nav a", has_text="Saisie").click()
    expect(page.locator(".st-key-bloc-formulaire")).to_be_visible()
    page.goto(f"{reserve}/inconnue")
    expect(page.locator("h1")).to_have_text("Aucun écran n’est à cette adresse")


@pytest.mark.long
def test_a_list_of_many_choices_speaks_french_keeps_to_its_maximum_and_is_marked(agent, reserve):
    page = agent("region")
    page.goto(reserve)
    liste = page.get_by_role("combobox", name="Indicateurs (8 au plus)")
    liste.focus()
    marque = liste.locator("xpath=ancestor::*[@role='group'][1]")
    expect(marque).to_have_css("outline", "rgb(190, 59, 8) solid 3px")
    for frappe in ("", "zzzz", "e"):
        liste.press("ArrowDown")
        page.keyboard.type(frappe)
        page.locator("[role=listbox]:visible").first.wait_for()
        assert regles.mots_anglais(page) == []
        if frappe == "e":
            page.get_by_role("option", name="résultats, dans la limite permise").click()
            expect(page.locator("[data-tag]")).to_have_count(8)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    assert regles.mots_anglais(page) == []


@pytest.mark.long
def test_all_in_the_reserved_screens_is_named_and_in_order(agent, reserve):
    page, trouvees = agent("region"), {}

    def relever(etat: str, montre: str) -> None:
        page.locator(montre).wait_for()
        trouvees[etat] = regles.fautes_de_l_arbre(page)

    page.aller("moyen=formulaire")
    relever("form", ".st-key-bloc-formulaire")
    premiere, seconde = lignes_de("region")[:2]
    champ(page, premiere).fill("beaucoup")
    champ(page, seconde).fill("52")
    page.get_by_role("button", name="Examiner avant d’envoyer").click()
    relever("form refused", ".st-key-bloc-refus")
    champ(page, premiere).fill("51")
    page.get_by_role("button", name="Examiner avant d’envoyer").click()
    relever("examination", ".st-key-bloc-examen")
    for motif in page.get_by_role("textbox", name="Pourquoi ces valeurs sont justes").all():
        motif.fill("Essai")
    page.locator(".st-key-recevoir button").click()
    relever("received", "[data-testid=stAlertContentSuccess]")
    page.aller("moyen=classeur")
    relever("workbook", ".st-key-bloc-depot")
    page.aller("etape=approuver")
    page.get_by_role("button", name="Approuver ces valeurs").click()
    relever("approval refused", "[data-testid=stAlertContentError]")
    gestes.aller(page, f"{reserve}/acces_pro")
    page.get_by_label("Nom de l’extrait").fill("Essai")
    page.get_by_role("button", name="Enregistrer l’extrait").click()
    relever("extracts", ".st-key-bloc-extraits table")
    page = agent("exploitant")
    page.aller("etape=transmettre")
    relever("witness", ".st-key-bloc-envois")
    page.goto(f"{reserve}/acces_pro")
    relever("register", ".st-key-bloc-registre table")
    assert {etat: liste for etat, liste in trouvees.items() if liste} == {}

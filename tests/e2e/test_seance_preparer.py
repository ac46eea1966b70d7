"""A meeting prepared in a real browser: from a ready-made agenda, by keyboard alone, kept, saved, opened again."""

import json
import re

import pytest
from playwright.sync_api import expect

from pages.figures.diapos import agendas
from pages.figures.seance.modeles import FORMAT
from tests.e2e.gestes import TELEPHONE, aller, attendre

VUES = 10  # of the ready-made agenda of a comité de concertation, in Cholet
LIGNES = "ol > li"
DIFFICILES = "d’embauches difficiles\u202f; "
VUE = {"adresse": "/carte?zonage=departement&lieu=departement:72", "cle": "bloc-principale", "dit": "", "minutes": 4}


@pytest.fixture
def ouvrir(application):
    def ouvrir(page, adresse="seance"):
        aller(page, f"{application}/{adresse}").wait_for_selector(".pretes li")
        return page

    return ouvrir


def messages(page) -> list[str]:
    return page.locator(f"{LIGNES} .titre b").all_inner_texts()


def poser(page, *vues, titre="Essai"):
    """The page, opened again on an agenda that its browser kept."""
    ordre = {"format": FORMAT, "titre": titre, "vues": [{"message": "", **v} for v in vues], "instantane": ""}
    page.evaluate("texte => localStorage.setItem('obs-seance', texte)", json.dumps(ordre))
    page.reload()


def fichier(contenu: str) -> dict:
    return {"name": "seance.json", "mimeType": "application/json", "buffer": contenu.encode()}


def test_a_meeting_is_prepared_by_keyboard_alone_kept_saved_and_opened(page, ouvrir, axe):
    ouvrir(page, "seance?lieu=zef:cholet")
    expect(page.locator("h1:visible")).to_have_text("Préparer une séance")
    choix = page.get_by_label("Zone Emploi Formation")
    expect(choix).to_have_value("zef:cholet")  # the place last looked at
    choix.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(LIGNES)).to_have_count(VUES)
    expect(page.locator("h1:visible")).to_have_text("Comité de concertation, ZEF de Cholet")
    expect(page.locator(".etat")).to_contain_text(
        re.compile(rf"{VUES}\s.*toutes tiennent sur un écran"), timeout=120_000
    )
    # What the room will see is the slide itself, small.
    expect(page.frame_locator(".mini iframe").locator("h1")).to_contain_text("Cholet")
    expect(page.locator(".absentes summary")).to_contain_text("Non proposées ici")
    assert axe(page, resultTypes=["violations"], runOnly=["wcag2a", "wcag2aa"]) == []
    avant = messages(page)

    # The first view goes down by two, and each move is said.
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("status").filter(has_text="déplacée")).to_have_text(f"Vue déplacée : 3 sur {VUES}")
    assert messages(page) == [*avant[1:3], avant[0], *avant[3:]]

    # Shortened: a word leaves, a number cannot.
    page.keyboard.press("ArrowDown")
    (carte,) = [m for m in avant if DIFFICILES in m]
    ici = page.locator(f"{LIGNES}.s")
    page.locator(f"{LIGNES} .titre", has_text=DIFFICILES).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Bassin de Cholet, d’embauches difficiles")
    page.keyboard.press("Enter")
    expect(ici.get_by_role("alert")).to_contain_text("ne peut pas être retiré")
    page.keyboard.press("Control+a")
    court = carte.replace("d’embauches ", "")
    page.keyboard.type(court)
    page.reload()  # what is being typed is kept too
    page.wait_for_selector(".pretes li")
    expect(ici.locator("textarea")).to_have_value(court)
    ici.locator("textarea").press("Enter")
    expect(ici.locator(".titre b")).to_have_text(court)

    # The title of the meeting: Enter keeps it and leaves the field, Escape gives it back.
    page.get_by_role("button", name="Renommer").first.press("Enter")
    page.get_by_label("Titre de la séance").fill("Comité de Cholet")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titre de la séance")).to_have_count(0)
    expect(page.locator("h1:visible")).to_have_text("Comité de Cholet")
    page.keyboard.press("Enter")
    page.get_by_label("Titre de la séance").fill("Autre")
    page.keyboard.press("Escape")
    expect(page.locator("h1:visible")).to_have_text("Comité de Cholet")

    # What is pressed is removed, and says it; then undone.
    retiree = page.locator(f"{LIGNES} .titre b").nth(2).inner_text()
    page.locator(f"{LIGNES} .titre").nth(2).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Retirer : {retiree}").press("Enter")
    expect(page.locator(LIGNES)).to_have_count(VUES - 1)
    assert retiree not in messages(page)
    expect(page.locator(f"{LIGNES} .titre").nth(2)).to_be_focused()
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator(LIGNES)).to_have_count(VUES)

    # A view is searched, and comes below the selected one.
    champ = page.get_by_label("Ajouter une vue")
    rang = page.locator(LIGNES).evaluate_all("lignes => lignes.findIndex(li => li.classList.contains('s'))")
    champ.fill("population vendée")
    champ.press("Enter")
    expect(page.locator(LIGNES)).to_have_count(VUES + 1)
    expect(page.locator(LIGNES).nth(rang + 1)).to_contain_text("Population")

    attendus = messages(page)
    with page.expect_download() as enregistre:
        page.get_by_role("button", name="Enregistrer le fichier").press("Enter")
    assert enregistre.value.suggested_filename == "seance-comite-de-cholet.json"
    contenu = enregistre.value.path().read_text("utf-8")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    ouvrir(page)
    expect(page.locator(LIGNES)).to_have_count(0)
    page.locator("input[type=file]").set_input_files(fichier(contenu))
    expect(page.locator(LIGNES)).to_have_count(VUES + 1)
    expect(page.locator(".etat")).to_contain_text("toutes ont leur figure", timeout=120_000)
    assert messages(page) == attendus


def test_a_hostile_file_and_a_broken_link_are_refused_and_the_agenda_stays(page, ouvrir):
    ouvrir(page)
    poser(page, VUE)
    expect(page.locator(LIGNES)).to_have_count(1)
    hostile = {"format": FORMAT, "titre": "<img src=x onerror=alert(1)>" * 9, "vues": []}
    for contenu, dit in (('{"format": "x",\n"vues": [', "Ligne 2"), (json.dumps(hostile), "120 caractères")):
        page.locator("input[type=file]").set_input_files(fichier(contenu))
        avis = page.locator(".avis")
        expect(avis).to_contain_text(dit)
        expect(avis).to_contain_text("L’ordre du jour en place n’a pas changé")
    page.goto("about:blank")
    ouvrir(page, "seance#bm9uLXVuZS1zZWFuY2U")
    expect(page.locator(".avis")).to_contain_text("incomplète ou abîmée")
    expect(page.locator(LIGNES)).to_have_count(1)


def test_a_link_brings_an_agenda_after_it_was_asked_about(page, ouvrir, application):
    ouvrir(page)
    poser(page, VUE, VUE | {"adresse": "/tendances", "cle": "bloc-tendances"}, titre="Comité de l’été")
    expect(page.locator(".etat")).to_contain_text("toutes ont leur figure", timeout=60_000)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=application)
    page.get_by_role("button", name="Copier l’adresse").click()
    expect(page.locator(".avis")).to_contain_text("Adresse copiée")
    adresse = page.evaluate("navigator.clipboard.readText()")
    assert len(adresse) < 2_000
    poser(page, VUE, titre="Un autre")
    page.goto("about:blank")
    ouvrir(page, adresse.removeprefix(f"{application}/"))
    expect(page.get_by_role("dialog")).to_contain_text("Ses changements ne sont pas enregistrés")
    page.keyboard.press("Escape")
    expect(page.locator("h1:visible")).to_have_text("Un autre")
    page.goto("about:blank")
    ouvrir(page, adresse.removeprefix(f"{application}/"))
    page.get_by_role("button", name="Remplacer", exact=True).click()
    expect(page.locator("h1:visible")).to_have_text("Comité de l’été")
    expect(page.locator(f"{LIGNES} .titre b").first).to_contain_text("Sarthe")  # said by the screen
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("h1:visible")).to_have_text("Un autre")


def test_a_figure_that_changed_and_an_empty_view_are_named(page, ouvrir):
    ouvrir(page)
    dit = "Dans la Sarthe, 99 % des projets de recrutement sont jugés difficiles"
    poser(
        page, VUE | {"dit": dit, "message": "Sarthe, 99 % des projets sont jugés difficiles"}, VUE | {"cle": "absente"}
    )
    expect(page.locator(".etat")).to_contain_text("ne sera pas montrée : 2 · chiffre changé : vue 1", timeout=60_000)
    changee = page.locator(LIGNES).first
    expect(changee.locator(".change")).to_contain_text("Chiffre changé. Avant : « Sarthe, 99 %")
    expect(changee.locator(".titre b")).not_to_contain_text("99 %")
    changee.get_by_role("button", name="Prendre le nouveau titre").click()
    expect(changee.locator(".change")).to_have_count(0)
    expect(page.locator(".etat")).to_contain_text("ne sera pas montrée : 2")
    assert page.locator(".etat").inner_text().count("changé") == 0


def test_rows_stay_under_the_pointer_while_views_are_checked_and_a_wrong_code_is_named(page, ouvrir):
    ouvrir(page)
    fausse = VUE | {"adresse": "/carte?zonage=zef&zone=zef:saint-nazare", "dit": "Part à Saint-Nazaire"}
    vue = VUE | {"adresse": "/tendances", "cle": "bloc-tendances", "dit": "Un titre d’avant, 12 %"}
    en_attente = []
    page.route("**/_seance/vues*", lambda route: en_attente.append(route))
    poser(page, fausse, vue, VUE | {"dit": "Un autre titre d’avant, 13 %"})
    page.wait_for_selector(".pretes li")
    derniere = page.locator(LIGNES).nth(2)
    derniere.hover()
    avant = derniere.bounding_box()
    for route in en_attente:
        route.continue_()
    page.unroute("**/_seance/vues*")
    expect(page.locator(".etat")).to_contain_text("chiffre changé", timeout=60_000)
    assert derniere.bounding_box() == avant
    page.mouse.move(5, 5)
    expect(page.locator(f"{LIGNES} .faute")).to_contain_text("n’existe pas. Proche : Saint-Nazaire")
    expect(page.locator(f"{LIGNES} .change")).to_have_count(2)
    page.get_by_role("button", name="Démarrer la séance").click()
    page.locator(".obs-salle .diapo.vue").wait_for()
    page.keyboard.press("PageDown")
    expect(page.locator(".obs-salle .barre b")).to_have_text(re.compile(r"^1\s/\s2"))  # without the wrong one


def test_each_ready_agenda_is_prepared_and_each_of_its_views_has_its_figure(page, ouvrir):
    """One that asks for no place too: that of the region has no code."""
    ouvrir(page)
    prets = page.locator(".pretes li h3").all_inner_texts()
    assert len(prets) == len(agendas.AGENDAS)
    for nom in prets:
        if page.locator(LIGNES).count():
            page.evaluate("localStorage.removeItem('obs-seance')")
            page.reload()
            page.wait_for_selector(".pretes li")
        modele = page.locator(".pretes li", has=page.get_by_role("heading", name=nom))
        if (champ := modele.locator("input[list]")).count():
            champ.fill("72180")
            champ.press("Tab")
        modele.get_by_role("button", name="Préparer").click()
        expect(page.locator(LIGNES).first, nom).to_be_visible(timeout=30_000)
        expect(page.locator(".etat"), nom).to_contain_text(re.compile("toutes (tiennent|ont)"), timeout=120_000)


def test_a_button_pressed_from_a_note_acts_at_the_first_click_and_the_note_is_kept(page, ouvrir):
    ouvrir(page)
    poser(page, VUE, VUE | {"adresse": "/tendances", "cle": "bloc-tendances"})
    expect(page.locator(".etat")).to_contain_text("toutes ont leur figure", timeout=60_000)
    page.get_by_label("Mes notes sur cette vue").fill("À dire d’abord")
    page.get_by_role("button", name="Descendre").first.click()
    expect(page.locator(f"{LIGNES} [aria-current=true], {LIGNES}[aria-current=true]")).to_have_count(1)
    vues = json.loads(page.evaluate("localStorage.getItem('obs-seance')"))["vues"]
    assert [(v["cle"], v.get("note", "")) for v in vues] == [
        ("bloc-tendances", ""), (VUE["cle"], "À dire d’abord")
    ]  # fmt: skip


def test_a_meeting_opens_on_what_the_former_one_left(page, ouvrir):
    ouvrir(page)
    suite = {"genre": "a_faire", "texte": "Écrire aux CFA", "qui": "Région", "quand": "mai", "etat": ""}
    suite |= {"adresse": VUE["adresse"], "cle": VUE["cle"], "dit": "Dans la Sarthe, 99 % des projets sont difficiles"}
    ordre = {"format": FORMAT, "titre": "Comité", "vues": [VUE], "depuis": "2026-03-12", "suites": [suite]}
    page.locator("input[type=file]").set_input_files(fichier(json.dumps(ordre)))
    page.get_by_label("Où on en est : Écrire aux CFA").fill("fait en juin")
    page.get_by_label("Participants, par fonction").fill("Région, un CFA")
    page.get_by_label("Mes notes sur cette vue").fill("Rappeler le délai")
    page.get_by_label("Lieu de la réunion").fill("Mairie")
    page.wait_for_timeout(700)
    with page.expect_download() as enregistre:
        page.get_by_role("button", name="Enregistrer le fichier").press("Enter")
    garde = json.loads(enregistre.value.path().read_text("utf-8"))
    garde |= {"etat": garde["suites"][0]["etat"]}
    assert [garde[cle] for cle in ("lieu", "presents", "etat")] == ["Mairie", "Région, un CFA", "fait en juin"]
    assert "note" not in garde["vues"][0]
    page.get_by_role("button", name="Démarrer la séance").click()
    salle = page.locator(".obs-salle .diapo.vue")
    expect(salle).to_contain_text("Mairie", timeout=60_000)
    page.keyboard.press("PageDown")
    expect(salle).to_contain_text("Depuis le 12 mars 2026", timeout=60_000)
    expect(salle).to_contain_text("Écrire aux CFA")
    expect(salle).to_contain_text("fait en juin")
    expect(salle).to_contain_text(re.compile(r"99 → [\d,]+\s%"))
    page.keyboard.press("PageDown")
    expect(salle).to_contain_text("Sarthe")


@pytest.mark.long
def test_the_header_counts_the_views_opens_the_page_and_projects(page, application):
    aller(page, f"{application}/carte?lieu=zef:cholet")
    poser(page, VUE, VUE | {"adresse": "/tendances", "cle": "bloc-tendances"})
    attendre(page)
    page.keyboard.press("Alt+p")
    salle = page.locator(".obs-salle")
    expect(salle.locator("h1").first).to_contain_text("Cholet", timeout=60_000)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(salle).to_have_count(0)
    page.get_by_role("link", name="Séance 2", exact=True).click()
    expect(page.locator(LIGNES)).to_have_count(2)
    page.get_by_role("button", name="Comité de concertation d’une ZEF").click()
    expect(page.get_by_label("Zone Emploi Formation")).to_have_value("zef:cholet")
    page.get_by_role("button", name="Emporter").press("Enter")
    for quoi, suffixe in (("Valise", "html"), ("Classeur", "xlsx")):
        with page.expect_download(timeout=60_000) as fichier_fait:
            page.get_by_role("button", name=quoi).press("Enter")
        assert fichier_fait.value.suggested_filename == f"seance-essai.{suffixe}"
        assert fichier_fait.value.path().stat().st_size > 5_000
    page.get_by_role("button", name="Démarrer la séance").click()
    expect(salle.locator(".vue h1")).to_have_text("Essai", timeout=60_000)
    page.keyboard.press("PageDown")
    expect(salle.locator(".vue h1")).to_contain_text("Sarthe")
    expect(salle.get_by_role("status").filter(has_text="Vue 1 sur 2")).to_have_count(1)


def test_two_tabs_share_the_agenda(nouvelle_page, ouvrir):
    une, autre = ouvrir(nouvelle_page()), ouvrir(nouvelle_page())
    poser(une, VUE, VUE | {"minutes": 9})
    autre.reload()
    for page in (une, autre):
        expect(page.locator(LIGNES)).to_have_count(2)
    une.locator(f"{LIGNES} .titre").first.press("Delete")
    expect(autre.locator(LIGNES)).to_have_count(1)
    expect(autre.get_by_label("Minutes de la vue 1")).to_have_value("9")


def test_a_phone_reads_and_reorders(nouvelle_page, ouvrir):
    page = ouvrir(nouvelle_page(TELEPHONE))
    poser(page, VUE, VUE | {"minutes": 9})
    page.locator(f"{LIGNES} .titre").first.click()
    page.get_by_role("button", name="Descendre").click()
    expect(page.get_by_label("Minutes de la vue 1")).to_have_value("9")
    for absent in ("Renommer", "Retirer", "Enregistrer le fichier"):
        expect(page.get_by_role("button", name=re.compile(f"^{absent}"))).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

"""Screens in a real browser: a journey, the météo, « Ma commune », a reader’s own file in Explorer."""

import pytest
from playwright.sync_api import expect

from geo import libre
from tests.e2e.gestes import TELEPHONE, choisi, deplier, presser
from tests.vues import un_sur


def test_a_newcomer_reaches_a_territory_in_one_click(ouvrir):
    page = ouvrir()
    page.locator("svg.carte [data-code=cholet]").click()
    page.wait_for_url("**/territoires?**lieu=spo%3Acholet**")
    expect(page.locator("h1")).to_contain_text("Cholet")


def test_the_choices_follow_from_one_screen_to_the_other(ouvrir):
    page = ouvrir("carte?zone=bassin:5208&zonage=bassin&indicateur=bmo_projets")
    page.get_by_role("link", name="Tendances", exact=True).click()
    page.wait_for_url("**/tendances?**")
    expect(page.locator("h1")).to_contain_text("Mans")
    expect(choisi(page, "Indicateur")).to_have_text("Projets de recrutement")


def test_tables_of_the_data_stack_on_a_phone(ouvrir):
    tableaux = ouvrir("donnees", TELEPHONE).locator(".obs-tableau--empile:visible")
    expect(tableaux.first).to_be_visible()
    assert tableaux.evaluate_all("ts => ts.filter(t => t.scrollWidth > t.clientWidth).map(t => t.ariaLabel)") == []
    suivis = tableaux.page.get_by_role("table", name="Jeux de données suivis")
    expect(suivis.get_by_role("columnheader")).to_have_count(4)


CIELS = """() => [...document.querySelectorAll(".obs-carte img")]
  .filter((i) => i.getClientRects().length).map((i) => i.src)"""


@pytest.fixture
def meteo(ouvrir):
    """`meteo(choices)` opens the screen on a bassin."""
    return lambda suite="", **comment: ouvrir(f"meteo?zone=bassin:5220{suite}", **comment)


def test_switch_changes_skies_and_neither_title_nor_card_before_the_server_answers(meteo):
    page = meteo()
    cartes = page.locator(".obs-carte:visible")
    avant, ciel = cartes.all_inner_texts(), page.evaluate(CIELS)
    assert avant
    assert ciel
    titre = page.inner_text("h1")
    page.route("**/ecran/**", lambda route: None)  # never answered
    page.get_by_text("Je recrute").click()
    expect(page.get_by_label("Je recrute")).to_be_checked()
    assert page.inner_text("h1") == titre  # what is known is the same for who seeks and who recruits
    assert cartes.all_inner_texts() == avant
    assert page.evaluate(CIELS) != ciel
    page.unroute_all()
    presser(meteo(), "Je recrute")
    page.wait_for_url("**point=employeur**")
    page.reload()
    expect(page.get_by_label("Je recrute")).to_be_checked()


def test_link_of_a_card_opens_the_view_of_its_family_without_loading_the_page_again(meteo):
    page = meteo("&niveau=famille")
    page.evaluate("window.gardee = true")
    page.get_by_role("link", name="Ouvriers de la construction").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**metier=famille%3AO**")
    expect(page.locator(".st-key-bloc-meteo h2")).to_contain_text("Ouvriers de la construction")
    # One reads on from the title; « Back » undoes the link alone.
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_be_in_viewport()
    page.go_back()
    page.wait_for_selector(".obs-carte")
    assert page.evaluate("window.gardee")
    assert "onglet=territoire" in page.url


def test_search_by_keyboard_says_that_it_found_nothing_then_opens_the_metier(meteo):
    page = meteo()
    champ = page.get_by_role("combobox", name="Chercher un métier")
    champ.focus()
    page.keyboard.type("zzqqx")
    expect(page.locator("main .obs-recherche-avis").last).to_contain_text("Aucun métier trouvé")
    page.keyboard.press("Enter")
    assert "metier=" not in page.url
    page.keyboard.press("Control+a")
    page.keyboard.type("aide soinante")
    premiere = page.get_by_role("option").and_(page.locator("main .obs-recherche *")).first
    expect(premiere).to_contain_text("Aides-soignants")
    assert champ.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert champ.get_attribute("aria-activedescendant") == premiere.get_attribute("id")
    page.keyboard.press("Escape")
    expect(premiere).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**metier=metier%3AV0X60**")
    expect(page.locator("h1")).to_contain_text("Aides-soignants")
    assert champ.input_value() == ""


def test_board_holds_on_one_sheet(meteo):
    # A4 less its margins of 14 mm, in px of 1/96 inch.
    page = meteo("&niveau=famille", viewport={"width": 688, "height": 1017})
    page.emulate_media(media="print")
    bas = page.eval_on_selector_all(".obs-carte", "ts => ts.map(t => t.getBoundingClientRect().bottom + scrollY)")
    page.emulate_media(media="null")
    assert len(bas) == 8
    assert max(bas) <= 1017


ANCENIS, LAVAL = "244400552", "200083392"


def zone(page, code: str):
    return page.locator(f'[data-code="{code}"]')


def communes(page) -> set[str]:
    texte = page.evaluate("new URLSearchParams(location.search).get('libre') ?? ''")
    return set(libre.decoder(texte).communes) if texte else set()


def test_a_place_is_found_as_one_types_then_another_from_its_line(ouvrir):
    page = ouvrir("territoires")
    expect(page.get_by_role("combobox", name="Votre commune")).to_be_focused()
    page.keyboard.type("st naz")
    expect(page.get_by_role("option").first).to_contain_text("Saint-Nazaire")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Bassin de Saint-Nazaire, 20")
    page.wait_for_url("**lieu=commune%3A44184**")
    deplier(page, "Saint-Nazaire")
    page.get_by_role("combobox", name="Votre commune").fill("arthon en retz")
    expect(page.get_by_role("option").first).to_contain_text("Aujourd’hui Chaumes-en-Retz")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Chaumes-en-Retz")
    expect(page.get_by_role("combobox", name="Votre commune")).to_be_hidden()


@pytest.mark.parametrize(("suite", "code", "adresse", "constat"), un_sur(2, [
    ("", "72180", "lieu=commune%3A72180", "Bassin de Mamers, 20"),
    ("?volet=loupe&zonage=spo&zone=spo:laval&croise=departement", "85", "departement", "département de la Vendée"),
]))  # fmt: skip
def test_a_zone_pressed_on_the_map_opens(ouvrir, suite, code, adresse, constat):
    page = ouvrir(f"territoires{suite}")
    if not suite:
        expect(page.locator(".noms .nom")).to_have_count(11)  # those by which one finds one’s way
    zone(page, code).click(delay=60, force=True)
    page.wait_for_url(f"**{adresse}**")
    expect(page.locator("h1")).to_contain_text(constat)


@pytest.mark.long
def test_zones_are_taken_and_left_on_the_map(ouvrir):
    """Twice on the same zone: the second press is another choice. Then by keyboard."""
    page = ouvrir("territoires?volet=libre")
    laval = zone(page, LAVAL)
    laval.hover()
    laval.click(delay=60)
    expect(laval).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**libre=**")
    assert communes(page) == libre.communes_epci(LAVAL)
    expect(page.locator("h1")).to_contain_text("indicateurs sur")
    laval.click(delay=60)
    expect(laval).to_have_attribute("aria-pressed", "false")
    expect(page.locator("h1")).to_contain_text("Composer un territoire")
    zone(page, ANCENIS).focus()
    page.keyboard.press("Enter")
    expect(zone(page, ANCENIS)).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**libre=**")
    assert communes(page) == libre.communes_epci(ANCENIS)


SECRET = "7654321"  # a number that nothing else on the page has


def test_a_file_of_the_reader_is_joined_or_refused_and_no_request_carries_it(ouvrir):
    page = ouvrir("explorer?indicateur=population&indicateur=defm_abc&zonage=epci&periode=derniere")
    deplier(page, "Joindre mon fichier")
    partis, avant = [], page.url
    page.on("request", lambda r: partis.append(f"{r.url} {r.post_data_buffer or b''}"))
    dit, choix = page.locator(".obs-fichier output"), page.locator(".obs-fichier input")
    choix.set_input_files({"name": "f.csv", "mimeType": "text/csv", "buffer": b"nom;x\nNantes;1\n"})
    expect(dit).to_contain_text("Aucune colonne de codes")
    contenu = f"siren;aides\n244400404;{SECRET}\n200083392;12,5\n999999999;3\n".encode()
    choix.set_input_files({"name": f"prive-{SECRET}.csv", "mimeType": "text/csv", "buffer": contenu})
    page.wait_for_selector(".obs-fichier table")
    dit = dit.inner_text()
    assert "7 654 321" in dit.replace("\u202f", " ")
    assert "999999999" in dit
    assert "Nantes" in dit
    with page.expect_download() as recu:
        page.locator(".obs-fichier a").click()
    joint = recu.value.path().read_text("utf-8-sig")
    assert joint.count("\n") == 3
    assert f'"{SECRET}"' in joint
    assert [p for p in partis if SECRET in p or "999999999" in p] == []
    assert page.url == avant
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])").count(SECRET) == 0

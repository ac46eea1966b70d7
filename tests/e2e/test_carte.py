"""The map page on demonstration figures: what is beside the map, phone."""

from playwright.sync_api import expect

from tests.e2e.gestes import TELEPHONE, adresse


def test_a_period_of_the_map_is_drawn_before_its_answer_and_undone_when_none_comes(ouvrir):
    page = ouvrir("carte?indicateur=taux_chomage&zonage=departement&periode=2022-T3")
    titre = page.locator("h1").inner_text()
    page.route("**/ecran/carte?*", lambda route: route.abort())
    dit = page.get_by_role("combobox", name="Période").evaluate(
        "(e) => { e.value = '2022-T4'; e.dispatchEvent(new Event('change', { bubbles: true }));"
        " return document.querySelector('h1').innerText; }"
    )
    assert dit != titre
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("h1")).to_have_text(titre)


def test_a_dot_of_the_legend_chooses_its_zone(ouvrir):
    page = ouvrir("carte")
    page.locator(".st-key-cote-carte [data-code]").first.click()
    page.wait_for_url("**zone=ze**")
    code = adresse(page)["zone"][0].removeprefix("ze:")
    expect(page.locator(f"svg.carte [data-code='{code}']")).to_have_attribute("aria-pressed", "true")


def test_a_phone_shows_the_map_first_and_unfolds_the_lists_by_keyboard(ouvrir):
    page = ouvrir("carte", TELEPHONE)
    assert page.locator("svg.carte").bounding_box()["y"] <= 450
    decoupage = page.get_by_role("radio", name="départements")
    expect(decoupage).to_be_hidden()
    bascule = page.locator("[class*=st-key-deplier-]").get_by_role("switch").first
    bascule.focus()
    page.keyboard.press("Space")
    expect(decoupage).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(decoupage).to_be_visible()
    expect(bascule).to_be_hidden()


def test_a_phone_says_what_a_list_has_to_say_without_unfolding_it(ouvrir):
    page = ouvrir("carte?periode=2001", TELEPHONE)
    expect(page.get_by_role("alert").filter(has_text="2001")).to_be_visible()
    expect(page.get_by_role("radio", name="départements")).to_be_hidden()

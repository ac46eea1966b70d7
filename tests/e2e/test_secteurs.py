"""Secteurs in a real browser: cards by keyboard, Back."""

from playwright.sync_api import expect


def test_a_card_is_opened_by_keyboard_and_back_returns_to_the_list(ouvrir):
    page = ouvrir("secteurs")
    page.focus('.obs-carte a[href*="secteur=batiment"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**secteur=batiment**")
    expect(page.locator("h1")).to_contain_text("Dans le bâtiment et la construction")
    page.go_back()
    expect(page.get_by_role("heading", name="Secteurs prioritaires", level=2)).to_be_visible()

"""Speed takes nothing away: what the reader had in hand survives a change, and a slow answer says that it is coming."""

import re
import time
from collections import Counter

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.session import messages
from tests.vues import un_sur

# What the reader holds: the focus, the place in the page, what is typed.
EN_MAIN = """() => ({
  foyer: document.activeElement.getAttribute("aria-label"),
  hauteur: Math.round(document.querySelector("[data-testid=stMain]").scrollTop),
  saisi: [...document.querySelectorAll(".obs-recherche input")].map((i) => i.value),
})"""
OUVRIR = """() => document.querySelectorAll("[data-testid=stExpander] details:not([open])>summary")
  .forEach((s) => s.click())"""
PLIS = """() => Object.fromEntries([...document.querySelectorAll("[data-testid=stExpander] details")]
  .filter((d) => !d.matches(".obs-mot")).map((d) => [d.querySelector("summary").innerText, d.open]))"""
DEFILER = "() => document.querySelector('[data-testid=stMain]').scrollTo(0, 60)"


@pytest.mark.parametrize(
    ("adresse", "liste"),
    un_sur(
        2,
        [
            ("carte?indicateur=population", "Indicateur"),
            ("meteo?zone=bassin:5208", "Bassin d’emploi ou département"),
            ("tendances?indicateur=population", "Indicateur"),
            ("tendances?indicateur=population", "Indicateur"),
        ],
    ),
)
def test_a_change_takes_nothing_from_the_hands(page, application, attendre, adresse, liste):
    page.goto(f"{application}/{adresse}")
    attendre(page)
    page.wait_for_load_state("networkidle")
    page.evaluate(OUVRIR)
    expect(
        page.locator("[data-testid=stExpander] details:not(.obs-mot)").filter(has_not=page.locator(".stHtml"))
    ).to_have_count(0)
    attendre(page)
    for champ in page.locator(".obs-recherche input:visible").all():
        champ.fill("sou")
    choix = page.get_by_role("combobox", name=liste, exact=True).first
    choix.focus()
    page.evaluate(DEFILER)
    plis = page.evaluate(PLIS)
    avant, titre = page.evaluate(EN_MAIN), page.locator("h1").first.text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).not_to_have_text(titre)
    attendre(page)
    expect(choix).to_be_focused()  # a list that is drawn again has the focus back a moment later
    assert avant["hauteur"] == 60
    assert page.evaluate(EN_MAIN) == avant
    # Those that are still there: another indicator may have no events.
    assert plis
    assert not set(plis) & {pli for pli, ouvert in page.evaluate(PLIS).items() if not ouvert}


class Ligne:
    """The line to the server, which can keep what the server says."""

    def __init__(self, page) -> None:
        self.retenus, self.coupee = [], False
        page.route_web_socket(re.compile("_stcore/stream"), self._passer)

    def _passer(self, prise) -> None:
        serveur = prise.connect_to_server()
        prise.on_message(serveur.send)
        serveur.on_message(lambda m: self.retenus.append((prise, m)) if self.coupee else prise.send(m))

    def rendre(self) -> None:
        self.coupee = False
        for prise, message in self.retenus:
            prise.send(message)
        self.retenus.clear()

    def a_tout_dit(self) -> bool:
        dits = (m for _, paquet in self.retenus for m in messages(paquet) if m[:1] != b"\0")  # whole, without its list
        return any(ForwardMsg.FromString(m).WhichOneof("type") == "script_finished" for m in dits)


@pytest.fixture
def lente(page, application, attendre):
    """The trends, and the line to their server."""
    ligne = Ligne(page)
    page.goto(f"{application}/tendances")
    attendre(page)
    page.wait_for_load_state("networkidle")
    return ligne


def choisir(page, liste: str) -> str:
    """Takes the next value of a list, by the keyboard."""
    choix = page.get_by_role("combobox", name=liste, exact=True)
    avant = choix.input_value()
    choix.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(choix).not_to_have_value(avant)
    return choix.input_value()


def test_a_slow_answer_says_so_and_a_quick_one_does_not(page, lente):
    attente, titre = page.locator("#obs-attente"), page.locator("h1").first
    expect(attente).to_be_hidden()
    avant, lente.coupee = titre.text_content(), True
    choisir(page, "Indicateur")
    expect(attente).to_have_text("Mise à jour…")
    expect(attente).to_be_visible()
    assert titre.text_content() == avant
    expect(page.locator("[data-testid=stMainBlockContainer]")).to_have_css("opacity", "0.6")
    lente.rendre()
    expect(titre).not_to_have_text(avant)
    expect(attente).to_be_hidden()


def test_two_choices_faster_than_the_answer_are_both_kept(page, lente, attendre):
    lente.coupee = True
    faits = {}
    for liste in ("Territoire 1", "Depuis"):
        faits[liste] = choisir(page, liste)
        fin = time.monotonic() + 20
        while not lente.a_tout_dit() and time.monotonic() < fin:
            page.wait_for_timeout(50)
    titre = page.locator("h1").first
    avant = titre.text_content()
    lente.rendre()
    expect(titre).not_to_have_text(avant)
    attendre(page)
    page.wait_for_load_state("networkidle")
    assert {liste: page.get_by_role("combobox", name=liste, exact=True).input_value() for liste in faits} == faits


def test_a_long_list_comes_once_and_shows_what_the_address_asks(page, application, attendre):
    dites = Counter()  # by connection: how often the list was said, in whatever number of packets the run came

    def entendre(prise) -> None:
        prise.on("framereceived", lambda m: dites.update(prise for dit in messages(m) if b"Yzernay (commune)" in dit))

    page.on("websocket", entendre)
    page.goto(f"{application}/tendances?indicateur=population&zones=bassin:5220&zones=bassin:5208")
    attendre(page)
    un = page.get_by_role("combobox", name="Territoire 1", exact=True)
    expect(un).to_have_value("Nantes (bassin d’emploi)")
    assert [*dites.values()] == [1]  # four lists of the same places
    un.fill("laval (bassin")
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).to_contain_text("Laval")
    attendre(page)  # the address is written at the end of the run: « Back » before it leaves the screen
    page.go_back()
    expect(un).to_have_value("Nantes (bassin d’emploi)")
    attendre(page)
    assert [*dites.values()] == [2]  # that of the neighbours of Laval too, then the first again by its number
    un.fill("yzern")
    expect(page.get_by_role("option")).to_have_text(["Yzernay (commune)"])

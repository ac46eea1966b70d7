"""What is wrong on a page seen at 400 %: `fautes_a_400(page)`."""

from playwright.sync_api import TimeoutError as PlaywrightTimeout

# Parts of the header that leave the screen or cover one another.
RECOUVRES_JS = """() => {
  const vus = '[data-testid=stHeaderLogo],.obs-recherche-bouton,[data-testid=stExpandSidebarButton]';
  const cadres = [...document.querySelectorAll(vus)].filter(e => e.checkVisibility())
    .map(e => e.getBoundingClientRect()).sort((a, b) => a.left - b.left);
  return cadres.filter((c, i) => c.right > innerWidth || (i && c.left < cadres[i - 1].right))
    .map(c => `header ${c.left}`);
}"""


def fautes_a_400(page) -> list[str]:
    """What of the header is cut or covered, and what takes the keyboard out of sight; whether the page is too wide.

    1280 × 1024 seen at 400 % is 320 × 256.
    """
    page.set_viewport_size({"width": 320, "height": 256})
    # What is drawn for another width is drawn again.
    try:
        page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    except PlaywrightTimeout:
        return ["wider than the screen"]
    fautes = page.evaluate(RECOUVRES_JS)
    for _ in range(5):
        page.keyboard.press("Tab")
        x = page.evaluate("document.activeElement.getBoundingClientRect().right")
        fautes += [] if 0 < x <= 320 else ["focus out of the screen"]
    return fautes

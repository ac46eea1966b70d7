"""The shell in a browser: French, closed, at home with its fonts."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

# Words that Streamlit writes and that French does not use.
ANGLAIS = re.compile(
    r"\b(the|and|your|is|are|of|to|open|opens|close|clear|choose|select|search|download|downloads?|upload|browse|drag|drop|"
    r"fullscreen|press|enter|show|hide|help|view|copy|sort|column|settings|theme|light|dark|system|print|rerun|stop|"
    r"running|error|file|link|heading|dismiss|sidebar|expand|collapse|increment|decrement|skip|app|results?|reset|per|limit|"
    r"main|more|less|remove|add|row|value|values)\b",
    re.IGNORECASE,
)
# What the interface says, apart from what a page writes: text outside content blocks, and every label.
MOTS_JS = """() => {
  const contenu = '[data-testid=stMarkdownContainer],[data-testid=stHtml],[data-testid=stTable],[role=option],'
    + 'pre,code,canvas,script,style,noscript';
  const vu = [];
  const lire = (racine) => {
    for (const n of racine.querySelectorAll('*')) {
      for (const a of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription'])
        if (n.getAttribute(a) && !n.closest('[data-testid=stHtml]')) vu.push(n.getAttribute(a));
      if (n.closest(contenu) && !n.closest('[data-testid=stFileUploaderDropzone]')) continue;
      if (n.matches('[data-testid=stIconMaterial],[translate=no]')) continue;
      for (const t of n.childNodes) if (t.nodeType === 3 && t.data.trim()) vu.push(t.data.trim());
    }
  };
  lire(document.body);
  return [...new Set(vu)];
}"""
# Background, ink and surface of each theme.
COULEURS = {
    "light": ("rgb(242, 246, 246)", "rgb(20, 36, 47)", "rgb(255, 255, 255)"),
    "dark": ("rgb(13, 24, 32)", "rgb(232, 239, 241)", "rgb(21, 37, 47)"),
}


def anglais(page) -> list[str]:
    """Interface words left in English on a page."""
    return [mot for mot in page.evaluate(MOTS_JS) if ANGLAIS.search(mot)]


def test_home_is_french_and_titled(page, application, attendre):
    page.goto(application)
    attendre(page)
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.evaluate("[navigator.language, Intl.DateTimeFormat(navigator.language).resolvedOptions().locale]") == [
        "fr-FR",
        "fr-FR",
    ]
    assert "Observatoire emploi-formation" in page.title()
    assert page.locator("h1").count() == 1
    assert anglais(page) == []


@pytest.mark.parametrize("chemin", ["/", "/adresse-profonde"])
def test_page_carries_a_strict_policy(application, chemin):
    demande = urllib.request.Request(application + chemin, headers={"Accept": "text/html"})
    with urllib.request.urlopen(demande) as reponse:
        en_tetes, corps = reponse.headers, reponse.read().decode()
    politique = en_tetes["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", politique).group(1)
    assert "unsafe-inline" not in scripts
    assert "unsafe-eval" not in scripts
    assert scripts.count("'sha256-") == len(re.findall(r"<script>", corps))
    assert "frame-ancestors 'self'" in politique
    assert en_tetes["x-content-type-options"] == "nosniff"
    assert "agent" not in corps


@pytest.mark.parametrize("accepte", ["application/json", "*/*;q=0.1", ""])
def test_the_page_has_its_policy_whatever_is_asked_for(application, accepte):
    demande = urllib.request.Request(application + "/carte", headers={"Accept": accepte, "Accept-Encoding": "gzip"})
    with urllib.request.urlopen(demande) as reponse:
        assert "script-src" in reponse.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("methode", "chemin"),
    [
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/metrics/"),
        ("GET", "//_stcore/metrics"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("PUT", "/_stcore/upload_file/session/fichier"),
        ("DELETE", "/_stcore/upload_file/session/fichier"),
        ("GET", "/auth/login"),
        ("GET", "/oauth2callback"),
    ],
)
def test_inner_addresses_are_closed(application, methode, chemin):
    with pytest.raises(urllib.error.HTTPError) as refus:
        urllib.request.urlopen(urllib.request.Request(application + chemin, method=methode))
    assert refus.value.code == 404


def test_a_page_follows_the_computer_from_light_to_dark(page, application, attendre):
    page.goto(f"{application}/seance")
    attendre(page)
    titre = page.locator(".boite h2").first
    for theme, marque in (("dark", "sombre"), ("light", "clair")):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(f"[data-testid=stHeaderLogo][src*='marque-{marque}']")).to_be_visible()
        expect(titre).to_have_css("color", COULEURS[theme][1])

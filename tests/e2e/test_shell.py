"""The shell in a browser: French, closed, at home with its fonts."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from geo import territoire

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


def test_header_has_its_mark_fonts_are_ours_controls_are_tall_and_paper_leaves_them_out(page, vitrine, attendre):
    page.goto(vitrine + "/commandes")
    attendre(page)
    marque = page.get_by_test_id("stHeaderLogo")
    marque.wait_for()
    page.wait_for_function("() => document.querySelector('[data-testid=stHeaderLogo]').naturalWidth > 0")
    assert marque.get_attribute("alt") == territoire.OBSERVATOIRE
    courant = page.locator('[data-testid="stTopNavLink"][aria-current="page"]')
    balise = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--obs-balise')")
    assert "#BE3B08" in balise
    assert courant.evaluate("e => getComputedStyle(e).borderBottomColor") == "rgb(190, 59, 8)"
    page.wait_for_function(
        "() => { const lues = [...document.fonts].filter(f => f.status === 'loaded');"
        " return ['Obs Titres', 'Obs Texte'].every(nom => lues.some(f => f.family.includes(nom)))"
        " && lues.some(f => f.unicodeRange === 'U+30-39') }"
    )
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith('"Obs Titres"')
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontSize") == "38px"
    assert page.locator(".obs-badge", has_text="<b>échappé</b>").count() == 1
    for controle in (
        page.get_by_role("button", name="Principal"),
        page.get_by_role("button", name="Télécharger", exact=True),
        page.get_by_role("radio", name="Niveau"),
        page.get_by_test_id("stTextInputRootElement"),
        page.get_by_test_id("stSelectbox").first.get_by_role("group"),
    ):
        assert controle.bounding_box()["height"] >= 44
    page.emulate_media(media="print")
    assert not page.get_by_test_id("stHeader").is_visible()
    assert not page.get_by_role("button", name="Principal").is_visible()
    assert page.locator("h1").is_visible()


def test_controls_lists_table_and_dialog_speak_french(page, vitrine, attendre):
    page.goto(vitrine + "/commandes")
    attendre(page)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert anglais(page) == []
    page.get_by_role("combobox", name="Territoires").click()
    page.get_by_role("option").first.wait_for()
    assert anglais(page) == []
    expect(page.locator("[data-live-announcer]")).to_contain_text(re.compile(r"\d\schoix disponibles?\."))
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Indicateur").fill("zzz")
    page.get_by_text("Aucun résultat").wait_for()
    assert anglais(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Recherche").fill("soudeur")
    page.get_by_text("Entrée pour valider").wait_for()
    assert anglais(page) == []
    page.get_by_test_id("stDataFrame").hover()
    page.get_by_test_id("stElementToolbar").first.wait_for()
    assert anglais(page) == []
    page.get_by_role("button", name="Ouvrir la boîte").click()
    page.get_by_role("dialog").wait_for()
    assert anglais(page) == []
    page.get_by_role("button", name="Fermer").click()
    page.get_by_role("dialog").wait_for(state="detached")


def test_an_error_and_a_lost_connection_are_french_and_show_nothing_of_the_code(page, vitrine, attendre):
    page.goto(vitrine + "/commandes")
    attendre(page)
    page.get_by_role("button", name="Provoquer une erreur").click()
    page.get_by_text("Une erreur imprévue empêche de montrer la suite").wait_for()
    assert page.get_by_text("detail that must not be shown").count() == 0
    assert anglais(page) == []
    message = (
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:"
        "</p><pre data-testid=stErrorCodeBlock>streamlit run yourscript.py</pre>"
    )
    page.evaluate("m => document.body.insertAdjacentHTML('beforeend', `<div role=dialog><p>${m}</div>`)", message)
    boite = page.get_by_role("dialog")
    expect(boite).to_have_text(re.compile("^Le service est interrompu. La page réessaie d’elle-même"))
    expect(boite.get_by_test_id("stErrorCodeBlock")).to_be_hidden()


def test_unknown_page_is_said_in_french(page, vitrine, attendre):
    page.goto(vitrine + "/inconnue")
    page.get_by_text("Page introuvable").wait_for()
    assert anglais(page) == []


def test_home_answers_at_its_own_name_and_keeps_the_choices(page, vitrine, attendre):
    page.goto(vitrine + "/debut?zonage=spo")
    attendre(page)
    assert page.get_by_text("Page introuvable").count() == 0
    assert page.url == vitrine + "/?zonage=spo"


def test_a_letter_alone_does_nothing_still_writes_and_a_download_works_under_the_policy(page, vitrine, attendre):
    page.goto(vitrine + "/commandes")
    attendre(page)
    avant = int(page.locator("#executions").inner_text())
    page.locator("h1").click()
    page.keyboard.press("r")
    page.keyboard.press("c")
    page.get_by_role("button", name="Principal").click()
    page.wait_for_function(f"() => +document.querySelector('#executions').textContent > {avant}")
    attendre(page)
    assert int(page.locator("#executions").inner_text()) == avant + 1
    assert page.get_by_role("dialog").count() == 0
    champ = page.get_by_role("textbox", name="Recherche")
    champ.click()
    page.keyboard.type("recrc")
    assert champ.input_value() == "recrc"
    with page.expect_download() as recu:
        page.get_by_role("button", name="Télécharger", exact=True).click()
    assert recu.value.suggested_filename == "vitrine.csv"


def test_a_page_holds_in_its_width_in_the_colours_of_its_theme_and_axe_finds_only_what_streamlit_writes(
    page, vitrine, attendre, axe
):
    page.goto(vitrine)
    attendre(page)
    assert axe(page) == []
    page.goto(vitrine + "/commandes")
    attendre(page)
    for theme, (fond, encre, surface) in COULEURS.items():
        page.emulate_media(color_scheme=theme)
        for choix, propriete, couleur in (
            (".stApp", "background-color", fond),
            (".obs-titre h1", "color", encre),
            ("[data-testid=stHeader]", "background-color", surface),
        ):
            expect(page.locator(choix)).to_have_css(propriete, couleur)
        # Header of the index column of st.dataframe, and the drop zone of st.file_uploader.
        assert {faute.split(":")[0] for faute in axe(page)} <= {"empty-table-header", "presentation-role-conflict"}
    for largeur in (1280, 390, 320):
        page.set_viewport_size({"width": largeur, "height": 800})
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_follows_the_computer_from_light_to_dark(page, application, attendre):
    page.goto(f"{application}/seance")
    attendre(page)
    titre = page.locator(".boite h2").first
    for theme, marque in (("dark", "sombre"), ("light", "clair")):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(f"[data-testid=stHeaderLogo][src*='marque-{marque}']")).to_be_visible()
        expect(titre).to_have_css("color", COULEURS[theme][1])


def test_phone_menu_lists_the_pages(nouvelle_page, vitrine, attendre):
    page = nouvelle_page(viewport={"width": 390, "height": 844})
    page.goto(vitrine)
    attendre(page)
    page.get_by_role("button", name="Ouvrir le menu").click()
    lien = page.get_by_test_id("stSidebarNavLink").filter(has_text="Commandes")
    lien.wait_for()
    assert lien.bounding_box()["height"] >= 44
    assert anglais(page) == []


def test_the_menu_of_a_narrow_screen_is_french(nouvelle_page, application, attendre):
    page = nouvelle_page(viewport={"width": 1024, "height": 768})
    page.goto(application)
    attendre(page)
    suite = page.get_by_test_id("stTopNavSection")
    assert re.fullmatch(r"\d de plus", suite.inner_text().strip())


def test_a_chart_that_a_later_run_draws_in_outlives_the_first_one(page, vitrine, attendre):
    page.goto(vitrine + "/commandes")
    attendre(page)
    restes = page.evaluate("""async () => {
      const montrer = (await import(new URL('statique/graphique/graphique.js', document.baseURI).href)).default;
      const parentElement = document.body.appendChild(document.createElement('div'));
      const data = { figure: { data: [], layout: {} }, hauteur: 100, alt: 'Essai' };
      const [premier, second] = [montrer({ parentElement, data }), montrer({ parentElement, data })];
      premier();
      const apres = parentElement.querySelectorAll('[role=img]').length;
      second();
      return [apres, parentElement.querySelectorAll('[role=img]').length];
    }""")
    assert restes == [1, 0]

"""What a reader holds is not taken away: a slow answer or none, a server killed, Back and Forward."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DEPOT, demarrer, port_libre
from tests.e2e.gestes import adresse, aller, attendre, choisi, choisir, liste, prendre, presser, reunir
from tests.vues import courts

# What the reader holds: the place in the page, what is typed, the folds that are open.
EN_MAIN = """() => ({
  hauteur: Math.round(scrollY + document.querySelector("main").scrollTop),
  saisi: [...document.querySelectorAll(".obs-recherche input")].map((i) => i.value),
  plis: [...document.querySelectorAll("[data-testid=stExpander]>details[open]")].map((d) => d.id),
})"""
PLIS = "[data-testid=stExpander]>details>summary"


@pytest.fixture
def retenues(page):
    """The questions that the line keeps while it is `coupee`; `rendre()` lets them through."""

    class Ligne(list):
        coupee = False

        def passer(self, route) -> None:
            if self.coupee:
                self.append(route)
            else:
                route.continue_()

        def rendre(self) -> None:
            self.coupee = False
            for route in self:
                route.continue_()

    ligne = Ligne()
    page.route("**/ecran/**", ligne.passer)
    return ligne


@pytest.mark.parametrize(
    ("adresse", "etiquette", "mots"),
    [
        ("carte?indicateur=taux_chomage", "Période", "2ᵉ trimestre 2022"),
        pytest.param("meteo?zone=bassin:5208", "Période", "2022", marks=pytest.mark.long),
        ("tendances?indicateur=population", "Territoire 1", "Laval (bassin d’emploi)"),
    ],
)
def test_a_change_takes_nothing_from_the_hands(ouvrir, retenues, adresse, etiquette, mots):
    page = ouvrir(adresse)
    for pli in page.locator(PLIS).all():
        pli.click()
    attendre(page)
    for champ in page.locator(".obs-recherche input:visible").all():
        champ.fill("sou")
    page.evaluate("[document.scrollingElement, document.querySelector('main')].forEach(e => { e.scrollTop = 60; })")
    titre, retenues.coupee = page.locator("h1").inner_text(), True
    prendre(page, etiquette, mots)
    champ = page.get_by_label(etiquette, exact=True).first
    champ.focus()
    avant = page.evaluate(EN_MAIN)
    assert avant["plis"]
    retenues.rendre()
    expect(page.locator("h1")).not_to_have_text(titre)
    assert page.evaluate(EN_MAIN) == avant
    expect(champ).to_be_focused()


def test_a_slow_answer_dims_the_figures_and_keeps_the_choice(ouvrir, retenues):
    page, bloc = ouvrir("tendances"), "[class*=st-key-bloc-] .stHtml"
    expect(page.locator(bloc).first).to_have_css("opacity", "1")
    titre, retenues.coupee = page.locator("h1").inner_text(), True
    prendre(page, "Indicateur", "Projets de recrutement")
    expect(page.locator(bloc).first).to_have_css("opacity", "0.45")
    expect(page.locator("form")).to_have_attribute("aria-busy", "true")
    expect(choisi(page, "Indicateur")).to_have_text("Projets de recrutement")
    expect(page.locator("h1")).to_have_text(titre)
    retenues.rendre()
    expect(page.locator("h1")).not_to_have_text(titre)
    expect(page.locator(bloc).first).to_have_css("opacity", "1")


def test_choices_faster_than_the_answer_are_all_kept(ouvrir, retenues):
    page = ouvrir("tendances?zones=ze:5212")
    retenues.coupee = True
    prendre(page, "Territoire 1", "Laval (zone d’emploi)")  # a gesture
    prendre(page, "Depuis", "depuis 2014")
    page.locator("[name=mode][value=ecart]").evaluate("e => e.click()")
    retenues.rendre()
    attendre(page)
    expect(page.locator("h1")).to_contain_text("Laval")
    expect(choisi(page, "Territoire 1")).to_have_text("Laval (zone d’emploi)")
    expect(choisi(page, "Depuis")).to_have_text("depuis 2014")
    assert adresse(page)["mode"] == ["ecart"]


def test_an_answer_that_does_not_come_is_said_and_gives_the_choices_back(ouvrir):
    page = ouvrir("carte?indicateur=taux_chomage&periode=2022-T3")
    alerte, titre, ici = page.locator("#obs-panne"), page.locator("h1").inner_text(), page.url
    pannes = {
        "La réponse n’est pas arrivée": lambda route: route.abort(),
        "Trop de demandes": lambda route: route.fulfill(status=503, json={"detail": "Trop de demandes : revenir."}),
    }
    for dit, faire in pannes.items():
        page.route("**/ecran/**", faire)
        choisir(page, "Période", "2ᵉ trimestre 2022")
        presser(page, "départements")
        expect(alerte).to_contain_text(dit)
        expect(alerte).to_be_in_viewport()
        expect(choisi(page, "Période")).to_have_text("3ᵉ trimestre 2022")
        expect(page.get_by_role("radio", name="zones d’emploi")).to_be_checked()
        expect(page.locator("h1")).to_have_text(titre)
        assert page.url == ici
        page.unroute("**/ecran/**")
    choisir(page, "Période", "2ᵉ trimestre 2022")
    expect(page.locator("h1")).not_to_have_text(titre)
    expect(alerte).to_be_hidden()


def test_a_choice_that_waits_behind_too_many_readers_is_asked_again(ouvrir):
    page, refus = ouvrir("carte?indicateur=taux_chomage&periode=2022-T3"), []

    def revenir(route):
        refus.append(route)
        if len(refus) > 2:
            return route.continue_()
        return route.fulfill(status=503, headers={"retry-after": "1"}, json={"detail": "Trop de demandes."})

    page.route("**/ecran/**", revenir)
    choisir(page, "Période", "2ᵉ trimestre 2022")
    expect(choisi(page, "Période")).to_have_text("2ᵉ trimestre 2022")
    assert len(refus) == 3
    assert adresse(page)["periode"] == ["2022-T2"]
    expect(page.locator("#obs-panne")).to_be_hidden()


def test_a_long_list_is_fetched_once_and_shows_what_the_address_asks(page, ouvrir):
    demandees = []
    page.on("request", lambda requete: demandees.append(requete.url.rpartition("/")[2]))
    ouvrir("tendances?indicateur=population&zones=bassin:5220&zones=bassin:5208")
    expect(choisi(page, "Territoire 1")).to_have_text("Nantes (bassin d’emploi)")
    (fichier,) = {liste(page, f"Territoire {n}").get_attribute("data-options") for n in (1, 2, 3)}
    choisir(page, "Territoire 1", "Yzernay (commune)")
    expect(page.locator("h1")).to_contain_text("Yzernay")
    page.go_back()
    expect(choisi(page, "Territoire 1")).to_have_text("Nantes (bassin d’emploi)")
    expect(choisi(page, "Territoire 2")).to_have_text("Le Mans (bassin d’emploi)")
    assert demandees.count(fichier) == 1


def test_what_is_chosen_before_the_script_comes_is_chosen(page, application):
    scripts, tenus = "**/*.document.js", []
    page.route(scripts, lambda script: tenus.append(script))
    page.goto(f"{application}/convention", wait_until="commit")
    page.locator(".stButtonGroup label", has_text="Suivi").click()
    for script in tenus:
        script.continue_()
    page.wait_for_url("**rubrique=suivi**")
    expect(page.locator("h1:visible")).to_contain_text("mesure")


VUE = ".obs-salle .diapo.vue"


# Read by Python at its start: what the process looks for beyond this machine is written, name or address.
ESPION = """
import os, sys
def noter(nom, valeurs):
    cible = valeurs[1] if nom == "socket.connect" else valeurs[0] if nom == "socket.getaddrinfo" else None
    hote = cible[0] if isinstance(cible, tuple) else cible
    if hote and str(hote) not in ("127.0.0.1", "0.0.0.0", "localhost", "::1"):
        with open({journal!r}, "a") as f:
            print(hote, file=f)
sys.addaudithook(noter)
"""


@pytest.fixture(scope="module")
def serveur(donnees, tmp_path_factory):
    """`serveur.ouvrir()` when it is not, and `serveur.tuer()`, always at `serveur.adresse`.

    It listens to other machines too; what it looks for beyond this one is in `serveur.dehors`.
    """
    dossier = tmp_path_factory.mktemp("serveur")

    class Serveur:
        port, processus, dehors = port_libre(), None, dossier / "dehors.txt"

        def ouvrir(self) -> None:
            if self.processus is None:
                journal, options = dossier / "serveur.txt", {"port": self.port, "ecoute": "0.0.0.0"}
                self.adresse, self.processus = demarrer(
                    DEPOT / "dashboard.py", donnees, journal, chemins=[dossier], **options
                )

        def tuer(self) -> None:
            if self.processus is not None:
                self.processus.kill()
                self.processus.wait()
                self.processus = None

    (dossier / "sitecustomize.py").write_text(ESPION.format(journal=str(Serveur.dehors)))
    s = Serveur()
    yield s
    s.tuer()


LETTRES = "Deux cents lettres tapées pendant que le serveur est absent, et aucune n’est perdue. " * 3


def jusqua(page, vrai: str) -> None:
    """Returns once an expression is true in the page, whose policy lets Playwright wait for none."""
    for _ in range(200):
        if page.evaluate(vrai):
            return
        page.wait_for_timeout(100)
    pytest.fail(vrai)


@pytest.mark.long
def test_a_page_and_a_meeting_go_on_without_their_server_and_with_the_next_one(serveur, nouvelle_page):
    serveur.ouvrir()
    lue, page = nouvelle_page(), nouvelle_page()
    for feuille in (lue, page):
        aller(feuille, f"{serveur.adresse}/carte?zone=bassin:5208")
    titre = lue.locator("h1").inner_text()
    reunir(page, "taux_chomage", "defm_abc")
    page.keyboard.press("PageDown")  # after the opening
    expect(page.locator(".obs-salle .diapo")).to_have_count(4)  # the others are ready
    jusqua(page, "caches.open('obs-salle').then(c => c.keys()).then(k => k.length > 40)")
    page.keyboard.press("F2")
    page.keyboard.type("Remarque à moitié")
    serveur.tuer()
    choisir(lue, "Territoire", "Nantes")
    expect(lue.locator("#obs-panne")).to_contain_text("La réponse n’est pas arrivée")
    expect(lue.locator("h1")).to_have_text(titre)
    page.keyboard.type(LETTRES)
    expect(page.locator(".releve textarea")).to_have_value(f"Remarque à moitié{LETTRES}")
    page.keyboard.press("PageDown")
    expect(page.locator(f"{VUE}")).to_have_attribute("aria-label", re.compile("inscrits", re.I))
    page.get_by_role("button", name="Question de la salle").click()
    page.keyboard.type("chomage")
    expect(page.locator(".question [role=status]")).to_contain_text("Serveur absent")
    expect(page.locator(".question [role=option]").first).to_contain_text(re.compile("chômage", re.I))
    page.keyboard.press("Escape")
    # Closed, the remark is one of the view where it was begun.
    page.locator(".releve textarea").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".releve li")).to_contain_text("Remarque, vue 1. Remarque à moitié")
    page.evaluate("history.back()")
    expect(page.locator(".obs-salle .suite")).to_contain_text("Retour encore une fois pour quitter")
    page.reload()
    page.locator(VUE).wait_for()
    expect(page.locator(".obs-salle .barre b")).to_have_text(re.compile(r"^2\s/\s2"))
    page.keyboard.press("PageUp")
    expect(page.locator(f"{VUE} h1")).to_contain_text(re.compile("chômage", re.I))
    page.keyboard.press("F2")
    expect(page.locator(".releve li")).to_contain_text("aucune n’est perdue")
    serveur.ouvrir()
    lue.locator("svg.carte [data-code='5220']").click()
    lue.wait_for_url("**zone=bassin%3A5220**")
    expect(lue.locator(".dite")).to_contain_text("Bassin de Nantes")
    expect(lue.locator("#obs-panne")).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/seance")
    jusqua(page, "caches.keys().then(noms => !noms.length)")


def test_a_new_server_answers_a_deep_link_and_asks_nothing_outside(page, serveur):
    serveur.ouvrir()  # when it is not
    menu = aller(page, f"{serveur.adresse}/secteurs").get_by_role("navigation", name="Menu principal")
    expect(menu.locator("[aria-current=page]")).to_have_text("Secteurs")
    assert not serveur.dehors.exists(), serveur.dehors.read_text()


def bouton(mots: str):
    return partial(presser, mots=mots)


def dans_la_liste(etiquette: str, mots: str):
    return lambda page: choisir(page, etiquette, mots)


def zone(code: str):
    return lambda page: page.locator(f"svg.carte [data-code='{code}']").click()


ECRANS = {
    "carte": (bouton("départements"), dans_la_liste("Indicateur", "Projets de recrutement")),
    "carte?zonage=ze": (zone("5201"), zone("5212")),
    "meteo": (dans_la_liste("Période", "2021"), bouton("Je recrute")),
    "portrait": (dans_la_liste("Découpage", "Territoires SPO (17)"), dans_la_liste("Territoire", "Cholet")),
    "tendances": (
        dans_la_liste("Territoire 1", "Laval (zone d’emploi)"),
        dans_la_liste("Indicateur", "Projets de recrutement"),
    ),
    "secteurs": (dans_la_liste("Période", "2021"), dans_la_liste("Secteur ou filière", "Bâtiment et construction")),
    "territoires?volet=loupe": (dans_la_liste("Découpage", "Départements (5)"), dans_la_liste("Territoire", "Mayenne")),
    "convention": (bouton("Suivi"), dans_la_liste("Dispositif", "Licenciés économiques")),
    "donnees": (dans_la_liste("Jeu de données", "Demandeurs d’emploi inscrits en fin de mois, par EPCI"),),
}
# Buttons, a map, lists of one place and of several; the others are run with the long ones.
COURTS = ("carte",)


@pytest.mark.parametrize("ecran", courts(ECRANS, COURTS))
def test_back_undoes_one_choice_then_one_page_and_forward_does_it_again(ouvrir, ecran):
    page = ouvrir(ecran)

    def pose() -> tuple[dict, str]:
        attendre(page)
        return adresse(page), page.locator("h1:visible").inner_text()

    vus = [pose()]
    for geste in ECRANS[ecran]:
        page.keyboard.press("Shift")  # a hand is there
        geste(page)
        page.wait_for_url(lambda _: adresse(page) != vus[-1][0])
        vus.append(pose())
    autre = "Carte" if ecran == "donnees" else "Données"
    page.get_by_role("navigation").get_by_role("link", name=autre, exact=True).click()
    page.wait_for_url("**/carte**" if ecran == "donnees" else "**/donnees**")
    derniers = range(len(vus) - 1, -1, -1)
    for suivre, rangs in ((page.go_back, derniers), (page.go_forward, [*reversed(derniers)][1:])):
        for rang in rangs:
            suivre()
            page.wait_for_url(lambda _, rang=rang: adresse(page) == vus[rang][0])
            expect(page.locator("h1:visible")).to_have_text(vus[rang][1], use_inner_text=True)
            assert pose() == vus[rang]


def test_one_press_undoes_the_keys_that_ran_over_a_choice(ouvrir):
    page = ouvrir("carte")
    depart = adresse(page)
    page.get_by_role("radio", name="zones d’emploi").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    attendre(page)
    assert adresse(page) != depart
    page.go_back()
    page.wait_for_url(lambda _: adresse(page) == depart)
    expect(page.get_by_role("radio", name="zones d’emploi")).to_be_checked()

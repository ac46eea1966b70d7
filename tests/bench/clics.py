"""From a choice to paint, and first views: every list of every screen of ours beside the peers, in one run."""

import asyncio
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from playwright.async_api import Browser, Error, Page, Playwright, async_playwright

from tests.bench.images import Film

OPTIONS = ("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking")
FENETRE = {"width": 1280, "height": 720}
FINI = '[data-test-script-state="notRunning"] h1'
TEMOINS = {"Plotly": "statique", "Dash": "dash"}
Mesures = dict[str, list[float]]
# Address of a screen -> the peers' scene that does the same job; first those whose first view is measured.
ECRANS = {
    "": "carte",
    "carte?indicateur=bmo_projets&zonage=bassin": "carte",
    "tendances?indicateur=bmo_projets&zonage=bassin": "tendances",
    "meteo": "carte",
    "territoires?zonage=bassin&lieu=bassin:5208": "carte",
    "formation": "carte",
    "secteurs": "carte",
    "explorer": "carte",
    "convention": "carte",
    "donnees": "carte",
    "portrait?zonage=bassin&zone=bassin:5208": "carte",
    "a_propos": "carte",
    "carte?indicateur=densite&zonage=epci": "epci",
    "carte?indicateur=population&zonage=commune": "communes",
}
VUES = tuple(ECRANS)[:12]
# Controls of Carte whose answer the map holds: nothing is asked before it is drawn.
TENUS = ("periode", "zone", "la carte")
# Controls of the page, those of maps included: by name, the shapes of a map being one.
CHAMPS = """() => {
  const racines = [document, ...[...document.querySelectorAll("[data-dessin]")].flatMap((e) => e.shadowRoot ?? [])];
  const remplace = (e) => e.matches("select") && e.nextElementSibling?.checkVisibility(); // by a field, a long list
  const vu = (e) => e.checkVisibility() || remplace(e) || e.closest(".obs-volet");
  const choix = "select[name],[type=radio][name],svg.carte [data-code]";
  const tous = racines.flatMap((r) => [...r.querySelectorAll(choix)]).filter(vu);
  const noms = Map.groupBy(tous, (e) => e.name ?? "la carte");
  return new Map([...noms].map(([nom, [e, ...suite]]) => [nom, e.options ? [...e.options] : [e, ...suite]]));
}"""
NOMS = f"() => [...({CHAMPS})()].filter(([nom, options]) => options.length > 1).map(([nom]) => nom)"
# From the option that is chosen to the next one, then back; of a list of several, one more, then without it.
CHOISIR = f"""(nom) => {{
  const options = ({CHAMPS})().get(nom), liste = options[0].parentElement.closest("select");
  const valeur = (o) => o.dataset.code ?? o.value, choisie = options.findIndex((o) => o.selected ?? o.checked ?? false);
  const deux = [Math.max(choisie, 0), (Math.max(choisie, 0) + 1) % options.length];
  const [voulue, autre] = ((window.etats ??= {{}})[nom] ??= deux.map((i) => valeur(options[i]))).reverse();
  const option = options.find((o) => valeur(o) === (liste?.multiple ? [voulue, autre].sort()[1] : voulue));
  const debut = performance.timeOrigin + performance.now();
  if (liste) {{
    option.selected = !option.selected || !liste.multiple;
    liste.dispatchEvent(new Event("change", {{ bubbles: true }}));
  }} else option.dispatchEvent(new MouseEvent("click", {{ bubbles: true, composed: true }}));
  return debut / 1000;
}}"""
PRESSER = """(titre) => {
  const debut = performance.timeOrigin + performance.now();
  document.querySelector(window.presse ? "#a" : "#b").click();
  window.presse = !window.presse;
  return debut / 1000;
}"""


class Piste(NamedTuple):
    """A page on which one gesture is repeated: what does it, and what says that it is answered."""

    page: Page
    geste: str
    dit: str
    nous: bool

    async def choisir(self) -> float | None:
        """Milliseconds from the event in the page to the painted frame; None when nothing that is seen changed."""
        titre = self.page.locator("h1").first
        async with Film(self.page) as film:
            await film.calme(duree=0.25)
            depart, ancien = film.vues[-1].gris, await titre.text_content()
            debut = await self.page.evaluate(self.geste, self.dit)

            async def fini() -> bool:
                return await _fini(self.page) if self.nous else await titre.text_content() != ancien

            await film.calme(fini)
            return film.peint_ms(depart, debut)


async def _fini(page: Page) -> bool:
    return await page.locator(FINI).count() > 0


async def _lancer(p: Playwright) -> Browser:
    return await p.chromium.launch(executable_path=shutil.which("chromium"), args=list(OPTIONS))


async def _ouvrir(navigateur: Browser, adresse: str, attendu: str) -> Page:
    page = await navigateur.new_page(viewport=FENETRE, locale="fr-FR")
    page.set_default_timeout(20_000)
    await page.goto(adresse)
    await page.wait_for_selector(attendu)
    await page.wait_for_load_state("networkidle")
    return page


def _tourner(noms: Sequence[Any], tour: int) -> list[Any]:
    return [*noms[tour % len(noms) :], *noms[: tour % len(noms)]]


async def clics(nous: dict[str, str], temoins: dict[str, str], tours: int, seuls: str = "") -> dict[str, Mesures]:
    """Control of a screen -> variant -> milliseconds from the choice to paint.

    Args:
        nous: name of a variant of ours -> address of its server.
        temoins: « statique », « dash » -> address.
        tours: choices of each variant, once both states have been seen.
        seuls: only the screens whose address holds this text.
    """
    mesures: dict[str, Mesures] = {}
    async with async_playwright() as p:
        for ecran, scene in ((e, s) for e, s in ECRANS.items() if seuls in e):
            navigateur = await _lancer(p)
            pages = {nom: await _ouvrir(navigateur, f"{adresse}/{ecran}", FINI) for nom, adresse in nous.items()}
            pages |= {nom: await _ouvrir(navigateur, f"{temoins[s]}/{scene}", "#b") for nom, s in TEMOINS.items()}
            await asyncio.sleep(2)
            for champ in await next(iter(pages.values())).evaluate(NOMS):
                pistes = {
                    nom: Piste(page, CHOISIR, champ, True) if nom in nous else Piste(page, PRESSER, "", False)
                    for nom, page in pages.items()
                }
                tenu = " (tenu)" * (ecran.startswith("carte") and champ in TENUS)
                mesures[f"{ecran or 'accueil'} : {champ}{tenu}"] = await _mesurer(pistes, tours)
            await navigateur.close()
    return mesures


async def _mesurer(pistes: dict[str, Piste], tours: int) -> Mesures:
    faits: Mesures = defaultdict(list)
    for tour in range(tours + 2):
        for nom in _tourner(list(pistes), tour):
            try:
                ms = await pistes[nom].choisir()
            except (Error, TimeoutError) as e:  # a control that a choice takes away is left out, and said
                print(f"  {pistes[nom].dit}, {nom} : {str(e).splitlines()[0]}")
                del pistes[nom]
                continue
            if tour >= 2 and ms is not None:
                faits[nom].append(ms)
    return faits


async def vues(nous: dict[str, str], temoins: dict[str, str], tours: int, seuls: str = "") -> dict[str, Mesures]:
    """Screen -> variant -> milliseconds from the request to paint, in a browser that fetched nothing, then again."""
    mesures: dict[str, Mesures] = defaultdict(lambda: defaultdict(list))
    async with async_playwright() as p:
        for tour in range(tours + 1):
            for ecran in (v for v in VUES if seuls in v):
                adresses = {nom: f"{adresse}/{ecran}" for nom, adresse in nous.items()}
                adresses |= {nom: f"{temoins[s]}/{ECRANS[ecran]}" for nom, s in TEMOINS.items()}
                for nom in _tourner(list(adresses), tour):
                    navigateur = await _lancer(p)
                    contexte = await navigateur.new_context(viewport=FENETRE, locale="fr-FR")
                    for genre in ("froid", "tiède"):
                        ms = await _voir(await contexte.new_page(), adresses[nom], _fini if nom in nous else None)
                        if tour and ms is not None:  # the first round warms the servers
                            mesures[f"{ecran or 'accueil'}, {genre}"][nom].append(ms)
                    await navigateur.close()
    return mesures


async def _voir(page: Page, adresse: str, fini: Callable | None) -> float | None:
    async with Film(page) as film:
        await film.calme(duree=0.2)
        debut = time.time()
        await page.goto(adresse, wait_until="commit")
        await film.calme(fini and (lambda: fini(page)), 1.2)
    await page.close()
    return film.peint_ms(None, debut)

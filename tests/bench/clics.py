"""From a choice to paint, frame by frame, and first views: every list of every screen, variants in turn."""

from __future__ import annotations

import asyncio
import base64
import io
import shutil
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
from PIL import Image
from playwright.async_api import Browser, Error, Page, Playwright, async_playwright

PART_RESTANTE = 0.08
CALME_S = 0.7
ATTENTE_MAX_S = 30
# Mean difference, in grey levels, under which two frames are the same: a caret that blinks is 0.02.
IDENTIQUES = 0.04
# Grey levels that compression moves in a pixel that did not change.
BRUIT = 12


class Vue(NamedTuple):
    """One frame: seconds of the epoch, grey levels."""

    instant: float
    gris: np.ndarray


class Film:
    """The frames of a page between `async with` and its end."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.vues: list[Vue] = []
        self._dernier_changement = 0.0

    async def __aenter__(self) -> Film:
        self._cdp = await self._page.context.new_cdp_session(self._page)
        self._cdp.on("Page.screencastFrame", lambda image: asyncio.ensure_future(self._garder(image)))
        options = {"format": "jpeg", "quality": 70, "maxWidth": 640, "maxHeight": 360, "everyNthFrame": 1}
        await self._cdp.send("Page.startScreencast", options)
        return self

    async def __aexit__(self, *_faute) -> None:
        await self._cdp.send("Page.stopScreencast")
        await self._cdp.detach()

    async def _garder(self, image: dict) -> None:
        with suppress(Error):  # the last frames of a page that is being closed
            await self._cdp.send("Page.screencastFrameAck", {"sessionId": image["sessionId"]})
        gris = np.asarray(Image.open(io.BytesIO(base64.b64decode(image["data"]))).convert("L"), dtype=np.float32)
        if not self.vues or difference(self.vues[-1].gris, gris) > IDENTIQUES:
            self._dernier_changement = time.monotonic()
        self.vues.append(Vue(image["metadata"]["timestamp"], gris))

    async def calme(self, fini: Callable[[], Awaitable[bool]] | None = None, duree: float = CALME_S) -> None:
        """Wait until nothing has moved for `duree` seconds and `fini` says yes."""
        debut = time.monotonic()
        while time.monotonic() - debut < ATTENTE_MAX_S:
            await asyncio.sleep(0.05)
            calme = self.vues and time.monotonic() - max(debut, self._dernier_changement) > duree
            if calme and (fini is None or await fini()):
                return
        raise TimeoutError("the page never came to rest")

    def peint_ms(self, depart: np.ndarray | None, depuis: float) -> float | None:
        """Milliseconds from `depuis` (seconds of the epoch) to the painted frame; None when nothing changed.

        Args:
            depart: the page at rest before the gesture: a list opened over it is no part of the answer. None: blank.
            depuis: moment of the click.
        """
        apres = [v for v in self.vues if v.instant > depuis]
        if not apres:
            return None
        final = apres[-1].gris
        ecart = np.abs(final - (np.full_like(final, 255) if depart is None else depart))
        change = ecart > BRUIT
        if not change.any():
            return None
        seuil = PART_RESTANTE * ecart[change].sum()
        return next(1000 * (v.instant - depuis) for v in apres if np.abs(v.gris - final)[change].sum() <= seuil)


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean absolute difference of two frames, in grey levels; infinite when their sizes differ."""
    return float(np.abs(a - b).mean()) if a.shape == b.shape else float("inf")


OPTIONS = ("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking")
FENETRE = {"width": 1280, "height": 720}
FINI = '[data-test-script-state="notRunning"] h1'
Mesures = dict[str, list[float]]
# Addresses of screens; first those whose first view is measured.
ECRANS = (
    "",
    "carte?indicateur=bmo_projets&zonage=bassin",
    "tendances?indicateur=bmo_projets&zonage=bassin",
    "meteo",
    "territoires?zonage=bassin&lieu=bassin:5208",
    "formation",
    "secteurs",
    "explorer",
    "convention",
    "donnees",
    "portrait?zonage=bassin&zone=bassin:5208",
    "a_propos",
    "carte?indicateur=densite&zonage=epci",
    "carte?indicateur=population&zonage=commune",
)
VUES = ECRANS[:12]
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


class Piste(NamedTuple):
    """A page on which one control is changed again and again."""

    page: Page
    champ: str

    async def choisir(self) -> float | None:
        """Milliseconds from the event in the page to the painted frame; None when nothing that is seen changed."""
        async with Film(self.page) as film:
            await film.calme(duree=0.25)
            depart = film.vues[-1].gris
            debut = await self.page.evaluate(CHOISIR, self.champ)
            await film.calme(lambda: _fini(self.page))
            return film.peint_ms(depart, debut)


async def _fini(page: Page) -> bool:
    return await page.locator(FINI).count() > 0


async def _lancer(p: Playwright) -> Browser:
    return await p.chromium.launch(executable_path=shutil.which("chromium"), args=list(OPTIONS))


async def _ouvrir(navigateur: Browser, adresse: str) -> Page:
    page = await navigateur.new_page(viewport=FENETRE, locale="fr-FR")
    page.set_default_timeout(20_000)
    await page.goto(adresse)
    await page.wait_for_selector(FINI)
    await page.wait_for_load_state("networkidle")
    return page


def _tourner(noms: Sequence[Any], tour: int) -> list[Any]:
    return [*noms[tour % len(noms) :], *noms[: tour % len(noms)]]


async def clics(nous: dict[str, str], tours: int, seuls: str = "") -> dict[str, Mesures]:
    """Control of a screen -> variant -> milliseconds from the choice to paint.

    Args:
        nous: name of a variant -> address of its server.
        tours: choices of each variant, once both states have been seen.
        seuls: only the screens whose address holds this text.
    """
    mesures: dict[str, Mesures] = {}
    async with async_playwright() as p:
        for ecran in (e for e in ECRANS if seuls in e):
            navigateur = await _lancer(p)
            pages = {nom: await _ouvrir(navigateur, f"{adresse}/{ecran}") for nom, adresse in nous.items()}
            await asyncio.sleep(2)
            for champ in await next(iter(pages.values())).evaluate(NOMS):
                tenu = " (tenu)" * (ecran.startswith("carte") and champ in TENUS)
                pistes = {nom: Piste(page, champ) for nom, page in pages.items()}
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
                print(f"  {pistes[nom].champ}, {nom} : {str(e).splitlines()[0]}")
                del pistes[nom]
                continue
            if tour >= 2 and ms is not None:
                faits[nom].append(ms)
    return faits


async def vues(nous: dict[str, str], tours: int, seuls: str = "") -> dict[str, Mesures]:
    """Screen -> variant -> milliseconds from the request to paint, in a browser that fetched nothing, then again."""
    mesures: dict[str, Mesures] = defaultdict(lambda: defaultdict(list))
    async with async_playwright() as p:
        for tour in range(tours + 1):
            for ecran in (v for v in VUES if seuls in v):
                for nom in _tourner(list(nous), tour):
                    navigateur = await _lancer(p)
                    contexte = await navigateur.new_context(viewport=FENETRE, locale="fr-FR")
                    for genre in ("froid", "tiède"):
                        ms = await _voir(await contexte.new_page(), f"{nous[nom]}/{ecran}")
                        if tour and ms is not None:  # the first round warms the servers
                            mesures[f"{ecran or 'accueil'}, {genre}"][nom].append(ms)
                    await navigateur.close()
    return mesures


async def _voir(page: Page, adresse: str) -> float | None:
    async with Film(page) as film:
        await film.calme(duree=0.2)
        debut = time.time()
        await page.goto(adresse, wait_until="commit")
        await film.calme(lambda: _fini(page), 1.2)
    await page.close()
    return film.peint_ms(None, debut)

"""From click to paint, and the first view of a cold browser: our screens beside the peers, in one run."""

import asyncio
import re
import shutil
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.async_api import Browser, Error, Page, async_playwright

from tests.bench.images import Film
from tests.bench.session import CHOIX

OPTIONS = ("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking")
ECRAN = {"width": 1280, "height": 720}
FINI = '[data-test-script-state="notRunning"] h1'
Mesures = dict[str, list[float]]


class Geste(NamedTuple):
    """A click that exchanges two states of a screen.

    Attributes:
        nom: as printed.
        page: address of the screen, choices included.
        scene: the peers' scene that does the same job.
        viser: puts the pointer on what is to be pressed, the n-th time; what it opens is not measured.
        navigateur: answered without the server (target: the static Plotly page), else by it (target: Dash).
    """

    nom: str
    page: str
    scene: str
    viser: Callable[[Page, int], Awaitable[None]]
    navigateur: bool


def _bouton(*noms: str) -> Callable[[Page, int], Awaitable[None]]:
    async def viser(page: Page, n: int) -> None:
        await page.get_by_role("radio", name=noms[n % 2], exact=True).first.hover(force=True)

    return viser


def _liste(etiquette: str, *options: str) -> Callable[[Page, int], Awaitable[None]]:
    async def viser(page: Page, n: int) -> None:
        await page.get_by_role("combobox", name=etiquette, exact=True).first.click()
        await page.keyboard.type(options[n % 2])
        await page.get_by_role("option", name=re.compile(f"^{options[n % 2]}")).first.hover()

    return viser


def _zone(*codes: str) -> Callable[[Page, int], Awaitable[None]]:
    async def viser(page: Page, n: int) -> None:
        await page.locator(f"svg.carte [data-code='{codes[n % 2]}']").first.hover(force=True)

    return viser


def _temoin(page: Page, n: int) -> Awaitable[None]:
    return page.locator("#b" if n % 2 == 0 else "#a").hover()


def _carte(**choix: str) -> str:
    return f"carte?{urlencode({'zonage': 'bassin', **choix})}"


GESTES = (
    Geste(
        "Carte : indicateur",
        _carte(indicateur="bmo_projets"),
        "carte",
        _liste("Indicateur", "Part des projets de recrutement jugés difficiles", "Projets de recrutement"),
        False,
    ),
    Geste(
        "Carte : découpage",
        _carte(zonage="departement"),
        "carte",
        _liste("Découpage", "Bassins d’emploi", "Départements"),
        False,
    ),
    Geste(
        "Carte : niveau ↔ écart", _carte(indicateur="densite"), "carte", _bouton("Écart à la région", "Niveau"), True
    ),
    Geste("Carte : période", _carte(), "carte", _liste("Période", "2021", "2024"), True),
    Geste("Carte : zone", _carte(), "carte", _zone("5221", "5208"), True),
    Geste(
        "Communes : zone", _carte(zonage="commune", indicateur="population"), "communes", _zone("44036", "72003"), True
    ),
    Geste(
        "Communes : indicateur",
        _carte(zonage="commune", indicateur="population"),
        "communes",
        _liste("Indicateur", "Densité de population", "Population municipale"),
        False,
    ),
    Geste("Météo : candidat ↔ employeur", "meteo?", "carte", _bouton("Je recrute", "Je cherche"), True),
    Geste(
        "Météo : territoire", "meteo?", "carte", _liste("Bassin d’emploi ou département", "Le Mans", "Ancenis"), False
    ),
    Geste(
        "Météo : niveau de lecture",
        "meteo?",
        "carte",
        _liste("Niveau de lecture", "Domaines professionnels", "Familles de métiers"),
        False,
    ),
    Geste("Tendances : niveau ↔ indice", "tendances?", "tendances", _bouton("Indice 100", "Niveau"), True),
    Geste(
        "Tendances : indicateur",
        "tendances?indicateur=bmo_projets",
        "tendances",
        _liste("Indicateur", "Part des projets de recrutement jugés difficiles", "Projets de recrutement"),
        False,
    ),
)
VUES = (*CHOIX, "a_propos")
TEMOINS = {"Plotly": ("statique", "plotly/{}"), "SVG": ("statique", "svg/{}"), "Dash": ("dash", "{}")}


async def _fini(page: Page) -> bool:
    return await page.locator(FINI).count() > 0


class _Piste:
    """A page on which one gesture is repeated."""

    def __init__(self, page: Page, viser: Callable[[Page, int], Awaitable[None]], nous: bool) -> None:
        self.page, self.viser, self.nous, self.n = page, viser, nous, 0

    async def cliquer(self) -> float | None:
        titre = self.page.locator("h1").first
        async with Film(self.page) as film:
            await film.calme(duree=0.25)
            depart, ancien = film.vues[-1].gris, await titre.text_content()
            await self.viser(self.page, self.n)
            self.n += 1
            await film.calme(duree=0.25)
            debut = time.time()
            await self.page.mouse.down()
            await self.page.mouse.up()

            async def fini() -> bool:
                return await _fini(self.page) if self.nous else await titre.text_content() != ancien

            await film.calme(fini)
            return film.peint_ms(depart, debut)


async def _ouvrir(navigateur: Browser, adresse: str) -> Page:
    contexte = await navigateur.new_context(viewport=ECRAN, locale="fr-FR")
    page = await contexte.new_page()
    page.set_default_timeout(20_000)
    await page.goto(adresse)
    return page


async def clics(nous: dict[str, str], temoins: dict[str, str], tours: int, seuls: str = "") -> dict[str, Mesures]:
    """Gesture -> variant -> milliseconds from click to paint.

    Args:
        nous: name of a variant of ours -> address of its server.
        temoins: « statique », « dash » -> address.
        tours: clicks of each variant.
        seuls: only the gestures whose name holds this text.
    """
    mesures: dict[str, Mesures] = {}
    async with async_playwright() as p:
        navigateur = await p.chromium.launch(executable_path=shutil.which("chromium"), args=list(OPTIONS))
        for geste in (g for g in GESTES if seuls in g.nom):
            pistes = {}
            for nom, adresse in nous.items():
                page = await _ouvrir(navigateur, f"{adresse}/{geste.page}")
                await page.wait_for_selector(FINI)
                pistes[nom] = _Piste(page, geste.viser, True)
            for nom, (serveur, chemin) in TEMOINS.items():
                page = await _ouvrir(navigateur, f"{temoins[serveur]}/{chemin.format(geste.scene)}")
                await page.wait_for_selector("#b")
                pistes[nom] = _Piste(page, _temoin, False)
            await asyncio.sleep(2)
            faits: Mesures = defaultdict(list)
            noms = list(pistes)
            for tour in range(tours + 2):
                for nom in noms[tour % len(noms) :] + noms[: tour % len(noms)]:
                    try:
                        ms = await pistes[nom].cliquer()
                    except Error as e:  # a gesture that a variant does not offer is left out, and said
                        print(f"  {geste.nom}, {nom} : {str(e).splitlines()[0]}")
                        noms.remove(nom)
                        break
                    if tour >= 2 and ms is not None:  # both states have been seen once
                        faits[nom].append(ms)
            mesures[geste.nom] = dict(faits)
            for piste in pistes.values():
                await piste.page.context.close()
        await navigateur.close()
    return mesures


async def vues(nous: dict[str, str], temoins: dict[str, str], tours: int, seuls: str = "") -> dict[str, Mesures]:
    """Screen -> variant -> milliseconds from the request to paint, each in a browser that has fetched nothing."""
    mesures: dict[str, Mesures] = defaultdict(lambda: defaultdict(list))
    async with async_playwright() as p:
        for tour in range(tours + 1):
            for ecran in (v for v in VUES if seuls in v):
                scene = "tendances" if ecran == "tendances" else "carte"
                adresses = {nom: f"{adresse}/{ecran}" for nom, adresse in nous.items()}
                adresses |= {nom: f"{temoins[s]}/{chemin.format(scene)}" for nom, (s, chemin) in TEMOINS.items()}
                noms = list(adresses)
                for nom in noms[tour % len(noms) :] + noms[: tour % len(noms)]:
                    navigateur = await p.chromium.launch(executable_path=shutil.which("chromium"), args=list(OPTIONS))
                    page = await (await navigateur.new_context(viewport=ECRAN, locale="fr-FR")).new_page()
                    async with Film(page) as film:
                        await film.calme(duree=0.2)
                        debut = time.time()
                        await page.goto(adresses[nom], wait_until="commit")
                        await film.calme((lambda p=page: _fini(p)) if nom in nous else None, 1.2)
                        ms = film.peint_ms(None, debut)
                    await navigateur.close()
                    if tour and ms is not None:  # the first round warms the servers
                        mesures[ecran][nom].append(ms)
    return {ecran: dict(m) for ecran, m in mesures.items()}

"""Twelve journeys of a reader, in gestures and seconds, on laptop and phone: `python -m tests.bench.parcours RACINE`.

Each one starts on the home page, cold, and ends when what was looked for is on the screen. A line typed is a gesture,
as is a click, a touch or the Enter key. Nothing is asserted: a busy machine is slow.
"""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

from tests.bench import serveurs

ECRANS = {"portable": {"width": 1280, "height": 720}, "téléphone": {"width": 390, "height": 844}}
ATTENTE_MS = 30_000
DESSIN = ".obs-graphique svg:visible"
CARTE = "svg.carte [data-code]"


class Lecteur:
    """Someone with a browser: counts gestures from the moment the home page is drawn."""

    def __init__(self, page: Page, adresse: str) -> None:
        self.page, self.adresse, self.gestes = page, adresse, 0
        page.set_default_timeout(ATTENTE_MS)
        page.goto(adresse)
        self.champ.wait_for()
        self.depart = time.monotonic()

    @property
    def champ(self) -> Locator:
        """The search field of the home page."""
        return self.page.locator("[role=combobox]:visible").first

    def chercher(self, texte: str, ecran: str) -> None:
        """Type a line in the search field and take the first answer: three gestures."""
        self.champ.click()
        self.champ.press_sequentially(texte)
        self.page.get_by_role("option").first.wait_for()
        self.champ.press("Enter")
        self.gestes += 3
        self.page.wait_for_url(f"**/{ecran}?**")

    def cliquer(self, nom: str) -> None:
        """Press the first thing that says so."""
        self.page.locator(f"text={nom} >> visible=true").first.click()
        self.gestes += 1

    def voir(self, quoi: str) -> None:
        """Wait for a drawing or a text."""
        self.page.locator(quoi).first.wait_for()


def portrait(r: Lecteur) -> None:
    r.chercher("portrait spo mamers", "portrait")
    r.voir("h1:visible")
    if (choix := r.page.locator(".st-key-deplier-portrait label")).is_visible():  # folded on a phone
        choix.click()
        r.gestes += 1
    with r.page.expect_download():
        r.cliquer("Portrait (PDF, deux pages)")


def origine(r: Lecteur) -> None:
    r.chercher("mamers", "territoires")
    r.cliquer("D’où vient ce chiffre")
    r.voir("text=SHA-256")


def partager(r: Lecteur) -> None:
    r.chercher("carte du chômage", "carte")
    r.voir(CARTE)
    r.page.locator(".obs-partager:visible").first.click()
    r.gestes += 1
    r.voir("text=Copier le lien")


def revenir(r: Lecteur) -> None:
    r.chercher("mamers", "territoires")
    r.page.go_back()
    r.gestes += 1
    r.champ.wait_for()


def recherche(question: str, ecran: str, *vus: str) -> Callable[[Lecteur], None]:
    """A journey that a line of the search ends: the screen it opens, and what is seen there."""

    def suivre(r: Lecteur) -> None:
        r.chercher(question, ecran)
        for quoi in vus:
            r.voir(quoi)

    return suivre


PARCOURS: dict[str, Callable[[Lecteur], None]] = {
    "Le chômage autour de ma commune, dans le temps": recherche("chômage mamers", "tendances", DESSIN),
    "Les métiers difficiles à pourvoir ici": recherche(
        "métiers en tension mamers", "meteo", "h1:visible:has-text('Mamers')"
    ),
    "Mon SPO et où il en est": recherche("spo mamers", "territoires", "main >> text=SPO de Sarthe Nord"),
    "Comparer avec la voisine": recherche("comparer mamers la flèche", "tendances", DESSIN),
    "Où se former à un métier": recherche("où se former aide-soignant mamers", "formation", "h1:visible"),
    "Le portrait de mon SPO, imprimé": portrait,
    "D’où vient un chiffre": origine,
    "Ce qu’est une ZEF": recherche("qu’est-ce qu’une ZEF", "aide", "text=Zone Emploi Formation"),
    "La carte des GTEC": recherche("carte des gtec", "carte", CARTE),
    "Ce que coûte un dispositif": recherche("coût de la POE", "convention", "h1:visible"),
    "Partager une carte": partager,
    "Revenir en arrière": revenir,
}


def mesurer(navigateur: Browser, racine: str, ecran: str, suivre: Callable[[Lecteur], None]) -> str:
    """« 3 gestes, 2,1 s » of one journey, or what was not reached."""
    contexte = navigateur.new_context(viewport=ECRANS[ecran], has_touch=ecran == "téléphone", reduced_motion="reduce")
    try:
        lecteur = Lecteur(contexte.new_page(), racine)
        suivre(lecteur)
        secondes = f"{time.monotonic() - lecteur.depart:.1f}".replace(".", ",")
        return f"{lecteur.gestes} gestes, {secondes} s"
    except Error as e:
        return f"non atteint : {str(e).splitlines()[0][:60]}"
    finally:
        contexte.close()


def main(racine: Path) -> None:
    """Print the table of the journeys on a data root, in Markdown."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with serveurs.ouverts({"nous": serveurs.application(serveurs.DEPOT, racine)}) as nous, sync_playwright() as p:
        navigateur = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        premiere = navigateur.new_page()  # a server just started makes what all its readers share
        premiere.goto(nous["nous"].adresse, timeout=180_000)
        premiere.locator("[role=combobox]:visible").first.wait_for(timeout=180_000)
        premiere.close()
        print(f"| parcours | {' | '.join(ECRANS)} |\n| --- | --- | --- |")
        for nom, suivre in PARCOURS.items():
            faits = [mesurer(navigateur, nous["nous"].adresse, ecran, suivre) for ecran in ECRANS]
            print(f"| {nom} | {' | '.join(faits)} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

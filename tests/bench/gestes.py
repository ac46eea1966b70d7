"""The twelve questions of an analyst, played in a browser from a bare Explorer: gestures, presses, seconds, rows.

    python tests/bench/gestes.py http://127.0.0.1:8501 [--commande] [QUESTION…]

A gesture is a list that is opened, filled and left, or a press on a button; presses are all that the hand does. The
address that the screen then gives is asked of the API, and with `--commande` of `exporter` too, on the same data root:
the same rows, cell by cell.
"""

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pandas as pd
from playwright.sync_api import Page, sync_playwright

GESTES_MAX = 6
ZONES, INDICATEURS, PERIODES, METIERS = "mot-zones", "mot-indicateurs", "mot-periodes", "mot-metiers"
PLUS = "plus-explorer"
# What is asked -> lists: which one, whether it is emptied first, what is typed in it; (PLUS, field, value).
PROJETS, CHOMAGE, REGION = "Projets de recrutement", "Taux de chômage", "Pays de la Loire"
CINQ = tuple(f"{z} (zone d" for z in ("Angers", "Cholet", "Laval", "Mayenne", "Saumur"))
QUESTIONS = {
    "tension, deux bassins": [
        (ZONES, True, "Beaupréau (bassin", "Les Herbiers (bassin"), (METIERS, False, "Tous\u00a0: métiers ("),
    ],
    "un métier de 2018 à 2024": [
        (INDICATEURS, True, PROJETS), (METIERS, False, "Chaudronniers"), (PERIODES, True, "Toutes"),
    ],
    "femmes et jeunes par EPCI": [
        (INDICATEURS, True, "Femmes", "moins de 25 ans"), (ZONES, True, "Tous\u00a0: Intercommunalités"),
    ],
    "insertion par voie et difficulté": [(INDICATEURS, False, "apprentis", "scolaires"), (ZONES, True, REGION)],
    "cinq zones d’emploi": [(INDICATEURS, True, CHOMAGE), (PERIODES, True, "Toutes"), (ZONES, True, *CINQ)],
    "dix plus grands mouvements": [("Voir", "Ce qui a bougé")],
    "bassins × métiers, classeur": [
        (METIERS, False, "Les métiers\u00a0: Transports"), (INDICATEURS, True, PROJETS),
        (PLUS, "En colonnes", "Métiers"),
    ],
    "SPO avec leurs contours": [(ZONES, True, "Tous\u00a0: Territoires SPO"), (INDICATEURS, True, "catégorie A")],
    "une série": [(INDICATEURS, True, CHOMAGE), (ZONES, True, REGION), (PERIODES, True, "Toutes")],
    "plusieurs indicateurs": [(INDICATEURS, False, CHOMAGE), (ZONES, True, REGION)],
    "projets pour 100 demandeurs": [
        (INDICATEURS, True, PROJETS), (ZONES, True, REGION), (PLUS, "Montrer", "Pour 100"),
        (PLUS, "Divisé par", "catégories A, B et C, corrigés"),
    ],
    "lieux au-dessus d’un seuil": [
        (INDICATEURS, True, CHOMAGE), (ZONES, True, "Tous\u00a0: Zones d"), (PLUS, "Au moins", "7"),
    ],
}  # fmt: skip


class Main:
    """A hand on a page: what it does is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestes, self.pressions, self._ouvert = page, 0, 0, ""

    def attendre(self) -> None:
        """The run that answers a press is over."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector("[data-test-script-state=notRunning]", timeout=60_000)
        self.page.wait_for_timeout(200)

    def presser(self, ou, texte: str = "") -> None:
        """One press, or one text typed and its line chosen."""
        ou.click()
        self.pressions += 1
        if texte:
            self.page.keyboard.type(texte)
            self.page.wait_for_timeout(500)
            # The first line of a list of several takes all that is written under it.
            siennes = self.page.get_by_role("option", name=texte)
            if siennes.count():
                siennes.first.click()
            else:
                self.page.keyboard.press("Enter")
        self.attendre()

    def ouvrir(self, cle: str):
        """The panel of a word of the sentence."""
        if self._ouvert != cle:
            if self._ouvert:
                for _ in range(2):  # the list, then its panel
                    self.page.keyboard.press("Escape")
                    self.page.wait_for_timeout(400)
            self.presser(self.page.locator(f".st-key-{cle} [data-testid=stPopoverButton], .st-key-{cle} button").first)
            self._ouvert = cle
        return self.page.locator("[data-testid=stPopoverBody]")

    def remplir(self, cle: str, vider: bool, *textes: str) -> None:
        """A list of several."""
        self.gestes += 1
        panneau = self.ouvrir(cle)
        if vider and (gomme := panneau.get_by_label("Clear all").or_(panneau.get_by_label("Tout effacer"))).count():
            self.presser(gomme.first)
        for texte in textes:
            self.presser(panneau.get_by_role("combobox").first, texte)

    def regler(self, champ: str, valeur: str) -> None:
        """A field of « Plus de choix »."""
        self.gestes += 1
        panneau = self.ouvrir(PLUS)
        self.presser(panneau.get_by_label(champ, exact=True).first, valeur)

    def voir(self, _: str, vue: str) -> None:
        """Another view."""
        self.gestes += 1
        self.presser(self.page.get_by_role("combobox", name="Voir").first, vue)


def jouer(page: Page, base: str, gestes: list[tuple]) -> tuple[Main, str]:
    """The question played from the bare screen; the address that it gives."""
    page.goto(urljoin(base, "explorer"), timeout=150_000)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_selector(".st-key-exports-explorer", timeout=60_000)
    main = Main(page)
    main.attendre()
    for quoi, *suite in gestes:
        {PLUS: main.regler, "Voir": main.voir}.get(quoi, main.remplir)(*([] if quoi == PLUS else [quoi]), *suite)
    adresse = page.locator("a[href*='api/v1/chiffres.csv']").last.get_attribute("href")
    return main, adresse.partition("?")[2]


def main() -> int:
    """The table; 1 when a question takes too many gestures, or two doors differ."""
    base, fautes = sys.argv[1].rstrip("/") + "/", 0
    with sync_playwright() as p, tempfile.TemporaryDirectory() as ici:
        page = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"]).new_page()
        page.set_default_timeout(30_000)
        voulues = [a for a in sys.argv[2:] if a != "--commande"]
        for quoi, gestes in QUESTIONS.items():
            if voulues and quoi not in voulues:
                continue
            debut = time.perf_counter()
            try:
                m, adresse = jouer(page, base, gestes)
            except Exception as e:  # noqa: BLE001 one question that fails leaves the others
                print(f"NON {quoi} : {type(e).__name__} {str(e)[:200]}", flush=True)
                fautes += 1
                continue
            secondes = time.perf_counter() - debut
            api = pd.read_parquet(io.BytesIO(urlopen(f"{base}api/v1/chiffres.parquet?{adresse}", timeout=120).read()))
            egales = True
            if "--commande" in sys.argv:
                fichier = Path(ici, "f.parquet")
                commande = [sys.executable, "-m", "data_loaders", "exporter", adresse, "--vers", str(fichier)]
                subprocess.run(commande, check=True, capture_output=True)
                egales = pd.read_parquet(fichier).equals(api)
            juste = m.gestes <= GESTES_MAX and len(api) > 0 and egales
            fautes += not juste
            print(
                f"{'oui' if juste else 'NON':4}{quoi} : {m.gestes} gestes, {m.pressions} appuis, {secondes:.0f} s, "
                f"{len(api)} lignes, {'égales' if egales else 'AUTRES'} | {adresse}",
                flush=True,
            )
    return int(fautes > 0)


if __name__ == "__main__":
    sys.exit(main())

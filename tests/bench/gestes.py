"""The twelve questions of an analyst, played in a browser from a bare Explorer: gestures, presses, seconds, rows.

    python -m tests.bench.gestes http://127.0.0.1:8501 [--commande] [QUESTION…]

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
from playwright.sync_api import Locator, Page, sync_playwright

from tests.e2e import gestes

GESTES_MAX = 6
ZONES, INDICATEURS, PERIODES, METIERS = "mot-zones", "mot-indicateurs", "mot-periodes", "mot-metiers"
PLUS, VOIR = "plus-explorer", "Voir"
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
    "insertion par voie et difficulté": [
        (INDICATEURS, False, "Emploi des apprentis 6 mois", "lycées 6 mois"), (ZONES, True, REGION),
    ],
    "cinq zones d’emploi": [(INDICATEURS, True, CHOMAGE), (PERIODES, True, "Toutes"), (ZONES, True, *CINQ)],
    "dix plus grands mouvements": [(VOIR, "Ce qui a bougé")],
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

    def presser(self, ou: Locator, texte: str = "") -> None:
        """One press, or one text typed and its line chosen; until the screen has answered."""
        ou.click()
        self.pressions += 1
        if texte:
            ou.fill(texte)
            ou.locator("xpath=following-sibling::*//li").first.click()
        gestes.attendre(self.page)

    def ouvrir(self, cle: str) -> Locator:
        """The panel of a word of the sentence."""
        volet = self.page.locator(f"#n-{cle}")
        if self._ouvert != cle:
            self.presser(volet.locator("summary").first)
            self._ouvert = cle
        return volet

    def remplir(self, cle: str, vider: bool, *textes: str) -> None:
        """A list of several, typed in; what it held is taken away after, since none is all."""
        self.gestes += 1
        volet = self.ouvrir(cle)
        anciens = volet.locator(".obs-taper button").all_inner_texts() if vider else []
        for texte in textes:
            if texte in anciens:
                continue
            self.presser(volet.get_by_role("combobox").first, texte)
        for ancien in anciens:
            if ancien not in textes:
                self.presser(volet.get_by_label(f"Retirer {ancien}", exact=True))

    def regler(self, nom: str, valeur: str) -> None:
        """A field of « Plus de choix »."""
        self.gestes += 1
        champ = self.ouvrir(PLUS).get_by_label(nom, exact=True).first
        self._prendre(champ, valeur)

    def voir(self, nom: str, vue: str) -> None:
        """Another view."""
        self.gestes += 1
        self._prendre(self.page.get_by_label(nom, exact=True).first, vue)

    def _prendre(self, champ: Locator, valeur: str) -> None:
        """A line of a list of the browser, or a number typed."""
        self.pressions += 1
        if champ.evaluate("e => e.localName") == "select":
            champ.select_option(label=next(t for t in champ.locator("option").all_inner_texts() if valeur in t))
        else:
            champ.fill(valeur)
            champ.press("Enter")
        gestes.attendre(self.page)


def jouer(page: Page, base: str, suite: list[tuple]) -> tuple[Main, str]:
    """The question played from the bare screen; the address that it gives."""
    gestes.aller(page, urljoin(base, "explorer"))
    main = Main(page)
    for quoi, *dits in suite:
        if quoi == PLUS:
            main.regler(*dits)
        elif quoi == VOIR:
            main.voir(quoi, *dits)
        else:
            main.remplir(quoi, *dits)
    adresse = page.locator("a[href*='api/v1/chiffres.csv']").last.get_attribute("href")
    return main, adresse.partition("?")[2]


def main() -> int:
    """The table; 1 when a question takes too many gestures, or two doors differ."""
    base, fautes = sys.argv[1].rstrip("/") + "/", 0
    with sync_playwright() as p, tempfile.TemporaryDirectory() as ici:
        page = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"]).new_page()
        page.set_default_timeout(30_000)
        voulues = [a for a in sys.argv[2:] if a != "--commande"]
        for quoi, suite in QUESTIONS.items():
            if voulues and quoi not in voulues:
                continue
            debut = time.perf_counter()
            try:
                m, adresse = jouer(page, base, suite)
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

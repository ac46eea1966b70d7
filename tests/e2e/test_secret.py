"""What a hidden value would travel by: frames of the socket, answers of the server, page source, downloaded files."""

import io
import struct
import zipfile

import pytest
from playwright.sync_api import expect

from data_loaders.magasin.donnees import Donnees
from pages.figures.ecrans import ECRANS
from tests import builders
from tests.canaris import Enquete
from tests.e2e.conftest import DEPOT

ADRESSES = (
    *(f"{e.module}?zone=bassin:5220&periode=2023" for e in ECRANS),
    *(f"carte?zonage=bassin&indicateur={i}" for i in ("bmo_projets", "bmo_projets_difficiles")),
    "meteo?zone=departement:44&niveau=metier&metier=metier:B0Z20",
)
FICHIERS = (
    "donnees",
    "carte?zonage=bassin&indicateur=bmo_projets&zone=bassin:5220",
    "meteo?zone=bassin:5220&niveau=metier",
    "tendances?indicateur=bmo_projets_difficiles&zonage=bassin&zones=bassin:5220",
    "comparer?indicateur=bmo_part_difficiles&t1=bassin:5220",
)


@pytest.fixture(scope="module")
def enquete(tmp_path_factory) -> Enquete:
    return Enquete(tmp_path_factory.mktemp("enquete"), 7)


@pytest.fixture(scope="module")
def adresse(enquete, lancer, tmp_path_factory) -> str:
    """The application on that survey alone."""
    racine = tmp_path_factory.mktemp("racine")
    for fichier in enquete.fichiers:
        builders.importer(Donnees(racine), "bmo", fichier)
    return lancer(DEPOT / "dashboard.py", racine)


@pytest.fixture
def page(nouvelle_page):
    """A page whose frames are kept in `page.recu`, and the addresses of its JSON answers in `page.adresses`."""
    page = nouvelle_page(viewport={"width": 1280, "height": 2400})
    page.recu, page.adresses = [], set()
    garder = lambda charge: page.recu.append(charge if isinstance(charge, bytes) else charge.encode())  # noqa: E731
    page.on("websocket", lambda ws: ws.on("framereceived", garder))
    page.on("response", lambda r: _json(r) and page.adresses.add(r.url))
    return page


def _json(reponse) -> bool:
    """Whether an answer is JSON to search; the files given back are read by `rendu`."""
    return "json" in reponse.headers.get("content-type", "") and "/media/" not in reponse.url


def tout_recu(page) -> bytes:
    """Everything the page was given. JSON is asked for again: the browser does not keep the body of every answer."""
    reponses = [page.request.get(adresse) for adresse in sorted(page.adresses)]
    assert all(r.ok for r in reponses)
    return b"\n".join([*page.recu, *(r.body() for r in reponses), page.content().encode()])


def traces(canari: float) -> tuple[bytes, ...]:
    """The ways a value is written: as text, with a point or a comma, or as a binary double."""
    texte = f"{canari:.8f}"[:9]  # seven decimals: one more than a coordinate of an outline
    return texte.encode(), texte.replace(".", ",").encode(), struct.pack("<d", canari)


def deplie(nom: str, octets: bytes) -> bytes:
    """A file and what it holds, as far down as archives go (a workbook is one)."""
    if not zipfile.is_zipfile(io.BytesIO(octets)):
        return octets
    with zipfile.ZipFile(io.BytesIO(octets)) as z:
        return b"\n".join(deplie(n, z.read(n)) for n in z.namelist())


def chercher(enquete: Enquete, octets: bytes) -> list:
    return [cle for cle, v in enquete.verite.items() if any(t in octets for t in traces(v))]


def rendu(page, bouton) -> bytes:
    """The file a button gives back, read at the address the server answers.

    The keyboard presses it and the browser's own list of downloads is left out: a pointer misses a button that moves
    under it. The page asks for the address twice, once to check it and once to save it: the first one alone counts.
    """
    verification = lambda r: "/media/" in r.url and r.request.resource_type == "fetch"  # noqa: E731
    with page.expect_response(verification, timeout=60_000) as attendue:  # a whole package is made on demand
        bouton.press("Enter")
    fichier = page.request.get(attendue.value.url)
    assert fichier.ok, attendue.value.url
    return fichier.body()


def test_no_canary_in_the_frames_nor_in_the_source_of_any_screen(page, attendre, adresse, enquete):
    for ecran in ADRESSES:
        page.goto(f"{adresse}/{ecran}")
        attendre(page)
        page.recu.append(page.content().encode())
    octets = tout_recu(page)
    # The traffic is really there to be searched: the figures of Nantes, its label, the frames of the map.
    assert b"Nantes" in octets
    assert b"5220" in octets
    assert len(page.recu) > 5 * len(ADRESSES)
    assert chercher(enquete, octets) == []


def test_no_canary_in_any_file_a_reader_downloads(page, attendre, adresse, enquete):
    lus, suivis = [], 0
    for ecran in FICHIERS:
        page.goto(f"{adresse}/{ecran}")
        attendre(page)
        boutons = page.get_by_test_id("stDownloadButton").locator("button:visible")
        expect(boutons.first).to_be_visible()
        if "carte" in ecran or "meteo" in ecran:  # once the map is there the page is no longer drawn again
            expect(page.locator("svg.carte [data-code]").first).to_be_attached()
            attendre(page)
        plis = page.locator("summary", has_text="D’où vient ce chiffre")
        for i in range(plis.count()):
            plis.nth(i).click()
            # The run that unfolds it has to be over, or the buttons are drawn again under the next click.
            expect(plis.nth(i).locator("xpath=..").locator(".obs-origine")).to_be_visible()
            attendre(page)
        suivis += plis.count()
        for i in range(boutons.count()):
            lus.append(deplie("", rendu(page, boutons.nth(i))))
    assert len(lus) >= 20
    assert suivis >= 6
    tout = b"\n".join([*lus, tout_recu(page)])
    assert b"5220" in tout
    assert chercher(enquete, tout) == []


def test_a_canary_put_in_the_traffic_would_be_seen(enquete):
    (cle, valeur), *_ = enquete.verite.items()
    assert chercher(enquete, b"x" + struct.pack("<d", valeur) + b"y") == [cle]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.csv", f"{valeur:.8f}".replace(".", ","))
    assert chercher(enquete, deplie("a.zip", archive.getvalue())) == [cle]

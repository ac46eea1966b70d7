"""Accès Pro on two servers of the same code, with a provider of identity on this machine; what the public one gives.

Canaries are looked for in frames of the socket, answers of the server, page source and downloaded files: values that
the signatories keep to themselves, read in the reserved process, and those that the producer of a survey hides.
"""

import io
import shutil
import struct
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from pages.figures.convention import saisie
from pages.figures.ecrans import ECRANS
from tests import builders
from tests.canaris import PUBLIQUE, Enquete, deplie, lire, reserver, traces, trames, vus
from tests.e2e.conftest import DEPOT
from tests.vues import courts

REGLAGES = '[acces_pro.personnes]\n"signataire@region.exemple" = "region"\n'
SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "un secret d'essai assez long"
client_id = "observatoire"
client_secret = "x"
server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"
"""
DITES = {"email": "signataire@region.exemple", "email_verified": True, "name": "Signataire d’essai"}
SIGNATAIRE = User(sub="signataire", claims=DITES)
ADRESSES = (
    *(f"{e.module}?zone=bassin:5220&periode=2023" for e in ECRANS),
    *(f"carte?zonage=bassin&indicateur={i}" for i in ("bmo_projets", "bmo_projets_difficiles")),
    "meteo?zone=departement:44&niveau=metier&metier=metier:B0Z20",
    *(f"convention?rubrique={r}" for r in ("suivi", "saisie", "engagements", "publication")),
    "convention?rubrique=temps",
)
# Where the browser asks for files too: maps, charts, tables.
OUVERTES = (
    "carte?zonage=bassin&indicateur=bmo_projets",
    "convention?rubrique=suivi",
    "tendances?zone=bassin:5220&periode=2023",
)
# Where a reader takes files away.
FEUILLES = (
    "carte?zonage=bassin&indicateur=bmo_projets&zone=bassin:5220",
    "donnees",
    "meteo?zone=bassin:5220&niveau=metier",
    "tendances?indicateur=bmo_projets_difficiles&zonage=bassin&zones=bassin:5220",
    "tendances?indicateur=bmo_part_difficiles_estimee&zones=bassin:5220",
)
FICHIERS = ("jeux", "indicateurs", "metadonnees", "nouveautes.atom", *(f"jeux/{j}" for j in CONTRATS))


class Serveurs(NamedTuple):
    public: str
    reserve: str
    racine: Path
    racine_reservee: Path


@pytest.fixture(scope="module")
def enquete(tmp_path_factory) -> Enquete:
    return Enquete(tmp_path_factory.mktemp("enquete"), 7)


@pytest.fixture(scope="module")
def serveurs(racine_demo, lancer, enquete, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("acces")
    racine, reserve = dossier / "public", dossier / "reserve"
    shutil.copytree(racine_demo, racine)
    for fichier in enquete.fichiers:
        builders.importer(Donnees(racine), "bmo", fichier)
    with pytest.MonkeyPatch.context() as m:
        m.setenv("OBSERVATOIRE_DONNEES", str(racine))
        m.setenv("OBSERVATOIRE_RESERVE", str(reserve))
        reserver(dossier)
    (dossier / "reglages.toml").write_text(REGLAGES, "utf-8")
    with run_server_in_thread(user_claims=[SIGNATAIRE]) as fournisseur:
        (dossier / "secrets.toml").write_text(SECRETS.format(port=fournisseur.server_port), "utf-8")
        options = ("--secrets.files", str(dossier / "secrets.toml"))
        env = {"OBSERVATOIRE_RESERVE": str(reserve), "OBSERVATOIRE_REGLAGES": str(dossier / "reglages.toml")}
        reservee = lancer(DEPOT / "dashboard.py", racine, options=options, env=env)
        yield Serveurs(lancer(DEPOT / "dashboard.py", racine, options=options), reservee, racine, reserve)


@pytest.fixture
def page(contexte):
    """A page that may go to the provider; what its sockets received is in `page.recu`."""
    page = contexte.new_page()
    page.set_default_timeout(40_000)
    page.recu = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda charge: page.recu.append(_octets(charge))))
    yield page
    page.close()
    contexte.clear_cookies()


def entrer(page, serveurs, attendre) -> None:
    page.goto(serveurs.reserve)
    attendre(page)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("button", name="signataire", exact=True).click()
    page.wait_for_url(f"{serveurs.reserve}/")
    expect(page.get_by_text("Signataire d’essai, rôle")).to_be_visible()
    expect(page.get_by_text("Identité : signataire@region.exemple, compte « signataire » de http://")).to_be_visible()
    attendre(page)


def test_one_logs_in_takes_an_extract_away_and_logs_out_for_good(page, contexte, serveurs, attendre):
    entrer(page, serveurs, attendre)
    page.locator("label", has_text="Ajouter au classeur").click()
    page.get_by_label("Nom de l’extrait").fill("Bassins")
    page.get_by_role("button", name="Enregistrer l’extrait").click()
    lien = page.get_by_role("link", name="Classeur (XLSX), Bassins")
    expect(lien).to_be_visible()
    adresse = f"{serveurs.reserve}/{lien.get_attribute('href')}"
    fichier = page.request.get(adresse)
    assert fichier.ok
    assert fichier.headers["cache-control"] == "no-store"
    livre = openpyxl.load_workbook(io.BytesIO(fichier.body()))
    assert vus(deplie("", fichier.body()))
    assert {"chiffres", "mesures_convention"} <= set(livre.sheetnames)
    # Read on the screens too, there.
    page.goto(f"{serveurs.reserve}/convention?rubrique=suivi")
    attendre(page)
    assert vus(b"".join(page.recu))
    page.goto(serveurs.reserve)
    attendre(page)
    temoins = contexte.cookies(serveurs.reserve)
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_text("Connexion nécessaire")).to_be_visible()
    assert page.request.get(adresse).status == 401
    contexte.add_cookies(temoins)  # kept aside before the logout
    assert page.request.get(adresse).status == 401
    page.goto(f"{serveurs.reserve}/convention?rubrique=suivi")
    expect(page.get_by_text("Vous êtes déconnecté")).to_be_visible()
    actions = (serveurs.racine_reservee / "acces" / "journal.jsonl").read_text("utf-8")
    assert "eyJ" not in actions  # the start of every token
    assert [a for a in ("connexion", "extrait", "deconnexion") if f'"action": "{a}"' not in actions] == []


@pytest.fixture
def lecture(nouvelle_page):
    """A page whose frames are kept in `page.recu`, and the addresses of its JSON answers in `page.adresses`."""
    page = nouvelle_page(viewport={"width": 1280, "height": 2400})
    page.recu, page.adresses = [], set()
    page.on("websocket", lambda ws: ws.on("framereceived", lambda charge: page.recu.append(_octets(charge))))
    page.on("response", lambda r: _json(r) and page.adresses.add(r.url))
    return page


def _octets(charge: bytes | str) -> bytes:
    return charge if isinstance(charge, bytes) else charge.encode()


def _json(reponse) -> bool:
    """Whether an answer is JSON to search; the files given back are read by `rendu`."""
    return "json" in reponse.headers.get("content-type", "") and "/media/" not in reponse.url


def tout_recu(page) -> bytes:
    """Everything the page was given. JSON is asked for again: the browser does not keep the body of every answer."""
    reponses = [page.request.get(adresse) for adresse in sorted(page.adresses)]
    assert all(r.ok for r in reponses)
    return b"\n".join([*page.recu, *(r.body() for r in reponses), page.content().encode()])


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


def test_a_public_visitor_is_given_nothing_of_what_is_reserved_or_hidden(lecture, serveurs, attendre, enquete):
    page = lecture
    for ecran in OUVERTES:
        page.goto(f"{serveurs.public}/{ecran}")
        attendre(page)
        page.recu.append(page.content().encode())
    for ecran in ADRESSES:
        page.recu += trames(serveurs.public, ecran)
    assert len(page.recu) > 5 * len(ADRESSES)
    for adresse in (*FICHIERS, *(f"jeux/convention/courant.{f}" for f in ("csv", "xlsx", "parquet"))):
        reponse = page.request.get(f"{serveurs.public}/api/v1/{adresse}")
        page.recu.append(deplie("", reponse.body()))
    lus = [lire(fichier) for fichier in serveurs.racine.rglob("*") if fichier.is_file()]
    recu = b"\n".join([tout_recu(page), *lus])
    # The traffic is really there to be searched: what is public of the same workbook, Nantes and its label.
    assert any(t in recu for t in traces(PUBLIQUE))
    assert b"Nantes" in recu
    assert b"5220" in recu
    assert (vus(recu), enquete.vues(recu)) == ([], [])
    assert any(vus(f.read_bytes()) for f in serveurs.racine_reservee.rglob("*.parquet"))


@pytest.mark.parametrize("ecran", courts(FEUILLES, FEUILLES[:2]))
def test_no_canary_in_any_file_a_reader_downloads(lecture, attendre, serveurs, enquete, ecran):
    page, lus = lecture, []
    page.goto(f"{serveurs.public}/{ecran}")
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
    assert ("zone" in ecran or "t1" in ecran) <= (plis.count() >= 1)
    for i in range(boutons.count()):
        lus.append(deplie("", rendu(page, boutons.nth(i))))
    assert len(lus) >= 2
    tout = b"\n".join([*lus, tout_recu(page)])
    assert b"5220" in tout
    assert (vus(tout), enquete.vues(tout)) == ([], [])


def test_a_canary_put_in_the_traffic_would_be_seen(enquete):
    (cle, valeur), *_ = enquete.verite.items()
    assert enquete.vues(b"x" + struct.pack("<d", valeur) + b"y") == [cle]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.csv", f"{valeur:.8f}".replace(".", ","))
    assert enquete.vues(deplie("a.zip", archive.getvalue())) == [cle]


@pytest.mark.parametrize("adresse", ["auth/login", "auth/logout", "oauth2callback"])
def test_the_public_process_has_no_door(serveurs, page, adresse):
    assert page.request.get(f"{serveurs.public}/{adresse}", max_redirects=0).status == 404


def test_the_reserved_process_answers_nothing_to_a_visitor(serveurs, page, attendre):
    for ecran in ("", "convention?rubrique=suivi", saisie.__name__.rpartition(".")[2]):
        page.goto(f"{serveurs.reserve}/{ecran}")
        attendre(page)
        expect(page.get_by_text("Connexion nécessaire")).to_be_visible()
    for adresse in ("api/v1/jeux", "readyz", "seance/vue?adresse=/convention", "media/x"):
        assert page.request.get(f"{serveurs.reserve}/{adresse}").status == 401
    assert vus(b"".join(page.recu)) == []
    assert urllib.request.urlopen(f"{serveurs.reserve}/healthz").status == 200

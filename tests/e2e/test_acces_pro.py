"""Accès Pro on two servers of the same code, with a provider of identity on this machine; what the public one gives.

Canaries are looked for in all that the server answers, down to the files one downloads: values that the signatories
keep to themselves, read in the reserved process, and those that the producer of a survey hides.
"""

import html
import io
import json
import re
import shutil
import struct
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from data_loaders.contracts import CONTRATS
from data_loaders.magasin.donnees import Donnees
from pages.figures.ecrans import ECRANS
from tests import builders
from tests.canaris import PUBLIQUE, Enquete, deplie, lire, reserver, traces, trames, vus
from tests.e2e import gestes
from tests.e2e.conftest import DEPOT, secrets
from tests.vues import courts

REGLAGES = '[acces_pro.personnes]\n"signataire@region.exemple" = "region"\n'
DITES = {"email": "signataire@region.exemple", "email_verified": True, "name": "Signataire d’essai"}
SIGNATAIRE = User(sub="signataire", claims=DITES)
ADRESSES = (
    *(f"{e.module}?zone=bassin:5220&periode=2023" for e in ECRANS),
    *(f"carte?zonage=bassin&indicateur={i}" for i in ("bmo_projets", "bmo_projets_difficiles")),
    "meteo?zone=departement:44&niveau=metier&metier=metier:B0Z20",
    *(f"convention?rubrique={r}" for r in ("suivi", "saisie", "engagements", "publication")),
    "convention?rubrique=temps",
)
# Where a reader takes files away.
FEUILLES = (
    "carte?zonage=bassin&indicateur=bmo_projets&zone=bassin:5220",
    "donnees",
    "meteo?zone=bassin:5220&niveau=metier",
    "tendances?indicateur=bmo_projets_difficiles&zonage=bassin&zones=bassin:5220",
    "convention?rubrique=suivi",
)
FICHIERS = (
    *("jeux", "indicateurs", "metadonnees", "nouveautes.atom", *(f"jeux/{j}" for j in CONTRATS)),
    *(f"jeux/convention/courant.{f}" for f in ("csv", "xlsx", "parquet")),
)
SUIVI = "convention?rubrique=suivi"


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
        ou = f"http://127.0.0.1:{fournisseur.server_port}"
        options = secrets(dossier, "http://127.0.0.1:{port}", ou, "un secret d'essai assez long")
        env = {"OBSERVATOIRE_RESERVE": str(reserve), "OBSERVATOIRE_REGLAGES": str(dossier / "reglages.toml")}
        reservee = lancer(DEPOT / "dashboard.py", racine, options=options, env=env)
        yield Serveurs(lancer(DEPOT / "dashboard.py", racine, options=options), reservee, racine, reserve)


@pytest.fixture
def page(contexte):
    """A page that may go to the provider."""
    page = contexte.new_page()
    page.set_default_timeout(40_000)
    yield page
    page.close()
    contexte.clear_cookies()


def entrer(page, serveurs) -> None:
    gestes.aller(page, serveurs.reserve)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("button", name="signataire", exact=True).click()
    page.wait_for_url(f"{serveurs.reserve}/")
    expect(page.get_by_text("Signataire d’essai, rôle")).to_be_visible()
    expect(page.get_by_text("Identité : signataire@region.exemple, compte « signataire » de http://")).to_be_visible()
    gestes.attendre(page)


def test_one_logs_in_takes_an_extract_away_and_logs_out_for_good(page, contexte, serveurs):
    entrer(page, serveurs)
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
    # Read on the screens too, there: opened by the menu, by a choice, in a room; kept by nobody.
    page.locator(".obs-nav a", has_text="Convention").click()
    gestes.presser(page, "Suivi")
    page.wait_for_url("**rubrique=suivi**")
    assert vus(page.content().encode())
    for adresse_lue in (SUIVI, f"ecran/{SUIVI}", f"_seance/vues?adresse=/{quote(SUIVI)}"):
        lue = page.request.get(f"{serveurs.reserve}/{adresse_lue}")
        assert (vus(lue.body()) != [], lue.headers["cache-control"]) == (True, "no-store")
    ouverte = contexte.new_page()
    ouverte.goto(f"{serveurs.reserve}/{SUIVI}")
    gestes.aller(page, serveurs.reserve)
    temoins = contexte.cookies(serveurs.reserve)
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_text("Connexion nécessaire")).to_be_visible()
    assert page.request.get(adresse).status == 401
    contexte.add_cookies(temoins)  # kept aside before the logout
    assert page.request.get(adresse).status == 401
    page.goto(f"{serveurs.reserve}/{SUIVI}")
    expect(page.get_by_text("Vous êtes déconnecté")).to_be_visible()
    # A screen that was open answers no choice, and says why.
    ouverte.locator(".stButtonGroup label", has_text="Engagements").click()
    expect(ouverte.get_by_text("Vous êtes déconnecté")).to_be_visible()
    ouverte.close()
    actions = (serveurs.racine_reservee / "acces" / "journal.jsonl").read_text("utf-8")
    assert "eyJ" not in actions  # the start of every token
    assert [a for a in ("connexion", "extrait", "deconnexion") if f'"action": "{a}"' not in actions] == []


def demander(adresse: str, *, refusee: bool = False) -> bytes:
    """What an address answers, and what it holds, as far down as archives go; `refusee`: it may refuse."""
    try:
        with urllib.request.urlopen(adresse, timeout=120) as reponse:
            return deplie("", reponse.read())
    except urllib.error.HTTPError as refus:
        assert refusee, adresse
        return refus.read()


def tout(serveur: str, ecran: str, *, fichiers: bool = False) -> bytes:
    """All that a reader is given of a screen: its page, what its folds hold, its drawings, its files when asked."""
    page = demander(f"{serveur}/{ecran}").decode()
    plis = urlencode([(html.unescape(nom), "1") for nom in re.findall(r'<details[^>]* data-nom="([^"]+)"', page)])
    dit = json.loads(demander(f"{serveur}/ecran/{ecran}{'&' if '?' in ecran else '?'}{plis}"))["html"]
    noms = {f"statique/dessins/{nom}" for nom in re.findall(r"\b[0-9a-f]{32}\.(?:json|svg)\b", f"{page}{dit}")}
    noms |= {html.unescape(lien) for lien in re.findall(r' download href="([^"]+)"', dit) if fichiers}
    assert not fichiers or any("/fichier/" in nom for nom in noms), ecran
    return b"\n".join([page.encode(), dit.encode(), *(demander(f"{serveur}/{nom}") for nom in sorted(noms))])


def test_a_public_visitor_is_given_nothing_of_what_is_reserved_or_hidden(serveurs, enquete):
    recus = [tout(serveurs.public, ecran) for ecran in ADRESSES]
    recus += [demander(f"{serveurs.public}/api/v1/{adresse}", refusee=True) for adresse in FICHIERS]
    recus += [lire(fichier) for fichier in serveurs.racine.rglob("*") if fichier.is_file()]
    recu = b"\n".join(recus)
    # The traffic is really there to be searched: what is public of the same workbook, Nantes and its label.
    assert any(t in recu for t in traces(PUBLIQUE))
    assert b"Nantes" in recu
    assert b"5220" in recu
    assert (vus(recu), enquete.vues(recu)) == ([], [])
    assert any(vus(f.read_bytes()) for f in serveurs.racine_reservee.rglob("*.parquet"))


@pytest.mark.parametrize("ecran", courts(FEUILLES, FEUILLES[:1]))
def test_no_canary_in_any_file_a_reader_downloads(serveurs, enquete, ecran):
    recu = tout(serveurs.public, ecran, fichiers=True)
    assert b"5220" in recu or "convention" in ecran
    assert (vus(recu), enquete.vues(recu)) == ([], [])


def test_a_canary_put_in_the_traffic_would_be_seen(enquete):
    (cle, valeur), *_ = enquete.verite.items()
    assert enquete.vues(b"x" + struct.pack("<d", valeur) + b"y") == [cle]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.csv", f"{valeur:.8f}".replace(".", ","))
    assert enquete.vues(deplie("a.zip", archive.getvalue())) == [cle]


def test_the_reserved_process_answers_nothing_to_a_visitor(serveurs, page):
    for ecran in ("", "saisie"):
        gestes.aller(page, f"{serveurs.reserve}/{ecran}")
        expect(page.get_by_text("Connexion nécessaire")).to_be_visible()
        expect(page.locator(".obs-nav")).to_have_count(0)
    adresses = [f"{prefixe}{e.module}" for e in ECRANS if e.module != "acces_pro" for prefixe in ("", "ecran/")]
    adresses += ["api/v1/jeux", "readyz", f"_seance/vues?adresse=/{quote(SUIVI)}", "media/x", "inconnue"]
    reponses = [page.request.get(f"{serveurs.reserve}/{adresse}") for adresse in adresses]
    assert {r.status for r in reponses} == {401}
    assert vus(b"".join([*(r.body() for r in reponses), *trames(serveurs.reserve, SUIVI)])) == []
    assert urllib.request.urlopen(f"{serveurs.reserve}/healthz").status == 200

"""Accès Pro on two servers of the same code, with a provider of identity on this machine; what the public one gives.

Canaries are looked for in all that the server answers, down to the files one downloads, then in all that is left
behind: values that the signatories keep to themselves, read in the reserved process; those that the producer of a
survey hides; of each role, its name, account, extract and draft.
"""

import html
import http.client
import io
import itertools
import json
import random
import re
import shutil
import struct
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import openpyxl
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from data_loaders.contracts import CONTRATS
from data_loaders.contracts.convention import PARTIES
from data_loaders.convention import cadre
from data_loaders.magasin.donnees import Donnees
from data_loaders.sources import convention
from pages.components.acces import extraits, session
from pages.components.acces.session import ROLES, Agent
from pages.components.convention import transmettre
from pages.figures.ecrans import ECRANS
from tests import builders
from tests.canaris import PUBLIQUE, Enquete, deplie, lire, reserver, traces, trames, vus
from tests.e2e import gestes
from tests.e2e.conftest import DEPOT, demarrer, secrets
from tests.pages.acces.conftest import SECRET, revendications, temoin
from tests.pages.acces.test_porte import DEUX
from tests.vues import courts

REGLAGES = '[acces_pro]\nrevendication = "role"\n'
COURRIEL = "signataire@region.exemple"
DITES = {"email": COURRIEL, "email_verified": True, "name": "Signataire d’essai", "role": "region"}
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


EMETTEUR = "https://fournisseur.exemple"
PORTE, PUBLIC = "la porte", "le public"
QUI = (*ROLES, PORTE, PUBLIC)
VUE = {"adresse": f"/{SUIVI}", "cle": "convention"}
ORDRE = {"format": "observatoire-seance-1", "titre": "Essai", "vues": [VUE]}
COMPARAISONS_NB = 204
A_LA_FOIS = 8


def siens(qui: str) -> dict[str, str]:
    """Canaries of one role alone, by kind."""
    nu = qui.replace("_", "-")
    return {genre: f"canari-{genre}-{nu}" for genre in ("nom", "compte", "extrait", "brouillon")}


CANARIS = {dit: (role, genre) for role in ROLES for genre, dit in siens(role).items()}
RESERVE = ("les signataires", "valeur")


class Serveurs(NamedTuple):
    public: str
    reserve: str
    racine: Path
    racine_reservee: Path
    journaux: tuple[Path, Path]
    gardes: dict[str, str]  # role -> identifier of an extract of theirs


def planter() -> dict[str, str]:
    """Puts the canaries of every role in place; `gardes`."""
    gardes = {}
    for role in ROLES:
        dits = siens(role)
        agent = Agent(EMETTEUR, dits["compte"], "", dits["nom"], role, None, 0.0)
        session.inscrire(agent, "connexion")
        if role in PARTIES:
            mesure, periode = convention.lignes(role, "2014", cadre.defaut())[0]
            cle = transmettre.cle_champ("commentaire", mesure.code, periode)
            transmettre.garder_brouillon(agent, {cle: dits["brouillon"]})
        if role in extraits.ROLES:
            gardes[role] = extraits.garder(agent, DEUX._replace(nom=dits["extrait"], convention=True))
    return gardes


@pytest.fixture(scope="module")
def enquete(tmp_path_factory) -> Enquete:
    return Enquete(tmp_path_factory.mktemp("enquete"), 7)


@pytest.fixture(scope="module")
def serveurs(racine_demo, enquete, tmp_path_factory):
    """A public process and a reserved one on the same data, canaries planted."""
    dossier = tmp_path_factory.mktemp("acces")
    racine, reserve = dossier / "public", dossier / "reserve"
    shutil.copytree(racine_demo, racine)
    for fichier in enquete.fichiers:
        builders.importer(Donnees(racine), "bmo", fichier)
    with pytest.MonkeyPatch.context() as m:
        m.setenv("OBSERVATOIRE_DONNEES", str(racine))
        m.setenv("OBSERVATOIRE_RESERVE", str(reserve))
        reserver(dossier)
        gardes = planter()
    (dossier / "reglages.toml").write_text(REGLAGES, "utf-8")
    env = {"OBSERVATOIRE_RESERVE": str(reserve), "OBSERVATOIRE_REGLAGES": str(dossier / "reglages.toml")}
    journaux, lances = (dossier / "public.txt", dossier / "reserve.txt"), []
    with run_server_in_thread(user_claims=[SIGNATAIRE]) as fournisseur:
        ou = f"http://127.0.0.1:{fournisseur.server_port}"
        options = secrets(dossier, "http://127.0.0.1:{port}", ou, SECRET)
        try:
            for journal, quoi in zip(journaux, ({}, {"env": env}), strict=True):
                lances.append(demarrer(DEPOT / "dashboard.py", racine, journal, options=options, **quoi))
            yield Serveurs(*(adresse for adresse, _ in lances), racine, reserve, journaux, gardes)
        finally:
            for _, serveur in lances:
                serveur.terminate()
                serveur.wait(timeout=20)


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
    lignes = (serveurs.racine_reservee / "acces" / "journal.jsonl").read_text("utf-8").splitlines()
    siennes = "".join(ligne for ligne in lignes if COURRIEL in ligne)
    assert "eyJ" not in siennes  # the start of every token
    assert [a for a in ("connexion", "extrait", "deconnexion") if f'"action": "{a}"' not in siennes] == []


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


class Demande(NamedTuple):
    """What is asked: an address; of a page of forms, by its socket, which the public has none of; a body, for some."""

    adresse: str
    prise: bool = False
    corps: str = ""


def demandes(gardes: dict[str, str]) -> list[Demande]:
    """All of them; `gardes`: role -> identifier of an extract of theirs. The first ones are asked for by default."""
    return [
        *(Demande(a, True) for a in ("", "saisie?annee_saisie=2014")),
        Demande(f"/ecran/{SUIVI}"),
        *(Demande(f"/acces/extraits/{i}.csv") for i in gardes.values()),
        Demande("/api/v1/jeux/convention"),
        Demande(f"/{SUIVI}"),
        *(Demande(a, True) for a in ("saisie?etape=approuver", "acces_pro")),
        Demande("/ecran/convention?rubrique=temps"),
        *(Demande(f"/acces/extraits/{i}.xlsx") for i in gardes.values()),
        Demande(f"/_seance/vues?adresse=/{quote(SUIVI)}"),
        *(Demande(f"/_seance/{nom}?{urlencode(VUE)}") for nom in ("image.svg", "image.png", "chiffres.xlsx")),
        Demande("/_seance/valise", corps=json.dumps(ORDRE)),
        Demande("/_seance/releve?format=html", corps=json.dumps({"seance": ORDRE, "montrees": [VUE]})),
    ]


def reconnus(octets: bytes) -> set[tuple[str, str]]:
    """Canaries that are in there, as whose and of which kind."""
    return {c for dit, c in CANARIS.items() if dit.encode() in octets} | ({RESERVE} if vus(octets) else set())


def permis(qui: str) -> set[tuple[str, str]]:
    """Canaries that somebody may read: all, and each of them, has to be read."""
    if qui not in ROLES:
        return set()
    miens = {(qui, "nom"), (qui, "compte"), RESERVE}
    if qui in extraits.ROLES:
        miens.add((qui, "extrait"))
    if qui in PARTIES:
        miens.add((qui, "brouillon"))
    return miens | ({(r, "compte") for r in ROLES} if qui == "exploitant" else set())  # they keep the log


def temoins(serveur: str, qui: str) -> dict[str, str]:
    """Cookies of somebody who is in; none of the others."""
    if qui not in ROLES:
        return {}
    dits = siens(qui)
    return temoin(revendications(iss=EMETTEUR, sub=dits["compte"], name=dits["nom"], role=qui, origin=serveur))


def repondu(serveur: str, quoi: Demande, biscuits: dict[str, str]) -> bytes:
    """Head and body of an answer; one that says to come back is asked for again."""
    en_tetes = {"Cookie": "; ".join(f"{nom}={dit}" for nom, dit in biscuits.items())}
    while True:
        ligne = http.client.HTTPConnection(urlsplit(serveur).netloc, timeout=120)
        ligne.request("POST" if quoi.corps else "GET", quoi.adresse, quoi.corps or None, en_tetes)
        reponse = ligne.getresponse()
        lu = reponse.read()
        ligne.close()
        if reponse.status != http.HTTPStatus.SERVICE_UNAVAILABLE or not reponse.getheader("retry-after"):
            return f"{reponse.status} {reponse.getheaders()}\n".encode() + deplie("", lu)
        time.sleep(0.2)


@pytest.mark.parametrize("nb", [pytest.param(COMPARAISONS_NB, marks=pytest.mark.long), 42])
def test_nothing_of_one_is_given_to_another_while_all_ask_at_once(serveurs, nb):
    tous = demandes(serveurs.gardes)
    cas = list(itertools.product(tous[:7] if nb < COMPARAISONS_NB else tous, QUI))
    hasard = random.Random(27)
    cas += hasard.choices(cas, k=max(0, nb - len(cas)))
    hasard.shuffle(cas)
    lus: dict[tuple[Demande, str], list[set]] = defaultdict(list)
    verrou = threading.Lock()

    def comparer(c: tuple[Demande, str]) -> None:
        quoi, qui = c
        serveur = serveurs.public if qui == PUBLIC else serveurs.reserve
        biscuits = temoins(serveur, qui)
        if quoi.prise and qui != PUBLIC:
            recu = b"".join(trames(serveur, quoi.adresse, biscuits))
        else:
            recu = repondu(serveur, quoi._replace(adresse=f"/{quoi.adresse.removeprefix('/')}"), biscuits)
        assert not (quoi.adresse.startswith("/_seance") and qui in (*ROLES, PUBLIC)) or recu.startswith(b"200 ")
        with verrou:
            lus[c].append(reconnus(recu))

    with ThreadPoolExecutor(A_LA_FOIS) as files:
        list(files.map(comparer, cas))
    assert sum(map(len, lus.values())) == len(cas) >= nb
    for qui in QUI:
        siennes = [vu for (_, q), vus_ in lus.items() if q == qui for vu in vus_]
        assert set().union(*siennes) == permis(qui), qui
    # The same answer each time, whoever asks beside.
    assert [c for c, vus_ in lus.items() if any(vu != vus_[0] for vu in vus_)] == []
    laisses = [f for f in serveurs.racine.rglob("*") if f.is_file()]
    assert [f.name for f in (*laisses, *serveurs.journaux) if reconnus(deplie("", lire(f)))] == []

"""Reading screens in the reserved process: documents, given to who is in and kept by nobody."""

import pytest
from starlette.middleware import Middleware

from data_loaders.erreurs import ErreurDonnees
from pages.components import document
from pages.components.acces.gardien import Gardien
from pages.components.document import routes
from pages.components.seance import documents, rejeu
from tests.canaris import reserver, vus
from tests.pages.acces.conftest import revendications, temoin
from tests.pages.outils import servir

SUIVI = "rubrique=suivi"
ADRESSES = (
    f"/convention?{SUIVI}",
    f"/ecran/convention?{SUIVI}",
    "/ecran/carte/recherche/recherche-barre?q=nantes",
    "/carte",
)


@pytest.fixture
def client(racine, reserve, monkeypatch):
    return servir(routes.routes(), [Middleware(Gardien)])


@pytest.mark.parametrize("adresse", ADRESSES)
def test_a_document_is_for_who_is_in_and_no_digest_of_it_stays_behind(client, adresse):
    refus = client.get(adresse)
    assert (refus.status_code, refus.json()["raison"]) == (401, "Connexion nécessaire.")
    assert "<h1>Connexion nécessaire.</h1>" in client.get(adresse, headers={"accept": "text/html"}).text
    client.cookies.update(temoin(revendications()))
    admis = client.get(adresse)
    assert (admis.status_code, admis.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in admis.headers
    assert client.get(adresse, headers={"if-none-match": ""}).status_code == 200
    client.cookies.update(temoin(revendications(exp=1)))
    assert client.get(adresse).status_code == 401


def test_a_link_is_followed_from_another_site_which_reads_nothing(client):
    client.cookies.update(temoin(revendications()))
    ailleurs = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    lire = lambda adresse, ou: client.get(adresse, headers=ailleurs | {"sec-fetch-dest": ou}).status_code  # noqa: E731
    assert (lire("/carte", "document"), lire("/carte", "iframe"), lire("/ecran/carte", "document")) == (200, 403, 403)


def test_one_document_is_drawn_for_all_and_its_menu_for_each(client):
    client.cookies.update(temoin(revendications()))
    signataire = client.get("/carte").text
    client.cookies.update(temoin(revendications("x@y.exemple", acces={"roles": "carif_oref"})))
    autre = client.get("/carte").text
    assert ('href="saisie' in signataire, 'href="saisie' in autre) == (True, False)
    assert all("data-reste" in page for page in (signataire, autre))
    assert signataire.partition("<main")[2] == autre.partition("<main")[2]


def test_what_is_reserved_is_read_there_and_never_in_the_public_process(reserve, copie, tmp_path, monkeypatch):
    reserver(tmp_path)
    lue = lambda: document.relire(document.lire("convention", [("rubrique", "suivi")])).html.encode()  # noqa: E731
    assert vus(lue())
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert vus(lue()) == []


def test_no_browser_is_given_what_would_keep_a_meeting_there(reserve, monkeypatch):
    chemins = lambda: {r.path for r in documents.routes()}  # noqa: E731
    avant = chemins()
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert chemins() - avant == {"/_seance/veilleur.js"}


@pytest.mark.parametrize("adresse", ["/", "/acces_pro", "/saisie"])
def test_a_room_draws_no_form(reserve, adresse):
    with pytest.raises(ErreurDonnees, match="aucun écran"):
        rejeu.jouer(adresse)

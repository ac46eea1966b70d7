"""The layer of the reserved process: what answers to whom, request by request."""

import pytest
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.components import shell
from pages.components.acces import session
from pages.components.acces.gardien import Gardien
from tests.pages.acces.conftest import revendications, temoin
from tests.pages.outils import servir

GARDEES = (
    "/carte", "/ecran/carte", "/api/v1/jeux", "/media/abc.csv", "/statique//dessins/x.json", "/seance/vue", "/readyz",
    "/statique/dessins/0123456789abcdef0123456789abcdef.json", "/_stcore/upload_file/s/f", "/auth", "/auth/login/x",
    "/_stcore/script-health-check", "/inconnue",
)  # fmt: skip
# What the provider says at the return, by the code of the address.
RETOURS = {
    "bon": revendications(id_token="eyJ", access_token="eyJ"),
    "sans": revendications("inconnu@ailleurs.exemple", sub="7"),
    "autre": revendications(aud="autre"),
    "vide": revendications(sub=["region"], iss=None),
}
OUVERTES = ("/", "/saisie", "/healthz", "/_stcore/health", "/static/js/index.js", "/statique/fr.js")


@pytest.fixture
def client(reserve):
    """Anything answers, behind the layer; what Streamlit answers to a logout and to a return is played by hand."""

    async def tout(requete):
        return PlainTextResponse(getattr(requete.scope.get("agent"), "role", "personne"))

    async def retour(requete):
        reponse = RedirectResponse("/", 302)
        if dites := RETOURS.get(requete.query_params.get("code")):
            (nom, valeur), *_ = temoin(dites).items()
            reponse.set_cookie(nom, valeur)
        return reponse

    async def panne(requete):
        return PlainTextResponse("Authentication error", 400)

    async def prise(ws):
        await ws.accept()
        await ws.close()

    routes = [
        Route("/auth/login", panne),
        Route("/oauth2callback", retour),
        WebSocketRoute("/_stcore/stream", prise),
        WebSocketRoute("/autre", prise),
        Route("/{reste:path}", tout, methods=["GET", "POST", "PUT", "DELETE"]),
    ]
    return servir(routes, [Middleware(Gardien)])


@pytest.fixture
def admis(client):
    """The browser of a signatory who is in."""
    client.cookies.update(temoin(revendications()))
    assert client.get("/media/x").status_code == 200
    return client


@pytest.mark.parametrize("chemin", GARDEES)
def test_what_is_guarded_answers_to_a_session_that_holds_and_is_never_kept(client, chemin):
    refus = client.get(chemin)
    assert (refus.status_code, refus.headers["cache-control"]) == (401, "no-store")
    assert "Connexion nécessaire" in refus.text
    client.cookies.update(temoin(revendications()))
    admis = client.get(chemin)
    assert (admis.text, admis.headers["cache-control"]) == ("region", "no-store")


@pytest.mark.parametrize("chemin", OUVERTES)
def test_the_door_and_what_draws_it_answer_to_all_but_to_be_read(client, chemin):
    assert client.get(chemin).text == "personne"
    assert client.post(chemin).status_code == 401


@pytest.mark.parametrize(("dites", "statut", "mot"), [
    (revendications(exp=1), 401, "Votre session a pris fin"),
    (revendications("inconnu@ailleurs.exemple"), 403, "pas de rôle"),
    (revendications(origin="https://autre.exemple"), 401, "Connexion nécessaire"),
    (revendications(sub=""), 403, "ne dit pas qui vous êtes"),
])  # fmt: skip
def test_an_expired_session_or_one_without_a_role_reads_nothing(client, dites, statut, mot):
    client.cookies.update(temoin(dites))
    reponse = client.get("/api/v1/jeux")
    assert (reponse.status_code, mot in reponse.text) == (statut, True)


def test_nobody_reads_anything_while_the_settings_are_wrong(admis, tmp_path):
    (tmp_path / "reglages.toml").write_text("[acces_pro", "utf-8")
    refus = admis.get("/media/x")
    assert (refus.status_code, "réglages" in refus.text) == (503, True)


def test_a_cookie_kept_aside_is_refused_after_the_logout(admis):
    admis.get("/auth/logout")
    rejoue = admis.get("/media/x")
    assert (rejoue.status_code, "déconnecté" in rejoue.text) == (401, True)
    assert [x["action"] for x in session.inscriptions()] == ["deconnexion"]


@pytest.mark.parametrize("en_tetes", [{"origin": "https://autre.exemple"}, {"sec-fetch-site": "cross-site"}])
@pytest.mark.parametrize("demande", [("POST", "/acces/x"), ("GET", "/media/x"), ("GET", "/auth/logout")])
def test_another_site_obtains_nothing_from_the_browser_of_somebody_who_is_in(admis, en_tetes, demande):
    reponse = admis.request(*demande, headers=en_tetes)
    assert (reponse.status_code, "autre site" in reponse.text) == (403, True)
    assert admis.get("/media/x").status_code == 200
    assert admis.post("/acces/x", headers={"origin": "http://testserver"}).text == "region", "a page of ours may send"


def test_no_socket_but_that_of_the_runs_is_opened(client):
    with client.websocket_connect("/_stcore/stream"):
        pass
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/autre"):
        pass


@pytest.mark.parametrize(("chemin", "statut", "mot"), [
    ("/auth/login?provider=x", 503, "ne répond pas"),
    ("/oauth2callback?error=access_denied&state=s", 403, "n’a pas accepté"),
    ("/oauth2callback?code=c&state=faux", 403, "n’a pas abouti"),
])  # fmt: skip
def test_a_login_that_fails_says_so_in_french(client, chemin, statut, mot):
    reponse = client.get(chemin)
    assert (reponse.status_code, mot in reponse.text) == (statut, True)
    assert '<html lang="fr">' in reponse.text


def test_a_login_that_succeeds_is_logged_and_a_return_from_the_provider_goes_home(client):
    assert client.get("/oauth2callback").headers["location"] == "/"
    entree = client.get("/oauth2callback?code=bon&state=s")
    assert entree.headers["location"] == "/"
    assert USER_COOKIE_NAME in entree.cookies
    assert [x["action"] for x in session.inscriptions()] == ["connexion"]


@pytest.mark.parametrize(("code", "compte", "raison"), [
    ("sans", ("", "7", "https://fournisseur.exemple"), "sans_role"),
    ("autre", ("", "region.essai@region.exemple", "https://fournisseur.exemple"), "inconnu"),
    ("vide", ("", "", ""), "inconnu"),
])  # fmt: skip
def test_who_is_refused_is_logged_by_account_with_when_and_why_and_never_a_token(client, code, compte, raison):
    for c in (code, "bon"):
        client.get(f"/oauth2callback?code={c}&state=s")
    admis, refus = session.inscriptions()
    assert (tuple(refus[c] for c in ("qui", "sub", "iss")), refus["role"]) == (compte, "")
    assert (refus["action"], refus["raison"]) == ("refus", raison)
    assert set(admis) | {"raison"} == set(refus) == {"quand", "qui", "iss", "sub", "role", "action", "raison"}


def test_nobody_comes_in_when_the_log_cannot_be_written(client, reserve):
    (reserve / "acces").write_text("")
    reponse = client.get("/oauth2callback?code=bon&state=s")
    assert (reponse.status_code, USER_COOKIE_NAME in reponse.cookies) == (503, False)


def test_cookies_of_a_session_are_for_encrypted_connections_where_ours_is_one(client, monkeypatch):
    monkeypatch.setattr("pages.components.compat.origine", lambda: "https://reserve.exemple.fr")
    for dits, adresse, sur in (({}, "", False), ({"is_logged_in": True}, "?code=bon", True)):
        monkeypatch.setattr("pages.components.compat.du_temoin", lambda _, dits=dits: dits)
        temoins = client.get(f"/oauth2callback{adresse}").headers.get("set-cookie", "")
        assert temoins.endswith("; Secure") == sur


def test_the_public_process_neither_signs_in_nor_takes_files(monkeypatch):
    monkeypatch.delenv("OBSERVATOIRE_RESERVE", raising=False)
    assert Gardien not in [m.cls for m in shell.middleware()]
    bouclier = TestClient(shell.Bouclier(PlainTextResponse("ouverte")))
    fermees = ("/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/upload_file/s/f")
    assert {bouclier.get(c).status_code for c in fermees} == {404}
    monkeypatch.setenv("OBSERVATOIRE_RESERVE", "ailleurs")
    assert {bouclier.get(c).status_code for c in fermees} == {200}
    assert bouclier.get("/_stcore/metrics").status_code == 404
    assert [m.cls for m in shell.middleware()][1] is Gardien

"""Who is let in, in which role, until when: the session, the layer that asks for it at each request, its log."""

import json
import math
import time

import pytest
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data_loaders.erreurs import ErreurDonnees
from pages.components import acces, compat, document, shell
from pages.components.acces import session
from pages.components.acces.gardien import Gardien
from pages.components.acces.session import ANONYME, EXPIRE, INCONNU, SANS_REGLES, SANS_ROLE, SORTI
from pages.components.document import routes
from pages.components.seance import documents, rejeu
from tests.canaris import reserver, vus
from tests.pages.acces.conftest import REGLAGES, jetons, regler, revendications, temoin
from tests.pages.outils import servir


def role(dites: dict) -> str:
    lu = session.reconnaitre(dites)
    return lu if isinstance(lu, str) else lu.role


REGION = "region.essai@region.exemple"
PERSONNE = "inconnu@ailleurs.exemple"


@pytest.mark.parametrize(("courriel", "dits", "attendu"), [
    ("REGION.essai@region.exemple", {}, "region"),
    (PERSONNE, {"acces": {"roles": ["france_travail"]}}, "france_travail"),
    (PERSONNE, {"acces": {"roles": "carif_oref"}}, "carif_oref"),
    (PERSONNE, {"acces": {"roles": ["autre", "exploitant"]}}, "exploitant"),
    (PERSONNE, {"acces": {"roles": ["administrateur"]}}, SANS_ROLE),
    *((PERSONNE, dits, SANS_ROLE) for dits in ({"acces": "region"}, {"roles": ["region"]}, {})),
])  # fmt: skip
def test_the_table_of_persons_or_the_claim_of_the_settings_gives_a_role_that_exists(reserve, courriel, dits, attendu):
    lu = session.reconnaitre(revendications(courriel, **dits))
    assert attendu in (lu, getattr(lu, "role", ""))
    if attendu == "region":
        assert (lu.partie, lu.nom) == ("region", "Signataire d’essai")


def test_a_role_removed_from_the_table_is_removed_at_once(reserve, tmp_path):
    dites, reglages = revendications("analyste@carif.exemple"), tmp_path / "reglages.toml"
    assert role(dites) == "carif_oref"
    avant = reglages.read_text("utf-8")
    reglages.write_text(avant.replace('"analyste@carif.exemple" = "carif_oref"', ""), "utf-8")
    assert role(dites) == SANS_ROLE
    reglages.write_text(avant, "utf-8")
    assert role(dites) == "carif_oref"


@pytest.mark.parametrize("faute", ["[acces_pro", "[acces_pro]\npersonnes = 3", "[acces_pro]\nduree_max_minutes = '60'"])
def test_settings_that_became_wrong_let_nobody_in_and_the_log_says_why(reserve, tmp_path, caplog, faute):
    assert role(revendications()) == "region"
    (tmp_path / "reglages.toml").write_text(faute, "utf-8")
    assert role(revendications()) == SANS_REGLES
    assert "Réglages" in caplog.text
    (tmp_path / "reglages.toml").unlink()
    assert role(revendications()) == SANS_REGLES


ABSENT = object()  # a claim that the provider does not send


def jeton(autres: dict) -> dict:
    """Claims of a region's account whose address is proved, changed."""
    return {c: v for c, v in (revendications() | autres).items() if v is not ABSENT}


# Another shape, a space, and letters that fold to those of the address or look like them.
ADRESSES_FAUSSES = (
    [REGION], {REGION: True}, f" {REGION}", f"{REGION}\n", f"{REGION}\u200b", f"x@y.exemple,{REGION}",
    *(REGION.replace(*lettres) for lettres in (("i", "ı"), ("ss", "ſſ"), ("ss", "ß"), ("e", "е"), ("@", "＠"))),
)  # fmt: skip
AILLEURS = ({"preferred_username": REGION}, {"sub": REGION}, {"name": REGION}, {"emails": [REGION], "upn": REGION})
ROLES_FAUX = ({"region": True}, [["region"]], "region france_travail", True, ["REGION"])


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        *(({"email_verified": v}, SANS_ROLE) for v in (ABSENT, False, "true", 1, [True], None)),
        *(({"email": v}, SANS_ROLE) for v in ADRESSES_FAUSSES),
        *(({"email": ABSENT} | autres, SANS_ROLE) for autres in AILLEURS),
        ({"email": "x@y.exemple", "preferred_username": REGION}, SANS_ROLE),
        *(({"email": ABSENT, "acces": {"roles": v}}, SANS_ROLE) for v in ROLES_FAUX),
        *(({"sub": v}, INCONNU) for v in (ABSENT, 42, "42\u202e")),
        *(({"iss": v}, INCONNU) for v in (ABSENT, ["https://fournisseur.exemple"])),
        *(({"aud": v}, INCONNU) for v in ("autre", ABSENT, "observatoire-autre", {"observatoire": True})),
        *(({"azp": v}, INCONNU) for v in ("autre", ["observatoire"], None)),
        ({"aud": ["autre", "observatoire"], "azp": "observatoire"}, "region"),
        *(({"exp": v}, EXPIRE) for v in (1, "9999999999")),
        ({"is_logged_in": "false"}, ANONYME),
    ],
)
def test_no_shape_of_a_token_gives_the_role_of_another(reserve, autres, attendu):
    assert role(jeton(autres)) == attendu


def test_a_provider_that_never_says_addresses_are_proved_is_believed_if_we_say_so(reserve, tmp_path, monkeypatch):
    regler(tmp_path, REGLAGES.replace("duree", "courriels_verifies = true\nduree"), monkeypatch)
    lus = [role(jeton({"email_verified": dit})) for dit in (ABSENT, True, False, "true", None)]
    assert lus == ["region", "region", SANS_ROLE, SANS_ROLE, SANS_ROLE]


def test_who_writes_the_address_of_another_has_their_own_files_and_name(reserve):
    mien = session.reconnaitre(revendications())
    dites = revendications(sub="42", email_verified=False, preferred_username=REGION, acces={"roles": ["region"]})
    autre = session.reconnaitre(dites)
    assert (autre.role, autre.courriel, autre.sujet) == ("region", "", "42")
    assert autre.cle != mien.cle


@pytest.mark.parametrize("autres", [{"sub": "42"}, {"iss": "https://autre.exemple"}])
def test_two_accounts_of_one_address_share_nothing_and_one_account_keeps_its_own_under_a_new_address(reserve, autres):
    un, autre = (session.reconnaitre(revendications(**a)) for a in ({}, autres))
    assert (un.courriel, un.role) == (autre.courriel, autre.role)
    assert un.cle != autre.cle
    marie = revendications(sub=REGION) | {"email": "analyste@carif.exemple"}
    assert session.reconnaitre(marie).cle == un.cle


# Seconds from the hour of the test, or what is no hour.
@pytest.mark.parametrize(("autres", "attendu"), [
    ({"exp": -1}, EXPIRE),
    ({"iat": -3601, "exp": 90_000}, EXPIRE),  # an hour at most, say the settings
    ({"iat": 3600, "exp": 90_000}, EXPIRE),  # a clock that is an hour ahead
    ({"iat": 60, "exp": 600}, "region"),
    ({"exp": None}, EXPIRE), ({"exp": "demain"}, EXPIRE),
    ({"exp": math.nan}, EXPIRE),  # neither before nor after any hour
    ({"iat": math.nan}, EXPIRE), ({"iat": True}, EXPIRE), ({"is_logged_in": False}, ANONYME),
])  # fmt: skip
def test_a_session_ends_with_its_token_or_after_the_longest_one_allowed(reserve, autres, attendu):
    dites = {nom: time.time() + v if type(v) is int else v for nom, v in autres.items()}
    assert role(revendications(**dites)) == attendu


def test_a_session_closed_is_refused_to_every_copy_of_its_cookie(reserve):
    dites = revendications()
    session.sortir(dites)
    assert (role(dites), role(revendications(nonce="n2"))) == (SORTI, "region")


@pytest.mark.parametrize("dites", [revendications(origin="https://a.exemple"), {"is_logged_in": True}, [1], "texte"])
def test_a_cookie_signed_by_others_or_for_elsewhere_or_malformed_says_nothing(reserve, dites):
    assert compat.du_temoin(temoin(dites)) == {}
    assert compat.du_temoin(temoin(revendications()))["email"]
    assert compat.du_temoin(temoin(revendications(), "le secret de quelqu'un d'autre")) == {}


def test_nobody_is_there_in_the_public_process(reserve, presenter, monkeypatch):
    presenter(revendications())
    assert acces.agent().role == "region"
    monkeypatch.delenv("OBSERVATOIRE_RESERVE")
    assert not acces.reserve()
    assert acces.agent() is None


def test_the_log_adds_a_line_of_json_with_the_account_and_the_role_alone(reserve, presenter):
    presenter(revendications(phone_number="06", sub="42"))
    acces.journal("extrait", instantane="bmo/2024--0a1b2c3d", nom="a\nb")
    acces.journal("extrait")
    (une, _) = (reserve / "acces" / "journal.jsonl").read_text("utf-8").splitlines()
    ligne = json.loads(une)
    assert ligne.pop("quand").endswith("+00:00")
    compte = {"qui": "region.essai@region.exemple", "sub": "42", "iss": "https://fournisseur.exemple", "role": "region"}
    assert ligne == compte | {"action": "extrait", "instantane": "bmo/2024--0a1b2c3d", "nom": "a\nb"}
    assert [x["action"] for x in session.inscriptions()] == ["extrait", "extrait"]


def test_no_line_of_the_log_hides_another(reserve, presenter):
    presenter(revendications())
    acces.journal("un", nom="a\u2028b\x85c\ud800")
    chemin = reserve / "acces" / "journal.jsonl"
    chemin.write_bytes(chemin.read_bytes() + b'3\n\xff\n{"action": "interro')  # killed while it wrote
    acces.journal("deux")
    assert [x["action"] for x in session.inscriptions()] == ["deux", "un"]


def test_nothing_is_logged_in_the_name_of_nobody(reserve, presenter):
    presenter(revendications(exp=0))
    with pytest.raises(PermissionError):
        acces.journal("extrait")
    assert session.inscriptions() == []


@pytest.mark.parametrize("adresse", ["javascript:alert(1)", "//x", ""])
def test_the_link_to_the_reserved_address_is_an_address(reserve, tmp_path, monkeypatch, adresse):
    regler(tmp_path, f'[acces_pro]\nadresse = "{adresse}"\n', monkeypatch)
    assert session.adresse() == ""


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
            signe = requete.query_params.get("jeton", "RS256")
            signes = jetons({"alg": signe}, "" if signe == "sans" else "c2ln") if signe else {}
            for nom, valeur in (temoin(dites) | signes).items():
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


@pytest.mark.parametrize("jeton", ["", "none", "None", "sans"])
def test_a_login_whose_token_nobody_signed_is_refused(client, jeton):
    refus = client.get(f"/oauth2callback?code=bon&state=x&jeton={jeton}", follow_redirects=False)
    assert (refus.status_code, "set-cookie" in refus.headers, session.inscriptions()) == (403, False, [])
    assert client.get("/oauth2callback?code=bon&state=x", follow_redirects=False).status_code == 302
    assert client.get("/media/x").text == "region"


@pytest.mark.parametrize(("ou", "sortie"), [("same-site", 403), ("same-origin", 200), ("none", 200)])
def test_a_logout_is_asked_by_our_own_page(admis, ou, sortie):
    assert admis.get("/auth/logout", headers={"sec-fetch-site": ou}).status_code == sortie
    assert admis.get("/media/x").status_code == (200 if sortie == 403 else 401)


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
    monkeypatch.setattr("pages.components.acces.gardien._signe", bool)
    for dits, adresse, sur in (({}, "", False), ({"is_logged_in": True}, "?code=bon", True)):
        monkeypatch.setattr("pages.components.compat.du_temoin", lambda _, dits=dits, **_j: dits)
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


@pytest.fixture
def lecteur(racine, reserve):
    return servir(routes.routes(), [Middleware(Gardien)])


@pytest.mark.parametrize("adresse", [
    "/convention?rubrique=suivi", "/ecran/convention?rubrique=suivi", "/carte",
    "/ecran/carte/recherche/recherche-barre?q=nantes",
])  # fmt: skip
def test_a_document_is_for_who_is_in_and_no_digest_of_it_stays_behind(lecteur, adresse):
    refus = lecteur.get(adresse)
    assert (refus.status_code, refus.json()["raison"]) == (401, "Connexion nécessaire.")
    assert "<h1>Connexion nécessaire.</h1>" in lecteur.get(adresse, headers={"accept": "text/html"}).text
    lecteur.cookies.update(temoin(revendications()))
    admis = lecteur.get(adresse)
    assert (admis.status_code, admis.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in admis.headers
    assert lecteur.get(adresse, headers={"if-none-match": ""}).status_code == 200
    lecteur.cookies.update(temoin(revendications(exp=1)))
    assert lecteur.get(adresse).status_code == 401


def test_a_link_is_followed_from_another_site_which_reads_nothing(lecteur):
    lecteur.cookies.update(temoin(revendications()))
    ailleurs = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    lire = lambda adresse, ou: lecteur.get(adresse, headers=ailleurs | {"sec-fetch-dest": ou}).status_code  # noqa: E731
    assert (lire("/carte", "document"), lire("/carte", "iframe"), lire("/ecran/carte", "document")) == (200, 403, 403)


def test_one_document_is_drawn_for_all_and_its_menu_for_each(lecteur):
    lecteur.cookies.update(temoin(revendications()))
    signataire = lecteur.get("/carte").text
    lecteur.cookies.update(temoin(revendications("x@y.exemple", acces={"roles": "carif_oref"})))
    autre = lecteur.get("/carte").text
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

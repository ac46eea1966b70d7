"""A screen as a document: its canonical address, its HTML, its answers over HTTP, what is kept of them."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import cycle
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, urlencode

import pytest

from data_loaders import demo
from data_loaders.francais import typographier
from pages import carte as page_carte
from pages.components import cadre, document, ensembles, feuille as st, guichet
from pages.components.document import Document, routes
from pages.components.document.html import Ecriture
from pages.components.document.page import de_document
from pages.components.feuille import Feuille, Geste
from pages.components.seance import documents
from pages.figures.recherche import demande
from tests.pages.outils import arbre, servir
from tests.vues import VUES, un_sur

MAL = "\"><script>alert(1)</script><p onx=1 '&amp;"
COMMUNE = "zonage=commune&lieu=commune%3A72180&zone=commune%3A72180"
RECHERCHE = "/ecran/carte/recherche/recherche-barre"
ZONE = "zonage=bassin&lieu=bassin%3A5208&zone=bassin%3A5208"


class Lecteur:
    """Tags of a page with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        racine = arbre(html)
        self.balises = [(e.tag, e.attrib) for e in racine.iterfind(".//*")]
        self.mots = "".join(racine.itertext())

    def des(self, *noms: str) -> list[dict[str, str]]:
        return [attributs for nom, attributs in self.balises if nom in noms]


def html(ecran) -> str:
    feuille = Feuille()
    feuille.jouer(ecran)
    return Ecriture("ecran/essai/fichier/?zone=a&b=c").corps(feuille.racine)


@pytest.fixture
def client(racine):
    """Documents of the demonstration over HTTP, and what they ask for; what a fault says is an answer."""
    return servir([*documents.routes(), *routes.routes()], raise_server_exceptions=False)


@pytest.fixture
def occuper(monkeypatch):
    """`occuper()`: too many wait from then on."""
    servir = lambda *_, **__: (_ for _ in ()).throw(guichet.Occupe("trop de demandes à la fois"))  # noqa: E731
    return lambda: monkeypatch.setattr(routes, "GUICHET", SimpleNamespace(servir=servir))


@pytest.fixture
def neuf(monkeypatch):
    """Nothing is kept from another test, nor for the next; what is drawn is counted."""
    document.GARDES.vider()
    faits = Counter()
    vraie = document.faire

    def faire(module, *quoi):
        faits[module] += 1
        return vraie(module, *quoi)

    monkeypatch.setattr(document, "faire", faire)
    yield faits
    document.GARDES.vider()


COMPOSANT = st.Composant("essai_document", "statique/rien.js")
TOUS = {
    "boite": lambda: st.container(key=MAL).html("<b>ici</b>"),
    "pli": lambda: st.expander(MAL, True, key=MAL, on_change="rerun").html("<b>ici</b>"),
    "volet": lambda: st.popover(MAL, key=MAL),
    "legende": lambda: st.caption(MAL),
    "code": lambda: st.code(MAL),
    "avis": lambda: [ton(MAL) for ton in (st.info, st.warning, st.error)],
    "lien": lambda: st.page_link(f"pages/{MAL}.py", label=MAL),
    "liste": lambda: st.selectbox(MAL, [MAL], key=MAL),
    "liste sans choix": lambda: st.selectbox(MAL, [MAL], index=None, key=MAL, placeholder=MAL),
    "listes": lambda: st.multiselect(MAL, [MAL], [MAL], key=MAL, placeholder=MAL),
    "boutons": lambda: st.segmented_control(MAL, [MAL], key=MAL),
    "bascule": lambda: st.toggle(MAL, key=MAL),
    "texte": lambda: st.text_input(MAL, MAL, key=MAL, placeholder=MAL),
    "lignes": lambda: st.text_area(MAL, f"</textarea>{MAL}", key=MAL, placeholder=MAL),
    "nombre": lambda: st.number_input(MAL, key=MAL, placeholder=MAL),
    "bouton": lambda: st.button(MAL, key=MAL),
    "fichier": lambda: st.download_button(MAL, b"", "a.csv", key=MAL),
    "composant": lambda: COMPOSANT(key=MAL, data={MAL: [MAL]}, on_choix_change=lambda: None),
}


@pytest.mark.parametrize("genre", TOUS)
def test_no_word_is_read_as_markup(genre):
    lu = Lecteur(html(TOUS[genre]))
    assert "script" not in dict(lu.balises)
    noms = {a for _, attributs in lu.balises for a in attributs}
    assert [a for a in noms if not re.fullmatch("[a-z-]+", a) or a == "onx"] == []
    dits = [lu.mots, *(v for _, attributs in lu.balises for v in attributs.values() if v)]
    assert any(mal in d for d in dits for mal in (MAL, typographier(MAL)))


def test_a_control_is_one_that_a_browser_sends_without_a_script():
    def ecran():
        st.ouverte().noms = {"zone": "zone"}
        st.selectbox("Zone", ["a", "b"], 1, key="zone")
        st.multiselect("Plusieurs", ["a", "b", "c"], ["c", "a"], key="plusieurs", max_selections=2)
        st.session_state["vue"] = "y"
        st.segmented_control("Vue", ["x", "y"], key="vue", on_change=lambda: None)
        st.toggle("Plus", True, key="plus")
        st.session_state["n"] = 2.5
        st.number_input("Combien", 1, 9, key="n", step=0.5)
        st.button("Faire", key="b", disabled=True)
        st.download_button("Tableau", b"", "a.csv", key="a/b?#é")

    lu = Lecteur(html(ecran))
    liste, listes = lu.des("select")
    assert (liste["name"], "data-repli" in liste, "multiple" in listes) == ("zone", False, True)
    assert (listes["name"], listes["data-repli"], listes["data-maximum"]) == ("_.plusieurs", "c\na", "2")
    assert [o["value"] for o in lu.des("option") if "selected" in o] == ["b", "c", "a"]
    *radios, case, nombre = lu.des("input")
    vues = [(r["name"], r["value"], "checked" in r, "data-geste" in r) for r in radios]
    assert vues == [("_.vue", "x", False, True), ("_.vue", "y", True, True)]
    assert (case["role"], case["value"], "checked" in case, case["data-repli"]) == ("switch", "1", True, "1")
    assert (nombre["value"], nombre["inputmode"]) == ("2,5", "decimal")
    entree, bouton = lu.des("button")  # the first is what the Enter key presses: it does nothing else
    assert (entree, bouton["name"], bouton["value"], "disabled" in bouton) == ({"hidden": ""}, "_g", "_.b", True)
    etiquettes = {e["for"] for e in lu.des("label") if "for" in e}
    assert {c["id"] for c in lu.des("select", "input") if "id" in c} == etiquettes
    assert [a["href"] for a in lu.des("a")] == ["ecran/essai/fichier/a%2Fb%3F%23%C3%A9?zone=a&b=c"]


def test_a_page_says_nothing_as_markup_but_the_document():
    saine = Lecteur(de_document("carte", Document()))
    lu = Lecteur(de_document("carte", Document("", MAL, MAL, MAL, (MAL,))))
    assert [b for b, _ in lu.balises] == [b for b, _ in saine.balises]
    assert [sorted(a) for _, a in lu.balises] == [sorted(a) for _, a in saine.balises]


@pytest.mark.parametrize("vue", un_sur(3, VUES))
def test_every_view_is_a_document_whose_names_are_said_once(racine, vue):
    module, _, requete = vue.partition("?")
    dit = document.faire(module or "accueil", parse_qsl(requete))
    lu = Lecteur(dit.html)
    assert not dit.passagere
    assert [nom for nom, n in Counter(a["id"] for _, a in lu.balises if a.get("id")).items() if n > 1] == []
    assert len(lu.des("h1")) == 1
    assert re.search(r"\b[A-Z]\w+\(\w+=", dit.html) is None, "an object is written as Python says it"
    assert document.faire(module or "accueil", parse_qsl(dit.requete)).requete == dit.requete, "it is not canonical"


def test_a_page_is_whole_and_its_canonical_address_is_said(client):
    lu = Lecteur(client.get(f"/carte?{ZONE}&metier=absurde").text)
    (forme,) = lu.des("form")
    assert (forme["method"], forme["data-ecran"]) == ("get", "carte")
    dits = dict(parse_qsl(forme["data-requete"]))
    assert (dits["zone"], dits["lieu"], "metier" in dits) == ("bassin:5208", "bassin:5208", False)
    assert ("Le Mans" in lu.mots, len(lu.des("h1"))) == (True, 1)
    liens = {a["href"].partition("?")[::2] for a in lu.des("a") if a.get("data-testid") == "stTopNavLink"}
    assert ("tendances", forme["data-partages"]) in liens


def test_the_screen_answers_a_choice_by_what_the_page_says(client):
    dit = client.get(f"/ecran/carte?{ZONE}").json()
    page_lue = client.get(f"/carte?{ZONE}").text
    assert dit["html"] in re.sub("<noscript><img .*?</noscript>", "", page_lue)
    assert dit.keys() == Document._field_defaults.keys()


@pytest.mark.parametrize("chemin", ["/", "/carte", "/ecran/carte"])
def test_an_answer_that_is_held_is_not_sent_again(client, chemin):
    tenue = client.get(chemin)
    assert (tenue.status_code, tenue.headers["cache-control"]) == (200, "public, max-age=0, s-maxage=30")
    etag = tenue.headers["etag"]
    assert etag.startswith('W/"')  # one for two encodings
    for dit in (etag, etag.removeprefix("W/"), f'"autre", {etag}'):
        reponse = client.get(chemin, headers={"if-none-match": dit})
        assert (reponse.status_code, reponse.content, reponse.headers["etag"]) == (304, b"", etag)
    assert client.get(chemin, headers={"if-none-match": '"autre"'}).status_code == 200
    assert client.get(f"{chemin}?point=recruteur").headers["etag"] != etag


@pytest.mark.parametrize("chemin", ["/carte", "/ecran/carte"])
def test_an_answer_is_compressed_for_who_asks_and_says_its_length(client, chemin):
    recues = [client.get(chemin, headers={"accept-encoding": e}) for e in ("gzip", "identity")]
    assert [r.headers.get("content-encoding") for r in recues] == ["gzip", None]
    assert recues[0].text == recues[1].text
    for recue in recues:
        tete = client.head(chemin, headers={"accept-encoding": recue.headers.get("content-encoding", "identity")})
        assert (tete.status_code, tete.headers["content-length"]) == (200, recue.headers["content-length"])


def test_a_page_whose_scripts_changed_is_sent_again(client, monkeypatch):
    etag = client.get("/carte").headers["etag"]
    monkeypatch.setattr(ensembles, "adresse", lambda suffixe: f"./statique/page.neuf.{suffixe}")
    reponse = client.get("/carte", headers={"if-none-match": etag})
    assert (reponse.status_code, "page.neuf." in reponse.text) == (200, True)


def test_without_a_script_a_press_leads_to_the_address_of_what_it_chose(client):
    reponse = client.get(f"/territoires?{ZONE}&volet=libre&_g=_.vider-libre&_.libre-nom=")
    vers = reponse.headers["location"]
    assert (reponse.status_code, vers.partition("?")[0]) == (303, "./territoires")
    assert dict(parse_qsl(vers.partition("?")[2]))["volet"] == "libre"
    assert client.get(vers.removeprefix(".")).status_code == 200
    assert client.get("/?_g=rien").headers["location"].partition("?")[0] == "./"


def test_without_a_script_every_option_can_be_asked_for(client):
    page_lue, entiere = (Lecteur(client.get(f"/carte?{COMMUNE}{suite}").text) for suite in ("", "&_tout=1"))
    (lien,) = [a["href"] for a in page_lue.des("a") if "_tout=1" in a.get("href", "")]
    assert dict(parse_qsl(lien.removeprefix("?")))["zone"] == "commune:72180"
    assert any("data-options" in s for s in page_lue.des("select"))
    assert not any("data-options" in s for s in entiere.des("select"))
    assert len(entiere.des("option")) > len(page_lue.des("option"))


@pytest.mark.parametrize(("texte", "dit"), [("mamers", None), ("<b>xyzzy", "&lt;b&gt;xyzzy")])
def test_without_a_script_the_home_page_searches(client, texte, dit):
    (champ,) = re.findall(r"<noscript>(<p><label>.*?)</noscript>", client.get(f"/?q={quote(texte)}").text)
    assert 'name="q"' in champ
    trouves = client.get(f"/ecran/accueil/recherche/recherche-accueil?q={quote(texte)}").json()["resultats"]
    assert [a["href"] for a in Lecteur(champ).des("a")] == [cle.removeprefix("/") for cle, *_ in trouves]
    assert (dit or "Ce qui répond") in champ
    assert trouves
    assert texte not in champ or dit is None


def test_what_a_search_finds_leads_where_it_says(client, monkeypatch):
    trouve = client.get(f"{RECHERCHE}?q=mamers").json()
    choix = trouve["resultats"][0][0]
    assert (trouve["texte"], choix[0]) == ("mamers", "/")
    assert "Mamers" in client.get(choix).text
    geste = urlencode({"_g": "plan-accueil.choix", "_v": '{"choix": {"selection": "cholet", "periode": ""}}'})
    assert client.get(f"/ecran/accueil?{geste}").json()["aller"] == "/territoires?lieu=spo:cholet"
    assert client.get(f"/?{geste}").headers["location"] == "./territoires?lieu=spo:cholet"
    metier = client.get("/ecran/meteo/recherche/recherche-metier?q=soudeur").json()["resultats"][0][0]
    for texte in ("soudeur", "laval"):  # a proposal of another text is none
        geste = urlencode({"_g": "recherche-metier.choix", "_v": f'{{"texte": "{texte}", "choix": "{metier}"}}'})
        assert ("onglet=metier" in client.get(f"/ecran/meteo?{geste}").json()["requete"]) is (texte == "soudeur")
    assert client.get(f"{RECHERCHE}?q=").json()["resultats"] == []
    prive = client.get("/ecran/explorer/recherche/recherche-barre?q=mamers&_.x-mesure=rang")
    assert prive.json()["texte"] == "mamers", "a private choice stops no search"
    lues, sources = [], demande.menants.sources
    monkeypatch.setattr(demande.menants, "sources", lambda *quoi: lues.append(quoi) or sources(*quoi))
    for metier in ("macon", "soudeur"):
        client.get(f"{RECHERCHE}?q=devenir {metier} mayenne")
    assert len(lues) == 1, "what leads to a métier is read once, not at each search"


def test_a_file_is_made_from_the_choices_of_its_address(client):
    def lire(requete):
        page_lue = Lecteur(client.get(f"/carte?indicateur=taux_chomage&_.pli-tableau=1&{requete}").text)
        (lien,) = [a["href"] for a in page_lue.des("a") if "download" in a]
        return client.get(f"/{lien}")

    ze, departement = lire("zonage=ze"), lire("zonage=departement")
    assert ze.headers["content-type"].startswith("text/csv")
    assert ze.headers["content-disposition"] == 'attachment; filename="taux_chomage_ze.csv"'
    assert ze.headers["cache-control"] == "no-store"
    assert ("Mayenne" in departement.text, ze.content == departement.content) == (True, False)


@pytest.mark.parametrize(("chemin", "code", "dit"), [
    ("/ecran/../carte.py", 404, ""),
    *((f"/ecran/rien{suite}", 404, "Aucun écran") for suite in ("", "/recherche/recherche-barre?q=a", "/fichier/a")),
    ("/ecran/carte/recherche/rien?q=a", 404, "recherche"), ("/ecran/carte/fichier/rien", 404, "fichier"),
    *((chemin + "y" * 10_000, 414, "trop longue") for chemin in ("/carte?x=", "/ecran/carte?x=", f"{RECHERCHE}?q=")),
])  # fmt: skip
def test_what_cannot_be_answered_is_said_in_french(client, chemin, code, dit):
    reponse = client.get(chemin)
    assert reponse.status_code == code
    assert dit in (reponse.json()["detail"] if "json" in reponse.headers["content-type"] else reponse.text)


@pytest.mark.parametrize("chemin", ["/carte", "/ecran/carte", f"{RECHERCHE}?q=a", "/ecran/carte/fichier/a"])
def test_when_too_many_wait_the_next_are_asked_to_come_back(client, occuper, chemin):
    occuper()
    document.GARDES.vider()
    reponse = client.get(chemin)
    assert (reponse.status_code, reponse.headers["retry-after"]) == (503, "5")
    assert reponse.headers["cache-control"] == "no-store"
    assert "Trop de demandes à la fois" in reponse.text


ETRANGES = (
    "", "&&=&=x&zone", "_v=1&_v=2", "_g=zone", "_g=&_g=_.&_g=.&_g=..&_g=carte.&_g=carte.rien&_g=_g",
    "zone=bassin:5208&zone=bassin:5221&zonage=ze&zonage=bassin", "_l=&_l=-1&_l=1e9", "_l=" + "9" * 5000,
    "zone=%00%0d%0aSet-Cookie:%20a=b&lieu=%ff%fe&metier=%E2%80%AE", "_tout=2&_tout=",
    "&".join(f"zones=bassin:{n}" for n in range(300)),
    urlencode([("_g", "zone"), ("_v", MAL), ("_g", MAL), ("_v", MAL), ("_g", "carte.choix"), ("_v", "[" * 900)]),
    urlencode({"_g": "carte.choix", "_v": '{"choix": {"selection": {"a": 1}, "periode": [], "vue": 3}}'}),
    urlencode({"_g": "vue", "_v": '{"vue": [1]}'}),
    urlencode({"_g": "recherche-barre.choix", "_v": '{"texte": ["a"], "choix": {"b": 1}}'}),
    urlencode([("_g", nom) for nom in ("point", "vue", "mode", "indicateur", "periode")]),
    urlencode([("_g", f"{cle}.x") for cle in ("lieu", "ouvrir", "_carnet", "_adresse", "_donnees", "")]),
    "_.pli-tableau=%00&_.pli-vignettes=2&_.=1&_._=&_.deplier-carte=oui&_.origine-carte=1&_.suivi-carte=rien",
    urlencode({MAL: MAL, f"_.{MAL}": MAL, "indicateur": MAL, "lieu": MAL, "integre": MAL}),
)  # fmt: skip


@pytest.mark.parametrize("requete", ETRANGES, ids=range(len(ETRANGES)))
def test_whatever_is_asked_is_answered_without_a_word_as_markup(client, requete):
    saine = Counter(b for b, _ in Lecteur(client.get("/carte").text).balises)
    for chemin in ("carte", "ecran/carte"):
        reponse = client.get(f"/{chemin}?{requete}")
        assert (reponse.status_code, "set-cookie" in reponse.headers) in ((200, False), (303, False))
    dit = reponse.json()
    lu = Lecteur(de_document("carte", Document(**dit)))
    assert Counter(b for b, _ in lu.balises)["script"] == saine["script"]
    assert "<script>alert" not in dit["html"]
    assert not any(nom in ("_g", "_v", "_listes", "_l") or nom.startswith("_.") for nom, _ in parse_qsl(dit["requete"]))


@pytest.mark.parametrize("module", un_sur(2, ["territoires", "explorer", "meteo", "tendances"]))
def test_every_control_of_a_screen_may_be_told_anything(client, module):
    choix = parse_qsl("volet=libre&onglet=metier&explorer=tableau&zones=bassin:5208")
    feuille = document.ecrire(document.PAR_MODULE[module], choix)
    noms = {nom for n in feuille.racine.descendants() for nom in n.suivis()}
    assert len(noms) > 3
    dits = ("", MAL, "1e999", '{"choix": [1]}', "a\nb")
    for nom, dit in zip(sorted(noms), cycle(dits)):
        requete = urlencode([*choix, (nom, dit), ("_g", nom), ("_v", dit)])
        assert client.get(f"/ecran/{module}?{requete}").status_code == 200, (nom, dit)


def test_what_one_reader_was_told_is_told_to_the_next_whatever_the_order_of_the_choices(client, neuf):
    choix = ("zonage=ze&indicateur=taux_chomage", "indicateur=taux_chomage&zonage=ze")
    assert (len({client.get(f"/ecran/carte?{r}").text for r in choix}), neuf["carte"]) == (1, 1)
    client.get("/carte?indicateur=taux_chomage&zonage=ze")
    assert neuf["carte"] == 1
    client.get("/ecran/carte?zonage=spo")
    assert neuf["carte"] == 2


def test_what_is_kept_waits_for_nothing_that_is_being_drawn(client, neuf, occuper):
    tenue = client.get("/ecran/aide")
    occuper()
    assert (client.get("/ecran/aide").text, client.get("/aide").status_code) == (tenue.text, 200)
    assert client.get("/ecran/aide?mot=rien").status_code == 503


def test_a_drawing_changes_no_answer_and_is_made_again_when_it_left_the_disk(copie, neuf):
    avant = document._en_vigueur()
    (nom, *_) = document.lire("carte").dessins
    assert document._en_vigueur() == avant
    (copie / "dessins" / nom).unlink()
    assert document.gardee("carte") is None
    document.lire("carte")
    assert (copie / "dessins" / nom).exists()


def test_another_day_or_another_file_of_the_data_is_another_answer(copie, neuf, monkeypatch):
    def faits() -> int:
        document.lire("aide")
        return neuf["aide"]

    assert (faits(), faits()) == (1, 1)
    (copie / "evenements.toml").write_text("")
    assert faits() == 2
    (copie / "quarantine" / "refus").mkdir(parents=True)
    assert faits() == 3
    (copie / "quarantine" / "refus" / "reason.json").write_text("{}")
    assert faits() == 4
    monkeypatch.setattr(document, "date", SimpleNamespace(today=lambda: date(2031, 1, 1)))
    assert faits() == 5


@pytest.mark.parametrize(
    ("ou", "nom", "dit"), [(page_carte, "montrer", "Dossier de données"), (demo, "assurer", "ne peut pas être écrit")]
)
def test_a_fault_that_may_be_over_is_said_and_not_kept(client, neuf, monkeypatch, ou, nom, dit):
    vraie = getattr(ou, nom)
    monkeypatch.setattr(ou, nom, lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
    assert dit in client.get("/carte").text
    monkeypatch.setattr(ou, nom, vraie)
    assert dit not in client.get("/carte").text


def test_a_fault_that_nobody_foresaw_is_said_in_french_and_not_kept(client, neuf, monkeypatch):
    vraie = cadre.montrer
    monkeypatch.setattr(cadre, "montrer", lambda *_: 1 / 0)
    reponse, choix = client.get("/carte"), client.get("/ecran/carte")
    assert (reponse.status_code, choix.status_code) == (500, 500)
    assert reponse.headers["cache-control"] == choix.headers["cache-control"] == "no-store"
    lu = Lecteur(reponse.text)
    assert len(lu.des("h1")) == 1
    assert re.search(r"Une erreur imprévue .* code\W+[0-9a-f]{8}\b", lu.mots)
    assert choix.json()["detail"] == routes.IMPREVUE
    assert "ZeroDivisionError" not in reponse.text + choix.text
    monkeypatch.setattr(cadre, "montrer", vraie)
    assert [client.get(f"/{c}").status_code for c in ("carte", "ecran/carte")] == [200, 200]


def test_readers_who_ask_at_once_are_told_what_each_would_be_told_alone(racine):
    demandes = [
        ("carte", "indicateur=taux_chomage&zonage=ze", ()),
        ("carte", ZONE, (Geste("zone", "bassin:5221"),)),
        ("tendances", "zones=bassin:5208&zones=bassin:5221", ()),
        ("explorer", "indicateur=bmo_projets&zone=bassin:*&periode=2024", ()),
    ] * 2
    faire = lambda d: document.faire(d[0], parse_qsl(d[1]), d[2])  # noqa: E731
    seuls = [*map(faire, demandes[:4])]
    with ThreadPoolExecutor(4) as fils:
        assert list(fils.map(faire, demandes)) == seuls * 2
    assert st.ouverte() is None


def test_without_a_script_what_folds_hold_is_at_one_link(client):
    ferme, tout = (client.get(f"/carte?indicateur=bmo_projets&zonage=departement{suite}") for suite in ("", "&_tout=1"))
    assert "<table" not in ferme.text
    assert "_tout=1" in ferme.text.partition("<noscript>")[2]
    (carte,) = [i["src"] for i in Lecteur(ferme.text).des("img") if i["alt"] == "Carte des chiffres du tableau"]
    assert carte.startswith("./_seance/image.svg?adresse=%2Fcarte%3Findicateur%3Dbmo_projets%26zonage%3Ddepartement")
    image = client.get(carte.removeprefix("."))
    assert (image.status_code, image.headers["content-type"]) == (200, "image/svg+xml")
    assert "Sarthe" in image.text
    assert "<th scope=row>Sarthe" in tout.text.replace('"', "")
    assert "_tout" not in client.get("/ecran/carte?_tout=1").json()["requete"]

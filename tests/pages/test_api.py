"""The read API, asked as a script asks it: the rows of the screens, refusals in French, caches, limits."""

import hashlib
import io
import json
import re
import shutil
import subprocess
from xml.etree import ElementTree

import pandas as pd
import pytest

from data_loaders.chiffres import tableau
from data_loaders.exports.chiffres import SDMX
from data_loaders.measures import evolutions
from data_loaders.requetes import evaluation, requete
from pages.components import guichet
from pages.components.api import reponses, routes
from pages.components.seance.rejeu import HABITUELS
from pages.figures.api import catalogue, page
from pages.figures.api.catalogue import TYPES
from tests.pages.outils import servir

API = routes.PREFIXE
# What the standard wants or recommends of a dataset.
OBLIGES_DCAT = {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:theme", "dcat:keyword"}


@pytest.fixture
def officielle(racine_officielle, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_officielle))
    return servir(routes.routes())


def demander(api, **quoi):
    return api.get(f"{API}/chiffres", params=quoi)


def lire_csv(reponse):
    return pd.read_csv(io.BytesIO(reponse.content), dtype=str, keep_default_na=False)


def test_an_answer_is_whole_or_says_what_gives_it_whole(api, monkeypatch):
    q = {"indicateur": "bmo_projets", "zonage": "bassin"}
    corps = demander(api, **q).json()
    assert corps["total"] == len(corps["chiffres"]) == len({(r["code_zone"], r["periode"]) for r in corps["chiffres"]})
    monkeypatch.setattr(evaluation, "CELLULES_MAX", 30)
    monkeypatch.setattr(routes, "CELLULES_MAX", 30)
    refus = demander(api, **q, metier="famille:*").json()
    assert (refus["status"], "30 au plus en JSON et à l’écran" in refus["detail"]) == (422, True)
    lue = lire_csv(api.get(f"{API}/chiffres.csv", params=q | {"metier": "famille:*"}))
    assert len(lue) > 30 * 3
    assert set(lue["code_metier"].str.partition(":")[0]) == {"famille"}


@pytest.mark.parametrize(("accepte", "genre"), [
    ("text/csv", "text/csv"),
    ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
    ("text/csv;q=0.2, application/vnd.apache.parquet;q=0.9", "application/vnd.apache.parquet"),
    ("application/json;q=0, text/csv;q=0.1", "text/csv"),
    ("text/html, */*;q=0.1", "text/html"),
    ("image/png", "application/problem+json"),
])  # fmt: skip
def test_the_format_is_what_the_reader_accepts(api, accepte, genre):
    r = api.get(
        f"{API}/chiffres", params={"indicateur": "population"}, headers={"accept": accepte}, follow_redirects=True
    )
    assert r.headers["content-type"].startswith(genre)
    assert r.status_code == (406 if "problem" in genre else 200)


@pytest.mark.parametrize(("adresse", "statut", "dit"), [
    ("chiffres", 422, "indicateur : paramètre obligatoire absent"),
    ("chiffres?indicateur=bmo_projet", 422, "Vouliez-vous dire : bmo_projets"),
    ("chiffres?indicateur=population&zonne=1", 422, "zonne : paramètre inconnu. Vouliez-vous dire : zone"),
    ("chiffres?indicateur=population&page=2", 422, "page : ce paramètre n’existe plus, la réponse est entière"),
    ("chiffres?indicateur=population&tri=zone&tri=valeur", 422, "tri : une seule valeur, 2 reçues"),
    ("chiffres?indicateur=population&min=beaucoup", 422, "min : nombre attendu"),
    ("chiffres?indicateur=population&zone=99999", 422, "zone inconnue"),
    ("chiffres?indicateur=bmo_projets&periode=2024-13", 422, "forme AAAA"),
    ("chiffres?indicateur=bmo_projets&metier=maçon:1", 422, "métier mal écrit"),
    ("chiffres?indicateur=bmo_projets&zonage=basin", 422, "Vouliez-vous dire : bassin"),
    ("jeux/rien", 404, "inconnu"),
    ("jeux/bmo/1950.csv", 404, "millésime 1950"),
    ("jeux/bmo/courant.csv?table=../x", 404, "table ../x"),
    ("jeux/bmo/courant.ods", 422, "valeurs admises"),
    ("instantanes/bmo/2024--00000000", 404, "inconnu"),
    ("rien", 404, "rien à cette adresse"), ("%0a", 404, "rien à cette adresse"),
])  # fmt: skip
def test_a_refusal_is_a_problem_in_french(api, adresse, statut, dit):
    r = api.get(f"{API}/{adresse}")
    assert (r.status_code, r.json()["status"], r.headers["content-type"]) == (statut, statut, reponses.PROBLEME)
    assert dit in r.json()["detail"]
    assert r.headers["cache-control"] == "no-store"


def test_a_key_that_our_own_code_misses_is_our_fault(racine, monkeypatch):
    monkeypatch.setattr(catalogue, "indicateurs", lambda _d: {}["colonne"])
    r = servir(routes.routes(), raise_server_exceptions=False).get(f"{API}/indicateurs")
    assert (r.status_code, r.headers["content-type"]) == (500, reponses.PROBLEME)
    assert re.search(r"ce code\s: [0-9a-f]{8}\.", r.json()["detail"])


def test_nothing_is_written_through_it(api):
    for methode in ("POST", "PUT", "DELETE", "PATCH"):
        r = api.request(methode, f"{API}/jeux")
        assert (r.status_code, r.headers["content-type"]) == (405, reponses.PROBLEME)
    lue = api.get(f"{API}/jeux", headers={"origin": "https://ailleurs.example"})
    assert lue.headers["access-control-allow-origin"] == "*"


def test_a_reader_who_holds_the_answer_is_told_so(api):
    premiere = demander(api, indicateur="population")
    tenue = {"if-none-match": premiere.headers["etag"]}
    for code, statut in (("population", 304), ("densite", 200)):
        assert api.get(f"{API}/chiffres", params={"indicateur": code}, headers=tenue).status_code == statut
    assert premiere.headers["cache-control"].startswith("public")


def test_every_file_of_the_catalogue_opens(api):
    adresses = [a for z in api.get(f"{API}/zonages").json() for a in z["fichiers"]]
    for millesime in (m for jeu in api.get(f"{API}/jeux").json() for m in jeu["millesimes"][-1:]):
        adresses += millesime["fichiers"]
        lu = api.get(f"{API}/instantanes/{millesime['instantane']}").json()
        assert lu["en_vigueur"] is True
        assert not {"approvals", "confirmations", "remarques"} & set(lu["manifeste"])
    assert [a for a in adresses if not ((r := api.get(f"{API}/{a}")).status_code == 200 and r.content)] == []


def test_a_code_stays_text_and_a_millesime_is_alone_in_its_file(api, demonstration):
    annee = demonstration.millesimes("bmo")[0]
    assert set(lire_csv(api.get(f"{API}/jeux/bmo/{annee}.csv"))["annee"]) == {annee}


def test_what_is_not_under_open_licence_is_not_given(officielle, officielles):
    fermes = [j for j in catalogue.jeux(officielles) if not j["diffusable"]]
    assert all(not m["fichiers"] for j in fermes for m in j["millesimes"])
    assert {officielle.get(f"{API}/jeux/{j['jeu']}/courant.csv").status_code for j in fermes} == {403}
    refus = officielle.get(f"{API}/chiffres.csv?indicateur=tension_rome&metier=rome:K1304")
    assert (refus.status_code, "licence du producteur" in refus.json()["detail"]) == (403, True)


def test_catalogues_point_to_addresses_that_answer(officielle, officielles):
    dcat = officielle.get(f"{API}/metadonnees").json()
    for jeu in dcat["dcat:dataset"]:
        assert jeu.keys() >= OBLIGES_DCAT, jeu["@id"]
        assert jeu["dct:publisher"]["foaf:name"]
        annees = [p for p in officielles.periodes(jeu["dct:identifier"]) if p[:4].isdecimal()]
        assert ("dct:temporal" in jeu) == bool(annees), jeu["@id"]
    assert officielle.get(dcat["dcat:dataset"][0]["dcat:distribution"][0]["dcat:downloadURL"]["@id"]).status_code == 200
    paquet = officielle.get(f"{API}/metadonnees/datapackage.json").json()
    for r in paquet["resources"][::5]:
        contenu = officielle.get(r["path"]).content
        assert (len(contenu), f"sha256:{hashlib.sha256(contenu).hexdigest()}") == (r["bytes"], r["hash"])
        lue = pd.read_csv(io.BytesIO(contenu), dtype=str, nrows=3)
        assert list(lue.columns) == [c["name"] for c in r["schema"]["fields"]]
        assert r["schema"]["missingValues"] == [""]


def test_nothing_invented_is_harvested(api):
    for adresse, liste in (("metadonnees", "dcat:dataset"), ("metadonnees/datapackage.json", "resources")):
        assert api.get(f"{API}/{adresse}").json()[liste] == []
    assert b"<entry>" not in api.get(f"{API}/signaux.atom?zone=bassin:5209").content


def test_what_changes_for_a_place_is_the_rule_of_the_screens(officielle, officielles):
    r = officielle.get(f"{API}/signaux.atom?zone=Mamers")
    assert r.headers["content-type"].startswith(TYPES["atom"])
    dits = {}
    for e in ElementTree.fromstring(r.content).iterfind(".//{*}entry"):
        q = requete.de_adresse(officielles, e.find("{*}id").text)
        ((zonage, _, code),) = (z.partition(":") for z in q.zones)
        assert code == "5209"
        dits[q.indicateurs[0]] = e.find("{*}title").text
        t = tableau.calculer(officielles, q.indicateurs[0], zonage)
        assert evolutions.evolution(t.indicateur, t.zone(code)).mot in dits[q.indicateurs[0]]
    assert dits
    refus = officielle.get(f"{API}/signaux.atom?zone=Mamerss")
    assert (refus.status_code, "Vouliez-vous dire" in refus.json()["detail"]) == (422, True)


def test_a_head_a_part_and_a_preflight(api):
    adresse = f"{API}/jeux/bmo/courant.parquet"
    entier, tete = api.get(adresse), api.head(adresse)
    assert (tete.content, int(tete.headers["content-length"])) == (b"", len(entier.content))
    assert tete.headers["accept-ranges"] == "bytes"
    for plage, attendu in (("bytes=0-3", entier.content[:4]), ("bytes=-8", entier.content[-8:])):
        partie = api.get(adresse, headers={"range": plage, "if-range": entier.headers["etag"]})
        assert (partie.status_code, partie.content) == (206, attendu)
    ailleurs = api.get(adresse, headers={"range": "bytes=0-3", "if-range": '"autre"'})
    assert (ailleurs.status_code, ailleurs.content) == (200, entier.content)
    assert api.get(adresse, headers={"range": "bytes=999999999-"}).status_code == 416
    avant = {"origin": "https://ailleurs.example", "access-control-request-method": "GET"}
    avant["access-control-request-headers"] = "if-none-match, range"
    assert api.options(f"{API}/chiffres", headers=avant).status_code == 200


def test_an_indicator_is_defined_and_says_its_periods_and_metiers(api, demonstration):
    fiches = {f["indicateur"]: f for f in api.get(f"{API}/indicateurs").json()}
    for f in fiches.values():
        assert f["definition"].startswith("Se lit : « N")
        assert bool(f["denominateur"]) == (f["genre"] == "taux" and f["unite"] != "sur 5"), f["indicateur"]
    for zonage, periodes in fiches["bmo_projets"]["periodes"].items():
        assert tuple(periodes) == tableau.calculer(demonstration, "bmo_projets", zonage).periodes
    metiers = api.get(f"{API}/indicateurs/bmo_projets").json()["metiers"]
    lues = demander(api, indicateur="bmo_projets", zonage="region", metier="famille:*").json()["chiffres"]
    assert set(metiers["famille"]) == {r["code_metier"].partition(":")[2] for r in lues}
    assert all(metiers["metier"].values())


def test_the_structure_names_every_code_of_the_figures(api):
    message = ElementTree.fromstring(api.get(f"{API}/structure.xml").content)
    listes = {
        e.attrib["id"].removeprefix("CL_"): {c.attrib["id"] for c in e.iterfind("{*}Code")}
        for e in message.iterfind(".//{*}Codelist")
    }
    listes |= dict.fromkeys(("LOWER_BOUND_STATUS", "UPPER_BOUND_STATUS"), listes["OBS_STATUS"])
    for q in ("bmo_projets&zonage=bassin&zonage=region&metier=*", "taux_chomage"):
        lue = lire_csv(api.get(f"{API}/chiffres.sdmx?indicateur={q}"))
        for nom in lue.columns.intersection([*listes]):
            assert set(lue[nom]) <= listes[nom], nom


def test_the_samples_of_the_page_run_as_they_are_written(api, tmp_path):
    """R too, where it is installed; codes keep their leading zeros."""
    adresse = next(iter(page.EXEMPLES.values())).replace("zonage=bassin", "zonage=departement")
    fichier = tmp_path / "chiffres.csv"
    fichier.write_bytes(api.get(f"{API}/{adresse}".replace("&periode=2024", "")).content)
    lus = {}
    exec(page.python(fichier), lus)
    assert lus["projets"]["code_zone"].str.fullmatch(r"\d\d").all()
    if rscript := shutil.which("Rscript"):
        code = f"{page.r(fichier)}\ncat(projets$code_zone)"
        dit = subprocess.run([rscript, "-e", code], capture_output=True, text=True)
        assert set(dit.stdout.split()) == set(lus["projets"]["code_zone"])


def test_its_page_is_in_french_and_says_every_address(api):
    recue = api.get(f"{API}/")
    assert api.get(API, follow_redirects=False).status_code == 308
    assert recue.headers["content-security-policy"] == routes.CSP
    description = json.loads(api.get(f"{API}/openapi.json").content)
    assert description["openapi"].startswith("3.1")
    assert "HTTPValidationError" not in description["components"]["schemas"]
    for chemin, operations in description["paths"].items():
        assert f"GET {API}{chemin}" in recue.text
        for parametre in operations["get"].get("parameters", []):
            assert parametre.get("description") or parametre["name"] in ("zonage", "format", "fichier", "identifiant")


def test_the_crowd_is_asked_to_come_back(api, monkeypatch):
    monkeypatch.setattr(guichet, "ATTENTE_MAX", 0)
    monkeypatch.setattr(guichet, "API", guichet.Guichet(0))
    r = demander(api, indicateur="bmo_projets")
    assert (r.status_code, r.headers["content-type"], r.headers["retry-after"]) == (503, reponses.PROBLEME, "5")
    assert "revenir" in r.json()["detail"]


def test_sdmx_csv_has_the_columns_and_the_periods_of_the_standard(api):
    q = {"indicateur": "taux_chomage", "zonage": "ze"}
    r = api.get(f"{API}/chiffres.sdmx", params=q)
    assert r.headers["content-type"].startswith("application/vnd.sdmx.data+csv; version=2.0.0")
    lue = lire_csv(r)
    assert list(lue.columns[:3]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert lue["TIME_PERIOD"].str.fullmatch(r"\d{4}-Q[1-4]").all()
    assert (set(lue["FREQ"]), set(lue["OCCUPATION"])) == ({"Q"}, {SDMX["total"]})
    corps = api.get(f"{API}/chiffres", params=q).json()["chiffres"]
    assert lue["OBS_STATUS"].tolist() == [c["obs_status"] for c in corps]
    par_entete = api.get(f"{API}/chiffres", params=q, headers={"accept": "application/vnd.sdmx.data+csv"})
    assert par_entete.content == r.content


def test_the_feed_says_each_official_vintage_and_nothing_invented(api, racine_officielle, monkeypatch):
    assert b"<entry>" not in api.get(f"{API}/nouveautes.atom").content  # demonstration alone
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine_officielle))
    r = api.get(f"{API}/nouveautes.atom")
    assert r.headers["content-type"].startswith("application/atom+xml")
    fil = ElementTree.fromstring(r.content)
    titres = [e.text for e in fil.iterfind(".//{*}entry/{*}title")]
    assert any("2024" in t and "nouveau millésime" in t for t in titres)
    for lien in fil.iterfind(".//{*}entry/{*}link"):
        assert api.get(lien.attrib["href"]).status_code == 200


@pytest.mark.parametrize(("vue", "attendue"), [
    ("/carte", "chiffres.csv?indicateur=taux_chomage&zonage=ze"),
    ("/carte?indicateur=taux_chomage&zonage=spo", "chiffres.csv?indicateur=taux_chomage&zonage=ze"),
    ("/carte?indicateur=bmo_projets&periode=2023", "chiffres.csv?indicateur=bmo_projets&zonage=bassin&periode=2023"),
    ("/tendances?indicateur=bmo_projets&metier=famille%3AO",
     "chiffres.csv?indicateur=bmo_projets&zonage=bassin&metier=famille%3AO"),
    ("/carte?indicateur=rien", ""),
    ("/explorer", "chiffres.csv?indicateur=bmo_projets&zonage=bassin"),
    ("/explorer?vue=niveau&zonage=bassin&indicateur=defm_a&indicateur=bmo_projets&colonnes=indicateur",
     "chiffres.csv?indicateur=defm_a&indicateur=bmo_projets&zonage=bassin&colonnes=indicateur"),
    ("/meteo?zone=bassin%3A5208", "jeux/bmo/courant.csv"),
    ("/aide", ""), ("/", ""),
])  # fmt: skip
def test_a_figure_says_where_a_script_reads_it(api, vue, attendue):
    adresse = page.reprise(vue, HABITUELS, "accueil")
    assert adresse == attendue
    if adresse and "taux" not in adresse:
        assert api.get(f"{API}/{adresse}").status_code == 200

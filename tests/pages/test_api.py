"""The read API as a script asks it: refusals, caches, limits; one question by every door, the same rows everywhere."""

import csv
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.indicateurs_detail import NATIONAUX, PAR_METIER
from data_loaders.erreurs import DemandeInvalide
from data_loaders.exports.chiffres import SDMX
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import evolutions
from data_loaders.requetes import evaluation, groupes, lignes, requete
from data_loaders.requetes.evaluation import Reponse
from data_loaders.requetes.requete import Requete
from data_loaders.versions import approbations
from geo import zonages
from pages.components import guichet
from pages.components.api import reponses, routes
from pages.components.seance.rejeu import HABITUELS
from pages.figures.api import catalogue, page
from pages.figures.api.catalogue import TYPES
from pages.figures.explorer import croise
from tests.pages.outils import servir
from tests.vues import un_sur

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
    q["metier"] = "famille:*"
    entiers = {f: api.get(f"{API}/chiffres.{f}", params=q) for f in ("csv", "parquet", "sdmx")}
    for module in (routes, evaluation):
        monkeypatch.setattr(module, "PIECE", 30)
    monkeypatch.setattr(routes, "CLASSEUR_MAX", 30)
    monkeypatch.setattr(evaluation, "CELLULES_MAX", 30)
    for suffixe, ou in ((".json", "en JSON et à l’écran"), (".xlsx", "dans un classeur")):
        refus = api.get(f"{API}/chiffres{suffixe}", params=q).json()
        assert (refus["status"], f"30 au plus {ou}" in refus["detail"]) == (422, True)
        assert len(lire_csv(api.get(re.search(r"/api/v1/chiffres\.csv\?\S+", refus["detail"])[0]))) > 30 * 3
    for suffixe, entier in entiers.items():
        r = api.get(f"{API}/chiffres.{suffixe}", params=q)
        assert ("content-length" in r.headers, "content-length" in entier.headers) == (False, True)
        if suffixe == "parquet":
            r, entier = (pq.read_table(io.BytesIO(x.content)) for x in (r, entier))
            assert r.equals(entier)
        else:
            assert r.content == entier.content


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


def test_an_indicator_says_its_metiers(api):
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
    lue = lire_csv(api.get(f"{API}/chiffres.sdmx?indicateur=bmo_projets_saisonniers&zonage=bassin"))
    minimum = lue["AT_LEAST"].eq("true")
    assert minimum.any()
    assert ((lue["OBS_STATUS"] == "U") == minimum).all(), "a lower bound is no plain value"
    assert ((lue["OBS_VALUE"] == "") == lue["OBS_STATUS"].isin([*VIDES])).all()
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


QUESTIONS = (
    "indicateur=bmo_projets&indicateur=bmo_part_difficiles_estimee&zonage=bassin&zonage=region&metier=famille:*"
    "&periode=2022..2024",
    "indicateur=taux_chomage&zone=ze:5203&zone=departement:44",
    "indicateur=bmo_part_difficiles&zonage=bassin&mesure=evolution&tri=-ampleur&premiers=10",
    "indicateur=defm_a&zonage=spo&periode=derniere&mesure=rapport&par=population",
    "indicateur=bmo_projets&zonage=departement&metier=famille:*&colonnes=periode",
    "indicateur=bmo_projets&indicateur=population&zone=epci:*%40departement:53&periode=derniere&colonnes=indicateur"
    "&tri=-valeur&premiers=4",
    "indicateur=bmo_projets&zonage=bassin&periode=derniere&mesure=part&par=zone",
    "indicateur=offres_rome&zone=bassin:5229&zone=bassin:5213&metier=rome:*&periode=derniere&colonnes=zone",
    "indicateur=defm_abc&zonage=epci&periode=derniere&mesure=evolution&depuis=2021-12",
    "indicateur=bmo_part_difficiles_estimee&zonage=bassin&periode=derniere&mesure=rang&par=zone",
    "indicateur=bmo_projets&indicateur=bmo_part_difficiles&indicateur=bmo_part_difficiles_estimee&indicateur=densite"
    "&zone=libre:Nord~bassin:5227,5228&zone=bassin:5227&metier=famille:O&metier=libre:Soins et ventes~famille:S,V"
    "&periode=derniere&colonnes=indicateur",
    "indicateur=defm_abc&zone=libre:~epci:200083392,244400404&zone=libre:Deux~commune:44036,44109&periode=derniere"
    "&mesure=rapport&par=population",
)


@pytest.fixture
def d(racine):
    return Donnees(racine)


def lire(d, adresse):
    return Reponse(d, requete.de_adresse(d, adresse)).table


def lu(texte: str, decimale: str = "."):
    """A cell of a text as its type, by the written form alone."""
    if texte in ("true", "false"):
        return texte == "true"
    try:
        return float(texte.replace(decimale, "."))
    except ValueError:
        return texte or None


def rangs_de(genre: str, octets: bytes, schema, separateur: str, decimale: str) -> list[dict]:
    """Rows of a file; the two signs are those of a text."""
    match genre:
        case "json":
            return json.loads(octets)["chiffres"]
        case "parquet":
            return pq.read_table(io.BytesIO(octets)).to_pylist()
        case "xlsx":
            tetes, *rangs = openpyxl.load_workbook(io.BytesIO(octets))["chiffres"].iter_rows(values_only=True)
            return [dict(zip(tetes, x, strict=True)) for x in rangs]
    lignes = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=separateur)
    textes = {n for n, (t, _) in schema.items() if str(t) == "string"}
    return [{n: (v or None) if n in textes else lu(v, decimale) for n, v in r.items()} for r in lignes]


def propres(lignes: list[dict]) -> list[dict]:
    return [{n: None if v == "" or v != v else v for n, v in r.items()} for r in lignes]


@pytest.mark.parametrize("adresse", un_sur(6, (*QUESTIONS[1:], QUESTIONS[0])))
def test_every_door_gives_the_same_cells(d, api, tmp_path, capsys, adresse):
    question = requete.de_adresse(d, adresse)
    assert requete.de_adresse(d, question.adresse()) == question
    r = Reponse(d, question)
    voulues = propres(json.loads(r.table.to_json(orient="records", double_precision=15)))
    assert voulues
    assert list(r.table) == list(r.schema)
    lues = {}
    for genre in ("csv", "parquet", "xlsx", "json"):
        recu, vers = api.get(f"{routes.PREFIXE}/chiffres.{genre}?{adresse}"), tmp_path / f"f.{genre}"
        assert (recu.status_code, main(["exporter", adresse, "--vers", str(vers)])) == (200, 0)
        lues[f"api {genre}"] = rangs_de(genre, recu.content, r.schema, ",", ".")
        lues[f"cli {genre}"] = rangs_de(genre, vers.read_bytes(), r.schema, ";", ",")
    capsys.readouterr()
    assert main(["chiffre", adresse, "--json"]) == 0
    lues["cli"] = [json.loads(x) for x in capsys.readouterr().out.splitlines()]
    for porte, rangs in lues.items():
        assert len(rangs) == len(voulues), porte
        for une, voulue in zip(propres(rangs), voulues, strict=True):
            assert list(une) == list(voulue), porte
            for nom, v in voulue.items():
                egales = une[nom] == pytest.approx(v, rel=1e-14) if isinstance(v, float) else une[nom] == v
                assert egales, (porte, nom, une[nom], v)


@pytest.mark.parametrize("adresse", un_sur(3, (q for q in (*QUESTIONS[1:], QUESTIONS[0]) if "spo" not in q)))
def test_the_screen_shows_the_rows_of_the_files_rounded(d, adresse):
    q = requete.de_adresse(d, adresse)
    r = Reponse(d, q if q.colonnes else replace(q, colonnes="indicateur"))
    c = croise.preparer(r)
    pages = range(1, -(-len(c.croisement.lignes) // croise.PAGE) + 1)
    vues = [x for p in pages for x in croise.table(c, p).lignes if x[1] != croise.REGION]
    assert len(vues) == len(r.table)
    for places, vue in zip(c.croisement.places, vues, strict=True):
        for place, cellule in zip(places, vue[1 + len(c.rangees) :], strict=True):
            dit = re.search(r"<b[^>]*>(.*?)</b>", html.unescape(str(cellule)))
            v = float("nan") if place < 0 else r.longue[r.requete.mesuree].iloc[place]
            assert bool(dit) == (v == v)
            if dit and "trop large" not in dit[1]:
                nombre = re.sub(r"[^\d,−]", "", dit[1]).replace("−", "-").replace(",", ".")
                decimales = len(nombre.partition(".")[2])
                assert float(nombre) == pytest.approx(v, abs=0.5 * 10**-decimales + 1e-9)


def test_a_row_says_which_category_it_counts_and_what_weighs_in_an_estimate(d):
    for ind in (*INDICATEURS.values(), *PAR_METIER, *NATIONAUX.values()):
        dite = re.search(r"catégories? [A-E](, B et C| à E)?", ind.champ)
        assert ind.categorie == (dite[0] if dite else ""), ind.code
    t = lire(d, "indicateur=defm_a&indicateur=bmo_part_difficiles_estimee&periode=derniere")
    assert set(t["categorie"]) == {"catégorie A", ""}
    estimees = t["obs_status"].eq("E")
    assert set(t["appui"][estimees]) <= {"ici", "partagé", "France"}
    assert (t["appui"].notna() == estimees).all()


@pytest.mark.parametrize("adresse", un_sur(3, (*QUESTIONS, "indicateur=taux_chomage&indicateur=densite&zonage=ze")))
def test_a_row_says_by_one_of_three_words_how_its_figure_comes(d, adresse):
    q = requete.de_adresse(d, adresse)
    t = replace(Reponse(d, q), a_plat=True).table
    for x in t.itertuples():
        dit = (
            approbations.MENTIONS[x.preuve]
            if x.preuve != "publié" or not x.demonstration
            else "Données de démonstration"
        )
        assert x.mention.endswith(dit)
        assert x.preuve in ("publié", "calculé", "estimé")
        assert x.preuve != "publié" or not (x.estimee or q.par or x.code_indicateur == "densite")
        assert x.preuve == "publié" or x.code_indicateur != "taux_chomage"


@pytest.mark.parametrize("adresse", un_sur(2, [q for q in QUESTIONS if "colonnes" in q or "mesure" in q]))
def test_each_value_of_the_wide_form_is_followed_by_its_status(d, adresse):
    q = requete.de_adresse(d, adresse)
    r = Reponse(d, q if q.colonnes else replace(q, colonnes="indicateur"))
    voulues = requete.MOTS["large"]["statut_"][1].partition(" :")[0]
    for j, tete in enumerate(r.croisement.tetes):
        une = list(r.table).index(tete) + 1
        assert list(r.table)[une] == f"statut_{tete}"
        assert r.schema[f"statut_{tete}"][1].startswith(voulues)
        for place, v, statut in zip(r.croisement.places[:, j], r.table[tete], r.table.iloc[:, une], strict=True):
            assert (v != v) == (statut in VIDES)
            x = r.longue.iloc[place] if place >= 0 else {"au_moins": False}
            assert not (x["au_moins"] and statut == "A")
    if q.mesure == "evolution":
        assert set(r.table[f"depuis_{r.croisement.tetes[0]}"]) <= set(r.longue["depuis"])


def test_a_group_is_the_sum_of_its_members_between_their_bounds_and_no_sum_of_rates(d):
    question = "periode=derniere&zone={}&metier={}".format
    inds = "indicateur=bmo_projets&indicateur=population&indicateur=densite&indicateur=taux_chomage&"
    membres = [(z, m) for z in ("bassin:5227", "bassin:5228") for m in ("famille:S", "famille:V")]
    seuls = [lire(d, inds + question(*membre)).set_index("code_indicateur") for membre in membres]
    g = lire(d, inds + question("libre:N~bassin:5227,mayenne", "libre:SV~famille:S,V"))
    g = g.set_index("code_indicateur")
    assert (g["libelle_zone"] == "N").all()
    for colonne in ("valeur", "borne_basse", "borne_haute"):
        for ind, membres in (("bmo_projets", seuls), ("population", seuls[::2])):
            assert g.loc[ind, colonne] == sum(t.loc[ind, colonne] for t in membres)
    densites = [t.loc["densite", "valeur"] for t in seuls]
    assert max(densites) > g.loc["densite", "valeur"] > min(densites)
    assert "ne s’additionne pas" in g.loc["taux_chomage", "raison"]
    communes = zonages.appartenance("bassin")
    codes = ",".join(communes.index[communes == "5227"])
    question = "indicateur=bmo_projets&periode=derniere&zone=bassin:5227&zone=libre:L~commune:"
    seul, somme = lire(d, question + codes).sort_values("zonage")["valeur"]
    assert seul == somme
    *_, coupe = lire(d, question + codes.partition(",")[2])["raison"]
    assert coupe.startswith("n.d. : ce groupe n’est pas fait de territoires entiers")


def test_a_hidden_member_makes_a_minimum_and_an_unknown_one_no_sum():
    cache = {"obs_status": "Q", "raison": "s", "cellules_nb": 2, "caches_nb": 2}
    m = pd.DataFrame([
        {"periode": "2023", "value": 20, "obs_status": "A", "borne_basse": 20, "borne_haute": 25, "caches_nb": 1},
        {"periode": "2023"} | cache,
        {"periode": "2024", "value": 20, "obs_status": "A", "borne_basse": 20, "borne_haute": 20, "caches_nb": 0},
        {"periode": "2024", "obs_status": "L", "raison": "n.d. : ailleurs", "caches_nb": 0},
        {"periode": "2025"} | cache,
        {"periode": "2025"} | cache,
    ]).assign(cible="x", _metier="", minorant=False, cellules_nb=3)  # fmt: skip
    m["raison"] = m["raison"].fillna("")
    deux = pd.Series(2, index=m.index)
    r = groupes.sommer(m, deux, borne=True).set_index("periode")
    assert r["obs_status"].tolist() == ["A", "L", "Q"]
    assert r.loc["2023", ["value", "borne_basse", "borne_haute", "minorant"]].tolist() == [20, 20, 35, True]
    assert r.loc["2024", "raison"] == "n.d. : il manque un membre du groupe (ailleurs)"
    assert r.loc[["2024", "2025"], ["value", "borne_basse", "borne_haute"]].isna().all(axis=None)
    assert groupes.sommer(m, deux, borne=False)["borne_haute"].isna()[0]  # nothing bounds what is hidden


def test_names_are_read_as_codes_and_a_bare_zone_is_of_its_zoning(d):
    places = "zonage=departement&zone=44&zone=sarthe&zone=bassin:laval"
    r = requete.de_adresse(d, f"indicateur=Projets de recrutement&{places}")
    assert r == Requete(("bmo_projets",), ("departement:44", "departement:72", "bassin:5227"))


def test_what_is_asked_and_missing_is_a_row_with_its_reason(d):
    t = lire(d, "indicateur=bmo_projets&zone=region:52&periode=1999&periode=2023")
    assert (t["obs_status"].iloc[0], t["periode"].tolist()) == ("O", ["1999", "2023"])
    assert t["raison"].iloc[0].startswith("n.d. : période non chargée")


@pytest.mark.parametrize(("borne", "valeur", "statut", "attendu"), [
    (12.0, 12.0, "A", "A"),
    (16.0, 12.0, "A", "E"),  # at most, with all that is hidden
    (48.5, 50.0, "E", "E"), (None, None, "Q", "Q"),
    (None, 12.0, "A", "O"),  # nothing is known of it
])  # fmt: skip
def test_a_bound_bears_its_own_status(borne, valeur, statut, attendu):
    bornes, valeurs = (pd.Series([x], dtype=float) for x in (borne, valeur))
    assert lignes.statuts(bornes, valeurs, pd.Series([statut])).tolist() == [attendu]


@pytest.mark.parametrize(("question", "metier"), [
    ("indicateur=tension_rome&periode=derniere", "rome:K1304"),
    ("indicateur=bmo_part_difficiles_estimee&zonage=bassin&mesure=evolution", "famille:O"),
    ("indicateur=bmo_projets&zonage=bassin&zonage=departement", "famille:O"),
])  # fmt: skip
def test_a_metier_among_all_is_itself_alone(d, question, metier):
    seul, tous = (lire(d, f"{question}&metier={m}") for m in (metier, f"{metier.partition(':')[0]}:*"))
    parmi = tous[tous["code_metier"] == metier].reset_index(drop=True)
    assert len(seul)
    pd.testing.assert_frame_equal(seul, parmi, check_dtype=False)


def test_a_ratio_is_between_its_bounds(d):
    t = lire(d, "indicateur=bmo_projets&zonage=departement&mesure=rapport&par=population")
    t = t[t["valeur"].notna()]
    assert ((t["borne_basse"] <= t["valeur"]) & (t["valeur"] <= t["borne_haute"])).all()
    assert (set(t["unite"]), set(t["periode_diviseur"])) == ({"pour 100 habitants"}, {"2023"})


@pytest.mark.parametrize(("mesure", "code"), [
    ("part", "bmo_projets_saisonniers"), ("rang", "bmo_part_difficiles_estimee"),
])  # fmt: skip
def test_a_share_or_a_rank_is_between_what_the_bounds_of_all_allow(d, mesure, code):
    question = f"indicateur={code}&zonage=bassin&periode=derniere"
    nus = lire(d, question)
    t = lire(d, f"{question}&mesure={mesure}&par=zone")
    v, bas, haut = (nus[c] for c in ("valeur", "borne_basse", "borne_haute"))
    if mesure == "part":
        assert t["valeur"].sum() == pytest.approx(100)
        voulues = (100 * v / v.sum(), 100 * bas / (bas + haut.sum() - haut), 100 * haut / (haut + bas.sum() - bas))
    else:
        voulues = [[1 + (autres > x).sum() for x in siens] for siens, autres in ((v, v), (haut, bas))]
        voulues.append([(haut >= x).sum() for x in bas])
    for colonne, voulue in zip(("valeur", "borne_basse", "borne_haute"), voulues, strict=True):
        assert t[colonne].tolist() == pytest.approx(list(voulue))
    assert (t["borne_basse"] < t["borne_haute"]).any()


@pytest.mark.parametrize(
    ("code", "depuis", "sens"), [("bmo_projets", "2021", {"non testé"}), ("population", "2016", None)]
)
def test_a_move_starts_where_it_is_asked_and_a_survey_says_no_rise_of_it(d, code, depuis, sens):
    question = f"indicateur={code}&zonage=departement"
    t = lire(d, f"{question}&mesure=evolution&depuis={depuis}")
    v = lire(d, question).set_index(["code_zone", "periode"])
    compares = t[t["depuis"].ne("")]
    assert set(compares["depuis"]) <= {depuis}
    for x in compares.itertuples():
        avant, apres = (v.loc[(x.code_zone, p)] for p in (x.depuis, x.periode))
        assert x.ecart == pytest.approx(100 * (apres["valeur"] / avant["valeur"] - 1)), "that of what is published"
        assert ("rapport de ce qui est publié" in x.constat) == (x.ecart_bas < x.ecart_haut)
    if sens:
        assert len(compares)
        assert set(compares["sens"]) == sens


@pytest.mark.parametrize(("adresse", "dit"), [
    ("zonage=bassin", "indicateur : paramètre obligatoire absent"),
    ("indicateur=bmo_projets&zonage=bassin&zonage=region&zone=laval", "de quel découpage"),
    ("indicateur=bmo_projets&mesure=rapport", "vont ensemble"),
    ("indicateur=bmo_projets&premiers=1.5", "nombre attendu"),
    ("indicateur=population&metier=*", "n’existe pas par métier"),
    ("indicateur=bmo_projets&depuis=2021", "avec mesure=evolution"),
    ("indicateur=bmo_projets&mesure=part&par=population", "Valeurs : zone, metier"),
    ("indicateur=bmo_projets&metier=famille:*%40fap22:B", "mal écrit"),
    ("indicateur=bmo_projets&metier=rome:*", "Niveaux : famille"),
    ("indicateur=bmo_projets&zone=libre:Nord", "mal écrit"),
    ("indicateur=bmo_projets&zone=libre:Nord~bassin:9999", "zone inconnue"),
    ("indicateur=bmo_projets&zone=libre:Nord~metier:V1Z80", "n’est pas un découpage"),
    ("indicateur=bmo_projets&metier=libre:K~rome:K1304,K1302", "Niveaux : famille"),
])  # fmt: skip
def test_a_question_without_meaning_is_refused_with_what_is_accepted(d, adresse, dit):
    with pytest.raises(DemandeInvalide, match=dit):
        requete.de_adresse(d, adresse)

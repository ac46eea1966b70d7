"""The read API through clients that nobody here wrote: sdmx1, frictionless, DCAT-AP shapes, duckdb, geopandas, Atom.

    python -m pip install sdmx1 frictionless pyshacl duckdb fsspec aiohttp geopandas feedparser schemathesis
    python tests/bench/portes.py http://127.0.0.1:8501/api/v1 [--tout]

Each line: client and version, what it read, how many rows or faults. `--tout` adds schemathesis on every operation.
Nothing of the product is imported: these are the eyes of a stranger, in an environment of their own.
"""

import html
import importlib.metadata
import io
import json
import re
import subprocess
import sys
import tempfile
import time
import typing
import urllib.request
from pathlib import Path
from urllib.parse import quote

FORMES = Path(__file__).with_name("dcat_ap.ttl")
# The questions of an analyst: what is asked -> its address.
_ESTIMEE = "indicateur=bmo_part_difficiles_estimee"
QUESTIONS = {
    "tension, deux bassins": f"{_ESTIMEE}&zone=bassin:5229&zone=bassin:Les Herbiers&metier=*&periode=derniere",
    "un métier 2018 à 2024, bassins": "indicateur=bmo_projets&zonage=bassin&metier=metier:T4Z60&periode=2018..2024",
    "femmes, jeunes par EPCI": "indicateur=defm_femmes&indicateur=defm_a_jeunes&zonage=epci&periode=derniere",
    "insertion et difficulté": f"indicateur=emploi_6_apprentis&indicateur=emploi_6_scolaires&{_ESTIMEE}&zone=region:52",
    "cinq zones d’emploi": "indicateur=taux_chomage&zone=ze:5203&zone=ze:5204&zone=ze:5206&zone=ze:5212&zone=ze:5215",
    "dix plus grands mouvements": f"{_ESTIMEE}&zonage=bassin&mesure=evolution&tri=-ampleur&premiers=10",
    "bassins × métiers": "indicateur=bmo_projets&zonage=bassin&metier=fap22:*&periode=derniere&colonnes=metier",
    "SPO avec leurs contours": "indicateur=defm_a&zonage=spo&periode=derniere",
    "une série dans pandas": "indicateur=taux_chomage&zone=region:52",
    "plusieurs indicateurs": "indicateur=bmo_projets&indicateur=taux_chomage&indicateur=defm_abc_cvs&zone=region:52",
    "projets pour 100 demandeurs": "indicateur=bmo_projets&zonage=region&mesure=rapport&par=defm_abc_cvs",
    "lieux au-dessus d’un seuil": "indicateur=taux_chomage&zonage=ze&periode=derniere&min=7&tri=-valeur",
}


def lire(adresse: str, **entetes: str) -> bytes:
    """The body of an address."""
    demande = urllib.request.Request(quote(adresse, safe=":/?&=*.,%-"), headers=entetes)
    return urllib.request.urlopen(demande, timeout=120).read()


def douze(api: str) -> None:
    """Rows of each question by CSV, JSON and Parquet, and whether their values are equal."""
    import pandas as pd

    for quoi, q in QUESTIONS.items():
        debut = time.perf_counter()
        t = pd.read_parquet(io.BytesIO(lire(f"{api}/chiffres.parquet?{q}")))
        secondes = time.perf_counter() - debut
        textes = {c: str for c in t if t[c].dtype.kind not in "fibIFB"}
        c = pd.read_csv(io.BytesIO(lire(f"{api}/chiffres.csv?{q}")), dtype=textes)
        j = pd.DataFrame(json.loads(lire(f"{api}/chiffres.json?{q}"))["chiffres"], columns=t.columns)
        nombres = [n for n in t if t[n].dtype.kind == "f"]
        egales = all(x[nombres].astype(float).round(9).equals(t[nombres].astype(float).round(9)) for x in (c, j))
        dire("pandas", f"{quoi} : {len(t)} lignes, {len(c)} en CSV, {len(j)} en JSON, {secondes:.2f} s", egales)


def sdmx(api: str) -> None:
    """Data read by the sample that the page of the API gives, as it is written; every code is in its list."""
    ecrit = re.search(r"<h3>En SDMX</h3><pre>(.*?)</pre>", lire(f"{api}/").decode(), re.S)[1]
    echantillon = re.sub(r"https://SERVEUR\S*/api/v1", api, html.unescape(ecrit))
    for q in ("indicateur=taux_chomage&zonage=ze", "indicateur=bmo_projets&zonage=bassin&metier=fap22:*"):
        lus: dict[str, typing.Any] = {}
        exec(echantillon.replace("indicateur=taux_chomage", q), lus)
        obs = lus["chiffres"]
        listes = {
            c.id: set(c.local_representation.enumerated.items)
            for c in lus["flux"].structure.dimensions
            if c.local_representation.enumerated
        }
        inconnus = {(d, str(o.dimension[d].value)) for o in obs for d in listes} - {
            (d, c) for d, x in listes.items() for c in x
        }
        bornes = sum(o.attached_attribute["UPPER_BOUND_STATUS"].value != "" for o in obs)
        dire("sdmx1", f"{q} : {len(obs)} observations, {bornes} avec le statut de leur borne", not inconnus)


def paquet(api: str) -> None:
    """Every resource checked against its schema, its key and its hash."""
    from frictionless import Package, system

    descripteur = json.loads(lire(f"{api}/metadonnees/datapackage.json"))
    with system.use_context(trusted=True):
        rapport = Package(descripteur).validate()
    fautes = rapport.flatten(["name", "type", "note"])
    dire("frictionless", f"{len(rapport.tasks)} ressources, {len(fautes)} fautes {fautes[:2] or ''}", rapport.valid)


def dcat(api: str) -> None:
    """The harvested catalogue against the shapes written from DCAT-AP."""
    from pyshacl import validate
    from rdflib import Graph

    donnees = Graph().parse(data=lire(f"{api}/metadonnees"), format="json-ld")
    conforme, _, texte = validate(donnees, shacl_graph=Graph().parse(FORMES), inference="none")
    dire("pyshacl", f"{len(donnees)} triplets\n{texte if not conforme else ''}".strip(), conforme)


def plages(api: str) -> None:
    """A Parquet read by parts over HTTP."""
    import duckdb
    import fsspec
    import pyarrow.parquet as pq

    with fsspec.open(f"{api}/jeux/bmo/courant.parquet", block_size=2**16) as f:
        n = duckdb.from_arrow(pq.ParquetFile(f).read()).count("*").fetchall()[0][0]
    dire("duckdb", f"{n} lignes du millésime courant de l’enquête, par fsspec", n > 0)


def contours(api: str) -> None:
    """Outlines joined to figures by their codes."""
    import geopandas
    import pandas as pd

    debut, spo = time.perf_counter(), QUESTIONS["SPO avec leurs contours"]
    octets = lire(f"{api}/zonages/commune.geojson")
    secondes = time.perf_counter() - debut
    formes = geopandas.read_file(io.BytesIO(lire(f"{api}/zonages/spo.geojson")))
    t = pd.read_csv(io.BytesIO(lire(f"{api}/chiffres.csv?{spo}")), dtype={"code_zone": str})
    joints = formes.merge(t, on="code_zone")
    dit = f"{len(joints)} SPO sur {len(formes)} ; commune.geojson : {len(octets)} octets en {secondes:.2f} s"
    dire("geopandas", dit, len(joints) == len(formes))


def fils(api: str) -> None:
    """Both feeds, as a reader of news has them."""
    import feedparser

    for adresse in ("nouveautes.atom", "signaux.atom?zone=bassin:5209"):
        f = feedparser.parse(lire(f"{api}/{adresse}"))
        dire("feedparser", f"{adresse} : {len(f.entries)} entrées", not f.bozo and len(f.entries) > 0)


def toutes_les_operations(api: str) -> None:
    """schemathesis on every operation that the description of the API says."""
    with tempfile.TemporaryDirectory() as ici:
        commande = ["st", "run", f"{api}/openapi.json", "--max-examples", "15", "--phases", "examples,coverage,fuzzing"]
        # What is well formed may still name nothing: 422 says what exists and what resembles.
        exclues = ["--exclude-checks", "positive_data_acceptance", "--workers", "1", "--seed", "1"]
        r = subprocess.run([*commande, *exclues], capture_output=True, text=True, cwd=ici)
    print(r.stdout[-3500:])
    dire("schemathesis", "toutes les opérations", r.returncode == 0)


def dire(client: str, quoi: str, juste: bool) -> None:
    """One line of the table."""
    print(f"{'oui' if juste else 'NON':4}{client} {importlib.metadata.version(client)} : {quoi}", flush=True)


if __name__ == "__main__":
    api = sys.argv[1].rstrip("/")
    for essai in (douze, sdmx, paquet, dcat, plages, contours, fils):
        try:
            essai(api)
        except Exception as e:  # noqa: BLE001 one client that fails leaves the others
            print(f"NON {essai.__name__} : {type(e).__name__} {str(e)[:300]}", flush=True)
    if "--tout" in sys.argv:
        toutes_les_operations(api)

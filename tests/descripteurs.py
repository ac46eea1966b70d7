"""The rules of the Frictionless standard that our descriptors must keep: package, tabular resource, schema."""

import io
import re

import pandas as pd

TYPES = {"string", "number", "integer", "boolean", "date", "datetime", "year", "yearmonth", "object", "any"}
CONTRAINTES = {"required", "unique", "minLength", "maxLength", "minimum", "maximum", "pattern", "enum"}
NOM = re.compile(r"[-a-z0-9._/]+")


def verifier_descripteur(descripteur: dict) -> None:
    """Names, licences, sources, resources and schemas."""
    assert NOM.fullmatch(descripteur["name"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", descripteur["created"])
    assert descripteur["licenses"]
    for licence in descripteur["licenses"]:
        assert re.fullmatch(r"[-a-zA-Z0-9._]+", licence["name"])
    noms = [r["name"] for r in descripteur["resources"]]
    assert len(noms) == len(set(noms)) > 0
    for porteur in (descripteur, *descripteur["resources"]):
        assert all(s["title"] for s in porteur.get("sources", []))
        assert all(re.match("https?://", s["path"]) for s in porteur.get("sources", []) if "path" in s)
    for r in descripteur["resources"]:
        assert NOM.fullmatch(r["name"])
        assert not r["path"].startswith(("/", "."))
        assert ".." not in r["path"]
        assert re.fullmatch("sha256:[0-9a-f]{64}", r["hash"])
        assert r["bytes"] > 0
        if r.get("profile") == "tabular-data-resource" or "schema" in r:
            verifier_schema(r["schema"])


def verifier_schema(schema: dict) -> None:
    """Types, constraints and key."""
    noms = [c["name"] for c in schema["fields"]]
    assert len(noms) == len(set(noms)) > 0
    assert set(schema.get("primaryKey", ())) <= set(noms)  # rows of a key-less table may repeat
    for c in schema["fields"]:
        assert c["type"] in TYPES, c
        assert c["constraints"].keys() <= CONTRAINTES
        if c["type"] == "string":
            assert not c["constraints"].keys() & {"minimum", "maximum"}
        else:
            assert not c["constraints"].keys() & {"pattern", "minLength", "maxLength"}


def verifier_csv(ressource: dict, contenu: bytes) -> None:
    """Every cell of a table against its schema, as a validator reads it: an empty cell is missing."""
    schema = ressource["schema"]
    lue = pd.read_csv(io.BytesIO(contenu), dtype=str, keep_default_na=False, encoding=ressource["encoding"])
    assert list(lue) == [c["name"] for c in schema["fields"]]
    assert not lue.duplicated(schema["primaryKey"]).any(), ressource["name"]
    for c in schema["fields"]:
        presentes, regles = lue[c["name"]][lue[c["name"]] != ""], c["constraints"]
        if regles.get("required"):
            assert len(presentes) == len(lue), (ressource["name"], c["name"])
        if c["type"] in ("number", "integer"):
            nombres = pd.to_numeric(presentes)
            assert c["type"] == "number" or presentes.str.fullmatch(r"-?\d+").all(), (ressource["name"], c["name"])
            assert nombres.between(regles.get("minimum", -1e300), regles.get("maximum", 1e300)).all()
        if "pattern" in regles:
            assert presentes.str.fullmatch(regles["pattern"]).all(), (ressource["name"], c["name"])
        if "enum" in regles:
            assert set(presentes) <= set(regles["enum"]), (ressource["name"], c["name"])

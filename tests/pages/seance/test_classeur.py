"""Workbooks of a figure and of a meeting: notes, one sheet a view, numbers as numbers."""

import io
import json
import re

import openpyxl
import pytest

from data_loaders.exports.ecriture import Ecrit
from pages.figures.seance import classeur

pytestmark = pytest.mark.usefixtures("demonstration")


def lire(contenu: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(contenu))


@pytest.mark.parametrize(("texte", "valeur", "forme"), [
    ("1\u202f234", 1234, ""),
    ("5,9\u00a0%", 5.9, '#,##0.0"\u00a0%";-#,##0.0"\u00a0%"'),
    ("−8\u00a0points", -8, '#,##0"\u00a0points";-#,##0"\u00a0points"'),
    ("≥\u00a05\u202f162", 5162, '"≥\u00a0"#,##0;"≥\u00a0"-#,##0'),
    ("+2,1", 2.1, "+#,##0.0;-#,##0.0"),
])  # fmt: skip
def test_what_is_a_number_is_a_number(texte, valeur, forme):
    assert classeur.nombre(texte) == (Ecrit(valeur, forme) if forme else valeur)


@pytest.mark.parametrize("texte", ["01", "s", "n.d.", "71,3 à 78,0", "2024-T3", "12 34", "=1+1", ""])
def test_what_is_no_number_stays_as_it_is(texte):
    assert classeur.nombre(texte) == texte


def test_a_figure_comes_with_its_notes(client):
    r = client.get("/_seance/chiffres.xlsx", params={"adresse": "/carte?zonage=departement", "cle": "bloc-tableau"})
    assert r.status_code == 200
    assert re.search(r'filename="(tableau|carte)-[a-z0-9-]+\.xlsx"', r.headers["content-disposition"])
    f = lire(r.content)
    notes = {x[0]: x[1] for x in f["Présentation"].iter_rows(values_only=True)}
    assert notes["Statut"] == "Données de démonstration"
    assert notes["Adresse"] == "http://testserver/carte?zonage=departement#bloc-tableau"
    tetes, *lignes = f["Figure"].iter_rows(values_only=True)
    valeurs = [x[tetes.index("valeur")] for x in lignes]
    assert all(isinstance(v, (int, float)) for v in valeurs if v is not None)
    assert all(isinstance(x[tetes.index("code_zone")], str) for x in lignes)


def test_an_agenda_has_one_sheet_a_view_and_says_what_is_missing(client):
    vues = [
        {"adresse": "/carte", "cle": "bloc-principale"},
        {"adresse": "/carte", "cle": "disparue", "dit": "Titre lu"},
        {"adresse": "/ailleurs", "cle": "x"},
        {"adresse": "/tendances", "cle": "bloc-tendances"},
    ]
    ordre = {"format": "observatoire-seance-1", "titre": "Comité", "vues": vues}
    f = lire(client.post("/_seance/chiffres.xlsx", json=ordre).content)
    assert f.sheetnames == ["Présentation", "Vue 1", "Vue 4"]
    notes = [x[:2] for x in f["Présentation"].iter_rows(values_only=True)]
    assert ("Titre", "Titre lu") in notes
    assert [nom for nom, _ in notes].count("Sans chiffres") == 2


def test_a_hostile_agenda_is_refused(client):
    r = client.post("/_seance/chiffres.xlsx", content=json.dumps({"format": "x"}))
    assert r.status_code == 422
    assert "observatoire-seance-1" in r.json()["raison"]

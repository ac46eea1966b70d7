"""One cell, one number: the tile, the table, the sentence, the map and the file say the same of every cell."""

import csv
import io
import re

import pytest

from data_loaders.jeux import estimations
from data_loaders.measures import marches
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.figures.meteo import ciel, courbes, tables, tuiles, vue
from tests.pages.meteo.outils import texte
from tests.vues import courts

INTERVALLES = {1: (0, 20), 2: (0, 40), 3: (40, 60), 4: (60, 100), 5: (80, 100)}


CELLULES = [(n, z) for n in marches.NIVEAUX for z in marches.ZONAGES]


@pytest.fixture(scope="module", params=courts(CELLULES, CELLULES[::3]), ids="-".join)
def cellules(request, demonstration):
    """All rows of a level on a zoning, with the names of the groups."""
    niveau, zonage = request.param
    df = estimations.lire_marches(demonstration, niveau, zonage)
    df = df[df["code_zone"].isin(zonages.noms(zonage))]
    noms = {"ensemble": vue.TOUS}
    for annee in sorted(set(df["annee"])) if niveau != "ensemble" else ():
        noms |= nomenclatures.libelles_enquete(demonstration, niveau, annee)
    return zonage, df.assign(nom=df["code_groupe"].map(noms)), noms


def entier(dit):
    return re.search(r"(\d+)\u00a0%", dit)[1]


def test_a_printed_share_never_contradicts_its_class(cellules):
    _, df, _ = cellules
    for r in df.itertuples():
        if not vue.estimee(r):
            continue
        bas, haut = INTERVALLES[r.classe]
        dite = vue.estimee_dite(r)
        if not dite.startswith("près de"):
            assert bas <= int(entier(dite)) <= haut
            assert int(entier(dite)) not in {40, 60}
        assert r.borne_basse <= r.q_estimee <= r.borne_haute


def test_every_cell_has_the_same_numbers_on_every_view(cellules):
    zonage, df, noms = cellules
    fichier = tables.csv(df, noms, zonage, {}, True).decode("utf-8-sig")
    lus = {(x["periode"], x["code"], x["code_metier"]): x for x in csv.DictReader(io.StringIO(fichier), delimiter=";")}
    assert len(lus) == len(df)
    for r in df[df["statut"] != "non_enquete"].itertuples():
        lu = lus[r.annee, r.code_zone, r.code_groupe]
        tuile = texte(tuiles.tuile(r))
        ligne = tables.table([r], "")[1][0]
        if not vue.estimee(r):
            assert lu["part_estimee_pct"] == lu["estimee_borne_basse_pct"] == lu["classe"] == lu["chance"] == ""
            assert ligne[2] == ligne[3] == ""
            continue
        assert ligne[2] == f"{lu['part_estimee_pct']}\u00a0%" == vue.estimee_fine(r)
        assert ligne[3] == f"{lu['estimee_borne_basse_pct']} et {lu['estimee_borne_haute_pct']}\u00a0%"
        assert vue.estimee_dite(r) in tuile
        phrase = vue.lecture_cellule(r, "x", zonage, r.annee)
        assert vue.estimee_dite(r) in phrase
        assert vue.intervalle_dit(r) in phrase
        assert vue.intervalle_dit(r) in tuile
        for point in ("candidat", "employeur"):
            mot = getattr(vue.mots_dits(r), point)
            assert lu[point] == mot
            assert mot in ligne[4]
        region = r.code_zone == zonages.REGION
        if not lu["part_declaree_pct"]:
            assert "Déclarée cette année s" in tuile
        else:
            assert vue.declaree_dite(r) in tuile
            tout = region and r.code_groupe == marches.ENSEMBLE
            assert tout or f"l’année disent {vue.avec_unite(100 * r.declaree, '%')}, à" in phrase
        assert vue.estimee_dite(r) in courbes._point(r).texte
        if not region:
            assert vue.estimee_dite(r) in ciel._etat(r, "x").etiquette

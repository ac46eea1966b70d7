"""One cell, one number: card, sheet, table, sentence, curve, map and file say the same of every cell."""

import re

import pytest

from data_loaders.jeux import enquete
from data_loaders.measures import enonces, marches, mots_estimation as mots
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.figures import estimees, tuiles
from pages.figures.meteo import ciel, courbes, vue
from tests.pages.meteo.outils import lire_csv, texte
from tests.vues import courts

LIMITES = {1: (0, 19), 2: (20, 39), 3: (40, 59), 4: (60, 79), 5: (80, 100)}
CELLULES = [(n, z) for n in marches.NIVEAUX for z in marches.ZONAGES]


@pytest.fixture(scope="module", params=courts(CELLULES, CELLULES[::3]), ids="-".join)
def cellules(request, demonstration):
    """All rows of a level on a zoning, with the names of the groups."""
    niveau, zonage = request.param
    df = enquete.lire_marches(demonstration, niveau, zonage)
    df = df[df["code_zone"].isin(zonages.noms(zonage))]
    noms = {"ensemble": estimees.TOUS}
    for annee in sorted(set(df["annee"])) if niveau != "ensemble" else ():
        noms |= nomenclatures.libelles_enquete(demonstration, niveau, annee)
    return zonage, df.assign(nom=df["code_groupe"].map(noms)), noms


def test_every_cell_has_the_same_number_class_and_movement_on_every_view(cellules):
    zonage, df, noms = cellules
    fichier = lire_csv(vue.csv([(zonage, df)], noms, {}, True))
    lus = {(x["periode"], x["code_zone"], x["code_metier"]): x for x in fichier}
    assert len(lus) == len(df)
    for r in df[df["statut"] != "non_enquete"].itertuples():
        lu = lus[r.annee, r.code_zone, r.code_groupe]
        ligne = estimees.table([r], "")[1][0]
        dits = [texte(tuiles.carte_html(r)), texte(tuiles.fiche_html(r)), " ".join(vue.explication(r, "x", zonage))]
        assert not re.search(r"\bnan\b|<NA>|None", " ".join([*dits, *ligne]))
        if not estimees.estimee(r):
            assert lu["part_estimee_pct"] == lu["classe"] == lu["certitude"] == lu["mots"] == ligne[1] == ""
            assert lu["raison"]
            continue
        part = estimees.estimee_dite(r)
        entier = int(part.partition("\u00a0")[0])
        assert entier == enonces.pourcent(r.q_estimee)
        assert abs(entier - float(lu["part_estimee_pct"].replace(",", "."))) <= 0.55
        etat = ciel._etat(r, "x")
        assert ligne[1] == part == courbes._point(r).texte == f"{etat.valeur}\u00a0%"
        for dit in (*dits, etat.etiquette):
            assert part in dit
        assert LIMITES[etat.classe][0] <= entier <= LIMITES[etat.classe][1]
        assert lu["mots"] == estimees.enonce(r) or r.code_groupe == marches.ENSEMBLE
        assert lu["mots"] in texte(ligne[2])
        if r.code_groupe == marches.ENSEMBLE:
            assert lu["classe"] == lu["certitude"] == ""
            assert not etat.fragile
            continue
        assert (lu["classe"], lu["certitude"]) == (str(etat.classe), r.certitude)
        fragile = r.certitude == enonces.FRAGILE
        assert etat.fragile == fragile
        mot = mots.classe_dite(etat.classe)
        for dit in (*dits[:2], etat.etiquette):
            assert (mot in dit.lower()) != fragile
        assert estimees.mouvement(r).startswith(lu["evolution"])

"""One figure for one thing: the indicators of the survey and the markets of the météo give the same numbers."""

from functools import lru_cache

import pandas as pd
import pytest

from data_loaders.chiffres import origine, tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import marches
from data_loaders.sources import bmo
from tests import builders

ESTIMEE, DECLAREE = "bmo_part_difficiles_estimee", "bmo_part_difficiles"


@pytest.fixture(scope="module")
def donnees(tmp_path_factory) -> Donnees:
    dossier = tmp_path_factory.mktemp("part_estimee")
    d = Donnees(dossier / "racine")
    bmo.lire.importer(d, builders.fichier_bmo(dossier, 2021), None)
    bmo.lire.importer(d, builders.classeur(dossier / "2022.xlsx", {"BMO": builders.lignes_france(2022)}), None)
    return Donnees(dossier / "racine")


def questions(donnees: Donnees):
    """Every zoning × level × group of the survey."""
    for zonage in marches.ZONAGES:
        yield zonage, marches.ENSEMBLE, None
        for niveau in marches.NIVEAUX[1:]:
            codes = set(enquete.lire_marches(donnees, niveau, zonage)["code_groupe"])
            yield from ((zonage, niveau, Metier(niveau, c)) for c in sorted(codes))


def test_what_is_said_beside_a_share_is_in_its_unit():
    ligne = {"classe": 4, "certitude": "solide", "declaree": 0.25, "q_estimee": 0.5, "marge": 0.125, "publiee": 0.2}
    ligne |= {"position": 1, "memoire": 0, "rang_meilleur": 2, "rang_pire": 3, "rangs_nb": 9}
    assert tableau.dire(INDICATEURS[ESTIMEE], ligne) == {
        "part_publiee": 20.0, "part_declaree": 25.0, "marge_declaree": 12.5, "classe": 4, "certitude": "solide",
        "position": 1, "memoire": 0, "rang_meilleur": 2, "rang_pire": 3, "rangs_nb": 9,
    }  # fmt: skip
    assert tableau.dire(INDICATEURS[DECLAREE], ligne) == {"part_publiee": 20.0, "marge": 12.5, "part_estimee": 50.0}


@pytest.mark.parametrize(("indicateur", "valeur", "bas", "haut", "condition"), [
    (ESTIMEE, "q_estimee", "borne_basse", "borne_haute", "estime"),
    (DECLAREE, "declaree", "declaree_lo", "declaree_hi", ""),
])  # fmt: skip
def test_the_indicators_and_the_markets_agree_everywhere(donnees, indicateur, valeur, bas, haut, condition):
    comparees = 0
    cellules, lire = enquete.cellules_bmo(donnees), lru_cache(maxsize=None)(enquete.lire_marches)
    for zonage, niveau, metier in questions(donnees):
        t = tableau.calculer(donnees, indicateur, zonage, metier, lambda: cellules)
        lignes = t.lignes.set_index(["periode", "code_zone"])
        code = metier.code if metier else marches.ENSEMBLE
        m = lire(donnees, niveau, zonage)
        m = m[m["code_groupe"] == code].set_index(["annee", "code_zone"])
        m = m[m.index.isin(lignes.index)]
        vues = lignes.loc[m.index, ["value", "borne_basse", "borne_haute"]]
        dites = m["statut"].eq(condition) if condition else m[valeur].notna()
        attendues = 100 * m[[valeur, bas, haut]].where(dites)
        assert vues.to_numpy() == pytest.approx(attendues.to_numpy(), nan_ok=True)
        comparees += int(dites.sum())
    assert comparees > 40


def test_the_estimate_is_followed_back_to_its_cells_and_an_empty_one_says_why(donnees):
    t = tableau.calculer(donnees, ESTIMEE, "bassin", Metier("metier", "B0Z20")).periode("2022")
    assert t.loc["5205", ["obs_status", "raison"]].tolist() == ["Q", marches.STATUTS["secret"][1]]
    petit = tableau.calculer(donnees, ESTIMEE, "bassin", Metier("metier", "V0Z60")).periode("2022").loc["5209"]
    assert (petit["obs_status"], petit["raison"]) == ("N", "trop peu de projets pour un chiffre")
    absent = t.loc["5216"]
    assert (absent["obs_status"], absent["raison"]) == (
        "M",
        "sans objet : aucun projet de recrutement, donc aucune part",
    )
    assert pd.isna(t.loc[["5205", "5216"], "value"]).all()
    t = tableau.calculer(donnees, ESTIMEE, "bassin")
    o = origine.remonter(donnees, t, "5221", "2022")
    assert o.genre == "estimee"
    cellules = enquete.cellules_bmo(donnees).query("annee == '2022' and code_bassin == '5221'")
    assert o.lignes["value"].sum() == cellules["xmet"].sum()
    assert o.lignes["diviseur"].sum() == cellules["met"].sum()
    assert origine.remonter(donnees, t, "5205", "2022").lignes[["value", "diviseur"]].isna().all(axis=None)

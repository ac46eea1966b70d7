"""One share, one number: every screen, export and command says what the markets of the survey say, cell by cell."""

from functools import lru_cache

import pandas as pd
import pytest

from data_loaders import francais
from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.exports import lignes as lignes_exportees
from data_loaders.jeux import estimations
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import marches, mots_estimation as mots
from geo import zonages
from pages.figures import tables
from pages.figures.carte import vue as vue_carte
from pages.figures.tendances import evolution, series, vue as vue_tendances
from tests import builders

CODES = ("bmo_part_difficiles", "bmo_part_difficiles_estimee")
ETATS = {-1: "au-dessous", 0: "non distinguable", 1: "au-dessus"}
NOMS = dict(zonages.zones("bassin")[["code_zone", "libelle_zone"]].itertuples(index=False))


@pytest.fixture(scope="module")
def inventees(tmp_path_factory) -> Donnees:
    dossier = tmp_path_factory.mktemp("parts")
    with pytest.MonkeyPatch.context() as m:
        m.setenv("OBSERVATOIRE_DONNEES", str(dossier / "racine"))
        assert main(["importer", "bmo", *(str(builders.fichier_bmo(dossier, a)) for a in (2021, 2022))]) == 0
    return Donnees(dossier / "racine")


def ou_rien(x):
    """A number, None where there is none."""
    return None if pd.isna(x) else x


def attendu(m: pd.Series, estime: bool, seul: bool) -> dict:
    """What a market says of one share: value and bounds in %, margin in points, state and class."""
    noms = ("q_estimee", "borne_basse", "borne_haute") if estime else ("declaree", "declaree_lo", "declaree_hi")
    dite = m["statut"] == "estime" or not estime
    valeur, bas, haut = (ou_rien(100 * m[nom]) if dite else None for nom in noms)
    return {
        "valeur": valeur,
        "bornes": (bas, haut),
        "marge": None if pd.isna(m["declaree"]) else 100 * m["marge"],
        "position": ou_rien(m["position" if estime else "position_declaree"]) if seul else None,
        "classe": ou_rien(m["classe"]),
        "rangs": (ou_rien(m["rang_meilleur"]), ou_rien(m["rang_pire"])) if seul else (None, None),
    }


def controler(d: Donnees, monkeypatch) -> int:
    """Compare all that is shown with the markets; returns how many figures were compared."""
    calculer = lru_cache(maxsize=None)(tableau.calculer)
    monkeypatch.setattr(tableau, "calculer", calculer)
    familles = sorted(set(estimations.lire_marches(d, "famille", "bassin")["code_groupe"]))
    comparees = 0
    for metier in (None, *(Metier("famille", f) for f in familles)):
        niveau, groupe = (metier.niveau, metier.code) if metier else (marches.ENSEMBLE, marches.ENSEMBLE)
        m = estimations.lire_marches(d, niveau, "bassin")
        m = m[(m["code_groupe"] == groupe) & m["code_zone"].isin(NOMS)]
        for code in CODES:
            comparees += comparer(d, code, metier, m)
    return comparees


def comparer(d: Donnees, code: str, metier: Metier | None, m: pd.DataFrame) -> int:
    t, region = (tableau.calculer(d, code, z, metier) for z in ("bassin", "region"))
    ind = t.indicateur
    carte = vue_carte.dessiner(t, region)
    fichier = lignes_exportees.du_tableau(t, {}).set_index(["periode", "code"])
    lignes = {
        p: {x.code: x for x in tables.lignes_classees(ind, t.periode(p), NOMS, None)} for p in m["annee"].unique()
    }
    demandes = dict(zip(NOMS, vue_tendances.demandes(t, None, list(NOMS)), strict=True))
    courbes = {
        z: dict(zip(s.periodes, s.y, strict=True))
        for z, s in zip(NOMS, series.preparer(ind, list(demandes.values()), "annuel").series, strict=True)
    }
    comparees = 0
    derniere = m["annee"].max()
    for _, x in m.iterrows():
        annee, zone = x["annee"], x["code_zone"]
        a = attendu(x, ind.estime, metier is None)
        ou = f"{code} {metier} {zone} {annee}"
        etat, ligne, exportee = carte.etats[annee][zone], lignes[annee][zone], fichier.loc[(annee, zone)]
        vues = [etat.nombre, courbes[zone][annee], ou_rien(exportee["valeur"])]
        assert vues == [pytest.approx(a["valeur"])] * 3, ou
        assert [ou_rien(exportee["borne_basse"]), ou_rien(exportee["borne_haute"])] == pytest.approx(a["bornes"]), ou
        if metier is None or annee == derniere:  # the command reads the row of a table that is the same every year
            repondre(tableau.chiffre(d, code, "bassin", zone, annee, metier), a, ou)
        if a["valeur"] is None:
            continue
        comparees += 1
        assert ligne.valeur == francais.nombre(a["valeur"], 1), ou
        assert ou_rien(exportee["marge_declaree" if ind.estime else "marge"]) == pytest.approx(a["marge"]), ou
        assert ou_rien(exportee["etat"]) == ETATS.get(a["position"]), ou
        if a["position"] is not None:
            assert etat.classe == a["position"] + 2, ou
            assert etat.etiquette.partition(", ")[2].startswith(mots.POSITIONS_ZONE[a["position"]]), ou
        if ind.estime:
            assert int(exportee["classe"]) == a["classe"], ou
            assert metier is None or etat.classe == a["classe"], ou
            dit = "" if metier else mots.rang_dit(*a["rangs"], x["rangs_nb"]).removeprefix("rang ")
            assert (etat.rang, ligne.rang) == (dit, dit), ou
        else:
            assert (etat.rang, ligne.rang) == ("", ""), ou
    for _, x in m[m["annee"] == derniere].iterrows():
        e = evolution.testee(ind, "", demandes[x["code_zone"]].lignes)
        assert e.fleche == x["fleche"], x["code_zone"]
        assert mots.mouvement_dit(x["fleche"], x["delta"], x["grand"], x["fleche_raison"]) in e.constat
    return comparees


def repondre(c: dict, a: dict, ou: str) -> None:
    """What the command `chiffre` answers."""
    assert c["valeur"] == pytest.approx(a["valeur"]), ou
    assert [c["borne_basse"], c["borne_haute"]] == pytest.approx(a["bornes"]), ou
    if a["valeur"] is None:
        return
    estime = "marge_declaree" in c
    assert c["marge_declaree" if estime else "marge"] == pytest.approx(a["marge"]), ou
    assert c["position"] == a["position"], ou
    if estime:
        assert (c["classe"], (c["rang_meilleur"], c["rang_pire"])) == (a["classe"], a["rangs"]), ou


def test_all_that_is_shown_of_a_share_is_what_its_market_says(inventees, monkeypatch):
    assert controler(inventees, monkeypatch) > 20


@pytest.mark.long  # the same as above over fifteen hundred cells
def test_the_same_over_all_official_cells(officielles, monkeypatch):
    assert controler(officielles, monkeypatch) > 1500

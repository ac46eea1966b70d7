"""One share, one number: every screen, export and command says what the markets of the survey say, cell by cell."""

import math
from functools import lru_cache

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.jeux import enquete
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import marches, mots_estimation as mots
from data_loaders.requetes import lignes as lignes_exportees
from geo import zonages
from pages.figures import tables
from pages.figures.carte import vue as vue_carte
from pages.figures.tendances import evolution, series, vue as vue_tendances
from pages.figures.tendances.lieux import Suivi
from tests import builders

ESTIMEE, DECLAREE = "bmo_part_difficiles_estimee", "bmo_part_difficiles"
ETATS = {-1: "au-dessous", 0: "comme la région", 1: "au-dessus"}
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
    """What a market says of one share: value and bounds in %, margin in points, position, class, how sure it is."""
    noms = ("q_estimee", "borne_basse", "borne_haute") if estime else ("declaree", "declaree_lo", "declaree_hi")
    dite = m["statut"] == "estime" or not estime
    valeur, bas, haut = (ou_rien(100 * m[nom]) if dite else None for nom in noms)
    return {
        "valeur": valeur,
        "bornes": (bas, haut),
        "marge": None if pd.isna(m["declaree"]) else 100 * m["marge"],
        "position": ou_rien(m["position"]) if seul else None,
        "classe": ou_rien(m["classe"]),
        "certitude": m["certitude"] or None,
        "rangs": (ou_rien(m["rang_meilleur"]), ou_rien(m["rang_pire"])) if seul else (None, None),
    }


def controler(d: Donnees, monkeypatch) -> int:
    """Compare all that is shown with the markets; returns how many figures were compared."""
    calculer = lru_cache(maxsize=None)(tableau.calculer)
    monkeypatch.setattr(tableau, "calculer", calculer)
    familles = sorted(set(enquete.lire_marches(d, "famille", "bassin")["code_groupe"]))
    comparees = 0
    for metier in (None, *(Metier("famille", f) for f in familles)):
        niveau, groupe = (metier.niveau, metier.code) if metier else (marches.ENSEMBLE, marches.ENSEMBLE)
        m = enquete.lire_marches(d, niveau, "bassin")
        m = m[(m["code_groupe"] == groupe) & m["code_zone"].isin(NOMS)]
        comparees += comparer(d, metier, m)
        declarer(d, metier, m)
    return comparees


def comparer(d: Donnees, metier: Metier | None, m: pd.DataFrame) -> int:
    t, region = (tableau.calculer(d, ESTIMEE, z, metier) for z in ("bassin", "region"))
    ind, carte = t.indicateur, vue_carte.dessiner(t, region)
    fichier = lignes_exportees.du_tableau(t, {}).set_index(["periode", "code_zone"])
    rangees = {p: tables.lignes_classees(ind, t.periode(p), NOMS, None) for p in m["annee"].unique()}
    lignes = {p: {x.code: x for x in liste} for p, liste in rangees.items()}
    places = [Suivi(f"bassin:{z}", nom, t, {}) for z, nom in NOMS.items()]
    demandes = dict(zip(NOMS, vue_tendances.demandes(places, None), strict=True))
    suivies = zip(NOMS, series.preparer(ind, list(demandes.values()), "annuel").series, strict=True)
    courbes = {z: dict(zip(s.periodes, s.y, strict=True)) for z, s in suivies}
    comparees, derniere = 0, m["annee"].max()
    for _, x in m.iterrows():
        annee, zone = x["annee"], x["code_zone"]
        a, ou = attendu(x, True, metier is None), f"{metier} {zone} {annee}"
        etat, ligne, exportee = carte.etats[annee][zone], lignes[annee][zone], fichier.loc[(annee, zone)]
        assert [courbes[zone][annee], ou_rien(exportee["valeur"])] == [pytest.approx(a["valeur"])] * 2, ou
        assert [ou_rien(exportee["borne_basse"]), ou_rien(exportee["borne_haute"])] == pytest.approx(a["bornes"]), ou
        if metier is None or annee == derniere:  # the command reads the row of a table that is the same every year
            repondre(tableau.chiffre(d, ESTIMEE, "bassin", zone, annee, metier), a, ou)
        if a["valeur"] is None:
            assert etat.nombre is None, ou
            continue
        comparees += 1
        imprimee = math.floor(a["valeur"] + 0.5)
        assert (etat.nombre, ligne.valeur, etat.valeur) == (imprimee, str(imprimee), str(imprimee)), ou
        assert ligne.classe == 1 + sum(imprimee >= x for x in (20, 40, 60, 80)), ou
        assert ou_rien(exportee["marge_declaree"]) == pytest.approx(a["marge"]), ou
        assert ou_rien(exportee["etat"]) == ETATS.get(a["position"]), ou
        if metier is None:
            assert ou_rien(exportee["classe"]) is None, ou
            assert mots.POSITIONS[a["position"]] in etat.etiquette, ou
            assert mots.POSITIONS[a["position"]] in ligne.etat, ou
        else:
            assert int(exportee["classe"]) == a["classe"] == etat.classe, ou
            assert exportee["certitude"] == a["certitude"], ou
            assert etat.fragile == (a["certitude"] == "fragile"), ou
            dit = mots.enonce(a["classe"], a["certitude"], x["w"])
            assert (etat.etiquette.endswith(dit), ligne.etat) == (True, dit), ou
    for _, x in m[m["annee"] == derniere].iterrows():
        e = evolution.ligne(ind, "", demandes[x["code_zone"]].lignes).e
        assert e.sens == x["fleche"].removeprefix("non_mesurable"), x["code_zone"]
        assert e.dit.startswith(mots.mouvement_dit(x["fleche"], x["grand"], x["fleche_raison"]))
    return comparees


def declarer(d: Donnees, metier: Metier | None, m: pd.DataFrame) -> None:
    """The declared share, in files and by the command alone."""
    fichier = lignes_exportees.du_tableau(tableau.calculer(d, DECLAREE, "bassin", metier), {})
    fichier = fichier.set_index(["periode", "code_zone"])
    for _, x in m.iterrows():
        a = attendu(x, False, metier is None)
        exportee, ou = fichier.loc[(x["annee"], x["code_zone"])], f"{metier} {x['code_zone']} {x['annee']}"
        assert ou_rien(exportee["valeur"]) == pytest.approx(a["valeur"]), ou
        if a["valeur"] is not None:
            assert ou_rien(exportee["marge"]) == pytest.approx(a["marge"]), ou
        if metier is None:
            repondre(tableau.chiffre(d, DECLAREE, "bassin", x["code_zone"], x["annee"]), a, ou)


def repondre(c: dict, a: dict, ou: str) -> None:
    """What the command `chiffre` answers."""
    assert c["valeur"] == pytest.approx(a["valeur"]), ou
    assert [c["borne_basse"], c["borne_haute"]] == pytest.approx(a["bornes"]), ou
    if a["valeur"] is None:
        return
    estime = "marge_declaree" in c
    assert c["marge_declaree" if estime else "marge"] == pytest.approx(a["marge"]), ou
    if estime:
        lus = (c["position"], c["classe"], c["certitude"], (c["rang_meilleur"], c["rang_pire"]))
        assert lus == (a["position"], a["classe"], a["certitude"], a["rangs"]), ou


def test_all_that_is_shown_of_a_share_is_what_its_market_says(inventees, monkeypatch):
    assert controler(inventees, monkeypatch) > 10


@pytest.mark.long  # the same as above over fifteen hundred cells
def test_the_same_over_all_official_cells(officielles, monkeypatch):
    assert controler(officielles, monkeypatch) > 800

"""What a parameter weighs: each moved alone, counted cell by cell; what is covered, adding up to all the cells."""

import re

import pandas as pd
import pytest

from data_loaders.__main__ import main
from data_loaders.jeux.calculs import cellules_bmo
from data_loaders.measures import bmo as mesures, meteo, sensibilite
from data_loaders.metiers import meteo_complete
from data_loaders.parametres import meteo as parametres


def test_each_parameter_moves_alone_by_ten_percent():
    p = parametres()
    cas = list(sensibilite.variantes(p))
    assert {v.nom for v in cas}.isdisjoint({*sensibilite.PARAMETRES_COMPLETS, *sensibilite.SANS_EFFET})
    par_nom = {(v.nom, v.cle): v for v in cas}
    v = par_nom["limites_niveau", "2"]
    assert v.moins.limites_niveau == pytest.approx((0.2, 0.36, 0.6, 0.8))
    assert v.plus.limites_niveau == pytest.approx((0.2, 0.44, 0.6, 0.8))
    assert par_nom["fiabilite", "C"].plus.fiabilite == pytest.approx({"A": 400, "B": 100, "C": 33})
    assert par_nom["part_moyenne", ""].plus.part_moyenne == pytest.approx((0.055, 0.945))
    assert par_nom["rappel", ""].moins.rappel == pytest.approx(18)
    for v in cas:
        for deplace in (v.moins, v.plus):
            assert [c for c in p.__dataclass_fields__ if getattr(p, c) != getattr(deplace, c)] == [v.nom]


def test_every_parameter_is_moved_somewhere_or_said_without_effect():
    noms = {v.nom for v in sensibilite.variantes(noms=None)} | set(sensibilite.PARAMETRES_COMPLETS)
    attendus = set(parametres().__dataclass_fields__) - {"version", "en_vigueur", "fondements"}
    assert noms | set(sensibilite.SANS_EFFET) == attendus


def test_the_two_weights_of_the_complete_index_move_together():
    (v,) = sensibilite.variantes(noms=["poids_offres"])
    for p in (v.moins, v.plus):
        assert p.poids_offres + p.poids_bmo == pytest.approx(1)


def test_movements_by_hand():
    def calculer(p):
        niveau = pd.array([None if x < p.fiabilite["C"] else 1 for x in (29, 31, 40)], dtype="Int64")
        return pd.DataFrame({"niveau": niveau, "rappel": p.rappel})

    cas = [v for v in sensibilite.variantes() if v.cle == "C" or v.nom == "rappel"]
    m = sensibilite.mouvements(calculer, cas).set_index(["parametre", "variation"])
    # 27 lets the first cell in, 33 puts the second out
    assert m["niveau"].to_dict() == {
        ("rappel", -10): 0, ("rappel", 10): 0, ("fiabilite", -10): 1, ("fiabilite", 10): 1,
    }  # fmt: skip
    assert m["rappel"].to_dict()["rappel", 10] == 3
    assert m["rappel"].to_dict()["fiabilite", 10] == 0


def test_the_last_vintage_of_the_demonstration(demonstration):
    r = sensibilite.sensibilite(cellules_bmo(demonstration), demonstration.lire("bmo", "metiers"))
    nb = r.groupby("groupes")["cellules_nb"].first()
    assert nb["famille"] <= 8 * 26
    assert nb["metier"] <= 33 * 26
    assert (r[list(sensibilite.RESULTATS)].max(axis=1) <= 33 * 26).all()
    bougent = r[r["groupes"] == "metier"].groupby("parametre")[list(sensibilite.RESULTATS)].max()
    assert bougent.loc["limites_niveau", "niveau"] > bougent.loc["rappel", "niveau"] > 0
    # the number of answers serves the error alone
    assert bougent.loc["reponses", "niveau"] == 0 < bougent.loc["reponses", "fragile"]
    assert bougent.loc["limites_position", "niveau"] == 0 < bougent.loc["limites_position", "position"]


def test_coverage_adds_up(demonstration):
    large, metiers = cellules_bmo(demonstration), demonstration.lire("bmo", "metiers")
    for niveau in meteo.NIVEAUX:
        c = sensibilite.couverture(meteo.indices(large, metiers, niveau, "bassin"))
        assert c["annee"].tolist() == demonstration.millesimes("bmo")
        assert c[list(sensibilite.STATUTS_COUVERTURE)].sum(axis=1).to_numpy() == pytest.approx(1)
        assert c["fragile"].between(0, 1).all()
    assert (c["classe"] == 1).all()


def test_coverage_by_hand():
    r = pd.DataFrame(
        {
            "annee": "2024",
            "cellules_nb": [1, 1, 1, 1, 0],
            "statut": ["classe", "classe", "secret", "effectif", "sans_objet"],
            "fragile": [True, False, False, False, False],
        }
    )
    c = sensibilite.couverture(r).iloc[0]
    assert (c.cellules_nb, c.classe, c.secret, c.effectif, c.bornes, c.fragile) == (4, 0.5, 0.25, 0.25, 0, 0.5)


@pytest.fixture
def peu_de_parametres(demonstration, monkeypatch):
    """The command on demonstration data, one parameter of each index moved."""
    vraies = sensibilite.variantes

    def deux(p=None, noms=None):
        return vraies(p, ["couverture_groupe"] if noms else ["limites_niveau"])

    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(demonstration.racine))
    monkeypatch.setattr(sensibilite, "NIVEAUX", ("famille",))
    monkeypatch.setattr(sensibilite, "variantes", deux)


def test_the_command_prints_both_tables(demonstration, peu_de_parametres, capsys):
    assert main(["sensibilite"]) == 0
    sortie = capsys.readouterr().out
    assert "bouge de 10 %, bassins, BMO 2024 — Données de démonstration" in sortie
    lignes = {ligne.split("  ")[0]: ligne for ligne in sortie.splitlines()}
    assert " / " in lignes["limites_niveau 3"]
    assert "Indice complet, métiers, 2023" in sortie
    assert "couverture_groupe" in lignes
    assert main(["sensibilite", "--couverture"]) == 0
    sortie = capsys.readouterr().out.splitlines()
    entetes = ["niveau", "année", "cellules", "classées", "effectif insuffisant", "secret"]
    assert re.split(" {2,}", sortie[1])[:6] == entetes
    assert len(sortie) == 2 + len(meteo.NIVEAUX) * len(demonstration.millesimes("bmo"))


def test_without_offers_the_command_says_why(peu_de_parametres, monkeypatch, capsys):
    monkeypatch.setattr(meteo_complete, "raison_absence", lambda d: "Indice complet non calculé.")
    assert main(["sensibilite"]) == 0
    assert capsys.readouterr().out.endswith("Indice complet non calculé.\n")


@pytest.fixture(scope="module")
def enquete(enquetes):
    observations, metiers = enquetes("2023", "2024")
    return mesures.large(observations, metiers), metiers


def test_only_the_words_of_the_classes_weigh_on_the_official_ones(enquete):
    r = sensibilite.sensibilite(*enquete)
    metiers = r[r["groupes"] == "metier"].assign(part=lambda d: d["niveau"] / d["cellules_nb"])
    parts = metiers.groupby("parametre")["part"].max()
    assert 0.10 < parts["limites_niveau"] < 0.20
    assert 0.04 < parts["fiabilite"] < 0.08
    assert 0.01 < parts["rappel"] < 0.04
    assert parts.drop(["limites_niveau", "fiabilite", "rappel"]).max() < 0.005

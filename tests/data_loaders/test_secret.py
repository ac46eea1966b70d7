"""Sums and shares with hidden parts, redone by hand."""

import itertools
import json
import random

import numpy as np
import pandas as pd
import pytest

from data_loaders import demo
from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.contracts import convention as contrat_convention
from data_loaders.exports.ecriture import csv_francais
from data_loaders.jeux import calculs, enquete as estimations
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import bmo, secret
from data_loaders.requetes import lignes
from tests import builders
from tests.canaris import ANNEES, MESURES, METIERS, Enquete
from tests.data_loaders.test_convention import remplir, saisi
from tests.vues import un_sur


def somme(*valeurs):
    df = pd.DataFrame(
        {
            "g": "z",
            "value": pd.array(list(valeurs), "Float64").astype(float),
            "obs_status": ["Q" if v is None else "A" for v in valeurs],
        }
    )
    return secret.sommes(df, ["g"]).iloc[0]


def part(*cellules):
    df = pd.DataFrame(cellules, columns=["met", "xmet"], dtype=float).assign(g="z")
    return secret.parts(df, ["g"]).iloc[0]


def test_visible_sums_are_lower_bounds_of_at_most_five_more_per_hidden_cell_in_the_order_of_groups():
    s = somme(10, 20, None, None)
    assert (s.value, s.minorant, s.borne_basse, s.borne_haute, s.caches_nb) == (30, True, 30, 40, 2)
    s = somme(10, 0)
    assert (s.value, s.minorant, s.borne_haute, s.obs_status) == (10, False, 10, "A")
    cellules = pd.DataFrame({"g": ["b", "a", "b"], "value": [1.0, 2.0, 3.0], "obs_status": "A"})
    assert secret.sommes(cellules, ["g"])[["g", "value"]].to_numpy().tolist() == [["a", 2.0], ["b", 4.0]]


def test_one_hidden_cell_is_neither_bounded_nor_guessed_and_all_hidden_is_never_zero():
    s = somme(None)
    assert (s.obs_status, s.raison) == ("Q", secret.RAISON_SECRET)
    assert pd.isna([s.value, s.borne_basse, s.borne_haute]).all()
    assert not s.minorant
    s = somme(None, None)
    assert (s.obs_status, s.raison) == ("Q", secret.RAISON_TOUT_CACHE)
    assert pd.isna(s.value)


def test_share_by_hand_and_why_there_is_none_where_all_is_hidden_or_without_any_project():
    # visible: P = 60, X = 30; one xmet hidden beside met 3 (at most 3), one met hidden (at most 5)
    p = part((57, 30), (3, None), (None, None))
    assert p.value == pytest.approx(100 * (30 + 0.9 + 1.2) / (60 + 2.9))
    assert p.borne_basse == pytest.approx(100 * 30 / 65)
    assert p.borne_haute == pytest.approx(100 * (30 + 3 + 5) / 65)
    assert p.obs_status == "E"  # a hidden part was filled
    assert part((57, 30), (3, 1)).obs_status == "A"
    for seule in ((12, None), (None, None)):
        p = part(seule)
        assert (p.obs_status, p.raison) == ("Q", secret.RAISON_SECRET)
    p = part((None, None), (None, None))
    assert (p.obs_status, p.raison) == ("Q", secret.RAISON_TOUT_CACHE)
    p = part((0, 0), (0, 0))
    assert p.obs_status == "M"
    assert "aucun projet" in p.raison


ZONAGES = ("bassin", "departement", "region")
INDICATEUR = {"met": "bmo_projets", "xmet": "bmo_projets_difficiles", "smet": "bmo_projets_saisonniers"}


@pytest.fixture(scope="module", params=un_sur(3, (1, 2, 3)))
def importee(request, tmp_path_factory):
    """An invented survey and the data root where it is imported; to be read only."""
    dossier = tmp_path_factory.mktemp("canaris")
    e = Enquete(dossier, request.param)
    for fichier in e.fichiers:
        builders.importer(Donnees(dossier / "racine"), "bmo", fichier)
    return e, dossier / "racine"


@pytest.fixture
def enquete(importee, monkeypatch):
    """The survey, its root being that of the test."""
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(importee[1]))
    return importee[0]


def regroupements():
    """Every question a reader may ask: a zoning, and all métiers or one at any level."""
    metiers = [None, calculs.Metier("famille", "O"), calculs.Metier("famille", "S")]
    metiers += [calculs.Metier(n, c) for n, k in bmo.LONGUEURS.items() for c in sorted({m[:k] for m in METIERS})]
    return list(itertools.product(ZONAGES, metiers))


def sortie_complete(donnees, mesure):
    cellules = estimations.cellules_bmo(donnees)
    return pd.concat(
        [tableau.calculer(donnees, INDICATEUR[mesure], z, m, lambda: cellules).lignes for z, m in regroupements()]
    )


@pytest.mark.parametrize("mesure", MESURES)
def test_no_sum_nor_difference_of_sums_carries_a_hidden_value(enquete, mesure):
    assert enquete.verite
    lignes = sortie_complete(Donnees(), mesure)
    assert lignes["caches_nb"].gt(0).any()
    for colonne in ("value", "borne_basse", "borne_haute"):
        publies = lignes[colonne].dropna()
        # Whole numbers: their differences, of any two or more of them, across zonings, levels and vintages, are whole
        # too, and no canary is.
        assert (publies == publies.round()).all()
    assert all(v != round(v) for v in enquete.verite.values())


@pytest.mark.parametrize("mesure", MESURES)
def test_two_nested_groups_that_differ_by_one_hidden_cell_have_the_same_sum(enquete, mesure):
    """The attack itself: for each pair A ⊂ B with one hidden cell between them, B − A gives zero."""
    cellules = estimations.cellules_bmo(Donnees())
    groupes = []
    for zonage, niveau in itertools.product(ZONAGES, (*bmo.NIVEAUX, None)):
        zonees = bmo.zoner(cellules, zonage)
        cles = ["annee", "code_zone", *([niveau] if niveau else [])]
        sommes = bmo.calculer(zonees, mesure, cles).set_index(cles)["value"]
        for cle, membres in zonees.groupby(cles).groups.items():
            groupes.append((frozenset(membres), sommes[cle]))
    caches = {i for i in cellules.index if pd.isna(cellules.at[i, mesure])}
    attaques = [
        (grande, petite)
        for (b, grande), (a, petite) in itertools.permutations(groupes, 2)
        if a < b and len(b - a) == 1 and (b - a) <= caches
    ]
    assert attaques, "no pair to attack: the invented survey is too small"
    assert all(np.nan_to_num(grande) - np.nan_to_num(petite) == 0 for grande, petite in attaques)


def test_a_single_hidden_cell_has_no_value_and_no_bound(enquete):
    for annee, bassin, metier, mesure in random.Random(0).sample(sorted(enquete.verite), 12):
        c = tableau.chiffre(
            Donnees(), INDICATEUR[mesure], "bassin", str(bassin), str(annee), calculs.Metier("metier", metier)
        )
        assert (c["valeur"], c["borne_basse"], c["borne_haute"], c["obs_status"]) == (None, None, None, "Q")
        assert c["raison"] == secret.RAISON_SECRET


def test_canaries_are_in_no_snapshot_export_or_command(enquete, monkeypatch, capsys):
    """Values of cells, decimals included, looked for as a reader of the files would."""
    canaris = [f"{v:.8f}"[:8] for v in enquete.verite.values()]
    donnees = Donnees()
    for nom in ("observations", "metiers"):
        table = donnees.lire("bmo", nom)
        assert not any("exacte" in c for c in table.columns)
        assert not set(pd.to_numeric(table.get("value", pd.Series(dtype=float))).dropna()) & set(
            enquete.verite.values()
        )
    textes = [f.read_text("utf-8") for f in donnees.racine.rglob("*.json")]
    for zonage in ZONAGES:
        for mesure in MESURES:
            t = tableau.calculer(donnees, INDICATEUR[mesure], zonage)
            df = lignes.du_tableau(t, dict.fromkeys(t.periodes, "bmo/essai"))
            textes.append(csv_francais(df).decode("utf-8"))
    monkeypatch.setattr(demo, "assurer", lambda d: [])
    capsys.readouterr()
    assert main(["chiffre", "bmo_projets", "--zone", "region:52", "--periode", "2023", "--json"]) == 0
    assert main(["lister"]) == 0
    a, b = (f"bmo/{donnees.instantane('bmo', str(y)).identifiant}" for y in ANNEES)
    assert main(["difference", a, b, "--json"]) == 0
    textes.append(capsys.readouterr().out)
    tout = "\n".join(textes)
    assert '"genre": "revision"' in tout
    for canari in canaris:
        assert canari not in tout
        assert canari.replace(".", ",") not in tout


@pytest.mark.parametrize("seuil_moins", [1, 4])
def test_a_small_count_received_leaves_no_trace_in_the_snapshot(tmp_path, monkeypatch, capsys, seuil_moins):
    """Two correspondents whose hidden counts differ leave the same table: nothing published depends on the truth."""
    personnes = [m.code for m in contrat_convention.mesures().values() if m.unite == "personnes"][:2]
    tables_lues = []
    for vrai in (seuil_moins, seuil_moins % 4 + 1):
        racine = tmp_path / str(vrai)
        monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine))
        saisies = [saisi(code, valeur) for code, valeur in zip(personnes, (120, vrai), strict=True)]
        fichier = remplir(tmp_path, saisies, f"saisie_{vrai}.xlsx")
        assert main(["importer", "convention", str(fichier)]) == 0
        table = Donnees().lire("convention")
        tables_lues.append(table.drop(columns="recu_le"))
        assert (table["value"].dropna().tolist(), table["obs_status"].tolist().count("Q")) == ([120.0], 1)
        manifeste = next(racine.glob("snapshots/convention/*/manifest.json"))
        assert json.loads(manifeste.read_text("utf-8"))["resources"][0]["rows"] == 2
    pd.testing.assert_frame_equal(*tables_lues)
    assert "valeurs masquées par le secret : 1" in capsys.readouterr().out

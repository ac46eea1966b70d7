"""Short lists that hide nothing, and the sides that are sure enough to be counted."""

import pandas as pd
import pytest

from data_loaders.jeux import enquete
from data_loaders.measures import enonces, indice_complet, palmares
from data_loaders.metiers import indices_complets

ZONE, ANNEE = "5220", "2024"


@pytest.fixture(scope="module")
def marches(demonstration):
    return lambda niveau: enquete.lire_marches(demonstration, niveau, "bassin")


def test_rows_as_tuples_are_those_of_pandas(marches):
    lignes = marches("famille").head(40)
    lues, attendues = palmares.rangees(lignes), lignes.itertuples(index=False, name=None)
    assert [tuple(map(str, r)) for r in lues] == [tuple(map(str, r)) for r in attendues]
    assert lues[3].code_groupe == lignes["code_groupe"].iloc[3]
    assert palmares.rangees(lignes[:0]) == palmares.rangees(pd.DataFrame()) == []


def lignes_de(parts, projets=None, **colonnes):
    n = len(parts)
    q = pd.Series(parts)
    df = pd.DataFrame(
        {
            "code_zone": ZONE, "annee": ANNEE, "code_groupe": [f"A0X{i:02d}" for i in range(n)], "statut": "estime",
            "q_estimee": parts, "projets": projets or [100.0] * n, "P": 100.0,
        }
    )  # fmt: skip
    return df.join(enonces.dire(q, pd.Series([0.05] * n))).assign(**colonnes)


LISTES = ("difficiles", "embauches", "faciles")


def test_short_lists_keep_ties_rank_nothing_to_be_confirmed_and_an_empty_place_says_why():
    p = palmares.palmares(lignes_de([0.9, 0.8, 0.8, 0.8, 0.7, 0.67, 0.1]), ZONE, ANNEE, nb=2)
    assert p.difficiles.lignes.code_groupe.tolist() == ["A0X00", "A0X01", "A0X02", "A0X03"]
    assert (p.difficiles.total, p.faciles.lignes.code_groupe.tolist()) == (6, ["A0X06"])
    sans_dire = palmares.palmares(lignes_de([0.95 - i / 100 for i in range(8)]), ZONE, ANNEE)
    assert len(sans_dire.difficiles.lignes) == 5
    p = palmares.palmares(lignes_de([0.5]).assign(statut="secret"), ZONE, ANNEE)
    assert {getattr(p, nom).raison for nom in LISTES} == {palmares.RAISON_SANS_ESTIME}
    assert p.surplus.raison == palmares.RAISON_SANS_COMPLET
    petits = palmares.palmares(lignes_de([0.9], P=29.0), ZONE, ANNEE)
    assert [getattr(petits, nom).raison for nom in LISTES] == [palmares.RAISONS_VIDES[nom] for nom in LISTES]
    lignes = lignes_de([0.9, 0.61, 0.5, 0.39, 0.1])
    assert palmares.nets(lignes).tolist() == [enonces.DIFFICILE, "", enonces.PARTAGE, "", enonces.FACILE]
    p = palmares.palmares(lignes, ZONE, ANNEE)
    assert (p.difficiles.total, p.faciles.total, p.embauches.total) == (1, 1, 5)


def test_a_cell_without_estimate_is_in_no_list(marches):
    r = marches("metier")
    for zone in sorted(set(r.code_zone)):
        p = palmares.palmares(r, zone, ANNEE)
        for liste in (getattr(p, nom) for nom in LISTES):
            if len(liste.lignes):
                assert set(liste.lignes.statut) == {"estime"}
                assert liste.lignes.P.min() >= 30
                assert liste.raison == ""
        if len(p.difficiles.lignes):
            assert p.difficiles.lignes.classe.min() >= 4
            assert p.difficiles.lignes.q_estimee.is_monotonic_decreasing
        if len(p.faciles.lignes):
            assert p.faciles.lignes.classe.max() <= 2


def test_a_surplus_is_of_its_place_and_year_and_never_said_without_job_seekers(demonstration, marches):
    lignes = [
        (ZONE, "2023", "A0X10", 2, 30.0, ""), (ZONE, "2023", "A0X11", 2, 20.0, indice_complet.SANS_OFFRES),
        (ZONE, "2023", "A0X12", 3, 50.0, ""), (ZONE, "2021", "A0X13", 2, 30.0, ""),
        (ZONE, "2024", "A0X14", 2, 30.0, ""), ("5221", "2023", "A0X15", 2, 30.0, ""),
    ]  # fmt: skip
    complets = pd.DataFrame(lignes, columns=["code_zone", "annee", "code_groupe", "classe", "T", "partiel"])
    p = palmares.palmares(lignes_de([0.5], annee="2023"), ZONE, "2023", complets=complets)
    assert p.surplus.lignes.code_groupe.tolist() == ["A0X10"]
    complets = indices_complets.completes(demonstration, "metier")
    sans = palmares.palmares(marches("metier"), ZONE, ANNEE, complets=complets)
    assert sans.surplus.raison == palmares.RAISON_SANS_COMPLET
    avec = palmares.palmares(marches("metier"), ZONE, "2021", nb=99, complets=complets)
    lignes = avec.surplus.lignes
    assert len(lignes) == avec.surplus.total > 0
    assert lignes.classe.max() <= 2
    assert (set(lignes.partiel), set(lignes.code_zone), set(lignes.annee)) == ({""}, {ZONE}, {"2021"})

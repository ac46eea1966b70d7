"""What is computed once for all readers: keys that hold every input, bounded in bytes, nothing computed twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest

from geo import zonages
from pages.components import partage
from pages.components.partage import Reserve
from pages.figures.ecrans import ECRANS
from tests.pages.outils import ouvrir

VUES = [*(e.module for e in ECRANS), "meteo?zone=bassin:5208", "meteo?zone=bassin:5208&onglet=metier"]


@pytest.fixture
def reserve():
    reserve = Reserve(10_000_000)
    yield reserve
    reserve.vider()


def lister(n: int) -> list[int]:
    return list(range(n))


def compter(*args, **kwargs) -> object:
    return object()


def test_a_result_is_computed_once_shared_and_looked_for_without_computing_it(reserve):
    assert reserve.garde(lister, 3) is None
    assert reserve.calculs.total() == 0
    fait = reserve.une_fois(lister, 3)
    assert reserve.une_fois(lister, 3) is reserve.garde(lister, 3) is fait
    assert reserve.garde(lister, 4) is None
    assert reserve.calculs.total() == 1


@pytest.mark.parametrize(("un", "autre"), [
    (1, True), (1, 1.0), ("1", 1), ((1,), [1]), ({"a": 1}, {"a": 2}), ([1, 2], [2, 1]), (None, ""), (0.0, float("nan")),
])  # fmt: skip
def test_arguments_that_differ_have_different_results(reserve, un, autre):
    assert reserve.une_fois(compter, un) is not reserve.une_fois(compter, autre)
    assert reserve.une_fois(compter, un) is reserve.une_fois(compter, un)


def test_a_shared_frame_is_an_argument_and_its_copy_is_not_found(reserve):
    cadre = reserve.une_fois(pd.DataFrame, {"a": (1, 2)})
    assert reserve.une_fois(compter, cadre) is reserve.une_fois(compter, cadre)
    copie = cadre.copy()
    assert reserve.une_fois(compter, copie) is not reserve.une_fois(compter, copie)
    assert len(reserve) == 2


def test_a_function_made_at_each_run_is_called_each_time(reserve):
    assert reserve.une_fois(compter, lambda: 1) is not reserve.une_fois(compter, lambda: 1)
    assert len(reserve) == 0


def test_a_perimeter_replaced_changes_the_key(reserve, monkeypatch):
    avant = reserve.une_fois(compter, "bassin")
    monkeypatch.setattr(zonages, "empreinte", lambda: ("autre",))
    assert reserve.une_fois(compter, "bassin") is not avant


def test_what_is_kept_never_weighs_more_than_its_bound(reserve):
    for i in range(100):
        reserve.une_fois(np.full, 100_000, float(i))
        assert reserve.octets <= reserve.octets_max
    assert 5 < len(reserve) < 15
    reserve.une_fois(np.full, 100_000, 99.0)
    assert reserve.calculs.total() == 100


def test_a_result_evicted_is_no_longer_taken_for_shared(reserve):
    reserve.une_fois(compter, reserve.une_fois(lister, 3))
    for i in range(100):
        reserve.une_fois(np.full, 100_000, float(i))
    assert len(partage.Reserve._partages) <= len(reserve) + len(partage.FINIS) + len(partage.LUS)


def test_what_was_made_of_a_result_that_has_left_is_found_by_no_other(reserve):
    autre = Reserve(10_000_000)
    lu = reserve.une_fois(lister, 3)
    fait = autre.une_fois(compter, ("sous", lu))
    assert autre.une_fois(compter, ("sous", lu)) is fait
    reserve.octets_max = 1
    reserve.une_fois(lister, 4)
    reserve.octets_max = 10_000_000
    assert autre.une_fois(compter, ("sous", lu)) is not fait  # its value, now, which is shared with nobody
    assert autre.une_fois(compter, ("sous", reserve.une_fois(lister, 3))) is not fait
    autre.vider()


def test_a_failure_is_not_kept(reserve):
    fois = []

    def echouer():
        fois.append(1)
        raise ValueError("non")

    for _ in range(2):
        with pytest.raises(ValueError, match="non"):
            reserve.une_fois(echouer)
    assert (len(fois), len(reserve)) == (2, 0)


def test_readers_who_ask_together_share_one_computation(reserve):
    pret, commence = threading.Event(), threading.Event()

    def lent(_n: int) -> object:
        commence.set()
        pret.wait(10)
        return object()

    with ThreadPoolExecutor(4) as fils:
        demandes = [fils.submit(reserve.une_fois, lent, 1) for _ in range(4)]
        commence.wait(10)
        pret.set()
    obtenus = [demande.result() for demande in demandes]
    assert (len(obtenus), len(set(map(id, obtenus))), reserve.calculs.total()) == (4, 1, 1)


@pytest.mark.parametrize("vue", VUES)
def test_a_screen_seen_again_computes_nothing(racine, vue):
    module, _, choix = vue.partition("?")
    ouvrir(module, **parse_qs(choix)).run()
    avant = partage.FINIS.calculs + partage.LUS.calculs
    ouvrir(module, **parse_qs(choix))
    assert partage.FINIS.calculs + partage.LUS.calculs - avant == {}


def test_a_thing_held_twice_weighs_once_and_a_short_frame_no_less_than_its_values():
    long = "x" * 1_000
    assert partage.poids([long, long]) < 2 * partage.poids([long])
    court, grand = (pd.DataFrame({"a": range(n), "b": [0.5] * n}) for n in (10, 10_000))
    assert partage.poids(court) >= court.to_numpy().nbytes
    assert partage.poids(grand) == grand.memory_usage(deep=True).sum()

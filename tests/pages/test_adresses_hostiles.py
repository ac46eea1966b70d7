"""Whatever an address holds, on any screen: refused by name or taken whole, never an error, never written as markup."""

from types import SimpleNamespace

import pytest

from pages.components import cadre, document
from pages.figures.ecrans import ECRANS as DECLARES

ECRANS = tuple(e.module for e in DECLARES)
HOSTILES = (
    [], [""], ["\x00"], ["%00"], ["２０２３"], ["<script>alert(1)</script>"], ["../../etc/passwd"], ["nan"], ["-1"],
    ["![x](https://exemple.invalid/x.png)"], ["\u202ebassin:5220"], ["%{y}"], ["9" * 400], ["x" * 100_000],
    ["bassin:5220", "bassin:5220"], ["bassin:5220"] * 60, ["ze:5220"], ["spo:"], [":"], ["2023-T9"], ["2023-02-30"],
    ["famille:" + "Z" * 50], ["bmo/2024--00000000"],
)  # fmt: skip
ABSURDES = ("<script>alert(1)</script>", "../x", "bassin:9999", "é" * 300)


def faute(param, valeurs: list[str]) -> str:
    """What is wrong with the way a choice takes values from an address; "" when it refuses them or takes them whole."""
    try:
        lue = param.parse(valeurs)
    except ValueError:
        return ""
    except Exception as e:  # noqa: BLE001 — any other error is what the test looks for
        return f"{type(e).__name__}: {e}"
    ecrite = param.dump(lue)
    if not all(isinstance(v, str) for v in ecrite):
        return f"written back as {ecrite!r:.80}"
    if ecrite and param.parse(ecrite) != lue:
        return f"written back as {ecrite!r:.80}, read again as another choice"
    return ""


def test_a_hostile_value_is_refused_or_taken_whole():
    lues = {(p.key, ascii(v)[:60]): faute(p, v) for p in cadre.connus() for v in HOSTILES if v}
    assert {cas: f for cas, f in lues.items() if f} == {}


@pytest.mark.parametrize(("parse", "dump", "attendue"), [
    (lambda v: v[3], list, "IndexError"),
    (lambda v: 3, lambda lue: [lue], "written back as [3]"),
    (lambda v: v[0], lambda lue: [lue + "x"], "another choice"),
])  # fmt: skip
def test_the_check_sees_a_choice_that_takes_anything(parse, dump, attendue):
    assert attendue in faute(SimpleNamespace(parse=parse, dump=dump), ["a"])


@pytest.mark.parametrize("rang", range(len(ECRANS)), ids=ECRANS)
def test_every_screen_survives_an_address_wholly_hostile(racine, rang):
    """Two addresses a screen; over all the screens each choice takes every value."""
    for decalage in (rang, rang + 2):
        choix = [(p.dit, ABSURDES[(i + decalage) % len(ABSURDES)]) for i, p in enumerate(cadre.connus())]
        dit = document.faire(ECRANS[rang], choix)
        assert (dit.passagere, "<script>alert" in dit.html) == (False, False)

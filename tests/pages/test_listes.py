"""Lists of a sheet as HTML: what is written, what a file holds, in which order."""

import json
import re

from pages.components import depot
from pages.components.document.html import OPTIONS_MAX, Ecriture
from pages.components.feuille import Feuille
from pages.figures import icones

COURTE = [f"Choix {i}" for i in range(OPTIONS_MAX)]
LONGUE = [*COURTE, "Château-Gontier"]


def ecrite(*, tout: bool = False, **choix) -> str:
    """HTML of a sheet that holds one list, as `Feuille.selectbox` or `multiselect` (with `default`) draw it."""
    feuille = Feuille()
    (feuille.multiselect if "default" in choix else feuille.selectbox)("Lieu", key="lieu", **choix)
    return Ecriture("", tout=tout).corps(feuille.racine)


def options(html: str) -> list[str]:
    """Words of the options written."""
    return re.findall(r"<option[^>]*>([^<]*)", html)


def choisies(html: str) -> list[str]:
    """Words of those chosen."""
    return re.findall(r"<option[^>]* selected>([^<]*)", html)


def test_a_short_list_is_written_whole():
    html = ecrite(options=COURTE, index=3)
    assert (options(html), choisies(html)) == (COURTE, ["Choix 3"])
    assert "data-options" not in html


def test_a_long_list_is_a_file_and_keeps_what_is_chosen():
    html = ecrite(options=LONGUE, index=3)
    assert options(html) == choisies(html) == ["Choix 3"]
    nom = re.search(r'data-options="([^"]+)"', html)[1]
    assert [mots for _, mots in json.loads(depot.relire(f"{icones.DOSSIER}/{nom}"))] == LONGUE
    assert options(ecrite(options=LONGUE, tout=True)) == LONGUE, "whole for who has no script"


def test_no_choice_comes_first_and_several_keep_their_order():
    for possibles in (COURTE, LONGUE):
        html = ecrite(options=possibles, index=None, placeholder="Toute la région")
        assert choisies(html) == options(html)[:1] == ["Toute la région"]
        html = ecrite(options=possibles, default=["Choix 7", "Choix 2"], max_selections=4)
        assert choisies(html) == options(html)[:2] == ["Choix 7", "Choix 2"]
        assert 'data-maximum="4"' in html
    assert options(ecrite(options=COURTE, default=["Choix 7"])) == ["Choix 7", *COURTE[:7], *COURTE[8:]]


def test_what_comes_before_a_list_leaves_its_id():
    dits = []
    for cles in (["lieu"], ["avant", "lieu"]):
        feuille = Feuille()
        for cle in cles:
            feuille.selectbox(cle, COURTE[:2], key=cle)
        dits.append(re.findall(r'id="(c-[^"]*lieu)"', Ecriture("").corps(feuille.racine)))
    assert dits[0] == dits[1] != []

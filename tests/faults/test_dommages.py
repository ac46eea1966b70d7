"""Damages to official files are refused or asked for, wherever they are imported; genuine files pass."""

import pytest

from tests.faults.dommages import AUTHENTIQUES, DEMANDE, DOMMAGES, REFUSE, TU, Banc


@pytest.fixture(scope="module")
def banc(reference, tmp_path_factory):
    if not (reference.racine.parent / "offre").is_dir():
        pytest.skip("no folder « offre » beside the reference files")
    return Banc(reference.racine, tmp_path_factory.mktemp("banc"))


@pytest.mark.long
def test_no_damage_is_published_in_silence(banc):
    tus = [(d, cote) for d, faire in DOMMAGES.items() for cote, r, _ in banc.essayer(d, faire) if r == TU]
    assert tus == []


@pytest.mark.long
def test_genuine_files_are_published_however_they_are_written(banc):
    refus = [
        (a, cote, quoi)
        for a, faire in AUTHENTIQUES.items()
        for cote, r, quoi in banc.essayer(a, faire)
        if r in (REFUSE, DEMANDE)
    ]
    assert refus == []

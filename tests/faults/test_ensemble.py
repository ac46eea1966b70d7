"""A file of several vintages is published as a whole or not at all."""

import errno

import pytest

from data_loaders.__main__ import main
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.store import Magasin
from geo import zonages
from tests import builders

ENTETE = "annee_mois,code_epci,lib_epci,categorie_a,categorie_b,categorie_c,categorie_d,categorie_e"
SIRENS = list(zonages.zones("epci")["code_zone"])[:6]


def lignes(annee, a=10, sirens=SIRENS):
    """One row a grouping; the first one has `a` job-seekers more than the year."""
    return [f"{annee}-12,{s},CC,{annee + (a if i == 0 else i)},1,2,3,4" for i, s in enumerate(sirens)]


def fichier(dossier, *lignes):
    return builders.csv_de(dossier / "defm.csv", ENTETE, lignes)


SAIN = [*lignes(2018), *lignes(2019)]
# Second vintage faulty in itself, then faulty beside the first one of the same file.
FAUTIFS = {
    "second millésime aux valeurs impossibles": (lignes(2019, -9999), "valeur impossible"),
    "second millésime privé d'une zone du premier": (
        lignes(2019, sirens=SIRENS[1:]),
        "1 zone de 2018-12 sans aucune ligne",
    ),
}


@pytest.fixture
def racine(tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(tmp_path / "racine"))
    return tmp_path / "racine"


@pytest.mark.parametrize("panne", FAUTIFS)
def test_a_faulty_part_publishes_nothing(racine, tmp_path, capsys, cas, panne):
    seconde, mots = FAUTIFS[panne]
    assert main(["importer", "defm-epci", str(fichier(tmp_path, *lignes(2018), *seconde))]) == 3
    erreur = capsys.readouterr().err
    assert mots in erreur
    assert not (racine / "snapshots" / "current.json").exists()
    assert Donnees().officiel.versions("defm_epci") == []
    cas(panne, "importer defm-epci", erreur)


def test_a_faulty_part_leaves_what_was_in_place(racine, tmp_path, capsys):
    assert main(["importer", "defm-epci", str(fichier(tmp_path, *SAIN))]) == 0
    avant = Donnees().empreinte
    assert Donnees().officiel.millesimes("defm_epci") == ["2018-12", "2019-12"]
    neuf = [*lignes(2018, 99), *lignes(2019, -9999)]
    assert main(["importer", "defm-epci", str(fichier(tmp_path, *neuf))]) == 3
    assert Donnees().empreinte == avant
    assert len(Donnees().officiel.versions("defm_epci")) == 2


def test_a_disk_that_fills_between_two_vintages_publishes_neither(racine, tmp_path, capsys, cas, monkeypatch):
    vrai, faits = Magasin._nommer, iter([True])

    def panne(self, *args):
        if not next(faits, False):
            raise OSError(errno.ENOSPC, "No space left on device")
        vrai(self, *args)

    with monkeypatch.context() as m:
        m.setattr(Magasin, "_nommer", panne)
        assert main(["importer", "defm-epci", str(fichier(tmp_path, *SAIN))]) == 75
    erreur = capsys.readouterr().err
    assert "disque plein. Rien n'a été remplacé." in erreur
    assert Donnees().officiel.millesimes("defm_epci") == []
    assert main(["importer", "defm-epci", str(fichier(tmp_path, *SAIN))]) == 0
    assert Donnees().officiel.millesimes("defm_epci") == ["2018-12", "2019-12"]
    cas("disque plein entre deux millésimes", "importer defm-epci", erreur)

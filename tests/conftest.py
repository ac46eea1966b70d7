"""Fixtures of the whole suite.

Data roots that many tests read are made once for the whole run, whatever the number of its processes. A test that
writes takes a copy; one that writes in a shared root makes the run fail.
"""

import contextlib
import fcntl
import gc
import inspect
import io
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path

import pandas as pd
import pytest

from data_loaders import demo, jeux
from data_loaders.__main__ import main
from data_loaders.chiffres import tableau
from data_loaders.commandes import importation
from data_loaders.magasin import store
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import Memoire
from geo import reglages, zonages
from geo.reglages import DEPOT, PREFIXE, racine_donnees
from tests import builders
from tests.producteur import genuin, producteur, visites  # noqa: F401

# What tests share is large: looking through it for garbage, as often as Python does, is a tenth of their processor.
gc.set_threshold(5_000, 20, 20)

VARIABLE_REFERENCE = "OBSERVATOIRE_REFERENCE"
DES_ESSAIS = (VARIABLE_REFERENCE, "OBSERVATOIRE_PAQUETS", reglages.JOUR)  # settings of the tests, not of a reader
os.environ[reglages.JOUR] = "2026-11-27"  # that of the record: no age moves with the run
# Official files of `racine_officielle`, by the source that imports them. No perimeter: those in force stay ours.
OFFICIELS = {
    "bmo": [
        "bmo/ResMetBE16.xlsx",
        "bmo/ResMetBE18.xlsx",
        "bmo/Base_open_data_21_def.xlsx",
        "bmo/Base_open_data_23.xlsx",
        "bmo/Base_open_data_BMO_2024.xlsx",
    ],
    "defm-epci": ["demande_emploi/defm_epci_categories_dec2016_dec2019_pdl.csv"],
    "tension-rome": ["tensions/tension_rome_bassin_2021_pdl.csv"],
    "tension-fap": ["tensions/dares_tensions_2019_fap_nat_reg52_dep.csv"],
    "nomenclature": [
        "nomenclatures/fap2009_225_87_22.csv",
        "nomenclatures/fap2021_341_228_86_22.csv",
        "nomenclatures/rome_v3_532_labonneboite.csv",
        "nomenclatures/dares_rome_v3_qualif_vers_fap2009.csv",
        "nomenclatures/dares_rome_qualif_vers_fap2021.csv",
    ],
}


# Folders of a data root that hold nothing but what is computed from the rest.
REFAITS = ("dessins", "derives")
LUES: set[Path] = set()  # roots that many tests read, and none writes in
MATERIALISER = jeux.materialiser


class Reference:
    """Folder of the official files, which are not in the repository: `reference / "bmo/x.xlsx"` must exist."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine

    def __truediv__(self, chemin: str) -> Path:
        fichier = self.racine / chemin
        if not fichier.exists():
            pytest.fail(f"{VARIABLE_REFERENCE} is set but {chemin} is missing under it")
        return fichier

    def fichiers(self, dossier: str = "") -> list[Path]:
        """Its tables and workbooks, or those of a folder beside it, which may be missing."""
        ici = self.racine.parent / dossier if dossier else self.racine
        return sorted(f for f in ici.rglob("*") if f.is_file() and f.suffix in (".csv", ".xlsx"))


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Official files named by `OBSERVATOIRE_REFERENCE`; the test is skipped when it is not set."""
    racine = os.environ.get(VARIABLE_REFERENCE)
    if not racine:
        pytest.skip(f"{VARIABLE_REFERENCE} is not set: official files are not available")
    if not Path(racine).is_dir():
        pytest.fail(f"{VARIABLE_REFERENCE} is set but is not a folder")
    return Reference(Path(racine))


def pytest_sessionfinish() -> None:
    """What is left is looked through once at the end, not five times."""
    gc.collect()
    gc.freeze()


def _etat(racine: Path) -> list[tuple[str, int, int]]:
    """Name, size and date of every file of a root, but for what screens draw from and may make again."""
    fichiers = sorted(f for f in racine.rglob("*") if f.is_file() and f.relative_to(racine).parts[0] not in REFAITS)
    return [(str(f.relative_to(racine)), f.stat().st_size, f.stat().st_mtime_ns) for f in fichiers]


@contextlib.contextmanager
def intactes(*racines: Path) -> Iterator[None]:
    """Fails when one of these data roots was created, removed or changed meanwhile."""
    avant = {racine: (racine.exists(), _etat(racine)) for racine in racines}
    yield
    touchees = [str(r) for r, etat in avant.items() if (r.exists(), _etat(r)) != etat]
    assert touchees == [], "a test wrote in the data of a reader"


@pytest.fixture(scope="session", autouse=True)
def sans_lecteur(tmp_path_factory) -> Iterator[Path]:
    """Folder of the roots of the tests; no setting of a reader is theirs, nor that of what they start."""
    with intactes(racine_donnees(), DEPOT / "data"), pytest.MonkeyPatch.context() as m:
        for nom in [n for n in os.environ if n.startswith(PREFIXE) and n not in DES_ESSAIS]:
            m.delenv(nom)
        m.setenv("OBSERVATOIRE_DONNEES", str(tmp_path_factory.getbasetemp() / "racine"))
        yield tmp_path_factory.getbasetemp()


@pytest.fixture(autouse=True)
def racine_propre(sans_lecteur, monkeypatch) -> Path:
    """Data root of the test's own, not there yet; nobody having written in it, the next test has the same name.

    What screens keep in memory is kept for that name.
    """
    racine = next(r for n in itertools.count() if not (r := sans_lecteur / f"racine{n}").exists())
    monkeypatch.setenv("OBSERVATOIRE_DONNEES", str(racine))
    return racine


@pytest.fixture
def donnees(racine_propre) -> Donnees:
    """Data of the test's own, where nothing is published yet."""
    return Donnees(racine_propre)


@contextlib.contextmanager
def seul(chemin: Path) -> Iterator[None]:
    """No other process of the run is in this block, for that path, at the same time."""
    with chemin.with_name(f"{chemin.name}.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def dossier_commun(tmp_path_factory) -> Path:
    """Folder that all processes of the run share."""
    dossier = tmp_path_factory.getbasetemp()
    return dossier.parent if "PYTEST_XDIST_WORKER" in os.environ else dossier


@pytest.fixture(scope="session")
def commune(dossier_commun):
    """`commune(nom, remplir)`: the data root of that name, filled by the first process that asks for it."""
    rendues: dict[Path, list] = {}

    def faire(nom: str, remplir: Callable[[Path], None]) -> Path:
        racine, faite = dossier_commun / nom, dossier_commun / f"{nom}.faite"
        with seul(racine):
            if not faite.exists():
                racine.mkdir()
                with pytest.MonkeyPatch.context() as m:
                    m.setattr(jeux, "materialiser", lambda donnees: None)  # once, below, whatever it is filled with
                    remplir(racine)
                MATERIALISER(Donnees(racine))
                faite.touch()
        rendues.setdefault(racine, _etat(racine))
        LUES.add(racine)
        return racine

    yield faire
    ecrites = [f for racine, avant in rendues.items() for f in set(_etat(racine)) ^ set(avant)]
    assert ecrites == [], "a test wrote in a data root that others read"


@pytest.fixture
def avance(sans_avance, monkeypatch) -> None:
    """The test keeps, after a publication, what readers would otherwise wait for: seconds of computing."""
    monkeypatch.setattr(jeux, "materialiser", MATERIALISER)


@pytest.fixture(autouse=True)
def sans_avance(monkeypatch, request) -> None:
    """Nothing is computed ahead of its readers, but for the tests that ask for `avance`: the answers are the same.

    Nor does a publication wait for another one. A test that puts something in place of the product computes anew.
    """
    if "monkeypatch" in inspect.signature(request.function).parameters:
        monkeypatch.setattr(tableau, "calculer", tableau.calculer.__wrapped__)
    monkeypatch.setattr(jeux, "materialiser", lambda donnees: None)
    monkeypatch.setattr(store, "PATIENCE_S", 0)


@pytest.fixture(scope="session")
def racine_demo(commune) -> Path:
    """Data root of the demonstration, made at the instant of the record, to be read only."""

    def remplir(racine: Path) -> None:
        from tests.bench import temoin

        with temoin.horloge():
            demo.assurer(Donnees(racine))

    return commune("demonstration", remplir)


@pytest.fixture
def demo_propre(racine_demo, racine_propre) -> Donnees:
    """Data of the test's own, where the demonstration is."""
    return Donnees(shutil.copytree(racine_demo, racine_propre))


@pytest.fixture(scope="session")
def racine_officielle(reference, commune) -> Path:
    """Data root of the official files of the survey, job-seekers, tensions and nomenclatures, to be read only.

    The demonstration stands for the rest, as the first command that reads a figure would put it there.
    """

    def importer(racine: Path) -> None:
        with pytest.MonkeyPatch.context() as m, contextlib.redirect_stdout(io.StringIO()):
            m.setenv("OBSERVATOIRE_DONNEES", str(racine))
            for source, fichiers in OFFICIELS.items():
                assert main(["importer", source, *(str(reference / f) for f in fichiers)]) == 0
        demo.assurer(Donnees(racine))

    return commune("officielle", importer)


@pytest.fixture(scope="session")
def racine_producteurs(racine_officielle, reference, commune) -> Path:
    """Data root of every official file but those of perimeters, to be read only: none is imported twice in a run."""
    deja = {reference.racine / f for fichiers in OFFICIELS.values() for f in fichiers}

    def importer(racine: Path) -> None:
        shutil.copytree(racine_officielle, racine, dirs_exist_ok=True)
        a_cote = [f for f in reference.fichiers("offre") if "annuaire" not in f.name]  # the directory of another region
        autres = [f for f in (*reference.fichiers(), *a_cote) if f not in deja]
        natures = {f: importation.reconnaitre(f) for f in autres}
        for f in sorted(natures, key=lambda f: importation.rang(natures[f])):
            if natures[f].source != importation.ZONAGE:
                builders.importer(Donnees(racine), natures[f].source, f)
        demo.assurer(Donnees(racine))

    return commune("producteurs", importer)


@pytest.fixture(scope="session")
def demonstration(racine_demo) -> Donnees:
    """Data of the demonstration, to be read only."""
    return Donnees(racine_demo)


@pytest.fixture(scope="session")
def officielles(racine_officielle) -> Donnees:
    """Official data, to be read only."""
    return Donnees(racine_officielle)


@pytest.fixture(scope="session")
def producteurs(racine_producteurs) -> Donnees:
    """What all official files say, to be read only."""
    return Donnees(racine_producteurs)


@pytest.fixture(scope="session", autouse=True)
def tableaux() -> Iterator[None]:
    """Each table of a root that tests only read is computed once in this process, whoever asks for it."""
    faits: dict[tuple, tableau.Tableau] = {}

    @wraps(vraie := tableau.calculer)
    def calculer(donnees, *args, **egales):
        if egales or not isinstance(donnees, Donnees) or donnees.racine not in LUES:
            return vraie(donnees, *args, **egales)
        cle = (donnees.racine, donnees.empreinte, zonages.empreinte()[1:], *args)
        if cle not in faits:
            faits[cle] = vraie(donnees, *args)
        return faits[cle]

    with pytest.MonkeyPatch.context() as m:
        m.setattr(tableau, "calculer", calculer)
        yield


@pytest.fixture(scope="session")
def memoires():
    """`memoires(root)`: the memory of a data root that tests only read, the same for all."""
    return cache(lambda racine: Memoire(Donnees(racine).figees()))


@pytest.fixture(scope="session")
def memoire(memoires, racine_demo) -> Memoire:
    """That of the demonstration."""
    return memoires(racine_demo)


@pytest.fixture(scope="session")
def enquetes(officielles):
    """`enquetes(*years)`: observations and métiers of official vintages of the survey."""

    def lire(*annees: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        tables = (officielles.lire("bmo", nom) for nom in ("observations", "metiers"))
        return tuple(t[t["annee"].isin(annees)].reset_index(drop=True) for t in tables)

    return lire

"""Small faults put one at a time in the data layer: each of them should make a test fail.

    pip install -r requirements-dev.txt -r tests/bench/requirements.txt
    python tests/bench/mutants.py [--nombre 200] [--graine 11] [--de 0] [--pas 1] [--rapport tests/bench/mutants.md]

The repository is copied, once for each process; then a sample, the same for the same seed and sources, is tried: the
fault is written, and the tests that import its module run until one fails, those of its name first, then those that
import what imports it (further where no test is so near). With `--pas 1`, those of the second step run only where none
is nearer: quick, but others may see a survivor. Each fault has a process of its own, forked where the libraries are
loaded already, and data roots made once: those that tests only read are not made again under the fault. A test that saw
a fault must pass without any: this is checked at the end.
`OBSERVATOIRE_REFERENCE` adds the tests on official files.
"""

import argparse
import ast
import contextlib
import difflib
import io
import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from functools import lru_cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
from cosmic_ray.commands.init import init
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec

DEPOT = Path(__file__).resolve().parents[2]
PAQUETS = ("measures", "magasin", "sources", "chiffres", "jeux")
ESSAIS = ("tests/data_loaders", "tests/faults")
# What tests load most, loaded once for every process.
LOURDS = (
    "geopandas",
    "openpyxl",
    "plotly.graph_objects",
    "pyarrow.parquet",
    "rapidfuzz",
    "scipy.optimize",
    "xlsxwriter",
)
AMORCE = "tests/data_loaders/test_cli.py"  # asks for every data root that tests share
CALCUL_MAX_S = 300  # of processor: a fault may make a loop endless, and the machine may be busy
TROP_LONG = "sans fin"
SANS_DEPART = "aucun essai ne démarre"  # a fixture file that cannot be imported is no report of pytest
# From a test to the module of a fault: imported by the test, or by a module that the test imports. Further only for a
# module that no test is so near to.
PAS_MAX = 2
# Nothing of a test comes from the plugins that happen to be installed, and each process would load them.
SANS_GREFFON = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
# Without effect on an answer: a cache only spares time, what is written once stays what it was, two columns of a table
# have the same length.
SANS_EFFET = {
    "core/RemoveDecorator": ("lru_cache", "@cache"),
    "core/ReplaceTrueWithFalse": ("frozen=True", "strict=True"),
}
# The same answer: texts written in a source are one object, and the product of two conditions is their conjunction.
EQUIVALENTES = {
    "core/ReplaceComparisonOperator_Eq_Is",
    "core/ReplaceComparisonOperator_NotEq_IsNot",
    "core/ReplaceBinaryOperator_BitAnd_Mul",
    "core/ReplaceBinaryOperator_BitOr_Add",
}


class Essai(NamedTuple):
    """One fault tried.

    Attributes:
        temoin: the test that saw it, `TROP_LONG` where tests never ended, `SANS_DEPART` where none could begin,
            "" where none saw it.
    """

    faute: MutationSpec
    temoin: str
    diff: str

    @property
    def issue(self) -> str:
        """« tué » or « survivant »."""
        return "tué" if self.temoin else "survivant"


class Temoins:
    """Plugin of pytest: the tests that failed."""

    def __init__(self) -> None:
        self.trouves: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.trouves.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouves.append(report.nodeid)


def copier(vers: Path) -> None:
    """Tracked files of the repository, as they are on disk."""
    suivis = subprocess.run(["git", "ls-files", "-z"], cwd=DEPOT, check=True, capture_output=True, text=True).stdout
    for nom in filter(None, suivis.split("\0")):
        (vers / nom).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(DEPOT / nom, vers / nom)


def nom_module(fichier: Path) -> str:
    """Dotted name of a file of the copy."""
    return ".".join(fichier.with_suffix("").parts).removesuffix(".__init__")


@lru_cache
def importes(fichier: Path) -> frozenset[str]:
    """What a file imports, names included: `from a import b` gives `a` and `a.b`; `"a.b:c"`, resolved later, `a.b`."""
    noms = set()
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.Import):
            noms |= {a.name for a in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms |= {noeud.module, *(f"{noeud.module}.{a.name}" for a in noeud.names)}
        elif isinstance(noeud, ast.Constant) and str(noeud.value).startswith("data_loaders."):
            noms.add(noeud.value.partition(":")[0])
    return frozenset(noms)


def essais_de(faute: MutationSpec, essais: list[str], pas_max: int) -> Iterator[list[Path]]:
    """Files of tests that see the module of a fault, nearest first, by how many imports part them from it.

    Of the same distance, those of its name come alone: the others are not even read where one of them sees the fault.
    """
    module = Path(faute.module_path)
    restent = {f for e in essais for f in Path(e).rglob("test_*.py")}
    vus = cibles = {nom_module(module)}
    pas, trouves = 0, False
    while pas < pas_max or (cibles and not trouves):
        proches = sorted((f for f in restent if importes(f) & cibles), key=lambda f: f.stat().st_size)
        yield from filter(None, ([f for f in proches if (module.stem in f.stem) == nomme] for nomme in (True, False)))
        pas, trouves, restent = pas + 1, trouves or bool(proches), restent - set(proches)
        cibles = {nom_module(m) for m in Path("data_loaders").rglob("*.py") if importes(m) & cibles} - vus
        vus = vus | cibles


@lru_cache
def annotations(source: str) -> list[tuple[int, int, int, int]]:
    """Spans (first line, column, last line, column) where a fault changes a type, which nothing reads at run time."""
    spans = []
    for noeud in ast.walk(ast.parse(source)):
        types = [getattr(noeud, "annotation", None), getattr(noeud, "returns", None)]
        spans += [(t.lineno, t.col_offset, t.end_lineno, t.end_col_offset) for t in types if isinstance(t, ast.expr)]
    return spans


def utile(faute: MutationSpec, source: str) -> bool:
    """False for a fault that changes no answer, whatever the tests."""
    ligne, colonne = faute.start_pos
    if faute.operator_name in EQUIVALENTES or any(
        (a, b) <= (ligne, colonne) < (c, d) for a, b, c, d in annotations(source)
    ):
        return False
    mots = SANS_EFFET.get(faute.operator_name, ())
    return not any(mot in source.splitlines()[ligne - 1] for mot in mots)


def fautes(paquets: list[str]) -> list[MutationSpec]:
    """Every useful fault of the packages, in the order of files, lines and operators."""
    modules = sorted(f for p in paquets for f in (Path("data_loaders") / p).rglob("*.py"))
    with use_db("fautes.sqlite", WorkDB.Mode.create) as base:
        init(modules, base, {})
        toutes = [m for item in base.work_items for m in item.mutations]
    sources = {f: f.read_text(encoding="utf-8") for f in modules}
    gardees = [m for m in toutes if utile(m, sources[Path(m.module_path)])]
    return sorted(gardees, key=lambda m: (str(m.module_path), m.start_pos, m.operator_name, m.occurrence))


def tirer(toutes: list[MutationSpec], nombre: int, hasard: random.Random) -> list[MutationSpec]:
    """One fault a place, so that an operator that can be replaced in twelve ways does not weigh twelve times."""
    par_lieu = [list(g) for _, g in groupby(toutes, key=lambda m: (m.module_path, m.start_pos))]
    return [hasard.choice(fautes) for fautes in hasard.sample(par_lieu, min(nombre, len(par_lieu)))]


def _lancer(essais: list[str], arguments: tuple[str, ...], dire) -> None:
    """In a process of its own: run tests of the copy; say which failed."""
    sys.path[0] = str(Path.cwd())
    if "-x" in arguments:  # under a fault: nothing is left for the next
        sys.dont_write_bytecode = True
        resource.setrlimit(resource.RLIMIT_CPU, (CALCUL_MAX_S, CALCUL_MAX_S))
    # Data roots that tests share are those of the neighbours, as under several processes.
    os.environ |= {"PYTEST_XDIST_WORKER": "mutant", **SANS_GREFFON}
    temoins = Temoins()
    options = ["-q", "-p", "no:cacheprovider", "--rootdir=.", "--basetemp=.racines/mutant"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = pytest.main([*options, *arguments, *essais], plugins=[temoins])
    vus = code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    dire.send(temoins.trouves or ([] if vus else [SANS_DEPART]))


def lancer(essais: list[str], *arguments: str) -> list[str]:
    """Names of the tests that failed, `TROP_LONG` when they never ended, `SANS_DEPART` when none could begin."""
    Path(".racines").mkdir(exist_ok=True)
    lire, dire = multiprocessing.Pipe(duplex=False)
    p = multiprocessing.get_context("fork").Process(target=_lancer, args=(essais, arguments, dire))
    p.start()
    dire.close()
    try:
        return lire.recv()
    except EOFError:  # the process died
        return [TROP_LONG]
    finally:
        p.kill()
        p.join()


def essayer(faute: MutationSpec, essais: list[str], pas_max: int) -> Essai:
    """Tries one fault in the copy, which is put back as it was."""
    module = Path(faute.module_path)
    dates = module.stat()
    operateur = get_operator(faute.operator_name)(**faute.operator_args)
    try:
        with use_mutation(module, operateur, faute.occurrence) as (avant, apres):
            lignes = list(difflib.unified_diff(avant.splitlines(), apres.splitlines(), lineterm="", n=0))[2:]
            diff = "\n".join(x for x in lignes if not x.startswith("@@"))
            vus = (lancer([str(f) for f in groupe], "-x") for groupe in essais_de(faute, essais, pas_max))
            return Essai(faute, next((trouves[0] for trouves in vus if trouves), ""), diff)
    finally:
        os.utime(module, ns=(dates.st_atime_ns, dates.st_mtime_ns))


def rapport(essais: list[Essai], choix: argparse.Namespace, total: int) -> Iterator[str]:
    """The report, in lines of Markdown."""
    issues = Counter(e.issue for e in essais)
    yield f"# {issues['tué']} fautes tuées sur {len(essais)}\n"
    tirage = f"{len(essais)} fautes tirées (graine {choix.graine}) de {total}, dans {', '.join(choix.paquets)}"
    yield f"{date.today()} : {tirage}, jusqu’à {choix.pas} pas.\n"
    yield "| paquet | essayées | tuées |\n| --- | --- | --- |"
    par_paquet = {p: [e for e in essais if p in Path(e.faute.module_path).parts] for p in choix.paquets}
    for p, siens in par_paquet.items():
        yield f"| {p} | {len(siens)} | {sum(e.issue == 'tué' for e in siens)} |"
    for e in essais:
        if e.issue != "tué":
            yield f"\n## {e.faute.module_path}:{e.faute.start_pos[0]}, {e.faute.operator_name}\n"
            yield "\n".join(["```diff", e.diff, "```"])


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyseur.add_argument("--nombre", type=int, default=200)
    analyseur.add_argument("--graine", type=int, default=11)
    analyseur.add_argument("--de", type=int, default=0, help="how many of the sample were tried before")
    analyseur.add_argument("--pas", type=int, default=PAS_MAX, help="how many imports part a test from a module")
    analyseur.add_argument("--processus", type=int, default=2, help="faults tried at once, each in a copy of its own")
    analyseur.add_argument("--paquets", nargs="+", default=PAQUETS)
    analyseur.add_argument("--essais", nargs="+", default=ESSAIS, help="folders of tests")
    analyseur.add_argument("--rapport", type=Path, default=Path(__file__).with_suffix(".md"))
    choix = analyseur.parse_args()
    list(map(import_module, LOURDS))
    rapport_ici, copie = choix.rapport.resolve(), Path(tempfile.mkdtemp(prefix="mutants-")).resolve() / "0"
    copier(copie)
    os.chdir(copie)
    lancer(choix.essais, "--collect-only")
    if rates := lancer([AMORCE], "--setup-only"):
        sys.exit(f"data roots that cannot be made without any fault: {rates}")
    toutes = fautes(choix.paquets)
    tirees = tirer(toutes, choix.nombre, random.Random(choix.graine))[choix.de :]
    copies = multiprocessing.get_context("fork").SimpleQueue()
    for i in range(1, choix.processus + 1):
        copies.put(shutil.copytree(copie, copie.with_name(str(i))))
    essais: list[Essai] = []

    def ecrire() -> None:
        essais.sort(key=lambda e: (str(e.faute.module_path), e.faute.start_pos))
        rapport_ici.write_text("\n".join(rapport(essais, choix, len(toutes))) + "\n", encoding="utf-8")

    with ProcessPoolExecutor(
        choix.processus, multiprocessing.get_context("fork"), initializer=lambda: os.chdir(copies.get())
    ) as processus:
        for fini in as_completed([processus.submit(essayer, f, choix.essais, choix.pas) for f in tirees]):
            faute, temoin, _ = essai = fini.result()
            essais.append(essai)
            ou = f"{faute.module_path}:{faute.start_pos[0]} {faute.operator_name}"
            print(f"{len(essais)}/{len(tirees)} {ou} {temoin}", flush=True)
            ecrire()
    # Without any fault, every test that saw one passes; another one has seen nothing.
    faux = set(lancer(sorted({e.temoin for e in essais} - {"", TROP_LONG, SANS_DEPART})))
    essais[:] = [e._replace(temoin="" if e.temoin in faux else e.temoin) for e in essais]
    ecrire()
    print(f"{sum(bool(e.temoin) for e in essais)} sur {len(essais)} ; tests qui échouent sans faute : {sorted(faux)}")


if __name__ == "__main__":
    main()

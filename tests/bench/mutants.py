"""Small faults put one at a time in the data layer: each of them should make a test fail.

    pip install -r requirements-dev.txt -r tests/bench/requirements.txt
    python tests/bench/mutants.py [--nombre 200] [--graine 11] [--rapport tests/bench/mutants.md]

The repository is copied; its tests of data run once, to know which of them pass through each line; then a sample, the
same for the same seed and sources, is tried: the fault is written, and the tests of its line run until one fails. A
fault on a line that no test reaches survives without a run. `OBSERVATOIRE_REFERENCE` adds the tests on official files.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome
from coverage import CoverageData

DEPOT = Path(__file__).resolve().parents[2]
PAQUETS = ("measures", "magasin", "importation", "chiffres", "jeux")
ESSAIS = ("tests/data_loaders", "tests/faults")
DUREE_MAX_S = 600.0
# Without effect on an answer: a cache only spares time.
SANS_EFFET = {"core/RemoveDecorator": ("lru_cache", "@cache")}
# The same answer: texts written in a source are one object, and the product of two conditions is their conjunction.
EQUIVALENTES = {
    "core/ReplaceComparisonOperator_Eq_Is",
    "core/ReplaceComparisonOperator_NotEq_IsNot",
    "core/ReplaceBinaryOperator_BitAnd_Mul",
    "core/ReplaceBinaryOperator_BitOr_Add",
}


class Essai(NamedTuple):
    """One fault tried; `issue`: « tué », « survivant » or « sans test » (no test reaches the line)."""

    faute: MutationSpec
    issue: str
    diff: str


def copier(vers: Path) -> None:
    """Tracked files of the repository, as they are on disk."""
    suivis = subprocess.run(["git", "ls-files", "-z"], cwd=DEPOT, check=True, capture_output=True, text=True).stdout
    for nom in filter(None, suivis.split("\0")):
        (vers / nom).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(DEPOT / nom, vers / nom)


def couvrir(copie: Path, essais: list[str]) -> None:
    """Runs the tests once and leaves in `.coverage` which of them pass through each line."""
    (copie / ".coveragerc").write_text("[run]\nsource = data_loaders\n", encoding="utf-8")
    commande = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--cov", "--cov-context=test"]
    subprocess.run([*commande, "--cov-report=", *essais], cwd=copie, check=True)


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


def fautes(copie: Path, paquets: list[str]) -> list[MutationSpec]:
    """Every useful fault of the packages, in the order of files, lines and operators."""
    modules = sorted(f for p in paquets for f in (copie / "data_loaders" / p).rglob("*.py"))
    with use_db(str(copie / "fautes.sqlite"), WorkDB.Mode.create) as base:
        init(modules, base, {})
        toutes = [m for item in base.work_items for m in item.mutations]
    sources = {f: f.read_text(encoding="utf-8") for f in modules}
    gardees = [m for m in toutes if utile(m, sources[Path(m.module_path)])]
    return sorted(gardees, key=lambda m: (str(m.module_path), m.start_pos, m.operator_name, m.occurrence))


def tirer(toutes: list[MutationSpec], nombre: int, hasard: random.Random) -> list[MutationSpec]:
    """One fault a place, so that an operator that can be replaced in twelve ways does not weigh twelve times."""
    par_lieu = [list(g) for _, g in groupby(toutes, key=lambda m: (m.module_path, m.start_pos))]
    return [hasard.choice(fautes) for fautes in hasard.sample(par_lieu, min(nombre, len(par_lieu)))]


def essais_de(faute: MutationSpec, passages: CoverageData, copie: Path) -> list[str]:
    """Tests that pass through the lines of a fault, those of the module's own name first.

    A line read at import, or by a fixture that many tests share, has no test of its own: those of its module stand in.
    """
    chemin = str(Path(faute.module_path).resolve())
    par_ligne = passages.contexts_by_lineno(chemin)
    lignes = range(faute.start_pos[0], faute.end_pos[0] + 1)
    noms = {c.partition("|")[0] for ligne in lignes for c in par_ligne.get(ligne, ()) if "|run" in c}
    if not noms and any(ligne in par_ligne for ligne in lignes):
        noms = {c.partition("|")[0] for contextes in par_ligne.values() for c in contextes if c}
    nom = Path(faute.module_path).stem
    return sorted(noms, key=lambda n: (nom not in n, n))


def essayer(faute: MutationSpec, essais: list[str], copie: Path) -> Essai:
    """Tries one fault in the copy, which is put back as it was."""
    if not essais:
        return Essai(faute, "sans test", "")
    liste = copie / "essais.txt"
    liste.write_text("\n".join(essais), encoding="utf-8")
    commande = f"{sys.executable} -m pytest -x -q -p no:cacheprovider -p no:xdist -p no:cov --rootdir={copie} @{liste}"
    r = mutate_and_test([faute], f"env -C {copie} {commande}", DUREE_MAX_S)
    return Essai(faute, "survivant" if r.test_outcome == TestOutcome.SURVIVED else "tué", r.diff or "")


def rapport(essais: list[Essai], paquets: list[str], graine: int, total: int, copie: Path) -> Iterator[str]:
    """The report, in lines of Markdown."""
    issues = Counter(e.issue for e in essais)
    yield f"# {issues['tué']} fautes tuées sur {len(essais)}\n"
    yield f"{len(essais)} fautes tirées (graine {graine}) de {total}, dans {', '.join(paquets)}.\n"
    yield "| paquet | essayées | tuées |\n| --- | --- | --- |"
    par_paquet = {p: [e for e in essais if p in Path(e.faute.module_path).parts] for p in paquets}
    for p, siens in par_paquet.items():
        yield f"| {p} | {len(siens)} | {sum(e.issue == 'tué' for e in siens)} |"
    for e in essais:
        if e.issue != "tué":
            ou = Path(e.faute.module_path).relative_to(copie)
            yield f"\n## {e.issue} : {ou}:{e.faute.start_pos[0]}, {e.faute.operator_name}\n"
            changees = [x for x in e.diff.splitlines() if x[:1] in "+-" and x[:3] not in ("+++", "---")]
            yield "\n".join(["```diff", *changees, "```"])


def main() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyseur.add_argument("--nombre", type=int, default=200)
    analyseur.add_argument("--graine", type=int, default=11)
    analyseur.add_argument("--paquets", nargs="+", default=PAQUETS)
    analyseur.add_argument("--essais", nargs="+", default=ESSAIS, help="files of tests")
    analyseur.add_argument("--rapport", type=Path, default=Path(__file__).with_suffix(".md"))
    analyseur.add_argument("--copie", type=Path, help="folder kept from one run to the next, with what it covered")
    choix = analyseur.parse_args()
    copie = (choix.copie or Path(tempfile.mkdtemp(prefix="mutants-"))).resolve()
    copier(copie)
    if not (copie / ".coverage").exists():
        couvrir(copie, choix.essais)
    passages = CoverageData(str(copie / ".coverage"))
    passages.read()
    toutes = fautes(copie, choix.paquets)
    tirees = tirer(toutes, choix.nombre, random.Random(choix.graine))
    essais = []
    for i, faute in enumerate(tirees, 1):
        essais.append(essayer(faute, essais_de(faute, passages, copie), copie))
        ou = Path(faute.module_path).relative_to(copie)
        print(f"{i}/{len(tirees)} {essais[-1].issue} {ou}:{faute.start_pos[0]} {faute.operator_name}", flush=True)
        choix.rapport.write_text(
            "\n".join(rapport(essais, choix.paquets, choix.graine, len(toutes), copie)) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()

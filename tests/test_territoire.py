"""What is of one region is said in `geo/territoire.py` alone: the code of the product writes it nowhere else."""

import ast
import re
from pathlib import Path

from geo import territoire

DEPOT = Path(__file__).resolve().parent.parent
# Where it is said; what makes the tables of this region out of national files, its zones named.
ICI = frozenset({"geo/territoire.py", "geo/construire.py"})
MOTS = re.compile(
    "|".join(
        [territoire.NOM_REGION, "Île d.Yeu", rf"\b{territoire.NOM_BASSIN_VOISIN}\b", "Alençon", "1 228 communes"]
        + [rf"\b{nom}\b" for nom in territoire.DEPARTEMENTS.values()]
    )
)


def ecrits(fichier: Path) -> list[str]:
    """The texts of a source that may reach a reader: no comment, no docstring."""
    source = fichier.read_text("utf-8")
    if fichier.suffix == ".toml":
        return [ligne for ligne in source.split("\n") if not ligne.startswith("#")]
    if fichier.suffix == ".js":
        return re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL).split("\n")
    arbre = ast.parse(source)
    docs = {
        id(n.body[0].value)
        for n in ast.walk(arbre)
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(n, clean=False) is not None
    }
    constantes = (n for n in ast.walk(arbre) if isinstance(n, ast.Constant) and id(n) not in docs)
    return [n.value for n in constantes if isinstance(n.value, str)]


SOURCES = {
    f.relative_to(DEPOT).as_posix(): f
    for f in sorted(
        [DEPOT / "dashboard.py", *(f for d in ("geo", "data_loaders", "pages") for f in (DEPOT / d).rglob("*"))]
    )
    if f.suffix in (".py", ".js", *([".toml"] if f.parent.name == "contracts" else [])) and "vendor" not in f.parts
}


def test_no_text_of_the_code_names_the_region():
    assert [(nom, t) for nom in SOURCES.keys() - ICI for t in ecrits(SOURCES[nom]) if MOTS.search(t)] == []


def test_a_text_that_names_it_is_seen(tmp_path):
    py, js = tmp_path / "a.py", tmp_path / "a.js"
    py.write_text(f'"""{territoire.NOM_REGION}"""\nA = f"{{x}} {territoire.DE_LA_REGION}"  # Vendée\n', "utf-8")
    js.write_text(f'const a = "Mayenne"; // {territoire.NOM_REGION}\n', "utf-8")
    assert [[t for t in ecrits(f) if MOTS.search(t)] for f in (py, js)] == [
        [" des Pays de la Loire"],
        ['const a = "Mayenne"; '],
    ]

"""The direction of the layers: a module imports from its left or from its own layer, and Streamlit starts late."""

import ast
from pathlib import Path

import pytest

DEPOT = Path(__file__).resolve().parent.parent
# From left to right; the longest prefix wins.
COUCHES = ("geo", "data_loaders", "pages.figures", "pages.components", "pages", "dashboard")
PREMIERE_AVEC_STREAMLIT = COUCHES.index("pages.components")


def couche(module: str) -> int | None:
    """Rank of the layer of a module; None for what is not ours."""
    rangs = [i for i, nom in enumerate(COUCHES) if module == nom or module.startswith(nom + ".")]
    return max(rangs, key=lambda i: len(COUCHES[i]), default=None)


def module_de(fichier: Path) -> str:
    """Dotted name of a file of the repository."""
    parties = fichier.relative_to(DEPOT).with_suffix("").parts
    return ".".join(parties[:-1] if parties[-1] == "__init__" else parties)


def imports(source: str, module: str, paquet: bool = False) -> set[str]:
    """Dotted names imported anywhere in a source, lazy imports included; `from a import b` counts as `a.b` too."""
    noms = set()
    for noeud in ast.walk(ast.parse(source)):
        if isinstance(noeud, ast.Import):
            noms.update(alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            base = noeud.module or ""
            if noeud.level:
                parents = module.split(".")[: len(module.split(".")) - noeud.level + paquet]
                base = ".".join([*parents, base] if base else parents)
            noms.update(f"{base}.{alias.name}" for alias in noeud.names)
    return noms


def fautes(source: str, module: str, paquet: bool = False) -> list[str]:
    """Imports of a module that go to its right, or reach Streamlit too early."""
    rang = couche(module)
    trouvees = []
    for nom in sorted(imports(source, module, paquet)):
        vers = couche(nom)
        if vers is not None and vers > rang:
            trouvees.append(f"{module} imports {nom}, on its right")
        if (nom == "streamlit" or nom.startswith("streamlit.")) and rang < PREMIERE_AVEC_STREAMLIT:
            trouvees.append(f"{module} imports Streamlit")
    return trouvees


FICHIERS = sorted(
    [
        DEPOT / "dashboard.py",
        *(f for dossier in ("geo", "data_loaders", "pages") for f in (DEPOT / dossier).rglob("*.py")),
    ]
)


@pytest.mark.parametrize("fichier", FICHIERS, ids=module_de)
def test_module_imports_from_its_left(fichier):
    assert fautes(fichier.read_text(encoding="utf-8"), module_de(fichier), fichier.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("geo.zonages", "import data_loaders.magasin.store"),
        ("geo.zonages", "def f():\n    from data_loaders import store"),
        ("data_loaders.magasin.store", "from pages.figures import theme"),
        ("pages.figures.theme", "from ..components import shell"),
        ("pages.figures.theme", "import streamlit as st"),
        ("data_loaders.magasin.store", "from streamlit.runtime import caching"),
        ("pages.components.shell", "from pages import accueil"),
        ("pages.accueil", "import dashboard"),
    ],
)
def test_the_check_sees_a_fault(module, source):
    assert len(fautes(source, module)) == 1


def test_the_check_lets_the_left_pass():
    source = (
        "import streamlit\nfrom geo import zonages\nfrom pages.figures import theme\nfrom pages.components import shell"
    )
    assert fautes(source, "pages.accueil") == []

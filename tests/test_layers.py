"""The direction of the layers: a module imports from its left or from its own layer, and few know Streamlit.

Inside `geo` and `data_loaders`, the rooms are listed from the ground up, each with the rooms it may import; no file of
the repository is in a circle of imports.
"""

import ast
import re
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import streamlit

DEPOT = Path(__file__).resolve().parent.parent
# From left to right; the longest prefix wins.
COUCHES = (
    "geo",
    "data_loaders",
    "pages.words",
    "pages.parts",
    "pages.figures",
    "pages.components",
    "pages",
    "dashboard",
)
# A screen knows the sheet it writes on, which alone is Streamlit's in a session; the others serve the sessions that are
# left (the door and the forms of the reserved process), or what Streamlit serves of itself.
AVEC_STREAMLIT = {
    "dashboard",
    "pages.components.acces.atelier",
    "pages.components.compat",
    "pages.components.convention.approuver",
    "pages.components.convention.transmettre",
    "pages.components.feuille",
    "pages.components.shell",
}
# The one file that uses more of Streamlit than what its documentation describes, and how many lines that may take.
PUBLICS = {"components"}  # modules of Streamlit that are documented
COMPAT, COMPAT_MAX = "pages.components.compat", 60


def couche(module: str) -> int | None:
    """Rank of the layer of a module; None for what is not ours."""
    rangs = [i for i, nom in enumerate(COUCHES) if module == nom or module.startswith(nom + ".")]
    return max(rangs, key=lambda i: len(COUCHES[i]), default=None)


def module_de(fichier: Path) -> str:
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


def de_streamlit(nom: str) -> bool:
    return nom.partition(".")[0] == "streamlit"


def fautes_de_couche(module: str, noms: set[str]) -> list[str]:
    """Imports of a module that go to its right, or reach Streamlit otherwise than by the sheet."""
    rang = couche(module)
    trouvees = []
    for nom in sorted(noms):
        vers = couche(nom)
        if vers is not None and vers > rang:
            trouvees.append(f"{module} imports {nom}, on its right")
        if de_streamlit(nom) and module not in AVEC_STREAMLIT:
            trouvees.append(f"{module} imports Streamlit")
    return trouvees


_MODULES = [f for dossier in ("geo", "data_loaders", "pages") for f in (DEPOT / dossier).rglob("*.py")]
FICHIERS = {module_de(f): f for f in sorted([DEPOT / "dashboard.py", *_MODULES])}


@pytest.fixture(scope="module")
def importes() -> dict[str, set[str]]:
    """Module -> what it imports."""
    return {m: imports(f.read_text(encoding="utf-8"), m, f.name == "__init__.py") for m, f in FICHIERS.items()}


STATIQUE = DEPOT / "pages" / "components" / "static"
STYLES = "".join(f.read_text(encoding="utf-8") for f in sorted((STATIQUE / "styles").glob("*.css")))

# Rooms of a layer from the ground up: a room imports the ground and the rooms of its line, all listed before it.
SOL = {
    "data_loaders": ("erreurs", "francais"),
    "geo": ("reglages", "disque", "territoire"),
}
VOISINS = {
    "geo": {
        "zonages": "",
        "trace": "zonages",
        "fichier_zonage": "zonages",
        "chargement": "zonages trace fichier_zonage",
        "construire": "zonages trace",
        "lieux": "zonages",
        "recherche": "zonages",
        "sujets": "zonages lieux",
        "libre": "zonages trace recherche sujets",
    },
    "data_loaders": {
        "parametres": "",
        "contracts": "",
        "measures": "parametres contracts",
        "magasin": "contracts measures",
        "jeux": "parametres contracts measures magasin",
        "chiffres": "contracts measures magasin jeux",
        "contexte": "parametres contracts magasin",
        "convention": "parametres contracts magasin",
        "demo": "contracts magasin",
        "versions": "contracts magasin jeux chiffres",
        "metiers": "parametres contracts measures magasin jeux chiffres demo",
        "requetes": "contracts measures magasin jeux chiffres versions metiers",
        "exports": "contracts magasin jeux chiffres versions metiers requetes",
        "portraits": "parametres contracts measures magasin jeux chiffres convention versions",
        "sources": "parametres contracts measures magasin jeux contexte convention",
        "commandes": (
            "contracts measures magasin jeux chiffres contexte convention versions requetes exports metiers sources"
        ),
        "__main__": "contracts magasin jeux demo sources requetes commandes",
    },
}

# Subjects stand side by side on what is at the root of their layer; a folder that is none of them may compose several.
SUJETS = {"meteo", "formation", "convention", "secteurs", "portrait", "territoires"}
# What surrounds every screen, reads them all in advance, or composes several subjects.
AUTOUR = {"pages.components.cadre", "pages.components.chauffe", "pages.components.dossier"}


def fautes_de_sujet(module: str, noms: set[str]) -> list[str]:
    """Subjects that a module of another one imports, or one of the root of a layer, which stands under all of them."""
    pages, _, reste = module.partition(".")
    couche, _, ici = reste.partition(".")
    ici, _, dedans = ici.partition(".")
    ici = ici if dedans or ici in SUJETS else ""
    if pages != "pages" or couche not in ("figures", "components") or (ici and ici not in SUJETS) or module in AUTOUR:
        return []
    cites = ((nom, nom.split(".")) for nom in sorted(noms) if nom.startswith(("pages.figures.", "pages.components.")))
    return [f"{module} imports {nom}" for nom, parties in cites if parties[2] in SUJETS - {ici}]


def salle(module: str) -> tuple[str, str]:
    """(layer, room) of a module: `data_loaders.magasin.store` is in the room `magasin` of `data_loaders`."""
    couche, _, reste = module.partition(".")
    return couche, reste.partition(".")[0]


def fautes_de_voisinage(module: str, noms: set[str]) -> list[str]:
    """Imports of a module, inside its own layer, that its room is not allowed."""
    couche, ici = salle(module)
    if couche not in VOISINS or not ici:
        return []
    permis = {ici, "", *SOL[couche], *(VOISINS[couche].get(ici, "").split() if ici not in SOL[couche] else ())}
    return [
        f"{module} imports {nom}: {la} is not among the neighbours of {ici}"
        for nom in sorted(noms)
        for vers, la in [salle(nom)]
        if vers == couche and la not in permis
    ]


def cercle(graphe: dict[str, set[str]]) -> list[str]:
    """Names of a circle of imports, [] without one; `a.b.c` stands for the longest of its prefixes that is a file."""

    def fichier(nom: str) -> str:
        while nom and nom not in graphe:
            nom = nom.rpartition(".")[0]
        return nom

    try:
        TopologicalSorter({m: {fichier(n) for n in noms} - {"", m} for m, noms in graphe.items()}).prepare()
    except CycleError as e:
        return e.args[1]
    return []


def absents(source: str) -> list[str]:
    """What a source takes of our modules and they do not have, « module.name »; names bound otherwise are left out."""
    arbre, pris = list(ast.walk(ast.parse(source))), {}
    for noeud in arbre:
        if isinstance(noeud, ast.ImportFrom) and couche(noeud.module or "") is not None:
            for alias in noeud.names:
                with suppress(ModuleNotFoundError):
                    pris[alias.asname or alias.name] = import_module(f"{noeud.module}.{alias.name}")
    lies = {n.arg for n in arbre if isinstance(n, ast.arg)}
    lies |= {n.id for n in arbre if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    cites = [n for n in arbre if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
    libres = [n for n in cites if n.value.id in pris.keys() - lies]
    return [f"{n.value.id}.{n.attr}" for n in libres if not hasattr(pris[n.value.id], n.attr)]


@pytest.mark.parametrize("dossier", ["geo", "data_loaders", "pages"])
def test_what_is_taken_of_a_module_is_there(dossier):
    lus = {f.relative_to(DEPOT): absents(f.read_text("utf-8")) for f in sorted((DEPOT / dossier).rglob("*.py"))}
    assert {f: noms for f, noms in lus.items() if noms} == {}


def test_what_is_not_there_is_seen():
    source = "from data_loaders.contracts import metiers\nA = metiers.FRANCE, metiers.ABSENT\n"
    assert absents(source) == ["metiers.ABSENT"]


@pytest.mark.parametrize("regle", [fautes_de_couche, fautes_de_voisinage, fautes_de_sujet])
def test_every_module_imports_what_it_may(regle, importes):
    trouvees = [f for m, noms in importes.items() for f in regle(m, noms)]
    assert not trouvees, "\n".join(trouvees)
    assert all(f"pages.{couche}.{nom}" in importes for couche in ("figures", "components") for nom in SUJETS)


def test_who_may_know_streamlit_does(importes):
    assert {m for m, noms in importes.items() if any(map(de_streamlit, noms))} >= AVEC_STREAMLIT


def prives(source: str, noms: set[str]) -> bool:
    """Whether a source uses a part of Streamlit that is not documented: one of its modules, or a hidden name."""
    cites = {n.partition(".")[2] for n in noms if de_streamlit(n)}
    cites |= set(re.findall(r"\b(?:st|streamlit)\.(\w+)", source))
    return any("." in n or n[:1] == "_" or isinstance(getattr(streamlit, n, None), ModuleType) for n in cites - PUBLICS)


def test_one_short_file_uses_what_streamlit_keeps_to_itself(importes):
    sources = {m: f.read_text("utf-8") for m, f in FICHIERS.items()}
    assert [m for m, s in sources.items() if prives(s, importes[m])] == [COMPAT]
    assert len(sources[COMPAT].splitlines()) <= COMPAT_MAX


@pytest.mark.parametrize(
    "source", ["from streamlit import config", "import streamlit.runtime", "st.runtime.get()", "streamlit._main"]
)
def test_what_streamlit_keeps_to_itself_is_seen(source):
    noms = imports(source, "pages.x") if "import" in source else {"streamlit"}
    assert prives(source, noms)


def test_no_file_is_in_a_circle_of_imports(importes):
    trouve = cercle(importes)
    assert not trouve, " imports ".join(reversed(trouve))


def test_settings_are_read_in_one_place():
    """Elsewhere, a setting would be known to the environment and not to the file, or the reverse."""
    lus = [m for m, f in FICHIERS.items() if re.search(r"\bos\.(environ|getenv)\b", f.read_text(encoding="utf-8"))]
    assert lus == ["geo.reglages"]


def test_the_style_sheets_name_frames_as_the_screens_do():
    """A frame that changed its name would lose its style without a word."""
    code = "".join(f.read_text(encoding="utf-8") for m, f in FICHIERS.items() if not m.startswith("pages.figures"))
    noms = set(re.findall(r"st-key-([a-z]+-)", STYLES))
    assert not [n for n in sorted(noms) if f'"{n}' not in code]
    assert '"carte-' not in code, "« carte » is a map: a frame is a « bloc »"


def test_the_style_sheets_dress_only_what_is_written():
    scripts = [f for f in STATIQUE.rglob("*.js") if not f.name.startswith("plotly")]
    code = "".join(f.read_text(encoding="utf-8") for f in (*FICHIERS.values(), *scripts))
    classes = set(re.findall(r"\.(obs-[a-z0-9]+(?:-[a-z0-9]+)*)", STYLES))
    assert not [c for c in sorted(classes) if not re.search(rf"{c}(?![a-z0-9])", code)]


@pytest.mark.parametrize("couche", VOISINS)
def test_every_room_is_listed_above_its_neighbours(couche):
    salles = {la for vers, la in map(salle, FICHIERS) if vers == couche} - {""}
    assert {*VOISINS[couche], *SOL[couche]} == salles
    dessous: set[str] = set()
    for nom, voisins in VOISINS[couche].items():
        assert set(voisins.split()) <= dessous, f"{nom} is listed under one of its neighbours"
        dessous.add(nom)


FAUTES = {
    fautes_de_couche: [
        ("geo.zonages", "def f():\n    from data_loaders import store", True),
        ("data_loaders.magasin.store", "from pages.figures import theme", True),
        ("pages.figures.theme", "from ..components import shell", True),
        ("pages.carte", "import streamlit as st", True),
        ("data_loaders.magasin.store", "from streamlit.runtime import caching", True),
        ("pages.components.shell", "from pages import accueil", True),
        ("pages.accueil", "import dashboard", True),
        ("pages.accueil", "from geo import zonages\nfrom pages.components import feuille as st, shell", False),
    ],
    fautes_de_voisinage: [
        ("geo.zonages", "from geo import chargement", True),
        ("geo.disque", "from geo import zonages", True),
        ("data_loaders.erreurs", "from data_loaders import contracts", True),
        ("data_loaders.magasin.store", "from ..convention import cadre", True),
        ("data_loaders.nouvelle", "from data_loaders import magasin", True),
        ("data_loaders.magasin.store", "from data_loaders.contracts import base\nfrom geo import chargement", False),
    ],
    fautes_de_sujet: [
        ("pages.figures.meteo.vue", "from pages.figures.secteurs import vue", True),
        ("pages.components.formation.metier", "from pages.figures.meteo.vue import titre_metier", True),
        ("pages.figures.phrases", "def f():\n    from pages.figures.portrait import mots", True),
        ("pages.figures.meteo.vue", "from pages.figures.meteo import ciel\nfrom pages.figures import phrases", False),
        ("pages.components.secteurs", "from pages.figures.secteurs import vue", False),
        ("pages.components.secteurs", "from pages.figures.portrait import vue", True),
        ("pages.figures.dossier.vue", "from pages.figures.secteurs import vue", False),
        ("pages.formation", "from pages.components.meteo import choices", False),
    ],
}


@pytest.mark.parametrize(("regle", "module", "source", "vu"), [(r, *cas) for r, tous in FAUTES.items() for cas in tous])
def test_a_rule_sees_its_faults_and_no_other(regle, module, source, vu):
    assert len(regle(module, imports(source, module))) == vu


def test_the_check_sees_a_circle_through_names_and_packages():
    graphe = {"a": set(), "a.b": {"a.c.nom"}, "a.c": {"d"}, "d": {"a.b.autre"}, "e": {"a.b"}}
    assert sorted(set(cercle(graphe))) == ["a.b", "a.c", "d"]
    assert cercle(graphe | {"d": {"a"}}) == []

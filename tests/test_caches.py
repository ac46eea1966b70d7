"""What the process keeps is bounded: no cache grows with what visitors send."""

import ast
import re
from pathlib import Path

RACINE = Path(__file__).parents[1]
# Unbounded, under arguments that the code alone writes, or that who publishes a file writes.
ECRITS = {
    "data_loaders/contracts/declarations.py:lire": "files of the repository",
    "data_loaders/magasin/secret.py:regles": "a file of the repository",
    "data_loaders/magasin/controle.py:totaux_connus": "a file of the repository",
    "data_loaders/metiers/recherche.py:titres_courants": "a file of the repository",
    "data_loaders/sources/noms.py:_gabarit": "names of columns in files of the repository",
    "data_loaders/sources/noms.py:_lus": "files of the repository",
    "data_loaders/sources/noms.py:partie": "files of the repository",
    "geo/reglages.py:_lire": "the file of the settings",
    "pages/figures/icones.py:_fichier": "names of skies",
    "pages/figures/icones.py:adresse": "names of icons",
}


MARQUES = re.compile(r"(?:functools\.)?(?:lru_)?cache\b|st\.cache_")


def _gardees() -> list[tuple[str, str, bool]]:
    """Place, decorator as written and whether there are arguments, of each function whose results are kept."""
    fichiers = (f for dossier in ("geo", "data_loaders", "pages") for f in sorted((RACINE / dossier).rglob("*.py")))
    return [
        (f"{f.relative_to(RACINE).as_posix()}:{n.name}", d, bool(n.args.args or n.args.kwonlyargs or n.args.vararg))
        for f in fichiers
        if "cache" in (texte := f.read_text("utf-8"))
        for n in ast.walk(ast.parse(texte))
        if isinstance(n, ast.FunctionDef)
        for d in map(ast.unparse, n.decorator_list)
        if MARQUES.match(d)
    ]


def test_every_cache_under_an_argument_has_a_size():
    gardees = _gardees()
    assert {"data_loaders/metiers/recherche.py:racine", "geo/sujets.py:_rattacher"} <= {ou for ou, _, _ in gardees}
    sans_taille = {ou for ou, d, sous in gardees if sous and "maxsize=" not in d and "max_entries=" not in d}
    assert sans_taille <= set(ECRITS)
    assert [ou for ou, d, _ in gardees if "maxsize=None" in d or "max_entries=None" in d] == []

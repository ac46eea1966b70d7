"""What is declared of each producer, in the TOML that stand here: contracts, columns, indicators.

A text between braces names a constant: of the Python module that the file says (`module`), of `base`, of
`geo.territoire`, or of another module (`{bmo.FAP}`).
"""

import importlib
import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import base
from data_loaders.contracts.base import Colonne, Contrat, Table
from data_loaders.contracts.indicateurs import Indicateur
from geo import territoire

DOSSIER = Path(__file__).parent
TYPES = {"texte": pa.string(), "entier": pa.int64(), "reel": pa.float64(), "octet": pa.int8(), "bool": pa.bool_()}
_NOM = re.compile(r"\{(?:([a-z_0-9]+)\.)?([A-Z][A-Z_0-9]*)\}")


class Declaration(NamedTuple):
    """What a file declares, by code, in its order."""

    contrats: dict[str, Contrat]
    indicateurs: dict[str, Indicateur]  # of the map and of the lists
    metiers: dict[str, Indicateur]  # asked one métier at a time
    nationaux: dict[str, Indicateur]  # of France


@cache
def lire(nom: str) -> Declaration:
    """What a TOML (of this folder, or at an absolute path) declares, and the indicators that it names as `calcules`."""
    chemin = DOSSIER / f"{nom}.toml"
    brut = tomllib.loads(chemin.read_text("utf-8"))
    module = vars(_module(brut.pop("module"))) if "module" in brut else {}
    dits = {c: francais.en_phrase(i["libelle"]) for c, i in brut.get("indicateurs", {}).items()}
    mots = brut.pop("mots", {}) | {"INDICATEURS": dits}
    lu = _resoudre(brut, vars(territoire) | vars(base) | module | mots)
    contrats: dict[str, Contrat] = {}

    def table(colonnes: Mapping[str, Any], **reste: Any) -> Table:
        lues = (_colonnes(nom, dite, lu.get("colonnes", {})) for nom, dite in colonnes.items())
        return Table(tuple(itertools.chain.from_iterable(lues)), **reste)

    for dataset, dit in lu.get("contrats", {}).items():
        tables = dit.pop("tables")
        tables = contrats[tables].tables if isinstance(tables, str) else {t: table(**d) for t, d in tables.items()}
        contrats[dataset] = Contrat(dataset, tables=tables, **lu.get("commun", {}) | dit.pop("comme", {}) | dit)

    def lister(cle: str) -> dict[str, Indicateur]:
        return {c: Indicateur(c, **_complet(dit, lu.get("communs", {}))) for c, dit in lu.get(cle, {}).items()}

    calcules = {i.code: i for i in lu.get("calcules", ())}
    return Declaration(contrats, lister("indicateurs") | calcules, lister("metiers"), lister("nationaux"))


def noms() -> list[str]:
    """The declarations of this folder, that of the common list first."""
    return sorted((f.stem for f in DOSSIER.glob("*.toml")), key=lambda nom: (nom != "indicateurs", nom))


def _module(nom: str) -> Any:
    return importlib.import_module(f"data_loaders.contracts.{nom}")


def _resoudre(dit: Any, noms: Mapping[str, Any]) -> Any:
    """The same, constants in place of their names; a list takes in what those that it names hold."""
    if isinstance(dit, dict):
        return {c: _resoudre(v, noms) for c, v in dit.items()}
    if isinstance(dit, list):
        lus = [_resoudre(v, noms) for v in dit]
        return tuple(itertools.chain.from_iterable(lu if isinstance(lu, tuple | dict) else [lu] for lu in lus))
    if not isinstance(dit, str):
        return dit

    def nomme(m: re.Match[str]) -> Any:
        return getattr(_module(m[1]), m[2]) if m[1] else noms[m[2]]

    seul = _NOM.fullmatch(dit)
    return nomme(seul) if seul else _NOM.sub(lambda m: str(nomme(m)), dit)


def _colonnes(nom: str, lue: Any, partagees: Mapping[str, Any]) -> Iterable[Colonne]:
    """The columns of a line: `{}` for one that the file shares, a text for its words alone, `"*"` for several."""
    match lue or partagees[nom]:
        case str(description):
            return [Colonne(nom, description)]
        case {"codes": codes}:
            return [Colonne(nom, " ; ".join(f"{c} : {dit}" for c, dit in codes.items()), valeurs=tuple(codes))]
        case {"dit": description, **reste}:
            admises = tuple(reste.pop("valeurs", ()))
            return [Colonne(nom, description, type=TYPES[reste.pop("type", "texte")], valeurs=admises, **reste)]
        case {"unite": unite, "bornes": bornes}:
            return [replace(base.VALEUR[0], unite=unite, bornes=bornes), *base.VALEUR[1:]]
        case groupe:
            return [c for g in groupe for c in ([g] if isinstance(g, Colonne) else _colonnes(g, {}, partagees))]


def _complet(dit: dict[str, Any], communs: Mapping[str, Any]) -> dict[str, Any]:
    """What an indicator says, with what it takes from the groups that it names, the first one heard first."""
    pris = dit.pop("comme", ())
    for groupe in (pris,) if isinstance(pris, str) else pris:
        dit = _complet(dict(communs[groupe]), communs) | dit
    return dit

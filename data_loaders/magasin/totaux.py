"""Totals that are known of an edition, found again or not in what is published (`parametres/totaux_publies.toml`).

A total that is not found refuses nothing: its producer may have revised it. It is said, and kept with the snapshot.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders import francais
from data_loaders.magasin import controle

FICHIER = Path(__file__).parents[1] / "parametres" / "totaux_publies.toml"
ECARTS_DITS = 4
# What a total adds up or counts, where it is not the column `value`.
_RESERVES = ("total", "table", "colonne", "compte")


class Compares(NamedTuple):
    """How many of the known totals were found again, their source, and one remark on the others."""

    retrouves_nb: int = 0
    source: str = ""
    remarques: tuple[str, ...] = ()


@cache
def connus(chemin: Path = FICHIER) -> dict[str, dict[str, dict[str, Any]]]:
    """dataset -> millésime -> `source` and `totaux`."""
    return tomllib.loads(chemin.read_text("utf-8"))


def comparer(dataset: str, millesime: str, tables: Mapping[str, pa.Table]) -> Compares:
    """Set the tables of an edition beside what is known of it."""
    bloc = connus().get(dataset, {}).get(millesime)
    if not bloc:
        return Compares()
    ecarts = []
    for attendu in bloc["totaux"]:
        lu = _lu(attendu, tables)
        decimales = _decimales(attendu["total"])
        # Half of the last figure that is written, and what is lost in adding up.
        if lu is None or abs(lu - attendu["total"]) > 0.5 * 10**-decimales + 1e-9 * max(1.0, abs(attendu["total"])):
            trouve = "aucune cellule" if lu is None else f"{francais.nombre(lu, decimales)} lus"
            ecarts.append(f"{_dire(attendu)} : {trouve}, {francais.nombre(attendu['total'], decimales)} attendus")
    retrouves = len(bloc["totaux"]) - len(ecarts)
    if not ecarts:
        return Compares(retrouves, bloc["source"])
    suite = f" ; et {len(ecarts) - ECARTS_DITS} de plus" if len(ecarts) > ECARTS_DITS else ""
    return Compares(
        retrouves,
        bloc["source"],
        (
            f"totaux connus non retrouvés : {len(ecarts)} sur {len(bloc['totaux'])} ({bloc['source']}), "
            f"{' ; '.join(ecarts[:ECARTS_DITS])}{suite}",
        ),
    )


def _lu(attendu: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> float | None:
    """Sum of the visible cells, or number of rows; None where no row is that of the total."""
    table = tables[attendu["table"]] if "table" in attendu else controle.observations(tables)
    criteres = {c: v if isinstance(v, list) else [v] for c, v in attendu.items() if c not in _RESERVES}
    if criteres:
        masques = (pc.is_in(table[c], pa.array(v, table[c].type)) for c, v in criteres.items())
        table = table.filter(reduce(pc.and_, masques))
    valeurs = table[attendu.get("colonne", "value")]
    match attendu.get("compte"):
        case "visibles":
            return float(len(valeurs) - valeurs.null_count)
        case "vides":
            return float(valeurs.null_count)
    return pc.sum(valeurs).as_py()


def _decimales(total: float) -> int:
    return 0 if isinstance(total, int) else len(str(total).partition(".")[2])


def _dire(attendu: Mapping[str, Any]) -> str:
    """« serie rsa, periode 2022-12 »: the words of the table."""
    dits = {c: v for c, v in attendu.items() if c not in ("total", "table")}
    return ", ".join(f"{c} {' + '.join(map(str, v)) if isinstance(v, list) else v}" for c, v in dits.items())

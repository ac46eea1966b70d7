"""Official zonings that the observatory does not draw: those of a commune, from the tables that were imported."""

from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.communes import NIVEAUX
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from pages.figures import tables

ENTETES = tables.en_tetes("Découpage", "Territoire", "Source")
LEGENDE = "Autres découpages officiels de la commune"
NOTE = (
    "Communes telles qu’à l’édition de chaque table. Aucun chiffre de l’observatoire n’est donné sur ces "
    f"découpages{INSEC}: ils aident à situer la commune."
)


class Officiel(NamedTuple):
    """Where a commune is at one level: words of the level with its year, name and code of the zone, who says it."""

    decoupage: str
    territoire: str
    code: str
    source: str


def de_commune(donnees: Donnees, code_commune: str) -> list[Officiel]:
    """The zones of a commune, in the order of `NIVEAUX`, newest edition of each table; empty when none was imported.

    A zone whose name was not imported is given by its code alone, and says so.
    """
    trouves = []
    if editions := donnees.officiel.millesimes("appartenance"):
        noms, lignes = _noms(donnees), _lignes(donnees, "appartenance", editions[-1], code_commune)
        for niveau, mots in NIVEAUX.items():
            for r in lignes[lignes["niveau"] == niveau].itertuples():
                nom = noms.get((niveau, r.code), "nom non transmis")
                decoupage = francais.typographier(f"{capitale(mots)} {r.vintage}".strip())
                trouves.append(Officiel(decoupage, nom, r.code, f"Insee, {editions[-1]}"))
    if editions := donnees.officiel.millesimes("clpe"):
        trouves += [
            Officiel("Comité local pour l’emploi", r.libelle, r.code, f"France Travail, {editions[-1]}")
            for r in _lignes(donnees, "clpe", editions[-1], code_commune).itertuples()
        ]
    return trouves


def _lignes(donnees: Donnees, dataset: str, edition: str, code_commune: str) -> pd.DataFrame:
    lues = donnees.lire(dataset, "communes")
    return lues[(lues["edition"] == edition) & (lues["code_commune"] == code_commune)]


def _noms(donnees: Donnees) -> dict[tuple[str, str], str]:
    editions = donnees.officiel.millesimes("libelles_zones")
    if not editions:
        return {}
    lus = donnees.lire("libelles_zones", "libelles")
    lignes = lus[lus["edition"] == editions[-1]]
    return {(r.niveau, r.code): r.libelle for r in lignes.itertuples()}


def lignes(trouves: list[Officiel]) -> list[list[str]]:
    """Cells of the table under `ENTETES`."""
    return [
        [
            o.decoupage,
            tables.Html(f'{escape(o.territoire)} <span class="obs-detail">code {escape(o.code)}</span>'),
            o.source,
        ]
        for o in trouves
    ]

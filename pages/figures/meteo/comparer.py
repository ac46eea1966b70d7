"""Two to four territories for one group of métiers, or two groups on one territory: the region always beside."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.francais import FINE, INSEC, capitale, enumeration
from geo import lieux
from pages.figures import icones
from pages.figures.meteo import tables as meteo_tables, tuiles as meteo_tuiles
from pages.figures.meteo.courbes import Suivi
from pages.figures.meteo.vue import court, enonce, estimee, estimee_dite, explication, territoire
from pages.figures.tables import Html

REGION = "Pays de la Loire"


class Element(NamedTuple):
    """One side of a comparison.

    Attributes:
        nom: what tells it from the others; zonage, zone: where; niveau, code, libelle: the group.
        rang: its mark and colour, from 0; None for the region.
        lignes: its rows of `marches.decrire`, with `nom`, oldest vintage first.
    """

    nom: str
    zonage: str
    zone: str
    niveau: str
    code: str
    libelle: str
    rang: int | None
    lignes: tuple[Any, ...]

    def ligne(self, annee: str) -> Any:
        """The row of a vintage."""
        return next(r for r in self.lignes if r.annee == annee)


def element(
    indices: pd.DataFrame, nom: str, lieu: tuple[str, str], groupe: tuple[str, str, str], rang: int | None
) -> Element:
    """A side, from the indices of its level on its zoning.

    Args:
        lieu: zoning and zone; groupe: level, code and label.
    """
    (_, zone), (_, code, _) = lieu, groupe
    lignes = indices[(indices["code_zone"] == zone) & (indices["code_groupe"] == code)].sort_values("annee")
    return Element(nom, *lieu, *groupe, rang, tuple(lignes.assign(nom=nom).itertuples()))


def titre(elements: Sequence[Element], annee: str, par_metier: bool) -> str:
    """The finding: the words of each side, in the order of the choice."""
    if par_metier:
        dits = [
            f"« {court(e.libelle)} » {_mot(e.ligne(annee))}{_part(e.ligne(annee))}"
            for e in elements
            if e.rang is not None
        ]
        return f"{capitale(lieux.locatif(elements[0].zonage, elements[0].zone))}{INSEC}: {enumeration(dits)}"
    # Words shared by sides that follow each other are said once.
    suites = groupby(elements, lambda e: _mot(e.ligne(annee)))
    dits = [f"{mot} {enumeration([f'{_ou(e)}{_part(e.ligne(annee))}' for e in es])}" for mot, es in suites]
    return f"{court(elements[0].libelle)}{INSEC}: {f'{FINE}; '.join(dits)}"


def _mot(r: Any) -> str:
    if not estimee(r):
        return "sans chiffre"
    if pd.isna(r.classe):
        return "projets difficiles"
    return enonce(r).partition(",")[0]


def _part(r: Any) -> str:
    return f" ({estimee_dite(r)})" if estimee(r) else ""


def _ou(e: Element) -> str:
    return "dans la région" if e.rang is None else lieux.locatif(e.zonage, e.zone)


def tuiles_html(elements: Sequence[Element], annee: str) -> str:
    """The sides as tiles, each with its mark."""
    tuiles = (meteo_tuiles.carte_html(e.ligne(annee), repere=icones.repere(e.rang)) for e in elements)
    return f'<div class="obs-cartes">{"".join(tuiles)}</div>'


def suivis(elements: Sequence[Element]) -> list[Suivi]:
    """The sides over the vintages."""
    return [Suivi(e.nom, e.lignes, e.rang) for e in elements]


def table(elements: Sequence[Element], annee: str) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the table twin: a row a side, the mark in place of the rank."""
    entetes, corps = meteo_tables.table([e.ligne(annee) for e in elements], "Comparé")
    reperes = [Html(icones.repere(e.rang)) for e in elements]
    return [("Repère", False), *entetes], [[r, *c] for r, c in zip(reperes, corps, strict=True)]


def lecture(elements: Sequence[Element], annee: str) -> str:
    """The first side in sentences."""
    e = elements[0]
    ou = REGION if e.zonage == "region" else territoire(e.zonage, e.zone)
    return " ".join(explication(e.ligne(annee), f"{e.libelle}, {ou}", e.zonage))

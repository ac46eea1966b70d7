"""Two to four territories for one group of métiers, or two groups on one territory: the region always beside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from data_loaders.francais import FINE, INSEC, arrondir, avec_unite, enumeration, nombre
from geo import lieux
from pages.figures import icones
from pages.figures.lecture import capitale
from pages.figures.meteo import tables as meteo_tables, tuiles as meteo_tuiles
from pages.figures.meteo.courbes import Suivi
from pages.figures.meteo.vue import lecture_cellule
from pages.figures.tables import Html

REGION = "Pays de la Loire"


class Element(NamedTuple):
    """One side of a comparison.

    Attributes:
        nom: what tells it from the others; zonage, zone: where; niveau, code, libelle: the group.
        rang: its mark and colour, from 0; None for the region.
        lignes: its rows of `measures.meteo.indices`, with `nom`, oldest vintage first.
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
    """The finding: the class of each side, in the order of the choice."""
    if par_metier:
        dits = [f"« {e.libelle} » {_classe(e.ligne(annee))}" for e in elements if e.rang is not None]
        return f"{capitale(lieux.locatif(elements[0].zonage, elements[0].zone))}{INSEC}: {enumeration(dits)}"
    # A class shared by sides that follow each other is said once.
    suites = [(c, [_ou(e) for e in es]) for c, es in groupby(elements, lambda e: _classe(e.ligne(annee)))]
    if len(suites) == 1:
        return f"{elements[0].libelle}{INSEC}: {suites[0][0]} partout, {enumeration(suites[0][1])}"
    dits = [f"{c} {enumeration(ou)}" for c, ou in suites]
    return f"{elements[0].libelle}{INSEC}: {enumeration(dits) if len(suites) == len(elements) else ', '.join(dits)}"


def _classe(r: Any) -> str:
    return f"classe{INSEC}{r.niveau}" if r.statut == "classe" else "sans classe"


def _ou(e: Element) -> str:
    return "dans la région" if e.rang is None else lieux.locatif(e.zonage, e.zone)


def tuiles_html(elements: Sequence[Element], annee: str) -> str:
    """The sides as tiles, each with its mark."""
    tuiles = (meteo_tuiles.tuile(e.ligne(annee), icones.repere(e.rang), e.nom).html for e in elements)
    return f'<div class="obs-comparaison">{"".join(tuiles)}</div>'


def suivis(elements: Sequence[Element]) -> list[Suivi]:
    """The sides over the vintages."""
    return [Suivi(e.nom, e.lignes, e.rang) for e in elements]


def table(elements: Sequence[Element], annee: str) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the table twin: a row a side, the mark in place of the rank."""
    entetes, corps = meteo_tables.table([e.ligne(annee) for e in elements], "Comparé")
    reperes = [Html(icones.repere(e.rang)) for e in elements]
    return [("Repère", False), *entetes[1:]], [[r, *c[1:]] for r, c in zip(reperes, corps, strict=True)]


def lecture(elements: Sequence[Element], annee: str) -> str:
    """The first side in a sentence, then what two neighbouring classes do not say."""
    e = elements[0]
    quoi = "tous métiers" if e.code == "ensemble" else f"« {e.libelle} »"
    phrase = lecture_cellule(e.ligne(annee), quoi, capitale(lieux.locatif(e.zonage, e.zone)), annee)
    return f"{phrase} {_ecarts(elements, annee)}".strip()


def _ecarts(elements: Sequence[Element], annee: str) -> str:
    """The range of the shares as printed, or nothing when fewer than two can be shown."""
    lignes = [(e.nom, e.ligne(annee)) for e in elements]
    parts = [(arrondir(100 * r.publiee), nom) for nom, r in lignes if r.statut == "classe" and not r.part_secrete]
    if len(parts) < 2:
        return ""
    (bas, nom_bas), (haut, nom_haut) = min(parts, key=lambda x: x[0]), max(parts, key=lambda x: x[0])
    return (
        f"La part publiée va de {nombre(bas)}{INSEC}% ({nom_bas}) à {nombre(haut)}{INSEC}% ({nom_haut}), soit "
        f"{avec_unite(haut - bas, 'points')} d’écart{FINE}; deux classes voisines ne sont pas une différence établie."
    )

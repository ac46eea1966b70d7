"""« Ce qui fait la classe »: the share kept, taken apart in points that add up."""

from __future__ import annotations

from typing import Any

from data_loaders.francais import FINE, INSEC, ecart, minimum, nombre
from data_loaders.measures.meteo_causes import Moteurs, moteurs
from pages.figures import tables
from pages.figures.lecture import capitale
from pages.figures.meteo.vue import raison_dite, retenue_dite
from pages.figures.tables import Html


def titre(m: Moteurs) -> str:
    """The finding: the cause that weighs most, with its sign."""
    cause = max(m.causes, key=lambda c: abs(c.points))
    return f"Ce qui fait la classe{INSEC}: surtout {cause.libelle} ({ecart(cause.points)})"


def table_html(r: Any, m: Moteurs, legende: str) -> str:
    """One row a cause, with its bar; then the total, which the rows add up to."""
    entetes = [("Effet", False), ("Cause", False), ("Points", True), ("Part correspondante", True)]
    plus_grand = max(abs(c.points) for c in m.causes) or 1.0
    corps = [
        [
            _barre(c.points / plus_grand),
            capitale(c.libelle),
            nombre(c.points, 1, signe=True),
            f"{nombre(100 * c.part, 1)}{INSEC}%",
        ]
        for c in m.causes
    ]
    depart = [Html(""), f"Départ{INSEC}: {m.reference_dite}", "", f"{nombre(100 * m.reference, 1)}{INSEC}%"]
    arrivee = [Html(""), "Arrivée, la part retenue", nombre(m.total, 1, signe=True), retenue_dite(r)]
    return tables.tableau_html(entetes, [depart, *corps, arrivee], legende, (len(corps) + 1,))


def _barre(part: float) -> Html:
    """A bar at the right of the axis when it adds, at its left when it takes away; its number is beside it."""
    cote = "plus" if part >= 0 else "moins"
    return Html(
        f'<span class="obs-effet obs-effet--{cote}" aria-hidden="true" style="--v:{abs(part):.3f}"><i></i></span>'
    )


def lecture(r: Any, m: Moteurs) -> str:
    """How the rows add up, in a sentence."""
    dits = f"{FINE}; ".join(nombre(c.points, 1, signe=True) for c in m.causes)
    saison = ""
    if r.part_saisonniers == r.part_saisonniers:
        saison = (
            f" {minimum(r.part_saisonniers).capitalize()} des projets publiés sont saisonniers{FINE}; la saison "
            "n’entre pas dans l’indice."
        )
    return (
        f"{nombre(100 * m.reference, 1)}{INSEC}% ({m.reference_dite}), puis {dits}, soit {ecart(m.total)}{INSEC}: "
        f"{retenue_dite(r)}.{saison}"
    )


def raison(r: Any) -> str:
    """Why a cell is not taken apart."""
    if r.statut == "classe":
        return (
            "Une seule cellule, masquée par le secret statistique, fait tout le résultat : montrer ses causes la "
            "laisserait deviner."
        )
    return f"Pas de classe ici, donc rien à décomposer{INSEC}: {raison_dite(r.raison)}."


def decomposer(r: Any, niveau: str) -> Moteurs | None:
    """The causes of a cell, None where showing them would show a hidden count or where there is no class."""
    m = moteurs(r, niveau)
    return None if m is None or m.secret or r.statut != "classe" else m

"""« Ce qui fait l’estimation »: from the same métiers in France to the estimate, in points that add up."""

from typing import Any

from data_loaders.francais import FINE, INSEC, avec_unite, capitale, ecart, minimum, nombre
from data_loaders.measures.moteurs import Moteurs
from geo.zonages import REGION
from pages.figures import tables
from pages.figures.meteo.vue import SAISONNIERS_MIN, estimee_fine, raison_dite
from pages.figures.tables import Html

TITRE = "Ce qui fait l’estimation"
LIBELLES = {
    "niveau": "le niveau de la région cette année",
    "delta": "ces métiers dans la région, enquête après enquête",
    "phi": "les mêmes familles dans les bassins d’ici",
    "epsilon": "les réponses d’ici sur ces métiers",
    "r": "l’ajustement au total de la région",
}
DEPART = "les mêmes métiers en France"
DEPART_SANS_FRANCE = "la famille dans la région, faute de fichier national"


def titre(m: Moteurs) -> str:
    """The finding: the step that weighs most, with its sign."""
    cle = max(m.points, key=lambda c: abs(m.points[c]))
    return f"{TITRE}{INSEC}: d’abord {_depart(m)}, puis surtout {LIBELLES[cle]} ({ecart(m.points[cle], decimales=0)})"


def _depart(m: Moteurs) -> str:
    return f"{DEPART} ({avec_unite(100 * m.depart, '%')})"


def table_html(r: Any, m: Moteurs, legende: str, sans_france: bool = False) -> str:
    """One row a step, with its bar; the last one is the estimate, which the rows add up to."""
    entetes = tables.en_tetes("Effet", "Étape", "Points #", "Part atteinte #")
    plus_grand = max(map(abs, m.points.values())) or 1.0
    corps, part = [], 100 * m.depart
    for cle, points in m.points.items():
        part += points
        corps.append([_barre(points / plus_grand), capitale(LIBELLES[cle]), nombre(points, 1, signe=True), _pct(part)])
    depart = [Html(""), f"Départ{INSEC}: {DEPART_SANS_FRANCE if sans_france else DEPART}", "", _pct(100 * m.depart)]
    total = nombre(100 * (m.arrivee - m.depart), 1, signe=True)
    arrivee = [Html(""), "Arrivée, la part estimée", total, estimee_fine(r)]
    return tables.tableau_html(entetes, [depart, *corps, arrivee], legende, (len(corps) + 1,))


def _pct(x: float) -> str:
    return avec_unite(x, "%", 1)


def _barre(part: float) -> Html:
    """A bar at the right of the axis when it adds, at its left when it takes away; its number is beside it."""
    cote = "plus" if part >= 0 else "moins"
    return Html(
        f'<span class="obs-effet obs-effet--{cote}" aria-hidden="true" style="--v:{abs(part):.3f}"><i></i></span>'
    )


def lecture(r: Any, m: Moteurs) -> str:
    """How the rows add up, in a sentence."""
    dits = f"{FINE}; ".join(nombre(x, 1, signe=True) for x in m.points.values())
    saison = ""
    if r.part_saisonniers >= SAISONNIERS_MIN:
        saison = (
            f" {minimum(r.part_saisonniers).capitalize()} des projets publiés sont saisonniers{FINE}; la saison "
            "n’entre pas dans l’estimation."
        )
    petit = ""
    if r.code_zone != REGION:
        petit = (
            f" Les réponses d’ici pèsent {avec_unite(100 * r.w, '%')}{INSEC}: l’étape qui les porte tempère leur écart."
        )
    return f"{_pct(100 * m.depart)} au départ, puis {dits}{INSEC}: {estimee_fine(r)}.{petit}{saison}"


def raison(r: Any) -> str:
    """Why a cell is not taken apart."""
    return f"Pas d’estimation ici, donc rien à décomposer{INSEC}: {raison_dite(r.raison)}."

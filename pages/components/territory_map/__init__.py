"""The map of a zoning, its legend and its period slider: one component that answers hovering and sliding by itself.

Shapes are files that the browser fetches once (`/statique/traces/…`); a run of the page sends the states alone, for
every period at once. Python hears of a choice once: when a zone is chosen, when the slider is released.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import streamlit as st

from data_loaders.francais import periode_libelle
from pages.components import carte_fichiers
from pages.figures.carte.dessin import EtatZone, Legende, Mode

_composant = st.components.v2.component(
    "territory_map",
    js=Path(__file__).with_name("montage.js").read_text("utf-8").replace("DOSSIER", carte_fichiers.dossier()),
)


class Choix(NamedTuple):
    """What the map shows as chosen: the code of a zone (None: the whole region) and a period."""

    selection: str | None
    periode: str


def compacter(etat: EtatZone) -> list[Any]:
    """The state as a list, in the order of its fields, without the trailing fields that keep their default."""
    champs = list(etat)
    for nom in reversed(EtatZone._fields):
        if nom not in EtatZone._field_defaults or champs[-1] != EtatZone._field_defaults[nom]:
            break
        champs.pop()
    return champs


def charge_utile(
    *,
    trace: str | Path,
    fond: str | Path,
    periodes: Mapping[str, Mapping[str, EtatZone]],
    periode: str,
    selection: str | None,
    legende: Legende,
    mode: Mode = "classes",
    titre: str = "Carte",
    contours: str | Path | None = None,
    contour_choisi: str | None = None,
    lectures: Mapping[str, str] | None = None,
    motifs: bool = False,
    projection: bool = False,
    theme: Literal["clair", "sombre"] | None = None,
    disposition: Literal["droite", "dessous", "sans"] = "droite",
    classement: bool = False,
    choisies: Collection[str] | None = None,
    contours_tous: bool = True,
) -> dict[str, Any]:
    """What crosses to the browser in one run; the arguments are those of `territory_map`.

    Raises:
        KeyError: `periode` is not one of `periodes`.
    """
    if periode not in periodes:
        raise KeyError(periode)
    dessin = {"trace": Path(trace).name, "fond": Path(fond).name, "contours": contours and Path(contours).name}
    options = {"motifs": motifs, "projection": projection, "theme": theme}
    return {
        **dessin,
        **options,
        "contour_choisi": contour_choisi,
        "disposition": disposition,
        "classement": classement,
        "titre": titre,
        "mode": mode,
        "periodes": [[code, periode_libelle(code)] for code in periodes],
        "etats": {code: {zone: compacter(e) for zone, e in etats.items()} for code, etats in periodes.items()},
        "periode": periode,
        "selection": selection,
        "legende": {nom: dict(v) if isinstance(v, Mapping) else v for nom, v in legende._asdict().items()},
        "lectures": dict(lectures or {}),
        "contours_tous": contours_tous,
        "choisies": None if choisies is None else sorted(choisies),
    }


def territory_map(
    *,
    trace: str | Path,
    fond: str | Path,
    periodes: Mapping[str, Mapping[str, EtatZone]],
    periode: str,
    selection: str | None,
    legende: Legende,
    mode: Mode = "classes",
    titre: str = "Carte",
    contours: str | Path | None = None,
    contour_choisi: str | None = None,
    lectures: Mapping[str, str] | None = None,
    motifs: bool = False,
    projection: bool = False,
    theme: Literal["clair", "sombre"] | None = None,
    disposition: Literal["droite", "dessous", "sans"] = "droite",
    classement: bool = False,
    choisies: Collection[str] | None = None,
    contours_tous: bool = True,
    key: str,
    on_change: Callable[[Choix], None] | None = None,
) -> Choix:
    """Draw a map whose zones can be chosen by pointer and keyboard, and return the present choice.

    Args:
        trace: file of the zoning's shapes, served at `/statique/traces/<name>`; only its name is used.
        fond: file of the ground (sea, neighbouring land, outline of the region).
        periodes: period -> zone code -> state, periods in time order. A slider appears from two periods on.
        periode: the period shown; one of `periodes`.
        selection: code of the chosen zone, None for the whole region. A new value repaints without a new mount.
        legende: words and values of the legend; in mode « cercles », sizes of its circles.
        mode: `"classes"` (rates), `"ecarts"` (signed gaps), `"meteo"` (skies), `"cercles"` (counts: area ∝ number).
        titre: accessible name of the map: what, where, unit.
        contours: file of a second zoning whose outlines are drawn above.
        contour_choisi: code of the zone of `contours` drawn as a chosen zone is.
        lectures: period -> a sentence to read under the legend.
        motifs: class patterns over the colours (always present on paper).
        projection: large text, name of the chosen zone in a tag with a leader line.
        theme: forces a theme; None follows the application's.
        disposition: legend at the right of the map when there is room, below, or none.
        classement: add the table of zones, highest first; it follows the slider.
        contours_tous: False leaves out the outlines of `contours` but that of `contour_choisi`.
        choisies: zones taken, where several can be; `on_change` then receives the zone that was pressed, to be added
            or removed, and nothing is drawn as chosen but what the states say.
        key: identity of the component; two maps of a page have two keys.
        on_change: called before the page runs again, with the new choice.

    Returns:
        What the reader has just chosen, else `periode` and `selection` as given.

    Raises:
        KeyError: `periode` is not one of `periodes`.
    """
    present = Choix(selection, periode)
    data = charge_utile(
        trace=trace,
        fond=fond,
        periodes=periodes,
        periode=periode,
        selection=selection,
        legende=legende,
        mode=mode,
        titre=titre,
        contours=contours,
        contour_choisi=contour_choisi,
        lectures=lectures,
        motifs=motifs,
        projection=projection,
        theme=theme,
        disposition=disposition,
        classement=classement,
        choisies=choisies,
        contours_tous=contours_tous,
    )

    def _choisir() -> None:
        choix = lire_choix(st.session_state[key].choix, periodes, present)
        if on_change and choix != present:
            on_change(choix)

    resultat = _composant(key=key, data=data, on_choix_change=_choisir)
    return lire_choix(resultat.choix, periodes, present)


def lire_choix(recu: Any, periodes: Mapping[str, Mapping[str, EtatZone]], present: Choix) -> Choix:
    """The choice received from the browser, or `present` where it names no known period or zone."""
    if not isinstance(recu, dict):
        return present
    periode, selection = recu.get("periode"), recu.get("selection")
    if not isinstance(periode, str) or periode not in periodes:
        periode = present.periode
    if selection is not None and not (isinstance(selection, str) and selection in periodes[periode]):
        selection = present.selection
    return Choix(selection, periode)

"""Small application of the tests: the map of the SPO over invented values, at the root and at a deeper address.

The address chooses: `mode`, `periodes` (how many), `absences`, `dit` (the number of a sentence of its own), `contour`
(the chosen zone among the outlines of the departments), `bornes` (numbers are lower bounds). Runs and choices are
written for the tests to read.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.zonages import fond, trace, zones
from pages.components import identite, shell
from pages.figures.carte.dessin import EtatZone, Legende

NBSP = "\u00a0"
LIMITES = (50, 55, 60, 65)


def etat(rang: int, libelle: str, annee: int, mode: str, absences: bool, indice: str) -> EtatZone:
    """Value 40 + 2 × rank + 5 × years: classes 1 to 5 in alphabetical order, moving with the period."""
    if absences and rang == 0:
        return EtatZone(None, "s", f"{libelle}{NBSP}: secret statistique, moins de cinq répondants", "s")
    if absences and rang == 1:
        return EtatZone(None, "n.d.", f"{libelle}{NBSP}: non transmis", "nd")
    valeur = 40 + 2 * rang + 5 * annee
    if mode == "cercles":
        return EtatZone(None, str(valeur), f"{libelle}{NBSP}: {valeur}{NBSP}projets", nombre=valeur, indice=indice)
    classe = 1 + sum(valeur >= limite for limite in LIMITES)
    return EtatZone(classe, f"{valeur},0", f"{libelle}{NBSP}: {valeur},0{NBSP}%", nombre=valeur, indice=indice)


def ecran() -> None:
    # Streamlit's component registry belongs to the running server.
    from pages.components.territory_map import territory_map

    parametres = st.query_params
    mode, absences = parametres.get("mode", "classes"), "absences" in parametres
    indice, contour = "≥" if "bornes" in parametres else "", parametres.get("contour")
    libelles = dict(zip(*(zones("spo")[c] for c in ("code_zone", "libelle_zone")), strict=True))
    periodes = {
        str(2021 + annee): {
            c: etat(i, nom, annee, mode, absences, indice) for i, (c, nom) in enumerate(libelles.items())
        }
        for annee in range(int(parametres.get("periodes", "1")))
    }
    cercles = {"maximum": 90, "tailles": ((90, "90 projets"), (40, "40"), (10, "10")), "unite": "projets"}
    taux = {
        "classes": ("moins de 50", "50 à 55", "55 à 60", "60 à 65", "65 et plus"),
        "limites": LIMITES,
        "limites_libelles": tuple(f"{limite}{NBSP}%" for limite in LIMITES),
        "etendue": (40, 90),
        "region": dict.fromkeys(periodes, (57.0, "57,0")),
    }
    legende = Legende(
        lieux={code: f"À {nom}" for code, nom in libelles.items()} | {"": "Dans la région"},
        suite="des projets sont difficiles",
        dits=dict.fromkeys(periodes, ("Le territoire recoupe 2 bassins :", parametres["dit"], "des projets"))
        if "dit" in parametres
        else {},
        **(cercles if mode == "cercles" else taux),
    )
    st.title("Carte")
    etat_session = st.session_state
    etat_session["executions"] = etat_session.get("executions", 0) + 1
    if st.button("Choisir Nantes"):
        etat_session["selection"] = "nantes"

    def retenir(choix) -> None:
        etat_session.update(selection=choix.selection, periode=choix.periode, choix=etat_session.get("choix", 0) + 1)

    choix = territory_map(
        trace=trace("spo"),
        fond=fond(),
        periodes=periodes,
        periode=etat_session.get("periode", max(periodes)),
        selection=etat_session.get("selection"),
        legende=legende,
        mode=mode,
        titre="Projets difficiles, territoires SPO, en %",
        projection="projection" in parametres,
        contours=trace("departement") if contour else None,
        contour_choisi=contour,
        key="carte",
        on_change=retenir,
    )
    for nom, valeur in (
        ("selection", choix.selection),
        ("periode", choix.periode),
        ("choix", etat_session.get("choix", 0)),
        ("executions", etat_session["executions"]),
    ):
        st.html(f'<output id="{nom}">{valeur}</output>')


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, **shell.entourage())
else:
    navigation = st.navigation(
        [st.Page(ecran, title="Carte", default=True), st.Page(ecran, title="Profonde", url_path="profonde")],
        position="top",
    )
    st.set_page_config(page_title="Carte", layout="wide")
    identite.habiller("Carte")
    navigation.run()

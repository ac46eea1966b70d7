"""Choices of the screen « Tendances »: territories or measures of the convention, and the figure followed back."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.convention import mesures as annexe
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from pages.components import cache, choices, url_state
from pages.components.partage import une_fois
from pages.figures.comparer.lieux import Suivi
from pages.figures.tendances import temps

SUJETS = {"territoires": "Territoires", "convention": "Convention"}
MESURES_MAX = 4


PARAMS = [
    url_state.one("sujet", "territoires", tuple(SUJETS)),
    url_state.one("pas", "", tuple(temps.PAS)),
    url_state.one("duree", "", tuple(temps.DUREES)),
    url_state.many("mesures", tuple(annexe()), maximum=MESURES_MAX),
]
LIBELLES = {
    "pas": "pas de temps",
    "duree": "années montrées",
    "sujet": "sujet suivi",
    "mesures": "mesures de la convention",
}


def sujet() -> str:
    """What is followed over time."""
    return choices.boutons("Sujet", SUJETS, "sujet")


def temps_lu(t: Tableau) -> tuple[str, str, DeltaGenerator]:
    """Select the step of the points and the last years shown, where the series leaves a choice.

    Returns:
        Both, then the place beside these lists.
    """
    listes = (
        ("Pas de temps", "pas", temps.pas_possibles(t), temps.PAS),
        ("Années", "duree", temps.durees_possibles(t), temps.DUREES),
    )
    montrees = [x for x in listes if len(x[2]) > 1]
    *places, reste = st.columns([*[2] * len(montrees), 6], vertical_alignment="bottom")
    for _, cle, possibles, _ in listes:
        if st.session_state.get(cle) not in possibles:
            st.session_state[cle] = possibles[0]
    for place, (etiquette, cle, possibles, noms) in zip(places, montrees, strict=True):
        place.selectbox(etiquette, possibles, key=cle, format_func=noms.get)
    return st.session_state["pas"], st.session_state["duree"], reste


def mesures() -> list[str]:
    """Select one to four measures of the annex; the first one by default."""
    connues = annexe()
    if not st.session_state.get("mesures"):
        st.session_state["mesures"] = [next(iter(connues))]
    return st.multiselect(
        "Mesures de l’annexe (quatre au plus)",
        list(connues),
        key="mesures",
        format_func=lambda c: connues[c].designation,
        max_selections=MESURES_MAX,
        placeholder="Choisir des mesures",
    )


def _noms_metiers(metiers: pd.DataFrame, domaines: Mapping[str, str]) -> dict[str, str]:
    metiers = metiers.sort_values("annee", kind="stable")
    familles = metiers.drop_duplicates("code_famille", keep="last").sort_values("libelle_famille")
    fins = metiers.drop_duplicates("code_metier", keep="last").sort_values("libelle_metier")
    clos = nomenclatures.annees_closes(metiers["annee"], metiers["code_metier"], metiers["annee"].max())
    # The living first: a list is searched by its words, which a closed code shares with the one that follows it.
    fins = fins.sort_values("code_metier", key=lambda codes: codes.isin(list(clos)), kind="stable")
    noms = {f"famille:{m.code_famille}": m.libelle_famille for m in familles.itertuples()}
    noms |= {f"fap22:{c}": f"{nom} (domaine {c})" for c, nom in sorted(domaines.items(), key=lambda x: x[1])}
    suites = {c: ", ".join(filter(None, (c, clos.get(c)))) for c in fins["code_metier"]}
    noms |= {f"metier:{m.code_metier}": f"{m.libelle_metier} ({suites[m.code_metier]})" for m in fins.itertuples()}
    return {cle: francais.typographier(nom) for cle, nom in noms.items()}


def metier(d: Donnees) -> tuple[Metier | None, str]:
    """Select a family or a métier of the survey, or all of them; the choice and its name, "" for all.

    Raises:
        ErreurDonnees: no survey is loaded.
    """
    choices.exiger(d.periodes("bmo"))
    domaines = {}
    if cache.libelles_charges(d, "fap22"):
        domaines = cache.libelles_metiers(d, "fap22", d.periodes("bmo")[-1])
    noms = une_fois(_noms_metiers, cache.metiers(d), domaines)
    choisi = choices.un_parmi("Famille, domaine ou métier", noms, "metier", "Tous les métiers")
    return (Metier.lire(choisi), noms[choisi]) if choisi else (None, "")


def suivi(suivis: Sequence[Suivi]) -> tuple[str, str]:
    """Select the figure to follow back: a territory (`zonage:code`), then one of its own periods, the last by default.

    Zonings of one indicator may be read in files that do not stop at the same period.
    """
    noms = {s.lieu: s.nom for s in suivis}
    gauche, droite = st.columns(2, vertical_alignment="bottom")
    with gauche:
        lieu = choices.un_seul("Territoire du chiffre", noms, "suivi-zone")
    periodes = next(s.tableau.periodes for s in suivis if s.lieu == lieu)
    dites = {p: francais.periode_libelle(p) for p in reversed(periodes)}
    with droite:
        return lieu, choices.un_seul("Période du chiffre", dites, "suivi-periode")

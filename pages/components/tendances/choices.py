"""Choices of the screen « Tendances »: territories, years and step, and the figure followed back."""

from collections.abc import Mapping, Sequence

import pandas as pd

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.components import cache, choices, feuille as st, lieu, url_state
from pages.components.partage import une_fois
from pages.figures.tendances import lieux as figures_lieux, vue as vue_tendances
from pages.figures.tendances.lieux import REGION, Suivi

PLACES = ("place-1", "place-2", "place-3", "place-4")

PARAMS = [
    url_state.one("pas", "", tuple(figures_lieux.PAS), libelle="pas de temps"),
    url_state.one("duree", "", tuple(figures_lieux.DUREES), libelle="années montrées"),
]


def lieux(ind: Indicateur) -> list[str]:
    """Select up to four territories, `zonage:code`, one list each; the last one adds another, neighbours first.

    Without any, that of the current place where the figure is published, else the region.
    """
    noms = une_fois(vue_tendances.voisins, ind, (st.session_state.get("zones") or [""])[0])
    ici = lieu.rattache(tuple(z for z in ind.zonages if z != "region"))
    change, connues = lieu.a_change(), st.session_state.get("zones") or []
    if ici and (change or not connues) and ici.cle not in connues:
        connues = [ici.cle]
    # A territory of another zoning is named under the chart, with the reason why it is not drawn.
    noms = {**{z: figures_lieux.nom(z) for z in connues if z not in noms}, **noms}
    st.session_state["zones"] = connues
    for i, place in enumerate(PLACES):
        st.session_state[place] = connues[i] if i < len(connues) else None

    def suivre() -> None:
        retenus = list(dict.fromkeys(filter(None, (st.session_state.get(place) for place in PLACES))))
        st.session_state["zones"] = retenus
        if retenus and retenus[0] != (ici and ici.cle) and retenus[0] != REGION:
            lieu.placer(retenus[0])
        lieu.a_change()

    aucun = "Ajouter un territoire" if connues else f"{zonages.NOM_REGION} : choisir un lieu"
    for i, place in enumerate(PLACES[: len(connues) + 1]):
        choices.un_parmi(f"Territoire {i + 1}", noms, place, aucun, on_change=suivre)
    return list(connues)


def depuis(t: Tableau) -> str:
    """Select the first year shown, where the series leaves a choice; the last years that it leaves, "" for all."""
    possibles = figures_lieux.durees_possibles(t)
    if len(possibles) < 2:
        st.session_state["duree"] = ""
        return ""
    fin, debut = (int(t.periodes[i][:4]) for i in (-1, 0))
    return choices.un_seul("Depuis", {d: f"depuis {fin - int(d) if d else debut}" for d in possibles}, "duree")


def pas(t: Tableau) -> str:
    """Select the step of the points, where the series leaves a choice."""
    possibles = figures_lieux.pas_possibles(t)
    if len(possibles) < 2:
        st.session_state["pas"] = ""
        return ""
    return choices.un_seul("Pas de temps", {p: figures_lieux.PAS[p] for p in possibles}, "pas")


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
        choisi = choices.un_seul("Territoire du chiffre", noms, "suivi-zone")
    periodes = next(s.tableau.periodes for s in suivis if s.lieu == choisi)
    dites = {p: francais.periode_libelle(p) for p in reversed(periodes)}
    with droite:
        return choisi, choices.un_seul("Période du chiffre", dites, "suivi-periode")

"""Accueil: one line of search, the region's key figures, three questions, the map that opens a place, the doors."""

from geo import zonages
from pages.components import cache, choices, feuille as st, figure_block, identite, recherche
from pages.components.partage import une_fois
from pages.components.territory_map import carte_de
from pages.figures import accueil
from pages.figures.donnees import catalogue


def montrer() -> None:
    """Draw the screen."""
    # The figures come last: the search, the doors and the map stand even where data cannot be read.
    with st.container(key="heros"):
        texte, plan = (st.container(key=f"heros-{nom}") for nom in ("texte", "plan"))
    with texte:
        identite.entete(accueil.TITRE)
        recherche.champ("recherche-accueil", recherche.chercher, mots=recherche.TOUT)
        chiffres, questions = (st.container(key=f"heros-{nom}") for nom in ("chiffres", "questions"))
    with plan:
        titre = "Les territoires SPO : en choisir un ouvre ses chiffres"
        suivre = {"key": "plan-accueil", "on_change": choices.ouvrir_territoire}
        carte_de("spo", accueil.etats_spo(), accueil.LEGENDE, titre, **suivre)
        st.html(accueil.note_plan_html())
    sources, portes, region = (st.container(key=f"accueil-{nom}") for nom in ("sources", "portes", "region"))
    with portes:
        st.html(accueil.portes_html())

    donnees = cache.donnees()
    lus = {code: cache.lire_tableau(donnees, code, "region") for code in accueil.CHIFFRES_REGION}
    v = une_fois(accueil.vue_region, lus)
    with chiffres:
        badges = (identite.badge(*b) for b in v.badges)
        st.html(accueil.chiffres_html(une_fois(accueil.chiffres, lus), *badges))
    with sources:
        st.html(f"{accueil.sources_html(lus)}{catalogue.nouveautes_html(cache.nouveautes(donnees))}")
    with questions:
        st.html(accueil.questions_html(recherche.souvent()))
    suivis = {
        t.indicateur.court: cache.suivre(donnees, code, "region", zonages.REGION, t.periodes[-1])
        for code, t in lus.items()
        if t.periodes
    }
    instantanes = lambda t: {p: cache.instantane(donnees, t.indicateur.code, p, "region") for p in t.periodes}  # noqa: E731
    ecrire = lambda: accueil.csv([(t, instantanes(t)) for t in lus.values()])  # noqa: E731
    autour = {"table": une_fois(accueil.table, lus), "csv": figure_block.Fichier("region_quatre_chiffres.csv", ecrire)}
    autour |= {"pli": "Les quatre chiffres en tableau", "partage": False, "provenance": figure_block.parmi(suivis)}
    with region, figure_block.bloc("region", v, tete="aucune", cadre="", **autour):
        pass

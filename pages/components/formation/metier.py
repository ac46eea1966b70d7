"""Entry from a métier or a sector: what leads there, what becomes of it, what is asked, what is foreseen."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from data_loaders.chiffres.origine import Origine
from data_loaders.francais import INSEC, avec_unite, echapper as escape
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import ou_se_former
from data_loaders.metiers.diplomes import Menant
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres import secteurs
from geo import lieux
from pages.components import cache as lire_cache, choices, ecran, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.formation import cache, choices as choices_formation, ou, provenance
from pages.components.formation.choices import Cible
from pages.components.meteo.choices import Territoire
from pages.components.partage import une_fois
from pages.components.provenance import Piste, parmi
from pages.components.secteurs import cache as cache_secteurs
from pages.figures.formation import avenir as vue_avenir, employeurs, mots, ou as vue_ou, quadrant, table, vue
from pages.figures.meteo import vue as meteo_vue
from pages.figures.provenance import documents
from pages.figures.recherche import adresses
from pages.figures.secteurs import vue as secteurs_vue
from pages.figures.territoires.lieu import liens_html
from pages.figures.vues import Vue, badges_demo

AUTRES_SALLE = 6
LUS = ("insertion", "certifications", "diplomes", "passages")


def montrer(donnees: Donnees, cible: Cible, annee: str, lieu: Territoire) -> None:
    """The whole entry."""
    m = cache.menant(donnees, cible.nomenclature, cible.codes)
    demonstration = donnees.est_demonstration("insertion")
    sortants = f", sortants de {mots.edition(m.edition)}" if m.edition else ""
    retenus = ou_se_former.retenus(m.suivis, m.autres)
    o = ou.autour(donnees, cible.nomenclature, [d.code for d in retenus], lieu)
    quoi = vue_ou.devenir(cible.libelle, cible.un)
    titre = une_fois(vue_ou.titre, quoi, o, date.today()) if o and o.cours else une_fois(vue.titre, cible.libelle, m)
    figure_block.titrer_page(
        Vue(titre, f"{cible.libelle}, Pays de la Loire{sortants}", badges=badges_demo(demonstration))
    )
    gauche, droite = ecran.cote_a_cote([1, 1], "medium")
    with gauche:
        _diplomes(donnees, cible, m, annee)
        _employeurs(donnees, cible, annee, lieu)
    with droite:
        ou.dessiner(donnees, o, quoi, {(d.code, v): d.taux(v, vue.AXE) for d in m.suivis for v in d.voies})
    if (pli := identite.pli("pli-quadrant", "Emploi ou poursuite d’études, diplôme par diplôme")) is not None:
        with pli:
            _quadrant(donnees, cible, m)
    gauche, droite = ecran.cote_a_cote([1, 1], "medium")
    with gauche:
        _en_2030(donnees, cible)
    with droite:
        _tension(donnees, cible)
    _autres(donnees, cible, m)


def _diplomes(donnees: Donnees, cible: Cible, m: Menant, annee: str) -> None:
    """Diplomas that are followed, the surest links first."""
    demonstration, mesure = donnees.est_demonstration("insertion"), st.session_state["mesure"]
    v = une_fois(vue.diplomes, m, mesure, demonstration)
    if not m.suivis:
        return figure_block.absente(
            "formation-diplomes", Vue(v.titre, source=v.source, badges=v.badges), une_fois(vue.sans_suivi, m)
        )
    romes, region = cache.romes(donnees), m.moyennes.get(mesure, float("nan"))
    montres, reste = m.suivis[: vue.MONTRES], m.suivis[vue.MONTRES :]
    suivies = provenance.des_diplomes(donnees, {d.code: d.libelle for d in m.suivis})
    csv = Fichier(f"formation_{cible.niveau}_{cible.code}.csv", partial(fichier, donnees, cible, m))
    with figure_block.bloc("formation-diplomes", v, provenance=suivies, csv=csv):
        if not choices.en_projection():
            with st.container(key="champs-mesure"):
                choices_formation.mesure()
        st.html(f"{table.LEGENDE}{une_fois(table.html, montres, mesure, region, romes, v.sous_titre)}")
        if reste:
            dits = f"{avec_unite(len(reste), 'autres diplômes suivis')}, liens plus faibles ou moins de monde"
            if pli := identite.pli("pli-diplomes", dits):
                with pli:
                    st.html(une_fois(table.html, reste, mesure, region, romes, v.sous_titre))
        ailleurs = cache.homonymes(donnees, cible.nomenclature, cible.codes, cible.libelle) if cible.un else []
        noms = cache.metiers(donnees, annee) if ailleurs else {}
        for note in (une_fois(vue.une_voie, m), une_fois(vue.homonymes, ailleurs, noms)):
            if note:
                st.html(f'<p class="obs-note">{escape(note)}</p>')


def fichier(donnees: Donnees, cible: Cible, m: Menant) -> bytes:
    """The file of what leads to the métiers chosen."""
    ids = {d: donnees.dernier(d).identifiant for d in LUS if donnees.millesimes(d)}
    return table.csv(m, cible.libelle, cache.romes(donnees), ids, donnees.est_demonstration("insertion"))


def _quadrant(donnees: Donnees, cible: Cible, m: Menant) -> None:
    """Insertion × further study."""
    q = une_fois(quadrant.preparer, m)
    demonstration = donnees.est_demonstration("insertion")
    sous_titre = f"En emploi à six mois, parmi ceux qui ne poursuivent pas, {mots.edition(m.edition)}"
    v = Vue(
        une_fois(quadrant.titre, q),
        sous_titre if q.points else "",
        "" if choices.en_projection() else une_fois(quadrant.lecture, q),  # the drawing needs all the height
        source=vue.source(m, demonstration),
        badges=badges_demo(demonstration),
    )
    with figure_block.bloc(
        "formation-quadrant",
        v,
        table=une_fois(quadrant.table, q) if q.points else None,
        pli="Où est chaque diplôme, et pourquoi",
    ):
        if not q.points:
            identite.etat_vide("Aucun des diplômes qui mènent ici n’a ses deux taux publiés : il n’y a rien à placer.")
            return
        st.html(table.LEGENDE)
        fig = une_fois(quadrant.figure, q, identite.theme_courant(), *ecran.taille())
        figure_block.graphique("quadrant-formation", fig, f"{v.titre}. {une_fois(quadrant.lecture, q)}")


def _employeurs(donnees: Donnees, cible: Cible, annee: str, lieu: Territoire) -> None:
    """Projects and difficulty in the place chosen; the words and the sky of the météo."""
    v = vue.employeurs(cible.libelle, annee)
    if not cible.enquete:
        return figure_block.absente("formation-employeurs", v, employeurs.HORS_ENQUETE)
    if cible.niveau == "secteur" and (raison := secteurs.lire().secteurs[cible.code].sans):
        with figure_block.bloc("formation-employeurs", v):
            identite.etat_vide(employeurs.SANS_TOTAL, raison)
            st.html(liens_html(_liens(cible, lieu)))
        return
    r = _ligne(donnees, cible, annee, lieu.zonage, lieu.code)
    nom, demonstration = meteo_vue.territoire(lieu.zonage, lieu.code), donnees.est_demonstration("bmo")
    v = Vue(
        v.titre,
        v.sous_titre,
        " ".join(filter(None, (lieu.message, secteurs_vue.detail(r, lieux.genitif(lieu.zonage, lieu.code))))),
        meteo_vue.CHAMP,
        meteo_vue.source(annee, demonstration),
        badges_demo(demonstration),
    )
    suivies = {nom: _suivre(donnees, cible, annee, lieu.zonage, lieu.code)} if r else {}
    with figure_block.bloc("formation-employeurs", v, provenance=parmi(suivies, "Territoire")):
        st.html(employeurs.html(nom, r))
        st.html(liens_html(_liens(cible, lieu)))


def _ligne(donnees: Donnees, cible: Cible, annee: str, zonage: str, zone: str) -> Any:
    if cible.niveau == "secteur":
        releve = cache_secteurs.releve(donnees, secteurs.lire().secteurs[cible.code])
        return une_fois(Releve.marche, releve, annee, zonage, zone) if releve else None
    lus = lire_cache.marches(donnees, cible.niveau, zonage, code_zone=zone)
    cellules = une_fois(meteo_vue.cellules, lus, cible.niveau, cible.code, zone)
    return next((r for r in une_fois(meteo_vue.lignes, cellules) if r.annee == annee), None)


def _suivre(donnees: Donnees, cible: Cible, annee: str, zonage: str, zone: str) -> Callable[[], Origine]:
    part = "bmo_part_difficiles_estimee"
    if cible.niveau == "secteur":
        choisi = secteurs.lire().secteurs[cible.code]
        return partial(cache_secteurs.remonter, donnees, choisi, part, annee, zonage, zone)
    return lire_cache.suivre(donnees, part, zonage, zone, annee, Metier(cible.niveau, cible.code))


def _liens(cible: Cible, lieu: Territoire) -> tuple[tuple[str, str], ...]:
    """Where to read on: the météo of the métier, the portrait of the sector."""
    if cible.niveau == "secteur":
        vers, dit = adresses.secteurs(cible.code), f"Le portrait du secteur{INSEC}: départements et métiers"
    else:
        vers, dit = adresses.metier(cible.cle, f"{lieu.zonage}:{lieu.code}"), "Par bassin, dans la Météo"
    return ((vers.removeprefix("/"), dit),)


def _en_2030(donnees: Donnees, cible: Cible) -> None:
    """What is foreseen of the families that hold the métier."""
    a = cache.en_2030(donnees, cible.nomenclature, cible.codes)
    demonstration = donnees.est_demonstration("metiers_2030")
    v = une_fois(vue_avenir.vue_2030, a, cible.un, demonstration)
    if not a.familles:
        return figure_block.absente("formation-2030", v, a.raison)
    lu = donnees.dernier("metiers_2030")
    tableau = une_fois(vue_avenir.table_2030, a)
    csv = Fichier(
        f"formation_2030_{cible.code}.csv",
        partial(vue_avenir.csv_2030, a, cible.libelle, f"metiers_2030/{lu.identifiant}", demonstration),
    )
    with figure_block.bloc(
        "formation-2030",
        v,
        table=tableau,
        pli="Les familles et tous les termes",
        csv=csv,
        provenance=Piste(lambda: documents.publiees(v.titre, (vue_avenir.FORMULE,), [lu], tableau)),
    ):
        st.html(une_fois(vue_avenir.barres_html, a.familles[0]))


def _tension(donnees: Donnees, cible: Cible) -> None:
    """The official tension and what it says on the link between training and employment."""
    a = cache.tension(donnees, cible.nomenclature, cible.codes)
    v = une_fois(vue_avenir.vue_tension, a, cible.un)
    if not a.familles:
        return figure_block.absente("formation-tension", v, a.raison)
    lu = donnees.dernier("tension_fap")
    tableau = une_fois(vue_avenir.table_tension, a)
    with figure_block.bloc(
        "formation-tension",
        v,
        table=tableau,
        pli="Les familles et leurs composantes",
        csv=Fichier(
            f"formation_tension_{cible.code}.csv",
            partial(vue_avenir.csv_tension, a, cible.libelle, f"tension_fap/{lu.identifiant}"),
        ),
        provenance=Piste(lambda: documents.publiees(v.titre, (vue_avenir.FORMULE,), [lu], tableau)),
    ):
        st.html(une_fois(vue_avenir.tension_html, a, cible.un))


def _autres(donnees: Donnees, cible: Cible, m: Menant) -> None:
    """Certifications that are not followed, folded."""
    if not m.autres:
        return
    v = une_fois(vue.autres, m, donnees.est_demonstration("certifications"))
    # A room is told the surest ones alone.
    montrees = m.autres[:AUTRES_SALLE] if choices.en_projection() else m.autres
    tableau = une_fois(table.autres, montrees, cache.romes(donnees))
    figure_block.tableau("formation-autres", v, table=tableau, pli="Les montrer")

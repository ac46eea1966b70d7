"""View « Ma commune »: the question until a place is chosen; then its figures, the rest folded below."""

from data_loaders.francais import FINE
from data_loaders.magasin.donnees import Donnees
from geo import zonages
from pages.components import choices, depot, feuille as st, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.lieu import LieuChoisi
from pages.components.partage import une_fois
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import commune, etats
from pages.components.territory_map import territory_map
from pages.figures import adresses
from pages.figures.carte.dessin import SANS_TEMPS
from pages.figures.territoires import lieu as territoires_lieu, plan as territoires_plan
from pages.figures.territoires.commune import voisins_html


def montrer(donnees: Donnees) -> None:
    """The place chosen; the question until there is one."""
    choisi = choices_territoires.lieu()
    if choisi:
        commune.montrer(donnees, choisi)
        if not choices.en_projection():
            _decoupages_du_lieu(donnees, choisi)
    elif choices.en_projection():
        etats.montrer(donnees)
    else:
        _question()


def _question() -> None:
    with st.container(key="avant"):
        texte, carte = (st.container(key=f"avant-{nom}") for nom in ("texte", "carte"))
    with texte:
        identite.entete(territoires_lieu.titre_html())
        if st.session_state.get("cherche"):
            identite.etat_vide(choices_territoires.COMMUNE.aucun)
        choices_territoires.champ("recherche-commune")
        st.html(une_fois(territoires_lieu.exemples_html))
        st.html(une_fois(territoires_lieu.convention_html))
    with carte:
        st.html('<p class="obs-ou">Ou la toucher sur la carte</p>')
        territory_map(
            trace=zonages.trace("commune"),
            periodes={SANS_TEMPS: une_fois(territoires_lieu.etats_communes)},
            legende=territoires_lieu.LEGENDE_COMMUNES,
            titre="Ou la toucher sur la carte : une commune touchée ouvre sa page",
            contours=zonages.trace("departement"),
            reperes=territoires_lieu.VILLES,
            disposition="sans",
            key="avant-communes",
            on_change=choices_territoires.aller_au_lieu("commune"),
        )


def _decoupages_du_lieu(donnees: Donnees, choisi: LieuChoisi) -> None:
    """Boundary details, folded: one zoning a row, a locating map, official zonings, neighbours."""
    zonage, code = choisi.zonage, choisi.code
    v = une_fois(territoires_lieu.preparer, zonage, code, choisi.ancien)
    if not (pli := identite.pli("pli-lieu", f"Dans quels découpages est {v.nom}{FINE}?")):
        return
    with pli:
        gauche, droite = st.columns([7, 5], gap="large")
        with gauche:
            figure_block.titrer(v.titre, v.sous_titre, *v.badges)
            figure_block.tabuler((territoires_lieu.ENTETES, v.lignes), v.titre)
            st.html(adresses.liens_html(v.liens))
            st.html(voisins_html(une_fois(territoires_plan.voisins, zonage, code), zonage))
        with droite:
            _plan(zonage, code, v)
        if officielles := territoires_lieu.de_commune(donnees, code) if zonage == "commune" else []:
            figure_block.titrer(territoires_lieu.LEGENDE_OFFICIELS, "")
            figure_block.tabuler(
                (territoires_lieu.ENTETES_OFFICIELS, territoires_lieu.lignes_officiels(officielles)),
                territoires_lieu.LEGENDE_OFFICIELS,
            )
            st.html(f'<p class="obs-note">{territoires_lieu.NOTE}</p>')
        figure_block.noter("lieu", v)
        figure_block.telecharger(
            "lieu", Fichier(f"lieu_{zonage}_{code}.csv", lambda: territoires_lieu.csv(zonage, code, v))
        )


def _plan(zonage: str, code: str, v: territoires_lieu.VueLieu) -> None:
    with st.container(key="champs-plan"):
        dessine = choices_territoires.croise(zonage)
    dans = next((a for a in v.appartenances if a.zonage == dessine), None)
    ici = territoires_plan.zone(zonage, code)
    zone = dans.code_zone if dans else ""
    st.html(depot.html_une_fois(territoires_plan.plan_html, dessine, zone, ici, point=zonage == "commune"))
    st.caption(territoires_plan.plan_dit(dessine, zone, ici))

"""View « Où en sont les territoires »: a map of states, the table of all territories, what changed, how to fill it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from data_loaders.francais import echapper as escape
from data_loaders.magasin.donnees import Donnees
from geo import lieux, zonages
from pages.components import annexe, choices, feuille as st, figure_block, identite, lieu
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import en_salle as colonnes_salle
from pages.components.territory_map import Choix, territory_map
from pages.figures import adresses, aide, chiffres_cles
from pages.figures.carte.dessin import SANS_TEMPS
from pages.figures.chiffres_cles import vue_convention
from pages.figures.provenance import documents
from pages.figures.territoires import etats as territoires_etats
from pages.figures.vues import Vue

_DE_LA_CONVENTION = ("territoires_spo", "reseaux", "sites", "professionnels")


def montrer(donnees: Donnees) -> None:
    """The states of one zoning."""
    ligne = choices.ligne_choix("etats")
    zonage, niveau = choices_territoires.etats()
    ligne(zonages.zonage(zonage).libelle)
    zone = (lieu.zone_de(zonage) or "").partition(":")[2] or None
    v = une_fois(territoires_etats.preparer, donnees, zonage, niveau, zone)
    if choices.en_projection():
        en_salle(zonage, zone, v, choices_territoires.suivre_zone(zonage))
    else:
        suivis = parmi(documents.chiffres_etats(donnees, zonage, v), "Territoire")
        figure_block.titrer_page(lieu.pour(v, zonage, zone))
        with figure_block.bloc("etats", v, tete="aucune", provenance=suivis):
            st.html(f'<p class="obs-role">{escape(v.role)}</p>')
            carte(zonage, zone, v, choices_territoires.suivre_zone(zonage))
    with figure_block.bloc(
        "etats",
        Vue(f"Les {len(v.lignes)} territoires", v.sous_titre),
        cadre="bloc-tableau",
        table=(v.entetes, v.lignes, [i for i, code in enumerate(v.codes) if code == zone]),
        csv=Fichier(f"etats_{zonage}.csv", lambda: territoires_etats.csv(zonage, v)),
    ):
        if any(territoires_etats.NR in ligne for ligne in v.lignes):
            st.caption(territoires_etats.NOTE_NR)
    _annexe(donnees, zonage)
    if territoires_etats.commandes(zonage):
        _suivi(zonage, zone, v)
    if zonage == "spo":
        _convention()


def carte(zonage: str, zone: str | None, v: territoires_etats.VueEtats, choisir: Callable[[Choix], None]) -> None:
    """Map of the states of a zoning; in a meeting room its legend is beside it, names are on it."""
    projection = choices.en_projection()
    territory_map(
        trace=zonages.trace(zonage),
        periodes={SANS_TEMPS: v.etats},
        selection=zone,
        legende=v.legende,
        titre=v.sous_titre,
        disposition="sans" if projection else "droite",
        motifs=True,
        key=f"etats-{zonage}",
        on_change=choisir,
    )


def en_salle(zonage: str, zone: str | None, v: territoires_etats.VueEtats, choisir: Callable[[Choix], None]) -> None:
    """The states in a meeting room: map, finding, legend, notes, on one screen."""
    gauche, droite = colonnes_salle("etats", v)
    with gauche:
        carte(zonage, zone, v, choisir)
    with droite:
        st.html(territoires_etats.legende_html(v))


def _suivi(zonage: str, zone: str | None, v: territoires_etats.VueEtats) -> None:
    entetes, lignes = v.historique
    de_qui = lieux.genitif(zonage, zone) if zone else "de tous les territoires"
    with figure_block.partie("historique", "Historique", f"Chaque état connu {de_qui}, le plus ancien d’abord"):
        if lignes:
            figure_block.tabuler((entetes, lignes), "États successifs")
        else:
            identite.etat_vide(
                "Aucun état n’a encore été reçu pour ce territoire.", "La convention n’en dit rien non plus."
            )
        with st.expander(aide.PLI):
            st.html(territoires_etats.COMMENT_REMPLIR)
            st.code(territoires_etats.commandes(zonage), language="bash")


def _annexe(donnees: Donnees, zonage: str) -> None:
    """Whether the annex of the convention says the same of these territories."""
    suivis = annexe.suivis(donnees, annexe.lire_cadre(donnees), date.today(), None, None)
    if dits := [a for a in annexe.accords(donnees, suivis) if a.zonage == zonage]:
        with figure_block.partie("annexe", "Et l’annexe de la convention", "La mesure qui porte sur ces territoires"):
            st.html(adresses.accords_html(dits, sur_place=True))


def _convention() -> None:
    v = vue_convention("Ce qu’écrit la convention de 2013 pour toute la région", "Accueil, information et orientation")
    suivis = parmi({nom: partial(documents.ecrit, c) for c, nom in documents.ecrits(_DE_LA_CONVENTION).items()})
    with figure_block.bloc("convention", v, provenance=suivis):
        st.html(chiffres_cles.cartes_html(chiffres_cles.chiffres_convention(_DE_LA_CONVENTION)))

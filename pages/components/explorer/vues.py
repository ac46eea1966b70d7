"""The three views of the screen « Explorer »: the cross-table, what moved most, two indicators face to face."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import capitale
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.evolutions import testee
from data_loaders.requetes.requete import DANS, DERNIERE, TOUT, Requete
from geo import rattachement
from pages.components import cache, choices, ecran, figure_block, identite
from pages.components.explorer import choices as choix, sorties
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.tendances import choices as choices_tendances
from pages.figures import tables
from pages.figures.explorer import croise, evolutions, nuage


@dataclass(frozen=True)
class Lieu:
    """What a view is drawn from: the question of its address, and what writes the line of choices."""

    donnees: Donnees
    question: Requete
    ligne: Callable[..., None]

    def lire(self, code: str, zonage: str) -> Tableau:
        """Figures of an indicator, all métiers together."""
        return cache.lire_tableau(self.donnees, code, zonage)


def tableau(lieu: Lieu) -> Requete:
    """The cross-table."""
    d = lieu.donnees
    r = choix.tableau_demande(d, lieu.question)
    try:
        c = une_fois(_preparer, d, r)
    except DemandeInvalide as e:
        constat = "Rien ne répond à ce choix"
        lieu.ligne(choix.VOLETS["tableau"], constat)
        identite.titre(constat, choix.VOLETS["tableau"])
        identite.etat_vide(capitale(str(e)), "Élargir le choix, ou en demander moins.")
        return r
    page = choix.page(len(c.croisement.lignes))
    v = croise.vue(c, page)
    lieu.ligne(choix.VOLETS["tableau"], v.sous_titre)
    figure_block.tableau("explorer", v, tete="page", table=croise.table(c, page))
    sorties.boutons(d, r)
    return r


def _preparer(d: Donnees, r: Requete) -> croise.Croise:
    return croise.preparer(cache.reponse(d, r))


def _zones() -> tuple[str, list[str], tuple[str, ...]]:
    """Select a zoning and the place its zones are in: code, zones, and what an address says of them."""
    with st.container(key="champs-explorer-ou"):
        gauche, droite, _ = st.columns([2, 2, 4], vertical_alignment="bottom")
    with gauche:
        zonage = choices.zonage((*choices.ZONAGES_CARTE, "region"))
    with droite:
        dans = choix.dans(zonage)
    codes = une_fois(rattachement.dedans, zonage, dans or "")
    return zonage, codes, (f"{zonage}:{DANS}{dans}" if dans else f"{zonage}:{TOUT}",)


def mouvements(lieu: Lieu) -> Requete:
    """What moved most."""
    zonage, codes, zones = _zones()
    with st.container(key="champs-explorer-autres"):
        quoi, qui, quand = st.columns([1, 1, 2], vertical_alignment="bottom")
    with quoi:
        code = choix.indicateur(zonage, testee)
    metier, nom = None, ""
    if INDICATEURS[code].metiers:
        with qui:
            metier, nom = choices_tendances.metier(lieu.donnees)
    t = cache.lire_tableau(lieu.donnees, code, zonage, metier)
    choices.exiger(t.periodes)
    with quand:
        depuis, jusque = choix.entre(lieu.question, t.periodes)
    trouves = une_fois(evolutions.mouvements, t, codes, jusque, depuis)
    v = evolutions.vue(t, trouves, nom)
    lieu.ligne(choix.VOLETS["mouvements"], v.sous_titre)
    r = Requete(
        (code,), zones, (f"{metier.niveau}:{metier.code}",) if metier else (), (jusque,) if jusque else (),
        mesure="evolution", tri="-ampleur", depuis=depuis,
    )  # fmt: skip
    with figure_block.bloc(
        "mouvements",
        v,
        tete="page",
        table=une_fois(evolutions.table, trouves),
        csv=Fichier(
            "mouvements.csv",
            lambda: tables.csv_francais(
                evolutions.en_lignes(t, trouves), dict.fromkeys(("ecart", "ecart_bas", "ecart_haut"), 2)
            ),
        ),
    ):
        pass
    return r


def face_a_face(lieu: Lieu) -> Requete:
    """Two indicators face to face."""
    zonage, codes, zones = _zones()
    with st.container(key="champs-explorer-autres"):
        cx, cy, ct = choix.paire(zonage, lieu.question)
    x, y = lieu.lire(cx, zonage), lieu.lire(cy, zonage)
    taille = lieu.lire(ct, zonage) if ct else None
    choices.exiger(x.periodes)
    choices.exiger(y.periodes)
    regions = [lieu.lire(code, "region") for code in (cx, cy)]
    n = une_fois(nuage.preparer, x, y, taille, regions, codes)
    v = nuage.vue(n, x, y, taille)
    lieu.ligne(choix.VOLETS["nuage"], v.sous_titre)
    largeur = ecran.largeur()
    salle = choices.en_projection()
    mode, echelle = ("projection", largeur / ecran.LARGEUR_HABITUELLE) if salle else ("ecran", 1.0)
    with figure_block.bloc(
        "nuage", v, tete="page", table=nuage.table(n, x, y, taille), pli="Les mêmes en tableau", provenance=None
    ):
        f = une_fois(nuage.figure, n, x, y, identite.theme_courant(), mode, echelle, min(largeur - 60, 1290), "")
        figure_block.graphique("nuage", f, v.lecture)
    return Requete(tuple(dict.fromkeys(filter(None, (cx, cy, ct)))), zones, periodes=(DERNIERE,))

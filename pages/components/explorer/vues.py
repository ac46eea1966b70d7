"""The three views of the screen « Explorer »: the cross-table, what moved most, two indicators face to face."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.evolutions import testee
from geo import zonages
from pages.components import cache, choices, ecran, figure_block, identite
from pages.components.explorer import choices as choix, sorties
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.tendances import choices as choices_tendances
from pages.figures import tables
from pages.figures.explorer import croise, evolutions, nuage
from pages.figures.explorer.croise import TOUS, Croise, Demande, Poste


@dataclass(frozen=True)
class Lieu:
    """Where one explores, and the places of the page that a view fills.

    Attributes:
        zonage: zoning of the territories; codes: those inside `ou` (how a sentence places it, "" for all of them).
        choix, suite: columns where the choices of a view go.
        ligne: writes the line of choices.
    """

    donnees: Donnees
    zonage: str
    codes: list[str]
    ou: str
    choix: DeltaGenerator
    suite: DeltaGenerator
    ligne: Callable[..., None]

    def lire(self, code: str, zonage: str = "") -> Tableau:
        """Figures of an indicator, all métiers together."""
        return cache.lire_tableau(self.donnees, code, zonage or self.zonage)

    def dire(self, volet: str, sous_titre: str) -> None:
        """The line of choices of a view; its zoning is said once."""
        ou = zonages.zonage(self.zonage).libelle
        self.ligne(choix.VOLETS[volet], "" if ou in sous_titre else ou, sous_titre)


def tableau(lieu: Lieu) -> None:
    """The cross-table."""
    d, zonage = lieu.donnees, lieu.zonage
    with lieu.choix:
        lignes, colonnes = choix.axes()
    dims = {lignes, colonnes}
    with lieu.suite:
        inds = choix.indicateurs(zonage) if "indicateur" in dims else [choix.indicateur(zonage)]
    with st.container(key="champs-explorer-autres"):
        # The place is chosen beside the rest, where territories are neither rows nor columns.
        autres = st.columns([2, 2, 4] if "zone" in dims else [2, 2, 2, 4], vertical_alignment="bottom")
        periodes = sorted({p for i in inds for p in lieu.lire(i).periodes}, key=francais.rang_periode)
        with autres[0]:
            fixe = "" if "periode" in dims else choix.periode_fixe(periodes)
        par_metier = any(INDICATEURS[i].metiers for i in inds)
        with autres[1]:
            if "metier" in dims:
                metiers = choix.metiers(d) if d.periodes("bmo") else ()
            elif par_metier:
                m, nom = choices_tendances.metier(d)
                metiers = (Poste(f"{m.niveau}:{m.code}" if m else TOUS, nom),)
            else:
                metiers = (Poste(TOUS, ""),)
        lu, zone = zonage, None
        if "zone" not in dims:
            with autres[2]:
                zone = choices.zone(zonage)
            lu, zone = (zonage, zone) if zone else ("region", zonages.REGION)
    noms = zonages.noms(lu)
    if lu == "commune":  # eight names are borne by two communes
        noms = {c: f"{nom} ({c[:2]})" for c, nom in noms.items()}
    zones = tuple(Poste(c, noms[c]) for c in (lieu.codes if zone is None else [zone]))
    montrees = periodes[-choix.PERIODES_MAX :] if "periode" in dims else [fixe]
    postes = {
        "zone": zones,
        "periode": tuple(Poste(p, francais.periode_courte(p) if p else "") for p in montrees),
        "metier": metiers,
        "indicateur": tuple(Poste(i, INDICATEURS[i].libelle) for i in inds),
    }
    if not postes[lignes] or not postes[colonnes]:
        raison = croise.RETENU if not zones else "Aucun chiffre de ce choix n’est chargé."
        return _sans_tableau(
            lieu, "Rien ne répond à ce choix", raison, "Élargir le territoire, ou changer de découpage."
        )
    with autres[-1]:
        tri, decroissant = choix.ordre(postes[colonnes])
    q = Demande(lu, lignes, colonnes, postes, tri, decroissant)
    if q.cellules_nb > croise.CELLULES_MAX:
        return _sans_tableau(
            lieu,
            "Ce tableau est trop grand pour être montré",
            f"Il aurait {francais.nombre(q.cellules_nb)} cases\u202f; un tableau en montre "
            f"{francais.nombre(croise.CELLULES_MAX)} au plus.",
            "Choisir un territoire où chercher, ou moins de colonnes.",
        )
    r = sorties.requete(q, periodes=len(montrees) < len(periodes) and "periode" in dims)
    lire = cache.lecteur(d, len(metiers), () if "" in montrees else tuple(montrees))
    c = Croise(q, lambda code, z, metier: lire(code, z, Metier.lire(metier) if metier else None))
    page = choix.page(len(postes[lignes]))
    contenu = croise.table(c, page)
    v = croise.vue(c, page, lieu.ou)
    if "periode" in dims and len(montrees) < len(periodes):
        dites = f"Les {len(montrees)} dernières périodes sur {len(periodes)}\u202f; les fichiers les donnent toutes. "
        v = replace(v, lecture=f"{dites}{v.lecture}")
    lieu.dire("tableau", v.sous_titre)
    with figure_block.bloc(
        "explorer",
        v,
        tete="page",
        table=contenu,
        csv=Fichier("explorer_lignes.csv", lambda: sorties.octets(d, r, "csv")),
    ):
        pass
    sorties.boutons(d, r)


def _sans_tableau(lieu: Lieu, constat: str, raison: str, suite: str) -> None:
    """The head of the page, why there is no table, and what to choose."""
    ou = " ".join(filter(None, (zonages.zonage(lieu.zonage).libelle, lieu.ou)))
    lieu.dire("tableau", ou)
    identite.titre(constat, ou)
    identite.etat_vide(raison, suite)


def mouvements(lieu: Lieu) -> None:
    """What moved most."""
    with lieu.suite:
        code = choix.indicateur(lieu.zonage, testee)
    metier, nom = None, ""
    if INDICATEURS[code].metiers:
        with lieu.choix:
            metier, nom = choices_tendances.metier(lieu.donnees)
    t = cache.lire_tableau(lieu.donnees, code, lieu.zonage, metier)
    choices.exiger(t.periodes)
    trouves = une_fois(evolutions.mouvements, t, lieu.codes)
    v = evolutions.vue(t, trouves, nom)
    lieu.dire("mouvements", v.sous_titre)
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


def face_a_face(lieu: Lieu) -> None:
    """Two indicators face to face."""
    with lieu.choix:
        cx, cy, ct = choix.paire(lieu.zonage)
    x, y = lieu.lire(cx), lieu.lire(cy)
    taille = lieu.lire(ct) if ct else None
    choices.exiger(x.periodes)
    choices.exiger(y.periodes)
    regions = [lieu.lire(code, "region") for code in (cx, cy)]
    n = une_fois(nuage.preparer, x, y, taille, regions, lieu.codes)
    v = nuage.vue(n, x, y, taille)
    lieu.dire("nuage", v.sous_titre)
    largeur = ecran.largeur()
    salle = choices.en_projection()
    mode, echelle = ("projection", largeur / ecran.LARGEUR_HABITUELLE) if salle else ("ecran", 1.0)
    with figure_block.bloc(
        "nuage", v, tete="page", table=nuage.table(n, x, y, taille), pli="Les mêmes en tableau", provenance=None
    ):
        f = une_fois(nuage.figure, n, x, y, identite.theme_courant(), mode, echelle, min(largeur - 60, 1290), "")
        figure_block.graphique("nuage", f, v.lecture)

"""Explorer: any rows by any columns, what moved most, two indicators face to face."""

import streamlit as st

from data_loaders import francais
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.jeux.calculs import Metier
from geo import lieux, zonages
from pages.components import cache, choices, ecran, figure_block, identite
from pages.components.explorer import choices as choix, sorties
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.tendances import choices as choices_tendances
from pages.figures import tables
from pages.figures.explorer import croise, evolutions, nuage
from pages.figures.explorer.croise import TOUS, Croise, Demande, Poste

donnees = cache.donnees()
ligne = choices.ligne_choix("explorer")
with st.container(key="champs-explorer"):
    haut = st.columns([3.4, 4.6], vertical_alignment="bottom")
with haut[0]:
    volet = choix.volet()
with st.container(key="champs-explorer-ou"):
    bas = st.columns([2, 2, 4], vertical_alignment="bottom")
with bas[0]:
    zonage = choices.zonage((*choices.ZONAGES_CARTE, "region"))
with bas[1]:
    dans = choix.dans(zonage)
codes = une_fois(croise.dedans, zonage, dans or "")
ou = lieux.locatif(*dans.split(":")) if dans else ""


def lire(code: str, z: str, metier: str = TOUS):
    """Figures of an indicator on a zoning, of a métier or of all."""
    return cache.lire_tableau(donnees, code, z, Metier.lire(metier) if metier else None)


def tableau() -> None:
    """The cross-table."""
    with haut[1]:
        lignes, colonnes = choix.axes()
    dims = {lignes, colonnes}
    with bas[2]:
        inds = choix.indicateurs(zonage) if "indicateur" in dims else [choix.indicateur(zonage)]
    with st.container(key="champs-explorer-autres"):
        autres = st.columns([2, 2, 4], vertical_alignment="bottom")
        periodes = sorted({p for i in inds for p in lire(i, zonage).periodes}, key=francais.rang_periode)
        with autres[0]:
            fixe = "" if "periode" in dims else choix.periode_fixe(periodes)
        par_metier = any(INDICATEURS[i].metiers for i in inds)
        with autres[1]:
            if "metier" in dims:
                metiers = choix.metiers(donnees) if donnees.periodes("bmo") else ()
            elif par_metier:
                m, nom = choices_tendances.metier(donnees)
                metiers = (Poste(f"{m.niveau}:{m.code}" if m else TOUS, nom),)
            else:
                metiers = (Poste(TOUS, ""),)
        lu, zone = zonage, None
        if "zone" not in dims:
            with autres[2]:
                zone = choices.zone(zonage)
            lu, zone = (zonage, zone) if zone else ("region", croise.REGION)
    noms = zonages.noms(lu)
    if lu == "commune":  # eight names are borne by two communes
        noms = {c: f"{nom} ({c[:2]})" for c, nom in noms.items()}
    zones = tuple(Poste(c, noms[c]) for c in (codes if zone is None else [zone]))
    montrees = periodes[-choix.PERIODES_MAX :] if "periode" in dims else [fixe]
    postes = {
        "zone": zones,
        "periode": tuple(Poste(p, francais.periode_courte(p) if p else "") for p in montrees),
        "metier": metiers,
        "indicateur": tuple(Poste(i, INDICATEURS[i].libelle) for i in inds),
    }
    if not postes[lignes] or not postes[colonnes]:
        identite.etat_vide("Aucune ligne ne répond à ce choix.", "Élargir le territoire, ou changer de découpage.")
        return
    with autres[2]:
        tri, decroissant = choix.ordre(postes[colonnes])
    q = Demande(lu, lignes, colonnes, postes, tri, decroissant)
    if q.cellules_nb > croise.CELLULES_MAX:
        identite.etat_vide(
            f"Ce tableau aurait {francais.nombre(q.cellules_nb)} cases\u202f; il en montre "
            f"{francais.nombre(croise.CELLULES_MAX)} au plus.",
            "Choisir un territoire où chercher, ou moins de colonnes.",
        )
        return
    lus = cache.lecteur(donnees, len(metiers), () if "" in montrees else tuple(montrees))
    c = Croise(q, lambda code, z, metier: lus(code, z, Metier.lire(metier) if metier else None))
    page = choix.page(len(postes[lignes]))
    contenu = croise.table(c, page)
    v = croise.vue(c, page, ou)
    ligne(choix.VOLETS[volet], zonages.zonage(zonage).libelle, v.sous_titre)
    with figure_block.bloc(
        "explorer",
        v,
        tete="page",
        table=contenu,
        csv=Fichier("explorer_lignes.csv", lambda: sorties.csv(donnees, q)),
    ):
        pass
    sorties.boutons(donnees, q, v, c.demonstration)


def mouvements() -> None:
    """What moved most."""
    with bas[2]:
        code = choix.indicateur(zonage)
    metier, nom = None, ""
    if INDICATEURS[code].metiers:
        with haut[1]:
            metier, nom = choices_tendances.metier(donnees)
    t = cache.lire_tableau(donnees, code, zonage, metier)
    choices.exiger(t.periodes)
    trouves = une_fois(evolutions.mouvements, t, codes)
    v = evolutions.vue(t, trouves, nom)
    ligne(choix.VOLETS[volet], zonages.zonage(zonage).libelle, v.sous_titre)
    with figure_block.bloc(
        "mouvements",
        v,
        tete="page",
        table=une_fois(evolutions.table, trouves),
        csv=Fichier("mouvements.csv", lambda: tables.csv_francais(evolutions.en_lignes(t, trouves), {"ecart": 1})),
    ):
        pass


def deux() -> None:
    """Two indicators face to face."""
    with haut[1]:
        cx, cy, ct = choix.paire(zonage)
    x, y = lire(cx, zonage), lire(cy, zonage)
    taille = lire(ct, zonage) if ct else None
    choices.exiger(x.periodes)
    choices.exiger(y.periodes)
    regions = [lire(code, "region") for code in (cx, cy)]
    n = une_fois(nuage.preparer, x, y, taille, regions, codes)
    v = nuage.vue(n, x, y, taille)
    ligne(choix.VOLETS[volet], zonages.zonage(zonage).libelle, v.sous_titre)
    largeur = ecran.largeur()
    salle = choices.en_projection()
    mode, echelle = ("projection", largeur / ecran.LARGEUR_HABITUELLE) if salle else ("ecran", 1.0)
    with figure_block.bloc(
        "nuage", v, tete="page", table=nuage.table(n, x, y, taille), pli="Les mêmes en tableau", provenance=None
    ):
        f = une_fois(nuage.figure, n, x, y, identite.theme_courant(), mode, echelle, min(largeur - 60, 1290), "")
        figure_block.graphique("nuage", f, v.lecture)


{"tableau": tableau, "mouvements": mouvements, "nuage": deux}[volet]()

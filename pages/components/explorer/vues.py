"""The three views of the screen « Explorer »: the cross-table, what moved most, two indicators face to face."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from data_loaders import francais
from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.erreurs import DemandeInvalide
from data_loaders.francais import capitale, echapper as escape
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures.evolutions import testee
from data_loaders.requetes.requete import DANS, DERNIERE, TOUT, Requete
from geo import sujets
from pages.components import cache, choices, ecran, feuille as st, figure_block, identite
from pages.components.explorer import choices as choix, sorties
from pages.components.partage import une_fois
from pages.components.tendances import choices as choices_tendances
from pages.figures.explorer import croise, evolutions, nuage

# What a view does once its lists are chosen: it writes the line of choices, draws, and returns its question.
Montrer = Callable[[Callable[..., None]], Requete]


def tableau(d: Donnees, question: Requete) -> Montrer:
    """The cross-table."""
    return partial(_tableau, d, choix.tableau_demande(d, question))


def _tableau(d: Donnees, r: Requete, ligne: Callable[..., None]) -> Requete:
    nom = choix.VOLETS["tableau"]
    try:
        c = une_fois(_preparer, d, r)
    except DemandeInvalide as e:
        constat = "Rien ne répond à ce choix"
        ligne(nom, constat)
        identite.titre(constat, nom)
        identite.etat_vide(capitale(str(e)), "Élargir le choix, ou en demander moins.")
        return r
    page = choix.page(len(c.croisement.lignes))
    v = croise.vue(c, page, fut=une_fois(_fut, d, r) if len(c.croisement.lignes) == 1 else "")
    ligne(nom, v.sous_titre.partition(". ")[0])
    petits = croise.petits(c)
    table = croise.table(c, page, triable=not choices.en_projection())
    with figure_block.bloc("explorer", v, tete="page", table=table, pli="En un seul tableau" if petits else ""):
        if bande := croise.repartition(c):
            st.html(bande)
        for titre, petit in petits:
            st.html(f"<h2>{escape(titre)}</h2>")
            figure_block.tabuler(croise.table(petit, triable=not choices.en_projection()), titre)
    sorties.boutons(d, r)
    return r


def _fut(d: Donnees, r: Requete) -> str:
    """« en baisse depuis 2023 », of the first figure of a table of one row; "" where nothing is said of it."""
    if r.mesure != "valeur":
        return ""
    q = replace(r, indicateurs=r.indicateurs[:1], mesure="evolution", colonnes="", tri="", minimum=None, maximum=None)
    lues = cache.reponse(d, q).table
    une = lues.iloc[-1] if len(lues) else {"depuis": ""}
    return f"{une['evolution']} depuis {francais.periode_libelle(une['depuis'])}" if une["depuis"] else ""


def _preparer(d: Donnees, r: Requete) -> croise.Croise:
    return croise.preparer(cache.reponse(d, r))


def _zonage() -> str:
    choices.mot("de")
    return choices.zonage((*choices.ZONAGES_CARTE, "region"))


def _dans(zonage: str) -> tuple[list[str], tuple[str, ...]]:
    """Select the place that zones are in; returns them, and what an address says of them."""
    dans = choix.dans(zonage)
    codes = une_fois(sujets.dedans, zonage, dans or "")
    return codes, (f"{zonage}:{DANS}{dans}" if dans else f"{zonage}:{TOUT}",)


def mouvements(d: Donnees, question: Requete) -> Montrer:
    """What moved most."""
    zonage = _zonage()
    choices.mot("par")
    code = choix.indicateur(zonage, testee)
    metier, nom = None, ""
    if INDICATEURS[code].metiers:
        choices.mot("pour")
        metier, nom = choices_tendances.metier(d)
    t = cache.lire_tableau(d, code, zonage, metier)
    choices.exiger(t.periodes)
    with choices.plus("explorer"):
        depuis, jusque = choix.entre(question, t.periodes)
        codes, zones = _dans(zonage)
    r = Requete(
        (code,), zones, (f"{metier.niveau}:{metier.code}",) if metier else (), (jusque,) if jusque else (),
        mesure="evolution", tri="-ampleur", depuis=depuis,
    )  # fmt: skip
    return partial(_mouvements, d, r, t, codes, nom)


def _mouvements(d: Donnees, r: Requete, t: Tableau, codes: list[str], nom: str, ligne: Callable[..., None]) -> Requete:
    trouves = une_fois(evolutions.mouvements, t, codes, next(iter(r.periodes), ""), r.depuis)
    v = evolutions.vue(t, trouves, nom)
    ligne(choix.VOLETS["mouvements"], v.sous_titre)
    with figure_block.bloc("mouvements", v, tete="page", table=une_fois(evolutions.table, trouves)):
        pass
    sorties.boutons(d, r)
    return r


def face_a_face(d: Donnees, question: Requete) -> Montrer:
    """Two indicators face to face."""
    zonage = _zonage()
    cx, cy = choix.paire(zonage, question)
    with choices.plus("explorer"):
        ct = choix.taille(zonage)
        codes, zones = _dans(zonage)
    r = Requete(tuple(dict.fromkeys(filter(None, (cx, cy, ct)))), zones, periodes=(DERNIERE,))
    return partial(_face_a_face, d, r, (cx, cy, ct), zonage, codes)


def _face_a_face(
    d: Donnees, r: Requete, choisis: tuple[str, str, str | None], zonage: str, codes: list[str],
    ligne: Callable[..., None],
) -> Requete:  # fmt: skip
    x, y, taille = (cache.lire_tableau(d, c, zonage) if c else None for c in choisis)
    choices.exiger(x.periodes)
    choices.exiger(y.periodes)
    regions = [cache.lire_tableau(d, code, "region") for code in choisis[:2]]
    n = une_fois(nuage.preparer, x, y, taille, regions, codes)
    v = nuage.vue(n, x, y, taille)
    ligne(choix.VOLETS["nuage"], v.sous_titre)
    largeur = ecran.largeur()
    with figure_block.bloc("nuage", v, tete="page", table=nuage.table(n, x, y, taille), pli="Les mêmes en tableau"):
        large = min(largeur - 60, 1290)
        figure_block.graphique("nuage", une_fois(nuage.figure, n, x, y, ecran.mode(), large), v.lecture, large)
    sorties.boutons(d, r)
    return r

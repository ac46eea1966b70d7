"""View « Composer un territoire »: choose communes and EPCI, read what can honestly be said, take the link away."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from data_loaders.francais import INSEC, nombre
from data_loaders.jeux import calculs
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits.territoire import Chiffre, chiffres_libres
from geo import zonages
from geo.libre import Territoire
from pages.components import cache, choices, exports, feuille as st, figure_block, territoire
from pages.components.figure_block import Fichier
from pages.components.provenance import parmi
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import en_salle, loupe
from pages.components.territory_map import territory_map
from pages.figures import adresses
from pages.figures.carte.dessin import SANS_TEMPS
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.territoires import libre as territoires_libre, loupe as territoires_loupe
from pages.figures.vues import Vue


def montrer(donnees: Donnees) -> None:
    """The territory that the address carries, and what composes it."""
    choices_territoires.retour()
    choices.nommer("Composer")
    t = territoire.compose()
    if choices.en_projection():
        return _en_salle(donnees, t)
    entete = st.container()
    with figure_block.partie("composer"):
        champs, carte = st.columns([4, 5], gap="large")
        with champs, st.container(key="champs-libre"):
            choices_territoires.composer(t)
            unite = choices.boutons("Un clic prend", choices_territoires.UNITES, "unite")
            choices_territoires.vider(t)
        with carte:
            _carte(t, unite)
    v, chiffres = _lire(donnees, t) if t else (territoires_libre.SANS_COMMUNE, [])
    with entete:
        figure_block.titrer_page(v)
    if t:
        _resultats(donnees, t, v, chiffres)


def _lire(donnees: Donnees, t: Territoire) -> tuple[Vue, list[Chiffre]]:
    choices.nommer(t.sujet.nom)
    chiffres = chiffres_libres(cache.memoire(donnees), t)
    return territoires_libre.preparer(t, chiffres), chiffres


def _resultats(donnees: Donnees, t: Territoire, v: Vue, chiffres: list[Chiffre]) -> None:
    """What can be computed there, and what it crosses."""
    _chiffres(donnees, t, v, chiffres)
    sujet = t.sujet
    with loupe.bloc(sujet, territoires_loupe.preparer(sujet), "territoire"):
        pass


def _en_salle(donnees: Donnees, t: Territoire | None) -> None:
    """The map as high as the screen, and the result beside it."""
    v, chiffres = _lire(donnees, t) if t else (territoires_libre.SANS_COMMUNE, [])
    carte, dits = en_salle("composer", v, (5, 4))
    with carte:
        _carte(t, st.session_state["unite"])
    if t:
        dits.html(territoires_libre.faits_html(territoires_libre.faits(t)))
        _resultats(donnees, t, v, chiffres)


def _carte(t: Territoire | None, unite: str) -> None:
    territory_map(
        trace=zonages.trace(unite),
        periodes={SANS_TEMPS: territoires_libre.etats(t, unite)},
        legende=territoires_libre.legende(unite),
        titre=f"{zonages.zonage(unite).libelle} à prendre ou à retirer",
        disposition="sans",
        motifs=True,
        choisies=territoires_libre.prises(t, unite),
        key=f"libre-carte-{unite}",
        on_change=choices_territoires.basculer(unite),
    )


def _suites(donnees: Donnees, t: Territoire, chiffres: list[Chiffre]) -> dict[str, Callable]:
    """Name of each figure -> what follows it back: the sums made here, then those of the producer's zones met."""
    suites, sujet = {}, t.sujet
    for c in chiffres:
        nom = c.ind.libelle
        if c.ind.dataset == "population":
            suites[nom] = partial(documents.compose, f"{nom}, {sujet.nom}", sujet)
        elif c.connu:
            suites[nom] = partial(_defm, donnees, t, c)
        for r in territoires_libre.rencontrees(sujet, c).itertuples() if c.periode else ():
            suites[f"{nom}, {r.libelle_zone}"] = cache.suivre(donnees, c.ind.code, c.zonage, r.code_zone, c.periode)
    return suites


def _defm(donnees: Donnees, t: Territoire, c: Chiffre) -> Provenance:
    """The rows of the EPCI that the territory is made of."""
    dataset = c.ind.dataset
    lues = calculs.lignes_inscrits(donnees.lire(dataset), c.ind.code, {"": list(t.epci)})
    noms = {"siren_epci": "SIREN", "categorie": "Catégorie", "value": "Demandeurs d’emploi", "obs_status": "Statut"}
    return documents.publiees(
        f"{c.ind.libelle}, {t.sujet.nom}{INSEC}: {nombre(c.ligne['value'])}",
        ["Somme des lignes ci-dessous, EPCI entiers."],
        [donnees.instantane(dataset, c.periode)],
        documents.cellules(lues[lues["periode"] == c.periode], noms),
    )


def _chiffres(donnees: Donnees, t: Territoire, v: Vue, chiffres: list[Chiffre]) -> None:
    texte = st.session_state["libre"]
    dite = replace(v, titre="Ce qui peut s’y calculer", sous_titre="Dernière période de chaque indicateur", badges=())
    with figure_block.partie("chiffres"):
        with figure_block.bloc("chiffres", dite, cadre="", provenance=parmi(_suites(donnees, t, chiffres))):
            st.html(territoires_libre.faits_html(territoires_libre.faits(t)))
            figure_block.tabuler(territoires_libre.table(t, chiffres), v.titre)
        with st.container(key="actions-libre", horizontal=True):
            csv = Fichier("chiffres_territoire.csv", lambda: territoires_libre.csv(t, chiffres, texte))
            figure_block.telecharger("chiffres", csv)
            communes = partial(territoires_libre.csv_communes, t)
            exports.bouton("Télécharger les communes (CSV)", communes, "communes_territoire.csv", cle="csv-communes")
        liens = (
            (adresses.adresse("portrait", portrait="libre", libre=texte), "Portrait de ce territoire"),
            (adresses.adresse("territoires", volet="libre", libre=texte), "Lien permanent vers ce territoire"),
        )
        st.html(adresses.liens_html(liens))

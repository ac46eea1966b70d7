"""Screen « Portraits »: one territory on two A4 sheets, on screen and on paper; every figure followed back."""

from collections.abc import Callable
from functools import partial

from data_loaders.chiffres.origine import Origine
from data_loaders.erreurs import ErreurDonnees
from data_loaders.francais import echapper as escape, periode_libelle
from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import semblables
from data_loaders.portraits.territoire import Portrait, portrait
from geo import sujets, zonages
from geo.territoire import NOM_REGION
from pages.components import cache, choices, depot, exports, feuille as st, figure_block, identite, lieu, url_state
from pages.components.figure_block import Fichier, Piste, choisir
from pages.components.partage import une_fois
from pages.figures import aide
from pages.figures.chiffres_cles import CHIFFRES_CONVENTION
from pages.figures.portrait import rendus, territoire, vue
from pages.figures.provenance import documents
from pages.figures.provenance.chiffre import Provenance
from pages.figures.vues import Vue, badges_demo

REGION = ("region", zonages.REGION)
SUJETS = {"zone": "Une zone", "libre": "Mon territoire composé"}
PART = "bmo_part_difficiles_estimee"
Suites = dict[str, Callable[[], Origine | Provenance]]
PARAMS = [url_state.one("portrait", "zone", tuple(SUJETS), libelle="sujet du portrait")]


def montrer() -> None:
    """The two sheets, in a meeting room their blocks one by one."""
    donnees = cache.donnees()
    choisi, bout = sujet()
    p = lire(donnees, choisi)
    document = une_fois(vue.document, p)
    echelle = rendus.ECHELLES[-1]
    try:
        feuilles = une_fois(rendus.composer, document)
    except ErreurDonnees as e:
        identite.panne(e)  # the portrait itself is still read below
    else:
        echelle = feuilles.echelle
        if not choices.en_projection():
            with bout:
                nom = f"{document.fichier}.pdf"
                exports.bouton("Portrait (PDF, deux pages)", lambda: feuilles.pdf, nom, "application/pdf")
    if choices.en_projection():
        for b in document.blocs:
            v = Vue(b.titre, champ=b.champ, source=b.source, badges=badges_demo(b.demonstration))
            figure_block.ecrire(b.code, v, rendus.bloc_html(b))
        return
    suites = partial(une_fois, chiffres, donnees, p)  # their hundreds of names are written once the fold is open
    feuillets = depot.html_une_fois(rendus.html, document, echelle)
    identite.entete(feuillets)
    st.html(aide.quoi_html(une_fois(rendus.texte, feuillets)))
    suivi = Piste(lambda nom: suites()[nom](), lambda cle: (choisir(cle, "Chiffre", {nom: nom for nom in suites()}),))
    csv = Fichier(f"{document.fichier}.csv", lambda: rendus.csv(p))
    figure_block.tableau("portrait", Vue(document.titre), tete="aucune", cadre="", provenance=suivi, csv=csv)


def sujet() -> tuple[sujets.Sujet, st.Boite]:
    """Select what the portrait describes, the whole region without a zone; and the end of the line of choices."""
    ligne = choices.ligne_choix("portrait")
    compose = choices.territoire_compose()
    if compose is not None and "portrait" not in st.query_params and not lieu.courant():
        st.session_state["portrait"] = "libre"  # a link that carries a composed territory and nothing else
    with choices.phrase("portrait"):
        if compose is not None and choices.boutons("Portrait de", SUJETS, "portrait") == "libre":
            ligne(compose.nom)
            return compose, st.container(width="content")
        zonage = choices.zonage(choices.ZONAGES_CARTE)
        zone = choices.zone(zonage)
        bout = st.container(width="content")
    ligne(choices.nom_zone(zonage, zone))
    if dit := lieu.dire(zonage, zone):
        st.html(f'<p class="obs-note">{escape(dit)}</p>')
    return sujets.de_zone(*((zonage, zone) if zone else REGION)), bout


def lire(d: Donnees, sujet: sujets.Sujet) -> Portrait:
    """The figures of a territory."""
    return une_fois(portrait, cache.memoire(d), sujet)


def chiffres(d: Donnees, p: Portrait) -> Suites:
    """Name of each figure printed -> what follows it back, in reading order.

    A composed territory has no figure of its own in a `Tableau`: those of the zones it meets are followed.
    """
    suites: Suites = {}
    for c in p.chiffres.values():
        quand = f", {periode_libelle(c.periode)}" if c.periode else ""
        suivis = [(p.sujet.zonage, p.sujet.code, "")] if c.ligne is not None and p.sujet.zonage else []
        suivis += [(c.zonage, z, f", {zonages.libelle_zone(c.zonage, z)}") for z in c.recoupe["code_zone"]]
        suivis += [("region", zonages.REGION, f", {NOM_REGION}")] if c.region is not None else []
        for zonage, code, ou in suivis:
            suites[f"{c.ind.libelle}{ou}{quand}"] = cache.suivre(d, c.ind.code, zonage, code, c.periode)
    if m := p.meteo:  # the sky of each family in each zone read, then the métiers of the first one
        cieux = [(f.libelle, r, Metier("famille", f.code)) for f in m.familles for r in f.cellules]
        for nom, r, metier in (*cieux, *((r.nom, r, Metier("metier", r.code_groupe)) for r in m.metiers)):
            suivie = cache.suivre(d, PART, m.zonage, r.code_zone, m.annee, metier)
            suites[f"Météo, {nom}, {zonages.libelle_zone(m.zonage, r.code_zone)}, {m.annee}"] = suivie
    for zonage, parts in p.recoupements.items():
        for r in parts.itertuples():
            nom = f"Part de la population, {zonages.zonage(zonage).libelle_zone}, {r.libelle_zone or 'hors zone'}"
            suites[nom] = partial(documents.part, p.sujet, zonage, r.code_zone)
    lus = partial(semblables.instantanes, d, p.semblables)
    for v in p.semblables.voisins:
        nom = f"Territoires semblables, {zonages.libelle_zone(p.semblables.zonage, v.code)}"
        suites[nom] = lambda v=v: territoire.provenance(p, v, lus())
    return suites | {f"Convention, {nom}": suivre for nom, suivre in documents.ecrits(CHIFFRES_CONVENTION).items()}

"""View « Ma commune »: the question until a place is chosen; then its figures, the rest folded below."""

from functools import partial

from data_loaders.convention import etats as lire_etats
from data_loaders.francais import FINE, echapper as escape, periode_libelle
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import lieu as portrait_lieu
from geo import lieux, reglages, sujets, zonages
from geo.recherche import Lieu
from pages.components import cache, choices, depot, feuille as st, figure_block, identite, lieu as courant, territoires
from pages.components.partage import une_fois
from pages.components.territoires import decoupages
from pages.components.territory_map import carte_de
from pages.figures import adresses, chiffres_cles, fiche
from pages.figures.territoires import commune as figures, etats, lieu as territoires_lieu, plan

# One sheet of paper, upright or lengthwise as its reader chooses; a named page would leave an empty one before it.
FEUILLE = "<style>@page{size:auto;margin:8mm 11mm}</style>"


def montrer(donnees: Donnees) -> None:
    """The place chosen; the question until there is one."""
    choisi = territoires.lieu()
    if choisi:
        _montrer_lieu(donnees, choisi)
        if not choices.en_projection():
            _decoupages_du_lieu(donnees, choisi)
    elif choices.en_projection():
        decoupages.montrer_etats(donnees)
    else:
        _question()


def _question() -> None:
    with st.container(key="avant"):
        texte, carte = (st.container(key=f"avant-{nom}") for nom in ("texte", "carte"))
    with texte:
        identite.entete(territoires_lieu.TITRE)
        if st.session_state.get("cherche"):
            identite.etat_vide(territoires.COMMUNE.aucun)
        territoires.champ("recherche-commune")
        st.html(une_fois(territoires_lieu.exemples_html))
    with carte:
        st.html('<p class="obs-ou">Ou la toucher sur la carte</p>')
        titre = "Ou la toucher sur la carte : une commune touchée ouvre sa page"
        quoi = "commune", une_fois(territoires_lieu.etats_communes), territoires_lieu.LEGENDE_COMMUNES, titre
        autour = {"contours": zonages.trace("departement"), "reperes": territoires_lieu.VILLES, "key": "avant-communes"}
        carte_de(*quoi, on_change=partial(territoires.suivre, "commune", volet="lieu"), **autour)


def _decoupages_du_lieu(donnees: Donnees, choisi: Lieu) -> None:
    """Boundary details, folded: one zoning a row, a locating map, official zonings, neighbours."""
    zonage, code = choisi.zonage, choisi.code
    sujet = sujets.de_zone(zonage, code)
    nom = sujet.nom if zonage == "commune" else sujet.defini
    if not (pli := identite.pli("pli-lieu", f"Dans quels découpages est {nom}{FINE}?")):
        return
    autres = une_fois(territoires_lieu.ailleurs, zonage, code)
    v = territoires_lieu.preparer(sujet, autres, choisi.ancien)
    with pli:
        gauche, droite = st.columns([7, 5], gap="large")
        with gauche:
            figure_block.titrer(v.titre, v.sous_titre, *v.badges)
            figure_block.tabuler(territoires_lieu.table(autres), v.titre)
            st.html(adresses.liens_html(territoires_lieu.liens(zonage, code)))
            st.html(figures.voisins_html(une_fois(plan.voisins, zonage, code), zonage))
        with droite:
            with st.container(key="champs-plan"):
                dessine = territoires.croise(zonage)
            ici = plan.zone(zonage, code)
            zone = next((a.code_zone for a in autres if a.zonage == dessine), "")
            st.html(depot.html_une_fois(plan.plan_html, dessine, zone, ici, point=zonage == "commune"))
            st.caption(plan.plan_dit(dessine, zone, ici))
        if officielles := territoires_lieu.de_commune(donnees, code) if zonage == "commune" else []:
            figure_block.titrer(territoires_lieu.LEGENDE_OFFICIELS, "")
            figure_block.tabuler(territoires_lieu.table_officiels(officielles), territoires_lieu.LEGENDE_OFFICIELS)
            st.html(f'<p class="obs-note">{territoires_lieu.NOTE}</p>')
        figure_block.noter("lieu", v)
        csv = figure_block.Fichier(f"lieu_{zonage}_{code}.csv", lambda: territoires_lieu.csv(sujet, autres))
        figure_block.telecharger("lieu", csv)


def _montrer_lieu(donnees: Donnees, choisi: Lieu) -> None:
    sujet = sujets.de_zone(choisi.zonage, choisi.code)
    f = une_fois(portrait_lieu.fiche, cache.memoire(donnees), sujet)
    # What is attested of a SPO, a ZEF or a GTEC.
    connu = lire_etats.par_zone(donnees, choisi.zonage).get(choisi.code) if choisi.zonage in etats.DATASETS else None
    etat = etats.resume(connu) if connu and connu.renseigne else ""
    v = une_fois(figures.preparer, f)
    choices.nommer(sujet.nom)
    cartes, figure = chiffres_cles.cartes_html(une_fois(fiche.cartes, f)), depot.html_une_fois(plan.figure_html, f)
    if choices.en_projection():
        territoires.en_salle("commune", v, lambda: figure and st.html(figure), cartes, (3, 7))
        _triangle(donnees, sujet)
        return
    with choices.phrase("lieu"):  # its name, which opens the field, what it is, where it leads
        with st.popover(sujet.nom, key=f"changer-{st.session_state['lieu']}", width="content"):
            territoires.champ("recherche-lieu", territoires.COMMUNE._replace(foyer=False))
            st.button("Toutes les communes", key="revenir", on_click=courant.placer, args=(None,))
        ligne = escape(figures.ligne(sujet, choisi.ancien, etat))
        st.html(f'<span class="obs-liaison">{ligne}</span>', width="stretch")
        st.html(f'<p class="obs-actions">{figures.actions_html(f)}</p>', width="content")
    st.html(FEUILLE)
    origines = figure_block.parmi(une_fois(_origines, donnees, f))
    with figure_block.bloc("commune", v, tete="page", cadre="ma-commune", provenance=origines):
        gauche, droite = st.columns([3, 9], gap="medium")
        if figure:
            gauche.html(figure)
        droite.html(f'<h2 class="obs-lu">Ses chiffres</h2>{cartes}')
        if f.ciel is not None:
            with st.container(key="metiers-lieu"):
                st.html(figures.ciel_html(f.ciel, f.sujet.identifiant))
    ici = lieux.genitif(sujet.zonage, sujet.code) if sujet.zonage == "commune" else sujet.de_qui
    identite.deplier("pli-former", f"Se former autour {ici}", lambda: st.html(figures.former_html(f)))
    identite.deplier("pli-triangle", f"{figures.TETE} : chaque chiffre et sa date", _triangle, donnees, sujet)
    titre, suivis = une_fois(figures.suivis, f)
    if titre:
        st.html(f'<p class="obs-sur-papier">{escape(titre)}.</p>')
        identite.deplier("pli-suivis", titre, st.html, suivis)
    if sujet.zonage in ("commune", "region"):
        return
    if pli := identite.pli("pli-recoupe", f"Ce que recoupe {sujet.defini}"):
        with pli:
            decoupages.recouper(sujet, f"{sujet.zonage}_{sujet.code}", cadre="")
            territoires.partir_de(sujet.zonage, sujet.code)


def _triangle(donnees: Donnees, sujet: sujets.Sujet) -> None:
    termes = portrait_lieu.trois_cotes(donnees, sujet.zonage, sujet.code, partial(cache.lire_tableau, donnees))
    noms = [f"{t.indicateur.libelle}, {zonages.libelle_zone(t.zonage, t.code_zone)}" for t in termes]
    suites = (cache.suivre(donnees, t.indicateur.code, t.zonage, t.code_zone, t.periode) for t in termes)
    suivis = dict(zip(noms, suites, strict=True))
    v, table = figures.triangle(sujet, termes, reglages.jour())
    # A room has a table that its slide cuts in pages; a phone has a card a figure.
    salle = {"table": table} if choices.en_projection() else {}
    with figure_block.bloc("triangle", v, provenance=figure_block.parmi(suivis, cle="triangle"), **salle):
        if not salle:
            figure_block.tabuler(table, v.sous_titre, empile=True)


def _origines(donnees: Donnees, f: portrait_lieu.Fiche) -> dict[str, object]:
    """Name of each figure printed -> what follows it back, in reading order."""
    suites, region = {}, [("region", zonages.REGION)]
    for c in f.chiffres.values():
        for ou in [(p.zonage, p.code) for p in c.parts] + region * (c.region is not None):
            nom = f"{c.ind.libelle}, {zonages.libelle_zone(*ou)}, {periode_libelle(c.periode)}"
            suites[nom] = cache.suivre(donnees, c.ind.code, *ou, c.periode)
    return suites

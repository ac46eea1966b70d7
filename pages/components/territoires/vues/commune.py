"""View « Ma commune »: the figures of a place and whose they are, its map, its métiers; the rest folded."""

from functools import partial

from data_loaders.convention import etats as lire_etats
from data_loaders.francais import echapper as escape, periode_libelle
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import lieu as portrait_lieu
from data_loaders.portraits.lieu import Fiche
from geo import lieux, reglages, sujets, zonages
from geo.sujets import Sujet
from pages.components import cache, choices, depot, feuille as st, figure_block, identite
from pages.components.lieu import LieuChoisi
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.components.territoires import choices as choices_territoires
from pages.components.territoires.vues import en_salle as colonnes_salle, loupe
from pages.figures import chiffres_cles
from pages.figures.territoires import (
    commune as commune_figures,
    etats as territoires_etats,
    loupe as territoires_loupe,
    plan,
)

# One sheet of paper, upright or lengthwise as its reader chooses; a named page would leave an empty one before it.
FEUILLE = "<style>@page{size:auto;margin:8mm 11mm}</style>"
_ETATS = {"spo": lire_etats.labellisations, "zef": lire_etats.comites, "gtec": lire_etats.gtecs}


def montrer(donnees: Donnees, choisi: LieuChoisi) -> None:
    """The place, on one page."""
    sujet = sujets.de_zone(choisi.zonage, choisi.code)
    f = une_fois(portrait_lieu.fiche, cache.memoire(donnees), sujet)
    v = une_fois(commune_figures.preparer, f, choisi.ancien, _etat(donnees, choisi))
    choices.nommer(sujet.nom)
    cartes = chiffres_cles.cartes_html(v.cartes)
    if choices.en_projection():
        gauche, droite = colonnes_salle("commune", v, largeurs=(5, 7))
        with gauche:
            _plan(f)
        with droite:
            st.html(cartes)
        _triangle(donnees, sujet)
        return
    choices_territoires.changer(v, sujet.nom, commune_figures.actions_html(f))
    st.html(FEUILLE)
    with figure_block.bloc(
        "commune", v, tete="page", cadre="ma-commune", provenance=parmi(une_fois(_origines, donnees, f))
    ):
        gauche, droite = st.columns([3, 9], gap="medium")
        with gauche:
            _plan(f)
        with droite:
            st.html(f'<h2 class="obs-lu">Ses chiffres</h2>{cartes}')
        if f.ciel is not None:
            with st.container(key="metiers-lieu"):
                st.html(commune_figures.ciel_html(f.ciel, f.sujet.identifiant))
    ici = lieux.genitif(sujet.zonage, sujet.code) if sujet.zonage == "commune" else sujet.de_qui
    if pli := identite.pli("pli-former", f"Se former autour {ici}"):
        with pli:
            st.html(commune_figures.former_html(f))
    if pli := identite.pli("pli-triangle", f"{commune_figures.TETE} : chaque chiffre et sa date"):
        with pli:
            _triangle(donnees, sujet)
    if titre := commune_figures.suivis_titre(f):
        st.html(f'<p class="obs-sur-papier">{escape(titre)}.</p>')
        if pli := identite.pli("pli-suivis", titre):
            with pli:
                st.html(une_fois(commune_figures.suivis_html, f))
    if sujet.zonage not in ("commune", "region"):
        _recoupe(sujet)


def _etat(donnees: Donnees, choisi: LieuChoisi) -> str:
    """What is attested of a SPO, a ZEF or a GTEC."""
    if choisi.zonage not in _ETATS:
        return ""
    connu = _ETATS[choisi.zonage](donnees).get(choisi.code)
    return territoires_etats.resume(connu) if connu and connu.renseigne else ""


def _recoupe(sujet: Sujet) -> None:
    """What a territory crosses in the other zonings, folded."""
    if not (pli := identite.pli("pli-recoupe", f"Ce que recoupe {territoires_loupe.nomme(sujet)}")):
        return
    with pli:
        v = territoires_loupe.preparer(sujet)
        with loupe.bloc(sujet, v, f"{sujet.zonage}_{sujet.code}", cadre=""):
            pass
        choices_territoires.partir_de(sujet.zonage, sujet.code)


def _triangle(donnees: Donnees, sujet: Sujet) -> None:
    """Employers, job-seekers, training: one table, each figure with its date."""
    jour = reglages.jour()
    termes = portrait_lieu.trois_cotes(donnees, sujet.zonage, sujet.code, partial(cache.lire_tableau, donnees))
    suivis = {
        f"{t.indicateur.libelle}, {zonages.libelle_zone(t.zonage, t.code_zone)}": cache.suivre(
            donnees, t.indicateur.code, t.zonage, t.code_zone, t.periode
        )
        for t in termes
    }
    v, table = commune_figures.triangle(sujet, termes, jour), commune_figures.table_triangle(sujet, termes, jour)
    # A room has a table that its slide cuts in pages; a phone has a card a figure.
    salle = {"table": table} if choices.en_projection() else {}
    with figure_block.bloc("triangle", v, provenance=parmi(suivis, cle="triangle"), **salle):
        if not salle:
            figure_block.tabuler(table, v.sous_titre, empile=True)


def _plan(f: Fiche) -> None:
    if figure := depot.html_une_fois(plan.figure_html, f):
        st.html(figure)


def _origines(donnees: Donnees, f: Fiche) -> dict[str, object]:
    """Name of each figure printed -> what follows it back, in reading order."""
    suites: dict[str, object] = {}
    for c in f.chiffres.values():
        suivis = [(p.zonage, p.code) for p in c.parts]
        suivis += [("region", zonages.REGION)] if c.region is not None else []
        for zonage, code in suivis:
            nom = f"{c.ind.libelle}, {zonages.libelle_zone(zonage, code)}, {periode_libelle(c.periode)}"
            suites[nom] = cache.suivre(donnees, c.ind.code, zonage, code, c.periode)
    return suites

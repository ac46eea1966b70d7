"""Entry from a territory: its hardest métiers and what leads there, apprenticeship, job-seekers' diplomas, centres."""

from functools import partial

from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.portraits import formation as portrait_formation
from data_loaders.portraits.formation import Formation
from geo import sujets, zonages
from pages.components import cache as lire_cache, choices, ecran, feuille as st, figure_block
from pages.components.figure_block import publie
from pages.components.formation import cache, provenance
from pages.components.lieu import LieuChoisi
from pages.components.partage import une_fois
from pages.components.provenance import parmi
from pages.figures import adresses, barres as vue_barres
from pages.figures.adresses import liens_html
from pages.figures.formation import territoire

REGION = LieuChoisi("region", zonages.REGION)
SANS_DIPLOME = "Les diplômes se lisent à partir des métiers, et ce territoire n’en a aucun à montrer."


def montrer(donnees: Donnees, lieu: LieuChoisi, nomenclature: str) -> None:
    """The whole entry.

    Args:
        nomenclature: FAP of the last survey.
    """
    f = une_fois(portrait_formation.formation, lire_cache.memoire(donnees), sujets.de_zone(lieu.zonage, lieu.code))
    figure_block.titrer_page(une_fois(territoire.tete, f))
    _metiers(donnees, f)
    _diplomes(donnees, f, nomenclature)
    _apprentissage(donnees, f)
    _niveaux(donnees, f)
    _centres(donnees, f)


def _metiers(donnees: Donnees, f: Formation) -> None:
    v = une_fois(territoire.metiers, f)
    if f.ciel is None or not f.ciel.metiers:
        return figure_block.absente(
            "territoire-metiers", v, territoire.SANS_CIEL if f.ciel is None else territoire.SANS_METIER
        )
    c = f.ciel
    suivis = {
        m.nom: lire_cache.suivre(
            donnees, "bmo_part_difficiles_estimee", c.zonage, c.code, c.annee, Metier("metier", m.r.code_groupe)
        )
        for m in c.metiers
    }
    table = une_fois(territoire.table_metiers, f)
    figure_block.tableau("territoire-metiers", v, table=table, provenance=parmi(suivis, "Métier"))
    st.html(liens_html(((adresses.meteo(f"{c.zonage}:{c.code}"), "Tous les métiers, dans la Météo"),)))


def _diplomes(donnees: Donnees, f: Formation, fap: str) -> None:
    metiers = f.ciel.metiers if f.ciel else ()
    menants = tuple((m.nom, cache.menant(donnees, fap, (m.r.code_groupe,))) for m in metiers)
    v = territoire.diplomes(menants, donnees.est_demonstration("insertion"))
    if not menants:
        return figure_block.absente("territoire-diplomes", v, SANS_DIPLOME)
    suivis = {d.code: d.libelle for _, m in menants for d in m.suivis[: territoire.DIPLOMES_MONTRES]}
    figure_block.tableau(
        "territoire-diplomes",
        v,
        table=territoire.table_diplomes(menants, choices.en_projection()),
        provenance=provenance.des_diplomes(donnees, suivis),
    )


def _apprentissage(donnees: Donnees, f: Formation) -> None:
    c, v = f.apprentissage, une_fois(territoire.apprentissage, f)
    if not c.parts:
        return figure_block.absente("territoire-apprentissage", v, c.raison)
    suivis = {
        f"{nom}, {c.periode}": lire_cache.suivre(donnees, c.ind.code, zonage, code, c.periode)
        for zonage, code, nom in territoire.zones_apprentissage(f)
    }
    table = une_fois(territoire.table_apprentissage, f)
    figure_block.tableau("territoire-apprentissage", v, table=table, provenance=parmi(suivis, "Territoire"))
    zones = [f"{p.zonage}:{p.code}" for p in c.parts]
    mensuelle = adresses.tendances("apprentissage_entrees", c.zonage, zones)
    st.html(liens_html(((mensuelle, "Mois par mois, dans Tendances"),)))


def _niveaux(donnees: Donnees, f: Formation) -> None:
    n, v = f.niveaux, une_fois(territoire.niveaux, f.niveaux, f.sujet)
    if n.raison:
        return figure_block.absente("territoire-niveaux", v, n.raison)
    table, lus = une_fois(territoire.table_niveaux, n), [donnees.dernier("defm_publics")]
    autour = publie(v, table, lus, territoire.FORMULE_NIVEAUX)
    with figure_block.bloc("territoire-niveaux", v, pli="Le tableau, avec l’échelle d’aujourd’hui", **autour):
        dessinees = une_fois(territoire.barres_niveaux, n)
        lue = " ; ".join(f"{b.libelle} : {b.texte}" for b in dessinees)
        figure = vue_barres.figure(dessinees, ecran.mode())
        figure_block.graphique("niveaux-territoire", figure, f"{v.titre}. {lue}.")


def _centres(donnees: Donnees, f: Formation) -> None:
    c, v = f.centres, une_fois(territoire.centres, f.centres, f.sujet)
    if c.raison:
        return figure_block.absente("territoire-centres", v, c.raison)
    table, lus = une_fois(territoire.table_centres, c), [donnees.dernier("insertion_cfa")]
    csv = f"centres_{'_'.join(c.departements)}.csv", partial(territoire.csv_centres, c)
    figure_block.tableau("territoire-centres", v, **publie(v, table, lus, csv=csv))

"""What other producers say of a sector: offers and job-seekers, official tension, interim work, publications."""

from datetime import date
from functools import partial

from data_loaders.contexte import publications as catalogue
from data_loaders.jeux import offre
from data_loaders.magasin.donnees import Donnees
from data_loaders.metiers import liens as liens_metiers, secteurs
from data_loaders.metiers.secteurs import Releve
from data_loaders.parametres.secteurs import Secteur
from geo import zonages
from pages.components import cache, feuille as st, figure_block, identite
from pages.components.figure_block import Fichier, publie
from pages.components.partage import lire_une_fois
from pages.figures import adresses, mobilites as meteo_mobilites
from pages.figures.donnees import sources
from pages.figures.provenance import documents
from pages.figures.secteurs import autres as secteurs_autres, tables as secteurs_tables
from pages.figures.vues import Vue

SOMME_BASSINS = "Chaque total est la somme des lignes ci-dessous, bassin par bassin."
TRIMESTRES_INTERIM = 5  # a year, and the same quarter of the year before
THEMES_PUBLICATIONS = ("besoins", "tensions")


def offres(donnees: Donnees, secteur: Secteur, releve: Releve) -> None:
    """Offers and job-seekers through ROME, or why there are none."""
    o = lire_une_fois(secteurs.offres, donnees, releve, cache.cellules_bmo(donnees))
    v = secteurs_autres.offres(o, releve)
    with figure_block.partie("secteur-offres"):
        if o.raison:
            figure_block.titrer(v.titre, v.sous_titre)
            identite.etat_vide(v.lecture)
            return
        table = secteurs_tables.offres(o)
        lus = [donnees.instantane("tension_rome", o.annee), donnees.instantane("bmo", o.enquete)]
        suivis = publie(v, table, lus, v.lecture, SOMME_BASSINS)["provenance"]
        figure_block.tableau("secteur-offres", v, cadre="", provenance=suivis)
        if pli := identite.pli("pli-offres", "Le tableau, bassin par bassin"):
            with pli:
                figure_block.tabuler(table, v.sous_titre)
                csv = partial(secteurs_tables.csv_offres, o, f"tension_rome/{lus[0].identifiant}")
                csv = Fichier(f"secteur_{secteur.code}_offres.csv", csv)
                figure_block.telecharger("secteur-offres", csv)


def ouvertes(donnees: Donnees, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Offers open on the last day loaded, by bassin."""
    romes = liens_metiers.romes_propres(donnees, tuple(releve.codes(annee)), annee, 0.5)
    jour, par_bassin = offre.offres_ouvertes(donnees, romes, "bassin")
    if not jour or donnees.est_demonstration("offres") != releve.demonstration:
        return
    v, table = secteurs_autres.ouvertes(secteur, jour, par_bassin, date.today(), releve.demonstration)
    figure_block.tableau("secteur-ouvertes", v, **publie(v, table, [donnees.dernier("offres")], v.lecture))


def venir(donnees: Donnees, secteur: Secteur, releve: Releve, annee: str) -> None:
    """Métiers of other sectors that lead to those of this one, and the employers who take them in France."""
    codes = tuple(releve.codes(annee))
    m = lire_une_fois(liens_metiers.mobilites, donnees, codes, annee)
    v = secteurs_autres.venir(secteur, m, releve.demonstration)
    if m.raison or not m.depuis:
        figure_block.absente("secteur-venir", v, m.raison or liens_metiers.SANS_LIEN)
        return
    lus = cache.marches(donnees, "metier", "region", code_zone=zonages.REGION)
    rangs = meteo_mobilites.ranger(m.depuis, lus[lus["annee"] == annee])
    noms = cache.libelles_metiers(donnees, "metier", annee)
    table = meteo_mobilites.table(
        rangs,
        "D’où l’on vient",
        noms,
        lambda cle: adresses.metier(cle).removeprefix("/"),
        lambda cle: adresses.formation_metier(cle).removeprefix("/"),
    )
    lus = [donnees.dernier(d) for d in ("mobilites", "savoirs", "bmo") if donnees.millesimes(d)]
    with figure_block.bloc("secteur-venir", v, **publie(v, table, lus)):
        employeurs = lire_une_fois(liens_metiers.employeurs, donnees, codes, annee)
        st.html(meteo_mobilites.employeurs_html(*employeurs))


def officiel(donnees: Donnees, secteur: Secteur) -> None:
    """Official tension of the groups of the sector; beside the météo, never mixed with it."""
    lignes = secteurs.classes_officielles(donnees, secteur)
    if lignes.empty:
        v = Vue("Tension officielle", f"{secteur.libelle}, classes de la Dares")
        figure_block.absente("secteur-officiel", v, secteurs.SANS_CLASSE)
        return
    v = secteurs_autres.classes(lignes, secteur)
    noms = {
        "annee": "Année",
        "code_fap": "Code FAP",
        "code_zone": "Territoire",
        "value": "Classe",
        "obs_status": "Statut",
    }
    autour = publie(v, documents.cellules(lignes, noms), [donnees.dernier("tension_fap")])
    table = secteurs_tables.classes(lignes, secteurs.libelles_officiels(donnees))
    figure_block.tableau("secteur-officiel", v, **autour | {"table": table})


def interim_publie(donnees: Donnees, secteur: Secteur) -> None:
    """Interim work as published: the region whole, the sector in France only."""
    lignes = secteurs.interim_publie(donnees, secteur)
    if lignes.empty:
        return
    demonstration, lu = donnees.est_demonstration("interim_dares"), donnees.dernier("interim_dares")
    v = secteurs_autres.interim_publie(lignes, secteur, demonstration)
    table = secteurs_tables.interim_publie(lignes, TRIMESTRES_INTERIM)
    entier = f"secteur_{secteur.code}_interim.csv", partial(secteurs_tables.csv_interim, lignes, demonstration)
    figure_block.tableau("secteur-interim-publie", v, **publie(v, table, [lu], csv=entier))
    vers = adresses.adresse("tendances", indicateur="interimaires")
    st.html(adresses.liens_html([(vers, "L’intérim de la région depuis 2000")]))


def interim(donnees: Donnees, secteur: Secteur) -> None:
    """Interim work as published, then that of the sector, once an organisation has sent it."""
    interim_publie(donnees, secteur)
    lignes = secteurs.interim(donnees, secteur)
    if lignes.empty:
        v = Vue("Emploi intérimaire", f"{secteur.libelle}, missions et équivalents temps plein")
        figure_block.absente("secteur-interim", v, secteurs.SANS_INTERIM)
        return
    v, table = secteurs_autres.interim(lignes, secteur), secteurs_tables.interim(lignes, secteur)
    figure_block.tableau("secteur-interim", v, **publie(v, table, [donnees.dernier("interim")]))


def publications(donnees: Donnees) -> None:
    """Pages of the catalogue on recruitment needs and tensions: none is about one sector alone."""
    pli = identite.pli("pli-publications", "Publications sur les besoins et les tensions")
    if pli is None:
        return
    with pli:
        trouvees = {
            p.adresse: p
            for th in THEMES_PUBLICATIONS
            for p in catalogue.filtrer(catalogue.lire(donnees), th, catalogue.REGION)
        }
        if not trouvees:
            st.html("<p>Aucune publication au catalogue sur ces thèmes.</p>")
            return
        entetes = [(t, False) for t in sources.ENTETES_PUBLICATIONS]
        figure_block.tabuler((entetes, sources.publications(list(trouvees.values()))), "Publications")

"""Entry from a territory: its hardest métiers and what leads there, apprenticeship, job-seekers' diplomas, centres.

Then what stands there before any choice: both voies in the region, and the métiers that hire around the place.
"""

from functools import partial

from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import palmares
from data_loaders.metiers.formation import moyennes
from data_loaders.portraits import formation as portrait_formation
from geo import sujets, zonages
from geo.recherche import Lieu
from geo.territoire import NOM_REGION
from pages.components import cache, choices, feuille as st, figure_block, formation, identite, recherche
from pages.components.figure_block import parmi, publie
from pages.components.partage import lire_une_fois, une_fois
from pages.figures import adresses, barres as vue_barres, tuiles
from pages.figures.formation import territoire
from pages.figures.recherche import ligne

REGION = Lieu("region", zonages.REGION, NOM_REGION)


def montrer(donnees: Donnees, lieu: Lieu, nomenclature: str) -> None:
    """The whole entry; `nomenclature`: FAP of the last survey."""
    f = une_fois(portrait_formation.formation, cache.memoire(donnees), sujets.de_zone(lieu.zonage, lieu.code))
    figure_block.titrer_page(une_fois(territoire.tete, f))
    _metiers(donnees, f)
    _diplomes(donnees, f, nomenclature)
    _apprentissage(donnees, f)
    _niveaux(donnees, f)
    _centres(donnees, f)


def _metiers(donnees: Donnees, f: portrait_formation.Formation) -> None:
    c, (v, table) = f.ciel, une_fois(territoire.metiers, f)
    if c is None or isinstance(table, str):
        return figure_block.absente("territoire-metiers", v, table)
    quoi = donnees, "bmo_part_difficiles_estimee", c.zonage, c.code, c.annee
    suivis = {m.nom: cache.suivre(*quoi, Metier("metier", m.code_groupe)) for m in c.metiers}
    figure_block.tableau("territoire-metiers", v, table=table, provenance=parmi(suivis, "Métier"))
    st.html(adresses.liens_html(((adresses.meteo(f"{c.zonage}:{c.code}"), "Tous les métiers, dans la Météo"),)))


def _diplomes(donnees: Donnees, f: portrait_formation.Formation, fap: str) -> None:
    metiers = f.ciel.metiers if f.ciel else ()
    lus = ((m.nom, (donnees, fap, "metier", (m.code_groupe,), f.ciel.annee)) for m in metiers)
    menants = tuple((nom, formation.au_coeur(*quoi)[0]) for nom, quoi in lus)
    v, table = territoire.diplomes(menants, donnees.est_demonstration("insertion"), choices.en_projection())
    if isinstance(table, str):
        return figure_block.absente("territoire-diplomes", v, table)
    suivis = {d.code: d.libelle for _, m in menants for d in m.suivis[: territoire.DIPLOMES_MONTRES]}
    figure_block.tableau("territoire-diplomes", v, table=table, provenance=formation.des_diplomes(donnees, suivis))


def _apprentissage(donnees: Donnees, f: portrait_formation.Formation) -> None:
    c, (v, table) = f.apprentissage, une_fois(territoire.apprentissage, f)
    if isinstance(table, str):
        return figure_block.absente("territoire-apprentissage", v, table)
    suivre, zones = partial(cache.suivre, donnees, c.ind.code), territoire.zones_apprentissage(f)
    suivis = {f"{nom}, {c.periode}": suivre(zonage, code, c.periode) for zonage, code, nom in zones}
    figure_block.tableau("territoire-apprentissage", v, table=table, provenance=parmi(suivis, "Territoire"))
    zones = [f"{p.zonage}:{p.code}" for p in c.parts]
    mensuelle = adresses.tendances("apprentissage_entrees", c.zonage, zones)
    st.html(adresses.liens_html(((mensuelle, "Mois par mois, dans Tendances"),)))


def _niveaux(donnees: Donnees, f: portrait_formation.Formation) -> None:
    v, table = une_fois(territoire.niveaux, f.niveaux, f.sujet)
    if isinstance(table, str):
        return figure_block.absente("territoire-niveaux", v, table)
    autour = publie(v, table, [donnees.dernier("defm_publics")], territoire.FORMULE_NIVEAUX)
    with figure_block.bloc("territoire-niveaux", v, pli="Le tableau, avec l’échelle d’aujourd’hui", **autour):
        dessinees = une_fois(territoire.barres_niveaux, f.niveaux)
        lue = " ; ".join(f"{b.libelle} : {b.texte}" for b in dessinees)
        figure = vue_barres.figure(dessinees, figure_block.mode())
        figure_block.graphique("niveaux-territoire", figure, f"{v.titre}. {lue}.")


def _centres(donnees: Donnees, f: portrait_formation.Formation) -> None:
    c, (v, table) = f.centres, une_fois(territoire.centres, f.centres)
    if isinstance(table, str):
        return figure_block.absente("territoire-centres", v, table)
    csv = f"centres_{'_'.join(c.departements)}.csv", partial(territoire.csv_centres, c)
    figure_block.tableau("territoire-centres", v, **publie(v, table, [donnees.dernier("insertion_cfa")], csv=csv))


def montrer_region(donnees: Donnees, annee: str, lieu: choices.Territoire) -> None:
    """A question, its field, both voies as bars, and the métiers that hire here; the editions are folded."""
    if not donnees.millesimes("insertion"):
        identite.titre(territoire.SANS_CHOIX, NOM_REGION)
        return identite.etat_vide("Le fichier InserJeunes n’est pas chargé.", territoire.CHOISIR)
    lues = donnees.lire("insertion", "totalisables")[["periode", "cumul"]].drop_duplicates()
    lues = sorted(lues.itertuples(index=False, name=None), reverse=True)
    editions = {p: (c, lire_une_fois(moyennes, donnees, p)) for p, c in lues}
    v, tableau, barres = une_fois(territoire.region, editions, donnees.est_demonstration("insertion"))
    autour = publie(v, tableau, [donnees.dernier("insertion")], territoire.FORMULE_REGION)

    def chercher(texte: str) -> recherche.Trouvailles:
        noms = formation.metiers(donnees, annee)
        trouves = ligne.des_metiers(cache.recherche(donnees, annee).chercher(texte))
        return recherche.Trouvailles([p for p in trouves if p.cle in noms])

    with figure_block.bloc("formation-region", v, tete="page", pli="Édition par édition, en tableau", **autour):
        st.html(barres)
        with st.container(key="cherche-formation"):
            recherche.champ("recherche-formation", chercher, lambda cle: st.session_state.update(metier=cle))
        # Cards of the météo of the place, each leading to what one learns for it.
        marches = cache.marches(donnees, "metier", lieu.zonage, code_zone=lieu.code)
        p = une_fois(palmares.palmares, une_fois(palmares.dans, marches, lieu.code, annee), lieu.code, annee)
        vers = lambda cle: adresses.formation("metier", cle, f"{lieu.zonage}:{lieu.code}", None).removeprefix("/")  # noqa: E731
        noms = cache.libelles_metiers(donnees, "metier", annee)
        st.html(tuiles.palmares_html(p, ("embauches", "difficiles"), noms, "metier", vers, 4))

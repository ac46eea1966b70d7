"""Before any métier: what becomes of those who leave each voie, and the métiers that hire around the place."""

from functools import partial

from data_loaders.magasin.donnees import Donnees
from data_loaders.measures import palmares
from data_loaders.metiers import formation
from geo.territoire import NOM_REGION
from pages.components import cache as lire_cache, enquete, feuille as st, figure_block, identite, recherche
from pages.components.figure_block import publie
from pages.components.formation import cache
from pages.components.partage import lire_une_fois, une_fois
from pages.components.territoire import Territoire
from pages.figures import adresses, tuiles
from pages.figures.formation import territoire
from pages.figures.recherche import ligne

CARTES = 4


def montrer(donnees: Donnees, annee: str, lieu: Territoire) -> None:
    """A question, its field, both voies as bars, and the métiers that hire here; the editions are folded."""
    if not donnees.millesimes("insertion"):
        identite.titre(territoire.SANS_CHOIX, NOM_REGION)
        return identite.etat_vide("Le fichier InserJeunes n’est pas chargé.", territoire.CHOISIR)
    demonstration = donnees.est_demonstration("insertion")
    editions = {p: (c, lire_une_fois(formation.moyennes, donnees, p)) for p, c in _editions(donnees)}
    v = une_fois(territoire.region, editions, demonstration)
    tableau = une_fois(territoire.table_region, editions)
    autour = publie(v, tableau, [donnees.dernier("insertion")], territoire.FORMULE_REGION)
    with figure_block.bloc("formation-region", v, tete="page", pli="Édition par édition, en tableau", **autour):
        st.html(une_fois(territoire.barres_region, editions))
        with st.container(key="cherche-formation"):
            recherche.champ("recherche-formation", partial(_chercher, donnees, annee), _ouvrir)
        st.html(_metiers(donnees, annee, lieu))


def _chercher(donnees: Donnees, annee: str, texte: str) -> recherche.Trouvailles:
    noms = cache.metiers(donnees, annee)
    trouves = ligne.des_metiers(enquete.recherche(donnees, annee).chercher(texte))
    return recherche.Trouvailles([p for p in trouves if p.cle in noms])


def _ouvrir(cle: str) -> None:
    st.session_state["metier"] = cle


def _metiers(donnees: Donnees, annee: str, lieu: Territoire) -> str:
    """Cards of the météo of the place, each leading to what one learns for it."""
    marches = lire_cache.marches(donnees, "metier", lieu.zonage, code_zone=lieu.code)
    p = une_fois(palmares.palmares, une_fois(palmares.dans, marches, lieu.code, annee), lieu.code, annee)
    zone = f"{lieu.zonage}:{lieu.code}"
    return tuiles.palmares_html(
        p,
        ("embauches", "difficiles"),
        lire_cache.libelles_metiers(donnees, "metier", annee),
        "metier",
        lambda cle: adresses.formation_metier(cle, zone, None).removeprefix("/"),
        CARTES,
    )


def _editions(donnees: Donnees) -> list[tuple[str, str]]:
    lues = donnees.lire("insertion", "totalisables")[["periode", "cumul"]].drop_duplicates()
    return sorted(lues.itertuples(index=False, name=None), reverse=True)

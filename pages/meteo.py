"""Météo des métiers: the choices, then one of three views: the territory, the métier, the method."""

from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.components import cache, choices, feuille as st, meteo, recherche
from pages.components.meteo import Contexte, metier, territoire
from pages.figures.estimees import IND
from pages.figures.recherche.ligne import des_metiers

VUES = {"territoire": territoire.montrer, "metier": metier.montrer, "methode": metier.montrer_methode}

PARAMS = meteo.PARAMS


def montrer() -> None:
    """Draw the screen."""
    donnees = cache.donnees()
    ligne = choices.ligne_choix("meteo")
    onglet, niveau = meteo.accorder()
    with choices.phrase("meteo"):
        quoi = st.container(width="content")
        lieu = choices.territoire()
        choices.mot("en")
        annee = choices.periode(donnees.periodes("bmo"))
        libelles = cache.libelles_metiers(donnees, niveau, annee)
        listes = cache.listes_bmo(donnees, niveau)[annee]
        code = None
        with quoi:
            if onglet in ("metier", "methode"):
                code = meteo.groupe(niveau, libelles, listes)
            else:
                meteo.niveau()
        with st.container(key="cherche-metier"):
            recherche.champ(
                "recherche-metier",
                lambda texte: recherche.Trouvailles(des_metiers(cache.recherche(donnees, annee).chercher(texte))),
                meteo.ouvrir_metier,
            )
        choices.point_de_vue()
        with choices.plus("meteo"):
            choices.boutons("Montrer", meteo.ONGLETS, "onglet")
            if onglet in ("metier", "methode"):
                meteo.niveau()
    if not cache.libelles_charges(donnees, niveau):
        st.info(nomenclatures.REMEDE_LIBELLES)
    ligne(meteo.GRAINS[niveau] if code is None else libelles[code], choices.nom_zone(lieu.zonage, lieu.code), annee)

    if lieu.code not in set(cache.marches(donnees, "ensemble", lieu.zonage)["code_zone"]):
        trouve = "l’enquête ne publie aucune ligne sous ce code de zone"
        remede = "choisir un autre territoire, ou rendre à la zone le code de son producteur"
        raise ErreurDonnees("absent", zonages.libelle_zone(lieu.zonage, lieu.code), trouve, remede=remede)
    instantanes = {a: cache.instantane(donnees, IND.code, a, "bassin") for a in donnees.periodes("bmo")}
    lus = libelles, listes, instantanes, donnees.est_demonstration("bmo")
    VUES[onglet](Contexte(donnees, lieu, niveau, annee, code, *lus))

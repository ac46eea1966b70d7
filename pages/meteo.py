"""Météo des métiers: the choices, then one of three views: the territory, the métier, the method."""

from data_loaders.erreurs import ErreurDonnees
from data_loaders.metiers import nomenclatures
from geo import zonages
from pages.components import cache, choices, enquete, feuille as st, recherche, territoire as choix_territoire
from pages.components.meteo import choices as choices_meteo
from pages.components.meteo.vues import Contexte, methode, metier, territoire
from pages.figures.estimees import IND
from pages.figures.recherche import ligne as propositions

VUES = {"territoire": territoire.montrer, "metier": metier.montrer, "methode": methode.montrer}

donnees = cache.donnees()
ligne = choices.ligne_choix("meteo")
onglet, niveau = choices_meteo.accorder()
with choices.phrase("meteo"):
    quoi = st.container(width="content")
    lieu = choix_territoire.territoire()
    choices.mot("en")
    annee = choices.periode(donnees.periodes("bmo"))
    libelles = cache.libelles_metiers(donnees, niveau, annee)
    listes = enquete.listes(donnees, niveau)[annee]
    code = None
    with quoi:
        if onglet in ("metier", "methode"):
            code = choices_meteo.groupe(niveau, libelles, listes)
        else:
            choices_meteo.niveau()
    with st.container(key="cherche-metier"):
        recherche.champ(
            "recherche-metier",
            lambda texte: recherche.Trouvailles(
                propositions.des_metiers(enquete.recherche(donnees, annee).chercher(texte))
            ),
            choices_meteo.ouvrir_metier,
        )
    choices.point_de_vue()
    with choices.plus("meteo"):
        choices.boutons("Montrer", choices_meteo.ONGLETS, "onglet")
        if onglet in ("metier", "methode"):
            choices_meteo.niveau()
if not cache.libelles_charges(donnees, niveau):
    st.info(nomenclatures.REMEDE_LIBELLES)
ligne(choices_meteo.GRAINS[niveau] if code is None else libelles[code], choices.nom_zone(lieu.zonage, lieu.code), annee)

if lieu.code not in set(cache.marches(donnees, "ensemble", lieu.zonage)["code_zone"]):
    raise ErreurDonnees(
        "absent",
        zonages.libelle_zone(lieu.zonage, lieu.code),
        "l’enquête ne publie aucune ligne sous ce code de zone",
        remede="choisir un autre territoire, ou rendre à la zone le code de son producteur",
    )
VUES[onglet](
    Contexte(
        donnees=donnees,
        lieu=lieu,
        niveau=niveau,
        annee=annee,
        code=code,
        libelles=libelles,
        listes=listes,
        instantanes={a: cache.instantane(donnees, IND.code, a, "bassin") for a in donnees.periodes("bmo")},
        demonstration=donnees.est_demonstration("bmo"),
    )
)

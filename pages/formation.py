"""Formation: from a métier, a sector, a diploma or a territory, to who trains, who is hired and what is foreseen."""

from data_loaders.parametres import secteurs
from pages.components import cache, choices, dossier, formation, secteur, territoires
from pages.components.formation import metier, territoire

PARAMS = [*formation.PARAMS, *secteur.PARAMS, *territoires.PARAMS]


def montrer() -> None:
    """Draw the screen."""
    donnees = cache.donnees()
    choices.exiger(donnees.periodes("bmo"))
    annee = donnees.periodes("bmo")[-1]

    ligne = choices.ligne_choix("formation")
    code = cible = lieu = place = None
    with choices.phrase("formation"):
        entree = formation.entree()
        if entree == "diplome":
            code = formation.diplome(donnees, annee)
        elif entree == "territoire":
            place = territoires.lieu() or territoire.REGION
        elif entree in ("secteur", "dossier"):
            cible = formation.cible_secteur(donnees, annee)
        else:
            cible = formation.cible_metier(donnees, annee)
        if entree not in ("territoire", "dossier"):
            lieu = choices.territoire()
        if entree in ("metier", "secteur"):
            choices.point_de_vue()
            with choices.plus("formation"):
                choices.boutons("Montrer", formation.MESURES, "mesure")

    nom = choices.nom_zone(lieu.zonage, lieu.code) if lieu else ""
    if place is not None:
        ligne(f"Partir {formation.ENTREES[entree]}", choices.nom_zone(place.zonage, place.code))
        territoire.montrer(donnees, place, formation.nomenclature(donnees))
    elif entree == "dossier":
        ligne(cible.libelle if cible else f"Partir {formation.ENTREES[entree]}")
        dossier.montrer(donnees, cible, secteurs.lire(), annee)
    elif code is not None:
        ligne(formation.noms_diplomes(donnees, formation.nomenclature(donnees))[code], nom)
        metier.montrer_diplome(donnees, code, annee, lieu)
    elif cible is None:
        ligne(f"Partir {formation.ENTREES[entree]}", nom)
        territoire.montrer_region(donnees, annee, lieu)
    else:
        ligne(cible.libelle, nom)
        metier.montrer(donnees, cible, annee, lieu)

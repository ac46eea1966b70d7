"""Formation: from a métier, a sector, a diploma or a territory, to who trains, who is hired and what is foreseen."""

from data_loaders.parametres import secteurs
from pages.components import cache, choices, territoire as choix_territoire
from pages.components.dossier import vue as dossier
from pages.components.formation import choices as choices_formation, diplome, metier, region, territoire
from pages.components.territoires import choices as choices_territoires

donnees = cache.donnees()
choices.exiger(donnees.periodes("bmo"))
annee = donnees.periodes("bmo")[-1]

ligne = choices.ligne_choix("formation")
code = cible = lieu = place = None
with choices.phrase("formation"):
    entree = choices_formation.entree()
    if entree == "diplome":
        code = choices_formation.diplome(donnees, annee)
    elif entree == "territoire":
        place = choices_territoires.lieu() or territoire.REGION
    elif entree in ("secteur", "dossier"):
        cible = choices_formation.secteur(donnees, annee)
    else:
        cible = choices_formation.metier(donnees, annee)
    if entree not in ("territoire", "dossier"):
        lieu = choix_territoire.territoire()
    if entree in ("metier", "secteur"):
        choices.point_de_vue()
        with choices.plus("formation"):
            choices.boutons("Montrer", choices_formation.MESURES, "mesure")

nom = choices.nom_zone(lieu.zonage, lieu.code) if lieu else ""
if place is not None:
    ligne(f"Partir {choices_formation.ENTREES[entree]}", choices.nom_zone(place.zonage, place.code))
    territoire.montrer(donnees, place, choices_formation.nomenclature(donnees))
elif entree == "dossier":
    ligne(cible.libelle if cible else f"Partir {choices_formation.ENTREES[entree]}")
    dossier.montrer(donnees, cible, secteurs.lire(), annee)
elif code is not None:
    ligne(diplome.nom(donnees, code), nom)
    diplome.montrer(donnees, code, annee, lieu)
elif cible is None:
    ligne(f"Partir {choices_formation.ENTREES[entree]}", nom)
    region.montrer(donnees, annee, lieu)
else:
    ligne(cible.libelle, nom)
    metier.montrer(donnees, cible, annee, lieu)

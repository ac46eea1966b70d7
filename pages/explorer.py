"""Explorer: any rows by any columns, what moved most, two indicators face to face."""

from pages.components import cache, choices, explorer
from pages.components.explorer import vues

VUES = {"tableau": vues.tableau, "retourne": vues.tableau, "mouvements": vues.mouvements, "nuage": vues.face_a_face}

PARAMS, SOUVENIRS = explorer.PARAMS, explorer.SOUVENIRS


def montrer() -> None:
    """Draw the screen."""
    donnees = cache.donnees()
    ligne = choices.ligne_choix("explorer")
    with choices.phrase("explorer"):
        volet = explorer.volet()
        demandee, par_adresse = explorer.lue(donnees, volet)
        vue = VUES[volet](donnees, demandee, ligne)
        question = next(vue)
    if par_adresse:
        explorer.avertir(demandee, question)
    next(vue, None)
    explorer.ecrire(volet, question)

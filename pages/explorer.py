"""Explorer: any rows by any columns, what moved most, two indicators face to face."""

from pages.components import cache, choices
from pages.components.explorer import choices as choix, vues

VUES = {"tableau": vues.tableau, "retourne": vues.tableau, "mouvements": vues.mouvements, "nuage": vues.face_a_face}

donnees = cache.donnees()
ligne = choices.ligne_choix("explorer")
with choices.phrase("explorer"):
    volet = choix.volet()
    question = choix.lue(donnees, volet)
    montrer = VUES[volet](donnees, question)
choix.ecrire(volet, montrer(ligne))

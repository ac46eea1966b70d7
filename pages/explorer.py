"""Explorer: any rows by any columns, what moved most, two indicators face to face."""

from pages.components import cache, choices, explorer
from pages.components.explorer import vues

VUES = {"tableau": vues.tableau, "retourne": vues.tableau, "mouvements": vues.mouvements, "nuage": vues.face_a_face}

donnees = cache.donnees()
ligne = choices.ligne_choix("explorer")
with choices.phrase("explorer"):
    volet = explorer.volet()
    question = explorer.lue(donnees, volet)
    montrer = VUES[volet](donnees, question)
explorer.ecrire(volet, montrer(ligne))

"""Home page."""

from pages.components import identite

identite.titre(
    "Lire l’emploi et la formation, territoire par territoire",
    "Pays de la Loire : dix-sept territoires, vingt-six bassins d’emploi, 1\u202f228 communes",
)

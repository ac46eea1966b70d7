"""First page, almost empty."""

from pages.components import identite

identite.titre("Première page de la vitrine")

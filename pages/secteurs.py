"""Secteurs: the sectors and filières of the convention, then the portrait of one of them."""

from pages.components import secteurs

secteurs.montrer()

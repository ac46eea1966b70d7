"""Tendances: one indicator over time, up to four territories and the region."""

from pages.components import tendances

tendances.montrer()

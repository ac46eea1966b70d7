"""Carte: one indicator, one zoning, one period; compared with the region; table and CSV of the same rows."""

from pages.components import carte

carte.montrer()

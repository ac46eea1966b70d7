"""Carte: one indicator, one zoning, one period; compared with the region; table and CSV of the same rows."""

from pages.components.carte import PARAMS, SOUVENIRS, montrer

__all__ = ["PARAMS", "SOUVENIRS", "montrer"]

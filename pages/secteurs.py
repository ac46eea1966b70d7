"""Secteurs: the sectors and filières of the convention, then the portrait of one of them."""

from pages.components.secteur import PARAMS
from pages.components.secteurs import montrer

__all__ = ["PARAMS", "montrer"]

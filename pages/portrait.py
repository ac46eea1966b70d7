"""Portraits: one territory on two A4 sheets, the same on screen, on paper and as a tagged PDF."""

from pages.components import portrait, territoires
from pages.components.portrait import montrer

__all__ = ["PARAMS", "montrer"]
PARAMS = [*portrait.PARAMS, *territoires.PARAMS]

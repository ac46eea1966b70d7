"""Tendances: one indicator over time, up to four territories and the region."""

from pages.components.tendances import PARAMS, montrer

__all__ = ["PARAMS", "montrer"]

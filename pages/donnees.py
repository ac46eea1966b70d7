"""Données: where every figure comes from, how fresh and how sure it is, what its columns mean; files to take away."""

from pages.components.donnees import PARAMS, montrer

__all__ = ["PARAMS", "montrer"]

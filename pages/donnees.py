"""Données: where every figure comes from, how fresh and how sure it is, what its columns mean; files to take away."""

from pages.components import donnees

donnees.montrer()

"""Portraits: one territory on two A4 sheets, the same on screen, on paper and as a tagged PDF."""

from pages.components import portrait

portrait.montrer()

"""Séance: prepare a meeting. The agenda lives in the browser; the server keeps nothing."""

from pages.components import cache, seance


def montrer() -> None:
    """Draw the screen."""
    cache.donnees()
    seance.montrer()

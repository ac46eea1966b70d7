"""Séance: prepare a meeting. The agenda lives in the browser; the server keeps nothing."""

from pages.components import cache, seance

cache.donnees()
seance.montrer()

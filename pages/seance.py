"""Séance: prepare a meeting. The agenda lives in the browser; the server keeps nothing."""

from pages.components import cache
from pages.components.seance import preparer

cache.donnees()
preparer.montrer()

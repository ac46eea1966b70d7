"""Choice of the page « Aide »: the word that is explained, which its address alone says."""

from pages.components import url_state
from pages.figures.aide import glossaire

PARAMS = [url_state.one("mot", None, tuple(glossaire.mots()), libelle="mot expliqué")]

"""Choice of the page « Aide »: the word that is explained, which its address alone says."""

from pages.components import url_state
from pages.figures import aide

PARAMS = [url_state.one("mot", None, tuple(aide.mots()), libelle="mot expliqué")]

"""Portraits: one territory on two A4 sheets, the same on screen, on paper and as a tagged PDF."""

from data_loaders.erreurs import ErreurDonnees
from pages.components import cache, choices, depot, exports, feuille as st, figure_block, identite
from pages.components.figure_block import Fichier
from pages.components.partage import une_fois
from pages.components.portrait import cache as cache_portrait, choices as choices_portrait
from pages.components.provenance import portrait as provenance_portrait
from pages.figures import aide
from pages.figures.portrait import rendus, vue as portrait_vue
from pages.figures.vues import Vue

donnees = cache.donnees()
sujet, bout = choices_portrait.sujet()
portrait = cache_portrait.lire(donnees, sujet)
document = une_fois(portrait_vue.document, portrait)
echelle = rendus.ECHELLES[-1]
try:
    feuilles = cache_portrait.feuilles(document)
except ErreurDonnees as e:
    identite.panne(e)  # the portrait itself is still read below
else:
    echelle = feuilles.echelle
    if not choices.en_projection():
        with bout:
            exports.bouton(
                "Portrait (PDF, deux pages)", lambda: feuilles.pdf, f"{document.fichier}.pdf", "application/pdf"
            )
if choices.en_projection():
    for b in document.blocs:
        with figure_block.bloc(b.code, portrait_vue.du_bloc(b)):
            st.html(rendus.bloc_html(b))
else:
    feuillets = depot.html_une_fois(rendus.html, document, echelle)
    identite.entete(feuillets)
    st.html(aide.quoi_html(une_fois(rendus.texte, feuillets)))
    figure_block.tableau(
        "portrait",
        Vue(document.titre),
        tete="aucune",
        cadre="",
        provenance=provenance_portrait.piste(donnees, portrait),
        csv=Fichier(f"{document.fichier}.csv", lambda: rendus.csv(portrait)),
    )

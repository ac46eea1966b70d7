"""Aide: the words of the observatory, what it does not know, where to start, the commands of who loads its data."""

from data_loaders.francais import INSEC
from pages.components import choices, feuille as st, figure_block, identite
from pages.figures import ecrans
from pages.figures.aide import exploitants, glossaire, mode_emploi

mot, autres = st.session_state.get("mot"), glossaire.autres()
if mot:
    choices.nommer(glossaire.mots()[mot].terme)
    identite.titre(f"{glossaire.mots()[mot].terme}{INSEC}: ce que ce mot veut dire")
else:
    identite.titre(f"Aide{INSEC}: ZEF, SPO, GTEC, bassin, et {len(autres)} autres mots expliqués")
with figure_block.partie(
    "decoupages", "Quatre découpages à ne pas confondre", "Tous recouvrent la région, ou une partie d’elle"
):
    st.html(glossaire.glossaire_html(glossaire.DECOUPAGES, mot))
with figure_block.partie("absents", "Ce que l’observatoire ne sait pas", "Et qui le publie"):
    st.html(mode_emploi.absents_html())
with figure_block.partie(
    "glossaire", "Les autres mots", "Par ordre alphabétique ; partout ailleurs, un « ? » les explique sur place"
):
    st.html(glossaire.glossaire_html(autres, mot))
with figure_block.partie("lire-une-carte", "Lire une carte", "De haut en bas, comme elle est dessinée"):
    st.html(mode_emploi.carte_html())
with figure_block.partie("plan", "Où trouver quoi", "Un écran par question"):
    st.html(f"{ecrans.plan_html()}{mode_emploi.METHODE}")
with figure_block.partie("plis"):
    if pli := identite.pli("pli-touches", "Au clavier : tout se fait sans souris"):
        with pli:
            figure_block.tabuler((mode_emploi.TOUCHES_ENTETES, mode_emploi.touches_lignes()), "Touches")
    if pli := identite.pli("pli-exploitants", "Les commandes de qui charge les données et tient l’observatoire"):
        with pli:
            st.html(exploitants.table_html())

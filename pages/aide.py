"""Aide: the words of the observatory, what it does not know, where to start, the commands of who loads its data."""

from data_loaders.francais import INSEC
from pages.components import choices, feuille as st, figure_block, identite, url_state
from pages.figures import aide, ecrans

PARAMS = [url_state.one("mot", None, tuple(aide.mots()), libelle="mot expliqué")]


def montrer() -> None:
    """Draw the screen."""
    mot, autres = st.session_state.get("mot"), aide.autres()
    if mot:
        choices.nommer(aide.mots()[mot].terme)
        identite.titre(f"{aide.mots()[mot].terme}{INSEC}: ce que ce mot veut dire")
    else:
        identite.titre(f"Aide{INSEC}: ZEF, SPO, GTEC, bassin, et {len(autres)} autres mots expliqués")
    dit = "Tous recouvrent la région, ou une partie d’elle"
    with figure_block.partie("decoupages", "Quatre découpages à ne pas confondre", dit):
        st.html(aide.glossaire_html(aide.DECOUPAGES, mot))
    with figure_block.partie("absents", "Ce que l’observatoire ne sait pas", "Et qui le publie"):
        st.html(aide.liste_html(aide.ABSENTS))
    dit = "Par ordre alphabétique ; partout ailleurs, un « ? » les explique sur place"
    with figure_block.partie("glossaire", "Les autres mots", dit):
        st.html(aide.glossaire_html(autres, mot))
    with figure_block.partie("lire-une-carte", "Lire une carte", "De haut en bas, comme elle est dessinée"):
        st.html(aide.liste_html(aide.CARTE))
    with figure_block.partie("plan", "Où trouver quoi", "Un écran par question"):
        st.html(f"{ecrans.plan_html()}{aide.METHODE}")
    with figure_block.partie("plis"):
        touches = (aide.TOUCHES_ENTETES, aide.TOUCHES_LIGNES), "Touches"
        identite.deplier("pli-touches", "Au clavier : tout se fait sans souris", figure_block.tabuler, *touches)
        dit = "Les commandes de qui charge les données et tient l’observatoire"
        identite.deplier("pli-exploitants", dit, lambda: st.html(aide.table_html()))

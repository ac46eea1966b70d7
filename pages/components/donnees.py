"""Choices of the screen « Données »: a dataset in detail, and which publications are listed."""

from data_loaders import francais
from data_loaders.contexte import publications
from data_loaders.contracts import CONTRATS
from data_loaders.jeux import JEUX
from pages.components import choices, feuille as st, url_state

PARAMS = [
    url_state.one("jeu", next(iter(JEUX)), tuple(JEUX), libelle="jeu de données"),
    url_state.one("theme", None, tuple(publications.THEMES), libelle="thème"),
    url_state.Param(
        "territoire_publications", None, choices.lire_zone, url_state.un, libelle="territoire des publications"
    ),
]


def jeu() -> str:
    """Select the dataset described."""
    titres = {n: francais.typographier(CONTRATS[n].titre) for n in JEUX}
    choisi = st.selectbox("Jeu de données", list(titres), format_func=titres.get, key="jeu")
    choices.nommer(titres[choisi])
    return choisi


def sujet_des_publications() -> tuple[str | None, str | None]:
    """Select (theme, `zonage:code`) of the publications listed; None for all."""
    gauche, droite = st.columns(2, vertical_alignment="bottom")
    with gauche:
        theme = choices.un_parmi("Thème", publications.THEMES, "theme", "Tous les thèmes")
    with droite:
        return theme, choices.zone_de_tous("territoire_publications")

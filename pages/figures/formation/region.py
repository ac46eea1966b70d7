"""The rates of the region before any choice, and métiers to start from."""

from collections.abc import Mapping

import pandas as pd

from data_loaders.contracts.insertion import TAUX, VOIES
from data_loaders.francais import FINE
from pages.figures.formation import mots
from pages.figures.tables import Html, Table
from pages.figures.vues import Vue

SANS_CHOIX = "Qu’est-ce qui mène à un métier, et que deviennent ceux qui s’y forment\u202f?"
CHOISIR = "Choisir un métier, un secteur ou un diplôme ci-dessus."
FORMULE = (
    "Taux de tous les diplômes : somme des sortants en emploi ÷ somme des sortants ; pour la poursuite d’études, somme "
    "de ceux qui poursuivent ÷ somme des dernières années. Les diplômes trop petits pour être montrés y sont."
)
LIGNES = {"": "Les deux voies", "apprentissage.": "Apprentissage", "scolaire.": "Lycée"}
Editions = Mapping[str, tuple[str, pd.Series]]


def vue(editions: Editions, demonstration: bool) -> Vue:
    """The finding: both voies, last edition."""
    cumul, m = next(iter(editions.values()))
    a, s = (m[f"{v}.taux_emploi_6"] for v in VOIES)
    sortis = f"{mots.pourcent(a)} des apprentis et {mots.pourcent(s)} des lycéens"
    titre = f"Quel métier apprendre{FINE}? Six mois après, {sortis} sont en emploi"
    return mots.vue("region", titre, demonstration, edition=mots.edition(cumul))


def table(editions: Editions) -> Table:
    """One row an edition and voie."""
    noms = {t: f"Emploi à {t.rpartition('_')[2]} mois" for t in TAUX} | {"taux_poursuite": "Poursuite d’études"}
    entetes = [("Sortants de", False), ("Voie", False), *((noms[t], True) for t in TAUX)]
    lignes = [
        [mots.edition(cumul), nom, *(_taux(m[f"{debut}{t}"]) for t in TAUX)]
        for cumul, m in editions.values()
        for debut, nom in LIGNES.items()
    ]
    return Table(entetes, lignes)


def _taux(x: float) -> str:
    return mots.de_region(x) if x == x else "pas encore observé"


def barres_html(editions: Editions) -> Html:
    """Both voies of the last edition, one bar each."""
    _, m = next(iter(editions.values()))
    barre = '<li><b>{}</b><span class="voeux" aria-hidden="true"><i style="--w:{:.1f}"></i></span><b>{}</b></li>'
    barres = "".join(
        barre.format(nom, x, _taux(x)) for v, nom in mots.COLONNES.items() if (x := m[f"{v}.taux_emploi_6"]) == x
    )
    return Html(f'<ul class="obs-ou obs-deux-barres">{barres}</ul>')

"""The rates of the region before any choice, and métiers to start from."""

from collections.abc import Mapping

import pandas as pd

from data_loaders.contracts.insertion import TAUX, VOIES
from data_loaders.francais import INSEC, echapper as escape
from pages.figures.formation import mots
from pages.figures.recherche import adresses
from pages.figures.tables import Html, Table
from pages.figures.vues import Vue, badges_demo

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
    sortis = f"{mots.de_region(a)} des apprentis et {mots.de_region(s)} des lycéens"
    return Vue(
        f"Six mois après leur sortie, {sortis} sont en emploi",
        f"Tous diplômes du CAP au BTS, Pays de la Loire, sortants de {mots.edition(cumul)}",
        f"{mots.PUBLICS} {mots.RUPTURE} {mots.CUMUL}",
        mots.CHAMP,
        mots.DEMONSTRATION if demonstration else f"{mots.SOURCE}{mots.edition(cumul)}.",
        badges_demo(demonstration),
    )


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


def depart_html(metiers: Mapping[str, str]) -> Html:
    """Links to the métiers that employers ask for most."""
    items = "".join(
        f'<li><a href="{escape(adresses.ecran("formation", entree="metier", metier=cle).removeprefix("/"))}" '
        f'target="_self">{escape(nom)}</a></li>'
        for cle, nom in metiers.items()
    )
    dit = f"{CHOISIR} Les plus demandés par les employeurs{INSEC}:"
    return Html(f'<p>{escape(dit)}</p><ul class="obs-suites">{items}</ul>')

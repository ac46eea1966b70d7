"""How much a figure changed, and what can be said of it (`measures.evolutions`), as a table."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.measures import mots_estimation as mots
from data_loaders.measures.evolutions import SANS_TEST, Evolution, evolution, testee
from data_loaders.parametres import meteo
from data_loaders.parametres.portrait import portrait
from pages.figures import icones, tables
from pages.figures.tables import Html


class Ligne(NamedTuple):
    """One row: a territory (or what the table follows), the difference in words, what became of its figure."""

    libelle: str
    difference: str
    e: Evolution

    @property
    def periodes(self) -> str:
        """« 2023 à 2024 »; the last one alone where nothing is compared."""
        return " à ".join(francais.periode_libelle(p) for p in (self.e.depuis, self.e.periode) if p)

    @property
    def constat(self) -> Html:
        """What is said, after its arrow."""
        fleche = f"{icones.fleche(self.e.sens)} " if self.e.sens in ("hausse", "baisse") else ""
        return Html(f"{fleche}{escape(capitale(self.e.dit))}")


def ligne(ind: Indicateur, libelle: str, lignes: pd.DataFrame, periode: str = "", depuis: str = "") -> Ligne:
    """What became of a figure of a zone, the last by default, since the one before that it is comparable with.

    Args:
        lignes: rows of the zone, indexed by periode.
    """
    e = evolution(ind, lignes, periode, depuis=depuis)
    return Ligne(libelle, _difference(ind, lignes, e), e)


def _difference(ind: Indicateur, lignes: pd.DataFrame, e: Evolution) -> str:
    """« −0,3 point », « +10 inscrits (+10,0 %) »; « −8,4 à −6,8 % » where a part is hidden on either side."""
    if not e.depuis:
        return ""
    if ind.genre == "taux":
        unite = "points" if ind.unite == "%" else ind.unite
        return francais.ecart(e.ecart, unite, 0 if ind.incertaine else ind.decimales)
    dite = mots.evolution_dite(e.bas / 100, e.haut / 100)
    a, b = (lignes.loc[p] for p in (e.depuis, e.periode))
    if a["minorant"] or b["minorant"]:
        return dite
    return f"{francais.ecart(b['value'] - a['value'], ind.unite, ind.decimales)} ({dite})"


def regle(ind: Indicateur) -> str:
    """What the table of changes rests on, as a sentence."""
    if not testee(ind):
        return capitale(f"{SANS_TEST}.")
    if ind.dataset == "bmo":
        dit = (
            "Enquête auprès d’un échantillon d’employeurs : une hausse ou une baisse est dite si elle dépasse ce que "
            f"le hasard produit dans 95 cas sur 100. «{INSEC}{capitale(mots.SANS_EVOLUTION)}{INSEC}» ne veut pas dire "
            "stable."
        )
        if ind.estime:
            grand = francais.avec_unite(100 * meteo().ecart_grand, "points")
            return f"{dit} «{INSEC}Forte{INSEC}»{INSEC}: {grand} et plus."
        return f"{dit} L’écart entre deux bornes est ce que le secret statistique laisse ouvert, rien d’autre."
    p = portrait()
    seuil = (
        francais.avec_unite(p.seuil_taux, "points" if ind.unite == "%" else ind.unite, 1)
        if ind.genre == "taux"
        else francais.avec_unite(p.seuil_compte, "%")
    )
    suite = "" if ind.corrige or ind.rythme == "annuel" else ", données brutes"
    return (
        f"Dernière période connue comparée à la même, un an plus tôt{suite}. Sans marge de sondage{INSEC}: "
        f"«{INSEC}stable{INSEC}» jusqu’à {seuil}, en hausse ou en baisse au-delà."
    )


def tableau_html(lignes: Sequence[Ligne], legende: str, quoi: str = "Territoire") -> str:
    """Table of the changes, each of a territory or of what `quoi` names; the arrow is beside its words."""
    entetes = [("", False), (quoi, False), *tables.en_tetes("De … à …", "Différence #", "Ce qu’on peut en dire")]
    corps = [["", x.libelle, x.periodes, x.difference or "–", x.constat] for x in lignes]
    return tables.tableau_html(entetes, corps, legende)

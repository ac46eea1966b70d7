"""How much a figure changed, and what can be said of it: a test for the survey, a plain difference elsewhere.

The survey BMO is a sample: a movement is said only when its test is passed, on the estimated share (`marches`). An
administrative series is complete but raw: its last point is compared with the same period of the year before, and no
arrow is drawn.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data_loaders import francais
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import Indicateur
from data_loaders.francais import INSEC, capitale, echapper as escape
from data_loaders.measures import mots_estimation as mots, sauts
from data_loaders.parametres import meteo
from pages.figures import icones, lecture, tables
from pages.figures.tables import Html

TESTES = ("bmo_part_difficiles", "bmo_part_difficiles_estimee", "bmo_projets")
DIFFERENCE = "différence, sans test"


class Evolution(NamedTuple):
    """One territory: the periods compared, the difference in words, what can be said of it, the arrow if any."""

    libelle: str
    periodes: str
    difference: str
    constat: str
    fleche: str = ""


def brute(ind: Indicateur, libelle: str, lignes: pd.DataFrame) -> Evolution:
    """Difference between the last known period and the same one a year before.

    Args:
        ind: the indicator.
        libelle: name of the territory.
        lignes: rows of one zone, indexed by periode.
    """
    connues = lignes[~lignes["obs_status"].isin(VIDES)]
    if connues.empty:
        return Evolution(libelle, "", "", "aucune valeur connue")
    derniere = max(connues.index, key=francais.rang_periode)
    avant = francais.un_an_avant(derniere)
    quand = f"{francais.periode_libelle(avant)} à {francais.periode_libelle(derniere)}"
    if avant not in connues.index:
        return Evolution(
            libelle, quand, "", f"pas de valeur pour {francais.periode_libelle(avant)}{INSEC}: rien à comparer"
        )
    a, b = connues.loc[avant], connues.loc[derniere]
    if a["minorant"] or b["minorant"]:
        return Evolution(libelle, quand, "", "valeurs minorées par le secret statistique : leur écart ne dit rien")
    entre = [p for p in connues.index if francais.rang_periode(avant) < francais.rang_periode(p)]
    if (connues.loc[entre, "obs_status"] == "B").any():
        return Evolution(libelle, quand, _difference(ind, a, b), "rupture de série entre les deux : ne pas comparer")
    if sauts.marques(connues.loc[entre]).any():
        return Evolution(
            libelle, quand, _difference(ind, a, b), f"{sauts.PROBABLE} entre les deux : à expliquer d’abord"
        )
    provisoire = ", dernier point provisoire" if lecture.indice(ind, b["obs_status"]) in ("p", "e") else ""
    return Evolution(libelle, quand, _difference(ind, a, b), DIFFERENCE + provisoire)


def _difference(ind: Indicateur, a: pd.Series, b: pd.Series) -> str:
    points = ind.genre == "taux" and ind.unite == "%"
    texte = francais.ecart(b["value"] - a["value"], "points" if points else ind.unite, ind.decimales)
    if ind.genre == "taux" or not a["value"]:
        return texte
    return f"{texte} ({francais.nombre(100 * (b['value'] / a['value'] - 1), 1, signe=True)}{INSEC}%)"


def testee(ind: Indicateur, libelle: str, lignes: pd.DataFrame) -> Evolution:
    """Movement between the two last vintages of the survey, with its test.

    Args:
        ind: an indicator of `TESTES`.
        libelle: name of the territory.
        lignes: rows of one zone, indexed by periode, with the columns of `marche.accompagner`.
    """
    dites = lignes[lignes["fleche"].notna()] if "fleche" in lignes else lignes[:0]
    if dites.empty:
        return Evolution(libelle, "", "", "ce territoire n’est pas dans l’enquête")
    derniere = max(dites.index, key=francais.rang_periode)
    r = dites.loc[derniere]
    if r["fleche"] == "non_mesurable":
        return Evolution(libelle, derniere, "", r["fleche_raison"], "non_mesurable")
    avant = r["annee_precedente"]
    quand = f"{avant} à {derniere}"
    if ind.code == "bmo_projets":
        fleche = r["fleche_projets"]
        evolution = mots.evolution_dite(r["evolution_lo"], r["evolution_hi"])
        return Evolution(libelle, quand, evolution, _PROJETS.get(fleche, mots.SANS_MOUVEMENT), fleche)
    delta, sur = 100 * r["delta"], ""
    if not ind.estime:
        delta = r["value"] - lignes.loc[avant, "value"] if avant in lignes.index else None
        sur = f"part estimée{INSEC}: "
    return Evolution(libelle, quand, _points(delta), f"{sur}{mots.mouvement_situe(r)}", r["fleche"])


_PROJETS = {"hausse": "hausse établie", "baisse": "baisse établie"}


def _points(delta: float | None) -> str:
    return "" if pd.isna(delta) else francais.ecart(delta, "points", 0)


def regle(ind: Indicateur) -> str:
    """What the table of changes rests on, as a sentence."""
    if ind.code in TESTES:
        p = meteo()
        points = francais.avec_unite(100 * p.fleche_part, "points")
        grand = f" et grand à partir de {points}" if ind.incertaine else ""
        sur = " sur la part estimée" if ind.code == "bmo_part_difficiles" else ""
        masques = (
            "" if ind.incertaine else " Là où le secret masque des projets, l’évolution est dite entre deux bornes."
        )
        return (
            f"Enquête auprès d’un échantillon d’employeurs : un mouvement est établi si son test{sur} le permet "
            f"(|z| d’au moins {francais.nombre(p.fleche_z, 2)}){grand}. « Pas de mouvement établi » ne veut pas dire "
            f"stable.{masques}"
        )
    if ind.dataset == "bmo":
        return (
            "Enquête auprès d’un échantillon d’employeurs : l’écart de deux millésimes est donné sans test, ce n’est "
            "pas une évolution établie."
        )
    if ind.corrige:
        return "Série corrigée des saisons : la dernière période est comparée à la même, un an plus tôt, sans test."
    if ind.rythme == "annuel":
        return "Dernière année comparée à la précédente, sans test."
    return (
        "Données brutes, où les saisons restent : la dernière période est comparée à la même, un an plus tôt, et à "
        "aucune autre ; sans test."
    )


def tableau_html(evolutions: Sequence[Evolution], legende: str, quoi: str = "Territoire") -> str:
    """Table of the changes, each of a territory or of what `quoi` names; the arrow is beside its words."""
    entetes = [("", False), (quoi, False), *tables.en_tetes("De … à …", "Différence #", "Ce qu’on peut en dire")]
    corps = [
        [
            "",
            e.libelle,
            e.periodes,
            e.difference or "–",
            Html(f"{_fleche(e)}{escape(capitale(e.constat))}"),
        ]
        for e in evolutions
    ]
    return tables.tableau_html(entetes, corps, legende)


def _fleche(e: Evolution) -> str:
    return f"{icones.fleche(e.fleche)} " if e.fleche else ""

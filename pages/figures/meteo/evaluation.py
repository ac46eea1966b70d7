"""What the past says of the method: two tables and a CSV of « La méthode »."""

import pandas as pd

from data_loaders.francais import INSEC, avec_unite, capitale, nombre
from data_loaders.measures.evaluation import PREDICTIONS, Evaluation
from data_loaders.measures.mots_estimation import A_CONFIRMER
from pages.figures import declares
from pages.figures.tables import csv_francais, en_tetes, mention

NIVEAUX, ZONES = (declares.de(declares.lire(__file__)[section], "mots") for section in ("niveau", "zone"))
TITRE = "L’estimation face à l’enquête suivante"
LECTURE = f"Erreur logarithmique{INSEC}: la plus petite est la meilleure."
SEULE = "Une seule enquête chargée, ou aucune qui se compare à une autre : rien à confronter."
Lignes = tuple[list[tuple[str, bool]], list[list[str]]]


def sous_titre(e: Evaluation) -> str:
    """What is compared."""
    return f"Enquêtes {', '.join(e.couples)}"


def table(e: Evaluation) -> Lignes:
    """A row a level × zoning: error of each prediction, coverage of the margins."""
    entetes = en_tetes("Métiers", "Territoires", "Groupes #", *(f"{capitale(x)} #" for x in PREDICTIONS.values()))
    entetes += en_tetes("Dans la marge de 8 sur 10 #", "Dans la marge de 95 sur 100 #")
    corps = [
        [
            NIVEAUX[r.niveau],
            ZONES[r.zonage],
            nombre(r.groupes_nb),
            *(nombre(getattr(r, f"log_loss_{nom}"), 4) for nom in PREDICTIONS),
            *(_pct(x) for x in (r.dans_80, r.dans_95)),
        ]
        for r in e.lignes.itertuples()
    ]
    return entetes, corps


def table_certitudes(e: Evaluation) -> Lignes:
    """A row a level × zoning × degree: how often the next survey falls on the side that was said."""
    entetes = en_tetes(
        "Métiers",
        "Territoires",
        "Certitude",
        "Groupes #",
        "Même côté, niveau de l’année retiré, 100 projets et plus #",
        "Même côté, enquête telle que publiée #",
    )
    corps = [
        [NIVEAUX[r.niveau], ZONES[r.zonage], r.certitude.replace("fragile", A_CONFIRMER), nombre(r.groupes_nb)]
        + [_pct(x) for x in (r.meme_cote, r.publiee)]
        for r in e.certitudes.itertuples()
    ]
    return entetes, corps


def csv(e: Evaluation, demonstration: bool) -> bytes:
    """Both tables in one file."""
    t = pd.concat([e.lignes, e.certitudes]).assign(mention=mention(demonstration))
    return csv_francais(t, dict.fromkeys(t.select_dtypes("float"), 4) | {"groupes_nb": 0})


def _pct(x: float) -> str:
    return "sans objet" if pd.isna(x) else avec_unite(100 * x, "%")

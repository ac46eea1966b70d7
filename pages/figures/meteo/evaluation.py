"""What the past says of the method, and of how much it speaks: tables and CSV of « La méthode »."""

import pandas as pd

from data_loaders.francais import FINE, INSEC, avec_unite, capitale, nombre
from data_loaders.measures.evaluation import PREDICTIONS, TOUTES, Evaluation
from pages.figures.meteo.vue import NIVEAUX_LECTURE
from pages.figures.tables import csv_francais, en_tetes, mention

NIVEAUX = NIVEAUX_LECTURE | {"ensemble": "Tous métiers ensemble"}
MESURES = (
    ("log_loss", "Erreur logarithmique, plus petite, meilleure", 4, 1),
    ("rang", "Accord des rangs avec l’enquête suivante, 1 au mieux", 2, 1),
    ("ecart", "Écart moyen avec l’enquête suivante, en points", 1, 100),
)
COUVERTURE = {
    "estime": "Estimées",
    "effectif": "Effectif insuffisant",
    "secret": "Secret",
    "une_classe": "Parmi les estimées, un seul niveau",
    "deux_classes": "deux niveaux",
}
SEULE = "Une seule enquête chargée, ou aucune qui se compare à une autre : rien à confronter."
Lignes = tuple[list[tuple[str, bool]], list[list[str]]]


def titre(e: Evaluation) -> str:
    """The finding: how often the next survey fell inside what was said of métiers."""
    r = _toutes(e.intervalles)
    return (
        f"{avec_unite(100 * r['dans'], '%')} des enquêtes suivantes tombent dans l’intervalle dit, pour "
        f"{avec_unite(100 * r['promis'], '%')} promis"
    )


def _toutes(t: pd.DataFrame) -> pd.Series:
    return t[t["annee"] == TOUTES].iloc[0]


def table_precision(e: Evaluation, mesure: str) -> Lignes:
    """Headers and rows of one measure: a row a level and pair of vintages, a column a predictor."""
    _, _, decimales, facteur = next(m for m in MESURES if m[0] == mesure)
    entetes = [*_ENTETES, *((capitale(nom), True) for nom in PREDICTIONS.values())]
    corps = [
        [
            *_paire(r),
            *(
                nombre(facteur * r[f"{mesure}_{p}"], decimales) if pd.notna(r[f"{mesure}_{p}"]) else "sans objet"
                for p in PREDICTIONS
            ),
        ]
        for r in e.precision.to_dict("records")
    ]
    return entetes, corps


_ENTETES = en_tetes("", "Enquêtes", "Niveau de lecture", "Cellules #")


def _paire(r: dict) -> list[str]:
    enquetes = "toutes" if r["annee"] == TOUTES else f"{r['annee']} puis {r['suivante']}"
    return ["", enquetes, NIVEAUX[r["niveau"]], nombre(r["cellules_nb"])]


def table_intervalles(e: Evaluation) -> Lignes:
    """The same for the intervals: promised, seen, size of the gaps."""
    entetes = [*_ENTETES, ("Promis", True), ("Vu", True), ("Écarts ÷ erreurs dites, 1 attendu", True)]
    corps = [
        [*_paire(r), *(avec_unite(100 * r[c], "%") for c in ("promis", "dans")), nombre(r["dispersion"], 2)]
        for r in e.intervalles.to_dict("records")
    ]
    return entetes, corps


def table_chances(e: Evaluation) -> Lignes:
    """The same for the chances: said, expected through the noise of the next survey, seen."""
    entetes = en_tetes(
        "",
        "Chance dite",
        "Niveau de lecture",
        "Cellules #",
        "Moyenne dite #",
        "Attendue avec le bruit de l’enquête suivante #",
        "Vue #",
    )
    corps = [
        [
            "",
            f"de {nombre(r['de'], 1)} à {nombre(r['a'], 1)}",
            NIVEAUX[r["niveau"]],
            nombre(r["cellules_nb"]),
            *(nombre(r[c], 2) for c in ("dite", "attendue", "vue")),
        ]
        for r in e.chances.to_dict("records")
    ]
    return entetes, corps


def lecture(e: Evaluation) -> str:
    """The métiers, all pairs together, in a sentence for each measure."""
    r = _toutes(e.precision)
    return (
        f"{NIVEAUX[r['niveau']]}{INSEC}: sur {nombre(r['cellules_nb'])} couples d’enquêtes, l’écart moyen avec la part "
        f"déclarée suivante est de {nombre(100 * r['ecart_estimee'], 1)} points pour l’estimation, "
        f"{nombre(100 * r['ecart_regionale'], 1)} pour la part du même groupe dans la région, "
        f"{nombre(100 * r['ecart_declaree'], 1)} pour la part déclarée de la dernière enquête. Chaque prédiction est "
        "d’abord ramenée au niveau de l’enquête suivante. Cette enquête a son propre hasard"
        f"{INSEC}: même une estimation juste ne tombe pas dessus."
    )


def csv(e: Evaluation, demonstration: bool) -> bytes:
    """Precision and intervals in one file, a row a level and pair of vintages."""
    t = e.precision.merge(e.intervalles, on=["niveau", "annee", "suivante", "cellules_nb"])
    t = t.assign(mention=mention(demonstration))
    return csv_francais(t, dict.fromkeys(t.select_dtypes("float"), 4) | {"cellules_nb": 0})


def table_couverture(t: pd.DataFrame) -> Lignes:
    """Headers and rows of the coverage: a row a level and vintage.

    Args:
        t: from `evaluation.annonces`.
    """
    entetes = en_tetes("Millésime", "Niveau de lecture", "Cellules publiées #")
    entetes += [(nom, True) for nom in COUVERTURE.values()]
    corps = [
        [r["annee"], NIVEAUX[r["niveau"]], nombre(r["cellules_nb"]), *(_pct(r[c]) for c in COUVERTURE)]
        for r in t.to_dict("records")
    ]
    return entetes, corps


def lecture_couverture(t: pd.DataFrame) -> str:
    """The last vintage of the families, then of the métiers."""
    dits = []
    for niveau in ("famille", "metier"):
        r = t[t["niveau"] == niveau].iloc[-1]
        dits.append(
            f"en {r['annee']}, {_pct(r['estime'])} des cellules publiées de « {NIVEAUX[niveau].lower()} » ont une "
            f"estimation, dont {_pct(r['une_classe'])} dites d’un seul niveau"
        )
    return f"{capitale(dits[0])}{FINE}; {dits[1]}. Les autres disent pourquoi elles n’en ont pas."


def csv_couverture(t: pd.DataFrame, demonstration: bool) -> bytes:
    """The coverage with its reasons, in percent."""
    parts = {f"{c}_pct": 100 * t[c] for c in COUVERTURE}
    sortie = pd.DataFrame(
        {"niveau": t["niveau"], "annee": t["annee"], "cellules_publiees": t["cellules_nb"], **parts}
    ).assign(mention=mention(demonstration))
    return csv_francais(sortie, dict.fromkeys(parts, 1) | {"cellules_publiees": 0})


def _pct(x: float) -> str:
    return avec_unite(100 * x, "%")

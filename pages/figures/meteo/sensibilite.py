"""What the parameters of the météo weigh, and what share of its cells has a class: tables and CSV of the method."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data_loaders.francais import FINE, INSEC, accorder, nombre
from data_loaders.measures.sensibilite import RESULTATS
from pages.figures.lecture import capitale
from pages.figures.meteo.methode import PARAMETRES, PARAMETRES_COMPLETS
from pages.figures.meteo.vue import NIVEAUX_LECTURE
from pages.figures.tables import csv_francais, mention

GROUPES = {"famille": "familles", "metier": "métiers"}
RESULTATS_DITS = {
    "niveau": "Classe",
    "position": "Position",
    "fragile": "Fragile",
    "fiabilite": "Fiabilité",
    "fleche": "Flèche",
    "porteur": "Porteur",
    "niveau_complet": "Classe",
    "partiel": "Partiel",
}
# What is counted for the complete index.
COMPLETS = ("niveau_complet", "fragile", "partiel")
NOMS = {nom: libelle for nom, libelle, _ in (*PARAMETRES, *PARAMETRES_COMPLETS)}
COUVERTURE = {
    "classe": "Classées",
    "fragile": "dont fragiles",
    "effectif": "Effectif insuffisant",
    "secret": "Secret",
    "bornes": "Non déterminées",
}
NIVEAUX = NIVEAUX_LECTURE | {"ensemble": "Tous métiers ensemble"}


def titre(table: pd.DataFrame) -> str:
    """The finding: the parameter that moves the most classes, families and métiers together."""
    r = table.loc[table["niveau"].idxmax()]
    return (
        f"Déplacé de 10{INSEC}%, « {_nom(r['parametre'], r['cle']).lower()} » change "
        f"{nombre(r['niveau'])} {accorder('classes', r['niveau'])} sur {nombre(r['cellules_nb'])}, le plus fort effet"
    )


def table(groupe: pd.DataFrame, resultats: Sequence[str] = RESULTATS) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows: a row a parameter, « moved down / moved up » in each cell.

    Args:
        groupe: rows of `measures.sensibilite.sensibilite` of one of `GROUPES`, or those of the complete index.
        resultats: what is counted, `COMPLETS` for the complete index.
    """
    entetes = [("Valeur", True), ("Paramètre", False), *((RESULTATS_DITS[r], True) for r in resultats)]
    corps = []
    for (nom, cle, valeur), deux in groupe.groupby(["parametre", "cle", "valeur"], sort=False):
        paires = [f"{nombre(deux[r].iloc[0])} / {nombre(deux[r].iloc[1])}" for r in resultats]
        corps.append([_court(valeur), _nom(nom, cle), *paires])
    return entetes, corps


def lecture(groupe: pd.DataFrame, classe: str = "niveau") -> str:
    """The parameter that moves the most classes, in a sentence; `classe`: the column that counts them."""
    r = groupe.loc[groupe[classe].idxmax()]
    sens = "augmente" if r["variation"] > 0 else "baisse"
    return (
        f"Quand « {_nom(r['parametre'], r['cle']).lower()} » {sens} de 10{INSEC}%, {nombre(r[classe])} des "
        f"{nombre(r['cellules_nb'])} cellules classées changent de classe. Chaque case donne le nombre de cellules qui "
        "changent quand le paramètre baisse, puis quand il augmente."
    )


def csv(t: pd.DataFrame, demonstration: bool) -> bytes:
    """All rows, one a parameter and direction."""
    sortie = pd.DataFrame(
        {
            "groupes": t["groupes"].map(GROUPES),
            "cellules_classees": t["cellules_nb"],
            "parametre": t["parametre"],
            "cle": t["cle"],
            "valeur": t["valeur"],
            "variation_pct": t["variation"],
            **{f"{RESULTATS_DITS[r].lower()}_nb": t[r] for r in RESULTATS},
            "mention": mention(demonstration),
        }
    )
    sortie = sortie.rename(columns={"fiabilité_nb": "fiabilite_nb", "flèche_nb": "fleche_nb"})
    nombres = {c: 0 for c in sortie.columns if c.endswith("_nb")}
    return csv_francais(sortie, nombres | {"cellules_classees": 0, "valeur": None, "variation_pct": 0})


def table_couverture(t: pd.DataFrame) -> tuple[list[tuple[str, bool]], list[list[str]]]:
    """Headers and rows of the coverage: a row a level and vintage.

    Args:
        t: rows of `measures.sensibilite.couverture`, with `niveau`.
    """
    entetes = [("Millésime", False), ("Niveau de lecture", False), ("Cellules publiées", True)]
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
            f"en {r['annee']}, {_pct(r['classe'])} des cellules publiées de « {NIVEAUX[niveau].lower()} » ont une "
            f"classe, dont {_pct(r['fragile'])} fragiles"
        )
    return f"{capitale(dits[0])}{FINE}; {dits[1]}. Les autres disent pourquoi elles n’en ont pas."


def csv_couverture(t: pd.DataFrame, demonstration: bool) -> bytes:
    """The coverage with its reasons, in percent."""
    parts = {f"{c}_pct": 100 * t[c] for c in COUVERTURE}
    sortie = pd.DataFrame(
        {"niveau": t["niveau"], "annee": t["annee"], "cellules_publiees": t["cellules_nb"], **parts}
    ).assign(mention=mention(demonstration))
    return csv_francais(sortie, dict.fromkeys(parts, 1) | {"cellules_publiees": 0})


def _nom(parametre: str, cle: str) -> str:
    nom = NOMS[parametre]
    if parametre in ("limites_niveau", "limites_position"):
        return f"{nom} ({'1re' if cle == '1' else f'{cle}e'})"
    return f"{nom} ({cle})" if parametre == "fiabilite" else nom


def _court(x: float) -> str:
    return nombre(x, next(d for d in range(5) if d == 4 or round(x, d) == round(x, 4)))


def _pct(x: float) -> str:
    return f"{nombre(100 * x)}{INSEC}%"

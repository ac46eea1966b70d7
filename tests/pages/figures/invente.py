"""Invented figures in the shape the screens receive them; perimeters and names of zones are the real ones."""

from collections.abc import Mapping

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs_detail import indicateur
from data_loaders.jeux.calculs import COLONNES
from data_loaders.measures.secret import RAISON_SECRET
from geo import zonages

Cellule = float | str | dict


# What the survey says of all métiers of a zone, below the region in every survey; then of one métier.
MARCHE = {
    "statut_marche": "estime",
    "declaree": 0.36884,
    "marge_points": 14.29,
    "declaree_lo": 0.33,
    "declaree_hi": 0.447,
    "q_estimee": 0.55162,
    "estimee_lo": 0.497,
    "estimee_hi": 0.607,
    "classe": None,
    "certitude": "",
    "w": 0.436,
    "publiee": 0.36,
    "position": -1,
    "memoire": -1,
    "rang_meilleur": 13,
    "rang_pire": 26,
    "rangs_nb": 26,
}
DECLAREE = {"value": 36.884, "borne_basse": 33.0, "borne_haute": 44.7, "caches_nb": 9} | MARCHE
ESTIMEE = {"value": 55.162, "borne_basse": 49.7, "borne_haute": 60.7} | MARCHE
METIER = ESTIMEE | {"classe": 3, "certitude": "solide", "w": 0.1, "position": None, "memoire": None}


def ligne(valeur: Cellule) -> dict:
    """One figure: a number, the status of an empty cell (« Q », « L »…), or the fields that differ from the usual."""
    champs = valeur if isinstance(valeur, dict) else {}
    statut = champs.get("obs_status", valeur if isinstance(valeur, str) else "A")
    nombre = float("nan") if statut in VIDES else float(champs.get("value", valeur if not champs else 0))
    usuelle = {
        "value": nombre,
        "obs_status": statut,
        "raison": RAISON_SECRET if statut == "Q" else "",
        "minorant": False,
        "borne_basse": nombre,
        "borne_haute": nombre,
        "cellules_nb": 1,
        "caches_nb": int(statut == "Q"),
    }
    return usuelle | champs


def lignes(valeurs: Mapping[str, Mapping[str, Cellule]]) -> pd.DataFrame:
    """Rows of a `Tableau` from period -> zone -> figure; fields of a market (`marche.COLONNES_MARCHE`) are kept."""
    rangs = [
        {"code_zone": zone, "periode": p} | ligne(v) for p, par_zone in valeurs.items() for zone, v in par_zone.items()
    ]
    df = pd.DataFrame(rangs)
    return df.reindex(columns=[*COLONNES, *(c for c in df if c not in COLONNES)])


def tableau(
    code: str,
    zonage: str,
    valeurs: Mapping[str, Mapping[str, Cellule]],
    *,
    autres: Cellule | None = None,
    demonstration: bool = False,
) -> Tableau:
    """Figures of an indicator on a zoning, period -> zone -> figure; `autres`: of every zone left out, none without.

    `demonstration`: marked as invented for the reader too.
    """
    complet = {
        p: {**(dict.fromkeys(zonages.zones(zonage)["code_zone"], autres) if autres is not None else {}), **v}
        for p, v in valeurs.items()
    }
    return Tableau(indicateur(code), zonage, None, lignes(complet), tuple(valeurs), demonstration)


def serie(valeurs: Mapping[str, Cellule]) -> pd.DataFrame:
    """Rows of one zone, indexed by period, from period -> figure."""
    return lignes({p: {"": v} for p, v in valeurs.items()}).set_index("periode")


def fr(texte: str) -> str:
    """French text with its spaces made visible: `~` no-break space, `_` narrow one."""
    return texte.replace("~", "\u00a0").replace("_", "\u202f")

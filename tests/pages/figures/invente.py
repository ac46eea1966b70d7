"""Invented figures in the shape the screens receive them; perimeters and names of zones are the real ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_loaders.chiffres.tableau import Tableau
from data_loaders.contracts.base import VIDES
from data_loaders.contracts.indicateurs import indicateur
from data_loaders.jeux.calculs import COLONNES
from data_loaders.measures.secret import RAISON_SECRET
from geo import zonages

Cellule = float | str | dict


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
    """Rows of a `Tableau` from period -> zone -> figure."""
    rangs = [
        {"code_zone": zone, "periode": p} | ligne(v) for p, par_zone in valeurs.items() for zone, v in par_zone.items()
    ]
    return pd.DataFrame(rangs, columns=COLONNES)


def tableau(
    code: str,
    zonage: str,
    valeurs: Mapping[str, Mapping[str, Cellule]],
    *,
    autres: Cellule | None = None,
    demonstration: bool = False,
) -> Tableau:
    """Figures of an indicator on a zoning.

    Args:
        code: of the indicator.
        zonage: zoning.
        valeurs: period -> zone -> figure.
        autres: figure of every zone of the zoning that `valeurs` leaves out; None leaves them out.
        demonstration: marked as invented for the reader too.
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

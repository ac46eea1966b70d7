"""What the screens of series read of the survey for one territory."""

from __future__ import annotations

import pandas as pd

from data_loaders.jeux.calculs import Metier
from data_loaders.magasin.donnees import Donnees
from pages.components import cache


def indices_zone(d: Donnees, zonage: str, code_zone: str, metier: Metier | None) -> pd.DataFrame:
    """Rows of `measures.meteo.indices` of one zone and one group (all métiers by default), one a vintage.

    Args:
        d: snapshots of the session.
        zonage: `bassin`, `departement` or `region`.
        code_zone: a zone of it.
        metier: group of métiers.
    """
    niveau, code = (metier.niveau, metier.code) if metier else ("ensemble", "ensemble")
    i = cache.indices_meteo(d, niveau, zonage)
    return i[i["code_zone"].eq(code_zone) & i["code_groupe"].eq(code)]

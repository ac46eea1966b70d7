"""The invented survey of `outils` and the screen on demonstration data."""

from functools import partial

import pandas as pd
import pytest

from data_loaders.measures import bmo, estimation, marches
from tests.pages.meteo.outils import CELLULES, FAMILLES, FRANCE, METIERS
from tests.pages.outils import ouvrir


@pytest.fixture(scope="module")
def enquete():
    """The survey ready for the line of the estimate, and its list of métiers."""
    metiers = pd.DataFrame(
        [(a, m, f"Métier {m}", f, FAMILLES[f], "FAP2009") for a in ("2021", "2023") for m, f in METIERS.items()],
        columns=["annee", "code_metier", "libelle_metier", "code_famille", "libelle_famille", "nomenclature"],
    )
    lignes = [
        {"annee": a, "code_bassin": b, "code_departement": d, "code_metier": m, "mesure": mesure, "value": valeur}
        for a, (b, d), m, met, xmet in CELLULES
        for mesure, valeur in (("met", met), ("xmet", xmet), ("smet", None))
    ]
    france = pd.DataFrame(
        [(a, "11", m, METIERS[m], *valeurs) for a in ("2021", "2023") for m, valeurs in FRANCE.items()],
        columns=["annee", "code_region", "code_metier", "code_famille", "met", "xmet"],
    )
    return estimation.preparer(bmo.large(pd.DataFrame(lignes), metiers), france), metiers


@pytest.fixture(scope="module")
def dire(enquete):
    """`dire(niveau, zonage)`: all that is said of a level on a zoning."""
    return lambda niveau, zonage: marches.decrire(*enquete, niveau, zonage)


@pytest.fixture(scope="module")
def bassins(dire):
    return dire("famille", "bassin")


@pytest.fixture
def ecran(racine):
    """`ecran(**params)` runs the screen on demonstration data."""
    return partial(ouvrir, "meteo")

"""An invented survey small enough to redo by hand, and the screen on demonstration data."""

import re
from functools import partial

import pandas as pd
import pytest

from data_loaders.measures import bmo, estimation, marches
from tests.pages.outils import ouvrir

FAMILLES = {"O": "Ouvriers du bâtiment", "S": "Fonctions sociales", "Z": "Autres métiers"}
METIERS = {"B0Z20": "O", "B0Z21": "O", "V0Z60": "S", "A0Z40": "Z"}
NOMS = FAMILLES | {m: f"Métier {m}" for m in METIERS} | {"ensemble": "Tous les métiers"}
NANTES, ANCENIS, MAMERS = ("5220", "44"), ("5221", "44"), ("5209", "72")
# vintage, (bassin, département), métier, projects, difficult; None = hidden
CELLULES = (
    ("2021", NANTES, "B0Z20", 900.0, 540.0), ("2021", NANTES, "V0Z60", 900.0, 360.0),
    ("2023", NANTES, "B0Z20", 900.0, 855.0), ("2023", NANTES, "B0Z21", None, None),
    ("2023", NANTES, "V0Z60", 900.0, 360.0), ("2023", ANCENIS, "B0Z20", 60.0, 30.0),
    ("2023", ANCENIS, "V0Z60", 40.0, None), ("2023", MAMERS, "B0Z20", 8.0, 6.0),
    ("2023", MAMERS, "V0Z60", None, None),
)  # fmt: skip

# métier -> projects, difficult in the whole of France, each vintage
FRANCE = {
    "B0Z20": (20000.0, 14000.0), "B0Z21": (2000.0, 1400.0), "V0Z60": (30000.0, 12000.0), "A0Z40": (9000.0, 4000.0),
}  # fmt: skip


def ligne(indices, zone, groupe, annee="2023"):
    choisie = (indices["code_zone"] == zone) & (indices["code_groupe"] == groupe) & (indices["annee"] == annee)
    return next(indices[choisie].assign(nom=NOMS[groupe]).itertuples())


def texte(html):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


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
    return lambda niveau, zonage: marches.decrire(*enquete, niveau)[zonage]


@pytest.fixture(scope="module")
def bassins(dire):
    return dire("famille", "bassin")


@pytest.fixture
def ecran(racine):
    """`ecran(**params)` runs the screen on demonstration data."""
    return partial(ouvrir, "meteo")

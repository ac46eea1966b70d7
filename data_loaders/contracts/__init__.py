"""One declaration per producer, found in this folder (`declarations`); their order on screens is that of the registry.

A TOML declares contracts and indicators; a Python module a subject holds the constants that code reads too, and
computes the indicators that are alike.
"""

from data_loaders.contracts import declarations
from data_loaders.contracts.base import Contrat
from data_loaders.contracts.indicateurs import INDICATEURS

CONTRATS: dict[str, Contrat] = {}
for _nom in declarations.noms():
    _lue = declarations.lire(_nom)
    CONTRATS.update(_lue.contrats)
    INDICATEURS.update(_lue.indicateurs)

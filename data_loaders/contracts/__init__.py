"""One declaration per producer, found in this folder (`declarations`); their order on screens is that of the registry.

A TOML declares contracts and indicators; a Python module a subject holds the constants that code reads too, and
computes the indicators that are alike.
"""

from data_loaders.contracts import declarations
from data_loaders.contracts.indicateurs import INDICATEURS
from data_loaders.contracts.registre import Registre

CONTRATS = Registre({}, lambda d: {d.nom: d.contrat})
for _nom in declarations.noms():
    _lue = declarations.lire(_nom)
    CONTRATS.update(_lue.contrats)
    INDICATEURS.update(_lue.indicateurs)

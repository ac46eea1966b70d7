"""One contract per dataset, found in the modules of this folder; their order on screens is that of the registry.

A module declares `CONTRAT`, or `CONTRATS` for several datasets of one producer, and the `INDICATEURS` that its dataset
answers, unless they are in the common list.
"""

import importlib
import pkgutil

from data_loaders.contracts import indicateurs
from data_loaders.contracts.base import Contrat

_MODULES = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
CONTRATS: dict[str, Contrat] = {
    c.dataset: c
    for m in _MODULES
    for c in (getattr(m, "CONTRATS", ()) or ([m.CONTRAT] if hasattr(m, "CONTRAT") else ()))
}
for _module in _MODULES:
    if _module is not indicateurs:
        indicateurs.INDICATEURS.update({i.code: i for i in getattr(_module, "INDICATEURS", ())})

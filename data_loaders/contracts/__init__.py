"""One contract per dataset; `CONTRATS` is the table every other module reads."""

from data_loaders.contracts import bmo, defm_epci

CONTRATS = {c.CONTRAT.dataset: c.CONTRAT for c in (bmo, defm_epci)}

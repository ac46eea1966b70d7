"""One contract per dataset; `CONTRATS` is the table every other module reads."""

from data_loaders.contracts import (
    bmo,
    chomage_dep,
    chomage_ze,
    convention,
    defm_cvs,
    defm_epci,
    stmt_dep,
    tension_fap,
    tension_rome,
)

CONTRATS = {
    c.CONTRAT.dataset: c.CONTRAT
    for c in (bmo, defm_epci, chomage_ze, chomage_dep, stmt_dep, defm_cvs, tension_rome, tension_fap, convention)
}

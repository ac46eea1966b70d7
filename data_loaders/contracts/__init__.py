"""One contract per dataset; `CONTRATS` is the table every other module reads."""

from data_loaders.contracts import (
    bmo,
    chomage_dep,
    chomage_ze,
    communes,
    convention,
    defm_cvs,
    defm_epci,
    etats,
    formation,
    interim,
    nomenclatures,
    publications,
    stmt_dep,
    tension_fap,
    tension_rome,
)

_UN_PAR_MODULE = (
    bmo, defm_epci, chomage_ze, chomage_dep, stmt_dep, defm_cvs, tension_rome, tension_fap, convention, publications,
    interim,
)  # fmt: skip
_PLUSIEURS_PAR_MODULE = (formation, nomenclatures, etats, communes)
CONTRATS = {
    c.dataset: c
    for c in (*(m.CONTRAT for m in _UN_PAR_MODULE), *(c for m in _PLUSIEURS_PAR_MODULE for c in m.CONTRATS))
}

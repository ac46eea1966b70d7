"""Everyday titles of métiers: those that DARES puts under a FAP 2009, those of the ROME version 4.

A title may belong to several métiers: all are kept, none is preferred. A millésime is one list.
"""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table

LISTES = {"FAP2009": "famille professionnelle, FAP 2009 à 225 postes", "ROME4": "métier du ROME version 4"}
TITRES = Table(
    colonnes=(
        Colonne("liste", pa.string(), "Ce dont les titres sont rangés", valeurs=tuple(LISTES)),
        Colonne("titre", pa.string(), "Titre, au féminin et au masculin", motif=r"\S"),
        Colonne(
            "code",
            pa.string(),
            " ; ".join(f"{c} : {lib}" for c, lib in LISTES.items()),
            motif=r"^[A-Z][0-9A-Z][A-Z]\d\d$|^[A-N]\d{4}$",
        ),
        Colonne("principal", pa.bool_(), "Vrai pour le titre qui nomme le métier"),
    ),
    cle=("liste", "titre", "code"),
)
CONTRAT = Contrat(
    "appellations",
    "Appellations de métiers (Dares, ROME version 4)",
    "Dares et France Travail",
    licence="non précisée par le rediffuseur",
    rythme="à chaque révision",
    secret="Sans objet : aucun chiffre.",
    tables={"titres": TITRES},
    adresse="https://dares.travail-emploi.gouv.fr",
)

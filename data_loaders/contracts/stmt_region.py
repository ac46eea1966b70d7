"""STMT: the long monthly series of the region, categories A to E together, raw, one area a file."""

import dataclasses

import pyarrow as pa

from data_loaders.contracts import stmt_dep
from data_loaders.contracts.base import Colonne, Table
from data_loaders.contracts.indicateurs import Indicateur
from geo.zonages import REGION

OBSERVATIONS = Table(
    colonnes=(
        stmt_dep.OBSERVATIONS.colonnes[0],
        Colonne("code_zone", pa.string(), "Région", valeurs=(REGION,)),
        *stmt_dep.OBSERVATIONS.colonnes[2:],
    ),
    cle=("periode", "code_zone"),
)
CONTRAT = dataclasses.replace(
    stmt_dep.CONTRAT,
    dataset="stmt_region",
    titre="Demandeurs d’emploi inscrits en fin de mois, série longue de la région (STMT)",
    tables={"observations": OBSERVATIONS},
)
INDICATEURS = (
    Indicateur(
        "inscrits_a_e_long",
        "Inscrits à France Travail, catégories A à E, série longue de la région",
        dataset="stmt_region",
        genre="compte",
        unite="inscrits",
        decimales=0,
        zonages=("region",),
        rythme="mensuel",
        nature="stock en fin de mois, données brutes",
        theme="Demande d’emploi",
        phrase="à France Travail, toutes catégories de A à E",
        champ="Inscrits à France Travail (Pôle emploi avant 2024), catégories A à E ensemble, données brutes en fin "
        "de mois ; total de la région arrondi une fois, quand celui des départements est une somme de cinq arrondis",
        source="France Travail, statistiques du marché du travail (STMT)",
        ailleurs="cette série est celle de la région entière : aucun chiffre n’est estimé",
    ),
)

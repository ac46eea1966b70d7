"""STMT: job-seekers registered at the end of the month, categories A to E together, raw, by département."""

import pyarrow as pa

from data_loaders.contracts.base import DEPARTEMENTS, Colonne, Contrat, Table, valeur

OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", pa.string(), "Fin de mois observée", motif=r"^(19|20)\d\d-(0[1-9]|1[0-2])$"),
        Colonne("code_departement", pa.string(), "Département", valeurs=DEPARTEMENTS),
        *valeur("personnes", (0, 1e6)),
    ),
    cle=("periode", "code_departement"),
)
CONTRAT = Contrat(
    dataset="stmt_dep",
    titre="Demandeurs d’emploi inscrits en fin de mois, par département (STMT)",
    producteur="France Travail (Pôle emploi avant 2024)",
    licence="Licence Ouverte 2.0",
    rythme="mensuel",
    secret="Le producteur arrondit chaque effectif à la dizaine ; aucune cellule n’est masquée.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    retard_mois=2,
    adresse="https://statistiques.francetravail.org/stmt/defmexp",
)

"""STMT: job-seekers registered at the end of the month, categories A to E together, raw.

By département, and the long series of the region, one area a file.
"""

import pyarrow as pa

from data_loaders.contracts.base import DEPARTEMENTS, LICENCE_OUVERTE, Colonne, Contrat, Table, valeur
from data_loaders.contracts.indicateurs import Indicateur
from geo.zonages import REGION


def _table(zone: Colonne) -> Table:
    mois = Colonne("periode", pa.string(), "Fin de mois observée", motif=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")
    return Table(colonnes=(mois, zone, *valeur("personnes", (0, 1e6))), cle=("periode", zone.nom))


PAR_DEPARTEMENT = _table(Colonne("code_departement", pa.string(), "Département", valeurs=DEPARTEMENTS))
DE_LA_REGION = _table(Colonne("code_zone", pa.string(), "Région", valeurs=(REGION,)))
CONTRATS = tuple(
    Contrat(
        dataset=dataset,
        titre=f"Demandeurs d’emploi inscrits en fin de mois, {titre} (STMT)",
        producteur="France Travail (Pôle emploi avant 2024)",
        licence=LICENCE_OUVERTE,
        rythme="mensuel",
        secret="Le producteur arrondit chaque effectif à la dizaine ; aucune cellule n’est masquée.",
        tables={"observations": table},
        serie=True,
        retard_mois=2,
        adresse="https://statistiques.francetravail.org/stmt/defmexp",
    )
    for dataset, titre, table in (
        ("stmt_dep", "par département", PAR_DEPARTEMENT),
        ("stmt_region", "série longue de la région", DE_LA_REGION),
    )
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

"""STMT: job-seekers registered at the end of the month, categories A to E together, raw.

By département, and the long series of the region, one area a file.
"""

from data_loaders.contracts.base import DEPARTEMENTS, LICENCE_OUVERTE, Colonne, Contrat, Table, valeur
from geo.zonages import REGION


def _table(zone: Colonne) -> Table:
    mois = Colonne("periode", "Fin de mois observée", motif=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")
    return Table.de(mois, zone, *valeur("personnes", (0, 1e6)), cle=("periode", zone.nom))


PAR_DEPARTEMENT = _table(Colonne("code_departement", "Département", valeurs=DEPARTEMENTS))
DE_LA_REGION = _table(Colonne("code_zone", "Région", valeurs=(REGION,)))
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

"""DEFM by EPCI: job-seekers registered at the end of December, by category A to E, whole EPCI."""

from data_loaders.contracts.base import LICENCE_OUVERTE, MOIS, Colonne, Contrat, Table, valeur

CATEGORIES = ("A", "B", "C", "D", "E")

OBSERVATIONS = Table.de(
    Colonne("periode", "Fin de mois observée", motif=MOIS),
    Colonne("siren_epci", "EPCI à fiscalité propre (SIREN)", motif=r"^\d{9}$"),
    Colonne("categorie", "Catégorie de demandeurs d’emploi", valeurs=CATEGORIES),
    *valeur("personnes", (0, 1e6)),
    cle=("periode", "siren_epci", "categorie"),
)
CONTRAT = Contrat(
    dataset="defm_epci",
    titre="Demandeurs d’emploi inscrits en fin de mois, par EPCI",
    producteur="Pôle emploi (France Travail depuis 2024)",
    licence=LICENCE_OUVERTE,
    rythme="annuel",
    secret="Le fichier ne porte aucune cellule masquée.",
    tables={"observations": OBSERVATIONS},
    adresse="https://statistiques.francetravail.org",
)

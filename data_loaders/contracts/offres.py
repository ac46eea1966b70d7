"""Offers open on a day, by commune and métier: a stock, never added over days, nor a flow as those of the tensions."""

import pyarrow as pa

from data_loaders.contracts.base import LICENCE_NON_PRECISEE, MOIS, Colonne, Contrat, Table, valeur

OBSERVATIONS = Table(
    colonnes=(
        Colonne("periode", pa.string(), "Mois du relevé", motif=MOIS),
        Colonne("jour", pa.string(), "Jour du relevé", motif=r"^\d{4}-\d\d-\d\d$"),
        Colonne(
            "code_commune",
            pa.string(),
            "Commune d’aujourd’hui ; celle du fichier où elle est inconnue : elle ne compte que dans son département",
            motif=r"^\d{5}$",
        ),
        Colonne(
            "code_rome",
            pa.string(),
            "Métier, code ROME version 3 ; vide pour une offre sans métier",
            motif=r"^([A-N]\d{4})?$",
        ),
        *valeur("offres", (0, 1e5)),
    ),
    cle=("periode", "code_commune", "code_rome"),
)
CONTRAT = Contrat(
    dataset="offres",
    titre="Offres d’emploi ouvertes, par commune et métier (ROME)",
    producteur="France Travail",
    licence=LICENCE_NON_PRECISEE,
    rythme="à chaque relevé",
    secret="Le fichier ne porte aucune cellule masquée ; les offres sans commune n’y sont pas.",
    tables={"observations": OBSERVATIONS},
    adresse="https://www.francetravail.org",
)

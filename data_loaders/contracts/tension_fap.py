"""Official tension indicator of DARES: FAP 2009 (225 and 87 posts) × France, region, département. Classes only."""

import pyarrow as pa

from data_loaders.contracts.base import DEPARTEMENTS, Colonne, Contrat, Table
from data_loaders.contracts.tension_rome import COMPOSANTES, VALEUR_CLASSE
from geo.zonages import REGION

FRANCE = "FR"
NIVEAUX = ("fap225", "fap87")

OBSERVATIONS = Table(
    colonnes=(
        Colonne("annee", pa.string(), "Année observée", motif=r"^20\d\d$"),
        Colonne(
            "code_zone",
            pa.string(),
            "FR : France ; région 52 ; ou département",
            valeurs=(FRANCE, REGION, *DEPARTEMENTS),
        ),
        Colonne("niveau_fap", pa.string(), "Niveau de la nomenclature FAP 2009", valeurs=NIVEAUX),
        Colonne("code_fap", pa.string(), "Famille professionnelle, FAP 2009", motif=r"^[A-Z]\d[A-Z](\d\d)?$"),
        Colonne("emploi", pa.int64(), "Emploi moyen, arrondi à la centaine", "personnes en emploi", bornes=(0, 1e8)),
        *VALEUR_CLASSE,
        *COMPOSANTES,
    ),
    cle=("annee", "code_zone", "code_fap"),
)
CONTRAT = Contrat(
    dataset="tension_fap",
    titre="Tensions par famille professionnelle (FAP) et territoire, classes officielles",
    producteur="Dares et France Travail",
    licence="Licence Ouverte 2.0",
    rythme="annuel",
    secret="Sans classe officielle (effectif trop faible), le producteur n’imputait qu’un indice : la ligne est gardée "
    "comme non disponible, l’indice imputé n’est pas repris.",
    tables={"observations": OBSERVATIONS},
    retard_mois=18,
    adresse="https://dares.travail-emploi.gouv.fr",
)

"""Official tension indicator of France Travail and DARES: ROME × bassin, one year, with the counts it rests on."""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table, valeur

ROME = r"^[A-N]\d{4}$"
CLASSE = (1, 5)
# The official class, 1 (weakest tension) to 5; null with its status where the producer gives none.
VALEUR_CLASSE = valeur("classe de 1 à 5", CLASSE)


def composante(nom: str, description: str) -> Colonne:
    """Column of the class (1 to 5) of one component; null where the producer gives none."""
    return Colonne(nom, pa.int8(), description, "classe de 1 à 5", nulle=True, bornes=CLASSE)


COMPOSANTES = (
    composante("intensite_embauches", "Intensité d’embauches"),
    composante("manque_main_oeuvre", "Manque de main-d’œuvre disponible"),
    composante("non_durabilite", "Non-durabilité de l’emploi"),
    composante("conditions_travail", "Conditions de travail contraignantes"),
    composante("inadequation_geographique", "Inadéquation géographique"),
    composante("lien_formation", "Lien entre formation et emploi"),
)
OBSERVATIONS = Table(
    colonnes=(
        Colonne("annee", pa.string(), "Année observée", motif=r"^20\d\d$"),
        Colonne("code_bassin", pa.string(), "Bassin d’emploi de France Travail", motif=r"^\d{4}$"),
        Colonne("code_rome", pa.string(), "Métier, code ROME version 3", motif=ROME),
        Colonne("offres", pa.float64(), "Offres d’emploi de douze mois (un flux)", "offres", bornes=(0, 1e6)),
        Colonne(
            "inscrits",
            pa.float64(),
            "Demandeurs d’emploi, catégories A, B et C, stock moyen de l’année",
            "personnes",
            bornes=(0, 1e6),
        ),
        *VALEUR_CLASSE,
        *COMPOSANTES,
    ),
    cle=("annee", "code_bassin", "code_rome"),
)
CONTRAT = Contrat(
    dataset="tension_rome",
    titre="Tensions par métier (ROME) et bassin d’emploi, classes officielles",
    producteur="France Travail et Dares",
    licence="non précisée par le rediffuseur",
    rythme="annuel",
    secret="Les croisements de faible effectif sont absents du fichier ; une absence n’est pas un zéro.",
    tables={"observations": OBSERVATIONS},
    retard_mois=18,
    adresse="https://www.francetravail.org",
)

"""BMO: besoins en main-d'œuvre, recruitment intentions declared by employers, métier × bassin, one survey a year."""

from data_loaders.contracts.base import (
    ANNEE,
    DEPARTEMENTS,
    LICENCE_OUVERTE,
    Colonne,
    Contrat,
    Table,
    codee,
    reel,
    valeur,
)
from geo.territoire import BASSIN_VOISIN, NOM_BASSIN_VOISIN, REGION_VOISINE

NOMENCLATURES = ("FAP2009", "FAP2021")
MESURES = {"met": "projets de recrutement", "xmet": "projets jugés difficiles", "smet": "projets saisonniers"}
FAP = r"^[A-Z][0-9A-Z][A-Z]\d\d$"  # a ROME code has a digit in third place
FAMILLES = {
    "A": "Fonctions administratives",
    "C": "Fonctions d'encadrement",
    "I": "Ouvriers des secteurs de l'industrie",
    "O": "Ouvriers de la construction et du bâtiment",
    "S": "Fonctions sociales et médico-sociales",
    "T": "Autres techniciens et employés",
    "V": "Fonctions liées à la vente, au tourisme et aux services",
    "Z": "Autres métiers",
}
# Bassins of another region of which some vintages count a part in ours: code -> name. No zoning of ours draws them.
HORS_DECOUPAGE = {BASSIN_VOISIN: f"{NOM_BASSIN_VOISIN} ({REGION_VOISINE})"}
PROJETS_MAX = 1e6  # of a cell
SEUIL = 5  # smallest value the producer publishes since 2018; `*` hides what is below

METIERS = Table.de(
    Colonne("annee", "Millésime de l’enquête", motif=ANNEE),
    Colonne("code_metier", "Métier de l’enquête, code FAP à cinq caractères", motif=FAP),
    Colonne("libelle_metier", "Libellé du métier"),
    Colonne("code_famille", "Famille de métiers (8 postes)", valeurs=tuple(FAMILLES)),
    Colonne("libelle_famille", "Libellé de la famille"),
    Colonne("nomenclature", "Nomenclature des métiers", valeurs=NOMENCLATURES),
    cle=("annee", "code_metier"),
)
OBSERVATIONS = Table.de(
    Colonne("annee", "Millésime de l’enquête", motif=ANNEE),
    Colonne("code_bassin", "Bassin d’emploi de France Travail", motif=r"^\d{4}$"),
    Colonne("code_departement", "Département", valeurs=DEPARTEMENTS),
    Colonne("code_metier", "Métier de l’enquête (FAP)", motif=FAP),
    codee(
        "mesure", {"met": "projets de recrutement", "xmet": "projets jugés difficiles", "smet": "projets saisonniers"}
    ),
    *valeur("projets", (0, PROJETS_MAX)),
    cle=("annee", "code_bassin", "code_metier", "mesure"),
)
# One row a published cell of the whole file, our region included: the share of each métier in France comes from it.
# Rows elsewhere are the producer's, not checked as ours are: a bassin may be missing, a cell may stand twice.
FRANCE = Table.de(
    Colonne("annee", "Millésime de l’enquête", motif=ANNEE),
    Colonne("code_region", "Région, anciennes régions avant 2017", motif=r"^\d\d$", nulle=True),
    Colonne("code_departement", "Département", nulle=True),
    Colonne("code_bassin", "Bassin d’emploi, vide quand le fichier n’en donne pas", nulle=True),
    Colonne("code_metier", "Métier de l’enquête (FAP)", motif=FAP),
    Colonne("code_famille", "Famille de métiers (8 postes)", valeurs=tuple(FAMILLES)),
    reel("met", "Projets de recrutement, vide si secret", "projets", (0, PROJETS_MAX), nulle=True),
    reel("xmet", "Projets difficiles, vide si secret", "projets", (0, PROJETS_MAX), nulle=True),
    cle=(),
    appui=True,
)
CONTRAT = Contrat(
    dataset="bmo",
    titre="Besoins en main-d’œuvre (BMO)",
    producteur="France Travail (Pôle emploi avant 2024)",
    licence=LICENCE_OUVERTE,
    rythme="annuel",
    secret="Depuis 2018, le producteur masque par « * » toute valeur inférieure à 5 ; une cellule masquée n’est jamais "
    "remplacée par zéro.",
    tables={"observations": OBSERVATIONS, "metiers": METIERS, "france": FRANCE},
    retard_mois=0,
    adresse="https://www.francetravail.org/statistiques-analyses/bmo.html",
)

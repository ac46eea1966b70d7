"""Offers open on a day, by commune and métier: a stock, never added over days, nor a flow as those of the tensions."""

from data_loaders.contracts.base import DEPARTEMENTS, LICENCE_NON_PRECISEE, MOIS, Colonne, Contrat, Table, valeur
from data_loaders.contracts.indicateurs import Indicateur

OBSERVATIONS = Table.de(
    Colonne("periode", "Mois du relevé", motif=MOIS),
    Colonne("jour", "Jour du relevé", motif=r"^\d{4}-\d\d-\d\d$"),
    Colonne("code_departement", "Département de la commune", valeurs=DEPARTEMENTS),
    Colonne(
        "code_commune",
        "Commune d’aujourd’hui ; celle du fichier où elle est inconnue : elle ne compte que dans son département",
        motif=r"^\d{5}$",
    ),
    Colonne("code_rome", "Métier, code ROME version 3 ; vide pour une offre sans métier", motif=r"^([A-N]\d{4})?$"),
    *valeur("offres", (0, 1e5)),
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
_INDICATEUR = {
    "dataset": "offres",
    "rythme": "mensuel",
    "theme": "Offres d’emploi",
    "nature": "stock d’un jour, qui ne s’ajoute pas à celui d’un autre",
}
_CHAMP = "Offres d’emploi ouvertes le jour du relevé, de commune connue"
INDICATEURS = (
    Indicateur(
        "offres",
        "Offres d’emploi ouvertes",
        unite="offres",
        zonages=("commune", "epci", "bassin", "ze", "zef", "spo", "gtec", "departement", "region"),
        mesure="offres",
        phrase="d’emploi ouvertes le jour du relevé",
        phrase_singulier="d’emploi ouverte le jour du relevé",
        champ=_CHAMP,
        source="France Travail, offres d’emploi ouvertes par commune et métier",
        **_INDICATEUR,
    ),
    Indicateur(
        "offres_projets",
        "Offres ouvertes pour 100 projets de recrutement",
        genre="taux",
        unite="pour 100 projets",
        zonages=("bassin", "departement", "region"),
        limites=(20, 30, 40, 50),
        mesure="projets",
        phrase="offres ouvertes le jour du relevé, sur les projets de l’enquête de la même année",
        champ=f"{_CHAMP}, rapportées aux projets visibles de l’enquête de la même année : ni les mêmes "
        "embauches, ni la même durée",
        source="France Travail, offres d’emploi ouvertes, et enquête Besoins en main-d’œuvre (BMO)",
        ailleurs="l’enquête est diffusée par bassin d’emploi, qui ne s’emboîte pas dans ce découpage ; aucun chiffre "
        "n’est estimé",
        **_INDICATEUR,
    ),
)

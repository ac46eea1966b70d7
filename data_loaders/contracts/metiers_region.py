"""Portraits of the métiers (DARES): employment and job-seekers of the region by professional family (FAP 2009, 87)."""

from data_loaders.contracts.base import ADRESSE_DARES, ANNEE, LICENCE_NON_PRECISEE, Colonne, Contrat, Table, valeur
from data_loaders.contracts.indicateurs import Indicateur
from geo.zonages import REGION

INCONNU = "ZZZ"
TRIMESTRES = 4  # the job-seekers of a year are published as the sum of four quarters

OBSERVATIONS = Table.de(
    Colonne("periode", "Année", motif=ANNEE),
    Colonne("code_zone", "Région", valeurs=(REGION,)),
    Colonne("code_fap87", "Famille professionnelle (FAP 2009) ; ZZZ : inconnue", motif=r"^[A-Z][0-9A-Z][A-Z]$"),
    *valeur("personnes", (0, 1e6)),
    cle=("periode", "code_fap87"),
)


def _contrat(dataset: str, titre: str, producteur: str) -> Contrat:
    return Contrat(
        dataset=dataset,
        titre=titre,
        producteur=producteur,
        licence=LICENCE_NON_PRECISEE,
        rythme="selon l’édition",
        secret="Le fichier ne porte aucune cellule masquée.",
        tables={"observations": OBSERVATIONS},
        adresse=ADRESSE_DARES,
    )


CATEGORIES = {"defm_a_fap": "catégorie A", "defm_abc_fap": "catégories A, B et C"}
CONTRATS = (
    _contrat("emploi_fap", "Emploi de la région par famille professionnelle", "Dares, d’après l’Insee (recensement)"),
    *(
        _contrat(d, f"Demandeurs d’emploi de la région par famille professionnelle, {c}", "Dares et France Travail")
        for d, c in CATEGORIES.items()
    ),
)
_COMMUN = {
    "zonages": ("region",),
    "rythme": "annuel",
    "metiers": True,
    "niveaux": ("fap87",),
    "theme": "Métiers",
    "ailleurs": "le fichier donne la région entière : aucun chiffre n’est estimé",
}
FAMILLES = (
    Indicateur(
        "emploi_fap",
        "Personnes en emploi, par famille professionnelle (FAP)",
        dataset="emploi_fap",
        unite="personnes en emploi",
        nature="stock au recensement",
        phrase="dans la région",
        champ="Personnes en emploi de la région, nomenclature FAP 2009",
        source="Dares, portraits statistiques des métiers, d’après l’Insee (recensement de la population)",
        **_COMMUN,
    ),
    *(
        Indicateur(
            d,
            f"Demandeurs d’emploi, {c}, par famille professionnelle recherchée (FAP)",
            dataset=d,
            unite="demandeurs d’emploi",
            nature="stock moyen de l’année",
            phrase=f"inscrits en {c}, en moyenne sur l’année",
            champ=f"Inscrits à Pôle emploi, {c}, moyenne de quatre trimestres, nomenclature FAP 2009",
            source="Dares, portraits statistiques des métiers, d’après Pôle emploi",
            **_COMMUN,
        )
        for d, c in CATEGORIES.items()
    ),
)

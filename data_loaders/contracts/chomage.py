"""Unemployment rate (BIT, adjusted, mean of a quarter): départements, region, France; zones d'emploi 2020."""

from data_loaders.contracts.base import DEPARTEMENTS, LICENCE_OUVERTE, TRIMESTRE, Colonne, Contrat, Table, valeur
from geo.territoire import ZE_ENTIERES
from geo.zonages import REGION

FRANCE = "FM"  # France métropolitaine, the reference the producer publishes beside the regions
_PERIODE = Colonne("periode", "Trimestre, en moyenne", motif=TRIMESTRE)
_TAUX = valeur("% de la population active", (0, 60))

PAR_DEPARTEMENT = Table.de(
    _PERIODE,
    Colonne(
        "code_zone", "Département, région 52, ou FM : France métropolitaine", valeurs=(*DEPARTEMENTS, REGION, FRANCE)
    ),
    *_TAUX,
    cle=("periode", "code_zone"),
)
PAR_ZONE = Table.de(
    _PERIODE,
    Colonne(
        "code_ze",
        f"Zone d’emploi 2020, ou partie régionale ({', '.join(ZE_ENTIERES)}) d’une zone interrégionale "
        f"({', '.join(ZE_ENTIERES.values())})",
        motif=r"^\d{4}$",
    ),
    *_TAUX,
    cle=("periode", "code_ze"),
)
_COMMUN = {"producteur": "Insee", "licence": LICENCE_OUVERTE, "rythme": "trimestriel", "serie": True}
CONTRATS = (
    Contrat(
        dataset="chomage_dep",
        titre="Taux de chômage localisés par département et région",
        secret="Aucune cellule masquée à ce niveau ; le producteur dispose d’un code pour le secret, qui serait "
        "repris.",
        tables={"observations": PAR_DEPARTEMENT},
        adresse="https://www.insee.fr",
        **_COMMUN,
    ),
    Contrat(
        dataset="chomage_ze",
        titre="Taux de chômage localisés par zone d’emploi 2020",
        secret="Le fichier ne porte aucune cellule masquée.",
        tables={"observations": PAR_ZONE},
        adresse="https://www.insee.fr/fr/statistiques/1893230",
        **_COMMUN,
    ),
)

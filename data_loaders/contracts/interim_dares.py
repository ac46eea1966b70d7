"""Interim employment (DARES), quarterly and adjusted: the region by place of the agency or of the mission, sectors in
France only.

A sector of the region is published nowhere: none is estimated.
"""

from data_loaders.contracts.base import (
    ADRESSE_DARES,
    LICENCE_OUVERTE,
    TRIMESTRE,
    Colonne,
    Contrat,
    Table,
    codee,
    valeur,
)
from data_loaders.contracts.indicateurs import Indicateur
from geo.zonages import REGION

FRANCE = "FR"
# ETU: where the mission is done; ETT: where the agency is. They are never added nor compared.
SERIES = {
    "effectif_etu": "intérimaires en fin de trimestre, région de l’établissement utilisateur",
    "effectif_ett": "intérimaires en fin de trimestre, région de l’agence",
    "etp_etu": "équivalents temps plein du trimestre, région de l’établissement utilisateur",
    "etp_ett": "équivalents temps plein du trimestre, région de l’agence",
}
MESURES_SECTEUR = {
    "effectif": "intérimaires en fin de trimestre",
    "etp": "équivalents temps plein du trimestre",
    "recours": "taux de recours, en %",
}
_PERIODE = Colonne("periode", "Trimestre", motif=TRIMESTRE)

OBSERVATIONS = Table.de(
    _PERIODE,
    Colonne("code_zone", "52 : région ; FR : France hors Mayotte", valeurs=(REGION, FRANCE)),
    codee("serie", SERIES),
    *valeur("celle de la série", (0, 1e7)),
    cle=("periode", "code_zone", "serie"),
)
SECTEURS = Table.de(
    _PERIODE,
    Colonne("secteur", "Secteur d’activité de l’établissement utilisateur, code du producteur"),
    Colonne("libelle_secteur", "Son nom, tel que publié"),
    codee("mesure", MESURES_SECTEUR),
    *valeur("celle de la mesure", (0, 1e7)),
    cle=("periode", "secteur", "mesure"),
)
CONTRAT = Contrat(
    dataset="interim_dares",
    titre="Emploi intérimaire, région et France",
    producteur="Dares",
    licence=LICENCE_OUVERTE,
    rythme="trimestriel",
    secret="Le fichier ne porte aucune cellule masquée ; chaque trimestre est révisé à chaque publication.",
    tables={"observations": OBSERVATIONS, "secteurs": SECTEURS},
    serie=True,
    retard_mois=4,
    adresse=ADRESSE_DARES,
)
_COMMUN = {
    "dataset": "interim_dares",
    "zonages": ("region",),
    "rythme": "trimestriel",
    "corrige": True,
    "theme": "Intérim",
    "source": "Dares, emploi intérimaire (déclarations sociales nominatives)",
    "ailleurs": "l’intérim est publié par région, et par secteur pour la France seulement : aucun chiffre n’est estimé",
    "complements": {"region": {FRANCE: "France hors Mayotte"}},
}
_CHAMP = "Intérimaires, y compris en CDI intérimaire"
INDICATEURS = (
    Indicateur(
        "interimaires",
        "Intérimaires en fin de trimestre",
        mesure="effectif_etu",
        unite="intérimaires",
        nature="stock en fin de trimestre, corrigé des variations saisonnières",
        phrase="en fin de trimestre, là où se fait la mission",
        champ=f"{_CHAMP}, selon la région de l’établissement où se fait la mission",
        **_COMMUN,
    ),
    Indicateur(
        "interim_etp",
        "Volume d’intérim en équivalents temps plein",
        mesure="etp_etu",
        unite="équivalents temps plein",
        nature="volume de travail du trimestre, corrigé des variations saisonnières",
        phrase="d’intérim sur le trimestre, là où se fait la mission",
        champ=f"{_CHAMP}, volume de travail selon la région de l’établissement où se fait la mission",
        flux=True,
        **_COMMUN,
    ),
    Indicateur(
        "interimaires_agence",
        "Intérimaires en fin de trimestre, selon la région de l’agence",
        mesure="effectif_ett",
        unite="intérimaires",
        nature="stock en fin de trimestre, corrigé des variations saisonnières",
        phrase="en fin de trimestre, employés par une agence de la région",
        phrase_singulier="en fin de trimestre, employé par une agence de la région",
        champ=f"{_CHAMP}, selon la région de l’agence d’intérim, quelle que soit celle de la mission",
        **_COMMUN,
    ),
)

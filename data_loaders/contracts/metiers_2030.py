"""« Les métiers en 2030 », region by region: what is foreseen of each métier between 2019 and 2030, a projection."""

from data_loaders.contracts.base import ADRESSE_DARES, LICENCE_OUVERTE, Colonne, Contrat, Table, codee, valeur
from data_loaders.contracts.indicateurs import Indicateur
from geo.zonages import REGION

DEBUT, FIN = "2019", "2030"
MESURES = {
    "emploi": "Emploi en 2019",
    "creations": "Créations nettes d’emplois, négatives pour des destructions",
    "departs": "Départs en fin de carrière",
    "postes": "Postes à pourvoir : créations et départs",
    "jeunes": "Jeunes débutants, comptés en moins : ils répondent au besoin",
    "mobilites": "Solde des mobilités entre régions",
    "desequilibre": "Déséquilibre : postes à pourvoir, jeunes débutants et mobilités",
}
# Families that hold several of FAP 2009 at 87 posts; the others bear its codes.
GROUPES = {"D0A": ("D0Z", "D3Z"), "F0A": ("F0Z", "F1Z"), "F2A": ("F2Z", "F3Z"), "XK_": ("K0Z", "X0Z")}
HORS_CHAMP = "hors champ"

OBSERVATIONS = Table.de(
    Colonne("periode", "Terme de la projection", valeurs=(FIN,)),
    Colonne("code_zone", "Région", valeurs=(REGION,)),
    Colonne(
        "code_fap",
        "Famille professionnelle : FAP 2009 à 87 postes, ou l’une des quatre qui en réunissent deux",
        motif=r"^[A-Z][0-9A-Z][A-Z]$|^XK_$",
    ),
    Colonne("libelle", "Libellé de la famille", motif=r"\S"),
    codee("mesure", MESURES),
    *valeur("milliers de personnes", (-1e4, 1e4)),
    Colonne("tension_2019", "Tension officielle en 2019, de 1 à 5 ; hors champ", valeurs=(*"12345", HORS_CHAMP)),
    cle=("periode", "code_fap", "mesure"),
)
CONTRAT = Contrat(
    dataset="metiers_2030",
    titre="Les métiers en 2030 : projections par famille professionnelle",
    producteur="Dares et France Stratégie, mise en forme republiée",
    licence=LICENCE_OUVERTE,
    rythme="à chaque exercice de projection",
    secret="Projection d’un modèle : aucune cellule n’est masquée ; ce n’est pas un chiffre observé.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    adresse=ADRESSE_DARES,
)

_COMMUN = {
    "dataset": "metiers_2030",
    "decimales": 1,
    "zonages": ("region",),
    "rythme": "annuel",
    "metiers": True,
    "niveaux": ("fap87",),
    "theme": "Prospective",
    "nature": f"projection d’un modèle entre {DEBUT} et {FIN}, en milliers : ce n’est pas un chiffre observé",
    "source": "Dares et France Stratégie, Les métiers en 2030",
    "champ": "Emplois de la région, familles professionnelles (FAP 2009)",
    "ailleurs": "la projection est publiée par région : aucun chiffre n’est estimé",
}
AVENIR = tuple(
    Indicateur(f"{mesure}_2030", libelle, mesure=mesure, unite=unite, phrase=phrase, **_COMMUN)
    for mesure, libelle, unite, phrase in (
        ("postes", "Postes à pourvoir d’ici à 2030", "milliers de postes", "à pourvoir entre 2019 et 2030"),
        ("departs", "Départs en fin de carrière d’ici à 2030", "milliers de départs", "entre 2019 et 2030"),
        ("creations", "Créations nettes d’emplois d’ici à 2030", "milliers d’emplois", "de 2019 à 2030"),
        (
            "desequilibre",
            "Déséquilibre potentiel en 2030",
            "milliers de postes",
            "que ni les jeunes débutants ni les mobilités ne pourvoiraient",
        ),
    )
)

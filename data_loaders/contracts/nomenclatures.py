"""Nomenclatures of métiers and their crosswalks: FAP 2009, FAP 2021, ROME versions 3 and 4, ROME × qualification → FAP.

Two datasets: a millésime of `nomenclatures` is one nomenclature, one of `passages` the crosswalk to a nomenclature.
A crosswalk is many-to-many: no share nor weight is stored.
"""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table
from data_loaders.contracts.tension_rome import ROME

NIVEAUX = ("fap341", "fap228", "fap225", "fap87", "fap86", "fap22", "rome", "rome4")
NOMENCLATURES = ("FAP2009", "FAP2021", "ROME3", "ROME4")
FAP = r"^[A-Z][0-9A-Z][A-Z]\d\d[a-z]?$"

POSTES = Table(
    colonnes=(
        Colonne("nomenclature", pa.string(), "Nomenclature", valeurs=NOMENCLATURES),
        Colonne("niveau", pa.string(), "Niveau, nommé par son nombre de postes", valeurs=NIVEAUX),
        Colonne("code", pa.string(), "Code du poste", motif=rf"^[A-Z]$|^[A-Z][0-9A-Z][A-Z]$|{FAP}|{ROME}"),
        Colonne("libelle", pa.string(), "Libellé du poste", motif=r"\S"),
        Colonne(
            "code_parent",
            pa.string(),
            "Poste du niveau supérieur, vide au plus haut ; ROME version 4 : code de la version 3",
        ),
    ),
    cle=("nomenclature", "niveau", "code"),
)
CORRESPONDANCES = Table(
    colonnes=(
        Colonne("cible", pa.string(), "Nomenclature d’arrivée", valeurs=("FAP2009", "FAP2021")),
        Colonne("code_rome", pa.string(), "Métier, code ROME", motif=ROME),
        Colonne("qualification", pa.string(), "Niveau de qualification ; vide pour tous les niveaux", motif=r"^\d?$"),
        Colonne("code_fap", pa.string(), "Poste le plus fin de la nomenclature d’arrivée", motif=FAP),
    ),
    cle=("cible", "code_rome", "qualification", "code_fap"),
)
_COMMUN = {
    "producteur": "Dares et France Travail",
    "licence": "Licence Ouverte 2.0",
    "rythme": "à chaque révision",
    "secret": "Sans objet : aucun chiffre.",
    "adresse": "https://dares.travail-emploi.gouv.fr",
}
CONTRATS = (
    Contrat("nomenclatures", "Nomenclatures de métiers (FAP, ROME)", tables={"postes": POSTES}, **_COMMUN),
    Contrat(
        "passages",
        "Tables de passage du ROME aux familles professionnelles (FAP)",
        tables={"correspondances": CORRESPONDANCES},
        **_COMMUN,
    ),
)

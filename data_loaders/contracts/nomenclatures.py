"""Nomenclatures of métiers (FAP 2009, FAP 2021, ROME versions 3 and 4), their crosswalks, everyday titles of métiers.

Three datasets: a millésime of `nomenclatures` is one nomenclature, one of `passages` the crosswalk from the ROME and a
qualification to a nomenclature, one of `appellations` a list of titles. A crosswalk is many-to-many: no share nor
weight is stored. A title may belong to several métiers: all are kept, none is preferred.
"""

import pyarrow as pa

from data_loaders.contracts.base import ADRESSE_DARES, LICENCE_NON_PRECISEE, LICENCE_OUVERTE, Colonne, Contrat, Table
from data_loaders.contracts.tensions import ROME

NIVEAUX = ("fap341", "fap228", "fap225", "fap87", "fap86", "fap22", "rome", "rome4")
NOMENCLATURES = ("FAP2009", "FAP2021", "ROME3", "ROME4")
FAP = r"^[A-Z][0-9A-Z][A-Z]\d\d[a-z]?$"

POSTES = Table.de(
    Colonne("nomenclature", "Nomenclature", valeurs=NOMENCLATURES),
    Colonne("niveau", "Niveau, nommé par son nombre de postes", valeurs=NIVEAUX),
    Colonne("code", "Code du poste", motif=rf"^[A-Z]$|^[A-Z][0-9A-Z][A-Z]$|{FAP}|{ROME}"),
    Colonne("libelle", "Libellé du poste", motif=r"\S"),
    Colonne("code_parent", "Poste du niveau supérieur, vide au plus haut ; ROME version 4 : code de la version 3"),
    cle=("nomenclature", "niveau", "code"),
)
CORRESPONDANCES = Table.de(
    Colonne("cible", "Nomenclature d’arrivée", valeurs=("FAP2009", "FAP2021")),
    Colonne("code_rome", "Métier, code ROME", motif=ROME),
    Colonne("qualification", "Niveau de qualification ; vide pour tous les niveaux", motif=r"^\d?$"),
    Colonne("code_fap", "Poste le plus fin de la nomenclature d’arrivée", motif=FAP),
    cle=("cible", "code_rome", "qualification", "code_fap"),
)
LISTES = {"FAP2009": "famille professionnelle, FAP 2009 à 225 postes", "ROME4": "métier du ROME version 4"}
TITRES = Table.de(
    Colonne("liste", "Ce dont les titres sont rangés", valeurs=tuple(LISTES)),
    Colonne("titre", "Titre, au féminin et au masculin", motif=r"\S"),
    Colonne(
        "code", " ; ".join(f"{c} : {lib}" for c, lib in LISTES.items()), motif=r"^[A-Z][0-9A-Z][A-Z]\d\d$|^[A-N]\d{4}$"
    ),
    Colonne("principal", "Vrai pour le titre qui nomme le métier", type=pa.bool_()),
    cle=("liste", "titre", "code"),
)
_COMMUN = {
    "producteur": "Dares et France Travail",
    "rythme": "à chaque révision",
    "secret": "Sans objet : aucun chiffre.",
    "adresse": ADRESSE_DARES,
}
CONTRATS = (
    Contrat(
        "nomenclatures",
        "Nomenclatures de métiers (FAP, ROME)",
        licence=LICENCE_OUVERTE,
        tables={"postes": POSTES},
        **_COMMUN,
    ),
    Contrat(
        "passages",
        "Tables de passage du ROME aux familles professionnelles (FAP)",
        licence=LICENCE_OUVERTE,
        tables={"correspondances": CORRESPONDANCES},
        **_COMMUN,
    ),
    Contrat(
        "appellations",
        "Appellations de métiers (Dares, ROME version 4)",
        licence=LICENCE_NON_PRECISEE,
        tables={"titres": TITRES},
        **_COMMUN,
    ),
)

"""Training offer by objective of the Région, sector, level and territory: what a workbook sends (`modele offre`).

No producer publishes it by territory: without a transmission there is no row, never an estimate.
"""

from data_loaders.contracts.base import TRANSMIS, TRANSMISSION, Colonne, Contrat, Table, codee, valeur

DATASET = "offre"
# The four objectives, as the convention names them.
OBJECTIFS = {
    "orienter": "Je m’oriente, je me prépare",
    "competences": "J’acquiers ou je développe mes compétences clés",
    "qualifier": "Je me qualifie",
    "creer": "Je crée ou je reprends une entreprise",
}
# Parts of « je me qualifie », in the same words.
SOUS_ENSEMBLES = {
    "socle": "Socle",
    "plateformes": "Plateformes spécialisées de territoires",
    "qualifications": "Qualifications métiers",
}
TOUS_SECTEURS = "tous"
# European level -> words; the former level is the one of the convention.
NIVEAUX = {
    "tous": "tous niveaux",
    "0": "sans niveau visé",
    "3": "niveau 3 (ancien V : CAP)",
    "4": "niveau 4 (ancien IV : bac)",
    "5": "niveau 5 (ancien III : BTS)",
    "6": "niveau 6 et plus (ancien II et I)",
}
ZONAGES = ("spo", "zef", "departement", "region")
MESURES = {"places": "places ouvertes", "entrees": "entrées en formation"}
PERIODE = r"^20\d\d(-S[12])?$"

OBSERVATIONS = Table.de(
    Colonne("objectif", "Objectif de la Région", valeurs=tuple(OBJECTIFS)),
    Colonne(
        "sous_ensemble",
        "Partie de « Je me qualifie » ; vide pour les autres objectifs, ou pour leur ensemble",
        valeurs=("", *SOUS_ENSEMBLES),
    ),
    Colonne("secteur", f"Secteur de parametres/secteurs.toml, ou {TOUS_SECTEURS}", motif=r"^[a-z][a-z0-9_]{1,29}$"),
    Colonne("niveau", "Niveau européen de la qualification visée", valeurs=tuple(NIVEAUX)),
    Colonne("zonage", "Découpage du territoire", valeurs=ZONAGES),
    Colonne("code_zone", "Zone du découpage", motif=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    Colonne("periode", "Année, ou semestre (2024-S1)", motif=PERIODE),
    codee("mesure", MESURES),
    *valeur("places ou entrées", (0, 1e6)),
    *TRANSMISSION,
    cle=("objectif", "sous_ensemble", "secteur", "niveau", "zonage", "code_zone", "periode", "mesure"),
)
CONTRAT = Contrat(
    dataset=DATASET,
    titre="Offre de formation de la Région, par objectif, secteur et territoire",
    **TRANSMIS,
    tables={"observations": OBSERVATIONS},
)

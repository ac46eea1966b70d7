"""Training offer by objective of the Région, sector, level and territory: what a workbook sends (`modele offre`).

No producer publishes it by territory: without a transmission there is no row, never an estimate.
"""

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
PERIODE = r"^20\d\d(-S[12])?$"

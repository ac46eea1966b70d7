"""What organisations send by a workbook: the states of territories, the sites of orientation, the training offer.

No producer publishes any of it: without a transmission there is no row, never an estimate. Each reception adds rows to
those already there: the last one of a territory is its state, the others its history. The zones are those of the zoning
in force, checked when a file is read: a contract cannot know a perimeter that changes.
"""

from geo.territoire import NOM_REGION

NIVEAUX_LABEL = {
    "operateurs": "label de chaque opérateur",
    "partenariat": "label du partenariat entre opérateurs",
    "plan": "label du plan de professionnalisation",
}
ETATS = ("obtenu", "en cours", "non engagé")
ETATS_GTEC = ("conduite", "engagée", "à initier")
SITUATIONS_REUNION = ("tenue", "prévue", "annulée")
OUI_NON = ("oui", "non")
NON_RENSEIGNE = "non renseigné"
DATE = r"^((19|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?)?$"
JOUR = r"^(19|20)\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$"
# dataset -> zoning whose zones it describes
ZONAGE = {"labellisation": "spo", "gtec": "gtec", "comites": "zef"}
# The eight networks, as the convention names them.
RESEAUX = {
    "pole_emploi": "Pôle emploi (aujourd’hui France Travail)",
    "cio": "Centres d’information et d’orientation (CIO)",
    "missions_locales": "Missions locales",
    "cap_emploi": "Cap Emploi",
    "suio": "Services universitaires d’information et d’orientation (SUIO)",
    "mife": "Maisons de l’information sur la formation et l’emploi (MIFE)",
    "crij": "Centre régional d’information jeunesse (CRIJ)",
    "fongecif": f"Fongecif {NOM_REGION}",
}
SITUATIONS_SITE = ("ouvert", "fermé")
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
NIVEAUX_OFFRE = {
    "tous": "tous niveaux",
    "0": "sans niveau visé",
    "3": "niveau 3 (ancien V : CAP)",
    "4": "niveau 4 (ancien IV : bac)",
    "5": "niveau 5 (ancien III : BTS)",
    "6": "niveau 6 et plus (ancien II et I)",
}
ZONAGES_OFFRE = ("spo", "zef", "departement", "region")
PERIODE_OFFRE = r"^20\d\d(-S[12])?$"

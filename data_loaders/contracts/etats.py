"""What the territories say of themselves: SPO labelling, GTEC state, comités de concertation of each ZEF.

Each reception adds rows to those already there: the last one of a territory is its state, the others its history. The
zones are those of the zoning in force, checked when a file is read: a contract cannot know a perimeter that changes.
"""

NIVEAUX = {
    "operateurs": "label de chaque opérateur",
    "partenariat": "label du partenariat entre opérateurs",
    "plan": "label du plan de professionnalisation",
}
ETATS = ("obtenu", "en cours", "non engagé")
ETATS_GTEC = ("conduite", "engagée", "à initier")
SITUATIONS = ("tenue", "prévue", "annulée")
OUI_NON = ("oui", "non")
NON_RENSEIGNE = "non renseigné"
DATE = r"^((19|20)\d\d(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?)?$"
JOUR = r"^(19|20)\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])$"
# dataset -> zoning whose zones it describes
ZONAGE = {"labellisation": "spo", "gtec": "gtec", "comites": "zef"}

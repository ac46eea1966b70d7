"""InserJeunes: what becomes of those who leave an initial training, by diploma and voie in the region, and by CFA.

An edition cumulates the leavers of two years: it is dated by the second. Consecutive editions share a year of leavers,
and the definition of employment changes with the leavers of 2022: editions are never added, nor compared across it.
"""

VOIES = {"apprentissage": "apprentis", "scolaire": "élèves et étudiants des lycées"}
MOIS = (6, 12, 18, 24)
EFFECTIFS = ("annee_terminale", "sortants", "poursuite", *(f"emploi_{m}" for m in MOIS))
TAUX = {"taux_poursuite": ("poursuite", "annee_terminale")} | {
    f"taux_emploi_{m}": (f"emploi_{m}", "sortants") for m in MOIS
}
# Under so many leavers the producer gives no rate: neither do we show the counts it is made of.
SEUIL_SORTANTS = 20
# From the leavers of that year on, public employment and civic service are employment.
DEFINITION_CHANGEE = "2022"
TAUX_CFA = {
    "part_poursuite": "Part en poursuite d’études, sur l’ensemble des apprentis en dernière année",
    "part_emploi_6": "Part en emploi à 6 mois, sur l’ensemble des apprentis en dernière année",
    "part_autre_6": "Part dans une autre situation à 6 mois, sur l’ensemble des apprentis en dernière année",
    "part_interrompus": "Part des contrats d’apprentissage interrompus",
    "taux_poursuite": "Taux de poursuite d’études",
    **{f"taux_emploi_{m}": f"Taux d’emploi à {m} mois, sur les sortants" for m in MOIS},
    "taux_attendu_6": "Taux d’emploi à 6 mois attendu, selon le profil des apprentis",
    "valeur_ajoutee_6": "Écart du taux d’emploi à 6 mois au taux attendu, en points",
}

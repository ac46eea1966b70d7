"""InserJeunes: what becomes of those who leave an initial training, by diploma and voie in the region, and by CFA.

An edition cumulates the leavers of two years: it is dated by the second. Consecutive editions share a year of leavers,
and the definition of employment changes with the leavers of 2022: editions are never added, nor compared across it.
"""

from collections.abc import Iterator

from data_loaders.contracts.base import (
    ANNEE,
    DEPARTEMENTS,
    LICENCE_OUVERTE,
    Colonne,
    Contrat,
    Table,
    codee,
    entier,
    valeur,
)
from data_loaders.contracts.indicateurs import Indicateur

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
_PERIODE = (
    Colonne("periode", "Seconde des deux années de sortie cumulées", motif=ANNEE),
    Colonne("cumul", "Les deux années de sortie cumulées", motif=r"^20\d\d-20\d\d$"),
)
_FORMATION = (
    Colonne("voie", "Voie de formation", valeurs=tuple(VOIES)),
    Colonne(
        "code_formation",
        "Apprentissage : code du diplôme (CFD, 8 caractères) ; scolaire : code de la formation (MEFSTAT11)",
        motif=r"^[0-9A-Z]{8}([0-9A-Z]{3})?$",
    ),
)
_MESURES = (
    "annee_terminale : en dernière année de formation ; poursuite : dont ceux qui poursuivent leurs études ; sortants "
    ": les autres ; emploi_6 à emploi_24 : sortants en emploi tant de mois après ; taux : de poursuite (sur "
    "annee_terminale), d’emploi (sur sortants)"
)


OBSERVATIONS = Table.de(
    *_PERIODE,
    *_FORMATION,
    Colonne("mesure", _MESURES, valeurs=(*EFFECTIFS, *TAUX)),
    *valeur("jeunes ; % pour les taux", (0, 1e6)),
    cle=("periode", "voie", "code_formation", "mesure"),
)
# What totals are made of: the counts of the rows too small to be shown are in.
TOTALISABLES = Table.de(
    *_PERIODE,
    *_FORMATION,
    *(entier(m, f"{m}, voir la table observations", "jeunes", (0, 1e6), nulle=True) for m in EFFECTIFS),
    cle=("periode", "voie", "code_formation"),
    appui=True,
)
CFA = Table.de(
    *_PERIODE,
    Colonne("code_departement", "Département", valeurs=DEPARTEMENTS),
    Colonne("uai", "Code de l’établissement (UAI)", motif=r"^0\d{6}[A-Z]$"),
    Colonne("libelle", "Nom de l’établissement, tel qu’écrit cette année-là", motif=r"\S"),
    codee("mesure", TAUX_CFA),
    *valeur("% ; points pour valeur_ajoutee_6", (-100, 100)),
    cle=("periode", "uai", "mesure"),
)
_COMMUN = {
    "licence": LICENCE_OUVERTE,
    "rythme": "annuel",
    "serie": True,
    "retard_mois": 12,
    "adresse": "https://data.education.gouv.fr",
}
CONTRATS = (
    Contrat(
        dataset="insertion",
        titre="Insertion des sortants de formation, par diplôme et voie (InserJeunes)",
        producteur="Depp et Dares, mise en forme du projet Orion",
        secret=f"Sous {SEUIL_SORTANTS} sortants, le producteur ne donne pas de taux d’emploi : ni ces taux ni les "
        "effectifs dont ils seraient faits ne sont montrés ; les effectifs entrent dans les totaux.",
        tables={"observations": OBSERVATIONS, "totalisables": TOTALISABLES},
        **_COMMUN,
    ),
    Contrat(
        dataset="insertion_cfa",
        titre="Insertion des apprentis, par centre de formation (InserJeunes)",
        producteur="Depp, InserJeunes",
        secret="Le producteur laisse vides les taux des centres de faible effectif ; sans effectif, aucun taux de "
        "plusieurs centres n’est calculé.",
        tables={"observations": CFA},
        **_COMMUN,
    ),
)
_INDICATEUR = {
    "dataset": "insertion",
    "genre": "taux",
    "unite": "%",
    "decimales": 1,
    "zonages": ("region",),
    # Even steps: one zone alone is published, which no break can be drawn from.
    "limites": (40, 50, 60, 70),
    "rythme": "annuel",
    "nature": "cumul des sortants de l’année et de la précédente",
    "theme": "Formation",
    "source": "Depp et Dares, InserJeunes",
    "ailleurs": "InserJeunes est lu par région : aucun chiffre n’est estimé",
}
_PUBLICS = {
    "apprentissage": ("apprentis", "Apprentis en dernière année d’une formation du CAP au BTS"),
    "scolaire": (
        "scolaires",
        "Élèves et étudiants des lycées en dernière année d’une formation professionnelle du CAP au BTS",
    ),
}


def _indicateurs(voie: str) -> Iterator[Indicateur]:
    (code, champ), public = _PUBLICS[voie], VOIES[voie]
    for mois in (6, 12):
        yield Indicateur(
            f"emploi_{mois}_{code}",
            f"Emploi des {public} {mois} mois après leur sortie",
            mesure=f"{voie}.taux_emploi_{mois}",
            phrase=f"des {public} sortis cette année-là ou la précédente sont en emploi {mois} mois après",
            champ=f"{champ}, sortis de formation initiale ; hors ceux qui poursuivent leurs études",
            **_INDICATEUR,
        )
    yield Indicateur(
        f"poursuite_{code}",
        f"Poursuite d’études des {public}",
        mesure=f"{voie}.taux_poursuite",
        phrase=f"des {public} en dernière année poursuivent leurs études",
        champ=champ,
        **_INDICATEUR,
    )


INDICATEURS = tuple(i for voie in VOIES for i in _indicateurs(voie))

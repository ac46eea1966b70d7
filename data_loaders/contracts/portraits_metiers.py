"""Statistical portraits of métiers (DARES): wages, tension index, employing sectors, specialities of diploma.

National only: a context of a métier, never a figure of the region. A millésime is one file; the dictionary of the
publication is a dataset apart.
"""

from data_loaders.contracts.base import ADRESSE_DARES, LICENCE_NON_PRECISEE, Colonne, Contrat, Table, codee, valeur

MESURES = {
    "salaire": "salaire net médian mensuel, en euros",
    "tension": "indice de tension, sans classe : jamais une tension officielle",
    "secteur_emploi": "emploi du métier dans un de ses principaux secteurs, en milliers",
    "secteur_part": "part de ce secteur dans l’emploi du métier, en %",
    "specialite_emploi": "moins de 30 ans du métier diplômés d’une de leurs principales spécialités, en milliers",
    "specialite_part": "part de cette spécialité, en %",
}
ENSEMBLE = "ENSEMBLE"

OBSERVATIONS = Table.de(
    codee("mesure", MESURES),
    Colonne(
        "code_fap",
        f"Famille professionnelle, FAP 2009 à 22, 87 ou 225 postes ; {ENSEMBLE}",
        motif=rf"^[A-Z]$|^[A-Z][0-9A-Z][A-Z]([0-9A-Z]{{2}})?$|^{ENSEMBLE}$",
    ),
    Colonne("periode", "Année ou années observées ; vide si le fichier ne les dit pas", motif=r"^(20\d\d(-20\d\d)?)?$"),
    Colonne("code_modalite", "Secteur ou spécialité ; vide ailleurs", motif=r"^[0-9A-Z]*$"),
    Colonne("libelle_modalite", "Libellé du secteur ou de la spécialité ; vide ailleurs"),
    *valeur("celle de la mesure", (-1e3, 1e6)),
    cle=("mesure", "code_fap", "periode", "code_modalite"),
)
VARIABLES = Table.de(
    Colonne("variable", "Nom de la variable dans la publication", motif=r"\S"),
    Colonne("modalite", "Code de la modalité ; vide pour la variable elle-même"),
    Colonne("libelle", "Ce que veut dire la modalité"),
    cle=(),
)
_COMMUN = {
    "producteur": "Dares, portraits statistiques des métiers",
    "licence": LICENCE_NON_PRECISEE,
    "rythme": "publication arrêtée",
    "adresse": ADRESSE_DARES,
}
CONTRATS = (
    Contrat(
        "portraits_metiers",
        "Portraits des métiers à l’échelle nationale : salaires, secteurs, spécialités",
        secret="Le producteur ne diffuse que les principaux secteurs et spécialités, le reste étant réuni ; un salaire "
        "absent est non disponible.",
        tables={"observations": OBSERVATIONS},
        **_COMMUN,
    ),
    Contrat(
        "portraits_variables",
        "Portraits des métiers : dictionnaire des variables",
        secret="Sans objet : aucun chiffre.",
        tables={"variables": VARIABLES},
        **_COMMUN,
    ),
)

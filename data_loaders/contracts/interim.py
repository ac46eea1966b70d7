"""Interim work by sector or professional family: figures that an organisation sends by a workbook (`modele interim`).

No open file gives them by sector of the convention: without a transmission there is no row, never an estimate.
"""

import dataclasses

import pyarrow as pa

from data_loaders.contracts.base import VALEUR, Colonne, Contrat, Table

MESURES = {"missions": "missions", "etp": "équivalents temps plein"}
TERRITOIRES = {
    "52": "Pays de la Loire",
    "44": "Loire-Atlantique",
    "49": "Maine-et-Loire",
    "53": "Mayenne",
    "72": "Sarthe",
    "85": "Vendée",
}
PERIODE = r"^20\d\d(-T[1-4])?$"

OBSERVATIONS = Table(
    colonnes=(
        Colonne(
            "code",
            pa.string(),
            "Secteur de parametres/secteurs.toml, ou famille professionnelle (FAP) à 3 ou 5 caractères",
            motif=r"^([a-z][a-z0-9_]{1,29}|[A-Z][0-9A-Z][A-Z](\d\d)?)$",
        ),
        # Not `code_zone`: a transmission may speak of a few territories only, and no neighbour makes it incomplete.
        Colonne("code_territoire", pa.string(), "52 : région ; ou département", valeurs=tuple(TERRITOIRES)),
        Colonne("periode", pa.string(), "Année, ou trimestre (2024-T1)", motif=PERIODE),
        Colonne(
            "mesure",
            pa.string(),
            "missions : missions d'intérim commencées ; etp : volume de travail en équivalents temps plein",
            valeurs=tuple(MESURES),
        ),
        dataclasses.replace(VALEUR[0], unite="celle de la mesure", bornes=(0, 1e7)),
        *VALEUR[1:],
        Colonne("commentaire", pa.string(), "Précision de l'organisme qui transmet ; vide s'il n'en donne pas"),
        Colonne("source", pa.string(), "Document ou base d'où vient le chiffre", motif=r"\S"),
        Colonne("transmis_par", pa.string(), "Organisme qui transmet le chiffre", motif=r"\S"),
        Colonne("recu_le", pa.string(), "Date de réception", motif=r"^\d{4}-\d\d-\d\d$"),
    ),
    cle=("code", "code_territoire", "periode", "mesure"),
)
CONTRAT = Contrat(
    dataset="interim",
    titre="Emploi intérimaire par secteur ou famille professionnelle",
    producteur="organisme qui transmet",
    licence="fixée par l'organisme qui transmet",
    rythme="à chaque transmission",
    secret="Masquage par l'organisme qui transmet : une valeur qu'il masque est saisie « s » ; sa règle est à "
    "confirmer par lui.",
    tables={"observations": OBSERVATIONS},
    serie=True,
)

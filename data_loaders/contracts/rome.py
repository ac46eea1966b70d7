"""What the ROME says from one métier to another, and who hires for it: links of the whole of France."""

from data_loaders.contracts.base import ANNEE, LICENCE_NON_PRECISEE, Colonne, Contrat, Table, valeur
from data_loaders.contracts.tensions import ROME

MOBILITES = {"proche": "métier proche", "evolution": "évolution"}
_ROME = Colonne("code_rome", "Métier, code ROME version 3", motif=ROME)
_APPELLATION = r"^\d*$"
LIENS = Table.de(
    _ROME,
    Colonne("code_cible", "Métier où l’on va, code ROME version 3", motif=ROME),
    Colonne("sens", "Sorte de mobilité", valeurs=tuple(MOBILITES)),
    Colonne("appellation", "Appellation d’où l’on part ; vide pour tout le métier", motif=_APPELLATION),
    Colonne("appellation_cible", "Appellation où l’on va ; vide pour tout le métier", motif=_APPELLATION),
    cle=("code_rome", "code_cible", "sens", "appellation", "appellation_cible"),
)
SAVOIRS = Table.de(
    _ROME,
    Colonne("code_savoir", "Code du savoir", motif=r"^\d+$"),
    Colonne("libelle", "Savoir", motif=r"\S"),
    cle=("code_rome", "code_savoir"),
)
EMPLOYEURS = Table.de(
    Colonne("annee", "Année des embauches", motif=ANNEE),
    _ROME,
    Colonne("code_naf", "Activité de l’employeur (NAF)", motif=r"^\d{4}[A-Z]$"),
    Colonne("libelle_naf", "Activité", motif=r"\S"),
    *valeur("embauches en France", (0, 1e7)),
    cle=("annee", "code_rome", "code_naf"),
)
_COMMUN = {
    "producteur": "France Travail",
    "licence": LICENCE_NON_PRECISEE,
    "rythme": "à chaque révision",
    "adresse": "https://www.francetravail.org",
}
_AUCUN = "Sans objet : aucun chiffre."
CONTRATS = (
    Contrat("mobilites", "Mobilités d’un métier à l’autre (ROME)", secret=_AUCUN, tables={"liens": LIENS}, **_COMMUN),
    Contrat("savoirs", "Savoirs de chaque métier (ROME)", secret=_AUCUN, tables={"liens": SAVOIRS}, **_COMMUN),
    Contrat(
        "employeurs",
        "Embauches de France par métier (ROME) et activité de l’employeur (NAF)",
        secret="Le producteur laisse de côté les petits liens : une absence n’est pas un zéro.",
        tables={"observations": EMPLOYEURS},
        **_COMMUN,
    ),
)

"""Diplomas: their nomenclatures (Base centrale des nomenclatures), what replaced them, and the ROME they lead to.

A millésime of `diplomes` is one nomenclature. Every crosswalk is many-to-many: it says what is possible, and no leaver
is ever split nor added up by métier along it.
"""

from data_loaders.contracts.base import LICENCE_OUVERTE, Colonne, Contrat, Table
from data_loaders.contracts.tensions import ROME

NOMENCLATURES = {
    "CFD": "diplômes",
    "MEFSTAT11": "formations des lycées",
    "NSF": "spécialités de formation",
    "NIVEAU": "types de diplôme",
}
# The European scale; in the files of job-seekers « niveau V » is the former one, where V is a CAP.
NIVEAUX = {
    "03": "CAP, BEP et équivalents",
    "04": "baccalauréat et équivalents",
    "05": "BTS et équivalents",
    "06": "licence et équivalents",
}
CFD = r"[0-9A-Z]{8}"
_NIVEAU = r"^(\d\d|XX)?$"
_JOUR = r"^(\d{4}-\d\d-\d\d)?$"

POSTES = Table.de(
    Colonne("nomenclature", "Nomenclature", valeurs=tuple(NOMENCLATURES)),
    Colonne("code", "Code", motif=r"^[0-9A-Z]{2,11}$"),
    Colonne("libelle", "Libellé du producteur", motif=r"\S"),
    Colonne("libelle_court", "Sigle du diplôme (CAP, BTS…) ; vide ailleurs"),
    Colonne(
        "code_parent",
        "CFD : type de diplôme ; MEFSTAT11 : diplôme ; NSF : domaine ; vide ailleurs",
        motif=r"^[0-9A-Z]*$",
    ),
    Colonne("niveau", "Niveau européen (03 : CAP ; 04 : bac ; 05 : BTS) ; vide ailleurs", motif=_NIVEAU),
    Colonne("code_specialite", "Spécialité (NSF) du diplôme ; vide ailleurs", motif=r"^[0-9A-Z]*$"),
    Colonne("ouverture", "Date d’ouverture ; vide si inconnue", motif=_JOUR),
    Colonne("fermeture", "Date de fermeture ; vide pour un diplôme ouvert", motif=_JOUR),
    cle=("nomenclature", "code"),
)
SUITES = Table.de(
    Colonne("code_cfd", "Diplôme", motif=rf"^{CFD}$"),
    Colonne("sens", "ancien : ce qu’il remplace ; nouveau : ce qui le remplace", valeurs=("ancien", "nouveau")),
    Colonne("code_autre", "L’autre diplôme", motif=rf"^{CFD}$"),
    cle=("code_cfd", "sens", "code_autre"),
)
CERTIFICATIONS = Table.de(
    Colonne("code_certification", "Code Certif Info", motif=r"^\d+$"),
    Colonne("libelle", "Intitulé", motif=r"\S"),
    Colonne("type_diplome", "Type de certification"),
    Colonne("niveau", "Niveau européen ; vide si inconnu", motif=_NIVEAU),
    Colonne("code_rncp", "Fiche RNCP ; vide s’il n’y en a pas", motif=r"^\d*$"),
    Colonne("code_cfd", "Diplôme (CFD) ; vide s’il n’y en a pas", motif=rf"^({CFD})?$"),
    Colonne("code_ancien_cfd", "Diplôme (CFD) précédent ; vide s’il n’y en a pas", motif=rf"^({CFD})?$"),
    Colonne("code_specialite", "Spécialité (NSF)", motif=r"^[0-9A-Z]*$"),
    Colonne("code_rome", "Métier visé, code ROME version 3", motif=ROME),
    cle=("code_certification", "code_rome"),
)
_COMMUN = {"rythme": "à chaque révision", "secret": "Sans objet : aucun chiffre."}
_BCN = {
    "producteur": "Éducation nationale, Base centrale des nomenclatures",
    "licence": LICENCE_OUVERTE,
    "adresse": "https://infocentre.pleiade.education.fr/bcn",
}
CONTRATS = (
    Contrat("diplomes", "Nomenclatures des diplômes et des formations", tables={"postes": POSTES}, **_BCN, **_COMMUN),
    Contrat("suites_diplomes", "Diplômes remplacés et diplômes nouveaux", tables={"suites": SUITES}, **_BCN, **_COMMUN),
    Contrat(
        "certifications",
        "Certifications et métiers visés (ROME)",
        "Certif Info, par le projet Orion",
        licence="non indiquée par qui republie le fichier",
        tables={"liens": CERTIFICATIONS},
        adresse="https://www.certifinfo.org",
        **_COMMUN,
    ),
)

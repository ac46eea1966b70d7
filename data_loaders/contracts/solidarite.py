"""Social minima and support of young people (DREES), by month and département: publics of « je m'oriente »."""

from data_loaders import francais
from data_loaders.contracts.base import DEPARTEMENTS, LICENCE_OUVERTE, MOIS, Colonne, Contrat, Table, codee, valeur
from data_loaders.contracts.indicateurs import Indicateur

_FOYERS = "Foyers allocataires au dernier jour du mois, au lieu de gestion du dossier (Caf) ou de résidence (MSA)"
_CAF = "Allocataires des Caf au dernier jour du mois, au lieu de gestion du dossier ; la MSA n’y est pas"
_JEUNES = "Jeunes accompagnés, au lieu de la mission locale"
_JEUNES_CEJ = f"{_JEUNES} ou de l’agence Pôle emploi"
# code -> (title, unit, end of the sentence, field, flow)
PRESTATIONS = {
    "rsa": (
        "Foyers allocataires du RSA",
        "foyers",
        "allocataires du revenu de solidarité active",
        f"{_FOYERS}, tous régimes",
        False,
    ),
    "prime_activite": (
        "Foyers allocataires de la prime d’activité",
        "foyers",
        "allocataires de la prime d’activité",
        f"{_FOYERS}, tous régimes",
        False,
    ),
    "ass": (
        "Allocataires de l’ASS",
        "allocataires",
        "de l’allocation de solidarité spécifique",
        "Allocataires au dernier jour du mois, au lieu de résidence",
        False,
    ),
    "aah": ("Allocataires de l’AAH", "allocataires", "de l’allocation aux adultes handicapés", _CAF, False),
    "cej": (
        "Bénéficiaires du contrat d’engagement jeune",
        "jeunes",
        "en contrat d’engagement jeune",
        f"{_JEUNES_CEJ}, en fin de mois",
        False,
    ),
    "cej_entrees": (
        "Entrées en contrat d’engagement jeune",
        "entrées",
        "en contrat d’engagement jeune dans le mois",
        f"{_JEUNES_CEJ}, premières entrées du mois, hors renouvellement",
        True,
    ),
    "garantie_jeunes": (
        "Bénéficiaires de la Garantie jeunes",
        "jeunes",
        "en Garantie jeunes, remplacée en mars 2022 par le contrat d’engagement jeune",
        f"{_JEUNES}, en fin de mois",
        False,
    ),
}

OBSERVATIONS = Table.de(
    Colonne("periode", "Mois", motif=MOIS),
    Colonne("code_departement", "Département", valeurs=DEPARTEMENTS),
    codee("serie", {c: francais.en_phrase(p[0]) for c, p in PRESTATIONS.items()}),
    *valeur("celle de la série", (0, 1e6)),
    cle=("periode", "code_departement", "serie"),
)
CONTRAT = Contrat(
    dataset="solidarite",
    titre="Minima sociaux et accompagnement des jeunes, par département",
    producteur="Drees (Cnaf, MSA, Pôle emploi, Dares)",
    licence=LICENCE_OUVERTE,
    rythme="mensuel",
    secret="Le producteur arrondit chaque effectif à la dizaine (sauf Garantie jeunes et contrat d’engagement jeune) ; "
    "aucune cellule n’est masquée.",
    tables={"observations": OBSERVATIONS},
    serie=True,
    retard_mois=4,
    adresse="https://data.drees.solidarites-sante.gouv.fr",
)
INDICATEURS = tuple(
    Indicateur(
        code,
        titre,
        dataset="solidarite",
        unite=unite,
        zonages=("departement", "region"),
        rythme="mensuel",
        mesure=code,
        flux=flux,
        nature="flux du mois, données brutes" if flux else "stock en fin de mois, données brutes",
        theme="Solidarité",
        phrase=phrase,
        champ=champ,
        source="Drees, suivi mensuel des prestations de solidarité",
        ailleurs="la série est publiée par département : aucun chiffre n’est estimé",
    )
    for code, (titre, unite, phrase, champ, flux) in PRESTATIONS.items()
)

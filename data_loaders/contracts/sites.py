"""Sites of the eight networks of the Service public de l'orientation: where, and what is done there.

No producer publishes the list of all: a workbook sends it (`modele sites`); the agencies of Pôle emploi in 2019 are a
dated example.
"""

from data_loaders.contracts.base import ENVOYE, Colonne, Contrat, Table
from data_loaders.contracts.etats import DATE, JOUR, OUI_NON
from geo.territoire import NOM_REGION

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
SITUATIONS = ("ouvert", "fermé")


def _oui_non(nom: str, description: str) -> Colonne:
    return Colonne(nom, f"{description} ; vide si non renseigné", valeurs=("", *OUI_NON))


SITES = Table.de(
    Colonne("reseau", "Réseau de la charte du SPO", valeurs=tuple(RESEAUX)),
    Colonne("code_site", "Code du réseau, ou nom et commune", motif=r"^[a-z0-9_]+$"),
    Colonne("nom", "Nom du site", motif=r"\S"),
    Colonne("code_commune", "Commune d’aujourd’hui, code Insee", motif=r"^\d{5}$"),
    Colonne("adresse", "Numéro et voie ; vide si inconnue"),
    Colonne("code_postal", "Code postal ; vide si inconnu", motif=r"^(\d{5})?$"),
    _oui_non("accueil", "Le public y est accueilli"),
    _oui_non("vae", "Point d’information sur la VAE"),
    _oui_non("cep", "Conseil en évolution professionnelle"),
    Colonne("situation", "Ouvert ou fermé", valeurs=SITUATIONS),
    Colonne("etat_le", "Date de cet état ; vide si inconnue", motif=DATE),
    Colonne("source", "Document ou fichier", motif=r"\S"),
    Colonne("transmis_par", "Organisme qui transmet la ligne", motif=r"\S"),
    Colonne("recu_le", "Date de réception de la ligne", motif=JOUR),
    cle=("reseau", "code_site"),
)
CONTRAT = Contrat(
    dataset="sites",
    titre="Sites d’accueil des réseaux de l’orientation",
    producteur="Région, Carif-Oref ou tête de réseau",
    secret="Sans objet : des lieux d’accueil, aucune personne, ni téléphone ni courriel.",
    tables={"sites": SITES},
    **ENVOYE,
)

"""Sites of the eight networks of the Service public de l'orientation: where, and what is done there.

No producer publishes the list of all: a workbook sends it (`modele sites`); the agencies of Pôle emploi in 2019 are a
dated example.
"""

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

"""Publications that the Région adds to the shipped catalogue, or puts in place of its entries."""

import pyarrow as pa

from data_loaders.contracts.base import Colonne, Contrat, Table
from data_loaders.contracts.etats import DATE, JOUR

SITUATIONS = ("publiée", "retirée")
PUBLICATIONS = Table(
    colonnes=(
        Colonne("adresse", pa.string(), "Page du producteur", motif=r"^https://[^\s\"'<>]+$"),
        Colonne("titre", pa.string(), "Titre, tel que le lecteur le voit", motif=r"\S"),
        Colonne("producteur", pa.string(), "Organisme qui publie", motif=r"\S"),
        Colonne("themes", pa.string(), "Codes des thèmes, séparés par une espace", motif=r"\S"),
        Colonne("zones", pa.string(), "Territoires, « découpage:code », séparés par une espace", motif=r"^\S+:\S+"),
        Colonne("date", pa.string(), "AAAA, AAAA-MM ou AAAA-MM-JJ ; vide pour une page tenue à jour", motif=DATE),
        Colonne("situation", pa.string(), "Publiée, ou retirée du catalogue", valeurs=SITUATIONS),
        Colonne("recu_le", pa.string(), "Date de réception de la ligne", motif=JOUR),
    ),
    cle=("adresse",),
)
CONTRAT = Contrat(
    dataset="publications",
    titre="Catalogue de publications",
    producteur="Région, Carif-Oref ou service qui tient le catalogue",
    licence="fixée par l’organisme qui transmet",
    rythme="à chaque transmission",
    secret="Sans objet : des titres et des adresses, aucun chiffre.",
    tables={"publications": PUBLICATIONS},
    serie=True,
)

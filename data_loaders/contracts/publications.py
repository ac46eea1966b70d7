"""Publications that the Région adds to the shipped catalogue, or puts in place of its entries."""

from data_loaders.contracts.base import ENVOYE, Colonne, Contrat, Table
from data_loaders.contracts.etats import DATE, JOUR

SITUATIONS = ("publiée", "retirée")
PUBLICATIONS = Table.de(
    Colonne("adresse", "Page du producteur", motif=r"^https://[^\s\"'<>]+$"),
    Colonne("titre", "Titre, tel que le lecteur le voit", motif=r"\S"),
    Colonne("producteur", "Organisme qui publie", motif=r"\S"),
    Colonne("themes", "Codes des thèmes, séparés par une espace", motif=r"\S"),
    Colonne("zones", "Territoires, « découpage:code », séparés par une espace", motif=r"^\S+:\S+"),
    Colonne("date", "AAAA, AAAA-MM ou AAAA-MM-JJ ; vide pour une page tenue à jour", motif=DATE),
    Colonne("situation", "Publiée, ou retirée du catalogue", valeurs=SITUATIONS),
    Colonne("recu_le", "Date de réception de la ligne", motif=JOUR),
    cle=("adresse",),
)
CONTRAT = Contrat(
    dataset="publications",
    titre="Catalogue de publications",
    producteur="Région, Carif-Oref ou service qui tient le catalogue",
    secret="Sans objet : des titres et des adresses, aucun chiffre.",
    tables={"publications": PUBLICATIONS},
    **ENVOYE,
)

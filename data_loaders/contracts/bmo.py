"""BMO: besoins en main-d'œuvre, recruitment intentions declared by employers, métier × bassin, one survey a year."""

from geo.territoire import BASSIN_VOISIN, NOM_BASSIN_VOISIN, REGION_VOISINE

MESURES = {"met": "projets de recrutement", "xmet": "projets jugés difficiles", "smet": "projets saisonniers"}
FAP = r"^[A-Z][0-9A-Z][A-Z]\d\d$"  # a ROME code has a digit in third place
FAMILLES = {
    "A": "Fonctions administratives",
    "C": "Fonctions d'encadrement",
    "I": "Ouvriers des secteurs de l'industrie",
    "O": "Ouvriers de la construction et du bâtiment",
    "S": "Fonctions sociales et médico-sociales",
    "T": "Autres techniciens et employés",
    "V": "Fonctions liées à la vente, au tourisme et aux services",
    "Z": "Autres métiers",
}
# Bassins of another region of which some vintages count a part in ours: code -> name. No zoning of ours draws them.
HORS_DECOUPAGE = {BASSIN_VOISIN: f"{NOM_BASSIN_VOISIN} ({REGION_VOISINE})"}
PARTS = {c: f"{nom}, part comptée dans la région" for c, nom in HORS_DECOUPAGE.items()}
PROJETS_MAX = 1e6  # of a cell
SEUIL = 5  # smallest value the producer publishes since 2018; `*` hides what is below

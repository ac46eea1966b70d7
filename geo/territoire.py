"""All that is of one region: its name and those of its départements as sentences say them, its neighbour, its oddities.

Another region starts here; its communes and zonings are in the tables of `geo/derive` and `geo/perimetres`.
"""

REGION, NOM_REGION = "52", "Pays de la Loire"
LA_REGION, DANS_LA_REGION, DE_LA_REGION = f"les {NOM_REGION}", f"dans les {NOM_REGION}", f"des {NOM_REGION}"
OBSERVATOIRE = f"Observatoire emploi-formation {DE_LA_REGION}"  # its name, where it signs
CONVENTION = f"Convention Région {NOM_REGION} – Pôle emploi"  # of 2013, by the names that its signatories had then
# code -> name, where, of what
NOMS_DEPARTEMENTS = {
    "44": ("Loire-Atlantique", "en Loire-Atlantique", "de la Loire-Atlantique"),
    "49": ("Maine-et-Loire", "en Maine-et-Loire", "de Maine-et-Loire"),
    "53": ("Mayenne", "en Mayenne", "de la Mayenne"),
    "72": ("Sarthe", "dans la Sarthe", "de la Sarthe"),
    "85": ("Vendée", "en Vendée", "de la Vendée"),
}
DEPARTEMENTS = {code: nom for code, (nom, *_) in NOMS_DEPARTEMENTS.items()}

ILE, NOM_ILE = "85113", "l’Île d’Yeu"
ILE_SANS_EPCI = f"{NOM_ILE} n’est dans aucune intercommunalité"
# The part drawn on the map -> the whole interregional zone d'emploi that carries Insee's rate.
ZE_ENTIERES = {"5251": "0051", "5262": "0062"}
LIBELLES_ZE_ENTIERES = {"0051": "Alençon", "0062": "Redon"}
# A bassin that France Travail counts in another region, and the communes of ours in it. Some vintages of its survey
# count them here, where no zoning draws it.
BASSIN_VOISIN, NOM_BASSIN_VOISIN, REGION_VOISINE = "5313", "Redon", "Bretagne"
COMMUNES_DU_BASSIN_VOISIN = ("44007", "44057", "44185")
HORS_BASSINS = f"les trois communes de {DEPARTEMENTS['44']} rattachées au bassin de {NOM_BASSIN_VOISIN}"
EN_BRETAGNE = f"bassin de {NOM_BASSIN_VOISIN}, que France Travail compte en {REGION_VOISINE}"

"""Names of the groups of métiers of the demonstration: its codes have the form of FAP 2021, not its meaning.

The figures that go with them are invented, so an official label under one of these codes would be false: groups of
demonstration are named from here, official ones from the nomenclature that was imported, never one from the other.
"""

DOMAINES = {
    "A": "Agriculture et pêche", "B": "Bâtiment", "D": "Travail des métaux",
    "E": "Industries alimentaires et emballage", "G": "Maintenance", "H": "Encadrement de l'industrie",
    "J": "Transport et logistique", "L": "Gestion et administration", "M": "Informatique",
    "P": "Formation et recrutement", "R": "Commerce", "S": "Hôtellerie et restauration",
    "T": "Services aux particuliers", "U": "Arts et spectacles", "V": "Santé et action sociale",
}  # fmt: skip
GROUPES = {
    "A0X": "Élevage", "A1X": "Cultures et jardins", "A2X": "Pêche et aquaculture", "B0X": "Gros œuvre",
    "B1X": "Menuiserie et agencement", "B2X": "Plomberie et chauffage", "B3X": "Électricité du bâtiment",
    "D1X": "Soudage", "D2X": "Chaudronnerie et tôlerie", "E0X": "Production alimentaire",
    "E1X": "Emballage et manutention", "G0X": "Maintenance industrielle", "H0X": "Études et production industrielles",
    "J1X": "Magasinage et préparation de commandes", "J3X": "Conduite routière", "L0X": "Accueil et secrétariat",
    "L1X": "Comptabilité", "M1X": "Études informatiques", "P0X": "Formation et recrutement",
    "R0X": "Caisse et libre-service", "R1X": "Vente", "S1X": "Cuisine", "S2X": "Service en salle",
    "T1X": "Ménage chez les particuliers", "T2X": "Aide à domicile", "T4X": "Entretien de locaux", "U1X": "Spectacle",
    "V0X": "Soins d'hygiène", "V1X": "Soins infirmiers", "V4X": "Action sociale", "V5X": "Animation",
}  # fmt: skip
# code, label, métier of the demonstration survey it leads to
ROMES = (
    ("A1407", "Élevage de bovins et d'équidés", "A0X41"), ("A1403", "Aide en élevage", "A0X41"),
    ("A1405", "Vigne et vergers", "A1X40"), ("A1414", "Maraîchage et horticulture", "A1X40"),
    ("A1203", "Espaces verts", "A1X40"), ("A1415", "Pêche en mer", "A2X40"), ("F1703", "Maçonnerie", "B0X20"),
    ("F1604", "Montage d'agencements", "B1X40"), ("F1607", "Pose de menuiseries", "B1X40"),
    ("F1603", "Plomberie et chauffage", "B2X40"), ("F1602", "Électricité du bâtiment", "B3X40"),
    ("H2913", "Soudage", "D1X40"), ("H2902", "Chaudronnerie et tôlerie", "D2X40"),
    ("H2102", "Production alimentaire", "E0X20"), ("H3302", "Tri, emballage et assemblage à la main", "E1X40"),
    ("N1105", "Manutention", "E1X40"), ("I1304", "Maintenance d'équipements industriels", "G0X40"),
    ("I1310", "Maintenance mécanique", "G0X40"), ("H1206", "Études et recherche industrielles", "H0X90"),
    ("H2502", "Encadrement de production", "H0X90"), ("N1103", "Magasinage et préparation de commandes", "J1X60"),
    ("N4101", "Transport routier de marchandises", "J3X40"), ("M1601", "Accueil et renseignements", "L0X61"),
    ("M1607", "Secrétariat", "L0X60"), ("M1203", "Comptabilité", "L1X60"),
    ("M1805", "Développement informatique", "M1X80"), ("K2111", "Formation pour adultes", "P0X80"),
    ("M1502", "Ressources humaines et recrutement", "P0X80"), ("D1505", "Caisse", "R0X60"),
    ("D1507", "Mise en rayon", "R0X60"), ("D1106", "Vente en alimentation", "R1X60"),
    ("D1214", "Vente en habillement", "R1X60"), ("G1603", "Aide en restauration", "S1X20"),
    ("G1602", "Cuisine", "S1X40"), ("G1803", "Service en restauration", "S2X60"),
    ("K1304", "Ménage et aide chez les particuliers", "T1X60"), ("K1302", "Aide aux adultes à domicile", "T2X60"),
    ("K2204", "Nettoyage de locaux", "T4X60"), ("L1203", "Théâtre", "U1X80"),
    ("L1509", "Régie de spectacle", "U1X80"), ("J1501", "Soins d'hygiène et de confort", "V0X60"),
    ("J1506", "Soins infirmiers", "V1X80"), ("K1207", "Éducation spécialisée", "V4X83"),
    ("K1801", "Conseil en emploi", "V4X83"), ("G1203", "Animation de loisirs pour les enfants", "V5X82"),
    ("G1202", "Animation culturelle", "V5X82"),
)  # fmt: skip

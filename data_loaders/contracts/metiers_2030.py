"""« Les métiers en 2030 », region by region: what is foreseen of each métier between 2019 and 2030, a projection."""

DEBUT, FIN = "2019", "2030"
MESURES = {
    "emploi": "Emploi en 2019",
    "creations": "Créations nettes d’emplois, négatives pour des destructions",
    "departs": "Départs en fin de carrière",
    "postes": "Postes à pourvoir : créations et départs",
    "jeunes": "Jeunes débutants, comptés en moins : ils répondent au besoin",
    "mobilites": "Solde des mobilités entre régions",
    "desequilibre": "Déséquilibre : postes à pourvoir, jeunes débutants et mobilités",
}
# Families that hold several of FAP 2009 at 87 posts; the others bear its codes.
GROUPES = {"D0A": ("D0Z", "D3Z"), "F0A": ("F0Z", "F1Z"), "F2A": ("F2Z", "F3Z"), "XK_": ("K0Z", "X0Z")}
HORS_CHAMP = "hors champ"

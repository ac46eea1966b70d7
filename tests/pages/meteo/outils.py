"""Invented surveys small enough to redo by hand, and the text of a screen."""

import re

FAMILLES = {"O": "Ouvriers du bâtiment", "S": "Fonctions sociales", "Z": "Autres métiers"}
METIERS = {"B0Z20": "O", "B0Z21": "O", "V0Z60": "S", "A0Z40": "Z"}
NANTES, ANCENIS, MAMERS = ("5220", "44"), ("5221", "44"), ("5209", "72")
# vintage, (bassin, département), métier, projects, difficult; None = hidden
CELLULES = (
    ("2021", NANTES, "B0Z20", 900.0, 540.0),
    ("2021", NANTES, "V0Z60", 900.0, 360.0),
    ("2023", NANTES, "B0Z20", 900.0, 855.0),
    ("2023", NANTES, "B0Z21", None, None),
    ("2023", NANTES, "V0Z60", 900.0, 360.0),
    ("2023", ANCENIS, "B0Z20", 60.0, 30.0),
    ("2023", ANCENIS, "V0Z60", 40.0, None),
    ("2023", MAMERS, "B0Z20", 20.0, 10.0),
    ("2023", MAMERS, "V0Z60", None, None),
)


def texte(html):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


def corps(at):
    return " ".join(e.proto.body for e in at.get("html"))

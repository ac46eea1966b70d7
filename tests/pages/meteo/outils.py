"""Invented surveys small enough to redo by hand, and the text of a screen."""

import csv
import io
import re

FAMILLES = {"O": "Ouvriers du bâtiment", "S": "Fonctions sociales", "Z": "Autres métiers"}
METIERS = {"B0Z20": "O", "B0Z21": "O", "V0Z60": "S", "A0Z40": "Z"}
NOMS = FAMILLES | {m: f"Métier {m}" for m in METIERS} | {"ensemble": "Tous les métiers"}
NANTES, ANCENIS, MAMERS = ("5220", "44"), ("5221", "44"), ("5209", "72")
# vintage, (bassin, département), métier, projects, difficult; None = hidden
CELLULES = (
    ("2021", NANTES, "B0Z20", 900.0, 540.0), ("2021", NANTES, "V0Z60", 900.0, 360.0),
    ("2023", NANTES, "B0Z20", 900.0, 855.0), ("2023", NANTES, "B0Z21", None, None),
    ("2023", NANTES, "V0Z60", 900.0, 360.0), ("2023", ANCENIS, "B0Z20", 60.0, 30.0),
    ("2023", ANCENIS, "V0Z60", 40.0, None), ("2023", MAMERS, "B0Z20", 8.0, 6.0),
    ("2023", MAMERS, "V0Z60", None, None),
)  # fmt: skip

# métier -> projects, difficult in the whole of France, each vintage
FRANCE = {
    "B0Z20": (20000.0, 14000.0), "B0Z21": (2000.0, 1400.0), "V0Z60": (30000.0, 12000.0), "A0Z40": (9000.0, 4000.0),
}  # fmt: skip


def ligne(indices, zone, groupe, annee="2023"):
    """The row of a group in a zone, with its name."""
    choisie = (indices["code_zone"] == zone) & (indices["code_groupe"] == groupe) & (indices["annee"] == annee)
    return next(indices[choisie].assign(nom=NOMS[groupe]).itertuples())


def lire_csv(fichier):
    """Its lines, column by column."""
    return list(csv.DictReader(io.StringIO(fichier.decode("utf-8-sig")), delimiter=";"))


def texte(html):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))

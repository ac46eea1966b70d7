"""An invented survey whose hidden values are canaries: numbers that nothing published can produce."""

import io
import itertools
import random
import struct
import zipfile
from pathlib import Path

import openpyxl

from tests import builders

BASSINS = ((5220, 44), (5221, 44), (5222, 44), (5205, 49), (5206, 49), (5209, 72), (5213, 85))
METIERS = ("B0Z20", "B0Z21", "B1Z40", "B2Z40", "V0Z60", "V1Z80")
ANNEES = (2022, 2023)
MESURES = ("met", "xmet", "smet")


class Enquete:
    """Two invented vintages: what the producer publishes (`fichiers`), and the truth it hides (`verite`).

    The producer forgot to remove the hidden values: they are in three more columns of its workbooks.
    """

    def __init__(self, dossier: Path, graine: int) -> None:
        hasard = random.Random(graine)
        self.verite: dict[tuple[int, int, str, str], float] = {}
        self.fichiers = []
        for annee in ANNEES:
            lignes = []
            for (bassin, departement), metier in itertools.product(BASSINS, METIERS):
                cellules = []
                for mesure in MESURES:
                    if hasard.random() < 0.5:
                        # Under 5, and unlike any other: 1.41370255 projects, 3.90812311…
                        self.verite[annee, bassin, metier, mesure] = round(hasard.uniform(0.5, 4.9), 8)
                        cellules.append("*")
                    else:
                        projets = int(cellules[0]) if cellules and cellules[0] != "*" else 89
                        cellules.append(str(hasard.randrange(5, projets + 1)))
                famille = "O" if metier.startswith("B") else "S"
                lignes.append((metier, metier, famille, bassin, departement, *cellules))
            self.fichiers.append(self._ecrire(dossier, annee, lignes))

    def vues(self, octets: bytes) -> list[tuple[int, int, str, str]]:
        """Hidden cells whose value is in there, in any of the ways it is written."""
        return [cle for cle, v in self.verite.items() if any(t in octets for t in _traces(v))]

    def _ecrire(self, dossier: Path, annee: int, lignes: list[tuple]) -> Path:
        fichier = builders.fichier_bmo(dossier, annee, lignes)
        livre = openpyxl.load_workbook(fichier)
        feuille = livre["BMO"]
        for k, mesure in enumerate(MESURES):
            feuille.cell(1, 15 + k).value = f"valeur_exacte_{mesure}"
            for i, ligne in enumerate(lignes, 2):
                feuille.cell(i, 15 + k).value = self.verite.get((annee, ligne[3], ligne[0], mesure))
        livre.save(fichier)
        return fichier


def _traces(canari: float) -> tuple[bytes, ...]:
    """The ways a value is written: as text, with a point or a comma, or as a binary double."""
    texte = f"{canari:.8f}"[:9]  # seven decimals: one more than a coordinate of an outline
    return texte.encode(), texte.replace(".", ",").encode(), struct.pack("<d", canari)


def deplie(nom: str, octets: bytes) -> bytes:
    """A file and what it holds, as far down as archives go (a workbook is one)."""
    if not zipfile.is_zipfile(io.BytesIO(octets)):
        return octets
    with zipfile.ZipFile(io.BytesIO(octets)) as z:
        return b"\n".join(deplie(n, z.read(n)) for n in z.namelist())

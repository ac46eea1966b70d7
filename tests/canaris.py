"""Canaries: invented values that nothing published can produce, hidden by a survey or reserved to the signatories."""

import gzip
import io
import itertools
import random
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import openpyxl
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.sync.client import connect

from data_loaders.__main__ import main
from data_loaders.sources.convention import COLONNES, SAISIE, octets
from tests import builders

# Of one workbook of the convention: a value and a word that the signatories keep to themselves, a value that is public.
CANARI, MOT = 1413702.25, "canari-des-signataires"
PUBLIQUE = 1290417.0

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


def reserver(dossier: Path) -> None:
    """Import that workbook, written in `dossier`, into the roots that the environment names."""
    classeur = dossier / "envoi.xlsx"
    classeur.write_bytes(octets(periode="2014"))
    livre = openpyxl.load_workbook(classeur)
    feuille, colonne = livre[SAISIE], {nom: i for i, nom in enumerate(COLONNES, 1)}
    rangs = {feuille.cell(i, 2).value: i for i in range(2, feuille.max_row + 1)}
    for code, valeur, commentaire, diffusion in (
        ("vae_1_euros", CANARI, MOT, "réservée"),
        ("vae_2_euros", PUBLIQUE, "", "publique"),
    ):
        dits = {"value": valeur, "commentaire": commentaire, "diffusion": diffusion}
        for nom, dit in dits.items():
            feuille.cell(rangs[code], colonne[nom]).value = dit
    livre.save(classeur)
    assert main(["importer", "convention", str(classeur)]) == 0


def traces(valeur: float) -> tuple[bytes, ...]:
    """The ways a value is written: bare, in thousands with each space that French uses, in JSON, as a double."""
    entier = f"{int(valeur)}"
    milliers = (entier[0], entier[1:4], entier[4:])
    ecrits = [s.join(milliers) for s in ("", "\u202f", "\u00a0", " ", "\\u202f", "&#8239;")]
    return (*(e.encode() for e in ecrits), struct.pack("<d", valeur))


def vus(octets: bytes) -> list[bytes]:
    """What is reserved and in there."""
    return [t for t in (*traces(CANARI), MOT.encode()) if t in octets]


def trames(serveur: str, adresse: str, temoins: Mapping[str, str] = MappingProxyType({})) -> list[bytes]:
    """What a session receives when it opens this address, as the socket of a browser that has these cookies does."""
    ecran, _, choix = adresse.partition("?")
    demande = BackMsg()
    demande.rerun_script.page_name, demande.rerun_script.query_string = ecran, choix
    jeton = generate_xsrf_token_string()
    biscuits = "; ".join(f"{nom}={dit}" for nom, dit in {**temoins, XSRF_COOKIE_NAME: jeton}.items())
    recues = []
    with connect(
        f"{serveur.replace('http', 'ws')}/_stcore/stream",
        origin=serveur,
        subprotocols=["streamlit", jeton],
        additional_headers={"Cookie": biscuits},
        max_size=None,
    ) as prise:
        prise.send(demande.SerializeToString())
        while not recues or ForwardMsg.FromString(recues[-1]).WhichOneof("type") != "script_finished":
            recues.append(prise.recv(timeout=60))
    return recues


def lire(fichier: Path) -> bytes:
    """A file of a data root; what is drawn for everybody is kept compressed."""
    octets = fichier.read_bytes()
    return gzip.decompress(octets) if octets.startswith(b"\x1f\x8b") else octets

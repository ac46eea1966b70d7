"""What the product gives, read as its receiver reads it."""

import csv
import io
import re

from pypdf import PdfReader


def en_lignes(octets: bytes) -> list[dict[str, str]]:
    """Rows of a file for French Excel."""
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def en_pdf(octets: bytes) -> PdfReader:
    """A PDF document."""
    return PdfReader(io.BytesIO(octets))


def nombres(texte: str) -> list[float]:
    """Numbers written in a French text, in order."""
    ecrits = re.findall(r"[-−]?\d[\d\u202f]*(?:,\d+)?", texte)
    return [float(n.replace("\u202f", "").replace(",", ".").replace("−", "-")) for n in ecrits]


def lisible(texte: str) -> str:
    """A text whose spaces are all of one kind."""
    return re.sub(r"[\u00a0\u202f]", " ", texte)

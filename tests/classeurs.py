"""An invented table in each form in which producers, and those who save their files again, send it."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

Feuilles = Mapping[str, Sequence[Sequence[object]]]
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ESPACES = " ".join(
    f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0"' for nom in ("office", "table", "text")
)


def xlsx(chemin: Path, feuilles: Feuilles, cachees: Sequence[str] = ()) -> Path:
    """A workbook; sheets named in `cachees` are hidden."""
    livre = openpyxl.Workbook()
    livre.remove(livre.active)
    for nom, lignes in feuilles.items():
        feuille = livre.create_sheet(nom)
        for ligne in lignes:
            feuille.append(list(ligne))
        if nom in cachees:
            feuille.sheet_state = "hidden"
    livre.save(chemin)
    return chemin


def ods(chemin: Path, feuilles: Feuilles) -> Path:
    """The same saved by another software."""
    corps = ""
    for nom, lignes in feuilles.items():
        rangees = "".join(f"<table:table-row>{''.join(map(_cellule, ligne))}</table:table-row>" for ligne in lignes)
        corps += f'<table:table table:name="{escape(nom)}">{rangees}</table:table>'
    contenu = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ESPACES} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{corps}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(chemin, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", contenu)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/></manifest:manifest>',
        )
    return chemin


def _cellule(valeur: object) -> str:
    if valeur in ("", None):
        return "<table:table-cell/>"
    if isinstance(valeur, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{valeur}"><text:p>{valeur}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(valeur))}</text:p></table:table-cell>'


def texte(chemin: Path, lignes: Sequence[Sequence[object]], encodage: str = "utf-8-sig", signe: str = ";") -> Path:
    """One sheet as delimited text."""
    with chemin.open("w", encoding=encodage, newline="") as f:
        csv.writer(f, delimiter=signe).writerows(lignes)
    return chemin

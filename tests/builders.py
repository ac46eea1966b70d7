"""Tiny invented files in the producers' layouts. Figures are made up; no official value is here."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd
import pyarrow as pa

ENTETE_BMO = [
    "annee",
    "Code métier BMO",
    "Nom métier BMO",
    "Famille_met",
    "Lbl_fam_met",
    "REG",
    "NOM_REG",
    "Dept",
    "NomDept",
    "BE{aa}",
    "NOMBE{aa}",
    "met",
    "xmet",
    "smet",
]
# code, label, family, bassin, département, met, xmet, smet
LIGNES_BMO = (
    ("B0Z20", "Maçons", "O", 5221, 44, "40", "30", "*"),
    ("B0Z20", "Maçons", "O", 5220, 44, "100", "55", "10"),
    ("B0Z20", "Maçons", "O", 5205, 49, "*", "*", "*"),
    ("V0Z60", "Aides-soignants", "S", 5221, 44, "20", "*", "5"),
    ("V0Z60", "Aides-soignants", "S", 5220, 44, "200", "120", "20"),
    ("V0Z60", "Aides-soignants", "S", 5209, 72, "8", "5", "*"),
)
FAMILLES = {"O": "Ouvriers de la construction et du bâtiment", "S": "Fonctions sociales et médico-sociales"}


def lignes_bmo(annee: int, lignes=LIGNES_BMO) -> list[list]:
    """Rows of a survey file, header first, with one row of another region and one métier listed only there.

    In even years two bassins exchange the seasonal projects of the default rows: two vintages never tell the same,
    and totals stay.
    """
    if lignes is LIGNES_BMO and annee % 2 == 0:
        saisonniers = {3: "20", 4: "5"}
        lignes = [(*ligne[:7], saisonniers.get(i, ligne[7])) for i, ligne in enumerate(lignes)]
    corps = [
        [annee, m, lib, f, FAMILLES[f], "52", "Pays de la Loire", str(d), "", b, "", met, x, s]
        for m, lib, f, b, d, met, x, s in lignes
    ]
    ailleurs = [
        annee,
        "A0Z40",
        "Agriculteurs salariés",
        "S",
        FAMILLES["S"],
        "53",
        "Bretagne",
        "35",
        "",
        5313,
        "REDON",
        "10",
        "5",
        "*",
    ]
    return [[c.format(aa=annee % 100) for c in ENTETE_BMO], *corps, ailleurs]


def lignes_france(annee: int) -> list[list]:
    """The rows of `lignes_bmo`, then two of each of nine more regions: one without bassin, one hidden."""
    entete, *corps = lignes_bmo(annee)
    for region in (11, 24, 27, 28, 32, 44, 75, 76, 94):
        commun = [annee, "B0Z20", "Maçons", "O", FAMILLES["O"], region, "", region, ""]
        corps += [[*commun, "", "", "50", "*", "*"], [*commun, f"{region}01", "X", "*", "*", "*"]]
    return [entete, *corps]


def classeur(chemin: Path, feuilles: dict[str, list[list]]) -> Path:
    """Write an XLSX workbook, one list of rows a sheet."""
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    for nom, lignes in feuilles.items():
        ws = wb.create_sheet(nom)
        for ligne in lignes:
            ws.append(ligne)
    wb.save(chemin)
    return chemin


def texte(chemin: Path, lignes: list[list], separateur: str = ";", encodage: str = "utf-8") -> Path:
    """Write a delimited text."""
    sortie = io.StringIO()
    csv.writer(sortie, delimiter=separateur, lineterminator="\n").writerows(lignes)
    chemin.write_bytes(sortie.getvalue().encode(encodage))
    return chemin


def ods(chemin: Path, feuilles: dict[str, list[list]]) -> Path:
    """Write an OpenDocument workbook, every cell as text."""
    corps = "".join(
        f'<table:table table:name="{escape(nom)}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(str(c))}</text:p></table:table-cell>'
                for c in ligne
            )
            + "</table:table-row>"
            for ligne in lignes
        )
        + "</table:table>"
        for nom, lignes in feuilles.items()
    )
    espaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text", "manifest")
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", mime, zipfile.ZIP_STORED)
        z.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {espaces} office:version="1.2"><office:body>'
            f"<office:spreadsheet>{corps}</office:spreadsheet></office:body></office:document-content>",
        )
        z.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest {espaces}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{mime}"/></manifest:manifest>',
        )
    return chemin


def fichier_bmo(dossier: Path, annee: int = 2023, lignes=LIGNES_BMO) -> Path:
    """A survey workbook with its dictionary sheet first, as producers publish it."""
    description = [["", "Variables ", "Description "], ["", "annee", annee], ["", "met", "Nombre de projets"]]
    return classeur(
        dossier / f"bmo_{annee}.xlsx", {"Description des variables": description, "BMO": lignes_bmo(annee, lignes)}
    )


def observations_bmo(lignes, annee: str = "2023") -> pa.Table:
    """A valid `bmo/observations` table; `lignes` = (bassin, département, métier, mesure, value or None)."""
    df = pd.DataFrame(lignes, columns=["code_bassin", "code_departement", "code_metier", "mesure", "value"])
    df.insert(0, "annee", annee)
    df["value"] = df["value"].astype("float64")
    df["obs_status"] = df["value"].isna().map({True: "Q", False: "A"})
    df["conf_status"] = df["value"].isna().map({True: "C", False: "F"})
    return pa.Table.from_pandas(df, preserve_index=False).replace_schema_metadata(None)


def metiers_bmo(annee: str = "2023") -> pa.Table:
    """A valid `bmo/metiers` table of one métier."""
    return pa.table(
        {
            "annee": [annee],
            "code_metier": ["B0Z20"],
            "libelle_metier": ["Maçons"],
            "code_famille": ["O"],
            "libelle_famille": [FAMILLES["O"]],
            "nomenclature": ["FAP2009"],
        }
    )

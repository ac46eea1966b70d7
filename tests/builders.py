"""Tiny invented files in the producers' layouts. Figures are made up; no official value is here."""

import contextlib
import csv
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from data_loaders import jeux
from data_loaders.contracts import CONTRATS
from data_loaders.erreurs import ErreurDonnees
from data_loaders.magasin.donnees import Donnees
from data_loaders.magasin.instantane import Source
from data_loaders.magasin.store import Magasin
from data_loaders.sources.modeles import Feuille

# Tables of `inventes.toml`, by their name; texts are together under "textes".
TABLES = tomllib.loads(Path(__file__).with_name("inventes.toml").read_text("utf-8"))
SOURCE = Source("essai.xlsx", "0" * 64, 10, "producteur d'essai")
Feuilles = Mapping[str, Sequence[Sequence[object]]]
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ESPACES = " ".join(
    f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0"' for nom in ("office", "table", "text")
)
ENTETE_BMO = [
    "annee", "Code métier BMO", "Nom métier BMO", "Famille_met", "Lbl_fam_met", "REG", "NOM_REG", "Dept", "NomDept",
    "BE{aa}", "NOMBE{aa}", "met", "xmet", "smet",
]  # fmt: skip
TRANSMIS = {"source": "Base de l’organisme", "transmis_par": "Carif-Oref"}
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
    ailleurs = [annee, "A0Z40", "Agriculteurs salariés", "S", FAMILLES["S"], "53", "Bretagne", "35", "", 5313, "REDON"]
    ailleurs += ["10", "5", "*"]
    return [[c.format(aa=annee % 100) for c in ENTETE_BMO], *corps, ailleurs]


def lignes_france(annee: int) -> list[list]:
    """The rows of `lignes_bmo`, then two of each of nine more regions: one without bassin, one hidden."""
    entete, *corps = lignes_bmo(annee)
    for region in (11, 24, 27, 28, 32, 44, 75, 76, 94):
        commun = [annee, "B0Z20", "Maçons", "O", FAMILLES["O"], region, "", region, ""]
        corps += [[*commun, "", "", "50", "*", "*"], [*commun, f"{region}01", "X", "*", "*", "*"]]
    return [entete, *corps]


def classeur(chemin: Path, feuilles: Feuilles, cachees: Sequence[str] = ()) -> Path:
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


def texte(chemin: Path, lignes: Sequence[Sequence[object]], signe: str = ";", encodage: str = "utf-8") -> Path:
    """One sheet as delimited text."""
    with chemin.open("w", encoding=encodage, newline="") as f:
        csv.writer(f, delimiter=signe, lineterminator="\n").writerows(lignes)
    return chemin


def csv_de(chemin: Path, entete: str, lignes: Sequence[str], encodage: str = "utf-8") -> Path:
    """The same from lines that are written already."""
    chemin.write_bytes(("\n".join([entete, *lignes]) + "\n").encode(encodage))
    return chemin


def lignes_de(chemin: Path) -> list[dict[str, str]]:
    """Rows of a delimited text, by their titles."""
    with chemin.open(encoding="utf-8-sig") as f:
        return list(csv.DictReader(f))


def remplir(chemin: Path, feuille: Feuille, lignes: Sequence[Mapping[str, object]], depuis: int = 2) -> Path:
    """Fill the rows of a model, from one on: row = {column: value}, sent by an organisation."""
    livre = openpyxl.load_workbook(chemin)
    colonnes = {nom: i for i, nom in enumerate(feuille.champs, 1)}
    for rang, ligne in enumerate(lignes, depuis):
        for nom, valeur in {**TRANSMIS, **ligne}.items():
            livre[feuille.titre].cell(rang, colonnes[nom]).value = valeur
    livre.save(chemin)
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


def tables_bmo(cellules: float | Sequence[tuple], annee: str = "2023") -> dict[str, pa.Table]:
    """Both tables of a vintage: `cellules` as `observations_bmo` takes them, or the value of a single one."""
    lignes = cellules if isinstance(cellules, Sequence) else [("5220", "44", "B0Z20", "met", cellules)]
    return {"observations": observations_bmo(lignes, annee), "metiers": metiers_bmo(annee)}


def publier_bmo(magasin: Magasin, valeur: float, annee: str = "2023") -> str:
    """Publish a vintage of a single value; returns the name of its version."""
    return magasin.publier(CONTRATS["bmo"], annee, tables_bmo(valeur, annee), [SOURCE]).identifiant


@contextlib.contextmanager
def refus(regle: str, dit: str | None = None) -> Iterator[pytest.ExceptionInfo[ErreurDonnees]]:
    """What is inside is refused by that rule, in words where that pattern is found."""
    with pytest.raises(ErreurDonnees, match=dit) as e:
        yield e
    assert e.value.regle == regle


def importer(donnees: Donnees, source: str, chemin: Path) -> list[str]:
    """Import a file as the command does; returns the French summary."""
    return jeux.lecteurs()[source].importer(donnees, chemin, lambda *_: None)

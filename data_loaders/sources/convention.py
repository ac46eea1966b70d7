"""The workbook by which a correspondent sends the indicators of the convention: its blank model, and its reading.

One row a measure and period; a measure observed twice a year takes two rows. A row without period was not filled. A row
with a period and no value says that the value is not available, and withdraws the one sent before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.contracts import convention
from data_loaders.contracts.convention import FORMES, PARTIES, PERIODE, Mesure, mesures
from data_loaders.erreurs import ErreurDonnees
from data_loaders.sources import classeur, series

SAISIE, NOTICE = "Saisie", "Mode d'emploi"
# Column -> title and width, in characters.
COLONNES = {
    "dispositif": ("Dispositif", 26),
    "code_mesure": ("Code mesure", 24),
    "libelle": ("Libellé", 80),
    "unite": ("Unité", 18),
    "rythme": ("Rythme", 14),
    "partie": ("Partie émettrice (proposé)", 24),
    "periode": ("Période", 12),
    "value": ("Valeur", 14),
    "commentaire": ("Commentaire", 50),
}
SAISIES = ("partie", "periode", "value", "commentaire")
COMMENTAIRE_MAX = 500
# The operator changed its name in 2024; the annex uses the former one.
ANCIENS_NOMS = {"pole_emploi": "france_travail"}
MODE_EMPLOI = (
    "Indicateurs de la convention : mode d'emploi",
    f"Remplir la feuille « {SAISIE} », une ligne par mesure et par période ; copier une ligne pour une autre période.",
    "Période : 2014 pour une mesure annuelle, 2014-S1 ou 2014-S2 pour une mesure semestrielle ; au choix quand "
    "l'annexe ne précise pas le rythme.",
    "Valeur : un nombre, sans unité ni texte, positif ou nul, dans l'unité indiquée.",
    "Une ligne sans période n'est pas lue. Une période sans valeur dit que la valeur n'est pas disponible.",
    "Partie émettrice : « Région » ou « France Travail » (Pôle emploi avant 2024). L'annexe n'en nomme aucune ; celle "
    "du modèle est proposée et se modifie.",
    "Ne pas changer le code ni l'unité d'une mesure : le fichier serait refusé.",
    "Commentaire : aucune donnée personnelle. Un effectif de personnes non nul inférieur à "
    f"{convention.seuil_personnes()} est masqué à l'importation (règle à confirmer).",
    "Envoi : python -m data_loaders importer convention FICHIER.xlsx",
)


class Lecture(NamedTuple):
    """What one workbook gave; `observations` keeps the columns of the contract, `recu_le` excepted."""

    observations: pd.DataFrame
    lignes_nb: int
    masquees_nb: int


class _Faute(Exception):
    """One cell that cannot be taken."""

    def __init__(self, colonne: str, trouve: str, exemple: object, cause: str) -> None:
        super().__init__(trouve)
        self.colonne, self.trouve, self.exemple, self.cause = COLONNES[colonne][0], trouve, str(exemple), cause


def ecrire_modele(sortie: Path) -> None:
    """Write the blank workbook: the 24 measures of the annex, no value."""
    livre = Workbook()
    livre.properties.creator = "Observatoire emploi-formation des Pays de la Loire"
    feuille = livre.active
    feuille.title = SAISIE
    feuille.append([titre for titre, _ in COLONNES.values()])
    for m in mesures().values():
        feuille.append([m.dispositif, m.code, m.libelle, m.unite, m.rythme, PARTIES[m.partie]])
    _habiller(feuille)
    notice = livre.create_sheet(NOTICE)
    notice.column_dimensions["A"].width = 100
    for texte in MODE_EMPLOI:
        notice.append([texte])
        notice.cell(notice.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    notice["A1"].font = Font(bold=True, size=14)
    livre.save(sortie)


def _habiller(feuille: Worksheet) -> None:
    a_saisir = PatternFill("solid", fgColor="FFF4D6")
    for i, (nom, (_, largeur)) in enumerate(COLONNES.items(), 1):
        entete = feuille.cell(1, i)
        entete.font = Font(bold=True)
        feuille.column_dimensions[entete.column_letter].width = largeur
        for ligne in range(2, feuille.max_row + 1):
            cellule = feuille.cell(ligne, i)
            cellule.alignment = Alignment(wrap_text=True, vertical="top")
            if nom in SAISIES:
                cellule.fill = a_saisir
            if nom == "periode":
                cellule.number_format = "@"  # else a spreadsheet may turn 2014-1 into a date
    feuille.freeze_panes = "C2"
    parties = DataValidation("list", formula1=f'"{",".join(PARTIES.values())}"', allow_blank=True)
    feuille.add_data_validation(parties)
    parties.add(f"{feuille.cell(1, list(COLONNES).index('partie') + 1).column_letter}2:F500")


def lire(chemin: Path) -> Lecture:
    """Read a filled workbook.

    Raises:
        ErreurDonnees: unreadable workbook, columns missing, nothing filled, or a faulty cell: unknown measure, unit
            changed, unknown party, malformed period, text or negative number for a value, row repeated. The message
            names the row and the column of the first, and counts them all.
    """
    nom = Path(chemin).name
    lues: dict[tuple[str, str, str], tuple[int, dict]] = {}
    fautes: list[tuple[int, _Faute]] = []
    for numero, ligne in _lignes(Path(chemin)):
        try:
            lu = _ligne(ligne)
            cle = lu["code_mesure"], lu["periode"], lu["partie"]
            if cle in lues:
                raise _Faute("code_mesure", f"ligne en double de la ligne {lues[cle][0]}", cle[0], "ligne copiée")
        except _Faute as e:
            fautes.append((numero, e))
        else:
            lues[cle] = numero, lu
    if fautes:
        numero, faute = fautes[0]
        raise ErreurDonnees(
            "saisie",
            f"{nom}, ligne {numero}, colonne {faute.colonne}",
            faute.trouve,
            nombre=len(fautes),
            exemple=faute.exemple,
            cause=faute.cause,
            remede="corriger la ligne dans le classeur, puis l'importer de nouveau",
        )
    if not lues:
        raise ErreurDonnees(
            "vide",
            nom,
            "aucune ligne remplie",
            cause="aucune période n'est saisie",
            remede="saisir la période et la valeur des mesures transmises",
        )
    observations = pd.DataFrame([lu for _, lu in lues.values()])
    return Lecture(observations, len(lues), int(observations["obs_status"].eq("Q").sum()))


def _lignes(chemin: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Number (as a spreadsheet shows it) and cells of each filled row below the header."""
    livre = classeur.ouvrir(chemin)
    titres = {classeur.normaliser(titre): nom for nom, (titre, _) in COLONNES.items()}
    for onglet in livre.sheet_names:
        feuille = livre.get_sheet_by_name(onglet)
        entete: list[str] = []
        # Whatever empty rows a correspondent left above the table, the number stays that of the spreadsheet.
        for numero, cellules in enumerate(feuille.to_python(skip_empty_area=False, nrows=classeur.LIGNES_MAX), 1):
            if entete:
                ligne = dict(zip(entete, cellules, strict=False))
                if ligne["periode"] != "" or ligne["value"] != "":
                    yield numero, ligne
            elif set(titres) <= {classeur.normaliser(c) for c in cellules}:
                entete = [titres.get(classeur.normaliser(c), "") for c in cellules]
        if entete:
            return
    raise ErreurDonnees(
        "colonnes",
        chemin.name,
        f"aucune feuille ne porte les colonnes {', '.join(t for t, _ in COLONNES.values())}",
        cause="ce n'est pas le modèle de saisie",
        remede="repartir du modèle : python -m data_loaders modele convention SORTIE.xlsx",
    )


def _ligne(ligne: dict[str, object]) -> dict:
    code = str(ligne["code_mesure"]).strip()
    if code not in mesures():
        raise _Faute("code_mesure", "mesure inconnue de l'annexe", code, "code modifié ou laissé vide")
    mesure = mesures()[code]
    if str(ligne["unite"]).strip() != mesure.unite:
        raise _Faute("unite", "unité modifiée", ligne["unite"], f"l'unité de {code} est : {mesure.unite}")
    value, statut = _valeur(ligne["value"], mesure)
    return {
        "code_mesure": code,
        "periode": _periode(ligne["periode"], mesure),
        "partie": _partie(ligne["partie"]),
        "commentaire": _commentaire(ligne["commentaire"]),
        "value": value,
        "obs_status": statut,
    }


def _periode(brut: object, mesure: Mesure) -> str:
    periode = classeur.code(brut)
    if not re.fullmatch(PERIODE[mesure.rythme], periode, re.ASCII):
        raise _Faute(
            "periode",
            "période mal écrite" if periode else "période manquante",
            periode,
            f"le rythme de {mesure.code} est {mesure.rythme} : forme attendue {FORMES[mesure.rythme]}",
        )
    return periode


def _partie(brut: object) -> str:
    parties = {classeur.normaliser(libelle): code for code, libelle in PARTIES.items()} | ANCIENS_NOMS
    partie = parties.get(classeur.normaliser(brut))
    if partie is None:
        raise _Faute("partie", "partie inconnue", brut, f"parties admises : {', '.join(PARTIES.values())}")
    return partie


def _valeur(brut: object, mesure: Mesure) -> tuple[float | None, str]:
    """Value and status: O when not available, Q when a count of persons is under the threshold."""
    if brut == "":
        return None, "O"
    if isinstance(brut, bool) or not isinstance(brut, int | float):
        raise _Faute("value", "texte au lieu d'un nombre", brut, "unité, espace ou signe saisi avec le nombre")
    if brut < 0:
        raise _Faute("value", "valeur négative", brut, "signe ou colonne confondus")
    if mesure.entiere and brut != int(brut):
        raise _Faute("value", "valeur à décimales", brut, f"{mesure.code} se compte en {mesure.unite}")
    if mesure.unite == "personnes" and 0 < brut < convention.seuil_personnes():
        return None, "Q"
    return float(brut), "A"


def _commentaire(brut: object) -> str:
    texte = str(brut).strip()
    if len(texte) > COMMENTAIRE_MAX:
        raise _Faute("commentaire", "commentaire trop long", texte, f"la limite est de {COMMENTAIRE_MAX} caractères")
    return texte


def fusionner(precedentes: pd.DataFrame | None, lu: Lecture, recu_le: str) -> pa.Table:
    """Edition after this reception: rows sent now replace those of the same measure, period and party.

    Args:
        precedentes: rows of the edition in force, None when nothing was ever received.
        recu_le: ISO date of reception of the rows of `lu`; the others keep theirs.
    """
    table = convention.OBSERVATIONS
    nouvelles = series.avec_confidentialite(lu.observations.assign(recu_le=recu_le))
    nouvelles["value"] = nouvelles["value"].astype("float64")
    toutes = pd.concat([precedentes, nouvelles], ignore_index=True)
    return series.table(toutes.drop_duplicates(list(table.cle), keep="last"), table)

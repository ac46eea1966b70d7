"""The blank workbook of the convention: every measure of the annex, those of a party for a period, or what is missing.

Lists and number checks are in the workbook itself; what it cannot refuse is refused at import (see `convention`).
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_loaders.contracts import convention
from data_loaders.contracts.convention import PARTIES, Mesure, mesures, regles
from data_loaders.convention import cadre, suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import Suivi
from data_loaders.erreurs import DemandeInvalide
from data_loaders.sources.modeles import ecriture
from data_loaders.sources.modeles.champs import en_nombre
from geo.territoire import OBSERVATOIRE

SAISIE = "Saisie"
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
    "diffusion": ("Diffusion", 14),
}
FACULTATIVES = ("diffusion",)  # absent of the first models
SAISIES = ("partie", "periode", "value", "commentaire", "diffusion")
PUBLIQUE, RESERVEE = "publique", "réservée"
COMMENTAIRE_MAX = 500
NON_DISPONIBLE = "n.d."
PREMIERE_LIGNE, DERNIERE_LIGNE = 2, 500
MODE_EMPLOI = (
    "Indicateurs de la convention : mode d'emploi",
    f"Remplir la feuille « {SAISIE} », une ligne par mesure et par période ; copier une ligne pour une autre période.",
    "Période : 2014 pour une mesure annuelle, 2014-S1 ou 2014-S2 pour une mesure semestrielle ; au choix quand "
    "l'annexe ne précise pas le rythme.",
    "Valeur : un nombre, sans unité ni texte, positif ou nul, dans l'unité indiquée.",
    f"Une ligne sans valeur n'est pas lue. « {NON_DISPONIBLE} » dans la colonne Valeur dit qu'elle n'est pas "
    "disponible, et retire celle envoyée auparavant.",
    "Partie émettrice : « Région » ou « France Travail » (Pôle emploi avant 2024). L'annexe n'en nomme aucune ; celle "
    "du modèle est proposée et se modifie.",
    "Ne pas changer le code ni l'unité d'une mesure : le fichier serait refusé.",
    f"Une valeur au moins {regles().saut:.0f} fois plus grande ou plus petite que celle de la période précédente est "
    "à confirmer en disant pourquoi (sans écran : option --confirmer saut).",
    "Commentaire : aucune donnée personnelle. Un effectif non nul inférieur à "
    f"{convention.seuil_personnes()} (personnes, formations, prescriptions, certifications) est masqué à l'importation "
    "avec le montant ou les heures qui s'y rapportent (règle à confirmer).",
    f"Diffusion : vide ou « {PUBLIQUE} » ; « {RESERVEE} » garde la valeur aux signataires : elle ne se lit que dans "
    "l'Accès Pro et n'est jamais publiée.",
    "Un fichier envoyé remplace les valeurs des mêmes lignes ; les envois précédents restent dans l'historique. Un "
    "fichier refusé est gardé tel quel, avec la liste de ses fautes.",
    "Envoi : écran Saisie de l'Accès Pro ; sans écran, python -m data_loaders importer convention FICHIER.xlsx",
)


# A measure, and the period written on its row; None leaves it to the correspondent.
Ligne = tuple[Mesure, str | None]


class Saisie(NamedTuple):
    """What is typed on a row, as it was typed."""

    value: str
    commentaire: str
    diffusion: str = ""


def periodes_de(mesure: Mesure, annee: str, fin: date) -> list[str]:
    """Periods of a measure in a year of the convention: the year, or its halves when the annex asks for both."""
    toutes = [f"{annee}-S1", f"{annee}-S2"] if mesure.rythme == "semestriel" else [annee]
    return [p for p in toutes if suivi.concernee(p, regles().debut, fin)]


def ecrire_modele(sortie: Path | BinaryIO, partie: str = "", periode: str = "", c: Cadre | None = None) -> None:
    """Write the blank workbook, no value in it.

    Args:
        sortie: file, or stream opened in binary.
        partie: key of `PARTIES`, to keep the measures that this party is to send; "" for the 24 measures.
        periode: year (`2014`) or half-year (`2014-S1`, half-yearly measures alone) written on each row.
        c: what the signatories settled: who sends what, the last day of the convention; the one shipped by default.

    Raises:
        DemandeInvalide: unknown party, or a period outside the convention or that no measure of the party has.
    """
    c = c or cadre.defaut()
    _livre(lignes(partie, periode, c), c).save(sortie)


def octets(partie: str = "", periode: str = "", c: Cadre | None = None) -> bytes:
    """The same blank workbook, to be downloaded."""
    c = c or cadre.defaut()
    return _octets(_livre(lignes(partie, periode, c), c))


def manquantes(suivis: Iterable[Suivi], partie: str) -> list[Ligne]:
    """Measures and periods that a party has not sent in time, in the order of the annex."""
    return [
        (s.mesure, a.periode)
        for s in suivis
        if s.proposition.partie == partie
        for a in s.attentes
        if a.etat in ("retard", "non_transmis")
    ]


def octets_manquants(lignes: Sequence[Ligne], c: Cadre) -> bytes:
    """The blank workbook of some measures and periods, to be downloaded."""
    return _octets(_livre(lignes, c))


def octets_remplis(lignes: Sequence[Ligne], saisies: Sequence[Saisie], c: Cadre) -> bytes:
    """The workbook of some measures and periods, filled with what was typed elsewhere, row by row.

    A number written as French people do is a number; any other text stays as it was typed, for the import to judge.
    """
    livre = _livre(lignes, c)
    feuille = livre[SAISIE]
    for rang, saisie in enumerate(saisies, PREMIERE_LIGNE):
        for nom, texte in saisie._asdict().items():
            cellule = feuille.cell(rang, list(COLONNES).index(nom) + 1)
            tape = ILLEGAL_CHARACTERS_RE.sub(" ", texte).strip()
            cellule.value = en_nombre(tape) if nom == "value" else tape
            if isinstance(cellule.value, str):
                cellule.data_type = "s"  # « =1+1 » is what was typed, not a formula
    return _octets(livre)


def _octets(livre: Workbook) -> bytes:
    flux = io.BytesIO()
    livre.save(flux)
    return flux.getvalue()


def _livre(lignes: Sequence[Ligne], c: Cadre) -> Workbook:
    livre = Workbook()
    livre.properties.creator = OBSERVATOIRE
    feuille = livre.active
    feuille.title = SAISIE
    feuille.append([titre for titre, _ in COLONNES.values()])
    for m, p in lignes:
        partie = PARTIES[c.propositions[m.code].partie]
        feuille.append([m.dispositif, m.code, m.libelle, m.unite, m.rythme, partie, p])
    _habiller(feuille)
    _valider(feuille, c.fin)
    ecriture.noter(livre.create_sheet(ecriture.NOTICE), MODE_EMPLOI)
    return livre


def annees(fin: date) -> list[str]:
    """Years of the convention, the first one first."""
    return [str(a) for a in range(regles().debut.year, fin.year + 1)]


def lignes(partie: str, periode: str, c: Cadre) -> list[Ligne]:
    """Measures and periods of a model, in the order of the annex; the arguments are those of `ecrire_modele`."""
    if partie and partie not in PARTIES:
        raise DemandeInvalide(f"partie « {partie} » inconnue : {', '.join(PARTIES)}.")
    voulues = [m for m in mesures().values() if partie in ("", c.propositions[m.code].partie)]
    if not periode:
        return [(m, None) for m in voulues]
    connues = annees(c.fin)
    annee, _, semestre = periode.partition("-")
    if annee not in connues or semestre not in ("", "S1", "S2"):
        raise DemandeInvalide(
            f"période « {periode} » : écrire une année de {connues[0]} à {connues[-1]}, ou un semestre (2014-S1)."
        )
    trouvees = [(m, p) for m in voulues for p in periodes_de(m, annee, c.fin) if not semestre or p == periode]
    if not trouvees:
        raise DemandeInvalide(f"aucune mesure de cette partie n'est attendue pour {periode} : demander une année.")
    return trouvees


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


def _valider(feuille: Worksheet, fin: date) -> None:
    """Lists of measures, parties and periods; a number or « n.d. » for the value."""
    # A list written in a cell rule holds 255 characters: twelve years at most.
    toutes = [p for a in annees(fin)[-10:] for p in (a, f"{a}-S1", f"{a}-S2")]
    periodes = ",".join(p for p in toutes if suivi.concernee(p, regles().debut, fin))
    v = _lettre("value")
    regles_saisie = {
        "partie": DataValidation("list", formula1=f'"{",".join(PARTIES.values())}"', allow_blank=True),
        "periode": DataValidation("list", formula1=f'"{periodes}"', allow_blank=True),
        "diffusion": DataValidation("list", formula1=f'"{PUBLIQUE},{RESERVEE}"', allow_blank=True),
        "value": DataValidation(
            "custom",
            formula1=f'OR(AND(ISNUMBER({v}2),{v}2>=0),LOWER({v}2)="{NON_DISPONIBLE}")',
            allow_blank=True,
            errorTitle="Valeur",
            error=f"Un nombre positif ou nul, sans unité, ou {NON_DISPONIBLE}",
        ),
    }
    for nom, regle in regles_saisie.items():
        regle.showErrorMessage = True
        feuille.add_data_validation(regle)
        regle.add(f"{_lettre(nom)}2:{_lettre(nom)}{DERNIERE_LIGNE}")


def _lettre(nom: str) -> str:
    return get_column_letter(list(COLONNES).index(nom) + 1)

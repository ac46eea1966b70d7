"""The workbook by which a correspondent sends the indicators of the convention: its blank model, its reading.

One row a measure and period; a measure observed twice a year takes two rows. A row without value was not filled,
« n.d. » says that the value is not available and withdraws the one sent before. What the lists and the number checks of
the workbook cannot refuse is refused at import.
"""

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data_loaders import francais
from data_loaders.contracts import convention
from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import FORMES, PARTIES, PERIODE, Mesure, mesures, regles
from data_loaders.convention import cadre, suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import Suivi
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.sources import cellules, classeur, modeles
from data_loaders.sources.modeles import Champ, Feuille, en_nombre, sans_decimale

SAISIE = "Saisie"
PUBLIQUE, RESERVEE = "publique", "réservée"
COMMENTAIRE_MAX = 500
NON_DISPONIBLE = "n.d."
PREMIERE_LIGNE = 2
# What a cell says depends on the measure of its row: `convention` reads it.
COLONNES = {
    "dispositif": Champ("Dispositif", str, 26, a_saisir=False),
    "code_mesure": Champ("Code mesure", str, 24, a_saisir=False),
    "libelle": Champ("Libellé", str, 80, a_saisir=False),
    "unite": Champ("Unité", str, 18, a_saisir=False),
    "rythme": Champ("Rythme", str, 14, a_saisir=False),
    "partie": Champ("Partie émettrice (proposé)", str, 24, choix=tuple(PARTIES.values())),
    "periode": Champ("Période", str, 12),
    "value": Champ(
        "Valeur", float, 14, numerique=True,
        formule=f'OR(AND(ISNUMBER({{c}}),{{c}}>=0),LOWER({{c}})="{NON_DISPONIBLE}")',
        erreur=f"Un nombre positif ou nul, sans unité, ou {NON_DISPONIBLE}",
    ),
    "commentaire": Champ("Commentaire", str, 50),
    "diffusion": Champ("Diffusion", str, 14, choix=(PUBLIQUE, RESERVEE)),
}  # fmt: skip
FACULTATIVES = ("diffusion",)  # absent of the first models
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


def ecrire_modele(sortie: Path, partie: str = "", periode: str = "", c: Cadre | None = None) -> None:
    """Write the blank workbook, see `octets`."""
    sortie.write_bytes(octets(partie, periode, c))


def octets(partie: str = "", periode: str = "", c: Cadre | None = None) -> bytes:
    """The blank workbook, no value in it: the measures that a party is to send, the 24 of them by default.

    `periode`: year (`2014`) or half-year (`2014-S1`, half-yearly measures alone) written on each row; `c`: what the
    signatories settled (who sends what, the last day of the convention), the one shipped by default.
    """
    c = c or cadre.defaut()
    return octets_remplis(lignes(partie, periode, c), (), c)


def manquantes(suivis: Iterable[Suivi], partie: str) -> list[Ligne]:
    """Measures and periods that a party has not sent in time, in the order of the annex."""
    siens = (s for s in suivis if s.proposition.partie == partie)
    return [(s.mesure, a.periode) for s in siens for a in s.attentes if a.etat in ("retard", "non_transmis")]


def octets_remplis(lignes: Sequence[Ligne], saisies: Sequence[Saisie], c: Cadre) -> bytes:
    """The workbook of some measures and periods, filled with what was typed elsewhere, row by row.

    A number written as French people do is a number; any other text stays as it was typed, for the import to judge.
    """
    # A list written in a cell rule holds 255 characters: twelve years at most.
    toutes = [p for a in annees(c.fin)[-10:] for p in (a, f"{a}-S1", f"{a}-S2")]
    periodes = tuple(p for p in toutes if suivi.concernee(p, regles().debut, c.fin))
    colonnes = COLONNES | {"periode": replace(COLONNES["periode"], choix=periodes)}
    corps = []
    for (m, periode), saisie in zip_longest(lignes, saisies):
        tapees = (
            {n: ILLEGAL_CHARACTERS_RE.sub(" ", dit).strip() for n, dit in saisie._asdict().items()} if saisie else {}
        )
        tapees |= {n: en_nombre(dit) for n, dit in tapees.items() if n == "value"}
        dite = {"code_mesure": m.code, "partie": PARTIES[c.propositions[m.code].partie], "periode": periode}
        corps.append(m._asdict() | dite | tapees)
    feuille = Feuille(SAISIE, colonnes, ("code_mesure", "periode", "partie"), libres=0, figee="C2")
    notice = modeles.notice(
        "convention",
        saisie=SAISIE,
        non_disponible=NON_DISPONIBLE,
        saut=f"{regles().saut:.0f}",
        seuil=convention.seuil_personnes(),
        publique=PUBLIQUE,
        reservee=RESERVEE,
    )
    flux = io.BytesIO()
    modeles.ecrire(flux, {feuille: corps}, notice)
    return flux.getvalue()


def annees(fin: date) -> list[str]:
    """Years of the convention, the first one first."""
    return [str(a) for a in range(regles().debut.year, fin.year + 1)]


def lignes(partie: str, periode: str, c: Cadre) -> list[Ligne]:
    """Measures and periods of a model, in the order of the annex; the arguments are those of `octets`."""
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


# The operator changed its name in 2024; the annex uses the former one.
ANCIENS_NOMS = {"pole_emploi": "france_travail"}


class Extrait(NamedTuple):
    """What one workbook gave."""

    observations: pd.DataFrame  # columns of the contract, `recu_le` excepted
    sans_valeur_nb: int  # rows with a period and no value, left aside: a pre-filled model has many


class Faute(NamedTuple):
    """One cell that cannot be taken: its row and its column as a spreadsheet shows them."""

    ligne: int
    colonne: str
    trouve: str
    exemple: str
    cause: str

    def phrase(self) -> str:
        """« ligne 3, colonne Valeur : valeur négative (« -1 ») ; signe ou colonne confondus »."""
        lieu = f"ligne {self.ligne}, colonne {self.colonne}"
        return f"{lieu} : {self.trouve} (« {self.exemple[:40]} ») ; {self.cause}"


class ErreurSaisie(ErreurDonnees):
    """Cells that cannot be taken, all of them, in the order of the sheet."""

    def __init__(self, nom: str, fautes: Sequence[Faute]) -> None:
        self.fautes = tuple(fautes)
        premiere, plusieurs = fautes[0], len(fautes) > 1
        super().__init__(
            "saisie",
            f"{nom}, ligne {premiere.ligne}, colonne {premiere.colonne}",
            premiere.trouve,
            nombre=len(fautes),
            exemple=premiere.exemple,
            cause=premiere.cause,
            remede=f"corriger {'ces lignes' if plusieurs else 'la ligne'} dans le classeur, puis l'importer de nouveau",
            details=tuple(f.phrase() for f in fautes) if plusieurs else (),
        )


class _Faute(Exception):
    """One cell that cannot be taken: its column, what was found there, as it was read, the cause."""


def lire(chemin: Path, fin: date | None = None, parties: Collection[str] = PARTIES) -> Extrait:
    """Read a filled workbook, to the last day of the convention; a row of a party that is not taken is a fault.

    The refusal of faulty cells gives row, column and cause of the first, then lists them all.
    """
    nom = Path(chemin).name
    lues: dict[tuple[str, str, str], tuple[int, dict]] = {}
    fautes: list[Faute] = []
    sans_valeur_nb = 0
    titres = {nom: champ.titre for nom, champ in COLONNES.items()}
    for numero, ligne in modeles.lignes(Path(chemin), SAISIE, titres, "convention", FACULTATIVES):
        if all(ligne[nom] == "" for nom in ("periode", "value", "commentaire")):
            continue  # as the model came
        try:
            if ligne["value"] == "":
                if str(ligne["commentaire"]).strip():
                    cause = f"écrire {NON_DISPONIBLE} dans la colonne Valeur si elle n'est pas disponible"
                    raise _Faute("value", "commentaire sans valeur", ligne["commentaire"], cause)
                sans_valeur_nb += 1
                continue
            lu = _ligne(ligne, fin or convention.regles().fin, parties)
            cle = lu["code_mesure"], lu["periode"], lu["partie"]
            if cle in lues:
                raise _Faute("code_mesure", f"ligne en double de la ligne {lues[cle][0]}", cle[0], "ligne copiée")
        except _Faute as e:
            colonne, trouve, exemple, cause = e.args
            fautes.append(Faute(numero, COLONNES[colonne].titre, trouve, str(sans_decimale(exemple)), cause))
        else:
            lues[cle] = numero, lu
    if fautes:
        raise ErreurSaisie(nom, fautes)
    if not lues:
        cause = "aucune valeur n'est saisie"
        remede = "saisir la période et la valeur des mesures transmises, ou n.d. quand elle n'est pas disponible"
        raise ErreurDonnees("vide", nom, "aucune ligne remplie", cause=cause, remede=remede)
    return Extrait(tenues(pd.DataFrame([lu for _, lu in lues.values()])), sans_valeur_nb)


def _ligne(ligne: dict[str, object], fin: date, parties: Collection[str]) -> dict:
    """The columns of the contract that a row gives; the first cell that cannot be taken raises `_Faute`."""
    code = str(ligne["code_mesure"]).strip()
    if code not in mesures():
        raise _Faute("code_mesure", "mesure inconnue de l'annexe", code, "code modifié ou laissé vide")
    mesure = mesures()[code]
    if str(ligne["unite"]).strip() != mesure.unite:
        raise _Faute("unite", "unité modifiée", ligne["unite"], f"l'unité de {code} est : {mesure.unite}")
    value, statut = _valeur(ligne["value"], mesure)

    periode, debut = classeur.code(ligne["periode"]), convention.regles().debut
    if not re.fullmatch(PERIODE[mesure.rythme], periode, re.ASCII):
        trouve = "période mal écrite" if periode else "période manquante"
        cause = f"le rythme de {code} est {mesure.rythme} : forme attendue {FORMES[mesure.rythme]}"
        raise _Faute("periode", trouve, periode, cause)
    if not suivi.concernee(periode, debut, fin):
        bornes = " au ".join(francais.date_libelle(jour.isoformat()) for jour in (debut, fin))
        raise _Faute("periode", "période hors de la convention", periode, f"la convention court du {bornes}")

    connues = {classeur.normaliser(libelle): p for p, libelle in PARTIES.items()} | ANCIENS_NOMS
    partie = connues.get(classeur.normaliser(ligne["partie"]))
    if partie is None:
        raise _Faute("partie", "partie inconnue", ligne["partie"], f"parties admises : {', '.join(PARTIES.values())}")
    if partie not in parties:
        cause = "chaque signataire envoie ses propres valeurs"
        raise _Faute("partie", "ligne de l’autre signataire", ligne["partie"], cause)

    commentaire = str(ligne["commentaire"]).strip()
    if len(commentaire) > COMMENTAIRE_MAX:
        cause = f"la limite est de {COMMENTAIRE_MAX} caractères"
        raise _Faute("commentaire", "commentaire trop long", commentaire, cause)
    if francais.retourne(commentaire):
        raise _Faute("commentaire", "caractère invisible, qui retourne les mots", "", "retaper ce commentaire")

    diffusion = str(ligne.get("diffusion", "")).strip().lower()
    if diffusion not in ("", PUBLIQUE, RESERVEE):
        cause = f"laisser vide, ou écrire {PUBLIQUE} ou {RESERVEE}"
        raise _Faute("diffusion", "diffusion inconnue", ligne["diffusion"], cause)
    return {
        "code_mesure": code,
        "periode": periode,
        "partie": partie,
        "commentaire": commentaire,
        "value": value,
        "obs_status": statut,
        "conf_status": RESERVE if diffusion == RESERVEE else "",
    }


def _valeur(brut: object, mesure: Mesure) -> tuple[float | None, str]:
    """Value and status: O when not available, Q when a count of persons is under the threshold."""
    if isinstance(brut, str) and brut.strip().lower() == NON_DISPONIBLE:
        return None, "O"
    if isinstance(brut, bool) or not isinstance(brut, int | float):
        raise _Faute("value", "texte au lieu d’un nombre", brut, "unité, espace ou signe saisi avec le nombre")
    if brut < 0:
        raise _Faute("value", "valeur négative", brut, "signe ou colonne confondus")
    if mesure.entiere and brut != int(brut):
        raise _Faute("value", "valeur à décimales", brut, f"{mesure.code} se compte en {mesure.unite}")
    if mesure.secret == "effectif" and 0 < brut < convention.seuil_personnes():
        return None, "Q"
    return float(brut), "A"


def tenues(lignes: pd.DataFrame, connues: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows without what must be hidden, here or because of `connues`; what is reserved stays so."""
    gardees = cellules.avec_confidentialite(convention.masquer_suivies(lignes, connues))
    return gardees.assign(conf_status=gardees["conf_status"].mask(lignes["conf_status"].eq(RESERVE), RESERVE))

"""The blank workbook of the convention: every measure of the annex, those of a party for a period, or what is missing.

Lists and number checks are in the workbook itself; what it cannot refuse is refused at import (see `convention`).
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data_loaders.contracts import convention
from data_loaders.contracts.convention import PARTIES, Mesure, mesures, regles
from data_loaders.convention import cadre, suivi
from data_loaders.convention.cadre import Cadre
from data_loaders.convention.suivi import Suivi
from data_loaders.erreurs import DemandeInvalide
from data_loaders.sources.modeles import ecriture
from data_loaders.sources.modeles.champs import Champ, Feuille, en_nombre

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
    _ecrire(sortie, lignes(partie, periode, c), (), c)


def octets(partie: str = "", periode: str = "", c: Cadre | None = None) -> bytes:
    """The same blank workbook, to be downloaded."""
    flux = io.BytesIO()
    ecrire_modele(flux, partie, periode, c)
    return flux.getvalue()


def manquantes(suivis: Iterable[Suivi], partie: str) -> list[Ligne]:
    """Measures and periods that a party has not sent in time, in the order of the annex."""
    siens = (s for s in suivis if s.proposition.partie == partie)
    return [(s.mesure, a.periode) for s in siens for a in s.attentes if a.etat in ("retard", "non_transmis")]


def octets_remplis(lignes: Sequence[Ligne], saisies: Sequence[Saisie], c: Cadre) -> bytes:
    """The workbook of some measures and periods, filled with what was typed elsewhere, row by row.

    A number written as French people do is a number; any other text stays as it was typed, for the import to judge.
    """
    flux = io.BytesIO()
    _ecrire(flux, lignes, saisies, c)
    return flux.getvalue()


def _ecrire(sortie: Path | BinaryIO, lignes: Sequence[Ligne], saisies: Sequence[Saisie], c: Cadre) -> None:
    # A list written in a cell rule holds 255 characters: twelve years at most.
    toutes = [p for a in annees(c.fin)[-10:] for p in (a, f"{a}-S1", f"{a}-S2")]
    periodes = tuple(p for p in toutes if suivi.concernee(p, regles().debut, c.fin))
    champs = COLONNES | {"periode": replace(COLONNES["periode"], choix=periodes)}
    corps = []
    for (m, periode), saisie in zip_longest(lignes, saisies):
        tapees = (
            {n: ILLEGAL_CHARACTERS_RE.sub(" ", dit).strip() for n, dit in saisie._asdict().items()} if saisie else {}
        )
        tapees |= {n: en_nombre(dit) for n, dit in tapees.items() if n == "value"}
        dite = {"code_mesure": m.code, "partie": PARTIES[c.propositions[m.code].partie], "periode": periode}
        corps.append(m._asdict() | dite | tapees)
    feuille = Feuille(SAISIE, champs, ("code_mesure", "periode", "partie"), libres=0, figee="C2")
    notice = ecriture.notice(
        "convention",
        saisie=SAISIE,
        non_disponible=NON_DISPONIBLE,
        saut=f"{regles().saut:.0f}",
        seuil=convention.seuil_personnes(),
        publique=PUBLIQUE,
        reservee=RESERVEE,
    )
    ecriture.ecrire(sortie, {feuille: corps}, notice)


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

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

from data_loaders import francais
from data_loaders.contracts import convention
from data_loaders.contracts.base import RESERVE
from data_loaders.contracts.convention import FORMES, PARTIES, PERIODE, REGLES, Mesure, mesures
from data_loaders.convention import cadre, suivi
from data_loaders.erreurs import DemandeInvalide, ErreurDonnees
from data_loaders.sources import cellules, classeur, modeles
from data_loaders.sources.modeles import Champ, ErreurSaisie, Faute, Feuille, en_nombre
from geo.disque import CONTROLES

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
        regle={"type": "custom", "formula1": f'OR(AND(ISNUMBER({{c}}),{{c}}>=0),LOWER({{c}})="{NON_DISPONIBLE}")'},
        erreur=f"Un nombre positif ou nul, sans unité, ou {NON_DISPONIBLE}",
    ),
    "commentaire": Champ("Commentaire", str, 50),
    "diffusion": Champ("Diffusion", str, 14, facultatif=True, choix=(PUBLIQUE, RESERVEE)),
}  # fmt: skip
FEUILLE = Feuille(SAISIE, COLONNES, ("code_mesure", "periode", "partie"), libres=0, figee="C2", citee=False)
# A measure, and the period written on its row; None leaves it to the correspondent.
Ligne = tuple[Mesure, str | None]


class Saisie(NamedTuple):
    """What is typed on a row, as it was typed."""

    value: str
    commentaire: str
    diffusion: str = ""


def octets(partie: str = "", periode: str = "", c: cadre.Cadre | None = None) -> bytes:
    """The blank workbook, no value in it: the measures that a party is to send, the 24 of them by default.

    `periode`: year (`2014`) or half-year (`2014-S1`, half-yearly measures alone) written on each row; `c`: what the
    signatories settled (who sends what, the last day of the convention), the one shipped by default.
    """
    c = c or cadre.defaut()
    return octets_remplis(lignes(partie, periode, c), (), c)


def manquantes(suivis: Iterable[suivi.Suivi], partie: str) -> list[Ligne]:
    """Measures and periods that a party has not sent in time, in the order of the annex."""
    siens = (s for s in suivis if s.proposition.partie == partie)
    return [(s.mesure, a.periode) for s in siens for a in s.attentes if a.etat in ("retard", "non_transmis")]


def octets_remplis(lignes: Sequence[Ligne], saisies: Sequence[Saisie], c: cadre.Cadre) -> bytes:
    """The workbook of some measures and periods, filled with what was typed elsewhere, row by row.

    A number written as French people do is a number; any other text stays as it was typed, for the import to judge.
    """
    # A list written in a cell rule holds 255 characters: twelve years at most.
    toutes = [p for a in annees(c.fin)[-10:] for p in (a, f"{a}-S1", f"{a}-S2")]
    periodes = tuple(p for p in toutes if suivi.concernee(p, REGLES.debut, c.fin))
    colonnes = COLONNES | {"periode": replace(COLONNES["periode"], choix=periodes)}
    corps = []
    for (m, periode), saisie in zip_longest(lignes, saisies):
        tapees = saisie._asdict() if saisie else {}
        tapees = {n: CONTROLES.sub(" ", dit).strip() for n, dit in tapees.items()}
        tapees |= {n: en_nombre(dit) for n, dit in tapees.items() if n == "value"}
        dite = {"code_mesure": m.code, "partie": PARTIES[c.propositions[m.code].partie], "periode": periode}
        corps.append(m._asdict() | dite | tapees)
    mots = {"saisie": SAISIE, "non_disponible": NON_DISPONIBLE, "publique": PUBLIQUE, "reservee": RESERVEE}
    mots |= {"saut": f"{REGLES.saut:.0f}", "seuil": convention.SEUIL_PERSONNES}
    notice = modeles.notice("convention", **mots)
    flux = io.BytesIO()
    modeles.ecrire(flux, {replace(FEUILLE, champs=colonnes): corps}, notice)
    return flux.getvalue()


def annees(fin: date) -> list[str]:
    """Years of the convention, the first one first."""
    return [str(a) for a in range(REGLES.debut.year, fin.year + 1)]


def lignes(partie: str, periode: str, c: cadre.Cadre) -> list[Ligne]:
    """Measures and periods of a model, in the order of the annex; the arguments are those of `octets`."""
    if partie and partie not in PARTIES:
        raise DemandeInvalide(f"partie « {partie} » inconnue : {', '.join(PARTIES)}.")
    voulues = [m for m in mesures().values() if partie in ("", c.propositions[m.code].partie)]
    if not periode:
        return [(m, None) for m in voulues]
    connues, (annee, _, semestre) = annees(c.fin), periode.partition("-")
    if annee not in connues or semestre not in ("", "S1", "S2"):
        bornes = f"{connues[0]} à {connues[-1]}"
        raise DemandeInvalide(f"période « {periode} » : écrire une année de {bornes}, ou un semestre (2014-S1).")
    # Of a year of the convention, its halves when the annex asks for both.
    dites = {m: [f"{annee}-S1", f"{annee}-S2"] if m.rythme == "semestriel" else [annee] for m in voulues}
    trouvees = [(m, p) for m, ps in dites.items() for p in ps if suivi.concernee(p, REGLES.debut, c.fin)]
    trouvees = [(m, p) for m, p in trouvees if not semestre or p == periode]
    if not trouvees:
        raise DemandeInvalide(f"aucune mesure de cette partie n'est attendue pour {periode} : demander une année.")
    return trouvees


# The operator changed its name in 2024; the annex uses the former one.
ANCIENS_NOMS = {"pole_emploi": "france_travail"}


class Extrait(NamedTuple):
    """What one workbook gave."""

    observations: pd.DataFrame  # columns of the contract, `recu_le` excepted
    sans_valeur_nb: int  # rows with a period and no value, left aside: a pre-filled model has many


def lire(chemin: Path, fin: date | None = None, parties: Collection[str] = PARTIES) -> Extrait:
    """Read a filled workbook, to the last day of the convention; a row of a party that is not taken is a fault.

    The refusal of faulty cells gives row, column and cause of the first, then lists them all.
    """
    sans_valeur: list[dict] = []

    def lire_ligne(ligne: dict[str, object]) -> dict | None:
        if all(ligne[nom] == "" for nom in ("periode", "value", "commentaire")):
            return None  # as the model came
        if ligne["value"] != "":
            return _ligne(ligne, fin or REGLES.fin, parties)
        if str(ligne["commentaire"]).strip():
            cause = f"écrire {NON_DISPONIBLE} dans la colonne Valeur si elle n'est pas disponible"
            raise Faute("commentaire sans valeur", cause, "value", ligne["commentaire"])
        sans_valeur.append(ligne)
        return None

    nom, fautes = Path(chemin).name, []
    lues = [ligne for ligne, _ in modeles.lire_feuille(Path(chemin), FEUILLE, lire_ligne, "convention", fautes)]
    if fautes:
        quoi = "ces lignes" if len(fautes) > 1 else "la ligne"
        raise ErreurSaisie(nom, fautes, f"corriger {quoi} dans le classeur, puis l'importer de nouveau")
    if not lues:
        cause = "aucune valeur n'est saisie"
        remede = "saisir la période et la valeur des mesures transmises, ou n.d. quand elle n'est pas disponible"
        raise ErreurDonnees("vide", nom, "aucune ligne remplie", cause=cause, remede=remede)
    return Extrait(tenues(pd.DataFrame(lues)), len(sans_valeur))


def _ligne(ligne: dict[str, object], fin: date, parties: Collection[str]) -> dict:
    """The columns of the contract that a row gives, with status O for what is not available, Q for persons under the
    threshold; the first cell that cannot be taken raises `Faute`."""
    code = str(ligne["code_mesure"]).strip()
    if code not in mesures():
        raise Faute("mesure inconnue de l'annexe", "code modifié ou laissé vide", "code_mesure", code)
    mesure = mesures()[code]
    if str(ligne["unite"]).strip() != mesure.unite:
        raise Faute("unité modifiée", f"l'unité de {code} est : {mesure.unite}", "unite", ligne["unite"])
    brut = ligne["value"]
    if isinstance(brut, str) and brut.strip().lower() == NON_DISPONIBLE:
        value, statut = None, "O"
    elif modeles.nombre(brut, "value") % 1 and mesure.entiere:
        raise Faute("valeur à décimales", f"{mesure.code} se compte en {mesure.unite}", "value", brut)
    else:
        petit = mesure.secret == "effectif" and 0 < brut < convention.SEUIL_PERSONNES
        value, statut = (None, "Q") if petit else (float(brut), "A")

    periode, debut = classeur.code(ligne["periode"]), convention.REGLES.debut
    if not re.fullmatch(PERIODE[mesure.rythme], periode, re.ASCII):
        trouve = "période mal écrite" if periode else "période manquante"
        cause = f"le rythme de {code} est {mesure.rythme} : forme attendue {FORMES[mesure.rythme]}"
        raise Faute(trouve, cause, "periode", periode)
    if not suivi.concernee(periode, debut, fin):
        bornes = " au ".join(francais.date_libelle(jour) for jour in (debut, fin))
        raise Faute("période hors de la convention", f"la convention court du {bornes}", "periode", periode)

    connues = {classeur.normaliser(libelle): p for p, libelle in PARTIES.items()} | ANCIENS_NOMS
    partie = connues.get(classeur.normaliser(ligne["partie"]))
    if partie is None:
        raise Faute("partie inconnue", f"parties admises : {', '.join(PARTIES.values())}", "partie", ligne["partie"])
    if partie not in parties:
        cause = "chaque signataire envoie ses propres valeurs"
        raise Faute("ligne de l’autre signataire", cause, "partie", ligne["partie"])

    commentaire, limite = str(ligne["commentaire"]).strip(), f"la limite est de {COMMENTAIRE_MAX} caractères"
    if len(commentaire) > COMMENTAIRE_MAX:
        raise Faute("commentaire trop long", limite, "commentaire", commentaire)
    if francais.retourne(commentaire):
        raise Faute("caractère invisible, qui retourne les mots", "retaper ce commentaire", "commentaire", "")

    diffusion = str(ligne.get("diffusion", "")).strip().lower()
    if diffusion not in ("", PUBLIQUE, RESERVEE):
        cause = f"laisser vide, ou écrire {PUBLIQUE} ou {RESERVEE}"
        raise Faute("diffusion inconnue", cause, "diffusion", ligne["diffusion"])
    return {
        "code_mesure": code,
        "periode": periode,
        "partie": partie,
        "commentaire": commentaire,
        "value": value,
        "obs_status": statut,
        "conf_status": RESERVE if diffusion == RESERVEE else "",
    }


def tenues(lignes: pd.DataFrame, connues: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows without what must be hidden, here or because of `connues`; what is reserved stays so."""
    gardees = cellules.avec_confidentialite(convention.masquer_suivies(lignes, connues))
    return gardees.assign(conf_status=gardees["conf_status"].mask(lignes["conf_status"].eq(RESERVE), RESERVE))

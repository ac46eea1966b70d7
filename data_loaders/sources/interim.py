"""The workbook by which an organisation sends interim work: its blank model, its reading.

One row a sector (or professional family), territory and period. An empty figure says that it is not available, « s »
that its sender hides it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pandas as pd

from data_loaders.contracts.interim import DATASET, MESURES, PERIODE, TERRITOIRES
from data_loaders.magasin import secret
from data_loaders.parametres import secteurs
from data_loaders.sources import classeur
from data_loaders.sources.modeles import ecriture, lecture
from data_loaders.sources.modeles.champs import Champ, Faute, Feuille, parmi, texte
from data_loaders.sources.modeles.chiffres import nombre

_FAP = re.compile(r"[A-Z][0-9A-Z][A-Z](\d\d)?", re.ASCII)
_NOTICE = (
    "Emploi intérimaire : mode d'emploi",
    "Une ligne par secteur, territoire et période ; copier une ligne pour une autre période. Une ligne où rien n'est "
    "saisi n'est pas lue.",
    "Code : celui du secteur, ou une famille professionnelle (FAP) à 3 ou 5 caractères qui entre dans un secteur.",
    "Période : 2024, ou 2024-T1 à 2024-T4 pour un trimestre.",
    "Missions : missions d'intérim commencées dans la période. ETP : volume de travail, en équivalents temps plein.",
    "Un nombre, sans unité ni texte. Case vide : non disponible. « s » : valeur que votre règle de secret masque.",
    f"Une valeur non nulle inférieure à {secret.regles()[DATASET].seuil} est masquée à l'importation (règle à "
    "confirmer).",
    "Source : la base ou le document. Transmis par : un organisme, jamais une personne.",
    f"Envoi : python -m data_loaders importer {DATASET} FICHIER.xlsx",
)


class Extrait(NamedTuple):
    """What one workbook gave: rows of the contract, `recu_le` and `conf_status` excepted."""

    observations: pd.DataFrame
    lignes_nb: int
    organismes: tuple[str, ...]


def _code(brut: object) -> str:
    code = classeur.code(brut)
    connus = secteurs.lire().secteurs
    if code in connus:
        return code
    if not _FAP.fullmatch(code):
        raise Faute("code inconnu", f"secteurs connus : {', '.join(connus)} ; ou un code FAP (D2Z, E0Z21)")
    prefixes = {p for s in connus.values() for n in secteurs.NOMENCLATURES for p in s.prefixes(n)}
    if not any(code.startswith(p) for p in prefixes):
        raise Faute("famille professionnelle hors des secteurs", "aucun secteur de secteurs.toml ne contient ce code")
    return code


def _periode(brut: object) -> str:
    periode = classeur.code(brut)
    if not re.fullmatch(PERIODE, periode, re.ASCII):
        raise Faute("période mal écrite", "forme attendue : AAAA, ou AAAA-T1 à AAAA-T4")
    return periode


FEUILLE = Feuille(
    "Intérim",
    {
        "code": Champ("Code secteur ou FAP", _code, 26, a_saisir=False, obligatoire=True),
        "libelle": Champ("Secteur", texte(), 36, a_saisir=False),
        "territoire": Champ(
            "Territoire",
            parmi(tuple(TERRITOIRES.values())),
            20,
            a_saisir=False,
            obligatoire=True,
            choix=tuple(TERRITOIRES.values()),
        ),
        "periode": Champ("Période", _periode, 12, obligatoire=True),
        "missions": Champ("Missions", nombre(entier=True), 14, numerique=True),
        "etp": Champ("ETP", nombre(entier=False), 14, numerique=True),
        "commentaire": Champ("Commentaire", texte(500), 40),
        "source": Champ("Source", texte(), 36, obligatoire=True),
        "transmis_par": Champ("Transmis par (organisme)", texte(), 30, obligatoire=True),
    },
    ("code", "territoire", "periode"),
)


def ecrire_modele(sortie: Path | BinaryIO) -> None:
    """Write the blank workbook: every sector in the region, then in each département."""
    lignes = [
        {"code": s.code, "libelle": s.libelle, "territoire": territoire}
        for s in secteurs.lire().secteurs.values()
        for territoire in TERRITOIRES.values()
    ]
    ecriture.ecrire(sortie, {FEUILLE: lignes}, _NOTICE)


def lire(chemin: Path) -> Extrait:
    """Read a filled workbook.

    Raises:
        ErreurDonnees: unreadable, sheet missing, nothing filled, or faulty cells, all listed.
    """
    lignes = lecture.lire(chemin, [FEUILLE], DATASET)[FEUILLE]
    zones = {libelle: zone for zone, libelle in TERRITOIRES.items()}
    observations = [
        {
            "code": ligne["code"],
            "zonage": zones[ligne["territoire"]][0],
            "code_zone": zones[ligne["territoire"]][1],
            "periode": ligne["periode"],
            "mesure": mesure,
            "value": ligne[mesure].value,
            "obs_status": ligne[mesure].obs_status,
            **{c: ligne[c] for c in ("commentaire", "source", "transmis_par")},
        }
        for ligne in lignes
        for mesure in MESURES
    ]
    organismes = tuple(sorted({ligne["transmis_par"] for ligne in lignes}))
    return Extrait(pd.DataFrame(observations), len(lignes), organismes)

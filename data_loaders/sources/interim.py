"""The workbook by which an organisation sends interim work: its blank model, its reading.

One row a sector (or professional family), territory and period. An empty figure says that it is not available, « s »
that its sender hides it.
"""

import re
from pathlib import Path
from typing import BinaryIO

from data_loaders.contracts.interim import DATASET, PERIODE, TERRITOIRES
from data_loaders.parametres import secteurs
from data_loaders.sources import classeur
from data_loaders.sources.modeles import chiffres, ecriture
from data_loaders.sources.modeles.champs import Champ, Faute, Feuille, liste, texte

_FAP = re.compile(r"[A-Z][0-9A-Z][A-Z](\d\d)?", re.ASCII)


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


FEUILLE = Feuille(
    "Intérim",
    {
        "code": Champ("Code secteur ou FAP", _code, 26, a_saisir=False, obligatoire=True),
        "libelle": Champ("Secteur", texte(), 36, a_saisir=False),
        "territoire": liste("Territoire", TERRITOIRES.values(), 20, a_saisir=False, obligatoire=True),
        "periode": Champ("Période", chiffres.periode(PERIODE, "AAAA, ou AAAA-T1 à AAAA-T4"), 12, obligatoire=True),
        "missions": Champ("Missions", chiffres.nombre(entier=True), 14, numerique=True),
        "etp": Champ("ETP", chiffres.nombre(entier=False), 14, numerique=True),
        **chiffres.TRANSMISSION,
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
    ecriture.ecrire(sortie, {FEUILLE: lignes}, chiffres.notice(DATASET))


def situer(ligne: dict) -> dict:
    """The columns of the contract that a row read gives, less its figures."""
    zonage, code = next(zone for zone, libelle in TERRITOIRES.items() if libelle == ligne["territoire"])
    return {"code": ligne["code"], "zonage": zonage, "code_zone": code, "periode": ligne["periode"]}

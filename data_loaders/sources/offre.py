"""The workbook by which an organisation sends the training offer: its blank model, its reading."""

from pathlib import Path
from typing import BinaryIO

from data_loaders.contracts.offre import DATASET, NIVEAUX, OBJECTIFS, PERIODE, SOUS_ENSEMBLES, TOUS_SECTEURS, ZONAGES
from data_loaders.parametres import secteurs
from data_loaders.sources.modeles import chiffres, ecriture
from data_loaders.sources.modeles.champs import Champ, Faute, Feuille, liste, texte
from geo import zonages

TOUS_LIBELLE = "tous secteurs"


def _territoires() -> dict[str, str]:
    """« spo:ancenis » -> name, over the zonings in force."""
    return {f"{zonage}:{code}": nom for zonage in ZONAGES for code, nom in zonages.noms(zonage).items()}


def _territoire(brut: object) -> str:
    code = str(brut).strip().lower()
    if code and code not in _territoires():
        raise Faute("territoire inconnu", "attendu : DÉCOUPAGE:CODE, par exemple spo:ancenis ou departement:44")
    return code


def _controler(ligne: dict) -> None:
    if ligne["sous_ensemble"] and ligne["objectif"] != OBJECTIFS["qualifier"]:
        raise Faute("sous-ensemble d’un autre objectif", "seul « Je me qualifie » en a", "sous_ensemble")


def _secteurs() -> dict[str, str]:
    return {TOUS_SECTEURS: TOUS_LIBELLE} | {s.code: s.libelle for s in secteurs.lire().secteurs.values()}


FEUILLE = Feuille(
    "Offre de formation",
    {
        "objectif": liste("Objectif", OBJECTIFS.values(), 44, a_saisir=False, obligatoire=True),
        "sous_ensemble": liste("Sous-ensemble", SOUS_ENSEMBLES.values(), 34, a_saisir=False),
        "secteur": liste("Secteur", _secteurs().values(), 34, a_saisir=False),
        "niveau": liste("Niveau visé", NIVEAUX.values(), 26, a_saisir=False),
        "territoire": Champ("Code du territoire", _territoire, 26, a_saisir=False, obligatoire=True),
        "libelle": Champ("Territoire", texte(), 26, a_saisir=False),
        "periode": Champ("Période", chiffres.periode(PERIODE, "AAAA, ou AAAA-S1 et AAAA-S2"), 12, obligatoire=True),
        "places": Champ("Places", chiffres.nombre(entier=True), 12, numerique=True),
        "entrees": Champ("Entrées", chiffres.nombre(entier=True), 12, numerique=True),
        **chiffres.TRANSMISSION,
    },
    ("objectif", "sous_ensemble", "secteur", "niveau", "territoire", "periode"),
    _controler,
)


def ecrire_modele(sortie: Path | BinaryIO) -> None:
    """Write the blank workbook: every objective in each SPO, then in each ZEF and in the region."""
    lieux = {c: nom for c, nom in _territoires().items() if not c.startswith("departement:")}
    lignes = [
        {"objectif": o, "territoire": code, "libelle": nom} for code, nom in lieux.items() for o in OBJECTIFS.values()
    ]
    aides = {"Codes des territoires": list(_territoires().items())}
    ecriture.ecrire(sortie, {FEUILLE: lignes}, chiffres.notice(DATASET), aides)


def situer(ligne: dict) -> dict:
    """The columns of the contract that a row read gives, less its figures."""
    listes = {"objectif": OBJECTIFS, "sous_ensemble": SOUS_ENSEMBLES, "secteur": _secteurs(), "niveau": NIVEAUX}
    vides = {"sous_ensemble": "", "secteur": TOUS_SECTEURS, "niveau": "tous"}
    lus = {c: {dit: code for code, dit in dits.items()}.get(ligne[c], vides.get(c)) for c, dits in listes.items()}
    zonage, _, code = ligne["territoire"].partition(":")
    return {**lus, "zonage": zonage, "code_zone": code, "periode": ligne["periode"]}

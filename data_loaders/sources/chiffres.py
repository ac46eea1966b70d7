"""Workbooks of figures that an organisation sends, of interim work and of the training offer: models, reading, merging.

A figure is a number, « s » where its sender hides it, nothing where there is none. One row a sector (or professional
family), territory and period; no figure of theirs is published elsewhere.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pandas as pd
import pyarrow as pa

from data_loaders import francais
from data_loaders.contracts import CONTRATS, interim, saisies
from data_loaders.jeux import Lecteur
from data_loaders.magasin import secret
from data_loaders.magasin.donnees import Donnees
from data_loaders.parametres import secteurs
from data_loaders.sources import cellules, classeur, modeles
from data_loaders.sources.classeur import Progres
from data_loaders.sources.extrait import completer, organismes
from data_loaders.sources.modeles import Champ, Faute, Feuille, aujourdhui, forme, liste, texte
from geo import zonages

_FAP = re.compile(r"[A-Z][0-9A-Z][A-Z](\d\d)?", re.ASCII)
# What ends the sheet of figures: who says them.
TRANSMISSION = {
    "commentaire": Champ("Commentaire", texte(500), 40),
    "source": Champ("Source", texte(), 36, obligatoire=True),
    "transmis_par": Champ("Transmis par (organisme)", texte(), 30, obligatoire=True),
}


class Nombre(NamedTuple):
    """A figure and its status: A, Q when its sender hides it, O when it is not available."""

    value: float | None
    obs_status: str


def nombre(*, entier: bool) -> Callable[[object], Nombre]:
    """Reads a figure, whole or not."""

    def lire(brut: object) -> Nombre:
        if str(brut).strip() == "":
            return Nombre(None, "O")
        if str(brut).strip().lower() == "s":
            return Nombre(None, "Q")
        if isinstance(brut, bool) or not isinstance(brut, int | float):
            raise Faute("texte au lieu d’un nombre", "unité, espace ou signe saisi avec le nombre")
        if brut < 0:
            raise Faute("valeur négative", "signe ou colonne confondus")
        if entier and brut != int(brut):
            raise Faute("valeur à décimales", "un nombre entier est attendu")
        return Nombre(float(brut), "A")

    return lire


def _periode(motif: str, attendu: str) -> Champ:
    return Champ("Période", forme(motif, "période mal écrite", f"forme attendue : {attendu}"), 12, obligatoire=True)


class Saisie(NamedTuple):
    """What differs from a workbook of figures to another.

    Attributes:
        situer: from a row of the sheet to the columns of the contract, less its figures.
        lignes: the rows of the blank workbook; aides: codes and meanings printed under its instructions.
    """

    feuille: Feuille
    situer: Callable[[dict], dict]
    lignes: Callable[[], list[dict]]
    aides: Callable[[], dict[str, list[tuple[str, str]]]] = dict


def _secteur_ou_fap(brut: object) -> str:
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


_LIEUX = {nom: {"zonage": zonage, "code_zone": code} for (zonage, code), nom in interim.TERRITOIRES.items()}


def _territoires() -> dict[str, str]:
    """« spo:ancenis » -> name, over the zonings in force."""
    return {f"{zonage}:{code}": nom for zonage in saisies.ZONAGES_OFFRE for code, nom in zonages.noms(zonage).items()}


def _territoire(brut: object) -> str:
    code = str(brut).strip().lower()
    if code and code not in _territoires():
        raise Faute("territoire inconnu", "attendu : DÉCOUPAGE:CODE, par exemple spo:ancenis ou departement:44")
    return code


def _controler_offre(ligne: dict) -> None:
    if ligne["sous_ensemble"] and ligne["objectif"] != saisies.OBJECTIFS["qualifier"]:
        raise Faute("sous-ensemble d’un autre objectif", "seul « Je me qualifie » en a", "sous_ensemble")


def _secteurs() -> dict[str, str]:
    return {saisies.TOUS_SECTEURS: "tous secteurs"} | {s.code: s.libelle for s in secteurs.lire().secteurs.values()}


def _situer_offre(ligne: dict) -> dict:
    listes = {
        "objectif": saisies.OBJECTIFS,
        "sous_ensemble": saisies.SOUS_ENSEMBLES,
        "secteur": _secteurs(),
        "niveau": saisies.NIVEAUX_OFFRE,
    }
    vides = {"sous_ensemble": "", "secteur": saisies.TOUS_SECTEURS, "niveau": "tous"}
    lus = {c: {dit: code for code, dit in dits.items()}.get(ligne[c], vides.get(c)) for c, dits in listes.items()}
    zonage, _, code = ligne["territoire"].partition(":")
    return {**lus, "zonage": zonage, "code_zone": code, "periode": ligne["periode"]}


def _lignes_offre() -> list[dict]:
    """Every objective in each SPO, then in each ZEF and in the region."""
    lieux = {c: nom for c, nom in _territoires().items() if not c.startswith("departement:")}
    return [
        {"objectif": o, "territoire": code, "libelle": nom}
        for code, nom in lieux.items()
        for o in saisies.OBJECTIFS.values()
    ]


SAISIES = {
    "interim": Saisie(
        Feuille(
            "Intérim",
            {
                "code": Champ("Code secteur ou FAP", _secteur_ou_fap, 26, a_saisir=False, obligatoire=True),
                "libelle": Champ("Secteur", texte(), 36, a_saisir=False),
                "territoire": liste("Territoire", interim.TERRITOIRES.values(), 20, a_saisir=False, obligatoire=True),
                "periode": _periode(interim.PERIODE, "AAAA, ou AAAA-T1 à AAAA-T4"),
                "missions": Champ("Missions", nombre(entier=True), 14, numerique=True),
                "etp": Champ("ETP", nombre(entier=False), 14, numerique=True),
                **TRANSMISSION,
            },
            ("code", "territoire", "periode"),
        ),
        lambda ligne: {c: ligne[c] for c in ("code", "periode")} | _LIEUX[ligne["territoire"]],
        # Every sector in the region, then in each département.
        lambda: [
            {"code": s.code, "libelle": s.libelle, "territoire": territoire}
            for s in secteurs.lire().secteurs.values()
            for territoire in interim.TERRITOIRES.values()
        ],
    ),
    "offre": Saisie(
        Feuille(
            "Offre de formation",
            {
                "objectif": liste("Objectif", saisies.OBJECTIFS.values(), 44, a_saisir=False, obligatoire=True),
                "sous_ensemble": liste("Sous-ensemble", saisies.SOUS_ENSEMBLES.values(), 34, a_saisir=False),
                "secteur": liste("Secteur", _secteurs().values(), 34, a_saisir=False),
                "niveau": liste("Niveau visé", saisies.NIVEAUX_OFFRE.values(), 26, a_saisir=False),
                "territoire": Champ("Code du territoire", _territoire, 26, a_saisir=False, obligatoire=True),
                "libelle": Champ("Territoire", texte(), 26, a_saisir=False),
                "periode": _periode(saisies.PERIODE_OFFRE, "AAAA, ou AAAA-S1 et AAAA-S2"),
                "places": Champ("Places", nombre(entier=True), 12, numerique=True),
                "entrees": Champ("Entrées", nombre(entier=True), 12, numerique=True),
                **TRANSMISSION,
            },
            ("objectif", "sous_ensemble", "secteur", "niveau", "territoire", "periode"),
            _controler_offre,
        ),
        _situer_offre,
        _lignes_offre,
        lambda: {"Codes des territoires": list(_territoires().items())},
    ),
}


def ecrire_modele(sortie: Path | BinaryIO, dataset: str) -> None:
    """Write the blank workbook."""
    saisie = SAISIES[dataset]
    notice = modeles.notice(dataset, "chiffres", dataset=dataset, seuil=secret.regles()[dataset].seuil)
    modeles.ecrire(sortie, {saisie.feuille: saisie.lignes()}, notice, saisie.aides())


def lire(chemin: Path, dataset: str) -> pd.DataFrame:
    """Read a filled workbook, one row a measure: a field of the sheet that holds a figure."""
    feuille, situer, *_ = SAISIES[dataset]
    observations = [
        {**situer(ligne), "mesure": m, **ligne[m]._asdict(), **{c: ligne[c] for c in TRANSMISSION}}
        for ligne in modeles.lire(chemin, [feuille], dataset)[feuille]
        for m, champ in feuille.champs.items()
        if champ.numerique
    ]
    return pd.DataFrame(observations)


def importer(dataset: str, donnees: Donnees, chemin: Path, progres: Progres, adresse: str = "") -> list[str]:
    """Add the figures that an organisation sent; returns the French summary."""
    contrat = CONTRATS[dataset]
    lues = lire(chemin, dataset)
    progres(1, 1)
    qui = organismes(lues)

    def ajouter() -> dict[str, pa.Table]:
        """Rows sent replace those of the same key; small figures are hidden, with those that would give them away."""
        table = contrat.tables["observations"]
        nouvelles = cellules.avec_confidentialite(lues.assign(recu_le=aujourdhui()).astype({"value": "float64"}))
        precedentes = [donnees.lire(dataset)] if donnees.officiel.millesimes(dataset) else []
        toutes = pd.concat([*precedentes, nouvelles], ignore_index=True)
        gardees = toutes.drop_duplicates(list(table.cle), keep="last", ignore_index=True)
        connues = donnees.officiel.montrees(contrat)
        return {
            "observations": cellules.table(secret.masquer(gardees, table.cle, secret.regles()[dataset], connues), table)
        }

    publie = completer(donnees, dataset, chemin, qui, adresse, ajouter)
    statuts = lues["obs_status"].value_counts()
    masquees = donnees.lire(dataset)["obs_status"].eq("Q").sum()
    lignes_nb = len(lues) // lues["mesure"].nunique()
    return [
        f"{contrat.titre} : {francais.avec_unite(lignes_nb, 'lignes lues')}, transmises par {qui}",
        f"  valeurs : {statuts.get('A', 0)} · masquées par l'organisme : {statuts.get('Q', 0)} · non disponibles : "
        f"{statuts.get('O', 0)}",
        f"  masquées après l'importation, avec celles qui les feraient retrouver : {masquees}",
        *publie.dire(),
    ]


INTERIM, OFFRE = (Lecteur(partial(importer, d), (s.feuille.entetes,)) for d, s in SAISIES.items())
